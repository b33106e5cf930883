"""Addresses of the people in the room; short, for they are read from a screen."""

from __future__ import annotations

from django.urls import path

from fieldwork.workshops import phone_views

urlpatterns = [
    path("", phone_views.enter, name="join"),
    path("<str:code>/", phone_views.phone, name="join-workshop"),
    path("<str:code>/changed/", phone_views.changed, name="join-changed"),
    path("<str:code>/vote/", phone_views.vote, name="join-vote"),
    path("<str:code>/seat/<str:secret>/", phone_views.rejoin, name="join-seat"),
]
