"""Contacts: which partner a Xero contact is. Same name alone or more is a match; anything else is a
question."""

from odoo import _, models

from ..xero.names import abn_key, company_key, number_key
from .contact_values import email_key

LONGEST_KEY = 100
# How much each kind of evidence says; a match without the same name would rename somebody.
WHY = {"own": 16, "number": 8, "abn": 4, "email": 2, "name": 1}


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _xero_keys(self, xero, payload):
        if xero.get("status") != "ACTIVE":
            return []
        keys = self._keys(xero.get("name"), xero.get("ref"), xero.get("vat"), xero.get("email"))
        number = self._natural_key(payload) or ""
        if not number:
            return keys
        if number.startswith(self._own_prefix()):
            return [*keys, f"own:{number}"]
        return [*keys, *([f"number:{number_key(number)}"] if number_key(number) else [])]

    def _odoo_keys(self, odoo, record):
        keys = self._keys(odoo["name"], odoo["ref"], odoo["vat"], odoo["email"])
        return [*keys, f"own:{self._own_number(record.id)}"]

    def _keys(self, name, ref, vat, email):
        keys = [
            ("name", name_key(name or "")),
            ("number", number_key(ref or "")),
            ("abn", abn_key(vat or "") or vat),
            ("email", email),
        ]
        return [f"{kind}:{value}" for kind, value in keys if value]

    def _match_odoo(self, pairs):
        """Candidates by our number, account number, ABN, e-mail and normalised name, in two
        queries.

        A single sure candidate is linked. Anything less is put in front of a person at once:
        another name behind the same e-mail would rename a partner, two of one name are not ours to
        choose from.
        """
        pairs = [pair for pair in pairs if not pair.outcome and pair.xero["status"] == "ACTIVE"]
        keys = {pair.key: set(self._xero_keys(pair.xero, pair.payload)) for pair in pairs}
        partners = self._candidates(set().union(*keys.values())) if keys else {}
        by_key = {}
        for res_id, theirs in partners.items():
            for key in theirs:
                by_key.setdefault(key, set()).add(res_id)
        found, claims = {}, {}
        for pair in pairs:
            ours = keys[pair.key]
            near = {i for key in ours for i in by_key.get(key, ())}
            best = self._best(ours, {res_id: partners[res_id] for res_id in near})
            if best and len(best) == 1 and _is_sure(ours, partners[best[0][0]]):
                claims.setdefault(best[0][0], []).append(pair)
                found[pair.key] = best
            elif best:
                self._ask_which(pair, best)
        for claimants in claims.values():
            self._settle_claims(claimants, found)
        return found

    def _settle_claims(self, claimants, found):
        """One partner cannot be two contacts: only the one of exactly its name is sure."""
        if len(claimants) == 1:
            return
        partner = self.env["res.partner"].browse(found[claimants[0].key][0][0])
        name = (partner.name or "").casefold()
        same = [pair for pair in claimants if pair.xero["name"].casefold() == name]
        for pair in claimants:
            if len(same) != 1 or pair is not same[0]:
                self._ask_which(pair, found.pop(pair.key))

    def _candidates(self, keys):
        """Free partners in our scope that share a key, with their keys.

        :param set keys: keys of all contacts of a page
        :rtype: dict[int, set[str]]
        """
        values = {kind: [key[len(kind) + 1 :] for key in keys if key.startswith(f"{kind}:")]
                  for kind in WHY}  # fmt: skip
        numbers = [number.removeprefix(self._own_prefix()) for number in values["own"]]
        ids = [int(number) for number in numbers if number.isdigit() and len(number) < 10]
        model = self.env["res.partner"].with_context(active_test=False)
        model.flush_model(["xero_name_key", "xero_number_key", "xero_tax_key", "email"])
        self.env.cr.execute(
            """
            SELECT id FROM res_partner
             WHERE xero_name_key = ANY(%s) OR xero_number_key = ANY(%s) OR id = ANY(%s)
                OR xero_tax_key = ANY(%s) OR lower(left(email, 255)) = ANY(%s)
            """,
            [values["name"], values["number"], ids, values["abn"], values["email"]],
        )
        found = [row[0] for row in self.env.cr.fetchall()]
        if not found:
            return {}
        setting = self._setting
        taken = (
            self.env["xero.link"].sudo()._of_odoo(setting.connection_id, self._xero_entity, found)
        )
        free = model.search([("id", "in", found), *self._scope_domain(setting)])
        free = free.filtered(lambda partner: partner.id not in taken)
        return self._active_first(free)

    def _active_first(self, partners):
        """Keys of each partner; an archived partner counts only where no active one has its
        name."""
        names = set(partners.filtered("active").mapped("xero_name_key"))
        return {
            partner.id: {
                *self._keys(partner.name, partner.ref, number_key(partner.vat or ""),
                            email_key(partner.email or "")),
                f"own:{self._own_number(partner.id)}",
            }
            for partner in partners
            if partner.active or partner.xero_name_key not in names
        }  # fmt: skip

    def _best(self, ours, candidates):
        """Candidates that no other beats: who shares more, and not less, is the better one.

        :rtype: list[tuple[int, str]]
        """
        shared = {res_id: ours & theirs for res_id, theirs in candidates.items()}
        kept = [
            res_id for res_id, keys in shared.items()
            if not any(keys < others for others in shared.values())
        ]  # fmt: skip
        kept.sort(key=lambda res_id: -sum(WHY[key.split(":")[0]] for key in shared[res_id]))
        return [(res_id, self._why(shared[res_id])) for res_id in kept]

    def _why(self, keys):
        words = {
            "own": _("created from it"),
            "number": _("same number"),
            "abn": _("same tax number"),
            "email": _("same e-mail"),
            "name": _("same name"),
        }
        kinds = {key.split(":")[0] for key in keys}
        return ", ".join(word for kind, word in words.items() if kind in kinds)


def match_keys(name, number, tax_number):
    """What a partner is found by, as it is stored with it.

    :rtype: dict[str, str | bool]
    """
    return {
        "xero_name_key": name_key(name) or False,
        "xero_number_key": number_key(number)[:LONGEST_KEY] or False,
        "xero_tax_key": (abn_key(tax_number) or number_key(tax_number))[:LONGEST_KEY] or False,
    }


def name_key(name):
    """A name as it is compared; as typed when nothing of it is a letter or digit."""
    return (company_key(name) or name.strip().casefold())[:200]


def _is_sure(ours, theirs):
    """Created by us, or of the same name with nothing that speaks against it."""
    shared = {key.split(":")[0] for key in ours & theirs}
    if "own" in shared or "name" not in shared:
        return "own" in shared
    numbers = [{key for key in keys if key.startswith("abn:")} for keys in (ours, theirs)]
    return "abn" in shared or not all(numbers)
