"""What mails say: the places in their texts, the texts to begin with, and how places are filled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from fieldwork.models import Mailing, MailingKind
from surveys.models import Round

PLACES = ("name", "round", "institution", "link", "closes")
"""What may stand in braces. A line is left out for a person for whom one of its places has nothing to say."""

_PLACE = re.compile(r"\{([^{}]*)\}")

INVITATION = gettext_noop("""Dear {name},

You are invited to take part in “{round}”.
You answer for: {institution}.

Your personal link:
{link}

The link is for you alone: please do not pass it on. You can stop at any time and go on later, also on another device.
Answers are taken until: {closes}.

Yours sincerely,
the organisers of the assessment""")
REMINDER = gettext_noop("""Dear {name},

We have not received your answers to “{round}” yet.
You answer for: {institution}.

This personal link opens your answers where you stopped:
{link}

Answers are taken until: {closes}.
If you have submitted them in the meantime, please disregard this letter.

Yours sincerely,
the organisers of the assessment""")
SUBJECTS = {
    MailingKind.INVITATION: gettext_noop("Invitation: {round}"),
    MailingKind.REMINDER: gettext_noop("Reminder: {round}"),
}
BODIES = {MailingKind.INVITATION: INVITATION, MailingKind.REMINDER: REMINDER}


def default_texts(kind: str, language: str) -> tuple[str, str]:
    """Subject and text to begin with, in a language."""
    with override(language):
        return _(SUBJECTS[MailingKind(kind)]), _(BODIES[MailingKind(kind)])


def problems_of(text: str) -> list[str]:
    """What is wrong with the places of a text, a sentence each."""
    unknown = [place for place in _PLACE.findall(text) if place not in PLACES]
    problems = []
    if unknown:
        places = {"places": ", ".join(f"{{{place}}}" for place in unknown)}
        problems.append(_("There is no such place: %(places)s.") % places)
    if set(_PLACE.sub("", text)) & set("{}"):
        problems.append(_("A brace stands without its pair."))
    return problems


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; what a person wrote is never read for places again."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def subject_of(mailing: Mailing, survey_round: Round) -> str:
    """The subject of a mailing in the active language, as people who get it read it."""
    return fill(mailing.subject, {"round": str(survey_round)})


def without_empty(text: str, values: Mapping[str, str]) -> str:
    """The text without the lines in which a place would be empty."""
    lines = (line for line in text.splitlines() if all(values[place] for place in _PLACE.findall(line)))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def told(survey_round: Round) -> str:
    """The closing moment in the active language and in the round's time zone; empty where it has none."""
    if survey_round.closes_at is None:
        return ""
    local = survey_round.closes_at.astimezone(survey_round.zone)
    sign, zone = local.strftime("%z")[0], local.strftime("%z")[1:]
    hours = f"UTC{sign}{int(zone[:2])}" + (f":{zone[2:]}" if zone[2:] != "00" else "")
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} ({hours})"
