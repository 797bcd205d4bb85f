"""Walking lists page by page."""

import unittest
from datetime import datetime, timezone
from urllib.parse import parse_qsl, urlsplit

import tenacity
from hypothesis import given
from hypothesis import strategies as st
from loopback import Reply, served

from xero.answer import Answer
from xero.client import Client
from xero.errors import XeroError
from xero.paging import accounting_pages, payroll_pages
from xero.servers import Servers

CONTACTS = "/api.xro/2.0/Contacts"
EMPLOYEES = "/payroll.xro/1.0/Employees"


def query_of(request):
    return dict(parse_qsl(urlsplit(request.path).query))


def people(count):
    return [{"EmployeeID": str(number)} for number in range(count)]


class PagingCase(unittest.TestCase):
    def client(self, reply):
        self.server = served(self, reply)
        address = self.server.address
        return Client(
            Servers(address, address, address),
            "t",
            lambda: "token",
            retry_wait=tenacity.wait_none(),
        )

    def accounting(self, total):
        """A list of Xero's that counts its pages."""

        def reply(request):
            query = query_of(request)
            page, size = int(query["page"]), int(query["pageSize"])
            rows = [{"ContactID": str(n)} for n in range(total)][(page - 1) * size : page * size]
            counts = {
                "page": page,
                "pageSize": size,
                "pageCount": -(-total // size),
                "itemCount": total,
            }
            return Reply(body={"pagination": counts, "Contacts": rows})

        return self.client(reply)


class TestAccounting(PagingCase):
    def test_every_record_comes_once(self):
        """A list of 2,500 records comes in three calls, each record once. [B31, S94]"""
        client = self.accounting(2500)
        pages = list(client.pages(CONTACTS, order="ContactID", includeArchived=True))
        ids = [row["ContactID"] for page in pages for row in page.records]
        self.assertEqual((len(ids), len(set(ids))), (2500, 2500))
        self.assertEqual([len(page.records) for page in pages], [1000, 1000, 500])
        self.assertEqual((pages[0].page_count, pages[0].item_count), (3, 2500))
        self.assertEqual(
            [query_of(request) for request in self.server.requests],
            [
                {
                    "page": str(n),
                    "pageSize": "1000",
                    "order": "ContactID",
                    "includeArchived": "true",
                }
                for n in (1, 2, 3)
            ],
        )

    def test_a_full_last_page_needs_no_further_call(self):
        """Xero's count tells the end, also when the last page is full or empty. Pain 24 [B31]"""
        for total, calls in ((0, 1), (1, 1), (1000, 1), (2000, 2), (2001, 3)):
            client = self.accounting(total)
            found = sum(len(page.records) for page in client.pages(CONTACTS))
            self.assertEqual((found, len(self.server.requests)), (total, calls))

    def test_nothing_changed_is_one_empty_page(self):
        """An answer "not modified" is one empty page, asked for with the moment. [B32]"""
        client = self.client(Reply(304))
        pages = list(client.pages(CONTACTS, datetime(2026, 11, 20, tzinfo=timezone.utc)))
        self.assertEqual([page.records for page in pages], [[]])
        (request,) = self.server.requests
        self.assertEqual(request.headers["if-modified-since"], "2026-11-20T00:00:00")

    def test_a_page_that_comes_twice_ends_the_walk(self):
        """A server that repeats a page ends the walk and is reported. Pain 24 [B31]"""
        body = {"pagination": {"pageCount": 9}, "Contacts": [{"ContactID": "a"}]}
        client = self.client(Reply(body=body))
        with self.assertRaises(XeroError) as caught:
            list(client.pages(CONTACTS))
        self.assertEqual((caught.exception.reason, len(self.server.requests)), ("repeated_page", 2))

    def test_a_list_that_shrinks_ends(self):
        """A list that shrinks during the walk ends with its first empty page. Pain 24 [B31]"""
        counts = {"pageCount": 1000}
        bodies = [{"Contacts": [{"ContactID": "a"}]}, {"Contacts": []}]
        read = answers([{"pagination": counts, **body} for body in bodies])
        self.assertEqual(len(list(accounting_pages(read, "Contacts", 1000))), 2)

    def test_a_list_without_counts_ends_with_a_short_page(self):
        """A list without counts is read until a page is short. Pain 24 [B31]"""
        full = [{"QuoteID": str(n)} for n in range(100)]
        read = answers([{"Quotes": full}, {"Quotes": full[:3]}])
        self.assertEqual(
            [len(page.records) for page in accounting_pages(read, "Quotes", 1000)], [100, 3]
        )

    def test_an_answer_without_the_list_is_an_error(self):
        """An answer without the list is an error, not an empty page. [D5, B31]"""
        for body in (
            {},
            {"Contacts": None},
            {"Contacts": {}},
            [],
            {"Contacts": ["x"]},
            {"Contacts": "x"},
        ):
            with self.subTest(body=body), self.assertRaises(XeroError) as caught:
                list(self.client(Reply(body=body)).pages(CONTACTS))
            self.assertEqual(caught.exception.reason, "bad_answer")


class TestPayroll(PagingCase):
    def test_pages_of_a_hundred_until_one_is_short(self):
        """Payroll lists come a hundred a page until a page is short. [B31]"""
        for total, calls in ((0, 1), (99, 1), (100, 2), (250, 3)):

            def reply(request, total=total):
                page = int(query_of(request)["page"])
                return Reply(body={"Employees": people(total)[(page - 1) * 100 : page * 100]})

            client = self.client(reply)
            found = [
                row for page in client.payroll_pages(EMPLOYEES, "Employees") for row in page.records
            ]
            self.assertEqual((found, len(self.server.requests)), (people(total), calls))

    def test_a_list_that_ignores_the_page_is_read_once(self):
        """A list that ignores the page number is taken once and does not loop. Pain 24 [B31]"""
        client = self.client(Reply(body={"Employees": people(150)}))
        pages = list(client.payroll_pages(EMPLOYEES, "Employees", datetime.now(timezone.utc)))
        self.assertEqual((len(pages), len(pages[0].records)), (1, 150))
        self.assertEqual(len(self.server.requests), 2)


class TestAnyCounts(unittest.TestCase):
    @given(st.integers(0, 700), st.integers(1, 300), st.booleans())
    def test_no_list_is_read_past_its_end(self, total, size, counted):
        """Lists of any length are read whole in one call more than pages, at most. Pain 24 [B31]"""
        rows = people(total)
        size = size if counted else 100
        calls = []

        def read(number):
            calls.append(number)
            body = {"Employees": rows[(number - 1) * size : number * size]}
            if counted:
                body["pagination"] = {"pageCount": -(-total // size), "itemCount": total}
            return answer(body)

        found = [row for page in accounting_pages(read, "Employees", size) for row in page.records]
        self.assertEqual(found, rows)
        self.assertLessEqual(len(calls), total // size + 1)

    def test_payroll_and_accounting_end_alike_on_nothing(self):
        """An empty list is one empty page on both sides. [B31]"""
        for walk in (payroll_pages, lambda read, key: accounting_pages(read, key, 1000)):
            self.assertEqual([page.records for page in walk(answers([{"X": []}]), "X")], [[]])


def answer(body):
    return Answer(200, body, {}, "", 0, 0, None)


def answers(bodies):
    return lambda number: answer(bodies[number - 1])
