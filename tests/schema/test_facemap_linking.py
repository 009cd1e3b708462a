"""A linking module that was written for the published Facemap element serves as it is."""

from __future__ import annotations

from types import ModuleType

import pytest

from element_mouseface.errors import LinkingError
from element_mouseface.linking import resolve

pytestmark = pytest.mark.server


def facemap_module(linking, **more):
    """As that element's users write it: its own function names, and Device for the camera."""
    module = ModuleType("facemap_link")
    module.Session, module.Device = linking.Session, linking.Equipment
    module.get_facemap_root_data_dir = lambda: [linking.RAW]
    for name, value in more.items():
        setattr(module, name, value)
    return module


def test_its_functions_and_its_device_are_taken(linking):
    link = resolve(
        facemap_module(linking, get_facemap_processed_data_dir=lambda: str(linking.PROCESSED))
    )
    assert link.raw_roots() == [linking.RAW] and link.processed_dir() == linking.PROCESSED
    assert link.Equipment is linking.Equipment
    assert link.facemap_roots() == [linking.PROCESSED, linking.RAW]


def test_without_a_processed_folder_results_lie_beside_the_videos(linking):
    link = resolve(facemap_module(linking))
    assert link.processed_dir() == linking.RAW


def test_our_own_functions_come_first(linking, tmp_path):
    mine = facemap_module(
        linking,
        Equipment=linking.Equipment,
        get_mouseface_root_data_dir=linking.get_mouseface_root_data_dir,
        get_mouseface_processed_data_dir=linking.get_mouseface_processed_data_dir,
        get_facemap_root_data_dir=lambda: str(tmp_path),
    )
    link = resolve(mine)
    assert link.raw_roots() == [linking.RAW] and link.processed_dir() == linking.PROCESSED
    # old results are found all the same
    assert link.facemap_roots() == [linking.PROCESSED, linking.RAW, tmp_path]


def test_a_module_of_ours_still_needs_its_processed_folder(linking):
    module = facemap_module(linking, get_mouseface_root_data_dir=lambda: str(linking.RAW))
    with pytest.raises(LinkingError, match="get_mouseface_processed_data_dir is missing"):
        resolve(module)


def test_the_video_files_are_those_that_the_module_names(linking):
    asked = []

    def files(key):
        asked.append(key)
        return [linking.RAW / "a.mp4", "b.mp4"]

    link = resolve(facemap_module(linking, get_facemap_video_files=files))
    key = {"recording_id": 3}
    assert [path.name for path in link.video_files(key)] == ["a.mp4", "b.mp4"]
    assert asked == [key]
    assert resolve(facemap_module(linking)).video_files(key) is None
    wrong = resolve(facemap_module(linking, get_facemap_video_files=lambda key: "a.mp4"))
    with pytest.raises(LinkingError, match="does not return files"):
        wrong.video_files(key)
