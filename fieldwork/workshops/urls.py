"""Addresses of the workshops of a round."""

from __future__ import annotations

from django.urls import path

from fieldwork.workshops import results_views, screen_views, views

urlpatterns = [
    path("", views.index, name="work-workshops"),
    path("new/", views.new, name="work-workshops-new"),
    path("<int:pk>/", screen_views.screen, name="work-workshops-screen"),
    path("<int:pk>/do/", screen_views.do, name="work-workshops-do"),
    path("<int:pk>/changed/", screen_views.changed, name="work-workshops-changed"),
    path("<int:pk>/end/", screen_views.end_page, name="work-workshops-end"),
    path("<int:pk>/results/", results_views.results, name="work-workshops-results"),
    path("<int:pk>/submit/", results_views.submit, name="work-workshops-submit"),
    path("<int:pk>/votes.csv", results_views.votes, name="work-workshops-votes"),
    path("<int:pk>/protocol.pdf", results_views.protocol, name="work-workshops-protocol"),
]
