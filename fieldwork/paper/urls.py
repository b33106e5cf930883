"""Addresses below a round's."""

from __future__ import annotations

from django.urls import path

from fieldwork.paper import beginning, entering, finishing, views

urlpatterns = [
    path("", views.index, name="work-entry"),
    path("blank/", views.blank, name="work-paper-blank"),
    path("new/", beginning.begin, name="work-paper-new"),
    path("<uuid:pk>/", finishing.overview, name="work-paper-response"),
    path("<uuid:pk>/submit/", finishing.submit_page, name="work-paper-submit"),
    path("<uuid:pk>/discard/", finishing.discard, name="work-paper-discard"),
    path("<uuid:pk>/<str:chapter>/", entering.chapter_page, name="work-paper-chapter"),
]
