"""Addresses below a round's."""

from __future__ import annotations

from django.urls import path

from fieldwork.review import details, views

urlpatterns = [
    path("", views.index, name="work-review"),
    path("<uuid:pk>/", views.response_page, name="work-review-response"),
    path("<uuid:pk>/decide/", views.decide, name="work-review-decide"),
    path("<uuid:pk>/comment/", details.comment_page, name="work-review-comment"),
    path("<uuid:pk>/comment/<int:number>/end/", details.end_comment, name="work-review-comment-end"),
    path("<uuid:pk>/history/", details.history_page, name="work-review-history"),
    path("<uuid:pk>/versions/<int:number>/", details.version_page, name="work-review-version"),
    path("<uuid:pk>/versions/<int:number>/table.csv", details.version_csv, name="work-review-version-csv"),
]
