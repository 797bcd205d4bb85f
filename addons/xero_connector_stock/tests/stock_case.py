from odoo.addons.xero_connector.tests.item_case import ItemCase

from ..models import compat

KEPT = compat.storable_values()


class StockCase(ItemCase):
    """Categories valued automatically and by hand, and words for stock."""

    @classmethod
    def setUpClass(cls, chart_template_ref="au"):
        super().setUpClass(chart_template_ref=chart_template_ref)
        cls.env.user.groups_id += cls.env.ref("stock.group_stock_manager")
        cls.store = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        ).lot_stock_id
        cls.by_hand = cls.env["product.category"].create({"name": "Counted by hand"})
        cls.by_itself = cls.valued_category("On shelves")

    @classmethod
    def valued_category(cls, name, **values):
        """A category whose stock Odoo values by itself, on the account of goods in store."""
        values = {"property_valuation": "real_time", "property_cost_method": "standard", **values}
        return cls.env["product.category"].create(
            {"name": name, "property_stock_valuation_account_id": cls.stock.id, **values}
        )

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("item")
        self.map_account(self.cogs, "310")
        self.map_account(self.stock, "630")
        self.stock.xero_inventory = True

    def kept(self, code="W-1", category=None, **values):
        """A product that Odoo keeps in stock, of the automatically valued category."""
        values = {"property_account_expense_id": self.cogs.id, **KEPT, **values}
        return self.make(code, categ_id=(category or self.by_itself).id, **values)

    def count(self, product, quantity):
        """Set the stock of a product, as a person does who has counted it."""
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        values = {"product_id": product.id, "location_id": self.store.id}
        quants.create({**values, "inventory_quantity": quantity}).action_apply_inventory()

    def row(self, product):
        """The row of a product on the page of quantities and values."""
        self.env.invalidate_all()
        return self.env["xero.item.stock"].search([("product_id", "=", product.id)])
