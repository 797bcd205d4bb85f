from odoo import _, models

from ..services.transaction import own, repeat
from .notice import notice
from .xero_mapping import GROUP_ACCOUNTANT

MOST_NAMED = 5


class XeroMapping(models.AbstractModel):
    """The button that confirms what needs no thought, on every mapping page."""

    _inherit = "xero.mapping"

    def action_confirm_sure(self):
        """Suggest anew and confirm every suggestion that is sure.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: the company is not connected
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        connection = self._connection_of_page()
        # What is suggested apart is not seen by this transaction.
        count, others = repeat(lambda: self._confirm_sure_apart(connection))
        self.env.invalidate_all()
        if not others:
            return notice(_("%s confirmed. Nothing is left to decide here.", count))
        named = ", ".join(others[:MOST_NAMED])
        if len(others) > MOST_NAMED:
            named = _(
                "%(names)s and %(more)s more", names=named, more=len(others) - MOST_NAMED
            )
        return notice(
            _("%(count)s confirmed. Still for you: %(names)s.", count=count, names=named),
            "warning",
        )

    def _confirm_sure_apart(self, connection):
        """Suggest and confirm in a transaction of its own, with the person's rights.

        :rtype: tuple[int, list[str]] -- how many were confirmed, names of those still open
        """
        with own(self.env) as env:
            maps = self.with_env(env)
            maps._suggest(connection.with_env(env))
            rows = maps.search([("connection_id", "=", connection.id), *self._on_page])
            sure = rows.filtered(lambda row: row.state == "sure" and row.status == "ready")
            sure.action_confirm()
            return len(sure), rows._left_to_decide().mapped("display_name")

    def _left_to_decide(self):
        """Rows that need a person: what is not in use needs none.

        :rtype: xero.mapping
        """
        return self.filtered(lambda row: row.in_use and row.status != "ready")
