"""Random histories: edits on both sides and calls that break; looked at when all is quiet."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from odoo.tools import mute_logger

from .fault_case import CALLS, THOROUGH, RolledBack, limit

BREAKS = st.sampled_from(
    [
        {"kind": "reset_before"},
        {"kind": "reset_after"},
        {"kind": "late", "delay": 20},
        {"kind": "status", "status": 500},
        {"kind": "truncate"},
        {"kind": "expired_token"},
        limit("minute", 26),
    ]
)
# Rounds of all jobs after which nothing may be on its way any more.
MOST_ROUNDS = 8


class History(RuleBasedStateMachine):
    """One history, in a savepoint of the test's transaction and a fresh organisation.

    Classes add the rules and say how both sides have to look at the end (``check_end``).
    """

    case = None
    ended = 0

    def __init__(self):
        super().__init__()
        self.savepoint = self.case.env.cr.savepoint()
        self.savepoint.__enter__()
        self.case.sim.restore("ready")

    def teardown(self):
        try:
            self.case.sim.clear_faults()
            self.run_until_quiet()
            self.check_end()
            type(self).ended += 1
        finally:
            self.case.env.flush_all()
            self.savepoint.rollback()
            self.savepoint.__exit__(RolledBack, RolledBack(), None)
            self.case.env.invalidate_all()
            self.case.env.registry.clear_cache()

    def run_until_quiet(self):
        """Time passes and every job runs; once more after nothing is on its way."""
        for _round in range(MOST_ROUNDS):
            self.case.pass_time(4000)
            self.quietly(self.case.settle)
            if self.case.is_quiet():
                break
        self.case.pass_time(400)
        self.quietly(self.case.settle)
        self.case.assertTrue(self.case.is_quiet(), self.case.waiting().mapped("error"))

    def quietly(self, job):
        with mute_logger("odoo.addons.xero_connector.models.xero_authorisation"):
            job()

    @rule(fault=BREAKS, nth=st.integers(1, 4))
    def break_a_call(self, fault, nth):
        self.case.sim.fault(path=CALLS, nth=nth, **fault)

    @rule()
    def wait(self):
        self.case.pass_time(60)

    @invariant()
    def counts_add_up(self):
        self.case.check_conservation()


def play(case, machine, short, long):
    """Play random histories of a kind.

    :param short: examples and steps of the ordinary run, which is the same every time
    :param long: those of the thorough one
    :rtype: int -- histories that were looked at when they had ended
    """
    machine.case, machine.ended = case, 0
    examples, steps = long if THOROUGH else short
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not THOROUGH,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return machine.ended
