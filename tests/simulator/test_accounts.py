"""Accounts as Xero keeps them: what a bank account needs, and what it refuses."""

from sim_client import SimulatorCase


class TestAccounts(SimulatorCase):
    def account(self, **more):
        number = "033-001 4711"
        return {"Name": "Trust Account", "Type": "BANK", "BankAccountNumber": number, **more}

    def made(self, **more):
        return self.good("PUT", "Accounts", self.account(**more))["Accounts"][0]

    def test_a_bank_account(self):
        """It needs a number and no code; currency and kind are the usual ones unless told."""
        made = self.made()
        self.assertEqual(made["BankAccountNumber"], "033-001 4711")
        self.assertNotIn("Code", made)
        self.assertEqual((made["CurrencyCode"], made["BankAccountType"]), ("AUD", "BANK"))
        self.assertEqual((made["Class"], made["Status"]), ("ASSET", "ACTIVE"))
        foreign = self.made(Name="Dollars", BankAccountNumber="4712", CurrencyCode="USD")
        self.assertEqual(foreign["CurrencyCode"], "USD")

    def test_what_is_refused(self):
        """No number, one that is used, a kind or a currency that Xero does not have, a description,
        a name or a code that another account has."""
        self.made(Code="091")
        for wrong, words in (
            ({"BankAccountNumber": ""}, "needs a BankAccountNumber"),
            ({"BankAccountNumber": "0330014711"}, "used by another account"),
            ({"BankAccountNumber": "1", "BankAccountType": "SAVINGS"}, "BankAccountType"),
            ({"BankAccountNumber": "1", "CurrencyCode": "ZZZ"}, "not subscribed to currency ZZZ"),
            ({"BankAccountNumber": "1", "Description": "Ours"}, "no Description"),
            ({"BankAccountNumber": "1"}, "unique Name"),
            ({"BankAccountNumber": "1", "Name": "Other", "Code": "091"}, "unique Code"),
        ):
            text = self.refused("PUT", "Accounts", self.account(**wrong))
            self.assertIn(words, text)

    def test_only_bank_accounts_have_a_number(self):
        """Number, kind and currency belong to bank accounts alone; others need a code."""
        body = {"Code": "498", "Name": "Fees", "Type": "EXPENSE"}
        text = self.refused("PUT", "Accounts", {**body, "BankAccountNumber": "4711"})
        self.assertIn("BankAccountNumber is for bank accounts only", text)
        text = self.refused("PUT", "Accounts", {"Name": "Fees", "Type": "EXPENSE"})
        self.assertIn("1 to 10 characters", text)

    def test_currency_and_type_stay(self):
        """Neither currency nor type of a bank account can be changed; it can be archived."""
        made = self.made()
        path = f"Accounts/{made['AccountID']}"
        for change in ({"CurrencyCode": "USD"}, {"Type": "CURRENT"}):
            self.assertIn("cannot be changed", self.refused("POST", path, change))
        back = self.good("POST", path, {"Status": "ARCHIVED"})["Accounts"][0]
        self.assertEqual(back["Status"], "ARCHIVED")
