"""Passes over real H.264: scikit-image on a plain sequential read is the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.feature import hog

from element_mouseface import extract, open_descriptors, open_video
from element_mouseface.params import Crop, HOGParams
from tests.contract.movies import decoded_in_order, pictures, write_movie

HEIGHT, WIDTH, N = 120, 160, 150
MOVIES = {
    "short GOPs, B-frames": {"g": "12", "bf": "3", "crf": "20"},
    "one long GOP": {"g": "1000", "keyint_min": "1000", "sc_threshold": "0", "crf": "20"},
    "open GOPs": {"g": "20", "x264-params": "open-gop=1:bframes=3", "crf": "26"},
    "every frame a key": {"g": "1", "crf": "20"},
}


@pytest.fixture(scope="module", params=MOVIES.values(), ids=MOVIES.keys())
def movie(request, tmp_path_factory):
    frames = pictures(N, height=HEIGHT, width=WIDTH)
    return write_movie(tmp_path_factory.mktemp("m") / "m.mp4", frames, **request.param)


def test_every_layout_of_the_work_gives_the_same_bits_and_they_are_right(movie, tmp_path):
    params, crop = HOGParams(pixels_per_cell=(16, 16)), Crop(10, 6, 140, 110)
    reader, results = open_video(movie), {}
    for workers, chunk_frames in [(1, 160), (1, 16), (2, 16), (3, 48), (4, 64)]:
        out = tmp_path / f"{workers}-{chunk_frames}"
        results[out] = extract(
            reader, out, params, crop, workers=workers, chunk_frames=chunk_frames
        )
        results[out].verify()
    assert len({r.digest for r in results.values()}) == 1
    box = crop.box(HEIGHT, WIDTH)
    frames = decoded_in_order(movie)
    wanted = [hog(f[box], 8, (16, 16), (1, 1), transform_sqrt=True) for f in frames]
    np.testing.assert_allclose(np.asarray(open_descriptors(out)), wanted, atol=1e-5)
    motion = results[out].quality("motion_energy")
    gray = np.array([f[box] for f in frames]).astype(float)
    np.testing.assert_allclose(motion[1:], np.abs(np.diff(gray, axis=0)).mean((1, 2)), rtol=1e-5)
    np.testing.assert_allclose(results[out].quality("luminance"), gray.mean((1, 2)), rtol=1e-5)


def test_every_frame_of_the_treadmill_movie_is_scikit_image_s(shared, tmp_path):
    movie = shared / "treadmill_250hz.mp4"
    reader = open_video(movie)
    result = extract(reader, tmp_path / "o")
    assert (result.n_frames, *result.frame_px) == (994, 406, 396)
    assert result.info["fps"] == pytest.approx(250, rel=1e-4)
    descriptors = open_descriptors(tmp_path / "o")
    frames = decoded_in_order(movie)
    assert descriptors.shape == (994, 12 * 12 * 8) and len(frames) == 994
    worst = 0.0
    for start, block in descriptors.blocks():
        for number, row in enumerate(block, start):
            wanted = hog(frames[number], 8, (32, 32), (1, 1), transform_sqrt=True)
            worst = max(worst, float(np.abs(row - wanted).max()))
    assert worst < 1e-5
    again = extract(reader, tmp_path / "again", workers=1, chunk_frames=256)
    assert again.digest == result.digest
