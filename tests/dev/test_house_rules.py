import ast
import unittest
from pathlib import Path

from dev.house_rules import broken_rules, commits, directions, lost_languages, sizes

CHECKOUT = Path(__file__).resolve().parents[2]


def sentences(check, source, path):
    return [text for _line, text in check(ast.parse(source), Path(path))]


class TestHouseRules(unittest.TestCase):
    def test_this_checkout(self):
        """Imports point one way and files and functions are short, in the whole checkout."""
        self.assertEqual(broken_rules(CHECKOUT), [])

    def test_directions(self):
        """An import against the direction of the rooms is found, however it is written."""
        for source, path in (
            ("import odoo", "xero/client.py"),
            ("from odoo import models", "xero/client.py"),
            ("from ..services import merge", "xero/client.py"),
            ("from .. import services", "xero/client.py"),
            ("def f():\n    from ..models import compat", "xero/client.py"),
            ("from ..wizards import connect", "models/connection.py"),
            ("from ..controllers.oauth import x", "services/engine.py"),
            (
                "from odoo.addons.xero_connector.wizards import x",
                "addons/xero_connector_sale/models/a.py",
            ),
            ("from xero.amounts import total", "simulator/totals.py"),
        ):
            self.assertTrue(sentences(directions, source, path), source)

    def test_allowed_directions(self):
        """An import along the direction is not complained about."""
        for source, path in (
            ("from ..services.merge import merge", "models/link.py"),
            ("from ..xero.errors import XeroError", "services/push.py"),
            ("from .errors import XeroError", "xero/client.py"),
            ("from ..models import compat", "services/mapping.py"),
        ):
            self.assertEqual(sentences(directions, source, path), [], source)

    def test_commits(self):
        """A committed cursor is found outside the one file that may."""
        self.assertTrue(sentences(commits, "self.env.cr.commit()", "models/link.py"))
        self.assertEqual(sentences(commits, "env.cr.commit()", "services/transaction.py"), [])

    def test_sizes(self):
        """A file of 301 lines and a function of 61 are too long."""
        long_file = "x = 1\n" * 301
        self.assertEqual(len(list(sizes(ast.parse(long_file), long_file))), 1)
        function = "def f():\n" + "    x = 1\n" * 60
        self.assertEqual(len(list(sizes(ast.parse(function), function))), 1)

    def test_lost_languages(self):
        """A sentence translated inside a comprehension is found; one before it is not."""
        for source, found in (
            ("[_('a') for x in y]", 1),
            ("', '.join(_('%s', x) for x in y)", 1),
            ("{x: _('a') for x in y}", 1),
            ("[word for x in (_('a'), _('b'))]", 0),
            ("word = _('a')\n[word for x in y]", 0),
        ):
            self.assertEqual(len(list(lost_languages(ast.parse(source)))), found, source)
