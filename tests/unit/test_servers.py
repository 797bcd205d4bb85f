"""The addresses of Xero."""

import unittest

from xero.servers import Servers


class TestServers(unittest.TestCase):
    def test_defaults_are_xeros_own(self):
        """Without a setting the addresses are Xero's. [S71]"""
        servers = Servers()
        self.assertEqual(
            (servers.login, servers.identity, servers.api),
            ("https://login.xero.com", "https://identity.xero.com", "https://api.xero.com"),
        )

    def test_http_is_for_this_machine_only(self):
        """Plain http is accepted on the own machine and nowhere else. [S74]"""
        for address in ("http://127.0.0.1:8799/", "http://localhost:8799", "http://[::1]:80"):
            self.assertEqual(Servers(api=address).api, address.rstrip("/"))
        refused = (
            "http://api.xero.com",
            "http://127.0.0.1.example.com",
            "http://localhost@example.com",
            "ftp://127.0.0.1",
            "api.xero.com",
            "",
            "https://",
            "https://u:p@api.xero.com",
            "https://api.xero.com?x=1",
            "https://api.xero.com:port",
        )
        for address in refused:
            with (
                self.subTest(address=address),
                self.assertRaisesRegex(ValueError, r"^identity_url .*\.$"),
            ):
                Servers(identity=address)
