import logging

from odoo import _, http
from odoo.exceptions import UserError
from odoo.http import request

from ..models import compat
from ..models.xero_app import CALLBACK_PATH

_logger = logging.getLogger(__name__)


class XeroOAuthController(http.Controller):
    @http.route(CALLBACK_PATH, type="http", auth="user", methods=["GET"], save_session=False)
    def callback(self, code=None, state=None, error=None, **_ignored):
        """Where Xero's consent page sends people back to.

        What is stored here is committed step by step in transactions of its own: Odoo may run a
        request again, but Xero takes a code only once.

        :param str code: Xero's one-time code
        :param str state: what Odoo sent along
        :param str error: why Xero gave no code, for example 'access_denied'
        """
        if not request.env.user.has_group("xero_connector.group_manager"):
            return self._refused(
                _("Only a Xero manager may connect. Ask the person who administers Odoo."), 403
            )
        consent = request.env["xero.consent"]
        try:
            consent = request.env["xero.consent"]._consume(state)
            if error or not code:
                raise UserError(self._why_no_code(error))
            consent._finish(code)
            action = consent._arrive()
        except UserError as refusal:
            _logger.info("Xero's answer was refused for user %s", request.env.uid)
            action = consent._back_to_setup(refusal)
            if not action:
                return self._refused(refusal.args[0], 400)
        return request.redirect(compat.form_url(request.env, action["res_model"], action["res_id"]))

    def _why_no_code(self, error):
        if error == "access_denied":
            return _("You cancelled on Xero's page, so nothing was connected.")
        if error in ("invalid_scope", "unauthorized_client"):
            return _(
                "Xero does not offer this app one of the permissions. Look at the app's scopes at "
                "developer.xero.com, then press Connect once more."
            )
        return _("Xero did not give a permission. Press Connect once more.")

    def _refused(self, sentence, status):
        return request.render(
            "xero_connector.refusal_page",
            {"sentence": sentence, "back": compat.list_url(request.env, "xero.connection")},
            status=status,
        )
