"""The project's own app: the user model and the wiring."""

import logging

from django.apps import AppConfig
from django.contrib.admin import apps as django_admin
from django.utils.translation import gettext_lazy as _


class MetepConfig(AppConfig):
    """Users and wiring."""

    default = True
    name = "metep"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register the checks; hear what workers do, and what libraries warn of."""
        from metep import deployment_checks  # noqa: F401
        from metep.accounts import checks  # noqa: F401
        from metep.observing.tasks import listen

        listen()
        logging.captureWarnings(True)  # they become lines of the log like all others


class AdministrationConfig(django_admin.AdminConfig):
    """Django's administration behind our own door."""

    default = False
    default_site = "metep.accounts.site.Administration"
