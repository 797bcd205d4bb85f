"""Items: which product a Xero item is. The code says it; a name alone is a question."""

from odoo import _, models

from ..xero.wire import clean, quoted


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _natural_key(self, payload):
        """The code, which Xero has once: how a write without an answer is found."""
        code = payload.get("Code")
        return code_key(code) or None if isinstance(code, str) else None

    def _xero_keys(self, xero, payload):
        return [f"code:{code_key(xero['code'])}"] if xero.get("code") else []

    def _odoo_keys(self, odoo, record):
        return [f"code:{code_key(odoo['code'])}"] if odoo["code"] else []

    def _match_odoo(self, pairs):
        """The product of the same code; several of one code, or only the same name, are asked
        about."""
        pairs = [pair for pair in pairs if not pair.outcome]
        by_code = self._products_by_code({code_key(pair.xero["code"]) for pair in pairs})
        found, left, why = {}, [], _("same code")
        for pair in pairs:
            products = by_code.get(code_key(pair.xero["code"]))
            if products:
                active = products.filtered("active") or products
                found[pair.key] = [(product.id, why) for product in active]
            else:
                left.append(pair)
        self._ask_namesakes(left)
        return found

    def _products_by_code(self, keys):
        """Products in scope that have no item yet, archived ones too, by code.

        :param set keys: codes as :func:`code_key` makes them
        :rtype: dict[str, product.product]
        """
        model = self.env["product.product"].with_context(active_test=False)
        model.flush_model(["default_code"])
        # Spaces around a code are nobody's intention; Odoo keeps them.
        self.env.cr.execute(
            "SELECT id FROM product_product WHERE lower(trim(default_code)) = ANY(%s)",
            [list(keys)],
        )
        by_code = {}
        for product in self._free([row[0] for row in self.env.cr.fetchall()]):
            key = code_key(product.default_code)
            by_code[key] = by_code.get(key, model.browse()) | product
        return by_code

    def _free(self, ids):
        """Those of these products that are in scope and have no item.

        :rtype: product.product
        """
        setting = self._setting
        model = self.env["product.product"].with_context(active_test=False)
        products = model.search([("id", "in", ids), *self._scope_domain(setting)])
        links = self.env["xero.link"].sudo()
        taken = links._of_odoo(setting.connection_id, self._xero_entity, products.ids)
        return products.filtered(lambda product: product.id not in taken)

    def _ask_namesakes(self, pairs):
        """A product without a code that has the item's name may be the same one."""
        names = {pair.xero["name"] for pair in pairs if pair.xero["name"]}
        if not names:
            return
        model = self.env["product.product"]
        domain = [("default_code", "in", (False, "")), ("name", "in", list(names))]
        by_name = {}
        for product in self._free(model.search(domain).ids):
            by_name.setdefault(clean(product.name), []).append(product)
        why = _("same name, without a code")
        for pair in pairs:
            products = by_name.get(pair.xero["name"])
            if products:
                self._ask_which(pair, [(product.id, why) for product in products])

    def _adopt(self, run, client, pairs):
        """The code is taken: the item that has it is this one."""
        found = {}
        for pair in pairs:
            if not pair.odoo:
                continue
            where = f"Code=={quoted(pair.odoo['code'])}"
            answer = client.get(self._xero_path, where=where, **self._list_filter())
            for payload in self._unwrap(answer.data):
                if isinstance(payload, dict):
                    found.setdefault(pair.key, payload)
        return found


def code_key(code):
    """A code as it is compared.

    :rtype: str
    """
    return clean(code or "").lower()
