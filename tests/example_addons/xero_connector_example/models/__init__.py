from . import example_group, res_partner
