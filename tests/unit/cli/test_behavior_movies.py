"""MOVIES.csv of `mouseface behavior train`: paths, columns, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from element_mouseface.cli.behavior.movies import read_movies
from element_mouseface.errors import ParameterError, PathError


def written(folder: Path, text: str, name: str = "movies.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_are_relative_to_the_file_or_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir("/")
    text = f"Video,labels,animal\na/b.mp4,../l.csv,m1\n{tmp_path / 'x y.avi'},l.csv,m2\n"
    rows, notes = read_movies(written(tmp_path, text))
    assert notes == [] and [row.line for row in rows] == [2, 3]
    assert rows[0].video == tmp_path / "a/b.mp4" and rows[0].labels == tmp_path / "../l.csv"
    assert rows[1].video == tmp_path / "x y.avi"
    assert [row.animal for row in rows] == ["m1", "m2"] and rows[0].session is None


@pytest.mark.parametrize(
    "text",
    [
        "video;labels;session;sex\r\nä.mp4;ä, day 1.csv;d1;f\r\n",
        "sep=;\nvideo;labels;session;sex\nä.mp4;ä, day 1.csv;d1;f\n",
        'sex,session,labels,video\n# a comment\nf,d1,"ä, day 1.csv",ä.mp4\n\n',
        "\ufeffvideo\tlabels\tsession\tsex\nä.mp4\tä, day 1.csv\td1\tf\n",
    ],
)
def test_any_separator_and_any_order_of_columns(tmp_path, text):
    ((row,), notes) = read_movies(written(tmp_path, text))
    assert (row.video.name, row.labels.name, row.session) == ("ä.mp4", "ä, day 1.csv", "d1")
    assert notes == ["column 'sex' of movies.csv is not used"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("video,animal\na.mp4,m1\n", "no column 'labels'"),
        ("file,labels\na.mp4,l.csv\n", "no column 'video'"),
        ("video,labels,video\na.mp4,l.csv,b.mp4\n", "'video' twice"),
        ("video,labels,anmial\na.mp4,l.csv,m1\n", "looks like 'animal'"),
        ("video,labels,animal_\na.mp4,l.csv,m1\n", "looks like 'animal'"),
        ("video,labels\n", "has no row"),
        ("", "empty"),
        ("video,labels\na.mp4,\n", "Line 2 of 'movies.csv' has no labels"),
        ("video,labels\n,l.csv\n", "has no video"),
        ("video,labels\na.mp4,l.csv,m1\n", "more cells than there are columns"),
        ("video,labels,animal\na.mp4,l.csv,m1\nb.mp4,k.csv,\n", "none in line 3"),
        ("video,labels,session\na.mp4,l.csv,\nb.mp4,k.csv,d2\n", "none in line 2"),
        ("a.mp4,l.csv\nb.mp4,k.csv\n", "no column 'video'"),
    ],
)
def test_a_list_that_could_be_misread_is_refused(tmp_path, text, told):
    with pytest.raises(ParameterError) as caught:
        read_movies(written(tmp_path, text))
    assert told in str(caught.value)


def test_no_file_and_a_spreadsheet_are_told(tmp_path):
    with pytest.raises(PathError, match="There is no list of movies"):
        read_movies(tmp_path / "none.csv")
    (tmp_path / "movies.xlsx").write_bytes(b"PK\x03\x04" + bytes(40))
    with pytest.raises(ParameterError, match="spreadsheet"):
        read_movies(tmp_path / "movies.xlsx")
