"""The one place where fields that are taken as they are enter the engine: those that an entity or
another addon declares with both places, and the pairs that a person made (``xero.field.map``).

An entity implements ``_read_odoo``, ``_read_xero``, ``_odoo_values`` and ``_xero_body`` for what it
converts; the engine asks the methods below, which add the rest.
"""

from dataclasses import replace

from odoo import _, models, tools

from ..xero import key_path
from .expression import fields_of, parse, value_of
from .field_values import in_digits, of_odoo, of_xero, to_odoo, to_xero
from .fields import Field

# Beside the agreed values: what was sent, of values that Xero writes in its own way.
SENT_AS = "sent_as"


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    # Whether values of Xero's may be paired with fields that they are then written to in Odoo.
    _xero_maps_into_odoo = True

    def _mappable_keys(self):
        """Places in Xero's JSON that a person may pair with a field; other addons extend it.

        :rtype: tuple[services.fields.Key, ...]
        """
        return ()

    @tools.ormcache("self.env.lang", "self.env.context.get('xero_setting_id')")
    def _declared(self):
        """What :meth:`_synced_fields` says as this setting's mapping changes it, made once per
        language and setting: every record asks for it.

        :rtype: tuple[services.fields.Field, ...]
        """
        rows = self._map_rows()
        known = {row.builtin: row for row in rows if row.builtin}
        found = []
        for declared in self._synced_fields():
            row = known.get(declared.name) if declared.optional else None
            if row and row.state != "on":
                continue
            free = row and declared.owner == "both"
            if free:
                declared = replace(declared, owner=row.owner, chosen=row.owner != "both")
            found.append(self._led(declared))
        own = self._own_fields(rows)
        if own:
            found.append(Field(SENT_AS, _("Written otherwise by Xero"), owner="odoo"))
        return (*found, *own)

    def _own_fields(self, rows):
        """What a person paired; what an uninstalled addon or a lost right took away is left out,
        and the page of the mapping says so."""
        rows = rows.filtered(lambda row: row.state == "on" and not row.builtin)
        return [self._field_of(row) for row in rows if not row._for_the_sync()._problem()]

    def _map_rows(self):
        setting_id = self.env.context.get("xero_setting_id")
        rows = self.env["xero.field.map"].sudo()
        return rows.search([("setting_id", "=", setting_id)]) if setting_id else rows

    @tools.ormcache("self.env.context.get('xero_setting_id')")
    def _switched_off(self):
        """Names of declared fields that a person switched off on this setting.

        :rtype: frozenset
        """
        kept = {declared.name for declared in self._declared()}
        return frozenset(f.name for f in self._synced_fields() if f.name not in kept)

    def _field_of(self, row):
        """The declaration that a pair of a person's is, with a name of its own: other places, other
        agreed values.

        :rtype: services.fields.Field
        """
        key = {key.path: key for key in self._mappable_keys()}.get(row.xero_key)
        computed = row.kind == "computed"
        source = {"field": row.odoo_field, "constant": "=", "computed": "()"}[row.kind]
        return Field(
            f"{source}>{row.xero_key}",
            row.display_name,
            owner=row.owner,
            chosen=row.kind == "field" and row.owner != "both",
            odoo=row.odoo_field if row.kind == "field" else None,
            xero=row.xero_key,
            limit=key and key.limit,
            shape=key.shape if key else "text",
            constant=(row.constant or "") if row.kind == "constant" else None,
            formula=parse(row.expression or "") if computed else None,
        )

    def _direct(self):
        return [declared for declared in self._declared() if declared.direct]

    def _plain_odoo(self, records):
        """Plain values of Odoo records, by id: the entity's own and those taken as they are.

        :rtype: dict[int, dict]
        """
        plain = self._read_odoo(records)
        direct = self._direct()
        for record in records if direct else ():
            plain[record.id].update({f.name: value_in_odoo(record, f) for f in direct})
        return plain

    def _plain_xero(self, payload):
        """Plain values of one Xero record; a field Xero did not send is left out.

        :raises xero.wire.WrongShape: a value has another type than Xero's specification says
        :rtype: dict
        """
        values = self._read_xero(payload)
        for declared in self._direct():
            value = key_path.read(payload, declared.xero)
            if value is not None or self._says_all(payload):
                plain = of_xero(value, declared.shape, declared.xero)
                values[declared.name] = self._as_kept(plain, declared)
        return values

    def _as_kept(self, plain, declared):
        """A number of Xero's with as many digits as the field of Odoo's keeps: what it cannot hold
        is no difference, or it would be written again at every import.

        :rtype: str
        """
        column = self.env[self._odoo_model]._fields.get(declared.odoo)
        if not column or declared.shape != "number" or declared.owner == "odoo":
            return plain
        return in_digits(plain, _places(column, self.env))

    def _says_all(self, payload):
        """Whether a key that is absent from this element means that the value is empty."""
        return False

    def _new_values(self, plain, side):
        """What of a record's plain values goes to the other side when it is created there.

        :param str side: ``odoo`` or ``xero``, where it comes from
        :rtype: dict
        """
        mine = {f.name for f in self._direct() if f.owner not in ("both", side)}
        left_out = self._switched_off() | mine
        return {name: value for name, value in plain.items() if name not in left_out}

    def _values_to_odoo(self, values, record, pair):
        """Values for ``create`` (`record` empty) or ``write`` from plain values.

        :rtype: dict
        """
        direct = {f.name: f for f in self._direct()}
        own = {name: value for name, value in values.items() if name not in direct}
        vals = self._odoo_values(own, record, pair)
        columns = self.env[self._odoo_model]._fields
        for name in values.keys() & direct.keys():
            column = direct[name].odoo
            if column in columns and (record or values[name]):
                vals[column] = to_odoo(values[name], columns[column].type)
        return vals

    def _element_to_xero(self, values, record, pair):
        """The element to send; None when nothing of it can or need be sent.

        :rtype: dict | None
        """
        direct = {f.name: f for f in self._direct()}
        own = {name: value for name, value in values.items() if name not in direct}
        body = self._xero_body(own, record, pair) if own else None
        for name in sorted(values.keys() & direct.keys()):
            declared = direct[name]
            value = to_xero(values[name], declared.shape)
            if value is None or not (value or pair.xero_id):
                continue
            body = self._bare_element(pair) if body is None else body
            key_path.put(body, declared.xero, value, pair.payload)
        return body

    def _bare_element(self, pair):
        """What an element has to begin with, when nothing but fields taken as they are is sent.

        :rtype: dict
        """
        return {self._xero_key: pair.xero_id} if pair.xero_id else {}

    def _watched(self, model):
        """What of a model of Odoo's concerns this entity, the mapped fields of all settings
        included. What stands one step away is found by the nightly comparison.

        :rtype: tuple[frozenset, str] | None -- field names, path to the record
        """
        names, path = self._xero_watch.get(model, (None, ""))
        if model == self._odoo_model:
            rows = self.env["xero.field.map"].sudo().search([("entity", "=", self._xero_entity)])
            declared = [*self._own_fields(rows), *self._synced_fields()]
            names = {*(names or ()), *columns_of(declared)}
        return (frozenset(names), path) if names else None

    def _known(self, odoo, agreed):
        """What Xero wrote in its own way is no difference while Odoo says the same as then."""
        known = super()._known(odoo, agreed)
        for name, sent in ((agreed or {}).get(SENT_AS) or {}).items():
            if known.get(name) == sent and name in agreed:
                known = {**known, name: agreed[name]}
        return known

    def _agree(self, pairs, answered=False):
        mine = [f.name for f in self._direct() if f.owner == "odoo"] if answered else []
        for pair in pairs if mine else ():
            sent = pair.merged.to_xero if pair.merged else {}
            before = (pair.agreed or {}).get(SENT_AS) or {}
            kept = {name: text for name, text in before.items() if name not in sent}
            kept.update(
                (name, sent[name])
                for name in mine
                if name in sent and pair.xero.get(name) and pair.xero[name] != sent[name]
            )
            pair.xero = {**pair.xero, SENT_AS: kept}
        super()._agree(pairs, answered)


def value_in_odoo(record, declared):
    """The plain value of Odoo's side of a field that is taken as it is.

    :rtype: str
    """
    if declared.constant is not None:
        return of_odoo(declared.constant, declared.shape)
    if declared.formula:
        texts = {path: _text_at(record, path, "text") for path, _at in fields_of(declared.formula)}
        return of_odoo(value_of(declared.formula, texts), declared.shape)
    return _text_at(record, declared.odoo, declared.shape)


def _places(column, env):
    """Digits after the point that a column of numbers keeps; None for as many as there are."""
    if column.type == "integer":
        return 0
    kept = column.get_digits(env) if column.type == "float" else None
    return kept[1] if kept else None


def _text_at(record, path, shape):
    for name in path.split("."):
        record = record[name]
    return of_odoo(record, shape)


def columns_of(declared):
    """Fields of the record itself that these declarations read.

    :rtype: set[str]
    """
    paths = [field.odoo for field in declared if field.direct and field.odoo]
    for field in declared:
        if field.direct and field.formula:
            paths += [path for path, _column in fields_of(field.formula)]
    return {path.partition(".")[0] for path in paths}
