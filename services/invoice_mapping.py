"""Customer invoices: the page on which what a document lacks is mapped."""

from odoo import _, models

from .invoice_lines import TEXT_TYPES
from .invoice_split import accounts_in


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _mapping_action(self, quarantine):
        """The mapping rows a question about an invoice is about: accounts first, then taxes, then
        analytic accounts; for one that was imported, the payment journals.

        :rtype: dict
        """
        connection = quarantine.connection_id
        if quarantine.direction == "pull":
            rows = self._rows_of_journals(connection)
        else:
            move = self.env["account.move"].sudo().browse(quarantine.res_id).exists()
            rows = self._rows_to_map(connection, move)
            if quarantine.fields_in_conflict == ["tracking"]:
                rows = self._tracking_rows(connection, move) or rows
        action = self.env[rows._name]._open_action(connection)
        if not rows:
            return {**action, "context": {"search_default_attention": 1}}
        return {
            **action,
            "name": _("%(page)s for %(name)s", page=action["name"], name=quarantine.name),
            "domain": [("id", "in", rows.ids)],
        }

    def _rows_of_journals(self, connection):
        """A payment finds its journal by the account that stands behind it in Xero.

        :rtype: xero.journal.map
        """
        rows = self.env["xero.journal.map"].sudo()
        return rows.search([("connection_id", "=", connection.id), *rows._on_page])

    def _rows_to_map(self, connection, move):
        """The rows of one mapping page that keep this invoice from leaving.

        :rtype: xero.mapping -- all of the invoice's accounts when only Xero knows what is wrong;
            none when the invoice is gone
        """
        account_map = self.env["xero.account.map"].sudo()
        tax_map = self.env["xero.tax.map"].sudo()
        every, accounts, pairs, taxes = [], [], [], tax_map.browse()
        lines = move.invoice_line_ids.filtered(lambda row: row.display_type not in TEXT_TYPES)
        mappings = self.sudo()._mappings_of(connection, lines)
        for line in lines:
            row = mappings[line.id]
            account = row._ready_target()
            rate = tax_map._tax_rate(connection, line.tax_ids)
            every.append(row)
            if not account:
                accounts.append(row)
            if not rate:
                taxes |= tax_map._row(connection, line.tax_ids)
            if account_map._pair_refusal(account, rate):
                pairs.append(row)
        tracking = self._tracking_rows(connection, move).filtered(lambda row: not row._usable())
        found = _of_one_page(accounts) or taxes or _of_one_page(pairs) or tracking
        return found or _of_one_page(every) or account_map

    def _tracking_rows(self, connection, move):
        """The mapping of the analytic accounts on an invoice, of the plans that were chosen.

        :rtype: xero.tracking.map
        """
        distributions = move.invoice_line_ids.mapped("analytic_distribution")
        ids = set().union(*(accounts_in(distribution) for distribution in distributions))
        return self.env["xero.tracking.map"].sudo().search(
            [
                ("connection_id", "=", connection.id),
                ("analytic_account_id", "in", list(ids)),
                ("category_id", "!=", False),
            ]
        )


def _of_one_page(rows):
    """Those of these mappings that stand on the same page as the first of them.

    :param list rows: records of one or several models
    :rtype: xero.mapping | None
    """
    rows = [row for row in rows if row]
    same = [row for row in rows if row._name == rows[0]._name]
    return same[0].union(*same) if same else None
