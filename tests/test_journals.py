from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import XeroCase

FIELDS = {
    "invoice": ("sale_journal_id", "sale"),
    "bill": ("purchase_journal_id", "purchase"),
    "manual": ("general_journal_id", "general"),
}


@tagged("post_install", "-at_install")
class TestJournals(XeroCase):
    """The journals that invoices, bills and manual journals of Xero's are booked in."""

    def other_journal(self, kind):
        """Another journal of a type."""
        return self.env["account.journal"].create(
            {"name": f"Other {kind}", "code": f"O{kind[:3]}", "type": kind,
             "company_id": self.company.id}
        )  # fmt: skip

    def test_each_has_a_sensible_one_from_the_start(self):
        """The chart's own journals are chosen when a company connects, never the one Odoo keeps for
        exchange differences; another one is used as soon as it is chosen. [S75, S76, S77]"""
        for kind, (name, wanted) in FIELDS.items():
            chosen = self.connection[name]
            self.assertEqual(chosen, self.env.ref(f"account.{self.company.id}_{wanted}"), kind)
            self.assertEqual(self.connection._journal(kind), chosen)
            other = self.other_journal(wanted)
            self.connection[name] = other
            self.assertEqual(self.connection._journal(kind), other)
        self.assertNotEqual(
            self.connection.general_journal_id, self.company.currency_exchange_journal_id
        )

    def test_without_the_charts_own(self):
        """Where the chart's journal is archived, the first one that is Odoo's for nothing else is
        suggested. [S77]"""
        self.env.ref(f"account.{self.company.id}_general").active = False
        other = self.other_journal("general")
        own = self.company.currency_exchange_journal_id
        # Other apps of Odoo (stock valuation) bring journals of this type as well.
        own.sequence, other.sequence = -10, -5
        self.assertTrue(own)
        self.assertEqual(self.connection._usual_journal("general"), other)

    def test_only_journals_of_that_company_and_type(self):
        """A journal of another type or company, or an archived one, is refused when it is saved,
        in a sentence that says what to choose. [S75, S76, S77]"""
        foreign = self.other_company()
        for name, wanted in FIELDS.values():
            wrong = "purchase" if wanted == "sale" else "sale"
            label = self.connection._fields[name].string
            with self.assertRaisesRegex(ValidationError, f"For “{label}”, choose one of the type"):
                self.connection[name] = self.env.ref(f"account.{self.company.id}_{wrong}")
            self.connection.invalidate_recordset(flush=False)
            theirs = self.env.ref(f"account.{foreign.id}_{wanted}")
            with self.assertRaisesRegex(ValidationError, f"a journal of {foreign.name}. For"):
                self.connection[name] = theirs
            self.connection.invalidate_recordset(flush=False)
        old = self.other_journal("sale")
        old.active = False
        with self.assertRaisesRegex(ValidationError, "archived in Odoo"):
            self.connection.sale_journal_id = old

    def test_none_says_where_to_choose(self):
        """Without a usable journal an import is told where one is chosen. [S75, S76, S77]"""
        for kind, (name, _wanted) in FIELDS.items():
            self.connection[name].active = False
            with self.assertRaisesRegex(UserError, "choose another, or make it active again"):
                self.connection._journal(kind)
            self.connection[name] = False
            with self.assertRaisesRegex(UserError, "Configuration > Journals"):
                self.connection._journal(kind)

    def test_the_page(self):
        """The page opens for who may read the connection, from its button and from the menu, and
        says how many payment journals are ready; only a manager changes it. [S75, S80]"""
        self.run_pull("ledger_account")
        self.assertRegex(self.connection.journal_sentence, r"^\d of \d payment journals")
        reader = new_test_user(
            self.env, "reader", groups="xero_connector.group_user", company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        connections = self.env["xero.connection"].with_user(reader)
        action = connections.with_company(self.company).action_journals()
        self.assertEqual((action["res_model"], action["res_id"]),
                         ("xero.connection", self.connection.id))  # fmt: skip
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        self.assertIn("sale_journal_id", view.arch)
        menu = self.env.ref("xero_connector.action_xero_journals").with_user(reader)
        self.assertEqual(menu.with_company(self.company).run()["res_id"], self.connection.id)
        with self.assertRaises(AccessError):
            connections.browse(self.connection.id).sale_journal_id = False
        payments = connections.browse(self.connection.id).action_payment_journals()
        rows = self.env["xero.journal.map"].with_user(reader).search(payments["domain"])
        self.assertTrue(rows)
        self.assertTrue(rows.mapped("journal_id.id"))
