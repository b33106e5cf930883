"""Addresses of the respondents' pages."""

from __future__ import annotations

from django.urls import path

from surveys.views import check, delegation, device, entries, evidence, start, tables, tasks

urlpatterns = [
    path("rounds/<slug:code>/", start.start_by_open_link, name="round-start"),
    path("answer/", start.start_by_personal_link, name="link-start"),
    path("answer/<str:secret>/", start.open_link, name="answer-link"),
    path("responses/<uuid:pk>/", tasks.task_list, name="response"),
    path("responses/<uuid:pk>/link/", tasks.personal_link, name="response-link"),
    path("responses/<uuid:pk>/state/", device.session_state, name="response-state"),
    path("responses/<uuid:pk>/leave/", device.leave_device, name="response-leave"),
    path("responses/<uuid:pk>/profile/", tables.table_page, name="response-profile"),
    path("responses/<uuid:pk>/check/", check.check_page, name="response-check"),
    path("responses/<uuid:pk>/receipt/", check.receipt_page, name="response-receipt"),
    path("responses/<uuid:pk>/copy.pdf", check.copy_pdf, name="response-copy"),
    path("responses/<uuid:pk>/delegate/", delegation.delegation_page, name="response-delegate"),
    path(
        "responses/<uuid:pk>/delegate/<int:link>/withdraw/",
        delegation.withdraw_page,
        name="response-delegate-withdraw",
    ),
    path("responses/<uuid:pk>/done/", delegation.done_page, name="response-done"),
    path("responses/<uuid:pk>/evidence/", evidence.evidence_list, name="response-evidence"),
    path("responses/<uuid:pk>/evidence/new/", evidence.evidence_new, name="response-evidence-new"),
    path("responses/<uuid:pk>/evidence/<int:number>/", evidence.evidence_edit, name="response-evidence-edit"),
    path(
        "responses/<uuid:pk>/evidence/<int:number>/remove/", evidence.evidence_remove, name="response-evidence-remove"
    ),
    path("responses/<uuid:pk>/evidence/<int:number>/file/", evidence.evidence_file, name="response-evidence-file"),
    path("responses/<uuid:pk>/<str:code>/", tables.table_page, name="response-table"),
    path("responses/<uuid:pk>/<str:code>/new/", entries.entry_page, name="response-entry-new"),
    path("responses/<uuid:pk>/<str:code>/<int:number>/", entries.entry_page, name="response-entry"),
    path("responses/<uuid:pk>/<str:code>/<int:number>/remove/", entries.remove_entry, name="response-entry-remove"),
]
