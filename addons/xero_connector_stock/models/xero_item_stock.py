from odoo import _, api, fields, models
from odoo.addons.xero_connector.models.compat import EQUALITY, asked_values
from odoo.exceptions import UserError
from odoo.tools import float_compare

from . import compat

# Xero counts with four decimals.
PLACES = 4


class XeroItemStock(models.Model):
    """What Xero has in stock of an item that it tracks, beside what Odoo has of its product.

    Xero's figures are mirrored when items are read; Odoo's are those of the moment.
    """

    _name = "xero.item.stock"
    _description = "Quantity and value of an item in Xero and in Odoo"
    _order = "name, id"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    xero_id = fields.Char("Xero ID", required=True, readonly=True)
    name = fields.Char("Item in Xero", readonly=True)
    product_id = fields.Many2one(
        "product.product", "Product in Odoo", readonly=True, ondelete="set null", index=True
    )
    product_tmpl_id = fields.Many2one(related="product_id.product_tmpl_id")
    xero_quantity = fields.Float("Quantity in Xero", digits=(16, PLACES), readonly=True)
    xero_value = fields.Monetary("Value in Xero", readonly=True)
    odoo_quantity = fields.Float(
        "Quantity in Odoo", digits=(16, PLACES), compute="_compute_odoo", compute_sudo=True
    )
    odoo_value = fields.Monetary("Value in Odoo", compute="_compute_odoo", compute_sudo=True)
    quantity_difference = fields.Float(
        "Difference in quantity",
        digits=(16, PLACES),
        compute="_compute_odoo",
        compute_sudo=True,
        help="What Odoo has more than Xero; below zero: less.",
    )
    value_difference = fields.Monetary(
        "Difference in value",
        compute="_compute_odoo",
        compute_sudo=True,
        help="What Odoo's stock is worth more than Xero's; below zero: less.",
    )
    status = fields.Selection(
        [
            ("equal", "Equal"),
            ("differs", "Differs"),
            ("not_kept", "No stock kept in Odoo"),
            ("xero_only", "Only in Xero"),
        ],
        compute="_compute_odoo",
        search="_search_status",
        compute_sudo=True,
    )
    problem = fields.Text("What to know", compute="_compute_problem")
    read_at = fields.Datetime(
        "Read from Xero on", compute="_compute_read_at", compute_sudo=True,
        help="When the whole list of items was last read. Xero may count in between.",
    )  # fmt: skip

    _sql_constraints = [
        (
            "xero_id_unique",
            "UNIQUE(connection_id, xero_id)",
            "Xero has one item with this id.",
        )
    ]

    @api.depends("xero_quantity", "xero_value", "product_id")
    def _compute_odoo(self):
        for company in self.company_id:
            rows = self.filtered(lambda row, company=company: row.company_id == company)
            products = rows._products_seen_by(company)
            known = {product.id: product for product in products}
            for row in rows:
                row._fill(known.get(row.product_id.id, products.browse()))

    def _products_seen_by(self, company):
        """These rows' products with the stock of one company, whatever the reader may see of
        warehouses."""
        root = self.env.ref("base.user_root")
        products = self.product_id.with_user(root).with_company(company)
        return products.with_context(allowed_company_ids=company.ids)

    def _fill(self, product):
        """:param product: product.product as :meth:`_products_seen_by` gives it, or empty"""
        kept = bool(product) and compat.is_storable(product)
        self.odoo_quantity = product.qty_available if kept else 0.0
        self.odoo_value = product.total_value if kept else 0.0
        self.quantity_difference = self.odoo_quantity - self.xero_quantity
        self.value_difference = self.odoo_value - self.xero_value
        if not product:
            self.status = "xero_only"
        elif not kept:
            self.status = "not_kept"
        else:
            self.status = "differs" if self._differs() else "equal"

    def _differs(self):
        """Whether quantity or value are not the same, in figures that people see."""
        return bool(
            float_compare(self.odoo_quantity, self.xero_quantity, precision_digits=PLACES)
            or self.currency_id.compare_amounts(self.odoo_value, self.xero_value)
        )

    def _search_status(self, operator, value):
        if operator not in EQUALITY:
            raise UserError(_("The status can be compared for being equal only."))
        wanted, negated = asked_values(operator, value)
        # Odoo's side is worked out at each look: all rows are, one for each tracked item.
        rows = self.search([])  # pylint: disable=no-search-all
        found = rows.filtered(lambda row: row.status in wanted)
        return [("id", "not in" if negated else "in", found.ids)]

    @api.depends("status")
    def _compute_problem(self):
        words = {
            "differs": _("Quantities are not synced: correct the side that is wrong."),
            "not_kept": _("Odoo keeps no stock of the product; only Xero counts it."),
            "xero_only": _("The item has no product in Odoo; only Xero counts it."),
        }
        for row in self:
            row.problem = words.get(row.status) or ""

    @api.depends("connection_id")
    def _compute_read_at(self):
        for row in self:
            settings = row.connection_id.setting_ids
            row.read_at = settings.filtered(lambda one: one.entity == "item").item_read_at

    @api.model
    def _mirror(self, connection, found, others):
        """Keep what Xero says of the items of a page.

        :param connection: xero.connection record
        :param dict found: values of tracked items by Xero id
        :param others: Xero ids of items that are not tracked
        """
        rows = self.search(
            [("connection_id", "=", connection.id), ("xero_id", "in", [*found, *others])]
        )
        gone = rows.filtered(lambda row: row.xero_id not in found)
        known = set((rows - gone).mapped("xero_id"))
        for row in rows - gone:
            row._take(found[row.xero_id])
        self.create(
            [
                {"connection_id": connection.id, "xero_id": xero_id, **values}
                for xero_id, values in found.items()
                if xero_id not in known
            ]
        )
        gone.unlink()

    def _take(self, values):
        """Write what changed: a write of equal values would still set the time of the change."""
        stored = self._convert_to_write({name: self[name] for name in values})
        changed = {name: value for name, value in values.items() if stored[name] != value}
        if changed:
            self.write(changed)
