import json

import psycopg2.extras
from odoo import api, fields, models


class XeroLink(models.Model):
    _name = "xero.link"
    _description = "Pair of an Odoo record and a Xero record"
    _order = "id desc"

    # Found by the unique index that begins with it; each index costs at each new link.
    connection_id = fields.Many2one("xero.connection", required=True, ondelete="restrict")
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(required=True)
    payroll = fields.Boolean(index=True)
    xero_id = fields.Char("Xero ID", required=True)
    part = fields.Char(
        required=True,
        default="",
        help="Empty for the record itself, else the line or slot of it.",
    )
    model = fields.Char(required=True)
    res_id = fields.Many2oneReference(
        "Record ID", model_field="model", help="0: known in Xero, not yet in Odoo."
    )
    agreed = fields.Json("Agreed values")
    agreed_at = fields.Datetime("Agreed on")
    xero_updated_at = fields.Datetime("Changed in Xero on")
    keys = fields.Json("Matching keys")
    label = fields.Char("Name in Xero")
    active = fields.Boolean(default=True)

    def init(self):
        """One Xero record to one Odoo record, both ways; PostgreSQL holds the rule, no search."""
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS xero_link_xero_unique
                ON xero_link (connection_id, entity, xero_id, part);
            CREATE UNIQUE INDEX IF NOT EXISTS xero_link_odoo_unique
                ON xero_link (connection_id, entity, model, res_id, part)
             WHERE res_id <> 0 AND active;
            CREATE INDEX IF NOT EXISTS xero_link_record_index ON xero_link (model, res_id);
            CREATE INDEX IF NOT EXISTS xero_link_keys_index ON xero_link USING gin (keys)
             WHERE res_id = 0;
            """
        )

    @api.depends("label", "xero_id")
    def _compute_display_name(self):
        for link in self:
            link.display_name = link.label or link.xero_id

    def _of_xero(self, connection, entity, xero_ids):
        """Links by Xero id, closed ones included, one query.

        :rtype: dict[str, xero.link]
        """
        links = self.with_context(active_test=False).search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("part", "=", ""),
                ("xero_id", "in", list(xero_ids)),
            ]
        )
        return {link.xero_id: link for link in links}

    def _of_odoo(self, connection, entity, res_ids):
        """Open links by record id, one query.

        :rtype: dict[int, xero.link]
        """
        links = self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("part", "=", ""),
                ("res_id", "in", list(res_ids)),
                # Said here, because a person's list of archived records brings its own context.
                ("active", "=", True),
            ]
        )
        return {link.res_id: link for link in links}

    def _unpaired(self, connection, entity, keys):
        """Links of Xero records without an Odoo record that share one of the matching keys."""
        if not keys:
            return self.browse()
        self.flush_model(["keys", "res_id"])
        self.env.cr.execute(
            """
            SELECT id FROM xero_link
             WHERE connection_id = %s AND entity = %s AND res_id = 0 AND active AND keys ?| %s
            """,
            [connection.id, entity, list(keys)],
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    def _store(self, connection, entity, rows, payroll=False):
        """Insert or update links in one statement.

        Ten thousand creates by the ORM would cost as much as the records themselves.

        :param list rows: dicts with xero_id, model, res_id, agreed (dict), xero_updated_at (naive
            UTC datetime or None), keys (list of str or None), label, and optionally part, active
        """
        if not rows:
            return
        now = fields.Datetime.now()
        values = [
            (
                row["xero_id"],
                row.get("part", ""),
                row["model"],
                row.get("res_id") or 0,
                json.dumps(row.get("agreed")) if row.get("agreed") is not None else None,
                row.get("xero_updated_at"),
                json.dumps(row["keys"]) if row.get("keys") else None,
                (row.get("label") or "")[:255],
                row.get("active", True),
            )
            for row in rows
        ]
        self.flush_model()
        # The same in every row, so it is written out once.
        same = (connection.id, connection.company_id.id, entity, payroll, now, now, now)
        constants = self.env.cr.mogrify("%s, %s, %s, %s, %s, %s, %s", same).decode()
        psycopg2.extras.execute_values(
            self.env.cr._obj,
            """
            INSERT INTO xero_link (connection_id, company_id, entity, payroll,
                                   agreed_at, create_date, write_date,
                                   xero_id, part, model, res_id, agreed, xero_updated_at,
                                   keys, label, active)
            VALUES %s
            ON CONFLICT (connection_id, entity, xero_id, part) DO UPDATE
               SET model = EXCLUDED.model, res_id = EXCLUDED.res_id, agreed = EXCLUDED.agreed,
                   agreed_at = EXCLUDED.agreed_at, label = EXCLUDED.label, active = EXCLUDED.active,
                   xero_updated_at = COALESCE(EXCLUDED.xero_updated_at, xero_link.xero_updated_at),
                   keys = EXCLUDED.keys, write_date = EXCLUDED.write_date
            """,
            values,
            template=f"({constants.replace('%', '%%')},"
            " %s, %s, %s, %s, %s::jsonb, %s, %s::jsonb, %s, %s)",
            page_size=1000,
        )
        self.invalidate_model()

    def _close_for(self, model, res_ids):
        """The Odoo records are gone: keep the link as a memory, and no pull creates them again."""
        self.with_context(active_test=False).search(
            [("model", "=", model), ("res_id", "in", list(res_ids))]
        ).write({"active": False})

    def _carry(self, model, source_ids, target_id):
        """Records were merged in Odoo into `target_id`: its first link stays, others are closed."""
        links = self.search(
            [("model", "=", model), ("res_id", "in", list(source_ids)), ("active", "=", True)]
        )
        for link in links:
            taken = self.search_count(
                [
                    ("connection_id", "=", link.connection_id.id),
                    ("entity", "=", link.entity),
                    ("model", "=", model),
                    ("res_id", "=", target_id),
                    ("part", "=", link.part),
                    ("active", "=", True),
                ]
            )
            link.write({"active": False} if taken else {"res_id": target_id})
