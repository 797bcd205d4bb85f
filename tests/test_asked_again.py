from odoo import fields

from .contact_case import ContactCase

MAIL = "EmailAddress"


class TestAskedAgain(ContactCase):
    """Questions that were asked already, and how long they are kept."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")
        self.contact_id = self.contact(**{MAIL: "a@wattle.example"})
        self.run_pull("contact")
        self.partner = self.partner_named("Wattle Builders Pty Ltd")
        self.partner.email = "odoo@wattle.example"
        self.env.cr.flush()
        self.sim.edit("Contacts", self.contact_id, **{MAIL: "xero@wattle.example"})
        self.first = self.run_pull("contact")
        self.row = self.quarantines("contact")

    def test_an_idle_import_needs_nobody(self):
        """A question that is open already is counted and not asked again: a run in which nothing
        happened is OK, costs one call and has no line. [S37, D5]"""
        self.assertEqual((self.first.state, self.first.quarantined), ("attention", 1))
        self.sim.advance(600)
        for _again in range(3):
            event = self.run_pull("contact")
            self.assertEqual((event.state, event.collected, event.skipped), ("ok", 1, 1))
            self.assertFalse(event.line_ids)
            self.assertEqual(event.calls, 1)
        self.assertEqual(self.quarantines("contact"), self.row)
        self.assertEqual((self.row.event_id, self.row.occurrences), (self.first, 1))
        kpis = self.env["xero.sync.event"].get_dashboard()["kpis"]
        self.assertEqual(kpis["quarantined"], 1)
        self.assertEqual(kpis["total"] - kpis["good"], 1, "only the run that found it")

    def test_a_person_who_asks_is_told(self):
        """Who presses Sync now sees in the run that the record waits for a person. [S37]"""
        event = self.run_pull("contact", trigger="person")
        self.assertEqual(event.state, "ok")
        self.assertEqual(event.line_ids.mapped("note"), ["waits for a person already"])

    def test_a_new_value_is_a_new_question(self):
        """When either side changed again, the question shows it and the run needs a person. [S37,
        D5]"""
        self.sim.edit("Contacts", self.contact_id, **{MAIL: "third@wattle.example"})
        self.assertEqual(self.run_pull("contact").state, "attention")
        self.assertIn("third@wattle.example", self.row.sides)
        self.partner.email = "fourth@wattle.example"
        self.env.cr.flush()
        self.assertEqual(self.run_pull("contact").state, "attention")
        self.assertIn("fourth@wattle.example", self.row.sides)
        self.assertEqual(self.run_pull("contact").state, "ok")
        self.assertEqual(self.quarantines("contact"), self.row)

    def test_an_unreadable_record_is_asked_about_once(self):
        """What cannot be read is asked about once, and again when it is wrong in another way.
        [S37]"""
        states = []
        for status in ("ASLEEP", "ASLEEP", "AWAKE", "AWAKE"):
            record = {"ContactID": self.contact_id, "Name": "Wattle", "ContactStatus": status}
            body = {"Contacts": [record], "pagination": {"pageCount": 1}}
            self.sim.fault("status", method="GET", path="Contacts", status=200, body=body)
            states.append(self.run_pull("contact").state)
        self.assertEqual(states, ["attention", "ok", "attention", "ok"])

    def age(self, rows, days):
        """These questions were decided so many days ago."""
        rows.sudo().resolved_at = fields.Datetime.subtract(fields.Datetime.now(), days=days)

    def question(self, state):
        """The same question as the row's, decided long ago."""
        row = self.row.sudo().copy({"state": state, "xero_id": self.contact_id})
        self.age(row, 401)
        return row

    def test_what_is_kept_and_what_is_cut_off(self):
        """Questions decided longer ago than events are kept leave; open ones never do, and the last
        dismissal stays and goes on answering. [S37]"""
        self.row.action_resolve("dismiss", note="Both are right.")
        self.env.flush_all()
        older, resolved = self.question("dismissed"), self.question("resolved")
        last = self.row.sudo().copy({"resolved_at": self.row.resolved_at, "state": "dismissed"})
        young = self.row.sudo().copy({"state": "resolved"})
        self.age(young, 399)
        self.age(self.row | last, 4000)
        waiting = self.row.sudo().copy({"state": "open", "sentence": "Something else."})
        self.env.cr.execute("UPDATE xero_quarantine SET create_date = '2001-01-01'")
        self.env["xero.quarantine"].sudo()._gc_decided()
        self.env.invalidate_all()
        self.assertEqual((last | young | waiting).exists(), last | young | waiting)
        self.assertFalse((self.row | older | resolved).exists())
        waiting.unlink()
        event = self.run_pull("contact")
        self.assertEqual((event.state, event.skipped), ("ok", 1), event.detail)
        self.assertFalse(self.quarantines("contact"))
