"""Customer invoices: the lines of Odoo's invoices as plain values, read for a whole batch at
once."""

from odoo import models

from ..xero.amounts import rounded
from .invoice_amounts import decimal, digits, spread, worded

TEXT_TYPES = ("line_section", "line_subsection", "line_note")
# The lines that make Odoo's other totals out of these: Xero makes its own.
DERIVED = ("tax", "payment_term", "cogs", "epd", "non_deductible_tax")
LONGEST = 4000


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _lines_of(self, moves):
        """Lines of a batch of invoices as plain values, in the order people see them.

        :param moves: account.move records
        :rtype: dict[int, tuple[dict, list[str]]] -- by invoice: lines with their tracking, as
            :meth:`_with_tracking` says, and where the accounts and taxes of its money lines come
            from in Odoo
        """
        rows = self.env["account.move.line"].search_fetch(
            [("move_id", "in", moves.ids), ("display_type", "not in", DERIVED)],
            ["move_id", "display_type", "name", "quantity", "price_unit", "discount", "account_id",
             "tax_ids", "price_subtotal", "price_total", "amount_currency", "product_id",
             "analytic_distribution"],
            order="move_id, sequence, id",
        )  # fmt: skip
        grouped = {}
        for row in rows:
            grouped.setdefault(row.move_id.id, []).append(row)
        codes = self._codes_of(rows)
        lines, origins = {}, {}
        for move in moves:
            found = grouped.get(move.id, [])
            listed, origins[move.id] = self._lines_of_one(move, found, codes)
            lines[move.id] = listed, found
        tracked = self._with_tracking(lines)
        return {move.id: (tracked[move.id], origins[move.id]) for move in moves}

    def _codes_of(self, rows):
        """The Xero account and tax of each account and set of taxes on these lines.

        :rtype: dict[tuple, tuple[str, str]] -- (account id, tax ids) -> codes, "" where none is
            mapped
        """
        connection = self._setting.connection_id
        accounts, taxes, codes = {}, {}, {}
        account_map, tax_map = self.env["xero.account.map"], self.env["xero.tax.map"]
        for row in rows:
            key = _origin(row)
            if row.display_type in TEXT_TYPES or key in codes:
                continue
            account_id, tax_ids = key
            if account_id not in accounts:
                found = account_map._ledger_account(connection, row.account_id)
                accounts[account_id] = found.sudo().code or found.sudo().xero_id or ""
            if tax_ids not in taxes:
                taxes[tax_ids] = tax_map._tax_rate(connection, row.tax_ids).sudo().tax_type or ""
            codes[key] = accounts[account_id], taxes[tax_ids]
        return codes

    def _lines_of_one(self, move, rows, codes):
        lines, origin = [], []
        for row in rows:
            if row.display_type in TEXT_TYPES:
                lines.append({"text": plain_text(row.name) or "-"})
                continue
            account, tax = codes[_origin(row)]
            lines.append({**self._money_of(row), "account": account, "tax": tax})
            origin.append(":".join(map(str, _origin(row))))
        money = [line for line in lines if "qty" in line]
        taxes = spread(
            [decimal(line["tax_amount"]) for line in money], rounded(decimal(move.amount_tax))
        )
        for line, tax_amount in zip(money, taxes, strict=True):
            line["tax_amount"] = digits(tax_amount)
        return lines, origin

    def _money_of(self, row):
        """Text and figures of one line."""
        # What is booked, not what the line shows: where a document is rounded as a whole, later
        # series put the cents that are left over on its lines.
        subtotal = -decimal(row.amount_currency)
        tax = decimal(0)
        if row.display_type == "product":
            tax = rounded(decimal(row.price_total)) - rounded(decimal(row.price_subtotal))
        figures = self._figures_of(row)
        words = worded(*figures, rounded(subtotal))
        return {
            "text": self._text_of(row, words, figures[0]),
            "qty": digits(words.quantity),
            "price": digits(words.price),
            "discount": digits(words.discount),
            "tax_amount": digits(tax),
            "amount": digits(rounded(subtotal)),
        }

    def _figures_of(self, row):
        """Quantity, unit price and discount of a line, as Odoo has them."""
        if row.display_type != "product":
            # A cash rounding line has no quantity and price of its own.
            return decimal(1), -decimal(row.amount_currency), decimal(0)
        return decimal(row.quantity), decimal(row.price_unit), decimal(row.discount)

    def _text_of(self, row, words, quantity):
        """A description, which an approved invoice must have (FACTS 5.7), with the quantity if need
        be."""
        text = (
            plain_text(row.name) or plain_text(row.product_id.display_name) or row.account_id.name
        )
        if words.whole:
            figures = f"{digits(quantity)} × {digits(decimal(row.price_unit))}"
            discount = digits(decimal(row.discount))
            text += f"\n({figures} − {discount} %)" if row.discount else f"\n({figures})"
        return text[:LONGEST]


def _origin(row):
    return row.account_id.id, ",".join(map(str, sorted(row.tax_ids.ids)))


def plain_text(value):
    """Text of several lines without the blanks at its ends that either side drops.

    :rtype: str
    """
    lines = (value or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
