"""When Python looks for garbage: after a page of records, not in the middle of it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_later() -> Iterator[None]:
    """Keep Python from looking for garbage in the block, which must be short.

    A page of a thousand records makes tens of thousands of objects that all live until its end.
    Python would take them for a reason to search all of Odoo's memory several times a page, a
    twentieth of the time of a first import, and find nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
