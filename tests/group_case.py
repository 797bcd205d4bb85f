import re

from .contact_case import ContactCase

_ID = re.compile(r"[0-9a-f-]{36}")


class GroupCase(ContactCase):
    """Words for tests about tags in Odoo and contact groups in Xero."""

    def set_up_once(self):
        super().set_up_once()
        self.tags = self.env["res.partner.category"].with_context(active_test=False)
        self.setting("contact_group", enabled=True)

    def customers(self, *names):
        """Customers that are on both sides; returns their partners and Xero's ids, by name."""
        ids = {name: self.contact(Name=name) for name in names}
        self.run_pull("contact")
        return {name: self.partner_named(name) for name in names}, ids

    def group(self, name, *contact_ids):
        """A contact group, as a person makes one in Xero; returns its id."""
        contacts = [{"ContactID": contact_id} for contact_id in contact_ids]
        made = self.sim.create("ContactGroups", Name=name, Contacts=contacts)
        return made["ContactGroupID"]

    def regroup(self, group_id, *contact_ids, **changes):
        """A person changes who is in a group in Xero."""
        contacts = [{"ContactID": contact_id} for contact_id in contact_ids]
        self.sim.edit("ContactGroups", group_id, Contacts=contacts, **changes)

    def drop(self, group_id):
        """A person deletes a group in Xero."""
        body = {"tenant": self.sim.tenant, "table": "ContactGroups", "id": group_id}
        self.sim.ask("POST", "edit", json={**body, "changes": None})

    def groups(self):
        """Xero's groups: the names of their contacts, by name."""
        return {
            group["Name"]: sorted(contact["Name"] for contact in group["Contacts"])
            for group in self.xero("ContactGroups")
        }

    def tag(self, name, *partners, chosen=True):
        """A tag with these partners; unless said otherwise somebody chose it for Xero."""
        tag = self.env["res.partner.category"].create({"name": name})
        for partner in partners:
            partner.category_id += tag
        if chosen:
            setting = self.setting("contact_group")
            setting.write({"group_tag_ids": [(4, tag.id)]})
        return tag

    def tag_named(self, name):
        """The one tag of a name."""
        found = self.tags.search([("name", "=", name)])
        self.assertEqual(len(found), 1, f"{name}: {found}")
        return found

    def members(self, tag):
        """Names of the partners with a tag."""
        return sorted(tag.with_context(active_test=False).partner_ids.mapped("name"))

    def calls_of(self, work):
        """Method and path of the calls that a piece of work makes, without ids."""
        self.sim.forget_calls()
        work()
        return [
            (call["method"], _ID.sub("*", call["path"].split("/", 3)[3]))
            for call in self.sim.calls(r"\.xro/")
        ]
