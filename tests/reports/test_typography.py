"""What belongs together stays on one line."""

from __future__ import annotations

import pytest

from reports.templatetags.typography import unbroken


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("plain words", "plain words"),
        ("of e-participation here", 'of <span class="unbroken">e-participation</span> here'),
        ("«э-шешім қабылдау»", '«<span class="unbroken">э-шешім</span> қабылдау»'),
        ("e-decision-making", '<span class="unbroken">e-decision-making</span>'),
        ("онлайн-опрос", "онлайн-опрос"),
        ("(n = 1\xa0197)", '(<span class="unbroken">n = 1\xa0197</span>)'),
        ("<b>e-x</b> & y", '&lt;b&gt;<span class="unbroken">e-x</span>&lt;/b&gt; &amp; y'),
    ],
)
def test_joined_words_and_bases_are_not_broken(words: str, expected: str) -> None:
    assert unbroken(words) == expected
