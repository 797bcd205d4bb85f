from .common import XeroCase


class ChainCase(XeroCase):
    """Words for tests about what comes before what."""

    def on(self, *entities):
        """Only these syncs are on, and what they need."""
        self.connection.setting_ids.enabled = False
        for entity in entities:
            self.setting(entity, enabled=True)

    def names_on(self):
        """Entities that are on."""
        self.env.flush_all()
        return set(self.connection.setting_ids.filtered("enabled").mapped("entity"))

    def steps(self, record=None):
        """The checklist as it is shown: what is done, and the words of its one button."""
        record = record or self.connection
        record.invalidate_recordset()
        return record.chain

    def next_step(self):
        """The text of the step with the button, and the words on it."""
        found = [(step["text"], step["next"]) for step in self.steps() if step["next"]]
        self.assertLessEqual(len(found), 1)
        return found[0] if found else None

    def confirm(self, model, connection=None):
        """A person confirms one row of a mapping page."""
        connection = connection or self.connection
        rows = self.env[model].search([("connection_id", "=", connection.id)])
        target = rows._target
        row = rows.filtered(lambda row: row[target] and row.status != "refused")[:1]
        row.with_user(self.env.user).action_confirm()

    def due(self, entity, direction="pull"):
        """Whether the entity's cron would run its setting now."""
        setting = self.setting(entity)
        return setting.id in [row[0] for row in setting._service().sudo()._due(direction)]
