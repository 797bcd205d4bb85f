import psycopg2.errors
from markupsafe import Markup
from odoo import _, api, models

from ..services.transaction import own, repeat
from .notice import notice
from .xero_mapping import GROUP_ACCOUNTANT, USABLE


class XeroMapping(models.AbstractModel):
    """Which rows there are, what is suggested for them, and the page that shows them all."""

    _inherit = "xero.mapping"

    def _unlisted(self, connection):
        """Whether something in Odoo has no row yet; each mapping says what it lists.

        :param connection: xero.connection record
        :rtype: bool
        """
        return False

    @api.model
    def _suggest_new(self, connection):
        """What was made in Odoo since the last look gets its row and a suggestion; nothing does
        before Xero's list was read.

        :param connection: xero.connection record
        """
        rows = self.sudo()
        if rows._was_read(connection) and rows._unlisted(connection):
            rows._suggest(connection)

    @api.model
    def _was_read(self, connection):
        targets = self.env[self._fields[self._target].comodel_name]
        targets = targets.sudo().with_context(active_test=False)
        return bool(targets.search_count([("connection_id", "=", connection.id)], limit=1))

    @api.model
    def action_page(self):
        """Open this page, with a row for what is new in Odoo.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        mine = [("company_id", "in", self.env.companies.ids)]
        return self._page(self.env["xero.connection"].search(mine))

    @api.model
    def _page(self, connections):
        """The window action of this page, once its rows are complete.

        :rtype: dict
        """
        for connection in connections:
            self._suggest_new(connection)
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"xero_connector.{self._table}_action"
        )

    @api.model
    def get_empty_list_help(self, help_message):
        """An empty page says what is missing in Odoo, and leads there."""
        company = self.env.company
        mine = [("company_id", "=", company.id), ("state", "!=", "draft")]
        asked = self._of_chart and self.env["xero.connection"].sudo().search_count(mine, limit=1)
        lacking = asked and self.env["xero.account.map"]._chart_lacking(company)
        if not lacking:
            return super().get_empty_list_help(help_message)
        return Markup(
            '<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>'
            '<a type="action" name="account.action_account_config" class="btn btn-primary">%s</a>'
        ) % (
            lacking,
            _(
                "An administrator chooses one under Invoicing > Configuration > Settings > Fiscal "
                "localization. Its accounts are here when you open this page again."
            ),
            _("Fiscal localization"),
        )

    def action_suggest(self, connection_ids=None):
        """Fill in what nobody confirmed yet, from what was last read from Xero.

        What a person left open is suggested again: of these rows, or of all when there are none.

        :param list connection_ids: ids of connections; without them all the user may see
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        domain = [("id", "in", connection_ids)] if connection_ids else []
        connections = self.env["xero.connection"].search(domain)
        # What is suggested apart is not seen by this transaction, so it is counted there.
        counts = [
            repeat(lambda connection=connection: self._suggest_apart(connection))
            for connection in connections
        ]
        self.env.invalidate_all()
        ready, listed = (sum(column) for column in zip((0, 0), *counts, strict=True))
        return notice(_("%(ready)s of %(all)s are mapped.", ready=ready, all=listed))

    def _suggest_apart(self, connection):
        """Suggest in a transaction of its own, which can be repeated.

        :rtype: tuple[int, int] -- how many rows are mapped, and of how many
        """
        with own(self.env) as env:
            rows = self.with_env(env)
            mine = [("connection_id", "=", connection.id), ("left_open", "=", True)]
            asked = rows.search([*mine, ("id", "in", rows.ids)] if rows else mine)
            asked.sudo().left_open = False
            rows._suggest(connection.with_env(env))
            shown = rows.search([("connection_id", "=", connection.id), *self._on_page])
            return len(shown.filtered(lambda row: row.state in USABLE)), len(shown)

    def _new_rows(self, values):
        """Rows that are not there yet.

        :raises psycopg2.errors.SerializationFailure: another worker made one of them just now,
            which this transaction cannot see; the unit of work is repeated and finds it
        """
        try:
            with self.env.cr.savepoint():
                return self.create(values)
        except psycopg2.errors.UniqueViolation as error:
            raise psycopg2.errors.SerializationFailure(str(error)) from error

    def _suggest(self, connection):
        """Make rows for what has none and suggest for every row that nobody decided on.

        :param connection: xero.connection record
        """
        rows = self.sudo()._rows_wanted(connection)
        targets = self._comparable(self._targets(connection))
        for row in rows._undecided():
            row._take(row._suggestion(targets))

    def _undecided(self):
        """Rows that a person neither confirmed nor left open.

        :rtype: xero.mapping
        """
        return self.filtered(lambda row: row.state != "confirmed" and not row.left_open)
