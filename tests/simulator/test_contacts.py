"""Contacts as Xero keeps them."""

import time

from sim_client import SimulatorCase


def clock_of(work):
    """What an amount of work takes by the clock on the machine as it is now; both in seconds."""
    begin, until = time.perf_counter(), time.process_time() + work
    while time.process_time() < until:
        pass
    return time.perf_counter() - begin


class TestContacts(SimulatorCase):
    def names(self, **query):
        return [c["Name"] for c in self.good("GET", "Contacts", **query)["Contacts"]]

    def test_create_and_read(self):
        """A contact comes back with all phone and address slots and wire dates."""
        made = self.contact(
            Phones=[{"PhoneType": "MOBILE", "PhoneNumber": "0400 000 000"}], ContactNumber="P/1"
        )
        read = self.good("GET", f"Contacts/{made['ContactID']}")["Contacts"][0]
        self.assertEqual(
            [p["PhoneType"] for p in read["Phones"]], ["DDI", "DEFAULT", "FAX", "MOBILE"]
        )
        self.assertEqual(read["Phones"][0]["PhoneNumber"], "")
        self.assertRegex(read["UpdatedDateUTC"], r"^/Date\(\d+\+0000\)/$")
        self.assertEqual(self.api("GET", "Contacts/none").status, 404)
        self.assertIn("text/html", self.api("GET", "Contacts/none").headers["content-type"])

    def test_unique_name(self):
        """PUT refuses a name another active contact has, whatever its case."""
        self.contact("Basket Case")
        text = self.refused("PUT", "Contacts", {"Contacts": [{"Name": "basket case"}]})
        self.assertIn("is already assigned to another contact", text)
        self.assertIn("00000000-0000-0000-0000-000000000000", text)

    def test_post_edits_by_name(self):
        """POST without an id edits the contact that has the name or the number."""
        made = self.contact("Basket Case", ContactNumber="77")
        for body in (
            {"Name": "BASKET CASE", "EmailAddress": "a@b.co"},
            {"ContactNumber": "77", "Name": "Renamed"},
        ):
            back = self.good("POST", "Contacts", {"Contacts": [body]})["Contacts"][0]
            self.assertEqual(back["ContactID"], made["ContactID"])
        self.assertEqual(self.names(page=1), ["Renamed"])

    def test_batch_elements(self):
        """With summarizeErrors=false every element has its own outcome, in order."""
        self.contact("Taken")
        body = {"Contacts": [{"Name": "New"}, {"Name": "Taken"}, {"Name": "Also new"}]}
        back = self.good("PUT", "Contacts", body, summarizeErrors="false")["Contacts"]
        self.assertEqual([e["StatusAttributeString"] for e in back], ["OK", "ERROR", "OK"])
        self.assertTrue(back[1]["HasValidationErrors"])

    def test_children_errors(self):
        """A bad address is reported in the address."""
        body = {"Name": "A", "Addresses": [{"AddressType": "POBOX", "Country": "AU1"}]}
        reply = self.api("PUT", "Contacts", body)
        element = reply.json["Elements"][0]
        self.assertEqual(element["ValidationErrors"], [])
        self.assertIn("letters", element["Addresses"][0]["ValidationErrors"][0]["Message"])

    def test_lengths_and_email(self):
        """Too long texts, bad addresses and unknown codes are refused."""
        for body in (
            {"ContactNumber": "x" * 51},
            {"EmailAddress": "ü@b.co"},
            {"Name": ""},
            {"SalesDefaultAccountCode": "999"},
            {"DefaultCurrency": "EUR"},
            {"ContactPersons": [{"FirstName": "A"}] * 6},
        ):
            text = self.refused("PUT", "Contacts", {"Contacts": [{"Name": "N", **body}]})
            self.assertIn("ValidationErrors", text)

    def test_merge_by_type(self):
        """One phone sent leaves the others; text fields clear with an empty text."""
        made = self.contact(FirstName="A", Phones=[{"PhoneType": "FAX", "PhoneNumber": "1"}])
        changes = {"FirstName": "", "Phones": [{"PhoneType": "DDI", "PhoneNumber": "2"}]}
        back = self.good("POST", f"Contacts/{made['ContactID']}", changes)["Contacts"][0]
        self.assertEqual(back["FirstName"], "")
        self.assertEqual(
            {p["PhoneType"]: p["PhoneNumber"] for p in back["Phones"]},
            {"DDI": "2", "DEFAULT": "", "FAX": "1", "MOBILE": ""},
        )

    def test_archived(self):
        """An archived contact is hidden, takes no edit, and frees its name."""
        made = self.contact("Old")
        archive = {"ContactID": made["ContactID"], "ContactStatus": "ARCHIVED"}
        self.good("POST", "Contacts", archive)
        self.assertEqual(self.names(page=1), [])
        self.assertEqual(self.names(page=1, includeArchived="true"), ["Old"])
        self.assertIn("matched an archived contact", self.refused("POST", "Contacts", archive))
        self.contact("Old")

    def test_pages(self):
        """The pagination block comes only with `page`; sizes are clamped, subsets are poorer."""
        records = [
            {"Name": f"C{number:03}", "ContactPersons": [{"FirstName": "P"}]}
            for number in range(25)
        ]
        self.good("PUT", "Contacts", {"Contacts": records})
        reply = self.good("GET", "Contacts", page=3, pageSize=10)
        self.assertEqual(
            reply["pagination"], {"page": 3, "pageSize": 10, "pageCount": 3, "itemCount": 25}
        )
        self.assertEqual(len(reply["Contacts"]), 5)
        self.assertEqual(
            self.good("GET", "Contacts", page=1, pageSize=5000)["pagination"]["pageSize"], 1000
        )
        bare = self.good("GET", "Contacts")
        self.assertNotIn("pagination", bare)
        self.assertEqual(bare["Contacts"][0]["ContactPersons"], [])
        summary = self.good("GET", "Contacts", page=1, summaryOnly="True")["Contacts"][0]
        self.assertNotIn("Phones", summary)

    def test_modified_since(self):
        """If-Modified-Since is exact to the second and counts that second in."""
        self.control("clock", {"set": "2026-11-21T10:00:00.400"})
        self.tokens = self.connect()
        self.contact("First")
        self.control("clock", {"advance": 10})
        self.contact("Second")
        for moment, expected in (
            ("09:59:59", ["First", "Second"]),
            ("10:00:00", ["First", "Second"]),
            ("10:00:10", ["Second"]),
            ("10:00:20", []),
        ):
            headers = {"If-Modified-Since": f"2026-11-21T{moment}"}
            reply = self.good("GET", "Contacts", headers=headers, page=1)
            self.assertEqual([c["Name"] for c in reply["Contacts"]], expected, moment)

    def test_filters(self):
        """where, order, IDs and searchTerm do what they say."""
        first = self.contact("Ångström Ltd", AccountNumber="A1", EmailAddress="x@y.co")
        self.contact('O"Neill & Sons')
        self.contact("Beta")
        self.assertEqual(self.names(page=1, where='Name=="angstrom ltd"'), ["Ångström Ltd"])
        self.assertEqual(self.names(page=1, where='Name=="O\\"Neill & Sons"'), ['O"Neill & Sons'])
        self.assertEqual(
            self.names(
                page=1, where=f'ContactID==guid("{first["ContactID"]}") AND IsCustomer==false'
            ),
            ["Ångström Ltd"],
        )
        self.assertEqual(
            self.names(page=1, where='Name=="Beta" OR AccountNumber=="A1"', order="Name DESC"),
            ["Beta", "Ångström Ltd"],
        )
        self.assertEqual(self.names(page=1, where="UpdatedDateUTC>DateTime(2099,1,1)"), [])
        self.assertEqual(self.names(page=1, IDs=first["ContactID"]), ["Ångström Ltd"])
        self.assertEqual(self.names(page=1, searchTerm="neill"), ['O"Neill & Sons'])
        reply = self.api("GET", "Contacts", page=1, where="Name==")
        self.assertEqual(reply.json["Type"], "QueryParseException")

    def test_screens(self):
        """Edits and merges in Xero's screens move the timestamp and need no validation."""
        first, second = self.contact("A"), self.contact("B")
        self.control(
            "edit", {"table": "Contacts", "id": first["ContactID"], "changes": {"Name": "A2"}}
        )
        self.control("merge", {"loser": first["ContactID"], "winner": second["ContactID"]})
        gone = self.good("GET", f"Contacts/{first['ContactID']}")["Contacts"][0]
        self.assertEqual(
            (gone["Name"], gone["ContactStatus"], gone["MergedToContactID"]),
            ("A2", "ARCHIVED", second["ContactID"]),
        )

    def test_groups(self):
        """A group takes contacts and gives them back, without moving their timestamps."""
        made = self.contact()
        group = self.good("PUT", "ContactGroups", {"Name": "VIP"})["ContactGroups"][0]
        path = f"ContactGroups/{group['ContactGroupID']}"
        self.good("PUT", f"{path}/Contacts", {"Contacts": [{"ContactID": made["ContactID"]}]})
        read = self.good("GET", f"Contacts/{made['ContactID']}")["Contacts"][0]
        self.assertEqual(read["ContactGroups"][0]["Name"], "VIP")
        self.assertEqual(read["UpdatedDateUTC"], made["UpdatedDateUTC"])
        self.assertEqual(self.api("DELETE", f"{path}/Contacts/{made['ContactID']}").status, 204)
        self.assertEqual(self.good("GET", path)["ContactGroups"][0]["Contacts"], [])

    def test_groups_refuse(self):
        """A group's name is there once, archived contacts are not taken, and 100 are enough."""
        made = self.contact()
        group = self.good("PUT", "ContactGroups", {"Name": "VIP"})["ContactGroups"][0]
        path = f"ContactGroups/{group['ContactGroupID']}"
        other = self.good("PUT", "ContactGroups", {"Name": "Other"})["ContactGroups"][0]
        self.assertEqual(self.api("PUT", "ContactGroups", {"Name": "vip"}).status, 400)
        renamed = self.api("POST", f"ContactGroups/{other['ContactGroupID']}", {"Name": "VIP"})
        self.assertEqual(renamed.status, 400)
        self.good("POST", path, {"Name": "Vip"})
        change = {"table": "Contacts", "id": made["ContactID"]}
        self.control("edit", {**change, "changes": {"ContactStatus": "ARCHIVED"}})
        sent = {"Contacts": [{"ContactID": made["ContactID"]}]}
        added = self.api("PUT", f"{path}/Contacts", sent)
        self.assertEqual(added.status, 400)
        records = [{"Name": f"Group {number}"} for number in range(98)]
        self.control("create", {"table": "ContactGroups", "records": records})
        refused = self.api("PUT", "ContactGroups", {"Name": "One more"})
        self.assertIn("limit of 100 contact groups", str(refused.json))

    def test_groups_people_change(self):
        """Who a person puts into a group or takes out knows it, and a deleted group is gone."""
        made = self.contact()
        change = {"table": "ContactGroups"}
        members = [{"ContactID": made["ContactID"]}]
        group = self.control("create", {**change, "record": {"Name": "VIP", "Contacts": members}})

        def groups():
            read = self.good("GET", "Contacts", page=1)["Contacts"][0]
            return [one["Name"] for one in read["ContactGroups"]]

        self.assertEqual(groups(), ["VIP"])
        change["id"] = group["ContactGroupID"]
        self.control("edit", {**change, "changes": {"Contacts": []}})
        self.assertEqual(groups(), [])
        self.control("edit", {**change, "changes": {"Contacts": members, "Name": "V"}})
        self.assertEqual(groups(), ["V"])
        self.control("edit", {**change, "changes": None})
        self.assertEqual(groups(), [])

    def test_speed(self):
        """A page of a thousand out of ten thousand comes in well under 0.3 s.

        By the clock, but on a busy machine 0.3 s of work takes longer for everybody: the bound is
        what so much work takes at the same moments.
        """
        records = [{"Name": f"Contact {number}"} for number in range(10_000)]
        self.control("create", {"table": "Contacts", "records": records})
        seen, walk, bound = set(), 0.0, 0.0
        for page in range(1, 11):
            begin = time.perf_counter()
            rows = self.good(
                "GET", "Contacts", page=page, pageSize=1000, headers={"Accept-Encoding": "gzip"}
            )["Contacts"]
            walk += time.perf_counter() - begin
            bound += clock_of(work=0.03)
            seen |= {row["ContactID"] for row in rows}
        self.assertEqual(len(seen), 10_000)
        self.assertLess(walk / 10, bound)
