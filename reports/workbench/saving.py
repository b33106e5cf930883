"""Saved views: pages of the workbench under a name, one's own and those that others share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from reports.models import SavedView
from reports.workbench.pages import PAGES
from surveys.models import Round
from surveys.ordering import in_order

MOST = 100  # views that one person keeps of a round
NOT_KEPT = ("panel", "csrfmiddlewaretoken")


def views_of(user: Any, survey_round: Round) -> QuerySet[SavedView]:
    """The views of a round that a user may open: her own and the shared ones, her own first."""
    seen = SavedView.objects.filter(Q(by=user) | Q(is_shared=True), round=survey_round)
    return seen.select_related("by").order_by(in_order("name"), "name", "pk")


class NameForm(forms.Form):
    """What a view is called, and whether others see it. `view`: the one that is renamed; None for a new one."""

    name = forms.CharField(label=capfirst(_("name of the view")), max_length=200)
    is_shared = forms.BooleanField(
        label=_("Show it to everybody who may analyse this round"),
        required=False,
    )

    def __init__(
        self, user: Any, survey_round: Round, data: QueryDict | None = None, view: SavedView | None = None
    ) -> None:
        initial = {"name": view.name, "is_shared": view.is_shared} if view else None
        super().__init__(data, initial=initial, auto_id=f"view-{view.pk if view else 'new'}-%s")
        self._user, self._round, self._view = user, survey_round, view

    def clean_name(self) -> str:
        """Each name once for each person and round."""
        name: str = self.cleaned_data["name"]
        same = SavedView.objects.filter(by=self._user, round=self._round, name=name)
        if self._view:
            same = same.exclude(pk=self._view.pk)
        if same.exists():
            raise ValidationError(_("You already have a view of this name. Choose another name."))
        return name


class SaveForm(NameForm):
    """A new view. The address is no free text: a page of the workbench and what follows it."""

    page = forms.ChoiceField(widget=forms.HiddenInput, choices=lambda: [(page.code, page.title) for page in PAGES])
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def clean_query(self) -> str:
        """The pairs of an address, without those that only a file needs."""
        query = QueryDict(self.cleaned_data["query"], mutable=True)
        for name in NOT_KEPT:
            query.pop(name, None)
        return query.urlencode()

    def clean(self) -> dict[str, Any]:
        """There is an end to how many one keeps."""
        if SavedView.objects.filter(by=self._user, round=self._round).count() >= MOST:
            raise ValidationError(
                _("You keep %(most)d views of this round, which is the most. Delete one first.") % {"most": MOST}
            )
        return self.cleaned_data

    def save(self) -> SavedView:
        """Keep the view."""
        return SavedView.objects.create(by=self._user, round=self._round, **self.cleaned_data)
