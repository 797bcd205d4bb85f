"""Contacts: what Xero would refuse is not sent; a person gets a sentence with the way out
instead."""

import re

from odoo import _, models

from ..xero.wire import clean
from .contact_children import MOST_PERSONS
from .contact_terms import SIDES

# What Xero takes as an e-mail address: plain ASCII, one address (FACTS 5.5).
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_PHONE = 50
PERSON_LIMIT = 255


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _check_push(self, pairs, records):
        super()._check_push(pairs, records)
        for pair in pairs:
            sent = pair.merged.to_xero
            for check in (
                self._check_archived, self._check_emails, self._check_lengths,
                self._check_persons, self._check_terms,
            ):  # fmt: skip
                if sent and not pair.refusal:
                    check(pair, sent)
        self._check_homonyms(
            [p for p in pairs if "name" in p.merged.to_xero and not p.refusal], records
        )

    def _check_archived(self, pair, sent):
        """Xero refuses every change of an archived contact (FACTS 5.5); bringing it back may be
        tried."""
        if pair.xero and pair.xero["status"] != "ACTIVE" and sent.get("status") != "ACTIVE":
            pair.refuse(
                "archived",
                _(
                    "%s is archived in Xero and takes no changes there. Restore it in Xero, or "
                    "archive it in Odoo too.",
                    pair.name,
                ),
            )

    def _check_emails(self, pair, sent):
        emails = [sent.get("email")]
        emails += [person["email"] for person in sent.get("persons", {}).values()]
        for email in filter(None, emails):
            if not EMAIL.fullmatch(email):
                pair.refuse(
                    "refused",
                    _(
                        "Xero does not accept “%(email)s” as an e-mail address of %(name)s. It "
                        "takes one address without accents. Correct it in Odoo; it is sent again "
                        "by itself.",
                        email=email[:80],
                        name=pair.name[:80],
                    ),
                )
                return

    def _check_lengths(self, pair, sent):
        values = [value for value in (sent.get("phone"), sent.get("mobile")) if value]
        longest = max(map(len, values), default=0) > LONGEST_PHONE
        texts = [
            text
            for person in sent.get("persons", {}).values()
            for text in (person["first"], person["last"])
        ]
        if longest or any(len(text) > PERSON_LIMIT for text in texts):
            pair.refuse(
                "too_long",
                _(
                    "A phone number (at most %(phone)s characters) or the name of a contact person "
                    "(at most %(name)s) of %(record)s is too long for Xero. Shorten it in Odoo.",
                    phone=LONGEST_PHONE,
                    name=PERSON_LIMIT,
                    record=pair.name[:80],
                ),
            )

    def _check_persons(self, pair, sent):
        if len(sent.get("persons", {})) > MOST_PERSONS:
            pair.refuse(
                "refused",
                _(
                    "Odoo and Xero together have %(count)s contact persons of %(name)s; Xero takes "
                    "%(most)s. Archive those that nobody needs, on either side, then choose Retry.",
                    count=len(sent["persons"]),
                    name=pair.name,
                    most=MOST_PERSONS,
                ),
            )

    def _check_terms(self, pair, sent):
        """Xero's API can change payment terms and cannot remove them (FACTS 4.1: null cannot be
        sent)."""
        removed = [name for name in SIDES if name in sent and not sent[name]]
        if removed and pair.xero_id:
            pair.refuse(
                "refused",
                _(
                    "%s has no payment terms in Odoo any more. Xero cannot be told to remove them: "
                    "clear them in Xero, or choose terms in Odoo.",
                    pair.name,
                ),
            )

    def _check_homonyms(self, pairs, records):
        """Xero has one active contact of a name, Odoo may have several: the number tells them
        apart."""
        if not pairs:
            return
        names = self._linked_names(pairs)
        for pair in sorted(pairs, key=lambda pair: pair.res_id):
            name, ref = pair.odoo["name"], pair.odoo["ref"]
            others = names.setdefault(name.casefold(), set())
            shown = clean(str((pair.payload or {}).get("Name") or ""))
            typed = clean(records.browse(pair.res_id).name or "")
            if others - {pair.res_id} or f"{name} ({ref})" in (shown, typed):
                self._tell_apart(pair, name, ref)
            others.add(pair.res_id)

    def _linked_names(self, pairs):
        """Ids of linked partners by name, for the names of these pairs."""
        keys = list({pair.odoo["name"].casefold() for pair in pairs})
        model = self.env["res.partner"]
        model.flush_model(["name"])
        self.env.cr.execute(
            """
            SELECT lower(partner.name), partner.id
              FROM res_partner partner JOIN xero_link link
                ON link.model = 'res.partner' AND link.res_id = partner.id
             WHERE link.connection_id = %s AND link.entity = %s AND link.active AND partner.active
               AND partner.xero_name_key = ANY(%s) AND lower(partner.name) = ANY(%s)
            """,
            [
                self._setting.connection_id.id,
                self._xero_entity,
                list({self.env["res.partner"].browse(p.res_id).xero_name_key for p in pairs}),
                keys,
            ],
        )
        names = {}
        for name, res_id in self.env.cr.fetchall():
            names.setdefault(name, set()).add(res_id)
        return names

    def _tell_apart(self, pair, name, ref):
        if ref:
            pair.notes["wire_name"] = f"{name} ({ref})"
            return
        pair.refuse(
            "duplicate",
            _(
                "Odoo has another contact named “%s” that is in Xero already, and Xero takes a "
                "name only once. Give this one an internal reference (it is then sent as "
                "“Name (reference)”), rename it, or merge the two in Odoo.",
                name,
            ),
        )

    def _refuse_pair(self, pair, messages, reason, payload):
        super()._refuse_pair(pair, messages, reason, payload)
        if pair.refusal["reason"] == "archived":
            pair.refusal["sentence"] = _(
                "%s is archived in Xero, and Xero did not let Odoo bring it back. Restore it in "
                "Xero (Contacts > Archived > Restore); the rest is sent by itself.",
                pair.name,
            )

    def _refuse_conflict(self, pair):
        """A term or currency that Odoo lacks is not a contradiction: say what to create."""
        super()._refuse_conflict(pair)
        missing = pair.notes.get("missing")
        if missing:
            pair.refuse(
                "mapping_missing",
                _(
                    "%(name)s came in, but for %(missing)s, which Odoo does not have. Create it in "
                    "Odoo, then choose Retry.",
                    name=pair.name,
                    missing=", ".join(missing),
                ),
                fields_in_conflict=pair.merged.conflicts,
            )
