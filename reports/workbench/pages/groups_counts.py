"""The chosen responses by group, read once for as long as nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.utils.translation import get_language

from reports.workbench.filtering import Known, known_values
from reports.workbench.frame import Asked
from scoring.counts import Counts
from scoring.selecting import Axis, slices_written, split
from scoring.wording_counts import Strata, read_strata
from surveys.remembering import Remembered

AXES: Mapping[str, Axis] = {
    "type": Axis.RESPONDENT_TYPE,
    "region": Axis.REGION,
    "kind": Axis.KIND,
    "language": Axis.LANGUAGE,
    "mode": Axis.MODE,
}
"""What groups can be told apart by, under the names of the filters."""
T = TypeVar("T")
_found = Remembered[object](8)  # of rounds and selections


def groups_by(asked: Asked, name: str) -> dict[str, Counts]:
    """The counts of each group that has any response, in the order of the filter's values."""
    selection, axis = asked.filters.selection, AXES[name]
    found: dict[str, Counts] = _remembered(asked, axis, lambda: split(asked.whole.evidence, axis, selection))
    known = names_of_groups(asked)[name]
    order = [value for value in known if value in found] + sorted(value for value in found if value not in known)
    return {value: found[value] for value in order}


def strata_of(asked: Asked) -> Strata:
    """By type of respondent and kind of institution, then by language."""
    return _remembered(asked, "strata", lambda: read_strata(asked.whole.evidence, asked.filters.selection))


def names_of_groups(asked: Asked) -> Known:
    """For each axis its values with their names in the language of the page."""
    return known_values(asked.whole.evidence, get_language() or "")


def _remembered(asked: Asked, name: str, read: Callable[[], T]) -> T:
    """What was read for the same counts: the moment of computation and the transactions that wrote slices tell."""
    written = slices_written(asked.whole.survey_round)
    bodies = hash(tuple((body.pk, body.kind, body.region_id) for body in asked.whole.evidence.institutions))
    moment = asked.whole.scores.round.computed_at
    key = (asked.whole.key, asked.filters.selection, name)
    return _found.get(key, read, (moment, written, bodies))  # type: ignore[return-value]
