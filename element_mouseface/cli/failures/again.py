"""A program of the user's that says which filtered frames still fail."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

_TAIL = 400


class Retest:
    """Writes frames as PNG files, runs a command, and reads which of them failed.

    Parameters
    ----------
    command : str
        With {images} for the folder of `000000.png`, ... and {out} for the CSV that it writes, with
        columns image and failed (1 or 0).  It is run without a shell.

    Raises
    ------
    ParameterError
        If the command does not name both.
    """

    def __init__(self, command: str):
        from ...errors import ParameterError, raised_as

        with raised_as(ParameterError, "--again is not a command.", of=(ValueError,)):
            self._words = shlex.split(command)
        if not self._words or "{images}" not in command or "{out}" not in command:
            raise ParameterError(
                "--again does not say where frames and answers are.",
                expected="a command with {images} and {out}, such as "
                "'python track.py {images} {out}'",
                got=repr(command),
                do="put {images} and {out} where the command takes its folder and its output",
            )
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Retest:
        self._folder = tempfile.TemporaryDirectory(prefix="mouseface-again-")
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def __call__(self, pictures: Any) -> Any:
        """Which of the pictures, (n, y, x) uint8, still fail: (n,) bool array.

        Raises
        ------
        InputError
            If the command fails, or does not answer for every picture.
        """
        import cv2

        if self._folder is None:
            raise TypeError("used outside of its block")
        with tempfile.TemporaryDirectory(dir=self._folder.name) as inside:
            images, out = Path(inside) / "images", Path(inside) / "failed.csv"
            images.mkdir()
            names = [f"{number:06d}.png" for number in range(len(pictures))]
            for name, picture in zip(names, pictures, strict=True):
                cv2.imwrite(str(images / name), picture)
            self._run(images, out)
            return _answers(out, names)

    def _run(self, images: Path, out: Path) -> None:
        from ...errors import InputError

        words = [
            word.replace("{images}", str(images)).replace("{out}", str(out)) for word in self._words
        ]
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False)
        except OSError as error:
            raise InputError(
                "The program of --again cannot be run.", got=str(error), do="check its path"
            ) from error
        if done.returncode:
            raise InputError(
                f"The program of --again ended with {done.returncode}.",
                got=(done.stderr or done.stdout).strip()[-_TAIL:] or "no message",
                do="run it by hand on a folder of PNG files",
            )


def _answers(out: Path, names: list[str]) -> Any:
    import numpy as np

    from ...core.inputs.table import read_table
    from ...errors import InputError

    expected = "a CSV with columns image and failed, a row for each image"
    table = read_table(out, "answer of --again", expected=expected, error=InputError)
    header = table.rows[0] if table.rows else []
    if not {"image", "failed"} <= set(header):
        raise InputError(
            "The program of --again wrote another table.",
            expected=expected,
            got=str(header),
            do="let it write this header, and a row for each image",
        )
    image, failed = header.index("image"), header.index("failed")
    found = {Path(row[image]).name: row[failed] for row in table.rows[1:] if len(row) > 1}
    wrong = [name for name in names if found.get(name) not in ("0", "1")]
    if wrong:
        raise InputError(
            f"The program of --again did not answer for {wrong[0]}.",
            expected="0 or 1 for each image",
            got=repr(found.get(wrong[0])),
            do="let it write 1 for an image that fails and 0 for any other",
        )
    return np.array([found[name] == "1" for name in names])
