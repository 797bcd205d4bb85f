"""The money of an invoice's lines: from Odoo's figures to what Xero multiplies out to the same
cent.

Plain Python on Decimals. Odoo has decided every amount already; what is sent must make Xero's own
arithmetic (``xero/amounts.py``) arrive at exactly these, or the line is written so that it does.
"""

from dataclasses import dataclass
from decimal import Decimal

from ..xero.amounts import EXCLUSIVE, Line, line_amount, predict, rounded

ONE, HUNDRED, CENT = Decimal(1), Decimal(100), Decimal("0.01")
# FACTS 4.5: four places of quantity, four of the unit price with unitdp=4.
PLACES = 4


@dataclass(frozen=True)
class Wording:
    """A line as it goes to Xero.

    :param bool whole: its quantity stands in the description, because no price of four places fits
    """

    quantity: Decimal
    price: Decimal
    discount: Decimal
    whole: bool = False


def decimal(value):
    """A number of Odoo's, which keeps decimals as floats, with exactly the digits it shows.

    :rtype: Decimal
    """
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value or 0)


def digits(value):
    """A Decimal as text that is the same for the same number.

    :rtype: str
    """
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def worded(quantity, price, discount, subtotal):
    """How a line is written so that Xero arrives at Odoo's amount for it.

    As it stands when four places hold it; else with the unit price that gives the amount (prices
    with tax in them, five places); else as one piece.

    :param Decimal quantity: of Odoo's line
    :param Decimal price: unit price of Odoo's line, tax included or not
    :param Decimal discount: per cent
    :param Decimal subtotal: the line's amount without tax, as Odoo booked it
    :rtype: Wording
    """
    kept = discount if 0 < discount <= HUNDRED and _fits(discount) else Decimal(0)
    if _fits(quantity):
        candidates = [(price, kept)] if _fits(price) and kept == discount else []
        candidates += [
            (_net(quantity, kept, subtotal), kept),
            (_net(quantity, 0, subtotal), Decimal(0)),
        ]
        for unit, rate in candidates:
            if unit is not None and _amount(quantity, unit, rate) == subtotal:
                return Wording(quantity, unit, rate)
    return Wording(ONE, subtotal, Decimal(0), whole=True)


def _fits(value):
    return value == rounded(value, PLACES)


def _net(quantity, discount, subtotal):
    """The unit price that gives an amount; None when there is none."""
    factor = quantity * (HUNDRED - discount) / HUNDRED
    return rounded(subtotal / factor, PLACES) if factor else None


def _amount(quantity, price, discount):
    return line_amount(Line(quantity, price, discount_rate=discount), PLACES)


def spread(taxes, total):
    """Taxes per line that add up to the document's tax.

    Odoo can round a document's tax once ("Round globally"); what its lines show then misses the
    total by cents, which go to the lines with the most tax, a cent each.

    :param list taxes: Decimal per line, as Odoo shows it
    :param Decimal total: the document's tax
    :rtype: list[Decimal] -- as given when the difference is more than rounding
    """
    taxed = sorted((i for i, tax in enumerate(taxes) if tax), key=lambda i: (-abs(taxes[i]), i))
    missing = total - sum(taxes, Decimal(0))
    cents = int(abs(missing) / CENT)
    if missing != cents * CENT * (1 if missing > 0 else -1) or cents > len(taxed):
        return taxes
    result = list(taxes)
    for index in taxed[:cents]:
        result[index] += CENT if missing > 0 else -CENT
    return result


def totals(lines):
    """What Xero will calculate for these lines.

    :param lines: plain lines: ``qty``, ``price``, ``discount``, ``tax_amount`` as text
    :rtype: xero.amounts.Totals
    """
    return predict(
        [
            Line(
                Decimal(line["qty"]),
                Decimal(line["price"]),
                discount_rate=Decimal(line["discount"]),
                tax_amount=Decimal(line["tax_amount"]),
            )
            for line in lines
            if "qty" in line
        ],
        EXCLUSIVE,
        PLACES,
    )
