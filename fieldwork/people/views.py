"""The participants of a round: who they are, where they stand, each one's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldwork.access import round_page
from fieldwork.people.forms import FilterForm, ParticipantForm
from fieldwork.people.keeping import HasAnswered, add_people, change_people, lock_people, note_bounce, remove_person
from fieldwork.people.standing import Standing, with_standing
from fieldwork.tabs import sees_people, show
from surveys.models import Participant, Round
from surveys.models.participants import ParticipantQuerySet
from surveys.ordering import in_order

TAB = "work-people"
PAGE = 50


@round_page(sees_people)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """All participants, or those asked for, fifty at a time."""
    form = FilterForm(survey_round, request.GET)
    participants = _filtered(with_standing(people_of(survey_round)), form)
    ordered = participants.order_by(in_order("contact__name"), "contact__name", "contact__email", "pk")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.standing_label = Standing(one.standing).label  # type: ignore[attr-defined]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "counts": _counts(survey_round), "query": query.urlencode()}
    return show(request, survey_round, TAB, "fieldwork/people/index.html", context)


@round_page(sees_people)
def add(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """One participant by hand."""
    form = ParticipantForm(survey_round, data=request.POST or None)
    with transaction.atomic():
        if request.method == "POST":
            lock_people(survey_round)
        if form.is_valid():
            (made,) = add_people(survey_round, [form.person])
            messages.success(request, _("The participant is added."))
            return redirect("work-people-one", survey_round.code, made.pk)
    status = 422 if request.method == "POST" else 200
    return show(request, survey_round, TAB, "fieldwork/people/add.html", {"form": form}, status)


@round_page(sees_people)
def one(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """One participant: what is known of her, her links, what she was sent."""
    participant = person_of(survey_round, pk)
    form = ParticipantForm(survey_round, participant, request.POST or None)
    with transaction.atomic():
        if request.method == "POST":
            lock_people(survey_round)
        if form.is_valid():
            change_people([(participant, form.person)])
            messages.success(request, _("The participant is changed."))
            return redirect("work-people-one", survey_round.code, pk)
    status = 422 if request.method == "POST" else 200
    return show_person(request, survey_round, participant, {"form": form}, status)


def show_person(
    request: HttpRequest, survey_round: Round, participant: Participant, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page of one participant."""
    known = {
        "participant": participant,
        "contact": participant.contact,
        "standing": Standing(participant.standing).label,  # type: ignore[attr-defined]
        "has_begun": hasattr(participant, "response"),
        "links": participant.links.select_related("letter__mailing").order_by("-created_at")[:PAGE],
        "letters": participant.letters.select_related("mailing").order_by("-pk")[:PAGE],
        "form": ParticipantForm(survey_round, participant),
    }
    return show(request, survey_round, TAB, "fieldwork/people/one.html", known | context, status)


@round_page(sees_people)
def remove(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Ask, then remove; whoever has begun to answer stays."""
    participant = person_of(survey_round, pk)
    if request.method == "POST":
        try:
            remove_person(participant)
        except HasAnswered as refusal:
            messages.error(request, str(refusal))
            return redirect("work-people-one", survey_round.code, pk)
        messages.success(request, _("The participant is removed."))
        return redirect(TAB, survey_round.code)
    context = {"participant": participant, "contact": participant.contact}
    return show(request, survey_round, TAB, "fieldwork/people/remove.html", context)


@require_POST
@round_page(sees_people)
def bounced(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Mail to her came back, as somebody saw in the mailbox; or the note was wrong and goes."""
    contact = person_of(survey_round, pk).contact
    if "undo" in request.POST:
        contact.bounced_at, contact.bounce_reason = None, ""
        contact.save(update_fields=["bounced_at", "bounce_reason"])
        messages.success(request, _("Mail is sent to this address again."))
    else:
        note_bounce(contact, _("Noted by hand."))
        messages.success(request, _("It is noted that mail came back: this address gets no more."))
    return redirect("work-people-one", survey_round.code, pk)


def people_of(survey_round: Round) -> ParticipantQuerySet:
    """Participants whose contacts are still kept, with everything that a row shows."""
    kept = Participant.objects.filter(round=survey_round, contact__isnull=False)
    return kept.select_related("contact", "institution", "response")


def person_of(survey_round: Round, pk: int) -> Participant:
    """One of them. Raises Http404."""
    return get_object_or_404(with_standing(people_of(survey_round)), pk=pk)


def chosen_of(survey_round: Round, keys: list[str]) -> list[Participant]:
    """The participants whose primary keys were ticked; what is no key of this round is left out."""
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 18]
    people = people_of(survey_round).filter(pk__in=numbers)
    return list(people.order_by(in_order("contact__name"), "contact__name", "pk"))


def _filtered(participants: ParticipantQuerySet, form: FilterForm) -> ParticipantQuerySet:
    if words := form.value("q"):
        participants = participants.filter(Q(contact__name__icontains=words) | Q(contact__email__icontains=words))
    if institution := form.value("institution"):
        participants = participants.filter(institution=institution)
    if standing := form.value("standing"):
        participants = participants.filter(standing=standing)  # type: ignore[misc]
    return participants


def _counts(survey_round: Round) -> list[tuple[str, str, int]]:
    """(code, words, number) of each standing that anybody has."""
    counted = with_standing(Participant.objects.filter(round=survey_round, contact__isnull=False))
    numbers = dict(counted.order_by().values_list("standing").annotate(n=Count("pk")))  # type: ignore[misc]
    return [(one.value, str(one.label), numbers[one.value]) for one in Standing if one.value in numbers]
