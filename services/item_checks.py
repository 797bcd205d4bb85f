"""Items: what Xero would refuse is not sent; a person gets a sentence with the way out instead."""

from odoo import _, models

from .item_matching import code_key
from .item_money import KINDS, TAXES

INVENTORY_TYPE = "INVENTORY"


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _check_push(self, pairs, records):
        super()._check_push(pairs, records)
        sending = [pair for pair in pairs if pair.merged.to_xero and not pair.refusal]
        by_id = {record.id: record.sudo() for record in records}
        self._check_codes([pair for pair in sending if "code" in pair.merged.to_xero], records)
        if not sending or not self._setting.item_accounts:
            return
        tracked = self._tracked(records.sudo(), self._setting)
        refusals = self._refusals_of(sending)
        for pair in sending:
            if not pair.refusal:
                self._check_money(pair, by_id[pair.res_id], tracked.get(pair.res_id), refusals)

    def _check_codes(self, pairs, records):
        """Xero needs a code and has each once; none is made up."""
        taken = self._codes_taken(pairs, records)
        for pair in sorted(pairs, key=lambda pair: pair.res_id):
            code = pair.odoo["code"]
            others = taken.setdefault(code_key(code), set())
            if not code:
                pair.refuse(
                    "incomplete",
                    _(
                        "%s has no internal reference, and an item in Xero needs a code. Enter one "
                        "in Odoo; it is sent by itself. Products without one can be left out on "
                        "the page of this sync.",
                        pair.name,
                    ),
                )
            elif others - {pair.res_id}:
                pair.refuse(
                    "duplicate",
                    _(
                        "Another product with the reference “%(code)s” is in Xero already, and "
                        "Xero has a code only once. Give %(name)s another reference in Odoo.",
                        code=code,
                        name=pair.name,
                    ),
                )
            else:
                others.add(pair.res_id)

    def _codes_taken(self, pairs, records):
        """Ids of linked products by code, for the codes of these pairs.

        :rtype: dict[str, set[int]]
        """
        keys = list({code_key(pair.odoo["code"]) for pair in pairs})
        if not keys:
            return {}
        records.flush_model(["default_code"])
        self.env.cr.execute(
            """
            SELECT product.default_code, product.id
              FROM product_product product JOIN xero_link link
                ON link.model = 'product.product' AND link.res_id = product.id
             WHERE link.connection_id = %s AND link.entity = %s AND link.active
               AND lower(trim(product.default_code)) = ANY(%s)
            """,
            [self._setting.connection_id.id, self._xero_entity, keys],
        )
        taken = {}
        for code, res_id in self.env.cr.fetchall():
            taken.setdefault(code_key(code), set()).add(res_id)
        return taken

    def _refusals_of(self, pairs):
        """What Xero says to each tax on each account of these pairs, read once for a batch (Pain
        6).

        :rtype: dict[tuple[str, str], str] -- sentence by account code and tax type
        """
        domain = [("connection_id", "=", self._setting.connection_id.id)]
        accounts = self.env["xero.ledger.account"].sudo().search(domain)
        ledgers = {account.code: account for account in accounts}
        rates = {rate.tax_type: rate for rate in self.env["xero.tax.rate"].sudo().search(domain)}
        codes = {_codes(pair, side) for pair in pairs for side in KINDS}
        return {
            (account, tax): self.env["xero.account.map"]._pair_refusal(ledgers[account], rates[tax])
            for account, tax in codes
            if account in ledgers and tax in rates
        }

    def _check_money(self, pair, product, tracked, refusals):
        """Accounts and taxes without a mapping are named, with the way out."""
        problems = []
        for side, used in (("sale", "sold"), ("purchase", "bought")):
            codes = _codes(pair, side)
            if not pair.odoo[used]:
                continue
            if None in codes:
                problems += self._problems_of(product, side)
            elif refusals.get(codes) and not (tracked and side == "purchase"):
                problems.append(("mapping_invalid", refusals[codes]))
        if tracked and pair.odoo["bought"]:
            problems += self._problems_of_tracked(tracked)
        if problems:
            reason, why = problems[0]
            pair.refuse(reason, _("%(name)s: %(why)s", name=pair.name, why=why))

    def _problems_of(self, product, side):
        """Why the account or the taxes of one side of a product have no code of Xero's.

        :rtype: list[tuple[str, str]] -- reason and sentence
        """
        connection = self._setting.connection_id
        account_map, tax_map = self.env["xero.account.map"], self.env["xero.tax.map"]
        account = self._accounts_of(product)[KINDS[side]]
        ledger = account_map._ledger_account(connection, account)
        if account and not ledger:
            return [account_map._missing(connection, account)]
        if account and not ledger.sudo().code:
            return [("mapping_invalid", self._sentence_no_code(ledger))]
        taxes = self._own_taxes(product[TAXES[side]], connection.company_id)
        return [tax_map._missing(connection, taxes)]

    def _sentence_no_code(self, ledger):
        return _(
            "“%s” has no code in Xero, and items name accounts by their code. Give it one in Xero, "
            "or map the account to another.",
            ledger.sudo().display_name,
        )

    def _problems_of_tracked(self, accounts):
        """A tracked item needs an account of the type Inventory and one of goods sold (FACTS
        5.6)."""
        connection = self._setting.connection_id
        if not accounts["cogs"]:
            return [
                (
                    "incomplete",
                    _(
                        "its purchases go to an account that is used as inventory in Xero, and "
                        "Xero needs an account for the cost of goods sold. Choose it on the page "
                        "of this sync."
                    ),
                )
            ]
        account_map = self.env["xero.account.map"]
        for account in accounts.values():
            if not account_map._ledger_account(connection, account):
                return [account_map._missing(connection, account)]
        asset = account_map._ledger_account(connection, accounts["asset"]).sudo()
        if asset.type != INVENTORY_TYPE:
            return [
                (
                    "mapping_invalid",
                    _(
                        "%(account)s is used as inventory in Xero, but “%(target)s” there is not "
                        "an account of the type Inventory. Choose another on the mapping page, or "
                        "take the tick off the account.",
                        account=accounts["asset"].display_name,
                        target=asset.display_name,
                    ),
                )
            ]
        return []

    def _mapping_action(self, quarantine):
        """The mapping rows a question about a product is about: accounts first, then taxes.

        :rtype: dict
        """
        connection = quarantine.connection_id
        product = self.env["product.product"].sudo().browse(quarantine.res_id).exists()
        product = product.with_company(connection.company_id)
        setting = connection.setting_ids.filtered(lambda row: row.entity == self._xero_entity)
        rows = self._rows_to_map(product, setting)
        action = self.env[rows._name]._open_action(connection)
        if not rows:
            return {**action, "context": {"search_default_attention": 1}}
        title = _("%(page)s for %(name)s", page=action["name"], name=quarantine.name)
        return {**action, "name": title, "domain": [("id", "in", rows.ids)]}

    def _rows_to_map(self, product, setting):
        """Rows of one mapping page that keep a product from leaving; all of its accounts when only
        Xero knows what is wrong.

        :rtype: xero.account.map | xero.tax.map
        """
        connection = setting.connection_id
        account_map = self.env["xero.account.map"].sudo()
        tax_map = self.env["xero.tax.map"].sudo()
        accounts, taxes = account_map.browse(), tax_map.browse()
        for side, name in TAXES.items() if product else ():
            accounts |= account_map._row(connection, self._accounts_of(product)[KINDS[side]])
            own = self._own_taxes(product[name], connection.company_id)
            taxes |= tax_map._row(connection, own) if own else tax_map
        for stock in self._tracked(product, setting).values():
            for account in stock.values():
                accounts |= account_map._row(connection, account)
        open_accounts = accounts.filtered(lambda row: not row._usable())
        open_taxes = taxes.filtered(lambda row: not row._usable())
        return open_accounts or open_taxes or accounts


def _codes(pair, side):
    """Account and tax of a side as Xero knows them; None for what is not mapped."""
    return pair.odoo.get(f"{side}_account"), pair.odoo.get(f"{side}_tax")
