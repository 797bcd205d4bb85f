"""The table of the dashboard, printed: one line per run."""

from typing import Any

from .odoo_web import OdooWeb
from .progress import say

HEADINGS = ("When", "Event", "Records", "Status", "Detail")
WIDTHS = (9, 36, 8, 16)


def table(odoo: OdooWeb) -> None:
    """Print what the dashboard page shows, oldest first."""
    page = odoo.call("xero.sync.event", "get_dashboard")
    figures = page["kpis"]
    say("")
    say(line(HEADINGS))
    for row in reversed(page["rows"]):
        event = f"{row['event']}  {row['direction_label']}"
        say(line((row["when"][11:], event, row["records"], row["state_label"], row["detail"])))
    say(
        f"\n{figures['events']} events, {figures['good']} of {figures['total']} OK, "
        f"{figures['quarantined']} open questions\n"
    )


def line(cells: tuple[Any, ...]) -> str:
    """One line of the table; the last column is as wide as it needs."""
    fixed = [f"{cell!s:<{width}}" for cell, width in zip(cells, WIDTHS, strict=False)]
    return " ".join([*fixed, str(cells[-1])])
