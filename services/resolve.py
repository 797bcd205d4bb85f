"""What a person decides about a quarantine, turned into work for the next run."""

from odoo import _, models
from odoo.exceptions import UserError

from .run import PERSON
from .walk import is_id

# A choice, and the reasons for which it makes sense; None: for every reason.
CHOICES = {
    "link": ("ambiguous", "duplicate", "duplicate_number", "missing", "merged"),
    "create": ("ambiguous", "duplicate", "missing", "deleted"),
    "odoo": ("conflict", "total_differs"),
    "xero": ("conflict", "total_differs"),
    "map": ("mapping_missing", "mapping_invalid"),
    "retry": None,
    "dismiss": None,
}


# Reasons for which the pair there was has ended, when a new record is to be made.
GONE = ("missing", "deleted")


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _choices(self, quarantine):
        """What can be done about a quarantine, best first.

        :rtype: list[str]
        """
        # Nothing can be made in Odoo out of what Xero does not show.
        senseless = ("create",) if quarantine.direction == "pull" else ()
        return [
            choice
            for choice, reasons in CHOICES.items()
            if reasons is None or quarantine.reason in reasons
            if quarantine.reason != "missing" or choice not in senseless
        ]

    def _explain(self, quarantine, choice, target=""):
        """What a choice will do, in a sentence, before it is done.

        :param str target: name of the record to link to
        :rtype: str
        """
        name = quarantine.name
        sentences = {
            "link": _(
                "“%(name)s” and “%(target)s” become one pair. Where their values differ, you "
                "are asked or the rule of this sync decides. No new record is made.",
                name=name,
                target=target or _("the chosen record"),
            ),
            "create": _("A new record is made for “%s”, although similar ones exist.", name)
            if quarantine.direction == "pull"
            else _("“%s” is created in Xero as a new record, although similar ones exist.", name),
            "odoo": _("Xero gets the values that “%s” has in Odoo.", name),
            "xero": _("Odoo gets the values that “%s” has in Xero.", name),
            "map": _("The mapping page opens. When it is complete, “%s” is sent again.", name),
            "retry": _("“%s” is tried again with the values it has now.", name),
            "dismiss": _(
                "“%s” leaves this list with your reason. Both sides stay as they are; it comes "
                "back if either side changes and they still cannot agree.",
                name,
            ),
        }
        return sentences[choice]

    def _resolve(self, quarantine, choice, note="", res_id=0, xero_id=None):
        """Carry out a person's choice: a row first in the queue, never a call to Xero.

        :param xero.quarantine quarantine: one open row
        :param str choice: one of :data:`CHOICES`
        :param str note: the person's reason; needed to dismiss
        :param int res_id: the Odoo record to link to
        :param str xero_id: the Xero record to link to
        :raises UserError: the choice does not fit, or something it needs is missing
        """
        quarantine.ensure_one()
        if quarantine.state != "open":
            raise UserError(_("“%s” has been resolved already.", quarantine.name))
        if choice not in quarantine._choices():
            raise UserError(_("That does not help with “%s”.", quarantine.name))
        if choice == "dismiss":
            if not (note or "").strip():
                raise UserError(_("Please say why “%s” can be dismissed.", quarantine.name))
            quarantine._close("dismissed", _("Dismissed"), note)
            return
        res_id, xero_id = res_id or quarantine.res_id, xero_id or quarantine.xero_id
        self._queue_choice(quarantine, choice, res_id, xero_id)
        labels = {
            "link": _("Linked by a person"),
            "create": _("Created by decision of a person"),
            "odoo": _("Odoo's values taken"),
            "xero": _("Xero's values taken"),
        }
        quarantine._close("resolved", labels.get(choice, _("Tried again")), note)

    def _queue_choice(self, quarantine, choice, res_id, xero_id):
        connection = quarantine.connection_id
        setting = connection.setting_ids.filtered(lambda row: row.entity == self._xero_entity)
        from_xero = quarantine.direction == "pull" and choice in ("create", "retry", "map")
        policy = {"odoo": "odoo", "xero": "xero", "create": "create", "link": "link"}.get(choice)
        if choice in ("link", "xero") or (from_xero and xero_id):
            if not xero_id:
                raise UserError(_("Choose the record in Xero that “%s” is.", quarantine.name))
            if choice == "link":
                self._check_link(quarantine, setting, res_id, xero_id)
            self.env["xero.inbox"].sudo()._put(
                connection, self._xero_entity, xero_id, payroll=self._xero_payroll,
                policy=policy, res_id=res_id if choice == "link" else 0,
            )  # fmt: skip
            self._wake("pull")
            return
        if not res_id:
            raise UserError(_("“%s” has no record in Odoo to send.", quarantine.name))
        if choice == "create" and quarantine.reason in GONE:
            links = self.env["xero.link"].sudo()._of_odoo(connection, self._xero_entity, [res_id])
            for link in links.values():
                link.active = False
        self.env["xero.outbox"].sudo()._put(
            setting, self._odoo_model, {res_id: []}, priority=PERSON, policy=policy
        )
        self._wake("push")

    def _check_link(self, quarantine, setting, res_id, xero_id):
        """A person links two records that are there, of this sync and of its company.

        :raises UserError: one of them is not
        """
        if not res_id:
            raise UserError(_("Choose the record in Odoo that “%s” is.", quarantine.name))
        model = self.env[self._odoo_model].with_context(active_test=False)
        domain = [("id", "=", res_id), *self._scope_domain(setting)]
        if not is_id(xero_id) or not model.search_count(domain, limit=1):
            raise UserError(
                _(
                    "“%s” cannot be linked to that record: it is none of this sync, or belongs to "
                    "another company. Choose another one.",
                    quarantine.name,
                )
            )
