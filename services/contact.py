"""Contacts: what is kept equal between a Xero contact and an Odoo partner, and who is sent at
all."""

from odoo import _, models

from ..xero.wire import clean, text
from .fields import Field, dispensable

PARTNER_FIELDS = {
    "name", "is_company", "xero_first_name", "xero_last_name", "email", "phone", "mobile", "vat",
    "ref", "website", "active", "street", "street2", "city", "zip", "state_id", "country_id",
    "parent_id", "type", "xero_include_in_emails", "xero_currency_id", "property_payment_term_id",
    "property_supplier_payment_term_id", "customer_rank", "supplier_rank", "company_id",
}  # fmt: skip
BANK_FIELDS = {"acc_number", "partner_id", "sequence", "active"}


class XeroSyncContact(models.AbstractModel):
    _name = "xero.sync.contact"
    _inherit = "xero.sync"
    _description = "Contacts: Xero and Odoo partners"

    _xero_entity = "contact"
    _xero_label = "Contacts"
    _xero_sequence = 10
    _odoo_model = "res.partner"
    _xero_path = "/api.xro/2.0/Contacts"
    _xero_collection = "Contacts"
    _xero_key = "ContactID"
    _xero_order = "ContactID"
    _xero_feature = "contacts"
    _xero_page = "/Contacts/View/%s"
    _xero_watch = {
        "res.partner": (PARTNER_FIELDS, "commercial_partner_id"),
        "res.partner.bank": (BANK_FIELDS, "partner_id.commercial_partner_id"),
    }

    def _default_setting(self, connection):
        """With several companies in the database, an imported contact belongs to the one it came
        to."""
        several = self.env["res.company"].sudo().search_count([], limit=2) > 1
        return {
            **super()._default_setting(connection),
            "contact_company": "own" if several else "shared",
        }

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("name", _("Name"), limit=255, stands=("name", "Name")),
            dispensable("first_name", _("First name"), "xero_first_name", "FirstName", limit=255),
            dispensable("last_name", _("Last name"), "xero_last_name", "LastName", limit=255),
            dispensable("email", _("E-mail"), "email", "EmailAddress", limit=255),
            dispensable("phone", _("Phone"), "phone", "Phones"),
            dispensable("mobile", _("Mobile"), "mobile", "Phones"),
            dispensable("address", _("Address"), "street, city", "Addresses", kind="list"),
            dispensable("delivery", _("Delivery address"), "child_ids", "Addresses", kind="list"),
            dispensable(
                "persons", _("Contact persons"), "child_ids", "ContactPersons", kind="list"
            ),
            Field("vat", _("ABN or tax number"), limit=50, stands=("vat", "TaxNumber")),
            dispensable("ref", _("Account number"), "ref", "AccountNumber", limit=50),
            dispensable("website", _("Website"), "website", "Website", owner="xero"),
            dispensable("bank", _("Bank account"), "bank_ids", "BankAccountDetails", limit=255),
            dispensable("currency", _("Currency"), "xero_currency_id", "DefaultCurrency"),
            dispensable(
                "terms_sales",
                _("Payment terms of invoices"),
                "property_payment_term_id",
                "PaymentTerms.Sales",
            ),
            dispensable(
                "terms_bills",
                _("Payment terms of bills"),
                "property_supplier_payment_term_id",
                "PaymentTerms.Bills",
            ),
            Field("status", _("Status"), stands=("active", "ContactStatus")),
        )

    def _list_filter(self):
        """Archived contacts are hidden unless asked for (FACTS 3.3); an archive would go unseen
        (Pain 12)."""
        return {**super()._list_filter(), "includeArchived": True}

    def _list_query(self):
        return {**super()._list_query(), "includeArchived": True}

    def _xero_name(self, payload):
        name = payload.get("Name")
        shown = clean(name[:255]) if isinstance(name, str) else ""
        return shown or str(payload.get(self._xero_key) or "")[:255]

    def _scope_domain(self, setting):
        """Companies and people by themselves; never staff, never our own company, never another's
        partner.

        A document's contact is the commercial partner: children are its persons and addresses.
        """
        company = setting.connection_id.company_id
        return [
            *super()._scope_domain(setting),
            "|", ("parent_id", "=", False), ("is_company", "=", True),
            ("company_id", "in", [False, company.id]),
            ("id", "!=", company.partner_id.id),
            ("id", "not in", [*self._private_partner_ids(), *self._forgotten_ids(setting)]),
        ]  # fmt: skip

    def _private_partner_ids(self):
        """Partners that stand for a user of this Odoo or for an employee: private, whatever they
        buy."""
        everyone = {"active_test": False}
        users = self.env["res.users"].sudo().with_context(**everyone)
        employees = self.env["hr.employee"].sudo().with_context(**everyone)
        staff = employees.search_fetch([("work_contact_id", "!=", False)], ["work_contact_id"])
        return [
            *users.search_fetch([("share", "=", False)], ["partner_id"]).partner_id.ids,
            *staff.work_contact_id.ids,
        ]

    def _forgotten_ids(self, setting):
        """Partners whose data Xero removed on their request: never sent there again (see
        _forget)."""
        closed = self.env["xero.link"].sudo().with_context(active_test=False)
        return closed.search(
            [
                ("connection_id", "=", setting.connection_id.id),
                ("entity", "=", self._xero_entity),
                ("active", "=", False),
                ("label", "=", False),
                ("res_id", "!=", 0),
            ]
        ).mapped("res_id")

    def _wanted_domain(self, setting):
        """Who leaves without being asked for; who stands on a synced document is sent with it."""
        ranked = ["|", ("customer_rank", ">", 0), ("supplier_rank", ">", 0)]
        by_choice = {"ranked": ranked, "documents": [("id", "=", 0)], "all": []}
        return [*super()._wanted_domain(setting), *by_choice[setting.contact_sent]]

    def _natural_key(self, payload):
        """The number we give a contact when we create it in Xero: how a lost answer is looked
        up."""
        number = payload.get("ContactNumber")
        return text(number) if isinstance(number, str) and number else None

    def _own_number(self, res_id):
        """ContactNumber of a partner: one per contact in Xero, shared by all apps, so written only
        by
        the app that creates it (FACTS 5.5)."""
        return f"{self._own_prefix()}{res_id}"

    def _own_prefix(self):
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid") or ""
        return f"odoo-{uuid[:8]}-"

    def _may_create_odoo(self, pair):
        """What is archived in Xero has no use in Odoo until it comes back or a document needs
        it."""
        return pair.xero["status"] == "ACTIVE"

    def _may_create_xero(self, pair, record):
        return record.active
