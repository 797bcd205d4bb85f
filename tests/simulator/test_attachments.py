"""Files and notes on documents."""

from sim_client import SCOPES, SimulatorCase


class TestAttachments(SimulatorCase):
    def setUp(self):
        super().setUp()
        self.tokens = self.connect(SCOPES + " accounting.attachments")
        self.path = f"/api.xro/2.0/Invoices/{self.invoice()['InvoiceID']}"

    def upload(self, name, content=b"%PDF", method="PUT"):
        headers = {
            "Authorization": f"Bearer {self.tokens['access_token']}",
            "Xero-Tenant-Id": self.tenant,
            "Content-Type": "application/pdf",
        }
        return self.http(method, f"{self.path}/Attachments/{name}", content, headers)

    def test_files(self):
        """A file is kept, listed, read back and replaced by its name."""
        self.assertEqual(self.upload("a%20b.pdf").status, 200)
        self.upload("a%20b.pdf", b"%PDF2", "POST")
        listed = self.good("GET", f"{self.path}/Attachments")["Attachments"]
        self.assertEqual(
            [(one["FileName"], one["ContentLength"]) for one in listed], [("a b.pdf", 5)]
        )
        self.assertEqual(self.api("GET", f"{self.path}/Attachments/a%20b.pdf").raw, b"%PDF2")
        read = self.good("GET", self.path)["Invoices"][0]
        self.assertTrue(read["HasAttachments"])

    def test_limits(self):
        """Ten files, ten megabytes each."""
        statuses = [self.upload(f"{number}.pdf").status for number in range(11)]
        self.assertEqual(statuses, [200] * 10 + [400])
        self.assertEqual(self.upload("0.pdf", b"x" * 10_000_001).status, 400)
        self.assertEqual(self.upload("0.pdf", b"x" * 4_000_000).status, 200)

    def test_history(self):
        """A note is added to the history; a long one is refused."""
        self.good("PUT", f"{self.path}/History", {"HistoryRecords": [{"Details": "From Odoo"}]})
        notes = self.good("GET", f"{self.path}/History")["HistoryRecords"]
        self.assertEqual([one["Details"] for one in notes], ["From Odoo"])
        long = {"HistoryRecords": [{"Details": "x" * 251}]}
        self.assertEqual(self.api("PUT", f"{self.path}/History", long).status, 400)
