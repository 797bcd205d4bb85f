"""The three-way merge. Pure functions of plain dicts, so that they can be tested by the million."""

from dataclasses import dataclass, field

_ABSENT = object()


@dataclass
class Merged:
    """What the merge decided.

    :param to_odoo: values to write in Odoo, by field name
    :param to_xero: values to send to Xero, by field name
    :param conflicts: names of fields that a person must decide
    """

    to_odoo: dict = field(default_factory=dict)
    to_xero: dict = field(default_factory=dict)
    conflicts: list = field(default_factory=list)


def merge(fields, agreed, odoo, xero, policy, newest=None, decided=None):
    """Decide field by field what goes where, against the values both sides last agreed on.

    :param fields: the entity's declarations (:class:`services.fields.Field`)
    :param dict agreed: plain values of the last agreement, or None when there was none
    :param dict odoo: plain values of Odoo now
    :param dict xero: plain values of Xero now; a field that Xero did not send is left alone
    :param str policy: ``ask``, ``odoo``, ``xero`` or ``newest``
    :param str newest: which side changed last, ``odoo`` or ``xero``; None when it cannot be told
    :param str decided: the side a person chose for this record, ``odoo`` or ``xero``, or None; it
        also settles what is otherwise always a question
    :rtype: Merged
    """
    result = Merged()
    winner = newest if policy == "newest" else policy
    for declared in fields:
        name = declared.name
        if name not in odoo or name not in xero or odoo[name] == xero[name]:
            continue
        base = _ABSENT if agreed is None else agreed.get(name, _ABSENT)
        if declared.kind == "list":
            _merge_list(result, declared, base, odoo[name], xero[name], winner, decided)
        else:
            _merge_value(result, declared, base, odoo[name], xero[name], winner, decided)
    return result


def _side(declared, base, odoo, xero, winner, decided):
    """Which side's value holds: ``odoo``, ``xero`` or ``ask``. The two values differ.

    What a person decided settles questions only; a change on one side alone needs no decision.
    """
    side = _ruled_side(declared, base, odoo, xero, decided or winner)
    return decided or side if side == "ask" else side


def _ruled_side(declared, base, odoo, xero, winner):
    if declared.owner != "both":
        theirs = xero if declared.owner == "xero" else odoo
        emptied = declared.chosen and base is _ABSENT and _empty(theirs)
        return "ask" if emptied and winner != declared.owner else declared.owner
    if base is _ABSENT:
        # A first pairing: a value on one side only is no contradiction.
        if _empty(odoo) or _empty(xero):
            return "xero" if _empty(odoo) else "odoo"
        return winner if winner in ("odoo", "xero") else "ask"
    if odoo == base:
        return "xero"
    if xero == base:
        return "odoo"
    # The body of a money document is never decided by a clock or a preference (DESIGN 2).
    if declared.kind == "body":
        return "ask"
    return winner if winner in ("odoo", "xero") else "ask"


def _merge_value(result, declared, base, odoo, xero, winner, decided):
    side = _side(declared, base, odoo, xero, winner, decided)
    if side == "ask":
        result.conflicts.append(declared.name)
    elif side == "odoo":
        result.to_xero[declared.name] = odoo
    else:
        result.to_odoo[declared.name] = xero


def _merge_list(result, declared, base, odoo, xero, winner, decided):
    """Merge element by element; an element absent from a side is None there."""
    elements = {}
    base = base if isinstance(base, dict) else {}
    first_time = not base
    conflict = False
    for key in sorted({*base, *odoo, *xero}):
        ours, theirs = odoo.get(key), xero.get(key)
        if ours == theirs:
            elements[key] = ours
            continue
        known = _ABSENT if first_time else base.get(key)
        side = _side(declared, known, ours, theirs, winner, decided)
        conflict = conflict or side == "ask"
        elements[key] = ours if side == "odoo" else theirs
    if conflict:
        result.conflicts.append(declared.name)
        return
    merged = {key: value for key, value in elements.items() if value is not None}
    if merged != odoo:
        result.to_odoo[declared.name] = merged
    if merged != xero:
        result.to_xero[declared.name] = merged


def agreed_after(fields, agreed, xero, pending):
    """The agreed values once Odoo was brought up to date and `pending` still has to reach Xero.

    :param dict agreed: what was agreed before, or None
    :param dict xero: plain values of Xero as read
    :param pending: names of fields on their way to Xero or in front of a person; they keep their
        old agreed value, so that the next merge still sees them as changed
    :rtype: dict
    """
    before = agreed or {}
    result = {}
    for declared in fields:
        name = declared.name
        if name in pending or name not in xero:
            if name in before:
                result[name] = before[name]
        else:
            result[name] = xero[name]
    return result


def too_long(fields, values):
    """Fields whose text is longer than Xero takes.

    :rtype: list[Field]
    """
    return [
        declared
        for declared in fields
        if declared.limit
        and isinstance(values.get(declared.name), str)
        and len(values[declared.name]) > declared.limit
    ]


def _empty(value):
    """Nothing was entered; a no is an answer."""
    return value is not False and value in (None, "", {}, [])
