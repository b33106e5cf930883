"""Addresses of the workbench."""

from django.urls import path

from reports.workbench import saved_views, views

urlpatterns = [
    path("", views.round_list, name="analysis"),
    path("<slug:code>/", views.question_list, name="analysis-round"),
    path("<slug:code>/views/", saved_views.view_list, name="analysis-views"),
    path("<slug:code>/views/<int:number>/rename/", saved_views.rename_view, name="analysis-view-rename"),
    path("<slug:code>/views/<int:number>/delete/", saved_views.delete_view, name="analysis-view-delete"),
    path("<slug:code>/<slug:page_code>/", views.analysis_page, name="analysis-page"),
    path("<slug:code>/<slug:page_code>/table.csv", views.analysis_csv, name="analysis-csv"),
]
