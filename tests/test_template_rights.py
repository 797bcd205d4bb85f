from odoo.exceptions import AccessError

from .chain_case import ChainCase
from .field_map_case import FieldMapWords
from .test_template import TemplateWords


class TestTemplateRights(TemplateWords, FieldMapWords, ChainCase):
    """Who reads and who changes templates: shared ones are for all companies, and stay."""

    def set_up_once(self):
        super().set_up_once()
        self.other = self.other_company()
        self.template_of = {
            "shared": self.template("retail"),
            "own": self.template("retail").copy({"company_id": self.company.id}),
            "theirs": self.template("retail").sudo().copy({"company_id": self.other.id}),
        }
        # The own line on items then has a free place elsewhere.
        for owner in ("shared", "theirs"):
            lines = self.template_of[owner].sudo().line_ids
            lines.filtered(lambda line: line.entity == "item").unlink()

    def of(self, owner, model):
        """A template or a part of one, as a manager of this company meets it."""
        lines = self.template_of[owner].sudo().line_ids
        entity = "item" if owner == "own" else "contact"
        record = {
            "xero.template": self.template_of[owner],
            "xero.template.line": lines.filtered(lambda line: line.entity == entity),
            "xero.template.pair": lines.pair_ids,
        }[model]
        record.ensure_one()
        own_only = {"allowed_company_ids": self.company.ids}
        return record.sudo(False).with_user(self.manager).with_context(**own_only)

    def assertRefused(self, owner, act, named=True):
        """Only what is shared has a way out to name."""
        with self.assertRaises(AccessError) as refused:
            act()
        if owner == "shared" and named:
            self.assertIn("Copy for my company", str(refused.exception))

    def assertKept(self, owner, record, values, parent):
        """Nothing is added beside a record, moved there, changed or deleted."""
        own, field = self.of("own", record._name), parent or "company_id"
        place = {field: record.sudo()[field].id}
        self.assertRefused(owner, lambda: record.create({**values, **place}), parent)
        self.assertRefused(owner, lambda: own.write(place), parent)
        self.assertRefused(owner, lambda: record.write(values))
        self.assertRefused(owner, record.unlink)
        self.assertTrue(record.sudo().exists())

    def assertRights(self, model, values, parent=None):
        """Read: shared and own; write, create and delete: own only, and nothing moves elsewhere.

        :param dict values: of a record; what is written, and what one is made of
        :param parent: the field that says where it stands
        """
        for owner in ("shared", "theirs"):
            self.assertKept(owner, self.of(owner, model), values, parent)
        self.assertTrue(self.of("shared", model).read(["company_id"]))
        with self.assertRaises(AccessError):
            self.of("theirs", model).read(["company_id"])
        own = self.of("own", model)
        self.assertTrue(own.read(["company_id"]))
        own.write(values)
        own.unlink()
        place = {parent: own_place(self, model)} if parent else {}
        made = own.create({**values, **place})
        self.assertEqual(made.company_id, self.company)
        found = self.env[model].with_user(self.manager).search([]).company_id
        self.assertEqual(found, self.company)

    def test_template(self):
        """A manager reads the connector's templates and those of the own company, and changes,
        makes and deletes only these; a refusal names the way out. [C5, S92]"""
        self.assertRights("xero.template", {"name": "Mine"})

    def test_line(self):
        """The same of what a template says about a sync, which cannot be put into another's
        template either. [C5, S92]"""
        self.assertRights(
            "xero.template.line", {"entity": "item", "interval": 45}, "template_id"
        )

    def test_pair(self):
        """The same of a pair of fields in a template. [C5, S92]"""
        self.assertRights("xero.template.pair", {"builtin": "bank", "on": True}, "line_id")

    def test_a_copy_of_ones_own(self):
        """The way out: one button makes a whole copy for the company that asks, which may change
        it, and which other companies do not see; the original stays. [C5, S92]"""
        shared = self.of("shared", "xero.template")
        lines = shared.line_ids.read(["entity", "enabled", "pull_schedule", "options"])
        action = shared.action_copy()
        copy = shared.browse(action["res_id"])
        self.assertEqual((copy.company_id, copy.name), (self.company, "Retailer (copy)"))
        self.assertEqual((shared.shared, copy.shared), (True, False))
        self.assertEqual(len(copy.line_ids), len(lines))
        self.assertEqual(copy.line_ids.pair_ids.mapped("builtin"), ["bank"])
        copy.line_ids.filtered(lambda line: line.entity == "contact").pull_schedule = "daily"
        copy.line_ids.pair_ids.unlink()
        self.env.invalidate_all()
        kept = shared.line_ids.read(["entity", "enabled", "pull_schedule", "options"])
        self.assertEqual(kept, lines)
        self.assertTrue(shared.line_ids.pair_ids)
        copy._apply(self.connection.with_user(self.manager))
        self.assertEqual(self.setting("contact").pull_schedule, "daily")
        self.manager.write({"company_ids": [(6, 0, self.other.ids)], "company_id": self.other.id})
        self.assertNotIn(copy, shared.with_context(allowed_company_ids=[]).search([]))

    def test_not_shared_by_hand(self):
        """Nobody makes a template that is for every company, nor hands one over to all.
        [C5, S92]"""
        templates = self.env["xero.template"].with_user(self.manager)
        with self.assertRaisesRegex(AccessError, "belongs to a company"):
            templates.create({"name": "For all", "company_id": False})
        with self.assertRaisesRegex(AccessError, "belongs to a company"):
            self.of("own", "xero.template").write({"company_id": False})


def own_place(case, model):
    """Where a new part of the own template stands."""
    template = case.template_of["own"]
    if model == "xero.template.line":
        return template.id
    return template.line_ids.filtered(lambda line: line.entity == "contact").id
