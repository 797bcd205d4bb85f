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
        count, others, urgent = repeat(lambda: self._confirm_sure_apart(connection))
        self.env.invalidate_all()
        if not others:
            return notice(_("%s confirmed. Nothing is left to decide here.", count))
        return notice(
            _("%(count)s confirmed. Still for you: %(others)s.", count=count, others=others),
            "warning" if urgent else "info",
        )

    def _confirm_sure_apart(self, connection):
        """Suggest and confirm in a transaction of its own, with the person's rights.

        :rtype: tuple[int, str, bool] -- how many were confirmed, those still open in words, and
            whether any of them is in use
        """
        with own(self.env) as env:
            maps = self.with_env(env)
            maps._suggest(connection.with_env(env))
            rows = maps.search([("connection_id", "=", connection.id), *self._on_page])
            sure = rows.filtered(lambda row: row.state == "sure" and row.status == "ready")
            sure.action_confirm()
            left = rows._left_to_decide()
            return len(sure), left._words_left(), any(left.mapped("in_use"))

    def _left_to_decide(self):
        """Rows that are not ready, those in use first.

        :rtype: xero.mapping
        """
        left = self.filtered(lambda row: row.status != "ready")
        return left.sorted(lambda row: not row.in_use)

    def _words_left(self):
        """These rows in words: some by name, all by what they lack; "" when there are none.

        :rtype: str
        """
        names = ", ".join(row.display_name for row in self[:MOST_NAMED])
        if len(self) > MOST_NAMED:
            names = _("%(names)s and %(more)s more", names=names, more=len(self) - MOST_NAMED)
        kinds = self.mapped("status")
        said = {
            "refused": _("%s refused", kinds.count("refused")),
            "check": _("%s to check", kinds.count("check")),
            "choose": _("%s to choose", kinds.count("choose")),
        }
        counts = ", ".join(words for kind, words in said.items() if kind in kinds)
        if self and not any(self.mapped("in_use")):
            counts = _("%s; none is in use", counts)
        return f"{names} ({counts})" if self else ""
