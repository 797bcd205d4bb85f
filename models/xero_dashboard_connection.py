from odoo import _, fields, models

# Xero ends a consent that nobody used for 60 days; from here on the page says so (FACTS 1.2).
CONSENT_ALARM_DAYS = 15


class XeroConnection(models.Model):
    """A connection's part of the dashboard: its two clocks, and what a person has to do."""

    _inherit = "xero.connection"

    def _dashboard_row(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        consent = self.sudo().authorisation_id
        now = fields.Datetime.now()
        live = self.state == "live"
        minutes = days = None
        if live and consent.access_expires_at:
            minutes = max(0, int((consent.access_expires_at - now).total_seconds() // 60))
        if live and consent.refresh_expires_at:
            days = max(0, (consent.refresh_expires_at - now).days)
        return {
            "id": self.id,
            "name": self.name,
            "company": self.company_id.display_name,
            "state": self.state,
            "state_label": states[self.state],
            "user": consent.xero_user_name or "",
            "email": consent.xero_user_email or "",
            "refresh_minutes": minutes,
            "consent_days": days,
            "consent_alarm": days is not None and days <= CONSENT_ALARM_DAYS,
        }

    def _dashboard_banners(self):
        """What keeps these connections from syncing, each with its one button.

        :rtype: list[dict]
        """
        banners = []
        for row in self:
            words = row._banner_words()
            if words:
                level, title, sentence, button, method = words
                banners.append(
                    {
                        "key": f"{row.state}-{row.id}",
                        "level": level,
                        "title": title,
                        "sentence": sentence,
                        "button": button,
                        "model": row._name,
                        "method": method,
                        "id": row.id,
                        "allowed": method == "action_open_settings"
                        or self.env.user.has_group("xero_connector.group_manager"),
                        "at": fields.Datetime.to_string(row.limit_until)
                        if method == "action_open_settings"
                        else False,
                    }
                )
        return banners

    def _missing_words(self):
        return _(
            "Missing: %(scopes)s, needed for %(features)s. What needs it waits.",
            scopes=self.missing_scopes or "?",
            features=self.missing_features or "?",
        )

    def _banner_words(self):
        name = self.name
        if self.state == "live" and self.missing_scopes:
            return (
                "warning",
                _("%(name)s needs one more permission for: %(features)s.",
                  name=name, features=self.missing_features or "?"),
                _("%s Everything else goes on.", self._missing_words()),
                _("Update permissions"),
                "action_update_permissions",
            )  # fmt: skip
        if self.state == "live" and self.limit_until:
            return (
                "info",
                _("%s has reached a limit of Xero.", name),
                _("%s Nobody has to do anything.", self.limit_sentence or ""),
                _("Run syncs less often"),
                "action_open_settings",
            )
        return {
            "draft": (
                "info",
                _("%s is not connected yet.", self.company_id.display_name),
                _("Nothing is synced before a Xero user allows it."),
                _("Connect"),
                "action_reconnect",
            ),
            "disconnected": (
                "info",
                _("%s is disconnected.", name),
                _("Links and mappings are kept for the day you connect again."),
                _("Connect"),
                "action_reconnect",
            ),
            "reconnect": (
                "warning",
                _("The session with %s has expired.", name),
                _("Nothing is lost: changes wait and go on after you reconnect."),
                _("Reconnect"),
                "action_reconnect",
            ),
            "permission": (
                "warning",
                _("%s lacks a permission in Xero.", name),
                self._missing_words(),
                _("Update permissions"),
                "action_update_permissions",
            ),
            "copy": (
                "danger",
                _("This database looks like a copy."),
                _("Nothing is sent to %s before you decide which database goes on.", name),
                _("Decide"),
                "action_open_connection",
            ),
        }.get(self.state)

    def action_open_connection(self):
        """Open this connection's page.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self._check_group("xero_connector.group_user")
        return {**self._open_form(), "name": self.display_name}
