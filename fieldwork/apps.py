"""The app of fieldwork: how a round is run from invitation to signed-off facts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    """Mailings, workshops, paper, sign-off, reconciliation, checks of quality, the audit trail."""

    name = "fieldwork"
    verbose_name = _("Fieldwork")
