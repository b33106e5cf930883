"""Rights in the language of their reader: the database keeps the names that Django gave them, in English."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

# The rights that every model has, by the first word of their code.
RIGHTS = {
    "add": _("%(records)s: add"),
    "change": _("%(records)s: change"),
    "delete": _("%(records)s: delete"),
    "view": _("%(records)s: view"),
}
# The others are translated by the name itself; these are written where nothing is translated.
NAMED = (
    gettext_noop("Can publish instrument version"),
    gettext_noop("Can review and edit texts of instrument versions"),
    gettext_noop("Can review and edit texts of recommendations"),
)


def describe(permission: Permission) -> str:
    """What a right allows, and with what."""
    model = permission.content_type.model_class()
    action, _underscore, name = permission.codename.partition("_")
    if model is None or action not in RIGHTS or name != model._meta.model_name:
        return gettext(permission.name)
    return RIGHTS[action] % {"records": capfirst(str(model._meta.verbose_name_plural))}


class RightsField(forms.ModelMultipleChoiceField):
    """A choice of rights, each described."""

    def label_from_instance(self, obj: Any) -> str:
        """The words of one choice."""
        return describe(obj)
