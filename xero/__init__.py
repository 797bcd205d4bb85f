"""What Xero is and how it answers, in plain Python: nothing in this folder knows Odoo."""
