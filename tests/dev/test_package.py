import ast
import tempfile
import unittest
from pathlib import Path

from dev import package


class TestPackage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.target = Path(folder.name)
        package.write("17.0", self.target, None)

    def test_rooms(self):
        """The installable addon carries its technical name and none of the developer's folders."""
        root = self.target / "xero_connector"
        found = {path.name for path in root.iterdir()}
        self.assertIn("__manifest__.py", found)
        self.assertFalse(found & {"simulator", "dev", "run", "addons", ".ci", "pyproject.toml"})
        self.assertFalse((root / "tests" / "unit").exists())

    def test_examples_stay_behind(self):
        """The addon that shows how to build on the connector is for tests only: it is not in the
        package, and the tests have it beside the package. [B60]"""
        self.assertEqual(sorted(path.name for path in self.target.iterdir()), package.names())
        self.assertFalse(list(self.target.rglob("xero_connector_example*")))
        package.write("17.0", self.target, None, package.examples())
        self.assertTrue((self.target / "xero_connector_example" / "__manifest__.py").is_file())

    def test_data_files_are_there(self):
        """Every data file a packaged manifest names lies in the package."""
        for name in package.names():
            root = self.target / name
            manifest = ast.literal_eval((root / "__manifest__.py").read_text())
            for path in manifest.get("data", []):
                self.assertTrue((root / path).is_file(), f"{name}: {path}")

    def test_depends(self):
        """Who installs the connector gets accounting, mail and attendance, and nothing else."""
        root = self.target / "xero_connector"
        manifest = ast.literal_eval((root / "__manifest__.py").read_text())
        self.assertEqual(manifest["depends"], ["account", "mail", "hr_attendance"])

    def test_glue_installs_itself(self):
        """A glue addon lies beside the connector and installs itself when the connector and its app
        are there. [B1]"""
        names = package.names()[1:]
        self.assertLessEqual({"xero_connector_sale", "xero_connector_stock"}, set(names))
        for name in names:
            manifest = ast.literal_eval((self.target / name / "__manifest__.py").read_text())
            self.assertTrue(manifest["auto_install"], name)
            self.assertIn("xero_connector", manifest["depends"], name)
