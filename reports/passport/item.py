"""The passport of an item: its words, its counts, its rule with the numbers put in, what it enters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.dashboard.values import Number, Table, Writer
from reports.dashboard.words import INTERVAL_RULE, MEAN_RULE
from reports.figures import UnitView
from reports.passport.codes import ITEM, Reference, Subject
from reports.passport.formula import MEANS, item_formula
from reports.passport.items import weight_words
from reports.passport.provenance import LeftOut, left_out, provenance, reference_of
from reports.passport.reading import Settled, evidence_by_item, settled_facts
from reports.passport.weights import weights_of
from reports.results import Results
from scoring.frame import build_frame
from scoring.methods import DoNotKnow, Structural
from scoring.results import Family, ItemScore, Measure, UnitTier
from surveys.content import Item, Scored, Tier


@dataclass(frozen=True)
class ItemPage:
    """An item with everything behind its score. `enters`: the scores that it is part of, with its weight in each."""

    title: str
    number: Number
    formula: str
    counts: tuple[tuple[str, str, str], ...]
    rules: tuple[str, ...]
    interval: str
    facts: tuple[tuple[str, str], ...]
    enters: Table | None
    members: Table | None
    left_out: tuple[LeftOut, ...]
    settled: tuple[Settled, ...]
    provenance: tuple[tuple[str, str], ...]
    reference: Reference | None
    live: Number | None = None


def item_page(results: Results, code: str, writer: Writer) -> ItemPage | None:
    """The page of an item; None where the unit has no such item."""
    view = writer.view
    score = view.scores.items.get(code)
    if score is None:
        return None
    item, unit = view.instrument.items_by_code[code], view.scores.unit
    is_mean = unit.tier in MEANS
    members = _members(results, code, writer) if is_mean else None
    return ItemPage(
        title=view.question(code),
        number=writer.item(score),
        formula="" if is_mean else item_formula(writer, score, item.reverse),
        counts=tuple(_counts(view, score)),
        rules=(_rule(results, item, score), *([str(MEAN_RULE)] if is_mean else [])),
        interval="" if score.low is None or score.is_validated else _interval_rule(results, writer, score),
        facts=tuple(_facts(results, writer, item, score)),
        enters=None if is_mean else _enters(results, writer, item, score),
        members=members,
        left_out=tuple(left_out(results, writer, [score])),
        settled=tuple(settled_facts(results, unit, [code])),
        provenance=tuple(provenance(results, writer)),
        reference=reference_of(results, writer, Subject(unit.tier.value, unit.code, ITEM, "", code)),
    )


def _counts(view: UnitView, score: ItemScore) -> Iterator[tuple[str, str, str]]:
    """Each answer with its number and share."""
    numbers = view.terms.numbers
    scale = view.instrument.scale_of(view.instrument.items_by_code[score.code])
    names = {point.value: view.words(point.text) for point in scale.points} if scale else {}
    if score.distribution is not None:
        counted = [(names.get(str(point), str(point)), count) for point, count in enumerate(score.distribution)]
    else:
        counted = [(names.get("yes", ""), score.yes), (names.get("no", ""), score.no), (names.get("dk", ""), score.dk)]
    total = sum(count for _name, count in counted)
    for name, count in counted:
        yield name, numbers.count(count), numbers.share(count / total if total else None)
    if score.distribution is None:
        yield _("of the No: because the parent item is No"), numbers.count(score.structural), ""
    yield _("Missing (asked, left empty)"), numbers.count(score.missing), ""


def _rule(results: Results, item: Item, score: ItemScore) -> str:
    method = results.method
    if score.distribution is not None:
        if item.reverse:
            return _(
                "1 − the mean of the answers from 0 to 5, divided by 5: 5 is unfavourable here (method, section 3)."
            )
        return _("The mean of the answers from 0 to 5, divided by 5 (method, section 3).")
    rule = (
        _("No / (Yes + No): Yes is unfavourable here (method, section 3).")
        if item.reverse
        else _("Yes / (Yes + No) (method, section 3).")
    )
    unknown = (
        _("Do not know is left out.") if method.do_not_know is DoNotKnow.LEFT_OUT else _("Do not know counts as No.")
    )
    above = (
        _("A No because of a No above counts.")
        if method.structural is Structural.ZERO
        else _("A No because of a No above is left out.")
    )
    return " ".join((rule, unknown, above))


def _interval_rule(results: Results, writer: Writer, score: ItemScore) -> str:
    numbers = writer.numbers
    confidence = numbers.share(results.method.confidence)
    if writer.view.scores.unit.tier in MEANS:
        return str(INTERVAL_RULE % {"confidence": confidence, "groups": numbers.count(results.method.groups)})
    if score.distribution is None:
        return _("Interval: Wilson’s interval of a share, %(confidence)s (method, section 6).") % {
            "confidence": confidence
        }
    return _(
        "Interval: the mean plus and minus Student’s t times the standard deviation divided by the root of n, "
        "%(confidence)s, cut to the scale (method, section 6)."
    ) % {"confidence": confidence}


def _facts(results: Results, writer: Writer, item: Item, score: ItemScore) -> Iterator[tuple[str, str]]:
    view, numbers = writer.view, writer.numbers
    yield _("Answers that count (n)"), numbers.count(score.n)
    if score.dk_share is not None:
        yield _("Share of Do not know"), numbers.share(score.dk_share)
    if score.mean is not None:
        yield _("Mean (0 to 5)"), numbers.decimal(score.mean)
        yield _("Standard deviation"), numbers.decimal(score.standard_deviation)
    yield _("Agreement of the respondents (0 to 1)"), numbers.decimal(score.agreement)
    table, section = view.instrument.table_by_item[item.code], view.instrument.section_by_item[item.code]
    yield _("Source in the questionnaire"), f"{view.words(section.title)}, {table.code}. {view.words(table.title)}"
    if score.distribution is None and not results.run:
        selection = writer.chosen.selection if writer.chosen else None
        pieces = evidence_by_item(results.survey_round, view.scores.unit, selection).get(item.code, 0)
        yield _("Links and files that respondents gave"), numbers.count(pieces)
    yield _("Levels"), ", ".join(view.part(Family.LEVELS, level) for level in item.levels)
    yield _("Area"), view.part(Family.AREAS, item.area)
    if item.technologies:
        yield _("Technologies"), ", ".join(view.part(Family.TECHNOLOGIES, code) for code in item.technologies)
    if item.parent:
        yield _("Asked when this item is Yes"), item.parent


def _enters(results: Results, writer: Writer, item: Item, score: ItemScore) -> Table | None:
    """The scores of which the item is part, with its weight."""
    view = writer.view
    if item.scored is Scored.NO or score.score is None:
        return None
    tier = Tier.NATIONAL if view.scores.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION
    frame = build_frame(results.instrument, results.method, tier)
    rows = []
    for measure in (Measure(score.source.value), Measure.COMBINED):
        for family, part, _score in view.scores.of(measure).parts():
            weights = weights_of(frame, results.method, view.scores, measure, family, part)
            if item.code in weights:
                name = f"{view.part(family, part)} ({view.terms.called(measure)})"
                rows.append(
                    (name, (Number(weight_words(writer, weights[item.code])), writer.part(measure, family, part)))
                )
    return Table(_("What the item enters"), (_("Part"), _("Weight"), _("Score")), tuple(rows)) if rows else None


def _members(results: Results, code: str, writer: Writer) -> Table:
    """The institutions whose mean the score of the item is."""
    own, rows = writer.view.scores.unit, []
    for member in results.units(UnitTier.INSTITUTION):
        score = member.items.get(code)
        is_inside = own.tier is UnitTier.ALL_INSTITUTIONS or member.unit.region == own.code
        if is_inside and score is not None and score.score is not None:
            exact = Number(writer.numbers.decimal(100 * score.score, places=6))
            rows.append((member.unit.called(writer.view.terms.language), (writer.of(member).item(score), exact)))
    return Table(_("Institutions"), (_("Institution"), _("Score"), _("Score, not rounded")), tuple(rows))
