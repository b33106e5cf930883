"""What a device asks for in the background, and leaving the answers on a device that others use too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from surveys.models import Response
from surveys.views.access import forget, shared_page
from surveys.views.lasting import seconds_left


@shared_page
def session_state(request: HttpRequest, response: Response) -> HttpResponse:
    """Whether this browser is still let in, and for how long; a post makes that time begin anew.

    The token lets a page that was opened long ago send what it has kept.
    """
    if request.method == "POST":
        request.session.modified = True
    return JsonResponse({"token": get_token(request), "seconds": seconds_left(request)})


@require_POST
@shared_page
def leave_device(request: HttpRequest, response: Response) -> HttpResponse:
    """This browser opens the answers no more. The page has removed what it kept (static/src/device.js)."""
    forget(request, response)
    return redirect("home")
