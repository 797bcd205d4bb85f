from contextlib import contextmanager

from lxml import etree
from odoo.exceptions import RedirectWarning

FORM = "https://go.xero.com/organisationlogin/default.aspx"


class MasterWords:
    """Words for tests about which side leads."""

    @contextmanager
    def refused(self, *words, page=""):
        """A refusal in a sentence with these words and a button that leads to a page of Xero's;
        nothing is left of what was tried."""
        with self.assertRaises(RedirectWarning) as caught:
            yield
        self.env.invalidate_all()
        sentence, action, _button, _context = caught.exception.args
        for word in words:
            self.assertIn(word, sentence)
        self.assertEqual((action["type"], action["target"]), ("ir.actions.act_url", "new"))
        self.assertTrue(action["url"].startswith(FORM), action["url"])
        self.assertTrue(action["url"].endswith(page), action["url"])

    def greyed_out(self, model, company=None):
        """Fields that the form shows as read-only because Xero leads them."""
        company = company or self.company
        record = self.env[model].with_company(company)
        record = record.with_context(allowed_company_ids=company.ids)
        form = etree.fromstring(record.get_view(view_type="form")["arch"])
        found = form.xpath("//field[contains(@readonly, 'xero_locked')]")
        if found:
            self.assertTrue(form.xpath("//field[@name='xero_locked']"))
        return {node.get("name") for node in found}

    def note(self, record):
        """What the form says about who leads."""
        record.invalidate_recordset()
        return record.xero_master_note or ""
