"""The closed list of reasons why a call to Xero did not do what was asked.

A reason is what programs compare; the sentence is what a bookkeeper reads. Text of Xero's own is
shown beside the sentence, never instead of it, because Xero changes its wording without notice.
"""

REASONS: dict[str, str] = {
    # Limits (FACTS 2)
    "rate_minute": "Xero allows 60 calls a minute and they are used up; it goes on by itself.",
    "rate_day": "Xero's calls for today are used up; it goes on by itself when Xero resets them.",
    "rate_concurrent": "Too many calls to Xero were open at once; it goes on by itself.",
    "rate_app": "This Xero app has used up its calls for this minute; it goes on by itself.",
    # The way to Xero
    "unreachable": "Xero could not be reached; check this server's way to the internet.",
    "certificate": "The certificate of Xero's server could not be verified; ask whoever runs this"
    " server to check its date and its trusted certificates.",
    "no_answer": "Xero did not answer in time.",
    "bad_answer": "Xero's answer could not be read.",
    "redirected": "Xero's address answered with another address; check the configured addresses.",
    "offline": "Xero or this organisation is offline for maintenance; it goes on by itself.",
    "server_error": "Xero reported an error of its own.",
    # Consent (FACTS 1)
    "token_expired": "The session with Xero has expired and is being renewed.",
    "scope_missing": "A permission is missing in Xero; update the permissions of the connection.",
    "scope_refused": "Xero does not offer this app one of the permissions asked for; check the"
    " app's permissions in Xero's developer portal.",
    "not_connected": "This organisation is no longer connected to the app in Xero; reconnect it.",
    "reconnect": "The consent given in Xero has ended; connect to Xero again.",
    "app_refused": "Xero refused the app's client id or secret; check both in the app's settings.",
    "not_allowed": "The Xero user who connected may not do this; ask for the role in Xero or"
    " connect with another user.",
    "blocked": "This connector does not do that in Xero, by design.",
    # What was asked
    "refused": "Xero refused the record.",
    "too_large": "The record is too large for Xero; shorten it or send fewer records at once.",
    "not_sendable": "A value cannot be sent to Xero as it is; correct it and try again.",
    "not_found": "Xero has no such record; it may have been deleted there.",
    "not_offered": "Xero does not offer this for the organisation.",
    "key_reused": "Xero remembers this request with other contents; it is looked up before it is"
    " sent again.",
    "repeated_page": "Xero sent the same page of a list twice; the list is read again.",
    # Xero's validation messages (FACTS 4.3)
    "duplicate_name": "Another active contact in Xero has this name; link to it or rename it.",
    "duplicate_number": "The number is already used in Xero; link to that record or renumber.",
    "duplicate_item": "An item with this code exists in Xero; link to it or change the code.",
    "duplicate_timesheet": "Xero already has a timesheet for this employee and period; it is read"
    " and updated instead.",
    "archived": "The contact is archived in Xero; restore it there first.",
    "locked_period": "The date lies in a period that is locked in Xero; change the date or ask for"
    " the lock date to be moved.",
    "has_payments": "A payment or credit note is applied to the document in Xero; remove it there"
    " before changing the document.",
    "overpaid": "The payment is more than what is still due in Xero.",
    "account_invalid": "The account cannot be used in Xero here; correct the account mapping.",
    "tax_account_mismatch": "Xero does not allow this tax with this account; correct the mapping.",
    "tax_invalid": "The tax rate cannot be used in Xero here; correct the tax mapping.",
    "wrong_status": "The document's status in Xero does not allow this change.",
    "currency_missing": "The organisation in Xero does not use this currency; add it in Xero.",
    "tracking_invalid": "Xero does not know the tracking category or option; correct the mapping.",
    "email_invalid": "Xero does not accept the e-mail address; correct it.",
    "contact_missing": "The document's contact is not known in Xero; send the contact first.",
    "plan_limit": "The organisation's plan in Xero does not allow more of these.",
    "earnings_rate_invalid": "The pay item is not valid for this employee in Xero; correct it on"
    " the attendance or give the employee the pay item in Xero.",
    "period_mismatch": "The period is not a pay period of the employee's calendar in Xero.",
    "timesheet_processed": "The timesheet is already in a pay run in Xero and is not changed.",
    "employee_incomplete": "Xero needs more about the employee before it accepts the record.",
}
