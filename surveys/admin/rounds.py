"""Rounds: prepare, open, close; addresses, numbers, personal links."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from modeltranslation.admin import TranslationAdmin

from surveys.admin.alphabetical import ByAlphabet
from surveys.admin.link_sheets import create_link_sheet
from surveys.admin.notices import NoticeInline
from surveys.admin.pages import post_only
from surveys.admin.round_forms import LinksForm, RoundForm
from surveys.admin.texts import LanguageTabs
from surveys.admin.zones import ZONES
from surveys.models import COUNTED, EDITABLE, PersonalLink, Response, ResponseState, Round, RoundState
from surveys.notices import current_notice
from surveys.state_counts import count_responses, responses_of

CHANGE = "surveys.change_round"
ADD_LINKS = "surveys.add_personallink"
PINNED = ("code", "country", "version", "method", "sections", "is_synthetic")


@admin.register(Round)
class RoundAdmin(ByAlphabet, LanguageTabs, TranslationAdmin):
    """What is asked is pinned as soon as the round is open or has answers."""

    form = RoundForm
    change_form_template = "admin/surveys/round_form.html"
    list_display = ("code", "title", "version", "state", "opens_at", "closes_at", "submitted", "drafts")
    list_select_related = ("version",)
    search_fields = ("code", "title_kk", "title_ru", "title_en")
    filter_horizontal = ("institutions",)
    actions = None
    inlines = (NoticeInline,)
    fieldsets = (
        (gettext_lazy("What"), {"fields": ("code", "title", "country", "version", "method", "sections")}),
        (
            gettext_lazy("When"),
            {"fields": ("time_zone", "opens_at", "closes_at", "grace_minutes", "publishes_at", "retention_on")},
        ),
        (gettext_lazy("Who"), {"fields": ("institutions", "has_open_link", "has_personal_links")}),
        (gettext_lazy("What respondents see"), {"fields": ("languages", "notice", "is_synthetic")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        """Rounds with the numbers of their responses."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                submitted_count=responses_of(state__in=COUNTED),
                draft_count=responses_of(state__in=EDITABLE),
                has_responses=Exists(Response.objects.filter(round=OuterRef("pk"))),
            )
        )

    @admin.display(description=gettext_lazy("responses submitted"), ordering="submitted_count")
    def submitted(self, survey_round: Any) -> int:
        """How many responses count."""
        return survey_round.submitted_count

    @admin.display(description=gettext_lazy("drafts"), ordering="draft_count")
    def drafts(self, survey_round: Any) -> int:
        """How many responses are still being written."""
        return survey_round.draft_count

    def get_fieldsets(self, request: HttpRequest, obj: Round | None = None) -> Any:
        """A new round has no choice of sections yet: its version is not known."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field != "sections"]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is pinned."""
        is_pinned = obj is not None and (obj.state != RoundState.PREPARED or obj.has_responses)
        return PINNED if is_pinned else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A round that has answers stays."""
        return super().has_delete_permission(request, obj) and not (obj and obj.has_responses)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Moments are read and shown in the time zone of the round: the one chosen on the form, where it is sent."""
        with timezone.override(_zone(request, object_id)):
            page = super().changeform_view(request, object_id, form_url, extra_context)
            return page.render() if isinstance(page, TemplateResponse) else page

    def save_model(self, request: HttpRequest, obj: Round, form: Any, change: bool) -> None:
        """A changed notice is its next version; a changed day of retention is planned for."""
        super().save_model(request, obj, form, change)
        current_notice(obj)
        if "retention_on" in form.changed_data or "time_zone" in form.changed_data:
            import_string(settings.PLAN_RETENTION)(obj)

    def response_add(self, request: HttpRequest, obj: Round, post_url_continue: str | None = None) -> HttpResponse:
        """On to the page where the sections are chosen and the round is opened."""
        messages.success(request, _("The round is in preparation. Choose its sections, then open it."))
        return redirect(_round_url("change", obj))

    def get_urls(self) -> list[URLPattern]:
        """The round's own pages before those of Django."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/open/", view(self.open_view), name="surveys_round_open"),
            path("<int:pk>/close/", view(self.close_view), name="surveys_round_close"),
            path("<int:pk>/links/", view(self.links_view), name="surveys_round_links"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with what the round is doing beside it."""
        survey_round = context.get("original")
        if survey_round is not None:
            context |= {
                "addresses": _addresses(request, survey_round) if survey_round.has_open_link else [],
                "excluded": count_responses(survey_round, "state")[ResponseState.EXCLUDED],
                "links": _count_links(survey_round),
                "may_change": request.user.has_perm(CHANGE),
                "may_add_links": request.user.has_perm(ADD_LINKS) and survey_round.has_personal_links,
                "takes_answers": survey_round.is_open(),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @post_only
    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open the round, or say why not."""
        survey_round = self._for_change(request, pk)
        try:
            survey_round.open()
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            self.log_change(request, survey_round, _("Opened."))
            messages.success(request, _opened(survey_round))
        return redirect(_round_url("change", survey_round))

    @post_only
    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close the round."""
        survey_round = self._for_change(request, pk)
        survey_round.close()
        self.log_change(request, survey_round, _("Closed."))
        messages.success(request, _("The round is closed and takes no more answers."))
        return redirect(_round_url("change", survey_round))

    @method_decorator(never_cache)
    def links_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make personal links; their addresses are shown this once."""
        if not request.user.has_perm(ADD_LINKS):
            raise PermissionDenied
        rounds = Round.objects.filter(has_personal_links=True).select_related("version")
        survey_round: Round = get_object_or_404(rounds, pk=pk)
        form = LinksForm(survey_round, request.POST if request.method == "POST" else None)
        sheet = None
        if form.is_valid():
            sheet = create_link_sheet(request, survey_round, **form.cleaned_data)
            self.log_change(request, survey_round, _("Personal links made: %(number)d.") % {"number": len(sheet.rows)})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Personal links"),
            "subtitle": str(survey_round),
            "round": survey_round,
            "form": form,
            "sheet": sheet,
        }
        return TemplateResponse(request, "admin/surveys/round_links.html", context)

    def _for_change(self, request: HttpRequest, pk: int) -> Round:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return get_object_or_404(Round.objects.select_related("version"), pk=pk)


def _zone(request: HttpRequest, object_id: str | None) -> ZoneInfo:
    """The time zone sent with the form if there is one of this name, else that of the round, else the site's."""
    sent = request.POST.get("time_zone", "")
    if sent in dict(ZONES):
        return ZoneInfo(sent)
    known = Round.objects.filter(pk=object_id).first() if object_id and object_id.isdigit() else None
    return known.zone if known else ZoneInfo(settings.TIME_ZONE)


def _round_url(page: str, survey_round: Round) -> str:
    return reverse(f"admin:surveys_round_{page}", args=[survey_round.pk])


def _opened(survey_round: Round) -> str:
    if survey_round.opens_at and survey_round.opens_at > timezone.now():
        moment = formats.date_format(timezone.localtime(survey_round.opens_at, survey_round.zone), "DATETIME_FORMAT")
        return _("The round is open and will take answers from %(moment)s on.") % {"moment": moment}
    return _("The round is open and takes answers.")


def _addresses(request: HttpRequest, survey_round: Round) -> list[tuple[str, str]]:
    """The open link in each language offered."""
    addresses = []
    for language in survey_round.languages:
        with override(language):
            addresses.append((language, request.build_absolute_uri(reverse("round-start", args=[survey_round.code]))))
    return addresses


def _count_links(survey_round: Round) -> dict[str, int]:
    """How many personal links there are, were used, were revoked."""
    return PersonalLink.objects.filter(round=survey_round).aggregate(
        made=Count("pk"), used=Count("response"), revoked=Count("pk", filter=Q(revoked_at__isnull=False))
    )
