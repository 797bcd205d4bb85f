from . import test_team_account, test_team_access
