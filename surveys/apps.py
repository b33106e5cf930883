"""The app of instruments, rounds and responses."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Instruments, rounds, institutions and responses."""

    name = "surveys"
    verbose_name = _("Surveys")
