"""Addresses of files, below a round's dashboard."""

from __future__ import annotations

from django.urls import path

from reports.files import batch_views, text_views, views

urlpatterns = [
    path("", views.files_page, name="dashboard-files"),
    path("batches/", batch_views.batches, name="report-batches"),
    path("batches/<int:pk>/", batch_views.batch, name="report-batch"),
    path("batches/<int:pk>/progress/", batch_views.progress, name="report-batch-progress"),
    path("batches/<int:pk>/cancel/", batch_views.cancel, name="report-batch-cancel"),
    path("batches/<int:pk>/resume/", batch_views.resume, name="report-batch-resume"),
    path("batches/<int:pk>/archive.zip", batch_views.archive, name="report-batch-archive"),
    path("texts/", text_views.texts, name="report-texts"),
    path("texts/<slug:place>/", text_views.text, name="report-text"),
    path("make/<slug:kind>/<slug:language>/", views.one_file, name="dashboard-file"),
]
