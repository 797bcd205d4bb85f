"""Once a day: Odoo's rate table and the rates Xero used, side by side, and gaps filled."""

from bisect import bisect_right
from datetime import date, timedelta

from odoo import api, fields, models

from ..services.invoice_amounts import decimal, digits
from ..xero.amounts import rounded

# Days without a rate are listed as far back as this, from the first rate that is known.
LISTED_DAYS = 365
# Odoo itself warns when a rate is entered that is so far from the one before.
FAR = 0.2


class XeroCurrencyRate(models.Model):
    _inherit = "xero.currency.rate"

    @api.model
    def _bring_together(self, setting):
        """Odoo's rates beside those of Xero; days that Odoo lacks are filled, if wanted.

        :param setting: xero.sync.setting of the currencies
        """
        connection = setting.connection_id
        if connection.currency_differs or not connection.base_currency:
            # A rate counts in the organisation's own currency; Odoo's would be against another.
            return
        if setting.currency_rates:
            self._fill_odoo(connection)
        self._list_odoo(connection)
        self._list_gaps(connection)

    def _fill_odoo(self, connection):
        """Rates that Xero chose, for days on which Odoo has none; no rate of Odoo's is changed."""
        company = connection.company_id.root_id
        rates = self.env["res.currency.rate"].with_company(company)
        every = self.search(
            [
                ("connection_id", "=", connection.id),
                ("source", "=", "xero"),
                ("currency_id.active", "=", True),
            ]
        )
        taken = every.filtered("taken")
        found = every - taken
        there = rates.search(
            [
                ("currency_id", "in", found.currency_id.ids),
                ("company_id", "in", (False, company.id)),
            ]
        )
        days = {(rate.currency_id, rate.name) for rate in there}
        # Taken over once: who deletes the rate in Odoo does not want it.
        days |= {(row.currency_id, row.date) for row in taken}
        # Odoo takes a company's own rates before those all companies share, however old: one own
        # rate would end the use of the shared ones.
        shared = there.currency_id - there.filtered("company_id").currency_id
        base = self._base_rate(company)
        # A payment's rate is often the bank's own, so documents come first.
        for row in found.sorted(lambda row: (row.model == "account.payment", row.date, row.id)):
            key = (row.currency_id, row.date)
            if key in days or row.currency_id in shared:
                continue
            rate = row.rate * base(row.date)
            if row._is_far_from(there, rate):
                continue
            days.add(key)
            there |= rates.create(
                {
                    "currency_id": row.currency_id.id,
                    "company_id": company.id,
                    "name": row.date,
                    "rate": rate,
                }
            )
            row.taken = True

    def _base_rate(self, company):
        """The rate of a company's own currency on a day, as Odoo finds it; all are read at once.

        :rtype: Callable[[datetime.date], float]
        """
        currency = company.currency_id
        rates = self.env["res.currency.rate"].sudo()
        rates = rates.search(
            [("currency_id", "=", currency.id), ("company_id", "in", (False, company.id))],
            order="name",
        )
        # Odoo takes a company's own rate, however old, before one that all companies share.
        own = rates.filtered("company_id")
        tables = [([row.name for row in rows], rows.mapped("rate")) for rows in (own, rates - own)]
        before_all = currency._get_rates(company, date.min)[currency.id] if rates else 1.0

        def on(day):
            for days, figures in tables:
                at = bisect_right(days, day)
                if at:
                    return figures[at - 1]
            return before_all

        return on

    def _is_far_from(self, there, rate):
        """Whether a rate is a slip of the pen, measured by Odoo's last one before that day.

        :param there: res.currency.rate records
        :rtype: bool
        """
        before = there.filtered(
            lambda known: known.currency_id == self.currency_id and known.name < self.date
        ).sorted("name")[-1:]
        return bool(before) and abs(rate - before.rate) > FAR * before.rate

    def _list_odoo(self, connection):
        """Odoo's own rates of the last year, of the currencies both sides use."""
        company = connection.company_id.root_id
        codes = self.env["xero.currency"]._enabled(connection) or set()
        rates = self.env["res.currency.rate"].search(
            [
                ("currency_id.name", "in", list(codes - {connection.base_currency})),
                ("currency_id.active", "=", True),
                ("company_id", "in", (False, company.id)),
                ("name", ">=", _first_listed()),
            ]
        )
        taken = {
            (row.currency_id, row.date, digits(decimal(row.rate)))
            for row in self.search([("connection_id", "=", connection.id), ("taken", "=", True)])
        }
        base = self._base_rate(company)
        rows = []
        for rate in rates:
            figure = rounded(decimal(rate.rate / base(rate.name)), 6)
            if (rate.currency_id, rate.name, digits(figure)) not in taken:
                rows.append(
                    {
                        "currency_id": rate.currency_id.id,
                        "date": rate.name,
                        "rate": figure,
                        "source": "odoo",
                    }
                )
        self._keep(connection, rows)

    def _list_gaps(self, connection):
        """A row for each day without a rate, from the first one that is known until today."""
        self.flush_model()
        words = {
            "connection": connection.id,
            "company": connection.company_id.id,
            "since": _first_listed(),
            "today": fields.Date.context_today(self),
            "now": fields.Datetime.now(),
            "uid": self.env.uid,
        }
        self.env.cr.execute(
            """
            DELETE FROM xero_currency_rate gap
             WHERE gap.connection_id = %(connection)s AND gap.source = 'none' AND EXISTS (
                   SELECT FROM xero_currency_rate known
                    WHERE known.connection_id = gap.connection_id AND known.source <> 'none'
                      AND known.currency_id = gap.currency_id AND known.date = gap.date);
            INSERT INTO xero_currency_rate (connection_id, company_id, currency_id, date, rate,
                                            source, create_uid, create_date)
            SELECT %(connection)s, %(company)s, first.currency_id, day::date, 0, 'none',
                   %(uid)s, %(now)s
              FROM (SELECT currency_id, GREATEST(min(date), %(since)s) AS date
                      FROM xero_currency_rate
                     WHERE connection_id = %(connection)s AND source <> 'none'
                     GROUP BY currency_id) first
              CROSS JOIN generate_series(first.date::timestamp, %(today)s::timestamp, '1 day') day
             WHERE NOT EXISTS (
                   SELECT FROM xero_currency_rate known
                    WHERE known.connection_id = %(connection)s
                      AND known.currency_id = first.currency_id AND known.date = day::date)
            ON CONFLICT (connection_id, currency_id, date, source, rate) DO NOTHING
            """,
            words,
        )
        self.invalidate_model()


def _first_listed():
    return fields.Date.today() - timedelta(days=LISTED_DAYS)
