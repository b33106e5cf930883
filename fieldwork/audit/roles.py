"""As what people act, in words. The database keeps the codes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models import Role

ROLES = (
    ("administrator", gettext_lazy("administrator")),
    *((role.value, role.label) for role in Role),
    ("respondent", gettext_lazy("respondent")),
    ("delegate", gettext_lazy("somebody to whom chapters were delegated")),
    ("workshop participant", gettext_lazy("participant of a workshop")),
    ("staff", gettext_lazy("member of staff without a role in the round")),
    ("visitor", gettext_lazy("visitor who is not signed in")),
    ("worker", gettext_lazy("the site itself")),
    ("command", gettext_lazy("command")),
)
_NAMES = dict(ROLES)


def describe_role(role: str) -> str:
    """The words for a stored role; empty where none was told."""
    if role.startswith("command "):
        return _("command %(name)s") % {"name": role.removeprefix("command ")}
    return ", ".join(str(_NAMES.get(part, part)) for part in role.split(", ")) if role else ""
