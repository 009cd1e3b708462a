"""What the documentation shows is true of the code: links, commands, tables, Python, errors."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shlex
from pathlib import Path

import pytest

from element_mouseface import (
    affect,
    behavior,
    confounds,
    descriptors,
    errors,
    expression,
    facemap,
    failures,
    features,
    frame_models,
    recording,
    responses,
)
from element_mouseface.cli import main as main_module
from element_mouseface.cli.commands import behavior as behavior_command
from element_mouseface.cli.commands import model as model_command
from element_mouseface.cli.main import COMMANDS, build_parser
from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.exports.nwb import new_nwbfile
from element_mouseface.core.features.named.definitions import GROUPS, UNITS_GROUP
from element_mouseface.core.frame_features import FeatureParams
from element_mouseface.core.frame_features.registry import REGISTRY, UNIT_REGISTRY
from element_mouseface.core.keypoints import FaceMapping
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.params import Crop, HOGParams, ScoreParams
from tests.pages.blocks import pages as pages_with_code

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / ".github").glob("*.md")]
    + [p for p in (ROOT / "docs").rglob("*.md")]
    + [p for name in ("docker", "notebooks") for p in (ROOT / name).rglob("*.md")]
)
#: what a parameters file may hold
PARAMS = {
    "hog": HOGParams,
    "published": ScoreParams,
    "contrast": ContrastParams,
    "measures": MeasureParams,
}
#: every command, and every action of one
NAMED = (
    *COMMANDS,
    *(f"behavior {action}" for action in behavior_command.ACTIONS),
    *(f"model {action}" for action in model_command.ACTIONS),
)
#: how a user writes a line of shell: perhaps after settings, perhaps with a comment
_COMMAND = re.compile(r"^(?:[A-Z_]+=\S+ +)*(mouseface(?: .*)?)$")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> list[str]:
    """The fenced blocks of a page in one of these languages."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    return [text for language, text in found if language in languages]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def headings(page: Path) -> set[str]:
    """Anchors of a page, as mkdocs and GitHub make them."""
    filled = _hooks().on_page_markdown(prose(page))
    titles = re.findall(r"^#+ (.+)$", filled, re.M)
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {re.sub(r"[ -]+", "-", title.strip()) for title in plain}


def commands() -> list[tuple[str, str]]:
    """(page, command line) of every `mouseface ...` in a shell block or between backticks."""
    found = []
    for page in PAGES:
        # a line that ends in a backslash goes on
        shell = [block.replace("\\\n", " ") for block in blocks(page, "sh", "bash")]
        lines = [line for block in shell for line in block.splitlines()]
        lines += re.findall(r"`(mouseface [^`]*)`", prose(page))
        for line in lines:
            match = _COMMAND.match(line.strip())
            if match:
                found.append((name_of(page), match[1]))
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if anchor and there.suffix == ".md":
            assert anchor in headings(there), target


def test_every_command_line_parses():
    shown = commands()
    assert len(shown) > 25, "the pages have moved: no commands were found"
    parser = build_parser()
    bare = {"", "COMMAND --help", "..."}
    for page, line in shown:
        words = shlex.split(line, comments=True)[1:]
        if " ".join(words) in bare or (words and " ".join(words) in NAMED):
            continue  # the command is named, not shown
        try:
            parser.parse_args(words)
        except SystemExit as stopped:
            assert stopped.code == 0, f"{page}: {line}"


def test_every_command_is_explained():
    page = (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8")
    filled = _hooks().on_page_markdown(page)
    for command in NAMED:
        assert f"# {command}\n\n```text\nusage: mouseface {command} " in filled


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        shown = re.findall(r"(?:^|`)make ([a-z-]+)", text, re.M)
        assert set(shown) <= targets, (name_of(page), set(shown) - targets)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_compiles_and_imports_what_exists(page):
    for block in blocks(page, "python"):
        tree = ast.parse(block)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("element_mouse"):
                module = importlib.import_module(node.module)
                for alias in node.names:
                    submodule = f"{node.module}.{alias.name}"
                    assert hasattr(module, alias.name) or importlib.util.find_spec(submodule), (
                        f"{node.module}.{alias.name}"
                    )


def test_comments_on_code_are_read_and_few_blocks_are_not_run():
    """`make test-pages` runs the others; a comment that no block follows is an error there."""
    shown = [block for page in pages_with_code() for block in page.blocks if not block.hidden]
    not_run = [block for block in shown if block.why_not]
    assert all(len(block.why_not) > 10 for block in not_run)
    assert len(not_run) <= len(shown) // 8, [block.why_not for block in not_run]
    for page in pages_with_code():
        for block in page.blocks:
            if block.hidden and block.language == "python":
                ast.parse(block.text)


def test_methods_of_tables_that_python_blocks_call_exist():
    tables = dict(_tables())
    seen = set()
    for page in PAGES:
        for block in blocks(page, "python"):
            for name, attribute in re.findall(r"\b([A-Z]\w+)\.(\w+)\(", block):
                if name in tables:
                    assert hasattr(tables[name], attribute), f"{name_of(page)}: {name}.{attribute}"
                    seen.add(f"{name}.{attribute}")
    assert {"EventSet.add", "VideoRecording.insert_files", "HOGProcessing.open"} <= seen


def test_json_examples_are_parameters():
    crop, params = None, None
    for page in PAGES:
        for block in blocks(page, "json"):
            values = json.loads(block)
            if "masks" in values:
                crop = Crop.from_dict(values)
            elif "whiskers" in values:  # a mapping of tracked points, with two parts more
                own = {name: values.pop(name) for name in ("whiskers", "mouth_opening")}
                assert FaceMapping.from_dict(values).eye and all(own.values())
            elif "session_start_time" in values:
                assert new_nwbfile(values).subject.subject_id == "M01"
            elif "features" in values:
                assert FeatureParams.from_dict(values["features"]).geometry.length_px
            else:
                params = [kind.from_dict(values[name]) for name, kind in PARAMS.items()]
    assert crop is not None and crop.masks and params is not None


def _tables() -> list[tuple[str, type]]:
    hooks = _hooks()
    return [
        (table.__name__, table)
        for module in (
            *(recording, descriptors, behavior, expression, facemap, confounds, responses),
            *(features, frame_models, failures, affect),
        )
        for table in hooks.tables_of(module.__name__)
    ]


def _hooks():
    spec = importlib.util.spec_from_file_location("docs_hooks", ROOT / "docs/_hooks/hooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readme_lists_every_module_of_tables():
    """Every table is on the page that it links to, which the next test sees to."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Tables")[1].split("\n## ")[0]
    shown = re.findall(r"^\| `(\w+)` \| \w.+ \|$", section, re.M)
    modules = _hooks().table_pages.MODULES
    assert shown == [name.rpartition(".")[2] for name in modules]
    assert {table.__module__.split(".")[1] for _, table in _tables()} == set(shown)
    assert "(docs/reference/tables.md)" in section


def test_the_front_page_tells_the_numbers_of_the_evidence():
    """Each number of the table has the command that made it, and is what that command wrote."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = json.loads((ROOT / "docs/evidence.json").read_text(encoding="utf-8"))
    section = readme.split("## Evidence")[1].split("\n## ")[0]
    rows = [line.split(" | ") for line in section.splitlines() if "`python -m" in line]
    parts = {part: row[1] for row in rows for part in re.findall(r"\w+", row[2].split("only")[1])}
    assert len(rows) == 4 and set(parts) == {"whole", "ladder", "refusals", "many", "mice"}
    planted = [row["mean_r"] for row in found["whole"].values()]
    published = [rows["published similarity"]["mean_r"] for rows in found["ladder"].values()]
    for part, kind, values in (
        ("whole", "", planted),
        ("ladder", "", published),
        ("mice", "", [mouse["shock"]["rho"] for mouse in found["mice"].values()]),
        ("mice", "published", [mouse["published"]["rho"] for mouse in found["mice"].values()]),
    ):
        assert f"{min(values):.2f} to {max(values):.2f}" in parts[part], (part, kind)
    assert "20 of 20" in parts["refusals"] and "20 of 20 refused" in found["refusals"].values()
    true = found["many"]["true"]
    accused = sum(bool(one["accused"]) for one in true)
    assert f"{accused} of {len(true)} sessions" in parts["many"]
    moved = ", ".join(f"{mouse['movement']['rho']:.2f}" for mouse in found["mice"].values())
    explained = max(mouse["movement"]["explains"] for mouse in found["mice"].values())
    assert f"{moved})" in readme and f"{explained:.0%} of" in readme.replace("\n", " ")


def test_the_front_page_tells_the_speeds_of_the_record():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Speed")[1].split("\n## ")[0]
    record = (ROOT / "docs/design/0006-engine-speed.md").read_text(encoding="utf-8")
    rows = [line for line in section.splitlines() if "`python -m benchmarks" in line]
    assert len(rows) == 4
    for row in rows:
        value = row.split(" | ")[1].split()[0]
        assert re.search(rf"^\|.*\b{re.escape(value)}\b", record, re.M), row
        part = re.search(r"--only (\w+)`", row)[1]
        assert f'"{part}":' in (ROOT / "benchmarks/__main__.py").read_text(encoding="utf-8")


def test_reference_pages_are_filled_from_the_code():
    hooks = _hooks()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if "{{" in text:
            assert "{{" not in hooks.on_page_markdown(text), name_of(page)
    page = (ROOT / "docs/reference/tables.md").read_text(encoding="utf-8")
    filled = hooks.on_page_markdown(page)
    for name, table in _tables():
        assert f"### {name}\n" in filled
        for part in hooks.parts_of(table):
            assert f"#### {name}.{part.__name__}\n" in filled
    assert "| key | `recording_id` | `int32` |" in filled
    assert "::: element_mouseface.descriptors.processing.HOGProcessing.open" in filled


def test_the_page_of_named_features_has_them_all():
    page = (ROOT / "docs/reference/features.md").read_text(encoding="utf-8")
    assert [*re.findall(r"^\{\{ features (\w+) \}\}$", page, re.M)] == [*GROUPS, UNITS_GROUP]
    filled = _hooks().on_page_markdown(page)
    for name, one in [*REGISTRY.items(), *UNIT_REGISTRY.items()]:
        stem, _, last = name.rpartition("_")
        if last.isdigit() and last != "1":
            assert re.search(rf"`{stem}_1` to `{stem}_(\d+)` \| {one.unit} ", filled), name
        else:
            assert re.search(rf"`{name}`[^|]* \| {re.escape(one.unit)} ", filled), name
        assert one.source in filled
        undefined = one.definition.partition("NaN ")[2].replace("|", "&#124;")
        assert f"NaN {undefined}" in filled


def test_every_column_of_a_definition_is_on_the_page_with_its_whole_comment():
    pages = _hooks().table_pages
    seen = 0
    for name, table in _tables():
        for one in (table, *pages.parts_of(table)):
            lines = [line.strip() for line in one.definition.strip().splitlines()]
            lines = [line for line in lines if line and line[0] not in "#-"]
            lines = [line for line in lines if not line.startswith(("index", "unique"))]
            columns = [row for row in pages.columns_of(one) if row["name"]]
            told = {row["name"]: row["comment"] for row in columns}
            assert len(columns) == len(lines)
            for line in lines:
                comment = line.partition("#")[2].strip()
                assert told[re.split(r"\W", line)[0]] == comment, (name, line)
                seen += bool(comment)
    assert seen > 100


def test_the_diagram_is_of_the_present_tables():
    pages = _hooks().table_pages
    drawn = (ROOT / "docs/images/tables.svg").read_text(encoding="utf-8")
    assert drawn == pages.diagram(), "run `make figures`"
    for name, _ in _tables():
        assert f">{name}</text>" in drawn
    for name, target in (("FacialExpression", "HOGProcessing"), ("EventTrial", "Trial")):
        assert f"<title>{name} refers to {target}</title>" in drawn


def test_every_error_has_its_cure():
    page = ROOT / "docs/how-to/troubleshooting.md"
    titles = set(re.findall(r"^#+ (\w+)$", prose(page), re.M))
    ours = {name for name in vars(errors) if name.endswith("Error")}
    missing = ours - {"MouseFaceError"} - titles
    assert not missing
    assert {title for title in titles if title.endswith("Error")} <= ours


def test_the_navigation_has_every_page_and_the_network_is_not_needed():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"[\w\-/]+\.md", text))
    there = {p.relative_to(ROOT / "docs").as_posix() for p in (ROOT / "docs").rglob("*.md")}
    there |= {path for path, _ in _hooks().notebook_pages.generated() if path.endswith(".md")}
    assert listed == there
    assert "font: false" in text and "http" not in text.replace("https://www.datajoint", "")


def test_the_lines_without_a_database_follow_from_the_demo():
    """What each line reads is the demo's, or an earlier line's output."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"## Without a database\n.*?```sh\n(.*?)```", text, re.S)[1]
    lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    assert lines[:2] == [[".", ".venv/bin/activate"], ["cd", "mouseface_demo/raw"]]
    demo = (ROOT / "element_mouseface/demo/run.py").read_text(encoding="utf-8")
    there = {"face.mp4", "events.csv"}
    assert all(f'raw / "{name}"' in demo for name in there)
    for words in lines[2:]:
        args = build_parser().parse_args(words[1:])
        made = {args.out} if getattr(args, "out", None) else set()
        named = {w for w in words[2:] if "." in w and "=" not in w and w != "."}
        named |= {w for w in words[2:] if w.startswith("scored")}
        assert named - made <= there, words
        there |= made
    # nobody tracked points, labeled behaviors, rated units or signed stimuli on the demo's movie,
    # none of its frames fails, no session is described, and moving reads an old database
    assert {line[1] for line in lines[2:]} == set(COMMANDS) - {
        "demo", "why", "keypoints", "behavior", "model", "ratings", "failures", "affect",
        "decode", "units", "population", "nwb", "moving",
    }  # fmt: skip


def test_the_help_lists_every_command():
    listed = re.findall(r"^  mouseface (\w+)", main_module._DESCRIPTION, re.M)
    assert listed == list(COMMANDS)


def test_the_figure_is_small_and_shown_first():
    figure = ROOT / "docs/images/demo.png"
    assert figure.stat().st_size <= 300 * 1024
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.index("docs/images/demo.png") < 100
    for shown in ("make demo", "make test"):
        assert shown in readme[:1700]
    order = (
        "demo.png",
        "Expression scores",
        "make demo  ",
        "## Real mice",
        "## Evidence",
        "## Speed",
    )
    places = [readme.index(one) for one in (*order, "## Install")]
    assert places == sorted(places)


def test_the_compose_file_agrees_with_the_worker_and_the_page():
    yaml = pytest.importorskip("yaml")
    text = (ROOT / "docker/compose.yaml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]
    assert services["database"]["image"] == "mysql:8.4"
    build = services["worker"]["build"]
    dockerfile = (ROOT / "docker" / build["context"] / build["dockerfile"]).resolve()
    for source in re.findall(r"^COPY (.+) \S+$", dockerfile.read_text(encoding="utf-8"), re.M):
        for path in source.split():
            assert (ROOT / path).exists(), path
    worker = (ROOT / "docker/worker.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(MOUSEFACE_\w+)"', worker))
    assert read <= set(services["worker"]["environment"])
    page = (ROOT / "docs/how-to/docker.md").read_text(encoding="utf-8")
    for variable in re.findall(r"\$\{(\w+)", text):
        assert f"`{variable}`" in page, variable


def test_no_path_of_one_machine_is_committed():
    private = re.compile(r"(?<![\w.])/(?:work|root)/|/tmp/\w|devenv")
    for page in [*PAGES, ROOT / "mkdocs.yml", *(ROOT / "notebooks").glob("*.ipynb")]:
        text = re.sub(r'"image/png": "[^"]*"', "", page.read_text(encoding="utf-8"))
        assert not private.search(text), name_of(page)
