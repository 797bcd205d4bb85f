"""GET and DELETE /connections (FACTS 1.3)."""

from datetime import datetime

from .routing import Answer, Call, Refused, routes
from .state import Connection


def _time(moment: datetime) -> str:
    """Seven fractional digits and no zone, as Xero writes these two fields."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0"


def _mine(call: Call) -> list[Connection]:
    app, user = call.grant.app, call.grant.user
    return [
        connection
        for connection in call.state.connections.values()
        if (connection.client_id, connection.user_id) == (app.client_id, user.user_id)
    ]


@routes.add("GET", "/connections", scope="*", tenant=False)
def list_connections(call: Call) -> Answer:
    """Every organisation this user connected to this app, or those of one consent."""
    event = call.query.get("authEventId", "").lower()
    return Answer(
        200,
        [
            {
                "id": connection.connection_id,
                "authEventId": connection.auth_event_id,
                "tenantId": connection.tenant_id,
                "tenantType": "ORGANISATION",
                "tenantName": call.state.organisations[connection.tenant_id].name,
                "createdDateUtc": _time(connection.created),
                "updatedDateUtc": _time(connection.updated),
            }
            for connection in _mine(call)
            if not event or connection.auth_event_id.lower() == event
        ],
    )


@routes.add("DELETE", "/connections/{id}", scope="*", tenant=False)
def delete_connection(call: Call) -> Answer:
    """Disconnect one organisation; the tokens stay good for the others."""
    for connection in _mine(call):
        if connection.connection_id == call.params["id"].lower():
            del call.state.connections[connection.connection_id]
            return Answer(204)
    raise Refused(404, "", {"Content-Type": "text/html"})
