from . import engine, entity, capture, unit
from . import walk, pull, pairing, record
from . import push, plan, exchange, settle, look_up
from . import field_map, field_map_preview
from . import resolve, sweep, export_all
from . import requires, chain, cost, bulk, turn, stop, setup_hold
from . import reference, ledger_account, tax_rate, tracking_category, currency, currency_push
from . import chart_export, bank_account, tracking_export
from . import branding_theme, organisation_action
from . import pay_item, payroll_calendar
from . import contact, contact_values, contact_addresses, contact_terms, contact_children
from . import contact_matching, contact_names, contact_merged, contact_odoo, contact_xero
from . import contact_checks, contact_mappable, contact_overwrite
from . import contact_group, contact_group_members, contact_group_pull, contact_group_push
from . import contact_group_capture
from . import invoice, invoice_lines, invoice_values, invoice_known, invoice_merge, invoice_body
from . import invoice_tracking, invoice_tracking_check
from . import invoice_check, invoice_pairing, invoice_customer, invoice_mapping
from . import invoice_payments, invoice_payments_plan, invoice_payments_apply, invoice_rates
from . import invoice_mappable
from . import invoice_theme
from . import dry_run, dry_run_pull, dry_run_push
from . import item, item_values, item_money, item_merge, item_matching, item_list, item_odoo
from . import item_body, item_checks
from . import master
from . import payroll
from . import employee, employee_values, employee_matching, employee_odoo, employee_body
from . import employee_mappable
from . import timesheet, timesheet_body, timesheet_collect
