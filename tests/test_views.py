import re

from lxml import etree
from odoo.tools import file_open

from .common import XeroCase

READ = ("string", "title", "help", "confirm", "placeholder")
OTHER_NAMES = re.compile("quarantin|needs? a person", re.IGNORECASE)
DASHBOARD = "xero_connector/static/src/dashboard/dashboard.xml"


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

    def test_a_question_has_one_name(self):
        """What waits for a person is a question on every page, in every menu, label and choice, and
        nothing else. [D5]"""
        texts = {" ".join(text.split()) for text in self.texts() if text}
        self.assertLess(300, len(texts))
        self.assertEqual([text for text in texts if OTHER_NAMES.search(text)], [])
        self.assertIn("Questions", texts)

    def texts(self):
        """What people read on our pages."""
        for model in ("ir.ui.view", "ir.ui.menu", "ir.actions.act_window"):
            for row in self.ours(model):
                yield from (row.name, getattr(row, "help", "")) if model != "ir.ui.view" else ()
                if model == "ir.ui.view":
                    yield from self.texts_of(etree.fromstring(row.arch))
        with file_open(DASHBOARD) as template:
            yield from self.texts_of(etree.fromstring(template.read().encode()))
        for name in self.env:
            for field in self.env[name]._fields.values():
                if field._module == "xero_connector" or name.startswith("xero."):
                    yield from (field.string, field.help)
                    if field.type == "selection" and isinstance(field.selection, list):
                        yield from (label for _value, label in field.selection)

    def ours(self, model):
        rows = self.env["ir.model.data"].search(
            [("module", "=", "xero_connector"), ("model", "=", model)]
        )
        return self.env[model].browse(rows.mapped("res_id")).exists()

    def texts_of(self, tree):
        for node in tree.iter(etree.Element):
            yield from (node.text, node.tail, *(node.get(name) for name in READ))
