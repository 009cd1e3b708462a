"""The conda recipe, rendered by rattler-build itself; it is not built, for that needs a channel."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

rattler_build = pytest.importorskip("rattler_build", reason="`make test-wheel` brings it")

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "conda" / "recipe.yaml"


@pytest.fixture(scope="module")
def rendered() -> dict:
    """The one package that the recipe makes, as rattler-build understands it."""
    recipe = rattler_build.Stage0Recipe.from_file(str(RECIPE))
    (one,) = recipe.render(rattler_build.VariantConfig({"python": ["3.12.* *_cpython"]}))
    return one.recipe.to_dict()


def test_it_is_one_package_for_every_system(rendered, wheel):
    assert rendered["package"] == {
        "name": "element-mouseface",
        "version": wheel.name.split("-")[1],
    }
    assert rendered["build"]["noarch"] == "python"
    # the same for every Python: only its name of a build would differ
    assert rendered["build"]["string"].startswith("py")


def test_all_that_was_written_is_understood(rendered):
    """A key that rattler-build does not know would be dropped, or refused."""
    written = yaml.safe_load(RECIPE.read_text(encoding="utf-8"))
    least = written["context"]["python_min"]
    for part in ("host", "run"):
        wanted = [
            text.replace("${{ python_min }}", least) for text in written["requirements"][part]
        ]
        assert rendered["requirements"][part] == wanted
    programs = rendered["build"]["python"]["entry_points"]
    assert programs == written["build"]["python"]["entry_points"]
    first, second = rendered["tests"]
    assert first["python"]["imports"] == written["tests"][0]["python"]["imports"]
    assert second["script"] == written["tests"][1]["script"]
    assert rendered["about"]["license"] == "MIT"


def test_what_is_not_a_recipe_is_refused(tmp_path):
    wrong = tmp_path / "recipe.yaml"
    wrong.write_text(RECIPE.read_text(encoding="utf-8").replace("noarch: python", "noarch: snake"))
    with pytest.raises(rattler_build.RattlerBuildError):
        rattler_build.Stage0Recipe.from_file(str(wrong)).render(rattler_build.VariantConfig({}))
