from odoo.tests import new_test_user

MANAGER = "base.group_user,base.group_partner_manager,xero_connector.group_manager"


class FieldMapWords:
    """What a manager does on the page of the field mapping."""

    entity = "contact"
    groups = MANAGER

    def set_up_once(self):
        super().set_up_once()
        self.manager = self.person("manager", self.groups)

    def person(self, login, groups):
        """A user of this company with these rights only."""
        company = {"company_id": self.company.id, "company_ids": [(6, 0, self.company.ids)]}
        return new_test_user(self.env, login, groups, **company)

    def pair(self, **values):
        """A pair as a manager saves it, not in use yet."""
        vals = {"setting_id": self.setting(self.entity).id, **values}
        if vals.get("kind", "field") != "field":
            vals.setdefault("owner", "odoo")
        return self.env["xero.field.map"].with_user(self.manager).create(vals)

    def preview(self, row):
        """Press Preview, and let the cron run."""
        row.with_user(self.manager).action_preview()
        self.env.flush_all()
        self.env["xero.sync"]._cron_preview()
        self.env.invalidate_all()

    def use(self, **values):
        """A pair in use, as a manager gets it there."""
        row = self.pair(**values)
        self.preview(row)
        row.with_user(self.manager).action_use()
        return row

    def builtin(self, name):
        """The row of one of the connector's own pairs."""
        row = self.env["xero.field.map"].search(
            [("setting_id", "=", self.setting(self.entity).id), ("builtin", "=", name)]
        )
        self.assertEqual(len(row), 1, name)
        return row.with_user(self.manager)
