"""Moments the simulator comes back to."""

from datetime import datetime

from sim_client import SimulatorCase


class TestSnapshots(SimulatorCase):
    def now(self):
        return datetime.fromisoformat(self.control("clock", method="GET")["now"])

    def test_back_as_often_as_wanted(self):
        """Records, keys and the clock are as they were; a token of that time still opens."""
        made = self.contact("Kept")
        before = self.now()
        self.control("snapshot", {"name": "then"})
        for _time in range(2):
            self.contact("Dropped")
            self.control("edit", {"table": "Contacts", "id": made["ContactID"],
                                  "changes": {"Name": "Changed"}})  # fmt: skip
            self.control("clock", {"advance": 7200})
            self.control("restore", {"name": "then"})
            names = [contact["Name"] for contact in self.good("GET", "Contacts")["Contacts"]]
            self.assertEqual(names, ["Kept"])
            self.assertLess((self.now() - before).total_seconds(), 60)

    def test_unknown_name(self):
        """A name nobody used is refused in a sentence."""
        self.assertIn("no snapshot", str(self.control("restore", {"name": "never"})))
