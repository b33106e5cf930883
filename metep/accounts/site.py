"""The administration has no door of its own: staff sign in and change passwords where everybody does."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from metep.observing.overview import overview


class Administration(AdminSite):
    """Named by `metep.apps.AdministrationConfig`."""

    def get_urls(self) -> list[Any]:
        """Beside the pages of models: how the site stands."""
        page = partial(overview, admin_site=self)
        return [path("state/", self.admin_view(page), name="state"), *super().get_urls()]

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The sign-in page; whoever is in already but has no place here is told so."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied(_("Your account may not use the administration."))
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The page of the account."""
        return redirect("account_change_password")
