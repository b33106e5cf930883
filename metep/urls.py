"""Addresses of the project. Every page has one address for each language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from metep import pages

# The view would name the site by its address.
sign_in = LoginView.as_view(redirect_authenticated_user=True, extra_context={"site_name": settings.SITE_NAME})

urlpatterns = i18n_patterns(
    path("", pages.home, name="home"),
    path("sign-in/", sign_in, name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("", include("reports.urls")),
    path("", include("surveys.urls")),
)

handler400 = "metep.pages.bad_request"
handler403 = "metep.pages.forbidden"
handler404 = "metep.pages.not_found"
handler500 = "metep.pages.failed"
