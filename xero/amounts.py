"""Xero's arithmetic, to know a document's totals before it is sent (Pain 5).

Sources: developer.xero.com "Rounding in Xero" (tax per line, rounded to two places, then summed;
UnitAmount two places or four with ``unitdp=4``; LineAmount and totals always two), Xero's staff in
community.xero.com 66891 (2.165 becomes 2.17; the unit price is rounded first, quantity has four
places; tax is on the line's amount), the specification's LineItem (``LineAmount = Quantity x
UnitAmount x (100 - DiscountRate) / 100`` or less ``DiscountAmount``). Where they leave room, this
reading is taken:

- the product is rounded once, after the discount; half a cent goes away from zero, on credits too;
- tax is taken from the rounded LineAmount, because that is the figure Xero keeps;
- inclusive prices: tax = LineAmount x rate / (100 + rate), rounded; SubTotal = Total - tax;
- ``TaxAmount`` on a line replaces the calculated tax, rounded to two places (FACTS 4.5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)
# Wide enough that only the rounding asked for happens: 4 places x 4 places x a rate on big amounts.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

EXCLUSIVE = "Exclusive"
INCLUSIVE = "Inclusive"
NO_TAX = "NoTax"
MODES = (EXCLUSIVE, INCLUSIVE, NO_TAX)


@dataclass(frozen=True)
class Line:
    """One line as it will be sent; rates in per cent, a discount as rate or as amount.

    ``tax_rate`` is the tax rate's effective rate. ``tax_amount`` overrides the calculated tax.
    """

    quantity: Decimal
    unit_amount: Decimal
    tax_rate: Decimal = ZERO
    discount_rate: Decimal | None = None
    discount_amount: Decimal | None = None
    tax_amount: Decimal | None = None


@dataclass(frozen=True)
class LineTotals:
    """What Xero will show for a line: its LineAmount and its TaxAmount, two places each."""

    line_amount: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Totals:
    """What Xero will show for the document, two places each, with its lines in order."""

    subtotal: Decimal
    tax: Decimal
    total: Decimal
    lines: tuple[LineTotals, ...]


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Return the value rounded half away from zero, as Xero rounds money."""
    return value.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def predict(lines: Iterable[Line], mode: str, unitdp: int = 2) -> Totals:
    """Return the totals Xero will calculate.

    :param lines: the document's lines
    :param mode: Xero's LineAmountTypes: ``Exclusive``, ``Inclusive`` or ``NoTax``
    :param unitdp: places of the unit price, 2 or 4, as the request will say
    :raises ValueError: another mode or unitdp, or a line with both kinds of discount
    """
    if mode not in MODES:
        raise ValueError(f"Xero knows {', '.join(MODES)}, not {mode!r}.")
    if unitdp not in (2, 4):
        raise ValueError("A unit price in Xero has 2 or 4 decimal places.")
    found = tuple(_line(line, mode, unitdp) for line in lines)
    amount = sum((line.line_amount for line in found), ZERO)
    tax = sum((line.tax for line in found), ZERO)
    if mode == INCLUSIVE:
        return Totals(amount - tax, tax, amount, found)
    return Totals(amount, tax, amount + tax, found)


def line_amount(line: Line, unitdp: int = 2) -> Decimal:
    """Return the line's LineAmount: quantity x unit price less discount, two places.

    :raises ValueError: the line has a discount rate and a discount amount
    """
    if line.discount_rate is not None and line.discount_amount is not None:
        raise ValueError("A line has a discount rate or a discount amount, not both.")
    quantity = rounded(line.quantity, 4)
    amount = _EXACT.multiply(quantity, rounded(line.unit_amount, unitdp))
    if line.discount_rate is not None:
        kept = _EXACT.subtract(HUNDRED, line.discount_rate)
        amount = _EXACT.divide(_EXACT.multiply(amount, kept), HUNDRED)
    elif line.discount_amount is not None:
        amount = _EXACT.subtract(amount, rounded(line.discount_amount))
    return rounded(amount)


def _line(line: Line, mode: str, unitdp: int) -> LineTotals:
    amount = line_amount(line, unitdp)
    if mode == NO_TAX:
        return LineTotals(amount, ZERO)
    if line.tax_amount is not None:
        return LineTotals(amount, rounded(line.tax_amount))
    base = HUNDRED if mode == EXCLUSIVE else _EXACT.add(HUNDRED, line.tax_rate)
    tax = _EXACT.divide(_EXACT.multiply(amount, line.tax_rate), base)
    return LineTotals(amount, rounded(tax))
