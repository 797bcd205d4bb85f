from odoo import models


class XeroLedgerAccount(models.Model):
    _inherit = "xero.ledger.account"

    def _mapping_pages(self):
        return [*super()._mapping_pages(), "xero.team.account"]
