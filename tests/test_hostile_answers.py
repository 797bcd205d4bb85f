"""JSON of any shape in any field: the record comes in or goes before a person, and that is all."""

import copy
import os
import uuid
from contextlib import contextmanager
from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odoo.tests import tagged

from .employee_case import EmployeeCase
from .invoice_case import InvoiceCase
from .test_contact_pull import FULL

THOROUGH = bool(os.environ.get("XERO_THOROUGH"))
EXAMPLES = 300 if THOROUGH else 20
# Of each list of spoilt records every seventh: each field, and each junk, comes several times.
STRIDE = 1 if THOROUGH else 7
JUNK = (
    None, True, "", "x", "12", "NaN", "1e99", "2026-02-30", "UNHEARD_OF", "nul\0", "x" * 600, -1,
    10**30, 0.5, [], [None], ["x"], [[5]], {}, {"a": 1},
)  # fmt: skip
FIGURES = {"CurrencyRate", "Total", "Amount", "Quantity", "UnitAmount", "Day"}
# Entity -> table of the simulator's, key, where its list is read, what stands around the list.
LISTS = {
    "contact": ("Contacts", "ContactID", "/Contacts$", ()),
    "invoice": ("Invoices", "InvoiceID", "/Invoices$", ()),
    "ledger_account": ("Accounts", "AccountID", "/Accounts$", ()),
    "tax_rate": ("TaxRates", "TaxType", "/TaxRates$", ()),
    "currency": ("Currencies", "Code", "/Currencies$", ()),
    "branding_theme": ("BrandingThemes", "BrandingThemeID", "/BrandingThemes$", ()),
    "tracking_category": ("TrackingCategories", "TrackingCategoryID", "/TrackingCategories$", ()),
    "pay_item": ("EarningsRates", "EarningsRateID", "/PayItems$", ("PayItems",)),
    "payroll_calendar": ("PayrollCalendars", "PayrollCalendarID", "/PayrollCalendars$", ()),
}


def places(value, before=()):
    """The way to each value inside a record, at any depth."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inside:
        yield (*before, key)
        if isinstance(part, (dict, list)):
            yield from places(part, (*before, key))


def spoilt(record, changes):
    """A copy of a record with other values at some places; a place that is gone is left out."""
    record = copy.deepcopy(record)
    for place, value in changes:
        part = record
        try:
            for key in place[:-1]:
                part = part[key]
            if isinstance(part, (dict, list)):
                part[place[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    return record


@tagged("post_install", "-at_install", "xero_long")
class TestHostileAnswers(InvoiceCase, EmployeeCase):
    def set_up_once(self):
        super().set_up_once()
        self.sim.create("Contacts", **FULL)
        self.sim.create("TrackingCategories", Name="Site", Options=[{"Name": "North"}])
        for entity in ("contact", "tracking_category"):
            self.run_pull(entity)

    def answer(self, path, *around, **body):
        """Every list that is read there is answered with this."""
        for key in reversed(around):
            body = {key: body}
        body["pagination"] = {"page": 1, "pageSize": 1000, "pageCount": 1}
        self.sim.fault("status", method="GET", path=path, status=200, body=body, times=0)

    def check(self, event, what):
        """The run came to its end, and nothing in it was unforeseen."""
        self.assertIn(event.state, ("ok", "attention"), f"{what}: {event.detail}")
        self.assertTrue(event.collected, what)
        sentences = "\n".join(self.quarantines().mapped("sentence"))
        self.assertNotIn("unexpected error", sentences, what)

    def one_each(self, record, key):
        """A record for each place and each junk in it, all with their own id."""
        found = []
        for place in places(record):
            for value in JUNK:
                own = {**record, key: str(uuid.uuid4())}
                own["Name"] = f"{record.get('Name')} {len(found)}"
                found.append(spoilt(own, [(place, value)]))
        return found[::STRIDE]

    @contextmanager
    def undone(self):
        """What happens in the block leaves no trace in the database."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.sim.clear_faults()

    def test_every_value_in_every_field(self):
        """Null, numbers for text, text for numbers, lists, unheard-of words: in each field of each
        kind of record one of them stops nothing and is never an error nobody foresaw. Pain 25 [B26,
        D25]"""
        invoice = self.approved(self.sent(self.line(100.0)))
        self.sim.act("pay", invoice=invoice.xero_id, date=self.today.isoformat(), amount=40)
        for entity, (table, key, path, around) in LISTS.items():
            with self.subTest(entity), self.undone():
                rows = self.one_each(self.xero(table)[0], key)
                self.answer(path, *around, **{table: rows})
                event = self.run_pull(entity)
                self.check(event, entity)
                self.assertGreater(event.collected, len(rows) / 2)
                self.assertTrue(event.quarantined, "some are refused")
                self.assertLess(event.quarantined, event.collected, "some are taken")

    def assertTakenOrAsked(self, entity, record, answer):
        """A pair that is linked, read back with up to three fields spoilt at once.

        :param dict record: the records that are answered, by what they are
        """
        rows = [place for place in places(record) if len(place) > 1]
        changes = st.lists(
            st.tuples(st.sampled_from(rows), st.sampled_from(JUNK)), min_size=1, max_size=3
        )

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=not THOROUGH,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(changes)
        @example([(place, "nul\0") for place in rows if len(place) == 2])
        @example([(place, "1e99") for place in rows if place[-1] in FIGURES])
        def read(changes):
            with self.undone():
                answer(**spoilt(record, changes))
                self.check(self.run_pull(entity), f"{entity} {changes}")

        read()

    def test_a_linked_contact(self):
        """A contact that is linked comes back from Xero spoilt. [B26, D25]"""
        record = {"contact": self.xero("Contacts")[0]}
        self.assertTakenOrAsked(
            "contact", record, lambda contact: self.answer("/Contacts$", Contacts=[contact])
        )

    def test_a_linked_employee(self):
        """An employee who is linked comes back from Xero spoilt, in list and details. [B26, D25]"""
        self.hire()
        self.run_pull("employee")
        record = {**self.xero("Employees")[0], "UpdatedDateUTC": "2030-01-01T00:00:00"}
        self.assertTakenOrAsked(
            "employee",
            {"employee": record},
            lambda employee: self.answer("/Employees", Employees=[employee]),
        )

    def test_a_linked_invoice_and_its_payment(self):
        """A linked invoice and its new payment come back from Xero spoilt. Pain 14 [B26, S90]"""
        move = self.approved(self.sent(self.line(100.0)))
        self.setting("invoice").start_date = self.today - timedelta(days=30)
        self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat(), amount=40)

        def answer(invoice, payment):
            self.answer("/Invoices$", Invoices=[invoice])
            self.answer("/Payments$", Payments=[payment])

        record = {"invoice": self.xero("Invoices")[0], "payment": self.xero("Payments")[0]}
        self.assertTakenOrAsked("invoice", record, answer)
