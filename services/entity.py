"""The hooks an entity file implements. Each has a default that fits most entities."""

from odoo import _, models

from ..xero.wire import parse_datetime
from .merge import too_long


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    # Kinds of documents whose status in Xero decides their state in Odoo, and whether such as Odoo
    # lacks are made there.
    _xero_documents = ()
    _xero_documents_new = False
    # Choices of the setting that a template may make besides those named after the entity.
    _xero_choices = ()
    # The start date matters although it is no part of the wanted domain.
    _xero_dated = False

    def _synced_fields(self):
        """What is kept equal. Other addons extend it with ``_inherit`` and ``super()``.

        :rtype: tuple[services.fields.Field, ...]
        """
        return ()

    def _read_odoo(self, records):
        """Plain values of Odoo records that the entity converts, by id; queries must not grow with
        the number of records.

        :param records: recordset of ``_odoo_model``
        :rtype: dict[int, dict]
        """
        return {record.id: {} for record in records}

    def _read_xero(self, payload):
        """Plain values of one Xero record that the entity converts; a field Xero did not send is
        left out.

        :param dict payload: the element of Xero's JSON
        :raises xero.wire.WrongShape: a value has another type than Xero's specification says
        :rtype: dict
        """
        return {}

    def _known(self, odoo, agreed):
        """Odoo's plain values for comparing: a difference that was accepted before counts as equal.

        :param dict odoo: plain values of Odoo now
        :param dict agreed: plain values of the last agreement, or None
        :rtype: dict
        """
        return odoo

    def _odoo_values(self, values, record, pair):
        """Values for ``create`` (`record` empty) or ``write`` from what the entity converts.

        :param dict values: plain values to bring to Odoo, by field name
        :rtype: dict
        """
        return {}

    def _after_odoo(self, pairs):
        """Odoo records of these pairs were just created or written; child records go here."""

    def _xero_body(self, values, record, pair):
        """The element to send, of what the entity converts; None when nothing of it is sent.

        :param dict values: plain values to bring to Xero, by field name
        :rtype: dict | None
        """
        return None

    def _match_odoo(self, pairs):
        """Candidates in Odoo for Xero records not linked yet, by the entity's matching rules.

        :param list pairs: with ``payload`` and ``xero`` set
        :rtype: dict[str, list[tuple[int, str]]] -- pair key -> (record id, why), best first; two or
            more mean that a person is asked
        """
        return {}

    def _xero_keys(self, xero, payload):
        """Matching keys of a Xero record (``name:acme``), kept while it has no Odoo record.

        :rtype: list[str]
        """
        return []

    def _odoo_keys(self, odoo, record):
        """Matching keys of an Odoo record, of the same form as :meth:`_xero_keys`.

        :rtype: list[str]
        """
        return []

    def _natural_key(self, payload):
        """What identifies a record in Xero apart from its id: a write without an answer needs it.

        :param dict payload: an element, as sent or as answered
        :rtype: str | None
        """
        return None

    def _may_create_odoo(self, pair):
        """Whether a Xero record without an Odoo record is created in Odoo."""
        return True

    def _may_create_xero(self, pair, record):
        """Whether an Odoo record without a Xero record is created in Xero."""
        return True

    def _scope_domain(self, setting):
        """Which Odoo records this entity is about at all.

        :rtype: list
        """
        return []

    def _wanted_domain(self, setting):
        """Which records leave by themselves: the entity's scope, start date, person's filter.

        :rtype: list
        """
        return [*self._scope_domain(setting), *setting._filter_domain()]

    def _check_push(self, pairs, records):
        """Refuse what Xero would refuse, before it is sent: ``pair.refuse(reason, sentence)``.

        :param list pairs: with ``odoo`` and ``merged`` set
        :param records: recordset of the same pairs
        """
        for pair in pairs:
            for declared in too_long(self._declared(), pair.merged.to_xero):
                pair.refuse(
                    "too_long",
                    _(
                        "%(field)s of %(name)s is longer than the %(limit)s characters Xero takes. "
                        "Shorten it in Odoo; it is sent again by itself.",
                        field=declared.label,
                        name=pair.name,
                        limit=declared.limit,
                    ),
                )

    def _before_push(self, run, client, pairs):
        """Outside any transaction, before pairs are planned: what they refer to goes first."""

    def _after_push(self, pairs):
        """Xero answered for these pairs (``payload``, ``xero``): check and keep what came back."""

    def _exchange_of(self, pair):
        """How a pair is written: PUT creates and never edits, POST with the id updates (FACTS 4.1).

        :rtype: tuple[str, str, dict] -- method, path, query
        """
        method = "POST" if pair.xero_id else "PUT"
        return method, self._xero_path, {"summarizeErrors": "false"}

    def _wrap(self, elements):
        """The whole body of a request.

        :rtype: dict | list
        """
        return {self._xero_collection: elements}

    def _unwrap(self, data):
        """The elements of an answer.

        :rtype: list[dict]
        """
        elements = data.get(self._xero_collection) if isinstance(data, dict) else None
        return elements if isinstance(elements, list) else []

    def _details(self, run, client, payloads):
        """Replace summaries of a list by full records, where an endpoint's list is not enough.

        :rtype: list[dict]
        """
        return payloads

    def _read_page(self, client, number, since):
        """One page of the list of changed records.

        :param int number: from 1
        :param datetime since: aware; None for every record
        :rtype: xero.answer.Page
        """
        return client.page(
            self._xero_path, number, since, order=self._xero_order, **self._list_filter()
        )

    def _read_pages(self, client, since):
        """Every page of the records changed since an aware moment, to look a lost write up.

        :rtype: Iterator[xero.answer.Page]
        """
        return client.pages(
            self._xero_path, since, order=self._xero_order, **self._list_filter()
        )

    def _fetch(self, client, xero_ids):
        """Full records by id, about 40 a call, the most a URL holds (FACTS 3.3).

        :rtype: list[dict]
        """
        found = []
        for start in range(0, len(xero_ids), 40):
            answer = client.get(
                self._xero_path, IDs=",".join(xero_ids[start : start + 40]), **self._list_query()
            )
            found.extend(self._unwrap(answer.data))
        return found

    def _list_query(self):
        """Query parameters of every list call; without ``page`` Xero leaves fields out (FACTS 3.1).

        :rtype: dict
        """
        return {"page": 1, "pageSize": 1000}

    def _adopt(self, run, client, pairs):
        """Xero refused to create these because they exist: find them there.

        :rtype: dict[str, dict] -- pair key -> payload found in Xero
        """
        return {}

    def _xero_time(self, payload):
        """When Xero says the record changed, naive UTC; None when it does not say."""
        value = payload.get(self._xero_timestamp)
        return parse_datetime(value).replace(tzinfo=None) if value else None

    def _xero_name(self, payload):
        """What a person calls this Xero record."""
        return str(payload.get("Name") or payload.get(self._xero_key) or "")[:255]

    def _deep_link(self, connection, xero_id):
        """Address of the record in Xero's own pages (E13).

        :rtype: str | bool
        """
        if not self._xero_page:
            return False
        return self._page_address(connection, self._xero_page % xero_id)

    def _page_address(self, connection, page):
        """Address of one of Xero's pages, in the organisation of a connection.

        :rtype: str
        """
        return (
            "https://go.xero.com/organisationlogin/default.aspx"
            f"?shortcode={connection.short_code or ''}&redirecturl={page}"
        )

    def _mapping_action(self, quarantine):
        """The page on which the mapping this record lacks is completed; None when it lacks none.

        :rtype: dict | None
        """
        return None
