"""Personal links of participants: a new one, shown once; sheets of paper; withdrawing what was given out."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_POST

from fieldwork.access import round_page, staff_of
from fieldwork.mail import site_address
from fieldwork.people import sheets as paper
from fieldwork.people.keeping import revoke_links
from fieldwork.people.views import TAB, chosen_of, person_of, show_person
from fieldwork.tabs import sees_people, show
from surveys.downloads import PDF, download
from surveys.labels import language_choices
from surveys.links import create_link
from surveys.models import Institution, Round
from surveys.ordering import by_name


class SheetsForm(forms.Form):
    """Sheets that name nobody, for an institution to hand out."""

    error_css_class = "is-wrong"

    institution: forms.ModelChoiceField = forms.ModelChoiceField(
        label=capfirst(gettext_lazy("institution")),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=gettext_lazy("Answers for no institution"),
    )
    number = forms.IntegerField(
        label=capfirst(gettext_lazy("number of sheets")), min_value=1, max_value=paper.MOST, initial=10
    )
    language = forms.ChoiceField(label=capfirst(gettext_lazy("language")))

    def __init__(self, survey_round: Round, data: QueryDict | None = None) -> None:
        super().__init__(data)
        institutions, language = self.fields["institution"], self.fields["language"]
        assert isinstance(institutions, forms.ModelChoiceField)
        assert isinstance(language, forms.ChoiceField)
        institutions.queryset = survey_round.institutions.order_by(*by_name())
        language.choices = language_choices(survey_round.languages)


@round_page(sees_people)
def sheets(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Sheets for the participants chosen on the list, or a number of sheets that name nobody. Each makes a new link."""
    chosen = chosen_of(survey_round, request.POST.getlist("participant") or request.GET.getlist("participant"))
    form = None if chosen else SheetsForm(survey_round, request.POST or None)
    is_closed = survey_round.is_closed()
    if request.method == "POST" and not is_closed:
        if chosen and len(chosen) <= paper.MOST:
            for one in chosen:
                one.round = survey_round
            return _pdf(survey_round, paper.print_for(chosen, staff_of(request)))
        if form is not None and form.is_valid():
            return _pdf(survey_round, paper.print_anonymous(survey_round, by=staff_of(request), **form.cleaned_data))
    context = {"chosen": chosen, "form": form, "most": paper.MOST, "is_closed": is_closed}
    status = 422 if request.method == "POST" else 200
    return show(request, survey_round, TAB, "fieldwork/people/sheets_page.html", context, status)


@require_POST
@round_page(sees_people)
def new_link(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Make a link and show it, this once."""
    if survey_round.is_closed():
        messages.error(request, _("This round is closed: nobody is invited any more."))
        return redirect("work-people-one", survey_round.code, pk)
    participant = person_of(survey_round, pk)
    _link, secret = create_link(
        survey_round, participant.institution, participant.sections, participant=participant, made_by=staff_of(request)
    )
    with override(participant.language):
        address = site_address("answer-link", secret)
    return show_person(request, survey_round, participant, {"personal_link": address})


@require_POST
@round_page(sees_people)
def revoke(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Withdraw all links of a participant."""
    number = revoke_links(person_of(survey_round, pk))
    sentence = ngettext("%(number)d link is revoked.", "%(number)d links are revoked.", number)
    messages.success(request, sentence % {"number": number})
    return redirect("work-people-one", survey_round.code, pk)


def _pdf(survey_round: Round, document: bytes) -> HttpResponse:
    return download(document, f"{survey_round.code}-links.pdf", PDF)
