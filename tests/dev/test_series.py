import unittest
from pathlib import Path

from dev.failure import Failure
from dev.series.to_19_0 import rewrite

GROUPS = """<odoo>
    <record id="module_category_xero" model="ir.module.category">
        <field name="name">Xero</field>
    </record>
    <record id="group_user" model="res.groups">
        <field name="name">User</field>
        <field name="category_id" ref="module_category_xero" />
        <field name="implied_ids" eval="[(4, ref('base.group_user'))]" />
    </record>
    <record id="group_manager" model="res.groups">
        <field name="category_id" ref="module_category_xero" />
        <field name="implied_ids" eval="[(4, ref('group_user'))]" />
        <field
            name="users"
            eval="[(4, ref('base.user_admin'))]"
        />
    </record>
</odoo>
"""
CRON = """<record id="cron_contact_pull" model="ir.cron">
    <field name="interval_number" eval="5" />
    <field name="numbercall" eval="-1" />
    <field name="doall" eval="False" />
    <field name="active">1</field>
</record>
"""
FORM = """<form><sheet /><div class="oe_chatter">
    <field name="message_ids" />
</div></form>"""
TOUR = """registry.category("web_tour.tours").add("xero_connect", {
    test: true,
    url: "/web",
    steps: () => [
        {trigger: ".o_app", run: "click"},
        {trigger: "input", run: "text Contact"},
        {
            trigger: ".o_done",
            isCheck: true,
        },
    ],
});
"""

PYTHON = {
    "user.groups_id += group": "user.group_ids += group",
    'fields.Float(group_operator="avg")': 'fields.Float(aggregator="avg")',
    'rows.check_access_rights("read")': 'rows.check_access("read")',
    "rows.check_access_rights(right, raise_exception=False)": "rows.has_access(right)",
    'rows.check_access_rule("write")': 'rows.check_access("write")',
    "tools.constraint_definition(cr, a, b)": "tools.sql.constraint_definition(cr, a, b)",
    "odoo.registry(name)": "odoo.modules.registry.Registry(name)",
    "fields.Many2one(auto_join=True)": "fields.Many2one(bypass_search_access=True)",
    '@http.route("/x", type="json")': '@http.route("/x", type="jsonrpc")',
    "def setUpClass(cls, chart_template_ref=None):": "def setUpClass(cls):",
    "super().setUpClass(chart_template_ref)": "super().setUpClass()",
    'super().setUpClass(chart_template_ref="au")': "super().setUpClass()",
}
JAVASCRIPT = {
    '{trigger: "input", run: "text Contact"}': '{trigger: "input", run: "edit Contact"}',
    "{run: `text ${name}`}": "{run: `edit ${name}`}",
    'from "@web_tour/tour_service/tour_utils"': 'from "@web_tour/js/utils/tour_utils"',
    '{\n    trigger: ".x",\n    run() {},\n}': '{\n    trigger: ".x",\n}',
}
XML = {
    '<field name="groups_id" eval="[]" />': '<field name="group_ids" eval="[]" />',
    '<group expand="1">': "<group>",
    '<div class="oe_chatter" />': "<chatter />",
    '<field name="doall">False</field><p />': "<p />",
}


class TestTo19(unittest.TestCase):
    def xml(self, text):
        return rewrite(Path("views/any.xml"), text)

    def test_groups(self):
        """Groups hang on a privilege, the privilege on the category, and users are user_ids."""
        out = self.xml(GROUPS)
        self.assertIn('<record id="privilege_xero" model="res.groups.privilege">', out)
        self.assertEqual(out.count('<field name="privilege_id" ref="privilege_xero" />'), 2)
        self.assertEqual(out.count('name="category_id"'), 1)
        self.assertIn('name="user_ids"', out)

    def test_groups_of_a_glue_addon(self):
        """A group of another addon refers to the privilege with the addon's name before it."""
        text = GROUPS.replace('ref="module', 'ref="xero_connector.module')
        self.assertIn('ref="xero_connector.privilege_xero"', self.xml(text))

    def test_cron(self):
        """Fields that crons no longer have go; the others stay."""
        out = self.xml(CRON)
        self.assertNotIn("numbercall", out)
        self.assertNotIn("doall", out)
        self.assertIn('name="interval_number"', out)
        self.assertIn('name="active"', out)

    def test_form_and_kanban(self):
        """Chatter, kanban card and the group of a search view are written the new way."""
        self.assertEqual(self.xml(FORM), "<form><sheet /><chatter /></form>")
        self.assertEqual(self.xml('<t t-name="kanban-box" />'), '<t t-name="card" />')
        self.assertEqual(self.xml('<group expand="0" string="Group By">'), "<group>")

    def test_tour(self):
        """Tours lose the words 19.0 refuses and type with `edit`."""
        out = rewrite(Path("static/tests/tours/xero.js"), TOUR)
        self.assertNotIn("test: true", out)
        self.assertNotIn("isCheck", out)
        self.assertIn('run: "edit Contact"', out)
        self.assertIn('run: "click"', out)

    def test_python(self):
        """Field names, route types and the accounting test class are those of 19.0."""
        text = (
            "from odoo.addons.account.tests.common import AccountTestInvoicingCommon\n"
            'user.groups_id += group\n@http.route("/x", type="json")\n'
            'class A(B):\n    @classmethod\n    def setUpClass(cls, chart_template_ref="au"):\n'
            "        super().setUpClass(chart_template_ref=chart_template_ref)\n"
        )
        out = rewrite(Path("tests/common.py"), text)
        self.assertIn("user.group_ids += group", out)
        self.assertIn('type="jsonrpc"', out)
        self.assertIn('@AccountTestInvoicingCommon.setup_country("au")', out)
        self.assertIn("super().setUpClass()", out)
        derived = rewrite(Path("tests/case.py"), text.partition("\n")[2])
        self.assertNotIn("setup_country", derived)
        self.assertIn("def setUpClass(cls):", derived)

    def test_names(self):
        """Names that changed are written as 19.0 has them, one rule each."""
        for path, pairs in (
            ("models/any.py", PYTHON),
            ("static/src/any.js", JAVASCRIPT),
            ("views/any.xml", XML),
        ):
            for before, after in pairs.items():
                with self.subTest(before):
                    self.assertEqual(rewrite(Path(path), before), after)

    def test_group_without_more(self):
        """A group that implies no other gets the privilege too; other models keep a category."""
        text = (
            '<record id="a" model="res.groups">'
            '<field name="category_id" ref="module_category_xero" /></record>'
            '<record id="b" model="ir.module.module">'
            '<field name="category_id" ref="module_category_xero" /></record>'
        )
        out = self.xml(text)
        self.assertEqual(out.count('name="privilege_id" ref="privilege_xero"'), 1)
        self.assertTrue(out.endswith('name="category_id" ref="module_category_xero" /></record>'))

    def test_compat_is_left_alone(self):
        """models/compat.py asks for the series itself; nothing is rewritten in it."""
        text = 'USER_GROUPS = "groups_id" if SERIES < 19 else "group_ids"\n'
        self.assertEqual(rewrite(Path("models/compat.py"), text), text)

    def test_left_over(self):
        """What no rule turned is refused by name instead of being installed silently."""
        with self.assertRaisesRegex(Failure, "_sql_constraints"):
            rewrite(Path("models/x.py"), "    _sql_constraints = SOMETHING\n")
