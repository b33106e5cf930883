"""Addresses of answers to recommendations, below a round of the dashboard."""

from django.urls import path

from reports.actions import views

urlpatterns = [
    path("", views.action_list, name="dashboard-actions"),
    path("outcomes/", views.outcome_page, name="dashboard-outcomes"),
    path("answers/<slug:recommendation>/", views.action_page, name="dashboard-action"),
]
