from .common import XeroCase


class ContactCase(XeroCase):
    """Words for tests about partners and contacts."""

    def set_up_once(self):
        super().set_up_once()
        self.partners = self.env["res.partner"].with_context(active_test=False)

    def partner_named(self, name):
        """The one partner of a name, archived or not."""
        found = self.partners.search([("name", "=", name)])
        self.assertEqual(len(found), 1, f"{name}: {found}")
        return found

    def make(self, name="Acacia Joinery Pty Ltd", **values):
        """A customer, as a bookkeeper makes one in Odoo."""
        values = {"name": name, "is_company": True, "customer_rank": 1, **values}
        return self.env["res.partner"].create(values)

    def contact(self, **fields):
        """A contact, as a person makes one in Xero; returns its id."""
        record = {"Name": "Wattle Builders Pty Ltd", **fields}
        return self.sim.create("Contacts", **record)["ContactID"]

    def edit(self, contact_id, **changes):
        """A person changes a contact in Xero."""
        self.sim.edit("Contacts", contact_id, **changes)

    def both(self, **fields):
        """A contact that is on both sides; returns its partner and its Xero id."""
        contact_id = self.contact(**fields)
        self.run_pull("contact")
        return self.partner_named(fields.get("Name", "Wattle Builders Pty Ltd")), contact_id

    def in_xero(self, contact_id=None):
        """One contact as Xero shows it; without an id the only one."""
        found = self.xero("Contacts")
        if contact_id:
            found = [row for row in found if row["ContactID"] == contact_id]
        self.assertEqual(len(found), 1)
        return found[0]

    def names_in_xero(self):
        """Names of all contacts in Xero, sorted."""
        return sorted(row["Name"] for row in self.xero("Contacts"))

    def settle(self):
        """Import and export until nothing is left to do; returns the events."""
        events = self.env["xero.sync.event"]
        for _round in range(3):
            events |= self.run_pull("contact") | self.run_push("contact")
        return events

    def asked(self):
        """The one open quarantine."""
        found = self.quarantines("contact")
        self.assertEqual(len(found), 1, found.mapped("sentence"))
        return found
