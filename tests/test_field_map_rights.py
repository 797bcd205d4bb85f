from odoo.exceptions import AccessError, UserError, ValidationError

from .contact_case import ContactCase
from .field_map_case import FieldMapWords

CLOSED = {"odoo_field": "signup_type", "xero_key": "CompanyNumber"}


class TestFieldMapRights(FieldMapWords, ContactCase):
    """A field that is closed to a person stays so, whatever the connection's user may read."""

    def set_up_once(self):
        super().set_up_once()
        office = self.env.ref("base.group_erp_manager")
        self.env.user.groups_id += office
        self.chief = self.person("chief", self.groups)
        self.chief.groups_id += office
        self.reader = self.person("reader", "base.group_user,xero_connector.group_user")
        self.pair_all("contact")
        self.partner, self.contact_id = self.both()
        self.partner.signup_type = "reset"

    def chiefs_pair(self):
        """A pair of the closed field, made and looked at by who may read it."""
        row = self.env["xero.field.map"].with_user(self.chief).create(
            {"setting_id": self.setting("contact").id, "owner": "odoo", **CLOSED}
        )
        self.preview(row, self.chief)
        return row

    def preview(self, row, person=None):
        row.with_user(person or self.manager).action_preview()
        self.env.flush_all()
        self.env["xero.sync"]._cron_preview()
        self.env.invalidate_all()

    def shown(self, row, person):
        sample = row.with_user(person).sample_ids
        return sample.name, sample.odoo_value, sample.outcome

    def test_not_paired(self):
        """A manager makes no pair of a field that manager may not read, by itself or in a computed
        text, though the connection's user may; nor by a change of a pair; nor with all rights of
        the moment, as constraints have in later series. [C3]"""
        formula = {"kind": "computed", "expression": "upper(signup_type)", "owner": "odoo"}
        maps = self.env["xero.field.map"].with_user(self.manager)
        place = {"setting_id": self.setting("contact").id}
        own = self.pair(odoo_field="company_registry", xero_key="XeroNetworkKey")
        for values in ({**CLOSED, "owner": "odoo"}, {**formula, "xero_key": "CompanyNumber"}):
            for rows in (maps, maps.sudo()):
                refused = self.assertRaisesRegex(ValidationError, "may not be read")
                with self.subTest(f"{values} {rows.env.su}"), refused:
                    rows.create({**place, **values})
        for row in (own, own.sudo()):
            with self.assertRaisesRegex(ValidationError, "may not be read"):
                row.write({"odoo_field": "signup_type", "owner": "odoo"})

    def test_not_looked_at(self):
        """A pair of who may read the field is neither looked at nor put into use by who may not;
        its preview shows the values to the one and not to the other. [C3, B61]"""
        row = self.chiefs_pair()
        name = self.partner.name
        self.assertEqual(self.shown(row, self.chief), (name, "reset", "Xero gets “reset”."))
        hidden = "You may not read this in Odoo, so it is not shown."
        self.assertEqual(self.shown(row, self.manager), (name, False, hidden))
        with self.assertRaises(AccessError):
            row.with_user(self.manager).sample_ids.read(["told"])
        for act in ("action_preview", "action_use"):
            with self.assertRaisesRegex(UserError, "may not be read"):
                getattr(row.with_user(self.manager), act)()
        row.with_user(self.chief).action_use()
        self.assertEqual(row.state, "on")

    def test_preview_is_for_managers(self):
        """Who only reads the syncs sees that there is a pair, and no value of a live record.
        [C3, B61]"""
        row = self.chiefs_pair().with_user(self.reader)
        self.assertEqual(row.read(["xero_key", "preview_state"])[0]["preview_state"], "done")
        view = self.env.ref("xero_connector.xero_field_map_view_form")
        arch = self.env["xero.field.map"].with_user(self.reader).get_view(view.id)["arch"]
        self.assertNotIn("sample_ids", arch)
        with self.assertRaises(AccessError):
            self.env["xero.field.sample"].with_user(self.reader).search([("map_id", "=", row.id)])

    def test_a_record_that_is_closed(self):
        """Values of a record that a manager may not read are not shown to that manager either.
        [B61]"""
        row = self.pair(odoo_field="company_registry", xero_key="CompanyNumber")
        self.preview(row)
        self.assertEqual(self.shown(row, self.manager)[2], "Equal already.")
        others = f"[('id', '!=', {self.partner.id})]"
        self.env["ir.rule"].sudo().create(
            {
                "name": "Partners of the credit office",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"{others} if user.login == 'manager' else []",
            }
        )
        self.env.invalidate_all()
        self.assertIn("not shown", self.shown(row, self.manager)[2])

    def test_it_is_synced_whoever_is_at_work(self):
        """Once in use by who may, it is kept equal whoever changes something else. [C3]"""
        row = self.chiefs_pair().with_user(self.chief)
        row.action_use()
        self.env.registry.clear_cache()
        other = self.partner.with_user(self.manager)
        other.phone = "08 1234 5678"
        self.run_push("contact")
        self.assertEqual(self.in_xero(self.contact_id)["CompanyNumber"], "reset")
        self.assertEqual(row.problem, "")

    def test_not_written(self):
        """Who may not change customers has nothing of Xero's written to them. [C3]"""
        looks = self.person("looks", "base.group_user,xero_connector.group_manager")
        pair = {"odoo_field": "company_registry", "xero_key": "CompanyNumber"}
        maps = self.env["xero.field.map"].with_user(looks)
        place = {"setting_id": self.setting("contact").id}
        with self.assertRaisesRegex(ValidationError, "may not change"):
            maps.create({**place, **pair})
        self.assertTrue(maps.create({**place, **pair, "owner": "odoo"}))

    def test_template(self):
        """A template with such a pair is used by who may not read the field without it, and says
        so; who may gets it to look at. [C3, C5]"""
        pair = {"owner": "odoo", **CLOSED}
        line = {"entity": "contact", "push": True, "interval": 45, "pair_ids": [(0, 0, pair)]}
        template = self.env["xero.template"].with_user(self.manager).create(
            {"name": "Mine", "company_id": self.company.id, "line_ids": [(0, 0, line)]}
        )
        connection = self.connection.with_user(self.manager)
        said = "\n".join(template._preview(connection))
        self.assertRegex(said, "“Company registration number” is left out.*not be read")
        template._apply(connection)
        self.assertEqual(self.setting("contact").interval, 45)
        maps = self.env["xero.field.map"]
        made = [("odoo_field", "=", "signup_type"), ("builtin", "=", False)]
        self.assertFalse(maps.search(made))
        template.with_user(self.chief)._apply(self.connection.with_user(self.chief))
        self.env["xero.sync"]._cron_preview()
        row = maps.search(made)
        self.assertEqual((row.state, row.preview_state), ("draft", "done"))
        self.assertEqual(row.create_uid, self.chief)
