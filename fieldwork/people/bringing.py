"""Participants from a file: every bad cell is named, and nothing is written before somebody has seen what changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from fieldwork.people.keeping import Person, add_people, change_people, tidy_name
from surveys.answers import LIST_SEPARATOR
from surveys.content import short
from surveys.models import Participant, Response, Round
from surveys.spreadsheets import Row, at_cell, unprotect
from surveys.uploads import Planned, Preview, differences

REQUIRED = ("name", "email")
OPTIONAL = ("institution", "sections", "language")

_LONGEST = {"name": 200, "email": 254}


def read_people(rows: Iterable[Row], survey_round: Round) -> PeopleFile:
    """What a file says, compared with the participants of the round. Raises BadFile where it is no table."""
    found = PeopleFile(survey_round)
    for row, cells in rows:
        found.read(row, {column: unprotect(cell.strip()) for column, cell in cells.items()})
    return found


class PeopleFile:
    """Reads rows; `preview` grows. People are known by their address, and without one by name and institution."""

    def __init__(self, survey_round: Round) -> None:
        self._round = survey_round
        self._institutions = {one.code: one for one in survey_round.institutions.all()}
        stored = Participant.objects.filter(round=survey_round, contact__isnull=False)
        self._stored = {_key(_cells(one)): one for one in stored.select_related("contact", "institution")}
        begun = Response.objects.filter(round=survey_round, participant__isnull=False)
        self._begun = set(begun.values_list("participant_id", flat=True))
        self._rows: dict[str, int] = {}
        self._new: list[Person] = []
        self._changed: list[tuple[Participant, Person]] = []
        self.preview = Preview()

    def store(self) -> None:
        """Add and update. Only for a file without problems, inside a transaction."""
        add_people(self._round, self._new)
        change_people(self._changed)

    def read(self, row: int, given: Mapping[str, str]) -> None:
        """Check every cell of a row."""
        before = len(self.preview.problems)
        given = {**given, "name": tidy_name(given["name"])}
        self._check_person(row, given)
        stored = self._stored.get(_key(given))
        cells = {**(_cells(stored) if stored else dict.fromkeys(OPTIONAL, "")), **given}
        cells["language"] = cells["language"] or self._round.languages[0]
        cells["sections"] = LIST_SEPARATOR.join(self._sections(row, cells["sections"]))
        self._check_allowed(row, "language", cells["language"], self._round.languages)
        self._check_allowed(row, "institution", cells["institution"], self._institutions)
        if len(self.preview.problems) == before:
            self._plan(row, cells, stored)

    def _plan(self, row: int, cells: Mapping[str, str], stored: Participant | None) -> None:
        person = Person(
            cells["name"],
            stored.contact.email if stored else cells["email"],
            self._institutions.get(cells["institution"]),
            tuple(filter(None, cells["sections"].split(LIST_SEPARATOR))),
            cells["language"],
        )
        key = cells["email"] or cells["name"]
        if stored is None:
            self._new.append(person)
            self.preview.new.append(Planned(row, key, cells["name"]))
            return
        changes = differences(_cells(stored), {**cells, "email": stored.contact.email})
        settled = [one for one in changes if one.column in ("institution", "sections")]
        if settled and stored.pk in self._begun:
            problem = _("This person has begun to answer: the institution and the sections stay as they are.")
            self._add(row, settled[0].column, problem)
        elif changes:
            self._changed.append((stored, person))
            self.preview.changed.append(Planned(row, key, cells["name"], changes))
        else:
            self.preview.unchanged += 1

    def _add(self, row: int, column: str, problem: str) -> None:
        self.preview.problems.append(at_cell(row, column, problem))

    def _check_person(self, row: int, cells: Mapping[str, str]) -> None:
        for column, limit in _LONGEST.items():
            if len(cells[column]) > limit:
                names = {"length": len(cells[column]), "limit": limit}
                self._add(
                    row, column, _("The text has %(length)d characters; at most %(limit)d can be stored.") % names
                )
        if not cells["name"] and not cells["email"]:
            self._add(row, "email", _("Give a name or an e-mail address."))
            return
        if (first := self._rows.setdefault(_key(cells), row)) != row:
            column = "email" if cells["email"] else "name"
            self._add(row, column, _("Row %(row)d is about the same person.") % {"row": first})
        try:
            validate_email(cells["email"] or "nobody@example.org")
        except ValidationError:
            self._add(row, "email", _("“%(value)s” is no e-mail address.") % {"value": short(cells["email"])})

    def _check_allowed(self, row: int, column: str, value: str, allowed: Iterable[str]) -> None:
        if value and value not in allowed:
            names = {"value": short(value), "allowed": short(", ".join(allowed), 200)}
            self._add(row, column, _("“%(value)s” is not in this round. Write one of: %(allowed)s.") % names)

    def _sections(self, row: int, words: str) -> list[str]:
        """The codes in the order of the round."""
        codes = {code.strip() for code in words.replace(",", LIST_SEPARATOR).split(LIST_SEPARATOR)} - {""}
        for code in sorted(codes.difference(self._round.sections)):
            self._check_allowed(row, "sections", code, self._round.sections)
        return [code for code in self._round.sections if code in codes]


def _key(cells: Mapping[str, str]) -> str:
    """What tells one person from another in a round."""
    return cells["email"].lower() or f"{cells['name'].casefold()}\n{cells.get('institution', '')}"


def _cells(participant: Participant) -> dict[str, str]:
    """A stored participant as the cells of a file."""
    return {
        "name": participant.contact.name,
        "email": participant.contact.email,
        "institution": participant.institution.code if participant.institution else "",
        "sections": LIST_SEPARATOR.join(participant.sections),
        "language": participant.language,
    }
