"""The image's install steps, run in a plain virtual environment: there is no engine in CI."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.release.environments import environment

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "docker" / "Dockerfile"


def steps() -> list[tuple[str, str]]:
    """(instruction, the rest of its line) of the Dockerfile, continued lines joined."""
    text = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    pairs = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return [(name.upper(), rest) for name, rest in pairs]


def _copy(rest: str, folder: Path) -> None:
    """Carry out one COPY from the commit: what is not tracked is not in a fresh clone either."""
    *sources, target = shlex.split(rest)
    there = folder / target
    for source in sources:
        listed = subprocess.run(
            ["git", "ls-tree", "-r", "--name-only", "HEAD", source],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout.splitlines()  # fmt: skip
        assert listed, f"COPY {source}: not in the repository"
        for name in listed:
            is_file = name == source
            inner = Path(name).name if is_file else Path(name).relative_to(source)
            placed = there if is_file and not target.endswith("/") else there / inner
            placed.parent.mkdir(parents=True, exist_ok=True)
            content = subprocess.run(
                ["git", "show", f"HEAD:{name}"], cwd=ROOT, check=True, capture_output=True
            ).stdout
            placed.write_bytes(content)


@pytest.fixture(scope="module")
def image():
    """An environment of the image's Python in which its COPY and pip steps were carried out."""
    (version,) = re.findall(r"^FROM python:(\d+\.\d+)-slim$", DOCKERFILE.read_text(), re.M)
    with environment(version) as made:
        n_pip = 0
        for name, rest in steps():
            if name == "COPY":
                _copy(rest, made.here)
            elif name == "RUN" and rest.startswith("pip "):
                made.run(*shlex.split(rest), "--quiet")
                n_pip += 1
        assert n_pip == 1
        yield made


def test_the_worker_imports_with_what_the_image_installs(image):
    found = image.run("python", "-c", "import worker; print(worker.__file__, *vars(worker))")
    assert found.startswith(str(image.here / "worker.py"))
    assert "activate" in found and "step" in found
    # both servers of the page, and the cluster that MOUSEFACE_SCHEDULER may name
    image.run("python", "-c", "import psycopg2, pymysql, distributed")


def test_the_command_is_the_worker(image):
    (command,) = [rest for name, rest in steps() if name == "CMD"]
    assert command == '["python", "worker.py"]' and (image.here / "worker.py").is_file()


def test_a_worker_without_a_server_ends_with_an_error_of_ours(image):
    settings = {"DJ_HOST": "127.0.0.1", "DJ_PORT": "1", "DJ_USER": "root", "DJ_PASS": "x"}
    with pytest.raises(AssertionError, match=r"worker: The mysql server at 127\.0\.0\.1:1"):
        image.run("python", "worker.py", **settings, DJ_BACKEND="mysql")
