"""The way of an entry: draft, in review, published, retired. Each step leaves a version, or is refused.

What advises is never touched by writing: it changes by publication and ends by retirement.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reports.models import Recommendation, RecommendationState, RecommendationVersion
from reports.recommendations import content
from reports.recommendations.packing import unpack
from reports.recommendations.problems import find_entry_problems
from reports.recommendations.storing import entry_of, keep_version, write_entry
from reports.repository.rights import may_publish
from surveys.catalogue import instrument_of
from surveys.content import Instrument, Problem
from surveys.models import InstrumentVersion

DRAFT, REVIEW = RecommendationState.DRAFT, RecommendationState.REVIEW
PUBLISHED, RETIRED = RecommendationState.PUBLISHED, RecommendationState.RETIRED

SUBMITTED = gettext_noop("Sent to review.")
KEPT = gettext_noop("Owner or day changed.")
MENDED = gettext_noop("Words mended side by side.")
APPROVED = gettext_noop("Published.")
DISCARDED = gettext_noop("The draft was discarded: the published edition stands.")


class WrongState(PermissionDenied):
    """Raised for a step that an entry cannot take now."""


class NotReady(PermissionDenied):
    """Raised for an entry that is incomplete. `problems`: one sentence for each defect."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(_("The entry is not ready: see what is missing."))
        self.problems = problems


class ChangedMeanwhile(Exception):
    """Raised where somebody else changed the entry since it was opened."""


def instrument_for(code: str) -> Instrument | None:
    """The newest published version of an instrument; None where there is none."""
    version = InstrumentVersion.objects.published().filter(code=code).first()
    return instrument_of(version.pk) if version else None


def problems_of(entry: Recommendation) -> list[str]:
    """What keeps the entry, as it is being written, from review."""
    instrument = instrument_for(entry.instrument)
    if instrument is None:
        return [_("There is no published version of the instrument %(code)s.") % {"code": entry.instrument}]
    return list(find_entry_problems(entry_of(entry), instrument))


def field_of(problem: str) -> str:
    """The part of an entry that a problem lies in; empty where it does not say."""
    return str(problem.values.get("field", "")) if isinstance(problem, Problem) else ""


def version_of(entry: Recommendation) -> int:
    """The number of the entry's last version; 0 before the first."""
    return entry.versions.order_by("-number").values_list("number", flat=True).first() or 0


@transaction.atomic
def write(entry: Recommendation, words: content.Recommendation, by: Any, note: str = "", seen: int = 0) -> None:
    """Keep what somebody wrote as a draft; ChangedMeanwhile if there is a newer version than that which was `seen`.

    `entry` may be new. The edition that advises goes on.
    """
    if entry.pk:
        _lock(entry)
        if version_of(entry) != seen:
            raise ChangedMeanwhile
    entry.state, entry.is_own, entry.changed_by = DRAFT, True, by
    entry.owner = entry.owner or by
    write_entry(entry, words)
    keep_version(entry, note, by)


@transaction.atomic
def submit(entry: Recommendation, by: Any, note: str = "") -> None:
    """Give a draft to review. Raises NotReady with all that is missing."""
    _require(entry, DRAFT)
    if problems := problems_of(entry):
        raise NotReady(problems)
    _step(entry, REVIEW, by, note or SUBMITTED)


@transaction.atomic
def give_back(entry: Recommendation, by: Any, note: str) -> None:
    """Return an entry from review to its writer, saying why."""
    _require(entry, REVIEW)
    _step(entry, DRAFT, by, note)


@transaction.atomic
def publish(entry: Recommendation, by: Any, note: str = "") -> None:
    """From now on this edition advises. Not for who changed the entry last, nor for one whose day has passed."""
    _require(entry, REVIEW)
    if not may_publish(by, entry):
        raise PermissionDenied(_("An entry is published by somebody else than who changed it last."))
    problems = problems_of(entry)
    if entry.is_expired():
        problems.append(_("The day on which the entry is to be looked at again has passed: set a later one."))
    if problems:
        raise NotReady(problems)
    entry.edition += 1
    entry.advising = _step(entry, PUBLISHED, by, note or APPROVED)
    entry.save(update_fields=["advising"])


@transaction.atomic
def retire(entry: Recommendation, by: Any, note: str) -> None:
    """End an entry, saying why: it advises nobody any more, its history stays."""
    _require(entry, DRAFT, REVIEW, PUBLISHED)
    entry.advising = None
    _step(entry, RETIRED, by, note)


@transaction.atomic
def discard(entry: Recommendation, by: Any) -> None:
    """Drop what was written since the last publication."""
    _require(entry, DRAFT, REVIEW)
    if entry.advising is None:
        raise WrongState(_("The entry has no published edition to go back to."))
    write_entry(entry, unpack(entry.advising.content))
    _step(entry, PUBLISHED, by, DISCARDED)


@transaction.atomic
def restore(version: RecommendationVersion, by: Any, note: str) -> None:
    """Begin a draft from an earlier version."""
    entry = version.recommendation
    write(entry, unpack(version.content), by, note, version_of(entry))


def _lock(entry: Recommendation) -> None:
    """Let nobody else change it, and see what was changed."""
    fresh = Recommendation.objects.select_for_update().get(pk=entry.pk)
    for name in ("state", "edition", "advising_id", "changed_by_id", "owner_id", "expires_on"):
        setattr(entry, name, getattr(fresh, name))


def _require(entry: Recommendation, *states: RecommendationState) -> None:
    _lock(entry)
    if entry.state not in states:
        raise WrongState(_("The entry is in another state by now. Open it again."))


def _step(entry: Recommendation, state: RecommendationState, by: Any, note: str) -> RecommendationVersion:
    entry.state, entry.is_own = state, True
    entry.save(update_fields=["state", "is_own", "edition", "advising"])
    return keep_version(entry, note, by)
