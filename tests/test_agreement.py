"""Random edits on both sides, random faults: all ends in agreement or before a person."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from odoo.tests import tagged

from .fault_case import FaultCase
from .history import History, play

NAMES = st.sampled_from(["Acme", "ACME Pty Ltd", "Borée & Fils", "O'Brien", "Zenith", "Quay"])
MAILS = st.sampled_from(["", "a@example.com", "b@example.com", "c@example.com"])


class Edits(History):
    """What two offices and a bad line do to the same contacts."""

    def __init__(self):
        super().__init__()
        self.partners = self.case.env["res.partner"]
        self.expected = 0

    @rule(name=NAMES, mail=MAILS)
    def create_in_odoo(self, name, mail):
        self.expected += 1
        self.partners |= self.case.env["res.partner"].create(
            {"name": f"{name} {self.expected}", "email": mail, "customer_rank": 1}
        )
        self.case.env.cr.flush()

    @rule(name=NAMES, mail=MAILS)
    def create_in_xero(self, name, mail):
        self.expected += 1
        self.case.sim.create("Contacts", Name=f"{name} {self.expected}", EmailAddress=mail)

    @precondition(lambda self: self.partners)
    @rule(data=st.data(), mail=MAILS, website=st.booleans())
    def edit_in_odoo(self, data, mail, website):
        partner = data.draw(st.sampled_from(list(self.partners)))
        partner.write({"email": mail} if website else {"email": mail, "phone": "02 5550 1234"})
        self.case.env.cr.flush()

    @rule(data=st.data(), mail=MAILS)
    def edit_in_xero(self, data, mail):
        rows = self.case.xero("Contacts")
        if rows:
            row = data.draw(st.sampled_from(rows))
            self.case.sim.edit("Contacts", row["ContactID"], EmailAddress=mail)

    @rule()
    def sync(self):
        self.quietly(self.case.work)

    def check_end(self):
        """Every contact is on both sides once with the same values, or a person has been asked."""
        case = self.case
        case.env.invalidate_all()
        rows = {row["ContactID"]: row for row in case.xero("Contacts")}
        names = [row["Name"] for row in rows.values()]
        case.assertEqual(len(names), len(set(names)), "a name twice in Xero")
        case.assertFalse(case.waiting("contact").mapped("error"))
        asked = case.quarantines("contact")
        links = case.env["xero.link"].search([("entity", "=", "contact"), ("res_id", "!=", 0)])
        linked = {link.xero_id for link in links}
        for xero_id, row in rows.items():
            case.assertTrue(
                xero_id in linked or xero_id in asked.mapped("xero_id"), f"{row['Name']} was lost"
            )
        for partner in self.partners:
            case.assertTrue(
                partner.id in links.mapped("res_id") or partner.id in asked.mapped("res_id"),
                f"{partner.name} was lost",
            )
        for link in links.filtered(lambda link: link.res_id not in asked.mapped("res_id")):
            partner = case.env["res.partner"].browse(link.res_id)
            row = rows[link.xero_id]
            case.assertEqual(partner.name, row["Name"])
            case.assertEqual(partner.email or "", row.get("EmailAddress") or "", partner.name)
        unlinked = asked.filtered(lambda row: not row.res_id or not row.xero_id)
        case.assertEqual(len(links) + len(unlinked), self.expected)


@tagged("post_install", "-at_install", "xero_long")
class TestAgreement(FaultCase):
    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def work(self):
        self.run_pull("contact")
        self.run_push("contact")

    def test_random_edits_and_faults_end_in_agreement(self):
        """Edits and faults on both sides lose and double nothing. Pain 13 [D3, D5, B10]"""
        ended = play(self, Edits, short=(12, 12), long=(150, 30))
        self.assertGreater(ended, 1, "histories that were checked at their end")
