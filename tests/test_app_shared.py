from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import XeroCase

MANAGER = "base.group_user,xero_connector.group_manager"
TYPED = {"client_id": "SECOND-APP", "client_secret": "another secret"}
VALUES = {"name": "Second app", **TYPED}


class TestAppShared(XeroCase):
    """Whose an app of Xero's is, and who may change one that several companies use."""

    def set_up_once(self):
        super().set_up_once()
        self.second = self.env["res.company"].create({"name": "Elsewhere Pty Ltd"})
        self.app = self.connection.sudo().authorisation_id.app_id
        self.app.company_id = False
        self.manager = self.person("of both", self.company | self.second)
        self.theirs = self.person("of the second", self.second)

    def person(self, login, companies):
        ids = {"company_id": companies[-1:].id, "company_ids": [(6, 0, companies.ids)]}
        return new_test_user(self.env, login, MANAGER, **ids)

    def as_seen_by(self, person, app=None):
        apps = self.env["xero.app"].with_user(person)
        return apps.with_context(allowed_company_ids=person.company_ids.ids).browse(app and app.id)

    def assertRefused(self, act):
        with self.assertRaises(AccessError) as refused:
            act()
        for words in (self.company.name, "an app of its own"):
            self.assertIn(words, str(refused.exception))

    def test_it_is_of_the_company_that_enters_it(self):
        """An app belongs to the company that enters it, on its page as in the window that connects;
        only who empties the company shares it. [S92, O12]"""
        own = self.as_seen_by(self.theirs).create(VALUES)
        self.assertEqual(own.company_id, self.second)
        wizard = self.env["xero.connect.wizard"].with_user(self.manager).create(
            {**TYPED, "company_id": self.company.id, "app_id": False, "client_id": "THIRD"}
        )
        wizard.action_authorise()
        made = self.env["xero.app"].search([("client_id", "=", "THIRD")])
        self.assertEqual(made.company_id, self.company)

    def test_shared_one_that_another_company_uses(self):
        """A manager of one company sees a shared app that another one is connected with, and
        changes nothing of it: no secret, no address, no company, by the window neither; the
        sentence names the company and the way out. [S92, O12]"""
        app = self.as_seen_by(self.theirs, self.app)
        self.assertTrue(app.read(["name", "company_id"]))
        for name, value in (
            ("client_secret", "stolen"),
            ("webhook_key", "stolen"),
            ("base_url", "https://elsewhere.example.com"),
            ("client_id", "OTHER"),
            ("company_id", self.second.id),
        ):
            with self.subTest(name):
                self.assertRefused(lambda name=name, value=value: app.write({name: value}))
        self.assertRefused(app.unlink)
        values = {"company_id": self.second.id, "app_id": False, "client_id": app.client_id}
        window = self.env["xero.connect.wizard"].with_user(self.theirs).create(
            {**TYPED, **values}
        )
        self.assertRefused(window.action_authorise)
        self.env.invalidate_all()
        self.assertEqual(self.app._secret("client_secret"), "simulated-secret")
        self.assertTrue(self.connection.action_test_connection())

    def test_who_may(self):
        """Who may work in all companies that use it changes a shared app; one that nobody else
        uses is changed by each manager who sees it, and handed to no company that is closed to
        that manager. [S92]"""
        self.as_seen_by(self.manager, self.app).webhook_key = "a new key"
        self.assertEqual(self.app._secret("webhook_key"), "a new key")
        free = self.as_seen_by(self.theirs, self.app.sudo().create({**VALUES, "company_id": False}))
        free.client_id = "CHANGED"
        self.assertRefused(lambda: free.write({"company_id": self.company.id}))
        free.company_id = self.second
        self.assertEqual(free.company_id, self.second)

    def test_used_for_payroll_alone(self):
        """A company whose payroll alone goes through the app uses it as well. [S92]"""
        row = self.connection.sudo()
        row.write(
            {"payroll_authorisation_id": row.authorisation_id.id, "authorisation_id": False}
        )
        app = self.as_seen_by(self.theirs, self.app)
        self.assertRefused(lambda: app.write({"client_secret": "stolen"}))
