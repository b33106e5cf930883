"""Who was erased after a backup was taken is erased again once it is restored."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from fieldwork.models import AuditEntry, Seat
from fieldwork.privacy.erasing import erase
from fieldwork.privacy.records import find_records, gather
from metep.archives.erasures import Erasure
from surveys.models import Contact, PersonalLink, Response, ResponseState, Round
from tests.archives.site import empty_site, restore

NAMES = ("daniyar", "madina")


def forget(name: str, withdraw: bool = False) -> None:
    """As the page does when somebody asks for it."""
    survey_round = Round.objects.select_related("version").get()
    held = gather(survey_round, [one.key for one in find_records(survey_round, name)])
    assert held is not None
    erase(held, "A request of 3 March.", None, withdraw)


def told_by(command: str, *arguments: object) -> str:
    told = io.StringIO()
    call_command(command, *arguments, stdout=told, stderr=told)
    return told.getvalue()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return tmp_path / "erasures"


def test_who_was_erased_since_the_backup_is_erased_again(backup: Path, listed: Path) -> None:
    for name in NAMES:
        forget(name)
    words = told_by("list_erasures")
    assert not any(name in words.casefold() for name in (*NAMES, "request"))
    listed.write_text(words)
    empty_site()
    assert "manage.py erase_again" in restore(backup)
    assert Contact.objects.exists()
    told = told_by("erase_again", listed, listed)
    assert told.count("erased again") == 2
    assert not Contact.objects.exists()
    assert set(Seat.objects.values_list("name", flat=True)) == {""}
    assert PersonalLink.objects.get().revoked_at
    entry = AuditEntry.objects.filter(action="erase").latest("at")
    assert "қалпына келтірілгеннен" in entry.after["reason"]
    assert told_by("erase_again", listed).count("already erased here") == 2
    assert AuditEntry.objects.filter(action="erase").count() == 2
    assert told_by("list_erasures").count("\n") == 2  # for the next restore


def test_answers_that_were_withdrawn_are_withdrawn_again(backup: Path, listed: Path) -> None:
    counted = Response.objects.counted().order_by("pk").last()
    survey_round = Round.objects.get()
    held = gather(survey_round, [f"response-{counted.pk}"])
    erase(held, "A request.", None, True)
    listed.write_text(told_by("list_erasures"))
    empty_site()
    restore(backup)
    assert Response.objects.counted().filter(pk=counted.pk).exists()
    told_by("erase_again", listed)
    assert Response.objects.get(pk=counted.pk).state == ResponseState.EXCLUDED


def test_what_the_backup_knows_or_never_knew_is_passed_over(backup: Path, listed: Path, tmp_path: Path) -> None:
    forget("daniyar")
    call_command("backup", tmp_path / "later.zip", verbosity=0)
    listed.write_text(
        told_by("list_erasures")
        + '{"at": "2026-01-01T00:00:00+00:00", "round": "r1", "records": ["seat-999999"], "withdraw": false}\n'
        + '{"at": "2026-01-02T00:00:00+00:00", "round": "gone", "records": ["seat-1"], "withdraw": true}\n'
    )
    empty_site()
    restore(tmp_path / "later.zip")
    before = AuditEntry.objects.count()
    told = told_by("erase_again", listed)
    assert (told.count("already erased here"), told.count("nothing of it is here")) == (1, 2)
    assert AuditEntry.objects.count() == before


def test_an_erasure_of_an_earlier_version_is_told_to_be_missing(backup: Path) -> None:
    forget("daniyar")
    entry = AuditEntry.objects.get(action="erase")
    after = {name: value for name, value in entry.after.items() if name not in ("records", "withdraw")}
    AuditEntry.objects.bulk_create(
        [AuditEntry(at=entry.at, action="erase", model=entry.model, object_key="1", after=after)]
    )
    told = told_by("list_erasures")
    assert "1 erasures by an earlier version of the application are not in the list." in told


NO_LINES = (
    "no line",
    "[]",
    "{}",
    '{"at": 1, "round": "r1", "records": [], "withdraw": true}',
    '{"at": "2026-01-01", "round": "r1", "records": [1], "withdraw": true}',
    '{"at": "2026-01-01", "round": "r1", "records": [], "withdraw": 1}',
    '{"at": "yesterday", "round": "r1", "records": [], "withdraw": true}',
)


def test_a_list_with_another_line_in_it_is_refused_before_anything_is_erased(filled: Response, listed: Path) -> None:
    seat = Seat.objects.get()
    good = Erasure("2026-01-01T00:00:00+00:00", "r1", (f"seat-{seat.pk}",), False).write()
    for line in NO_LINES:
        listed.write_text(f"{good}\n{line}\n")
        with pytest.raises(CommandError, match=r"line 2 is no line of list_erasures\. Nothing was erased"):
            call_command("erase_again", listed)
    assert Seat.objects.get().name == seat.name != ""
    listed.write_text(f"{good}\n\n")
    assert "erased again" in told_by("erase_again", listed)
    assert Seat.objects.get().name == ""


def test_a_list_that_is_not_there_is_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("erase_again", tmp_path / "none")
