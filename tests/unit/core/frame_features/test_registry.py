"""The registry of named features: a name never changes its meaning."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from element_mouseface.core.features.named.definitions import GROUPS, UNITS_GROUP
from element_mouseface.core.frame_features import (
    REGISTRY,
    REGISTRY_VERSION,
    UNIT_REGISTRY,
    FeatureParams,
    GeometryParams,
    Reason,
    definition,
)
from element_mouseface.core.frame_features.definitions import CIRCULAR
from element_mouseface.core.frame_features.registry import definition_digest
from element_mouseface.errors import ParameterError

#: name of each feature -> digest of its definition; new ones are added by
#: `python -m tests.unit.core.frame_features.test_registry`, which changes none that is there
PINNED = Path(__file__).parent / "registry.json"


def _digests():
    units = {f"unit:{name}": one for name, one in UNIT_REGISTRY.items()}
    return {name: definition_digest(one) for name, one in {**REGISTRY, **units}.items()}


def test_no_definition_has_changed():
    pinned = json.loads(PINNED.read_text())
    now = _digests()
    changed = [name for name, digest in pinned.items() if now.get(name) != digest]
    assert not changed, "a changed formula needs a new name: tables hold columns of the old one"
    assert set(now) == set(pinned), "pin the new ones"


def test_a_changed_definition_has_another_digest():
    import dataclasses

    one = definition("intensity_mean")
    for field in dataclasses.fields(one):
        other = dataclasses.replace(one, **{field.name: "x" if field.type != "int" else 7})
        assert definition_digest(other) != definition_digest(one)


def test_each_definition_is_whole_and_frozen():
    for name, one in REGISTRY.items():
        assert one.name == name and one.group in GROUPS and 1 <= one.since <= REGISTRY_VERSION
        assert one.unit and one.source and one.definition.endswith(".")
        assert ":" not in name and "(" not in name
    for name, one in UNIT_REGISTRY.items():
        assert one.name == name and one.group == UNITS_GROUP and one.definition.endswith(".")
    assert set(REGISTRY) >= CIRCULAR
    with pytest.raises(TypeError):
        REGISTRY["x"] = one  # type: ignore[index]


def test_columns_are_found_by_their_feature():
    assert definition("cheek:intensity_mean") is REGISTRY["intensity_mean"]
    assert definition("unit:ear_angle") is UNIT_REGISTRY["ear_angle"]
    assert definition("points:ear_angle") is REGISTRY["ear_angle"] is definition("ear_angle")
    assert definition("points:distance(a:b(c),d)") is REGISTRY["distance"]
    for name in ("nothing", "crop:", "crop:nothing(a)", ""):
        with pytest.raises(ParameterError, match="no named feature"):
            definition(name)


def test_reasons_never_change():
    words = {reason.word: int(reason) for reason in Reason}
    assert words | {} == {
        **{"": 0, "missing_frame": 1, "first_frame": 2, "constant": 3, "black": 4, "masked": 5},
        **{"too_small": 6, "lost_point": 7, "no_length": 8, "no_direction": 9},
        **{"not_measured": 10, "still": 11, "unreadable": 12, "no_face": 13, "no_color": 14},
        **{"no_rows": 15, "undefined": 16, "no_points": 17, "no_head": 18, "implausible": 19},
        **{"no_region": 20, "no_rest": 21, "no_target": 22, "covered": 23, "no_movement": 24},
        **{w: n for w, n in words.items() if n > 24},
    }
    assert all(reason.text for reason in Reason)


def test_the_page_explains_every_reason():
    page = Path(__file__).parents[4] / "docs/how-to/frame-features.md"
    section = page.read_text(encoding="utf-8").split("## Why is it undefined?")[1]
    assert {reason.word for reason in Reason} - {""} <= set(re.findall(r"`(\w+)`", section))


def test_the_same_groups_have_one_hash():
    one = FeatureParams(groups=("texture", "intensity"))
    assert one == FeatureParams(groups=("intensity", "texture"))
    assert one.content_hash() == FeatureParams.from_dict(one.to_dict()).content_hash()


@pytest.mark.parametrize(
    "values",
    [
        {"groups": ()},
        {"groups": ("hue",)},
        {"groups": ("motion", "motion")},
        {"gray_levels": 1},
        {"gray_levels": 64, "value_range": (100, 120)},
        {"value_range": (200, 100)},
        {"distance": 0},
        {"version": REGISTRY_VERSION + 1},
        {"min_pixels": 1},
        {"geometry": {"angles": [["a", "b", "a"]]}},
        {"geometry": {"areas": [["a", "b"]]}},
        {"geometry": {"distances": [["a", "b"], ["a", "b"]]}},
        {"geometry": {"length": ["a"]}},
        {"geometry": {"length": ["a", "b"], "length_px": 3}},
        {"geometry": {"length_px": 0}},
    ],
)
def test_parameters_that_cannot_be_are_refused(values):
    with pytest.raises(ParameterError):
        FeatureParams.from_dict(values)


def test_points_that_are_named_are_listed_once():
    params = GeometryParams(distances=(("a", "b"),), angles=(("a", "c", "b"),), length=("d", "a"))
    assert params.points() == ("a", "b", "c", "d")


if __name__ == "__main__":
    before = json.loads(PINNED.read_text()) if PINNED.exists() else {}
    added = _digests()
    PINNED.write_text(json.dumps({**added, **before}, indent=1, sort_keys=True) + "\n")
