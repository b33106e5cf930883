"""The pages by which an institution signs off, withdraws its word, and keeps a confirmation on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fieldwork.coordination.access import institution_page, is_coordinator_of
from fieldwork.coordination.facts import count_without_evidence
from fieldwork.coordination.forms import SignOffForm, WithdrawalForm
from fieldwork.coordination.register import InstitutionRow, find_rows
from fieldwork.coordination.signing import (
    AlreadySigned,
    NothingToSign,
    require_phase,
    sign_off,
    sign_off_of,
    withdraw_sign_off,
)
from fieldwork.coordination.views import TAB
from fieldwork.tabs import show
from surveys.downloads import PDF, download
from surveys.models import Institution, Round
from surveys.printing import print_html

STYLE = "src/copy.css"


class NotTheCoordinator(PermissionDenied):
    """Raised when somebody signs off for an institution that is not hers, administrators included."""

    def __init__(self) -> None:
        super().__init__(_("Only the coordinator of the institution signs off for it."))


@dataclass(frozen=True)
class Summary:
    """What is signed: the institution's numbers, how many facts were answered Yes, and how many lack evidence."""

    row: InstitutionRow
    said_yes: int
    without_evidence: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        row = self.row
        return not (row.drafts or row.differing or row.cards or self.without_evidence or row.answered < row.owed)


def _summarise(survey_round: Round, institution: Institution) -> Summary:
    (row,) = find_rows(survey_round, [institution])
    return Summary(row, *count_without_evidence(survey_round, institution))


@institution_page
def sign_page(request: HttpRequest, survey_round: Round, institution: Institution) -> HttpResponse:
    """What is still missing, and the declaration; on a post, the sign-off."""
    if not is_coordinator_of(request.user, survey_round, institution):
        raise NotTheCoordinator
    require_phase(survey_round)
    form = SignOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _sign(request, survey_round, institution, form):
        return redirect("work-institution", survey_round.code, institution.code)
    context = {
        "institution": institution,
        "form": form,
        "summary": _summarise(survey_round, institution),
        "sign_off": sign_off_of(survey_round, institution),
    }
    status = 422 if form.is_bound else 200
    return show(request, survey_round, TAB, "fieldwork/coordination/sign_off.html", context, status)


def _sign(request: HttpRequest, survey_round: Round, institution: Institution, form: SignOffForm) -> bool:
    """Sign off; whether there is nothing more to say on the form. Who was a moment late is told so."""
    assert request.user.is_authenticated
    try:
        sign_off(survey_round, institution, request.user, form.cleaned_data["note"])
    except NothingToSign:
        form.add_error(None, _("No response for the institution has been submitted: there is nothing to sign off."))
        return False
    except AlreadySigned:
        messages.warning(request, _("The institution has been signed off already."))
        return True
    messages.success(request, _("The institution has been signed off. Thank you."))
    return True


@institution_page
def withdraw_page(request: HttpRequest, survey_round: Round, institution: Institution) -> HttpResponse:
    """Withdraw the sign-off with a reason."""
    require_phase(survey_round)
    standing = sign_off_of(survey_round, institution)
    if standing is None:
        messages.warning(request, _("There is no sign-off that could be withdrawn."))
        return redirect("work-institution", survey_round.code, institution.code)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        withdraw_sign_off(survey_round, institution, form.cleaned_data["reason"])
        messages.success(request, _("The sign-off has been withdrawn."))
        return redirect("work-institution", survey_round.code, institution.code)
    context = {"institution": institution, "form": form, "sign_off": standing}
    status = 422 if form.is_bound else 200
    return show(request, survey_round, TAB, "fieldwork/coordination/withdraw.html", context, status)


@institution_page
def confirmation_pdf(request: HttpRequest, survey_round: Round, institution: Institution) -> HttpResponse:
    """The sign-off on paper: reference, moment, who, numbers."""
    standing = sign_off_of(survey_round, institution)
    if standing is None:
        raise Http404
    context = {
        "survey_round": survey_round,
        "institution": institution,
        "sign_off": standing,
        "reference": f"{survey_round.code}-{institution.code}-{standing.pk}",
        "summary": _summarise(survey_round, institution),
        "language": get_language(),
    }
    document = print_html(render_to_string("fieldwork/coordination/confirmation.html", context), STYLE)
    return download(document, f"{survey_round.code}-{standing.pk}.pdf", PDF)
