from odoo.exceptions import AccessError, UserError, ValidationError

from .contact_case import ContactCase
from .field_map_case import FieldMapWords
from .test_field_map import REGISTRY

USER = "base.group_user,xero_connector.group_user"
# A pair that cannot be, and words of the sentence that says so.
REFUSED = [
    ({"odoo_field": "website", "xero_key": "Website"}, "does not take it"),
    ({"odoo_field": "ref", "xero_key": "ContactID"}, "cannot be paired"),
    ({"odoo_field": "ref", "xero_key": "BatchPayments.Details"}, "cannot be paired"),
    ({"odoo_field": "no_such", "xero_key": "CompanyNumber"}, "no field “no_such”"),
    ({"odoo_field": "child_ids", "xero_key": "CompanyNumber"}, "kind of value"),
    ({"odoo_field": "user_id", "xero_key": "CompanyNumber"}, "kind of value"),
    ({"odoo_field": "user_id.email", "xero_key": "CompanyNumber"}, "only read"),
    ({"odoo_field": "user_id.company_id.name", "xero_key": "CompanyNumber"}, "more than one step"),
    ({"odoo_field": "child_ids.name", "xero_key": "CompanyNumber"}, "no other record"),
    ({"odoo_field": "signup_token", "xero_key": "CompanyNumber"}, "may not be read"),
    ({"odoo_field": "user_id.password_x", "xero_key": "CompanyNumber"}, "may not be read"),
    ({"odoo_field": "_name", "xero_key": "CompanyNumber"}, "may not be read"),
    ({"odoo_field": "name.__class__", "xero_key": "CompanyNumber"}, "no other record"),
    ({"odoo_field": "color", "xero_key": "CompanyNumber"}, "cannot take"),
    ({"odoo_field": "name", "xero_key": "Discount", "owner": "xero"}, "cannot take"),
    ({"odoo_field": "color", "xero_key": "Discount", "owner": "xero"}, "whole numbers only"),
    ({"kind": "constant", "constant": "9" * 51, "xero_key": "CompanyNumber"}, "50 characters"),
    ({"kind": "constant", "constant": " ", "xero_key": "CompanyNumber"}, "Enter the text"),
    (
        {"kind": "constant", "constant": "X", "xero_key": "SalesDefaultLineAmountType"},
        "INCLUSIVE, EXCLUSIVE, NONE",
    ),
    (
        {"kind": "constant", "constant": "X", "xero_key": "CompanyNumber", "owner": "both"},
        "to Xero only",
    ),
]
# An expression that is refused, with its column and the piece that stands there.
WRONG = [
    ("name.__class__", 5, ".__class__"),
    ("upper(name", 11, "its end"),
    ("concat(name, nonsense)", 14, "nonsense"),
    ("concat(name, shout(ref))", 14, "shout"),
    ("name + ref", 6, "+ ref"),
    ("__import__('os')", 1, "__import__"),
    ("[x for x in name]", 1, "[x for"),
    ("9**9**9", 1, "9**9"),
    ("replace(name, 'a')", 1, "replace"),
    ("upper(name, ref)", 1, "upper"),
    ("concat(signup_token, name)", 8, "signup_token"),
    ("concat(env.cr)", 8, "env.cr"),
    ("'" + "x" * 600 + "'", 501, "xxx"),
]


class TestFieldMapRefused(FieldMapWords, ContactCase):
    """What cannot be a pair is said when it is saved; what can be is seen before it is used."""

    def set_up_once(self):
        super().set_up_once()
        self.reader = self.person("reader", USER)
        self.pair_all("contact")

    def test_what_cannot_be_a_pair(self):
        """Each wrong pair is refused at save, in a sentence that says why. [C3, C15]"""
        for values, words in REFUSED:
            with self.subTest(values), self.assertRaisesRegex(ValidationError, words):
                self.pair(**values)

    def test_wrong_expressions(self):
        """A wrong expression is refused at save, with the column and the piece where it is wrong.
        [B61]"""
        for source, column, piece in WRONG:
            with self.subTest(source), self.assertRaises(ValidationError) as caught:
                self.pair(kind="computed", expression=source, xero_key="CompanyNumber")
            self.assertIn(f"column {column},", str(caught.exception))
            self.assertIn(f"“{piece}", str(caught.exception))

    def test_two_for_one_place(self):
        """Two pairs in use never write to the same place, on either side. [C3]"""
        self.use(**REGISTRY)
        other = self.pair(odoo_field="function", xero_key="CompanyNumber")
        with self.assertRaisesRegex(UserError, "same place"):
            other.action_preview()
        other = self.pair(odoo_field="company_registry", xero_key="XeroNetworkKey")
        with self.assertRaisesRegex(UserError, "same place"):
            other.action_preview()
        other.owner = "odoo"
        self.preview(other)
        other.action_use()
        self.assertEqual(other.state, "on")

    def test_preview(self):
        """Five live records are shown before a pair is in use: what each side has and what would
        happen. Xero is asked by the cron, not by the person's click, and nothing is changed.
        [B61]"""
        for count in range(6):
            number = {"CompanyNumber": f"X{count}"} if count % 2 else {}
            self.contact(Name=f"Customer {count}", **number)
        self.run_pull("contact")
        self.partner_named("Customer 3").company_registry = "O3"
        self.partner_named("Customer 4").company_registry = "O4"
        self.partner_named("Customer 5").company_registry = "X5"
        row = self.pair(**REGISTRY)
        with self.assertRaisesRegex(UserError, "Preview first"):
            row.action_use()
        self.sim.forget_calls()
        row.action_preview()
        self.assertEqual((row.preview_state, self.sim.calls()), ("queued", []))
        self.env["xero.sync"]._cron_preview()
        self.assertEqual([call["method"] for call in self.sim.calls()], ["GET"])
        shown = {one.name: (one.odoo_value, one.xero_value, one.outcome) for one in row.sample_ids}
        self.assertEqual((row.preview_state, len(shown)), ("done", 5))
        self.assertLessEqual(
            shown.items(),
            {
                "Customer 5": ("X5", "X5", "Equal already."),
                "Customer 4": ("O4", "", "Xero gets “O4”."),
                "Customer 3": ("O3", "X3", "A person is asked which one holds."),
                "Customer 2": ("", "", "Equal already."),
                "Customer 1": ("", "X1", "Odoo gets “X1”."),
                "Customer 0": ("", "", "Equal already."),
            }.items(),
        )
        self.assertEqual(row.state, "draft")
        row.action_use()
        row.owner = "odoo"
        self.assertEqual((row.state, row.preview_state), ("draft", "none"))
        self.assertFalse(row.sample_ids)

    def test_preview_that_cannot_be_read(self):
        """When Xero cannot be asked the page says why, and the pair is not in use. [B61]"""
        self.both()
        row = self.pair(**REGISTRY)
        self.sim.fault("status", status=500, times=0)
        row.action_preview()
        self.env["xero.sync"]._cron_preview()
        self.assertEqual(row.preview_state, "failed")
        self.assertTrue(row.preview_note)
        self.sim.clear_faults()
        self.preview(row)
        self.assertEqual(row.preview_state, "done")

    def test_preview_without_records(self):
        """A sync without pairs says so, and the mapping may be used from the first record on.
        [B61]"""
        row = self.pair(**REGISTRY)
        self.preview(row)
        self.assertIn("no live record", row.preview_note)
        row.action_use()

    def test_who_may(self):
        """Who reads the sync reads its pairs; only a manager changes one, and nobody puts one into
        use past the preview. [C3]"""
        row = self.pair(**REGISTRY)
        self.assertEqual(row.with_user(self.reader).xero_key, "CompanyNumber")
        for attempt in (
            lambda: row.with_user(self.reader).write({"xero_key": "AccountNumber"}),
            lambda: row.with_user(self.reader).action_preview(),
            lambda: row.with_user(self.reader).action_use(),
            lambda: row.with_user(self.reader).unlink(),
            lambda: self.setting("contact").with_user(self.reader).action_restore_map(),
        ):
            with self.assertRaises(AccessError):
                attempt()
        for values in ({"state": "on"}, {"preview_state": "done"}, {"builtin": "name"}):
            with self.assertRaises(UserError):
                row.write(values)
            with self.assertRaises(UserError):
                self.pair(odoo_field="function", xero_key="XeroNetworkKey", **values)
