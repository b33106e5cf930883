"""Addresses of dashboards and reports."""

from django.urls import path

from reports.dashboard import views

urlpatterns = [
    path("dashboard/", views.round_list, name="dashboard"),
    path("dashboard/<slug:code>/", views.unit_page, name="dashboard-unit"),
    path("dashboard/<slug:code>/items/", views.items_page, name="dashboard-items"),
    path("dashboard/<slug:code>/items/<str:item>/", views.item_page, name="dashboard-item"),
    path("dashboard/<slug:code>/number/", views.number_page, name="dashboard-number"),
    path("dashboard/<slug:code>/progress/", views.progress_page, name="dashboard-progress"),
    path("dashboard/<slug:code>/scores.csv", views.export_csv, name="dashboard-csv"),
    path("dashboard/<slug:code>/scores.xlsx", views.export_xlsx, name="dashboard-xlsx"),
    path("dashboard/<slug:code>/report.pdf", views.report_pdf, name="dashboard-report"),
]
