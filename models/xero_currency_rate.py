import psycopg2.extras
from odoo import _, api, fields, models


class XeroCurrencyRate(models.Model):
    """An exchange rate of a day, and where it comes from; a day without one has a row as well.

    Xero has no list of rates: those it used stand on its documents (FACTS 5.4). Rows are added and
    never changed, so that what was known stays to be seen.
    """

    _name = "xero.currency.rate"
    _description = "Exchange rate of a day"
    _inherit = "xero.about"
    _order = "date desc, currency_id, id desc"
    _rec_name = "date"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, ondelete="cascade", index=True, readonly=True
    )
    date = fields.Date(required=True, readonly=True, index=True)
    rate = fields.Float(
        digits=(18, 6),
        readonly=True,
        group_operator=None,
        help="What one unit of the company's currency buys, as Xero and Odoo keep it.",
    )
    inverse_rate = fields.Float(
        "One unit costs",
        digits=(18, 6),
        compute="_compute_inverse_rate",
        help="What one unit of this currency costs in the company's currency.",
    )
    source = fields.Selection(
        [
            ("odoo", "Odoo's rate table"),
            ("sent", "Odoo's rate, used by Xero too"),
            ("xero", "Chosen in Xero"),
            ("none", "No rate"),
        ],
        required=True,
        readonly=True,
    )
    document = fields.Char(readonly=True, help="The first document of the day with this rate.")
    model = fields.Char("Odoo model", readonly=True)
    res_id = fields.Many2oneReference("Odoo record ID", model_field="model", readonly=True)
    taken = fields.Boolean("Taken over in Odoo", readonly=True)
    note = fields.Char("What to know", compute="_compute_note")

    def init(self):
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS xero_currency_rate_unique
                ON xero_currency_rate (connection_id, currency_id, date, source, rate)
            """
        )

    @api.depends("rate")
    def _compute_inverse_rate(self):
        for row in self:
            row.inverse_rate = 1 / row.rate if row.rate else 0

    @api.depends("source", "taken")
    def _compute_note(self):
        words = {
            "none": _("Odoo uses the last one before it."),
            "xero": _("Odoo's table was not changed."),
        }
        for row in self:
            row.note = words.get(row.source, False)
            if row.taken:
                row.note = _("Odoo had no rate of this day and took this one over.")

    @api.model
    def _keep(self, connection, rows):
        """Add rates that are not known yet, in one statement.

        :param connection: xero.connection record
        :param list rows: dicts with currency_id, date, rate (Decimal), source, and optionally
            document, model, res_id
        """
        if not rows:
            return
        self.flush_model()
        now = fields.Datetime.now()
        psycopg2.extras.execute_values(
            self.env.cr._obj,
            """
            INSERT INTO xero_currency_rate (connection_id, company_id, currency_id, date, rate,
                source, document, model, res_id, create_uid, create_date)
            VALUES %s
            ON CONFLICT (connection_id, currency_id, date, source, rate) DO NOTHING
            """,
            [
                (
                    connection.id, connection.company_id.id, row["currency_id"], row["date"],
                    row["rate"], row["source"], row.get("document"), row.get("model"),
                    row.get("res_id"), self.env.uid, now,
                )
                for row in rows
            ],
            page_size=1000,
        )  # fmt: skip
        self.invalidate_model()

    def action_open_document(self):
        """Open the document this rate was used on.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: Odoo does not have it
        """
        return self._window()
