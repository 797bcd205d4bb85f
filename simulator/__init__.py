"""A Xero organisation that runs on this machine, over real HTTP, usable without Odoo."""
