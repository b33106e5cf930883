"""The administration of people: users sign in with their e-mail address; rights come from groups."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from metep.accounts.administration import AssignmentInline, SignInHelp
from metep.models import User
from metep.rights import RightsField
from surveys.admin.alphabetical import ByAlphabet

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Administration")
admin.site.site_url = "/"


class NewUserForm(AdminUserCreationForm):
    """A user, with or without her first password."""

    usable_password = forms.ChoiceField(
        label=_("First password"),
        required=False,
        initial="false",
        choices={"false": _("chosen by an invitation"), "true": _("given here")},
        widget=forms.RadioSelect(attrs={"class": "radiolist inline"}),
        help_text=_("An invitation is sent from the page of the user, once she is saved."),
    )

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email", "name")
        field_classes = {}


class UserForm(UserChangeForm):
    """Everything about a user but her password."""

    class Meta(UserChangeForm.Meta):
        model = User
        field_classes = {}


admin.site.unregister(Group)
# What these keep is changed by its owner, or by the pages of `SignInHelp`; the provider stands in the settings.
for app in ("allauth.account", "allauth.mfa", "allauth.socialaccount", "django_tasks_db"):
    import_module(f"{app}.admin")  # they register first
admin.site.unregister((Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, DBTaskResult))
# Apps whose rows nobody edits: rights to them would mean nothing.
HIDDEN = ("account", "mfa", "socialaccount", "django_tasks_database")


@admin.register(Group)
class RolesAdmin(GroupAdmin):
    """Groups, with rights chosen by what they allow."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """The field that describes rights, in place of the one that says their names."""
        if db_field.name == "permissions":
            kwargs["form_class"] = RightsField
            kwargs["queryset"] = Permission.objects.exclude(content_type__app_label__in=HIDDEN)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class PeopleAdmin(ByAlphabet, SignInHelp, UserAdmin):
    """Users by their address and name, with their roles."""

    form = UserForm
    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "in_groups", "is_staff", "is_active", "last_login")
    list_filter = ("groups", "is_staff", "is_superuser", "is_active")
    actions = None
    search_fields = ("email", "name")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)
    inlines = (AssignmentInline,)
    readonly_fields = ("last_login", "joined_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Users with their groups."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("groups"))
    def in_groups(self, user: User) -> str:
        """The groups that give the user her rights."""
        return ", ".join(group.name for group in user.groups.all())

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[Any, ...]:
        """A new user is saved first."""
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes superusers; all others have the rights of their groups."""
        return self.readonly_fields + (() if _is_superuser(request) else ("is_superuser",))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser changes a superuser: whoever may set a password may sign in with it."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser removes a superuser."""
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or _is_superuser(request)
