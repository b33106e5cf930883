"""Addresses below a round's."""

from __future__ import annotations

from django.urls import path

from fieldwork.audit import views

urlpatterns = [
    path("", views.index, name="work-audit"),
    path("answers.csv", views.answers, name="work-audit-answers"),
]
