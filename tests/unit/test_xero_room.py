"""The room `xero/` stands on its own."""

import ast
import pathlib
import subprocess
import sys
import unittest

import xero

ROOM = pathlib.Path(xero.__file__).parent


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


class TestRoom(unittest.TestCase):
    def test_it_knows_neither_odoo_nor_the_other_rooms(self):
        """The files that know Xero import nothing of Odoo and nothing outside their room. [B63]"""
        for path in ROOM.glob("*.py"):
            for level, module in imports(path):
                self.assertLessEqual(level, 1, f"{path.name} imports from outside its room")
                if level == 0:
                    self.assertNotIn(
                        module.split(".")[0], {"odoo", "services", "models", "psycopg2", "xero"}
                    )

    def test_one_file_each_speaks_to_a_server(self):
        """Only the client speaks to the API, only OAuth to the identity server. [B56]"""
        speakers = {
            "xero_python": {"transport.py"},
            "urllib3": {"transport.py"},
            "requests": {"oauth.py"},
        }
        users = {
            path.name
            for path in ROOM.glob("*.py")
            if (1, "transport") in imports(path)
        }
        self.assertEqual(users, {"client.py"})
        for library in (*speakers, "http", "socket", "urllib"):
            found = {
                path.name
                for path in ROOM.glob("*.py")
                for level, module in imports(path)
                if level == 0 and module.split(".")[0] == library and module != "urllib.parse"
            }
            self.assertEqual(found, speakers.get(library, set()), library)

    def test_it_works_inside_another_package(self):
        """The room can be a folder of another package, as it is in the addon. [B60]"""
        code = (
            "import importlib.machinery, importlib.util, sys, types\n"
            "outer = types.ModuleType('outer'); outer.__path__ = [sys.argv[1]]\n"
            "sys.modules['outer'] = outer\n"
            "from outer.xero import amounts, client, errors, names, oauth, webhook\n"
            "print(client.XeroError is errors.XeroError, 'xero' in sys.modules)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(ROOM.parent)],
            capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
        self.assertEqual((done.stdout.split(), done.stderr), (["True", "False"], ""))
