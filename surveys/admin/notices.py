"""The versions of a round's notice: they are read here, and made by changing the notice itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from surveys.models import Notice

if TYPE_CHECKING:
    Inline = admin.TabularInline[Notice, Any]
else:
    Inline = admin.TabularInline


class NoticeInline(Inline):
    """Number, moment, texts: nothing to change."""

    model = Notice
    verbose_name_plural = _("versions of the notice, each kept with the responses that agreed to it")
    fields = readonly_fields = ("number", "since", "text_kk", "text_ru", "text_en")
    ordering = ("-number",)
    extra = 0
    can_delete = False
    classes = ("collapse",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A version is made by changing the notice of the round."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What people agreed to stays."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For everybody who may see rounds."""
        return bool(request.user.has_perm("surveys.view_round"))
