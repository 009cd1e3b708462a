"""Motion components on a shared basis: against scikit-learn, and what cannot share one."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from element_mouseface.core.frame_features import (
    MotionBasis,
    Reason,
    fit_motion_basis,
    result_features,
)
from element_mouseface.errors import InputError, ParameterError, ResultError, ResultMismatchError
from element_mouseface.params import Crop, Mask
from tests.unit.core.frame_features.recordings import frames_of_face, recorded

N = 60
MASKED = Crop(masks=(Mask("spout", "box", ((20, 30), (60, 70))),))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("basis")
    one = recorded(folder / "one.zarr", frames_of_face(N), lost=(7,), crop=MASKED)
    other = recorded(folder / "other.zarr", frames_of_face(N, seed=5))
    return one, other


@pytest.fixture(scope="module")
def basis(results):
    return fit_motion_basis(results, n_components=5)


def changes(result):
    found = np.abs(np.diff(np.asarray(result.thumbnails).astype(float), axis=0))
    return np.concatenate([found[:1], found])


def test_it_is_a_principal_component_analysis_of_all_changes(results, basis):
    known = [np.isfinite(result.quality("motion_energy")) for result in results]
    rows = np.concatenate(
        [changes(r)[k][:, basis.inside] for r, k in zip(results, known, strict=True)]
    )
    assert basis.n_sampled == len(rows) == 2 * N - 4
    due = PCA(5, svd_solver="full").fit(rows)
    for mine, theirs in zip(basis.components, due.components_, strict=True):
        assert abs(mine[basis.inside] @ theirs) == pytest.approx(1, abs=1e-5)
        assert mine.ravel()[np.abs(mine).argmax()] > 0 and not mine[~basis.inside].any()
    np.testing.assert_allclose(
        basis.strengths / basis.total_variance, due.explained_variance_ratio_, rtol=1e-5
    )
    for result, there in zip(results, known, strict=True):
        table = result_features(result, basis=basis)
        found = np.stack([table.column(f"motion:component_{k}") for k in range(1, 6)], axis=1)
        np.testing.assert_array_equal(np.isfinite(found).all(axis=1), there)
        scores = due.transform(changes(result)[there][:, basis.inside])
        signs = np.sign([m[basis.inside] @ c for m, c in
                         zip(basis.components, due.components_, strict=True)])  # fmt: skip
        np.testing.assert_allclose(found[there], scores * signs, atol=0.05)


def test_a_table_names_the_basis_and_what_it_was_fitted_on(results, basis):
    table = result_features(results[0], basis=basis)
    about = table.about["motion_basis"]
    assert about["digest"] == basis.digest
    assert about["fitted_on"] == [result.digest for result in results]
    assert [table.reason("motion:component_1")[k] for k in (0, 7, 8, 9)] == [
        *(Reason.FIRST_FRAME, Reason.MISSING_FRAME, Reason.FIRST_FRAME, Reason.NONE)
    ]


def test_a_frame_depends_on_no_other(basis, results):
    rows = changes(results[1]).astype(np.float32)
    whole = basis.project(rows)
    for first, stop in ((0, 1), (3, 20), (16, 33), (59, 60)):
        np.testing.assert_array_equal(basis.project(rows[first:stop]), whole[first:stop])


def test_it_is_stored_and_read_back(basis, tmp_path):
    again = MotionBasis.load(basis.save(tmp_path / "b.npz"))
    assert again.digest == basis.digest and again.fitted_on == basis.fitted_on
    np.testing.assert_array_equal(again.components, basis.components)
    data = bytearray((tmp_path / "b.npz").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "b.npz").write_bytes(data)
    with pytest.raises(ResultError, match=r"b\.npz"):
        MotionBasis.load(tmp_path / "b.npz")
    np.savez(tmp_path / "c.npz", a=np.zeros(3))
    with pytest.raises(ResultError, match=r"c\.npz"):
        MotionBasis.load(tmp_path / "c.npz")


def test_the_sample_is_spread_over_the_recordings(results):
    some = fit_motion_basis(results, n_components=3, sample_frames=40)
    assert some.n_sampled == 40 and len(some) == 3
    assert some.digest == fit_motion_basis(results, n_components=3, sample_frames=40).digest


def test_recordings_of_other_sizes_share_no_basis(results, basis, tmp_path):
    small = recorded(tmp_path / "s.zarr", frames_of_face(16), crop=Crop(width=100))
    for call in (
        lambda: result_features(small, basis=basis),
        lambda: fit_motion_basis([*results, small]),
    ):
        with pytest.raises(ResultMismatchError, match="another size"):
            call()
    more = recorded(
        tmp_path / "m.zarr",
        frames_of_face(16),
        crop=Crop(masks=(Mask("paw", "box", ((90, 30), (150, 90))),)),
    )
    with pytest.raises(ResultMismatchError, match="masks of this recording"):
        result_features(more, basis=basis)


def test_bad_input_is_refused(results, tmp_path):
    still = recorded(tmp_path / "still.zarr", np.full((16, 64, 96), 90, np.uint8))
    with pytest.raises(InputError, match="Nothing moves"):
        fit_motion_basis([still])
    with pytest.raises(InputError, match="each once"):
        fit_motion_basis([])
    with pytest.raises(InputError, match="each once"):
        fit_motion_basis([results[0], results[0].path])
    with pytest.raises(ParameterError, match="n_components"):
        fit_motion_basis(results, n_components=101)
    with pytest.raises(ResultError):
        fit_motion_basis([tmp_path])
