"""The fields of a document's head: what Xero accepts of them (FACTS 5.7 and 5.8)."""

from decimal import Decimal
from urllib.parse import urlsplit

from . import contact_rules
from .arithmetic import number, rounded
from .document_kind import DATES, Kind
from .document_lines import LineReader, check_complete
from .organisation import Organisation
from .wire import read_date
from .writing import Invalid

MODES = ("Exclusive", "Inclusive", "NoTax")
# Of the day, foreign units per unit of the base currency; stands in for XE.com's.
DAY_RATES = {"USD": "0.652500", "NZD": "1.092300", "EUR": "0.601200", "GBP": "0.513400"}


def take_content(
    org: Organisation, kind: Kind, changed: dict, sent: dict, places: int
) -> list[str]:
    """Take over what was sent; gives warnings. Raises Invalid."""
    _fields(org, kind, changed, sent)
    _contact(org, changed, sent)
    _number(org, kind, changed, sent)
    _currency(org, changed, sent)
    # Xero says lines left out of an update stay; that they get new ids now and then is an open
    # question (FACTS 4.1). Here they stay as they are.
    if "LineItems" in sent or "LineAmountTypes" in sent:
        discounts = kind.discounts and changed["Type"] == kind.types[0]
        reader = LineReader(org, changed, places, discounts)
        changed["LineItems"] = reader.read(_lines(changed, sent))
    if changed["Status"] != "DRAFT":
        _check_approved(kind, changed)
    if sent.get("SentToContact") and changed["Status"] not in ("AUTHORISED", "PAID"):
        return ["Only AUTHORISED invoices may have SentToContact updated."]
    if "SentToContact" in sent:
        changed["SentToContact"] = bool(sent["SentToContact"])
    return []


def _fields(org: Organisation, kind: Kind, record: dict, sent: dict) -> None:
    problems = []
    for name in DATES:
        if name in sent:
            record[name] = read_date(sent[name])
            if record[name] is None:
                problems.append(f"{name} is not a valid date.")
    record.setdefault("Date", org.now().date().isoformat())
    for name in (kind.number, "Reference"):
        if len(str(sent.get(name, ""))) > 255:
            problems.append(f"The {name} must not be longer than 255 characters.")
    if "Reference" in sent and record["Type"] != "ACCPAY":
        record["Reference"] = str(sent["Reference"])
    record["LineAmountTypes"] = sent.get("LineAmountTypes") or record.get(
        "LineAmountTypes", "Exclusive"
    )
    if record["LineAmountTypes"] not in MODES:
        problems.append(f"The LineAmountTypes must be one of {', '.join(MODES)}.")
    problems += _link_and_theme(org, record, sent)
    if problems:
        raise Invalid(*problems)


def _link_and_theme(org: Organisation, record: dict, sent: dict) -> list[str]:
    problems = []
    if "Url" in sent:
        record["Url"] = sent["Url"]
        parts = urlsplit(str(sent["Url"]))
        if sent["Url"] and (parts.scheme not in ("http", "https") or not parts.hostname):
            problems.append("The Url must be an absolute address that begins with http or https.")
    theme = sent.get("BrandingThemeID")
    if theme:
        record["BrandingThemeID"] = theme
        if not org.find("BrandingThemes", theme):
            problems.append("The branding theme does not exist.")
    return problems


def _contact(org: Organisation, record: dict, sent: dict) -> None:
    asked = sent.get("Contact")
    if not asked:
        if "Contact" not in record:
            raise Invalid("A Contact must be specified for this type of transaction")
        return
    try:
        contact = contact_rules.match(org, asked)
        if contact is None:
            # A name nobody has makes a new contact, on purpose or not (FACTS 5.5).
            contact, _warnings = contact_rules.create(org, asked)
    except Invalid as error:
        raise Invalid(*((("Contact", *path), text) for path, text in error.problems)) from error
    same = record.get("Contact", {}).get("ContactID") == contact["ContactID"]
    if contact["ContactStatus"] == "ARCHIVED" and not same:
        raise Invalid((("Contact",), contact_rules.ARCHIVED))
    record["Contact"] = {"ContactID": contact["ContactID"]}


def _number(org: Organisation, kind: Kind, record: dict, sent: dict) -> None:
    text = str(sent.get(kind.number, record.get(kind.number, ""))).strip()
    sales = record["Type"] == kind.types[0]
    while sales and not text:
        drawn = f"{kind.prefix}{org.count(kind.table):04d}"
        text = "" if org.lookup(kind.table, "unique number", drawn.casefold()) else drawn
    others = org.lookup(kind.table, "unique number", text.casefold()) if sales else []
    # Numbers of voided and deleted documents stay taken here; for Xero that is unproven
    # (FACTS 5.7 and 10, 2).
    if any(other[kind.key] != record[kind.key] for other in others):
        raise Invalid(f"{kind.word} # must be unique.")
    record[kind.number] = text


def _currency(org: Organisation, record: dict, sent: dict) -> None:
    base = org.facts["BaseCurrency"]
    old = record.get("CurrencyCode")
    code = sent.get("CurrencyCode") or old or base
    if not org.find("Currencies", code):
        raise Invalid(f"Organisation is not subscribed to currency {code}.")
    if old and old != code and record.get("_approved"):
        raise Invalid("The currency of an approved invoice cannot be changed.")
    record["CurrencyCode"] = code
    if code == base:
        record["CurrencyRate"] = Decimal(1)
        return
    rate = number(sent.get("CurrencyRate"))
    if "CurrencyRate" in sent and (rate is None or rate <= 0):
        raise Invalid("The CurrencyRate must be a number greater than zero.")
    if rate is None and old == code:
        return
    record["CurrencyRate"] = rounded(
        rate or Decimal(DAY_RATES.get(code, "0.75")), Decimal("0.000001")
    )


def _check_approved(kind: Kind, record: dict) -> None:
    if kind.due and not record.get("DueDate"):
        raise Invalid("The DueDate must be specified for an approved document.")
    check_complete(record["LineItems"])
    record["_approved"] = record.get("_approved") or record["Status"] != "SUBMITTED"


def _lines(record: dict, sent: dict) -> list[dict]:
    """The lines to read: those sent, or the stored ones when only the tax mode changes."""
    if "LineItems" not in sent:
        computed = ("TaxAmount", "LineAmount")
        return [
            {name: value for name, value in line.items() if name not in computed}
            for line in record["LineItems"]
        ]
    if not sent["LineItems"]:
        raise Invalid("One or more line items must be specified.")
    return sent["LineItems"]
