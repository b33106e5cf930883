"""How to read the report, and what it was made from: the same for every unit."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from reports.badge import badge_from
from reports.charts import Terms
from reports.number_format import RANGE
from reports.report.values import Band, Section
from reports.results import Results
from scoring.methods import DoNotKnow, Structural
from surveys.content import Instrument, in_language


def reading_sections(terms: Terms, instrument: Instrument, label: str) -> tuple[Section, ...]:
    """What the words and numbers of the report mean."""
    return (
        Section(
            "reading-scores",
            _("Scores and bands"),
            paragraphs=(
                _(
                    "Every score runs from 0 to 100 and is shown with one decimal. "
                    "The bands follow the points of the answer scale; the source describes what each point means."
                ),
            ),
            bands=tuple(_bands(terms, instrument)),
            notes=(label,),
        ),
        Section(
            "reading-words",
            _("What the words mean"),
            definitions=(*_words_of_scores(terms), *_words_of_certainty(terms)),
        ),
    )


def _bands(terms: Terms, instrument: Instrument) -> Iterator[Band]:
    bands = terms.method.bands
    scale = instrument.scales_by_code.get("scale05")
    for place, band in enumerate(bands):
        is_last = place == len(bands) - 1
        end = "100" if is_last else f"< {terms.numbers.plain(bands[place + 1].low * 100)}"
        point = scale.point(str(band.value)) if scale else None
        meaning = in_language(point.help, terms.language) if point else ""
        low = terms.numbers.plain(band.low * 100)
        yield Band(place, in_language(band.text, terms.language), f"{low} {RANGE} {end}", meaning)


def _words_of_scores(terms: Terms) -> Iterator[tuple[str, str]]:
    words = terms.words
    yield (
        words.facts,
        _("What exists: questions answered Yes, No or Do not know. The score is the share of Yes in Yes and No."),
    )
    yield words.perceptions, _("How well it works: ratings from 0 to 5. The score is the mean rating divided by 5.")
    yield (
        words.combined,
        _("The mean of facts and perceptions where both exist; where only one exists, that one stands alone."),
    )
    yield words.gap, _("Perceptions minus facts. It runs from −100 to +100.")


def _words_of_certainty(terms: Terms) -> Iterator[tuple[str, str]]:
    words = terms.words
    yield (
        words.interval,
        _(
            "Bounds that show how much a score depends on who happened to answer: if the survey were repeated, "
            "bounds found in this way would hold the true score in %(confidence)s of cases. "
            "The fewer the answers and the more they differ, the wider the interval."
        )
        % {"confidence": terms.numbers.share(terms.method.confidence)},
    )
    yield (
        words.coverage,
        _(
            "The share of the items of a score that have answers. "
            "A part without any answer is shown as a dash, never as zero."
        ),
    )
    yield "n", _("The number of answers that a score rests on. Do not know and empty answers are not among them.")
    yield (
        _("Structural zero"),
        _("A question that depends on another counts as No when that other one was answered No."),
    )
    yield (
        _("Agreement"),
        _("How far respondents agree, from 0 (opposite opinions) to 1 (one opinion), after Tastle and Wierman (2007)."),
    )


def method_sections(results: Results, terms: Terms) -> tuple[Section, ...]:
    """How answers became scores, with which choices, from which data."""
    text = _(
        "The source lays down the questions, the answers, the levels, the areas and the technologies, "
        "and says that answers are averaged. "
        "Everything more exact is this project’s operationalisation."
    )
    return (
        Section("method-rules", _("From answers to scores"), paragraphs=(text,), points=tuple(_rules())),
        Section("method-options", _("Choices of the method"), definitions=tuple(_options(results, terms))),
        Section("method-versions", _("Versions and data"), definitions=tuple(_versions(results, terms))),
        Section("method-badge", _("Quality badge"), paragraphs=(_badge_note(),), definitions=tuple(_badge(results))),
    )


def _badge_note() -> str:
    return _("This badge is this project’s own: it says how far the answers were checked, not whether they are right.")


def _badge(results: Results) -> Iterator[tuple[str, str]]:
    """The overall level, and each criterion with its numbers and thresholds."""
    badge = badge_from(results)
    yield _("Overall level"), str(badge.level.label)
    sentence = _("%(standing)s: %(n)s of %(base)s (met from %(met)s %%, partly from %(partly)s %%)")
    for line in badge.lines:
        yield (
            str(line.criterion.label),
            sentence
            % {
                "standing": line.standing.label,
                "n": line.share.n,
                "base": line.share.base,
                "met": line.met_from,
                "partly": line.partly_from,
            },
        )


def _rules() -> Iterator[str]:
    yield _("A question that depends on another is asked only when that other one was answered Yes.")
    yield _(
        "Item: for Yes and No, the share of Yes; for ratings, the mean divided by 5. Reverse items are turned round."
    )
    yield _("Cell: the mean of its items. Level: the mean of its cells. Overall score: the mean of the levels.")
    yield _("Technology: the mean of the items that concern it. Profile: the mean of the items of its table.")
    yield _("Region and all institutions: the unweighted mean of the institutions that have the part.")
    yield _(
        "Intervals: Wilson’s for shares, Student’s for means, and the delete-a-group jackknife "
        "for levels, areas, overall scores and gaps."
    )


def _options(results: Results, terms: Terms) -> Iterator[tuple[str, str]]:
    method, numbers = results.method, terms.numbers
    structural = {
        Structural.ZERO: _("count as No"),
        Structural.LEFT_OUT: _("are left out"),
    }
    unknown = {DoNotKnow.LEFT_OUT: _("is left out"), DoNotKnow.NO: _("counts as No")}
    weights = method.combined_weights
    yield _("Method"), f"{method.code} · {in_language(method.title, terms.language)}"
    yield _("Items whose parent is No"), structural[method.structural]
    yield _("Answer Do not know"), unknown[method.do_not_know]
    yield (
        _("Responses given by a group"),
        _("count by their number of participants") if method.weight_by_participants else _("count once"),
    )
    yield (
        _("Weights in the combined score"),
        _("facts %(facts)s, perceptions %(perceptions)s")
        % {"facts": numbers.plain(weights.facts), "perceptions": numbers.plain(weights.perceptions)},
    )
    yield _("Confidence of intervals"), numbers.share(method.confidence)
    yield _("Groups of the jackknife"), numbers.count(method.groups)
    yield _("Fewest respondents for published perceptions"), numbers.count(method.suppression_threshold)


def _versions(results: Results, terms: Terms) -> Iterator[tuple[str, str]]:
    facts, version, numbers = results.scores.round, results.survey_round.version, terms.numbers
    yield _("Round"), f"{results.survey_round.code} · {results.survey_round}"
    yield _("Period of the round"), _period(results)
    yield _("Instrument version"), f"{version.code} {version.version}"
    yield _("Checksum of the instrument"), version.checksum
    yield _("Scores computed"), formats.date_format(timezone.localtime(facts.computed_at), "DATETIME_FORMAT")
    yield _("Responses counted"), numbers.count(facts.counted)
    yield _("Responses excluded by a reviewer"), numbers.count(facts.excluded)
    yield _("Responses not submitted"), numbers.count(facts.draft)
    yield _("Facts settled by a reviewer"), numbers.count(len(results.evidence.validations))
    yield _("Checksum of the counts"), results.evidence.checksum


def _period(results: Results) -> str:
    moments = (results.survey_round.opens_at, results.survey_round.closes_at)
    days = (formats.date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else "…" for moment in moments)
    return f" {RANGE} ".join(days)
