"""What all entities of Payroll AU 1.0 share: how its lists are paged and its bodies are wrapped
(FACTS 6.1)."""

from dataclasses import replace

from odoo import models

from ..xero.errors import XeroError
from ..xero.paging import PAYROLL_PAGE, one_page


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
        found = [self._fetch_one(client, xero_id) for xero_id in xero_ids]
        return [payload for payload in found if payload]

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
