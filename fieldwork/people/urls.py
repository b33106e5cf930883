"""Addresses below a round's."""

from __future__ import annotations

from django.urls import path

from fieldwork.people import import_views, link_views, mail_views, sending_views, views

urlpatterns = [
    path("people/", views.index, name="work-people"),
    path("people/add/", views.add, name="work-people-add"),
    path("people/import/", import_views.bring, name="work-people-import"),
    path("people/import/template.<str:kind>", import_views.template, name="work-people-template"),
    path("people/sheets/", link_views.sheets, name="work-people-sheets"),
    path("people/<int:pk>/", views.one, name="work-people-one"),
    path("people/<int:pk>/remove/", views.remove, name="work-people-remove"),
    path("people/<int:pk>/bounced/", views.bounced, name="work-people-bounced"),
    path("people/<int:pk>/link/", link_views.new_link, name="work-people-link"),
    path("people/<int:pk>/revoke/", link_views.revoke, name="work-people-revoke"),
    path("mail/", mail_views.index, name="work-mail"),
    path("mail/new/<str:kind>/", mail_views.compose, name="work-mail-new"),
    path("mail/<int:pk>/", mail_views.mailing, name="work-mail-one"),
    path("mail/<int:pk>/edit/", mail_views.edit, name="work-mail-edit"),
    path("mail/<int:pk>/numbers/", mail_views.numbers, name="work-mail-numbers"),
    path("mail/<int:pk>/test/", sending_views.test, name="work-mail-test"),
    path("mail/<int:pk>/release/", sending_views.release, name="work-mail-release"),
    path("mail/<int:pk>/cancel/", sending_views.cancel, name="work-mail-cancel"),
    path("mail/<int:pk>/resume/", sending_views.resume, name="work-mail-resume"),
    path("mail/<int:pk>/letters/<int:letter>/again/", sending_views.again, name="work-mail-again"),
]
