from odoo import _, api, fields, models
from odoo.exceptions import AccessError


class XeroTemplateOwned(models.AbstractModel):
    """A template or a part of one: a company changes its own; what is shared came with an addon.

    The record rules refuse the same to whoever is not superuser, in no words that help a person.
    """

    _name = "xero.template.owned"
    _description = "Template of a company, or a part of one"

    # The template, or the part of one, that it stands in.
    _template_parent = None

    company_id = fields.Many2one("res.company")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_place(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_own()
        self._check_place(vals)
        done = super().write(vals)
        if {"company_id", self._template_parent} & set(vals):
            # Odoo looks at the rules before a write: it could be handed to another company by it.
            self.check_access_rule("write")
        return done

    def unlink(self):
        self._check_own()
        return super().unlink()

    def _check_own(self):
        """
        :raises odoo.exceptions.AccessError: a person would change what is for every company
        """
        shared = self.browse() if self.env.su else self.filtered(lambda row: not row.company_id)
        if shared:
            raise AccessError(
                _(
                    "“%s” came with the connector and is for every company: it stays as it is. "
                    "Press “Copy for my company” on the template, and change the copy.",
                    shared[0]._template().name,
                )
            )

    def _check_place(self, vals):
        """What a person makes or moves goes where that person may change something."""
        parent = self._template_parent
        if parent and vals.get(parent):
            self.env[self._fields[parent].comodel_name].browse(vals[parent])._check_own()
        elif not parent and not self.env.su and not vals.get("company_id", True):
            raise AccessError(
                _(
                    "A template belongs to a company: only those that came with the connector are "
                    "for every company. Choose the company."
                )
            )

    def _template(self):
        """The template that this is, or is a part of."""
        return self[self._template_parent]._template() if self._template_parent else self
