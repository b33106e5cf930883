"""Addresses below a round's."""

from __future__ import annotations

from django.urls import path

from fieldwork.quality import views

urlpatterns = [
    path("", views.index, name="work-quality"),
    path("run/", views.run, name="work-quality-run"),
    path("findings.csv", views.export, name="work-quality-csv"),
    path("<slug:check>/", views.one_check, name="work-quality-check"),
]
