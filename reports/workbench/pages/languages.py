"""Answers to the same item in two languages: does the wording shift the result?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.workbench.addresses import answers_address
from reports.workbench.frame import Asked, Content, Page, Panel
from reports.workbench.pages.groups import corrections, scale_words
from reports.workbench.pages.groups_counts import names_of_groups, strata_of
from reports.workbench.pages.groups_items import choice, choose_items
from reports.workbench.pages.groups_sentences import Told
from reports.workbench.pages.languages_showing import SHOWN, Line, Shown, draw, sentence_of, spec_of
from scoring.group_answers import worth_of
from scoring.group_tests import Correction
from scoring.wording import corrected_shifts, find_shift
from scoring.wording_counts import Strata
from surveys.content import Item

LISTED = 10
"""So many items are shown with their texts side by side."""


def build(asked: Asked) -> Content:
    """Two languages, compared among respondents of the same type and kind of institution."""
    view, options, minimum = asked.view, asked.options, asked.results.method.suppression_threshold
    strata = strata_of(asked)
    pairs = _pairs(strata, names_of_groups(asked)["language"])
    items, items_control, refused = choose_items(view, options, lambda item: True)
    if not pairs:
        return Content(
            (), (items_control,), _("All the chosen responses are in one language: nothing to compare."), refused
        )
    names = {value: _("%(first)s and %(second)s") % {"first": a, "second": b} for value, (a, b) in pairs.items()}
    pair, pair_control = choice(options, "languages", names, _("Languages"))
    correction, correction_control = choice(options, "correction", corrections(), _("Correction for many comparisons"))
    orders = {"difference": _("largest difference first"), "asked": _("as asked")}
    order, order_control = choice(options, "order", orders, _("Order"))
    controls = (pair_control, items_control, correction_control, order_control)
    lines = _lines(asked, items.items, strata, pair, Correction(correction), minimum)
    if not lines:
        return Content((), controls, _("Nobody answered any of these items in either language."), refused)
    if order == "difference":
        lines = sorted(lines, key=lambda line: (not line.is_clear, -line.span))
    tested = sum(line.shift.adjusted is not None for line in lines)
    shown = Shown(view, Told(pairs[pair], view.terms.numbers, tested, minimum), lines)
    note = _note(shown, correction)
    known = names_of_groups(asked)["language"]
    cells = {
        (row, column): answers_address(asked, line.item, ("language", value))
        for row, line in enumerate(lines)
        for column, value in zip((1, 3), pair.split("-", 1), strict=True)
        if value in known
    }
    codes = [line.item.code for line in lines]
    panel = Panel(draw(shown, summary(shown)), spec_of(shown), note, cells=cells, codes=codes)
    return Content([panel], controls, refused=refused, lead=_lead(shown))


def _pairs(strata: Strata, names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Pairs of languages that were used, in the order of the round's languages."""
    used = {language for by_language in strata.values() for language in by_language}
    order = [language for language in names if language in used] + sorted(used - set(names))
    return {f"{one}-{other}": (names.get(one, one), names.get(other, other)) for one, other in combinations(order, 2)}


def _lines(
    asked: Asked, items: Sequence[Item], strata: Strata, pair: str, correction: Correction, minimum: int
) -> list[Line]:
    """Every item that somebody answered in one of the two languages, in order."""
    method = asked.results.method
    worth = worth_of(asked.results.instrument, method)
    first, second = pair.split("-", 1)
    both = [(by.get(first), by.get(second)) for by in strata.values() if first in by or second in by]
    nobody = next(counts for one in both for counts in one if counts is not None) * 0
    told = [[worth.of(nobody if counts is None else counts) for counts in pair] for pair in both]
    found = []
    for item in items:
        place = worth.places[item.code]
        answers = [(one[place], other[place]) for one, other in told]
        if any(one.n or other.n for one, other in answers):
            found.append((item, find_shift(answers, method.confidence, minimum)))
    shifts = corrected_shifts([shift for _item, shift in found], correction)
    return [Line(item, shift) for (item, _before), shift in zip(found, shifts, strict=True)]


def summary(shown: Shown) -> str:
    """How many items were tested, in how many a difference remains, and the largest of them."""
    numbers = shown.told.numbers
    clear = sorted((line for line in shown.lines if line.is_clear), key=lambda line: -line.span)
    values = {
        "first": shown.told.names[0],
        "second": shown.told.names[1],
        "tested": numbers.count(shown.told.comparisons),
        "clear": numbers.count(len(clear)),
        "minimum": numbers.count(shown.told.minimum),
    }
    if not shown.told.comparisons:
        return (
            _(
                "Nothing could be tested: no item has %(minimum)s answers of alike respondents in each of the "
                "languages “%(first)s” and “%(second)s”."
            )
            % values
        )
    if not clear:
        return (
            _(
                "Items tested: %(tested)s. In none of them does a clear difference between “%(first)s” and "
                "“%(second)s” remain among alike respondents."
            )
            % values
        )
    return _(
        "Items tested: %(tested)s. A difference between “%(first)s” and “%(second)s” remains among alike respondents "
        "in: %(clear)s. The largest: item %(code)s."
    ) % {**values, "code": clear[0].item.code}


def _note(shown: Shown, correction: str) -> str:
    numbers = shown.told.numbers
    sentences = [
        _(
            "Alike respondents are those of the same type and from the same kind of institution. Only where both "
            "languages were used can they be compared; the table says how many answers that is."
        ),
        _("Correction: %(correction)s; number of comparisons: %(count)s.")
        % {"correction": corrections()[correction], "count": numbers.count(shown.told.comparisons)},
    ]
    if any(not line.is_share for line in shown.lines):
        sentences.append(scale_words())
    if len(shown.lines) > SHOWN:
        part = _("The picture shows the first %(shown)s of %(all)s; the table has all of them.")
        sentences.append(part % {"shown": numbers.count(SHOWN), "all": numbers.count(len(shown.lines))})
    return " ".join(sentences)


def _lead(shown: Shown) -> str:
    """The items where a difference remains, the clearest first, with their texts in every language."""
    instrument = shown.view.instrument
    clear = sorted((line for line in shown.lines if line.is_clear), key=lambda line: -line.span)
    found = [
        (
            line.item.code,
            sentence_of(shown, line),
            [(language, line.item.text[language]) for language in instrument.languages if line.item.text.get(language)],
        )
        for line in clear[:LISTED]
    ]
    return render_to_string("reports/workbench/_languages_lead.html", {"found": found, "more": len(clear) - len(found)})


LANGUAGES = Page(
    "languages",
    gettext_lazy("Languages"),
    gettext_lazy("Does the wording shift the answers?"),
    build,
    has_unit=False,
)
