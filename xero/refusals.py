"""What Xero's validation messages mean.

Xero answers a refused record with English sentences and no code (FACTS 4.3). Its wording moves, so
a message is recognised by fragments, without regard to case, and falls back to "refused".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# The first row whose fragments all occur decides; narrow rows stand before wide ones.
MESSAGES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("idempotency key", "different request"), "key_reused"),
    (("contact name", "already assigned"), "duplicate_name"),
    (("name must be unique", "active contacts"), "duplicate_name"),
    (("contact group name", "already"), "duplicate_name"),
    (("only active contacts",), "archived"),
    (("contact number", "already assigned"), "duplicate_number"),
    (("account number", "already assigned"), "duplicate_number"),
    (("matched an archived contact",), "archived"),
    (("archived contact",), "archived"),
    (("contact", "is archived"), "archived"),
    (("payment or credit note allocated",), "has_payments"),
    (("payments or credit notes allocated",), "has_payments"),
    (("has payments", "allocated"), "has_payments"),
    (("exceeds the amount outstanding",), "overpaid"),
    (("lock date",), "locked_period"),
    (("period is locked",), "locked_period"),
    (("locked period",), "locked_period"),
    (("taxtype", "cannot be used with account"), "tax_account_mismatch"),
    (("tax type", "cannot be used with account"), "tax_account_mismatch"),
    (("taxtype", "not valid"), "tax_invalid"),
    (("tax type", "not valid"), "tax_invalid"),
    (("taxtype", "does not exist"), "tax_invalid"),
    (("account", "is not a valid code"), "account_invalid"),
    (("account", "has been archived"), "account_invalid"),
    (("account code", "must be specified"), "account_invalid"),
    (("account", "could not be found"), "account_invalid"),
    (("invoice #", "unique"), "duplicate_number"),
    (("number", "must be unique"), "duplicate_number"),
    (("item with code", "already exists"), "duplicate_item"),
    (("timesheet", "already exist"), "duplicate_timesheet"),
    (("timesheet", "processed"), "timesheet_processed"),
    (("number of timesheet entries",), "period_mismatch"),
    (("pay period",), "period_mismatch"),
    (("earnings rate", "not found"), "earnings_rate_invalid"),
    (("earnings rate", "not valid"), "earnings_rate_invalid"),
    (("earningsrate",), "earnings_rate_invalid"),
    (("not subscribed to currency",), "currency_missing"),
    (("currency", "not subscribed"), "currency_missing"),
    (("currency", "not valid"), "currency_missing"),
    (("tracking",), "tracking_invalid"),
    (("email address must be valid",), "email_invalid"),
    (("email", "not valid"), "email_invalid"),
    (("limit of invoices",), "plan_limit"),
    (("contact", "must be specified"), "contact_missing"),
    (("contact", "could not be found"), "contact_missing"),
    (("valid status for modification",), "wrong_status"),
    (("only be made against authorised",), "wrong_status"),
    (("deleted", "cannot be updated"), "wrong_status"),
    (("status", "cannot be"), "wrong_status"),
    (("home address",), "employee_incomplete"),
    (("date of birth",), "employee_incomplete"),
    (("not found",), "not_found"),
)


def classify_message(text: str) -> str:
    """Return the reason (a key of REASONS) that a validation message of Xero stands for.

    :param text: one message, as Xero sent it
    :return: the reason, ``refused`` for a message nobody has seen yet (FACTS 4.3)
    """
    folded = " ".join(text.casefold().split())
    for fragments, reason in MESSAGES:
        if all(fragment in folded for fragment in fragments):
            return reason
    return "refused"


def element_errors(element: object) -> list[str]:
    """Collect the validation messages of one element and of everything inside it.

    Xero hangs messages on the element, but also on its lines, addresses and contact (FACTS 4.3),
    and does so in answers with status 200. Payroll 2.0 lists them as ``problem.invalidFields``.

    :param element: a JSON value of Xero's answer, of any shape
    :return: the messages, each once, in the order they stand there; empty when nothing is wrong
    """
    return list(dict.fromkeys(_messages(element)))


def _messages(element: object) -> Iterator[str]:
    # With a list of its own instead of recursion: how deep an answer nests is Xero's choice.
    waiting: list[tuple[str, object]] = [("", element)]
    while waiting:
        key, node = waiting.pop()
        if key == "ValidationErrors":
            yield from _texts(node, "Message")
        elif key == "invalidFields":
            yield from _texts(node, "reason")
        elif isinstance(node, list):
            waiting.extend(("", child) for child in reversed(node))
        elif isinstance(node, dict):
            waiting.extend(reversed(node.items()))


def _texts(entries: Any, key: str) -> Iterator[str]:
    for entry in entries if isinstance(entries, list) else [entries]:
        text = entry.get(key) if isinstance(entry, dict) else entry
        if isinstance(text, str) and text.strip():
            yield " ".join(text.split())
