"""Template databases: a series with a set of modules installed once, copied for every run."""

from collections.abc import Sequence

from . import cache
from .databases import Databases
from .odoo_process import run_once
from .odoo_tree import OdooTree
from .progress import step

VARIANTS = {
    "light": ("account", "mail", "hr_attendance", "l10n_au"),
    "full": (
        "account",
        "mail",
        "hr_attendance",
        "l10n_au",
        "sale",
        "purchase",
        "stock",
        "stock_account",
        "hr_holidays",
    ),
}
"""What stands in the database before our addon comes: its own depends alone, and with the apps of
the glue addons."""

COUNTRY = (
    "UPDATE res_partner SET country_id = (SELECT id FROM res_country WHERE code = 'AU')"
    " WHERE id IN (SELECT partner_id FROM res_company)"
)


def template(databases: Databases, tree: OdooTree, variant: str) -> str:
    """The name of the template of a variant, built when it is not there.

    The company's country is set before accounting comes, so that the Australian chart is the one
    installed.
    """
    pins = (cache.CHECKOUT / "dev" / "pins" / f"{tree.series}.txt").read_text()
    modules = VARIANTS[variant]
    key = cache.digest(tree.identity, pins, ",".join(modules), COUNTRY)
    name = f"xc_{tree.series.replace('.', '')}_{variant}_{key}"
    with cache.lock(name):
        if name not in databases.names():
            base = base_template(databases, tree)
            with step(f"Odoo {tree.series}: template database with {', '.join(modules)}"):
                building = f"{name}_building"
                databases.copy(base, building)
                install(databases, tree, building, modules)
                databases.rename(building, name)
    return name


def base_template(databases: Databases, tree: OdooTree) -> str:
    """Odoo with nothing but its base, for a company in Australia."""
    pins = (cache.CHECKOUT / "dev" / "pins" / f"{tree.series}.txt").read_text()
    name = f"xc_{tree.series.replace('.', '')}_base_{cache.digest(tree.identity, pins, COUNTRY)}"
    with cache.lock(name):
        if name not in databases.names():
            with step(f"Odoo {tree.series}: template database with the base"):
                building = f"{name}_building"
                databases.drop(building)
                databases.query(
                    "postgres",
                    f'CREATE DATABASE "{building}" TEMPLATE template0 ENCODING '
                    f"'UTF8' LC_COLLATE 'C'",
                )
                install(databases, tree, building, ("base",))
                databases.query(building, COUNTRY)
                databases.rename(building, name)
    return name


def install(databases: Databases, tree: OdooTree, database: str, modules: Sequence[str]) -> None:
    """Install Odoo's own modules without demonstration data."""
    run_once(
        databases, tree, database, ["-i", ",".join(modules)], f"Installing {', '.join(modules)}"
    )
