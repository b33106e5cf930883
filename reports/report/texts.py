"""The places of reports where analysts write for a round or for one of its units, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.models import ReportText
from reports.report import advice_chapter
from scoring.results import Unit
from surveys.content import LANGUAGES, Text
from surveys.models import Round

Texts = Mapping[str, Text]


class Place(models.TextChoices):
    """Where a text stands. In the chapters it takes the place of the general sentence at their beginning."""

    FOREWORD = "foreword", _("Foreword")
    READING = "reading", _("Introduction to “How to read this report”")
    RESULTS = "results", _("Introduction to the results")
    COMPARISON = "comparison", _("Introduction to “Units side by side”")
    RECOMMENDATIONS = "recommendations", _("Introduction to the recommendations")
    CONTEXT = "context", _("Introduction to “Context in numbers”")
    CONCLUSIONS = "conclusions", _("Conclusions")
    CONTACT = "contact", _("Contact")


def texts_of(survey_round: Round, unit: Unit | None) -> Texts:
    """What stands at each place of a unit's report: its own text before that of all units. One query.

    `unit`: None for the texts of all units alone.
    """
    rows = ReportText.objects.filter(round=survey_round)
    for_all = models.Q(tier="", unit="")
    rows = rows.filter(for_all | models.Q(tier=unit.tier, unit=unit.code) if unit else for_all)
    found: dict[str, Text] = {}
    for row in rows.order_by("tier"):  # those of all units have none and come first
        text = words_of(row)
        if any(text.values()):
            found[row.place] = {**found.get(row.place, {}), **{key: words for key, words in text.items() if words}}
    return found


def words_of(row: ReportText) -> Text:
    """A text in every language."""
    return {language: getattr(row, f"text_{language}") or "" for language in LANGUAGES}


def generated(place: Place) -> str:
    """The sentence of ours that stands at a place where nobody wrote anything; nothing where there is none."""
    sentences = {
        Place.COMPARISON: order_sentence,
        Place.RECOMMENDATIONS: advice_chapter.lead,
        Place.CONTEXT: numbers_sentence,
    }
    return sentences[place]() if place in sentences else ""


def order_sentence() -> str:
    """How to read units side by side."""
    return gettext(
        "Units are sorted by their combined overall score. Where intervals overlap, their order says little."
    )


def numbers_sentence() -> str:
    """How to read what was answered by a number."""
    return gettext("Respondents gave these numbers as far as they knew them. They are not scored.")
