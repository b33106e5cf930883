"""Addresses of the repository of recommendations."""

from django.urls import path

from reports.repository import edit_views, entry_views, list_views, text_views, trigger_views

TEXTS = "texts/<slug:instrument>/"
ENTRY = "<slug:instrument>/<slug:code>/"

urlpatterns = [
    path("", list_views.index, name="repository"),
    path("mine/", list_views.mine, name="repository-mine"),
    path("new/", edit_views.new, name="repository-new"),
    path("texts/", text_views.first, name="repository-all-texts"),
    path(TEXTS, text_views.texts, name="repository-texts"),
    path(f"{TEXTS}import/", text_views.bring_in, name="repository-texts-import"),
    path(f"{TEXTS}texts.<str:kind>", text_views.export, name="repository-texts-export"),
    path(ENTRY, entry_views.entry_page, name="repository-entry"),
    path(f"{ENTRY}edit/", edit_views.edit, name="repository-edit"),
    path(f"{ENTRY}triggers/", trigger_views.triggers, name="repository-triggers"),
    path(f"{ENTRY}versions/", entry_views.versions, name="repository-versions"),
    path(f"{ENTRY}versions/<int:number>/restore/", entry_views.restore, name="repository-restore"),
    path(f"{ENTRY}keep/", entry_views.keep, name="repository-keep"),
    path(f"{ENTRY}vote/", entry_views.vote, name="repository-vote"),
    path(f"{ENTRY}opinions/<int:opinion>/settle/", entry_views.settle, name="repository-settle"),
    path(f"{ENTRY}step/<slug:do>/", entry_views.step, name="repository-step"),
]
