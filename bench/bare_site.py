"""A bare Django view that writes answers in one statement: the least that saving a page can cost.

In a project as startproject makes it, or without any middleware where BARE_OF_MIDDLEWARE is set.
"""

from __future__ import annotations

import json
import os
import sys
from uuid import UUID

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from bench.startproject import APPS, MIDDLEWARE
from metep.environment import database_from_url

_SAVE = "UPDATE surveys_response SET answers = answers || %s::jsonb WHERE id = %s"


@csrf_exempt
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Merge the fields of the form into the answers of a response."""
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [json.dumps(request.POST.dict()), pk])
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [path("<uuid:pk>/", save)]

if not settings.configured:  # served by gunicorn rather than imported by the measurement
    settings.configure(
        SECRET_KEY="for measurements only",  # noqa: S106
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=sys.modules[__name__],
        INSTALLED_APPS=APPS,
        MIDDLEWARE=[] if "BARE_OF_MIDDLEWARE" in os.environ else MIDDLEWARE,
        DATABASES={"default": database_from_url(os.environ["DATABASE_URL"])},
        USE_TZ=True,
    )
    application = get_wsgi_application()
