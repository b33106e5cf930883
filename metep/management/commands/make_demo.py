"""Make the synthetic rounds of the demonstration."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone, translation

from metep.demo.accounts import make_accounts, staff_of_demo
from metep.demo.decisions import make_decisions
from metep.demo.fieldwork.parts import make_fieldwork
from metep.demo.making import make_round
from metep.demo.plan import Plan, read_plan
from metep.demo.publishing import publish_results
from metep.demo.report_texts import make_report_texts
from metep.demo.scenarios import make_scenarios
from metep.demo.stage import NotSynthetic, NoVersion, version_of
from scoring.folding import fold
from surveys.content import read_instrument
from surveys.models import Round
from surveys.publishing import VersionTaken, load

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
# Between the last days of the rounds: whole weeks, so that all end on the same day of the week.
YEAR, HALF_A_YEAR = timedelta(weeks=52), timedelta(weeks=26)


class Command(BaseCommand):
    """`manage.py make_demo`"""

    help = (
        "Make three synthetic rounds, labelled as such, with institutions that do not exist; made before, they are "
        "made anew. The earlier one was asked by a version of the questionnaire that only the demonstration has; the "
        "small one of a country that does not exist stands beside the first. "
        "Gives an administrator and one of each role new passwords and prints them (DEMO_PASSWORD=… sets one for all)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many responses, until which day, and where the site will be served."""
        parser.add_argument("--responses", type=int, metavar="N", help="submitted responses, if not as many as planned")
        parser.add_argument(
            "--last-day", type=date.fromisoformat, metavar="DAY", help="of submissions (default: yesterday)"
        )
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"), help="in the addresses printed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make everything, then print how to see it."""
        if options["responses"] is not None and options["responses"] < 0:
            raise CommandError("--responses cannot be negative.")
        plan = read_plan(FOLDER)
        last_day = options["last_day"] or timezone.localdate() - timedelta(days=1)
        try:
            version_of(plan)
            earlier = self._make_earlier(plan, last_day, options["responses"])
            neighbour = self._make_smaller("neighbour", last_day - HALF_A_YEAR, options["responses"])
            survey_round = self._make(plan, last_day, options["responses"])
        except (NoVersion, NotSynthetic, VersionTaken) as error:
            raise CommandError(str(error)) from error
        accounts = make_accounts(survey_round, os.environ.get("DEMO_PASSWORD", ""), earlier, neighbour)
        make_fieldwork(survey_round, staff_of_demo(), plan.seed)
        make_decisions(earlier, survey_round, staff_of_demo())
        make_report_texts(survey_round, plan, staff_of_demo())
        make_scenarios([earlier, survey_round], staff_of_demo())
        publish_results(earlier, staff_of_demo().administrator)
        for account in accounts:
            self.stdout.write(f"Sign in as {account.email} with the password {account.password}")
        if settings.REQUIRE_SECOND_FACTOR:
            self.stdout.write("The administrator sets up an authenticator app first (REQUIRE_SECOND_FACTOR).")
        for name, path in _addresses(plan).items():
            self.stdout.write(f"{name}: http://127.0.0.1:{options['port']}{path}")

    def _make_earlier(self, plan: Plan, last_day: date, responses: int | None) -> Round:
        """A round of a year before, with a version of the questionnaire that only the demonstration has."""
        for path in sorted((FOLDER / "instruments").glob("*.toml")):
            load(read_instrument(path.read_text("utf-8")))
        return self._make_smaller("earlier", last_day - YEAR, responses, after=plan)

    def _make_smaller(self, folder: str, last_day: date, responses: int | None, after: Plan | None = None) -> Round:
        plan = read_plan(FOLDER, instead=FOLDER / folder)
        number = None if responses is None else min(plan.submitted, responses)
        return self._make(plan, last_day, number, after)

    def _make(self, plan: Plan, last_day: date, responses: int | None, after: Plan | None = None) -> Round:
        made = make_round(plan, last_day, responses, after)
        survey_round = Round.objects.get(code=plan.code)
        fold(survey_round)
        self.stdout.write(
            f"Synthetic round {plan.code}: {len(plan.regions)} regions, {len(plan.institutions)} institutions, "
            f"{made.submitted} responses, {made.drafts} drafts, {made.excluded} excluded, "
            f"{made.validated} validated facts"
        )
        return survey_round


def _addresses(plan: Plan) -> dict[str, str]:
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "Questionnaire": reverse("round-start", args=[plan.code]),
            "Work of staff": reverse("work-round", args=[plan.code]),
            "Dashboard": reverse("dashboard-unit", args=[plan.code]),
            "Published results": reverse("public"),
            "Administration": reverse("admin:index"),
        }
