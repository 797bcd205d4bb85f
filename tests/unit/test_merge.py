"""The three-way merge, by hand and by the thousand."""

import importlib.util
import sys
import unittest
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

ROOMS = Path(__file__).resolve().parents[2] / "services"


def plain_module(name):
    """A plain file of services/, loaded without its package: the package needs Odoo."""
    spec = importlib.util.spec_from_file_location(f"plain_{name}", ROOMS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


Field = plain_module("fields").Field
merging = plain_module("merge")
merge, agreed_after = merging.merge, merging.agreed_after

NAME, MAIL = Field("name", "Name"), Field("mail", "E-mail")
RATE = Field("rate", "Rate", owner="xero")
PHONES = Field("phones", "Phones", kind="list")
BODY = Field("body", "Lines", kind="body")
FIELDS = (NAME, MAIL, RATE, PHONES, BODY)

words = st.sampled_from(["", "a", "b", "c"])
phones = st.dictionaries(st.sampled_from(["DEFAULT", "MOBILE", "FAX"]), st.sampled_from("123"))
sides = st.fixed_dictionaries(
    {"name": words, "mail": words, "rate": words, "phones": phones, "body": words}
)
policies = st.sampled_from(["ask", "odoo", "xero", "newest"])


class MergeByHand(unittest.TestCase):
    def test_different_fields_changed_on_both_sides_merge(self):
        """A new name in Odoo and a new e-mail in Xero both arrive, without a question. [D3]"""
        agreed = {"name": "Acme", "mail": "old@x"}
        result = merge(
            (NAME, MAIL), agreed, {"name": "Acme 2", "mail": "old@x"},
            {"name": "Acme", "mail": "new@x"}, "ask",
        )  # fmt: skip
        self.assertEqual(result.to_xero, {"name": "Acme 2"})
        self.assertEqual(result.to_odoo, {"mail": "new@x"})
        self.assertEqual(result.conflicts, [])

    def test_the_same_field_changed_differently_follows_the_policy(self):
        """The four policies decide who holds when both sides changed one field. [D3, B13]"""
        agreed, odoo, xero = {"name": "a"}, {"name": "b"}, {"name": "c"}
        cases = [
            ("ask", None, {}, {}, ["name"]),
            ("odoo", None, {"name": "b"}, {}, []),
            ("xero", None, {}, {"name": "c"}, []),
            ("newest", "odoo", {"name": "b"}, {}, []),
            ("newest", "xero", {}, {"name": "c"}, []),
            ("newest", None, {}, {}, ["name"]),
        ]
        for policy, newest, to_xero, to_odoo, conflicts in cases:
            with self.subTest(policy=policy, newest=newest):
                result = merge((NAME,), agreed, odoo, xero, policy, newest)
                self.assertEqual(
                    (result.to_xero, result.to_odoo, result.conflicts),
                    (to_xero, to_odoo, conflicts),
                )

    def test_the_lines_of_a_document_are_always_a_question(self):
        """Lines changed on both sides are asked about, whatever the policy. [B14]"""
        sides_of = ({"body": "a"}, {"body": "b"}, {"body": "c"})
        self.assertEqual(merge((BODY,), *sides_of, "newest", "odoo").conflicts, ["body"])
        self.assertEqual(merge((BODY,), *sides_of, "ask", None, "xero").to_odoo, {"body": "c"})

    def test_a_leading_side_empties_nothing_unseen(self):
        """Where a person said that Xero leads, what only Odoo has on a first pairing is a question,
        unless Xero wins all of them; what was agreed on once is put right. [D3, O21, S83]"""
        led = Field("mail", "E-mail", owner="xero", chosen=True)
        sides_of = ({"mail": "a@x"}, {"mail": ""})
        self.assertEqual(merge((led,), None, *sides_of, "ask").conflicts, ["mail"])
        self.assertEqual(merge((led,), None, *sides_of, "odoo").conflicts, ["mail"])
        self.assertEqual(merge((led,), None, *sides_of, "xero").to_odoo, {"mail": ""})
        taken = merge((led,), None, *sides_of, "ask", None, "odoo")
        self.assertEqual((taken.to_xero, taken.to_odoo), ({"mail": "a@x"}, {}))
        self.assertEqual(merge((led,), {"mail": ""}, *sides_of, "ask").to_odoo, {"mail": ""})
        self.assertEqual(
            merge((led,), None, {"mail": "a@x"}, {"mail": "b@x"}, "ask").to_odoo, {"mail": "b@x"}
        )

    def test_a_no_is_an_answer(self):
        """On a first pairing a no on one side is not the same as nothing. [D3, B13]"""
        sold, sides_of = (Field("sold", "Sold"),), ({"sold": True}, {"sold": False})
        self.assertEqual(merge(sold, None, *sides_of, "ask").conflicts, ["sold"])
        self.assertEqual(merge(sold, None, *sides_of, "xero").to_odoo, {"sold": False})

    def test_what_xero_owns_is_put_right_in_odoo(self):
        """A field Xero owns never travels to Xero, even when a person takes Odoo's side. [D42]"""
        sides_of = ({"rate": "1"}, {"rate": "2"}, {"rate": "1"})
        for decided in (None, "odoo"):
            result = merge((RATE,), *sides_of, "odoo", "odoo", decided)
            self.assertEqual((result.to_xero, result.to_odoo), ({}, {"rate": "1"}))

    def test_phones_merge_one_by_one(self):
        """A mobile added in Odoo and a fax added in Xero end on both sides. [D25]"""
        agreed = {"phones": {"DEFAULT": "1"}}
        odoo = {"phones": {"DEFAULT": "1", "MOBILE": "2"}}
        xero = {"phones": {"DEFAULT": "1", "FAX": "3"}}
        both = {"DEFAULT": "1", "MOBILE": "2", "FAX": "3"}
        result = merge((PHONES,), agreed, odoo, xero, "ask")
        self.assertEqual(result.to_odoo["phones"], both)
        self.assertEqual(result.to_xero["phones"], both)

    def test_a_first_pairing_fills_empty_fields(self):
        """Linking two records fills what one side lacks and asks where they contradict. [S38]"""
        result = merge(
            (NAME, MAIL), None, {"name": "a", "mail": ""}, {"name": "b", "mail": "m"}, "ask"
        )
        self.assertEqual(result.to_odoo, {"mail": "m"})
        self.assertEqual(result.conflicts, ["name"])

    def test_a_field_xero_did_not_send_is_left_alone(self):
        """A shortened answer of Xero's empties nothing in Odoo."""
        result = merge(
            (NAME, MAIL), {"mail": "m"}, {"name": "a", "mail": "m"}, {"name": "a"}, "xero"
        )
        self.assertEqual((result.to_odoo, result.to_xero), ({}, {}))


class MergeByTheThousand(unittest.TestCase):
    @settings(max_examples=3000, deadline=None)
    @given(st.none() | sides, sides, sides, policies, st.sampled_from([None, "odoo", "xero"]))
    def test_it_converges_without_ping_pong(self, agreed, odoo, xero, policy, newest):
        """After a merge both sides agree or the field is before a person. [D3, D5]"""
        result = merge(FIELDS, agreed, odoo, xero, policy, newest)
        new_odoo, new_xero = {**odoo, **result.to_odoo}, {**xero, **result.to_xero}
        for field in FIELDS:
            if field.name not in result.conflicts:
                self.assertEqual(new_odoo[field.name], new_xero[field.name], field.name)
        agreed_now = agreed_after(FIELDS, agreed, new_xero, result.conflicts)
        again = merge(FIELDS, agreed_now, new_odoo, new_xero, policy, newest)
        self.assertEqual((again.to_odoo, again.to_xero), ({}, {}))
        self.assertEqual(sorted(again.conflicts), sorted(result.conflicts))

    @settings(max_examples=2000, deadline=None)
    @given(sides, sides, policies)
    def test_a_change_on_one_side_only_is_never_lost(self, agreed, changed, policy):
        """What changed on one side only goes to the other under every policy. [D3]"""
        result = merge((NAME, MAIL, PHONES, BODY), agreed, changed, agreed, policy)
        self.assertEqual({**agreed, **result.to_xero, "rate": ""}, {**changed, "rate": ""})
        self.assertEqual(result.conflicts, [])


if __name__ == "__main__":
    unittest.main()
