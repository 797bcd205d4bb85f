from odoo.tests import tagged

from .setup_case import SetupCase
from .test_access import MANAGER

READ = 1200


@tagged("post_install", "-at_install")
class TestSetupDryRunSlices(SetupCase):
    """A dry run of many records goes in slices, and says the same as one that does not."""

    def set_up_once(self):
        super().set_up_once()
        self.grow("Contacts", READ, lambda number: {"Name": f"Firm {number:04}"})
        # Longer ago than the overlap of two readings.
        self.sim.advance(600)
        names = [f"Firm {number:04}" for number in (*range(700, READ), 7, 7, 1100)]
        names += [f"Only here {number}" for number in range(600)]
        self.env["res.partner"].create(
            [{"name": name, "is_company": True, "customer_rank": 1} for name in names]
        )
        self.choose("contact", "item", "invoice")
        self.setup.action_confirm_sure()

    def grow(self, table, size, record):
        """Let Xero have that many records."""
        records = [record(number) for number in range(size)]
        body = {"tenant": self.sim.tenant, "table": table, "records": records}
        self.sim.ask("POST", "create", json=body)

    def found(self):
        return self.setup.sudo().dry_run_found

    def left_behind(self):
        """What PostgreSQL holds of what a run would leave behind, and what the page is made of."""
        self.env.flush_all()
        tables = ("res_partner", "product_template", "xero_link", "xero_quarantine", "xero_outbox",
                  "xero_sync_event", "xero_exchange", "xero_inbox", "xero_account_map")  # fmt: skip
        rows = {}
        for table in tables:
            self.env.cr.execute(f"SELECT count(*), max(write_date) FROM {table}")  # noqa: S608
            rows[table] = self.env.cr.fetchone()
        self.env.cr.execute(
            "SELECT enabled, paired, walk, watermark FROM xero_sync_setting ORDER BY id"
        )
        return rows, self.env.cr.fetchall()

    def in_slices(self):
        """One step a slice until it is done; what the page said after each."""
        self.setup.action_dry_run()
        said = []
        for _slice in range(40):
            with self.subTest("each slice but the last wakes the next"):
                before = self.triggers()
                self.look_on(0)
                if self.setup.dry_run_state == "done":
                    return said
                self.assertEqual(self.triggers(), before + 1)
            said.append(self.setup.dry_run_doing)
        raise AssertionError(f"It comes to no end: {said}")

    def triggers(self):
        cron = self.env.ref("xero_connector.cron_dry_run")
        return self.env["ir.cron.trigger"].sudo().search_count([("cron_id", "=", cron.id)])

    def test_slices_say_the_same(self):
        """In slices it says what it says in one go, with the same calls; each page of Xero's is
        read once; the page shows how far it has come; neither side is changed. [B18]"""
        before = self.left_behind()
        self.sim.forget_calls()
        self.look()
        in_one, calls = self.found(), len(self.sim.calls("/Contacts"))
        self.sim.forget_calls()
        said = self.in_slices()
        self.assertAlike(self.found(), in_one)
        self.assertEqual(len(self.sim.calls("/Contacts")), calls)
        self.assertEqual(calls, 2)
        pushed = f"of {in_one['contact']['push']['total']} records looked at."
        self.assertEqual(
            said[:3],
            [
                "Sync 1 of 3, “Contacts”: 1000 of 1200 records looked at.",
                "Sync 1 of 3, “Contacts”: 1200 of 1200 records looked at.",
                f"Sync 1 of 3, “Contacts”: 1000 {pushed}",
            ],
        )
        self.assertFalse(self.setup.sudo().dry_run_progress)
        self.assertEqual(self.left_behind(), before)
        calls = self.sim.calls("/api.xro/")
        self.assertEqual({call["method"] for call in calls}, {"GET"})
        pulled, pushed = (in_one["contact"][way]["counts"] for way in ("pull", "push"))
        # Two of Odoo's are called as one on the first page, two as one on the second.
        self.assertEqual(pulled, {"ask": 2, "create": 699, "link": 499})
        self.assertEqual((pushed["create"], pushed["ask"]), (600, 4))

    def assertAlike(self, found, other):
        """All the same but for a few bytes: an answer has an id and a time of its own, and what
        follows them is compressed otherwise."""
        for entity in found:
            for way, seen in found[entity].items():
                with self.subTest(f"{entity} {way}"):
                    before = other[entity][way]
                    self.assertEqual({**seen, "bytes": 0}, {**before, "bytes": 0})
                    few = max(200, before["bytes"] // 100)
                    self.assertAlmostEqual(seen["bytes"], before["bytes"], delta=few)
        self.assertEqual(list(found), list(other))

    def test_it_does_what_it_said(self):
        """The first import then takes the calls and bytes that were told; a list without pages is
        one call, however long. [B18]"""
        self.grow("Items", 3100, lambda number: {"Code": f"C-{number}", "Name": f"Item {number}"})
        self.in_slices()
        told, items = self.found()["contact"]["pull"], self.found()["item"]["pull"]
        self.assertEqual((items["total"], items["looked"], items["calls"]), (3100, 3000, 1))
        self.setup.action_start()
        run = self.run_pull("contact", trigger="person")
        self.assertEqual((told["total"], told["calls"]), (run.collected, run.calls))
        self.assertAlmostEqual(told["bytes"], run.bytes_in, delta=0.05 * run.bytes_in)

    def test_a_limit_and_a_new_wish(self):
        """Stopped by Xero's limit it goes on where it was; asked for anew it begins at the start,
        and what was under way is dropped; left out, nothing of it stays. [B18]"""
        self.setup.action_dry_run()
        self.look_on(0)
        self.sim.forget_calls()
        limit = {"Retry-After": "600", "X-Rate-Limit-Problem": "day"}
        self.sim.fault("status", path="/Contacts", status=429, headers=limit)
        self.look_on(600)
        self.assertIn("limit is reached", self.setup.dry_run_note)
        self.assertIn("1000 of 1200", self.setup.dry_run_doing)
        self.sim.clear_faults()
        self.sim.forget_calls()
        self.env["xero.call.quota"].sudo().search([]).unlink()
        self.look_on(600)
        self.assertEqual(self.looked()["contact"]["pull"]["sentence"][:13], "1200 in Xero.")
        self.assertEqual([call["query"]["page"] for call in self.sim.calls("/Contacts")], ["2"])
        self.setup.action_dry_run()
        self.look_on(0)
        self.setup.action_dry_run()
        self.assertFalse(self.setup.dry_run_doing)
        self.setup.action_skip_dry_run()
        self.assertFalse(self.setup.sudo().dry_run_progress)
        self.look_on(600)
        self.assertFalse(self.setup.dry_run)

    def test_payroll_is_not_told(self):
        """Who may not see employees in Odoo is not told either how many have been looked at.
        [B18, S92]"""
        self.setup.action_dry_run()
        place = {"entity": "employee", "number": 1, "all": 2, "looked": 3, "total": 4}
        self.setup.sudo().dry_run_place = place
        other = self.person("no-hr", f"base.group_user,{MANAGER}")
        self.assertIn("3 of 4", self.setup.dry_run_doing)
        self.assertFalse(self.setup.with_user(other).dry_run_doing)
