"""What the administration's own pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object


LONGEST_KEY = 18  # digits


class OfRound:
    """For the lists of what belongs to a round."""

    @admin.display(description=_("round"), ordering="round__code")
    def round_code(self, row: Any) -> str:
        """The round's short name: its title would fill the line."""
        return row.round.code


class SoundLookup(AutocompleteSelect):
    """The field that looks a row up, shown again with whatever was sent for it."""

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        """What can be no key names no row; Django would ask the database for it, and fail."""
        return super().optgroups(name, [one for one in value if not one or _is_key(one)], attrs)


class LooksUp(Base):
    """For forms with `autocomplete_fields`."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """With the field that bears everything."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SoundLookup(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _is_key(value: Any) -> bool:
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < LONGEST_KEY


def post_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For methods of an admin class that change something: following a link must not."""

    @wraps(view)
    def guarded(own: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(own, request, *args, **kwargs)

    return guarded
