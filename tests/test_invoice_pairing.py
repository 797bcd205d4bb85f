import json

from odoo.tools import mute_logger

from .invoice_case import InvoiceCase


class TestInvoicePairing(InvoiceCase):
    def set_up_once(self):
        super().set_up_once()
        self.customer = self.sim.create("Contacts", Name=self.partner_a.name)
        self.run_pull("contact")
        self.assertTrue(self.partner_a.xero_id)

    def in_both(self, number=None, price=100.0, **values):
        """An invoice entered by hand on both sides."""
        move = self.invoice(self.line(price))
        record = {
            "Type": "ACCREC",
            "Status": "AUTHORISED",
            "InvoiceNumber": number or move.name,
            "Contact": {"ContactID": self.customer["ContactID"]},
            "Date": self.today.isoformat(),
            "DueDate": self.today.isoformat(),
            "LineItems": [
                {
                    "Description": "By hand",
                    "Quantity": 1,
                    "UnitAmount": price,
                    "AccountCode": "260",
                    "TaxType": "OUTPUT",
                }
            ],
            **values,
        }
        return move, self.sim.create("Invoices", **record)

    def first_run(self):
        """The first run of invoices."""
        self.setting("invoice", paired=False)
        return self.run_pull("invoice", trigger="first")

    def test_first_run_pairs_by_number(self):
        """The first run pairs invoices both sides have, and changes neither. Pain 3 [D26, C7]"""
        move, found = self.in_both()
        before = self.in_xero_by_id(found)
        self.first_run()
        self.run_push("invoice")
        self.assertEqual(move.xero_id, found["InvoiceID"])
        self.assertEqual(move.xero_state, "agreed")
        self.assertEqual(self.in_xero_by_id(found), before)
        self.assertFalse(self.writes())
        self.assertFalse(self.quarantines("invoice"))

    def in_xero_by_id(self, record):
        """What Xero has."""
        return next(row for row in self.xero("Invoices") if row["InvoiceID"] == record["InvoiceID"])

    def test_first_run_pairs_by_customer_date_and_total(self):
        """Without a common number, customer, date and total pair; both keep their number. [C7]"""
        move, found = self.in_both("INV-0042")
        self.first_run()
        self.assertEqual(move.xero_id, found["InvoiceID"])
        move.ref = "later"
        self.run_push("invoice")
        kept = self.in_xero_by_id(found)
        self.assertEqual((kept["InvoiceNumber"], kept["Reference"]), ("INV-0042", "later"))
        self.assertEqual(kept["LineItems"][0]["Description"], "By hand")

    def test_first_run_asks_about_twins(self):
        """Two invoices that could be the same are never paired by guessing. [C7]"""
        first, _one = self.in_both("INV-1")
        second, _two = self.in_both("INV-2")
        event = self.first_run()
        self.assertEqual(event.quarantined, 2)
        self.assertFalse(first.xero_id or second.xero_id)
        self.assertEqual(set(self.quarantines("invoice").mapped("reason")), {"ambiguous"})

    def test_first_run_asks_when_a_number_means_another_amount(self):
        """The same number with another total is shown side by side, not linked. Pain 4 [C7]"""
        move, _found = self.in_both(
            LineItems=[
                {
                    "Description": "x",
                    "Quantity": 1,
                    "UnitAmount": 5,
                    "AccountCode": "200",
                    "TaxType": "OUTPUT",
                }
            ]
        )
        self.first_run()
        row = self.quarantines("invoice")
        self.assertEqual(row.reason, "duplicate_number")
        self.assertIn("total is 110 in Odoo and 5.5 in Xero", row.sentence)
        self.assertEqual(row.odoo_values["body"]["total"], "110")
        self.assertEqual(row.suggestions[0]["id"], move.id)
        self.assertFalse(move.xero_id)

    def test_nothing_is_created_in_odoo(self):
        """Invoices only Xero has, and bills, make nothing in Odoo and cost nothing later. [D26]"""
        self.in_both("INV-9", price=77.0)[0].button_draft()
        self.sim.create(
            "Invoices",
            Type="ACCPAY",
            Contact={"ContactID": self.customer["ContactID"]},
            LineItems=[{"UnitAmount": 3, "AccountCode": "400"}],
        )
        before = self.env["account.move"].search_count([])
        event = self.first_run()
        self.assertEqual((event.collected, event.skipped), (1, 1))
        self.assertEqual(self.env["account.move"].search_count([]), before)
        again = self.run_pull("invoice")
        self.assertEqual(again.collected, again.skipped)

    def test_number_taken_by_another_invoice(self):
        """A number Xero has for another invoice stops ours, with both side by side. Pain 4 [C7]"""
        move, found = self.in_both(
            price=100.0,
            LineItems=[
                {
                    "Description": "x",
                    "Quantity": 1,
                    "UnitAmount": 5,
                    "AccountCode": "200",
                    "TaxType": "OUTPUT",
                }
            ],
        )
        self.run_push("invoice")
        row = self.assertQuarantined(move, "duplicate_number", "another invoice with the number")
        self.assertEqual(row.xero_values["body"]["total"], "5.5")
        self.assertEqual(row.odoo_values["body"]["total"], "110")
        self.assertEqual(row.suggestions[0]["xero_id"], found["InvoiceID"])
        self.assertEqual(len(self.xero("Invoices")), 1)

    def test_number_taken_by_the_same_invoice(self):
        """The same invoice, entered in Xero by hand before ours was sent, is linked. Pain 4 [C7]"""
        move, found = self.in_both()
        self.run_push("invoice")
        self.run_pull("invoice")
        self.assertEqual(move.xero_id, found["InvoiceID"])
        self.assertFalse(self.quarantines("invoice"))
        self.assertEqual(len(self.xero("Invoices")), 1)

    def test_known_number_is_linked_before_sending(self):
        """An invoice Xero is known to have is linked without an attempt to create it. Pain 4
        [C7]"""
        move, found = self.in_both("INV-77", price=12.0)
        move.button_draft()
        self.run_pull("invoice")
        move.name = "INV-77"
        move.action_post()
        self.run_push("invoice")
        self.run_pull("invoice")
        self.assertEqual(move.xero_id, found["InvoiceID"])
        self.assertFalse(self.writes())

    def test_known_lookalike_asks(self):
        """An invoice of the same customer, day and total that Xero has is asked about first. Pain 3
        [C7]"""
        move, _found = self.in_both("INV-78", price=12.0)
        move.button_draft()
        self.run_pull("invoice")
        move.action_post()
        self.run_push("invoice")
        row = self.assertQuarantined(move, "ambiguous", "INV-78")
        self.assertFalse(self.writes())
        row.action_resolve("create")
        self.run_push("invoice")
        self.assertEqual(len(self.xero("Invoices")), 2)

    @mute_logger("odoo.addons.xero_connector.services.engine")
    def test_wrong_shapes_are_kept_out(self):
        """JSON of the wrong shape in any field of an invoice is quarantined with a sentence.
        [C7]"""
        self.first_run()
        move = self.sent()
        good = self.in_xero(move)
        for name, value in (
            ("Type", 3.5),
            ("Status", "PARKED"),
            ("Status", None),
            ("Contact", "me"),
            ("Date", [1]),
            ("LineItems", "none"),
            ("LineItems", [3]),
            ("Total", "a lot"),
            ("CurrencyRate", {}),
            ("Payments", 7),
            ("Payments", [{"PaymentID": "p", "Amount": "x"}]),
            ("InvoiceNumber", []),
            ("Reference", {"a": 1}),
            ("UpdatedDateUTC", "yesterday"),
        ):
            bad = {**good, name: value}
            self.sim.fault(
                "status",
                method="GET",
                path="/Invoices",
                status=200,
                body=json.dumps({"Invoices": [bad], "pagination": {"page": 1, "pageCount": 1}}),
                headers={"Content-Type": "application/json"},
            )
            event = self.run_pull("invoice")
            self.assertEqual(
                event.quarantined + event.skipped, 1, f"{name}={value!r}: {event.detail}"
            )
            self.assertEqual(move.amount_total, 110)
        self.run_pull("invoice")
