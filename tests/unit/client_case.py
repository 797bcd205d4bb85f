"""A client of a server on this machine."""

import unittest

import tenacity
from loopback import served

from xero.client import Client
from xero.errors import XeroError
from xero.servers import Servers

CONTACTS = "/api.xro/2.0/Contacts"
EMPLOYEES = "/payroll.xro/1.0/Employees"
SOME_ID = "fb4ebd68-6568-41eb-96ab-628a0f54b4b8"


class ClientCase(unittest.TestCase):
    def client(self, *replies, **options):
        self.server = served(self, *replies)
        address = self.server.address
        options.setdefault("retry_wait", tenacity.wait_none())
        options.setdefault("token", lambda: "token-1")
        return Client(Servers(address, address, address), "tenant-1", **options)

    def failure(self, call, *args, **options):
        with self.assertRaises(XeroError) as caught:
            call(*args, **options)
        return caught.exception
