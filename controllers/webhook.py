import logging

from odoo import http
from odoo.http import request

from ..models.xero_app import WEBHOOK_PATH
from ..models.xero_secret import SecretUnreadable
from ..xero.webhook import verified

_logger = logging.getLogger(__name__)

# Xero sends a few kilobytes; what is far larger is not read into memory at all.
LARGEST = 5 * 1024 * 1024


class XeroWebhookController(http.Controller):
    @http.route(
        f"{WEBHOOK_PATH}/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def receive(self, token):
        """Take Xero's webhook: 200 when it is signed, else 401; both without body and cookie.

        Answers also Xero's intent-to-receive check, which signs some deliveries wrongly on purpose
        (FACTS 7). Nothing is read back here: Xero waits 5 seconds at most.

        :param str token: tells the app the delivery is for
        """
        length = request.httprequest.content_length or 0
        body = request.httprequest.get_data() if length <= LARGEST else b""
        app = request.env["xero.app"].sudo().search([("webhook_token", "=", token)], limit=1)
        signed = request.httprequest.headers.get("x-xero-signature")
        known = bool(app) and verified(body, signed, self._key(app))
        if app and signed:
            app._note_delivery(known, body)
        if not known:
            return request.make_response("", status=401)
        app._receive(body)
        return request.make_response("")

    def _key(self, app):
        try:
            return app._secret("webhook_key") or ""
        except SecretUnreadable:
            _logger.warning("The webhook key of xero.app %s cannot be read on this server", app.id)
            return ""
