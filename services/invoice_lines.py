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
        """The Xero account and tax of each money line.

        :rtype: dict[int, tuple[str, str]] -- codes by line, "" where none is mapped
        """
        connection, tax_map = self._setting.connection_id, self.env["xero.tax.map"]
        lines = rows.filtered(lambda row: row.display_type not in TEXT_TYPES)
        mappings = self._mappings_of(connection, lines)
        accounts, taxes, codes = {}, {}, {}
        for row in lines:
            mapping, key = mappings[row.id], frozenset(row.tax_ids.ids)
            if mapping not in accounts:
                found = mapping._ready_target().sudo()
                accounts[mapping] = found.code or found.xero_id or ""
            if key not in taxes:
                taxes[key] = tax_map._tax_rate(connection, row.tax_ids).sudo().tax_type or ""
            codes[row.id] = accounts[mapping], taxes[key]
        return codes

    def _mappings_of(self, connection, rows):
        """The mapping that says the Xero account of each line: that of its account.

        Other addons extend it where something nearer to a line decides, and then
        :meth:`_origin_of` as well.

        :param connection: xero.connection record
        :param rows: account.move.line records, lines of text left out
        :rtype: dict[int, xero.mapping] -- by line; its target is a xero.ledger.account. Empty where
            the account of a line is none that is mapped
        """
        account_map = self.env["xero.account.map"]
        found = {account.id: account_map._row(connection, account) for account in rows.account_id}
        return {row.id: found[row.account_id.id] for row in rows}

    def _origin_of(self, row):
        """What in Odoo the account and the tax of a line in Xero come from. While it stays the
        same, a changed mapping does not rewrite an invoice that Xero has.

        :rtype: str
        """
        return f"{row.account_id.id}:{','.join(map(str, sorted(row.tax_ids.ids)))}"

    def _lines_of_one(self, move, rows, codes):
        lines, origin = [], []
        for row in rows:
            if row.display_type in TEXT_TYPES:
                lines.append({"text": plain_text(row.name) or "-"})
                continue
            account, tax = codes[row.id]
            lines.append({**self._money_of(row), "account": account, "tax": tax})
            origin.append(self._origin_of(row))
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


def plain_text(value):
    """Text of several lines without the blanks at its ends that either side drops.

    :rtype: str
    """
    lines = (value or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
