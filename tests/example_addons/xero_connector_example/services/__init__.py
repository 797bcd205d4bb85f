from . import contact, example_group
