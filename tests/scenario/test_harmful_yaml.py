"""What is said of YAML that PyYAML must not build, and that nothing else is held back."""

from __future__ import annotations

import pytest

from corridor.scenario.document import DEEPEST, MOST_NODES, harmful

TOO_MUCH = f"is deeper than {DEEPEST} levels or longer than {MOST_NODES:,} values"


def nested(levels: int, inside: str = "") -> str:
    return "[" * levels + inside + "]" * levels


@pytest.mark.parametrize(
    ("text", "row", "allowed"),
    [
        ("a: &a\n  b: *a\n", 2, "is an alias of what it stands in"),
        ("a: &a [[1, [*a]]]\n", 1, "is an alias of what it stands in"),
        ("a: &a 1\nb: &a [*a]\n", 2, "is an alias of what it stands in"),  # PyYAML takes the new anchor at once
        ("a: 1\n---\nb: 2\n", 2, "begins a second document"),
        ("a:\n  b: !!binary aGk=\n", 2, "is a tag, and tags are not executed"),
        ("a: &x !foo {}\n", 1, "is a tag, and tags are not executed"),
        (nested(DEEPEST + 2), 1, TOO_MUCH),
        (nested(5000), 1, TOO_MUCH),
        (f"a: &a {nested(DEEPEST // 2)}\nb: {nested(DEEPEST // 2 + 1, '*a')}\n", 2, TOO_MUCH),
        (f"a: &a {nested(9)}\nb: &b {nested(9, '*a')}\nc: &c {nested(9, '*b')}\nd: {nested(9, '*c')}\n", 4, TOO_MUCH),
        ("- 1\n" * (MOST_NODES + 1), MOST_NODES, TOO_MUCH),
        ("a: &a [" + "1," * 1000 + "]\nb: [" + "*a," * 100 + "]\n", 2, TOO_MUCH),
    ],
)
def test_it_is_said(text: str, row: int, allowed: str) -> None:
    found = harmful(text)
    assert found is not None
    assert (found[0], found[2]) == (row, allowed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: 1\n",
        "a: &a [1, 2]\nb: *a\nc: [*a, *a]\n",
        "a: &a {b: 1}\nc:\n  <<: *a\n",
        "a: !!str 5\n",
        f"a: {nested(DEEPEST - 1)}\n",
        f"a: &a {nested(10)}\nb: {nested(10, '*a')}\nc: *a\n",
        f"a: &a {nested(DEEPEST // 2)}\nb: {nested(DEEPEST // 2, '*a')}\n",
        "a: &a 1\nb: &a [1]\nc: *a\n",
        "- 1\n" * (MOST_NODES - 1),
        "a: {",  # not YAML: for whoever builds it to say
        "a: *b\n",
        "\tb: 1",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert harmful(text) is None
