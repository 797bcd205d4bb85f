from .item_case import ItemCase
from .master_case import MasterWords

NEW = "/Accounts/Inventory"
LED = {"name", "default_code", "sale_ok", "purchase_ok", "list_price", "standard_price",
       "taxes_id", "description_sale"}  # fmt: skip


class TestMasterItem(MasterWords, ItemCase):
    """Where new items are made, and who leads their values."""

    def set_up_once(self):
        super().set_up_once()
        self.setting("item", master="xero").paired = True

    def test_a_new_product_is_refused(self):
        """With Xero as master a product made in Odoo is refused with a link to Xero's list of
        items, from its template too, and is on neither side; made in Xero it comes with the next
        import. [O20]"""
        with self.refused("“[W-1] Widget” was not saved", "in Xero", page=NEW):
            self.make()
        with self.refused(page=NEW):
            self.env["product.template"].create({"name": "Widget", "default_code": "W-1"})
        self.assertFalse(self.products.search_count([("default_code", "=", "W-1")]))
        self.assertFalse(self.xero("Items") or self.waiting("item"))
        self.item()
        self.pull()
        self.assertEqual(self.product_of("W-1").xero_state, "agreed")

    def test_a_template_gets_its_code_late(self):
        """A product made from its template is refused also where products without a code stay at
        home: its variant has none for a moment. [O20]"""
        self.setting("item", item_no_code="skip")
        with self.refused(page=NEW):
            self.env["product.template"].create({"name": "Widget", "default_code": "W-1"})
        free = self.env["product.template"].create({"name": "Without a code"})
        self.assertFalse(self.waiting("item") or free.xero_local)

    def test_only_what_would_be_sent(self):
        """Not refused: what is neither sold nor bought, and what another company makes. [O20]"""
        self.make("X-1", "Neither", sale_ok=False, purchase_ok=False)
        other = self.other_company()
        products = self.products.with_company(other).with_context(allowed_company_ids=other.ids)
        products.create({"name": "Theirs", "default_code": "T-1"})
        self.assertFalse(self.waiting("item"))

    def test_kept_in_odoo(self):
        """By choice a new product stays in Odoo only, says so on the product and its template, and
        never leaves, until somebody lets it go. [O20]"""
        setting = self.setting("item", master_new="local")
        product = self.make()
        for record in (product, product.product_tmpl_id):
            self.assertIn("Kept in Odoo only", self.note(record))
        setting.master = "both"
        product.list_price = 25
        product.action_xero_sync_now()
        self.push()
        self.assertFalse(self.xero("Items"))
        product.product_tmpl_id.action_xero_let_go()
        self.push()
        self.assertEqual(self.codes_in_xero(), ["W-1"])

    def test_odoo_as_master(self):
        """With Odoo as master a new product goes out, and what is new in Xero stays there. [O20]"""
        self.setting("item", master="odoo")
        self.make()
        self.item("X-9", Name="New in Xero")
        self.push()
        self.assertEqual(self.codes_in_xero(), ["W-1", "X-9"])
        self.assertEqual(self.pull().created, 0)

    def test_values_of_the_master(self):
        """Name, code and prices are changed in Xero, on the product and on its template; the rest
        is Odoo's own. [O21]"""
        product, _item_id = self.both()
        template = product.product_tmpl_id
        for record, values, label in (
            (product, {"default_code": "W-2"}, "“Internal Reference”"),
            (product, {"standard_price": 3}, "“Cost”"),
            (template, {"list_price": 25}, "“Sales Price”"),
            (template, {"name": "Gadget"}, "“Name”"),
            (template, {"default_code": "W-2"}, "“Internal Reference”"),
        ):
            with self.subTest(f"{record._name} {values}"), self.refused(label, page=NEW):
                record.write(values)
        template.write({"weight": 2, "list_price": template.list_price})
        product.barcode = "123456"
        self.assertEqual(self.push().updated, 0)
        self.assertEqual(self.in_xero()["SalesDetails"]["UnitPrice"], 19.9)
        for model in ("product.product", "product.template"):
            self.assertLessEqual(LED - {"list_price"}, self.greyed_out(model), model)
        self.assertFalse(self.greyed_out("product.template") & {"weight", "barcode", "categ_id"})
        self.assertIn("Xero leads here", self.note(template))

    def test_what_is_not_synced_is_free(self):
        """Cost and accounts that a choice leaves out of the sync are Odoo's own. [O21]"""
        product, _item_id = self.both()
        self.setting("item", item_cost="odoo", item_accounts=False)
        product.write({"standard_price": 3, "taxes_id": [(5, 0, 0)]})
        self.assertFalse(self.greyed_out("product.product") & {"standard_price", "taxes_id"})
        with self.refused("Price” of “[W-1] Widget”"):
            product.lst_price = 99
