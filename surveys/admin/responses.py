"""Responses: found, read, taken out of the scores with a reason, let in again. Nobody edits answers here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.admin.alphabetical import ByAlphabet
from surveys.admin.pages import OfRound, post_only
from surveys.admin.permissions import ReadOnly
from surveys.checking import check
from surveys.content import LANGUAGES
from surveys.labels import language_choices
from surveys.lifecycle import WrongState, exclude, include
from surveys.models import Response, Round, StateCount
from surveys.questionnaires import asked_of
from surveys.reviewing import NotUnderReview, require_review
from surveys.state_counts import count_responses

CHANGE = "surveys.change_response"


class ReasonForm(forms.Form):
    """Why responses are taken out of the scores."""

    reason = forms.CharField(
        label=capfirst(gettext_lazy("reason for exclusion")), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithResponses(admin.RelatedOnlyFieldListFilter):
    """Offers what responses point to, as their counts know it."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Any:
        """Those that have responses."""
        named = StateCount.objects.values(f"{self.field_path}_id")
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, limit_choices_to={"pk__in": named}, ordering=ordering)


class LanguageFilter(admin.SimpleListFilter):
    """By language, of those of the site."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        """The languages, each by its own name."""
        return language_choices(LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Response]) -> QuerySet[Response]:
        """Responses in the language that was chosen."""
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Response)
class ResponseAdmin(ByAlphabet, ReadOnly, OfRound, admin.ModelAdmin):
    """Responses are read-only; whether they count is decided here."""

    list_display = ("reference_number", "round_code", "institution", "language", "mode", "state", "submitted_at")
    list_filter = (
        "state",
        LanguageFilter,
        "mode",
        ("round", WithResponses),
        ("institution", WithResponses),
    )
    list_select_related = ("round", "institution")
    search_fields = ("id",)
    search_help_text = gettext_lazy("Reference number, its beginning, or the whole identifier")
    show_full_result_count = False
    list_per_page = 50
    actions = ("exclude_chosen", "include_chosen")

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Paginator[Response]:
        """Where nothing is looked for, responses are not counted one by one."""
        paginator = super().get_paginator(request, *args, **kwargs)
        if not request.GET.keys() - {PAGE_VAR, ORDER_VAR}:
            paginator.count = count_responses(Round.objects.all()).total()
        return paginator

    @admin.display(description=gettext_lazy("reference number"), ordering="id")
    def reference_number(self, response: Response) -> str:
        """What the respondent reads out."""
        return response.reference

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Response], search_term: str
    ) -> tuple[Any, bool]:
        """By reference number."""
        found = Response.objects.named(search_term) if search_term.strip() else None
        return (queryset if found is None else queryset & found), False

    def has_view_permission(self, request: HttpRequest, obj: Response | None = None) -> bool:
        """Whoever may see responses, or decide whether they count."""
        return super().has_view_permission(request, obj) or self.has_decide_permission(request)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Whoever may decide whether responses count."""
        return request.user.has_perm(CHANGE)

    def get_urls(self) -> list[URLPattern]:
        """The response's own pages before those of Django."""
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/exclude/", view(self.exclude_view), name="surveys_response_exclude"),
            path("<uuid:pk>/include/", view(self.include_view), name="surveys_response_include"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The answers in words, in the reader's language."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = self.get_object(request, object_id)
        if response is None:
            raise Http404
        return self._show(request, response, ReasonForm())

    @post_only
    def exclude_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Take one response out of the scores."""
        response = self._for_decision(request, pk)
        form = ReasonForm(request.POST)
        if not form.is_valid() and response.is_counted:
            return self._show(request, response, form)
        self._exclude(request, [response], form)
        return redirect(_url(response))

    @post_only
    def include_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Let one response count again."""
        response = self._for_decision(request, pk)
        self._include(request, [response])
        return redirect(_url(response))

    @admin.action(description=gettext_lazy("Exclude from the scores"), permissions=["decide"])
    def exclude_chosen(self, request: HttpRequest, responses: QuerySet[Response]) -> HttpResponse | None:
        """Ask for the reason, then take the responses out of the scores."""
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            self._exclude(request, responses, form)
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Exclude responses from the scores"),
            "responses": responses,
            "form": form,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/surveys/responses_exclude.html", context)

    @admin.action(description=gettext_lazy("Let count again"), permissions=["decide"])
    def include_chosen(self, request: HttpRequest, responses: QuerySet[Response]) -> None:
        """Let the excluded ones among the responses count again."""
        self._include(request, responses)

    def _exclude(self, request: HttpRequest, responses: Any, form: ReasonForm) -> None:
        reason: str = form.cleaned_data.get("reason", "")
        by: Any = request.user
        number = self._decide(request, responses, lambda one: exclude(one, reason, by), _("Excluded."))
        sentence = ngettext("%(number)d response is excluded.", "%(number)d responses are excluded.", number)
        messages.info(request, sentence % {"number": number})

    def _include(self, request: HttpRequest, responses: Any) -> None:
        by: Any = request.user
        number = self._decide(request, responses, lambda one: include(one, by), _("Included."))
        sentence = ngettext("%(number)d response counts again.", "%(number)d responses count again.", number)
        messages.info(request, sentence % {"number": number})

    def _decide(self, request: HttpRequest, responses: Any, decide: Callable[[Response], None], done: str) -> int:
        """Apply a decision to the responses that are in a state it is for; how many those were."""
        number = 0
        for response in responses:
            try:
                require_review(response.round)
                decide(response)
            except WrongState:
                continue
            except NotUnderReview as refusal:
                messages.error(request, f"{response.reference}: {refusal}")
                continue
            self.log_change(request, response, done)
            number += 1
        return number

    def _for_decision(self, request: HttpRequest, pk: Any) -> Response:
        if not self.has_decide_permission(request):
            raise PermissionDenied
        return get_object_or_404(Response.objects.select_related("round", "institution"), pk=pk)

    def _show(self, request: HttpRequest, response: Response, form: ReasonForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": response.reference,
            "subtitle": str(response.round),
            "response": response,
            "saves": response.changes.count(),
            "check": check(response, asked_of(response)),
            "form": form,
            "may_decide": self.has_decide_permission(request),
        }
        return TemplateResponse(request, "admin/surveys/response.html", context)


def _url(response: Response) -> str:
    return reverse("admin:surveys_response_change", args=[response.pk])
