"""What people, programs and attackers put into a field."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("FUZZ", "15"))
"""Bad inputs for each test."""

many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ" not in os.environ,  # the same ones each time, except where new ones are looked for
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

NASTY = (
    "", " ", "0", "-1", "-0", "00", "1e309", "NaN", "Infinity", "99999999999999999999999", "2147483648",
    "0x10", "1_000", "٣", "²", "½", "１２", "1,5", "1.5", "+7 700", "true", "null", "None", "[]", "[1", "{}",
    '{"a": 1}', "\x00", "a\x00b", "\x0b", "\x1b[31m", "\ufffe", "\u202e", "\u200b", "🏛️", "ә" * 5000,
    "a" * 70_000, "\r\n\r\n", "'", '"', "\\", "%", "%00", "%s", "{}", "{0}", "{link}", "%(name)s", "<script>",
    "&amp;", "{{ 7|add:7 }}", "{% debug %}", "' OR 1=1 --", "1; SELECT", "$1", ":name", "../../etc/passwd",
    "/etc/passwd", "C:\\x", "//evil.example", "javascript:alert(1)", "http://[::1", "http://127.0.0.1/",
    "https://a.example/" + "a" * 3000, "2026-02-30", "0000-00-00", "9999-12-31", "99999-01-01",
    "2026-11-22T25:61", "24:00", "a@b", "a@" + "b" * 300 + ".example", "=1+1", "-", "--", "__", "*", "(", "[",
    "F1", "F1.1", "F1.1.a", "yes", "no", "dk", "5", "kk", "r1", "I1", "KZ", "institution:I1", "tier:", ":",
    ";", "a;b", "unit:x:y",
)  # fmt: skip

words = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str), st.floats().map(str))


def fields_with(names: list[str], given: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    """Values for some of the fields, as they stand for the others; a field may also come twice, or not at all."""
    value = st.one_of(words, st.lists(words, max_size=3))
    changed = st.dictionaries(st.sampled_from(names or ["a"]), value, min_size=1, max_size=5)
    missing = st.sets(st.sampled_from(names or ["a"]), max_size=2)
    return st.builds(
        lambda new, gone: {name: value for name, value in (given | new).items() if name not in gone}, changed, missing
    )
