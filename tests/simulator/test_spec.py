"""What the simulator takes and gives follows Xero's specification."""

import os
import sys
import unittest
from pathlib import Path

from sim_client import SimulatorCase

from simulator.spec import Specification

FOLDER = Path(
    os.environ.get("XERO_OPENAPI_DIR") or Path(__file__).parents[3] / "shared" / "xero" / "openapi"
)


class TestSpecification(SimulatorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.state.spec = Specification(FOLDER)

    def setUp(self):
        super().setUp()
        self.control("spec", method="DELETE")

    def violations(self):
        return self.control("spec", method="GET")

    def test_own_answers(self):
        """A walk through every endpoint finds nothing to object to."""
        made = self.invoice(
            Reference="r",
            LineItems=[
                {
                    "Description": "Baskets",
                    "Quantity": 2,
                    "UnitAmount": 50,
                    "AccountCode": "200",
                    "TaxType": "OUTPUT",
                    "DiscountRate": 10,
                    "Tracking": [{"Name": "Region", "Option": "North"}],
                }
            ],
        )
        payment = {
            "Payments": [
                {
                    "Invoice": {"InvoiceID": made["InvoiceID"]},
                    "Amount": 1,
                    "Account": {"Code": "090"},
                    "Date": "2026-11-10",
                }
            ]
        }
        self.good("PUT", "Payments", payment)
        note = self.credit_note(made)
        allocation = {
            "Amount": 5,
            "Date": "2026-11-10",
            "Invoice": {"InvoiceID": made["InvoiceID"]},
        }
        self.good(
            "PUT", f"CreditNotes/{note['CreditNoteID']}/Allocations", {"Allocations": [allocation]}
        )
        items = {"Items": [{"Code": "A", "Name": "A", "SalesDetails": {"UnitPrice": 2}}]}
        self.good("PUT", "Items", items, unitdp=4, summarizeErrors="false")
        tracked = {
            "Code": "T",
            "InventoryAssetAccountCode": "630",
            "PurchaseDetails": {"COGSAccountCode": "310"},
        }
        self.good("POST", "Items", {"Items": [tracked]}, unitdp=4)
        self.good("GET", "Items", unitdp=4, where='Code=="T" OR Code=="A"')
        contact = {
            "ContactID": made["Contact"]["ContactID"],
            "ContactPersons": [{"FirstName": "P"}],
            "PaymentTerms": {"Sales": {"Day": 7, "Type": "DAYSAFTERBILLDATE"}},
        }
        self.good("POST", "Contacts", {"Contacts": [contact]}, summarizeErrors="false")
        for path in (
            "Organisation",
            "Organisation/Actions",
            "Accounts",
            "TaxRates",
            "Currencies",
            "TrackingCategories",
            "BrandingThemes",
            "Items",
            "ContactGroups",
            "Contacts",
            "Invoices",
            "Payments",
            "CreditNotes",
            f"CreditNotes/{note['CreditNoteID']}",
            f"Invoices/{made['InvoiceID']}",
            f"Contacts/{made['Contact']['ContactID']}",
        ):
            self.good("GET", path)
        for path in ("Contacts", "Invoices", "Payments", "CreditNotes"):
            self.good("GET", path, page=1, pageSize=10)
        self.api("GET", "/connections")
        self.maxDiff = None
        self.assertEqual(self.violations(), [])

    def test_what_is_sent(self):
        """Unknown fields, parameters and values of a request are named."""
        body = {"Contacts": [{"Name": "A", "Nmae": "B", "ContactStatus": "SLEEPING"}]}
        self.api("PUT", "Contacts", body, unitdp=4)
        text = "\n".join(self.violations())
        self.assertIn("Nmae is not in the specification", text)
        self.assertIn("'SLEEPING'", text)
        self.assertIn("query parameter unitdp", text)


def load_tests(loader, tests, pattern):
    """Without the files to compare with there is nothing to test; say so."""
    if FOLDER.is_dir():
        return tests
    sys.stderr.write(f"Xero's specification is not at {FOLDER}; TestSpecification does not run.\n")
    return unittest.TestSuite()
