"""Employees: matched once, by evidence that says why; by id for ever after (Pain 28)."""

from odoo import _, models

from ..xero.names import person_key
from .contact_values import email_key, phone_key
from .employee_evidence import LIKELY, SURE, Person, weigh


class XeroSyncEmployee(models.AbstractModel):
    _inherit = "xero.sync.employee"

    def _match_odoo(self, pairs):
        """At most one Odoo employee for each; whatever is not sure is put in front of a person
        here."""
        pairs = [pair for pair in pairs if not pair.outcome]
        people = self._people() if pairs else {}
        taken = self._taken(people)
        choices = {}
        for pair in pairs:
            graded = self._graded(_person(pair.xero), people)
            free = [row for row in graded if row[1] not in taken]
            held = [row for row in graded if row[1] in taken and row[0] >= LIKELY]
            if held and not any(grade == SURE for grade, *_rest in free):
                self._refuse_second(pair, held[0][1])
            elif free:
                self._pick(pair, free, choices)
        return self._without_rivals(choices)

    def _people(self):
        """Every employee of the company as evidence, by id; archived ones too.

        :rtype: dict[int, Person]
        """
        company = self._setting.connection_id.company_id
        employees = self.env["hr.employee"].with_context(active_test=False).search(
            [("company_id", "=", company.id)]
        )
        return {employee.id: _person_of(employee) for employee in employees}

    def _taken(self, people):
        links = self.env["xero.link"].sudo()
        return links._of_odoo(self._setting.connection_id, self._xero_entity, list(people))

    def _graded(self, person, people):
        """Candidates with their evidence, the best first.

        :rtype: list[tuple[int, int, list[str]]] -- grade, employee id, what agrees
        """
        found = []
        for res_id, other in people.items():
            grade, agree = weigh(person, other)
            if grade:
                found.append((grade, res_id, agree))
        return sorted(found, key=lambda row: (-row[0], -len(row[2]), row[1]))

    def _pick(self, pair, free, choices):
        sure = [row for row in free if row[0] == SURE]
        best = sure or free
        lonely = sure or not self._xero_namesake(pair)
        if len(best) == 1 and best[0][0] >= LIKELY and lonely:
            choices[pair.key] = (pair, best[0])
        else:
            self._ask_which(pair, [(res_id, self._why(agree)) for _grade, res_id, agree in best])

    def _xero_namesake(self, pair):
        """Whether Xero has another one of that name who is nobody in Odoo yet."""
        key = f"n:{person_key(pair.xero['name'])}"
        known = self.env["xero.link"].sudo()._unpaired(
            self._setting.connection_id, self._xero_entity, [key]
        )
        return bool(known.filtered(lambda link: link.xero_id != pair.xero_id))

    def _without_rivals(self, choices):
        """One Odoo employee cannot be two of Xero's: the surer one is, then the one who has not
        left."""
        rivals = {}
        for pair, choice in choices.values():
            rivals.setdefault(choice[1], []).append((pair, choice))
        found = {}
        for res_id, claims in rivals.items():
            claims.sort(key=lambda claim: _strength(*claim), reverse=True)
            first, second = claims[0], claims[1] if len(claims) > 1 else None
            if second and _strength(*first) == _strength(*second):
                for pair, choice in claims:
                    self._ask_namesakes(pair, choice, [claim[0] for claim in claims])
                continue
            found[first[0].key] = [(res_id, self._why(first[1][2]))]
            for pair, _choice in claims[1:]:
                self._refuse_second(pair, res_id)
        return found

    def _ask_namesakes(self, pair, choice, pairs):
        _grade, res_id, agree = choice
        name = self.env["hr.employee"].browse(res_id).name
        pair.refuse(
            "ambiguous",
            _(
                "%(candidates)s from Xero could each be %(name)s in Odoo. Choose who is who; "
                "nothing was changed on either side.",
                candidates=_(" and ").join(_shown(other) for other in pairs),
                name=name,
            ),
            suggestions=[
                {"model": "hr.employee", "id": res_id, "name": name, "why": self._why(agree)}
            ],
        )

    def _refuse_second(self, pair, res_id):
        """The person is in Xero twice. Hours go to the profile that is linked, whatever the names
        say."""
        name = self.env["hr.employee"].browse(res_id).name
        left = pair.xero["employment"]["status"] == "TERMINATED"
        sentence = (
            _(
                "%(name)s has a second, terminated profile in Xero: %(other)s. Nothing is sent to "
                "it. Dismiss this when that is right.",
                name=name,
                other=_shown(pair),
            )
            if left
            else _(
                "%(name)s is linked to Xero already, and Xero has another profile that could be "
                "the same person: %(other)s. Nothing was changed; say which one it is.",
                name=name,
                other=_shown(pair),
            )
        )
        why = self._why(["name"])
        pair.refuse(
            "duplicate",
            sentence,
            suggestions=[{"model": "hr.employee", "id": res_id, "name": name, "why": why}],
        )

    def _check_chosen(self, pairs):
        """Who came back with a new profile: a person's choice replaces the link to the terminated
        one."""
        links = self.env["xero.link"].sudo()
        chosen = [pair for pair in pairs if pair.policy == "link" and pair.res_id and pair.xero]
        taken = links._of_odoo(
            self._setting.connection_id, self._xero_entity, [pair.res_id for pair in chosen]
        )
        for pair in chosen:
            link = taken.get(pair.res_id)
            status = ((link and link.agreed) or {}).get("employment", {}).get("status")
            if link and link.xero_id != pair.xero_id and status == "TERMINATED":
                link.active = False
        super()._check_chosen(pairs)

    def _why(self, agree):
        words = {
            "name": _("same name"),
            "birthday": _("same date of birth"),
            "email": _("same e-mail"),
            "phone": _("same phone"),
        }
        return ", ".join(words[name] for name in agree)

    def _xero_keys(self, xero, payload):
        return _keys(_person(xero)) if xero else []

    def _odoo_keys(self, odoo, record):
        """Name and one more: the name alone does not link anybody (Pain 28)."""
        return [key for key in _keys(_person_of(record)) if not key.startswith("n:")]

    def _plan_unlinked(self, pair, record):
        """Before creating: somebody of that name in Xero who is nobody in Odoo yet is a
        question."""
        may = pair.policy is None and self._may_create_xero(pair, record)
        if may:
            links, connection = self.env["xero.link"].sudo(), self._setting.connection_id
            entity, keys = self._xero_entity, _keys(_person_of(record))
            sure = links._unpaired(connection, entity, self._odoo_keys(pair.odoo, record))
            known = links._unpaired(connection, entity, keys)
            if known and not sure:
                self._ask_which_xero(pair, known)
                return
        super()._plan_unlinked(pair, record)

    def _ask_which_xero(self, pair, known):
        why = _("same name")
        pair.refuse(
            "ambiguous",
            _(
                "Xero has %(candidates)s, and only the name says that it could be %(name)s. Link "
                "them, or create a new employee in Xero; nothing was sent.",
                candidates=_(" and ").join(f"“{link.label}”" for link in known),
                name=pair.name,
            ),
            suggestions=[
                {"xero_id": link.xero_id, "name": link.label, "why": why} for link in known
            ],
        )


def _person(xero):
    return Person(
        name=person_key(xero.get("name", "")),
        birthday=xero.get("birthday", ""),
        emails=frozenset(filter(None, [xero.get("email")])),
        phones=frozenset(filter(None, [xero.get("phone"), xero.get("mobile")])),
    )


def _person_of(employee):
    emails = {email_key(employee[name] or "") for name in ("work_email", "private_email")}
    phones = {phone_key(employee[name] or "") for name in ("mobile_phone", "private_phone")}
    return Person(
        name=person_key(employee.name or ""),
        birthday=employee.birthday.isoformat() if employee.birthday else "",
        emails=frozenset(filter(None, emails)),
        phones=frozenset(filter(None, phones)),
    )


def _keys(person):
    if not person.name:
        return []
    second = [person.birthday, *sorted(person.emails), *sorted(person.phones)]
    return [f"n:{person.name}", *(f"n+:{person.name}|{value}" for value in second if value)]


def _strength(pair, choice):
    return choice[0], pair.xero["employment"]["status"] == "ACTIVE"


def _shown(pair):
    born = pair.xero.get("birthday")
    return f"“{pair.name}” ({born})" if born else f"“{pair.name}” ({pair.xero_id[:8]})"
