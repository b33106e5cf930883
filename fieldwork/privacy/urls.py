"""Addresses below a round's."""

from __future__ import annotations

from django.urls import path

from fieldwork.privacy import views

urlpatterns = [
    path("", views.index, name="work-privacy"),
    path("person/", views.person, name="work-privacy-person"),
    path("person/export/", views.export, name="work-privacy-export"),
]
