from odoo.exceptions import UserError, ValidationError
from odoo.tools.convert import convert_file

from .contact_case import ContactCase
from .field_map_case import FieldMapWords

REGISTRY = {"odoo_field": "company_registry", "xero_key": "CompanyNumber"}
NAME = "Wattle Builders Pty Ltd"


class TestFieldMap(FieldMapWords, ContactCase):
    """Pairs of fields that a person adds, changes and switches off."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def test_a_pair_goes_both_ways(self):
        """A field paired by a person travels both ways like any other, from the change of it on.
        [C3, C15]"""
        partner, contact_id = self.both()
        self.use(**REGISTRY)
        partner.company_registry = "12 345"
        self.assertEqual(self.waiting("contact").res_id, partner.id)
        self.assertEqual(self.run_push("contact").updated, 1)
        self.assertEqual(self.in_xero(contact_id)["CompanyNumber"], "12 345")
        self.edit(contact_id, CompanyNumber="67 890")
        self.assertEqual(self.run_pull("contact").updated, 1)
        self.assertEqual(partner.company_registry, "67 890")
        self.assertEqual(self.run_pull("contact").updated, 0)
        self.assertFalse(self.waiting("contact"))

    def test_both_sides_changed(self):
        """Changed on both sides, a person is asked about it by the names of its fields; cleared on
        one side it is cleared on the other. [C3]"""
        partner, contact_id = self.both(CompanyNumber="1")
        self.use(**REGISTRY)
        self.setting("contact").action_import_all()
        self.run_pull("contact")
        self.assertEqual(partner.company_registry, "1")
        partner.company_registry = "2"
        self.edit(contact_id, CompanyNumber="3")
        self.run_pull("contact")
        asked = self.asked()
        self.assertIn("Company registration number", asked.sentence)
        self.assertIn("Company registration number", asked.sides)
        asked.action_resolve("odoo")
        self.settle()
        self.assertEqual(self.in_xero(contact_id)["CompanyNumber"], "2")
        partner.company_registry = False
        self.settle()
        self.assertFalse(self.in_xero(contact_id)["CompanyNumber"])

    def test_new_records_have_it(self):
        """What is created on either side brings the paired value along. [C3]"""
        self.use(**REGISTRY)
        self.contact(Name="From Xero", CompanyNumber="11")
        self.run_pull("contact")
        self.assertEqual(self.partner_named("From Xero").company_registry, "11")
        self.make("From Odoo", company_registry="22")
        self.run_push("contact")
        found = {row["Name"]: row.get("CompanyNumber") for row in self.xero("Contacts")}
        self.assertEqual(found, {"From Xero": "11", "From Odoo": "22"})

    def test_too_long(self):
        """A value longer than Xero takes is refused before it is sent, and named. [C3]"""
        self.use(odoo_field="company_registry", xero_key="CompanyNumber")
        self.make("Long Number", company_registry="9" * 51)
        self.run_push("contact")
        self.assertEqual(self.asked().reason, "too_long")
        self.assertIn("50", self.asked().sentence)

    def test_constant_and_computed(self):
        """A constant and a computed value leave with every record, are put right in Xero, and never
        come back to Odoo. [B61]"""
        self.use(kind="constant", constant="200", xero_key="SalesDefaultAccountCode")
        formula = "concat(upper(city), '-', if_empty(ref, 'none'), '-', user_id.login)"
        self.use(kind="computed", expression=formula, xero_key="CompanyNumber")
        partner = self.make(city="Perth", user_id=self.manager.id)
        self.run_push("contact")
        found = self.in_xero()
        self.assertEqual(found["SalesDefaultAccountCode"], "200")
        self.assertEqual(found["CompanyNumber"], "PERTH-none-manager")
        partner.city = "Hobart"
        self.run_push("contact")
        self.assertEqual(self.in_xero()["CompanyNumber"], "HOBART-none-manager")
        self.edit(found["ContactID"], CompanyNumber="typed", SalesDefaultAccountCode="")
        self.settle()
        self.assertEqual(self.in_xero()["CompanyNumber"], "HOBART-none-manager")
        self.assertEqual(self.in_xero()["SalesDefaultAccountCode"], "200")

    def test_written_otherwise_by_xero(self):
        """A value that Xero keeps in its own spelling is not sent again and again. [B61]"""
        partner, contact_id = self.both()
        self.use(odoo_field="company_registry", xero_key="CompanyNumber", owner="odoo")
        partner.company_registry = "acn 5"
        spelled = {**self.in_xero(contact_id), "CompanyNumber": "ACN 5"}
        self.sim.fault("status", status=200, body={"Contacts": [spelled]}, method="POST",
                       path="/Contacts")  # fmt: skip
        self.assertEqual(self.run_push("contact").updated, 1)
        self.edit(contact_id, CompanyNumber="ACN 5")
        self.sim.forget_calls()
        self.settle()
        self.assertFalse([call for call in self.sim.calls() if call["method"] == "POST"])
        partner.company_registry = "acn 6"
        self.settle()
        self.assertEqual(self.in_xero(contact_id)["CompanyNumber"], "acn 6")

    def test_from_xero_only(self):
        """What only Xero knows comes to Odoo, and a change of it in Odoo is put right. [C15]"""
        self.use(odoo_field="function", xero_key="BrandingTheme.Name", owner="xero")
        self.contact(BrandingTheme={"Name": "Retail"})
        self.run_pull("contact")
        partner = self.partner_named(NAME)
        self.assertEqual(partner.function, "Retail")
        partner.function = "Other"
        self.settle()
        self.assertEqual(partner.function, "Retail")

    def test_number_with_more_digits_than_odoo_keeps(self):
        """A number of Xero's is taken over as the field of Odoo's keeps it, once; imported again it
        is unchanged. [C3, D33]"""
        self.use(odoo_field="partner_latitude", xero_key="Discount", owner="xero")
        contact_id = self.contact(Discount=7.12345678)
        self.run_pull("contact")
        partner = self.partner_named(NAME)
        self.assertAlmostEqual(partner.partner_latitude, 7.1234568, 7)
        self.setting("contact").action_import_all()
        event = self.run_pull("contact")
        self.assertEqual((event.updated, event.unchanged), (0, 1))
        self.edit(contact_id, Discount=7.5)
        self.run_pull("contact")
        self.assertEqual(partner.partner_latitude, 7.5)

    def test_builtin_switched_off(self):
        """One of the connector's own pairs that is switched off travels no more, new records
        included, and leaves its place in Xero to another field. [C3, C15]"""
        partner, contact_id = self.both(EmailAddress="old@example.com", AccountNumber="A1")
        row = self.pair(odoo_field="company_registry", xero_key="AccountNumber")
        with self.assertRaisesRegex(UserError, "same place"):
            row.action_preview()
        for name in ("email", "ref", "phone"):
            self.builtin(name).action_switch_off()
        partner.write({"email": "new@example.com", "phone": "08 1234 5678", "ref": "B2"})
        self.edit(contact_id, FirstName="Kim", AccountNumber="A3")
        self.preview(row)
        row.action_use()
        self.settle()
        found = self.in_xero(contact_id)
        self.assertEqual(found["EmailAddress"], "old@example.com")
        self.assertEqual((partner.email, partner.ref), ("new@example.com", "B2"))
        self.assertEqual((partner.xero_first_name, partner.company_registry), ("Kim", "A3"))
        self.make("Only Odoo", email="a@example.com", phone="1", ref="R")
        self.contact(Name="Only Xero", EmailAddress="b@example.com", AccountNumber="N9")
        self.settle()
        rows = {one["Name"]: one for one in self.xero("Contacts")}
        self.assertFalse(rows["Only Odoo"].get("EmailAddress"))
        theirs = self.partner_named("Only Xero")
        self.assertEqual((theirs.email, theirs.ref), (False, False))
        self.assertEqual(theirs.company_registry, "N9")

    def test_builtin_led_by_one_side(self):
        """A person says which side leads one of the connector's own pairs; the other side is put
        right. [C15]"""
        _partner, contact_id = self.both(EmailAddress="old@example.com")
        self.builtin("email").owner = "odoo"
        self.edit(contact_id, EmailAddress="typed@example.com")
        self.settle()
        self.assertEqual(self.in_xero(contact_id)["EmailAddress"], "old@example.com")
        with self.assertRaises(UserError):
            self.builtin("name").owner = "xero"
        with self.assertRaises(UserError):
            self.builtin("website").owner = "odoo"

    def test_restored(self):
        """One button puts the connector's own pairs back; a person's pair in their way is switched
        off, others stay in use. [C3]"""
        self.use(**REGISTRY)
        self.builtin("ref").action_switch_off()
        self.builtin("email").owner = "odoo"
        blocked = self.use(odoo_field="function", xero_key="AccountNumber")
        kept = self.env["xero.field.map"].search([("xero_key", "=", "CompanyNumber")])
        self.setting("contact").with_user(self.manager).action_restore_map()
        self.assertEqual(self.builtin("ref").state, "on")
        self.assertEqual(self.builtin("email").owner, "both")
        self.assertEqual((blocked.state, kept.state), ("off", "on"))
        with self.assertRaisesRegex(UserError, "same place"):
            blocked.with_user(self.manager).action_use()

    def test_survives_an_update(self):
        """An update of the addon changes nothing a person did, and completes the list. [C3]"""
        row = self.use(**REGISTRY)
        self.builtin("email").action_switch_off()
        self.builtin("phone").owner = "odoo"
        self.builtin("mobile").sudo().unlink()
        before = self.env["xero.field.map"].search_count([])
        convert_file(
            self.env, "xero_connector", "data/xero_field_map.xml", {}, mode="update", noupdate=False
        )
        self.assertEqual(self.env["xero.field.map"].search_count([]), before + 1)
        self.assertEqual((row.state, row.xero_key), ("on", "CompanyNumber"))
        self.assertEqual(self.builtin("email").state, "off")
        self.assertEqual(self.builtin("phone").owner, "odoo")
        partner, _contact_id = self.both(CompanyNumber="7")
        self.assertEqual(partner.company_registry, "7")

    def test_what_an_addon_took_away(self):
        """A pair whose field is gone is left out and shown as such; everything else goes on.
        [C3]"""
        row = self.use(**REGISTRY)
        self.env.cr.execute(
            "UPDATE xero_field_map SET odoo_field = 'x_gone' WHERE id = %s", [row.id]
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertIn("x_gone", row.problem)
        partner, contact_id = self.both()
        partner.email = "a@example.com"
        self.run_push("contact")
        self.assertEqual(self.in_xero(contact_id)["EmailAddress"], "a@example.com")
        self.assertFalse(self.quarantines("contact"))

    def test_a_page_for_each_sync(self):
        """The list shows where each of the connector's own pairs stands on both sides, and only
        syncs that have such pairs lead to it. [C15]"""
        setting = self.setting("contact").with_user(self.manager)
        self.assertTrue(setting.mappable)
        self.assertFalse(self.setting("ledger_account").mappable)
        rows = self.env["xero.field.map"].search(setting.action_open_map()["domain"])
        places = {row.display_name: (row.odoo_field, row.xero_key) for row in rows}
        self.assertEqual(places["Account number"], ("ref", "AccountNumber"))
        self.assertTrue(self.builtin("name").fixed)
        with self.assertRaises(UserError):
            self.builtin("name").action_switch_off()
        with self.assertRaises(UserError):
            self.builtin("email").unlink()
        with self.assertRaises(ValidationError):
            self.pair(odoo_field="comment", xero_key="CompanyNumber")
