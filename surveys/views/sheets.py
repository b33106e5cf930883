"""A page of a response as one fills it in: what is stored for it, how it is saved, what stands around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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

    def save(self, patch: Mapping[str, Any]) -> None:
        """Store a patch. Raises RoundNotOpen or AlreadySubmitted."""
        if self.is_profile:
            save_profile(self.response, patch)
        else:
            opened_by = self.response.opened_by
            save_answers(self.response, patch, link=opened_by.pk if opened_by else None)

    @property
    def address(self) -> str:
        """Where the page is, in the active language."""
        return address_of(self.response, self.page)

    def address_after(self, go: str) -> str:
        """Where a save leads: to the page before or after, to the list, or to the check at the end."""
        if go == "list":
            return reverse("response", kwargs={"pk": self.response.pk})
        if go == "previous":
            before = None if self.is_profile else self.questionnaire.neighbours(self.page.code)[0]
            return address_of(self.response, before or self.questionnaire.profile)
        after = self._next_page()
        if after is None:
            return reverse("response-check", kwargs={"pk": self.response.pk})
        return address_of(self.response, after)

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
