"""Rows name their entity by a code; people read, group and search by its name."""

from odoo import _, api, fields, models


def entity_field(selection=None, **options):
    """The entity of a row. Not validated: a row outlives the addon that brought its entity."""
    return fields.Selection(
        selection=selection or (lambda self: self.env["xero.sync.setting"]._selection_entity()),
        string="Sync",
        validate=False,
        required=True,
        **options,
    )


class XeroSyncEvent(models.Model):
    _inherit = "xero.sync.event"

    entity = entity_field(index=True)


class XeroQuarantine(models.Model):
    _inherit = "xero.quarantine"

    entity = entity_field("_selection_quarantine_entity", index=True)

    @api.model
    def _selection_quarantine_entity(self):
        """A delivery that belongs to no entity is named after the way it came."""
        return [*self.env["xero.sync.setting"]._selection_entity(), ("webhook", _("Webhook"))]


class XeroOutbox(models.Model):
    _inherit = "xero.outbox"

    entity = entity_field()


class XeroLink(models.Model):
    _inherit = "xero.link"

    entity = entity_field()


class XeroExchange(models.Model):
    _inherit = "xero.exchange"

    entity = entity_field()
