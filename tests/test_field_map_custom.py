from .contact_case import ContactCase
from .field_map_case import FieldMapWords

LEGAL_FORM = {"odoo_field": "x_legal_form", "xero_key": "CompanyNumber"}


class TestFieldMapCustom(FieldMapWords, ContactCase):
    """A field that the company added to Odoo itself is paired like one of Odoo's."""

    @classmethod
    def setUpClass(cls, chart_template_ref="au"):
        super().setUpClass(chart_template_ref=chart_template_ref)
        # It is a column of its own, so it is made once.
        cls.env["ir.model.fields"].create(
            {
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "name": "x_legal_form",
                "field_description": "Legal form",
                "ttype": "char",
                "state": "manual",
            }
        )

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def test_it_goes_both_ways(self):
        """A person pairs the company's own field with one of Xero's: a change of it leaves by
        itself, comes back, and is part of new records on both sides. [B17, C15]"""
        partner, contact_id = self.both()
        self.use(**LEGAL_FORM)
        partner.x_legal_form = "Trust"
        self.assertEqual(self.waiting("contact").res_id, partner.id)
        self.assertEqual(self.run_push("contact").updated, 1)
        self.assertEqual(self.in_xero(contact_id)["CompanyNumber"], "Trust")
        self.edit(contact_id, CompanyNumber="Partnership")
        self.run_pull("contact")
        self.assertEqual(partner.x_legal_form, "Partnership")
        self.contact(Name="From Xero", CompanyNumber="Sole trader")
        self.run_pull("contact")
        self.assertEqual(self.partner_named("From Xero").x_legal_form, "Sole trader")

    def test_both_sides_changed(self):
        """Changed on both sides, a person is asked, with both values; the answer goes to the other
        side. [B17]"""
        partner, contact_id = self.both(CompanyNumber="Trust")
        self.use(**LEGAL_FORM)
        self.setting("contact").action_import_all()
        self.run_pull("contact")
        partner.x_legal_form = "Company"
        self.edit(contact_id, CompanyNumber="Partnership")
        self.run_pull("contact")
        for value in ("Company", "Partnership"):
            self.assertIn(value, self.asked().sides)
        self.asked().action_resolve("xero")
        self.settle()
        self.assertEqual(partner.x_legal_form, "Partnership")
