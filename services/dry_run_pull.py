"""The dry run of one sync: its first pages are read and looked at, then Odoo's records."""

import time
from contextlib import contextmanager

from odoo import _, models

from ..xero.client import Meter
from .dry_run_outcome import SHOWN, pulled
from .engine import SLICE_SECONDS
from .run import Pair, Run
from .transaction import own, repeat

# Pages of a list that are read at most; a page is one call.
MOST_PAGES = 3


class _RolledBack(Exception):
    """Everything was looked at; nothing of it stays."""


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _look_at(self, progress, deadline):
        """Look at this sync, or go on looking.

        :param Progress progress: its ``look`` is this sync's, and is brought up to date
        :param float deadline: monotonic seconds; one step is done in any case
        :rtype: dict | None -- ``pull`` and ``push``, as far as the sync goes there; see
            :meth:`services.dry_run_outcome.Direction.shown`. None: it goes on in the next slice
        """
        look = progress.look
        setting = self.env["xero.sync.setting"].sudo().browse(look.setting_id)
        if setting.pull and not look.read:
            self._look_at_pages(progress, deadline)
            if not look.read or time.monotonic() >= deadline:
                return None
        found = {"pull": look.pull.shown()} if setting.pull else {}
        if setting.push:
            seen = self._look_at_push(progress, deadline)
            if seen is None:
                return None
            found["push"] = seen.shown()
        return found

    # -- reading ---------------------------------------------------------------------------------

    def _look_at_pages(self, progress, deadline):
        """Read the next pages of what an import would read, outside any transaction, and look at
        each.

        :raises XeroError: Xero gives no answer
        """
        look, meter = progress.look, Meter()
        setting = self.env["xero.sync.setting"].sudo().browse(look.setting_id)
        run = self._look_run(look, meter)
        client = setting.connection_id._xero_client(meter, payroll=self._xero_payroll)
        before = _spent(meter)
        for payloads, place, inbox in self._pages_to_look_at(look, run, client):
            if inbox and not place:
                # What webhooks asked for is in the list as well, and says nothing of its length.
                before = _spent(meter)
                continue
            calls, size = _spent(meter)
            walk = place.get("walk") or {}
            # The walk says whether the list has pages.
            look.walk = walk or look.walk
            look.spend(calls - before[0], size - before[1])
            shown = self._look_closer(look, run, client, payloads)
            repeat(lambda rows=shown: self._look_at_page(progress, rows))
            look.records += len(payloads)
            look.pages += 1
            look.pull.total = max(look.pull.total, walk.get("total") or 0, look.records)
            look.pull.whole = not walk or bool(walk.get("again"))
            if look.pull.whole or look.pages == MOST_PAGES:
                break
            if time.monotonic() >= deadline:
                return
            before = _spent(meter)
        look.read = True
        look.told()

    def _look_run(self, look, meter, direction="pull"):
        return Run(look.setting_id, False, direction, time.monotonic() + SLICE_SECONDS, meter)

    def _pages_to_look_at(self, look, run, client):
        service = self.with_context(xero_look=True)
        if not look.walk:
            return service._collect(run, client)
        setting = self.env["xero.sync.setting"].sudo().browse(look.setting_id)
        service = service.with_context(xero_setting_id=setting.id, xero_whole_list=True)
        state = {"watermark": setting.watermark, "walk": look.walk}
        return service._collect_changed(client, state)

    def _look_closer(self, look, run, client, payloads):
        """Where each record costs a call of its own, only those that are shown are read.

        :rtype: list[dict] -- records to look at
        """
        if look.pages:
            return [] if look.close else payloads
        before = _spent(run.meter)
        first = self._details(run, client, payloads[:SHOWN])
        calls, size = (after - was for after, was in zip(_spent(run.meter), before, strict=True))
        if not calls:
            return payloads
        look.close = [calls, size, len(first)]
        return first

    # -- looking what would happen ---------------------------------------------------------------

    def _look_at_page(self, progress, payloads):
        """What would become of these records; what they would pair is kept for later looks."""
        look, outcomes = progress.look, []
        with self._looking(progress) as service:
            run = service._look_run(look, Meter())
            pairs = service._pairs_of(run, payloads, [])
            service._pair(run, pairs)
            service._merge(pairs)
            labels = {declared.name: declared.label for declared in service._declared()}
            outcomes = [(pair.name, *pulled(pair, labels, service._differ)) for pair in pairs]
            kept = service._to_remember(pairs)
        for outcome in outcomes:
            look.pull.add(*outcome)
        progress.kept.append(kept)

    def _differ(self, names):
        """What a question about these fields says beside its record."""
        return _("Different on both sides: %s.", names)

    @contextmanager
    def _looking(self, progress):
        """A transaction in which everything looked at before is as it will be after the import. It
        is rolled back.

        :return: the service, as the connection's user
        """
        try:
            with own(self.env) as env:
                for kept in progress.kept:
                    service = self.env[kept["service"]]._as_user(env, kept["setting_id"])
                    service._remember(kept)
                yield self._as_user(env, progress.look.setting_id)
                raise _RolledBack
        except _RolledBack:
            return

    def _to_remember(self, pairs):
        """So that the export, and later syncs, find these as they will after the import.

        :rtype: dict -- as JSON; see :class:`services.dry_run_progress.Progress`
        """
        links, refused = [], []
        for pair in pairs:
            if pair.refusal:
                # Nobody reads the values of a question that is asked for a moment.
                refusal = {name: pair.refusal[name] for name in pair.refusal if name != "payload"}
                refused.append([pair.xero_id, pair.res_id, pair.name, refusal])
            elif not pair.link:
                # What is made in Odoo has its pair then, and is no other record's.
                row = self._link_row(pair, agreed=None)
                links.append({**row, "keys": None} if pair.merged and not pair.res_id else row)
        return {
            "service": self._name,
            "setting_id": self._setting.id,
            "links": links,
            "refused": refused,
        }

    def _remember(self, kept):
        """Put back what :meth:`_to_remember` kept."""
        run = Run(kept["setting_id"], False, "pull", 0, Meter())
        for xero_id, res_id, name, refusal in kept["refused"]:
            pair = Pair(xero_id=xero_id, res_id=res_id, name=name, refusal=refusal)
            self._quarantine(run, pair)
        self._store_links(kept["links"])


def _spent(meter):
    """
    :rtype: tuple[int, int] -- calls, bytes
    """
    return meter.calls, meter.bytes_in + meter.bytes_out
