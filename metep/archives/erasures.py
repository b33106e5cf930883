"""Erasures that a backup does not know: told in lines that name nobody, and done again once it was restored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from fieldwork.audit.reading import RETENTION
from fieldwork.models import AuditAction, AuditEntry
from fieldwork.privacy.erasing import erase
from fieldwork.privacy.records import gather
from surveys.models import Round


class BrokenLine(ValueError):
    """A line is none of a list of erasures."""


class Fate(StrEnum):
    """What became of an erasure that was to be done again."""

    DONE = "erased again"
    KNOWN = "already erased here"
    NOTHING = "nothing of it is here"


@dataclass(frozen=True)
class Erasure:
    """`at`: its moment; `records`: keys like "participant-12", the same in every backup of the site."""

    at: str
    round: str
    records: tuple[str, ...]
    withdraw: bool

    def write(self) -> str:
        """A line."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, line: str) -> Erasure:
        """Raises BrokenLine."""
        try:
            found = json.loads(line)
            read = cls(found["at"], found["round"], tuple(found["records"]), found["withdraw"])
            datetime.fromisoformat(read.at)
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenLine from error
        if (
            not all(isinstance(one, str) for one in (read.at, read.round, *read.records))
            or type(read.withdraw) is not bool
        ):
            raise BrokenLine
        return read

    def repeat(self) -> Fate:
        """Do it again, with what is here of her."""
        survey_round = Round.objects.select_related("version").filter(code=self.round).first()
        if survey_round is None:
            return Fate.NOTHING
        if self._is_known(survey_round):
            return Fate.KNOWN
        held = gather(survey_round, [key for key in self.records if gather(survey_round, [key])])
        if held is None:
            return Fate.NOTHING
        with override(settings.LANGUAGE_CODE):
            reason = _("Done again after a backup was restored; first erased at %(moment)s.") % {"moment": self.at}
        erase(held, reason, None, self.withdraw)
        return Fate.DONE

    def _is_known(self, survey_round: Round) -> bool:
        """Whether the trail tells it: as it was done first, or again."""
        told = AuditEntry.objects.filter(action=AuditAction.ERASE, round_id=survey_round.pk)
        return told.filter(at=self.at).exists() or told.filter(after__reason__icontains=self.at).exists()


def erasures() -> Iterator[Erasure]:
    """All that the audit trail tells by records, the oldest first. (Contacts that go on their day need no list.)"""
    codes = dict(Round.objects.values_list("pk", "code"))
    told = AuditEntry.objects.filter(action=AuditAction.ERASE, after__has_key="records").order_by("at", "pk")
    for entry in told:
        if entry.round_id in codes and (after := entry.after):
            yield Erasure(entry.at.isoformat(), codes[entry.round_id], tuple(after["records"]), after["withdraw"])


def untold() -> int:
    """How many erasures of persons the trail tells of without saying which records they were."""
    told = AuditEntry.objects.filter(action=AuditAction.ERASE).exclude(after__has_key="records")
    return told.exclude(after__reason=RETENTION).count()
