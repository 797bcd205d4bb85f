import uuid

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import FEATURES
from .test_chart_import import ChartCase
from .tracking_case import TrackingCase

OPTIONS = "/TrackingCategories/.*/Options"


class TrackingCreateCase(ChartCase, TrackingCase):
    """Words for creating analytic accounts and tracking options that only one side has."""

    def window(self, direction, rows=None):
        """The preview of the mapping page's button."""
        return self.preview("xero.tracking.map", direction, rows)

    def allow(self):
        """A manager switches it on, and consents to the wider permission."""
        self.setting("tracking_option").enabled = True
        authorisation = self.connection.sudo().authorisation_id
        self.consent(
            self.connection, authorisation, self.sim.tenant, (*FEATURES, "settings_export")
        )
        self.assertEqual(self.connection.state, "live")
        self.sim.forget_calls()

    def export(self, rows):
        """Preview these rows, say yes, and let the queue run; returns the run."""
        self.window("export", rows).action_create()
        event = self.run_push("tracking_option")
        rows.invalidate_recordset()
        return event

    def edit_category(self, **changes):
        """Change the category Region in Xero and read the categories again."""
        self.sim.edit("TrackingCategories", self.category().xero_id, **changes)
        self.run_pull("tracking_category")

    def full(self):
        """Region gets as many options in Xero as a category takes."""
        found = next(row for row in self.xero("TrackingCategories") if row["Name"] == "Region")
        more = [
            {"TrackingOptionID": str(uuid.uuid4()), "Name": f"Stop {number}", "Status": "ACTIVE"}
            for number in range(100 - len(found["Options"]))
        ]
        self.edit_category(Options=[*found["Options"], *more])

    def options_in_xero(self, category="Region"):
        """Names of the options Xero has in a category."""
        found = next(row for row in self.xero("TrackingCategories") if row["Name"] == category)
        return [option["Name"] for option in found["Options"]]


@tagged("post_install", "-at_install")
class TestTrackingImport(TrackingCreateCase):
    """Analytic accounts created from Xero's tracking options."""

    def test_accounts_are_created_after_a_preview(self):
        """Options that only Xero has are shown first with the plan their account comes into, those
        of a category without a plan with the reason; nothing is created before the yes; then the
        accounts are in Odoo, mapped, and invoices on them are tracked in Xero. [E1]"""
        self.choose(self.projects, "Project")
        before = self.env["account.analytic.account"].search_count([])
        wizard = self.window("import")
        beta = self.line_of(wizard, "Beta")
        self.assertEqual((beta.what, beta.blocked, beta.chosen), ("Projects", False, False))
        beta.chosen = True
        self.assertFalse(self.line_of(wizard, "Alpha"), "it has its counterpart")
        north = self.line_of(wizard, "North")
        self.assertEqual((north.blocked, north.chosen), (True, False))
        self.assertIn("No analytic plan stands for “Region”", north.note)
        self.assertIn("1 of these will be created in Odoo", wizard.sentence)
        self.assertEqual(self.env["account.analytic.account"].search_count([]), before)
        wizard.action_create()
        self.assertEqual(self.sim.calls(), [])
        account = self.projects.account_ids.filtered(lambda one: one.name == "Beta")
        self.assertEqual((len(account), account.company_id), (1, self.company))
        row = self.row("Beta")
        self.assertEqual((row.status, row.option_id.name), ("ready", "Beta"))
        self.assertFalse(self.line_of(self.window("import"), "Beta"))
        move = self.sent(self.shared_line(Beta=100.0))
        self.assertEqual(self.lines_in_xero(move)[0][0], "Beta")

    def test_a_name_that_odoo_has_is_not_made_twice(self):
        """An option whose name an analytic account of the plan has, mapped elsewhere or archived,
        says so and cannot be ticked, whatever case and blanks. Pain 26 [E1]"""
        self.choose()
        self.row("North").write({"option_id": self.option("South").id})
        self.row("west  coast").write({"option_id": False})
        self.account("west  coast").active = False
        wizard = self.window("import")
        lines = self.tick(wizard, "North", "West Coast")
        self.assertEqual(lines.mapped("blocked"), [True, True])
        self.assertIn("An analytic account has this name", lines[0].note)
        with self.assertRaisesRegex(UserError, "Tick what is to be created"):
            wizard.action_create()

    def test_only_who_may_create_analytic_accounts(self):
        """The yes works with the person's own rights in Odoo. [E1, B3]"""
        self.choose(self.projects, "Project")
        person = new_test_user(
            self.env, "tracker", groups="xero_connector.group_accountant",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        wizard = self.window("import", self.env["xero.tracking.map"].with_user(person))
        with self.assertRaises(AccessError):
            wizard.action_create()
        user = new_test_user(self.env, "tracking reader", groups="xero_connector.group_user")
        with self.assertRaises(AccessError):
            self.window("import", self.env["xero.tracking.map"].with_user(user))


@tagged("post_install", "-at_install")
class TestTrackingExport(TrackingCreateCase):
    """Tracking options created in Xero from analytic accounts."""

    def test_off_until_somebody_switches_it_on(self):
        """No option is created while its sync is off, which it is from the start; switched on, the
        connection says which permission is missing, and everything else goes on. [E1, B1]"""
        self.choose()
        with self.assertRaisesRegex(UserError, "“New tracking options” on, under Xero"):
            self.row("Abroad").action_preview_export()
        self.setting("tracking_option").enabled = True
        self.assertEqual(self.connection.state, "live")
        self.assertEqual(self.connection.missing_scopes, "accounting.settings")
        self.assertTrue(self.setting("invoice")._live())
        with self.assertRaises(UserError):
            self.row("Abroad").action_preview_export()
        self.allow()
        self.window("export", self.row("Abroad")).action_create()
        self.setting("tracking_option").enabled = False
        self.assertIn("switched off", self.row("Abroad").problem)
        self.setting("tracking_option")._service().sudo()._cron_push()
        self.assertFalse(self.writes(OPTIONS))

    def test_an_option_is_created_after_a_preview(self):
        """A chosen analytic account is shown with its category; nothing leaves before the yes, nor
        inside the request; then the option is in Xero, mapped, and the invoice that waited for it
        leaves by itself; asked again nothing is sent. [E1]"""
        self.allow()
        self.choose()
        row = self.row("Abroad")
        move = self.invoice(self.shared_line(Abroad=100.0))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_missing", "Abroad")
        wizard = self.window("export", row)
        line = wizard.line_ids
        self.assertEqual((line.name, line.what, line.chosen), ("Abroad", "Region", True))
        self.assertIn("created in Xero", wizard.sentence)
        self.assertFalse(self.waiting("tracking_option"))
        self.sim.forget_calls()
        wizard.action_create()
        self.assertEqual(self.sim.calls(), [])
        self.assertEqual(row.problem, "Is being created in Xero.")
        event = self.run_push("tracking_option")
        self.assertEqual((event.collected, event.created, event.state), (1, 1, "ok"), event.detail)
        self.assertEqual(self.options_in_xero().count("Abroad"), 1)
        row.invalidate_recordset()
        self.assertEqual((row.status, row.option_id.name), ("ready", "Abroad"))
        self.run_push("invoice")
        self.assertEqual(self.lines_in_xero(move)[0][0], "Abroad")
        event = self.run_pull("tracking_category")
        self.assertEqual((event.created, event.updated), (0, 0))
        row.write({"option_id": False})
        again = self.window("export", row).line_ids
        self.assertTrue(again.blocked)
        self.assertIn("created in Xero before", again.note)

    def test_what_xero_would_refuse_cannot_be_ticked(self):
        """Names that are too long or taken, an archived category and one without room say why they
        stay. [E1]"""
        self.allow()
        self.choose()
        for name in ("North", "South", "west  coast"):
            self.row(name).write({"option_id": False})
        self.account("South").name = "x" * 101
        lines = self.window("export").line_ids
        notes = {line.name: line.note for line in lines if line.blocked}
        self.assertIn("100 characters", notes.pop("x" * 101))
        self.assertEqual(set(notes), {"North", "west coast"})
        self.assertIn("an option with this name", notes["west coast"])
        self.full()
        self.assertIn("no room", self.window("export", self.row("Abroad")).line_ids.note)
        self.edit_category(Status="ARCHIVED")
        self.assertIn("archived in Xero", self.window("export", self.row("Abroad")).line_ids.note)

    def test_one_refused_does_not_stop_the_other(self):
        """What somebody added in Xero meanwhile is refused there and comes before a person with
        Xero's sentence; the other option is created. [E1, B28]"""
        self.allow()
        self.choose()
        self.choose(self.projects, "Project")
        rows = self.row("Abroad") | self.row("Gamma")
        wizard = self.window("export", rows)
        self.edit_option("North", Name="Abroad")
        wizard.action_create()
        self.run_push("tracking_option")
        self.assertIn("Gamma", self.options_in_xero("Project"))
        question = self.quarantines("tracking_option")
        self.assertEqual((question.res_id, len(question)), (self.row("Abroad").id, 1))
        self.assertIn("An option needs a new name", question.sentence)

    def test_an_answer_that_is_lost_makes_no_second_one(self):
        """When Xero made the option but its answer was lost, it is found in its category by its
        name and mapped. Pain 3 [E1, B29]"""
        self.allow()
        self.choose()
        row = self.row("Abroad")
        self.sim.fault("reset_after", path="/Options", method="PUT")
        self.export(row)
        self.assertEqual(self.options_in_xero().count("Abroad"), 1)
        self.assertFalse(row.option_id)
        self.pass_time(400)
        self.run_push("tracking_option")
        row.invalidate_recordset()
        self.assertEqual((row.status, row.option_id.name), ("ready", "Abroad"))
        self.assertEqual(self.options_in_xero().count("Abroad"), 1)
        self.assertFalse(self.quarantines("tracking_option"))

    def test_a_plan_given_up_meanwhile(self):
        """What waits when its plan is given up is not sent; chosen for another category, the option
        can be created there as well. [E1]"""
        self.allow()
        self.choose()
        row = self.row("Abroad")
        self.window("export", row).action_create()
        self.category().write({"plan_id": False})
        self.run_push("tracking_option")
        self.assertFalse(self.writes(OPTIONS))
        self.choose()
        self.assertFalse(row.export_asked)
        self.export(row)
        self.assertEqual(row.option_id, self.option("Abroad"))
        self.category().write({"plan_id": False})
        self.choose(self.regions, "Project")
        self.assertFalse(row.option_id)
        self.export(row)
        self.assertIn("Abroad", self.options_in_xero("Project"))
        self.assertEqual(row.option_id, self.option("Abroad", "Project"))
