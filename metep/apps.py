"""The project's own app: the user model and the wiring."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetepConfig(AppConfig):
    """Users and wiring."""

    name = "metep"
    verbose_name = _("People")
