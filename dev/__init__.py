"""What ./run needs: finding Odoo and PostgreSQL, environments, packaging, tests, the demo."""
