import os
import time
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import requests
from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.tests import tagged
from odoo.tools import SQL

from .kept_company import kept_company
from .simulator_client import SimulatorClient

OUTCOMES = ("created", "updated", "unchanged", "skipped", "quarantined", "deferred")
FEATURES = ("contacts", "invoices", "payments", "employees", "timesheets", "settings")


def made_older(table, names, seconds):
    """The statement that moves these times of all rows into the past.

    :rtype: odoo.tools.SQL
    """
    moves = [
        SQL(
            "%s = %s - %s * interval '1 second'",
            SQL.identifier(name),
            SQL.identifier(name),
            seconds,
        )
        for name in names
    ]
    return SQL("UPDATE %s SET %s", SQL.identifier(table), SQL(", ").join(moves))


@tagged("post_install", "-at_install")
class XeroCase(AccountTestInvoicingCommon):
    """A company connected to a fresh simulated organisation, and what tests do with both."""

    organisation = "bare"
    second_company = None

    @classmethod
    def setUpClass(cls, chart_template_ref="au"):
        # To hash a password that nobody guesses took a fifth of a second for each user.
        rounds = "odoo.addons.base.models.res_users.MIN_ROUNDS"
        with kept_company(), patch(rounds, 1):
            super().setUpClass(chart_template_ref=chart_template_ref)
        cls.startClassPatcher(patch(rounds, 1))
        # Nothing in the connector may commit the test's cursor (DESIGN 4, rule 3).
        cls.startClassPatcher(patch.object(cls.cr, "commit", cls._no_commit))
        cls.sim = SimulatorClient()
        cls.company = cls.company_data["company"]
        cls.env.user.groups_id += cls.env.ref("xero_connector.group_manager")
        cls.env.user.groups_id += cls.env.ref("hr.group_hr_manager")

    @classmethod
    def setup_company_data(cls, company_name, *args, **kwargs):
        """Odoo 17.0 makes two companies for each class; here the second one is made when a test
        asks for it, as from 18.0 on."""
        if company_name == "company_2_data":
            return {"company": cls.env["res.company"]}
        return super().setup_company_data(company_name, *args, **kwargs)

    @staticmethod
    def _no_commit():
        raise AssertionError("A test's cursor was committed.")

    def setUp(self):
        if "ready" not in vars(type(self)):
            self._set_up_class()
        super().setUp()
        vars(self).update(self.ready)
        self.sim.restore("ready")

    def _set_up_class(self):
        """Everything :meth:`set_up_once` makes stays for the class, on both sides, and so do the
        attributes it sets; what a test changes is taken back before the next one."""
        before = set(vars(self))
        with self.env.cr.savepoint():
            self.set_up_once()
            self.env.cr.flush()
        self.sim.snapshot("ready")
        type(self).ready = {name: vars(self)[name] for name in set(vars(self)) - before}

    def set_up_once(self):
        """What the tests of a class begin with; a consent in each of them took too long."""
        self.sim.reset(self.organisation)
        self.sim.limits(minute=100000, day=1000000, concurrent=50, app_minute=100000)
        self.connection = self.connect(self.company)
        self.first_event = self.env["xero.sync.event"].search([], limit=1, order="id desc").id or 0

    def tearDown(self):
        self.check_conservation()
        self.sim.clear_faults()
        super().tearDown()

    # -- connecting ------------------------------------------------------------------------------

    def connect(self, company, tenant=None, features=FEATURES):
        """A live connection of a company to an organisation, through the real consent flow."""
        app = self.env["xero.app"].create(
            {
                "name": "Test app",
                "client_id": "SIMULATED-APP",
                "client_secret": "simulated-secret",
            }
        )
        connection = self.env["xero.connection"].create(
            {
                "company_id": company.id,
                "user_id": self.env.uid,
                "requested_features": " ".join(features),
            }
        )
        authorisation = self.env["xero.authorisation"].sudo().create({"app_id": app.id})
        self.consent(connection, authorisation, tenant or self.sim.tenant, features)
        self.assertEqual(connection.state, "live")
        return connection

    def consent(self, connection, authorisation, tenant, features=FEATURES):
        """Walk to Xero's consent page and back, choosing one organisation."""
        from ..xero.scopes import scopes_for

        consents = self.env["xero.consent"]
        address = consents._begin(connection, authorisation, scopes_for(features))
        answer = requests.get(
            f"{address}&_sim_auto=1&_sim_choice={tenant}", allow_redirects=False, timeout=30
        )
        back = parse_qs(urlsplit(answer.headers["Location"]).query)
        consent = consents._consume(back["state"][0])
        consent._finish(back["code"][0])
        consent._arrive()

    # -- running ---------------------------------------------------------------------------------

    def setting(self, entity, connection=None, **values):
        """The setting of an entity, changed as given."""
        connection = connection or self.connection
        setting = connection.setting_ids.filtered(lambda row: row.entity == entity)
        if values:
            setting.write(values)
        return setting

    def run_pull(self, entity, connection=None, trigger="schedule"):
        """One import run; returns its event."""
        return self._run_now(entity, "pull", connection, trigger)

    def run_push(self, entity, connection=None, trigger="at_once"):
        """One export run; returns its event."""
        self.env.flush_all()
        self.env.cr.flush()
        return self._run_now(entity, "push", connection, trigger)

    def _run_now(self, entity, direction, connection, trigger):
        setting = self.setting(entity, connection)
        setting.write({"next_pull": False, "next_push": False, "enabled": True})
        service = setting._service().sudo()
        run = service._run(setting.id, direction, trigger, time.monotonic() + 600)
        self.env.invalidate_all()
        return self.env["xero.sync.event"].browse(run.event_id)

    def other_company(self):
        """A second company of this user, with the same chart.

        :rtype: res.company
        """
        if not self.second_company:
            if hasattr(self, "setup_other_company"):
                data = self.setup_other_company()
            else:
                data = self.setup_company_data("Second company", chart_template="au")
            self.second_company = data["company"]
        return self.second_company

    def pair_all(self, entity):
        """The first run of an entity is over: changes may leave."""
        self.setting(entity).paired = True

    def pass_time(self, seconds):
        """Leases and planned times are that much older, on both sides."""
        self.sim.advance(seconds)
        self.env.flush_all()
        for table, names in (
            ("xero_outbox", ("next_try", "lease_until", "captured_at")),
            ("xero_exchange", ("lease_until", "first_sent_at")),
            ("xero_sync_setting", ("next_pull", "next_push")),
            ("xero_call_quota", ("blocked_until",)),
        ):
            self.env.cr.execute(made_older(table, names, seconds))
        self.env.invalidate_all()

    # -- looking ---------------------------------------------------------------------------------

    def events(self, entity=None):
        """Events since the test began, oldest first."""
        domain = [("id", ">", self.first_event)]
        if entity:
            domain.append(("entity", "=", entity))
        return self.env["xero.sync.event"].search(domain, order="id")

    def quarantines(self, entity=None):
        """Open quarantines."""
        domain = [("state", "=", "open")]
        if entity:
            domain.append(("entity", "=", entity))
        return self.env["xero.quarantine"].search(domain, order="id")

    def waiting(self, entity=None):
        """Outbox rows."""
        self.env.cr.flush()
        domain = [("entity", "=", entity)] if entity else []
        return self.env["xero.outbox"].search(domain, order="id")

    def link(self, record, entity):
        """The link of an Odoo record on the current connection."""
        return self.env["xero.link"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", entity),
                ("res_id", "=", record.id),
                ("model", "=", record._name),
            ]
        )

    def xero(self, table):
        """What Xero holds."""
        return self.sim.table(table)

    def shared(self, path):
        """A file of the shared folder, None when it is not on this machine."""
        found = os.path.join(os.environ.get("XERO_SHARED", ""), path)
        return found if os.path.exists(found) else None

    def check_conservation(self):
        """Every record a run collected has exactly one outcome, and no event was left open."""
        for event in self.events():
            self.assertNotEqual(event.state, "running", event.name)
            told = sum(event[name] for name in OUTCOMES)
            self.assertEqual(event.collected, told, f"{event.name}: counts differ")
