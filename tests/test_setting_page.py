from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import XeroCase


class TestSettingPage(XeroCase):
    """What the page of a sync says about the filter that somebody typed."""

    def says(self, entity, user=None):
        setting = self.setting(entity).with_user(user or self.env.user)
        setting.invalidate_recordset()
        return setting.live_sentence

    def test_filter_in_words(self):
        """The number of records a filter lets out stands in words, also none. [D3]"""
        setting = self.setting("contact")
        self.env["res.partner"].create(
            [{"name": name, "city": "Perth", "is_company": True, "customer_rank": 1}
             for name in ("Acacia", "Wattle")]
        )  # fmt: skip
        for domain, words in (
            ("[('city', '=', 'Perth')]", "2 of this sync's records match."),
            ("[('city', '=', 'Nowhere')]", "No new record is sent with these settings."),
        ):
            setting.domain = domain
            self.assertTrue(setting.live_sentence.startswith(words))
        setting.domain = "[('city', '=', 'Perth')]"
        self.assertIn("also what this sync never sends", setting.live_sentence)

    @mute_logger("odoo.sql_db")
    def test_broken_filter_is_no_empty_one(self):
        """A filter that stopped working (its field went with an app) opens the page and says so,
        where it looked as if nothing matched. [D3]"""
        for broken, part in (
            ("[('no_such_field', '=', 1)]", "no_such_field"),
            ("[(", ""),
            ("[('id', '=', 'a word')]", "a word"),
        ):
            self.env.cr.execute("UPDATE xero_sync_setting SET domain = %s", [broken])
            sentence = self.says("contact")
            self.assertIn("This filter does not work. Please correct it: ", sentence)
            self.assertIn(part, sentence)
            self.assertFalse(self.setting("contact").dated)

    def test_reader_without_rights_is_told(self):
        """Who may not read employees is told so instead of “0 records”. [D3, B22]"""
        reader = new_test_user(
            self.env,
            "reader",
            "base.group_user,xero_connector.group_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.assertIn("You may not read these records", self.says("invoice", reader))
        self.assertNotIn("may not read", self.says("invoice"))
