"""Look whether the links of a round's evidence lead anywhere, and remember it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from fieldwork.quality.links.addresses import Refused, may_be_opened
from fieldwork.quality.links.fetching import Dead, Opener
from surveys.models import Evidence, LinkState, Round

FRESH = timedelta(days=7)  # a link that was looked at so lately is left alone
MOST = 500  # links of one run; the others wait for the next
PAUSE = 1.0  # seconds between two requests to one host


def make_opener() -> Opener:
    """An opener that says who asks, and that also opens addresses of the networks that the site names."""
    allows = partial(may_be_opened, networks=settings.CHECK_LINKS_NETWORKS)
    return Opener(f"{settings.SITE_NAME} link check", allows=allows)


def state_of(url: str, opener: Opener) -> LinkState:
    """What comes of opening a link."""
    try:
        opener.open(url)
    except Refused:
        return LinkState.REFUSED
    except Dead:
        return LinkState.DEAD
    return LinkState.ALIVE


def check_links(survey_round: Round, opener: Opener | None = None, wait: Callable[[float], None] = time.sleep) -> int:
    """Look at links that nobody looked at lately, those never looked at first; how many. None where the site forbids.

    Each address is opened once, however many pieces of evidence give it.
    """
    if not settings.CHECK_LINKS:
        return 0
    opener = opener or make_opener()
    stale = Q(link_checked_at=None) | Q(link_checked_at__lt=timezone.now() - FRESH)
    links = Evidence.objects.filter(stale, response__round=survey_round).exclude(url="")
    urls = list(dict.fromkeys(links.order_by(F("link_checked_at").asc(nulls_first=True)).values_list("url", flat=True)))
    asked: dict[str, float] = {}
    for url in urls[:MOST]:
        host = urlsplit(url).netloc.lower()
        rest = asked.get(host, 0) + PAUSE - time.monotonic()
        if rest > 0:
            wait(rest)
        state = state_of(url, opener)
        asked[host] = time.monotonic()
        links.filter(url=url).update(link_state=state, link_checked_at=timezone.now())
    return len(urls[:MOST])
