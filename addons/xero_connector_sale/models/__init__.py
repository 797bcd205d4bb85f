from . import xero_team_account, xero_ledger_account, crm_team
from . import sale_order_line, account_move_line, account_move
