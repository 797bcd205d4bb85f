"""The small message at the corner of the page that answers a button."""


def notice(message, kind="info", closes=False):
    """A message, after which the page shows what has changed.

    :param str kind: ``info``, ``success`` or ``warning``, which stays until it is closed
    :param bool closes: the window over the page closes, and the form below reads its record again
    :rtype: dict -- a client action
    """
    after = {"type": "ir.actions.client", "tag": "soft_reload"}
    if closes:
        after = {"type": "ir.actions.act_window_close"}
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": kind,
            "message": message,
            "sticky": kind == "warning",
            "next": after,
        },
    }
