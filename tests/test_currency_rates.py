from datetime import timedelta

from odoo.tests import new_test_user

from .currency_case import CurrencyCase

# What the simulator takes where no rate is sent.
CHOSEN = 0.6525


class TestCurrencyRates(CurrencyCase):
    """The rates both sides used, each with its day and where it comes from."""

    def day(self, ago):
        return self.today - timedelta(days=ago)

    def only_in_xero(self, rate, ago=0, code="USD", status="AUTHORISED"):
        """An invoice that somebody wrote in Xero."""
        contact = self.sim.create("Contacts", Name=f"Customer {rate} {ago} {status}")
        day = self.day(ago).isoformat()
        return self.sim.create(
            "Invoices", Type="ACCREC", Status=status, InvoiceNumber=f"X-{ago}-{rate}-{status}",
            Contact={"ContactID": contact["ContactID"]}, Date=day, DueDate=day,
            CurrencyCode=code, CurrencyRate=rate,
            LineItems=[{"Description": "Work", "Quantity": 1, "UnitAmount": 100,
                        "AccountCode": "200", "TaxType": "EXEMPTOUTPUT"}],
        )  # fmt: skip

    def listed(self, rows):
        return [(row.date, round(row.rate, 6), row.source) for row in rows]

    def test_both_ledgers_use_odoos_rate(self):
        """An invoice is sent with the rate Odoo booked with; the invoice and the list of rates show
        what Xero used. [B16, S36]"""
        self.odoo_rate(0.6543)
        move = self.approved(self.sent(self.line(1000.0), currency_id=self.dollar.id))
        found = self.in_xero(move)
        self.assertEqual(found["CurrencyRate"], 0.6543)
        self.assertAlmostEqual(found["Total"] / 0.6543, move.amount_total_signed, 2)
        self.assertAlmostEqual(move.xero_rate, 0.6543, 6)
        self.assertFalse(move.xero_rate_note)
        row = self.rates()
        self.assertEqual(self.listed(row), [(self.today, 0.6543, "sent")])
        self.assertAlmostEqual(row.inverse_rate, 1 / 0.6543, 6)
        self.assertEqual((row.document, row.action_open_document()["res_id"]), (move.name, move.id))

    def test_draft_in_xero_does_not_count(self):
        """A rate counts when the document is approved in Xero: a draft's may still change. [B16]"""
        self.odoo_rate(0.6543)
        move = self.sent(currency_id=self.dollar.id)
        self.only_in_xero(0.66, status="DRAFT")
        self.run_pull("invoice")
        self.assertFalse(self.rates())
        self.approved(move)
        self.assertEqual(len(self.rates()), 1)

    def test_rate_that_xero_chose_fills_a_day(self):
        """Where Odoo had no rate, the one Xero used is taken over for that day, the right way
        round; the invoice booked one to one says so, and Xero never gets a rate of one. Pain 18
        [B15, B16]"""
        move = self.approved(self.sent(self.line(1000.0), currency_id=self.dollar.id))
        self.assertIn("Odoo booked with 1", move.xero_rate_note)
        self.assertEqual(self.listed(self.rates()), [(self.today, CHOSEN, "xero")])
        self.run_pull("currency")
        base = self.company.currency_id
        self.assertAlmostEqual(self.dollar._convert(65.25, base, self.company, self.today), 100.0)
        self.assertTrue(self.rates().taken)
        self.sim.forget_calls()
        move.action_xero_sync_now()
        self.run_push("invoice")
        self.assertFalse(self.writes())
        self.assertEqual(self.in_xero(move)["CurrencyRate"], CHOSEN)
        later = self.sent(self.line(1000.0), currency_id=self.dollar.id)
        self.assertEqual(self.in_xero(later)["CurrencyRate"], CHOSEN)
        self.assertAlmostEqual(later.amount_total_signed, later.amount_total / CHOSEN, delta=0.02)

    def test_a_rate_of_odoos_is_never_changed(self):
        """History is never overwritten: Odoo's rate of a day stays, and both are listed; a rate
        somebody deletes does not come back. [B15]"""
        ours = self.odoo_rate(0.7, self.day(2))
        self.only_in_xero(0.66, 2)
        self.only_in_xero(0.67, 1)
        self.run_pull("invoice")
        for _again in range(2):
            self.run_pull("currency")
        self.assertEqual(ours.rate, 0.7)
        self.assertEqual(
            self.listed(self.rates().filtered(lambda row: row.date < self.today)),
            [
                (self.day(2), 0.66, "xero"),
                (self.day(2), 0.7, "odoo"),
                (self.day(1), 0.67, "xero"),
            ],
        )
        made = self.env["res.currency.rate"].search(
            [("currency_id", "=", self.dollar.id), ("name", "=", self.day(1))]
        )
        self.assertAlmostEqual(made.rate, 0.67, 6)
        made.unlink()
        self.only_in_xero(0.675, 1)
        self.run_pull("invoice")
        self.run_pull("currency")
        self.assertIn((self.day(1), 0.675, "xero"), self.listed(self.rates()))
        self.assertFalse(
            self.env["res.currency.rate"].search(
                [("currency_id", "=", self.dollar.id), ("name", "=", self.day(1))]
            )
        )

    def test_days_without_a_rate(self):
        """Each day since the first known rate that has none is listed as such, until one is
        known. [B15]"""
        self.odoo_rate(0.65, self.day(4))
        self.run_pull("currency")
        gaps = [self.day(ago) for ago in (3, 2, 1, 0)]
        self.assertEqual(self.rates("none").mapped("date"), gaps)
        self.only_in_xero(0.66, 2)
        self.run_pull("invoice")
        self.run_pull("currency")
        self.assertEqual(self.rates("none").mapped("date"), [*gaps[:1], *gaps[2:]])
        self.assertEqual(
            self.listed(self.rates()),
            [
                (self.day(4), 0.65, "odoo"),
                (self.day(3), 0.0, "none"),
                (self.day(2), 0.66, "xero"),
                (self.day(1), 0.0, "none"),
                (self.today, 0.0, "none"),
            ],
        )

    def test_rates_of_the_own_currency(self):
        """Odoo's rates are listed against the company's own currency, which may have rates as well:
        its own ones count before those that are shared. [B15]"""
        base = self.company.currency_id
        self.odoo_rate(4.0, self.day(20), base, company=False)
        self.odoo_rate(2.0, self.day(10), base)
        self.odoo_rate(8.0, self.day(8), base, company=False)
        days = {15: 2.0, 10: 1.2, 5: 1.3}
        for ago, rate in days.items():
            self.odoo_rate(rate, self.day(ago))
        self.run_pull("currency")
        listed = {row.date: row.rate for row in self.rates("odoo")}
        wanted = {
            self.day(ago): rate / base._get_rates(self.company, self.day(ago))[base.id]
            for ago, rate in days.items()
        }
        self.assertEqual(listed.keys(), wanted.keys())
        for day, rate in wanted.items():
            self.assertAlmostEqual(listed[day], rate, 6)
        self.assertAlmostEqual(listed[self.day(5)], 0.65, 6)

    def test_more_days_cost_no_more_queries(self):
        """The own currency's rates are read once, not for each day of the year. [D33]"""
        rates, setting = self.env["xero.currency.rate"], self.setting("currency")
        counts = []
        for days in (range(2, 7), range(7, 60)):
            for ago in days:
                self.odoo_rate(0.6 + ago / 1000, self.day(ago))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rates._bring_together(setting)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self.rates("odoo")), 58)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_documents_are_the_only_source(self):
        """Rates cost no call of their own: those of invoices that only Xero has are read with
        them. Rates of one and of the own currency are none. [B15, D33]"""
        self.only_in_xero(0.66)
        self.only_in_xero(1, 1)
        self.only_in_xero(1, 2, "AUD")
        event = self.run_pull("invoice")
        self.assertEqual(event.calls, 1)
        row = self.rates()
        self.assertEqual(self.listed(row), [(self.today, 0.66, "xero")])
        self.assertEqual((row.document, row.res_id), ("X-0-0.66-AUTHORISED", 0))
        self.assertEqual(self.run_pull("currency").calls, 1)

    def test_filling_can_be_switched_off(self):
        """Without the switch, or where all companies share Odoo's rates, rates are listed and
        nothing is written into Odoo's table. [B15]"""
        self.only_in_xero(0.66, 1)
        self.run_pull("invoice")
        self.setting("currency", currency_rates=False)
        table = self.env["res.currency.rate"]
        mine = [("currency_id", "=", self.dollar.id)]
        self.run_pull("currency")
        self.assertFalse(table.search(mine))
        shared = self.odoo_rate(0.64, self.day(3), company=False)
        self.setting("currency", currency_rates=True)
        self.run_pull("currency")
        self.assertEqual(table.search(mine), shared)
        self.assertEqual(self.rates("xero").mapped("taken"), [False])

    def test_a_slip_of_the_pen_is_not_taken_over(self):
        """A rate typed wrongly in Xero is listed and does not reach Odoo's table. [B15]"""
        self.odoo_rate(0.65, self.day(3))
        self.only_in_xero(6.5, 1)
        self.run_pull("invoice")
        self.run_pull("currency")
        self.assertEqual(self.listed(self.rates("xero")), [(self.day(1), 6.5, "xero")])
        self.assertFalse(self.rates("xero").taken)
        self.assertEqual(self.dollar.rate_ids.mapped("rate"), [0.65])

    def test_rate_of_a_payment(self):
        """The rate of a payment is kept with its own day; the day's document goes before it. [B16,
        S36]"""
        self.setting("invoice", start_date=self.day(9))
        self.odoo_rate(0.65, self.day(3))
        move = self.approved(self.sent(currency_id=self.dollar.id, invoice_date=self.day(1)))
        paid = {"Amount": 110, "CurrencyRate": 0.7, "Date": self.today.isoformat()}
        self.sim.create("Payments", Invoice={"InvoiceID": move.xero_id}, **paid)
        self.only_in_xero(0.68)
        self.run_pull("invoice")
        self.assertEqual(
            self.listed(self.rates()),
            [
                (self.day(1), 0.65, "sent"),
                (self.today, 0.7, "xero"),
                (self.today, 0.68, "xero"),
            ],
        )
        self.run_pull("currency")
        taken = self.rates().filtered("taken")
        self.assertEqual(self.listed(taken), [(self.today, 0.68, "xero")])

    def test_rates_of_other_companies(self):
        """Rates of one company's connection are closed to people of another. [O12, S92]"""
        self.odoo_rate(0.65)
        self.run_pull("currency")
        self.assertTrue(self.rates())
        groups = "base.group_user,xero_connector.group_manager"
        company = self.other_company()
        person = new_test_user(
            self.env, "elsewhere", groups, company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )  # fmt: skip
        self.assertFalse(self.env["xero.currency.rate"].with_user(person).search([]))
