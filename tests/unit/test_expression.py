"""Computed values of a field mapping: what they say, and that they reach nothing else."""

import time
import unittest

from hypothesis import given
from hypothesis import strategies as st
from test_merge import plain_module

expression = plain_module("expression")
parse, value_of, fields_of = expression.parse, expression.value_of, expression.fields_of
VALUES = {"name": "Acacia Timber", "ref": "", "user_id.email": "sales@example.com"}
# What Python would do something with; the place where it is refused, and the piece there.
HOSTILE = {
    "name.__class__": (5, ".__class__"),
    "name.__class__.__mro__[1].__subclasses__()": (5, ".__class__"),
    "__import__('os').system('id')": (1, "__import__"),
    "_name": (1, "_name"),
    "eval('1')": (1, "eval"),
    "exec(name)": (1, "exec"),
    "open('/etc/passwd')": (1, "open"),
    "getattr(name, 'upper')": (1, "getattr"),
    "env.cr.execute('SELECT 1')": (7, ".execute"),
    "upper(name).lower()": (12, ".lower()"),
    "name[0]": (5, "[0]"),
    "[x for x in name]": (1, "[x for x"),
    "{name: 1}": (1, "{name"),
    "lambda: 0": (7, ":"),
    "9**9**9": (1, "9**9**9"),
    "name * 999999999": (6, "* 999"),
    "name + ref": (6, "+ ref"),
    "name if ref else name": (6, "if"),
    "'%s' % name": (6, "% name"),
    "f'{name}'": (2, "'{name}'"),
    "'\\x41'": (1, "'\\x41'"),
    "name; ref": (5, "; ref"),
    "name\nimport os": (6, "import"),
    "`id`": (1, "`id`"),
    "${jndi:ldap://example.com}": (1, "${jndi"),
    "concat(name, *ref)": (14, "*ref"),
    "concat(a=name)": (9, "=name"),
    "upper()": (7, ")"),
    "(name)": (1, "("),
    "": (1, ""),
    "   ": (4, ""),
    "upper(name": (11, ""),
    "'open": (1, "'open"),
    "upper(name))": (12, ")"),
}


class TestExpression(unittest.TestCase):
    def said(self, source):
        return value_of(parse(source), VALUES)

    def test_what_each_function_says(self):
        """Texts, fields, and the seven functions. [B61]"""
        for source, value in {
            "name": "Acacia Timber",
            "'Hello'": "Hello",
            "''": "",
            "upper(name)": "ACACIA TIMBER",
            "lower( name )": "acacia timber",
            "strip('  a ')": "a",
            "concat(name, ' ', \"it's\")": "Acacia Timber it's",
            "replace(name, 'a', 'o')": "Acocio Timber",
            "replace(name, '', 'o')": "Acacia Timber",
            "replace(name, 'Acacia ', '')": "Timber",
            "first(ref, '', name, 'x')": "Acacia Timber",
            "if_empty(ref, concat('no ', lower('REF')))": "no ref",
            "user_id.email": "sales@example.com",
        }.items():
            with self.subTest(source):
                self.assertEqual(self.said(source), value)

    def test_nothing_else_is_an_expression(self):
        """Attributes, dunders, calls, imports, comprehensions, operators and open ends are refused
        with their place. [B61]"""
        for source, (column, piece) in HOSTILE.items():
            with self.subTest(source), self.assertRaises(expression.WrongExpression) as caught:
                parse(source)
            self.assertEqual(caught.exception.column, column, source)
            self.assertTrue(caught.exception.piece.startswith(piece), caught.exception.piece)

    def test_sizes_are_bounded(self):
        """Neither length nor depth nor replacing inside replacing makes it slow or large. [B61]"""
        long = ("'" + "x" * 1_000_000 + "'", "upper(" * 60, "(" * 400, "upper(" * 10_000_000)
        for source in long:
            with self.assertRaises(expression.WrongExpression):
                parse(source)
        growing = "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"
        for _depth in range(6):
            growing = f"replace({growing}, 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')"
        started = time.monotonic()
        self.assertLessEqual(len(self.said(growing)), expression.LONGEST_VALUE)
        self.assertLess(time.monotonic() - started, 1)

    def test_it_knows_which_fields_it_reads(self):
        """Every field and its place are known before anything is evaluated. [B61]"""
        tree = parse("first(ref, concat(user_id.email, name))")
        self.assertEqual(fields_of(tree), [("ref", 7), ("user_id.email", 19), ("name", 34)])

    @given(st.text(max_size=200))
    def test_any_text_is_an_expression_or_refused(self, source):
        """Whatever is typed gives a text of the record's values or a place where it is wrong.
        [B61]"""
        try:
            tree = parse(source)
        except expression.WrongExpression as error:
            self.assertLessEqual(1, error.column)
            return
        values = {path: "v" for path, _column in fields_of(tree)}
        self.assertIsInstance(value_of(tree, values), str)

    @given(
        st.recursive(
            st.sampled_from(["name", "ref", "'x'", '"y z"', "user_id.email"]),
            lambda inner: st.one_of(
                st.builds("upper({})".format, inner),
                st.builds("concat({}, {})".format, inner, inner),
                st.builds("replace({}, {}, {})".format, inner, inner, inner),
                st.builds("first({},{},{})".format, inner, inner, inner),
            ),
            max_leaves=6,
        )
    )
    def test_right_ones_are_taken(self, source):
        """Functions inside functions are read as they are written. [B61]"""
        if len(source) <= expression.LONGEST:
            self.assertIsInstance(self.said(source), str)
