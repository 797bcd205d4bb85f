"""The control side: what a Xero user does in the screens, and to the connection."""

from decimal import Decimal

from .control import refuse, sent
from .organisation import TABLES, Organisation
from .routing import Answer, Call, routes
from .wire import read_date


def organisation(call: Call, body: dict) -> Organisation:
    """The organisation a control call names; the only one when it names none. Raises Refused."""
    organisations = call.state.organisations
    tenant = body.get("tenant") or (next(iter(organisations)) if len(organisations) == 1 else "")
    if tenant not in organisations:
        raise refuse("Name a tenant: a tenant_id this simulator has.")
    return organisations[tenant]


def _table(body: dict) -> str:
    if body.get("table") not in TABLES:
        raise refuse(f"table is one of {', '.join(sorted(TABLES))}")
    return body["table"]


def _record(org: Organisation, table: str, record_id: str) -> dict:
    record = org.find(table, record_id)
    if record is None:
        raise refuse(f"{table} has no record {record_id}.")
    return record


@routes.add("POST", "/_sim/edit")
def edit(call: Call) -> Answer:
    """Change a record as a person would in Xero, without the API's checks; null removes it."""
    body = sent(call)
    org = organisation(call, body)
    if body.get("table") in ("Organisation", "Organisations"):
        org.facts.update(body.get("changes") or {})
        return Answer(200, org.facts)
    table = _table(body)
    record = _record(org, table, body.get("id", ""))
    if body.get("changes") is None:
        org.remove(table, record[TABLES[table].key])
        return Answer(200, {})
    for name, value in body["changes"].items():
        if value is None:
            record.pop(name, None)
        else:
            record[name] = value
    return Answer(200, _settled(org, table, record))


@routes.add("POST", "/_sim/create")
def create(call: Call) -> Answer:
    """Make a record (or `records`) as a person would in Xero."""
    body = sent(call)
    org, table = organisation(call, body), _table(body)
    many = body.get("records")
    made = [_settled(org, table, dict(record)) for record in many or [body.get("record") or {}]]
    return Answer(200, made if many is not None else made[0])


def _settled(org: Organisation, table: str, record: dict) -> dict:
    """Fill in what Xero fills in, dates as ISO, and store."""
    for name, value in record.items():
        if isinstance(value, str) and value.startswith("/Date("):
            record[name] = read_date(value)
    if table not in ("TaxRates", "Currencies"):
        record.setdefault(TABLES[table].key, org.new_id())
    complete = TABLES[table].complete
    if complete:
        complete(org, record)
    org.save(table, record)
    return org.render(table, record)


@routes.add("POST", "/_sim/merge")
def merge(call: Call) -> Answer:
    """Merge two contacts: the loser is archived and points to the winner, its documents move
    (FACTS 5.5)."""
    body = sent(call)
    org = organisation(call, body)
    loser = _record(org, "Contacts", body.get("loser", ""))
    winner = _record(org, "Contacts", body.get("winner", ""))
    for table in ("Invoices", "CreditNotes"):
        for document in org.rows(table).values():
            if document["Contact"]["ContactID"] == loser["ContactID"]:
                document["Contact"] = {"ContactID": winner["ContactID"]}
                TABLES[table].complete(org, document)
                org.save(table, document)
    loser["ContactStatus"] = "ARCHIVED"
    loser["MergedToContactID"] = winner["ContactID"]
    org.save("Contacts", loser)
    org.save("Contacts", winner)
    return Answer(200, org.render("Contacts", loser))


@routes.add("POST", "/_sim/scopes")
def take_scopes(call: Call) -> Answer:
    """Take scopes away from the tokens issued (of those connected to `tenant`)."""
    body, state = sent(call), call.state
    gone, tenant = set(body.get("remove", ())), body.get("tenant")
    for grant in state.grants:
        mine = [
            c for c in state.connections.values()
            if (c.client_id, c.user_id) == (grant.app.client_id, grant.user.user_id)
        ]  # fmt: skip
        if not tenant or any(c.tenant_id == tenant for c in mine):
            grant.scopes -= gone
    for entry in state.tokens.access.values():
        entry["scopes"] &= entry["grant"].scopes
    return Answer(200, {})


@routes.add("POST", "/_sim/disconnect")
def disconnect(call: Call) -> Answer:
    """The user disconnects the app in Xero: 403 from now on, gone from /connections."""
    state, org = call.state, organisation(call, sent(call))
    for connection in list(state.connections.values()):
        if connection.tenant_id == org.tenant_id:
            state.apps[connection.client_id].disconnected = True
            del state.connections[connection.connection_id]
    return Answer(200, {})


def amount(value) -> Decimal:
    """An amount of a control call. Raises Refused."""
    try:
        return Decimal(str(value))
    except ArithmeticError as error:
        raise refuse(f"{value!r} is not an amount.") from error
