"""Where Odoo comes from, in the order of preference, and what ./run says about it."""

import os
from pathlib import Path

from . import cache, debian, nightly
from .download import Unreachable
from .failure import Failure
from .odoo_tree import OdooTree, recognise
from .progress import say


def given(option: str | None) -> OdooTree | None:
    """The tree a person named: --odoo, then ODOO_HOME."""
    for path, why in ((option, "--odoo"), (os.environ.get("ODOO_HOME"), "ODOO_HOME")):
        if path:
            return recognise(Path(path).expanduser().resolve(), why)
    return None


def in_cache(series: str) -> OdooTree | None:
    """The tree that lies in the cache already."""
    root = cache.root() / f"odoo-{series}"
    try:
        return recognise(root, "the cache folder") if root.is_dir() else None
    except Failure:
        return None


def find(series: str | None = None, option: str | None = None) -> OdooTree:
    """One Odoo to work with: given, in the cache, downloaded, or Debian's package; says which and
    why.

    :param series: only this one will do; else 17.0 where it can be had, else 19.0.
    :raises Failure: none can be had; the sentence names what could not be reached.
    """
    tree = given(option)
    if tree and series in (None, tree.series):
        return announce(tree)
    reasons = []
    for wanted in (series,) if series else ("17.0", "19.0"):
        try:
            return announce(in_cache(wanted) or fetch(wanted))
        except Unreachable as error:
            reasons.append(str(error))
            say(f"        Odoo {wanted} is not to be had: {error}")
    raise Failure(
        "No Odoo could be had: "
        + " ".join(reasons)
        + " Name a source folder with --odoo or in ODOO_HOME."
    )


def every(option: str | None = None) -> tuple[list[OdooTree], dict[str, str]]:
    """All series to be had here, and for the others the reason why not."""
    found: dict[str, OdooTree] = {}
    missing: dict[str, str] = {}
    tree = given(option)
    if tree:
        found[tree.series] = tree
    for series in ("17.0", "19.0"):
        if series not in found:
            try:
                found[series] = in_cache(series) or fetch(series)
            except Failure as error:
                missing[series] = str(error)
    return [announce(found[series]) for series in sorted(found)], missing


def fetch(series: str) -> OdooTree:
    """Download a series into the cache."""
    root = cache.root() / f"odoo-{series}"
    with cache.lock(f"odoo-{series}"):
        tree = in_cache(series)
        if tree:
            return tree
        if series == "17.0":
            nightly.fetch(root)
            return recognise(root, "Odoo's own download of 17.0")
        debian.fetch(root)
        return recognise(root, "Debian's package odoo-19")


def announce(tree: OdooTree) -> OdooTree:
    """Say which Odoo was taken and why."""
    say(f"        Odoo {tree.series} from {tree.root} ({tree.why})")
    return tree
