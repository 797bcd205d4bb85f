from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import XeroCase

USER, ACCOUNTANT, MANAGER = (
    f"xero_connector.group_{name}" for name in ("user", "accountant", "manager")
)
HR, SYSTEM = "hr.group_hr_user", "base.group_system"
READ, EDIT, ALL = "read", "read write", "read write create unlink"
# What each group may do; a model that is not here is closed to everybody.
RIGHTS = {
    "xero.app": {MANAGER: ALL},
    "xero.authorisation": {USER: READ},
    "xero.connection": {USER: READ, MANAGER: ALL},
    "xero.call.quota": {SYSTEM: READ},
    "xero.consent": {SYSTEM: READ},
    "xero.sync.setting": {USER: READ, MANAGER: EDIT},
    "xero.link": {USER: READ},
    "xero.outbox": {USER: READ},
    "xero.exchange": {MANAGER: READ},
    "xero.inbox": {USER: READ},
    "xero.sync.event": {USER: READ},
    "xero.sync.event.line": {USER: READ},
    "xero.quarantine": {USER: READ},
    "xero.ledger.account": {USER: READ},
    "xero.tax.rate": {USER: READ},
    "xero.tracking.category": {USER: READ, ACCOUNTANT: EDIT},
    "xero.tracking.option": {USER: READ},
    "xero.currency": {USER: READ},
    "xero.currency.rate": {USER: READ},
    "xero.branding.theme": {USER: READ},
    "xero.organisation.action": {USER: READ},
    "xero.pay.item": {HR: READ},
    "xero.payroll.calendar": {HR: READ},
    "xero.timesheet": {HR: READ},
    "xero.account.map": {USER: READ, ACCOUNTANT: EDIT},
    "xero.tax.map": {USER: READ, ACCOUNTANT: EDIT},
    "xero.tracking.map": {USER: READ, ACCOUNTANT: EDIT},
    "xero.journal.map": {USER: READ, ACCOUNTANT: EDIT},
    "xero.connect.wizard": {MANAGER: ALL},
    "xero.disconnect.wizard": {MANAGER: ALL},
    "xero.organisation.choice": {MANAGER: ALL},
    "xero.organisation.choice.line": {MANAGER: ALL},
    "xero.chart.wizard": {ACCOUNTANT: ALL},
    "xero.chart.wizard.line": {ACCOUNTANT: ALL},
    "xero.resolve.wizard": {ACCOUNTANT: ALL},
    "xero.resolve.choice": {ACCOUNTANT: ALL},
    "xero.resolve.candidate": {ACCOUNTANT: ALL},
    "xero.resolve.difference": {ACCOUNTANT: ALL},
    "xero.export.wizard": {MANAGER: ALL},
    "xero.field.map": {USER: READ, MANAGER: ALL},
    "xero.field.sample": {MANAGER: READ},
    "xero.local": {USER: READ},
    "xero.template": {MANAGER: ALL},
    "xero.template.line": {MANAGER: ALL},
    "xero.template.pair": {MANAGER: ALL},
    "xero.template.use": {MANAGER: ALL},
    "xero.setup": {MANAGER: EDIT},
    "xero.overwrite.wizard": {MANAGER: ALL},
    "xero.overwrite.line": {MANAGER: ALL},
}
IMPLIED = {
    USER: {USER},
    ACCOUNTANT: {USER, ACCOUNTANT},
    MANAGER: {USER, ACCOUNTANT, MANAGER},
    HR: {HR},
    SYSTEM: {SYSTEM},
    "base.group_user": set(),
}
ROWS = (
    "xero.connection", "xero.sync.setting", "xero.link", "xero.outbox", "xero.exchange",
    "xero.inbox", "xero.sync.event", "xero.sync.event.line", "xero.quarantine",
)  # fmt: skip
PAYROLL_ROWS = tuple(model for model in ROWS if model != "xero.connection")


class AccessCase(XeroCase):
    """People with some of the rights, and what they see."""

    def person(self, login, *groups, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            login,
            ",".join(("base.group_user", *groups)),
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def seen(self, person, model):
        return self.env[model].with_user(person).search([], limit=1000)


class TestAccess(AccessCase):
    """Who sees what: one check per access line, then tokens, payroll and companies."""

    def test_access_lines(self):
        """Every access line of the addon gives its group what is written here and nobody else
        anything. [S92, O12]"""
        lines = (
            self.env["ir.model.access"]
            .sudo()
            .search([("model_id.model", "=like", "xero.%")], limit=500)
        )
        given = {}
        for line in lines.filtered("group_id"):
            rights = [
                right for right in ("read", "write", "create", "unlink") if line[f"perm_{right}"]
            ]
            group = line.group_id.get_external_id()[line.group_id.id]
            given.setdefault(line.model_id.model, {})[group] = " ".join(rights)
        self.assertFalse(lines.filtered(lambda line: not line.group_id).mapped("name"))
        self.assertEqual({name: given[name] for name in RIGHTS}, RIGHTS)
        self.assertFalse(set(given) - set(RIGHTS), "an access line without a test")

    def test_people_without_the_group(self):
        """A user without the group can read no row of the connector, an accountant of Odoo
        neither. [S92]"""
        outsider = self.person("outsider", "account.group_account_manager")
        for model in RIGHTS:
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(outsider).search([], limit=1)

    def test_rights_of_each_group(self):
        """A reader reads, an accountant resolves, a manager configures, an employee officer and an
        administrator read their few lists: no more than that. [S92]"""
        for group, implied in IMPLIED.items():
            person = self.person(f"p-{group}", group)
            for model, rights in RIGHTS.items():
                allowed = {right for one in implied for right in rights.get(one, "").split()}
                for right in ("read", "write", "create", "unlink"):
                    with self.subTest(f"{group} {right} {model}"):
                        self.assertEqual(
                            self.env[model]
                            .with_user(person)
                            .check_access_rights(right, raise_exception=False),
                            right in allowed,
                        )

    def test_tokens(self):
        """Nobody reads a token, a secret or a webhook key, not even a manager. [O13]"""
        manager = self.person("manager", MANAGER)
        consent = self.connection.authorisation_id
        self.assertTrue(consent.sudo().token_cipher)
        secrets = {
            "xero.authorisation": (consent, ["token_cipher"]),
            "xero.app": (consent.sudo().app_id, []),
        }
        for model, (record, names) in secrets.items():
            fields = self.env[model]._fields
            hidden = names + [name for name in fields if name.endswith("_cipher")]
            self.assertTrue(hidden)
            for name in hidden:
                with self.subTest(f"{model}.{name}"), self.assertRaises(AccessError):
                    record.with_user(manager).read([name])
        shown = consent.sudo().app_id.with_user(manager).read(["client_secret"])[0]
        self.assertFalse(shown["client_secret"])

    def fill(self, connection, payroll=False):
        """One row in every table of the connector, for one connection."""
        entity = "employee" if payroll else "contact"
        common = {"connection_id": connection.id, "entity": entity}
        marked = {**common, "payroll": payroll}
        env = self.env(su=True)
        event = env["xero.sync.event"].create(
            {**marked, "name": "Run", "direction": "pull", "started_at": "2026-11-20 10:00:00"}
        )
        line = env["xero.sync.event.line"].create({"event_id": event.id, "outcome": "skipped"})
        event.write({"state": "ok", "collected": 1, "skipped": 1})
        record = {"model": "res.partner", "res_id": connection.company_id.partner_id.id}
        return {
            "xero.sync.event": event,
            "xero.sync.event.line": line,
            "xero.link": env["xero.link"].create({**marked, **record, "xero_id": f"x-{entity}"}),
            "xero.outbox": env["xero.outbox"].create(
                {**marked, **record, "captured_at": "2026-11-20 10:00:00"}
            ),
            "xero.exchange": env["xero.exchange"].create(
                {
                    **marked, "method": "POST", "path": "/", "idempotency_key": f"k-{entity}",
                    "first_sent_at": "2026-11-20 10:00:00", "lease_until": "2026-11-20 10:00:00",
                }
            ),
            "xero.inbox": env["xero.inbox"].create({**marked, "xero_id": f"x-{entity}"}),
            "xero.quarantine": env["xero.quarantine"].create(
                {
                    **marked, "name": "Row", "direction": "pull", "reason": "refused",
                    "sentence": "Refused.", "xero_id": f"x-{entity}",
                }
            ),
            "xero.sync.setting": connection.sudo().setting_ids.filtered(
                lambda row: row.payroll == payroll
            )[:1],
        }  # fmt: skip

    def test_payroll_rows(self):
        """Without the right to see employees in Odoo a manager sees no row and no figure of
        payroll. [S92]"""
        rows = self.fill(self.connection, payroll=True)
        manager = self.person("manager", MANAGER)
        payroll = self.person("payroll", MANAGER, HR)
        for model in PAYROLL_ROWS:
            with self.subTest(model):
                self.assertTrue(rows[model])
                self.assertNotIn(rows[model].id, self.seen(manager, model).ids)
                self.assertIn(rows[model].id, self.seen(payroll, model).ids)

    def test_other_companies(self):
        """Nobody sees a row that belongs to another company's connection. [O12, S92]"""
        tenants = self.sim.reset("bare", count=2)
        other = self.other_company()
        second = self.connect(other, tenants[1]["tenant_id"])
        theirs = {**self.fill(second), "xero.connection": second}
        ours = {**self.fill(self.connection), "xero.connection": self.connection}
        manager = self.person("manager", MANAGER, HR)
        for model in ROWS:
            with self.subTest(model):
                visible = self.seen(manager, model).ids
                self.assertIn(ours[model].id, visible)
                self.assertNotIn(theirs[model].id, visible)
                with self.assertRaises(AccessError):
                    theirs[model].with_user(manager).read(["id"])

    def test_figures_of_other_companies(self):
        """The progress figures count only what the reader may see. [O12, S92]"""
        self.fill(self.connection, payroll=True)
        manager = self.person("manager", MANAGER)
        progress = self.env["xero.connection"].with_user(manager).get_progress()
        self.assertEqual((progress["waiting"], progress["quarantined"]), (0, 0))
