from datetime import timedelta

from odoo.tests import tagged

from .common import XeroCase

ENTITIES = {
    "ledger_account": ("xero.ledger.account", "Accounts", "AccountID"),
    "tax_rate": ("xero.tax.rate", "TaxRates", "TaxType"),
    "branding_theme": ("xero.branding.theme", "BrandingThemes", "BrandingThemeID"),
    "currency": ("xero.currency", "Currencies", "Code"),
    "tracking_category": ("xero.tracking.category", "TrackingCategories", "TrackingCategoryID"),
    "payroll_calendar": ("xero.payroll.calendar", "PayrollCalendars", "PayrollCalendarID"),
}


@tagged("post_install", "-at_install")
class TestReferenceLists(XeroCase):
    def rows(self, entity):
        model = ENTITIES[entity][0] if entity in ENTITIES else entity
        return (
            self.env[model]
            .with_context(active_test=False)
            .search([("connection_id", "=", self.connection.id)])
        )

    def remove(self, table, key):
        body = {"tenant": self.sim.tenant, "table": table, "id": key, "changes": None}
        self.sim.ask("POST", "edit", json=body)

    def account(self, code):
        return next(row for row in self.xero("Accounts") if row["Code"] == code)

    def test_every_list_is_mirrored_whole(self):
        """Accounts, tax rates, currencies, tracking and calendars are all there. [O3, D22]"""
        for entity, (_model, table, key) in ENTITIES.items():
            event = self.run_pull(entity, trigger="first")
            known = {record[key] for record in self.xero(table)}
            self.assertTrue(known, table)
            self.assertEqual(set(self.rows(entity).mapped("xero_id")), known, entity)
            self.assertEqual((event.state, event.created), ("ok", len(known)), entity)

    def test_second_run_changes_nothing_and_costs_one_call(self):
        """Reading again costs one call a list and writes nothing. [D32, D33]"""
        for entity in [*ENTITIES, "pay_item"]:
            self.run_pull(entity, trigger="first")
        for entity in [*ENTITIES, "pay_item"]:
            event = self.run_pull(entity)
            self.assertEqual(event.calls, 1, entity)
            self.assertEqual(event.unchanged, event.collected, entity)
            self.assertGreater(event.collected, 0, entity)
            self.assertFalse(event.line_ids, entity)

    def test_idle_day_costs_nine_calls(self):
        """Each list is read once a day: nine calls of the 250 a day allowed. [D32, D33]"""
        settings = self.connection.setting_ids.filtered(lambda row: row.entity in ENTITIES)
        settings |= self.setting("pay_item") | self.setting("organisation_action")
        self.assertEqual(len(settings), 8)
        self.assertEqual(set(settings.mapped("pull_schedule")), {"daily"})
        self.assertFalse(any(settings.mapped("push")))
        for setting in settings:
            event = self.run_pull(setting.entity)
            self.assertEqual(setting.next_pull, event.ended_at + timedelta(days=1))
        self.assertEqual(len(self.sim.calls("xro")), 9)

    def test_account_keeps_what_xero_says(self):
        """Code, type, class, system use and default tax of an account are kept. [B22, O3]"""
        self.run_pull("ledger_account", trigger="first")
        by_code = {row.code: row for row in self.rows("ledger_account")}
        rows = by_code["200"] | by_code["610"] | by_code["880"]
        self.assertRecordValues(
            rows,
            [
                {"name": "Sales", "type": "REVENUE", "account_class": "REVENUE",
                 "tax_type": "OUTPUT", "enable_payments": False},
                {"name": "Accounts Receivable", "type": "CURRENT", "account_class": "ASSET",
                 "tax_type": "BASEXCLUDED", "enable_payments": False},
                {"name": "Owner A Drawings", "type": "EQUITY", "account_class": "EQUITY",
                 "tax_type": "BASEXCLUDED", "enable_payments": True},
            ],
        )  # fmt: skip
        self.assertEqual([row.system_account or "" for row in rows], ["", "DEBTORS", ""])

    def test_changed_in_xero_is_changed_here(self):
        """A renamed account arrives as one update and keeps its row. [O3]"""
        self.run_pull("ledger_account", trigger="first")
        row = self.rows("ledger_account").filtered(lambda r: r.code == "400")
        self.sim.edit("Accounts", row.xero_id, Name="Marketing")
        event = self.run_pull("ledger_account")
        self.assertEqual((event.updated, event.created), (1, 0))
        self.assertEqual(event.line_ids.res_id, row.id)
        self.assertEqual(row.name, "Marketing")

    def test_vanished_and_archived_stay_as_archived_rows(self):
        """What Xero archives or no longer lists is archived here, never deleted. Pain 8 [O3]"""
        self.run_pull("ledger_account", trigger="first")
        gone, archived = self.account("404"), self.account("408")
        self.remove("Accounts", gone["AccountID"])
        self.sim.edit("Accounts", archived["AccountID"], Status="ARCHIVED")
        event = self.run_pull("ledger_account")
        self.assertEqual((event.updated, event.quarantined), (2, 0))
        rows = {row.xero_id: row for row in self.rows("ledger_account")}
        self.assertEqual(rows[gone["AccountID"]].active, False)
        self.assertEqual(rows[archived["AccountID"]].active, False)
        self.assertEqual(rows[archived["AccountID"]].status, "ARCHIVED")
        self.sim.edit("Accounts", archived["AccountID"], Status="ACTIVE")
        self.run_pull("ledger_account")
        self.assertTrue(rows[archived["AccountID"]].active)

    def test_tracking_options_come_with_their_category(self):
        """Options arrive with their category, and one that is archived is its update. [O3]"""
        made = self.sim.create(
            "TrackingCategories", Name="Project", Options=[{"Name": "North"}, {"Name": "South"}]
        )
        self.run_pull("tracking_category", trigger="first")
        category = self.env["xero.tracking.category"].search([("name", "=", "Project")])
        self.assertEqual(category.option_ids.mapped("name"), ["North", "South"])
        self.assertEqual(
            set(category.option_ids.mapped("xero_id")),
            {option["TrackingOptionID"] for option in made["Options"]},
        )
        options = [{**made["Options"][0], "Name": "Far North"}]
        self.sim.edit("TrackingCategories", category.xero_id, Options=options)
        event = self.run_pull("tracking_category")
        self.assertEqual(event.updated, 1)
        self.assertEqual(category.option_ids.mapped("name"), ["Far North"])
        self.assertEqual(
            category.with_context(active_test=False).option_ids.mapped("active"), [True, False]
        )

    def test_unknown_words_of_xero_survive(self):
        """A type or status nobody knows yet is kept as it is, and the rest of the list too. [O3]"""
        row = self.account("200")
        self.run_pull("ledger_account", trigger="first")
        self.answer_with("Accounts", {"Accounts": [{**row, "Type": "CRYPTO", "Class": "NOVEL"}]})
        event = self.run_pull("ledger_account")
        kept = self.rows("ledger_account").filtered(lambda r: r.xero_id == row["AccountID"])
        self.assertEqual((kept.type, kept.account_class, event.quarantined), ("CRYPTO", "NOVEL", 0))

    def answer_with(self, path, body):
        """The next answer is this one."""
        self.sim.fault(
            "status", path=path, status=200, body=body, headers={"Content-Type": "application/json"}
        )

    def test_wrong_shape_is_quarantined_with_a_sentence(self):
        """A record in a wrong form goes to a person; the other records are kept. [D25]"""
        self.run_pull("tax_rate", trigger="first")
        rates = self.xero("TaxRates")
        broken = [{**rates[0], "EffectiveRate": {"is": "wrong"}}, *rates[1:]]
        self.answer_with("TaxRates", {"TaxRates": broken})
        event = self.run_pull("tax_rate")
        self.assertEqual((event.state, event.quarantined), ("attention", 1))
        self.assertEqual(event.unchanged, len(rates) - 1)
        self.assertTrue(all(self.rows("tax_rate").mapped("active")))
        quarantine = self.quarantines("tax_rate")
        self.assertEqual(quarantine.reason, "wrong_shape")
        self.assertIn("EffectiveRate should be a number", quarantine.sentence)
        self.run_pull("tax_rate")
        self.assertEqual(quarantine.state, "resolved")

    def test_record_without_id_archives_nothing(self):
        """While an entry without an id is in a list, nothing is taken for vanished. [D25]"""
        self.run_pull("currency", trigger="first")
        self.answer_with("Currencies", {"Currencies": [{"Description": "?"}, {"Code": "AUD"}]})
        event = self.run_pull("currency")
        self.assertEqual(event.quarantined, 1)
        self.assertTrue(all(self.rows("currency").mapped("active")))

    def test_broken_answer_changes_nothing(self):
        """An answer that is no such list fails the run in a sentence; no row is archived. [D25]"""
        for entity in [*ENTITIES, "pay_item"]:
            self.run_pull(entity, trigger="first")
            for body in ({}, {"Accounts": None}, [], {ENTITIES.get(entity, "  ")[1]: "text"}):
                self.answer_with("2.0/|PayItems|PayrollCalendars", body)
                event = self.run_pull(entity)
                self.assertEqual(event.state, "failed", (entity, body))
                self.assertIn("Nothing", event.detail)
                self.sim.clear_faults()
            model = ENTITIES[entity][0] if entity in ENTITIES else "xero.pay.item"
            inactive = self.rows(model).filtered(lambda row: not row.active)
            self.assertLessEqual(set(inactive.mapped("name")), {"Night Shift (old agreement)"})
        self.assertEqual(self.connection.state, "live")

    def test_enabled_currencies(self):
        """Documents can ask which currencies the organisation has switched on. [O3]"""
        currencies = self.env["xero.currency"]
        self.assertIsNone(currencies._enabled(self.connection))
        self.run_pull("currency", trigger="first")
        codes = {record["Code"] for record in self.xero("Currencies")}
        self.assertEqual(currencies._enabled(self.connection), codes)

    def test_another_company_keeps_its_own_lists(self):
        """Two organisations' lists never mix. [B3]"""
        tenants = self.sim.reset(count=2)
        other = self.connect(self.other_company(), tenants[1]["tenant_id"])
        self.connection.sudo().tenant_id = tenants[0]["tenant_id"]
        event = self.run_pull("ledger_account", connection=other, trigger="first")
        self.assertGreater(event.created, 0)
        self.assertFalse(self.rows("ledger_account"))
