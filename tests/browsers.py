"""Browsers in which somebody has signed in: how one signs in has its own tests."""

from __future__ import annotations

from django.test import Client

from metep.models import User


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
