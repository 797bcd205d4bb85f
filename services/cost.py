"""What a run by hand costs of Xero's calls, and how soon it may be asked for again."""

from odoo import models

OFF = "xero_connector.cooldown"


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    # Seconds after a run that a person asked for, before the next one may be asked for.
    _xero_cooldown_pull = 60
    _xero_cooldown_push = 60
    # Calls of an import that finds nothing.
    _xero_pull_calls = 1

    def _cooldown(self, direction):
        """Seconds between two runs by hand; none where the administrator switched that off.

        :rtype: int
        """
        off = self.env["ir.config_parameter"].sudo().get_param(OFF) == "off"
        return 0 if off else getattr(self, f"_xero_cooldown_{direction}")

    def _run_calls(self, setting):
        """How many calls a run would take now, at least: what Xero has changed is not known.

        :rtype: int
        """
        calls = self._xero_pull_calls if setting.pull else 0
        if not setting.push:
            return calls
        rows = self.env["xero.outbox"].sudo().search_fetch(
            [("connection_id", "=", setting.connection_id.id), ("entity", "=", setting.entity)],
            ["res_id"],
        )
        linked = self.env["xero.link"].sudo()._of_odoo(
            setting.connection_id, setting.entity, rows.mapped("res_id")
        )
        return calls + self._write_calls(len(rows), len(linked))

    def _write_calls(self, writes, reads):
        """Calls that write so many records and read so many before.

        :rtype: int
        """
        return -(-writes // self._xero_batch) + -(-reads // min(self._xero_batch, 40))
