from .chain_case import ChainCase
from .invoice_case import InvoiceCase

LABOUR = {
    "contact", "ledger_account", "tax_rate", "currency", "tracking_category", "branding_theme",
    "invoice", "pay_item", "payroll_calendar", "employee", "timesheet",
}  # fmt: skip
PAYROLL = {"pay_item", "payroll_calendar", "employee", "timesheet"}


class TemplateWords:
    """Words for tests about templates."""

    def template(self, name):
        return self.env.ref(f"xero_connector.xero_template_{name}")

    def state(self):
        """All that a template may change, as it is."""
        names = [f.name for f in self.env["xero.sync.setting"]._fields.values()
                 if f.type in ("boolean", "selection", "integer") and f.store]  # fmt: skip
        self.env.invalidate_all()
        rows = {row.entity: row.read(names)[0] for row in self.connection.setting_ids}
        pairs = self.env["xero.field.map"].search([("connection_id", "=", self.connection.id)])
        return rows, [(pair.id, pair.state, pair.owner) for pair in pairs]


class TestTemplate(TemplateWords, ChainCase):
    """A template sets every sync of a connection at once, and says first what it changes."""

    def test_labour_hire(self):
        """Labour hire: payroll, timesheets once a day, invoices as drafts, in one go; the preview
        says it in sentences and changes nothing; used again there is nothing to change. [C5]"""
        self.on()
        template, before = self.template("labour_hire"), self.state()
        said = template._preview(self.connection)
        self.assertEqual(self.state(), before)
        self.assertIn("“Timesheets” is switched on.", said)
        asked = "“Attendances without a pay item” becomes “Ask for the pay item” (now “Leave them"
        self.assertTrue([sentence for sentence in said if asked in sentence], said)
        template._apply(self.connection)
        self.assertEqual(self.names_on(), LABOUR)
        timesheet = self.setting("timesheet")
        self.assertEqual(timesheet.push_schedule, "daily")
        self.assertEqual(timesheet.timesheet_untagged, "ask")
        self.assertEqual(self.setting("invoice").invoice_status, "DRAFT")
        self.assertFalse(template._preview(self.connection))
        noted = self.connection.message_ids[0].body
        self.assertIn("Labour hire", noted)
        self.assertIn("Ask for the pay item", noted)

    def test_one_after_the_other(self):
        """From each template to each other: the chain holds at every step, and what is needed is
        on. [C5, O22, O23]"""
        names = ("service", "retail", "labour_hire", "retail", "service", "labour_hire")
        for name in names:
            with self.subTest(name):
                template = self.template(name)
                template._apply(self.connection)
                lines = {line.entity: line.enabled for line in template.line_ids}
                on = self.names_on()
                self.assertEqual({entity for entity in lines if lines[entity]}, on & lines.keys())
                for setting in self.connection.setting_ids.filtered(lambda row: row._on()):
                    self.assertFalse(setting._lacking())

    def test_what_others_need_stays_on(self):
        """A template that switches contacts off leaves them on while invoices, about which it says
        nothing, need them, and says so. [C5, O23]"""
        template = self.env["xero.template"].create(
            {"name": "Items only", "line_ids": [
                (0, 0, {"entity": "contact", "enabled": False, "push": True}),
                (0, 0, {"entity": "item", "push": True}),
            ]}
        )  # fmt: skip
        said = template._preview(self.connection)
        self.assertIn("“Contacts” stays on: it is needed by “Customer invoices”.", said)
        self.assertIn("“Items” is switched on.", said)
        template._apply(self.connection)
        self.assertLessEqual({"contact", "invoice", "item"}, self.names_on())

    def test_what_is_needed_comes_with_it(self):
        """A template with invoices alone brings what they need, and says so. [C5, O22]"""
        self.on()
        template = self.env["xero.template"].create(
            {"name": "Invoices", "line_ids": [(0, 0, {"entity": "invoice", "push": True})]}
        )
        self.assertIn("“Tax rates” is switched on.", template._preview(self.connection))
        template._apply(self.connection)
        needs = {"contact", "ledger_account", "tax_rate", "currency"}
        self.assertEqual(self.names_on(), {"invoice", *needs})

    def test_before_the_consent(self):
        """Used before anybody consented, the syncs are there as the template says, and Xero is
        asked for the permissions of those alone. [C5, B1]"""
        connection = self.env["xero.connection"].create({"company_id": self.other_company().id})
        template = self.template("labour_hire")
        self.assertIn("“Employees” is switched on.", template._preview(connection))
        self.assertFalse(connection.setting_ids)
        template._apply(connection)
        on = set(connection.setting_ids.filtered("enabled").mapped("entity"))
        self.assertLessEqual(LABOUR, on)
        self.assertNotIn("item", on)
        needed = connection._needed_features()
        self.assertLessEqual({"contacts", "invoices", "employees", "timesheets"}, needed)
        self.assertNotIn("items", needed)

    def test_permissions_that_lack(self):
        """What the consent does not cover is said before, and stands on the connection after.
        [C5, B1]"""
        self.assertIn("more permissions", self.template("retail")._preview(self.connection)[-1])
        tenant = self.sim.reset()[0]["tenant_id"]
        other = self.connect(self.other_company(), tenant, features=("contacts",))
        template = self.template("labour_hire")
        self.assertIn("(Employees, Invoices, Payments", template._preview(other)[-1])
        template._apply(other)
        self.assertEqual(other.state, "live")
        self.assertIn("payroll.employees", other.missing_scopes)

    def test_next_run(self):
        """Another schedule counts from now on, not from the next run by hand. [C5]"""
        contact = self.setting("contact", paired=True, pull_schedule="manual", next_pull=False)
        self.template("retail")._apply(self.connection)
        self.assertEqual(contact.pull_schedule, "hourly")
        self.assertTrue(contact.next_pull)


class TestTemplateLedgers(TemplateWords, InvoiceCase):
    """What a template chose is what arrives in Xero."""

    def test_arrival(self):
        """An invoice of a service company arrives as a draft, one of a retailer counts at once;
        the customer's bank account, which a retailer keeps out of Xero, stays in Odoo. [C5]"""
        self.partner_a.bank_ids = [(0, 0, {"acc_number": "062-000 12345678"})]
        self.template("service")._apply(self.connection)
        self.assertEqual(self.in_xero(self.sent())["Status"], "DRAFT")
        contact = next(row for row in self.xero("Contacts") if row["Name"] == self.partner_a.name)
        self.assertIn("12345678", contact["BankAccountDetails"])
        self.template("retail")._apply(self.connection)
        self.partner_b.bank_ids = [(0, 0, {"acc_number": "062-000 87654321"})]
        move = self.sent(partner_id=self.partner_b.id)
        self.assertEqual(self.in_xero(move)["Status"], "AUTHORISED")
        contact = next(row for row in self.xero("Contacts") if row["Name"] == self.partner_b.name)
        self.assertFalse(contact.get("BankAccountDetails"))
        self.assertTrue(self.partner_b.bank_ids)
