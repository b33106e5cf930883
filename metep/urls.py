"""Addresses of the project. Every page has one address for each language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from metep import accessibility, device, pages
from metep.accounts import urls as accounts
from metep.observing import urls as observing

urlpatterns = i18n_patterns(
    path("", include("fieldwork.urls")),
    path("", include("surveys.urls")),  # as early as can be: respondents ask most
    path("", pages.home, name="home"),
    path("accessibility/", accessibility.statement, name="accessibility"),
    path("manifest.webmanifest", device.manifest, name="manifest"),
    path("offline/", device.without_network, name="offline"),
    path("", include(accounts)),
    path("admin/", admin.site.urls),
    path("", include("reports.urls")),
)
urlpatterns += accounts.outside
urlpatterns += observing.urlpatterns
urlpatterns += [path("sw.js", device.service_worker, name="service-worker")]  # without a language: for all of them

handler400 = "metep.pages.bad_request"
handler403 = "metep.pages.forbidden"
handler404 = "metep.pages.not_found"
handler429 = "metep.pages.too_many"
handler500 = "metep.pages.failed"
