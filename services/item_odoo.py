"""Items: plain values brought to Odoo."""

from decimal import Decimal

from odoo import Command, _, models

from ..models import compat
from ..xero.errors import Action, XeroError
from .item import MAPPED
from .item_merge import SHARED, nameless
from .item_money import KINDS, TAXES
from .item_values import variant_words

SAME = {
    "code": "default_code",
    "sold": "sale_ok",
    "bought": "purchase_ok",
    "description": "description_sale",
    "purchase_description": "description_purchase",
}


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _run_pull(self, run, client):
        """Without the right to products every single item would be refused: say it once."""
        with self._unit(run.setting_id) as service:
            service._check_rights()
        super()._run_pull(run, client)

    def _check_rights(self):
        """
        :raises XeroError: the connection's user may not write products in Odoo
        """
        rights = {"both": ("create", "write"), "create": ("create",), "update": ("write",)}
        model = self.env["product.template"]
        if not all(
            model.check_access_rights(right, raise_exception=False)
            for right in rights[self._setting.write_mode]
        ):
            raise XeroError(
                "blocked",
                Action.STOP,
                message=_(
                    "%s, for whom this connection works, may not create or change products in "
                    "Odoo. Give that user the right to manage products, or let another user "
                    "connect the company.",
                    self.env.user.name,
                ),
            )

    def _apply(self, pairs):
        """Which accounts and taxes of Odoo Xero's codes mean is looked up once for a page."""
        mapped = set(MAPPED)
        asked = [
            pair for pair in pairs if pair.merged and not mapped.isdisjoint(pair.merged.to_odoo)
        ]
        targets = self._targets() if asked else None
        for pair in asked:
            pair.notes["targets"] = targets
        super()._apply(pairs)

    def _targets(self):
        """Odoo's accounts and sets of taxes by the code of Xero's they are mapped to.

        :rtype: dict[str, dict] -- ``account``: code -> account.account; ``sale``, ``purchase``: tax
            type -> list of account.tax recordsets
        """
        connection = self._setting.connection_id
        domain = [("connection_id", "=", connection.id)]
        found = {"account": {}, "sale": {}, "purchase": {}}
        none = self.env["account.account"].sudo()
        for row in self.env["xero.account.map"].sudo().search(domain):
            if row.ledger_account_id.code and row._usable():
                code = row.ledger_account_id.code
                found["account"][code] = found["account"].get(code, none) | row.account_id
        for row in self.env["xero.tax.map"].sudo().search([*domain, ("key", "!=", "")]):
            if row.use in TAXES and row._usable():
                found[row.use].setdefault(row.tax_rate_id.tax_type, []).append(row.tax_ids)
        return found

    def _odoo_values(self, values, record, pair):
        vals = {field: values[name] or False for name, field in SAME.items() if name in values}
        if "name" in values:
            vals["name"] = self._own_name(values["name"], record) or nameless(pair.xero)
        if not record:
            vals.update(self._odoo_new(pair))
        vals.update(self._odoo_prices(values, record))
        for side in TAXES:
            if f"{side}_tax" in values:
                vals.update(self._odoo_taxes(pair, side, values[f"{side}_tax"], record))
            if f"{side}_account" in values:
                vals.update(self._odoo_account(pair, side, values[f"{side}_account"], record, vals))
        return vals

    def _odoo_prices(self, values, record):
        """Prices in the organisation's currency; of a new product that belongs to all companies,
        Odoo takes them for the main company's."""
        setting = self._setting
        company = setting.connection_id.company_id
        own = record or setting.item_company == "own"
        seller = company if own else self.env["res.company"].sudo()._get_main_company()
        base, vals = self._price_currency(setting), {}
        if "sale_price" in values:
            known = record or seller.currency_id.name == base
            price = float(Decimal(values["sale_price"] or 0)) if known else 0.0
            vals["list_price"] = price - (record.price_extra if record else 0.0)
        if "purchase_price" in values and (record or company.currency_id.name == base):
            vals["standard_price"] = float(Decimal(values["purchase_price"] or 0))
        return vals

    def _own_name(self, name, record):
        """The name that all variants share, without what makes this one."""
        words = variant_words(record) if record else ""
        return name.removesuffix(f" ({words})") if words else name

    def _odoo_new(self, pair):
        """What only a new product gets; Odoo's own defaults would say something else."""
        setting = self._setting
        tracked = bool(pair.xero["inventory"])
        category = setting.item_tracked_category_id if tracked else setting.item_category_id
        vals = {
            compat.PRODUCT_TYPE: "consu" if tracked else setting.item_type,
            "taxes_id": [Command.clear()],
            "supplier_taxes_id": [Command.clear()],
        }
        if category:
            vals["categ_id"] = category.id
        if setting.item_company == "own":
            vals["company_id"] = setting.connection_id.company_id.id
        if not setting.item_accounts:
            vals.pop("taxes_id")
            vals.pop("supplier_taxes_id")
        return vals

    def _odoo_taxes(self, pair, side, tax_type, record):
        """The set of taxes that is mapped to a tax type; the company's default before others."""
        name, company = TAXES[side], self._setting.connection_id.company_id
        others = record.sudo()[name] - self._own_taxes(record.sudo()[name], company)
        if not tax_type:
            return {name: [Command.set(others.ids)]}
        found = pair.notes["targets"][side].get(tax_type, [])
        usual = company.account_sale_tax_id if side == "sale" else company.account_purchase_tax_id
        chosen = [taxes for taxes in found if taxes == usual] or found
        if len(chosen) == 1:
            return {name: [Command.set((others | chosen[0]).ids)]}
        self._note_missing(pair, f"{side}_tax", self._sentence_target(tax_type, bool(found)))
        return {}

    def _odoo_account(self, pair, side, code, record, vals):
        """A product's own account; none where its category has the right one already."""
        kind = KINDS[side]
        name = f"property_account_{kind}_id"
        if not code:
            return {name: False}
        found = pair.notes["targets"]["account"].get(code, self.env["account.account"])
        if side == "purchase" and pair.xero["inventory"]:
            # Bills of a tracked item go to its inventory account, if Odoo does the same.
            found = found.filtered("xero_inventory")
            if not found:
                return {}
        if self._inherited_account(record, vals, kind) in found:
            return {name: False}
        if len(found) == 1:
            return {name: found.id}
        self._note_missing(pair, f"{side}_account", self._sentence_target(code, bool(found)))
        return {}

    def _after_odoo(self, pairs):
        """What a person takes from one item for all variants is a change of the other ones, which
        an import would not note."""
        result = super()._after_odoo(pairs)
        shared = [pair for pair in pairs if pair.odoo and pair.odoo["about"]["shared"]]
        changed = [pair.res_id for pair in shared if set(SHARED) & set(pair.merged.to_odoo)]
        if changed and self._setting.push:
            products = self.env["product.product"].browse(changed)
            others = products.product_tmpl_id.product_variant_ids - products
            self.sudo()._enqueue(self._setting, {res_id: set(SHARED) for res_id in others.ids})
        return result

    def _inherited_account(self, record, vals, kind):
        """The account a product has without one of its own."""
        categories = self.env["product.category"].sudo()
        category = categories.browse(vals.get("categ_id")) or record.sudo().categ_id
        if not category:
            default = self.env["product.template"].default_get(["categ_id"]).get("categ_id")
            category = categories.browse(default)
        company = self._setting.connection_id.company_id
        own = category.with_company(company)[f"property_account_{kind}_categ_id"]
        return own or compat.company_account(company, kind)

    def _sentence_target(self, code, several):
        if several:
            return _(
                "several of Odoo's accounts or taxes are mapped to “%s” in Xero; choose one of "
                "them on the product.",
                code,
            )
        return _("nothing in Odoo is mapped to “%s” in Xero; choose it on the mapping page.", code)

    def _note_missing(self, pair, name, sentence):
        """The rest of the item goes on; this one value waits in front of a person."""
        if name not in pair.merged.conflicts:
            pair.merged.conflicts.append(name)
        pair.notes.setdefault("missing", []).append(sentence)
