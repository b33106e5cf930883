"""Everything that the site holds about a person, as files to hand over to her."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override

from fieldwork.audit.reading import Reader
from fieldwork.privacy.records import Held, contact_of
from surveys.catalogue import instrument_of
from surveys.models import Evidence, Response
from surveys.printing import print_html
from surveys.receipts import write_copy
from surveys.texts import text_of

STYLE = "src/copy.css"


def write_zip(held: Held) -> bytes:
    """data.json, the same to read as a PDF in her language, copies of her answers, the files of her evidence."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data_of(held), ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
        archive.writestr("data.pdf", write_pdf(held))
        for response in held.responses:
            archive.writestr(f"answers-{response.reference}.pdf", write_copy(response))
        for evidence in held.evidence:
            if evidence.file:
                with evidence.file.open("rb") as file:
                    archive.writestr(name_of(evidence), file.read())
    return buffer.getvalue()


def name_of(evidence: Evidence) -> str:
    """Where a file stands in the archive: numbered, for two may be called the same; never outside of it."""
    name = evidence.file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return f"evidence/{evidence.pk}-{name}"


def write_pdf(held: Held) -> bytes:
    """The same to read, in her language."""
    with override(held.language), timezone.override(held.round.zone):
        context = summary_of(held) | {"survey_round": held.round, "language": held.language}
        return print_html(render_to_string("fieldwork/privacy/print.html", context), STYLE)


def summary_of(held: Held) -> dict[str, Any]:
    """What page and print show, in the active language."""
    return {
        "held": held,
        "people": [(one, contact_of(one)) for one in held.participants],
        "profiles": [(one, _profile(held, one)) for one in held.responses],
        "entries": Reader(held.entries()[:500], held.round.zone, sees_contacts=True).read(),
    }


def _profile(held: Held, response: Response) -> list[tuple[str, str]]:
    """What she said about herself: question and answer."""
    instrument = instrument_of(held.round.version_id)
    items = {item.code: item for item in instrument.profile}
    language = get_language() or held.language
    told = []
    for code, value in response.profile.items():
        item = items.get(code)
        scale = instrument.scale_of(item) if item and item.type.has_scale else None
        chosen = value if isinstance(value, list) else [value]
        points = [scale.point(str(one)) if scale else None for one in chosen]
        words = [
            point.text.get(language, str(one)) if point else str(one) for one, point in zip(chosen, points, strict=True)
        ]
        told.append((item.text.get(language, code) if item else code, ", ".join(words)))
    return told


def data_of(held: Held) -> dict[str, Any]:
    """Plain values; no secrets of links, no names of staff."""
    return {
        "made_at": timezone.now(),
        "round": {"code": held.round.code, "title": text_of(held.round, "title")},
        "participants": [_participant(one) for one in held.participants],
        "links": [_fields(link, "label", "sections", "chapters", "created_at", "revoked_at") for link in held.links],
        "letters": [
            {"mailing": subject, **_fields(one, "state", "sent_at", "problem")} for one, subject in held.letters_named
        ],
        "responses": [_response(one) for one in held.responses],
        "notices": [{"number": one.number, "since": one.since, "text": text_of(one, "text")} for one in held.notices],
        "evidence": [
            {"file": name_of(one) if one.file else "", **_fields(one, "items", "url", "dated_on", "note", "added_at")}
            for one in held.evidence
        ],
        "remarks": [{"item": one.card.item, **_fields(one, "at", "text")} for one in held.remarks],
        "workshop_seats": [
            {"workshop": one.workshop.title, **_fields(one, "number", "name", "joined_at", "seen_at")}
            | {"votes": [_fields(vote, "item", "ballot", "value", "reason", "at") for vote in one.votes.all()]}
            for one in held.seats
        ],
        "audit_trail": [
            _fields(one, "at", "actor_role", "action", "model", "object_key", "before", "after")
            for one in held.entries()
        ],
    }


def _fields(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _participant(participant: Any) -> dict[str, Any]:
    contact = contact_of(participant)
    told = _fields(participant, "language", "sections", "created_at")
    told["institution"] = participant.institution.code if participant.institution else None
    if contact is not None:
        told |= _fields(contact, "name", "email", "unsubscribed_at", "bounced_at", "bounce_reason")
    return told


def _response(response: Any) -> dict[str, Any]:
    names = ("reference", "state", "language", "mode", "participants", "sections", "profile", "answers")
    moments = ("started_at", "saved_at", "consented_at", "submitted_at", "exclusion_reason")
    return {
        **_fields(response, *names, *moments),
        "institution": response.institution.code if response.institution else None,
        "notice": response.notice.number if response.notice else None,
        "states": [_fields(event, "state", "at", "reason") for event in response.events.all()],
        "changes": [_fields(change, "at", "patch") for change in response.changes.all()],
        "versions": [_fields(version, "number", "submitted_at", "answers") for version in response.versions.all()],
    }
