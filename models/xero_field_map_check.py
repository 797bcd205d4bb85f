"""What a pair of a person's has to be: said at once, in a sentence, before anything is sent."""

from decimal import InvalidOperation

from odoo import _, api, fields, models

from ..services.expression import WrongExpression, fields_of, parse
from ..services.field_values import to_xero
from ..xero import key_path
from ..xero.allowed import NotAllowed, check_body
from ..xero.wire import WrongShape, parse_date

TEXTS = ("char", "text")
NUMBERS = ("integer", "float")
READABLE = (*TEXTS, *NUMBERS, "monetary", "boolean", "date", "datetime", "selection")
# Types of Odoo's that give, and that take, a value of Xero's by its shape.
GIVE = {
    "text": READABLE,
    "number": (*NUMBERS, "monetary"),
    "boolean": ("boolean",),
    "date": ("date", "datetime"),
}
TAKE = {"text": TEXTS, "number": ("float",), "boolean": ("boolean",), "date": ("date",)}


class XeroFieldMap(models.Model):
    _inherit = "xero.field.map"

    fixed = fields.Boolean(compute="_compute_page", help="It cannot be switched off.")
    problem = fields.Char("What to know", compute="_compute_page")
    model = fields.Char(related="setting_id.model")
    xero_keys = fields.Json(compute="_compute_page")
    ours = fields.Char("In Odoo", compute="_compute_ours")

    @api.depends("setting_id", "builtin", "state", "owner", "kind", "xero_key", "odoo_field")
    def _compute_page(self):
        for row in self:
            declared = row._declared_builtin()
            row.fixed = bool(row.builtin) and not (declared and declared.optional)
            row.problem = "" if row.builtin or not row.xero_key else row._problem()
            row.xero_keys = [[key.path, f"{key.label} ({key.path})"] for key in row._keys()]

    @api.depends("kind", "odoo_field", "constant", "expression")
    def _compute_ours(self):
        for row in self:
            texts = {
                "field": row.odoo_field,
                "constant": f"“{row.constant}”",
                "computed": row.expression,
            }
            row.ours = texts[row.kind]

    def _keys(self):
        """Places in Xero that this row may name.

        :rtype: tuple[services.fields.Key, ...]
        """
        service = self._service()
        return () if service is None else service._mappable_keys()

    def _problem(self):
        """Why this pair cannot be; "" when it can.

        :rtype: str
        """
        self.ensure_one()
        key = next((key for key in self._keys() if key.path == self.xero_key), None)
        if key is None:
            return _(
                "“%(key)s” of Xero cannot be paired for %(sync)s. What can: %(keys)s.",
                key=self.xero_key,
                sync=self.setting_id.display_name,
                keys=", ".join(key.path for key in self._keys()) or _("nothing"),
            )
        if self.owner != "xero" and not self._may_be_sent(key):
            return _(
                "Xero shows “%s” but does not take it. Choose “Xero only”, or another field of "
                "Xero's.",
                key.path,
            )
        if self.kind != "field" and self.owner != "odoo":
            return _("A text goes from Odoo to Xero only: choose “Odoo only”.")
        check = {"field": "_field", "constant": "_constant", "computed": "_expression"}[self.kind]
        return getattr(self, f"_problem_of{check}")(key)

    def _may_be_sent(self, key):
        """Whether Xero takes it and the allow-list lets it through: pay never leaves (DESIGN 4)."""
        body = {}
        key_path.put(body, key.path, "x")
        try:
            check_body(self._service()._xero_path, [body])
        except NotAllowed:
            return False
        return key.writable

    def _problem_of_constant(self, key):
        text = (self.constant or "").strip()
        if not text:
            return _("Enter the text that Xero gets.")
        if key.limit and len(text) > key.limit:
            return _("Xero takes %(limit)s characters in “%(key)s”, this text has %(count)s.",
                     limit=key.limit, key=key.path, count=len(text))  # fmt: skip
        if key.choices and text not in key.choices:
            return _("Xero takes only these in “%(key)s”: %(choices)s.",
                     key=key.path, choices=", ".join(key.choices))  # fmt: skip
        try:
            to_xero(text, key.shape)
            if key.shape == "date":
                parse_date(text)
        except (InvalidOperation, WrongShape):
            return _("“%(text)s” is not what Xero takes in “%(key)s”.", text=text, key=key.path)
        return ""

    def _problem_of_expression(self, key):
        if key.shape != "text":
            return _("“%s” takes no text: it cannot be computed.", key.path)
        try:
            tree = parse(self.expression or "")
        except WrongExpression as error:
            return self._sentence_wrong_expression(error)
        for path, column in fields_of(tree):
            problem = self._problem_of_path(path, READABLE)
            if problem:
                return _("In column %(column)s, at “%(piece)s”: %(problem)s",
                         column=column, piece=path, problem=problem)  # fmt: skip
        return ""

    def _sentence_wrong_expression(self, error):
        words = {
            "long": _("an expression has at most 500 characters."),
            "deep": _("too many brackets inside each other."),
            "end": _("something is missing here: a value or a bracket."),
            "piece": _("this is neither a field, a text in quotes nor a function."),
            "function": _(
                "there is no such function. There are upper, lower, strip, concat, replace, "
                "first, if_empty."
            ),
            "few": _("the function needs more values."),
            "many": _("the function takes fewer values."),
            "more": _("the expression has ended before this. Join texts with concat()."),
        }
        return _(
            "The expression is wrong in column %(column)s, at “%(piece)s”: %(why)s",
            column=error.column,
            piece=error.piece or _("its end"),
            why=words[error.why],
        )

    def _problem_of_field(self, key):
        reads, writes = self.owner != "xero", self.owner != "odoo"
        types = GIVE[key.shape] if reads else READABLE
        problem = self._problem_of_path(self.odoo_field or "", types)
        if problem or not writes:
            return problem
        if not self._service()._xero_maps_into_odoo:
            return _("Values of Xero's are not written to these records: choose “Odoo only”.")
        if "." in self.odoo_field:
            return _("A field one step away is only read: choose “Odoo only”.")
        found = self._described(self.model, self.odoo_field)
        if not self._writable():
            return _("You may not change these records in Odoo: choose “Odoo only”.")
        if found["type"] == "integer" and key.shape == "number":
            return _(
                "“%s” takes whole numbers only, and Xero's may have a fraction: choose another "
                "field.",
                self.odoo_field,
            )
        if found.get("readonly") or found["type"] not in TAKE[key.shape]:
            return _("“%s” cannot take what Xero has there: choose “Odoo only”, or another field.",
                     self.odoo_field)  # fmt: skip
        return ""

    def _problem_of_path(self, path, types):
        """Why a field cannot be read; "" when who asks and the connection's user may read it."""
        *steps, last = path.split(".")
        if len(steps) > 1:
            return _("“%s” leads more than one step away from the record.", path)
        model = self.model
        for name in steps:
            found = self._described(model, name)
            if found.get("type") != "many2one":
                return _("“%s” leads to no other record.", name)
            model = found["relation"]
        found = self._described(model, last)
        if not found:
            return _("There is no field “%s”, or it may not be read.", path)
        if found["type"] not in types:
            return _("“%s” has not the kind of value that is needed here.", path)
        return ""

    def _described(self, model, name):
        """What a field is, for the person who asks and for the user the sync works as; {} when
        either may not read it.

        :rtype: dict
        """
        found = {}
        for user in self._asking():
            records = self.env[model].with_user(user) if model in self.env else None
            if records is None or name.startswith("_") or not self._readable_by(records):
                return {}
            found = records.fields_get([name], ["type", "relation", "readonly"]).get(name)
            if not found:
                return {}
        return found

    def _asking(self):
        """Whose rights count: those of all who ask, whatever rights the moment gives. Buttons have
        all rights, and in later series every check of a constraint has them."""
        return self.env.user | self.sudo().connection_id.user_id

    def _for_the_sync(self):
        """These rows as the sync asks about them: whoever is at work, only its user counts."""
        return self.with_user(self.sudo().connection_id.user_id).sudo()

    def _readable_by(self, records):
        return records.env.su or records.check_access_rights("read", raise_exception=False)

    def _writable(self):
        records = [self.env[self.model].with_user(user) for user in self._asking()]
        return all(
            one.env.su or one.check_access_rights("write", raise_exception=False) for one in records
        )

    def _conflict(self):
        """Which pair in use stands in the same place already; "" when none does.

        :rtype: str
        """
        self.ensure_one()
        others = self.search(
            [("setting_id", "=", self.setting_id.id), ("state", "=", "on"), ("id", "!=", self.id)]
        )
        for other in others:
            if not (self.builtin and other.builtin) and self._same_place(other):
                return _(
                    "“%(pair)s” and “%(other)s” would write to the same place. Switch one of them "
                    "off first.",
                    pair=self.display_name,
                    other=other.display_name,
                )
        return ""

    def _same_place(self, other):
        both_sent = self.owner != "xero" != other.owner
        both_taken = self.owner != "odoo" != other.owner
        return bool(
            (both_sent and self._places("xero_key") & other._places("xero_key"))
            or (both_taken and self._places("odoo_field") & other._places("odoo_field"))
        )

    def _places(self, column):
        text = self[column] if column == "xero_key" or self.kind == "field" else ""
        return {name.strip() for name in (text or "").split(",")} - {"", "-"}
