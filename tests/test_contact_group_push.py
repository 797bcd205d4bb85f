from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .group_case import GroupCase

LIST, ONE = ("GET", "ContactGroups"), ("GET", "ContactGroups/*")
MAKE, RENAME = ("PUT", "ContactGroups"), ("POST", "ContactGroups/*")
PUT_IN, TAKE_OUT = ("PUT", "ContactGroups/*/Contacts"), ("DELETE", "ContactGroups/*/Contacts/*")


@tagged("post_install", "-at_install")
class TestContactGroupPush(GroupCase):
    def set_up_once(self):
        super().set_up_once()
        self.partner, self.xero_id = self.customers("Acme", "Bondi", "Coogee")
        self.pair_all("contact_group")

    def push(self):
        return self.run_push("contact_group")

    def test_only_chosen_tags_leave(self):
        """A tag nobody chose for Xero stays in Odoo, however often it changes. [S13]"""
        tag = self.tag("Internal", self.partner["Acme"], chosen=False)
        tag.name = "Internal notes"
        setting = self.setting("contact_group")
        setting._service().sudo()._sweep_slice(setting.id)
        self.assertFalse(self.waiting("contact_group"))
        self.assertEqual(self.calls_of(self.push), [])
        self.assertEqual((self.groups(), tag.xero_state), ({}, "none"))

    def test_chosen_tag_becomes_a_group(self):
        """A tag that a person chooses is a group in Xero at once, with its contacts; four calls.
        [S13, S89]"""
        tag = self.tag("Monthly", self.partner["Acme"], self.partner["Bondi"])
        self.assertEqual(tag.xero_state, "waiting")
        self.assertEqual(self.calls_of(self.push), [LIST, MAKE, ONE, PUT_IN])
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Bondi"]})
        event = self.events("contact_group")[-1]
        self.assertEqual((event.collected, event.created), (1, 1), event.detail)
        self.assertEqual(tag.xero_state, "agreed")
        self.assertEqual(self.run_pull("contact_group").unchanged, 1)
        self.assertFalse(self.waiting("contact_group"))

    def test_all_tags_when_told_so(self):
        """With “All tags” every tag leaves, by Export all or with its next change. [S13]"""
        tag = self.tag("Monthly", self.partner["Acme"], chosen=False)
        self.setting("contact_group").group_tags = "all"
        tag.name = "Every month"
        self.push()
        self.assertEqual(self.groups(), {"Every month": ["Acme"]})

    def test_tag_put_on_and_taken_off(self):
        """A tag given to a contact puts it into the group, two calls; taking it off takes it out,
        two calls for each. [S13]"""
        tag = self.tag("Monthly", self.partner["Acme"])
        self.push()
        self.partner["Bondi"].category_id += tag
        self.assertEqual(self.calls_of(self.push), [ONE, PUT_IN])
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Bondi"]})
        tag.partner_ids = self.partner["Coogee"]
        calls = self.calls_of(self.push)
        self.assertEqual(calls, [ONE, PUT_IN, ONE, TAKE_OUT, ONE, TAKE_OUT])
        self.assertEqual(self.groups(), {"Monthly": ["Coogee"]})
        self.assertEqual(self.run_pull("contact_group").unchanged, 1)

    def test_other_tags_of_a_contact_cost_nothing(self):
        """A contact that gets one more tag has only that group written. [S13, D33]"""
        first, second = (self.tag(name, self.partner["Acme"]) for name in ("Monthly", "Yearly"))
        self.push()
        self.partner["Bondi"].category_id = first | second
        self.push()
        self.partner["Bondi"].category_id -= second
        self.assertEqual(self.calls_of(self.push), [ONE, TAKE_OUT])
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Bondi"], "Yearly": ["Acme"]})
        second.color = 3
        self.partner["Acme"].category_id = first | second
        self.assertEqual(self.calls_of(self.push), [])

    def test_renamed_in_odoo(self):
        """A new name of the tag is the group's. [S13]"""
        tag = self.tag("Monthly", self.partner["Acme"])
        self.push()
        tag.name = "Every month"
        self.assertEqual(self.calls_of(self.push), [ONE, RENAME])
        self.assertEqual(self.groups(), {"Every month": ["Acme"]})
        self.assertFalse(self.waiting("contact_group"))

    def test_archived_contact_is_left_out_with_a_note(self):
        """Who is archived is not sent, and the event says who; the others are. Pain 26 [S13]"""
        self.partner["Bondi"].active = False
        self.tag("Monthly", *self.partner.values())
        event = self.push()
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Coogee"]})
        self.assertIn("archived, so left out: Bondi", " ".join(event.line_ids.mapped("note")))
        late = self.tag("Yearly", self.partner["Bondi"])
        self.push()
        self.partner["Coogee"].active = False
        late.partner_ids |= self.partner["Coogee"]
        event = self.push()
        self.assertEqual(event.skipped, 1)
        self.assertEqual(event.line_ids.note, "archived, so left out: Bondi, Coogee")

    def test_archived_in_xero_meanwhile(self):
        """Xero refuses all because one was archived there: that one is found out and left out, the
        others are in the group. Pain 26 [S13, D25]"""
        tag = self.tag("Monthly", self.partner["Acme"])
        self.push()
        self.edit(self.xero_id["Coogee"], ContactStatus="ARCHIVED")
        tag.partner_ids |= self.partner["Bondi"] | self.partner["Coogee"]
        calls = self.calls_of(self.push)
        self.assertEqual(calls, [ONE, PUT_IN, ("GET", "Contacts"), ONE, PUT_IN])
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Bondi"]})
        event = self.events("contact_group")[-1]
        self.assertIn("archived, so left out: Coogee", " ".join(event.line_ids.mapped("note")))
        self.assertFalse(self.quarantines("contact_group"))
        self.run_pull("contact")
        self.assertEqual(self.run_pull("contact_group").unchanged, 1)

    def test_contact_that_xero_lacks_waits(self):
        """A customer with the tag joins the group as soon as Xero has the customer. [S13]"""
        new = self.make("Dee Why")
        self.tag("Monthly", self.partner["Acme"], new)
        event = self.push()
        notes = " ".join(event.line_ids.mapped("note"))
        self.assertIn("not in Xero yet, so waiting: Dee Why", notes)
        self.assertEqual(self.groups(), {"Monthly": ["Acme"]})
        self.run_push("contact")
        self.push()
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Dee Why"]})

    def test_who_can_be_no_contact_is_not_named(self):
        """Partners of another company, staff and persons of a company have the tag as well: they
        are left out and counted, and no event names them or waits for them. [S13, D42]"""
        employee = self.env["hr.employee"].create({"name": "Kim Private"})
        staff = new_test_user(self.env, "staffmember", "base.group_user", name="Staff Member")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Pty Ltd"})
        theirs = self.make("Their Customer", company_id=elsewhere.id)
        child = self.make("Child Person", is_company=False, parent_id=self.partner["Acme"].id)
        others = employee.work_contact_id | staff.partner_id | theirs | child
        self.assertEqual(len(others), 4)
        new = self.make("Dee Why")
        tag = self.tag("VIP", self.partner["Acme"], new, *others)
        note = " ".join(self.push().line_ids.mapped("note"))
        self.assertIn("waiting: Dee Why", note)
        self.assertIn("left out: 4 partners", note)
        for name in others.mapped("name"):
            self.assertNotIn(name, note)
        self.assertEqual(self.groups(), {"VIP": ["Acme"]})
        self.run_push("contact")
        self.push()
        self.assertEqual(self.groups(), {"VIP": ["Acme", "Dee Why"]})
        (others - theirs)[0].category_id += self.tag("Internal", chosen=False)
        self.assertFalse(self.waiting("contact_group"), tag.name)

    def test_group_made_in_xero_since_the_last_import(self):
        """A group of the tag's name is taken, not made a second time. [S13, S38]"""
        group_id = self.group("monthly", self.xero_id["Bondi"])
        tag = self.tag("Monthly", self.partner["Acme"])
        self.push()
        self.run_pull("contact_group")
        self.push()
        self.assertEqual(tag.xero_id, group_id)
        self.assertEqual(self.members(tag), ["Acme", "Bondi"])
        self.assertEqual([sorted(names) for names in self.groups().values()], [["Acme", "Bondi"]])

    def test_second_tag_of_a_name_is_a_question(self):
        """Xero has a name of a group once: the second tag is not sent, and says why. [D25, S13]"""
        self.tag("Monthly", self.partner["Acme"])
        self.push()
        second = self.tag("MONTHLY", self.partner["Bondi"])
        self.assertEqual(self.push().quarantined, 1)
        question = self.quarantines("contact_group")
        self.assertEqual((question.reason, question.res_id), ("duplicate", second.id))
        self.assertIn("Give one of the two tags another name", question.sentence)
        second.name = "Yearly"
        self.push()
        self.assertEqual(self.groups(), {"Monthly": ["Acme"], "Yearly": ["Bondi"]})
        self.assertEqual(question.state, "resolved")

    def test_group_deleted_in_xero_before_an_export(self):
        """A tag whose group is gone in Xero changes nothing there and stays in Odoo. [S13]"""
        tag = self.tag("Monthly", self.partner["Acme"])
        self.push()
        self.drop(tag.xero_id)
        self.partner["Bondi"].category_id += tag
        event = self.push()
        self.assertIn("the tag stays in Odoo", event.line_ids.note)
        self.assertEqual((self.groups(), tag.xero_state), ({}, "none"))
        self.assertEqual(self.members(tag), ["Acme", "Bondi"])

    def test_tag_deleted_in_odoo_leaves_the_group(self):
        """A deleted tag ends the pair; the group stays in Xero and makes no new tag. [S13]"""
        tag = self.tag("Monthly", self.partner["Acme"])
        self.push()
        tag.unlink()
        self.push()
        self.assertEqual(self.groups(), {"Monthly": ["Acme"]})
        self.assertEqual(self.run_pull("contact_group").skipped, 1)
        self.assertFalse(self.tags.search([("name", "=", "Monthly")]))

    def wait(self):
        """Ten minutes pass for what waits in Odoo."""
        back = fields.Datetime.now() - timedelta(minutes=10)
        exchanges = self.env["xero.exchange"].sudo()
        exchanges = exchanges.search([("state", "in", ("sending", "unknown"))])
        exchanges.write({"lease_until": back, "first_sent_at": back})
        self.env["xero.outbox"].sudo().search([]).write({"lease_until": back, "next_try": back})

    def test_lost_answers_double_nothing(self):
        """Whichever write's answer is lost, the group is there once, with its contacts. [B24,
        S13]"""
        writes = ("PUT", "Groups$"), ("PUT", "/Contacts$"), ("DELETE", "/Contacts/")
        for kind in ("reset_after", "reset_before"):
            for method, path in writes:
                self.sim.fault(kind, path=path, method=method)
            tag = self.tag(f"Monthly {kind}", *self.partner.values())
            for _try in range(3):
                self.push()
                self.wait()
            tag.partner_ids -= self.partner["Coogee"]
            for _try in range(2):
                self.push()
                self.wait()
            self.assertTrue(all(fault["hits"] for fault in self.sim.faults()))
            self.sim.clear_faults()
            self.assertEqual(self.groups()[tag.name], ["Acme", "Bondi"], kind)
            self.assertEqual(tag.xero_state, "agreed")
        self.assertEqual(len(self.groups()), 2)
        self.assertFalse(self.quarantines("contact_group"))

    def test_more_than_one_call_takes(self):
        """Fifty contacts go with a call; a tag with more needs several. [S13, D33]"""
        records = [{"Name": f"Customer {number:03}"} for number in range(60)]
        body = {"tenant": self.sim.tenant, "table": "Contacts", "records": records}
        self.sim.ask("POST", "create", json=body)
        self.run_pull("contact")
        named = self.partners.search([("name", "like", "Customer ___")])
        tag = self.tag("Monthly")
        tag.partner_ids = named
        calls = self.calls_of(self.push)
        self.assertEqual(calls, [LIST, MAKE, ONE, PUT_IN, ONE, PUT_IN])
        self.assertEqual(len(self.groups()["Monthly"]), 60)
        self.assertEqual(self.run_pull("contact_group").unchanged, 1)

    def test_a_person_without_the_right_to_groups(self):
        """Who gives contacts a tag needs no right in Xero; “Sync now” asks for one. [O12, S13]"""
        tag = self.tag("Monthly", self.partner["Acme"])
        self.push()
        groups = "base.group_user,base.group_partner_manager"
        clerk = new_test_user(self.env, "clerk", groups=groups)
        clerk.write({"company_ids": [(4, self.company.id)], "company_id": self.company.id})
        self.partner["Bondi"].with_user(clerk).category_id += tag.with_user(clerk)
        self.assertEqual(self.waiting("contact_group").res_id, tag.id)
        self.assertEqual(tag.with_user(clerk).xero_state, "waiting")
        self.push()
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Bondi"]})
