"""What differs between invoices and credit notes."""

from collections.abc import Callable
from dataclasses import dataclass

from .organisation import Organisation

DATES = ("Date", "DueDate", "ExpectedPaymentDate", "PlannedPaymentDate")


@dataclass(frozen=True)
class Kind:
    """What differs between invoices and credit notes: table, id field, number field, types (the
    one whose numbers are unique first), prefix of drawn numbers, word in messages, whether the
    first type takes discounts, whether approval needs a due date, and how one is settled."""

    table: str
    key: str
    number: str
    types: tuple[str, str]
    prefix: str
    word: str
    discounts: bool
    due: bool
    settle: Callable[[Organisation, dict], None]

    @property
    def not_editable(self) -> str:
        """Xero's words for a status that takes no change."""
        return f"{self.word} not of valid status for modification"

    def unique_number(self, record: dict) -> str | None:
        """The key of the index "unique number"."""
        text = record.get(self.number) or ""
        return text.casefold() if record["Type"] == self.types[0] and text else None

    def any_number(self, record: dict) -> str | None:
        """The key of the index "number"."""
        return (record.get(self.number) or "").casefold() or None


def paid(record: dict) -> list[dict]:
    """The payments that count."""
    return [one for one in record.get("_payments", ()) if one["Status"] == "AUTHORISED"]


def allocated(record: dict) -> bool:
    """Whether payments or credits are applied."""
    return bool(paid(record) or record.get("_credits"))
