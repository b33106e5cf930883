"""The inspection of pages finds what it is there to find."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from tests.security.inspecting import directives_of, faults_of_html, suspicious_faults_of


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<script type='module'>alert(1)</script>",
        "<p style='color: red'>a</p>",
        "<style>p { color: red }</style>",
        "<button onclick='go()'>a</button>",
        "<p hx-on:click='go()'>a</p>",
        "<a href=' javascript:go()'>a</a>",
        "<a href='data:text/html,a'>a</a>",
        "<a href='data:text/html,a' download>a</a>",
        "<a href='data:text/csv;base64,YQ=='>a</a>",
        "<form action='JavaScript:go()'></form>",
        "<script src='https://example.org/a.js'></script>",
        "<link rel='stylesheet' href='//example.org/a.css'>",
        "<img src='http://example.org/a.png'>",
        "<iframe src='/kk/'></iframe>",
        "<base href='/elsewhere/'>",
        "<svg><path onload='go()'/></svg>",
        "<meta http-equiv='Content-Security-Policy' content=''>",
    ],
)
def test_what_no_page_may_hold_is_found(html: str) -> None:
    page = f"<!doctype html><body>{html}</body>"
    assert len(faults_of_html(page)) == 1
    assert len(suspicious_faults_of(HttpResponse(page))) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<script src='/static/a.js' defer></script>",
        "<script type='application/json' id='a'>{\"a\": 1}</script>",
        "<a href='https://example.org/'>a</a>",
        "<a href='mailto:a@example.org'>a</a>",
        "<a href='data:text/csv;base64,YQ==' download='a.csv'>a</a>",
        '<p class=\'style\'>style="a" onclick="b"</p>',
        "<svg><path fill='#fff' d='M0,0'/></svg>",
    ],
)
def test_what_pages_hold_is_no_fault(html: str) -> None:
    assert faults_of_html(f"<!doctype html><body>{html}</body>") == []


def test_a_directive_is_not_named_twice() -> None:
    assert directives_of("a 'self'; b") == {"a": ["'self'"], "b": []}
    with pytest.raises(AssertionError):
        directives_of("a 'self'; a *")
