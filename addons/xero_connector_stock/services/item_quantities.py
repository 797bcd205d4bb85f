"""Items: what Xero has in stock of tracked items is kept beside them, for comparing only: no call
changes a quantity, only documents do (FACTS 5.6)."""

from odoo import models
from odoo.addons.xero_connector.services.transaction import own
from odoo.addons.xero_connector.xero.wire import flag, number


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _read_xero(self, payload):
        """Figures in another shape put the item before a person, as everything else does."""
        stock_in(payload)
        return super()._read_xero(payload)

    def _record(self, run, pairs):
        result = super()._record(run, pairs)
        self._mirror_stock([pair for pair in pairs if pair.payload and pair.xero])
        return result

    def _mirror_stock(self, pairs):
        found = {}
        for pair in pairs:
            figures = stock_in(pair.payload)
            if figures:
                product = {"name": pair.name, "product_id": pair.res_id or False}
                found[pair.xero_id] = {**product, **figures}
        others = [pair.xero_id for pair in pairs if pair.xero_id not in found]
        self.env["xero.item.stock"].sudo()._mirror(self._setting.connection_id, found, others)

    def _vanished(self, payloads):
        """What the whole list no longer has is not in stock there either."""
        rows = super()._vanished(payloads)
        ids = [self._id_or_empty(payload) for payload in payloads]
        if all(ids) and not self.env.context.get("xero_look"):
            with own(self.env) as env:
                setting = env["xero.sync.setting"].sudo().browse(
                    self.env.context["xero_setting_id"]
                )
                env["xero.item.stock"].sudo().search(
                    [
                        ("connection_id", "=", setting.connection_id.id),
                        ("xero_id", "not in", ids),
                    ]
                ).unlink()
        return rows


def stock_in(payload):
    """Quantity and value of a tracked item; None for one that Xero does not track.

    :param dict payload: the element of Xero's JSON
    :raises xero.wire.WrongShape: a figure is no number
    :rtype: dict | None
    """
    if not flag(payload.get("IsTrackedAsInventory"), "IsTrackedAsInventory"):
        return None
    names = {"xero_quantity": "QuantityOnHand", "xero_value": "TotalCostPool"}
    return {key: float(number(payload.get(name), name) or 0) for key, name in names.items()}
