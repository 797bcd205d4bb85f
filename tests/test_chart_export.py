from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .test_chart_import import ChartCase

LISTS = "/(Accounts|TaxRates)"


@tagged("post_install", "-at_install")
class TestChartExport(ChartCase):
    """Creating accounts and tax rates in Xero: forbidden until somebody allows it."""

    def new_account(self, code="61990", name="Safety gear", kind="expense"):
        account = self.env["account.account"].create(
            {"code": code, "name": name, "account_type": kind}
        )
        return self.env["xero.account.map"]._row(self.connection, account).sudo(False)

    def test_forbidden_until_somebody_allows_it(self):
        """Nothing is created in Xero's chart while the connection's switch is on, which it is from
        the start: neither from the page nor by switching the sync on, nor by a row that got into
        the queue. [S82]"""
        self.assertTrue(self.connection.keep_chart)
        row = self.new_account()
        with self.assertRaisesRegex(UserError, "switched off. A manager can"):
            row.action_preview_export()
        with self.assertRaisesRegex(ValidationError, "switched off. A manager can"):
            self.setting("account").enabled = True
        self.allow()
        wizard = self.preview("xero.account.map", "export", row)
        wizard.action_create()
        self.assertTrue(self.waiting("account"))
        self.connection.keep_chart = True
        self.assertFalse(self.waiting("account"))
        self.assertFalse(row.export_asked)
        with self.assertRaisesRegex(UserError, "switched off. A manager can"):
            wizard.action_create()
        setting = self.setting("account")
        self.assertFalse(setting.enabled)
        self.env["xero.outbox"].sudo()._put(setting, row._name, {row.id: []}, priority=-10)
        row.sudo().export_asked = True
        self.env.cr.execute(
            "UPDATE xero_sync_setting SET enabled = true WHERE id = %s", [setting.id]
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        setting._service().sudo()._cron_push()
        self.assertEqual(self.quarantines("account").mapped("reason"), ["not_allowed"])
        self.assertFalse(self.in_list("Accounts", "Safety gear"))

    def test_allowing_it_asks_for_the_permission(self):
        """Switched off, the connection says which permission is missing; all other syncs go on.
        [S82]"""
        self.connection.keep_chart = False
        self.assertEqual(self.connection.state, "live")
        self.assertEqual(self.connection.missing_scopes, "accounting.settings")
        self.assertEqual(self.connection.missing_features, "Adding to Xero's own lists")
        self.assertFalse(self.setting("account")._live())
        row = self.env["xero.account.map"].search([("connection_id", "=", self.connection.id)])[:1]
        with self.assertRaisesRegex(UserError, "“New accounts” needs one more permission"):
            row.action_preview_export()
        self.assertTrue(self.setting("invoice")._live())
        self.assertEqual(self.run_pull("ledger_account").state, "ok")
        self.connection.keep_chart = True
        self.assertEqual((self.connection.state, self.connection.missing_scopes), ("live", False))

    def test_an_account_is_created_after_a_preview(self):
        """A chosen account is shown with code, name and type it gets in Xero; nothing leaves before
        the yes, nor inside the request; then it is in Xero, mapped, and used by invoices; again
        nothing is sent. [S18]"""
        self.allow()
        row = self.new_account("41770", "Tool hire", "income")
        row.account_id.tax_ids = self.gst
        other = self.new_account()
        other.sudo().in_use = True
        all_of_them = self.preview("xero.account.map", "export").line_ids
        self.assertIn("Safety gear", all_of_them.mapped("name"))
        self.assertFalse(any(all_of_them.mapped("chosen")), "only what was ticked in the list")
        wizard = self.preview("xero.account.map", "export", row)
        self.assertEqual(wizard.line_ids.mapped("name"), ["Tool hire"])
        line = wizard.line_ids
        self.assertEqual((line.code, line.what, line.chosen), ("41770", "Revenue", True))
        self.assertIn("created in Xero", wizard.sentence)
        self.assertFalse(self.waiting("account"))
        wizard.action_create()
        self.assertEqual(self.sim.calls(), [])
        self.assertEqual(row.problem, "Is being created in Xero.")
        event = self.run_push("account")
        self.assertEqual((event.collected, event.created, event.state), (1, 1, "ok"), event.detail)
        made = self.in_list("Accounts", "Tool hire")
        self.assertEqual(
            [(one["Code"], one["Type"], one["TaxType"]) for one in made],
            [("41770", "REVENUE", "OUTPUT")],
        )
        row.invalidate_recordset()
        self.assertEqual(row.status, "ready")
        self.assertEqual(row.ledger_account_id.xero_id, made[0]["AccountID"])
        self.assertFalse(other.ledger_account_id)
        self.assertEqual(self.run_pull("ledger_account").created, 0)
        move = self.sent(self.line(account_id=row.account_id.id))
        self.assertEqual(self.in_xero(move)["LineItems"][0]["AccountCode"], "41770")
        self.sim.forget_calls()
        self.run_push("account")
        self.assertFalse(self.writes(LISTS))
        row.ledger_account_id = False
        again = self.preview("xero.account.map", "export", row).line_ids
        self.assertTrue(again.blocked)
        self.assertIn("created in Xero before", again.note)

    def test_a_tax_with_components_is_created(self):
        """A group of taxes becomes a tax rate with its components, the compound one told; an
        invoice with it agrees to the cent. [S20]"""
        self.allow()
        part = {"type_tax_use": "none", "amount_type": "percent"}
        taxes = self.env["account.tax"]
        below = taxes.create(
            {**part, "name": "GST part", "amount": 5, "include_base_amount": True, "sequence": 1}
        )
        above = taxes.create({**part, "name": "PST part", "amount": 10, "sequence": 2})
        group = taxes.create(
            {
                "name": "Provincial", "type_tax_use": "sale", "amount_type": "group",
                "children_tax_ids": [Command.set((below | above).ids)],
            }
        )  # fmt: skip
        row = self.env["xero.tax.map"]._row(self.connection, group).sudo(False)
        wizard = self.preview("xero.tax.map", "export", row)
        self.assertEqual(wizard.line_ids.what, "GST part 5% + PST part 10%, reported as Sales")
        self.export(row)
        made = self.in_list("TaxRates", "Provincial")
        self.assertEqual(len(made), 1)
        self.assertEqual(made[0]["EffectiveRate"], 15.5)
        self.assertEqual([one["IsCompound"] for one in made[0]["TaxComponents"]], [False, True])
        self.assertEqual(made[0]["ReportTaxType"], "OUTPUT")
        self.assertEqual((row.status, row.tax_rate_id.xero_id), ("ready", made[0]["TaxType"]))
        move = self.sent(self.line(price=99.99, taxes=group))
        self.assertEqual((move.amount_tax, self.in_xero(move)["TotalTax"]), (15.5, 15.5))

    def test_what_xero_would_refuse_cannot_be_ticked(self):
        """Codes too long or taken, bank accounts and this year's profit say why they stay. [S18]"""
        self.allow()
        rows = {
            "characters of a code": self.new_account("4177000000001", "Long code"),
            "an account with the code 400": self.new_account("400", "Biscuits"),
            "an account with this name": self.new_account("61991", "Cleaning "),
            "made in Xero, with its number": self.new_account("11999", "Savings", "asset_cash"),
        }
        for row in rows.values():
            row.sudo().write({"ledger_account_id": False, "state": "missing"})
        for words, row in rows.items():
            line = self.preview("xero.account.map", "export", row).line_ids
            self.assertEqual((line.blocked, line.chosen), (True, False), words)
            self.assertIn(words, line.note)

    def test_one_refused_does_not_stop_the_other(self):
        """What somebody added in Xero meanwhile is refused there and comes before a person with
        Xero's sentence; the other account is created. [S18, B28]"""
        self.allow()
        rows = self.new_account() | self.new_account("61991", "Uniforms")
        wizard = self.preview("xero.account.map", "export", rows)
        self.sim.create("Accounts", Code="61990", Name="Boots", Type="EXPENSE")
        wizard.action_create()
        self.run_push("account")
        self.assertTrue(self.in_list("Accounts", "Uniforms"))
        question = self.quarantines("account")
        self.assertEqual((question.res_id, len(question)), (rows[0].id, 1))
        self.assertIn("unique Code", question.sentence)
        self.assertFalse(self.in_list("Accounts", "Safety gear"))

    def test_a_refusal_ends_it(self):
        """What Xero refused is no longer called on its way: it can be asked for again, from the
        page after the question was dismissed, or by trying the question again. [S18, B28]"""
        self.allow()
        row = self.new_account()
        wizard = self.preview("xero.account.map", "export", row)
        boots = self.sim.create("Accounts", Code="61990", Name="Boots", Type="EXPENSE")
        wizard.action_create()
        for choice in ("dismiss", "retry"):
            self.run_push("account")
            row.invalidate_recordset()
            self.assertEqual((row.status, row.problem), ("choose", ""))
            question = self.quarantines("account")
            self.assertIn("unique Code", question.sentence)
            question.action_resolve(choice, note="Not now")
            if choice == "dismiss":
                line = self.preview("xero.account.map", "export", row).line_ids
                self.assertFalse(line.blocked, line.note)
                self.export(row)
        self.assertEqual(row.problem, "Is being created in Xero.")
        self.sim.edit("Accounts", boots["AccountID"], Code="61995")
        self.run_push("account")
        row.invalidate_recordset()
        self.assertEqual(row.status, "ready", self.quarantines("account").mapped("sentence"))

    def test_an_answer_that_is_lost_makes_no_second_one(self):
        """When Xero made the account but its answer was lost, it is found by its code and mapped.
        Pain 3 [S18, B29]"""
        self.allow()
        row = self.new_account()
        self.sim.fault("reset_after", path="/Accounts", method="PUT")
        self.export(row)
        self.assertEqual(len(self.in_list("Accounts", "Safety gear")), 1)
        self.assertFalse(row.ledger_account_id)
        self.pass_time(400)
        self.run_push("account")
        row.invalidate_recordset()
        self.assertEqual(row.status, "ready")
        self.assertEqual(len(self.in_list("Accounts", "Safety gear")), 1)
        self.assertFalse(self.quarantines("account"))
