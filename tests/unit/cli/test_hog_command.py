"""`mouseface hog` and `mouseface clean` as they are typed; scikit-image is the oracle."""

from __future__ import annotations

import signal
import subprocess
import sys
import uuid

import numpy as np
import pytest
from skimage.feature import hog

from element_mouseface import open_descriptors, open_result
from element_mouseface.cli.main import main
from element_mouseface.core.outputs.identity import mark_partial
from element_mouseface.params import Crop, HOGParams, Mask
from tests.contract.movies import decoded_in_order, pictures, write_movie


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    return write_movie(tmp_path_factory.mktemp("m") / "face.mp4", pictures(40), crf="20")


def test_a_movie_becomes_descriptors(movie, tmp_path, capsys):
    out = str(tmp_path / "o.zarr")
    options = "--crop 8,4,80,56 --orientations 9 --pixels-per-cell 8,16 --cells-per-block 2"
    options += " --block-norm L1-sqrt --no-sqrt --workers 2"
    assert main(["hog", str(movie), "--out", out, *options.split()]) == 0
    printed = capsys.readouterr().out
    for part in (
        "40 frames, 7x5 cells of 9 orientations",
        "digest",
        "per second",
        "open_descriptors",
    ):
        assert part in printed
    result = open_result(out)
    assert result.params == HOGParams(9, (8, 16), (2, 2), "L1-sqrt", False)
    assert result.crop == Crop(8, 4, 80, 56)
    frames = [f[4:60, 8:88] for f in decoded_in_order(movie)]
    wanted = [hog(f, 9, (8, 16), (2, 2), "L1-sqrt") for f in frames]
    np.testing.assert_allclose(np.asarray(open_descriptors(out)), wanted, atol=1e-5)
    # Again: nothing is done. With other parameters: refused. With --overwrite: replaced.
    assert main(["hog", str(movie), "--out", out, *options.split()]) == 0
    assert "nothing was computed" in capsys.readouterr().out
    assert main(["hog", str(movie), "--out", out, "--pixels-per-cell", "16"]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert open_result(out).digest == result.digest
    assert main(["hog", str(movie), "--out", out, "--pixels-per-cell", "16", "--overwrite"]) == 0
    assert open_result(out).params.pixels_per_cell == (16, 16)


def test_masks_and_several_files(movie, tmp_path, capsys):
    out = str(tmp_path / "o.zarr")
    second = write_movie(tmp_path / "second.mp4", pictures(20, seed=3), crf="20")
    mask = "spout=box:0,0:40,30"
    arguments = ["hog", str(movie), str(second), "--out", out, "--pixels-per-cell", "16"]
    assert main([*arguments, "--mask", mask]) == 0
    result = open_result(out)
    assert result.n_frames == 60
    assert result.crop.masks == (Mask("spout", "box", ((0, 0), (40, 30))),)
    assert result.cell_coverage[0, 0] == 0 and not np.asarray(result.cells)[:, 0, 0].any()
    assert [f["first_frame"] for f in result.info["files"]] == [0, 40]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["none.mp4"], "none.mp4"),
        (["MOVIE", "--crop", "90,0,40,40"], "crop"),
        (["MOVIE", "--crop", "0,0,20,20"], "smaller than one block"),
        (["MOVIE", "--crop", "a,b"], "crop"),
        (["MOVIE", "--orientations", "0"], "orientations"),
        (["MOVIE", "--block-norm", "L3"], "block_norm"),
        (["MOVIE", "--workers", "0"], "workers"),
        (["MOVIE", "--scheduler", "nonsense"], "scheduler"),
        (["MOVIE", "--times", "none.txt"], "none.txt"),
    ],
)
def test_bad_input_is_one_message_and_exit_2(movie, tmp_path, capsys, arguments, what):
    arguments = [str(movie) if a == "MOVIE" else a for a in arguments]
    assert main(["hog", *arguments, "--out", str(tmp_path / "o.zarr")]) == 2
    captured = capsys.readouterr()
    assert what in captured.err and "Traceback" not in captured.err and not captured.out
    assert not any(tmp_path.iterdir())


def test_what_is_no_pair_is_told_by_the_parser(movie, tmp_path, capsys):
    for text in ("x", "1,2,3"):
        with pytest.raises(SystemExit) as stopped:
            main(["hog", str(movie), "--out", str(tmp_path / "o"), "--pixels-per-cell", text])
        assert stopped.value.code == 2 and "ROWS,COLUMNS" in capsys.readouterr().err


def test_an_interrupted_run_is_kept_and_gone_on_with(movie, tmp_path, capsys):
    out = tmp_path / "o.zarr"
    code = (
        "import os, signal, sys\n"
        "import element_mouseface.core.extraction.worker as worker\n"
        "from element_mouseface.cli.main import main\n"
        "write = worker.ChunkWriter.write\n"
        "def write_and_die(self, chunk, buffers):\n"
        "    write(self, chunk, buffers)\n"
        "    os.kill(os.getpid(), int(sys.argv[1]))\n"
        # A shell starts what it runs in the background with the interrupt ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "worker.ChunkWriter.write = write_and_die\n"
        "sys.exit(main(['hog', sys.argv[2], '--out', sys.argv[3], '--workers', '1',\n"
        "               '--pixels-per-cell', '16']))\n"
    )
    run = [sys.executable, "-c", code]
    # Killed first: after an interruption every chunk may be written, and none is left to die at.
    killed = subprocess.run([*run, str(int(signal.SIGKILL)), str(movie), str(out)])
    assert killed.returncode == -9
    polite = subprocess.run(
        [*run, str(int(signal.SIGINT)), str(movie), str(out)], capture_output=True, text=True
    )
    assert polite.returncode == 130 and "what is finished is kept" in polite.stderr
    assert not (tmp_path / "o.zarr.lock").exists()
    assert main(["clean", str(tmp_path)]) == 0
    listed = capsys.readouterr().out
    assert "o.zarr.partial" in listed and "(dead)" in listed and "--yes" in listed
    assert main(["hog", str(movie), "--out", str(out), "--pixels-per-cell", "16"]) == 0
    assert "were finished before" in capsys.readouterr().out
    assert main(["clean", str(tmp_path)]) == 0
    assert "nothing to remove" in capsys.readouterr().out


def test_clean_removes_the_dead_when_told(movie, tmp_path, capsys):
    dead = tmp_path / "o.zarr.partial"
    (dead / "chunks").mkdir(parents=True)
    mark_partial(dead, uuid.uuid4().hex)
    assert main(["clean", str(tmp_path), "--yes"]) == 0
    assert "removed 1" in capsys.readouterr().out and not dead.exists()
    assert main(["clean", str(tmp_path / "nowhere")]) == 2
    assert "no folder" in capsys.readouterr().err


def test_help_teaches(capsys):
    for command in ("hog", "clean"):
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0 and "examples:" in capsys.readouterr().out
