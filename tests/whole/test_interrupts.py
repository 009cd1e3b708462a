"""Control-C: every long command ends within two seconds, with 130, and can be resumed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from element_mouseface import open_result
from element_mouseface.cli.main import main
from tests.contract.movies import pictures, write_movie

ROOT = Path(__file__).resolve().parents[2]
#: Each may take two seconds; a machine with other work on it is given as much again.
LONGEST_S = 4.0

#: A reader that would take half a minute for the movie, and tells of its tenth frame.
SLOW = """
import signal, sys, threading, time
import element_mouseface.core.video as video
from element_mouseface.cli.main import main
from tests.whole.paced import PacedReader

# A shell starts what it runs in the background with the interrupt ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
open_video, told = video.open_video, threading.Event()

class Slow(PacedReader):
    def _read(self, start, stop, threads):
        for n, item in enumerate(super()._read(start, stop, threads)):
            if n == 10 and not told.is_set():
                told.set()
                print("working", flush=True)
            yield item

video.open_video = lambda *given, **options: Slow(open_video(*given, **options), 0.1)
{more}
sys.exit(main(sys.argv[1:]))
"""

#: What cannot be interrupted: a thread that is waited for, as a checksum or a library's work is.
STUCK = """
from concurrent.futures import ThreadPoolExecutor
def stuck(*args, **kwargs):
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(time.sleep, 60)
        print("working", flush=True)
        done.result()
import element_mouseface.core.extraction as extraction
extraction.__dict__["extract"] = stuck
"""


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    folder = tmp_path_factory.mktemp("m")
    (folder / "given.csv").write_text("event,onset_s,offset_s\na,1,2\nb,3,4\na,5,6\nb,7,8\n")
    return write_movie(folder / "face.mp4", pictures(300), crf="24")


def interrupted(more, *typed):
    """What a command says that is interrupted while it works, and how long it takes to end."""
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW.replace("{more}", more), *map(str, typed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout.readline().strip() == "working", child.communicate()
    began = time.monotonic()
    child.send_signal(signal.SIGINT)
    try:
        _, told = child.communicate(timeout=30)
    finally:
        child.kill()
    took_s = time.monotonic() - began
    assert (
        child.returncode == 130 and "what is finished is kept" in told and "Traceback" not in told
    )
    return took_s


@pytest.mark.parametrize(
    ("command", "how"), [("hog", "threads"), ("hog", "stuck"), ("score", "threads")]
)
def test_a_pass_ends_at_once_and_is_gone_on_with(movie, tmp_path, command, how):
    out = tmp_path / ("face.zarr" if command == "hog" else "scored")
    typed = [command, str(movie), "--out", str(out), "--workers", "2"]
    if command == "score":
        events = movie.with_name("given.csv")
        typed += ["--events", str(events), "--method", "published"]
    assert interrupted(STUCK if how == "stuck" else "", *typed) < LONGEST_S
    assert not list(tmp_path.rglob("*.lock")) or how == "stuck"
    if command == "hog":
        assert main(typed) == 0
        assert open_result(out).n_frames == 300 and not list(tmp_path.glob("*.*.lock"))


def test_a_copy_ends_at_once_and_leaves_nothing(movie, tmp_path):
    assert interrupted("", "transcode", movie, tmp_path / "copy.mp4") < LONGEST_S
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_does_not_end_by_itself_leaves_nothing(movie, tmp_path):
    stuck = STUCK.replace(
        'extraction.__dict__["extract"]',
        "from element_mouseface.core.extraction.transcode import copying as t, record\nt.compare",
    )
    more = stuck + "video.open_video = t.open_video = record.open_video = open_video"
    assert interrupted(more, "transcode", movie, tmp_path / "copy.mp4") < LONGEST_S
    assert [p.name for p in tmp_path.iterdir()] == ["copy.mp4.lock"]
    assert main(["transcode", str(movie), str(tmp_path / "copy.mp4")]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.mp4", "copy.mp4.json"]
