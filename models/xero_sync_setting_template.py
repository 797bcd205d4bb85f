"""A setting and templates: what a template changes on it, in words, and what it says of itself."""

from odoo import _, models

from .xero_template_line import COMMON


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    def _label_of(self, name):
        """What people call a choice, in their language.

        :rtype: str
        """
        return self._fields[name]._description_string(self.env)

    def _words_of(self, name, value, minutes=0):
        """A value of a choice as people read it.

        :param int minutes: between runs, for a schedule that goes by minutes
        :rtype: str
        """
        if minutes and value == "minutes":
            return _("Every %s minutes", minutes)
        field = self._fields[name]
        if field.type == "boolean":
            return _("on") if value else _("off")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return str(value)

    def _sentences_of(self, values):
        """What these values change on this setting.

        :param dict values: such as differ from what it has
        :rtype: list[str]
        """
        name, sentences = self.display_name, []
        if "enabled" in values:
            said = _("“%s” is switched on.") if values["enabled"] else _("“%s” is switched off.")
            sentences.append(said % name)
        for choice, value in values.items():
            if choice == "enabled":
                continue
            sentences.append(
                _(
                    "“%(sync)s”: “%(choice)s” becomes “%(new)s” (now “%(old)s”).",
                    sync=name,
                    choice=self._choice_name(choice),
                    new=self._words_of(choice, value, values.get("interval", self.interval)),
                    old=self._words_of(choice, self[choice], self.interval),
                )
            )
        return sentences

    def _choice_name(self, name):
        """Directions and their schedules have the same short names on the page."""
        named = {"pull_schedule": _("When to import"), "push_schedule": _("When to export")}
        return named.get(name) or self._label_of(name)

    def _sentence_still_needed(self, on):
        """Why this sync is not switched off.

        :param set on: entities that will be on
        """
        names = dict(self._selection_entity())
        others = [names[entity] for entity in names if entity in on & self._service()._needed_by()]
        return _(
            "“%(sync)s” stays on: it is needed by %(others)s.",
            sync=self.display_name,
            others=_(" and ").join(f"“{name}”" for name in others),
        )

    def _directions_back(self):
        """Directions to switch on again, where it has none to run in.

        :rtype: dict
        """
        if self.pull or self.push:
            return {}
        service = self._service()
        return {"pull": service._xero_pull, "push": service._xero_push}

    def _for_template(self):
        """What a template has to say to make another connection like this one.

        :rtype: dict -- values of xero.template.line
        """
        lines, defaults = self.env["xero.template.line"], self.default_get(list(self._fields))
        names = lines._option_names(self.entity)
        own = {name: self[name] for name in names if self[name] != defaults.get(name, False)}
        pairs = self.env["xero.template.pair"]._of_setting(self)
        return {
            "entity": self.entity,
            "enabled": self._on(),
            **{name: self[name] for name in COMMON},
            "options": own,
            "pair_ids": [(0, 0, pair) for pair in pairs],
        }
