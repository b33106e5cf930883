"""Figures of bars: technologies, profiles, the strongest and weakest items, Do not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from reports.charts import Bar, BarRow, Chart, draw_bars, draw_shares
from reports.figures.saying import say_ends
from reports.figures.view import UnitView, capitalised
from reports.findings import (
    SHOWN,
    DoNotKnow,
    ItemFinding,
    count_do_not_know,
    do_not_know_by_table,
    find_do_not_know,
)
from scoring.results import SOURCES, ItemScore, Measure, Score
from surveys.content import Scored, Source, Table


def technologies_figure(view: UnitView) -> Chart | None:
    """The technologies, facts above perceptions."""
    sources = [source for source in SOURCES if any(part.items for part in view.of(source).technologies.values())]
    if not sources:
        return None
    scores = view.of(sources[0]).technologies
    said = view.said({code: view.technology(code) for code in scores}, scores)
    if not said:
        return None
    sentences = {
        Source.FACTS: _(
            "The highest score by facts among the technologies: %(best)s (%(high)s); the lowest: %(worst)s (%(low)s)."
        ),
        Source.PERCEPTIONS: _(
            "The highest score by perceptions among the technologies: %(best)s (%(high)s); "
            "the lowest: %(worst)s (%(low)s)."
        ),
    }
    sentence = say_ends(view.terms, said, sentences[sources[0]])
    rows = [
        BarRow(
            capitalised(view.words(technology.text)),
            tuple(_part_bar(view, source, view.of(source).technologies[technology.code]) for source in sources),
        )
        for technology in view.instrument.technologies
    ]
    words = view.terms.words
    caption = view.caption("technologies", _("Technologies"), sentence)
    return draw_bars(view.terms, caption, rows, words.technology, words.items)


def profile_figure(view: UnitView, table: Table) -> Chart | None:
    """The items of a profile: shown beside the levels, not averaged into them."""
    found = [ItemFinding(item, view.scores.items[item.code]) for item in table.items if item.code in view.scores.items]
    said = view.said_items(finding.score for finding in found)
    if not said:
        return None
    sentence = say_ends(
        view.terms, said, _("The highest score: item %(best)s (%(high)s); the lowest: item %(worst)s (%(low)s).")
    )
    return _items_chart(view, f"profile-{table.code}", view.words(table.title), sentence, found)


def profile_figures(view: UnitView) -> Iterator[Chart]:
    """Every profile that has a score."""
    for table in view.instrument.tables():
        if any(item.scored is Scored.PROFILE for item in table.items) and (chart := profile_figure(view, table)):
            yield chart


def items_figure(view: UnitView, name: str, title: str, sentence: str, found: Sequence[ItemFinding]) -> Chart | None:
    """Items that stand out; `name` makes the figure's key."""
    return _items_chart(view, name, title, sentence, found) if found else None


def do_not_know_figure(view: UnitView) -> Chart | None:
    """The items with the largest shares of Do not know."""
    found = find_do_not_know(view.scores, view.instrument, SHOWN)
    if not found:
        return None
    most = count_do_not_know([found[0].score])
    sentence = _("The largest share of Do not know: item %(code)s, %(share)s (%(dk)s of %(n)s answers).") % {
        "code": found[0].item.code,
        "share": view.terms.numbers.share(most.share),
        "dk": view.terms.numbers.count(most.dk),
        "n": view.terms.numbers.count(most.answers),
    }
    rows = []
    for finding in found:
        count = count_do_not_know([finding.score])
        rows.append(BarRow(view.item(finding.item), (_share_bar(view, count),), finding.item.code))
    caption = view.caption("do-not-know", _("Items with the largest shares of Do not know"), sentence)
    return draw_shares(view.terms, caption, rows)


def tables_figure(view: UnitView) -> Chart | None:
    """The share of Do not know in the answers to each table."""
    tables = do_not_know_by_table(view.scores, view.instrument)
    if not tables:
        return None
    table, count = max(tables, key=lambda pair: pair[1].share or 0)
    sentence = _("Do not know is most frequent in table %(code)s: %(share)s of the answers.") % {
        "code": table.code,
        "share": view.terms.numbers.share(count.share),
    }
    rows = [BarRow(view.words(table.title), (_share_bar(view, count),), table.code) for table, count in tables]
    return draw_shares(view.terms, view.caption("tables", _("Do not know by table"), sentence), rows)


def _items_chart(view: UnitView, name: str, title: str, sentence: str, found: Sequence[ItemFinding]) -> Chart:
    rows = [BarRow(view.item(finding.item), (_item_bar(view, finding.score),), finding.item.code) for finding in found]
    words = view.terms.words
    return draw_bars(view.terms, view.caption(name, title, sentence), rows, words.item, words.answers)


def _part_bar(view: UnitView, source: Source, score: Score) -> Bar:
    base = f"{view.terms.words.items}: {score.items}/{score.mapped}" if score.mapped else view.terms.absence(score)
    return Bar(Measure(source), score.score, score.low, score.high, base)


def _item_bar(view: UnitView, score: ItemScore) -> Bar:
    """A validated fact rests on no sample: it has no interval."""
    if score.is_validated:
        return Bar(Measure(score.source), score.score, None, None, _("validated"))
    base = f"n = {view.terms.numbers.count(score.n)}"
    return Bar(Measure(score.source), score.score, score.low, score.high, base)


def _share_bar(view: UnitView, count: DoNotKnow) -> Bar:
    numbers = view.terms.numbers
    base = f"{numbers.count(count.dk)} / {numbers.count(count.answers)}"
    return Bar(Measure.COMBINED, count.share, None, None, base)
