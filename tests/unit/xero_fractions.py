"""Xero's arithmetic a second time, in whole numbers and fractions, sharing nothing with the first.

Works on the text that would be sent, as Xero does. Money is counted in whole cents.
"""

import math
from fractions import Fraction


def whole(value):
    """Half away from zero, on a fraction."""
    return (
        math.floor(value + Fraction(1, 2)) if value >= 0 else -math.floor(-value + Fraction(1, 2))
    )


def document(lines, mode, unitdp):
    """Return (subtotal, tax, total, [(line amount, tax)]) in cents, for lines of text."""
    found = []
    for line in lines:
        cents = line_cents(line, unitdp)
        found.append((cents, tax_cents(cents, line, mode)))
    net, tax = sum(cents for cents, _tax in found), sum(tax for _cents, tax in found)
    if mode == "Inclusive":
        return net - tax, tax, net, found
    return net, tax, net + tax, found


def line_cents(line, unitdp):
    quantity = Fraction(whole(Fraction(line["quantity"]) * 10**4), 10**4)
    price = Fraction(whole(Fraction(line["unit_amount"]) * 10**unitdp), 10**unitdp)
    cents = quantity * price * 100
    if "discount_rate" in line:
        cents -= cents * Fraction(line["discount_rate"]) / 100
    if "discount_amount" in line:
        cents -= whole(Fraction(line["discount_amount"]) * 100)
    return whole(cents)


def tax_cents(cents, line, mode):
    if mode == "NoTax":
        return 0
    if "tax_amount" in line:
        return whole(Fraction(line["tax_amount"]) * 100)
    rate = Fraction(line["tax_rate"]) / 100
    return whole(cents * rate if mode == "Exclusive" else cents - cents / (1 + rate))
