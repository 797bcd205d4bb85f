from .contact_case import ContactCase


class TestInbox(ContactCase):
    """What is asked for, and what becomes of it when it is asked for again."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")
        self.inbox = self.env["xero.inbox"].sudo()
        self.xero_id = self.contact()

    def put(self, **values):
        return self.inbox._put(self.connection, "contact", self.xero_id, **values)

    def wishes(self):
        return self.inbox._asked(self.connection, "contact")

    def test_a_second_ask_changes_the_first(self):
        """Two asks for a record are one row; what the second does not say stays. [S35]"""
        row = self.put(policy="link", res_id=5)
        again = self.put(event_type="UPDATE", event_at="2026-01-02 03:04:05")
        self.assertEqual(again, row)
        self.assertEqual((row.policy, row.res_id, row.event_type), ("link", 5, "UPDATE"))
        self.assertEqual((row.company_id, row.version), (self.company, 2))
        self.assertEqual(self.put(policy=None, res_id=0).policy, False)

    def test_what_is_asked_again_meanwhile_stays(self):
        """A record that is asked for again while it is read stays in the inbox; a decision that was
        carried out does not hold again, one that is new does. [S35, D5]"""
        row = self.put(policy="xero")
        before = self.wishes()
        self.put(event_type="UPDATE")
        self.assertTrue(self.inbox._answered(before))
        self.assertFalse(row.policy)
        before = self.wishes()
        self.put(policy="odoo")
        self.assertTrue(self.inbox._answered(before))
        self.assertEqual(row.policy, "odoo")
        self.assertFalse(self.inbox._answered(self.wishes()))
        self.assertFalse(row.exists())

    def test_a_run_answers_and_clears(self):
        """A run reads what was asked for, and the row is gone. [S35]"""
        self.put(event_type="CREATE")
        self.assertEqual(self.run_pull("contact", trigger="webhook").created, 1)
        self.assertFalse(self.inbox.search([]))
