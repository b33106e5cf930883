"""Every check with what people read about it: its name, its rule, how grave a finding is, the sentence of a finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldwork.quality import rounds
from fieldwork.quality.checks import (
    blank,
    contradictions,
    dates,
    evidence,
    percentages,
    speed,
    straight_lines,
)
from fieldwork.quality.values import Chunk, Frame, Looked

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Severity(models.TextChoices):
    """How grave a finding is."""

    ERROR = "error", _("to be corrected")
    WARNING = "warning", _("to be looked at")
    NOTE = "note", _("to be known")


@dataclass(frozen=True)
class Check:
    """One check: of chunks of responses, or of the round. `sentence` has the places of a finding's details."""

    code: str
    title: _StrPromise
    explanation: _StrPromise
    sentence: _StrPromise
    base: _StrPromise
    severity: Severity
    of_chunk: Callable[[Frame, Chunk], Looked] | None = None
    of_round: rounds.RoundCheck | None = None


_RESPONSES = _("responses that count")

CHECKS = (
    Check(
        "blank-parts",
        _("Sections or chapters left blank"),
        _("A submitted response answers none of the scored questions of a section or chapter that it was asked."),
        _("Left blank: %(parts)s."),
        _RESPONSES,
        Severity.WARNING,
        of_chunk=blank.find_blank_parts,
    ),
    Check(
        "silent-institutions",
        _("Institutions without a response"),
        _("An institution of the round for which nothing was submitted."),
        _("Nothing was submitted for this institution."),
        _("institutions of the round"),
        Severity.WARNING,
        of_round=rounds.find_silent_institutions,
    ),
    Check(
        "silent-sections",
        _("Sections that nobody answered"),
        _("A section that the round asks, other than an optional one, without any answer."),
        _("Nobody answered section %(part)s."),
        _("sections asked"),
        Severity.ERROR,
        of_round=rounds.find_silent_sections,
    ),
    Check(
        "answers-under-no",
        _("Answers under a No"),
        _("A Yes, a number or words stand under an item that is No or was left blank. Scores ignore them."),
        _("Answered although the item above is not Yes: %(items)s (%(number)d in all)."),
        _RESPONSES,
        Severity.ERROR,
        of_chunk=contradictions.find_answers_under_no,
    ),
    Check(
        "described-no",
        _("Descriptions where everything is No"),
        _("Words describe something in a table whose every Yes or No question was answered No."),
        _("Described in %(items)s, although all answers of the table are No."),
        _RESPONSES,
        Severity.NOTE,
        of_chunk=contradictions.find_described_no,
    ),
    Check(
        "practice",
        _("The country against its institutions"),
        _("Two facts of which the instrument says that one follows from the other are answered Yes and No by most."),
        _("%(yes)s is Yes, and %(no)s is No."),
        _("pairs of facts with answers to both"),
        Severity.WARNING,
        of_round=rounds.find_practice,
    ),
    Check(
        "periods",
        _("An end before the start"),
        _("An entry of a repeating table ends before it begins."),
        _("Entry %(number)d begins on %(start)s and ends on %(end)s."),
        _("responses with entries"),
        Severity.ERROR,
        of_chunk=dates.find_turned_periods,
    ),
    Check(
        "straight-lines",
        _("Ratings all alike"),
        _(
            "Of at least eight ratings, half or more stand in one unbroken run of the same point; or of at least "
            "sixteen, nine in ten are the same point."
        ),
        _("The longest run is %(run)d of %(answered)d ratings; %(same)d are the same point."),
        _("responses with at least eight ratings"),
        Severity.WARNING,
        of_chunk=straight_lines.find_straight_lines,
    ),
    Check(
        "speed",
        _("Ratings given too fast"),
        _("Less than two seconds for each answer, over at least ten ratings. Paper and files are left out."),
        _("%(seconds)s seconds for each answer; %(answered)d ratings."),
        _("responses with at least ten ratings whose time is known"),
        Severity.WARNING,
        of_chunk=speed.find_too_fast,
    ),
    Check(
        "percentages",
        _("Percentages that cannot be"),
        _("A whole lies outside its parts, such as town and village, or a part is larger than what it is a part of."),
        _("These numbers do not fit: %(numbers)s."),
        _("responses that give all numbers of a relation"),
        Severity.ERROR,
        of_chunk=percentages.find_impossible_percentages,
    ),
    Check(
        "same-address",
        _("Several responses of one e-mail address"),
        _("Responses whose respondents were invited by one address, or gave it themselves. The address is not shown."),
        _("%(number)d responses have one address; the others: %(others)s."),
        _RESPONSES,
        Severity.WARNING,
        of_round=rounds.find_same_addresses,
    ),
    Check(
        "same-answers",
        _("The same ratings within minutes"),
        _("At least twenty identical ratings, submitted at most ten minutes apart; flat ones are not compared."),
        _("The same %(number)d ratings as in %(twin)s, %(minutes)d minutes apart."),
        _RESPONSES,
        Severity.WARNING,
        of_round=rounds.find_twins,
    ),
    Check(
        "dead-links",
        _("Links of evidence that do not open"),
        _("The link of a piece of evidence leads nowhere, or is not a public web address. Each is opened once a week."),
        _("Does not open: %(url)s."),
        _("links of evidence"),
        Severity.WARNING,
        of_round=rounds.find_dead_links,
    ),
    Check(
        "no-evidence",
        _("Yes without evidence"),
        _("Facts answered Yes for which neither a link nor a file is given."),
        _("%(number)d of %(yes)d Yes answers have no evidence: %(items)s."),
        _("responses with a Yes to a fact"),
        Severity.NOTE,
        of_chunk=evidence.find_yes_without_evidence,
    ),
)
BY_CODE = {check.code: check for check in CHECKS}
