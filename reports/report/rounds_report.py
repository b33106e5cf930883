"""The comparison of two rounds for a unit: the verdict with its reasons, bridge scores, changes, the fate of items."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from reports.charts import Chart
from reports.figures import UnitView
from reports.passport.printing import unit_reference
from reports.report.numbering import Figures
from reports.report.plain import PlainReport
from reports.report.provenance import provenance_of
from reports.report.values import Chapter, ReportTable, Section
from reports.report.words import cautions_of, label_of, tier_name, warning_of
from reports.results import Results
from reports.rounds.changes import items_figure, parts_figure, units_figure
from reports.rounds.figures import Changed, slopes_figure
from reports.rounds.lineage import lineage_tables
from reports.rounds.reading import Comparison, compare, in_order
from reports.rounds.words import break_words, say_reasons, verdict_sentence
from reports.terms import terms_of
from scoring.results import Measure, UnitScores, UnitTier
from surveys.models import Round


def earlier_rounds(survey_round: Round, among: QuerySet[Round]) -> list[Round]:
    """The rounds to compare a round with, the nearest first: of the same instrument, about the same country."""
    alike = among.filter(version__code=survey_round.version.code, country=survey_round.country)
    others = alike.exclude(pk=survey_round.pk).select_related("version")
    return sorted(
        (one for one in others if in_order(one, survey_round)),
        key=lambda one: (one.opens_at or one.created_at, one.pk),
        reverse=True,
    )


def build_rounds_report(
    earlier: Results, later: Results, scores: UnitScores, at: datetime.datetime | None = None
) -> PlainReport:
    """The comparison of a unit of the later round with itself in the earlier one, in the active language."""
    return _Comparing(compare(earlier, later), scores, at or timezone.now()).build()


class _Comparing:
    """A comparison in the making."""

    def __init__(self, comparison: Comparison, scores: UnitScores, at: datetime.datetime) -> None:
        self.comparison, self.scores, self.at = comparison, scores, at
        self.later = comparison.later
        self.view = UnitView(scores, self.later.instrument, terms_of(self.later.method), "rounds")
        self.unit = comparison.unit(scores.unit.tier, scores.unit.code)
        self.before = comparison.earlier.unit(scores.unit.tier, scores.unit.code)
        self.figures = Figures()

    def build(self) -> PlainReport:
        local = self.at.astimezone(self.later.survey_round.zone)
        return PlainReport(
            language=self.view.terms.language,
            title=_("Comparison of two rounds"),
            unit=self.view.name,
            tier=tier_name(self.scores.unit.tier),
            round_title=str(self.later.survey_round),
            date=formats.date_format(local, "DATE_FORMAT"),
            moment=local.isoformat(timespec="seconds"),
            warning=warning_of(self.later) or warning_of(self.comparison.earlier),
            cautions=tuple(cautions_of(self.later, self.scores)),
            facts=tuple(self._facts()),
            lead=(verdict_sentence(self.comparison.judgement.verdict), label_of(self.later)),
            chapters=tuple(self._chapters()),
            provenance=self._provenance(),
        )

    def _provenance(self) -> str:
        earlier = self.comparison.earlier
        return _("%(later)s · earlier: round %(round)s, method %(method)s, counts %(checksum)s") % {
            "later": provenance_of(self.later, self.scores.unit, self.at),
            "round": earlier.survey_round.code,
            "method": earlier.method.code,
            "checksum": earlier.evidence.checksum[:12],
        }

    def _facts(self) -> Iterator[tuple[str, str]]:
        numbers = self.view.terms.numbers
        sides = (
            (_("Earlier round"), self.comparison.earlier, self.before),
            (_("Later round"), self.later, self.scores),
        )
        for name, results, scores in sides:
            version = results.survey_round.version
            n = numbers.count(scores.respondents) if scores else numbers.count(0)
            yield (
                name,
                _("%(round)s · instrument %(instrument)s · method %(method)s · respondents of this unit: n = %(n)s")
                % {
                    "round": results.survey_round,
                    "instrument": f"{version.code} {version.version}",
                    "method": results.method.code,
                    "n": n,
                },
            )
            if scores:
                passport = unit_reference(results, scores.unit)
                yield _("Where its scores come from"), f"{passport.code} · {passport.address}"

    def _chapters(self) -> Iterator[Chapter]:
        yield Chapter("verdict", "1", _("May the two rounds be compared?"), tuple(self._verdict()))
        yield Chapter("scores", "2", _("Scores in both rounds"), tuple(self._scores()))
        changes = tuple(self._changes())
        if changes:
            yield Chapter("changes", "3", _("What changed"), changes, self._rule())
        number = 4 if changes else 3
        lineage = tuple(self._lineage())
        if lineage:
            yield Chapter("items", str(number), _("What became of the scored items"), lineage)

    def _rule(self) -> str:
        return _(
            "Both rounds are scored on the common items, by the method of the later round. "
            "A change whose interval holds zero may be chance."
        )

    def _verdict(self) -> Iterator[Section]:
        judgement = self.comparison.judgement
        rows = tuple((one.mark, one.sentence) for one in say_reasons(judgement.reasons, self.view))
        table = ReportTable("", (_("It allows"), _("Reason")), rows, texts=2)
        broken = break_words(judgement.breaks)
        yield Section("verdict-reasons", _("Reasons"), tables=(table,), notes=(broken,) if broken else ())

    def _scores(self) -> Iterator[Section]:
        for measure in (Measure.COMBINED, Measure.FACTS, Measure.PERCEPTIONS):
            title = self.view.terms.called(measure)
            yield self._section(f"scores-{measure}", title, slopes_figure(self._changed(measure)), "levels")

    def _changes(self) -> Iterator[Section]:
        if self.unit is None:
            return
        for measure in (Measure.COMBINED, Measure.FACTS, Measure.PERCEPTIONS):
            chart = parts_figure(self._changed(measure), self.unit)
            if chart:
                yield self._section(f"changes-{measure}", self.view.terms.called(measure), chart, "levels")
        found = items_figure(self._changed(Measure.COMBINED), self.unit)
        if found:
            yield self._section("changes-items", _("Items"), found[0], "items")
        if self.scores.unit.tier is UnitTier.NATIONAL:
            for tier, title in ((UnitTier.SUBNATIONAL, _("Regions")), (UnitTier.INSTITUTION, _("Institutions"))):
                chart = units_figure(self._changed(Measure.COMBINED), tier, title)
                if chart:
                    yield self._section(f"changes-{tier}", title, chart, "institutions")

    def _section(self, anchor: str, title: str, chart: Chart, part: str) -> Section:
        """A figure with the table that says the same below it, and where its scores come from in both rounds."""
        twin = f"{anchor}-table"
        table = ReportTable("", chart.table.header, chart.table.rows, twin, is_dense=True)
        unit, notes = self.scores.unit, []
        if self.before:
            earlier = unit_reference(self.comparison.earlier, unit, part)
            notes.append(_("The scores of the earlier round: %(address)s") % {"address": earlier.address})
        return Section(
            anchor,
            title,
            figures=self.figures.add(chart, table=twin),
            tables=(table,),
            notes=tuple(notes),
            passport=unit_reference(self.later, unit, part),
        )

    def _changed(self, measure: Measure) -> Changed:
        view = UnitView(self.scores, self.later.instrument, self.view.terms, f"rounds-{measure}")
        return Changed(self.comparison, self.unit, view, (self.before, self.scores), measure)

    def _lineage(self) -> Iterator[Section]:
        header = (_("In the earlier round"), _("In the later round"), _("What differs"))
        for place, table in enumerate(lineage_tables(self.comparison)):
            tables = (ReportTable("", header, table.rows, texts=3, is_dense=True),) if table.rows else ()
            notes = [_("Items in this group: %(count)s.") % {"count": self.view.terms.numbers.count(table.count)}]
            if not tables:
                notes.append(_("They are what the comparison rests on."))
            yield Section(f"items-{place}", table.title, paragraphs=(" ".join(notes),), tables=tables)
