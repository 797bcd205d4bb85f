from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import XeroCase

USER, ACCOUNTANT, MANAGER = (
    f"xero_connector.group_{name}" for name in ("user", "accountant", "manager")
)
# The ORM's own methods: access rules and the models' overrides guard them (test_access.py).
ORM = {"create", "write", "unlink", "copy_data", "init", "get_empty_list_help"}
DOCUMENT = {
    "action_xero_open": USER,
    "action_xero_question": USER,
    "action_xero_sync_now": USER,
}
MAPPING = {
    "action_confirm": ACCOUNTANT,
    "action_confirm_sure": ACCOUNTANT,
    "action_page": USER,
    "action_preview_export": ACCOUNTANT,
    "action_preview_import": ACCOUNTANT,
    "action_suggest": ACCOUNTANT,
}
# Every method that a logged-in person can call over RPC, and the group that it needs.
PUBLIC = {
    "res.partner": {**DOCUMENT, "action_xero_let_go": ACCOUNTANT},
    "res.partner.category": DOCUMENT,
    "account.move": {**DOCUMENT, "action_xero_currencies": USER},
    "product.product": {**DOCUMENT, "action_xero_let_go": ACCOUNTANT},
    "product.template": {
        "action_xero_let_go": ACCOUNTANT,
        "action_xero_question": USER,
        "action_xero_sync_now": USER,
    },
    "hr.employee": DOCUMENT,
    "hr.attendance": DOCUMENT,
    "xero.timesheet": DOCUMENT,
    "xero.account.map": MAPPING,
    "xero.tax.map": MAPPING,
    "xero.currency": {"action_add_to_xero": ACCOUNTANT, "action_use_in_odoo": ACCOUNTANT},
    "xero.currency.rate": {"action_open_document": USER},
    "xero.tracking.map": MAPPING,
    "xero.journal.map": {
        **MAPPING,
        "action_book_to_bank": ACCOUNTANT,
        "get_bank_sync": USER,
    },
    "xero.tracking.category": {"action_open_tracking_map": USER},
    "xero.connect.wizard": {"action_authorise": MANAGER},
    "xero.disconnect.wizard": {"action_disconnect": MANAGER},
    "xero.organisation.choice": {"action_again": MANAGER, "action_back": MANAGER},
    "xero.organisation.choice.line": {"action_take": MANAGER},
    "xero.export.wizard": {"action_export": MANAGER},
    "xero.chart.wizard": {
        "action_create": ACCOUNTANT,
        "action_select_all": ACCOUNTANT,
        "action_select_none": ACCOUNTANT,
    },
    "xero.overwrite.wizard": {"action_overwrite": MANAGER},
    "xero.resolve.wizard": {"action_apply": ACCOUNTANT, "action_find": ACCOUNTANT},
    "xero.connection": {
        "action_connect_payroll": MANAGER,
        "action_journals": USER,
        "action_keep_places": MANAGER,
        "action_make_template": MANAGER,
        "action_move_here": MANAGER,
        "action_next_step": USER,
        "action_open_connection": USER,
        "action_open_currencies": USER,
        "action_open_mapping": USER,
        "action_open_settings": USER,
        "action_payment_journals": USER,
        "action_reconnect": MANAGER,
        "action_refresh_organisation": ACCOUNTANT,
        "action_stay_apart": MANAGER,
        "action_sync_all": USER,
        "action_test_connection": MANAGER,
        "action_update_permissions": MANAGER,
        "action_use_four_places": MANAGER,
        "action_use_template": MANAGER,
        "get_progress": USER,
    },
    "xero.field.map": {
        "action_open_setting": USER,
        "action_preview": MANAGER,
        "action_switch_off": MANAGER,
        "action_use": MANAGER,
    },
    "xero.setup": {
        "action_by_hand": MANAGER,
        "action_choose_organisation": MANAGER,
        "action_confirm_journals": MANAGER,
        "action_confirm_sure": MANAGER,
        "action_connect": MANAGER,
        "action_dry_run": MANAGER,
        "action_enter_app": MANAGER,
        "action_enter_own_app": MANAGER,
        "action_fiscal_localization": MANAGER,
        "action_go_on": MANAGER,
        "action_keep_entities": MANAGER,
        "action_journals": MANAGER,
        "action_keep_places": MANAGER,
        "action_next_step": MANAGER,
        "action_open": MANAGER,
        "action_open_accounts": MANAGER,
        "action_open_connection": MANAGER,
        "action_open_first": MANAGER,
        "action_open_taxes": MANAGER,
        "action_payment_journals": MANAGER,
        "action_read_lists": MANAGER,
        "action_show_step": MANAGER,
        "action_skip_dry_run": MANAGER,
        "action_start": MANAGER,
        "action_try_again": MANAGER,
        "action_update_permissions": MANAGER,
        "action_use_four_places": MANAGER,
        "action_use_template": MANAGER,
        "action_write_invoice": MANAGER,
    },
    "xero.link": {"action_open_odoo": USER, "action_open_xero": USER},
    "xero.quarantine": {
        "action_open_event": USER,
        "action_open_mapping": USER,
        "action_open_odoo": USER,
        "action_open_resolve": ACCOUNTANT,
        "action_open_xero": USER,
        "action_resolve": ACCOUNTANT,
        "action_retry": ACCOUNTANT,
        "action_show_payload": MANAGER,
        "action_take": ACCOUNTANT,
    },
    "xero.template": {"action_copy": MANAGER, "action_use": MANAGER},
    "xero.template.use": {"action_apply": MANAGER},
    "xero.sync.event": {"action_open_quarantine": USER, "get_dashboard": USER},
    "xero.sync.event.line": {"action_open_record": USER},
    "xero.sync.setting": {
        "action_choose_overwrite": MANAGER,
        "action_export_all": MANAGER,
        "action_import_all": MANAGER,
        "action_next_step": USER,
        "action_open_events": USER,
        "action_open_links": USER,
        "action_open_map": USER,
        "action_open_quarantine": USER,
        "action_open_waiting": USER,
        "action_restore_map": MANAGER,
        "action_stop_bulk": MANAGER,
        "action_sync_now": USER,
    },
}
ARGUMENTS = {"action_resolve": ("dismiss", "because"), "action_show_step": ("app",),
             "action_open_first": ("contact", "records")}  # fmt: skip


class TestPublicMethods(XeroCase):
    """What can be called over RPC is written down, and each asks for its group first."""

    def found(self):
        """Public methods that our addons define, by model; templates of models are left out."""
        found = {}
        for name, model in self.env.registry.models.items():
            if model._abstract and not getattr(model, "_xero_entity", None) and name != "xero.sync":
                continue
            for part in model.__mro__:
                if not part.__module__.startswith("odoo.addons.xero_connector"):
                    continue
                public = {
                    method
                    for method, value in vars(part).items()
                    if callable(value) and not isinstance(value, type) and method[0] != "_"
                }
                if public - ORM:
                    found.setdefault(name, set()).update(public - ORM)
        return found

    def test_every_method_is_listed(self):
        """Every public method of our models is in the table with the group it needs; services have
        none. [B3]"""
        self.assertEqual(self.found(), {name: set(methods) for name, methods in PUBLIC.items()})

    def person(self, login, groups):
        return new_test_user(
            self.env,
            login,
            groups,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_every_method_asks_for_its_group(self):
        """Who lacks a method's group is refused before anything is read or done. [B3]"""
        below = {
            USER: self.person("outsider", "base.group_user,account.group_account_manager"),
            ACCOUNTANT: self.person("reader", f"base.group_user,{USER}"),
            MANAGER: self.person("accountant", f"base.group_user,{ACCOUNTANT}"),
        }
        for model, methods in PUBLIC.items():
            record = self.env[model].sudo().search([], limit=1) or self.env[model].browse(1)
            for method, group in methods.items():
                with self.subTest(f"{model}.{method}"), self.assertRaises(AccessError):
                    call = getattr(record.with_user(below[group]), method)
                    call(*ARGUMENTS.get(method, ()))
