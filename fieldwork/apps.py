"""The app of fieldwork: how a round is run from invitation to signed-off facts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    """Mailings, workshops, paper, sign-off, reconciliation, checks of quality, the audit trail."""

    name = "fieldwork"
    verbose_name = _("Fieldwork")

    def ready(self) -> None:
        """Respondents find in their list what fieldwork asks of them."""
        from fieldwork.facts.respondents import find_questions_task
        from surveys.extra_tasks import add_finder

        add_finder(find_questions_task)
