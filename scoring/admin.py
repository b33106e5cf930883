"""Score runs, to read: a computation is kept as it was."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from scoring.models import ScoreRun
from surveys.admin.permissions import ReadOnly
from surveys.downloads import download


@admin.register(ScoreRun)
class ScoreRunAdmin(ReadOnly, admin.ModelAdmin):
    """What was computed, when, from what; the document is a file to download."""

    list_display = ("round", "method", "computed_at", "input_checksum")
    list_filter = ("round", "method")
    list_select_related = ("round",)
    fields = ("round", "method", "instrument_checksum", "input_checksum", "computed_at", "published_at", "file")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Documents are large and shown nowhere: they are read when downloaded."""
        return super().get_queryset(request).defer("document", "inputs")

    @admin.display(description=_("score document"))
    def file(self, run: ScoreRun) -> SafeString:
        """The way to the document."""
        return format_html('<a href="{}">JSON</a>', reverse("admin:scoring_scorerun_document", args=[run.pk]))

    def get_urls(self) -> list[URLPattern]:
        """The document beside the usual pages."""
        document = self.admin_site.admin_view(self.document)
        return [path("<int:pk>/document.json", document, name="scoring_scorerun_document"), *super().get_urls()]

    def document(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The score document as a file."""
        run = get_object_or_404(ScoreRun, pk=pk)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        written = json.dumps(run.document, ensure_ascii=False, indent=1)
        return download(written, f"scores-{run.pk}.json", "application/json; charset=utf-8")
