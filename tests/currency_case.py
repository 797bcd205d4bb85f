from .common import FEATURES
from .invoice_case import InvoiceCase


class CurrencyCase(InvoiceCase):
    """A connected company that also works in other currencies; Odoo has no rates yet."""

    def set_up_once(self):
        super().set_up_once()
        self.dollar = self.foreign("USD")

    def foreign(self, code):
        """A currency that is switched on in Odoo, without a rate."""
        currency = self.env["res.currency"].with_context(active_test=False)
        currency = currency.search([("name", "=", code)])
        currency.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", currency.id)]).unlink()
        return currency

    def odoo_rate(self, rate, day=None, currency=None, company=True):
        """A rate in Odoo's own table: foreign units for one Australian dollar."""
        return self.env["res.currency.rate"].create(
            {
                "currency_id": (currency or self.dollar).id,
                "name": day or self.today,
                "rate": rate,
                "company_id": company and self.company.id,
            }
        )

    def row(self, code):
        """The row of a currency on the page of currencies."""
        rows = self.env["xero.currency"].with_context(active_test=False)
        return rows.search([("connection_id", "=", self.connection.id), ("code", "=", code)])

    def rates(self, source=None):
        """Rates that are listed, the oldest day first."""
        domain = [("connection_id", "=", self.connection.id)]
        domain += [("source", "=", source)] if source else []
        return self.env["xero.currency.rate"].search(domain, order="date, id")

    def may_write(self):
        """The Xero user allows adding to Xero's lists; the export of currencies is on."""
        self.setting("currency", push=True)
        consent = self.connection.authorisation_id
        self.consent(self.connection, consent, self.sim.tenant, (*FEATURES, "settings_export"))
        self.sim.forget_calls()
