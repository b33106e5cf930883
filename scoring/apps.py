"""The app of tallies and scores."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    """Tallies and scores. It has no pages."""

    name = "scoring"
    verbose_name = _("Scoring")
