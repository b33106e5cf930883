"""Build the diagnostic report of a unit, in the active language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.actions.answers import answers_of
from reports.advice import Advice, advise
from reports.charts import Terms
from reports.context import read_numbers
from reports.figures import UnitView, units_figure
from reports.passport.codes import Reference
from reports.passport.printing import unit_reference, with_references
from reports.passport.reasons import references_of
from reports.recommendations.storing import recommendations_of
from reports.report.advice_chapter import advice_sections
from reports.report.annexes import cite_sources, data_section, item_sections, numbers_table
from reports.report.beside import scenario_sections, series_sections
from reports.report.numbering import Figures
from reports.report.prose import read_prose
from reports.report.provenance import provenance_of
from reports.report.reading import method_sections, reading_sections
from reports.report.results_chapter import result_sections
from reports.report.sentences import summarise
from reports.report.texts import Place, Texts, generated, texts_of
from reports.report.values import Block, Chapter, DiagnosticReport, Section, Summary
from reports.report.words import cautions_of, label_of, tier_name, warning_of
from reports.results import Results
from reports.terms import terms_of
from scoring.results import UnitScores, UnitTier
from surveys.content import Tier
from surveys.countries import country_name
from surveys.labels import language_names

FIRST_STEPS = 5


def build_report(
    results: Results, scores: UnitScores, at: datetime.datetime | None = None, texts: Texts | None = None
) -> DiagnosticReport:
    """The report of a unit of the round. `texts`: what analysts wrote; else what they keep."""
    written = texts_of(results.survey_round, scores.unit) if texts is None else texts
    return _Report(results, scores, at or timezone.now(), written).build()


@dataclass
class _Report:
    """A report in the making."""

    results: Results
    scores: UnitScores
    at: datetime.datetime
    texts: Texts
    figures: Figures = field(default_factory=Figures)

    def __post_init__(self) -> None:
        self.terms: Terms = terms_of(self.results.method)
        self.reasons: dict[str, tuple[Reference, ...]] = {}
        self.view = self._view(self.scores, "unit")
        everyone = self.results.units(UnitTier.ALL_INSTITUTIONS)
        self.everyone = self._view(everyone[0], "all") if everyone else None

    def build(self) -> DiagnosticReport:
        survey_round, tier = self.results.survey_round, self.scores.unit.tier
        advice = self._advice()
        chapters = tuple(self._chapters(advice))
        return DiagnosticReport(
            language=self.terms.language,
            title=_("Diagnostic report on e-participation"),
            unit=self.view.name,
            tier=tier_name(tier),
            round_title=str(survey_round),
            country=self.view.words(country_name(survey_round.country)),
            date=formats.date_format(timezone.localtime(self.at), "DATE_FORMAT"),
            moment=timezone.localtime(self.at).isoformat(timespec="seconds"),
            facts=tuple(self._cover_facts()),
            label=_("Scores: method %(method)s, this project’s operationalisation")
            % {"method": self.results.method.code},
            provenance=provenance_of(self.results, self.scores.unit, self.at),
            warning=warning_of(self.results),
            cautions=tuple(cautions_of(self.results, self.scores)),
            summaries=tuple(self._summaries()),
            first_steps=tuple(one.title for one in advice[:FIRST_STEPS]),
            chapters=chapters,
            foreword=self._written(Place.FOREWORD),
        )

    def _view(self, scores: UnitScores, prefix: str) -> UnitView:
        return UnitView(scores, self.results.instrument, self.terms, prefix)

    def _parts(self) -> Iterator[tuple[str, UnitView]]:
        """What the report tells the results of: the unit, and beside a nation its institutions."""
        yield tier_name(self.scores.unit.tier), self.view
        if self.scores.unit.tier is UnitTier.NATIONAL and self.everyone:
            yield _("Institutions together"), self.everyone

    def _summaries(self) -> Iterator[Summary]:
        """Of each part; one that is not the mean of all institutions itself is told beside it."""
        is_below = self.scores.unit.tier in (UnitTier.SUBNATIONAL, UnitTier.INSTITUTION)
        for title, view in self._parts():
            told = summarise(view, title, self.everyone.scores if is_below and self.everyone else None)
            yield replace(told, passport=unit_reference(self.results, view.scores.unit))

    def _advice(self) -> list[Advice]:
        """The recommendations of all parts, each once, the first part's first."""
        file = recommendations_of(self.results.instrument.code)
        found: dict[str, Advice] = {}
        answers = answers_of(self.results.survey_round, self.scores.unit)
        for _title, view in self._parts():
            for one in advise(view, file, self.results.mean, answers):
                if one.code not in found:
                    found[one.code] = one
                    self.reasons[one.code] = references_of(self.results, view.scores.unit, one)
        return list(found.values())

    def _written(self, place: Place) -> tuple[Block, ...]:
        """What analysts wrote for a place in the language of the report."""
        return read_prose(self.texts.get(place, {}).get(self.terms.language, ""))

    def _chapters(self, advice: list[Advice]) -> Iterator[Chapter]:
        filled = (chapter for chapter in self._main_chapters(advice) if chapter.sections or chapter.blocks)
        for number, chapter in enumerate(filled, start=1):
            yield replace(chapter, number=str(number))
        annexes = (annex for annex in self._annexes(advice) if annex[2])
        for letter, (anchor, title, sections) in zip("ABCDEFG", annexes, strict=False):
            number_of_annex = _("Annex %(letter)s") % {"letter": letter}
            yield Chapter(anchor, number_of_annex, title, sections, is_listed=False)

    def _main_chapters(self, advice: list[Advice]) -> Iterator[Chapter]:
        """Before they are numbered; those without anything are still there."""
        reading = reading_sections(self.terms, self.results.instrument, label_of(self.results))
        yield self._chapter(Place.READING, _("How to read this report"), reading)
        for title, view in self._parts():
            lead = _("Responses that the results rest on: %(n)s.") % {
                "n": self.terms.numbers.count(view.scores.respondents)
            }
            written = self._written(Place.RESULTS) if view is self.view else ()
            sections = tuple(with_references(self.results, view.scores.unit, result_sections(view, self.figures)))
            heading = _("Results: %(part)s") % {"part": title}
            yield Chapter(f"results-{view.prefix}", "", heading, sections, lead, blocks=written if sections else ())
        yield self._chapter(
            Place.COMPARISON,
            _("Units side by side"),
            tuple(with_references(self.results, self.scores.unit, self._comparison())),
        )
        sources = cite_sources(self.view, advice)
        recommendations = tuple(advice_sections(advice, sources, self.reasons))
        yield self._chapter(Place.RECOMMENDATIONS, _("Recommendations"), recommendations)
        scenarios = tuple(scenario_sections(self.results, self.scores, self.figures))
        yield Chapter("scenarios", "", _("Scenarios"), scenarios)
        yield self._chapter(Place.CONTEXT, _("Context in numbers"), tuple(self._context()))
        for place in (Place.CONCLUSIONS, Place.CONTACT):
            yield Chapter(place.value, "", str(place.label), (), blocks=self._written(place))

    def _chapter(self, place: Place, title: str, sections: tuple[Section, ...]) -> Chapter:
        """A chapter that begins with what analysts wrote, or else with a sentence of ours."""
        written = self._written(place) if sections else ()
        return Chapter(place.value, "", title, sections, "" if written else generated(place), blocks=written)

    def _annexes(self, advice: list[Advice]) -> Iterator[tuple[str, str, tuple[Section, ...]]]:
        items = tuple(
            section
            for _title, view in self._parts()
            for section in with_references(self.results, view.scores.unit, item_sections(view, self.figures))
        )
        yield "items", _("All items"), items
        yield "data", _("Data behind the figures"), (data_section(self.figures),)
        yield "method", _("Method and versions"), method_sections(self.results, self.terms)
        citations = tuple(cite_sources(self.view, advice).values())
        yield "sources", _("Sources"), (Section("sources-list", _("Documents"), citations=citations),)

    def _comparison(self) -> Iterator[Section]:
        """Regions and institutions of a nation, institutions of a region, an institution among the others."""
        unit = self.scores.unit
        institutions = self.results.units(UnitTier.INSTITUTION)
        mean = self.everyone.scores if self.everyone else None
        if unit.tier is UnitTier.NATIONAL:
            regions = self.results.units(UnitTier.SUBNATIONAL)
            yield from self._units("regions", _("Regions"), regions, mean)
        if unit.tier is UnitTier.SUBNATIONAL:
            institutions = [one for one in institutions if one.unit.region == unit.code]
        yield from self._units("institutions", _("Institutions"), institutions, mean)

    def _units(self, key: str, title: str, units: list[UnitScores], mean: UnitScores | None) -> Iterator[Section]:
        chart = units_figure(self.terms, key, title, units, mean, self.scores.unit.code)
        if chart:
            yield Section(f"comparison-{key}", title, figures=self.figures.add(chart))

    def _context(self) -> Iterator[Section]:
        """What was answered by a number: of the nation, of the institutions, or of the one institution."""
        survey_round, instrument = self.results.survey_round, self.results.instrument
        tier = self.scores.unit.tier
        parts: Iterable[tuple[str, Tier, UnitView]] = [("institutions", Tier.INSTITUTION, self.everyone or self.view)]
        if tier is UnitTier.NATIONAL:
            parts = [("nation", Tier.NATIONAL, self.view), *parts]
        for key, asked, view in parts:
            found = read_numbers(survey_round, instrument, self.scores.unit, asked)
            if found:
                title = self.view.name if tier is not UnitTier.NATIONAL else view.name
                yield Section(f"context-{key}", title, tables=(numbers_table(self.view, found),))
        yield from series_sections(self.results, self.view, self.figures)

    def _cover_facts(self) -> Iterator[tuple[str, str]]:
        version, facts = self.results.survey_round.version, self.results.scores.round
        yield _("Round"), str(self.results.survey_round)
        yield _("Country"), self.view.words(country_name(self.results.survey_round.country))
        yield _("Instrument"), f"{self.view.words(self.results.instrument.title)} · {version.version}"
        yield _("Method"), self.results.method.code
        yield _("Responses counted"), self.terms.numbers.count(facts.counted)
        if self.scores.unit.tier is not UnitTier.NATIONAL:
            yield _("Of these, for this unit"), self.terms.numbers.count(self.scores.respondents)
        yield _("Language"), language_names()[get_language() or settings.LANGUAGE_CODE]
