"""What the summary says of a unit: whole sentences in the active language, nothing where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.figures import UnitView
from reports.findings import (
    count_do_not_know,
    find_do_not_know,
    find_ends,
    find_strengths,
    find_weaknesses,
    has_scores,
    is_apart,
    level_items,
)
from reports.report.values import KeyNumber, Summary
from scoring.results import SOURCES, Score, UnitScores, split_cell
from surveys.content import Source


def summarise(view: UnitView, title: str, mean: UnitScores | None = None) -> Summary:
    """Numbers and sentences of the summary. `mean`: all institutions together, to compare with."""
    return Summary(title, tuple(_key_numbers(view)), tuple(_sentences(view, mean)))


def _key_numbers(view: UnitView) -> Iterator[KeyNumber]:
    scores, words = view.scores, view.terms.words
    for label, score in (
        (words.combined, scores.combined.overall),
        (words.facts, scores.facts.overall),
        (words.perceptions, scores.perceptions.overall),
    ):
        yield KeyNumber(label, view.terms.numbers.score(score.score), _band_note(view, score))
    gap = scores.gap.overall
    interval = view.terms.numbers.interval(gap.low, gap.high, is_gap=True) if gap.low is not None else ""
    yield KeyNumber(words.gap, view.terms.numbers.gap(gap.score), interval)
    yield KeyNumber(words.responses, view.terms.numbers.count(scores.respondents), "")


def _band_note(view: UnitView, score: Score) -> str:
    return view.terms.absence(score) if score.score is None else view.terms.band(score.score)


def _sentences(view: UnitView, mean: UnitScores | None) -> Iterator[str]:
    overall = view.scores.combined.overall
    if overall.score is None:
        yield _("There are no answers yet from which a score follows.")
        return
    yield from _overall(view, overall)
    if mean and mean.combined.overall.score is not None:
        yield _("All institutions together have a combined overall score of %(score)s.") % {
            "score": view.terms.with_interval(mean.combined.overall)
        }
    yield from _levels(view)
    yield from _gap(view)
    for source in SOURCES:
        if has_scores(view.of(source)):
            yield _cells(view, source)
    yield from _technologies(view)
    yield from _items(view)
    yield from _do_not_know(view)


def _overall(view: UnitView, overall: Score) -> Iterator[str]:
    values = {"score": view.terms.numbers.score(overall.score), "band": view.terms.band(overall.score)}
    if overall.low is None:
        yield _("The combined overall score is %(score)s out of 100, in the band “%(band)s”.") % values
    else:
        values["interval"] = view.terms.numbers.interval(overall.low, overall.high)
        yield (
            _("The combined overall score is %(score)s out of 100 (interval %(interval)s), in the band “%(band)s”.")
            % values
        )


def _levels(view: UnitView) -> Iterator[str]:
    ends = find_ends(view.scores.combined.levels)
    if ends and ends.differ:
        yield _(
            "Among the levels, the highest score is that of “%(best)s” (%(high)s), the lowest “%(worst)s” (%(low)s)."
        ) % {
            "best": view.level(ends.best),
            "high": view.terms.numbers.score(ends.best_score),
            "worst": view.level(ends.worst),
            "low": view.terms.numbers.score(ends.worst_score),
        }


def _gap(view: UnitView) -> Iterator[str]:
    gap = view.scores.gap.overall
    if gap.score is None:
        return
    if not is_apart(gap):
        sentence = _("Perceptions and facts do not differ measurably: the gap is %(gap)s.")
    elif gap.score < 0:
        sentence = _("Respondents rate e-participation lower than the facts suggest: the gap is %(gap)s.")
    else:
        sentence = _("Respondents rate e-participation higher than the facts suggest: the gap is %(gap)s.")
    yield sentence % {"gap": view.terms.with_interval(gap, is_gap=True)}


def _cells(view: UnitView, source: Source) -> str:
    ends = find_ends(view.of(source).cells)
    if ends is None or not ends.differ:
        return ""
    best_level, best_area = split_cell(ends.best)
    worst_level, worst_area = split_cell(ends.worst)
    values = {
        "best_level": view.level(best_level),
        "best_area": view.area(best_area),
        "high": view.terms.numbers.score(ends.best_score),
        "worst_level": view.level(worst_level),
        "worst_area": view.area(worst_area),
        "low": view.terms.numbers.score(ends.worst_score),
    }
    if source is Source.FACTS:
        return (
            _(
                "By the facts, the strongest field is “%(best_level)s – %(best_area)s” (%(high)s), "
                "the weakest “%(worst_level)s – %(worst_area)s” (%(low)s)."
            )
            % values
        )
    return (
        _(
            "By the perceptions, the strongest field is “%(best_level)s – %(best_area)s” (%(high)s), "
            "the weakest “%(worst_level)s – %(worst_area)s” (%(low)s)."
        )
        % values
    )


def _technologies(view: UnitView) -> Iterator[str]:
    ends = find_ends(view.scores.facts.technologies)
    if ends and ends.differ:
        yield _(
            "By the facts, the technology “%(best)s” has the highest score (%(high)s), "
            "“%(worst)s” the lowest (%(low)s)."
        ) % {
            "best": view.technology(ends.best),
            "high": view.terms.numbers.score(ends.best_score),
            "worst": view.technology(ends.worst),
            "low": view.terms.numbers.score(ends.worst_score),
        }


def _items(view: UnitView) -> Iterator[str]:
    counts = [0, 0, 0]
    for source in SOURCES:
        facts = (view.scores, view.instrument, view.terms.method, source)
        counts[0] += len(find_strengths(*facts))
        counts[1] += len(find_weaknesses(*facts))
        counts[2] += len(list(level_items(view.scores, view.instrument, source)))
    strong, weak, scored = (view.terms.numbers.count(count) for count in counts)
    yield _("Items with a score: %(scored)s; of these, strengths: %(strong)s, weaknesses: %(weak)s.") % {
        "scored": scored,
        "strong": strong,
        "weak": weak,
    }


def _do_not_know(view: UnitView) -> Iterator[str]:
    count = count_do_not_know(view.scores.items.values())
    found = find_do_not_know(view.scores, view.instrument, 1)
    if not found:
        return
    yield _(
        "The share of Do not know in the answers about facts is %(share)s; "
        "it is largest for item %(code)s: %(largest)s."
    ) % {
        "share": view.terms.numbers.share(count.share),
        "code": found[0].item.code,
        "largest": view.terms.numbers.share(found[0].score.dk_share),
    }
