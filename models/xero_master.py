from odoo import _, api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..services.engine import PULLING

GROUP_ACCOUNTANT = "xero_connector.group_accountant"


class XeroMaster(models.AbstractModel):
    """A document whose new records, and whose values, may be led by Xero."""

    _name = "xero.master"
    _description = "Document that Xero may lead"

    # The entity whose records these are, and the field that leads to them; "" for the records
    # themselves.
    _xero_led, _xero_led_by = None, ""

    xero_locked = fields.Boolean(compute="_compute_xero_master", compute_sudo=True)
    xero_local = fields.Boolean(
        "Kept in Odoo only", compute="_compute_xero_master", compute_sudo=True
    )
    xero_master_note = fields.Char(
        "Xero leads", compute="_compute_xero_master", compute_sudo=True
    )

    @api.depends_context("company", "lang")
    def _compute_xero_master(self):
        setting = self._xero_leading()
        connection = self.env["xero.connection"].sudo().search(
            [("company_id", "=", self.env.company.id), ("state", "!=", "draft")], limit=1
        )
        rows = self.env["xero.local"].sudo()
        local = rows._of(connection, self._xero_led, self._xero_led_records().ids)
        kept, locked = set(local.mapped("res_id")), self._xero_locked_ids(setting)
        if kept:
            kept -= set(self.env["xero.link"].sudo()._of_odoo(connection, self._xero_led, kept))
        for record in self:
            ids = set(record._xero_led_records().ids)
            record.xero_locked = bool(locked & ids)
            record.xero_local = bool(kept & ids)
            record.xero_master_note = record._xero_note_of(setting)

    def _xero_note_of(self, setting):
        """What a person should know who opens the form; False when there is nothing.

        :rtype: str | bool
        """
        if self.xero_locked:
            return _(
                "Xero leads here: what cannot be edited on this page is changed in Xero, and "
                "comes back with the next import. The rest is Odoo's own."
            )
        if self.xero_local:
            return _("Kept in Odoo only: it is not sent to Xero.")
        ids = self._xero_led_records().ids
        if setting and ids and setting._service()._sent_otherwise(setting, ids):
            return _(
                "Not in Xero: new records are made there first. Once it is, the next import pairs "
                "the two."
            )
        return False

    def _xero_led_records(self):
        return self[self._xero_led_by] if self._xero_led_by else self

    def _xero_leading(self):
        """The setting by which Xero leads these documents in the current company; else empty.

        :rtype: xero.sync.setting -- as superuser
        """
        settings = self.env["xero.sync.setting"].sudo()
        setting_id = settings._master_id(self.env.company.id, self._xero_led)
        return settings.browse(setting_id or ())

    def _xero_locked_ids(self, setting):
        """Ids of the records whose values Xero leads: those that it has.

        :rtype: set[int]
        """
        ids = self._xero_led_records().ids
        if not setting or not ids:
            return set()
        links = self.env["xero.link"].sudo()
        return set(links._of_odoo(setting.connection_id, self._xero_led, ids))

    def _xero_by_program(self):
        """Whether our own import, or a program that makes private records, does this."""
        context = self.env.context
        return PULLING in (context.get("xero_pulling"), context.get("xero_private"))

    def _xero_refuse(self, sentence, url, button):
        """:raises odoo.exceptions.RedirectWarning: the sentence, with a button that leads to Xero;
        who reads a file in gets the sentence alone, for its row
        """
        if self.env.su or "_import_current_module" in self.env.context:
            raise UserError(sentence)
        action = {"type": "ir.actions.act_url", "url": url, "target": "new"}
        raise RedirectWarning(sentence, action, button)

    # -- new records -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self._xero_led_by and not self._xero_by_program():
            records._xero_check_new()
        return records

    def _xero_check_new(self):
        """Refuse or keep in Odoo what would have to be made in Xero first.

        What a program makes on its own account cannot be asked to go to Xero: it is kept.
        """
        setting = self._xero_leading()
        if not setting:
            return
        ids = setting._service()._sent_otherwise(setting, self.ids)
        if not ids:
            return
        if self.env.su or setting.master_new == "local":
            self.env["xero.local"].sudo()._keep(setting, ids)
            return
        sentence = _(
            "“%(name)s” was not saved: new records of “%(sync)s” are made in Xero. Make it there; "
            "it comes to Odoo with the next import.",
            name=self.browse(ids[0]).display_name,
            sync=setting.display_name,
        )
        url = setting._service()._new_url(setting.connection_id)
        self._xero_refuse(sentence, url, _("Open Xero's form"))

    def unlink(self):
        if not self._xero_led_by:
            rows = self.env["xero.local"].sudo()
            rows.search([("entity", "=", self._xero_led), ("res_id", "in", self.ids)]).unlink()
        return super().unlink()

    def action_xero_let_go(self):
        """Send records to Xero that were kept in Odoo only.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: new records are made in Xero
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self.check_access_rights("read")
        self.check_access_rule("read")
        if self._xero_leading():
            raise UserError(_("New records are made in Xero. Make it there; it is paired then."))
        records = self._xero_led_records()
        connection = records._xero_connection()
        self.env["xero.local"].sudo()._of(connection, self._xero_led, records.ids).unlink()
        return records.action_xero_sync_now()

    # -- values that Xero leads --------------------------------------------------------------------

    def write(self, vals):
        # A program with all rights (the portal, a goods receipt) has nobody to ask; the next merge
        # puts back what Xero leads.
        if not self.env.su and not self._xero_by_program():
            self._xero_check_values(vals)
        return super().write(vals)

    def _xero_check_values(self, vals):
        """:raises odoo.exceptions.RedirectWarning: a value that Xero leads would change here"""
        owned = self.env["xero.sync.setting"]._master_columns(
            self.env.company.id, self._xero_led
        )
        names = [name for name in vals if name in owned and name in self._fields]
        if not names or not self:
            return
        setting = self._xero_leading()
        locked = self._xero_locked_ids(setting)
        for record in self.sudo():
            theirs = [res_id for res_id in record._xero_led_records().ids if res_id in locked]
            changed = [name for name in names if theirs and record._xero_changes(name, vals[name])]
            if changed:
                self._xero_refuse_values(setting, record, theirs[0], changed)

    def _xero_changes(self, name, value):
        """Whether writing a value would change it; the cost that stock valuation works out is
        Odoo's own."""
        if name == "standard_price" and self._xero_led_records()._xero_cost_kept():
            return False
        field = self._fields[name]
        # Both in the form of the cache: a price is rounded there.
        old, new = (
            field.convert_to_record(field.convert_to_cache(one, self), self) or False
            for one in (self[name], value)
        )
        return old != new

    def _xero_cost_kept(self):
        return False

    def _xero_refuse_values(self, setting, record, res_id, names):
        service = setting._service()
        link = self.env["xero.link"].sudo()._of_odoo(
            setting.connection_id, self._xero_led, [res_id]
        )[res_id]
        labels = [record._fields[name]._description_string(self.env) for name in names]
        sentence = _(
            "%(fields)s of “%(name)s” was not changed: Xero leads it. Change it in Xero; it comes "
            "to Odoo with the next import.",
            fields=", ".join(f"“{label}”" for label in labels),
            name=record.display_name,
        )
        url = service._deep_link(setting.connection_id, link.xero_id)
        url = url or service._new_url(setting.connection_id)
        self._xero_refuse(sentence, url, _("Open in Xero"))

    # -- the form ----------------------------------------------------------------------------------

    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        settings = self.env["xero.sync.setting"]
        return (*key, settings._master_columns(self.env.company.id, self._xero_led))

    def _xero_lock_form(self, arch, view_type):
        """What Xero leads cannot be edited on the form of a record that it has.

        Called by the documents themselves: what is below them in the order of inheritance still
        exchanges parts of the form.
        """
        settings = self.env["xero.sync.setting"]
        owned = settings._master_columns(self.env.company.id, self._xero_led)
        if view_type != "form" or not owned or self.env.context.get("no_address_format"):
            return
        for node in arch.xpath("//field[not(ancestor::field)]"):
            if node.get("name") in owned:
                before = node.get("readonly")
                node.set("readonly", f"({before}) or xero_locked" if before else "xero_locked")
        if not arch.xpath("//field[@name='xero_locked'][not(ancestor::field)]"):
            arch.insert(0, arch.makeelement("field", name="xero_locked", invisible="1"))
