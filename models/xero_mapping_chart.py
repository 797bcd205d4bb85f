from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..services.run import PERSON
from .xero_mapping import GROUP_ACCOUNTANT


class XeroMapping(models.AbstractModel):
    """Creating what has no counterpart: in Odoo, or in Xero, after a preview and a yes.

    A page with a ``_chart_kind`` says what is its own: ``_lines_to_import``, ``_lines_to_export``
    (lines of the preview), ``_import_one`` (create in Odoo what a line says, and map it),
    ``_name_in_xero`` and ``_xero_values`` (what a row is called there, and what is sent).
    """

    _inherit = "xero.mapping"

    # The kind of the preview, and the entity that creates in Xero.
    _chart_kind = None

    export_asked = fields.Boolean("To be created in Xero", readonly=True)

    def action_preview_import(self):
        """Show what of Xero's list has no counterpart here, to create it in Odoo.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        """
        return self._preview("import")

    def action_preview_export(self):
        """Show what of these rows, else of all, can be created in Xero, and what it becomes there.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: creating in Xero is switched off
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self._check_may_create(self._connection_of_page())
        return self._preview("export")

    def _check_may_create(self, connection):
        """:raises odoo.exceptions.UserError: creating in Xero is switched off"""
        forbidden = self._forbidden(connection)
        if forbidden:
            raise UserError(forbidden)
        settings = connection.sudo().setting_ids
        if self._chart_kind not in settings.mapped("entity"):
            # Connected before there was such a sync.
            settings._create_defaults(connection)
            connection.invalidate_recordset(["setting_ids"])
        connection.sudo().setting_ids.filtered(
            lambda setting: setting.entity == self._chart_kind
        )._check_ready()

    @api.model
    def _forbidden(self, connection):
        """Why nothing of this page may be created in Xero; "" when it may.

        :rtype: str
        """
        return self._sentence_forbidden() if connection.keep_chart else ""

    @api.model
    def _sentence_forbidden(self):
        return _(
            "Creating accounts, taxes and bank accounts in Xero is switched off. A manager can "
            "switch “Never create accounts, taxes or bank accounts in Xero” off, under Xero > "
            "Configuration > Connections."
        )

    def _preview(self, direction):
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        connection = self._connection_of_page()
        wizard = self.env["xero.chart.wizard"].create(
            {
                "connection_id": connection.id,
                "kind": self._chart_kind,
                "direction": direction,
                "line_ids": [
                    (0, 0, line) for line in self._chart_lines(connection, direction, self)
                ],
            }
        )
        return wizard._open()

    def _connection_of_page(self):
        """The connection of the rows that are ticked, else of the company that is worked in.

        :raises odoo.exceptions.UserError: there is none
        """
        connections = self.env["xero.connection"]
        found = self.connection_id[:1] or connections.search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        if not found:
            raise UserError(_("%s is not connected to Xero.", self.env.company.display_name))
        return found

    @api.model
    def _chart_lines(self, connection, direction, rows):
        """What has no counterpart, as lines of the preview, and why some of it stays without.

        :param xero.connection connection: whose list it is
        :param str direction: ``import`` (from Xero to Odoo) or ``export``
        :param rows: mapping rows ticked by a person, for an export; none: all
        :rtype: list[dict]
        """
        found = getattr(self, f"_lines_to_{direction}")(connection, rows)
        return sorted(found, key=lambda line: (line["blocked"], line["code"] or "", line["name"]))

    @api.model
    def _export_one(self, connection, line):
        """Put the creation of a row in Xero into the queue.

        :param xero.connection connection: whose list it is
        :param dict line: of :meth:`_chart_lines`
        :raises odoo.exceptions.UserError: creating in Xero is switched off
        """
        self._check_may_create(connection)
        row = self.browse(int(line["key"]))
        row.check_access_rule("write")
        row.sudo().export_asked = True
        service = self.env["xero.sync"]._services()[self._chart_kind]
        setting = connection.sudo().setting_ids.filtered(
            lambda one: one.entity == self._chart_kind
        )
        self.env["xero.outbox"].sudo()._put(setting, self._name, {row.id: []}, priority=PERSON)
        service._wake("push")

    def _line_to_export(self, row, asked, what, code, problem):
        """A line of the preview.

        :param bool asked: a person ticked the row
        :param str what: what it becomes in Xero
        :param str problem: why it cannot be created there; "" when it can
        """
        if row.export_asked:
            problem = _("Is on its way to Xero.")
        elif row._made_before():
            problem = _("Was created in Xero before: choose it in the list.")
        return {
            "key": str(row.id),
            "name": row._name_in_xero(),
            "code": code,
            "what": what,
            "note": problem,
            "blocked": bool(problem),
            "chosen": asked and not problem,
        }

    def _made_before(self):
        links = self.env["xero.link"].sudo()
        return self.id in links._of_odoo(self.connection_id, self._chart_kind, [self.id])

    def _taken_in_xero(self, connection, column):
        """Values of a column of Xero's list in lower case, archived records included."""
        model = self.env[self._fields[self._target].comodel_name].sudo()
        found = model.with_context(active_test=False).search(
            [("connection_id", "=", connection.id)]
        )
        return {value.lower() for value in found.mapped(column) if value}

    def _made_in_xero(self, target_id):
        """Xero has it now: it is mapped, and what waited for it leaves.

        :param int target_id: the mirror's row
        """
        self.write(
            {
                self._target: target_id,
                "state": "confirmed",
                "why": _("Created in Xero"),
                "export_asked": False,
            }
        )
        self._retry_waiting()
