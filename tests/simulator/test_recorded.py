"""The recorded organisation comes out to the cent."""

import json
import os
import sys
import unittest
from decimal import Decimal
from pathlib import Path

from sim_client import SimulatorCase

SHARED = Path(os.environ.get("XERO_SHARED") or Path(__file__).parents[3] / "shared")
RECORDED = SHARED / "xero" / "demo-company-au" / "organisation.json"


class TestRecorded(SimulatorCase):
    def setUp(self):
        super().setUp()
        self.tenant = self.control("load", {"file": str(RECORDED)})["tenant_id"]
        self.tokens = self.connect()
        self.recorded = json.loads(RECORDED.read_text(), parse_float=Decimal)

    def test_documents(self):
        """Every invoice's and bill's totals and amounts left are as recorded."""
        back = self.good("GET", "Invoices", page=1, pageSize=1000)["Invoices"]
        read = {one["InvoiceID"]: one for one in back}
        self.assertEqual(len(read), len(self.recorded["Invoices"]))
        for one in self.recorded["Invoices"]:
            mine = read[one["InvoiceID"]]
            for name in ("SubTotal", "TotalTax", "Total", "AmountPaid", "AmountDue"):
                self.assertEqual(Decimal(str(mine[name])), one[name], (one["InvoiceID"], name))
            self.assertEqual(mine["Status"], one["Status"])

    def test_credit_notes(self):
        """Every credit note is as recorded, paid by the invoices it was applied to."""
        back = self.good("GET", "CreditNotes", page=1)["CreditNotes"]
        read = {one["CreditNoteID"]: one for one in back}
        for one in self.recorded["CreditNotes"]:
            mine = read[one["CreditNoteID"]]
            for name in ("SubTotal", "TotalTax", "Total"):
                self.assertEqual(Decimal(str(mine[name])), one[name], (one["CreditNoteID"], name))
            left = one["Total"] if one["Status"] == "AUTHORISED" else 0
            self.assertEqual(
                (mine["Status"], Decimal(str(mine["RemainingCredit"]))), (one["Status"], left)
            )

    def test_tax_is_computed(self):
        """Without the recorded tax amounts the simulator's own arithmetic gives the same totals."""
        contact = self.good("GET", "Contacts", page=1)["Contacts"][0]
        for one in self.recorded["Invoices"]:
            lines = [
                {
                    name: str(value) if isinstance(value, Decimal) else value
                    for name, value in line.items()
                    if name not in ("TaxAmount", "LineAmount")
                }
                for line in one.get("LineItems", ())
            ]
            made = self.control(
                "create",
                {
                    "tenant": self.tenant,
                    "table": "Invoices",
                    "record": {
                        "Type": one["Type"],
                        "LineAmountTypes": one["LineAmountTypes"],
                        "Contact": {"ContactID": contact["ContactID"]},
                        "LineItems": lines,
                    },
                },
            )
            for name in ("SubTotal", "TotalTax", "Total"):
                self.assertEqual(Decimal(str(made[name])), one[name], (one["InvoiceID"], name))

    def test_counts(self):
        """Contacts, accounts, rates, items and payments are all there."""
        for name, query in (
            ("Accounts", {}),
            ("TaxRates", {}),
            ("Items", {}),
            ("Payments", {}),
            ("BrandingThemes", {}),
            ("TrackingCategories", {}),
            ("Contacts", {"includeArchived": "true"}),
        ):
            back = self.good("GET", name, **query)[name]
            self.assertEqual(len(back), len(self.recorded[name]), name)


def load_tests(loader, tests, pattern):
    """Without the files to compare with there is nothing to test; say so."""
    if RECORDED.exists():
        return tests
    sys.stderr.write(f"No recorded organisation at {RECORDED}; TestRecorded does not run.\n")
    return unittest.TestSuite()
