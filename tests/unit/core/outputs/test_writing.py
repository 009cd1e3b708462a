"""The one module that writes: what may be replaced, what never, and what a crash leaves."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import socket
from pathlib import Path

import pytest

from element_mouseface.core.outputs import (
    RunLock,
    checked_file,
    checked_folder,
    is_our_picture,
    lock_path,
    whole_file,
    whole_files,
    whole_path,
)
from element_mouseface.core.outputs.identity import (
    is_our_lock,
    is_our_partial,
    is_our_temporary,
    mark_partial,
    target_of_temporary,
    temporary_path,
)
from element_mouseface.errors import PathError, ResultBusyError, StorageError

TOKEN = "0123456789abcdef" * 2


def write(path, text, **rules):
    with whole_file(path, **rules) as file:
        file.write(text)
    return path


def names(folder):
    return sorted(p.name for p in folder.iterdir())


# ---- one file


def test_a_file_is_whole_or_as_it_was(tmp_path):
    path = write(tmp_path / "a.csv", "one")
    assert path.read_text() == "one" and names(tmp_path) == ["a.csv"]
    with pytest.raises(PathError, match="exists already"):
        write(path, "two")
    write(path, "one")  # the same content is no loss
    with pytest.raises(RuntimeError), whole_file(path, overwrite=True) as file:
        file.write("half")
        raise RuntimeError
    assert path.read_text() == "one"
    write(path, "two", overwrite=True)
    write(path, "three", ours=lambda there: there.read_text() == "two")
    assert path.read_text() == "three" and names(tmp_path) == ["a.csv"]


def test_what_comes_meanwhile_is_not_lost(tmp_path):
    path = tmp_path / "a.csv"
    with pytest.raises(PathError, match="exists already"), whole_file(path) as file:
        file.write("mine")
        path.write_text("theirs")
    assert path.read_text() == "theirs" and names(tmp_path) == ["a.csv"]


def test_where_files_cannot_be_linked_they_are_renamed_and_nothing_is_lost(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = write(tmp_path / "a.csv", "one")
    with pytest.raises(PathError, match="exists already"):
        write(path, "two")
    assert path.read_text() == "one"
    with RunLock(tmp_path / "b.lock") as lock:
        with pytest.raises(ResultBusyError):
            RunLock(lock.path).acquire()
    assert names(tmp_path) == ["a.csv"]


def test_a_full_disk_leaves_nothing_of_ours(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    write(tmp_path / "a.csv", "before")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space"):
        write(tmp_path / "a.csv", "after", overwrite=True)
    with pytest.raises(StorageError, match="No space"), whole_files(tmp_path / "b.mp4") as (fresh,):
        fresh.write_text("movie")
    assert names(tmp_path) == ["a.csv"] and (tmp_path / "a.csv").read_text() == "before"


def test_an_error_of_ours_passes_as_it_is(tmp_path):
    with pytest.raises(PathError, match="mine"), whole_path(tmp_path / "a") as fresh:
        fresh.write_text("x")
        raise PathError("mine")
    assert names(tmp_path) == []


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "dangling", "socket", "device"])
def test_what_is_no_plain_file_is_never_written_to(tmp_path, kind):
    path = tmp_path / "out"
    (tmp_path / "mine").write_text("mine")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    elif kind == "device":
        path = Path("/dev/null")
    else:
        path.symlink_to(tmp_path / ("mine" if kind == "link" else "none"))
    before = names(tmp_path)
    for rules in ({}, {"overwrite": True}, {"ours": lambda there: True}):
        with pytest.raises(PathError, match="cannot be"):
            write(path, "x", **rules)
    assert names(tmp_path) == before and (tmp_path / "mine").read_text() == "mine"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("n" * 300, "too long"),
        ("n" * 250 + ".mp4", "too long"),
        ("/".join(["deep" * 10] * 125), "cannot be"),
        ("a\0b", "Not a path"),
        ("", "cannot be"),
        (".", "cannot be"),
        ("none/a.csv", "no folder"),
        ("file/a.csv", "not a folder"),
    ],
)
def test_names_that_cannot_be_are_told_at_once(tmp_path, monkeypatch, path, told):
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("x")
    with pytest.raises((PathError, StorageError), match=told) as caught:
        checked_file(path, what="the copy")
    assert len(str(caught.value)) < 1000 and caught.value.do
    assert names(tmp_path) == ["file"]


def test_a_name_of_the_greatest_length_works_to_its_end(tmp_path):
    name = "n" * 234 + ".mp4"
    with whole_files(tmp_path / name) as (fresh,):
        fresh.write_text("movie")
    assert names(tmp_path) == [name]


# ---- an output is no input


def test_an_output_is_never_an_input_whatever_it_is_called(tmp_path, monkeypatch):
    movie = tmp_path / "face.mp4"
    movie.write_text("movie")
    (tmp_path / "sub").mkdir()
    os.link(movie, tmp_path / "hard.mp4")
    (tmp_path / "soft.mp4").symlink_to(movie)
    (tmp_path / "folder").symlink_to(tmp_path / "sub")
    monkeypatch.chdir(tmp_path)
    paths = [
        "face.mp4",
        "./sub/../face.mp4",
        "hard.mp4",
        "soft.mp4",
        "FACE.mp4",
        "folder/../face.mp4",
    ]
    for path in [*paths, movie]:
        with pytest.raises(PathError, match="would replace"):
            checked_file(path, inputs=[None, str(movie)], overwrite=True)
        with pytest.raises(PathError, match="would replace"):
            write(path, "x", inputs=[movie], overwrite=True)
    assert movie.read_text() == "movie"
    checked_file("face2.mp4", inputs=[movie])


def test_nothing_is_written_into_a_folder_that_is_read(tmp_path):
    frames = tmp_path / "frames"
    (frames / "deep").mkdir(parents=True)
    (frames / "1.png").write_text("1")
    os.link(frames / "1.png", tmp_path / "elsewhere.png")
    for path in (frames / "new.png", frames / "1.png", frames / "deep" / "x", frames / "DEEP"):
        with pytest.raises(PathError, match="is in the folder"):
            checked_file(path, inputs=[frames], overwrite=True)
    with pytest.raises(PathError, match="is in the folder"):
        checked_file(tmp_path / "elsewhere.png", inputs=[frames], overwrite=True)
    for path in (frames, frames / "scored"):
        with pytest.raises(PathError, match=r"would replace|is in"):
            checked_folder(path, inputs=[frames])
    with pytest.raises(PathError, match="is in"):
        checked_folder(tmp_path, inputs=[frames / "1.png"])
    checked_folder(tmp_path, inputs=[frames / "1.png"], may_hold_inputs=True)
    assert names(frames) == ["1.png", "deep"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_told_before_the_work(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError, match="cannot be written to"):
        checked_file(tmp_path / "a")
    with pytest.raises(StorageError, match="cannot be written to"):
        checked_folder(tmp_path / "a" / "b")


# ---- several files, one run at a time


def make(paths, gate, answers):
    gate.wait()
    try:
        with whole_files(*paths) as fresh:
            for path in fresh:
                path.write_text(f"made by {os.getpid()}")
        answers.put(("won", os.getpid()))
    except (ResultBusyError, PathError) as error:
        answers.put((type(error).__name__, os.getpid()))


def test_of_several_at_once_one_wins_and_its_files_are_its_own(tmp_path):
    context = multiprocessing.get_context("fork")
    paths = [tmp_path / "face.mp4", tmp_path / "face.mp4.json"]
    gate, answers = context.Barrier(4), context.Queue()
    children = [context.Process(target=make, args=(paths, gate, answers)) for _ in range(4)]
    for child in children:
        child.start()
    told = [answers.get(timeout=30) for _ in children]
    for child in children:
        child.join()
    (winner,) = [pid for what, pid in told if what == "won"]
    assert {path.read_text() for path in paths} == {f"made by {winner}"}
    assert names(tmp_path) == ["face.mp4", "face.mp4.json"]


def test_what_a_killed_run_left_is_removed_by_the_next_one_and_nothing_else(tmp_path):
    lock = RunLock(lock_path(tmp_path / "a.mp4"))
    lock.acquire()
    left = temporary_path(tmp_path / "a.mp4", lock.token)
    left.write_text("half")
    other = temporary_path(tmp_path / "a.mp4", TOKEN)
    other.write_text("another's")
    os.close(lock._fd)  # as the system does when a process is killed
    with whole_files(tmp_path / "a.mp4") as (fresh,):
        assert not left.exists()
        fresh.write_text("whole")
    assert names(tmp_path) == sorted([other.name, "a.mp4"])
    assert is_our_temporary(other) and target_of_temporary(other) == tmp_path / "a.mp4"


# ---- locks of others


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# uv",
        "[]",
        '{"pid": 1, "token": "' + TOKEN + '"}',
        '{"format": "element_mouseface.lock"}',
    ],
)
def test_another_programs_lock_is_neither_taken_nor_touched(tmp_path, content):
    path = tmp_path / "uv.lock"
    path.write_text(content)
    assert not is_our_lock(path) and not RunLock(path).is_held()
    with pytest.raises(PathError, match="not a lock of this package"):
        RunLock(path).acquire()
    with pytest.raises(PathError, match="not a lock of this package"), whole_files(tmp_path / "uv"):
        pytest.fail("begun without the lock")
    assert path.read_text() == content and names(tmp_path) == ["uv.lock"]


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "folder"])
def test_a_lock_is_never_followed_through_a_link_or_waited_for(tmp_path, kind):
    path, target = tmp_path / "o.lock", tmp_path / "precious"
    target.write_text(json.dumps({"format": "element_mouseface.lock", "token": TOKEN}))
    before = target.read_text()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(target if kind == "link" else tmp_path / "none")
    with pytest.raises(PathError, match="not a lock of this package"):
        RunLock(path).acquire()
    assert not RunLock(path).is_held() and not is_our_lock(path)
    assert target.read_text() == before and names(tmp_path) == ["o.lock", "precious"]


# ---- marks


def test_only_what_has_our_mark_is_ours(tmp_path):
    ours, theirs = tmp_path / "a.partial", tmp_path / "b.partial"
    for folder in (ours, theirs):
        (folder / "chunks").mkdir(parents=True)
        (folder / "zarr.json").write_text("{}")
    mark_partial(ours, TOKEN)
    (tmp_path / "c.partial").symlink_to(ours)
    (theirs / "element_mouseface.json").write_text("{}")
    (theirs / "spec.json").write_text('{"spec": {}, "layout": {}}')
    assert is_our_partial(ours)
    assert not is_our_partial(theirs) and not is_our_partial(tmp_path / "c.partial")
    assert not is_our_partial(tmp_path / "none") and not is_our_picture(theirs)


@pytest.mark.parametrize("suffix", [".png", ".pdf", ".svg"])
def test_a_figure_of_ours_is_drawn_anew_and_any_other_picture_stays(tmp_path, suffix):
    from matplotlib.figure import Figure

    from element_mouseface.plots._style import new_figure, save_figure

    path = tmp_path / f"figure{suffix}"
    save_figure(new_figure(1, 1), path)
    assert is_our_picture(path)
    figure = new_figure(2, 1)
    figure.text(0.5, 0.5, "another")
    before = path.read_bytes()
    save_figure(figure, path)
    assert path.read_bytes() != before
    Figure(figsize=(1, 1)).savefig(path)
    theirs = path.read_bytes()
    assert not is_our_picture(path)
    with pytest.raises(PathError, match="exists already"):
        save_figure(figure, path)
    assert path.read_bytes() == theirs
    save_figure(figure, path, overwrite=True)
    assert is_our_picture(path) and names(tmp_path) == [path.name]
