"""Items: the element that is sent."""

from decimal import Decimal

from odoo import models

from ..xero.wire import record as wire_record
from .item import SIDES

SIDE_KEYS = {
    "sold": ("IsSold", "Description", "SalesDetails"),
    "bought": ("IsPurchased", "PurchaseDescription", "PurchaseDetails"),
}
DETAIL_KEYS = ("UnitPrice", "AccountCode", "COGSAccountCode", "TaxType")


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _plan_unlinked(self, pair, record):
        """A new item has nothing of a side that is not used (FACTS 5.6)."""
        result = super()._plan_unlinked(pair, record)
        if pair.merged:
            sent = pair.merged.to_xero
            unused = [name for used, names in SIDES.items() if not sent[used] for name in names]
            for name in ("about", *unused):
                sent.pop(name, None)
        return result

    def _xero_body(self, values, record, pair):
        """By ItemID once Xero has one: a POST by code alone would edit whatever has it (FACTS
        4.1). Quantities are never sent."""
        for used, names in SIDES.items():
            if pair.xero and values.get(used) is False:
                # Xero empties them with it: no change that somebody makes there meanwhile.
                pair.xero = {**pair.xero, **{name: "" for name in names if name in pair.xero}}
        whole = {**(pair.xero or {}), **values}
        body = {"Name": values["name"]} if "name" in values else {}
        for used in SIDES:
            body.update(self._side(used, whole, values, pair))
        asset, _slash, cogs = values.get("inventory", "").partition("/")
        if asset:
            body["InventoryAssetAccountCode"] = asset
            details = body.get("PurchaseDetails") or self._side_details("bought", {}, pair)
            details.pop("AccountCode", None)
            body["PurchaseDetails"] = {**details, "COGSAccountCode": cogs}
        if not body and "code" not in values:
            return None
        body = {"Code": whole["code"], **body}
        return {"ItemID": pair.xero_id, **body} if pair.xero_id else body

    def _side(self, used, whole, values, pair):
        """What is sent of one side: nothing unless it changed, and no more than that it is not used
        when it is not."""
        flag, text_key, details_key = SIDE_KEYS[used]
        body = {flag: whole[used]} if used in values else {}
        if not whole[used]:
            return body
        description, *rest = SIDES[used]
        if description in values and (values[description] or pair.xero_id):
            body[text_key] = values[description]
        if used in values or any(name in values for name in rest):
            body[details_key] = self._side_details(used, values, pair)
        return body

    def _side_details(self, used, values, pair):
        """Price, account and tax of a side, all of them: whether Xero keeps what is left out of
        such a part is nowhere said."""
        held = wire_record((pair.payload or {}).get(SIDE_KEYS[used][2]))
        details = {key: held[key] for key in DETAIL_KEYS if held.get(key) not in (None, "")}
        _description, price, account, tax = SIDES[used]
        if price in values:
            details["UnitPrice"] = Decimal(values[price] or 0)
        for name, key in ((account, "AccountCode"), (tax, "TaxType")):
            if name in values:
                details.pop(key, None)
                details.update({key: values[name]} if values[name] else {})
        if used == "bought" and pair.xero and pair.xero["inventory"]:
            # Not applicable to tracked items (FACTS 5.6).
            details.pop("AccountCode", None)
        return details
