import time

from odoo.tests import tagged

from ..services.run import Run
from ..xero.client import Meter
from .group_case import GroupCase

LIST, ONE = ("GET", "ContactGroups"), ("GET", "ContactGroups/*")


@tagged("post_install", "-at_install")
class TestContactGroupPull(GroupCase):
    def set_up_once(self):
        super().set_up_once()
        self.partner, self.xero_id = self.customers("Acme", "Bondi", "Coogee")

    def test_off_until_switched_on(self):
        """A new connection syncs no groups and no tags before somebody wants it. [S13, B1]"""
        setting = self.setting("contact_group")
        fresh = setting._service()._default_setting(self.connection)
        self.assertEqual((fresh["enabled"], fresh["pull_schedule"]), (False, "daily"))
        setting.enabled = False
        self.group("Monthly", self.xero_id["Acme"])
        self.assertEqual(self.calls_of(setting._service().sudo()._cron_pull), [])
        self.assertFalse(self.tags.search([("name", "=", "Monthly")]))

    def test_group_becomes_a_tag(self):
        """A group of Xero's is a tag with its contacts in Odoo; again nothing changes. One group
        costs two calls. [S13, S89]"""
        self.group("Monthly", self.xero_id["Acme"], self.xero_id["Bondi"])
        calls = self.calls_of(lambda: self.run_pull("contact_group"))
        self.assertEqual(calls, [LIST, ONE])
        tag = self.tag_named("Monthly")
        self.assertEqual(self.members(tag), ["Acme", "Bondi"])
        self.assertEqual((tag.xero_state, self.partner["Coogee"].category_id.ids), ("agreed", []))
        event = self.run_pull("contact_group")
        self.assertEqual((event.collected, event.unchanged), (1, 1), event.detail)
        self.assertFalse(self.waiting("contact_group"))

    def test_many_groups_cost_one_page_of_contacts(self):
        """Members are read by the page of 1,000 contacts when that is fewer calls. [S13, D33]"""
        for number in range(4):
            self.group(f"Group {number}", self.xero_id["Acme"])
        self.group("Empty")
        calls = self.calls_of(lambda: self.run_pull("contact_group"))
        self.assertEqual(calls, [LIST, ("GET", "Contacts")])
        self.assertEqual(len(self.partner["Acme"].category_id), 4)
        self.assertEqual(self.members(self.tag_named("Empty")), [])
        self.assertEqual(self.run_pull("contact_group").unchanged, 5)

    def test_first_pairing_keeps_the_members_of_both(self):
        """A tag of the same name is the group, whatever its capitals; nobody is lost, nobody is
        asked. [S13]"""
        tag = self.tag("MONTHLY", self.partner["Coogee"], chosen=False)
        group_id = self.group("Monthly", self.xero_id["Acme"])
        self.run_pull("contact_group")
        self.assertEqual((tag.xero_id, tag.name), (group_id, "Monthly"))
        self.assertEqual(self.members(tag), ["Acme", "Coogee"])
        self.run_push("contact_group")
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Coogee"]})

    def test_two_tags_of_one_name_are_a_question(self):
        """Which of two tags a group is, a person says. [S13, D25]"""
        tags = self.tag("Monthly", chosen=False) | self.tag("Monthly", chosen=False)
        self.group("Monthly", self.xero_id["Acme"])
        self.assertEqual(self.run_pull("contact_group").quarantined, 1)
        question = self.quarantines("contact_group")
        self.assertEqual(question.reason, "ambiguous")
        self.assertEqual({one["id"] for one in question.suggestions}, set(tags.ids))
        self.assertFalse(tags.partner_ids)

    def test_members_and_name_follow_xero(self):
        """Who is put in, who is taken out and a new name arrive in Odoo. [S13]"""
        group_id = self.group("Monthly", self.xero_id["Acme"], self.xero_id["Bondi"])
        self.run_pull("contact_group")
        tag = self.tag_named("Monthly")
        ids = (self.xero_id["Bondi"], self.xero_id["Coogee"])
        self.regroup(group_id, *ids, Name="Every month")
        event = self.run_pull("contact_group")
        self.assertEqual((event.updated, tag.name), (1, "Every month"))
        self.assertEqual(self.members(tag), ["Bondi", "Coogee"])
        self.assertFalse(self.waiting("contact_group"))

    def test_a_change_on_each_side_survives(self):
        """One contact gets the tag in Odoo, another leaves the group in Xero: both hold. [S13]"""
        group_id = self.group("Monthly", self.xero_id["Acme"], self.xero_id["Bondi"])
        self.run_pull("contact_group")
        tag = self.tag_named("Monthly")
        self.partner["Coogee"].category_id += tag
        self.regroup(group_id, self.xero_id["Acme"])
        self.run_pull("contact_group")
        self.run_push("contact_group")
        self.assertEqual(self.members(tag), ["Acme", "Coogee"])
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Coogee"]})

    def test_contact_that_odoo_lacks_waits(self):
        """A member that Odoo does not have yet gets the tag once it is there. [S13]"""
        late = self.contact(Name="Dee Why")
        self.group("Monthly", self.xero_id["Acme"], late)
        self.run_pull("contact_group")
        tag = self.tag_named("Monthly")
        self.assertEqual(self.members(tag), ["Acme"])
        self.run_pull("contact")
        self.run_push("contact_group")
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Dee Why"]})
        self.run_pull("contact_group")
        self.assertEqual(self.members(tag), ["Acme", "Dee Why"])

    def test_group_deleted_in_xero_leaves_the_tag(self):
        """The tag keeps its contacts, is no longer paired, and makes no new group by itself.
        [S13]"""
        group_id = self.group("Monthly", self.xero_id["Acme"])
        self.run_pull("contact_group")
        tag = self.tag_named("Monthly")
        self.setting("contact_group").group_tag_ids = tag
        self.drop(group_id)
        event = self.run_pull("contact_group")
        self.assertIn("the tag stays in Odoo", event.line_ids.note)
        self.assertEqual((self.members(tag), tag.xero_state), (["Acme"], "none"))
        self.assertFalse(self.setting("contact_group").group_tag_ids)
        self.setting("contact_group").group_tags = "all"
        self.partner["Bondi"].category_id += tag
        self.setting("contact_group")._service().sudo()._sweep_slice(
            self.setting("contact_group").id
        )
        self.assertNotIn(tag.id, self.waiting("contact_group").mapped("res_id"))
        self.assertEqual(self.run_pull("contact_group").collected, 0)

    def test_answer_without_a_list_ends_no_pair(self):
        """A broken list of groups changes nothing, and the run says so. [D25, S13]"""
        self.group("Monthly", self.xero_id["Acme"])
        self.run_pull("contact_group")
        tag = self.tag_named("Monthly")
        for body in ({}, [], {"ContactGroups": "x"}, {"ContactGroups": [5]}, ""):
            headers = {"Content-Type": "application/json"}
            told = {"status": 200, "body": body, "headers": headers, "times": 9}
            self.sim.fault("status", path="Groups$", **told)
            self.assertEqual(self.run_pull("contact_group").state, "failed", body)
            self.sim.clear_faults()
        body = {"ContactGroups": [{"Name": "?"}]}
        self.sim.fault("status", path="Groups$", status=200, body=body, headers=headers)
        self.assertEqual(self.run_pull("contact_group").quarantined, 1)
        self.assertEqual((self.members(tag), tag.xero_state), (["Acme"], "agreed"))

    def test_list_read_before_a_write_takes_nothing_back(self):
        """A list that is stored after an export of the same group was answered changes nothing.
        [D26, S13]"""
        self.group("Monthly", self.xero_id["Acme"])
        self.run_pull("contact_group")
        tag, setting = self.tag_named("Monthly"), self.setting("contact_group")
        service = setting._service().sudo()
        event_id = service._open(setting.id, "pull", "schedule")
        run = Run(setting.id, event_id, "pull", time.monotonic() + 60, Meter())
        page = next(service._collect(run, self.connection._xero_client()))
        self.partner["Bondi"].category_id += tag
        self.run_push("contact_group")
        service._store_page(run, *page)
        service._close(run, [])
        self.assertEqual(self.members(tag), ["Acme", "Bondi"])
        self.assertEqual(self.groups(), {"Monthly": ["Acme", "Bondi"]})
        self.assertEqual(self.run_pull("contact_group").unchanged, 1)

    def test_archived_contacts_are_left_alone(self):
        """Who is archived keeps the tag in Odoo and the place in Xero, and is no difference. Pain
        26 [S13]"""
        group_id = self.group("Monthly", self.xero_id["Acme"], self.xero_id["Bondi"])
        self.run_pull("contact_group")
        tag = self.tag_named("Monthly")
        self.edit(self.xero_id["Bondi"], ContactStatus="ARCHIVED")
        self.run_pull("contact")
        self.assertFalse(self.partner["Bondi"].active)
        self.assertEqual(self.run_pull("contact_group").unchanged, 1)
        self.assertEqual(self.members(tag), ["Acme", "Bondi"])
        self.regroup(group_id, self.xero_id["Acme"])
        self.assertEqual(self.run_pull("contact_group").unchanged, 1)
        self.assertFalse(self.waiting("contact_group"))
