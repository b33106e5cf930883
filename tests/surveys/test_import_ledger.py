"""What an import remembers of its file."""

from __future__ import annotations

import sqlite3
import tracemalloc
from uuid import UUID, uuid4

import pytest

from surveys.importing.ledger import Accepted, Ledger
from surveys.troubles import Trouble, trouble_of


def test_the_first_row_of_an_identifier_is_told() -> None:
    ledger, one, other = Ledger(), uuid4(), uuid4()
    assert [ledger.row_of(one, 2), ledger.row_of(other, 3), ledger.row_of(one, 4), ledger.row_of(one, 2)] == [
        2,
        3,
        2,
        2,
    ]


def test_what_was_accepted_is_found_again() -> None:
    ledger, identifier = Ledger(), uuid4()
    kept = Accepted(uuid4(), ["A", "B"])
    assert ledger.accepted(identifier) is None
    ledger.accept(identifier, kept)
    assert ledger.accepted(identifier) == kept


def test_two_files_know_nothing_of_each_other() -> None:
    ledger, identifier = Ledger(), uuid4()
    ledger.row_of(identifier, 2)
    assert Ledger().row_of(identifier, 9) == 9


def test_a_full_disk_is_known_for_what_it_is() -> None:
    ledger = Ledger()
    ledger._store.execute("PRAGMA max_page_count = 10")
    with pytest.raises(sqlite3.OperationalError) as raised:
        list(map(ledger.row_of, map(UUID, map("{:032x}".format, range(20_000))), range(20_000)))
    assert trouble_of(raised.value) is Trouble.FULL
    assert trouble_of(sqlite3.OperationalError("no such table: place")) is None


def test_memory_of_the_program_does_not_grow_with_the_file() -> None:
    ledger = Ledger()
    tracemalloc.start()
    try:
        for number in range(20_000):
            ledger.row_of(UUID(int=number), number)
            ledger.accept(UUID(int=number), Accepted(UUID(int=number), ["A"]))
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert held < 100_000  # bytes: five for each row would be more
