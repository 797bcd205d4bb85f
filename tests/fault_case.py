"""Words for tests that break every call of a piece of work in turn."""

import os
from contextlib import contextmanager, suppress

from odoo.tools import mute_logger

from .common import XeroCase

THOROUGH = bool(os.environ.get("XERO_THOROUGH"))
CALLS = r"\.xro/"
# Faults of the ordinary run at each call; the thorough one tries all of them.
SAMPLE = 2


class RolledBack(Exception):
    """Ends a scenario without a trace in the database."""


def limit(problem, seconds):
    headers = {"X-Rate-Limit-Problem": problem, "Retry-After": str(seconds)}
    return {"kind": "status", "status": 429, "headers": headers}


# kind -> what the simulator is told about the call, and what it is told besides.
FAULTS = {
    "connection reset before Xero did anything": [{"kind": "reset_before"}],
    "connection reset after Xero did the work": [{"kind": "reset_after"}],
    "work that Xero completes 20 s later": [{"kind": "late", "delay": 20}],
    "no answer": [{"kind": "timeout", "delay": 1}],
    "minute limit": [limit("minute", 26)],
    "day limit": [limit("day", 7200)],
    "server error": [{"kind": "status", "status": 500}],
    "offline": [{"kind": "status", "status": 503}],
    "body cut in half": [{"kind": "truncate"}],
    "token expired": [{"kind": "expired_token"}],
    "renewal refused": [{"kind": "expired_token"}, {"kind": "invalid_grant", "times": 5}],
    "scope missing": [{"kind": "insufficient_scope"}],
    "not connected": [{"kind": "forbidden"}],
}
# Where the connection stops, with a button.
ENDS_IN = {"scope missing": "permission", "not connected": "reconnect",
           "renewal refused": "reconnect"}  # fmt: skip


class FaultCase(XeroCase):
    """A scenario is prepared, worked on with one call broken, and looked at when all is quiet.

    Classes say what is prepared (``prepare``), which jobs meet the fault (``work``), which ones run
    until all is quiet (``settle``), and how both sides look then (``check``).
    """

    # Which of the work's writes meets every fault in the ordinary run.
    main = 0

    def settle(self):
        self.work()

    def push_if_due(self, entity):
        """What the entity's export cron does when it is woken."""
        setting = self.setting(entity)
        if setting._service().sudo()._due_push(setting):
            self.run_push(entity)

    def pull_if_due(self, entity):
        """What the entity's import cron does when it is woken."""
        setting = self.setting(entity)
        if setting._service().sudo()._due_pull(setting):
            self.run_pull(entity)

    @contextmanager
    def scenario(self):
        """Run a block and take every trace of it back, on both sides."""
        try:
            with suppress(RolledBack), self.env.cr.savepoint():
                yield
                raise RolledBack
        finally:
            self.env.invalidate_all()
            self.env.registry.clear_cache()
            self.sim.restore("ready")

    def reconnect(self):
        """What the button does that the connection shows when it stopped."""
        consent = self.connection.sudo().authorisation_id
        self.consent(self.connection, consent, self.sim.tenant)
        self.assertEqual(self.connection.state, "live")

    def prepared(self):
        """The scenario begins here: what happened before is not looked at."""
        self.prepare()
        self.env.flush_all()
        self.env.cr.flush()
        self.sim.forget_calls()
        self.before = self.events()

    def methods(self):
        """Methods of the calls that the work makes when nothing is broken, in order."""
        with self.scenario():
            self.prepared()
            self.work()
            methods = [call["method"] for call in self.sim.calls(CALLS)]
            self.settle()
            self.check_all("without a fault")
        return methods

    def chosen(self, methods):
        """Which fault at which call: all, or for each call some and for the first write all."""
        names, count = list(FAULTS), len(methods)
        if THOROUGH:
            return [(name, place) for name in names for place in range(1, count + 1)]
        writes = [place for place, method in enumerate(methods, 1) if method != "GET"]
        pairs = [(name, writes[self.main]) for name in names if writes]
        # Where nothing is written, every fault is tried at one of the calls at least.
        size = SAMPLE if writes else max(SAMPLE, -(-len(names) // count))
        for place in range(1, count + 1):
            pairs += [(names[(place * size + step) % len(names)], place) for step in range(size)]
        return list(dict.fromkeys(pairs))

    def break_every_call(self):
        """Try the faults at the calls of the work, each in a scenario of its own."""
        methods = self.methods()
        for name, place in self.chosen(methods):
            with self.subTest(fault=name, call=f"{place} ({methods[place - 1]})"), self.scenario():
                self.try_fault(name, place)
        return methods

    def try_fault(self, name, place):
        """Break one call; in the end both sides agree, whatever had to be done for it."""
        self.prepared()
        first, *others = FAULTS[name]
        self.sim.fault(path=CALLS, nth=place, **first)
        for other in others:
            self.sim.fault(**other)
        with mute_logger("odoo.addons.xero_connector.models.xero_authorisation"):
            self.work()
        self.assertTrue(all(row["hits"] for row in self.sim.faults()), "the fault happened")
        self.check_broken(name)
        self.check_told(name)
        self.sim.clear_faults()
        if name in ENDS_IN:
            self.reconnect()
        self.end(name, (40, 400, 7300, 400) if "20 s later" in name else (400, 7300, 400, 400))

    def check_broken(self, what):
        """What has to hold right after the fault, before anything was tried again."""

    def check_told(self, name):
        """The state the connection stopped in, or an event that says what is left to be done."""
        if name == "scope missing":
            self.assertTrue(self.connection.missing_scopes)
        else:
            self.assertEqual(self.connection.state, ENDS_IN.get(name, "live"), name)
        if name not in ENDS_IN and self.agrees():
            return
        told = (self.events() - self.before).filtered(
            lambda event: event.state != "ok" or event.deferred or "UTC" in (event.detail or "")
        )
        self.assertTrue(told, "an event says so")
        self.assertTrue(all(event.detail for event in told), "in words")

    def end(self, name, pauses):
        """Let time go by until both sides agree, and once more."""
        for seconds in pauses:
            if self.agrees():
                break
            self.pass_time(seconds)
            self.settle()
        self.pass_time(400)
        self.settle()
        self.check_all(name)

    def agrees(self):
        """Whether both sides look as they are to look in the end."""
        try:
            self.check_all("")
        except AssertionError:
            return False
        return True

    def is_quiet(self):
        """Whether nothing is on its way, in either direction."""
        open_states = [("state", "in", ("sending", "unknown"))]
        on_the_way = self.env["xero.exchange"].sudo().search(open_states, limit=1)
        return not (self.waiting() or on_the_way or self.env["xero.inbox"].sudo().search([]))

    def check_all(self, what):
        """Both sides as they have to be, nothing on its way, nobody asked, no count wrong."""
        self.env.invalidate_all()
        self.check(what)
        self.assertTrue(self.is_quiet(), f"{what}: {self.waiting().mapped('error')}")
        self.assertFalse(self.quarantines().mapped("sentence"), what)
        self.check_conservation()
