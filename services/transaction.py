"""The one place that opens and commits a cursor of its own (DESIGN 4, rule 3)."""

import random
import time
from contextlib import contextmanager

import psycopg2.errors
from odoo import api, modules, tools

# A unit of work that lost a race is repeated; PostgreSQL says so with one of these.
CONCURRENCY_ERRORS = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.LockNotAvailable,
    psycopg2.errors.DeadlockDetected,
    # Two transactions stored the same link, outbox row or question; the second attempt sees it.
    psycopg2.errors.UniqueViolation,
)


def _joins_test_cursor(env):
    """A second real cursor cannot see the rows of a test's transaction, so tests stay on theirs."""
    testing = tools.config["test_enable"] or modules.module.current_test
    return bool(testing) and not env.context.get("xero_real_transactions")


@contextmanager
def own(env, read_committed=False):
    """Yield an environment of the same user and context on its own cursor.

    Commits at the end, rolls back on an error.

    :param bool read_committed: counters, token refresh and queue picking must see what others just
        committed; Odoo's cursors are REPEATABLE READ and would fail with a serialization error.
    :raises psycopg2.Error: what the commit raises; callers repeat the unit with :func:`repeat`.
    """
    if _joins_test_cursor(env):
        with env.cr.savepoint():
            yield env(context=dict(env.context))
            env.flush_all()
        return
    with env.registry.cursor() as cr:
        if read_committed:
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        yield api.Environment(cr, env.uid, env.context, env.su)
        # The cursor is ours, not the caller's.
        cr.commit()  # pylint: disable=invalid-commit


def repeat(unit, attempts=3):
    """Call `unit()` again when it lost a race with another transaction.

    :param callable unit: a whole unit of work, its transaction included
    :param int attempts: how often at most; the last failure is raised
    """
    for attempt in range(1, attempts + 1):
        try:
            return unit()
        except CONCURRENCY_ERRORS:
            if attempt == attempts:
                raise
            time.sleep(random.uniform(0.05, 0.2) * attempt)  # noqa: S311 - jitter, not a secret
    return None
