from odoo.tests import HttpCase, new_test_user, tagged

from ..models import compat
from .journal_case import JournalCase
from .test_tours import GROUPS


@tagged("post_install", "-at_install")
class TestJournalTour(JournalCase, HttpCase):
    """What a manager does with the two pages about journals, in a real browser."""

    def set_up_once(self):
        super().set_up_once()
        self.person = new_test_user(
            self.env, "bookkeeper", GROUPS, password="bookkeeper",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.journal("Cheque", "062-000 12345678")
        self.sim.create("Accounts", Name="Visa", Type="BANK", BankAccountNumber="4564",
                        CurrencyCode="AUD", BankAccountType="CREDITCARD")  # fmt: skip
        self.run_pull("ledger_account")

    def tour(self, name, path):
        self.env.flush_all()
        self.start_tour(path, name, login="bookkeeper", timeout=120)
        self.env.invalidate_all()

    def test_payment_journals(self):
        """One press confirms what both sides have; what only Xero has becomes a journal after a
        yes. “Sync now” counts the seconds until it may be pressed again. [S81, S12, O27]"""
        self.tour("xero_map_journals", compat.list_url(self.env, "xero.journal.map"))
        rows = self.maps.search([("state", "=", "confirmed")])
        self.assertLessEqual({"Cheque", "Visa"}, set(rows.mapped("journal_id.name")))

    def test_journals(self):
        """The journal for bills is chosen on its page, which leads to the payment journals.
        [S76, S80]"""
        other = self.env["account.journal"].create(
            {"name": "Imported bills", "code": "IMPB", "type": "purchase",
             "company_id": self.company.id}
        )  # fmt: skip
        action = self.env.ref("xero_connector.action_xero_journals").id
        path = f"/web#action={action}" if compat.SERIES < 18 else f"/odoo/action-{action}"
        self.tour("xero_choose_journal", path)
        self.assertEqual(self.connection.purchase_journal_id, other)
