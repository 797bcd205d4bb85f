from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .compat import EQUALITY, asked_values
from .notice import notice

STATES = [
    ("none", "Not in Xero"),
    ("agreed", "In agreement"),
    ("waiting", "Waiting to be sent"),
    ("quarantine", "Question"),
]


class XeroSyncMixin(models.AbstractModel):
    """The Xero side of an Odoo document: its id there, its state, its button."""

    _name = "xero.sync.mixin"
    _inherit = "xero.watch"
    _description = "Odoo document with a Xero side"

    xero_id = fields.Char(
        "Xero ID", compute="_compute_xero", search="_search_xero_id", compute_sudo=True
    )
    xero_state = fields.Selection(
        STATES, "Xero", compute="_compute_xero", search="_search_xero_state", compute_sudo=True
    )
    xero_pending = fields.Boolean(
        "On its way",
        compute="_compute_xero",
        compute_sudo=True,
        help="A change is to be sent, or the record is to be read from Xero again.",
    )
    xero_url = fields.Char("Open in Xero", compute="_compute_xero", compute_sudo=True)
    xero_agreed_at = fields.Datetime(
        "Last agreed with Xero", compute="_compute_xero", compute_sudo=True
    )
    # Accounts, taxes and bank accounts stand in them, which not everybody sees who sees the record.
    xero_agreed = fields.Json(
        "Agreed values",
        compute="_compute_xero",
        compute_sudo=True,
        groups="xero_connector.group_user",
    )

    def _xero_connection(self):
        """The connection of the current company, empty when there is none."""
        return self.env["xero.connection"].sudo().search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "not in", ("draft", "disconnected")),
            ],
            limit=1,
        )

    @api.depends_context("company")
    def _compute_xero(self):
        connection = self._xero_connection()
        entity, ids = self._xero_document, self.ids
        links = self.env["xero.link"].sudo()._of_odoo(connection, entity, ids) if connection else {}
        domain = [
            ("connection_id", "=", connection.id),
            ("entity", "=", entity),
            ("res_id", "in", ids),
        ]
        waiting = set(self.env["xero.outbox"].sudo().search(domain).mapped("res_id"))
        open_domain = [*domain, ("state", "=", "open")]
        stuck = set(self.env["xero.quarantine"].sudo().search(open_domain).mapped("res_id"))
        reading = self._xero_to_be_read(connection, links)
        service = self.env["xero.sync"]._services().get(entity)
        for record in self:
            link = links.get(record.id)
            record.xero_pending = record.id in waiting or record.id in reading
            record.xero_id = link.xero_id if link else False
            record.xero_agreed_at = link.agreed_at if link else False
            record.xero_agreed = link.agreed if link else False
            record.xero_url = service._deep_link(connection, link.xero_id) if link else False
            if record.id in stuck:
                record.xero_state = "quarantine"
            elif record.id in waiting:
                record.xero_state = "waiting"
            else:
                record.xero_state = "agreed" if link else "none"

    def _xero_to_be_read(self, connection, links):
        """Ids of the records that wait in the inbox to be read from Xero again.

        :param dict links: xero.link by record id
        :rtype: set[int]
        """
        if not links:
            return set()
        xero_ids = [link.xero_id for link in links.values()]
        rows = self.env["xero.inbox"].sudo().search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._xero_document),
                ("xero_id", "in", xero_ids),
            ]
        )
        asked = set(rows.mapped("xero_id"))
        return {res_id for res_id, link in links.items() if link.xero_id in asked}

    @api.model
    def _search_xero_id(self, operator, value):
        domain = [
            ("connection_id", "=", self._xero_connection().id),
            ("entity", "=", self._xero_document),
            ("res_id", "!=", 0),
        ]
        negative = operator in ("!=", "not in", "not like", "not ilike")
        given = operator not in EQUALITY or any(asked_values(operator, value)[0])
        if given:
            positive = {"!=": "=", "not in": "in", "not like": "like", "not ilike": "ilike"}
            domain.append(("xero_id", positive.get(operator, operator), value))
        found = self._xero_ids_in("xero.link", domain)
        absent = negative if given else not negative
        return [("id", "not in" if absent else "in", found)]

    def _xero_ids_in(self, model, domain):
        """Ids of the records these rows are about; agreed values are not loaded with them.

        :rtype: list[int]
        """
        return self.env[model].sudo().search_fetch(domain, ["res_id"]).mapped("res_id")

    @api.model
    def _search_xero_state(self, operator, value):
        if operator not in EQUALITY:
            raise UserError(_("Search the Xero state with “is” or “is not”."))
        connection = self._xero_connection()
        domain = [
            ("connection_id", "=", connection.id),
            ("entity", "=", self._xero_document),
            ("res_id", "!=", 0),
        ]
        stuck = set(self._xero_ids_in("xero.quarantine", [*domain, ("state", "=", "open")]))
        waiting = set(self._xero_ids_in("xero.outbox", domain)) - stuck
        linked = set(self._xero_ids_in("xero.link", domain))
        sets = {"quarantine": stuck, "waiting": waiting, "agreed": linked - stuck - waiting}
        wanted, negate = asked_values(operator, value)
        if "none" in wanted:
            others = set().union(*(ids for name, ids in sets.items() if name not in wanted))
            return [("id", "in" if negate else "not in", list(others))]
        found = set().union(*(sets.get(name, set()) for name in wanted))
        return [("id", "not in" if negate else "in", list(found))]

    def action_xero_sync_now(self):
        """Put these records first in the queue to Xero and read them back; returns at once.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: the company is not connected, or the entity is off
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rights("read")
        self.check_access_rule("read")
        connection = self._xero_connection()
        setting = connection.setting_ids.filtered(lambda row: row.entity == self._xero_document)
        if not setting:
            raise UserError(
                _(
                    "%s is not connected to Xero. Open Xero > Configuration > Connections to "
                    "connect it.",
                    self.env.company.name,
                )
            )
        setting._check_ready()
        setting._service().sudo()._sync_now(setting, self)
        message = _("On its way. The state on this page changes when Xero has answered.")
        return notice(message, closes=True)

    def action_xero_open(self):
        """Open the record in Xero, in a new tab.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: the record has no Xero side
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        if not self.xero_url:
            raise UserError(_("%s is not in Xero yet.", self.display_name))
        return {"type": "ir.actions.act_url", "url": self.xero_url, "target": "new"}
