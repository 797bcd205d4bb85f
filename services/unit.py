"""As whom, where and how a run works in Odoo."""

from odoo import models

from .engine import PULLING


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _as_user(self, env, setting_id):
        """This service in an open transaction: as the connection's user, in its company only.

        :param odoo.api.Environment env: of the transaction
        """
        setting = env["xero.sync.setting"].sudo().browse(setting_id)
        connection = setting.connection_id
        user, company = connection.user_id, connection.company_id
        return (
            self.with_env(env)
            .with_user(user)
            .with_company(company)
            .with_context(
                allowed_company_ids=company.ids,
                lang=user.lang,
                tz="UTC",
                # The place of a new partner or employee, which Odoo would take from `tz`.
                default_tz=user.tz or company.partner_id.tz or "UTC",
                xero_pulling=PULLING,
                xero_setting_id=setting_id,
                tracking_disable=True,
                no_vat_validation=True,
            )
        )
