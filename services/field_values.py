"""Values of fields that are taken as they are, in the one plain form both sides are compared in.

Plain Python: a text, "" for nothing. No and zero are nothing as well, so that what Xero leaves out
of its JSON equals what Odoo has by default.
"""

from datetime import date, datetime
from decimal import Decimal

from ..xero.amounts import rounded
from ..xero.wire import clean, flag, number, parse_date, text


def of_odoo(value, shape):
    """The plain form of a value of Odoo's.

    :param value: what a record's field gives: text, number, truth value, date, or False
    :rtype: str
    """
    if shape == "boolean":
        return "true" if value else ""
    if isinstance(value, bool) or value is None:
        return "true" if value else ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return digits(Decimal(repr(value)))
    return clean(str(value))


def of_xero(value, shape, place):
    """The plain form of a value of Xero's.

    :param str place: where it stands, for the sentence
    :raises xero.wire.WrongShape: it has another type than the shape says
    :rtype: str
    """
    if shape == "boolean":
        return "true" if flag(value, place) else ""
    if shape == "number":
        return digits(number(value, place) or Decimal(0))
    if shape == "date":
        day = parse_date(value, place)
        return day.isoformat() if day else ""
    return clean(text(value, place))


def to_xero(plain, shape):
    """What is written into a body; None when Xero has no way to empty such a value.

    :rtype: str | bool | decimal.Decimal | None
    """
    if shape == "boolean":
        return bool(plain)
    if shape == "number":
        return Decimal(plain or 0)
    return None if shape == "date" and not plain else plain


def to_odoo(plain, column_type):
    """What is written into a field of Odoo's.

    :param str column_type: its type there
    :raises ValueError: the text is no number
    """
    if column_type == "boolean":
        return bool(plain)
    if column_type == "integer":
        return int(Decimal(plain or 0))
    if column_type == "float":
        return float(plain or 0)
    return plain or False


def in_digits(plain, places):
    """A plain number rounded as Odoo rounds it when it is written.

    :param int | None places: digits after the point, None for all
    :rtype: str
    """
    return plain if places is None else digits(rounded(Decimal(plain or 0), places))


def digits(value):
    """A number as people write it, "" for zero.

    :rtype: str
    """
    return f"{value.normalize():f}" if value else ""
