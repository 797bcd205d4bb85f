"""How an entity declares what is kept equal on both sides. Plain Python: no recordset."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One value that both sides hold.

    :param name: key in the plain dicts of both sides and in the agreed values
    :param label: what a person reads in a difference
    :param owner: who may change it: ``both``, ``odoo`` or ``xero``; the other side is put right
    :param kind: ``scalar``; ``list``, a dict merged by element key (phones, addresses, persons);
        ``body``, one value whose change on both sides is always a question (lines of a document)
    :param odoo: Odoo field that holds the value as it is, or None when the entity converts it
    :param xero: key of Xero's JSON that holds the value as it is, or None likewise
    :param limit: longest text Xero takes, in characters (FACTS 5)
    """

    name: str
    label: str
    owner: str = "both"
    kind: str = "scalar"
    odoo: str | None = None
    xero: str | None = None
    limit: int | None = None
