"""``odoo-bin -u xero_connector``: what people chose is the same after it, and still used."""

from odoo.tests import tagged

from .real_case import RealCase

PAIR = ("builtin", "kind", "odoo_field", "constant", "expression", "xero_key", "owner", "state")


@tagged("-standard", "xero_real", "post_install", "-at_install")
class TestUpdateReal(RealCase):
    def setUp(self):
        super().setUp()
        with self.real_env() as env:
            self.connection_id = self.connect_for_real(env).id
        self.run_here("_cron_pull")
        with self.real_env() as env:
            self.partner_id = (
                env["res.partner"]
                .create(
                    {
                        "name": "Wattle Builders",
                        "customer_rank": 1,
                        "company_registry": "12 345",
                        "email": "first@example.com",
                    }
                )
                .id
            )
            setting = self.setting(env)
            for values in (
                {"odoo_field": "company_registry", "xero_key": "CompanyNumber"},
                {
                    "kind": "computed",
                    "expression": "concat('Odoo ', upper(name))",
                    "xero_key": "AccountNumber",
                    "owner": "odoo",
                },
            ):
                env["xero.field.map"].create({"setting_id": setting.id, **values})
            rows = self.pairs(env)
            rows.filtered(lambda row: row.builtin == "phone").owner = "odoo"
            # The connector's own pair for that place in Xero makes room for the computed one.
            rows.filtered(lambda row: row.builtin in ("email", "ref")).action_switch_off()
            rows.filtered(lambda row: not row.builtin).action_preview()
        self.run_here("_cron_preview")
        with self.real_env() as env:
            self.pairs(env).filtered(lambda row: not row.builtin).action_use()
            template = env.ref("xero_connector.xero_template_retail").copy({"name": "Ours"})
            template.company_id = env.ref("base.main_company")
            line = template.line_ids.filtered(lambda line: line.entity == "tax_rate")
            line.pull_schedule = "manual"
        self.run_here("_cron_push")

    def run_here(self, cron):
        """A cron of contacts, in this process."""
        with self.real_env() as env:
            getattr(env["xero.sync.contact"], cron)()

    def setting(self, env):
        domain = [("connection_id", "=", self.connection_id), ("entity", "=", "contact")]
        return env["xero.sync.setting"].search(domain)

    def pairs(self, env):
        """All pairs of fields of contacts, the connector's own included."""
        domain = [("setting_id", "=", self.setting(env).id)]
        rows = env["xero.field.map"].search(domain, order="id")
        self.assertTrue(rows)
        return rows

    def chosen(self):
        """What people chose, on every pair of fields and in every template."""
        with self.real_env() as env:
            pairs = [(row.id, *(row[name] for name in PAIR)) for row in self.pairs(env)]
            lines = env["xero.template.line"].search([], order="id")
            names = [name for name, field in lines._fields.items() if field.store]
            return pairs, lines.read(names), env["xero.template"].search([]).mapped("name")

    def in_xero(self):
        found = [row for row in self.sim.table("Contacts") if row["Name"] == "Wattle Builders"]
        self.assertEqual(len(found), 1)
        return found[0]

    def test_what_people_chose(self):
        """Own pairs of fields, one of the connector's that was changed and one that is switched
        off, and a company's template are the same after an update of the addon; the next sync still
        goes by them. [C3, C15, C5]"""
        sent = self.in_xero()
        self.assertEqual(sent["CompanyNumber"], "12 345")
        self.assertEqual(sent["AccountNumber"], "Odoo WATTLE BUILDERS")
        self.assertFalse(sent.get("EmailAddress"))
        before = self.chosen()
        states = {(row[1] or row[6]): row[7:] for row in before[0]}
        self.assertEqual(states["email"][1], "off")
        self.assertEqual(states["phone"], ("odoo", "on"))
        self.assertEqual(states["CompanyNumber"], ("both", "on"))
        self.update_addon()
        self.assertEqual(self.chosen(), before)
        with self.real_env() as env:
            partner = env["res.partner"].browse(self.partner_id)
            partner.write({"company_registry": "67 890", "email": "second@example.com"})
        self.sim.edit("Contacts", sent["ContactID"], AccountNumber="typed in Xero")
        self.run_worker("xero.sync.contact._cron_push")
        sent = self.in_xero()
        self.assertEqual(sent["CompanyNumber"], "67 890")
        self.assertEqual(sent["AccountNumber"], "Odoo WATTLE BUILDERS")
        self.assertFalse(sent.get("EmailAddress"))
