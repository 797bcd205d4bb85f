from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .tracking_case import TrackingCase


class TestTrackingMap(TrackingCase):
    """The mapping page of analytic accounts."""

    def test_suggestions(self):
        """Choosing a plan fills the page: the same name is sure, whatever case and blanks, the rest
        is open; accounts of other plans are not there. Pain 26 [E1, D29]"""
        self.choose()
        found = {
            row.analytic_account_id.name: (row.option_id.name, row.status)
            for row in self.env["xero.tracking.map"].search([("category_id", "!=", False)])
        }
        self.assertEqual(
            found,
            {
                "North": ("North", "ready"),
                "South ": ("South", "ready"),
                "west  coast": ("West Coast", "ready"),
                "Abroad": (False, "choose"),
            },
        )
        self.row("Abroad").write({"option_id": self.option("North").id})
        self.assertEqual(self.row("Abroad").status, "ready")
        late = self.account("North").copy({"name": "sOUTH"})
        self.run_pull("tracking_category")
        row = self.env["xero.tracking.map"].search([("analytic_account_id", "=", late.id)])
        self.assertEqual(row.option_id, self.option("South"))

    def test_renamed_option(self):
        """A confirmed option that gets another name in Xero turns red and stops its invoices, until
        somebody confirms it; one that gets another case or blank does not. Pain 26 [E1]"""
        self.choose()
        rows = self.row("North") | self.row("South")
        rows.action_confirm()
        self.edit_option("North", Name="Far North")
        self.edit_option("South", Name="SOUTH ")
        self.run_pull("tracking_category")
        self.assertEqual(self.row("South").status, "ready")
        self.assertEqual(self.row("North").status, "refused")
        self.assertIn("called “Far North” in Xero now", self.row("North").problem)
        move = self.invoice(self.shared_line(North=100.0))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_invalid", "North", "Far North")
        self.row("North").action_confirm()
        self.assertEqual(self.row("North").status, "ready")
        self.run_push("invoice")
        self.assertEqual(self.lines_in_xero(move)[0][0], "Far North")

    def test_archived_option(self):
        """An option that is archived in Xero turns red, cannot be confirmed and stops its invoices,
        before Xero could leave it out; active again, they go by themselves. Pain 8, Pain 26 [E1]"""
        self.choose()
        self.row("North").action_confirm()
        self.edit_option("North", Status="ARCHIVED")
        self.run_pull("tracking_category")
        row = self.row("North")
        self.assertEqual(row.status, "refused")
        with self.assertRaisesRegex(UserError, "archived in Xero"):
            row.action_confirm()
        move = self.invoice(self.shared_line(North=100.0))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_invalid", "archived in Xero")
        self.assertFalse(self.writes())
        self.edit_option("North", Status="ACTIVE")
        self.run_pull("tracking_category")
        self.run_push("invoice")
        self.assertEqual(self.lines_in_xero(move)[0][0], "North")

    def test_plans(self):
        """A plan serves one category; given up, its rows leave the page and its invoices wait no
        more; chosen again, what was confirmed is still there. [E1]"""
        self.choose(self.projects, "Project")
        self.row("Gamma").write({"option_id": self.option("Beta", "Project").id})
        self.row("Gamma").write({"option_id": False})
        move = self.invoice(self.shared_line(Gamma=100.0))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_missing")
        self.row("Alpha").action_confirm()
        self.category("Project").write({"plan_id": False})
        self.assertFalse(self.row("Alpha").category_id)
        self.run_push("invoice")
        self.assertEqual(self.lines_in_xero(move), [("", 1, 100, 10)])
        self.choose(self.projects, "Project")
        self.assertEqual(self.row("Alpha").state, "confirmed")
        self.category("Project").write({"plan_id": False})
        self.choose(self.projects)
        self.assertEqual((self.row("Alpha").option_id.name, self.row("Alpha").state),
                         (False, "missing"))  # fmt: skip

    def test_only_accountants_choose(self):
        """A user reads; an accountant chooses plan and option and nothing else. [E1, S92]"""
        self.choose()
        people = {
            name: new_test_user(
                self.env, f"tracking {name}", groups=f"xero_connector.group_{name}",
                company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
            )
            for name in ("user", "accountant")
        }  # fmt: skip
        row, category = self.row("Abroad"), self.category()
        for record, values in (
            (row, {"option_id": self.option("North").id}),
            (category, {"plan_id": self.projects.id}),
        ):
            with self.assertRaises(AccessError):
                record.with_user(people["user"]).write(values)
            record.with_user(people["accountant"]).write(values)
            with self.assertRaises(AccessError):
                record.with_user(people["accountant"]).write({"connection_id": False})
        action = category.with_user(people["user"]).action_open_tracking_map()
        self.assertEqual(action["res_model"], "xero.tracking.map")
