"""Which permissions a feature needs in Xero (FACTS 1.5, granular scopes).

Only what a feature uses is asked for. Xero refuses the whole consent for one unknown scope, so a
scope stands here only when Xero's list has it. What the connector only reads is asked for as
``.read``.
"""

from __future__ import annotations

from collections.abc import Iterable

ALWAYS = ("offline_access", "openid", "profile", "email")

FEATURES: dict[str, tuple[str, ...]] = {
    "settings": ("accounting.settings.read",),
    # Adding to Xero's own lists, only while a list is exported.
    "settings_export": ("accounting.settings",),
    "contacts": ("accounting.contacts", "accounting.settings.read"),
    "invoices": ("accounting.invoices", "accounting.contacts", "accounting.settings.read"),
    "payments": ("accounting.payments.read", "accounting.settings.read"),
    # Writing them is writing one of Xero's own lists (FACTS 1.5).
    "items": ("accounting.settings.read",),
    "employees": ("payroll.employees", "payroll.settings.read"),
    # Pay items and calendars, which employees and timesheets both need.
    "payroll_settings": ("payroll.settings.read",),
    "timesheets": ("payroll.timesheets", "payroll.employees.read", "payroll.settings.read"),
}

# The feature a missing scope is explained by, where several need it.
_OWNER = {
    "accounting.settings.read": "settings",
    "accounting.settings": "settings_export",
    "accounting.contacts": "contacts",
    "accounting.invoices": "invoices",
    "accounting.payments": "payments",
    "payroll.employees": "employees",
    "payroll.timesheets": "timesheets",
    "payroll.settings": "timesheets",
}


def scopes_for(features: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes to ask for, sorted after the four that are always asked for.

    :param features: keys of FEATURES
    :raises KeyError: a feature is not known
    """
    wanted = {scope for feature in features for scope in FEATURES[feature]}
    needed = (
        scope
        for scope in wanted
        if scope.removesuffix(".read") == scope or scope.removesuffix(".read") not in wanted
    )
    return ALWAYS + tuple(sorted(needed))


def missing(granted: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the wanted scopes that were not granted, in their order; writing includes reading."""
    have = set(granted)
    return tuple(
        scope for scope in wanted if scope not in have and scope.removesuffix(".read") not in have
    )


def feature_of(scope: str) -> str | None:
    """Return the feature a scope belongs to, None for the four that are always asked for."""
    return _OWNER.get(scope) or _OWNER.get(scope.removesuffix(".read"))
