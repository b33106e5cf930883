"""The pages of public results: each is approved on its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.charts import Chart
from reports.figures import (
    UnitView,
    distribution_figures,
    do_not_know_figure,
    gap_matrix_figure,
    gaps_figure,
    matrix_figure,
    profile_figures,
    pyramid_figure,
    technologies_figure,
    units_figure,
)
from reports.public.reading import PublicResults
from scoring.results import UnitTier
from surveys.content import Source


class PublicPage(models.TextChoices):
    """Their codes stand in addresses; the first approved one is where a reader begins."""

    OVERVIEW = "overview", _("Overview")
    AREAS = "areas", _("Areas and technologies")
    ITEMS = "items", _("Answers to each question")
    UNITS = "institutions", _("Institutions")
    ADVICE = "recommendations", _("Recommendations")
    DATA = "data", _("Data")


def charts_of(page: str, results: PublicResults, view: UnitView) -> list[Chart]:
    """The pictures of a page about a unit; none for pages of words and files."""
    return [chart for chart in _charts(page, results, view) if chart]


def _charts(page: str, results: PublicResults, view: UnitView) -> Iterator[Chart | None]:
    match page:
        case PublicPage.OVERVIEW:
            yield pyramid_figure(view)
            yield gaps_figure(view)
        case PublicPage.AREAS:
            yield matrix_figure(view, Source.FACTS)
            yield matrix_figure(view, Source.PERCEPTIONS)
            yield gap_matrix_figure(view)
            yield technologies_figure(view)
            yield from profile_figures(view)
        case PublicPage.ITEMS:
            yield do_not_know_figure(view)
            yield from distribution_figures(view)
        case PublicPage.UNITS:
            yield _side_by_side(results, view)


def _side_by_side(results: PublicResults, view: UnitView) -> Chart | None:
    own = view.scores.unit
    marked = own.code if own.tier is UnitTier.INSTITUTION else ""
    units, mean = results.units(UnitTier.INSTITUTION), results.mean
    return units_figure(view.terms, "institutions", str(_("Institutions side by side")), units, mean, marked)


def chart_called(key: str, results: PublicResults, view: UnitView, pages: list[str]) -> Chart | None:
    """The picture with this key on any of these pages; None where there is none such."""
    return next((chart for page in pages for chart in charts_of(page, results, view) if chart.key == key), None)
