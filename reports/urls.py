"""Addresses of dashboards and reports."""

from django.urls import include, path

from reports.dashboard import views
from reports.passport import views as passport
from reports.public import urls as public
from reports.rounds import views as rounds

urlpatterns = [
    path("", include("reports.public.urls")),
    path("", include(public.staff_urlpatterns)),
    path("analysis/", include("reports.workbench.urls")),
    path("recommendations/", include("reports.repository.urls")),
    path("dashboard/", views.round_list, name="dashboard"),
    path("dashboard/<slug:code>/", views.unit_page, name="dashboard-unit"),
    path("dashboard/<slug:code>/items/", views.items_page, name="dashboard-items"),
    path("dashboard/<slug:code>/items/<str:item>/", passport.item_passport, name="dashboard-item"),
    path("dashboard/<slug:code>/number/", passport.number_passport, name="dashboard-number"),
    path("dashboard/<slug:code>/context/", rounds.context_page, name="dashboard-context"),
    path("dashboard/<slug:code>/keep/", passport.keep_state, name="dashboard-keep"),
    path("passport/<str:passport_code>/", passport.find_passport, name="passport"),
    path("dashboard/<slug:code>/progress/", views.progress_page, name="dashboard-progress"),
    path("dashboard/<slug:code>/scores.csv", views.export_csv, name="dashboard-csv"),
    path("dashboard/<slug:code>/scores.xlsx", views.export_xlsx, name="dashboard-xlsx"),
    path("dashboard/<slug:code>/actions/", include("reports.actions.urls")),
    path("dashboard/<slug:code>/files/", include("reports.files.urls")),
    path("dashboard/<slug:code>/scenarios/", include("reports.scenarios.urls")),
    path("dashboard/<slug:code>/report.pdf", views.report_pdf, name="dashboard-report"),
]
