from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .compat import EQUALITY, asked_values

# Text searches: what they look for, and whether they ask for the others.
LIKE = {"ilike": False, "like": False, "not ilike": True, "not like": True}


class XeroSyncSetting(models.Model):
    """A sync is found by what people read, which stands in no column."""

    _inherit = "xero.sync.setting"
    _rec_names_search = ["name_shown"]

    name_shown = fields.Char("Name", compute="_compute_name_shown", search="_search_name_shown")

    @api.depends("entity")
    @api.depends_context("lang")
    def _compute_name_shown(self):
        for setting in self:
            setting.name_shown = setting.display_name

    def _search_name_shown(self, operator, value):
        labels = self._selection_entity()
        if operator in LIKE:
            negated, words = LIKE[operator], (value or "").lower()
            found = [entity for entity, label in labels if words in label.lower()]
        elif operator in EQUALITY:
            wanted, negated = asked_values(operator, value)
            found = [entity for entity, label in labels if label in wanted]
        else:
            raise UserError(_("The name of a sync can be searched for words only."))
        return [("entity", "not in" if negated else "in", found)]
