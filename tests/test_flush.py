from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged

from .common import XeroCase

# What differs between two records whatever is done with them, and what is the addon's own.
OWN = {"id", "commercial_partner_id", "create_date", "write_date", "create_uid", "write_uid",
       "calendar_last_notif_ack"}  # fmt: skip


@tagged("post_install", "-at_install")
class TestFlush(XeroCase):
    def stored(self, partner):
        """The row of a partner as PostgreSQL has it."""
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", [partner.id])
        row = self.env.cr.dictfetchone()
        self.assertEqual(row["commercial_partner_id"], partner.id)
        return {name: value for name, value in row.items() if name not in OWN}

    def contact(self, number):
        return self.sim.create(
            "Contacts",
            Name=f"Acme {number}",
            EmailAddress=f"Office{number}@Example.com",
            AccountNumber=f"C-{number}",
            TaxNumber="53 004 085 616",
            Phones=[{"PhoneType": "DEFAULT", "PhoneNumber": f"5550 {number}"}],
        )

    def test_rows_are_those_of_plain_odoo(self):
        """A pulled partner's row holds what the same partner made by hand holds. [D1, S94]"""
        self.contact(1)
        self.env.user.tz = "Australia/Brisbane"
        self.run_pull("contact")
        pulled = self.env["res.partner"].search([("ref", "=", "C-1")])
        names = ["name", "email", "ref", "vat", "phone", "is_company", "company_id"]
        values = pulled.read(names, load=None)[0]
        values.pop("id")
        context = {"tracking_disable": True, "tz": self.env.user.tz}
        by_hand = self.env["res.partner"].with_context(**context).create(values)
        by_hand.write({"xero_first_name": False, "xero_last_name": False})
        self.assertEqual(self.stored(pulled), self.stored(by_hand))
        self.assertEqual(pulled.email_normalized, "office1@example.com")

    def test_a_page_is_updated_at_once(self):
        """Computed columns of the partners of a page cost no statement for each. [S94]"""
        for number in range(30):
            self.contact(number)
        statements, execute = [], Cursor.execute

        def counted(cursor, query, *args, **kwargs):
            statements.append(str(getattr(query, "code", query)))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", counted):
            event = self.run_pull("contact")
        self.assertEqual(event.created, 30)
        updates = [sql for sql in statements if sql.startswith('UPDATE "res_partner"')]
        self.assertLess(len(updates), 4, updates[:5])
