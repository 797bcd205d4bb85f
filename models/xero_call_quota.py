"""The limiter: what Xero allows one organisation, shared by every worker of every server."""

import json
import random
import time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from odoo import api, fields, models

from ..services.transaction import own
from ..xero.errors import Action, XeroError, from_answer

# FACTS 2. Xero's minute begins when Xero likes, so ours slides: no 60 calls ever leave within
# MINUTE seconds, whichever way they are counted; the second on top covers the way to Xero.
MINUTE = 61.0
MINUTE_LIMIT = 60
MINUTE_RESERVE = 10
SLOTS = 5
DAY = 24 * 3600.0
# Until Xero's own header says more, an organisation is taken for one on the Starter plan.
SMALLEST_DAY_LIMIT = 1000
USUAL_DAY_LIMIT = 5000
SLOT_PATIENCE = 2.0


class XeroCallQuota(models.Model):
    """What one organisation (tenant) used of its limits. Written by SQL in short transactions."""

    _name = "xero.call.quota"
    _description = "Xero calls used"
    _rec_name = "tenant_id"
    _log_access = False

    tenant_id = fields.Char(required=True, readonly=True)
    recent = fields.Json("Calls of the last minute", readonly=True)
    minute_limit = fields.Integer(default=MINUTE_LIMIT, readonly=True)
    day_limit = fields.Integer(default=SMALLEST_DAY_LIMIT, readonly=True)
    day_used = fields.Integer("Used today", readonly=True)
    day_started_at = fields.Datetime(readonly=True)
    blocked_until = fields.Datetime("Goes on at", readonly=True)
    blocked_reason = fields.Char(readonly=True)

    _sql_constraints = [
        ("tenant_unique", "UNIQUE (tenant_id)", "An organisation has one row of limits."),
    ]

    @contextmanager
    def _gate(self, tenant_id, kind="call", bulk=False):
        """Hold one of the organisation's five places while a call is under way.

        The place is an advisory lock of its own short transaction: it is given back by itself when
        the process dies. The call is counted at the last moment before it leaves.

        :param str tenant_id: the organisation
        :param str kind: what the call is about, for the reader of a trace only
        :param bool bulk: bulk work leaves one place and a share of the calls to people
        :raises XeroError: (WAIT, with `retry_after` in seconds) not now
        """
        error = None
        with own(self.env, read_committed=True) as env:
            _take_slot(env.cr, tenant_id, SLOTS - 1 if bulk else SLOTS)
            self._count(tenant_id, bulk)
            try:
                yield
            except XeroError as raised:
                # Raised again below: the call failed, the limiter did not.
                error = raised
        if error:
            raise error

    @api.model
    def _count(self, tenant_id, bulk=False):
        """Count one call, or say how long to wait.

        :raises XeroError: (WAIT) a limit is used up or Xero told us to wait
        """
        with own(self.env, read_committed=True) as env:
            row = _locked(env.cr, tenant_id)
            refusal = _refusal(row, bulk)
            if refusal is None:
                row["recent"].append(row["now"])
                row["day_used"] += 1
                _store(env.cr, row)
        if refusal:
            reason, seconds = refusal
            raise XeroError(reason, Action.WAIT, retry_after=max(1.0, seconds))

    @api.model
    def _feedback(self, tenant_id, headers, status):
        """Correct our counters by what Xero says in its answer.

        :param str tenant_id: the organisation
        :param headers: the answer's headers (dict, names in any case)
        :param int status: HTTP status
        """
        headers = {name.lower(): value for name, value in dict(headers).items()}
        with own(self.env, read_committed=True) as env:
            row = _locked(env.cr, tenant_id)
            _learn_minute(row, _number(headers.get("x-minlimit-remaining")))
            _learn_day(row, _number(headers.get("x-daylimit-remaining")))
            if status == 429:
                answer = from_answer(429, headers, b"", write=False)
                wait = answer.retry_after or 1.0
                # Two workers told to wait 30 seconds must not come back in the same instant.
                row["blocked_until"] = row["now"] + wait + random.uniform(0, 2)  # noqa: S311
                row["blocked_reason"] = answer.reason
            _store(env.cr, row)

    @api.model
    def _pause(self, tenant_id):
        """Until when nothing is sent to an organisation.

        :return: (datetime in UTC, reason) or (False, False) when calls are possible now
        """
        row = self.sudo().search([("tenant_id", "=", tenant_id)], limit=1)
        if row.blocked_until and row.blocked_until > fields.Datetime.now():
            return row.blocked_until, row.blocked_reason
        return False, False

    @api.model
    def _left_today(self, tenant_id):
        """Calls that an organisation still has today.

        :rtype: int
        """
        row = self.sudo().search([("tenant_id", "=", tenant_id)], limit=1)
        if not row.day_started_at:
            return row.day_limit or SMALLEST_DAY_LIMIT
        old = fields.Datetime.now() >= row.day_started_at + timedelta(seconds=DAY)
        return row.day_limit - (0 if old else row.day_used)


def _take_slot(cr, tenant_id, slots):
    deadline = time.monotonic() + SLOT_PATIENCE
    while True:
        for slot in range(slots):
            cr.execute(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                ["xero_connector " + tenant_id, slot],
            )
            if cr.fetchone()[0]:
                return
        if time.monotonic() > deadline:
            raise XeroError("rate_concurrent", Action.WAIT, retry_after=SLOT_PATIENCE)
        time.sleep(0.05)


def _locked(cr, tenant_id):
    """The organisation's row, created when missing, locked until the transaction ends."""
    cr.execute(
        """
        INSERT INTO xero_call_quota AS quota
               (tenant_id, recent, minute_limit, day_limit, day_used)
        VALUES (%s, '[]', %s, %s, 0)
        ON CONFLICT (tenant_id) DO UPDATE SET tenant_id = EXCLUDED.tenant_id
        RETURNING quota.id, recent, minute_limit, day_limit, day_used,
                  extract(epoch FROM day_started_at)::float AS day_started_at,
                  extract(epoch FROM blocked_until)::float AS blocked_until, blocked_reason,
                  extract(epoch FROM clock_timestamp())::float AS now
        """,
        [tenant_id, MINUTE_LIMIT, SMALLEST_DAY_LIMIT],
    )
    row = cr.dictfetchone()
    recent = row["recent"] if isinstance(row["recent"], list) else json.loads(row["recent"] or "[]")
    row["recent"] = [moment for moment in recent if moment > row["now"] - MINUTE]
    if not row["day_started_at"] or row["now"] >= row["day_started_at"] + DAY:
        row["day_started_at"], row["day_used"] = row["now"], 0
    return row


def _store(cr, row):
    cr.execute(
        """
        UPDATE xero_call_quota
           SET recent = %(recent)s, minute_limit = %(minute_limit)s, day_limit = %(day_limit)s,
               day_used = %(day_used)s, blocked_reason = %(blocked_reason)s,
               day_started_at = %(day_started_at)s, blocked_until = %(blocked_until)s
         WHERE id = %(id)s
        """,
        {
            **row,
            "recent": json.dumps(row["recent"]),
            "day_started_at": _utc(row["day_started_at"]),
            "blocked_until": _utc(row["blocked_until"]),
        },
    )


def _refusal(row, bulk):
    """Why a call may not leave now.

    :return: (reason, seconds to wait) or None
    """
    if row["blocked_until"] and row["blocked_until"] > row["now"]:
        return row["blocked_reason"] or "rate_minute", row["blocked_until"] - row["now"]
    day_reserve = row["day_limit"] // 10 if bulk else 0
    if row["day_used"] >= row["day_limit"] - day_reserve:
        return "rate_day", row["day_started_at"] + DAY - row["now"]
    room = row["minute_limit"] - (MINUTE_RESERVE if bulk else 0)
    if len(row["recent"]) >= room:
        # The call that has to leave the minute before there is room again.
        return "rate_minute", row["recent"][len(row["recent"]) - room] + MINUTE - row["now"]
    return None


def _learn_minute(row, remaining):
    """Take over Xero's count where it is higher: other programs may use the same organisation."""
    if remaining is None:
        return
    # More than 60 left says that this server allows more; Xero itself never does (FACTS 2).
    row["minute_limit"] = (
        remaining + len(row["recent"]) if remaining > MINUTE_LIMIT else MINUTE_LIMIT
    )
    unseen = row["minute_limit"] - remaining - len(row["recent"])
    if remaining <= MINUTE_LIMIT and unseen > 0:
        row["recent"] += [row["now"]] * unseen


def _learn_day(row, remaining):
    if remaining is None:
        return
    if remaining > row["day_limit"]:
        row["day_limit"] = max(USUAL_DAY_LIMIT, remaining)
    used = row["day_limit"] - remaining
    if used < row["day_used"] - SLOTS:
        # Xero's day began anew; the calls under way explain a few, not more.
        row["day_started_at"] = row["now"]
    row["day_used"] = used


def _number(text):
    text = str(text or "").strip()
    return int(text) if text.isascii() and text.isdigit() else None


def _utc(epoch):
    """A moment as Odoo stores it: UTC without zone."""
    if not epoch:
        return None
    return datetime.fromtimestamp(epoch, tz=timezone.utc).replace(tzinfo=None)
