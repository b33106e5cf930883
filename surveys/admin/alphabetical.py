"""Lists of the administration that a click on a column orders as the reader's alphabet does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest

from surveys.ordering import in_order, in_order_of_names, shown
from surveys.texts import fields_of

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object

NAME = "name"


class AlphabeticalList(ChangeList):
    """A list that knows in which order words stand."""

    def get_ordering_field(self, field_name: Any) -> Any:
        """By what a click on a column orders: words by the alphabet, everything else as Django does."""
        found = super().get_ordering_field(field_name)
        is_clicked = ORDER_VAR in self.params  # without it Django asks only where to draw the arrow
        return _ordering(self.model, found) if is_clicked and isinstance(found, str) else found


class ByAlphabet(Base):
    """For the administration of what has names."""

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """The list that knows the alphabet."""
        return AlphabeticalList


def _ordering(model: type[models.Model], name: str) -> Any:
    """The key of a column; its name again where it holds no words."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    if isinstance(field, models.ForeignKey) and NAME in fields_of(field.related_model):
        return in_order_of_names(field)
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return name
    return in_order(shown(name)) if name in fields_of(model) else in_order(name)
