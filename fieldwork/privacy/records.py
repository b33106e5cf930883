"""What the site holds about a person in a round: found by what she is called, then gathered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from fieldwork.models import AuditEntry, Letter, Remark, Seat
from fieldwork.people.wording import subject_of
from surveys.catalogue import instrument_of
from surveys.models import Evidence, Notice, Participant, PersonalLink, Response, Round

MOST = 50  # records of each kind that a search shows
KINDS = ("participant", "response", "link", "seat")


@dataclass(frozen=True)
class Found:
    """A record that may be hers. `key`: "participant-12"; `says`: what in it matched or names her."""

    key: str
    kind: str
    says: str


@dataclass
class Held:
    """Everything about one person. `names`: what she is called in it, for the places where others wrote of her."""

    round: Round
    participants: list[Participant] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    links: list[PersonalLink] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The language in which she is written to."""
        languages = [one.language for one in self.participants] + [one.language for one in self.responses]
        return languages[0] if languages else self.round.languages[0]

    @property
    def letters_named(self) -> list[tuple[Letter, str]]:
        """Her letters with their subjects in the active language."""
        return [(letter, subject_of(letter.mailing, self.round)) for letter in self.letters]

    def keys(self) -> list[str]:
        """Names of the records that are hers, as `gather` takes them; they name nobody."""
        of_kinds: tuple[Sequence[Model], ...] = (self.participants, self.responses, self.links, self.seats)
        return [f"{kind}-{one.pk}" for kind, records in zip(KINDS, of_kinds, strict=True) for one in records]

    def objects(self) -> list[tuple[str, str]]:
        """(kind, key) of everything of hers that the audit trail may tell of."""
        pairs: list[tuple[str, object]] = [("surveys.participant", one.pk) for one in self.participants]
        pairs += [("surveys.contact", one.pk) for one in self.participants]
        pairs += [("surveys.response", one.pk) for one in self.responses]
        pairs += [("surveys.personallink", one.pk) for one in self.links]
        pairs += [("surveys.evidence", one.pk) for one in self.evidence]
        pairs += [("fieldwork.remark", one.pk) for one in self.remarks]
        return [(model, str(key)) for model, key in pairs]

    def entries(self) -> QuerySet[AuditEntry]:
        """What the audit trail says of it, the oldest first."""
        pairs = self.objects()
        if not pairs:
            return AuditEntry.objects.none()
        wanted = reduce(or_, (Q(model=model, object_key=key) for model, key in pairs))
        return AuditEntry.objects.filter(wanted).order_by("at", "pk")


def personal_codes(survey_round: Round) -> list[str]:
    """The questions about the respondent whose answers tell who she is."""
    return [item.code for item in instrument_of(survey_round.version_id).profile if item.personal]


def find_records(survey_round: Round, words: str) -> list[Found]:
    """Records that hold these words in a name, an address or a label, or a response of this reference."""
    words = words.strip()
    found = [
        Found(f"participant-{one.pk}", "participant", _of_contact(one)) for one in _participants(survey_round, words)
    ]
    known = {one.key for one in found}
    for response in _responses(survey_round, words):
        key = f"participant-{response.participant_id}"
        if key not in known:
            found.append(Found(f"response-{response.pk}", "response", _of_response(response)))
    links = PersonalLink.objects.filter(round=survey_round, label__icontains=words).order_by("pk")[:MOST]
    found += [Found(f"link-{one.pk}", "link", one.label) for one in links]
    seats = Seat.objects.filter(workshop__round=survey_round, name__icontains=words).select_related("workshop")[:MOST]
    found += [Found(f"seat-{one.pk}", "seat", f"{one.name} ({one.workshop})") for one in seats]
    return found


def _participants(survey_round: Round, words: str) -> QuerySet[Participant]:
    named = Q(contact__name__icontains=words) | Q(contact__email__icontains=words)
    return Participant.objects.filter(named, round=survey_round).select_related("contact").order_by("pk")[:MOST]


def _responses(survey_round: Round, words: str) -> list[Response]:
    of_round = Response.objects.filter(round=survey_round)
    told = [Q(**{f"profile__{code}__icontains": words}) for code in personal_codes(survey_round)]
    found = list(of_round.filter(reduce(or_, told)).order_by("pk")[:MOST]) if told else []
    return [*found, *(one for one in of_round.named(words)[:MOST] if one not in found)]


def _of_contact(participant: Participant) -> str:
    return ", ".join(filter(None, (participant.contact.name, participant.contact.email)))


def _of_response(response: Response) -> str:
    told = [str(response.profile[code]) for code in personal_codes(response.round) if response.profile.get(code)]
    return ", ".join([response.reference, *told])


def gather(survey_round: Round, keys: Iterable[str]) -> Held | None:
    """Everything that belongs to the records chosen; None where one of them is not of this round (any more)."""
    asked: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for key in keys:
        kind, _dash, number = key.partition("-")
        if kind not in asked or not _is_key(kind, number):
            return None
        asked[kind].add(number)
    held = Held(survey_round)
    held.links = list(PersonalLink.objects.filter(round=survey_round, pk__in=asked["link"]))
    held.seats = list(
        Seat.objects.filter(workshop__round=survey_round, pk__in=asked["seat"]).select_related("workshop")
    )
    own = [link.response_id for link in held.links if link.response_id and not link.chapters]
    participants = Participant.objects.filter(round=survey_round).select_related("contact", "institution")
    of_round = Response.objects.filter(round=survey_round).select_related("institution", "notice", "round")
    chosen = list(of_round.filter(pk__in=[*asked["response"], *own]))
    wanted = asked["participant"] | {str(one.participant_id) for one in chosen if one.participant_id}
    held.participants = list(participants.filter(pk__in=wanted).order_by("pk"))
    hers = Q(pk__in=[one.pk for one in chosen]) | Q(participant__in=held.participants)
    held.responses = list(of_round.filter(hers).order_by("pk"))
    if not _is_complete(held, asked):
        return None
    _complete(held)
    return held


def _is_key(kind: str, number: str) -> bool:
    if kind != "response":
        return number.isascii() and number.isdigit() and len(number) < 19
    try:
        UUID(number)
    except ValueError:
        return False
    return True


def _is_complete(held: Held, asked: dict[str, set[str]]) -> bool:
    there = {
        "participant": {str(one.pk) for one in held.participants},
        "response": {str(one.pk) for one in held.responses},
        "link": {str(one.pk) for one in held.links},
        "seat": {str(one.pk) for one in held.seats},
    }
    return any(asked.values()) and all(asked[kind] <= there[kind] for kind in KINDS)


def _complete(held: Held) -> None:
    """What hangs on her participation and on her responses; links of delegates are theirs, not hers."""
    hers = Q(participant__in=held.participants) | Q(response__in=held.responses, chapters=[])
    links = PersonalLink.objects.filter(hers, round=held.round).exclude(pk__in=[link.pk for link in held.links])
    held.links += list(links.order_by("pk"))
    held.letters = list(
        Letter.objects.filter(participant__in=held.participants).select_related("mailing").order_by("pk")
    )
    held.evidence = list(Evidence.objects.filter(response__in=held.responses).order_by("pk"))
    held.remarks = list(Remark.objects.filter(response__in=held.responses).select_related("card").order_by("pk"))
    held.notices = list({one.notice_id: one.notice for one in held.responses if one.notice}.values())
    held.names = sorted(_names(held), key=len, reverse=True)


def _names(held: Held) -> set[str]:
    """What she is called, two characters at least: one letter says nothing."""
    names = {seat.name for seat in held.seats}
    for participant in held.participants:
        if contact := contact_of(participant):
            names |= {contact.name, contact.email}
    codes = personal_codes(held.round)
    names |= {str(response.profile.get(code, "")) for response in held.responses for code in codes}
    return {name.strip() for name in names if len(name.strip()) > 1}


def contact_of(participant: Participant):  # type: ignore[no-untyped-def]
    """The contact of a participant; None once it was removed."""
    return getattr(participant, "contact", None)
