"""How an entity declares what is kept equal on both sides. Plain Python: no recordset."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One value that both sides hold.

    :param name: key in the plain dicts of both sides and in the agreed values
    :param label: what a person reads in a difference
    :param owner: who may change it: ``both``, ``odoo`` or ``xero``; the other side is put right
    :param chosen: whether a person said so, and not the field's nature: then no value that was
        never agreed on is emptied without a question
    :param kind: ``scalar``; ``list``, a dict merged by element key (phones, addresses, persons);
        ``body``, one value whose change on both sides is always a question (lines of a document)
    :param odoo: Odoo field that holds the value as it is, or one step over a many2one
        (``user_id.email``, read only); None when the entity converts it
    :param xero: place in Xero's JSON that holds the value as it is (xero/key_path.py), or None
        likewise
    :param limit: longest text Xero takes, in characters (FACTS 5)
    :param shape: how the value at ``xero`` is written: ``text``, ``number``, ``boolean`` or
        ``date``
    :param constant: text that Odoo's side always has, instead of ``odoo``
    :param formula: parsed expression that Odoo's side is computed with, instead of ``odoo``
    :param optional: whether a person may switch it off or say who leads; never what identifies a
        record, nor money, nor pay
    :param stands: for people and for telling pairs of one place apart: fields of Odoo, parted by
        commas, and the place in Xero, of what the entity converts
    """

    name: str
    label: str
    owner: str = "both"
    chosen: bool = False
    kind: str = "scalar"
    odoo: str | None = None
    xero: str | None = None
    limit: int | None = None
    shape: str = "text"
    constant: str | None = None
    formula: tuple | None = None
    optional: bool = False
    stands: tuple[str, str] = ("", "")

    @property
    def direct(self):
        """Whether the engine reads and writes it by itself, without the entity's own conversion."""
        theirs = self.odoo or self.formula or self.constant is not None
        return bool(self.xero and theirs)

    @property
    def places(self):
        """Where a person finds it in Odoo and in Xero; two empty texts for the connector's own
        notes."""
        return (self.odoo or "", self.xero) if self.direct else self.stands


def dispensable(name, label, odoo, xero, **more):
    """A field that the entity converts and a person may do without.

    :rtype: Field
    """
    return Field(name, label, stands=(odoo, xero), optional=True, **more)


@dataclass(frozen=True)
class Key:
    """A place in Xero's JSON of an entity that a person may pair with a value of Odoo's.

    :param path: see xero/key_path.py
    :param label: what it is, for people
    :param limit: longest text Xero takes, in characters (FACTS 5)
    :param shape: as of :class:`Field`
    :param writable: False for what Xero shows and does not take
    :param choices: the only texts Xero takes; empty when any will do
    """

    path: str
    label: str
    limit: int | None = None
    shape: str = "text"
    writable: bool = True
    choices: tuple[str, ...] = ()
