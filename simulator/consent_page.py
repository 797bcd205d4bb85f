"""The pages of the consent flow a person sees."""

from html import escape

from .organisation import Organisation
from .state import App, User

_STYLE = """
body{margin:0;background:#f2f3f4;color:#001433;font:16px/1.45 system-ui,"Segoe UI",sans-serif}
main{max-width:27rem;margin:6vh auto;background:#fff;border:1px solid #dcdfe3;border-radius:6px;
padding:2rem;box-shadow:0 2px 8px #0014331a}
.mark{width:3rem;height:3rem;border-radius:50%;background:#13b5ea;color:#fff;display:grid;
place-items:center;font-weight:700;margin-bottom:1rem}
h1{font-size:1.3rem;margin:0 0 .5rem}p{margin:.5rem 0}.soft{color:#59616b;font-size:.9rem}
fieldset{border:1px solid #dcdfe3;border-radius:4px;margin:1rem 0;padding:.6rem 1rem}
legend{font-weight:600;padding:0 .3rem}label{display:block;padding:.35rem 0}
ul{margin:.3rem 0;padding-left:1.2rem}.row{display:flex;gap:.75rem;margin-top:1.25rem}
button{flex:1;font:inherit;font-weight:600;padding:.6rem;border-radius:4px;cursor:pointer;
border:1px solid #0078c8;background:#fff;color:#0078c8}
button.main{background:#0078c8;color:#fff}
"""
_MEANING = (
    ("accounting.contacts", "Contacts"),
    ("accounting.invoices", "Invoices, bills, credit notes, quotes and purchase orders"),
    ("accounting.payments", "Payments"),
    ("accounting.banktransactions", "Bank transactions and transfers"),
    ("accounting.manualjournals", "Manual journals"),
    ("accounting.settings", "Organisation settings: chart of accounts, tax rates, items"),
    ("accounting.attachments", "Attachments"),
    ("accounting.reports", "Reports"),
    ("payroll.employees", "Payroll employees and leave"),
    ("payroll.timesheets", "Payroll timesheets"),
    ("payroll.payruns", "Pay runs"),
    ("payroll.payslip", "Payslips"),
    ("payroll.settings", "Payroll settings, pay items and calendars"),
    ("offline_access", "Stay connected until you disconnect"),
)


def _page(title: str, inside: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main><div class="mark">sim</div>{inside}</main></body></html>'
    )


def error_page(problem: str) -> str:
    """The page shown when the simulator must not send the browser back."""
    return _page(
        "Something went wrong",
        f"<h1>Something went wrong</h1><p>{escape(problem)}</p>"
        '<p class="soft">This is the Xero simulator. Go back to the app and try again.</p>',
    )


def _allowed(scope: str) -> str:
    asked = scope.split()
    lines = []
    for prefix, meaning in _MEANING:
        mine = [one for one in asked if one == prefix or one.startswith(prefix + ".")]
        if mine:
            only = all(one.endswith(".read") for one in mine)
            lines.append(f"<li>{escape(meaning)}{' (view only)' if only else ''}</li>")
    return "".join(lines)


def consent_page(asked: dict, app: App, user: User, organisations: list[Organisation]) -> str:
    """The consent page for what an app asked (the query of the authorize address)."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
        if name != "_sim_choice"
    )
    choices = "".join(
        f'<label><input type="radio" name="_sim_choice" value="{escape(org.tenant_id)}"'
        f"{' checked' if number == 0 else ''}> {escape(org.name)}</label>"
        for number, org in enumerate(organisations)
    )
    name = f"{user.given_name} {user.family_name}"
    return _page(
        "Connect an organisation",
        f"<h1>{escape(app.client_id)} wants access to your organisation</h1>"
        f'<p class="soft">Logged in as {escape(name)} ({escape(user.email)})</p>'
        f'<form method="post" action="/identity/connect/authorize">{hidden}'
        f"<fieldset><legend>Organisation</legend>{choices or 'There is none.'}</fieldset>"
        f"<p>It will be able to see and change:</p><ul>{_allowed(asked.get('scope', ''))}</ul>"
        '<div class="row"><button name="decision" value="cancel">Cancel</button>'
        '<button class="main" name="decision" value="allow">Allow access</button></div></form>'
        '<p class="soft">This is the Xero simulator, not Xero. Nothing leaves this machine.</p>',
    )
