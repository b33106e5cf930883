"""Groups of respondents against each other: how far apart, and whether chance could have done it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.workbench.addresses import answers_address, page_address, passport
from reports.workbench.filtering import labels
from reports.workbench.frame import NONE, Asked, Content, Control, Page, Panel
from reports.workbench.pages.groups_counts import AXES, groups_by, names_of_groups
from reports.workbench.pages.groups_items import ItemChoice, choice, choose_items
from reports.workbench.pages.groups_lines import Line, item_lines, level_lines
from reports.workbench.pages.groups_sentences import Told
from reports.workbench.pages.groups_showing import Shown, draw, spec_of
from scoring.counts import Counts
from scoring.group_tests import Correction
from scoring.selecting import institutions_in
from surveys.content import Tier

IN_WORDS = 5
"""So many lines are told in words above the picture."""
FEWEST = 2  # groups that can be compared


def build(asked: Asked) -> Content:
    """Choose an axis and groups of it, compare them item by item or by the scores of levels."""
    view, options, minimum = asked.view, asked.options, asked.results.method.suppression_threshold
    axis, axis_control = choice(options, "by", {name: labels()[name] for name in AXES}, _("Groups by"))
    counts = groups_by(asked, axis)
    names = _names(asked, axis, counts)
    chosen, refused = _chosen(options.getlist("group"), names)
    items, items_control, more = choose_items(view, options, lambda item: True, levels=True)
    correction, correction_control = choice(options, "correction", corrections(), _("Correction for many comparisons"))
    order, order_control = choice(options, "order", _orders(), _("Order"))
    groups_control = Control("group", _("Groups (none ticked: all)"), list(names.items()), frozenset(chosen or ()))
    controls = (axis_control, items_control, correction_control, order_control, groups_control)
    shown_groups = chosen or list(names)
    if len(shown_groups) < FEWEST:
        sentence = _("There is only one such group among the chosen responses: nothing to compare.")
        return Content((), controls, sentence, [*refused, *more])
    lines = _lines(asked, items, [counts[value] for value in shown_groups], Correction(correction), minimum)
    if not lines:
        return Content((), controls, _("Nobody in these groups answered any of these items."), [*refused, *more])
    if order == "difference":
        lines = sorted(lines, key=lambda line: -line.span)
    tested = sum(line.corrected is not None for line in lines)
    told = Told([names[value] for value in shown_groups], view.terms.numbers, tested, minimum)
    shown = Shown(view, told, lines)
    title = _("Groups compared: %(axis)s") % {"axis": labels()[axis]}
    chart = draw(shown, title, summary(shown))
    panel = Panel(
        chart,
        spec_of(shown),
        _note(asked, axis, shown, correction),
        cells=_cells(asked, axis, shown_groups, shown),
        codes=[line.code for line in lines],
    )
    return Content([panel], controls, refused=[*refused, *more], lead=_lead(shown))


def _cells(asked: Asked, axis: str, groups: Sequence[str], shown: Shown) -> dict[tuple[int, int], str]:
    """What each group said leads to the item or score among the answers of this group only, where it can be chosen."""
    step, known = 1 if shown.is_crowded else 3, names_of_groups(asked)[axis]
    items = asked.view.instrument.items_by_code
    return {
        (row, 1 + step * place): answers_address(asked, items[line.code], (axis, value))
        if line.is_item
        else _score_address(asked, line, (axis, value))
        for row, line in enumerate(shown.lines)
        for place, value in enumerate(groups)
        if (value or NONE) in known
    }


def _score_address(asked: Asked, line: Line, only: tuple[str, str]) -> str:
    """The passport of the same score; where no unit has it, this page with the items that it is made of.

    Groups leave validated facts aside, and all institutions are taken together.
    """
    nation = asked.whole.nation
    if line.tier is Tier.NATIONAL and nation and not any(item.is_validated for item in nation.items.values()):
        return passport(asked, nation.unit, line.place, only)
    return page_address(asked, "groups", by=only[0])


def corrections() -> dict[str, str]:
    """The default first."""
    return {
        Correction.HOLM.value: _("Holm: hardly ever one false alarm among all"),
        Correction.BENJAMINI_HOCHBERG.value: _("Benjamini–Hochberg: few false alarms among those called clear"),
    }


def _orders() -> dict[str, str]:
    return {"difference": _("largest difference first"), "asked": _("as asked")}


def _names(asked: Asked, axis: str, counts: Mapping[str, Counts]) -> dict[str, str]:
    known = names_of_groups(asked)[axis]
    return {value: known.get(value) or value or _("not told") for value in counts}


def _chosen(asked: Sequence[str], names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The chosen groups in their order (none: all of them), and what could not be done."""
    chosen = [value for value in names if value in asked]
    if len(chosen) >= FEWEST:
        return chosen, []
    if not asked:
        return [], []
    return [], [_("Two groups or more of the chosen kind are needed to compare; all groups are shown.")]


def _lines(
    asked: Asked, items: ItemChoice, groups: Sequence[Counts], correction: Correction, minimum: int
) -> list[Line]:
    if not items.is_levels:
        return item_lines(asked.view, items.items, groups, correction, minimum)
    scopes = {
        Tier.NATIONAL: _("About the country"),
        Tier.INSTITUTION: _("About institutions, all answers together"),
    }
    return level_lines(asked.view, scopes, groups, correction, minimum)


def summary(shown: Shown) -> str:
    """How many of the comparisons are clear, and which difference is the largest of these."""
    numbers = shown.told.numbers
    clear = sorted((line for line in shown.lines if shown.is_clear(line)), key=lambda line: -line.span)
    values = {
        "clear": numbers.count(len(clear)),
        "tested": numbers.count(shown.told.comparisons),
        "all": numbers.count(len(shown.lines)),
        "minimum": numbers.count(shown.told.minimum),
    }
    if not shown.told.comparisons:
        return _("Nothing could be tested: in each comparison fewer than two groups have %(minimum)s answers.") % values
    if not clear:
        return (
            _(
                "Compared: %(all)s, of these tested: %(tested)s. In none of them is the difference clear: chance alone "
                "may explain all of them."
            )
            % values
        )
    values["largest"] = clear[0].code if clear[0].is_item else clear[0].name
    return (
        _(
            "Compared: %(all)s, of these tested: %(tested)s, with a clear difference: %(clear)s. "
            "The largest clear difference: %(largest)s."
        )
        % values
    )


def _note(asked: Asked, axis: str, shown: Shown, correction: str) -> str:
    """What one must know to read the page."""
    numbers = shown.told.numbers
    sentences = [
        _(
            "Correction: %(correction)s; number of comparisons: %(count)s, those of this page. Whoever looks at "
            "several pages makes more comparisons than this."
        )
        % {"correction": corrections()[correction], "count": numbers.count(shown.told.comparisons)},
        _("Groups with fewer than %(minimum)s answers to an item are not tested.")
        % {"minimum": numbers.count(shown.told.minimum)},
        _("Do not know is left out of the shares and stands beside them in the table; it is not No."),
    ]
    if any(line.width > 1 for line in shown.lines):
        sentences.append(scale_words())
    if axis in ("region", "kind"):
        bodies = institutions_in(asked.whole.evidence, asked.filters.selection)
        sentences += [
            _("Responses that name no institution are in no group."),
            _(
                "Institutions behind these groups: %(count)s. Answers of one institution hang together, so chance "
                "explains more here than p says."
            )
            % {"count": numbers.count(len(bodies))},
        ]
    pictured, everything = len(shown.pictured), len(shown.lines)
    if pictured < everything:
        part = _("The picture shows the first %(shown)s of %(all)s; the table has all of them.")
        sentences.append(part % {"shown": numbers.count(pictured), "all": numbers.count(everything)})
    return " ".join(sentences)


def scale_words() -> str:
    """How means stand under shares."""
    return _("In the picture every item runs from 0 to 100: one point of the scale from 0 to 5 is 20.")


def _lead(shown: Shown) -> str:
    clear = [line for line in shown.lines if shown.is_clear(line)]
    clear.sort(key=lambda line: -line.span)
    told = clear[:IN_WORDS] or [line for line in shown.lines if line.corrected is not None][:1]
    return render_to_string(
        "reports/workbench/_groups_lead.html",
        {
            "lines": [
                (f"{line.code} {line.name}" if line.is_item else line.name, shown.sentence(line)) for line in told
            ],
            "has_clear": bool(clear),
        },
    )


GROUPS = Page(
    "groups",
    gettext_lazy("Groups"),
    gettext_lazy("Do groups of respondents answer differently?"),
    build,
    has_unit=False,
)
