from odoo.exceptions import AccessError

from .test_access import ACCOUNTANT, HR, MANAGER, USER, AccessCase

LISTS = (
    "ledger_account", "tax_rate", "tracking_category", "currency", "pay_item", "payroll_calendar",
    "branding_theme", "organisation_action",
)  # fmt: skip
# Models of Xero's own lists, of the mappings and of the hours; each row has a company.
LISTED = (
    "xero.ledger.account", "xero.tax.rate", "xero.tracking.category", "xero.tracking.option",
    "xero.currency", "xero.pay.item", "xero.payroll.calendar", "xero.account.map", "xero.tax.map",
    "xero.tracking.map", "xero.timesheet", "xero.branding.theme", "xero.organisation.action",
    "xero.journal.map",
)  # fmt: skip


class TestAccessRows(AccessCase):
    """Rows of another company, of another person, and those that are payroll's."""

    def second(self):
        """Another company of this database, connected to another organisation.

        :rtype: tuple[res.company, xero.connection]
        """
        company = self.other_company()
        organisation = self.sim.ask("POST", "organisations", json={"organisation": "bare"})
        return company, self.connect(company, organisation["tenant_id"])

    def assertClosed(self, row, person):
        """The person neither finds nor reads nor changes a row."""
        row = row.with_user(person)
        self.assertNotIn(row.id, self.seen(person, row._name).ids)
        with self.assertRaises(AccessError):
            row.read(["id", "display_name"])
        with self.assertRaises(AccessError):
            row.write({"name": "Mine now"})

    def test_apps_of_other_companies(self):
        """An app that belongs to a company is closed to the managers of others; one without a
        company is shared. [O12, S92]"""
        company = self.other_company()
        apps = self.env["xero.app"].sudo()
        values = {"name": "App", "client_id": "SIMULATED-APP", "client_secret": "a-secret"}
        theirs = apps.create({**values, "company_id": company.id})
        ours = apps.create({**values, "company_id": self.company.id})
        shared = apps.create({**values, "company_id": False})
        manager = self.person("manager", MANAGER)
        self.assertClosed(theirs, manager)
        self.assertLessEqual({ours.id, shared.id}, set(self.seen(manager, "xero.app").ids))
        with self.assertRaises(AccessError):
            self.seen(self.person("accountant", ACCOUNTANT), "xero.app")

    def test_consents_of_other_companies(self):
        """Who consented for another company is nobody's business, for payroll neither. [O12]"""
        company, second = self.second()
        payroll = (
            self.env["xero.authorisation"]
            .sudo()
            .create({"app_id": second.authorisation_id.app_id.id, "payroll": True})
        )
        second.sudo().payroll_authorisation_id = payroll
        manager = self.person("manager", MANAGER, HR)
        self.assertClosed(second.authorisation_id, manager)
        self.assertClosed(payroll, manager)
        self.assertIn(
            self.connection.authorisation_id.id, self.seen(manager, "xero.authorisation").ids
        )
        theirs = self.person("theirs", MANAGER, HR, company=company)
        visible = self.seen(theirs, "xero.authorisation")
        self.assertEqual(set(visible.ids), {second.authorisation_id.id, payroll.id})

    def test_unused_consent_is_of_who_gave_it(self):
        """A consent that no connection uses yet is seen by the person who gives it. [O12]"""
        giver, other = self.person("giver", MANAGER), self.person("other", MANAGER)
        waiting = (
            self.env["xero.authorisation"]
            .sudo()
            .create({"app_id": self.connection.authorisation_id.app_id.id, "user_id": giver.id})
        )
        self.assertIn(waiting.id, self.seen(giver, "xero.authorisation").ids)
        self.assertClosed(waiting, other)

    def test_lists_and_mappings_of_other_companies(self):
        """Accounts, taxes, tracking, pay items, calendars, mappings and timesheets of another
        company are closed. [O12, S92]"""
        company, second = self.second()
        both = (self.company, self.connection), (company, second)
        for owner, connection in both:
            for entity in LISTS:
                self.run_pull(entity, connection)
            self.env["xero.account.map"].sudo()._rows_wanted(connection)
            self.env["xero.tax.map"]._row(connection, self.env["account.tax"])
            plan = self.env.ref("analytic.analytic_plan_projects")
            self.env["account.analytic.account"].create(
                {"name": "North", "plan_id": plan.id, "company_id": owner.id}
            )
            connection.tracking_category_ids[0].sudo().plan_id = plan
            worker = self.env["hr.employee"].create({"name": "Wyn", "company_id": owner.id})
            self.env["xero.timesheet"].sudo().create(
                {"connection_id": connection.id, "employee_id": worker.id}
            )
        for owner, _connection in both:
            person = self.person(f"m{owner.id}", MANAGER, HR, company=owner)
            for model in LISTED:
                with self.subTest(f"{model} of {owner.name}"):
                    rows = self.env[model].sudo().with_context(active_test=False).search([])
                    others = rows.filtered(lambda row, own=owner: row.company_id != own)
                    self.assertTrue(others)
                    self.assertEqual(self.seen(person, model).company_id, owner)
                    with self.assertRaises(AccessError):
                        others[:1].with_user(person).read(["id"])

    def test_payroll_lists(self):
        """Pay items, payroll calendars and timesheets are closed to a manager who may not see
        employees in Odoo. [S92]"""
        self.run_pull("pay_item")
        self.run_pull("payroll_calendar")
        manager, hr = self.person("manager", MANAGER), self.person("hr", HR)
        for model in ("xero.pay.item", "xero.payroll.calendar"):
            self.assertTrue(self.seen(hr, model))
            with self.assertRaises(AccessError):
                self.seen(manager, model)
        with self.assertRaises(AccessError):
            self.seen(manager, "xero.timesheet")

    def payroll_question(self):
        """An open question about an employee, with values of both sides."""
        return self.env["xero.quarantine"].sudo().create(
            {
                "connection_id": self.connection.id, "entity": "employee", "payroll": True,
                "name": "Alinta Nguyen", "direction": "push", "reason": "conflict",
                "sentence": "Born on 1990-02-28.", "xero_id": "x-1", "model": "hr.employee",
                "odoo_values": {"birthday": "1990-02-28"},
                "xero_values": {"birthday": "1991-02-28"},
            }
        )  # fmt: skip

    def test_open_windows_are_their_owners(self):
        """What one person has open in a window of the connector cannot be read by another: a
        question about an employee shows the values of both sides. [S92, O12]"""
        row = self.payroll_question()
        officer = self.person("officer", ACCOUNTANT, HR)
        opened = row.with_user(officer).action_open_resolve()
        wizard = self.env["xero.resolve.wizard"].with_user(officer).browse(opened["res_id"])
        shown = wizard.difference_ids
        self.assertEqual(shown.mapped("xero_value"), ["1991-02-28"])
        accountant = self.person("accountant", MANAGER)
        for record in (wizard, wizard.choice_id, shown):
            with self.subTest(record._name):
                self.assertFalse(self.seen(accountant, record._name))
                with self.assertRaises(AccessError):
                    record.with_user(accountant).read(["id"])

    def test_a_window_shows_no_more_than_its_person_may_see(self):
        """A window pointed at payroll's question by JSON-RPC shows nothing of it. [S92]"""
        row, accountant = self.payroll_question(), self.person("accountant", ACCOUNTANT)
        wizards = self.env["xero.resolve.wizard"].with_user(accountant)
        with self.assertRaises(AccessError):
            wizards.create({"quarantine_id": row.id})
        mine = row.copy({"payroll": False, "entity": "contact", "xero_id": "x-2"})
        wizard = wizards.create({"quarantine_id": mine.id})
        with self.assertRaises(AccessError):
            wizard.quarantine_id = row.id
        self.assertEqual(wizard.read(["sentence"])[0]["sentence"], mine.sentence)

    def test_a_window_is_never_about_another_company(self):
        """Nor can a window be pointed at another company's connection, sync or app. [O12]"""
        company, second = self.second()
        app = second.authorisation_id.sudo().app_id
        app.company_id = company
        setting = second.setting_ids.filtered(lambda row: row.entity == "contact")
        manager = self.person("manager", MANAGER)
        for model, values in (
            ("xero.connect.wizard", {"connection_id": second.id, "app_id": False}),
            ("xero.connect.wizard", {"app_id": app.id}),
            ("xero.disconnect.wizard", {"connection_id": second.id}),
            ("xero.export.wizard", {"setting_id": setting.id}),
            ("xero.overwrite.wizard", {"setting_id": setting.id}),
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(manager).create(values)

    def test_figures_of_payroll(self):
        """No figure, row or banner of the dashboard tells a manager without the right to see
        employees that there is payroll. [S92, D6]"""
        self.payroll_question()
        self.run_pull("pay_item")
        manager, officer = self.person("manager", MANAGER), self.person("officer", USER, HR)
        shown = self.env["xero.sync.event"].with_user(manager).get_dashboard()
        self.assertEqual((shown["kpis"]["quarantined"], shown["kpis"]["total"]), (0, 0))
        self.assertEqual((shown["rows"], shown["kpis"]["percent"]), ([], None))
        shown = self.env["xero.sync.event"].with_user(officer).get_dashboard()
        self.assertEqual((shown["kpis"]["quarantined"], shown["kpis"]["total"]), (1, 1))
