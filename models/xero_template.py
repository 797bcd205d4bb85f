from markupsafe import Markup
from odoo import _, fields, models
from odoo.exceptions import UserError

from ..xero.scopes import feature_of, missing, scopes_for
from .xero_template_line import COMMON


class XeroTemplate(models.Model):
    """Choices for all syncs of a connection at once, made for one kind of company."""

    _name = "xero.template"
    _inherit = "xero.template.owned"
    _description = "Template of syncs"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=50)
    description = fields.Text("For whom", translate=True)
    company_id = fields.Many2one(
        default=lambda self: self.env.company,
        help="Empty: it came with the connector, and every company may use it.",
    )
    shared = fields.Boolean("For every company", compute="_compute_shared")
    country_id = fields.Many2one(
        "res.country",
        "Only in",
        help="The country of the organisations in Xero that it is made for. Empty: any.",
    )
    line_ids = fields.One2many(
        "xero.template.line",
        "template_id",
        "Syncs",
        copy=True,
        help="A sync that is not listed stays as it is, unless a listed one needs it.",
    )

    def _compute_shared(self):
        """As it is stored: the form stays open to changes while a person chooses the company."""
        for template in self:
            template.shared = bool(template._origin) and not template._origin.company_id

    def _list_usual(self, read, off):
        """List the syncs about which templates say the same: Xero's own lists, set as a connection
        has them at first, and syncs that are off.

        :param list[str] read: entities that are read
        :param list[str] off: entities that are off
        """
        services, nobody = self.env["xero.sync"]._services(), self.env["xero.connection"]
        rows = [
            {"entity": name, "enabled": False, "pull": services[name]._xero_pull} for name in off
        ]
        for entity in read:
            usual = services[entity]._default_setting(nobody)
            rows.append({"entity": entity, **{n: usual[n] for n in COMMON if n in usual}})
        for template in self:
            template.line_ids = [(0, 0, row) for row in rows]

    def copy_data(self, default=None):
        """A copy is for the company that makes it, and may be changed there."""
        rows = super().copy_data(default)
        for row in rows:
            row["company_id"] = row.get("company_id") or self.env.company.id
            if "name" not in (default or {}):
                row["name"] = _("%s (copy)", row["name"])
        return rows

    def action_copy(self):
        """Make a copy for one's own company, and open it.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        self.check_access_rule("read")
        return self.copy()._open()

    def _open(self):
        """The form of this template.

        :rtype: dict
        """
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "name": _("Template"),
        }

    def action_use(self):
        """Choose a connection, see what this template would change, and say yes or no.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        self.check_access_rule("read")
        connection = self.env["xero.connection"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        return self.env["xero.template.use"]._open(connection, self)

    def _why_not(self, connection):
        """Why this template cannot be used for a connection; "" when it can.

        :rtype: str
        """
        self.ensure_one()
        country = self.country_id.code
        if country and connection.country_code and connection.country_code != country:
            return _(
                "“%(template)s” is for organisations in %(country)s; %(name)s is in %(other)s. "
                "Choose another template.",
                template=self.name,
                country=self.country_id.name,
                name=connection.name,
                other=connection.country_code,
            )
        if self.company_id and self.company_id != connection.company_id:
            return _(
                "“%(template)s” belongs to %(company)s.",
                template=self.name,
                company=self.company_id.display_name,
            )
        return ""

    def _preview(self, connection):
        """What using this template would change now, without changing anything.

        :rtype: list[str] -- sentences; empty when nothing would change
        """
        plan = self._plan(connection)
        sentences = [said for row, values in plan for said in row._sentences_of(values)]
        for row, line in self._pairs(connection):
            sentences += line._sentences_pairs(row)
        return [*sentences, *self._sentences_left(connection, plan)] if sentences else []

    def _apply(self, connection):
        """Set every sync of a connection as this template says, and note it on the connection.

        A connection that nobody consented to yet gets its syncs now; the consent then asks for what
        they need.

        :raises odoo.exceptions.UserError: it is for another country or company
        """
        why = self._why_not(connection)
        if why:
            raise UserError(why)
        self._make_settings(connection)
        sentences = self._preview(connection)
        for row, values in self._plan(connection):
            row.write(values)
        for row, line in self._pairs(connection):
            line._apply_pairs(row)
        if sentences:
            said = Markup().join(Markup("<li>%s</li>") % sentence for sentence in sentences)
            title = _("The template “%s” was used:", self.name)
            connection.sudo().message_post(body=Markup("%s<ul>%s</ul>") % (title, said))

    def _make_settings(self, connection):
        """The syncs of a connection that has none: on is what was asked for, as after a consent."""
        if connection.sudo().setting_ids:
            return
        self.env["xero.sync.setting"].sudo()._create_defaults(connection)
        connection.invalidate_recordset(["setting_ids"])
        wanted = {"settings", *(connection.requested_features or "").split()}
        entities = self.env["xero.sync"]._with_needed(wanted)
        rows = connection.sudo().setting_ids
        rows.filtered(lambda row: row.entity not in entities).enabled = False

    def _rows(self, connection):
        """The syncs of a connection by entity; such as it will get, when it has none yet.

        :rtype: dict[str, xero.sync.setting] -- as superuser
        """
        settings = self.env["xero.sync.setting"].sudo()
        rows = settings.search([("connection_id", "=", connection.id)])
        if rows:
            return {row.entity: row for row in rows}
        wanted = {"settings", *(connection.requested_features or "").split()}
        entities = self.env["xero.sync"]._with_needed(wanted)
        made = {}
        for entity, service in self.env["xero.sync"].sudo()._services().items():
            values = {"enabled": True, **service._default_setting(connection)}
            values["enabled"] = values["enabled"] and entity in entities
            values |= {"connection_id": connection.id, "entity": entity}
            made[entity] = settings.new({**values, "payroll": service._xero_payroll})
        return made

    def _lines_for(self, rows):
        """The lines that the person may carry out: payroll is for HR officers.

        :rtype: dict[str, xero.template.line]
        """
        payroll = self.env.su or self.env.user.has_group("hr.group_hr_user")
        lines = {line.entity: line for line in self.line_ids if line.entity in rows}
        return {
            entity: line for entity, line in lines.items() if payroll or not rows[entity].payroll
        }

    def _on_after(self, rows, lines):
        """What would be on, as this template wants it, and what those need besides.

        :rtype: tuple[set[str], set[str]] -- entities
        """
        services = self.env["xero.sync"].sudo()._services()
        on = {
            entity
            for entity, row in rows.items()
            if (lines[entity].enabled if entity in lines else row._on())
        }
        return on, {name for entity in on for name in services[entity]._needs()} - on

    def _plan(self, connection):
        """What each sync gets that it has not now, in an order in which it can be written: what is
        needed is switched on first, and what needs it is switched off first.

        :rtype: list[tuple[xero.sync.setting, dict]]
        """
        rows = self._rows(connection)
        lines = self._lines_for(rows)
        _on, needed = self._on_after(rows, lines)
        plan = []
        for entity, row in rows.items():
            values = lines[entity]._values() if entity in lines else {}
            if entity in needed:
                values = {"enabled": True, **row._directions_back()}
            changed = {name: value for name, value in values.items() if row[name] != value}
            if changed:
                plan.append((row, changed))
        return sorted(plan, key=self._turn)

    def _turn(self, step):
        row, values = step
        needs = len(row._service()._needs())
        return (0, needs) if values.get("enabled", row.enabled) else (1, -needs)

    def _pairs(self, connection):
        """Syncs that stay or become on, with the line that has pairs of fields for them."""
        rows = self._rows(connection)
        lines = self._lines_for(rows)
        return [
            (rows[entity], line) for entity, line in lines.items() if line.enabled and line.pair_ids
        ]

    def _sentences_left(self, connection, plan):
        """What a person has to know besides: what is not as the template says, and permissions."""
        rows = self._rows(connection)
        lines = self._lines_for(rows)
        on, needed = self._on_after(rows, lines)
        sentences = [
            row._sentence_still_needed(on)
            for entity, row in rows.items()
            if entity in needed and entity in lines and row._on()
        ]
        left = {line.entity for line in self.line_ids if line.entity in rows} - set(lines)
        if left:
            sentences.append(
                _(
                    "What is about payroll stays as it is (%s): it is set up by somebody who may "
                    "see employees in Odoo.",
                    ", ".join(sorted(rows[entity].display_name for entity in left)),
                )
            )
        scopes = self._scopes_lacking(connection, rows, dict(plan)) if plan else ()
        if scopes:
            labels = dict(connection._feature_labels())
            names = {labels.get(feature_of(scope)) or scope for scope in scopes}
            sentences.append(
                _(
                    "Xero has to be asked for more permissions afterwards (%s); the connection "
                    "then shows a button for that.",
                    ", ".join(sorted(names)),
                )
            )
        return sentences

    def _scopes_lacking(self, connection, rows, plan):
        """Permissions that the consent lacks for what would be on; none while there is no consent.

        :param dict plan: changed values by sync
        """
        if connection.state not in ("live", "permission"):
            return ()
        features = {"settings"}
        for row in rows.values():
            after = row.new(plan.get(row, {}), origin=row)
            if after.enabled:
                features |= after._service()._features(after)
        row = connection.sudo()
        consents = row.authorisation_id | row.payroll_authorisation_id
        granted = [scope for consent in consents for scope in (consent.scopes or "").split()]
        wanted = [scope for scope in scopes_for(features) if "." in scope]
        return missing(granted, wanted)
