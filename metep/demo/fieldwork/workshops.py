"""Workshops of the demonstration: one that has ended, one that waits for people with its code.

The response of the first stays a draft: its answers were made up for the screens, and must not count.
"""

from __future__ import annotations

import numpy as np

from fieldwork.models import Seat, Stage, Vote, Workshop
from fieldwork.workshops import leading
from fieldwork.workshops.agenda import Step, shared_pages
from fieldwork.workshops.codes import ALPHABET, LENGTH
from metep.demo.fieldwork.staff import Staff
from surveys.links import hash_of
from surveys.models import Institution, Round
from surveys.questionnaires import questionnaire_of

PEOPLE, ITEMS = 14, 18
TITLE = "Ел туралы фактілер: семинар (синтетикалық)"
WAITING_TITLE = "{institution}: семинар (синтетикалық)"
REASONS = {
    "yes": ("Мұндай құжат бекітілген.", "Порталда көрсетілген.", "Былтыр қолданғанбыз."),
    "no": ("Құжат тек жоба күйінде.", "Мұндай міндет ешкімге жүктелмеген.", "Қызмет әлі іске қосылмаған."),
}
RATIONALE = "Қатысушылар құжаттың мәтінін бірге қарап шықты (синтетикалық мәтін)."
MINORITY = "Кейбір қатысушылар құжат іс жүзінде орындалмайды деп санайды (синтетикалық мәтін)."


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """Both workshops; nothing where no section of the round is answered together."""
    national = _sections(survey_round, has_institution=False)
    if not national:
        return
    ended = _make_workshop(survey_round, staff, TITLE, national[:1], None, generator)
    _hold(ended, staff, generator)
    institution = survey_round.institutions.order_by("code").first()
    local = [code for code in _sections(survey_round, has_institution=True) if code not in national]
    if institution:
        title = WAITING_TITLE.format(institution=institution.name)
        _make_workshop(survey_round, staff, title[:200], (local or national)[:1], institution, generator)


def _sections(survey_round: Round, *, has_institution: bool) -> list[str]:
    """The sections that can be answered together."""
    asked = questionnaire_of(survey_round.version_id).asked(survey_round.sections, has_institution)
    return [section.code for section in asked.sections if any(shared_pages(section))]


def _make_workshop(
    survey_round: Round,
    staff: Staff,
    title: str,
    sections: list[str],
    institution: Institution | None,
    generator: np.random.Generator,
) -> Workshop:
    return Workshop.objects.create(
        round=survey_round,
        facilitator=staff.facilitator,
        title=title,
        sections=sections,
        institution=institution,
        language=survey_round.languages[0],
        join_code="".join(generator.choice(list(ALPHABET), LENGTH)),
    )


def _hold(workshop: Workshop, staff: Staff, generator: np.random.Generator) -> None:
    """The first items with votes and agreed answers; the others stay open."""
    seats = Seat.objects.bulk_create(
        Seat(
            workshop=workshop,
            number=number,
            name=f"Қатысушы {number} (синтетикалық)" if number % 3 else "",
            secret_hash=hash_of(generator.bytes(16).hex()),
        )
        for number in range(1, PEOPLE + 1)
    )
    leading.begin(workshop, workshop.revision)
    for _item in range(ITEMS):
        workshop = Workshop.objects.select_related("round", "response").get(pk=workshop.pk)
        step = next(step for step in leading.steps_of(workshop) if step.code == workshop.item)
        _discuss(workshop, step, seats, staff, generator)
        if not _go_on(workshop):
            break
    workshop.refresh_from_db()
    leading.end(workshop, workshop.revision)


def _discuss(workshop: Workshop, step: Step, seats: list[Seat], staff: Staff, generator: np.random.Generator) -> None:
    """One item: a vote, a second one where the first is split, the answer that most gave."""
    values = [choice.value for choice in step.question.choices]
    if "yes" not in values:
        return
    leaning = float(generator.beta(1.2, 0.8))
    answer = "yes"
    for ballot in (1, 2):
        workshop.refresh_from_db(fields=["stage", "revision"])
        if workshop.stage not in (Stage.WAITING, Stage.SPREAD):
            break
        leading.open_vote(workshop, workshop.revision)
        yes = _vote(seats, step.code, ballot, leaning, generator)
        leading.close_vote(workshop, workshop.revision + 1)
        answer = "yes" if yes * 2 >= len(seats) else "no"
        if not 0.25 < yes / len(seats) < 0.75:
            break
        leaning = 0.85 if answer == "yes" else 0.15
    workshop.refresh_from_db(fields=["stage", "revision"])
    minority = MINORITY if workshop.stage == Stage.SECOND_SPREAD else ""
    leading.agree(workshop, workshop.revision, answer, RATIONALE, minority, by=staff.facilitator)


def _vote(seats: list[Seat], item: str, ballot: int, leaning: float, generator: np.random.Generator) -> int:
    """Everybody votes; how many for Yes."""
    shares = [leaning * 0.9, (1 - leaning) * 0.9, 0.1]
    values = [str(value) for value in generator.choice(["yes", "no", "dk"], len(seats), p=shares)]
    Vote.objects.bulk_create(
        Vote(seat=seat, item=item, ballot=ballot, value=value, reason=_reason(value, generator))
        for seat, value in zip(seats, values, strict=True)
    )
    return values.count("yes")


def _reason(value: str, generator: np.random.Generator) -> str:
    reasons = REASONS.get(value, ())
    return str(generator.choice(reasons)) if reasons and generator.random() < 0.15 else ""


def _go_on(workshop: Workshop) -> bool:
    """Turn to the next item that is asked; False at the end."""
    workshop = Workshop.objects.select_related("round", "response").get(pk=workshop.pk)
    steps = [step.code for step in leading.steps_of(workshop)]
    later = steps[steps.index(workshop.item) + 1 :]
    if later:
        leading.go_to(workshop, workshop.revision, later[0])
    return bool(later)
