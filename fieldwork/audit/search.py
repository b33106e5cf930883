"""What people look for in the audit trail, and the entries that match: the newest first, some at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldwork.audit.kinds import name_of_kind
from fieldwork.audit.roles import ROLES
from fieldwork.audit.tables import WATCHED
from fieldwork.models import AuditAction, AuditEntry
from surveys.models import Response, Round
from surveys.ordering import alphabetical

PER_PAGE = 50


def _kinds() -> list[tuple[str, str]]:
    kinds = ((watched.model, name_of_kind(watched.model)) for watched in WATCHED)
    return sorted(kinds, key=lambda kind: alphabetical(kind[1]))


class SearchForm(forms.Form):
    """Who, as what, which object, what was done, when. Everything is optional."""

    person = forms.CharField(
        label=_("Changed by"), required=False, max_length=200, help_text=_("Name or e-mail address of a user.")
    )
    role = forms.ChoiceField(label=_("As"), required=False, choices=[("", _("anybody")), *ROLES])
    kind = forms.ChoiceField(label=_("Kind of object"), required=False)
    thing = forms.CharField(
        label=_("Object"),
        required=False,
        max_length=100,
        help_text=_("Its number, or the reference of a response."),
    )
    action = forms.ChoiceField(
        label=_("What was done"), required=False, choices=[("", _("anything")), *AuditAction.choices]
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [("", _("everything")), *_kinds()]

    def clean(self) -> dict[str, Any]:
        """A period begins before it ends."""
        cleaned = super().clean() or {}
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("The period must begin before it ends."))
        return cleaned


def find_entries(survey_round: Round | None, asked: dict[str, Any]) -> QuerySet[AuditEntry]:
    """Entries of a round (None: of the whole site) that match a valid form, the newest first."""
    entries = AuditEntry.objects.select_related("actor").order_by("-at", "-pk")
    if survey_round is not None:
        entries = entries.filter(round_id=survey_round.pk)
    if person := asked.get("person"):
        users = get_user_model().objects.filter(Q(email__icontains=person) | Q(name__icontains=person))
        entries = entries.filter(actor__in=list(users.values_list("pk", flat=True)[:200]))
    if role := asked.get("role"):
        entries = entries.filter(actor_role__contains=role)
    if kind := asked.get("kind"):
        entries = entries.filter(model=kind)
    if thing := asked.get("thing"):
        entries = entries.filter(object_key__in=_keys(thing))
    if action := asked.get("action"):
        entries = entries.filter(action=action)
    return _in_period(entries, asked, survey_round)


def _keys(thing: str) -> list[str]:
    """An object by its number; a response by its reference too."""
    named = Response.objects.named(thing).values_list("pk", flat=True)[:50]
    return [thing.strip(), *(str(key) for key in named)]


def _in_period(
    entries: QuerySet[AuditEntry], asked: dict[str, Any], survey_round: Round | None
) -> QuerySet[AuditEntry]:
    """Whole days, in the time zone of the round."""
    zone = survey_round.zone if survey_round else timezone.get_current_timezone()
    if since := asked.get("since"):
        entries = entries.filter(at__gte=datetime.combine(since, time(), zone))
    if until := asked.get("until"):
        entries = entries.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), zone))
    return entries


@dataclass(frozen=True)
class Part:
    """Some entries; `older`: what to ask for to go on, empty at the end."""

    entries: list[AuditEntry]
    older: str


def part_of(entries: QuerySet[AuditEntry], before: str) -> Part:
    """The entries behind `before` ("moment key" as `older` gave it); from the newest on where that says nothing."""
    try:
        words = before.split("_")
        moment, key = datetime.fromisoformat(words[0]), int(words[1])
    except (ValueError, IndexError):
        pass
    else:
        if timezone.is_aware(moment):
            entries = entries.filter(at__lte=moment).exclude(at=moment, pk__gte=key)
    found = list(entries[: PER_PAGE + 1])
    last = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
    return Part(found[:PER_PAGE], f"{last.at.isoformat()}_{last.pk}" if last else "")
