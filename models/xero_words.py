"""Xero's codes, said as Xero's own pages say them. They are stored as Xero sends them."""

from odoo import _, api, fields, models


class Code(fields.Selection):
    """A choice that takes every code: Xero decides what there is."""

    def convert_to_cache(self, value, record, validate=True):
        return value or None


def code_field(name, kind, string=None, **options):
    """A field that holds a code of Xero's and shows it in words; codes nobody knew when this was
    written are shown as they are, not left out.

    :param str name: of the field itself
    :param str kind: which of the lists of ``xero.words``
    """
    return Code(
        lambda self: self.env["xero.words"]._selection(kind, self, name),
        string=string,
        readonly=True,
        **options,
    )


class XeroWords(models.AbstractModel):
    _name = "xero.words"
    _description = "Words for Xero's codes"

    @api.model
    def _said(self, kind, code):
        """A code in words.

        :rtype: str
        """
        return getattr(self, f"_words_of_{kind}")().get(code) or self._spelled(code)

    @api.model
    def _spelled(self, code):
        """``PREMIUM_20``, when no list has it, is “Premium 20”."""
        return " ".join((code or "").replace("_", " ").split()).capitalize()

    @api.model
    def _selection(self, kind, model, name):
        """The list of a field, with codes that only stand in its table.

        :rtype: list[tuple[str, str]]
        """
        words = getattr(self, f"_words_of_{kind}")()
        rows = model.sudo().with_context(active_test=False)._read_group([], [name])
        new = sorted({code for (code,) in rows if code} - set(words))
        return [*words.items(), *((code, self._spelled(code)) for code in new)]

    @api.model
    def _words_of_status(self):
        return {
            "ACTIVE": _("Active"),
            "ARCHIVED": _("Archived"),
            "DELETED": _("Deleted"),
            "PENDING": _("Pending"),
            "DRAFT": _("Draft"),
            "APPROVED": _("Approved"),
            "REJECTED": _("Rejected"),
            "PROCESSED": _("In a pay run"),
        }

    @api.model
    def _words_of_account_type(self):
        return {
            "BANK": _("Bank"),
            "CURRENT": _("Current Asset"),
            "CURRLIAB": _("Current Liability"),
            "DEPRECIATN": _("Depreciation"),
            "DIRECTCOSTS": _("Direct Costs"),
            "EQUITY": _("Equity"),
            "EXPENSE": _("Expense"),
            "FIXED": _("Fixed Asset"),
            "INVENTORY": _("Inventory"),
            "LIABILITY": _("Liability"),
            "NONCURRENT": _("Non-current Asset"),
            "OTHERINCOME": _("Other Income"),
            "OVERHEADS": _("Overhead"),
            "PAYG": _("PAYG Liability"),
            "PAYGLIABILITY": _("PAYG Liability"),
            "PREPAYMENT": _("Prepayment"),
            "REVENUE": _("Revenue"),
            "SALES": _("Sales"),
            "SUPERANNUATIONEXPENSE": _("Superannuation"),
            "SUPERANNUATIONLIABILITY": _("Superannuation Liability"),
            "TERMLIAB": _("Non-current Liability"),
            "WAGESEXPENSE": _("Wages"),
            "WAGESPAYABLELIABILITY": _("Wages Payable"),
        }

    @api.model
    def _words_of_account_class(self):
        return {
            "ASSET": _("Assets"),
            "EQUITY": _("Equity"),
            "EXPENSE": _("Expenses"),
            "LIABILITY": _("Liabilities"),
            "REVENUE": _("Revenue"),
        }

    @api.model
    def _words_of_bank_account_type(self):
        return {
            "BANK": _("Bank Account"),
            "CREDITCARD": _("Credit Card"),
            "NONE": _("Other"),
            "PAYPAL": _("PayPal"),
        }

    @api.model
    def _words_of_system_account(self):
        return {
            "BANKCURRENCYGAIN": _("Bank Revaluations"),
            "CREDITORS": _("Accounts Payable"),
            "DEBTORS": _("Accounts Receivable"),
            "GST": _("GST"),
            "GSTONIMPORTS": _("GST on Imports"),
            "HISTORICAL": _("Historical Adjustment"),
            "REALISEDCURRENCYGAIN": _("Realised Currency Gains"),
            "RETAINEDEARNINGS": _("Retained Earnings"),
            "ROUNDING": _("Rounding"),
            "TRACKINGTRANSFERS": _("Tracking Transfers"),
            "UNPAIDEXPCLM": _("Unpaid Expense Claims"),
            "UNREALISEDCURRENCYGAIN": _("Unrealised Currency Gains"),
            "WAGEPAYABLES": _("Wages Payable"),
        }

    @api.model
    def _words_of_report_tax_type(self):
        return {
            "BASEXCLUDED": _("BAS Excluded"),
            "CAPEXINPUT": _("Capital Expenses"),
            "CAPEXOUTPUT": _("Capital Sales"),
            "CAPITALEXINPUT": _("Capital Expenses"),
            "CAPITALEXPENSESINPUT": _("Capital Expenses"),
            "CAPITALSALESOUTPUT": _("Capital Sales"),
            "EXEMPTCAPITAL": _("GST Free Capital"),
            "EXEMPTEXPENSES": _("Free or Exempt Expenses"),
            "EXEMPTEXPORT": _("Free Exports"),
            "EXEMPTINPUT": _("Exempt Purchases"),
            "EXEMPTOUTPUT": _("Free or Exempt Sales"),
            "GSTONCAPIMPORTS": _("GST on Capital Imports"),
            "GSTONCAPITALIMPORTS": _("GST on Capital Imports"),
            "GSTONIMPORTS": _("GST on Imports"),
            "INPUT": _("Purchases"),
            "INPUTTAXED": _("Input Taxed"),
            "NONE": _("Nothing"),
            "OUTPUT": _("Sales"),
            "REVERSECHARGES": _("Reverse Charges"),
            "USSALESTAX": _("Sales Tax"),
            "ZERORATEDINPUT": _("Zero Rated Purchases"),
            "ZERORATEDOUTPUT": _("Zero Rated Sales"),
        }

    @api.model
    def _words_of_pay_category(self):
        return {
            "ALLOWANCE": _("Allowance"),
            "BONUSESANDCOMMISSIONS": _("Bonuses and Commissions"),
            "DIRECTORSFEES": _("Directors' Fees"),
            "EMPLOYMENTTERMINATIONPAYMENT": _("Employment Termination Payment"),
            "LUMPSUMA": _("Lump Sum A"),
            "LUMPSUMB": _("Lump Sum B"),
            "LUMPSUMD": _("Lump Sum D"),
            "LUMPSUME": _("Lump Sum E"),
            "LUMPSUMW": _("Lump Sum W"),
            "NONE": _("No Category"),
            "ORDINARYTIMEEARNINGS": _("Ordinary Time Earnings"),
            "OVERTIMEEARNINGS": _("Overtime Earnings"),
            "PAIDPARENTALLEAVE": _("Paid Parental Leave"),
            "UNIONFEES": _("Union Fees"),
            "WORKERSCOMPENSATION": _("Workers Compensation"),
            "WORKPLACEGIVING": _("Workplace Giving"),
        }

    @api.model
    def _words_of_rate_type(self):
        return {
            "FIXEDAMOUNT": _("Fixed Amount"),
            "MULTIPLE": _("Multiple of Ordinary Earnings Rate"),
            "RATEPERUNIT": _("Rate per Unit"),
        }

    @api.model
    def _words_of_calendar(self):
        return {
            "WEEKLY": _("Weekly"),
            "FORTNIGHTLY": _("Fortnightly"),
            "FOURWEEKLY": _("Four Weekly"),
            "TWICEMONTHLY": _("Twice Monthly"),
            "MONTHLY": _("Monthly"),
            "QUARTERLY": _("Quarterly"),
        }

    @api.model
    def _words_of_plan(self):
        return {
            "DEMO": _("Demo Company"),
            "GST_CASHBOOK": _("GST Cashbook"),
            "NON_GST_CASHBOOK": _("Cashbook without GST"),
        }
