from .invoice_case import InvoiceCase


class TrackingCase(InvoiceCase):
    """The category Region goes with an analytic plan, and Project with another."""

    @classmethod
    def setUpClass(cls, chart_template_ref="au"):
        super().setUpClass(chart_template_ref=chart_template_ref)
        # A plan is a column of its own, so it is made once.
        cls.regions = cls.plan("Regions", "North", "South ", "west  coast", "Abroad")
        cls.projects = cls.plan("Projects", "Alpha", "Gamma")

    def set_up_once(self):
        super().set_up_once()
        self.sim.create(
            "TrackingCategories", Name="Project", Options=[{"Name": "Alpha"}, {"Name": "Beta"}]
        )
        self.run_pull("tracking_category", trigger="first")

    @classmethod
    def plan(cls, name, *accounts):
        """An analytic plan with accounts."""
        plan = cls.env["account.analytic.plan"].create({"name": name})
        cls.env["account.analytic.account"].create(
            [
                {"name": account, "plan_id": plan.id, "company_id": cls.company.id}
                for account in accounts
            ]
        )
        return plan

    def account(self, name):
        """An analytic account by its name, whatever blanks surround it."""
        accounts = (self.regions | self.projects).account_ids
        return accounts.filtered(lambda account: account.name.strip() == name)

    def category(self, name="Region"):
        """A tracking category as it was read from Xero."""
        return self.env["xero.tracking.category"].search(
            [("connection_id", "=", self.connection.id), ("name", "=", name)]
        )

    def choose(self, plan=None, category="Region"):
        """Choose the plan of a category, as a person does."""
        row = self.category(category).with_user(self.env.user)
        row.write({"plan_id": (plan or self.regions).id})

    def row(self, name):
        """The mapping of an analytic account."""
        return self.env["xero.tracking.map"].search(
            [("analytic_account_id", "=", self.account(name).id)]
        )

    def option(self, name, category="Region"):
        """A tracking option as it was read from Xero."""
        options = self.category(category).with_context(active_test=False).option_ids
        return options.filtered(lambda option: option.name == name)

    def edit_option(self, name, **changes):
        """Change an option in Xero and read the categories again."""
        category = next(
            row for row in self.xero("TrackingCategories") if row["Name"] == "Region"
        )
        options = [
            {**option, **(changes if option["Name"] == name else {})}
            for option in category["Options"]
        ]
        self.sim.edit("TrackingCategories", category["TrackingCategoryID"], Options=options)

    def shared_line(self, price=100.0, quantity=1.0, **shares):
        """A line of an invoice, distributed in per cent by name of the analytic account; two names
        are joined by two underscores."""
        distribution = {
            ",".join(str(self.account(part).id) for part in names.split("__")): percent
            for names, percent in shares.items()
        }
        return self.line(price, quantity, analytic_distribution=distribution)

    def lines_in_xero(self, move):
        """What Xero has: option names, quantity, amount and tax of each line."""
        return [
            (
                " ".join(sorted(one["Option"] for one in line["Tracking"])),
                float(line["Quantity"]),
                float(line["LineAmount"]),
                float(line["TaxAmount"]),
            )
            for line in self.in_xero(move)["LineItems"]
        ]
