from datetime import timedelta

import psycopg2
from odoo import _, api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools.safe_eval import safe_eval

SCHEDULES = [
    ("minutes", "Every so many minutes"),
    ("hourly", "Every hour"),
    ("daily", "Once a day"),
    ("manual", "By hand"),
]
# What decides whose changes in Odoo are captured (_watching_ids).
WATCHING = {"connection_id", "entity", "enabled", "push"}
# What reading or searching with a filter raises that is none.
NO_FILTER = (ValueError, SyntaxError, TypeError, KeyError, psycopg2.DataError)


class XeroSyncSetting(models.Model):
    _name = "xero.sync.setting"
    _description = "Sync of one entity with one Xero organisation"
    _order = "connection_id, sequence, id"
    _rec_name = "entity"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    sequence = fields.Integer(default=50)
    entity = fields.Selection("_selection_entity", required=True)
    payroll = fields.Boolean()
    enabled = fields.Boolean("On", default=True)
    can_pull = fields.Boolean(compute="_compute_directions")
    can_push = fields.Boolean(compute="_compute_directions")
    pull = fields.Boolean("Import from Xero")
    push = fields.Boolean("Export to Xero")
    write_mode = fields.Selection(
        [
            ("both", "Create and update"),
            ("create", "Create only"),
            ("update", "Update only"),
        ],
        "Records",
        default="both",
        required=True,
    )
    policy = fields.Selection(
        [
            ("ask", "Ask a person"),
            ("newest", "The newest change wins"),
            ("odoo", "Odoo wins"),
            ("xero", "Xero wins"),
        ],
        "When both sides changed",
        default="ask",
        required=True,
    )
    pull_schedule = fields.Selection(SCHEDULES, "Import", default="minutes", required=True)
    push_schedule = fields.Selection(
        [("at_once", "At once"), *SCHEDULES], "Export", default="at_once", required=True
    )
    interval = fields.Integer("Minutes between runs", default=30)
    start_date = fields.Date(default=fields.Date.context_today)
    domain = fields.Char("Which records", default="[]")
    model = fields.Char(compute="_compute_directions")
    watermark = fields.Datetime("Read up to", help="The latest change in Xero that was stored.")
    walk = fields.Json(help="Where a reading of many pages stopped.")
    paired = fields.Boolean("First run done")
    next_pull = fields.Datetime("Next import")
    next_push = fields.Datetime("Next export")
    asked_by_person = fields.Boolean()
    swept_at = fields.Datetime("Compared on")
    swept_link = fields.Integer()
    bulk = fields.Selection(
        [("none", "None"), ("import", "Import all"), ("export", "Export all")],
        default="none",
        required=True,
    )
    bulk_total = fields.Integer()
    bulk_done = fields.Integer(compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Percent")
    waiting_count = fields.Integer("Waiting", compute="_compute_progress")
    quarantine_count = fields.Integer("Questions", compute="_compute_progress")

    _sql_constraints = [
        (
            "one_per_entity",
            "UNIQUE(connection_id, entity)",
            "There is one setting per entity and connection.",
        ),
        ("interval_positive", "CHECK(interval >= 5)", "The interval is at least 5 minutes."),
    ]

    @api.model
    def _selection_entity(self):
        services = self.env["xero.sync"]._services()
        return [(entity, service._xero_label) for entity, service in services.items()]

    @api.depends("entity")
    def _compute_display_name(self):
        labels = dict(self._selection_entity())
        for setting in self:
            setting.display_name = labels.get(setting.entity, setting.entity)

    @api.depends("entity")
    def _compute_directions(self):
        for setting in self:
            service = setting._service()
            setting.can_pull, setting.can_push = service._xero_pull, service._xero_push
            setting.model = service._odoo_model

    @api.depends("bulk", "bulk_total")
    def _compute_progress(self):
        outbox, quarantine = self.env["xero.outbox"].sudo(), self.env["xero.quarantine"].sudo()
        for setting in self:
            domain = [
                ("connection_id", "=", setting.connection_id.id),
                ("entity", "=", setting.entity),
            ]
            setting.waiting_count = outbox.search_count(domain)
            setting.quarantine_count = quarantine.search_count([*domain, ("state", "=", "open")])
            if setting.bulk == "export":
                left = outbox.search_count([*domain, ("priority", ">", 0)])
                setting.bulk_done = max(0, setting.bulk_total - left)
            else:
                setting.bulk_done = (setting.walk or {}).get("done", 0)
            total = max(setting.bulk_total, (setting.walk or {}).get("total", 0))
            setting.progress = 100.0 * setting.bulk_done / total if total else 0.0

    @api.constrains("domain")
    def _check_domain(self):
        for setting in self:
            try:
                setting._service().env[setting._service()._odoo_model].search_count(
                    setting._filter_domain(), limit=1
                )
            except NO_FILTER as error:
                raise ValidationError(
                    _("“Which records” is not a valid filter: %s", error)
                ) from error

    @api.constrains("pull", "push", "entity")
    def _check_directions(self):
        for setting in self:
            service = setting._service()
            if (setting.pull and not service._xero_pull) or (
                setting.push and not service._xero_push
            ):
                raise ValidationError(
                    _("%s cannot be synced in that direction.", service._xero_label)
                )

    @api.model_create_multi
    def create(self, vals_list):
        settings = super().create(vals_list)
        self.env.registry.clear_cache()
        return settings

    def write(self, vals):
        for direction in ("pull", "push"):
            if vals.get(f"{direction}_schedule") == "manual":
                # What the schedule before had planned.
                vals = {f"next_{direction}": False, **vals}
        result = super().write(vals)
        # Every run writes its progress here; emptying all caches would cost all workers each time.
        if not WATCHING.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @tools.ormcache("self.env.uid and entity", "pulled")
    def _watching_ids(self, entity, pulled=0):
        """Ids of the settings whose Odoo changes are captured now; cached: every write() asks.

        :param int pulled: id of the setting whose import makes the change; its own organisation
            knows it already
        :rtype: tuple[int]
        """
        settings = self.sudo()
        domain = [
            ("entity", "=", entity),
            ("enabled", "=", True),
            ("push", "=", True),
            ("connection_id.state", "in", ("live", "reconnect", "permission")),
        ]
        if pulled:
            domain.append(("connection_id", "!=", settings.browse(pulled).connection_id.id))
        return tuple(settings.search(domain).ids)

    def _live(self):
        """Whether Xero lets this sync run now; one that lacks a permission does not stop others.

        :rtype: bool
        """
        self.ensure_one()
        return self.connection_id._live(self._service()._xero_feature)

    def _service(self):
        """The sync service of this entity, in this environment."""
        self.ensure_one()
        return self.env["xero.sync"]._services()[self.entity]

    def _filter_domain(self):
        """What the person typed into "Which records", as a domain list."""
        self.ensure_one()
        return list(safe_eval(self.domain or "[]", {"uid": self.env.uid}))

    def _create_defaults(self, connection):
        """One row per entity, with that entity's own defaults; existing rows stay as they are."""
        existing = set(self.search([("connection_id", "=", connection.id)]).mapped("entity"))
        for entity, service in self.env["xero.sync"]._services().items():
            if entity not in existing:
                self.create(
                    {
                        "connection_id": connection.id,
                        "entity": entity,
                        "payroll": service._xero_payroll,
                        **service._default_setting(connection),
                    }
                )

    def _schedule_next(self, direction, not_before=None):
        """Plan the next scheduled run.

        :param datetime not_before: naive UTC; a run that did not come to its end goes on then,
            whatever the schedule says
        """
        now = fields.Datetime.now()
        for setting in self:
            steps = {
                "minutes": timedelta(minutes=setting.interval),
                "hourly": timedelta(hours=1),
                "daily": timedelta(days=1),
                "at_once": timedelta(minutes=setting.interval),
                "manual": None,
            }
            step = steps[setting[f"{direction}_schedule"]]
            setting[f"next_{direction}"] = not_before or (now + step if step else False)
