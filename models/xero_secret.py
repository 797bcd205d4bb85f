"""Secrets at rest: encrypted with a key that is not in the database."""

import base64
import json
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from odoo import _, api, models
from odoo.exceptions import UserError

from . import compat

SHORTEST_KEY = 16


class SecretUnreadable(Exception):
    """A stored secret cannot be read: no key, another key, or it was written for another place."""


class XeroSecret(models.AbstractModel):
    _name = "xero.secret"
    _description = "Encryption of the Xero secrets"

    @api.model
    def _check_ready(self):
        """Refuse, with the line to add, when the server has no usable key.

        :raises UserError: no `secret_key`, or one that is too short to protect anything
        """
        key = compat.secret_key()
        if not key:
            raise UserError(
                _(
                    "Xero's tokens are stored encrypted, and this Odoo server has no key for it "
                    "yet. Ask whoever runs the server to add these two lines to %(file)s, to "
                    "restart Odoo, and to keep a copy of the key outside the database:\n\n"
                    "[xero_connector]\nsecret_key = %(key)s",
                    file=compat.config_path(),
                    key=secrets.token_urlsafe(32),
                )
            )
        if len(key) < SHORTEST_KEY:
            raise UserError(
                _(
                    "The secret_key of this Odoo server is too short to protect Xero's tokens. Ask "
                    "whoever runs the server to replace it in %(file)s by this line and to restart "
                    "Odoo:\n\nsecret_key = %(key)s",
                    file=compat.config_path(),
                    key=secrets.token_urlsafe(32),
                )
            )

    @api.model
    def _encrypt(self, value, place):
        """Encrypt a value for one place.

        :param value: anything JSON can hold
        :param str place: where it will be stored; the same text is needed to read it, so that a
            secret copied to another record or from another database is refused
        :rtype: str
        """
        self._check_ready()
        text = json.dumps({"place": place, "value": value})
        return self._fernet().encrypt(text.encode()).decode()

    @api.model
    def _decrypt(self, cipher, place):
        """Read back what :meth:`_encrypt` wrote for the same place.

        :raises SecretUnreadable: no key, another key, damaged text, or another place
        """
        key = compat.secret_key()
        if not key or len(key) < SHORTEST_KEY:
            raise SecretUnreadable("no secret_key")
        try:
            content = json.loads(self._fernet().decrypt((cipher or "").encode()))
        except (InvalidToken, ValueError) as error:
            raise SecretUnreadable("another secret_key, or damaged") from error
        if not isinstance(content, dict) or content.get("place") != place:
            raise SecretUnreadable("written for another record or database")
        return content.get("value")

    @api.model
    def _fernet(self):
        derived = HKDF(
            algorithm=hashes.SHA256(), length=32, salt=None, info=b"xero_connector secrets"
        ).derive(compat.secret_key().encode())
        return Fernet(base64.urlsafe_b64encode(derived))
