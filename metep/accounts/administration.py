"""What administrators do for people who cannot sign in: invite them, take away a second factor that was lost."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from metep.accounts.invitations import invite
from metep.accounts.second_factor import remove_second_factors
from metep.models import User
from surveys.admin.pages import LooksUp
from surveys.models import Assignment


class InvitationForm(forms.Form):
    """The language of the mail."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES)


class AssignmentFormSet(forms.BaseInlineFormSet[Assignment, User, Any]):
    """The roles of one user."""

    def clean(self) -> None:
        """Django leaves constraints with the user out: in this form she stands for the whole of it."""
        super().clean()
        held = set()
        for form in self.forms:
            if form.errors or not form.has_changed() or form.cleaned_data.get(DELETION_FIELD_NAME):
                continue
            role = form.instance
            key = (role.role, role.round_id, role.institution_id)
            try:
                role.validate_constraints()
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if key in held:
                    form.add_error(None, _("This user has this role already."))
            held.add(key)


class AssignmentInline(LooksUp, admin.TabularInline[Assignment, User]):
    """What somebody is in which round. Whoever may change users gives roles."""

    model = Assignment
    formset = AssignmentFormSet
    extra = 0
    fields = ("role", "round", "institution")
    autocomplete_fields = ("institution",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of the user."""
        return bool(request.user.has_perm("metep.view_user") or self._may(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of the user."""
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of the user."""
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of the user."""
        return self._may(request)

    def _may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("metep.change_user"))


class SignInHelp(admin.ModelAdmin[User]):
    """Two pages beside that of a user."""

    def get_urls(self) -> list[Any]:
        """Their addresses."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/invite/", view(self.invite_view), name="metep_user_invite"),
            path("<int:pk>/second-factor/", view(self.second_factor_view), name="metep_user_second_factor"),
            *super().get_urls(),
        ]

    def invite_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send the user a link to choose her password."""
        user = self._get(request, pk)
        if not user.is_active:
            raise PermissionDenied(_("This account is closed. Open it before you send an invitation."))
        form = InvitationForm(request.POST or None, initial={"language": get_language()})
        if request.method == "POST" and form.is_valid():
            try:
                invite(user, form.cleaned_data["language"])
            except (OSError, SMTPException):
                form.add_error(None, _("The mail could not be sent. Try again later, or ask who runs the mail server."))
            else:
                messages.success(request, _("An invitation was sent to %(address)s.") % {"address": user.email})
                return redirect("admin:metep_user_change", user.pk)
        return self._show(request, "invite", _("Send an invitation to sign in"), user, form=form)

    def second_factor_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Remove the user's app, passkeys and recovery codes."""
        user = self._get(request, pk)
        if request.method == "POST":
            remove_second_factors(user)
            self.log_change(request, user, "Second factor removed.")
            messages.success(request, _("The second factor of %(user)s is removed.") % {"user": user})
            return redirect("admin:metep_user_change", user.pk)
        factors = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return self._show(request, "second_factor", _("Remove the second factor"), user, factors=factors.count())

    def _get(self, request: HttpRequest, pk: int) -> User:
        """The user, for whoever may change her. Raises PermissionDenied for all others, and for whom there is none."""
        user = User.objects.filter(pk=pk).first()
        if user is None or not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def _show(self, request: HttpRequest, page: str, title: str, user: User, **context: Any) -> HttpResponse:
        shared = self.admin_site.each_context(request) | {"opts": self.opts, "title": title, "original": user}
        return TemplateResponse(request, f"admin/metep/user/{page}.html", shared | context)
