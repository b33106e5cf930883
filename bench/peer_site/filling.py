"""`python -m bench.peer_site.filling PAGES QUESTIONS`: make the tables and one survey, and let one person answer it.

Prints the key of the survey and how many requests and queries the person took, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.test.utils import setup_test_environment

from bench.in_process import InProcess
from bench.peer_site.walking import PeerRespondents


def fill(pages: int, questions: int) -> Any:
    """A published survey of so many pages with Yes, No and Do not know."""
    survey = apps.get_model("survey", "Survey").objects.create(
        name="Measured", description="", is_published=True, need_logged_user=False, display_method=2
    )
    category, question = apps.get_model("survey", "Category"), apps.get_model("survey", "Question")
    made = [category.objects.create(name=f"Page {place}", survey=survey, order=place) for place in range(pages)]
    for place in range(questions):
        question.objects.create(
            text=f"Does the law say who publishes the drafts of decisions, and where? ({place})",
            order=place,
            required=True,
            category=made[place * pages // questions],
            survey=survey,
            type="radio",
            choices="Yes,No,Do not know",
        )
    return survey


def main() -> None:
    """Fill the database named by DATABASE_URL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peer_site.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    survey = fill(int(sys.argv[1]), int(sys.argv[2]))
    setup_test_environment()
    visitor = InProcess()
    PeerRespondents(survey.pk).walk(visitor, 0)
    told = {"survey": survey.pk, "requests": len(visitor.queries), "queries": visitor.total, "most": visitor.most[1]}
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
