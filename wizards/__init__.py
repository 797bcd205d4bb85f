from . import xero_connect
from . import xero_organisation_choice
from . import xero_disconnect
from . import xero_resolve
from . import xero_export, xero_overwrite
from . import xero_chart
from . import xero_template_use
from . import base_partner_merge
