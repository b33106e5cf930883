"""The side-by-side page of a version: its texts in three columns, reviewed, edited in a draft, taken home and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.admin.permissions import may_translate, may_view
from surveys.content import LANGUAGES
from surveys.labels import language_names
from surveys.models import InstrumentVersion
from surveys.text_files import CODE, HEADER, read_file, rows_of_texts
from surveys.text_reviewing import FAULTS, Reviewed, Standing, keep, read_reviewed
from surveys.uploads import UploadForm, pack, receive, said, table_file
from surveys.version_texts import changes_to, refusals, store_texts, texts_of, tidy

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object

PAGE = 20
FAULTY = "faulty"
SHOWN = [("", gettext_lazy("all")), *Standing.choices, (FAULTY, gettext_lazy("with problems of writing"))]


@dataclass
class Cell:
    """The words of a text in one language, as they are shown or were typed. `before`: when it was reviewed."""

    language: str
    words: str
    limit: int | None
    before: str | None = None
    faults: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Line:
    """One row of the page."""

    number: int
    reviewed: Reviewed
    cells: list[Cell]
    is_marked: bool
    errors: list[str] = field(default_factory=list)


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
        refused = _save(request, version) if request.method == "POST" else ()
        if refused is None:
            return redirect(request.get_full_path())
        texts = read_reviewed(version)
        page = Paginator(_filtered(texts, request.GET), PAGE).get_page(request.GET.get("page"))
        may_mark = may_translate(request)
        context = {
            **self._frame(request, version, _("Texts of %(version)s") % {"version": version}),
            "lines": refused or [_line(number, one) for number, one in enumerate(page)],
            "page": page,
            "numbers": _numbers(texts),
            "may_mark": may_mark,
            "may_edit": may_mark and not version.is_published,
            "shown": SHOWN,
            "show": request.GET.get("show", ""),
            "words": request.GET.get("q", ""),
            "query": urlencode({name: request.GET.get(name, "") for name in ("show", "q")}),
            "is_refused": bool(refused),
            "languages": [(code, language_names()[code]) for code in LANGUAGES],
        }
        status = 422 if refused else 200
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


def _save(request: HttpRequest, version: InstrumentVersion) -> list[Line] | None:
    """Keep what was posted; the lines with what was typed where any of it is refused, None where all is kept."""
    if not may_translate(request):
        raise PermissionDenied
    with _locked(version):
        lines = _posted(read_reviewed(version), request.POST)
        if any(line.errors or any(cell.errors for cell in line.cells) for line in lines):
            return lines
        _keep(version, lines, request)
    return None


def _filtered(texts: list[Reviewed], asked: QueryDict) -> list[Reviewed]:
    show, words = asked.get("show", ""), asked.get("q", "").strip().casefold()
    if show == FAULTY:
        texts = [one for one in texts if one.faults]
    elif show in Standing.values:
        texts = [one for one in texts if one.standing == show]
    return [one for one in texts if words in _searched(one)] if words else texts


def _searched(one: Reviewed) -> str:
    return "\n".join([one.text.place, one.text.label, *one.text.text.values()]).casefold()


def _numbers(texts: list[Reviewed]) -> list[tuple[Any, int]]:
    """How many texts there are of each standing."""
    standings = [one.standing for one in texts]
    return [(standing.label, standings.count(standing)) for standing in Standing]


def _line(number: int, one: Reviewed) -> Line:
    faults = one.faults
    cells = [
        Cell(
            language,
            one.text.text.get(language, ""),
            one.text.limit,
            one.review.text.get(language, "") if one.review and language in one.changed else None,
            [f"{FAULTS[fault.kind]}: {fault.found}" for fault in faults.get(language, ())],
        )
        for language in LANGUAGES
    ]
    return Line(number, one, cells, one.standing == Standing.REVIEWED)


def _posted(texts: list[Reviewed], posted: QueryDict) -> list[Line]:
    """The lines that a browser sends, with what was typed and why it cannot be kept."""
    by_place = {one.text.place: one for one in texts}
    lines = []
    for number in range(PAGE):
        one = by_place.get(posted.get(f"place-{number}", ""))
        if one is None:
            continue
        line = _line(number, one)
        line.is_marked = f"reviewed-{number}" in posted
        for cell in line.cells:
            cell.words = tidy(posted.get(f"{cell.language}-{number}", cell.words))
        _refuse(line, posted.get(f"seen-{number}", ""))
        lines.append(line)
    return lines


def _refuse(line: Line, seen: str) -> None:
    text = line.reviewed.text
    changes = _changes(line)
    if seen != line.reviewed.seen:
        line.errors.append(_("Somebody else changed this text meanwhile. What you typed is kept here: look again."))
    for language, sentence in refusals(text, changes):
        line.cells[LANGUAGES.index(language)].errors.append(sentence)


def _changes(line: Line) -> dict[str, str]:
    return changes_to(line.reviewed.text, {cell.language: cell.words for cell in line.cells})


def _keep(version: InstrumentVersion, lines: list[Line], request: HttpRequest) -> None:
    """Store what changed, and the marks that are other than before or stand on changed words."""
    changes = [(line.reviewed.text, words) for line in lines if (words := _changes(line))]
    changed = {text.place for text, _words in changes}
    marks = {
        line.reviewed.text.place: line.is_marked
        for line in lines
        if line.is_marked != (line.reviewed.standing == Standing.REVIEWED)
        or (line.is_marked and line.reviewed.text.place in changed)
    }
    keep(version, changes, marks, request.user)
    numbers = {"texts": len(changes), "marks": sum(marks.values())}
    messages.success(request, _("Texts changed: %(texts)d. Marked as reviewed: %(marks)d.") % numbers)
