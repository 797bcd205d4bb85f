"""Customer invoices: what Odoo distributes to analytic accounts stands in Xero as tracking (FACTS
5.17).

Only plans that were chosen for a tracking category count. A line that is distributed to several
options goes as several lines; ``rows`` knows which of Odoo's lines each of them is a part of.
"""

from decimal import Decimal

from odoo import models

from ..xero.wire import records, text
from .invoice_amounts import digits, worded
from .invoice_known import mark_of
from .invoice_split import TooMuch, accounts_in, parts_of, shares
from .mapping_tracking import plain_name

# A line of which one category would get more than all.
IMPOSSIBLE = {"": ""}
CODES = ("account", "tax")


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _tracked_categories(self):
        """The categories for which a plan was chosen, those that Xero has archived included.

        :rtype: xero.tracking.category
        """
        connection = self._setting.connection_id.sudo().with_context(active_test=False)
        return connection.tracking_category_ids.filtered("plan_id")

    def _enqueue(self, setting, changes, **values):
        """Analytic accounts concern Xero when a plan was chosen, and not before."""
        categories = setting.connection_id.sudo().with_context(active_test=False)
        if not values and not categories.tracking_category_ids.plan_id:
            changes = {
                i: names for i, names in changes.items() if set(names) != {"analytic_distribution"}
            }
        return super()._enqueue(setting, changes, **values)

    def _with_tracking(self, listed):
        """The lines as Xero gets them, with what each is tracked by.

        :param dict listed: by invoice: plain lines of Odoo and the records they come from
        :rtype: dict[int, dict] -- by invoice: ``lines``; and where it matters ``tracking`` of each
            line, ``rows`` of Odoo they are parts of, ``whole`` lines before they were split, and
            ``source``, a mark of what was distributed and how
        """
        places = self._places([row for _lines, rows in listed.values() for row in rows])
        return {
            move_id: self._tracked(lines, rows, places)
            for move_id, (lines, rows) in listed.items()
        }

    def _places(self, rows):
        """Where the analytic accounts on these lines go.

        :return: dict[int, tuple[str, str]] -- by account: ids of category and option, "" where none
            is mapped; None when no plan was chosen
        """
        plans = {category.plan_id.id: category for category in self._tracked_categories()}
        if not plans:
            return None
        ids = set().union(*(accounts_in(row.analytic_distribution) for row in rows))
        accounts = self.env["account.analytic.account"].sudo().browse(ids).exists()
        accounts = accounts.filtered(lambda account: account.root_plan_id.id in plans)
        options = self.env["xero.tracking.map"]._options(self._setting.connection_id, accounts)
        return {
            account.id: (plans[account.root_plan_id.id].xero_id, options.get(account.id, ""))
            for account in accounts
        }

    def _tracked(self, lines, rows, places):
        found = {"lines": lines}
        if any(row.analytic_distribution for row in rows):
            found["source"] = _source(lines, rows)
        if places is None:
            return found
        split = [
            part
            for line, row in zip(lines, rows, strict=True)
            for part in self._line_parts(line, row, places)
        ]
        if len(split) != len(lines):
            found["whole"] = lines
        tracking = [options for _line, options, _row in split]
        return {
            **found,
            "lines": [line for line, _options, _row in split],
            "tracking": tracking if any(tracking) else [],
            "rows": [part_key(row, options) for _line, options, row in split],
        }

    def _line_parts(self, line, row, places):
        """A plain line as it goes to Xero: whole, or in parts that add up to it.

        :return: list[tuple[dict, dict, account.move.line]] -- line, tracking and record
        """
        if "qty" not in line:
            return [(line, {}, row)]
        try:
            found = shares(row.analytic_distribution, places)
        except TooMuch:
            return [(line, IMPOSSIBLE, row)]
        if len(found) == 1:
            return [(line, found[0][1], row)]
        quantity, price, discount = self._figures_of(row)
        parts = parts_of(found, Decimal(line["amount"]), Decimal(line["tax_amount"]), quantity)
        split = []
        for part in parts:
            words = worded(part.quantity, price, discount, part.amount)
            figures = {
                "text": self._text_of(row, words, part.quantity),
                "qty": digits(words.quantity),
                "price": digits(words.price),
                "discount": digits(words.discount),
                "tax_amount": digits(part.tax),
                "amount": digits(part.amount),
            }
            split.append(({**line, **figures}, part.tracking, row))
        return split

    def _tracking_in(self, payload):
        """What each line of a Xero invoice is tracked by, in the categories that a plan was chosen
        for; no value without any.

        :raises xero.wire.WrongShape: a line or its tracking is no record
        :rtype: dict
        """
        # Only who looks for a number that is taken reads outside of a unit, and compares no lines.
        inside = "xero_setting_id" in self.env.context
        categories = inside and self._tracked_categories()
        if not categories:
            return {}
        found = []
        for row in records(payload.get("LineItems"), "LineItems"):
            line = {}
            for one in records(row.get("Tracking"), "Tracking"):
                category = _category(categories, one)
                if category:
                    line[category.xero_id] = _option(category, one)
            found.append(line)
        return {"tracking": found if any(found) else []}


def part_key(row, options):
    """Which part of which of Odoo's lines a line of Xero's is.

    :rtype: str
    """
    return ":".join([str(row.id), *sorted(options.values())])


def _source(lines, rows):
    """A mark of the lines and their distributions, whatever they are mapped to."""
    kept = [{k: v for k, v in line.items() if k not in CODES} for line in lines]
    return mark_of([kept, [row.analytic_distribution or {} for row in rows]])


def _category(categories, one):
    category_id = text(one.get("TrackingCategoryID"), "TrackingCategoryID")
    name = plain_name(text(one.get("Name"), "Name"))
    for category in categories:
        if category.xero_id == category_id or (
            not category_id and plain_name(category.name) == name
        ):
            return category
    return categories.browse()


def _option(category, one):
    """The option's id; its name where Xero gives no id and Odoo does not know it."""
    option_id = text(one.get("TrackingOptionID"), "TrackingOptionID")
    name = text(one.get("Option"), "Option")
    if option_id:
        return option_id
    same = category.option_ids.filtered(lambda row: plain_name(row.name) == plain_name(name))
    return same[:1].xero_id or name
