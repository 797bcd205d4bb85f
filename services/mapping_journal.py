"""Which Xero account stands behind a payment journal. Plain rules on plain values."""

from dataclasses import dataclass

from .bank_number import key
from .mapping import Ledgers, Suggestion, suggest_account
from .mapping_words import tokens


@dataclass(frozen=True)
class PaymentJournal:
    """What a payment journal is found by.

    :param str code: of its account in Odoo
    :param str number: of its bank account; "" when there is none
    :param str currency: three letters
    :param bool cash: no account at a bank
    :param bool alone: no other journal of its kind has this currency
    """

    name: str
    code: str
    number: str
    currency: str
    cash: bool
    alone: bool


def takes_payments(ledger):
    """Whether Xero takes payments to an account (FACTS 5.2)."""
    return ledger.type == "BANK" or bool(ledger.enable_payments)


def suggest_payment_account(journal, ledgers, base, country):
    """The Xero account behind a payment journal; None when nothing speaks for any.

    The number decides where both sides have one: another number is another account.

    :param PaymentJournal journal: of Odoo
    :param ledgers: active Xero accounts
    :param str base: currency of the accounts of which Xero names none
    :param str country: whose form the numbers have, two letters
    :rtype: Suggestion | None
    """
    fitting = [
        row
        for row in ledgers
        if takes_payments(row) and (row.currency_code or base) == journal.currency
    ]
    own = key(journal.number, country)
    numbered = {row.id: key(row.bank_account_number, country) for row in fitting}
    same = [row for row in fitting if own and numbered[row.id] == own]
    if same:
        return Suggestion(same[0], len(same) == 1, "number")
    fitting = [row for row in fitting if not (own and numbered[row.id])]
    words = tokens(journal.name)
    named = [row for row in fitting if tokens(row.name) == words]
    if named:
        return Suggestion(named[0], len(named) == 1, "name")
    if journal.cash:
        return None
    found = suggest_account(journal.code, journal.name, "asset_cash", Ledgers(fitting))
    if found:
        return found
    banks = [row for row in fitting if row.type == "BANK"]
    if journal.alone and len(banks) == 1:
        return Suggestion(banks[0], False, "only")
    return None
