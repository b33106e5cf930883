"""The words of charts and tables in the language that is active."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.charts import Terms, Words
from reports.number_format import number_format
from scoring.methods import Method


def terms_of(method: Method) -> Terms:
    """Words, numbers and bands of the active language."""
    language = get_language() or ""
    return Terms(language, _words(), number_format(language), method)


def _words() -> Words:
    return Words(
        facts=_("Facts"),
        perceptions=_("Perceptions"),
        combined=_("Combined"),
        gap=_("Gap"),
        score=_("Score"),
        interval=_("Interval"),
        coverage=_("Coverage"),
        items=_("Items"),
        answers=_("Answers"),
        band=_("Band"),
        level=_("Level"),
        area=_("Area"),
        all_areas=_("All areas"),
        all_levels=_("All levels"),
        technology=_("Technology"),
        item=_("Item"),
        name=_("Name"),
        source=_("Source of knowledge"),
        mean=_("Mean"),
        share=_("Share"),
        day=_("Day"),
        responses=_("Responses"),
        all_responses=_("Responses in total"),
        nothing_asked=_("not measured"),
        no_answers=_("no answers"),
        suppressed=_("withheld: too few answers"),
    )
