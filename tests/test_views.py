from lxml import etree

from .common import XeroCase


class TestViews(XeroCase):
    """What every page of ours needs to open on each series."""

    def test_references_know_their_model(self):
        """A page that shows a record's id has its model too; from Odoo 18 on it does not open
        otherwise. [D5, D10]"""
        views = self.env["ir.ui.view"].search([("model", "=like", "xero.%")])
        shown = 0
        for view in views:
            names = {node.get("name") for node in etree.fromstring(view.arch).iter("field")}
            for name in names & set(self.env[view.model]._fields):
                field = self.env[view.model]._fields[name]
                if field.type == "many2one_reference":
                    shown += 1
                    self.assertIn(field.model_field, names, view.name)
        self.assertGreaterEqual(shown, 3)
