"""Customer invoices: what must be equal in Odoo and Xero, to the cent."""

from decimal import Decimal

from .agreement_sides import Kind, Row, Values, World, by_parent, cents, day, name_of, words

HEAD = (
    "name", "commercial_partner_id", "invoice_date", "invoice_date_due", "currency_id", "ref",
    "amount_untaxed", "amount_tax", "amount_total", "amount_residual", "amount_total_signed",
    "payment_state", "invoice_payments_widget",
)  # fmt: skip
LINE = ("move_id", "name", "account_id", "amount_currency", "quantity", "tax_ids")


def from_odoo(world: World, ids: list[int]) -> dict[int, Values]:
    """Invoices with their lines and payments; accounts and taxes as a person mapped them."""
    accounts, taxes = mapped_accounts(world), mapped_taxes(world)
    domain = [("move_id", "in", ids), ("display_type", "=", "product")]
    lines = by_parent(world.rows("account.move.line", domain, LINE), "move_id")
    return {
        row["id"]: {
            **head(row),
            "lines": sorted(
                "|".join((
                    words(line["name"]), accounts.get(line["account_id"][0], "?"),
                    taxes.get(tuple(sorted(line["tax_ids"])), "?"), cents(line["quantity"]),
                    cents(-exact(line["amount_currency"])),
                ))
                for line in lines.get(row["id"], [])
            ),
        }
        for row in world.rows("account.move", [("id", "in", ids)], HEAD)
    }  # fmt: skip


def mapped_accounts(world: World) -> dict[int, str]:
    """Odoo's accounts -> codes in Xero."""
    chosen = [("connection_id", "=", world.connection), ("ledger_account_id", "!=", False)]
    codes = {row["id"]: row["code"] for row in world.rows("xero.ledger.account", [], ("code",))}
    rows = world.rows("xero.account.map", chosen, ("account_id", "ledger_account_id"))
    return {row["account_id"][0]: str(codes[row["ledger_account_id"][0]]) for row in rows}


def mapped_taxes(world: World) -> dict[tuple[int, ...], str]:
    """Sets of Odoo's taxes -> tax types in Xero."""
    chosen = [("connection_id", "=", world.connection), ("tax_rate_id", "!=", False)]
    types = {row["id"]: row["tax_type"] for row in world.rows("xero.tax.rate", [], ("tax_type",))}
    rows = world.rows("xero.tax.map", chosen, ("tax_ids", "tax_rate_id"))
    return {tuple(sorted(row["tax_ids"])): str(types[row["tax_rate_id"][0]]) for row in rows}


def head(row: Row) -> Values:
    """All of an invoice but its lines."""
    payments = (row["invoice_payments_widget"] or {}).get("content") or []
    return {
        "number": row["name"],
        "customer": row["commercial_partner_id"][0],
        "date": day(row["invoice_date"]),
        "due date": day(row["invoice_date_due"]),
        "currency": name_of(row["currency_id"]),
        "net": cents(row["amount_untaxed"]),
        "tax": cents(row["amount_tax"]),
        "total": cents(row["amount_total"]),
        "total in own currency": cents(row["amount_total_signed"]),
        "amount due": cents(row["amount_residual"]),
        "paid": row["payment_state"] in ("paid", "in_payment"),
        "payments": sorted(f"{day(one['date'])} {cents(one['amount'])}" for one in payments),
        "link back": f"res_id={row['id']}",
    }


def from_xero(world: World, row: Row) -> Values:
    """An invoice of Xero's in the same words."""
    rate = exact(row.get("CurrencyRate") or 1)
    link = str(row.get("Url") or "").rpartition("&")[2]
    return {
        "number": row.get("InvoiceNumber"),
        "customer": world.pairs("contact").get(row["Contact"]["ContactID"].lower()),
        "date": day(row.get("DateString")),
        "due date": day(row.get("DueDateString")),
        "currency": row.get("CurrencyCode"),
        "net": cents(row.get("SubTotal")),
        "tax": cents(row.get("TotalTax")),
        "total": cents(row.get("Total")),
        "total in own currency": cents((exact(row["Total"]) / rate).quantize(Decimal("0.01"))),
        "amount due": cents(row.get("AmountDue")),
        "paid": row.get("Status") == "PAID",
        "payments": sorted(
            f"{day(one['Date'])} {cents(one['Amount'])}" for one in row.get("Payments") or []
        ),
        "link back": link,
        "lines": sorted(
            "|".join((
                words(line.get("Description")), str(line.get("AccountCode")),
                str(line.get("TaxType")), cents(line.get("Quantity")),
                cents(line.get("LineAmount")),
            ))
            for line in row.get("LineItems") or []
        ),
    }  # fmt: skip


def exact(number: object) -> Decimal:
    """A number with the digits it shows."""
    return Decimal(str(number))


INVOICES = Kind(
    "invoice",
    "Invoices",
    "InvoiceID",
    "account.move",
    from_odoo,
    from_xero,
    wanted_in_odoo=[("move_type", "=", "out_invoice"), ("state", "=", "posted")],
)
