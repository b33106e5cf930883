"""Addresses of the pages by which staff run a round. Each part has its own below the round's."""

from __future__ import annotations

from django.urls import include, path

from fieldwork.audit.views import site as audit_of_site
from fieldwork.coordination import overview
from fieldwork.facts.urls import respondent_urlpatterns
from fieldwork.people.unsubscribing import unsubscribe_page

urlpatterns = [
    path("responses/<uuid:pk>/remarks/", include(respondent_urlpatterns)),
    path("work/", overview.work, name="work"),
    path("work/audit/", audit_of_site, name="work-audit-site"),
    path("join/", include("fieldwork.workshops.join_urls")),
    path("mail/stop/<str:token>/", unsubscribe_page, name="unsubscribe"),
    path(
        "work/<slug:code>/",
        include(
            [
                path("", overview.round_overview, name="work-round"),
                path("institutions/", include("fieldwork.coordination.urls")),
                path("", include("fieldwork.people.urls")),
                path("workshops/", include("fieldwork.workshops.urls")),
                path("paper/", include("fieldwork.paper.urls")),
                path("responses/", include("fieldwork.review.urls")),
                path("facts/", include("fieldwork.facts.urls")),
                path("quality/", include("fieldwork.quality.urls")),
                path("privacy/", include("fieldwork.privacy.urls")),
                path("audit/", include("fieldwork.audit.urls")),
            ]
        ),
    ),
]
