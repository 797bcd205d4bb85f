from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .setup_case import MANAGER, SetupCase


@tagged("post_install", "-at_install")
class TestSetupDryRun(SetupCase):
    """The dry run: what would happen to the first records, and what it would cost."""

    def make_customer(self, name, **values):
        return self.env["res.partner"].create(
            {"name": name, "is_company": True, "customer_rank": 1, **values}
        )

    def rows(self, seen):
        return {row["name"]: row["outcome"] for row in seen["rows"]}

    def test_both_directions(self):
        """Of contacts it says which would be created, linked and asked about, on both sides, and
        changes nothing. [B18]"""
        self.choose("contact")
        for name in ("Acacia Timber", "Bottlebrush Cafe", "Cassia Pty Ltd"):
            self.sim.create("Contacts", Name=name)
        self.make_customer("Bottlebrush Cafe")
        for _each in range(2):
            self.make_customer("Cassia Pty Ltd")
        self.make_customer("Dianella Ltd")
        before = self.state()
        seen = self.look()["contact"]
        pulled, pushed = self.rows(seen["pull"]), self.rows(seen["push"])
        self.assertEqual(
            pulled,
            {"Acacia Timber": "create", "Bottlebrush Cafe": "link", "Cassia Pty Ltd": "ask"},
        )
        self.assertEqual(
            seen["pull"]["sentence"],
            "3 in Xero. The first run would ask you about 1, create 1 in Odoo, link 1 to what is "
            "in Odoo already.",
        )
        self.assertIn(
            "Sending all would ask you about 2, create 1 in Xero, compare 1 with what is in Xero "
            "already.",
            seen["push"]["sentence"],
        )
        self.assertEqual(pushed["Dianella Ltd"], "create")
        self.assertEqual(pushed["Cassia Pty Ltd"], "ask")
        self.assertNotIn("Bottlebrush Cafe", pushed, "it has a pair after the import")
        self.assertEqual(self.state(), before)
        writes = [call for call in self.sim.calls() if call["method"] != "GET"]
        self.assertFalse([call for call in writes if "/api.xro/" in call["path"]])

    def test_one_of_each(self):
        """What there is one of is spoken of as one, and a small answer costs less than a kilobyte.
        [B18]"""
        seen = {"total": 1, "whole": False, "looked": 1, "counts": {"later": 1}, "calls": 1}
        said = self.setup._counts_words("push", seen)
        self.assertEqual(
            said,
            "1 in Odoo. The first one was looked at. Sending it would send 1 after what it needs.",
        )
        seen["counts"] = {"leave": 1}
        self.assertIn("leave 1 as it is.", self.setup._counts_words("pull", seen))
        cost = self.setup._cost_words({**seen, "bytes": 0})
        self.assertEqual(cost, "One call to Xero, under 1 kB.")
        self.assertIn("2 kB", self.setup._cost_words({**seen, "bytes": 1001}))

    def test_what_differs_is_named(self):
        """Where a person will be asked which side holds, the dry run names what differs. [B18]"""
        self.choose("contact")
        self.sim.create("Contacts", Name="Bottlebrush Cafe", EmailAddress="x@example.com")
        self.make_customer("Bottlebrush Cafe").email = "o@example.com"
        self.setting("contact").policy = "ask"
        row = self.look()["contact"]["pull"]["rows"][0]
        self.assertEqual((row["label"], row["note"]),
                         ("You are asked", "Different on both sides: E-mail."))  # fmt: skip

    def test_what_webhooks_asked_for(self):
        """What webhooks asked for meanwhile is one of all, not all there is. [B18]"""
        self.choose("contact")
        ids = [self.sim.create("Contacts", Name=f"Firm {number}") for number in range(3)]
        self.env["xero.inbox"].sudo()._put(self.connection, "contact", ids[0]["ContactID"])
        seen = self.look()["contact"]["pull"]
        self.assertEqual(sorted(self.rows(seen)), ["Firm 0", "Firm 1", "Firm 2"])
        self.assertIn("3 in Xero.", seen["sentence"])

    def state(self):
        """What a run would leave behind."""
        self.env.cr.flush()
        self.env.invalidate_all()
        return {
            model: self.env[model].sudo().with_context(active_test=False).search_count([])
            for model in ("res.partner", "xero.link", "xero.quarantine", "xero.outbox",
                          "xero.sync.event", "xero.exchange", "xero.inbox")
        }  # fmt: skip

    def test_what_really_happens_then(self):
        """The first sync then does what the dry run said. [B18]"""
        self.choose("contact")
        for name in ("Acacia Timber", "Bottlebrush Cafe"):
            self.sim.create("Contacts", Name=name)
        self.make_customer("Bottlebrush Cafe")
        seen = self.rows(self.look()["contact"]["pull"])
        self.setup.action_start()
        event = self.run_pull("contact", trigger="person")
        told = sorted(seen.values())
        self.assertEqual(told, ["create", "link"])
        self.assertEqual((event.created, event.updated), (1, 1))

    def test_twenty_and_the_cost(self):
        """The first twenty records are shown, all are counted, with the calls and bytes that the
        whole would cost. [B18]"""
        self.choose("contact")
        for number in range(25):
            self.sim.create("Contacts", Name=f"Contact {number:02}")
        self.sim.forget_calls()
        seen = self.look()["contact"]
        self.assertEqual(len(seen["pull"]["rows"]), 20)
        self.assertEqual(
            seen["pull"]["sentence"], "25 in Xero. The first run would create 25 in Odoo."
        )
        self.assertRegex(seen["pull"]["cost"], r"One call to Xero, \d+ kB\.")
        self.assertEqual(len(self.sim.calls("/Contacts")), 1)
        event = self.env["xero.setup"]._unfinished(self.connection)
        found = event.sudo().dry_run_found["contact"]["pull"]
        self.setup.action_start()
        run = self.run_pull("contact", trigger="person")
        self.assertEqual(found["calls"], run.calls)
        self.assertAlmostEqual(found["bytes"], run.bytes_in, delta=0.05 * run.bytes_in)

    def test_invoices_say_what_they_lack(self):
        """An invoice whose account nobody has mapped says so before anything is sent; one that only
        waits for its customer is sent after it. [B18]"""
        self.choose("invoice")
        self.setup.action_confirm_sure()
        today = fields.Date.context_today(self.env.user)
        partner = self.make_customer("Acacia Timber")
        move = self.init_invoice(
            "out_invoice", partner=partner, invoice_date=today, amounts=[10.0], post=True,
            taxes=self.company_data["default_tax_sale"],
        )  # fmt: skip
        account = move.invoice_line_ids.account_id
        row = self.env["xero.account.map"]._row(self.connection, account)
        row.ledger_account_id, row.state = False, "missing"
        first = self.look()["invoice"]["push"]["rows"][0]
        self.assertEqual((first["name"], first["outcome"]), (move.name, "ask"))
        self.assertIn("no confirmed account in Xero", first["note"])
        ledgers = self.env["xero.ledger.account"].search(
            [("connection_id", "=", self.connection.id), ("code", "=", "200")]
        )
        row.write({"ledger_account_id": ledgers.id, "state": "confirmed"})
        tax = self.env["xero.tax.map"]._row(self.connection, move.invoice_line_ids.tax_ids)
        rate = self.env["xero.tax.rate"].search(
            [("connection_id", "=", self.connection.id), ("tax_type", "=", "OUTPUT")]
        )
        tax.write({"tax_rate_id": rate.id, "state": "confirmed"})
        first = self.look()["invoice"]["push"]["rows"][0]
        self.assertEqual(first["outcome"], "later")
        self.assertFalse(self.xero("Invoices"))

    def test_payroll_is_for_hr_officers(self):
        """Employees are looked at as well, but who may not see employees in Odoo is not shown
        them. [B18, S92]"""
        self.sim.create(
            "Employees", FirstName="Wyn", LastName="Ash", DateOfBirth="1990-01-01",
            HomeAddress={"AddressLine1": "1 High St", "City": "Perth", "Region": "WA",
                         "PostalCode": "6000", "Country": "AUSTRALIA"},
        )  # fmt: skip
        self.choose("employee")
        seen = self.look()
        self.assertEqual(self.rows(seen["employee"]["pull"]), {"Wyn Ash": "create"})
        other = self.person("no-hr", MANAGER)
        self.assertFalse(self.setup.with_user(other).dry_run)
        self.assertNotIn("dry_run_found", self.setup.with_user(other).fields_get())

    @mute_logger("odoo.addons.xero_connector.services.dry_run")
    def test_xero_does_not_answer(self):
        """What cannot be read says why, with a button to look again; the page does not stay
        loading. [B18]"""
        self.choose("contact")
        self.sim.fault("status", path="/Contacts", status=500, times=10)
        seen = self.look()
        self.assertEqual(self.setup.dry_run_state, "done")
        self.assertIsInstance(seen["contact"], str)
        self.assertTrue(seen["contact"])
        self.sim.clear_faults()
        self.assertEqual(self.look()["contact"]["pull"]["sentence"], "There are none in Xero.")
