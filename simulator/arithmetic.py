"""Xero's arithmetic of a document, in exact decimals (FACTS 4.5)."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

CENT = Decimal("0.01")
FOUR = Decimal("0.0001")
ZERO = Decimal(0)


def number(value: Any) -> Decimal | None:
    """A number a client sent, also as text; None when it is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        result = Decimal(str(value))
    except InvalidOperation:
        return None
    return result if result.is_finite() else None


def rounded(value: Decimal, step: Decimal = CENT) -> Decimal:
    """Rounded to `step`, halves away from zero."""
    return value.quantize(step, ROUND_HALF_UP)


def line_amount(line: dict) -> Decimal:
    """Quantity times unit amount less discount, to the cent."""
    gross = line.get("Quantity", ZERO) * line.get("UnitAmount", ZERO)
    if "DiscountRate" in line:
        return rounded(gross * (100 - line["DiscountRate"]) / 100)
    return rounded(gross - line.get("DiscountAmount", ZERO))


def line_tax(amount: Decimal, rate: Decimal, mode: str) -> Decimal:
    """The tax of a line amount at `rate` per cent, to the cent; `mode` is LineAmountTypes."""
    if mode == "NoTax":
        return rounded(ZERO)
    base = 100 + rate if mode == "Inclusive" else Decimal(100)
    return rounded(amount * rate / base)


def total(document: dict) -> None:
    """Set SubTotal, TotalTax, Total, TotalDiscount and the amounts left of a document whose lines
    have their LineAmount and TaxAmount."""
    lines = document["LineItems"]
    amounts = sum((line.get("LineAmount", ZERO) for line in lines), ZERO)
    tax = sum((line.get("TaxAmount", ZERO) for line in lines), ZERO)
    document["TotalTax"] = rounded(tax)
    document["SubTotal"] = rounded(amounts - tax if mode_of(document) == "Inclusive" else amounts)
    document["Total"] = document["SubTotal"] + document["TotalTax"]
    gross = sum(
        (rounded(one.get("Quantity", ZERO) * one.get("UnitAmount", ZERO)) for one in lines), ZERO
    )
    document["TotalDiscount"] = rounded(gross - amounts)


def mode_of(document: dict) -> str:
    """Exclusive, Inclusive or NoTax."""
    return document.get("LineAmountTypes", "Exclusive")
