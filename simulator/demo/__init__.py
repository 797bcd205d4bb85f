"""Our own Australian organisation: a labour-hire company with customers, suppliers and staff.

Everything is drawn by name, so two resets under the same tenant id and on the same day give the
same records. No person and no company in it exists.
"""

import itertools

from ..organisation import FURNISHERS, KINDS, Organisation, kind
from ..payroll_setup import fixed_id
from .contacts import add_contacts
from .facts import add_facts
from .sales import add_documents
from .staff import add_staff
from .worked import add_worked_time

NAME = "Currawong Quay Workforce Pty Ltd"


@kind("demo")
def build(org: Organisation) -> None:
    """Fill an organisation: what the bare one has, then contacts, documents, staff, time."""
    numbers = itertools.count()
    # Records made on the way ask for a new id; these depend on the tenant and the order alone.
    org.new_id = lambda: fixed_id(org, "demo", str(next(numbers)))
    try:
        _fill(org)
    finally:
        del org.new_id


def _fill(org: Organisation) -> None:
    KINDS["bare"](org)
    for furnisher in FURNISHERS:
        furnisher(org)
    org.facts.update(Name=NAME, LegalName=NAME)
    add_facts(org)
    add_contacts(org)
    add_documents(org)
    add_staff(org)
    add_worked_time(org)
