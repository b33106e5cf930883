"""Headers that Django has no setting for, and the policy of content: that of django-csp, CONTENT_SECURITY_POLICY."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# What pages of ours never ask a browser for. Copying a link, the whole screen of a workshop and passkeys are asked for.
_NEVER = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in _NEVER)
CORP = "Cross-Origin-Resource-Policy"


class HeadersMiddleware:
    """Adds to each answer, files too: what pages may ask of a browser, that other sites load nothing of ours, and
    that what a person gets is hers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A header that a view has set stays."""
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        answer.headers.setdefault(CORP, "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # What one person gets is kept by nobody else, and asked for anew after signing out.
            answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer


class PolicyMiddleware(CSPMiddleware):
    """The middleware of django-csp, which puts the same policy together anew for each answer: once is enough, but for
    an answer of which a view says something else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self._policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """No page of ours asks for a nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The policy of the site, or the one that the view of this answer asked for; none on Django's own pages of
        errors, which are for developers."""
        if settings.DEBUG or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._policy)
        return response
