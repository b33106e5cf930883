"""Addresses of public results and of their approval."""

from django.urls import path

from reports.public import views

urlpatterns = [
    path("results/", views.public_list, name="public"),
    path("results/<slug:code>/", views.public_round, name="public-round"),
    path("results/<slug:code>/files/<str:name>", views.public_file, name="public-file"),
    path("results/<slug:code>/charts/<slug:key>/", views.public_chart, name="public-chart"),
    path("results/<slug:code>/<slug:page>/", views.public_page, name="public-page"),
]
staff_urlpatterns = [
    path("dashboard/<slug:code>/publication/", views.publication_page, name="publication"),
    path("dashboard/<slug:code>/publication/withdraw/", views.publication_withdraw, name="publication-withdraw"),
    path("dashboard/<slug:code>/publication/<slug:page>/", views.publication_preview, name="publication-preview"),
]
