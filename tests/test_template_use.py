from odoo.exceptions import AccessError, UserError, ValidationError

from .chain_case import ChainCase
from .field_map_case import FieldMapWords
from .test_template import PAYROLL, TemplateWords


class TestTemplateUse(TemplateWords, FieldMapWords, ChainCase):
    """The window in which a person sees what a template changes and says yes; own templates."""

    def window(self, template, person=None):
        """The window as it opens from the template's form."""
        person = person or self.manager
        template = template.with_user(person).with_context(allowed_company_ids=self.company.ids)
        action = template.action_use()
        return self.env[action["res_model"]].with_user(person).browse(action["res_id"])

    def test_yes(self):
        """Nothing is changed before the yes; then it is, and the list of syncs opens. [C5]"""
        self.env.user.groups_id += self.env.ref("hr.group_hr_user")
        before = self.state()
        window = self.window(self.template("retail"), self.env.user)
        self.assertEqual(window.connection_id, self.connection)
        self.assertIn("<li>“Items” is switched on.</li>", window.preview)
        self.assertEqual(self.state(), before)
        action = window.action_apply()
        self.assertEqual(action["res_model"], "xero.sync.setting")
        self.assertTrue(self.setting("item").enabled)
        window.invalidate_recordset()
        self.assertFalse(window.changes)

    def test_payroll_is_for_who_may_see_employees(self):
        """A manager who may not see employees sets up the rest; payroll stays, and is said to.
        [C5, B22]"""
        self.on("contact")
        window = self.window(self.template("labour_hire"))
        self.assertIn("payroll stays as it is", window.preview)
        self.assertNotIn("“Employees” is switched on", window.preview)
        window.action_apply()
        self.assertIn("invoice", self.names_on())
        self.assertFalse(self.names_on() & PAYROLL)

    def test_not_for_everybody(self):
        """An accountant may not, by JSON-RPC neither; a manager of another company cannot point
        the window at this one. [C5, B3]"""
        accountant = self.person("accountant", "base.group_user,xero_connector.group_accountant")
        with self.assertRaises(AccessError):
            self.connection.with_user(accountant).action_use_template()
        with self.assertRaises(AccessError):
            self.template("retail").with_user(accountant).read(["name"])
        other = self.other_company()
        self.manager.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            self.env["xero.template.use"].with_user(self.manager).create(
                {"connection_id": self.connection.id, "template_id": self.template("retail").id}
            )

    def test_another_country(self):
        """Australian payroll is refused for an organisation elsewhere, in a sentence. [C5]"""
        self.connection.sudo().country_code = "NZ"
        window = self.window(self.template("labour_hire"))
        self.assertIn("is for organisations in Australia", window.refusal)
        self.assertFalse(window.preview)
        with self.assertRaisesRegex(UserError, "Australia"):
            window.action_apply()

    def test_a_template_of_ones_own(self):
        """A connection that is set up becomes a template, its choices and pairs of fields included;
        another connection gets them, a new pair to be looked at before it is used. [C5, C3]"""
        self.use(odoo_field="company_registry", xero_key="CompanyNumber")
        self.builtin("website").action_switch_off()
        self.setting("contact", contact_sent="all", pull_schedule="daily")
        self.setting("item", enabled=True, item_type="service")
        action = self.connection.action_make_template()
        template = self.env["xero.template"].browse(action["res_id"])
        contact = template.line_ids.filtered(lambda line: line.entity == "contact")
        self.assertIn("All companies and people", contact.options_text)
        tenant = self.sim.ask("POST", "organisations", json={"organisation": "bare"})["tenant_id"]
        other = self.connect(self.other_company(), tenant)
        template.company_id = other.company_id
        said = "\n".join(template._preview(other))
        for words in ("Company registration number", "“Website” is left alone", "Services"):
            self.assertIn(words, said)
        template._apply(other)
        setting = self.setting("contact", other)
        self.assertEqual((setting.contact_sent, setting.pull_schedule), ("all", "daily"))
        pairs = self.env["xero.field.map"].search([("setting_id", "=", setting.id)])
        states = {pair.builtin or pair.xero_key: pair.state for pair in pairs}
        self.assertEqual((states["website"], states["CompanyNumber"]), ("off", "draft"))
        self.assertFalse(template._preview(other))

    def test_nonsense_is_refused(self):
        """What no sync can do is refused when the template is saved. [C5]"""
        template = self.template("retail").copy()
        lines = {line.entity: line for line in template.line_ids}
        self.assertEqual(len(lines), len(self.template("retail").line_ids))
        for entity, values in (
            ("tax_rate", {"push": True}),
            ("contact", {"pull": False, "push": False}),
            ("contact", {"options": {"contact_sent": "nobody"}}),
            ("contact", {"options": {"contact_overwrite": "xero"}}),
            ("invoice", {"options": {"connection_id": 1}}),
            ("contact", {"pair_ids": [(0, 0, {"builtin": "name"})]}),
            ("contact", {"pair_ids": [(0, 0, {"xero_key": "BankDetails.Secret"})]}),
        ):
            with self.subTest(f"{entity} {values}"), self.assertRaises(ValidationError):
                lines[entity].write(values)
