import os
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


class TestRefusals(unittest.TestCase):
    """Every refusal of ./run is one sentence and a non-zero exit, never a traceback."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.cache = folder.name

    def refused(self, *words, **environment):
        told = {**os.environ, "XERO_CONNECTOR_CACHE": self.cache, **environment}
        done = subprocess.run(
            [sys.executable, CHECKOUT / "run", *words], capture_output=True, text=True, env=told
        )
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("Traceback", done.stdout + done.stderr)
        sentences = done.stderr.strip().splitlines()
        self.assertEqual(len(sentences), 1, done.stderr)
        self.assertTrue(sentences[0].endswith("."), sentences)
        return sentences[0]

    def test_wrong_arguments(self):
        """An unknown command, series, variant or port is named."""
        self.assertIn("'dance'", self.refused("dance"))
        self.assertIn("'16.0'", self.refused("test", "--series", "16.0"))
        self.assertIn("'heavy'", self.refused("test", "--variant", "heavy"))
        self.assertIn("port number", self.refused("demo", "--port", "99999"))
        self.assertIn("DIR", self.refused("package"))

    def test_unknown_selector(self):
        """A test nobody wrote is named instead of nothing being run."""
        self.assertIn("TestNobodyWrote", self.refused("test", "TestNobodyWrote"))

    def test_port_in_use(self):
        """A port that somebody else uses is named with the option to choose another."""
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            sentence = self.refused("demo", "--port", port)
        self.assertIn(port, sentence)
        self.assertIn("--port", sentence)

    def test_odoo_folder_without_odoo(self):
        """A folder that is no Odoo source is named."""
        self.assertIn(
            self.cache, self.refused("package", "--series", "19.0", "--odoo", self.cache, "x")
        )

    def test_cache_that_cannot_be_made(self):
        """A cache folder that cannot be made is named with the variable that chooses it."""
        file = Path(self.cache) / "file"
        file.touch()
        sentence = self.refused("package", "x", XERO_CONNECTOR_CACHE=str(file / "inside"))
        self.assertIn("XERO_CONNECTOR_CACHE", sentence)

    def test_package_over_something_else(self):
        """A folder of another kind is never replaced by the package."""
        target = Path(self.cache) / "xero_connector"
        target.mkdir()
        (target / "precious.txt").touch()
        self.assertIn("xero_connector", self.refused("package", self.cache))
        self.assertTrue((target / "precious.txt").exists())
