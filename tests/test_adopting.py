from odoo.tests import tagged

from .contact_case import ContactCase

CONTACTS = "/api.xro/2.0/Contacts"
TROUBLES = {
    "minute limit": {
        "kind": "status",
        "status": 429,
        "headers": {"X-Rate-Limit-Problem": "minute", "Retry-After": "26"},
    },
    "offline": {"kind": "status", "status": 503},
    "server error": {"kind": "status", "status": 500},
    "no answer": {"kind": "reset_before"},
}


@tagged("post_install", "-at_install")
class TestAdopting(ContactCase):
    """A creation that Xero refuses because it has such a contact: it is looked for there."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def test_a_trouble_that_passes_is_no_question(self):
        """A limit, a maintenance or a lost line while the contact is looked for: nobody is asked,
        and the two are a pair when it is over. Pain 1 [B25, B29, S38]"""
        for number, (name, fault) in enumerate(TROUBLES.items()):
            with self.subTest(name):
                title = f"Wattle Builders {number}"
                contact_id, partner = self.contact(Name=title), self.make(title)
                self.sim.fault(path=CONTACTS, method="GET", times=20, **fault)
                event = self.run_push("contact")
                self.assertEqual((event.collected, event.deferred), (1, 1))
                self.assertTrue(event.state == "failed" or "limit" in event.detail, event.detail)
                self.assertFalse(self.quarantines("contact"))
                row = self.waiting("contact")
                self.assertEqual((row.res_id, row.state), (partner.id, "waiting"))
                self.assertTrue(row.next_try)
                self.sim.clear_faults()
                self.pass_time(400)
                self.settle()
                self.assertEqual(self.link(partner, "contact").xero_id, contact_id)
                self.assertFalse(self.waiting("contact"))
                self.assertFalse(self.quarantines("contact"))

    def test_an_answer_without_an_id_is_a_question(self):
        """A contact that Xero shows without a usable id cannot be paired: a person is asked about
        it, and the others leave. [B26, D5]"""
        self.contact(Name="Bad")
        bad, good = self.make("Bad"), self.make("Good")
        shown = {"ContactID": 5, "Name": "Bad", "ContactStatus": "ACTIVE"}
        headers = {"Content-Type": "application/json"}
        self.sim.fault(
            "status", status=200, path=CONTACTS, method="GET", body={"Contacts": [shown]},
            headers=headers,
        )  # fmt: skip
        event = self.run_push("contact")
        self.assertEqual((event.created, event.quarantined), (1, 1))
        self.assertTrue(self.link(good, "contact"))
        self.assertEqual((self.asked().res_id, self.asked().reason), (bad.id, "duplicate"))
        self.assertFalse(self.waiting("contact"))

    def test_found_without_an_import(self):
        """Where contacts are only exported, the contact that has the name is paired all the same
        and gets Odoo's values. Pain 1 [S38, S96]"""
        self.setting("contact", pull=False)
        contact_id = self.contact(EmailAddress="old@wattle.example")
        partner = self.make("Wattle Builders Pty Ltd", email="new@wattle.example")
        self.assertEqual(self.run_push("contact").deferred, 1)
        self.pass_time(5)
        self.run_push("contact")
        self.assertEqual(self.link(partner, "contact").xero_id, contact_id)
        self.assertEqual(self.in_xero()["EmailAddress"], "new@wattle.example")
        self.assertFalse(self.waiting("contact"))
