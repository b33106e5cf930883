"""Countries side by side: rounds of one instrument version, each with the scores of its country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reports.charts.dots import DotRow, draw_dots
from reports.workbench.frame import Asked, Content, Control, Page, Panel
from reports.workbench.pages.countries_columns import Column, Part, passports_of_columns, table_of_columns
from reports.workbench.pages.points import dot, point, series
from reports.workbench.specs import dots
from reports.workbench.together import national_scores
from scoring.results import SOURCES, Family, Measure, RoundScores, Score, cell_code
from surveys.content import in_language
from surveys.countries import SYNTHETIC, country_name
from surveys.models import Round

MOST = 4  # rounds beside the own one: more marks in a row cannot be told apart


def build(asked: Asked) -> Content:
    """Overall scores and levels first, then the cells of each source."""
    own = asked.results.survey_round
    others = [one for one in asked.rounds if one.version_id == own.version_id]
    control, chosen, refused = _choose(asked, others)
    if asked.filters.selection.has_institutions:
        refused.append(
            _("Regions and kinds of institutions are those of one country: these filters do not change this page.")
        )
    if not others:
        nothing = _("No other round of this instrument version is open to you, so there is nothing to compare with.")
        return Content((), nothing=nothing, refused=refused)
    if not chosen:
        nothing = _("Choose at least one round to stand beside this one.")
        return Content((), [control], nothing, refused)
    columns = _columns(asked, [own, *chosen])
    notes = " ".join(_notes(columns))
    panels = [
        _panel(asked, columns, "overall", _("Overall scores and levels"), list(_heads(asked)), notes),
        *(_cells_panel(asked, columns, Measure(source), notes) for source in SOURCES),
    ]
    shown = [panel for panel in panels if panel]
    nothing = "" if shown else _("None of these rounds has a score yet under these filters.")
    return Content(shown, [control], nothing, refused)


def _choose(asked: Asked, others: Sequence[Round]) -> tuple[Control, list[Round], list[str]]:
    """The rounds to stand beside this one: those named in the address, else the newest."""
    by_code = {one.code: one for one in others}
    named = list(dict.fromkeys(value for value in asked.options.getlist("with") if value))
    refused = [
        _("The round “%(code)s” cannot stand here: it has another instrument version, or you may not see its results.")
        % {"code": code[:100]}
        for code in named
        if code not in by_code
    ]
    codes = [code for code in named if code in by_code] if named else list(by_code)[:1]
    if len(codes) > MOST:
        refused.append(_("Only %(n)s rounds can stand beside this one; the first of them are shown.") % {"n": MOST})
    codes = codes[:MOST]
    choices = [(one.code, _titled(one)) for one in others]
    return Control("with", _("Compare with"), choices, frozenset(codes)), [by_code[code] for code in codes], refused


def _titled(survey_round: Round) -> str:
    country = in_language(country_name(survey_round.country), get_language() or "")
    return _marked(f"{survey_round} ({country})", survey_round)


def _marked(name: str, survey_round: Round) -> str:
    """With a mark where answers are synthetic; the country that is made up says so by its name."""
    if not survey_round.is_synthetic or survey_round.country == SYNTHETIC:
        return name
    return _("%(round)s (synthetic)") % {"round": name}


def _columns(asked: Asked, rounds: Sequence[Round]) -> list[Column]:
    language = asked.view.terms.language
    found = national_scores(rounds, asked.filters.selection)
    countries = [scores.units[0].unit.called(language) for scores in found]
    return [
        Column(one, _name(one, country, scores, countries), scores.units[0])
        for one, country, scores in zip(rounds, countries, found, strict=True)
    ]


def _name(survey_round: Round, country: str, scores: RoundScores, countries: Sequence[str]) -> str:
    """The country; with the code of the round where the same country stands twice."""
    name = country if countries.count(country) == 1 else f"{country}, {scores.round.code}"
    return _marked(name, survey_round)


def _notes(columns: Sequence[Column]) -> Iterator[str]:
    if any(column.survey_round.is_synthetic for column in columns):
        yield _("Rounds marked as synthetic were made up; they say nothing about any country.")
    if len({column.survey_round.method for column in columns}) > 1:
        yield _("These rounds are scored by different versions of the method: differences may come from it.")
    if _rests_differ(columns):
        yield _("Combined scores rest on facts and perceptions in one country and on one of them in another.")


def _rests_differ(columns: Sequence[Column]) -> bool:
    """Whether a combined score comes from both sources in one country and from one of them in another."""
    for code in columns[0].scores.combined.levels:
        origins = {column.scores.combined.levels[code].origin for column in columns} - {None}
        if len(origins) > 1:
            return True
    return False


def _heads(asked: Asked) -> Iterator[Part]:
    for measure in (Measure.COMBINED, Measure.FACTS, Measure.PERCEPTIONS):
        yield measure, Family.OVERALL, ""
        yield from ((measure, Family.LEVELS, level.code) for level in asked.view.instrument.levels)


def _cells_panel(asked: Asked, columns: Sequence[Column], measure: Measure, notes: str) -> Panel | None:
    view = asked.view
    areas = columns[0].scores.facts.areas
    parts = [(measure, Family.CELLS, cell_code(level.code, area)) for level in view.instrument.levels for area in areas]
    title = _("Levels by areas: %(source)s") % {"source": view.terms.called(measure).lower()}
    return _panel(asked, columns, f"cells-{measure}", title, parts, notes)


def _panel(
    asked: Asked, columns: Sequence[Column], key: str, title: str, parts: Sequence[Part], notes: str
) -> Panel | None:
    """The parts that are measured, one row each, with a mark for each country."""
    view, terms = asked.view, asked.view.terms
    rows = [(part, [_score(column, part) for column in columns]) for part in parts]
    rows = [(part, scores) for part, scores in rows if any(score and score.mapped for score in scores)]
    if not any(score and score.score is not None for _part, scores in rows for score in scores):
        return None
    names = [_part_name(asked, part, is_cell=key != "overall") for part, _scores in rows]
    responses = [f"n = {terms.numbers.count(column.scores.respondents)}" for column in columns]
    heads = [f"{column.name} ({n})" for column, n in zip(columns, responses, strict=True)]
    table = table_of_columns(terms, heads, names, [scores for _p, scores in rows])
    drawn = [
        DotRow(name, tuple(dot(terms, score) for score in scores))
        for name, (_p, scores) in zip(names, rows, strict=True)
    ]
    caption = view.caption(f"countries-{key}", title, _sentence(asked, columns, names, [scores for _p, scores in rows]))
    spec = dots(
        names,
        [series(place, head, [point(terms, scores[place]) for _p, scores in rows]) for place, head in enumerate(heads)],
    )
    return Panel(
        draw_dots(terms, caption, heads, drawn, table),
        spec,
        notes,
        codes=[_code(part) for part, _s in rows],
        cells=passports_of_columns(asked, columns, rows),
    )


def _score(column: Column, part: Part) -> Score | None:
    measure, family, code = part
    return column.scores.of(measure).part(family, code)


def _code(part: Part) -> str:
    measure, family, code = part
    return f"{measure}.{family}.{code}".rstrip(".")


def _part_name(asked: Asked, part: Part, is_cell: bool) -> str:
    measure, family, code = part
    name = asked.view.part(family, code)
    return name if is_cell else f"{name} ({asked.view.terms.called(measure).lower()})"


def _sentence(
    asked: Asked, columns: Sequence[Column], names: Sequence[str], rows: Sequence[Sequence[Score | None]]
) -> str:
    """The part in which the countries lie furthest apart, and whether the intervals of its ends meet."""
    spread = []
    for name, scores in zip(names, rows, strict=True):
        known = [
            (score, column) for score, column in zip(scores, columns, strict=True) if score and score.score is not None
        ]
        if len(known) > 1:
            low, high = (pick(known, key=lambda pair: pair[0].score or 0) for pick in (min, max))
            spread.append(((high[0].score or 0) - (low[0].score or 0), name, low, high))
    if not spread:
        return _("Only one of these rounds has scores here.")
    _width, name, low, high = max(spread, key=lambda one: one[0])
    numbers = asked.view.terms.numbers
    values = {
        "part": name,
        "best": high[1].name,
        "high": numbers.score(high[0].score),
        "worst": low[1].name,
        "low": numbers.score(low[0].score),
    }
    meet = low[0].high is None or high[0].low is None or low[0].high >= high[0].low
    if meet:
        return (
            _(
                "The widest distance: %(part)s – %(best)s %(high)s, %(worst)s %(low)s; "
                "their intervals meet or are unknown."
            )
            % values
        )
    return (
        _("The widest distance: %(part)s – %(best)s %(high)s, %(worst)s %(low)s; their intervals do not meet.") % values
    )


COUNTRIES = Page(
    "countries",
    gettext_lazy("Countries"),
    gettext_lazy("How do countries stand beside each other?"),
    build,
    has_unit=False,
)
