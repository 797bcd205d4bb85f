"""Items: what counts as a change, and whose change it is."""

from decimal import Decimal

from odoo import _, models

from ..xero.amounts import rounded
from .invoice_amounts import digits
from .item import MAPPED, SIDES
from .item_matching import code_key

# What all variants of a product have in common in Odoo, and each item by itself in Xero.
SHARED = (
    "name", "sold", "bought", "description", "purchase_description", "sale_price", *MAPPED,
)  # fmt: skip
PRICES = ("sale_price", "purchase_price")


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _known(self, odoo, agreed):
        """Odoo's values, where what differs only because Odoo cannot hold it otherwise counts as
        equal: a name that Xero lacks, a price beyond Odoo's decimals, an account that comes from
        the category, what Xero does not keep of an item that is not sold. Nor do the capitals of a
        code matter."""
        odoo = super()._known(odoo, agreed)
        if not odoo or not agreed:
            return odoo
        known = {**odoo}
        same = {name for name in odoo["about"]["inherited"] if agreed.get(name) == ""}
        if code_key(odoo["code"]) == code_key(agreed.get("code")):
            same.add("code")
        for used, names in SIDES.items():
            if not odoo[used] and agreed.get(used) is False:
                same.update(names)
        if self._cost_kept(odoo) and not odoo["purchase_price"]:
            # A product that was never received has no cost yet.
            same.add("purchase_price")
        same.update(name for name in PRICES if self._is_rounded(odoo.get(name), agreed.get(name)))
        if not agreed.get("name") and odoo["name"] == nameless(agreed):
            same.add("name")
        if agreed.get("inventory") and "inventory" not in odoo:
            # Tracked by Xero's choice: bills there go to its inventory account.
            same.add("purchase_account")
        known.update({name: agreed[name] for name in same if name in agreed and name in odoo})
        return known

    def _is_rounded(self, ours, theirs):
        """Whether a price is Xero's with as many decimals as Odoo keeps."""
        if not ours or not theirs or ours == theirs:
            return False
        places = self.env["decimal.precision"].precision_get("Product Price")
        return digits(rounded(Decimal(theirs), places)) == ours

    def _merge_pair(self, pair, setting):
        if pair.agreed is None:
            pair.odoo = self._known(pair.odoo, pair.xero)
        self._prefer_own(pair)
        merged = super()._merge_pair(pair, setting)
        self._leave_unused(pair, merged)
        self._keep_cost(pair, merged)
        if pair.xero["inventory"] and "inventory" not in pair.odoo:
            _drop(merged, ["purchase_account"])
        self._ask_shared(pair, merged)
        return merged

    def _prefer_own(self, pair):
        """On a first pairing an account of Xero's own goes before one of the category's."""
        agreed = pair.agreed or {}
        for name in pair.odoo["about"]["inherited"]:
            ours, theirs = pair.odoo.get(name), pair.xero.get(name)
            if name not in agreed and ours and theirs and ours != theirs:
                pair.odoo = {**pair.odoo, name: ""}

    def _leave_unused(self, pair, merged):
        """Xero keeps nothing of a side that is not used; Odoo keeps its own for later. A side that
        is used again has the values of where that was decided."""
        for used, names in SIDES.items():
            if merged.to_xero.get(used):
                _take(merged, merged.to_xero, pair.odoo, pair.xero, names)
            elif merged.to_odoo.get(used):
                _take(merged, merged.to_odoo, pair.xero, pair.odoo, names)
            elif not merged.to_xero.get(used, pair.xero[used]):
                _drop(merged, names)

    def _cost_kept(self, odoo):
        """Whether Odoo works the cost out, or it is Odoo's by choice."""
        return self._setting.item_cost == "odoo" or odoo["about"]["kept"]

    def _keep_cost(self, pair, merged):
        """Such a cost is never taken from Xero."""
        name = "purchase_price"
        if self._cost_kept(pair.odoo) and (name in merged.to_odoo or name in merged.conflicts):
            _drop(merged, [name])
            merged.to_xero[name] = pair.odoo[name]

    def _ask_shared(self, pair, merged):
        """A change of one item in Xero would change all variants of the product in Odoo."""
        if not pair.odoo["about"]["shared"] or self._decided(pair) == "xero":
            return
        asked = [name for name in SHARED if name in merged.to_odoo]
        if asked:
            _drop(merged, asked)
            merged.conflicts += asked
            pair.notes["shared"] = True

    def _refuse_conflict(self, pair):
        super()._refuse_conflict(pair)
        labels = {declared.name: declared.label for declared in self._declared()}
        names = ", ".join(labels[name] for name in pair.merged.conflicts)
        if pair.notes.get("missing"):
            pair.refuse(
                "mapping_missing",
                _(
                    "%(name)s came in without a part: %(missing)s Then choose Retry.",
                    name=pair.name,
                    missing=" ".join(pair.notes["missing"]),
                ),
                fields_in_conflict=pair.merged.conflicts,
            )
        elif pair.notes.get("shared"):
            pair.refuse(
                "conflict",
                _(
                    "%(name)s was changed in Xero (%(fields)s). In Odoo it is one of several "
                    "variants, and the change would hold for all of them. Choose Xero's values to "
                    "change them all, or Odoo's to put Xero right.",
                    name=pair.name,
                    fields=names,
                ),
                fields_in_conflict=pair.merged.conflicts,
            )


def nameless(values):
    """What a product is called whose item has no name in Xero.

    :param dict values: plain values of the item
    :rtype: str
    """
    first = (values.get("description") or "").partition("\n")[0].strip()
    return first[:200] or values.get("code") or ""


def _take(merged, target, values, others, names):
    """All of these values of one side hold, but the empty ones."""
    _drop(merged, names)
    target.update(
        {
            name: values[name]
            for name in names
            if values.get(name) and values[name] != others.get(name)
        }
    )


def _drop(merged, names):
    """Take fields out of a merge: nothing is written, nobody is asked."""
    for name in names:
        merged.to_odoo.pop(name, None)
        merged.to_xero.pop(name, None)
        if name in merged.conflicts:
            merged.conflicts.remove(name)
