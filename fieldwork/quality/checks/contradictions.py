"""Answers that stand where the answer above them leaves no room for them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldwork.quality.values import Chunk, Found, Frame, Looked

SHOWN = 5  # items named in a finding


def find_answers_under_no(frame: Frame, chunk: Chunk) -> Looked:
    """A Yes, a number or words under an item that is No, or was left blank."""
    return _look(chunk, lambda answers: [child for child, parent in frame.children if _stands(answers, child, parent)])


def _stands(answers: Mapping[str, Any], child: str, parent: str) -> bool:
    return answers.get(child) not in (None, "no", "dk") and answers.get(parent) in (None, "no")


def find_described_no(frame: Frame, chunk: Chunk) -> Looked:
    """Words in a table whose every answer is No: what do they describe?"""

    def described(answers: Mapping[str, Any]) -> list[str]:
        return [
            text
            for text, yes_no in frame.descriptions
            if answers.get(text) and {answers[code] for code in yes_no if code in answers} == {"no"}
        ]

    return _look(chunk, described)


def _look(chunk: Chunk, find: Any) -> Looked:
    found = []
    for response, answers in zip(chunk.ids, chunk.answers, strict=True):
        if codes := find(answers):
            details = {"items": ", ".join(codes[:SHOWN]), "number": len(codes)}
            found.append(Found(response, None, codes[0], details))
    return Looked(len(chunk.ids), found)
