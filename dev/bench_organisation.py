"""A large organisation for ./run bench, in the form the simulator loads."""

import datetime
import json
import uuid
from pathlib import Path

# So many contacts share one second of UpdatedDateUTC: an import in Xero does that.
SAME_SECOND = 3_000


def write(path: Path, contacts: int, persons: int = 0) -> None:
    """Write an organisation with that many contacts, each with that many contact persons."""
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    rows = []
    for number in range(contacts):
        seconds = max(0, number - SAME_SECOND)
        changed = start + datetime.timedelta(seconds=seconds)
        rows.append(
            {
                "ContactID": str(uuid.UUID(int=(1 << 124) + number)),
                "ContactStatus": "ACTIVE",
                "Name": f"Customer number {number}",
                "EmailAddress": f"office{number}@example.com",
                "TaxNumber": "",
                "IsCustomer": True,
                "IsSupplier": False,
                "UpdatedDateUTC": changed.strftime("%Y-%m-%dT%H:%M:%S"),
                "ContactPersons": [
                    {
                        "FirstName": f"Person{person}",
                        "LastName": f"Of {number}",
                        "EmailAddress": f"person{person}.{number}@example.com",
                        "IncludeInEmails": False,
                    }
                    for person in range(persons)
                ],
                "Addresses": [
                    {
                        "AddressType": "POBOX",
                        "AddressLine1": f"{number} High Street",
                        "City": "Sydney",
                        "Region": "NSW",
                        "PostalCode": "2000",
                        "Country": "Australia",
                    },
                    {"AddressType": "STREET"},
                ],
                "Phones": [
                    {
                        "PhoneType": "DEFAULT",
                        "PhoneNumber": f"5550 {number % 10000:04d}",
                        "PhoneAreaCode": "02",
                        "PhoneCountryCode": "61",
                    },
                    {"PhoneType": "MOBILE"},
                    {"PhoneType": "FAX"},
                    {"PhoneType": "DDI"},
                ],
            }
        )
    facts = {"Name": "Bench", "BaseCurrency": "AUD", "CountryCode": "AU", "Version": "AU"}
    path.write_text(json.dumps({"Organisations": [facts], "Contacts": rows}))
