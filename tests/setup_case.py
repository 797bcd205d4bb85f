from odoo.tests import new_test_user

from .common import XeroCase

MANAGER = "base.group_user,xero_connector.group_manager"


class SetupCase(XeroCase):
    """A company whose set-up has come as far as the organisation."""

    def set_up_once(self):
        super().set_up_once()
        self.manager = self.person("set-up", f"{MANAGER},hr.group_hr_user")
        row = self.env["xero.setup"].sudo().create({"company_id": self.company.id})
        self.setup = row.with_user(self.manager)

    def person(self, login, groups):
        """A user of this company with these rights only."""
        company = {"company_id": self.company.id, "company_ids": [(6, 0, self.company.ids)]}
        return new_test_user(self.env, login, groups, **company)

    def shown(self, step=None):
        """The page as it is read again: a step of its list, or the list."""
        self.env.flush_all()
        self.env.invalidate_all()
        steps = {row["key"]: row for row in self.setup.steps}
        return steps[step] if step else steps

    def done(self):
        """Keys of the steps that are done."""
        return [key for key, row in self.shown().items() if row["done"]]

    def read_lists(self):
        """Xero's lists are read, as the crons do it."""
        services = self.env["xero.sync"]._services()
        for setting in self.connection.setting_ids.filtered("enabled"):
            if services[setting.entity]._is_list():
                self.run_pull(setting.entity, trigger="first")

    def only(self, *entities):
        """Only these syncs and what they need are on."""
        self.connection.setting_ids.enabled = False
        for entity in entities:
            self.setting(entity, enabled=True)

    def choose(self, *entities):
        """What to sync is decided, and Xero's lists are read."""
        self.only(*entities)
        self.setup.action_keep_entities()
        self.read_lists()

    def look(self):
        """Press Look, and let the cron run.

        :rtype: dict -- by entity and direction, as the page shows it
        """
        self.setup.action_dry_run()
        self.look_on(600)
        return self.looked()

    def look_on(self, seconds):
        """The cron runs once, for a slice of so many seconds."""
        self.env.flush_all()
        self.env["xero.sync"].sudo()._cron_dry_run(seconds)
        self.env.invalidate_all()

    def looked(self):
        """What the dry run found, as the page shows it, by entity and direction."""
        return {
            look["entity"]: {seen["way"]: seen for seen in look["directions"]} or look["error"]
            for look in self.setup.dry_run
        }

    def banners(self):
        """What the dashboard says at its top."""
        self.env.invalidate_all()
        events = self.env["xero.sync.event"].with_user(self.manager)
        return events.get_dashboard()["banners"]
