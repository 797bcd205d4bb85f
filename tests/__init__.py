from . import test_connection
from . import test_connection_token
from . import test_copy, test_copy_real
from . import test_flush, test_meanwhile, test_two_organisations, test_words
from . import test_http_oauth
from . import test_http_webhook
from . import test_limiter
from . import test_limiter_real
from . import test_reference_lists, test_reference_payroll
from . import test_mapping_suggestions, test_mapping_rules, test_mapping_people, test_mapping_page
from . import test_mapping_real
from . import test_mapping_measured, test_mapping_pairs
from . import test_chart_import, test_chart_export, test_tax_both_ways
from . import test_mapping_left_open, test_mapping_size, test_tax_return
from . import test_contact_changes, test_contact_choices, test_contact_matching, test_contact_merges
from . import test_contact_capture, test_contact_details, test_contact_faults, test_contact_pages
from . import test_contact_pull, test_contact_push, test_contact_refusals, test_contact_overwrite
from . import test_contact_group_pull, test_contact_group_push, test_contact_group_faults
from . import test_organisation_lists
from . import test_faults, test_reference_faults, test_payroll_faults
from . import test_unknown
from . import test_employee_pull, test_employee_matching, test_employee_push
from . import test_employee_wages, test_employee_hostile, test_employee_access
from . import test_timesheet_push, test_timesheet_people, test_timesheet_hours
from . import test_item_pull, test_item_push, test_item_tracked, test_item_matching
from . import test_item_list, test_item_access, test_item_faults, test_item_tour
from . import test_agreement
from . import test_invoice_push, test_invoice_totals, test_invoice_changes, test_invoice_payments
from . import test_invoice_pairing, test_invoice_faults, test_agreement_invoice
from . import test_invoice_customers
from . import test_real_crash, test_real_timesheet
from . import test_tours, test_invoice_mapping
from . import test_dashboard, test_quarantine, test_quarantine_words
from . import test_setting_page, test_document_page, test_views
from . import test_field_map, test_field_map_refused, test_field_map_rights
from . import test_field_map_wages, test_field_map_invoice, test_field_map_custom
from . import test_public_methods, test_access, test_access_rows, test_access_values, test_rpc
from . import test_setting, test_chain, test_chain_random, test_cooldown, test_switched_off
from . import test_template, test_template_rights, test_template_use
from . import test_toggles, test_stages, test_master_contact, test_master_fields, test_master_item
from . import test_install
from . import test_idle_day
from . import test_bulk, test_held_up
from . import test_setup_others
from . import test_adopting, test_sweep, test_write_modes
from . import test_asked_again, test_inbox, test_inbox_real
from . import test_hostile_answers, test_payment_shapes
from . import test_audit
from . import test_precision
from . import test_currency, test_currency_rates
from . import test_invoice_tracking, test_tracking_map, test_tracking_create
from . import test_journals, test_payment_journals, test_bank_accounts
from . import test_journal_tour
from . import test_single_button, test_mapping_cache, test_refresh_size, test_code_words
from . import test_app_shared, test_setup, test_setup_app, test_setup_choices, test_setup_dry_run
from . import test_setup_chart
from . import test_setup_first, test_setup_refusal
from . import test_setup_dry_run_slices
from . import test_update_real
from . import test_setup_tour
