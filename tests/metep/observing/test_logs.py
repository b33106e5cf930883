"""Lines of the log: what they hold, and what they never hold."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.db import OperationalError

from metep.observing.logs import JsonLines, Words, cleaned, configuration, describe

TOKEN = "q1Zr-8sXv0_LmN4pT7uYwAbCdEfGhIjKlMnOpQrStUv"


def record(message: str, *values: object, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("metep.test", logging.INFO, __file__, 1, message, values, None)
    made.__dict__.update(more)
    return made


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Error handling request GET /kk/answer/abc", "Error handling request GET /…"),
        ("Not Found: /ru/work/?q=Aigul", "Not Found: /…"),
        ("asked for ?name=Aigul&email=x", "asked for ?…"),
        ("https://metep.example.org/kk/answer/abc?x=1 is gone", "https://metep.example.org/… is gone"),
        ("no letter to Aigul.Serik@mail.example.kz today", "no letter to …@… today"),
        ("no letter to aigul%40example.org", "no letter to …@…"),
        (f"the link {TOKEN} is unknown", "the link … is unknown"),
        ("Invalid request from ip=203.0.113.7: no", "Invalid request from ip=… no"),
        ("Listening at: http://127.0.0.1:8000 (12)", "Listening at: http://127.0.0.1:8000/… (12)"),
        ("Task id=0b5b2c2e-5d0f-4a43-9d3f-0d8f4a0c3a11", "Task id=0b5b2c2e-5d0f-4a43-9d3f-0d8f4a0c3a11"),
        ("surveys/views/tables.py and kk/ru stay", "surveys/views/tables.py and kk/ru stay"),
    ],
)
def test_texts_from_elsewhere_are_cleaned(said: str, kept: str) -> None:
    assert cleaned(said) == kept


def test_a_long_text_is_cut() -> None:
    assert len(cleaned("word " * 5000)) < 2100


def test_a_line_is_one_object_whatever_is_said() -> None:
    line = JsonLines().format(record("two\nlines of %s", "Әйгерім", status=200, secret="never told"))
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == "two\nlines of Әйгерім"
    assert told["status"] == 200
    assert told.keys() == {"time", "level", "logger", "message", "status"}


def test_an_exception_is_told_by_kind_and_place_without_what_was_typed() -> None:
    try:
        try:
            raise ValueError("Aigul typed this")
        except ValueError as error:
            raise OperationalError("the server is gone\nDETAIL: Key (email)=(x) exists") from error
    except OperationalError as error:
        told = [describe(error), describe(error.__cause__)]  # type: ignore[arg-type]
    assert told[0]["kind"] == "django.db.utils.OperationalError"
    assert told[0]["message"] == "the server is gone"
    assert told[1].keys() == {"kind", "at"}
    assert told[1]["at"][0].startswith("tests/metep/observing/test_logs.py:")


def test_exceptions_behind_an_exception_are_told_too() -> None:
    try:
        try:
            raise KeyError("secret")
        except KeyError:
            raise OSError(28, "No space left on device", "Aigul.pdf")  # noqa: B904
    except OSError:
        line = json.loads(JsonLines().format(record("no", exc_info=sys.exc_info())))
    assert [one["kind"] for one in line["exception"]] == ["OSError", "KeyError"]
    assert line["exception"][0]["message"] == "No space left on device"
    assert "Aigul" not in json.dumps(line)
    assert "secret" not in json.dumps(line)


def test_people_before_a_screen_read_the_same() -> None:
    try:
        raise OperationalError("the server is gone")
    except OperationalError:
        words = Words().format(record("no", status=503, exc_info=sys.exc_info()))
    assert "INFO metep.test: no status=503" in words
    assert "OperationalError: the server is gone" in words


@pytest.mark.parametrize(
    ("level", "ours", "others"),
    [("DEBUG", "DEBUG", "WARNING"), ("INFO", "INFO", "WARNING"), ("ERROR", "ERROR", "ERROR")],
)
def test_libraries_speak_up_from_warnings_on(level: str, ours: str, others: str) -> None:
    told = configuration(level, "json")
    assert told["loggers"]["metep"]["level"] == ours
    assert told["root"]["level"] == others


def test_gunicorn_tells_no_addresses() -> None:
    access = configuration("DEBUG", "json")["loggers"]["gunicorn.access"]
    assert access == {"level": "CRITICAL", "handlers": [], "propagate": False}
