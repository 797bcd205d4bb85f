import csv
import json
from pathlib import Path
from types import SimpleNamespace

from odoo.tests import tagged
from odoo.tools import file_open

from ..services.mapping_tax import TaxFacts, suggest_tax, why_none
from .mapping_case import MappingCase

DATA = Path(__file__).parent / "data"
CLASSES = {
    "A": "ASSET", "E": "EQUITY", "X": "EXPENSE", "L": "LIABILITY", "R": "REVENUE",
}  # fmt: skip
# The answers were written for the charts of Odoo 17.0 and say nothing about what later ones added.
LATER_ACCOUNTS = {"21340", "21365", "21390", "21395", "21760", "21800", "95000", "97000"}
LATER_TAXES = {
    "au_tax_payg_w3", "au_tax_dgst", "au_tax_sale_lct", "au_tax_sale_fbt", "au_tax_sale_ftc",
    "au_tax_sale_payg_i", "au_tax_sale_payg_w", "au_tax_sale_wet", "ST_20_RCD", "ST_0_EX",
    "PT_20_G", "PT_20_S", "PT_20_RCD", "PT_20_RCI", "PT_20_PVA", "PT_0_EX",
}  # fmt: skip


def answers(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


class SystemRate(SimpleNamespace):
    """A tax rate every organisation of a country has, as Xero's list of tax types says."""

    def _applies_to(self, account_class):
        return account_class in {CLASSES[letter] for letter in self.applies_to}


def system_rates(country):
    return [
        SystemRate(
            effective_rate=float(row["rate"]),
            report_tax_type=row["tax_type"],
            components=[],
            **row,
        )
        for row in answers("system_tax_rates.json")
        if row["country"] == country
    ]


def chart_taxes(country):
    """Facts of the taxes a localisation's chart brings, by their ids there; none for the US."""
    taxes, own = {}, None
    if country == "US":
        return {}
    path = f"l10n_{country.lower()}/data/template/account.tax-{country.lower()}.csv"
    with file_open(path, "r") as file:
        for row in csv.DictReader(file):
            if row["id"]:
                own = taxes.setdefault(row["id"], {**row, "lines": []})
            own["lines"].append(row)
    return {name: facts_of(taxes, tax) for name, tax in taxes.items()}


def facts_of(taxes, tax):
    children = tax.get("children_tax_ids") or ""
    parts = [taxes[name] for name in children.split(",") if name] or [tax]
    lines = [
        (part, line)
        for part in parts
        for line in part["lines"]
        if line["repartition_line_ids/document_type"] == "invoice"
    ]
    added = sum(
        float(part["amount"]) * float(line.get("repartition_line_ids/factor_percent") or 100) / 100
        for part, line in lines
        if line["repartition_line_ids/repartition_type"] == "tax"
    )
    labels = {
        label.lstrip("+-")
        for _part, line in lines
        for label in line["repartition_line_ids/tag_ids"].split("||")
        if label
    }
    said = (tax["name"], tax["description"], tax["invoice_label"])
    return TaxFacts(
        rate=added if all(part["amount_type"] == "percent" for part in parts) else None,
        use=tax["type_tax_use"],
        words=" ".join(word for word in said if word),
        labels=frozenset(labels),
        parts=tuple(float(part["amount"]) for part in parts),
    )


@tagged("post_install", "-at_install")
class TestMappingMeasured(MappingCase):
    """What is suggested, against answers written by somebody who had not seen the rules.

    An answer says what of Odoo's chart a record of Xero's corresponds to (``expected``), and what
    else may be mapped to it (``also``). Right is that the expected record is suggested it; where
    nothing is expected, nothing but ``also`` may be.
    """

    def judge(self, rows, suggested, key, ignored=()):
        """Count right answers and name what is wrong.

        :param list rows: answers
        :param dict suggested: id in Odoo's chart -> (key of the Xero record, sure), or None
        :rtype: tuple[int, int, list[str]] -- right, expected, sentences about what must not be
        """
        right = expected = 0
        wrong = []
        for row in rows:
            own = {row["expected"], *row["also"]}
            if row["expected"] in suggested:
                expected += 1
                right += (suggested[row["expected"]] or [None])[0] == row[key]
            others = suggested.keys() - own - set(ignored)
            taken = {
                name: suggested[name][1]
                for name in sorted(others)
                if suggested[name] and suggested[name][0] == row[key]
            }
            wrong += [f"{name} is surely {row[key]}" for name, sure in taken.items() if sure]
            if row["expected"] is None:
                wrong += [f"{name} may be {row[key]}" for name in taken]
        return right, expected, wrong

    def read_recorded(self):
        path = self.shared("xero/demo-company-au/organisation.json")
        self.assertTrue(path, "the recorded organisation is not on this machine")
        self.connection.sudo().write({"state": "disconnected", "active": False})
        self.connection = self.connect(self.company, self.sim.load(path))
        events = [self.run_pull(name, trigger="first") for name in ("ledger_account", "tax_rate")]
        self.assertEqual([event.created for event in events], [56, 10])

    def test_the_australian_demo_company(self):
        """At least nine of ten accounts and taxes of Xero's recorded Australian company that have a
        counterpart in Odoo's chart are suggested it, those without stay open, and nothing wrong is
        marked sure. [D29, S17, S19]"""
        self.read_recorded()
        table = answers("expected_counterparts_au.json")
        for row in table["accounts"]:
            row["key"] = row["code"] or row["name"]
        own = self.accounts.search([("connection_id", "=", self.connection.id)])
        names = own.account_id.get_external_id()
        chart = f"account.{self.company.id}_au_"
        found = {
            names[row.account_id.id].removeprefix(chart): self.found(row, row.ledger_account_id)
            for row in own
            if names[row.account_id.id].startswith(chart)
        }
        right, expected, wrong = self.judge(table["accounts"], found, "key", LATER_ACCOUNTS)
        self.assertEqual(wrong, [])
        self.assertGreaterEqual(expected, 25)
        told = [name for row in table["tax_rates"] for name in (row["expected"], *row["also"])]
        taxes = {name: self.company_tax(name) for name in told if name}
        found = {
            name: self.found(self.tax_row(tax), self.tax_row(tax).tax_rate_id)
            for name, tax in taxes.items()
            if tax
        }
        more, count, wrong = self.judge(table["tax_rates"], found, "tax_type")
        self.assertEqual(wrong, [])
        self.assertEqual(count, 7)
        self.assertGreaterEqual((right + more) / (expected + count), 0.9)
        self.assertGreaterEqual(right / expected, 0.9)

    def found(self, row, target):
        key = (
            target.code or target.name if target._name == "xero.ledger.account" else target.tax_type
        )
        return (key, row.state == "sure") if target else None

    def company_tax(self, name):
        return self.env.ref(f"account.{self.company.id}_{name}", raise_if_not_found=False)

    def test_system_tax_codes(self):
        """Every tax code Xero has by itself in Australia, New Zealand, the UK and the US is
        suggested for the tax the country's chart has for it, or says why for none. [D29, S19]"""
        table = answers("expected_tax_codes.json")
        why, judged = {}, 0
        for country in ("AU", "NZ", "UK", "US"):
            rates, facts = system_rates(country), chart_taxes(country)
            rows = [row for row in table if row["country"] == country]
            self.assertEqual({r.tax_type for r in rates}, {row["tax_type"] for row in rows})
            found = {name: suggest_tax(one, rates) for name, one in facts.items()}
            found = {name: s and (s.target.tax_type, s.sure) for name, s in found.items()}
            right, expected, wrong = self.judge(rows, found, "tax_type", LATER_TAXES)
            self.assertEqual(wrong, [], country)
            self.assertEqual(right, expected, country)
            judged += expected
            known = [one for name, one in facts.items() if name not in LATER_TAXES]
            for row in rows:
                if row["expected"] is None:
                    rate = next(r for r in rates if r.tax_type == row["tax_type"])
                    why[country, row["tax_type"]] = why_none(rate, known)
        self.assertGreaterEqual(judged, 17)
        self.assertEqual(why, WHY_NONE)


WHY_NONE = {
    ("AU", "BASEXCLUDED"): "no_tax",
    ("AU", "EXEMPTCAPITAL"): "use",
    ("AU", "GSTONCAPIMPORTS"): "own_line",
    ("AU", "GSTONIMPORTS"): "own_line",
    ("NZ", "GSTONIMPORTS"): "own_line",
    ("NZ", "INPUT"): "percent",
    ("NZ", "NONE"): "no_tax",
    ("NZ", "OUTPUT"): "percent",
    ("UK", "CAPEXINPUT2"): "use",
    ("UK", "CAPEXOUTPUT2"): "use",
    ("UK", "DRCHARGE20"): "use",
    ("UK", "NONE"): "no_tax",
    ("UK", "REVERSECHARGES"): "use",
    ("US", "AVALARA"): "automatic",
    ("US", "INPUT"): "percent",
    ("US", "NONE"): "no_tax",
    ("US", "OUTPUT"): "percent",
    ("US", "USSALESTAX"): "automatic",
}
