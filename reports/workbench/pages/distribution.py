"""How the answers are distributed: bars to both sides of the middle, those without an opinion apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.charts import style
from reports.charts.diverging import ASIDE_FILLS, DivergingRow, Pieces, draw_diverging
from reports.figures import UnitView
from reports.workbench import specs
from reports.workbench.addresses import every_cell, item_address
from reports.workbench.frame import Asked, Content, Page, Panel
from reports.workbench.pages.groups_items import choice, choose_items
from scoring.results import ItemScore
from surveys.coding import POINTS
from surveys.content import Item, ItemType

AS_ASKED, BY_VALUE, BY_SILENCE = "asked", "value", "silence"
Found = Sequence[tuple[Item, ItemScore]]


@dataclass(frozen=True)
class _Kind:
    """How the items of one type are shown. `name` begins the key of the figure."""

    name: str
    type: ItemType
    title: str
    pieces: Pieces
    aside: str
    value: str
    note: str


def build(asked: Asked) -> Content:
    """One picture for the items from 0 to 5, one for those answered Yes or No."""
    view = asked.view
    scores = view.scores.items
    items, control, refused = choose_items(view, asked.options, lambda item: item.code in scores)
    order, order_control = choice(asked.options, "order", _orders(), _("Order"))
    panels = []
    for kind in _kinds():
        found = [
            (item, scores[item.code])
            for item in items.items
            if item.type is kind.type and not scores[item.code].is_validated and _row(view, kind, item).asked
        ]
        if found:
            panels.append(_panel(asked, kind, _sorted(found, order)))
    nothing = "" if panels else _("None of these items has been answered by those whom the filters leave.")
    return Content(panels, (control, order_control), nothing, refused)


def _orders() -> dict[str, str]:
    return {
        BY_VALUE: _("highest mean or share of Yes first"),
        AS_ASKED: _("as asked"),
        BY_SILENCE: _("most without an opinion first"),
    }


def _kinds() -> Iterator[_Kind]:
    middle = POINTS // 2
    yield _Kind(
        "points",
        ItemType.SCALE05,
        _("Answers from 0 to 5 around the middle of the scale"),
        Pieces(
            tuple(str(point) for point in reversed(range(middle))),
            tuple(str(point) for point in range(middle, POINTS)),
            (_("no answer"),),
        ),
        _("no answer"),
        _("Mean"),
        _(
            "Points 0, 1 and 2 lie to the left of the middle, 3, 4 and 5 to the right, as shares of those who "
            "answered (n)."
        ),
    )
    yield _Kind(
        "shares",
        ItemType.YNDK,
        _("Yes and No, with Do not know apart"),
        Pieces((_("No"), _("No, as it follows from another answer")), (_("Yes"),), (_("Do not know"), _("no answer"))),
        _("no opinion"),
        _("Yes"),
        _(
            "No lies to the left of the middle, Yes to the right, as shares of Yes and No together (n); Do not know is "
            "not No."
        ),
    )


def _sorted(found: Found, order: str) -> Found:
    if order == AS_ASKED:
        return found
    if order == BY_SILENCE:
        return sorted(found, key=lambda pair: -_silence(pair[1]))
    return sorted(found, key=lambda pair: -(_mean(pair[1]) if pair[1].n else -1.0))


def _silence(score: ItemScore) -> float:
    silent = score.dk + score.missing
    whole = score.n + silent
    return silent / whole if whole else 0.0


def _mean(score: ItemScore) -> float:
    """On the item's own scale."""
    return score.mean or 0.0 if score.type is ItemType.SCALE05 else score.yes / max(score.yes + score.no, 1)


def _row(view: UnitView, kind: _Kind, item: Item) -> DivergingRow:
    score = view.scores.items[item.code]
    numbers = view.terms.numbers
    if kind.type is ItemType.SCALE05:
        points = score.distribution or (0,) * POINTS
        middle = POINTS // 2
        value = numbers.decimal(score.mean)
        return DivergingRow(
            item.code, view.item(item), points[middle - 1 :: -1], points[middle:], (score.missing,), value
        )
    own = score.no - score.structural
    answered = score.yes + score.no
    value = numbers.share(score.yes / answered if answered else None)
    return DivergingRow(
        item.code, view.item(item), (own, score.structural), (score.yes,), (score.dk, score.missing), value
    )


def _panel(asked: Asked, kind: _Kind, found: Found) -> Panel:
    view = asked.view
    rows = [_row(view, kind, item) for item, _score in found]
    caption = view.caption(f"distribution-{kind.name}", kind.title, _sentence(view, kind, found))
    chart = draw_diverging(view.terms, caption, kind.pieces, rows, kind.aside, kind.value)
    links = {place: item_address(asked, row.code, view.scores.unit) for place, row in enumerate(rows)}
    cells = every_cell(chart.table, links)
    return Panel(chart, _spec(view, kind, rows), kind.note, links, codes=[row.code for row in rows], cells=cells)


def _sentence(view: UnitView, kind: _Kind, found: Found) -> str:
    """The highest and the lowest, and where most have no opinion."""
    numbers = view.terms.numbers
    known = [(item, score) for item, score in found if score.n]
    silent_item, silent = max(found, key=lambda pair: _silence(pair[1]))
    values = {
        "silent": silent_item.code,
        "share": numbers.share(_silence(silent)),
        "base": numbers.count(silent.n + silent.dk + silent.missing),
    }
    if not known:
        return _("Nobody gave an opinion; item %(silent)s was put to %(base)s respondents.") % values
    best, worst = (pick(known, key=lambda pair: _mean(pair[1])) for pick in (max, min))
    shown = numbers.decimal if kind.type is ItemType.SCALE05 else numbers.share
    values |= {
        "best": best[0].code,
        "high": shown(_mean(best[1])),
        "best_n": numbers.count(best[1].n),
        "worst": worst[0].code,
        "low": shown(_mean(worst[1])),
        "worst_n": numbers.count(worst[1].n),
    }
    if kind.type is ItemType.SCALE05:
        sentence = _(
            "The highest mean: item %(best)s (%(high)s, n = %(best_n)s); the lowest: item %(worst)s (%(low)s, "
            "n = %(worst_n)s). Item %(silent)s was left without an answer most often: %(share)s of the %(base)s asked."
        )
    else:
        sentence = _(
            "The largest share of Yes: item %(best)s (%(high)s, n = %(best_n)s); the smallest: item %(worst)s "
            "(%(low)s, n = %(worst_n)s). An opinion is missing most often at item %(silent)s: %(share)s of the "
            "%(base)s asked."
        )
    return sentence % values


def _spec(view: UnitView, kind: _Kind, rows: Sequence[DivergingRow]) -> specs.Spec:
    below = _series(view, rows, kind.pieces.below, [row.below for row in rows], style.BELOW, is_aside=False)
    above = _series(view, rows, kind.pieces.above, [row.above for row in rows], style.ABOVE, is_aside=False)
    aside = _series(view, rows, kind.pieces.aside, [row.aside for row in rows], ASIDE_FILLS, is_aside=True)
    numbers = view.terms.numbers
    names = [f"{row.code} ({row.value}, n = {numbers.count(row.n)}) {row.name}" for row in rows]
    return specs.diverging(names, below, above, aside)


def _series(
    view: UnitView,
    rows: Sequence[DivergingRow],
    names: Sequence[str],
    counts: Sequence[tuple[int, ...]],
    fills: Sequence[str],
    is_aside: bool,
) -> list[specs.Series]:
    """One for each piece; shares as in the picture."""
    numbers = view.terms.numbers
    found = []
    colours = fills[-len(names) :]
    for place, name in enumerate(names):
        points = []
        for row, its in zip(rows, counts, strict=True):
            whole = row.asked if is_aside else row.n
            share = its[place] / whole if whole else 0.0
            shown = f"{numbers.count(its[place])} ({numbers.share(share)})"
            points.append(specs.Point(share, shown, f"{row.code}: {name} – {shown}, n = {numbers.count(whole)}"))
        found.append(specs.Series(name, points, colours[place], "bar"))
    return found


DISTRIBUTION = Page(
    "distribution", gettext_lazy("Distribution"), gettext_lazy("How are the answers distributed?"), build
)
