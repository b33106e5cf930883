"""The passport of a score: one page that says where the number comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.dashboard.values import Number, Table, Writer
from reports.dashboard.words import INTERVAL_RULE, MEAN_RULE, RULES
from reports.passport.codes import Reference, Subject
from reports.passport.formula import MEANS, formula_of, parts_of
from reports.passport.items import items_tables
from reports.passport.provenance import LeftOut, interval_details, left_out, provenance, reference_of
from reports.passport.reading import Settled, evidence_by_item, settled_facts
from reports.passport.weights import Weights, weights_of
from reports.results import Results
from scoring.frame import Frame, build_frame
from scoring.results import Family, LevelScores, Measure, UnitScores, UnitTier
from surveys.content import Item, Tier


@dataclass(frozen=True)
class NumberPage:
    """A number with everything behind it. `interval`: how it is made; empty where it has none.

    `weights`: what the weights of the items sum to; empty where items have none. `live`: the number as it is now, where
    the page shows that of a score run. `reference`: None for a number of chosen responses, which has no code.
    """

    title: str
    source: str
    number: Number
    formula: str
    rules: tuple[str, ...]
    interval: tuple[str, ...]
    parts: Table | None
    members: Table | None
    items: tuple[Table, ...]
    weights: str
    left_out: tuple[LeftOut, ...]
    settled: tuple[Settled, ...]
    provenance: tuple[tuple[str, str], ...]
    reference: Reference | None
    live: Number | None = None


def number_page(results: Results, measure: str, family: str, part: str, writer: Writer) -> NumberPage | None:
    """The page behind a number; None where the unit has no such number."""
    view = writer.view
    if measure not in list(Measure) or view.scores.of(Measure(measure)).part(family, part) is None:
        return None
    return _Passport(results, writer, Measure(measure), Family(family), part).page()


@dataclass(frozen=True)
class _Passport:
    """A passport in the making."""

    results: Results
    writer: Writer
    measure: Measure
    family: Family
    part: str

    def page(self) -> NumberPage:
        writer, scores = self.writer, self.writer.view.scores
        members, weights = self._members(), self._weights()
        items = self._items()
        found = [scores.items[code] for code in items]
        terms = [value for _unit, value in members] if self._is_mean else self._item_scores(weights)
        subject = Subject(scores.unit.tier.value, scores.unit.code, self.measure.value, self.family.value, self.part)
        selection = writer.chosen.selection if writer.chosen else None
        evidence = {} if self.results.run else evidence_by_item(self.results.survey_round, scores.unit, selection)
        return NumberPage(
            title=writer.view.part(self.family, self.part),
            source=writer.view.terms.called(self.measure),
            number=writer.part(self.measure, self.family, self.part),
            formula=formula_of(writer, self.measure, self.family, self.part, terms),
            rules=tuple(self._rules()),
            interval=tuple(self._interval()),
            parts=self._parts_table(),
            members=self._members_table(members) if self._is_mean else None,
            items=tuple(items_tables(writer, items, weights, evidence)),
            weights=self._weights_words(weights),
            left_out=tuple(left_out(self.results, writer, found)),
            settled=tuple(settled_facts(self.results, scores.unit, items)),
            provenance=tuple(provenance(self.results, writer)),
            reference=reference_of(self.results, writer, subject),
        )

    @property
    def _is_mean(self) -> bool:
        return self.writer.view.scores.unit.tier in MEANS

    @property
    def _frame(self) -> Frame:
        tier = Tier.NATIONAL if self.writer.view.scores.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION
        return build_frame(self.results.instrument, self.results.method, tier)

    def _items(self) -> dict[str, Item]:
        """The items mapped to the number, whether or not they have a score."""
        frame = self._frame
        sources = {
            Measure.FACTS: (frame.facts,),
            Measure.PERCEPTIONS: (frame.perceptions,),
        }.get(self.measure, (frame.facts, frame.perceptions))
        places = {
            place
            for source in sources
            for name, members in zip(source.parts, source.members, strict=True)
            if name == (self.family, self.part)
            for place in members.tolist()
        }
        return {frame.items[place].code: frame.items[place] for place in sorted(places)}

    def _weights(self) -> Weights:
        if self._is_mean:
            return {}
        scores = self.writer.view.scores
        return weights_of(self._frame, self.results.method, scores, self.measure, self.family, self.part)

    def _weights_words(self, weights: Weights) -> str:
        if not weights:
            return ""
        if self.measure is Measure.GAP:
            return _(
                "The number is the sum of the scores of the items, each times its weight. The weights sum to 1 for "
                "perceptions and to −1 for facts."
            )
        return _("The number is the sum of the scores of the items, each times its weight. The weights sum to 1.")

    def _item_scores(self, weights: Weights) -> list[float]:
        items = self.writer.view.scores.items
        return [score for code in weights if (score := items[code].score) is not None]

    def _rules(self) -> Iterator[str]:
        is_pair = self.measure in (Measure.COMBINED, Measure.GAP)
        is_mean_of_levels = self.measure is Measure.COMBINED and self.family is Family.OVERALL
        yield str(RULES[self.measure if is_pair and not is_mean_of_levels else self.family])
        if self._is_mean:
            yield str(MEAN_RULE)

    def _interval(self) -> Iterator[str]:
        score = self.writer.view.scores.of(self.measure).part(self.family, self.part)
        minimum = -1.0 if self.measure is Measure.GAP else 0.0
        details = interval_details(self.results, self.writer, score, minimum) if score else ""
        if details:
            method, numbers = self.results.method, self.writer.numbers
            names = {"confidence": numbers.share(method.confidence), "groups": numbers.count(method.groups)}
            yield from (str(INTERVAL_RULE % names), details)

    def _parts_table(self) -> Table | None:
        """What the number is the mean or the difference of."""
        writer = self.writer
        parts = parts_of(writer.view.scores, self.measure, self.family, self.part)
        is_by_source = len({part.measure for part in parts}) > 1
        rows = [
            (
                writer.view.terms.called(part.measure) if is_by_source else writer.view.part(part.family, part.code),
                (writer.part(part.measure, part.family, part.code),),
            )
            for part in parts
        ]
        head = _("Source") if is_by_source else _("Part")
        return Table(_("What it is made of"), (head, _("Score")), tuple(rows)) if rows else None

    def _members(self) -> list[tuple[UnitScores, float]]:
        """The institutions whose mean the number is."""
        if not self._is_mean:
            return []
        own, found = self.writer.view.scores.unit, []
        for member in self.results.units(UnitTier.INSTITUTION):
            of: LevelScores = member.of(self.measure)
            score = of.part(self.family, self.part)
            is_inside = own.tier is UnitTier.ALL_INSTITUTIONS or member.unit.region == own.code
            if is_inside and score is not None and score.score is not None:
                found.append((member, score.score))
        return found

    def _members_table(self, members: list[tuple[UnitScores, float]]) -> Table:
        numbers = self.writer.numbers
        rows = [
            (
                member.unit.called(self.writer.view.terms.language),
                (
                    Number(f"1/{len(members)}"),
                    self.writer.of(member).part(self.measure, self.family, self.part),
                    Number(numbers.decimal(100 * score, places=6)),
                    Number(numbers.count(member.respondents)),
                ),
            )
            for member, score in members
        ]
        header = (_("Institution"), _("Weight"), _("Score"), _("Score, not rounded"), _("Respondents (n)"))
        return Table(_("Institutions"), header, tuple(rows))
