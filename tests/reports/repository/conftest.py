"""Two who write, one who reads; a client of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from metep.models import User
from reports.models import Recommendation
from reports.recommendations import Recommendation as Entry
from reports.repository import workflow
from surveys.models import Assignment, InstrumentVersion, Role
from tests.reports.repository.entries import entry

Make = Callable[..., Recommendation]


def _writer(email: str) -> User:
    user = User.objects.create_user(email, "a long enough password")
    Assignment.objects.create(user=user, role=Role.ANALYST)
    return user


@pytest.fixture
def writer(db: None) -> User:
    return _writer("writer@example.org")


@pytest.fixture
def second(db: None) -> User:
    return _writer("second@example.org")


@pytest.fixture
def writers_client(writer: User) -> Client:
    client = Client()
    client.force_login(writer)
    return client


@pytest.fixture
def seconds_client(second: User) -> Client:
    client = Client()
    client.force_login(second)
    return client


@pytest.fixture
def draft(version: InstrumentVersion, writer: User) -> Make:
    """Makes a draft of the writer's: `draft()`, `draft("code", title=…)`."""

    def make(code: str = "search", **changes: object) -> Recommendation:
        made = Recommendation(instrument=version.code, code=code)
        words: Entry = entry(code, **changes)
        workflow.write(made, words, writer, "first")
        return made

    return make


@pytest.fixture
def published(draft: Make, writer: User, second: User) -> Make:
    """Makes a published entry: written by the one, published by the other."""

    def make(code: str = "search", **changes: object) -> Recommendation:
        made = draft(code, **changes)
        workflow.submit(made, writer)
        workflow.publish(made, second)
        return made

    return make
