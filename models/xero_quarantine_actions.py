"""What a person can do about a quarantine; each is callable over JSON-RPC with the same rights."""

from odoo import _, models
from odoo.exceptions import UserError

from .notice import notice
from .xero_quarantine_words import OWN_NOTES


class XeroQuarantine(models.Model):
    _name = "xero.quarantine"
    _inherit = ["xero.quarantine", "xero.about"]

    def _service(self):
        """The sync service of this row's entity; None for what belongs to no entity.

        A service is an empty recordset and therefore false: ask for None.
        """
        self.ensure_one()
        return self.env["xero.sync"]._services().get(self.entity)

    def _sides(self):
        """The values of both sides as a person reads them, the ones that differ first.

        :rtype: list[dict] -- label, odoo_value, xero_value, differs, conflict (both sides changed)
        """
        self.ensure_one()
        odoo, xero = self.odoo_values or {}, self.xero_values or {}
        asked = set(self.fields_in_conflict or [])
        rows = [
            {
                "label": declared.label,
                "odoo_value": self._in_words(odoo.get(declared.name)),
                "xero_value": self._in_words(xero.get(declared.name)),
                "differs": bool(odoo and xero)
                and odoo.get(declared.name) != xero.get(declared.name),
                "conflict": declared.name in asked,
            }
            for declared in self._declared_fields()
            if (odoo.get(declared.name) or xero.get(declared.name))
            and declared.name not in OWN_NOTES
        ]
        return sorted(rows, key=lambda row: (not row["conflict"], not row["differs"]))

    def _declared_fields(self):
        """What this row's sync keeps equal, a person's own pairs included."""
        service = self._service()
        if service is None:
            return ()
        settings = self.sudo().connection_id.setting_ids
        setting = settings.filtered(lambda row: row.entity == self.entity)
        return service.with_context(xero_setting_id=setting.id)._declared()

    def _differences(self):
        """The values that differ between the two sides.

        :rtype: list[dict] -- label, odoo_value, xero_value, conflict
        """
        kept = ("label", "odoo_value", "xero_value", "conflict")
        return [
            {name: row[name] for name in kept} for row in self._sides() if row["differs"]
        ]

    def action_open_resolve(self):
        """Open the resolution wizard.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_accountant")
        self.check_access_rule("read")
        return self.env["xero.resolve.wizard"].create({"quarantine_id": self.id})._open()

    def _choices(self):
        """What can be done about this row, best first; what belongs to no entity can be dismissed.

        :rtype: list[str]
        """
        service = self._service()
        return ["dismiss"] if service is None else service._choices(self)

    def _explain(self, choice, target=""):
        """What a choice will do, in a sentence.

        :param str target: name of the record to link to
        :rtype: str
        """
        return self._any_service()._explain(self, choice, target)

    def _any_service(self):
        service = self._service()
        return self.env["xero.sync"] if service is None else service

    def action_resolve(self, choice, note="", res_id=0, xero_id=None):
        """Resolve one quarantine; the work is queued, nothing is called here.

        :param str choice: link, create, odoo, xero, map, retry or dismiss
        :param str note: the reason, needed to dismiss
        :param int res_id: Odoo record to link to
        :param str xero_id: Xero record to link to
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: the choice does not fit, or something it needs is missing
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_accountant")
        self.check_access_rule("read")
        self._any_service()._resolve(self.sudo(), choice, note, res_id, xero_id)
        return self.action_open_mapping() if choice == "map" else True

    def _find_partners(self, words, limit=10):
        """Records of the other side that a person may mean, by name, with that person's rights.

        :param str words: part of a name
        :rtype: list[dict] -- name, why, and id (Odoo) or xero_id
        """
        self.ensure_one()
        if self.direction == "push":
            known = self.env["xero.link"].search(
                [
                    ("connection_id", "=", self.connection_id.id),
                    ("entity", "=", self.entity),
                    ("part", "=", ""),
                    ("res_id", "=", 0),
                    ("label", "ilike", words),
                ],
                limit=limit,
            )
            why = _("in Xero, not paired")
            return [
                {"name": link.label, "why": why, "xero_id": link.xero_id}
                for link in known
            ]
        model = self.env[self.model].with_company(self.connection_id.company_id)
        why = _("in Odoo, found by you")
        return [
            {"name": name, "why": why, "id": res_id}
            for res_id, name in model.name_search(words, limit=limit)
        ]

    def action_retry(self):
        """Try all of these again.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        """
        self.env["xero.sync"]._check_group("xero_connector.group_accountant")
        rows = self.filtered(lambda row: row.state == "open")
        if not rows:
            raise UserError(_("These have been resolved already."))
        for row in rows:
            row.action_resolve("retry")
        return notice(_("Tried again: %s. This page updates by itself.", len(rows)))

    def _tell_resolved(self):
        closed = {
            "resolved": _("On its way: “%s” has left the list.", self.name),
            "dismissed": _("“%s” was dismissed.", self.name),
        }
        return notice(closed.get(self.state, self.name))

    def action_open_odoo(self):
        """Open the Odoo record.

        :raises odoo.exceptions.UserError: there is none
        """
        return self._window()

    def action_open_xero(self):
        """Open the record in Xero.

        :raises odoo.exceptions.UserError: there is none, or it has no page there
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        service = self._service()
        known = self.xero_id and service is not None
        url = known and service._deep_link(self.connection_id, self.xero_id)
        if not url:
            raise UserError(_("“%s” has no page in Xero.", self.name))
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}
