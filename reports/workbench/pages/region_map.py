"""Map of regions: the mean of the institutions of each, with how many they are; those without any are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.charts import Caption, Table
from reports.charts.dots import DotRow, draw_dots
from reports.charts.parts import band_fill
from reports.charts.tiles import MapTile, draw_tiles
from reports.workbench.addresses import Place as Part
from reports.workbench.addresses import page_address, passport
from reports.workbench.frame import Asked, Content, Control, Page, Panel
from reports.workbench.maps import Place, map_of
from reports.workbench.pages.points import cell, dot, series
from reports.workbench.specs import Point, Spec, Tile, dots, tiles
from scoring.results import Family, Measure, Score, UnitScores, UnitTier
from surveys.content import in_language
from surveys.models import Region
from surveys.ordering import alphabetical

MEASURES = (Measure.COMBINED, Measure.FACTS, Measure.PERCEPTIONS)


@dataclass(frozen=True)
class Row:
    """A region. `scores`: None where it has none; `why` says so. `n`: its institutions with this score, of `all`.

    `responses`: those that name one of its institutions.
    """

    code: str
    name: str
    scores: UnitScores | None
    score: Score | None
    n: int
    all: int
    responses: int
    why: str = ""


def build(asked: Asked) -> Content:
    """The map, or the regions in a list where there is no map of the country."""
    measure, family, code, control = _measure(asked)
    rows = _rows(asked, measure, family, code)
    known = [row for row in rows if row.score and row.score.score is not None]
    if not rows:
        return Content((), nothing=_("No institution of this round belongs to a region."))
    if not known:
        return Content((), [control], _("No region has a score here under these filters."))
    title = dict(control.choices)[str(control.chosen)]
    panel = replace(_panel(asked, rows, known, title), cells=_passports(asked, rows, (measure, family, code)))
    return Content([panel], [control])


def _passports(asked: Asked, rows: Sequence[Row], part: Part) -> dict[tuple[int, int], str]:
    """Where the score of each region comes from."""
    return {
        (place, 1): passport(asked, row.scores.unit, part)
        for place, row in enumerate(rows)
        if row.scores and row.score and row.score.score is not None
    }


def _measure(asked: Asked) -> tuple[Measure, str, str, Control]:
    """What the map shows: the overall score of a source or of both, or the combined score of a level."""
    view = asked.view
    choices = [
        (f"{measure}.overall.", f"{view.terms.called(measure)}: {view.part(Family.OVERALL, '')}")
        for measure in MEASURES
    ]
    choices += [
        (f"{measure}.levels.{level.code}", f"{view.terms.called(measure)}: {view.part(Family.LEVELS, level.code)}")
        for measure in MEASURES
        for level in view.instrument.levels
    ]
    chosen = asked.options.get("show", "")
    chosen = chosen if chosen in dict(choices) else choices[0][0]
    measure, family, code = chosen.split(".", 2)
    return Measure(measure), family, code, Control("show", _("Show"), choices, chosen)


def _rows(asked: Asked, measure: Measure, family: str, code: str) -> list[Row]:
    """The regions of the country by name; those that only the results know, too."""
    results, language = asked.results, asked.view.terms.language
    units = {one.unit.code: one for one in results.units(UnitTier.SUBNATIONAL)}
    regions = Region.objects.filter(country=results.survey_round.country)
    names = {region.code: str(region) for region in regions}
    names |= {code: one.unit.called(language) for code, one in units.items()}
    members = results.units(UnitTier.INSTITUTION)
    taking_part = {one.unit.code for one in asked.whole.units(UnitTier.SUBNATIONAL)}
    rows = []
    for region, name in sorted(names.items(), key=lambda pair: alphabetical(pair[1])):
        ours = [member for member in members if member.unit.region == region]
        scored = [part for member in ours if (part := member.of(measure).part(family, code)) and part.score is not None]
        scores = units.get(region)
        score = scores.of(measure).part(family, code) if scores else None
        responses = sum(member.respondents for member in ours)
        why = "" if scores else _("left out by the filters") if region in taking_part else _nobody()
        rows.append(Row(region, name, scores, score, len(scored), len(ours), responses, why))
    return rows


def _panel(asked: Asked, rows: Sequence[Row], known: Sequence[Row], title: str) -> Panel:
    places = map_of(asked.results.survey_round.country)
    table = _table(asked, rows)
    caption = asked.view.caption("map", title, _sentence(asked, rows, known))
    addresses = {place: page_address(asked, "profile", row.scores.unit) for place, row in enumerate(rows) if row.scores}
    leads = {row.code: addresses.get(place, "") for place, row in enumerate(rows)}
    note = _("Each region shows the unweighted mean of its institutions that take part. It says nothing of its people.")
    if all(row.code in places for row in rows):
        drawn = [_tile(asked, row, places[row.code]) for row in rows]
        chart = draw_tiles(asked.view.terms, caption, drawn, table)
        return Panel(chart, _spec(asked, rows, places, leads), note, addresses, [row.code for row in rows])
    panel = _listed(asked, rows, leads, caption, table)
    return replace(panel, note=note, links=addresses, codes=[row.code for row in rows])


def _listed(asked: Asked, rows: Sequence[Row], leads: Mapping[str, str], caption: Caption, table: Table) -> Panel:
    """The regions one below the other: for a country of which there is no map."""
    terms = asked.view.terms
    shown = [row for row in rows if row.scores]
    chart = draw_dots(
        terms, caption, (caption.title,), [DotRow(row.name, (dot(terms, row.score),)) for row in shown], table
    )
    points = [_point(asked, row, leads[row.code]) for row in shown]
    return Panel(chart, dots([row.name for row in shown], [series(0, caption.title, points)]))


def _tile(asked: Asked, row: Row, place: Place) -> MapTile:
    terms = asked.view.terms
    value = row.score.score if row.score else None
    note = f"n = {row.n}" if row.n else ""
    return MapTile(place.column, place.row, place.whole(terms.language), value, terms.numbers.score(value), note)


def _spec(asked: Asked, rows: Sequence[Row], places: Mapping[str, Place], leads: Mapping[str, str]) -> Spec:
    language = asked.view.terms.language
    return tiles(
        [
            Tile(
                place.column,
                place.row,
                row.name,
                in_language(place.name, language),
                _point(asked, row, leads[row.code]),
            )
            for row in rows
            for place in [places[row.code]]
        ]
    )


def _point(asked: Asked, row: Row, address: str) -> Point:
    """What a tile says; a region without institutions says so."""
    terms = asked.view.terms
    if row.scores is None:
        return Point(None, terms.numbers.score(None), row.why)
    base = _("institutions: %(n)s of %(all)s; responses: %(responses)s") % {
        "n": terms.numbers.count(row.n),
        "all": terms.numbers.count(row.all),
        "responses": terms.numbers.count(row.responses),
    }
    value = row.score.score if row.score else None
    words = f"{cell(terms, row.score)}\n{terms.band(value)}\n{base}" if value is not None else base
    fill = band_fill(value, terms) if value is not None else ""
    low, high = (row.score.low, row.score.high) if row.score else (None, None)
    return Point(value, terms.numbers.score(value), words, low, high, address, fill)


def _nobody() -> str:
    return _("no institution of this region takes part")


def _table(asked: Asked, rows: Sequence[Row]) -> Table:
    words, numbers = asked.view.terms.words, asked.view.terms.numbers
    header = (_("Region"), words.score, words.interval, words.band, _("Institutions (n)"), _("Responses (n)"))
    return Table(
        header,
        tuple((row.name, *_cells(asked, row), numbers.count(row.n), numbers.count(row.responses)) for row in rows),
    )


def _cells(asked: Asked, row: Row) -> tuple[str, str, str]:
    terms = asked.view.terms
    if row.scores is None:
        return row.why, terms.numbers.score(None), terms.numbers.score(None)
    if row.score is None or row.score.score is None:
        return terms.absence(row.score), terms.numbers.score(None), terms.numbers.score(None)
    score = row.score
    return terms.numbers.score(score.score), terms.numbers.interval(score.low, score.high), terms.band(score.score)


def _sentence(asked: Asked, rows: Sequence[Row], known: Sequence[Row]) -> str:
    """The highest and the lowest region, and how many have none."""
    numbers = asked.view.terms.numbers
    best, worst = (pick(known, key=lambda row: row.score.score or 0 if row.score else 0) for pick in (max, min))
    values = {
        "known": numbers.count(len(known)),
        "all": numbers.count(len(rows)),
        "best": best.name,
        "high": numbers.score(best.score.score if best.score else None),
        "worst": worst.name,
        "low": numbers.score(worst.score.score if worst.score else None),
    }
    if len(known) == 1:
        return _("Regions with a score: %(known)s of %(all)s, namely %(best)s (%(high)s).") % values
    return (
        _(
            "Regions with a score: %(known)s of %(all)s. "
            "The highest: %(best)s (%(high)s); the lowest: %(worst)s (%(low)s)."
        )
        % values
    )


MAP = Page(
    "map", gettext_lazy("Map"), gettext_lazy("How do the institutions of each region stand?"), build, has_unit=False
)
