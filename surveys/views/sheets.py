"""A page of a response as one fills it in: what is stored for it, how it is saved, what stands around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from surveys.models import Response
from surveys.pages import PROFILE, Page, Questionnaire
from surveys.questionnaires import asked_of
from surveys.saving import save_answers, save_profile


@dataclass(frozen=True)
class Sheet:
    """One page of one response, in the active language."""

    response: Response
    questionnaire: Questionnaire
    page: Page

    @classmethod
    def of(cls, response: Response, code: str) -> Sheet | None:
        """The page with this code; None where the response is asked no such page."""
        questionnaire = asked_of(response)
        page = questionnaire.profile if code == PROFILE else questionnaire.page_by_code.get(code)
        if page is None or (code == PROFILE and response.granted_chapters):
            return None
        return cls(response, questionnaire, page)

    def read_again(self) -> None:
        """Fetch what is stored by now."""
        self.response.refresh_from_db(fields=["answers", "profile", "state"])

    def in_active_language(self) -> Sheet:
        """The same page after the language changed."""
        sheet = Sheet.of(self.response, self.page.code)
        assert sheet is not None
        return sheet

    @property
    def is_profile(self) -> bool:
        """Whether it is the page about the respondent."""
        return self.page is self.questionnaire.profile

    @property
    def stored(self) -> Mapping[str, Any]:
        """What is stored now: item code -> answer."""
        return self.response.profile if self.is_profile else self.response.answers

    @property
    def codes(self) -> list[str]:
        """The names of the page's fields, in order."""
        return [question.code for question in self.page.all_questions]

    def save(self, patch: Mapping[str, Any], key: UUID | None = None) -> None:
        """Store a patch; `key` names the attempt.

        Raises RoundNotOpen, AlreadySubmitted, and ChangedMeanwhile where `stored` is out of date.
        """
        if self.is_profile:
            save_profile(self.response, patch, if_unchanged=True)
        else:
            opened_by = self.response.opened_by
            link = opened_by.pk if opened_by else None
            save_answers(self.response, patch, link=link, key=key, if_unchanged=True)

    @property
    def address(self) -> str:
        """Where the page is, in the active language."""
        return address_of(self.response, self.page)

    def address_after(self, go: str) -> str:
        """Where a save leads: to the page before or after, to the list, or to the end (see `address_of_end`)."""
        if go == "list":
            return reverse("response", kwargs={"pk": self.response.pk})
        if go.split(" ")[0] == "evidence":
            return self._address_of_evidence(go.removeprefix("evidence").strip())
        if go == "previous":
            return self._address_before()
        after = self._next_page()
        if after is None:
            return address_of_end(self.response)
        return address_of(self.response, after)

    def addresses(self) -> dict[str, str]:
        """Where the buttons of the page lead, for a device that cannot ask."""
        return {"next_url": self.address_after("next"), "previous_url": self._address_before()}

    def _address_before(self) -> str:
        before = None if self.is_profile else self.questionnaire.neighbours(self.page.code)[0]
        if before is None and self.response.granted_chapters:  # a delegate is asked nothing about herself
            return reverse("response", kwargs={"pk": self.response.pk})
        return address_of(self.response, before or self.questionnaire.profile)

    def _address_of_evidence(self, code: str) -> str:
        """Where evidence for an item of the page is added; without an item, all evidence."""
        every = reverse("response-evidence", kwargs={"pk": self.response.pk})
        return f"{every}new/?{urlencode({'item': code, 'page': self.page.code})}" if code else every

    def _next_page(self) -> Page | None:
        if self.is_profile:
            return self.questionnaire.pages[0] if self.questionnaire.pages else None
        return self.questionnaire.neighbours(self.page.code)[1]

    def in_order(self, messages: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """(field, wording of its question, message) of each message by field, in the order of the page."""
        return [(code, self.page.by_code[code].text, messages[code]) for code in self.codes if code in messages]

    def context(self) -> dict[str, Any]:
        """What the templates of every page need."""
        return {
            "response": self.response,
            "survey_round": self.response.round,
            "offered_languages": self.response.round.languages,
            "page": self.page,
            "is_profile": self.is_profile,
            "here": self.address,
        }


def address_of(response: Response, page: Page) -> str:
    """Where a page of a response is, in the active language."""
    if page.code == PROFILE:
        return reverse("response-profile", kwargs={"pk": response.pk})
    return reverse("response-table", kwargs={"pk": response.pk, "code": page.code})


def address_of_end(response: Response) -> str:
    """What comes after the last page: the check of all answers; for a delegate, that she is done."""
    return reverse("response-done" if response.granted_chapters else "response-check", kwargs={"pk": response.pk})


def leave(response: Response) -> HttpResponse:
    """From the pages of a submitted response to its receipt; a delegate to the page that says it was submitted."""
    return redirect("response-done" if response.granted_chapters else "response-receipt", pk=response.pk)
