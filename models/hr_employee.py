from odoo import _, api, fields, models

from .compat import asked_values

# A user without the right to see employees reads their public part only; a field without this group
# would be read along with the name, and refused (DESIGN 3).
HR = "hr.group_hr_user"


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "xero.sync.mixin"]
    _xero_document = "employee"

    xero_id = fields.Char(groups=HR)
    xero_state = fields.Selection(groups=HR)
    xero_pending = fields.Boolean(groups=HR)
    xero_url = fields.Char(groups=HR)
    xero_agreed_at = fields.Datetime(groups=HR)
    xero_agreed = fields.Json(groups=HR)
    xero_question = fields.Text(groups=HR)

    xero_start_date = fields.Date("First day of work", groups=HR, copy=False)
    xero_pay_item_id = fields.Many2one(
        "xero.pay.item",
        "Pay item for attendances",
        domain="[('is_hours', '=', True), ('company_id', '=', company_id)]",
        ondelete="restrict",
        groups=HR,
        copy=False,
        help="Attendances without a pay item of their own are sent to Xero with this one.",
    )
    # Keys of Xero's own; what they name is looked up in the mirrored lists, which may come later.
    xero_calendar_key = fields.Char(groups=HR, copy=False, readonly=True)
    xero_ordinary_key = fields.Char(groups=HR, copy=False, readonly=True)
    xero_calendar_id = fields.Many2one(
        "xero.payroll.calendar", "Payroll calendar", compute="_compute_xero_payroll", groups=HR
    )
    xero_ordinary_item_id = fields.Many2one(
        "xero.pay.item", "Ordinary earnings rate", compute="_compute_xero_payroll", groups=HR
    )
    xero_has_tax = fields.Boolean("Tax declaration", groups=HR, copy=False, readonly=True)
    xero_has_bank = fields.Boolean("Bank account in Xero", groups=HR, copy=False, readonly=True)
    xero_has_super = fields.Boolean("Super membership", groups=HR, copy=False, readonly=True)
    xero_has_template = fields.Boolean("Pay template", groups=HR, copy=False, readonly=True)
    xero_missing = fields.Text(
        "Missing for the next pay run", compute="_compute_xero_missing", groups=HR
    )
    xero_payable = fields.Boolean(
        "Can be paid", compute="_compute_xero_missing", search="_search_xero_payable", groups=HR
    )

    def write(self, vals):
        # Here and not only below: from Odoo 18 on some fields are written to another table on the
        # way.
        self._xero_note(self._xero_watchers_of(vals), vals)
        result = super().write(vals)
        if {"xero_pay_item_id", "xero_calendar_key"}.intersection(vals):
            # Also while an import writes: that the hours moved is a change of Odoo's, to be sent.
            attendances = self.env["hr.attendance"].sudo().with_context(xero_pulling=None)
            attendances._xero_follow(self.sudo())
        return result

    @api.depends("xero_calendar_key", "xero_ordinary_key")
    @api.depends_context("company")
    def _compute_xero_payroll(self):
        for employee in self:
            keys = {
                "xero_calendar_id": ("xero.payroll.calendar", employee.xero_calendar_key),
                "xero_ordinary_item_id": ("xero.pay.item", employee.xero_ordinary_key),
            }
            for name, (model, key) in keys.items():
                employee[name] = self._xero_mirrored(model, key, employee.company_id)

    def _xero_mirrored(self, model, key, company):
        """The mirrored record with a key of Xero's, of the company's connection; empty when there
        is none."""
        rows = self.env[model].sudo()
        if not key:
            return rows
        return rows.search(
            [
                ("xero_id", "=", key),
                ("company_id", "=", company.id),
                ("connection_id.state", "!=", "disconnected"),
            ],
            order="id desc",
            limit=1,
        )

    @api.depends(
        "birthday", "private_street", "private_city", "private_zip", "private_state_id",
        "xero_calendar_key", "xero_ordinary_key", "xero_has_tax", "xero_has_bank", "xero_has_super",
        "xero_has_template", "xero_start_date", "active",
    )  # fmt: skip
    @api.depends_context("company")
    def _compute_xero_missing(self):
        for employee in self:
            sentences = employee._xero_missing_for_pay()
            employee.xero_missing = "\n".join(sentences) or False
            employee.xero_payable = employee.active and not sentences

    def _xero_missing_for_pay(self):
        """What is missing before Xero can pay this employee, listed and never guessed (D31, FACTS
        6.2).

        :rtype: list[str] -- sentences, each with where to complete it; empty when nothing is
        missing
        """
        self.ensure_one()
        found = []
        if not self.birthday:
            found.append(_("Date of birth: enter it in Odoo, private information."))
        home = (self.private_street, self.private_city, self.private_zip, self.private_state_id)
        if not all(home):
            found.append(_("Home address with state and postcode: enter it in Odoo."))
        if not self.xero_id:
            found.append(
                _("Not linked to an employee in Xero: choose Sync now, or create the "
                    "employee in Xero.")
            )
            return found
        if not self.xero_start_date:
            found.append(_("First day of work: enter it here or in Xero."))
        in_xero = [
            (self.xero_calendar_key, _("Payroll calendar: choose it in Xero, Employment.")),
            (self.xero_ordinary_key, _("Ordinary earnings rate: choose it in Xero, Employment.")),
            (self.xero_has_tax, _("Tax declaration: enter it in Xero, Taxes.")),
            (self.xero_has_bank, _("Bank account: enter it in Xero, Bank accounts.")),
            (self.xero_has_super, _("Super membership: enter it in Xero, Employment.")),
            (self.xero_has_template, _("Pay template: enter it in Xero, Pay template.")),
        ]
        return found + [sentence for there, sentence in in_xero if not there]

    @api.model
    def _search_xero_payable(self, operator, value):
        employees = self.search([("company_id", "in", self.env.companies.ids)])
        payable = employees.filtered("xero_payable").ids
        wanted, negated = asked_values(operator, value)
        return [("id", "not in" if any(wanted) == negated else "in", payable)]
