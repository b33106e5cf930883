"""Where respondents disagree, where they do not know, and how much of the score hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.charts import style
from reports.charts.chart import Table
from reports.charts.diverging_pairs import PairRow, draw_pairs
from reports.figures import UnitView
from reports.workbench import specs
from reports.workbench.addresses import every_cell, item_address
from reports.workbench.frame import Asked, Content, Page, Panel
from reports.workbench.pages.groups_items import choice, choose_items
from scoring.frame import build_frame
from scoring.results import UnitTier
from scoring.spread import CONTESTED, UNKNOWN, ItemSpread, find_spread, weights_of
from surveys.content import Tier

BY_AGREEMENT, BY_DO_NOT_KNOW, BY_WEIGHT, AS_ASKED = "agreement", "dk", "weight", "asked"
SHOWN = 30
"""Rows of the picture; the table has all."""


def build(asked: Asked) -> Content:
    """What is contested and important first, then everything."""
    view, minimum = asked.view, asked.results.method.suppression_threshold
    scores = view.scores.items
    choice_of_items, control, refused = choose_items(view, asked.options, lambda item: item.code in scores)
    order, order_control = choice(asked.options, "order", _orders(), _("Order"))
    found = find_spread([scores[item.code] for item in choice_of_items.items], _weights(asked), minimum)
    controls = (control, order_control)
    if not found:
        sentence = _("No item has %(minimum)s answers or more among those whom the filters leave: nothing can be said.")
        return Content((), controls, sentence % {"minimum": minimum}, refused)
    found = _sorted(found, order)
    note = _(
        "Agreement (Tastle and Wierman) runs from 0, half at each end of the scale, to 1, all alike. The index of Do "
        "not know is its share among all answers given. Items with fewer than %(minimum)s answers and validated facts "
        "are left out. An item is important if its weight in the overall score is among the largest quarter of "
        "its source."
    ) % {"minimum": minimum}
    panels = []
    urgent = [one for one in found if one.is_important and (one.is_contested or one.is_unknown)]
    if urgent:
        panels.append(
            _panel(asked, "urgent", _("Contested or little known, and important"), urgent, _urgent(view, urgent), note)
        )
    panels.append(_panel(asked, "all", _("Disagreement and Do not know"), found, _sentence(view, found), note))
    return Content(panels, controls, refused=refused)


def _weights(asked: Asked) -> dict[str, float]:
    tier = Tier.NATIONAL if asked.view.scores.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION
    return dict(weights_of(build_frame(asked.results.instrument, asked.results.method, tier)))


def _orders() -> dict[str, str]:
    return {
        BY_AGREEMENT: _("lowest agreement first"),
        BY_DO_NOT_KNOW: _("largest share of Do not know first"),
        BY_WEIGHT: _("largest weight first"),
        AS_ASKED: _("as asked"),
    }


def _sorted(found: list[ItemSpread], order: str) -> list[ItemSpread]:
    match order:
        case "agreement":
            return sorted(found, key=lambda one: 2.0 if one.agreement is None else one.agreement)
        case "dk":
            return sorted(found, key=lambda one: -(one.dk_share or 0.0))
        case "weight":
            return sorted(found, key=lambda one: -one.weight)
    return found


def _sentence(view: UnitView, found: Sequence[ItemSpread]) -> str:
    """The two ends of agreement and the largest share of Do not know."""
    numbers = view.terms.numbers
    known = [(one.agreement, one) for one in found if one.agreement is not None]
    asked = [(one.dk_share, one) for one in found if one.dk_share]
    sentences = []
    if known:
        (least, worst), (most, best) = (pick(known, key=lambda pair: pair[0]) for pick in (min, max))
        sentences.append(
            _(
                "Respondents disagree most on item %(worst)s (agreement %(low)s, n = %(worst_n)s) and least on item "
                "%(best)s (%(high)s, n = %(best_n)s)."
            )
            % {
                "worst": worst.code,
                "low": numbers.decimal(least),
                "worst_n": numbers.count(worst.n),
                "best": best.code,
                "high": numbers.decimal(most),
                "best_n": numbers.count(best.n),
            }
        )
    if asked:
        share, unknown = max(asked, key=lambda pair: pair[0])
        values = {"code": unknown.code, "share": numbers.share(share), "n": numbers.count(unknown.answers)}
        sentences.append(_("Do not know is most frequent at item %(code)s: %(share)s of %(n)s answers.") % values)
    else:
        sentences.append(_("Nobody answered Do not know to these items."))
    return " ".join(sentences)


def _urgent(view: UnitView, urgent: Sequence[ItemSpread]) -> str:
    numbers = view.terms.numbers
    values = {
        "count": numbers.count(len(urgent)),
        "agreement": numbers.decimal(CONTESTED, 1),
        "share": numbers.share(UNKNOWN),
        "code": max(urgent, key=lambda one: one.weight).code,
        "weight": numbers.share(max(one.weight for one in urgent)),
    }
    return (
        _(
            "Items that weigh much in the score and have an agreement below %(agreement)s or a share of Do not know "
            "from %(share)s: %(count)s. The heaviest of them is item %(code)s, with %(weight)s of the overall score of "
            "its source. A case for validation: look for evidence, then settle the fact."
        )
        % values
    )


def _panel(asked: Asked, name: str, title: str, found: Sequence[ItemSpread], sentence: str, note: str) -> Panel:
    view, shown = asked.view, found[:SHOWN]
    heads = (_("Disagreement (1 minus agreement)"), _("Do not know"))
    caption = view.caption(f"disagreement-{name}", title, sentence)
    chart = draw_pairs(view.terms, caption, heads, [_pair(view, one) for one in shown], _table(view, found))
    if len(shown) < len(found):
        part = _("The picture shows the first %(shown)s of %(all)s items; the table has all of them.")
        note = f"{note} {part % {'shown': len(shown), 'all': len(found)}}"
    links = {place: item_address(asked, one.code, view.scores.unit) for place, one in enumerate(found)}
    cells = every_cell(chart.table, links)
    return Panel(chart, _spec(view, shown, heads), note, links, codes=[one.code for one in found], cells=cells)


def _pair(view: UnitView, one: ItemSpread) -> PairRow:
    numbers = view.terms.numbers
    return PairRow(
        code=one.code,
        name=_words(view, one),
        left=None if one.agreement is None else 1 - one.agreement,
        right=one.dk_share,
        left_words=f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{numbers.count(one.n)}",
        right_words=f"{numbers.count(one.dk)}\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}{numbers.count(one.answers)}"
        if one.dk_share is not None
        else "",
        is_marked=one.is_important and (one.is_contested or one.is_unknown),
    )


def _words(view: UnitView, one: ItemSpread) -> str:
    return view.item(view.instrument.items_by_code[one.code])


def _table(view: UnitView, found: Sequence[ItemSpread]) -> Table:
    numbers = view.terms.numbers
    header = (
        view.terms.words.item,
        _("Agreement"),
        _("n of agreement"),
        _("Index of Do not know"),
        _("Do not know"),
        _("Answers given"),
        _("no answer"),
        _("Weight in the overall score of its source"),
        _("What stands out"),
    )
    rows = (
        (
            f"{one.code} {_words(view, one)}",
            numbers.decimal(one.agreement),
            numbers.count(one.n),
            numbers.share(one.dk_share),
            numbers.count(one.dk) if one.dk_share is not None else numbers.share(None),
            numbers.count(one.answers),
            numbers.count(one.missing),
            numbers.percent(one.weight * 100) if one.weight else _("stands beside the score"),
            _verdict(one),
        )
        for one in found
    )
    return Table(header, tuple(rows))


def _verdict(one: ItemSpread) -> str:
    match one.is_contested, one.is_unknown, one.is_important:
        case True, True, True:
            return _("contested, little known, important")
        case True, True, False:
            return _("contested, little known")
        case True, False, True:
            return _("contested, important")
        case True, False, False:
            return _("contested")
        case False, True, True:
            return _("little known, important")
        case False, True, False:
            return _("little known")
    return _("nothing stands out")


def _spec(view: UnitView, shown: Sequence[ItemSpread], heads: tuple[str, str]) -> specs.Spec:
    numbers = view.terms.numbers
    left, right = [], []
    for one in shown:
        values = {"code": one.code, "n": numbers.count(one.n), "agreement": numbers.decimal(one.agreement)}
        words = _("%(code)s: agreement %(agreement)s, n = %(n)s") % values
        left.append(
            None if one.agreement is None else specs.Point(1 - one.agreement, numbers.decimal(one.agreement), words)
        )
        values = {"code": one.code, "share": numbers.share(one.dk_share), "n": numbers.count(one.answers)}
        words = _("%(code)s: Do not know %(share)s of %(n)s answers") % values
        right.append(None if one.dk_share is None else specs.Point(one.dk_share, numbers.share(one.dk_share), words))
    series = (
        specs.Series(heads[0], left, style.PERCEPTIONS, "diamond"),
        specs.Series(heads[1], right, style.FACTS, "circle"),
    )
    ticks = [(part / 4, numbers.decimal(part / 4)) for part in range(5)]
    return specs.dots([f"{one.code} {_words(view, one)}" for one in shown], series, specs.Axis(0, 1, ticks))


DISAGREEMENT = Page(
    "disagreement", gettext_lazy("Disagreement"), gettext_lazy("Where do respondents disagree or not know?"), build
)
