"""Addresses below a round's, and those of respondents below their response."""

from __future__ import annotations

from django.urls import path

from fieldwork.facts import card_views, respondents, views

urlpatterns = [
    path("", views.index, name="work-cards"),
    path("suggestions/", views.suggestions, name="work-facts-suggestions"),
    path("new/", views.new_card, name="work-facts-new"),
    path("<int:number>/", card_views.card_page, name="work-card"),
    path("<int:number>/ask/", card_views.ask, name="work-card-ask"),
    path("<int:number>/settle/", card_views.settle, name="work-card-settle"),
    path("<int:number>/drop/", card_views.drop, name="work-card-drop"),
    path("<int:number>/reopen/", card_views.reopen, name="work-card-reopen"),
]

respondent_urlpatterns = [
    path("", respondents.remarks_page, name="response-remarks"),
    path("<int:number>/", respondents.reply, name="response-remark"),
]
