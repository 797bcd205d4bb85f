from odoo.tests import HttpCase, new_test_user, tagged

from ..models import compat
from .item_case import ItemCase
from .test_tours import GROUPS


@tagged("post_install", "-at_install")
class TestItemTour(ItemCase, HttpCase):
    def test_product_sync_now(self):
        """After “Sync now” the page of a product shows by itself that Xero has it. [D3, S23]"""
        new_test_user(
            self.env, "storekeeper", f"{GROUPS},base.group_system", password="storekeeper",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.pair_all("item")
        template = self.make().product_tmpl_id
        self.waiting("item").sudo().unlink()
        self.env.flush_all()
        path = f"/web#model=product.template&id={template.id}&view_type=form"
        later = f"/odoo/product.template/{template.id}"
        path = later if compat.SERIES >= 18 else path
        self.start_tour(path, "xero_product_sync_now", login="storekeeper", timeout=120)
        self.assertEqual(self.codes_in_xero(), ["W-1"])
