from .invoice_case import InvoiceCase

NUMBER = "062-000 87654321"


class JournalCase(InvoiceCase):
    """Words for journals that payments are booked in."""

    @property
    def maps(self):
        return self.env["xero.journal.map"]

    def row(self, journal):
        found = self.maps.sudo()._rows_wanted(self.connection)
        return found.filtered(lambda row: row.journal_id == journal)

    def journal(self, name="Savings", number=None, currency=None, kind="bank"):
        """A payment journal of the company."""
        journal = self.env["account.journal"].create(
            {"name": name, "type": kind, "company_id": self.company.id,
             "currency_id": currency and currency.id}
        )  # fmt: skip
        if number:
            journal.bank_account_id = self.env["res.partner.bank"].create(
                {"acc_number": number, "partner_id": self.company.partner_id.id}
            )
        return journal

    def bank_ledger(self, name):
        """The mirrored bank account with a name."""
        return self.env["xero.ledger.account"].with_context(active_test=False).search(
            [("connection_id", "=", self.connection.id), ("name", "=", name)]
        )

    def suggested(self, journal):
        """The row of a journal after suggestions were made."""
        self.maps.sudo()._suggest(self.connection)
        return self.row(journal)

    def dollars(self):
        currency = self.env.ref("base.USD")
        currency.active = True
        return currency
