"""What a comparison needs: both sides as a whole, one kind of record, and plain values."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from .odoo_web import OdooWeb

Row = dict[str, Any]
Values = dict[str, object]
MILLISECONDS = re.compile(r"/Date\((-?\d+)")


class World:
    """Odoo and the simulated Xero at one moment, and which record of one is which of the other."""

    def __init__(self, odoo: OdooWeb, tables: dict[str, list[Row]], connection: int) -> None:
        self.odoo = odoo
        self.tables = tables
        self.connection = connection
        self._pairs: dict[str, dict[str, int]] = {}
        self._fields: dict[str, set[str]] = {}

    def pairs(self, entity: str) -> dict[str, int]:
        """Xero's id (lower case) -> Odoo's id of the linked records."""
        if entity not in self._pairs:
            domain = [
                ("connection_id", "=", self.connection), ("entity", "=", entity),
                ("part", "in", ("", False)), ("res_id", "!=", 0),
            ]  # fmt: skip
            rows = self.odoo.read("xero.link", domain, ["xero_id", "res_id"])
            self._pairs[entity] = {row["xero_id"].lower(): row["res_id"] for row in rows}
        return self._pairs[entity]

    def rows(self, model: str, domain: list[Any], fields: Sequence[str]) -> list[Row]:
        """Records of Odoo, archived ones too."""
        found: list[Row] = self.odoo.read(
            model, domain, [*fields], context={"active_test": False}, order="id"
        )
        return found

    def has(self, model: str, field: str) -> bool:
        """Whether this series of Odoo has a field."""
        if model not in self._fields:
            self._fields[model] = set(self.odoo.call(model, "fields_get", [], ["type"]))
        return field in self._fields[model]

    @cached_property
    def regions(self) -> dict[int, str]:
        """Codes of Odoo's regions by id."""
        rows = self.rows("res.country.state", [], ["code"])
        return {row["id"]: row["code"] for row in rows}


@dataclass(frozen=True)
class Kind:
    """One kind of record: where it stands on both sides, and its plain values on each.

    Values of the same word must be equal, also when one side lacks the word.
    """

    entity: str
    table: str
    key: str
    model: str
    from_odoo: Callable[[World, list[int]], dict[int, Values]]
    from_xero: Callable[[World, Row], Values]
    wanted_in_odoo: list[Any] | None = None
    wanted_in_xero: Callable[[Row], bool] | None = None


def words(text: object) -> str:
    """Text as a page shows it: several blanks in a row are one."""
    return " ".join(str(text or "").split())


def digits(text: object) -> str:
    """The digits of an ABN or a bank account, however it is written."""
    return "".join(sign for sign in str(text or "") if sign.isdigit())


def phone(*parts: object) -> str:
    """The digits to dial within Australia, from one text or from Xero's three parts."""
    found = digits("".join(str(part or "") for part in parts))
    return f"0{found[2:].lstrip('0')}" if found.startswith("61") and len(found) > 10 else found


def cents(number: object) -> str:
    """An amount, so that 10 and 10.00 are equal and 10.001 is not hidden."""
    amount = Decimal(str(number or 0)).quantize(Decimal("0.0001"))
    return f"{amount.normalize() + 0:f}"


def day(value: object) -> str:
    """A date from Odoo's text, ISO text, or Xero's `/Date(milliseconds)/`."""
    found = MILLISECONDS.match(str(value or ""))
    if not found:
        return str(value or "")[:10]
    moment = datetime.timedelta(milliseconds=int(found.group(1)))
    return (datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + moment).date().isoformat()


def name_of(pair: object) -> str:
    """The name in what Odoo's RPC gives for a record that is pointed at."""
    return str(pair[1]) if isinstance(pair, list | tuple) else ""


def by_parent(rows: list[Row], field: str) -> dict[int, list[Row]]:
    """Rows of Odoo by the record they point at."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[field][0], []).append(row)
    return found
