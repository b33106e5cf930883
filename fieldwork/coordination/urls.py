"""Addresses below a round's."""

from __future__ import annotations

from django.urls import include, path

from fieldwork.coordination import delegation_views, signing_views, views

urlpatterns = [
    path("", views.index, name="work-institutions"),
    path(
        "<str:institution>/",
        include(
            [
                path("", views.institution_view, name="work-institution"),
                path("sign-off/", signing_views.sign_page, name="work-institution-sign"),
                path("sign-off/withdraw/", signing_views.withdraw_page, name="work-institution-sign-withdraw"),
                path("sign-off/confirmation.pdf", signing_views.confirmation_pdf, name="work-institution-sign-pdf"),
                path(
                    "responses/<uuid:response>/delegate/",
                    delegation_views.delegate_page,
                    name="work-institution-delegate",
                ),
                path(
                    "responses/<uuid:response>/delegate/<int:link>/withdraw/",
                    delegation_views.withdraw_page,
                    name="work-institution-delegate-withdraw",
                ),
            ]
        ),
    ),
]
