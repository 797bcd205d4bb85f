from . import xero_secret, xero_words
from . import xero_app
from . import xero_app_webhook
from . import xero_authorisation
from . import xero_authorisation_token
from . import xero_consent
from . import xero_connection
from . import xero_connection_actions
from . import xero_connection_bind
from . import xero_connection_client
from . import xero_connection_end
from . import xero_call_quota
from . import xero_sync_setting
from . import xero_sync_setting_actions
from . import xero_sync_setting_chain, xero_sync_setting_cooldown
from . import xero_about
from . import xero_link
from . import xero_outbox
from . import xero_exchange
from . import xero_inbox
from . import xero_sync_event
from . import xero_quarantine
from . import xero_quarantine_words, xero_quarantine_actions
from . import xero_quarantine_page, xero_entity_name, xero_sync_event_page
from . import xero_sync_setting_page, xero_sync_setting_name, xero_link_actions
from . import xero_dashboard, xero_dashboard_connection
from . import xero_flush
from . import xero_watch
from . import xero_sync_mixin, xero_question
from . import xero_connection_reference, xero_connection_precision, xero_connection_chain
from . import xero_mirror
from . import xero_ledger_account, xero_tax_rate, xero_tracking_category, xero_currency
from . import xero_currency_use, xero_currency_rate, xero_currency_rate_daily
from . import xero_sync_setting_currency
from . import xero_field_map, xero_field_map_check, xero_field_map_actions, xero_field_sample
from . import xero_sync_setting_map
from . import xero_template_owned, xero_template, xero_template_line, xero_template_pair
from . import xero_sync_setting_schedule, xero_sync_setting_template
from . import xero_connection_template
from . import xero_sync_setting_stage, xero_sync_setting_master
from . import xero_local, xero_master, xero_private
from . import xero_branding_theme, xero_organisation_action
from . import xero_pay_item, xero_payroll_calendar
from . import ir_ui_menu
from . import xero_mapping, xero_mapping_rows, xero_mapping_chain, xero_mapping_sure
from . import xero_account_map, xero_tax_map, xero_tax_map_facts
from . import xero_mapping_chart, xero_account_map_chart, xero_tax_map_chart, xero_tax_map_make
from . import xero_connection_chart
from . import xero_tracking_map, xero_tracking_map_chart
from . import xero_journal_map, xero_journal_map_rows, xero_journal_map_chart
from . import xero_journal_map_outstanding, xero_connection_journal
from . import hr_departure_reason, hr_employee, xero_sync_setting_employee
from . import xero_timesheet, hr_attendance, xero_sync_setting_timesheet
from . import res_country, res_partner, res_partner_bank
from . import xero_sync_setting_contact
from . import res_partner_category, xero_sync_setting_group
from . import product_category, product_template, product_product, account_inventory
from . import xero_sync_setting_item, xero_mapping_item
from . import account_journal, account_move, account_move_line
from . import account_partial_reconcile, xero_sync_setting_invoice
from . import account_move_currency
from . import xero_setup, xero_setup_steps, xero_setup_app, xero_setup_mapping, xero_setup_dry_run
from . import xero_setup_journals, xero_setup_actions, xero_setup_connection, xero_setup_template
from . import xero_setup_mapping_actions, xero_setup_first, xero_setup_refusal, xero_setup_others
