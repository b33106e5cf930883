"""What became of the recommendations that a unit answered: whether what called for them moved in a later round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reports.actions.answers import Answer, actions_of, as_answer
from reports.actions.moving import Difference, Movement, difference_of_shares
from reports.figures import UnitView
from reports.recommendations.content import TriggerKind
from reports.repository.words import target_name
from reports.rounds.reading import Comparison
from scoring.bridging import BridgedUnit
from scoring.results import Family, Measure, UnitScores
from surveys.content import Source
from surveys.content.lineage import Kinship

ON_SCORES = (TriggerKind.ITEM, TriggerKind.COMPARISON)
_FAMILIES = {TriggerKind.CELL: Family.CELLS, TriggerKind.LEVEL: Family.LEVELS, TriggerKind.GAP: Family.LEVELS}
_MEASURES = {Source.FACTS: Measure.FACTS, Source.PERCEPTIONS: Measure.PERCEPTIONS}


@dataclass(frozen=True)
class Side:
    """A value in one round: text, interval and base, each empty where there is none."""

    text: str
    interval: str = ""
    base: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that called for a recommendation, in both rounds."""

    name: str
    before: Side
    after: Side
    change: str
    movement: Movement
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """An answered recommendation with what called for it."""

    answer: Answer
    instrument: str
    rows: tuple[Row, ...]


def find_outcomes(comparison: Comparison, view: UnitView) -> list[Outcome]:
    """Every answer that the unit gave after the earlier round. `view`: the unit in the later one."""
    unit = view.scores.unit
    found = _Finder(comparison, view, comparison.unit(unit.tier, unit.code))
    return [
        Outcome(as_answer(action), action.recommendation.instrument, tuple(found.rows(action.fired)))
        for action in actions_of(comparison.earlier.survey_round, unit)
    ]


@dataclass(frozen=True)
class _Finder:
    comparison: Comparison
    view: UnitView
    bridged: BridgedUnit | None

    def rows(self, fired: list[Mapping[str, Any]]) -> Iterator[Row]:
        for one in fired:
            kind, target = TriggerKind(one["kind"]), str(one["target"])
            name = target_name(kind, target, self.comparison.earlier.instrument)
            if kind is TriggerKind.DO_NOT_KNOW:
                yield self._share(name, target)
            elif kind in ON_SCORES:
                yield self._item(name, target)
            else:
                yield self._part(name, kind, target, one.get("source"))

    @property
    def _both(self) -> tuple[UnitScores | None, UnitScores]:
        unit = self.view.scores.unit
        return self.comparison.earlier.scores.unit(unit.tier, unit.code), self.view.scores

    def _item(self, name: str, code: str) -> Row:
        before, after = (self._item_side(scores, code) for scores in self._both)
        change = self.bridged.items.get(code) if self.bridged else None
        if change is None:
            return self._apart(name, before, after, code)
        scores = [one.items[code] for one in (self.bridged.earlier, self.bridged.later)] if self.bridged else []
        if len({one.is_validated for one in scores}) > 1:
            nothing = self.view.terms.numbers.gap(None)
            words = _("It cannot be compared: the fact was settled in one round and only answered in the other.")
            return Row(name, before, after, nothing, Movement.UNKNOWN, words)
        difference = Difference(change.value, change.low, change.high)
        if change.value is not None and change.low is None and all(one.is_validated for one in scores):
            difference = Difference(change.value, change.value, change.value)  # facts that were settled
        return self._told(name, before, after, difference)

    def _item_side(self, scores: UnitScores | None, code: str) -> Side:
        item = scores.items.get(code) if scores else None
        numbers = self.view.terms.numbers
        if item is None or item.score is None:
            return Side(numbers.score(None))
        base = _("validated") if item.is_validated else _("n = %(n)s") % {"n": numbers.count(item.n)}
        interval = "" if item.low is None or item.is_validated else numbers.interval(item.low, item.high)
        return Side(numbers.score(item.score), interval, base)

    def _share(self, name: str, code: str) -> Row:
        numbers = self.view.terms.numbers
        name = _("Do not know: %(item)s") % {"item": name}
        items = [scores.items.get(code) if scores else None for scores in self._both]
        told = [(one.dk_share, one.yes + one.no + one.dk) if one else (None, 0) for one in items]
        before, after = (
            Side(numbers.share(share), base=_("n = %(n)s") % {"n": numbers.count(n)} if n else "") for share, n in told
        )
        (first, n_before), (second, n_after) = told
        common = self.comparison.judgement.common
        if self.bridged is None or code not in common or first is None or second is None:
            return self._apart(name, before, after, code)
        return self._told(name, before, after, difference_of_shares(first, n_before, second, n_after))

    def _part(self, name: str, kind: TriggerKind, code: str, source: str | None) -> Row:
        measure = Measure.GAP if kind is TriggerKind.GAP else _MEASURES[Source(source or Source.FACTS)]
        family = _FAMILIES[kind]
        both = (self.bridged.earlier, self.bridged.later) if self.bridged else self._both
        before, after = (self._part_side(scores, measure, family, code) for scores in both)
        name = f"{self.view.terms.called(measure)}: {name}"
        change = self.bridged.change(measure, family, code) if self.bridged else None
        if change is None or change.value is None:
            return self._apart(name, before, after)
        return self._told(name, before, after, Difference(change.value, change.low, change.high))

    def _part_side(self, scores: UnitScores | None, measure: Measure, family: Family, code: str) -> Side:
        numbers, is_gap = self.view.terms.numbers, measure is Measure.GAP
        write = numbers.gap if is_gap else numbers.score
        part = scores.of(measure).part(family, code) if scores else None
        if part is None or part.score is None:
            return Side(write(None))
        interval = "" if part.low is None else numbers.interval(part.low, part.high, is_gap=is_gap)
        return Side(write(part.score), interval)

    def _told(self, name: str, before: Side, after: Side, difference: Difference) -> Row:
        sentences = {
            Movement.ROSE: _("It rose by more than chance explains."),
            Movement.FELL: _("It fell by more than chance explains."),
            Movement.STILL: _("It did not move: chance explains the difference."),
            Movement.UNKNOWN: _("It cannot be compared: there are too few answers for an interval."),
        }
        movement = difference.movement
        change = self.view.terms.numbers.gap(difference.value)
        return Row(name, before, after, change, movement, sentences[movement])

    def _apart(self, name: str, before: Side, after: Side, code: str = "") -> Row:
        """What cannot be compared, and why."""
        nothing = self.view.terms.numbers.gap(None)
        return Row(name, before, after, nothing, Movement.UNKNOWN, self._why(code))

    def _why(self, code: str) -> str:
        if self.bridged is None:
            return _("It cannot be compared: the two rounds, or this unit in them, are not comparable.")
        lineage = self.comparison.judgement.lineage
        found = next((one for one in lineage if one.before == code), None) if code else None
        if found is not None and found.kinship is Kinship.REPLACED:
            words = _("It cannot be compared: the later round asks another question instead, %(code)s.")
            return words % {"code": found.code}
        if found is not None and found.kinship is Kinship.DROPPED:
            return _("It cannot be compared: the later round does not ask it.")
        if found is not None and found.kinship is Kinship.CHANGED:
            return _("It cannot be compared: the question, or how it is scored, was changed.")
        return _("It cannot be compared: one of the rounds has no value.")
