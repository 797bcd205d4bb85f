from collections import defaultdict

from odoo import models
from odoo.tools import SQL

GATHERED = "xero_gathered_updates"


class XeroFlush(models.AbstractModel):
    """Writes the waiting values of many records at once.

    A created partner has half a dozen computed columns that Odoo 17.0 works out after the INSERT
    and writes with one UPDATE for each record. From 18.0 on Odoo gathers them itself, and nothing
    comes here.
    """

    _name = "xero.flush"
    _description = "Writes the waiting values of many records at once"

    def _write(self, vals):
        gathered = self.env.cr.cache.get(GATHERED, {}).get(self._name)
        if gathered is None or not self._xero_gathers(vals):
            return super()._write(vals)
        vals = {"write_uid": self.env.uid, "write_date": self.env.cr.now(), **vals}
        names = tuple(sorted(vals))
        gathered[names] += [(res_id, *(vals[name] for name in names)) for res_id in self.ids]
        return None

    def _xero_gathers(self, vals):
        """Whether all of it is plain columns: a translated one is merged with what is stored, and a
        new parent moves a tree."""
        return not (self._parent_store and self._parent_name in vals) and not any(
            self._fields[name].translate for name in vals
        )

    def _flush_in_one(self):
        """Flush what waits for this model, with one statement for each set of columns."""
        # First, for a computation may search what another has just written.
        self._recompute_model()
        waiting = defaultdict(list)
        self.env.cr.cache[GATHERED] = {self._name: waiting}
        try:
            self._flush()
        finally:
            del self.env.cr.cache[GATHERED]
        for names, rows in waiting.items():
            self._update_rows(names, rows)

    def _update_rows(self, names, rows):
        columns = [SQL.identifier(name) for name in names]
        kinds = [SQL.identifier(self._fields[name].column_type[0]) for name in names]
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET %(assignments)s FROM (VALUES %(rows)s) AS given (%(columns)s)"
                " WHERE %(table)s.id = given.id",
                table=SQL.identifier(self._table),
                assignments=SQL(", ").join(
                    # Empty in every row, a column of VALUES is text.
                    SQL("%s = given.%s::%s", column, column, kind)
                    for column, kind in zip(columns, kinds, strict=True)
                ),
                rows=SQL(", ").join(rows),
                columns=SQL(", ").join([SQL.identifier("id"), *columns]),
            )
        )
