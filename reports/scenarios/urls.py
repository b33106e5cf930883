"""Addresses of scenarios, below those of the dashboard of a round."""

from django.urls import path

from reports.scenarios import making, views

urlpatterns = [
    path("", views.scenario_list, name="scenarios"),
    path("new/", making.tick_page, name="scenario-new"),
    path("plan/", making.plan_page, name="scenario-plan"),
    path("compare/", views.compare, name="scenario-compare"),
    path("<int:pk>/", views.scenario_page, name="scenario"),
    path("<int:pk>/rename/", views.rename, name="scenario-rename"),
    path("<int:pk>/delete/", views.delete, name="scenario-delete"),
    path("<int:pk>/mark/", views.mark, name="scenario-mark"),
    path("<int:pk>/recompute/", views.recompute, name="scenario-recompute"),
    path("<int:pk>/next/", views.next_page, name="scenario-next"),
]
