"""The register of institutions from a file: shown first, written when it is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveys.countries import country_choices
from surveys.institutions import OPTIONAL, REQUIRED, read_register
from surveys.models import Round
from surveys.uploads import UploadForm, pack, receive, said, table_file

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object

RIGHTS = ("surveys.add_institution", "surveys.change_institution")


class RegisterUploadForm(UploadForm):
    """The file, and whose institutions it lists."""

    country = forms.ChoiceField(label=capfirst(gettext_lazy("country")))
    field_order = ["country"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = country_choices(get_language() or settings.LANGUAGE_CODE)
        last = Round.objects.order_by("-created_at").values_list("country", flat=True).first()
        field.initial = last or ""


class RegisterImport(Base):
    """For the admin of institutions: a page to upload the register, and an empty table to fill in."""

    change_list_template = "admin/surveys/institution_list.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of the upload before those of Django."""
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name="surveys_institution_import"),
            path("import/template.<str:kind>", view(self.template_view), name="surveys_institution_template"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with a way to the upload for those who may use it."""
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import(request)})

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Upload, look, confirm. Nothing is written before, nor if the register has changed since the preview."""
        if not may_import(request):
            raise PermissionDenied
        form = RegisterUploadForm(request.POST or None, request.FILES or None)
        country = request.POST.get("country", "")
        upload = receive(request, form, f"institutions-{country}", (REQUIRED, OPTIONAL))
        context: dict[str, Any] = {"problems": upload.problems}
        if upload.rows is not None:
            with transaction.atomic():
                register = read_register(upload.rows, country)
                preview = register.preview()
                if upload.confirms(preview):
                    register.store()
                    messages.success(request, said(preview))
                    return redirect("admin:surveys_institution_changelist")
            context |= {"preview": preview, "rows": pack(upload.rows, f"institutions-{country}"), "country": country}
            context |= {"new_regions": list(register.new_regions), "is_changed": upload.is_confirmation}
        is_refused = request.method == "POST" and not (context.get("preview") and context["preview"].is_good)
        names = {"opts": self.opts, "title": _("Import the register"), "form": form}
        shared = {**self.admin_site.each_context(request), **names}
        status = 422 if is_refused else 200
        return TemplateResponse(request, "admin/surveys/institution_import.html", shared | context, status=status)

    def template_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """An empty table with the names of the columns and one example."""
        if not may_import(request):
            raise PermissionDenied
        return table_file(kind, "institutions", (*REQUIRED, *OPTIONAL), EXAMPLE)


EXAMPLE = [
    ("X-1", "Мысал мекеме", "Учреждение для примера", "Example institution", "", "central", "", "https://example.org/")
]


def may_import(request: HttpRequest) -> bool:
    """Whoever may add and change institutions."""
    return request.user.has_perms(RIGHTS)
