"""Instrument versions: the list, the tree, cloning, publishing, the file."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from surveys.admin import inlines
from surveys.admin.alphabetical import AlphabeticalList
from surveys.admin.pages import post_only
from surveys.admin.permissions import ADD, DELETE, PUBLISH, may_edit, may_view
from surveys.admin.texts import LanguageTabs
from surveys.admin.tree import PARTS, build_tree, locate
from surveys.admin.version_forms import CloneForm, VersionForm
from surveys.admin.version_texts import TextPages
from surveys.content import write_instrument
from surveys.downloads import download
from surveys.models import InstrumentVersion, Item, Round
from surveys.publishing import UnfinishedVersion, clone, find_problems, publish
from surveys.storing import read_version, read_versions


class VersionList(AlphabeticalList):
    """The list of versions; the problems of all drafts on the page are found together."""

    def get_results(self, request: HttpRequest) -> None:
        """Each version with the number of its problems."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        instruments = read_versions([version for version in self.result_list if not version.is_published])
        for version in self.result_list:
            instrument = instruments.get(version.pk)
            version.problem_count = sum(1 for _problem in find_problems(instrument)) if instrument else 0


@admin.register(InstrumentVersion)
class InstrumentVersionAdmin(TextPages, LanguageTabs, TranslationAdmin):
    """A published version is read-only; a draft is edited part by part."""

    form = VersionForm
    change_form_template = "admin/surveys/version_form.html"
    list_display = ("name", "title", "state", "items", "problems", "rounds", "published_at")
    list_display_links = None
    search_fields = ("code", "version", "title_kk", "title_ru", "title_en")
    fields = ("title", "description", "source", "languages")
    inlines = (
        inlines.SectionInline,
        inlines.DimensionInline,
        inlines.ScaleInline,
        inlines.ProfileInline,
        inlines.RelationInline,
    )
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[InstrumentVersion]:
        """Versions with the numbers of their items and rounds."""
        items = Item.objects.order_by().filter(table__chapter__section__version=OuterRef("pk"))
        rounds = Round.objects.order_by().filter(version=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                item_count=Subquery(
                    items.values("table__chapter__section__version").annotate(n=Count("pk")).values("n")
                ),
                round_count=Subquery(rounds.values("version").annotate(n=Count("pk")).values("n")),
            )
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that knows problems."""
        return VersionList

    @admin.display(description=gettext_lazy("version"), ordering="version")
    def name(self, version: InstrumentVersion) -> str:
        """Code and version, leading to the tree."""
        return format_html('<a href="{}">{}</a>', self._tree_url(version), version)

    @admin.display(description=gettext_lazy("items"))
    def items(self, version: Any) -> int:
        """How many items the version has."""
        return version.item_count or 0

    @admin.display(description=gettext_lazy("problems"))
    def problems(self, version: Any) -> int:
        """How many defects forbid publishing the draft."""
        return version.problem_count

    @admin.display(description=gettext_lazy("rounds"))
    def rounds(self, version: Any) -> int:
        """How many rounds use the version."""
        return version.round_count or 0

    def has_view_permission(self, request: HttpRequest, obj: InstrumentVersion | None = None) -> bool:
        """Everybody who may view or change versions."""
        return may_view(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A version comes from a file or from another version."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: InstrumentVersion | None = None) -> bool:
        """In a draft."""
        return may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: InstrumentVersion | None = None) -> bool:
        """A draft."""
        return request.user.has_perm(DELETE) and (obj is None or not obj.is_published)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """A draft goes with all its parts: hundreds of lines would say no more. Rounds that use it keep it."""
        rounds = [str(survey_round) for survey_round in Round.objects.filter(version__in=objs)]
        counts = {str(self.opts.verbose_name_plural): len(objs)}
        return [str(version) for version in objs], counts, set(), rounds

    def get_urls(self) -> list[URLPattern]:
        """The version's own pages before those of Django."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/tree/", view(self.tree_view), name="surveys_instrumentversion_tree"),
            path("<int:pk>/clone/", view(self.clone_view), name="surveys_instrumentversion_clone"),
            path("<int:pk>/publish/", view(self.publish_view), name="surveys_instrumentversion_publish"),
            path("<int:pk>/download/", view(self.download_view), name="surveys_instrumentversion_download"),
            *super().get_urls(),
        ]

    def tree_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version on one page, with its problems and what can be done with it."""
        if not may_view(request):
            raise PermissionDenied
        version = get_object_or_404(
            self.get_queryset(request).select_related("cloned_from").prefetch_related(*PARTS), pk=pk
        )
        tree = build_tree(version)
        problems = [] if version.is_published else list(find_problems(read_version(version)))
        change_url = reverse("admin:surveys_instrumentversion_change", args=[pk])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(version),
            "subtitle": version.title,
            "version": version,
            "tree": tree,
            "problems": locate(problems, tree, change_url),
            "rounds": list(version.rounds.all()),
            "may_edit": may_edit(request, version),
            "may_clone": request.user.has_perm(ADD),
            "may_publish": request.user.has_perm(PUBLISH) and not version.is_published,
            "may_delete": self.has_delete_permission(request, version),
        }
        return TemplateResponse(request, "admin/surveys/version_tree.html", context)

    def clone_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the name of the new version, then make the draft."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        version = get_object_or_404(InstrumentVersion, pk=pk)
        form = CloneForm(version, request.POST if request.method == "POST" else None)
        if form.is_valid():
            draft = clone(version, form.cleaned_data["version"])
            messages.success(request, _("The version %(version)s is a draft. Edit it here.") % {"version": draft})
            return redirect(self._tree_url(draft))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Clone %(version)s into a draft") % {"version": version},
            "version": version,
            "tree_url": self._tree_url(version),
            "form": form,
        }
        return TemplateResponse(request, "admin/surveys/version_clone.html", context)

    @post_only
    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish a draft; an unfinished one is shown with all its problems."""
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        version = get_object_or_404(InstrumentVersion, pk=pk)
        try:
            publish(version)
        except UnfinishedVersion as error:
            sentence = _("The version %(version)s cannot be published yet. Problems found: %(count)d.")
            messages.error(request, sentence % {"version": version, "count": len(error.problems)})
        else:
            messages.success(
                request, _("The version %(version)s is published and can no longer change.") % {"version": version}
            )
        return redirect(self._tree_url(version))

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version as an instrument file."""
        if not may_view(request):
            raise PermissionDenied
        version = get_object_or_404(InstrumentVersion, pk=pk)
        name = f"{version.code}-{version.version}.toml"
        return download(write_instrument(read_version(version)), name, "application/toml")

    def response_post_save_change(self, request: HttpRequest, obj: InstrumentVersion) -> HttpResponseRedirect:
        """After saving, back to the tree."""
        return redirect(self._tree_url(obj))

    def _tree_url(self, version: InstrumentVersion) -> str:
        return reverse("admin:surveys_instrumentversion_tree", args=[version.pk])
