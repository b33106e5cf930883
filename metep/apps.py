"""The project's own app: the user model and the wiring."""

from django.apps import AppConfig
from django.contrib.admin import apps as django_admin
from django.utils.translation import gettext_lazy as _


class MetepConfig(AppConfig):
    """Users and wiring."""

    default = True
    name = "metep"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register the checks."""
        from metep.accounts import checks  # noqa: F401


class AdministrationConfig(django_admin.AdminConfig):
    """Django's administration behind our own door."""

    default = False
    default_site = "metep.accounts.site.Administration"
