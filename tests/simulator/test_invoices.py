"""Invoices and bills: arithmetic, statuses, refusals, lists."""

import time

from sim_client import SimulatorCase


def line(**more):
    return {
        "Description": "Baskets",
        "Quantity": 1,
        "UnitAmount": 100,
        "AccountCode": "200",
        "TaxType": "OUTPUT",
        **more,
    }


class TestInvoiceArithmetic(SimulatorCase):
    def amounts(self, *lines, unitdp=None, **more):
        query = {"unitdp": unitdp} if unitdp else {}
        body = {"Type": "ACCREC", "Contact": {"Name": "A"}, "LineItems": list(lines), **more}
        made = self.good("PUT", "Invoices", body, **query)["Invoices"][0]
        return made["SubTotal"], made["TotalTax"], made["Total"], made

    def test_modes(self):
        """Exclusive, inclusive and no tax at all come out to the cent."""
        self.assertEqual(self.amounts(line(UnitAmount=99.99))[:3], (99.99, 10.0, 109.99))
        self.assertEqual(
            self.amounts(line(UnitAmount=100), LineAmountTypes="Inclusive")[:3], (90.91, 9.09, 100)
        )
        self.assertEqual(self.amounts(line(), LineAmountTypes="NoTax")[:3], (100, 0, 100))

    def test_tax_is_rounded_per_line(self):
        """Three lines of 0.05 have 0.01 of tax each, not 0.02 together."""
        self.assertEqual(self.amounts(*[line(UnitAmount="0.05")] * 3)[:3], (0.15, 0.03, 0.18))

    def test_four_places(self):
        """Without unitdp=4 a unit amount is rounded before it is multiplied, and on reading."""
        self.assertEqual(self.amounts(line(Quantity=1000, UnitAmount="0.1234"))[0], 120)
        sub_total, _tax, _total, made = self.amounts(
            line(Quantity=1000, UnitAmount="0.1234"), unitdp=4
        )
        self.assertEqual(sub_total, 123.4)
        path = f"Invoices/{made['InvoiceID']}"
        for query, unit in (({}, 0.12), ({"unitdp": 4}, 0.1234)):
            read = self.good("GET", path, **query)["Invoices"][0]
            self.assertEqual(read["LineItems"][0]["UnitAmount"], unit)
            listed = self.good("GET", "Invoices", IDs=made["InvoiceID"], page=1, **query)
            self.assertEqual(listed["Invoices"][0]["LineItems"][0]["UnitAmount"], unit)

    def test_discounts(self):
        """Discounts by rate or amount lower a sales line; a bill takes none."""
        self.assertEqual(self.amounts(line(Quantity=3, UnitAmount=10, DiscountRate=15))[0], 25.5)
        self.assertEqual(self.amounts(line(DiscountAmount=25))[:2], (75, 7.5))
        body = {
            "Type": "ACCPAY",
            "Contact": {"Name": "A"},
            "LineItems": [line(AccountCode="400", TaxType="INPUT", DiscountRate=10)],
        }
        self.assertIn("Discounts are only supported", self.refused("PUT", "Invoices", body))

    def test_tax_override(self):
        """A TaxAmount sent is kept, within reason."""
        self.assertEqual(self.amounts(line(TaxAmount="10.01"))[1:3], (10.01, 110.01))
        body = {"Type": "ACCREC", "Contact": {"Name": "A"}}
        self.refused("PUT", "Invoices", {**body, "LineItems": [line(TaxAmount=101)]})
        self.refused(
            "PUT", "Invoices", {**body, "LineItems": [line(TaxType="EXEMPTOUTPUT", TaxAmount=1)]}
        )

    def test_line_amount(self):
        """A LineAmount must agree with quantity and price."""
        body = {
            "Type": "ACCREC",
            "Contact": {"Name": "A"},
            "LineItems": [line(Quantity=2, LineAmount=100)],
        }
        self.assertIn(
            "does not match the expected line total", self.refused("PUT", "Invoices", body)
        )

    def test_currency(self):
        """A foreign document carries a rate; an unknown currency is refused."""
        made = self.amounts(line(), CurrencyCode="USD", CurrencyRate="0.75")[3]
        self.assertEqual((made["CurrencyCode"], made["CurrencyRate"]), ("USD", 0.75))
        self.assertGreater(self.amounts(line(), CurrencyCode="NZD")[3]["CurrencyRate"], 1)
        body = {
            "Type": "ACCREC",
            "Contact": {"Name": "A"},
            "CurrencyCode": "EUR",
            "LineItems": [line()],
        }
        self.assertIn("not subscribed to currency EUR", self.refused("PUT", "Invoices", body))


class TestInvoiceRules(SimulatorCase):
    def post(self, made, **changes):
        back = self.good("POST", f"Invoices/{made['InvoiceID']}", changes)["Invoices"][0]
        return back

    def no(self, made, **changes):
        return self.refused("POST", f"Invoices/{made['InvoiceID']}", changes)

    def bad_line(self, **more):
        body = {"Type": "ACCREC", "Contact": {"Name": "A"}, "LineItems": [line(**more)]}
        reply = self.api("PUT", "Invoices", body)
        self.assertEqual(reply.status, 400)
        return reply.json["Elements"][0]["LineItems"][0]["ValidationErrors"][0]["Message"]

    def test_lines(self):
        """Wrong accounts, tax types, tracking and items are refused on the line."""
        self.assertIn("'999' is not a valid code", self.bad_line(AccountCode="999"))
        self.assertIn("'610' is not a valid code", self.bad_line(AccountCode="610"))
        self.assertIn("'090' is not a valid code", self.bad_line(AccountCode="090"))
        self.assertEqual(
            self.bad_line(TaxType="INPUT"),
            "The TaxType code 'INPUT' cannot be used with account code '200'.",
        )
        self.assertIn("tracking", self.bad_line(Tracking=[{"Name": "Region", "Option": "Mars"}]))
        self.assertIn("Item code", self.bad_line(ItemCode="nothing"))
        account = next(
            a for a in self.good("GET", "Accounts")["Accounts"] if a.get("Code") == "210"
        )
        self.good("POST", f"Accounts/{account['AccountID']}", {"Status": "ARCHIVED"})
        self.assertIn("archived, or deleted", self.bad_line(AccountCode="210"))

    def test_tracking(self):
        """A tracking option comes back with its ids."""
        made = self.invoice(LineItems=[line(Tracking=[{"Name": "Region", "Option": "North"}])])
        self.assertIn("TrackingOptionID", made["LineItems"][0]["Tracking"][0])

    def test_archived_tracking_is_left_out(self):
        """An archived option is taken without a word and not kept. Pain 26"""
        category = self.good("GET", "TrackingCategories")["TrackingCategories"][0]
        option = category["Options"][0]
        path = f"TrackingCategories/{category['TrackingCategoryID']}/Options"
        self.good("POST", f"{path}/{option['TrackingOptionID']}", {"Status": "ARCHIVED"})
        tracking = [{"Name": category["Name"], "Option": option["Name"]}]
        made = self.invoice(LineItems=[line(Tracking=tracking)])
        self.assertEqual(made["LineItems"][0]["Tracking"], [])

    def test_approval(self):
        """An approved invoice needs a due date and whole lines; a draft does not."""
        body = {"Type": "ACCREC", "Contact": {"Name": "A"}, "LineItems": [{"Description": "x"}]}
        draft = self.good("PUT", "Invoices", body)["Invoices"][0]
        self.assertEqual(draft["Status"], "DRAFT")
        self.assertIn("DueDate", self.no(draft, Status="AUTHORISED"))
        lines = [{"Description": "x", "UnitAmount": 1}]
        text = self.no(draft, Status="AUTHORISED", DueDate="2026-12-01", LineItems=lines)
        self.assertIn("AccountCode must be specified", text)
        back = self.post(
            draft,
            Status="AUTHORISED",
            DueDate="2026-12-01",
            LineItems=[line(), {"Description": "words"}],
        )
        self.assertEqual((back["Status"], back["Total"]), ("AUTHORISED", 110))

    def test_statuses(self):
        """An approved invoice is voided, never deleted; the end is the end."""
        made = self.invoice()
        for status in ("DELETED", "DRAFT", "SUBMITTED"):
            self.assertIn("not of valid status", self.no(made, Status=status))
        self.assertEqual(self.post(made, Status="VOIDED")["Status"], "VOIDED")
        self.assertIn("not of valid status", self.no(made, Reference="x"))
        draft = self.invoice(Status="DRAFT")
        self.assertIn("not of valid status", self.no(draft, Status="VOIDED"))
        self.assertEqual(self.post(draft, Status="SUBMITTED")["Status"], "SUBMITTED")
        self.assertEqual(self.post(draft, Status="DELETED")["Status"], "DELETED")

    def test_numbers(self):
        """Sales numbers are unique and drawn when missing; POST by number edits."""
        made = self.invoice(InvoiceNumber="A-1")
        body = {"Type": "ACCREC", "Contact": {"Name": "B"}, "LineItems": [line()]}
        self.assertIn(
            "Invoice # must be unique.",
            self.refused("PUT", "Invoices", {**body, "InvoiceNumber": "a-1"}),
        )
        self.assertTrue(self.good("PUT", "Invoices", body)["Invoices"][0]["InvoiceNumber"])
        back = self.good("POST", "Invoices", {"InvoiceNumber": "A-1", "Reference": "r"})
        self.assertEqual(back["Invoices"][0]["InvoiceID"], made["InvoiceID"])
        bill = {
            "Type": "ACCPAY",
            "InvoiceNumber": "A-1",
            "Reference": "ignored",
            "LineItems": [line(AccountCode="400", TaxType="INPUT")],
        }
        self.invoice(**bill)
        self.assertEqual(self.invoice(**bill)["Reference"], "")

    def test_lines_kept(self):
        """Lines keep the ids sent; those left out go; without LineItems all stay."""
        made = self.invoice(LineItems=[line(), line(UnitAmount=5)])
        first, second = (one["LineItemID"] for one in made["LineItems"])
        back = self.post(made, LineItems=[line(LineItemID=second, UnitAmount=6), line()])
        self.assertEqual(back["LineItems"][0]["LineItemID"], second)
        self.assertNotIn(first, [one["LineItemID"] for one in back["LineItems"]])
        again = self.post(made, Reference="new")
        self.assertEqual(again["LineItems"], back["LineItems"])
        self.assertIn("LineItemID", self.no(made, LineItems=[line(LineItemID=first)]))

    def test_contact(self):
        """A name nobody has makes a contact; an archived contact is refused."""
        contact = self.contact("Gone")
        self.good(
            "POST", "Contacts", {"ContactID": contact["ContactID"], "ContactStatus": "ARCHIVED"}
        )
        body = {"Type": "ACCREC", "LineItems": [line()], "Contact": contact}
        self.assertIn("archived", self.refused("PUT", "Invoices", body))
        made = self.invoice(Contact={"Name": "Surprise"})
        read = self.good("GET", f"Contacts/{made['Contact']['ContactID']}")["Contacts"][0]
        self.assertTrue(read["IsCustomer"])
        self.assertEqual(read["Balances"]["AccountsReceivable"]["Outstanding"], 110)

    def test_lock_dates(self):
        """Nothing approved on or before a lock date."""
        made = self.invoice()
        self.control("edit", {"table": "Organisation", "changes": {"PeriodLockDate": "2026-11-02"}})
        text = self.no(made, Status="VOIDED")
        self.assertIn("period lock date", text)
        self.assertEqual(self.invoice(Date="2026-11-03")["Status"], "AUTHORISED")
        facts = self.good("GET", "Organisation")["Organisations"][0]
        self.assertTrue(facts["PeriodLockDate"].startswith("/Date("))

    def test_url_and_warning(self):
        """A Url is absolute; SentToContact on a draft is a warning, the draft is saved."""
        draft = self.invoice(Status="DRAFT")
        self.assertIn("Url", self.no(draft, Url="odoo/1"))
        body = {
            "Invoices": [
                {
                    "InvoiceID": draft["InvoiceID"],
                    "SentToContact": True,
                    "Url": "https://odoo.example.com/web#id=1",
                }
            ]
        }
        back = self.good("POST", "Invoices", body, summarizeErrors="false")["Invoices"][0]
        self.assertEqual(back["StatusAttributeString"], "WARNING")
        self.assertIn("SentToContact", back["Warnings"][0]["Message"])


class TestInvoiceLists(SimulatorCase):
    def test_lists(self):
        """Pages have lines, plain lists have none; Statuses forces pages."""
        made = self.invoice(Reference="Needle")
        self.assertEqual(self.good("GET", "Invoices")["Invoices"][0]["LineItems"], [])
        for query in ({"page": 1}, {"Statuses": "AUTHORISED,PAID"}):
            reply = self.good("GET", "Invoices", **query)
            self.assertIn("pagination", reply)
            self.assertEqual(len(reply["Invoices"][0]["LineItems"]), 1)
        for query in (
            {"IDs": made["InvoiceID"]},
            {"InvoiceNumbers": made["InvoiceNumber"]},
            {"ContactIDs": made["Contact"]["ContactID"]},
            {"searchTerm": "needle"},
            {"where": 'Type=="ACCREC" AND Date>=DateTime(2026,11,02)'},
            {"where": f'Contact.ContactID==guid("{made["Contact"]["ContactID"]}")'},
            {"where": f'Contact.Name=="{made["Contact"]["Name"]}"'},
            {"where": "AmountDue > 100"},
            {"createdByMyApp": "true"},
        ):
            self.assertEqual(
                len(self.good("GET", "Invoices", page=1, **query)["Invoices"]), 1, query
            )
        for query in (
            {"IDs": made["Contact"]["ContactID"]},
            {"Statuses": "DRAFT"},
            {"where": "DueDate<DateTime(2026,11,30)"},
        ):
            self.assertEqual(self.good("GET", "Invoices", page=1, **query)["Invoices"], [], query)
        self.assertNotIn(
            "LineItems", self.good("GET", "Invoices", page=1, summaryOnly="true")["Invoices"][0]
        )
        number = self.good("GET", f"Invoices/{made['InvoiceNumber']}")["Invoices"][0]
        self.assertEqual(number["InvoiceID"], made["InvoiceID"])
        self.assertEqual(number["DateString"], "2026-11-02T00:00:00")
        self.assertRegex(number["Date"], r"^/Date\(\d+\+0000\)/$")

    def test_renamed_contact(self):
        """A contact's new name is on its invoices at once."""
        made = self.invoice()
        self.good("GET", "Invoices", page=1)
        self.good("POST", "Contacts", {"ContactID": made["Contact"]["ContactID"], "Name": "New"})
        read = self.good("GET", "Invoices", page=1)["Invoices"][0]
        self.assertEqual(read["Contact"]["Name"], "New")

    def test_speed(self):
        """A thousand invoices in twenty batches take less than five seconds."""
        contact = {"ContactID": self.contact()["ContactID"]}
        start = time.perf_counter()
        for _batch in range(20):
            bodies = [
                {
                    "Type": "ACCREC",
                    "Status": "AUTHORISED",
                    "Contact": contact,
                    "DueDate": "2026-12-01",
                    "LineItems": [line()] * 3,
                }
                for _ in range(50)
            ]
            self.good("PUT", "Invoices", {"Invoices": bodies}, summarizeErrors="false")
        self.assertLess(time.perf_counter() - start, 5)
        self.assertEqual(len(self.good("GET", "Invoices", page=1, pageSize=1000)["Invoices"]), 1000)
