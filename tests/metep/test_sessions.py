"""Sessions: read by one statement, and only while they last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from metep.sessions import SessionStore


@pytest.fixture
def stored(db: None) -> str:
    """The key of a session that holds a word."""
    store = SessionStore()
    store["word"] = "сөз"
    store.save()
    assert store.session_key
    return store.session_key


def test_a_session_is_read_by_one_statement(stored: str, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert SessionStore(stored)["word"] == "сөз"


def test_a_session_that_ended_holds_nothing_and_gets_a_new_key(stored: str) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    store = SessionStore(stored)
    assert store.get("word") is None
    store["word"] = "жаңа"
    store.save()
    assert store.session_key != stored


@pytest.mark.parametrize("key", ["unknown-key-of-a-session", "әріптер-мен-жазылған", "short", ""])
def test_an_unknown_key_opens_nothing(db: None, key: str) -> None:
    store = SessionStore(key)
    assert store.get("word") is None
    assert store.session_key is None


def test_a_forged_content_is_no_session(stored: str) -> None:
    Session.objects.update(session_data="eyJ3b3JkIjoiZm9yZ2VkIn0:1aaaaa:forged")
    assert SessionStore(stored).get("word") is None
