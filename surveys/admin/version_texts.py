"""The side-by-side page of a version: its texts in three columns, reviewed, edited in a draft, taken home and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from surveys.admin.permissions import may_translate, may_view
from surveys.content import LANGUAGES
from surveys.models import InstrumentVersion
from surveys.side_by_side.files import CODE, HEADER, read_file, rows_of_texts
from surveys.side_by_side.page import Posted, read_posted, show
from surveys.text_reviewing import keep, read_reviewed
from surveys.uploads import UploadForm, pack, receive, said, table_file
from surveys.version_texts import store_texts, texts_of

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object


class TextPages(Base):
    """For the admin of versions: the pages about texts."""

    def get_urls(self) -> list[URLPattern]:
        """The pages about texts before those of Django."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/texts/", view(self.texts_view), name="surveys_instrumentversion_texts"),
            path("<int:pk>/texts/import/", view(self.texts_import_view), name="surveys_instrumentversion_texts_import"),
            path(
                "<int:pk>/texts/texts.<str:kind>",
                view(self.texts_export_view),
                name="surveys_instrumentversion_texts_export",
            ),
            *super().get_urls(),
        ]

    def texts_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All texts in three columns, twenty at a time; what is posted is kept whole or not at all."""
        version = _version(request, pk)
        posted = _save(request, version) if request.method == "POST" else None
        if posted and not posted.is_refused:
            return redirect(request.get_full_path())
        may_mark = may_translate(request)
        context = {
            **self._frame(request, version, _("Texts of %(version)s") % {"version": version}),
            **show(read_reviewed(version), request.GET, posted),
            "may_mark": may_mark,
            "may_edit": may_mark and not version.is_published,
        }
        status = 422 if posted else 200
        return TemplateResponse(request, "admin/surveys/version_texts.html", context, status=status)

    def texts_export_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """The same as a table."""
        version = _version(request, pk)
        return table_file(kind, f"{version.code}-{version.version}-texts", HEADER, rows_of_texts(texts_of(version)))

    def texts_import_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Upload, look, confirm. Nothing is written before, nor if the texts have changed since the preview."""
        version = _version(request, pk)
        if not may_translate(request) or version.is_published:
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        purpose = f"texts-{pk}"
        upload = receive(request, form, purpose, ((CODE,), LANGUAGES))
        context: dict[str, Any] = {"problems": upload.problems}
        if upload.rows is not None:
            with _locked(version):
                file = read_file(upload.rows, texts_of(version))
                if upload.confirms(file.preview):
                    store_texts(version, file.changes)
                    messages.success(request, said(file.preview))
                    return redirect("admin:surveys_instrumentversion_texts", pk)
            context |= {"preview": file.preview, "rows": pack(upload.rows, purpose)}
            context["is_changed"] = upload.is_confirmation
        is_refused = request.method == "POST" and not (context.get("preview") and context["preview"].is_good)
        frame = self._frame(request, version, _("Import texts of %(version)s") % {"version": version})
        status = 422 if is_refused else 200
        return TemplateResponse(
            request, "admin/surveys/version_texts_import.html", frame | context | {"form": form}, status=status
        )

    def _frame(self, request: HttpRequest, version: InstrumentVersion, title: str) -> dict[str, Any]:
        tree = reverse("admin:surveys_instrumentversion_tree", args=[version.pk])
        names = {"opts": self.opts, "title": title, "version": version, "tree_url": tree if may_view(request) else ""}
        return {**self.admin_site.each_context(request), **names}


def _version(request: HttpRequest, pk: int) -> InstrumentVersion:
    """The version; who may neither view nor translate versions is refused before it is looked for."""
    if not may_view(request) and not may_translate(request):
        raise PermissionDenied
    return get_object_or_404(InstrumentVersion, pk=pk)


@contextmanager
def _locked(version: InstrumentVersion) -> Iterator[None]:
    """Nobody else writes texts of the version between reading and writing."""
    with transaction.atomic():
        InstrumentVersion.objects.select_for_update().get(pk=version.pk)
        yield


def _save(request: HttpRequest, version: InstrumentVersion) -> Posted:
    """Keep what was posted, unless any of it is refused."""
    if not may_translate(request):
        raise PermissionDenied
    with _locked(version):
        posted = read_posted(read_reviewed(version), request.POST)
        if not posted.is_refused:
            keep(version, posted.changes, posted.marks, request.user)
            messages.success(request, posted.said)
    return posted
