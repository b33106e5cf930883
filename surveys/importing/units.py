"""Institutions named in imported files: found by their code, or added where the administrator allows it."""

from __future__ import annotations

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from surveys.content import LANGUAGES, short
from surveys.models import Institution, Response, Round
from surveys.spreadsheets import unprotect
from surveys.texts import columns_of


class _Unit(NamedTuple):
    primary_key: int
    country: str
    takes_part: bool


class Units:
    """The register as a round sees it. `may_add`: unknown codes become institutions, known ones join the round.

    `added`: the codes for which this was done. An institution that is made has its code as its name.
    """

    def __init__(self, survey_round: Round, may_add: bool = False) -> None:
        self._round, self._may_add = survey_round, may_add
        participants = set(survey_round.institutions.values_list("pk", flat=True))
        register = Institution.objects.order_by().values_list("code", "pk", "country")
        self._units = {code: _Unit(key, country, key in participants) for code, key, country in register}
        self.added: list[str] = []
        self._made: set[str] = set()

    def read(self, cell: str) -> int:
        """The primary key of the institution with this code. Raises ValidationError where it takes no part."""
        code = unprotect(cell)
        unit = self._units.get(code)
        if unit is None or not unit.takes_part:
            unit = self._units[code] = self._add(code, unit)
        return unit.primary_key

    def withdraw_unused(self) -> None:
        """Take back what was added for rows that were left out in the end."""
        used = set(
            Response.objects.filter(round=self._round, institution__code__in=self.added)
            .values_list("institution__code", flat=True)
            .distinct()
        )
        unused = Institution.objects.filter(code__in=set(self.added) - used)
        self._round.institutions.remove(*unused)
        unused.filter(code__in=self._made).delete()
        self.added = [code for code in self.added if code in used]

    def _add(self, code: str, unit: _Unit | None) -> _Unit:
        if not self._may_add:
            raise ValidationError(_NOT_THERE if unit is None else _NOT_HERE, params={"code": short(code)})
        if unit is None:
            unit = _Unit(self._create(code), self._round.country, takes_part=False)
        elif unit.country != self._round.country:
            raise ValidationError(_("An institution of %(country)s has this code."), params={"country": unit.country})
        self._round.institutions.add(unit.primary_key)
        self.added.append(code)
        return unit._replace(takes_part=True)

    def _create(self, code: str) -> int:
        limit = Institution._meta.get_field("code").max_length or 0
        if len(code) > limit:
            raise ValidationError(
                _("The code of an institution has at most %(limit)d characters."), params={"limit": limit}
            )
        self._made.add(code)
        names = columns_of("name", dict.fromkeys(LANGUAGES, code))
        return Institution.objects.create(code=code, country=self._round.country, **names).pk


_NOT_THERE = _("“%(code)s” is not in the register of institutions.")
_NOT_HERE = _("“%(code)s” does not take part in this round.")
