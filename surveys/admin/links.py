"""Personal links that were given out: who has used hers, and taking one back."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.admin.alphabetical import ByAlphabet
from surveys.admin.pages import OfRound
from surveys.admin.permissions import ReadOnly
from surveys.models import PersonalLink


@admin.register(PersonalLink)
class PersonalLinkAdmin(ByAlphabet, ReadOnly, OfRound, admin.ModelAdmin):
    """Links are made on the page of their round, and never change: they are revoked instead."""

    list_display = ("__str__", "round_code", "institution", "standing", "created_at")
    list_display_links = None
    list_filter = (("round", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("round", "institution", "response")
    search_fields = ("label", "institution__code", "institution__name_kk", "institution__name_ru")
    show_full_result_count = False
    actions = ("revoke",)

    @admin.display(description=gettext_lazy("state"))
    def standing(self, link: PersonalLink) -> str:
        """What became of the link."""
        if link.revoked_at:
            return _("revoked")
        return link.response.get_state_display() if link.response else _("not used yet")

    @admin.action(description=gettext_lazy("Revoke the links chosen"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, links: QuerySet[PersonalLink]) -> None:
        """From now on nobody comes in by these links; what was answered stays."""
        number = links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
        sentence = ngettext("%(number)d link is revoked.", "%(number)d links are revoked.", number)
        messages.success(request, sentence % {"number": number})

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Whoever may change links."""
        return request.user.has_perm("surveys.change_personallink")

    def has_view_permission(self, request: HttpRequest, obj: PersonalLink | None = None) -> bool:
        """Whoever may see or change links."""
        return super().has_view_permission(request, obj) or self.has_revoke_permission(request)
