"""What all entities of Payroll AU 1.0 share: how its lists are paged and its bodies are wrapped
(FACTS 6.1)."""

from dataclasses import replace
from datetime import datetime, timezone

from odoo import _, models

from ..xero.errors import Action, XeroError
from ..xero.paging import PAYROLL_PAGE, one_page

# Errors of a read that may be about the one record that was asked for.
ONE_RECORD = (Action.RETRY, Action.QUARANTINE)
# So many records after each other that cannot be read are no matter of the records.
MOST_IN_A_ROW = 3


class XeroSyncPayroll(models.AbstractModel):
    _name = "xero.sync.payroll"
    _inherit = "xero.sync"
    _description = "Sync with Xero Payroll AU"

    _xero_payroll = True
    # Payroll has no summarizeErrors: a call of many may be refused with some of them saved, and
    # sent again those would be there twice (Pain 29). One record is one call (FACTS 6.1, 6.5).
    _xero_batch = 1
    # Key of the one record that a call by id answers; payroll uses an array for some, an object for
    # others.
    _xero_single = None

    def _default_setting(self, connection):
        return {**super()._default_setting(connection), "start_date": False}

    def _read_page(self, client, number, since):
        """100 a page without a count: a full page has another one behind it."""
        answer = client.get(self._xero_path, since, page=number, order=self._xero_order)
        page = one_page(answer, self._xero_collection, number)
        more = len(page.records) >= PAYROLL_PAGE
        return replace(page, page_count=number + 1 if more else number)

    def _read_pages(self, client, since):
        return client.payroll_pages(
            self._xero_path, self._xero_collection, since, order=self._xero_order
        )

    def _fetch(self, client, xero_ids):
        """One call per record: lists leave out what matters, and there is no list by ids (FACTS
        6.1)."""
        return [payload for payload in self._fetch_each(client, xero_ids).values() if payload]

    def _fetch_each(self, client, xero_ids):
        """Every record with everything; one that Xero cannot show stops no other (DESIGN 4, 4).

        :rtype: dict[str, dict | None] -- by id; with ``Unreadable``, a sentence, when Xero answers
            but not for this one; None when Xero has none with that id
        :raises XeroError: no record can be read now
        """
        found, failed, in_a_row = {}, [], 0
        for xero_id in xero_ids:
            try:
                found[xero_id], in_a_row = self._fetch_one(client, xero_id), 0
            except XeroError as error:
                if error.action is Action.RETRY:
                    failed.append(xero_id)
                    in_a_row += 1
                if error.action not in ONE_RECORD or in_a_row == MOST_IN_A_ROW:
                    raise
                found[xero_id] = self._unreadable(xero_id, error)
        if failed:
            # Whether it is Xero or the record: its list is asked for, then the record once more.
            self._read_page(client, 1, datetime.now(timezone.utc))
        for xero_id in failed:
            try:
                found[xero_id] = self._fetch_one(client, xero_id)
            except XeroError as error:
                if error.action not in ONE_RECORD:
                    raise
                found[xero_id] = self._unreadable(xero_id, error)
        return found

    def _unreadable(self, xero_id, error):
        return {self._xero_key: xero_id, "Unreadable": error.message}

    def _pairs_of(self, run, payloads, inbox, read=True):
        pairs = super()._pairs_of(run, payloads, inbox, read)
        for pair in pairs:
            self._refuse_without_details(pair, pair.payload)
        return pairs

    def _merge_linked(self, pair, payload):
        self._refuse_without_details(pair, payload)
        if not pair.refusal:
            super()._merge_linked(pair, payload)

    def _refuse_without_details(self, pair, payload):
        if payload and payload.get("Unreadable"):
            pair.refuse(
                "refused",
                _(
                    "Xero does not show %(name)s, although it answers otherwise: %(error)s Nothing "
                    "was changed. Open the record in Xero, then choose Retry.",
                    name=pair.name,
                    error=payload["Unreadable"],
                ),
            )

    def _fetch_one(self, client, xero_id):
        """One record with everything, None when Xero has none with that id.

        :rtype: dict | None
        """
        try:
            data = client.get(f"{self._xero_path}/{xero_id}").data
        except XeroError as error:
            if error.status == 404:
                return None
            raise
        key = self._xero_single or self._xero_collection
        found = data.get(key) if isinstance(data, dict) else None
        found = found[0] if isinstance(found, list) and found else found
        return {**found, "Detailed": True} if isinstance(found, dict) else None

    def _exchange_of(self, pair):
        """There is no PUT and no summarizeErrors: POST creates without an id and updates
        with one."""
        return "POST", self._xero_path, {}

    def _wrap(self, elements):
        return elements

    def _unwrap(self, data):
        """An answer of 200 may hide refusals: only ``ValidationErrors`` tell, there is no status
        (FACTS 6.1)."""
        return [
            {**element, "HasValidationErrors": True}
            if isinstance(element, dict) and element.get("ValidationErrors")
            else element
            for element in super()._unwrap(data)
        ]
