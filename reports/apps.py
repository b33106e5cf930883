"""The app of dashboards and reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Findings, recommendations, dashboards and documents."""

    name = "reports"
    verbose_name = _("Reports")
