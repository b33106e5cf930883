"""Addresses of the respondents' pages."""

from __future__ import annotations

from django.urls import path

from surveys.views import check, entries, start, tables, tasks

urlpatterns = [
    path("rounds/<slug:code>/", start.start_by_open_link, name="round-start"),
    path("answer/", start.start_by_personal_link, name="link-start"),
    path("answer/<str:secret>/", start.open_link, name="answer-link"),
    path("responses/<uuid:pk>/", tasks.task_list, name="response"),
    path("responses/<uuid:pk>/link/", tasks.personal_link, name="response-link"),
    path("responses/<uuid:pk>/profile/", tables.table_page, name="response-profile"),
    path("responses/<uuid:pk>/check/", check.check_page, name="response-check"),
    path("responses/<uuid:pk>/receipt/", check.receipt_page, name="response-receipt"),
    path("responses/<uuid:pk>/copy.pdf", check.copy_pdf, name="response-copy"),
    path("responses/<uuid:pk>/<str:code>/", tables.table_page, name="response-table"),
    path("responses/<uuid:pk>/<str:code>/new/", entries.entry_page, name="response-entry-new"),
    path("responses/<uuid:pk>/<str:code>/<int:number>/", entries.entry_page, name="response-entry"),
    path("responses/<uuid:pk>/<str:code>/<int:number>/remove/", entries.remove_entry, name="response-entry-remove"),
]
