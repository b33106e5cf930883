"""Build the diagnostic report of a unit, in the active language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.advice import Advice, advise
from reports.charts import Terms
from reports.context import read_numbers
from reports.figures import UnitView, units_figure
from reports.recommendations.storing import recommendations_of
from reports.report.annexes import cite_sources, data_section, item_sections, numbers_table
from reports.report.numbering import Figures
from reports.report.reading import method_sections, reading_sections
from reports.report.results_chapter import result_sections
from reports.report.sentences import summarise
from reports.report.values import Chapter, DiagnosticReport, Recommendation, ReportTable, Section, Summary
from reports.results import Results
from reports.terms import terms_of
from scoring.results import UnitScores, UnitTier
from surveys.content import Tier
from surveys.countries import country_name

TOLD_IN_FULL = 10  # recommendations told in full; the others are named in a table
FIRST_STEPS = 5


def build_report(results: Results, scores: UnitScores, at: datetime.datetime | None = None) -> DiagnosticReport:
    """The report of a unit of the round."""
    return _Report(results, scores, at or timezone.now()).build()


@dataclass
class _Report:
    """A report in the making."""

    results: Results
    scores: UnitScores
    at: datetime.datetime
    figures: Figures = field(default_factory=Figures)

    def __post_init__(self) -> None:
        self.terms: Terms = terms_of(self.results.method)
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
            tier=_tier_name(tier),
            round_title=str(survey_round),
            country=self.view.words(country_name(survey_round.country)),
            date=formats.date_format(timezone.localtime(self.at), "DATE_FORMAT"),
            moment=timezone.localtime(self.at).isoformat(timespec="seconds"),
            facts=tuple(self._cover_facts()),
            label=_("Scores: method %(method)s, this project's operationalisation")
            % {"method": self.results.method.code},
            warning=self._warning(),
            cautions=tuple(self._cautions()),
            summaries=tuple(self._summaries()),
            first_steps=tuple(one.title for one in advice[:FIRST_STEPS]),
            chapters=chapters,
        )

    def _view(self, scores: UnitScores, prefix: str) -> UnitView:
        return UnitView(scores, self.results.instrument, self.terms, prefix)

    def _parts(self) -> Iterator[tuple[str, UnitView]]:
        """What the report tells the results of: the unit, and beside a nation its institutions."""
        yield _tier_name(self.scores.unit.tier), self.view
        if self.scores.unit.tier is UnitTier.NATIONAL and self.everyone:
            yield _("Institutions together"), self.everyone

    def _summaries(self) -> Iterator[Summary]:
        """Of each part; one that is not the mean of all institutions itself is told beside it."""
        is_below = self.scores.unit.tier in (UnitTier.SUBNATIONAL, UnitTier.INSTITUTION)
        for title, view in self._parts():
            yield summarise(view, title, self.everyone.scores if is_below and self.everyone else None)

    def _advice(self) -> list[Advice]:
        """The recommendations of all parts, each once, the first part's first."""
        file = recommendations_of(self.results.instrument.code)
        found: dict[str, Advice] = {}
        for _title, view in self._parts():
            for one in advise(view, file, self.results.mean):
                found.setdefault(one.code, one)
        return list(found.values())

    def _chapters(self, advice: list[Advice]) -> Iterator[Chapter]:
        number = 1
        for anchor, title, lead, sections in self._main_chapters(advice):
            if sections:
                yield Chapter(anchor, str(number), title, sections, lead)
                number += 1
        annexes = (annex for annex in self._annexes(advice) if annex[2])
        for letter, (anchor, title, sections) in zip("ABCDEFG", annexes, strict=False):
            number_of_annex = _("Annex %(letter)s") % {"letter": letter}
            yield Chapter(anchor, number_of_annex, title, sections, is_listed=False)

    def _main_chapters(self, advice: list[Advice]) -> Iterator[tuple[str, str, str, tuple[Section, ...]]]:
        reading = reading_sections(self.terms, self.results.instrument, self._label())
        yield "reading", _("How to read this report"), "", reading
        for title, view in self._parts():
            lead = _("Responses that the results rest on: %(n)s.") % {
                "n": self.terms.numbers.count(view.scores.respondents)
            }
            yield (
                f"results-{view.prefix}",
                _("Results: %(part)s") % {"part": title},
                lead,
                tuple(result_sections(view, self.figures)),
            )
        yield "comparison", _("Units side by side"), "", tuple(self._comparison())
        yield "recommendations", _("Recommendations"), "", tuple(self._recommendations(advice))
        yield "context", _("Context in numbers"), "", tuple(self._context())

    def _annexes(self, advice: list[Advice]) -> Iterator[tuple[str, str, tuple[Section, ...]]]:
        items = tuple(section for _title, view in self._parts() for section in item_sections(view, self.figures))
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
        text = _("Units are sorted by their combined overall score. Where intervals overlap, their order says little.")
        if chart:
            yield Section(f"comparison-{key}", title, (text,), figures=self.figures.add(chart))

    def _recommendations(self, advice: list[Advice]) -> Iterator[Section]:
        if not advice:
            return
        lead = _(
            "The recommendations follow from what is weak: each names the values that call for it. "
            "The most urgent ones come first."
        )
        sources = cite_sources(self.view, advice)
        told = tuple(
            Recommendation(number, one, tuple(sources[code] for code, _words in one.sources))
            for number, one in enumerate(advice[:TOLD_IN_FULL], start=1)
        )
        yield Section("recommendations-first", _("What to do first"), (lead,), recommendations=told)
        if rest := advice[TOLD_IN_FULL:]:
            rows = tuple((one.title, one.reasons[0], one.effort, one.horizon) for one in rest)
            header = (_("Recommendation"), _("Why"), _("Effort"), _("Horizon"))
            table = ReportTable("", header, rows, texts=len(header), is_dense=True)
            yield Section("recommendations-further", _("Further recommendations"), tables=(table,))

    def _context(self) -> Iterator[Section]:
        """What was answered by a number: of the nation, of the institutions, or of the one institution."""
        survey_round, instrument = self.results.survey_round, self.results.instrument
        text = _("Respondents gave these numbers as far as they knew them. They are not scored.")
        tier = self.scores.unit.tier
        parts: Iterable[tuple[str, Tier, UnitView]] = [("institutions", Tier.INSTITUTION, self.everyone or self.view)]
        if tier is UnitTier.NATIONAL:
            parts = [("nation", Tier.NATIONAL, self.view), *parts]
        for key, asked, view in parts:
            found = read_numbers(survey_round, instrument, self.scores.unit, asked)
            if found:
                title = self.view.name if tier is not UnitTier.NATIONAL else view.name
                yield Section(f"context-{key}", title, (text,), tables=(numbers_table(self.view, found),))

    def _cover_facts(self) -> Iterator[tuple[str, str]]:
        version, facts = self.results.survey_round.version, self.results.scores.round
        yield _("Round"), str(self.results.survey_round)
        yield _("Country"), self.view.words(country_name(self.results.survey_round.country))
        yield _("Instrument"), f"{self.view.words(self.results.instrument.title)} · {version.version}"
        yield _("Method"), self.results.method.code
        yield _("Responses counted"), self.terms.numbers.count(facts.counted)
        if self.scores.unit.tier is not UnitTier.NATIONAL:
            yield _("Of these, for this unit"), self.terms.numbers.count(self.scores.respondents)
        yield _("Language"), settings.LANGUAGE_NAMES[get_language() or settings.LANGUAGE_CODE]

    def _label(self) -> str:
        return _(
            "Scores: method %(method)s, this project's operationalisation; the source lays down its principles only."
        ) % {"method": self.results.method.code}

    def _warning(self) -> str:
        if not self.results.survey_round.is_synthetic:
            return ""
        return _("Synthetic data: the answers were made up to show the application and say nothing about any country.")

    def _cautions(self) -> Iterator[str]:
        threshold = self.results.method.suppression_threshold
        if self.scores.respondents < threshold:
            yield _(
                "Fewer than %(threshold)s people answered for this unit. "
                "Its perceptions are for analysts only and must not be published."
            ) % {"threshold": self.terms.numbers.count(threshold)}


def _tier_name(tier: UnitTier) -> str:
    names = {
        UnitTier.NATIONAL: _("National level"),
        UnitTier.SUBNATIONAL: _("Region"),
        UnitTier.INSTITUTION: _("Institution"),
        UnitTier.ALL_INSTITUTIONS: _("Institutions together"),
    }
    return names[tier]
