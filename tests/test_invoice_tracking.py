from odoo import Command

from .tracking_case import TrackingCase


class TestInvoiceTracking(TrackingCase):
    """Analytic distribution of invoices, and what Xero has of it."""

    def assertAgreed(self, move):
        """Both ledgers have the same totals, nothing is asked, and another run sends nothing."""
        found = self.in_xero(move)
        self.assertAlmostEqual(move.amount_total, float(found["Total"]), 6)
        self.assertAlmostEqual(move.amount_tax, float(found["TotalTax"]), 6)
        self.assertEqual(move.xero_state, "agreed", self.quarantines().mapped("sentence"))
        written = len(self.writes())
        self.env["xero.outbox"].sudo()._put(
            self.setting("invoice"), "account.move", {move.id: []}
        )
        self.assertEqual(self.run_push("invoice").unchanged, 1)
        pulled = self.run_pull("invoice")
        self.assertEqual((pulled.updated, pulled.quarantined), (0, 0))
        self.assertFalse(self.waiting("invoice"))
        self.assertEqual(len(self.writes()), written)

    def test_without_a_plan_analytics_are_ignored(self):
        """Nothing is split or tracked while no plan is chosen, and a changed distribution does not
        even queue the invoice. [E1]"""
        move = self.sent(self.shared_line(North=60.0, South=40.0))
        self.assertEqual(self.lines_in_xero(move), [("", 1, 100, 10)])
        line = move.invoice_line_ids
        line.analytic_distribution = {str(self.account("North").id): 100.0}
        self.assertFalse(self.waiting("invoice"))

    def test_split_lines_add_up(self):
        """A line for 60 and 40 per cent goes as two that add up to the cent, another for two plans
        carries both options, one without analytics none; Xero's answer is agreed. Pain 5, Pain 26
        [E1]"""
        self.choose()
        self.choose(self.projects, "Project")
        move = self.sent(
            self.shared_line(100.01, 10.0, North=60.0, South=40.0),
            self.shared_line(50.0, North__Alpha=100.0),
            self.shared_line(33.33, North=25.0),
            self.line(5.0),
        )
        self.assertEqual(
            self.lines_in_xero(move),
            [
                ("North", 6, 600.06, 60.01),
                ("South", 4, 400.04, 40.00),
                ("Alpha North", 1, 50.0, 5.0),
                ("North", 0.25, 8.33, 0.83),
                ("", 0.75, 25.0, 2.5),
                ("", 1, 5.0, 0.5),
            ],
        )
        self.assertAgreed(move)

    def test_account_without_an_option_is_asked_before_anything_is_sent(self):
        """An invoice with an unmapped account waits with its name and the page that helps, and
        leaves when the option is chosen. Pain 26 [E1, C22]"""
        self.choose(self.projects, "Project")
        move = self.invoice(self.shared_line(Gamma=50.0, North=50.0))
        self.run_push("invoice")
        question = self.assertQuarantined(move, "mapping_missing", "Gamma", "Project")
        self.assertNotIn("North", question.sentence)
        self.assertFalse(self.writes())
        action = question.action_open_mapping()
        self.assertEqual(action["res_model"], "xero.tracking.map")
        self.assertEqual(action["domain"], [("id", "in", self.row("Gamma").ids)])
        self.assertEqual(self.connection.action_open_mapping()["res_model"], "xero.tracking.map")
        self.row("Gamma").write({"option_id": self.option("Beta", "Project").id})
        self.run_push("invoice")
        self.assertEqual([row[0] for row in self.lines_in_xero(move)], ["Beta", ""])
        self.assertFalse(self.quarantines("invoice"))

    def test_more_than_all_is_asked(self):
        """More than 100 per cent of one plan is in front of a person, with the line's name. [E1]"""
        self.choose()
        move = self.invoice(self.shared_line(North=80.0, South=40.0))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_invalid", "more than 100 %", "Work")
        self.assertFalse(self.writes())

    def test_tracking_that_did_not_stick_is_asked(self):
        """Xero leaves an option out without a word: the line is named, nothing is sent again and
        again, and when the option is back Odoo's values go once more. Pain 26 [E1]"""
        self.choose()
        self.edit_option("South", Status="ARCHIVED")
        move = self.invoice(self.line(5.0), self.shared_line(South=100.0))
        self.run_push("invoice")
        question = self.assertQuarantined(
            move, "mapping_invalid", "line 2: Region: South in Odoo, – in Xero"
        )
        self.assertEqual(len(self.writes()), 1)
        self.run_pull("invoice")
        self.run_push("invoice")
        self.assertEqual(len(self.writes()), 1)
        self.assertEqual(question.state, "open")
        self.edit_option("South", Status="ACTIVE")
        self.assertEqual(question._choices()[:1], ["odoo"])
        question.action_resolve("odoo")
        self.run_push("invoice")
        self.assertEqual([row[0] for row in self.lines_in_xero(move)], ["", "South"])
        self.assertAgreed(move)

    def test_distribution_changed_after_payment(self):
        """What a line is tracked by can change when the invoice is paid in Xero; its amounts
        cannot, so another split is refused. [E1]"""
        self.choose()
        move = self.approved(self.sent(self.shared_line(North=100.0)))
        self.sim.act("pay", invoice=move.xero_id, amount=10)
        line_id = self.in_xero(move)["LineItems"][0]["LineItemID"]
        line = move.invoice_line_ids
        line.analytic_distribution = {str(self.account("South").id): 100.0}
        self.run_push("invoice")
        self.assertEqual(self.lines_in_xero(move), [("South", 1, 100, 10)])
        self.assertEqual(self.in_xero(move)["LineItems"][0]["LineItemID"], line_id)
        line.analytic_distribution = self.shared_line(North=50.0, South=50.0)[
            "analytic_distribution"
        ]
        self.run_push("invoice")
        self.assertQuarantined(move, "has_payments")
        self.assertEqual(self.lines_in_xero(move), [("South", 1, 100, 10)])

    def test_parts_keep_their_lines_in_xero(self):
        """When a distribution changes, each part keeps the line that it is in Xero, and what people
        added to it there. [E1]"""
        self.choose()
        move = self.sent(
            self.shared_line(North=60.0, South=40.0), self.shared_line(75.0, South=100.0)
        )
        before = {
            (line["Tracking"][0]["Option"], float(line["LineAmount"])): line["LineItemID"]
            for line in self.in_xero(move)["LineItems"]
        }
        move.invoice_line_ids[0].analytic_distribution = {
            str(self.account("South").id): 70.0,
            str(self.account("North").id): 30.0,
        }
        self.run_push("invoice")
        after = {
            (line["Tracking"][0]["Option"], float(line["LineAmount"])): line["LineItemID"]
            for line in self.in_xero(move)["LineItems"]
        }
        self.assertEqual(after["North", 30.0], before["North", 60.0])
        self.assertEqual(after["South", 70.0], before["South", 40.0])
        self.assertAgreed(move)

    def test_choosing_a_plan_rewrites_no_invoice_of_the_past(self):
        """An invoice from before the plan was chosen stays as it is in Xero, with the tracking that
        people gave it there; when its lines change in Odoo, they ask about that, or go with their
        options. [E1]"""
        move = self.sent(self.shared_line(North=60.0, South=40.0))
        line = self.in_xero(move)["LineItems"][0]
        tracking = [{"Name": "Region", "Option": "South", "TrackingOptionID": "x",
                     "TrackingCategoryID": self.category().xero_id}]  # fmt: skip
        self.sim.edit("Invoices", move.xero_id, LineItems=[{**line, "Tracking": tracking}])
        self.choose()
        self.assertAgreed(move)
        self.env["xero.sync.invoice"]._cron_sweep()
        self.assertFalse(self.waiting("invoice"))
        move.button_draft()
        move.invoice_line_ids.price_unit = 200.0
        move.action_post()
        self.run_push("invoice")
        self.assertQuarantined(move, "conflict", "tracking").action_resolve("odoo")
        self.run_push("invoice")
        self.assertEqual(
            self.lines_in_xero(move), [("North", 0.6, 120, 12), ("South", 0.4, 80, 8)]
        )
        self.assertAgreed(move)
        # Nor does another choice of plans, or none, touch what is there by now.
        self.choose(self.projects)
        self.assertAgreed(move)
        self.category().write({"plan_id": False})
        self.assertAgreed(move)

    def test_tracking_changed_in_xero_is_asked(self):
        """Another option in Xero is a question, Odoo's is sent by decision of a person; tracking of
        a category without a plan is left to the people in Xero. [E1]"""
        self.choose()
        move = self.sent(self.shared_line(North=100.0))
        line = self.in_xero(move)["LineItems"][0]
        project = {"Name": "Project", "Option": "Beta",
                   "TrackingCategoryID": self.category("Project").xero_id,
                   "TrackingOptionID": self.option("Beta", "Project").xero_id}  # fmt: skip
        self.sim.edit(
            "Invoices", move.xero_id, LineItems=[{**line, "Tracking": [*line["Tracking"], project]}]
        )
        self.assertEqual(self.run_pull("invoice").quarantined, 0)
        south = {**line["Tracking"][0], "Option": "South",
                 "TrackingOptionID": self.option("South").xero_id}  # fmt: skip
        self.sim.edit("Invoices", move.xero_id, LineItems=[{**line, "Tracking": [south, project]}])
        self.run_pull("invoice")
        question = self.assertQuarantined(move, "conflict", "tracking", "in Xero")
        question.action_resolve("odoo")
        self.run_push("invoice")
        self.assertEqual(self.lines_in_xero(move), [("Beta North", 1, 100, 10)])
        self.assertAgreed(move)

    def test_changed_account_is_not_lost_when_xero_changes_first(self):
        """An account changed in Odoo still leaves when an import sees the invoice before it has
        left. [D4]"""
        move = self.sent()
        other = self.income.copy({"code": "41999", "name": "Other"})
        self.map_account(other, "260")
        move.button_draft()
        move.invoice_line_ids.write({"account_id": other.id, "name": "Work"})
        move.action_post()
        self.sim.edit("Invoices", move.xero_id, Status="SUBMITTED")
        self.run_pull("invoice")
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["LineItems"][0]["AccountCode"], "260")

    def test_lines_of_text_between(self):
        """Notes and sections between the lines carry no tracking and move none. [E1]"""
        self.choose()
        note = {"display_type": "line_note", "name": "As agreed"}
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create(values)
                    for values in (
                        {**note, "sequence": 1},
                        {**self.shared_line(North=50.0, South=50.0), "sequence": 2},
                        {**note, "sequence": 3},
                        {**self.shared_line(9.99, North=100.0), "sequence": 4},
                    )
                ],
            }
        )
        move.action_post()
        self.run_push("invoice")
        found = self.in_xero(move)["LineItems"]
        options = [[one["Option"] for one in line.get("Tracking", [])] for line in found]
        self.assertEqual(options, [[], ["North"], ["South"], [], ["North"]])
        self.assertAgreed(move)
