"""The one list of findings against every finding that the code makes."""

from __future__ import annotations

import ast
import pickle
from pathlib import Path

import pytest

import element_mouseface
from element_mouseface.core.scoring.findings import (
    KINDS,
    SEVERITIES,
    Finding,
    FindingKind,
    add_kinds,
    severity_of,
)
from element_mouseface.errors import ParameterError

PACKAGE = Path(element_mouseface.__file__).parent


def made() -> tuple[set[str], list[str]]:
    """First arguments of every `Finding(...)`: the words, and what is read from a file."""
    words, others = set(), []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                kind = node.args[0] if node.args else node.keywords[0].value
                if isinstance(kind, ast.Constant):
                    words.add(kind.value)
                else:
                    others.append(ast.unparse(kind))
    return words, others


def test_every_state_that_the_code_makes_is_in_the_list_and_no_other():
    words, others = made()
    assert words == set(KINDS), (words - set(KINDS), set(KINDS) - words)
    # the others are findings that were stored, and are read back
    assert all("row" in text or text.startswith(("r[", "*")) for text in others), others


def test_each_is_explained_and_fits_its_column():
    for name, kind in KINDS.items():
        assert kind.severity in SEVERITIES and 0 < len(name) <= 32
        assert kind.meaning.endswith(".") and "|" not in kind.meaning + kind.remedy
        assert kind.remedy.endswith(".") or (kind.severity != "refused" and not kind.remedy)


def test_a_state_knows_whether_it_refuses():
    assert Finding("moved", "", "").severity == "refused"
    assert Finding("aligned_later", "", "").severity == "note"
    assert pickle.loads(pickle.dumps(Finding("ok", "a", ""))).severity == "ok"
    # a file of a later version may hold a refusal that this one has no word for
    assert severity_of("unheard_of") == "refused"


def test_a_method_adds_kinds_of_its_own_and_takes_no_word_away():
    own = FindingKind("note", "A thing to know.")
    add_kinds({"a_kind_of_this_test": own})
    add_kinds({"a_kind_of_this_test": own})  # its module may be imported twice
    assert severity_of("a_kind_of_this_test") == "note" and "a_kind_of_this_test" not in KINDS
    for word, kind in (("moved", own), ("x" * 33, own), ("new", FindingKind("bad", "?"))):
        with pytest.raises(ParameterError, match="cannot be a kind"):
            add_kinds({word: kind})
