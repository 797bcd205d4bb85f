"""The one place where Python asks which Odoo series it runs on, and where odoo.conf is read.

Odoo 17 keeps unknown sections of odoo.conf in `config.misc`, Odoo 19 no longer reads them; the file
is therefore read here, the same way on every series.
"""

import configparser
import os
from collections.abc import Collection

from odoo import release
from odoo.tools import config

from ..xero.servers import Servers

SERIES = release.version_info[0]
SECTION = "xero_connector"
EQUALITY = ("=", "!=", "in", "not in")
LIST = "tree" if SERIES < 18 else "list"
GROUP_USERS = "users" if SERIES < 19 else "user_ids"
PAYMENT_MEMO = "ref" if SERIES < 18 else "memo"
PARTNER_MOBILE = "mobile" if SERIES < 19 else None
PRODUCT_TYPE = "detailed_type" if SERIES < 18 else "type"
CARD_JOURNAL = "bank" if SERIES < 18 else "credit"
EMPLOYEE_GENDER = "gender" if SERIES < 19 else "sex"


def config_path():
    """The path of the configuration file Odoo was started with (it need not exist)."""
    return config.get("config") or getattr(config, "rcfile", None) or "odoo.conf"


def option(name):
    """One of our settings: the environment variable first, then odoo.conf.

    :param str name: for example 'api_url', read from XERO_CONNECTOR_API_URL or from the line
        `api_url = ...` below `[xero_connector]`
    :return: the text, or None when neither names it
    """
    value = os.environ.get(f"{SECTION}_{name}".upper())
    if value:
        return value.strip()
    parser = configparser.RawConfigParser()
    parser.read(config_path())
    return (parser.get(SECTION, name, fallback="") or "").strip() or None


def servers(env=None):
    """Xero's addresses for this Odoo server.

    They are part of the server's configuration and never of the database, so that nobody with
    access to Odoo alone can send the tokens somewhere else.

    :param env: not needed; every database of a server speaks to the same addresses
    :raises ValueError: when an address is neither https nor on this machine
    """
    given = {name: option(f"{name}_url") for name in ("login", "identity", "api")}
    return Servers(**{name: url for name, url in given.items() if url})


def secret_key():
    """The text the secrets are encrypted with, or None when nobody has set one."""
    return option("secret_key")


def asked_values(operator, value):
    """What the search method of a computed field is asked for, with an operator of EQUALITY.

    Odoo 17 hands over `=` and one value, Odoo 19 `in` and an ordered set, also for "is not set".

    :return: the values, and whether everything else is asked for
    :rtype: tuple[set, bool]
    """
    many = isinstance(value, Collection) and not isinstance(value, str)
    return set(value) if many else {value}, operator in ("!=", "not in")


def account_domain(company):
    """Domain of the accounts a company may use (an account belongs to several from 18 on)."""
    if SERIES < 18:
        return [("company_id", "parent_of", company.id)]
    return [("company_ids", "parent_of", company.id)]


def account_code(account, company):
    """The account's code as this company writes it (codes are per company from 18 on)."""
    return account.with_company(company).code


def company_account(company, kind):
    """What a product uses whose category names no account: later series keep it on the company.

    :param str kind: ``income`` or ``expense``
    """
    name = f"{kind}_account_id"
    return company[name] if name in company._fields else company.env["account.account"]


def payment_move(payment):
    """The journal entry of a payment: part of it in 17, a record of its own and optional later."""
    return payment.move_id


def form_url(env, model, record_id):
    """The address of a record's form, on our own window action for the model.

    :param str model: for example 'xero.connection'; its action is `<model>_action`
    """
    action = env.ref(f"{SECTION}.{model.replace('.', '_')}_action").sudo().id
    # Not every form has a menu of its own by which the web client would find the app's.
    menu = env.ref(f"{SECTION}.menu_xero").sudo().id
    if SERIES < 18:
        where = f"action={action}&model={model}&id={record_id}&view_type=form"
        return f"/web#{where}&menu_id={menu}"
    return f"/odoo/action-{action}/{record_id}?menu_id={menu}"


def list_url(env, model):
    """The address of the list of a model's records."""
    action = env.ref(f"{SECTION}.{model.replace('.', '_')}_action").sudo().id
    return f"/web#action={action}" if SERIES < 18 else f"/odoo/action-{action}"


def lock_date(company, journal):
    """The last day on which this user may no longer post in a journal; None without a lock."""
    if SERIES < 18:
        found = company._get_user_fiscal_lock_date()
    else:
        found = company._get_user_fiscal_lock_date(journal)
    return found if found and found.year > 1 else None


def employee_start(employee):
    """The first day of work where Odoo knows one: a contract's (in 17 an addon of its own)."""
    name = "first_contract_date" if SERIES < 19 else "contract_date_start"
    return employee.sudo()[name] if name in employee._fields else False


def outstanding_account(line):
    """Where payments of a payment method line are booked; without an account on the line that is
    the company's own, which later series keep in the chart alone.

    :rtype: account.account
    """
    side = "debit" if line.payment_type == "inbound" else "credit"
    name, company = f"account_journal_payment_{side}_account_id", line.journal_id.company_id
    if line.payment_account_id or SERIES < 18:
        return line.payment_account_id or company[name]
    chart = line.env["account.chart.template"].with_context(
        allowed_company_ids=company.root_id.ids
    )
    return chart.ref(name, raise_if_not_found=False) or company.transfer_account_id


def forces_entry(journal):
    """Whether money in gets its journal entry only when that is asked for: later series make none
    without an account on the payment method, and take the company's account when asked."""
    lines = journal.inbound_payment_method_line_ids
    return SERIES >= 18 and not lines[:1].payment_account_id
