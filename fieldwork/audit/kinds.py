"""What kinds of objects are called in the audit trail."""

from __future__ import annotations

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fieldwork.audit.tables import USERS

SITE = "archives.site"  # no model: the entry says that all of it was restored from a backup

# Django names its tables of pairs once, in the language in which the process starts; allauth has no Kazakh.
_OURS = {
    "surveys.round_institutions": _("institution of a round"),
    f"{USERS}_groups": _("group of a user"),
    f"{USERS}_user_permissions": _("right of a user"),
    "auth.group_permissions": _("right of a group"),
    "reports.recommendation_sources": _("source of a recommendation"),
    "mfa.authenticator": _("second factor of a user"),
    "socialaccount.socialaccount": _("account of a user elsewhere"),
    SITE: _("whole site"),
}


def name_of_kind(label: str) -> str:
    """The name of a model in the active language; its label where it is no longer there."""
    if label in _OURS:
        return capfirst(str(_OURS[label]))
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except LookupError:
        return label
