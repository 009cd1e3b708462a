"""Rows that cannot change: edits are refused, and those by other means are found and named."""

from __future__ import annotations

import datajoint as dj
import pytest

from element_mouseface.core.confounds.params import MotionParams
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.errors import FixedRowError
from element_mouseface.params import Crop, HOGParams, Mask
from tests.schema.faces import EVENTS, EXPLAINED, activated, insert_movie
from tests.schema.movies import movie

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "fixed", EXPLAINED) as modules:
        path = movie(linking.RAW / "fixed.mp4", n=40, fps=2)
        modules.key = insert_movie(modules, path)
        modules.rows = rows(modules)
        yield modules


def rows(pipe):
    """For every such table: its class, a row's key, how it is used, an edit, and its Part."""
    hog, exp, fmp, con = pipe.hog, pipe.exp, pipe.fmp, pipe.con
    mask = Mask("spout", "polygon", ((1, 2), (30, 2), (10.5, 20)))
    crop = hog.FaceCrop.add(Crop(width=40, height=32, masks=(mask,)))
    params = hog.HOGParamSet.add(HOGParams(pixels_per_cell=(16, 16)))
    events = exp.EventSet.add(pipe.key, [(n, a / 1.0, b) for n, a, b in EVENTS])
    scored = exp.ExpressionParamSet.add(ContrastParams(baseline_tau_s=60, settle_s=0.3))
    window = exp.EventWindow.add("late", 1, 2.5)
    task = {**pipe.key, **crop, **params}
    hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    made = exp.PrototypeTask.add([{**task, **events}], scored)
    box = Regions((Region("nose", "box", ((2, 3), (30, 20))),), True)
    regions = fmp.FaceRegions.add(box)
    mapping = fmp.KeypointMapping.add()
    motion = con.MotionParamSet.add(MotionParams())
    return {
        "crop": (hog.FaceCrop, crop, hog.FaceCrop.crop, {"x_px": 3}),
        "hog": (hog.HOGParamSet, params, hog.HOGParamSet.params,
                {"hog_params": {**HOGParams().to_dict(), "orientations": 9}}),
        "events": (exp.EventSet, events, exp.EventSet.events, {"n_events": 3}),
        "event": (exp.EventSet, events, exp.EventSet.events, {"onset_s": 2.5, "event_id": 0}),
        "params": (exp.ExpressionParamSet, scored, exp.ExpressionParamSet.params,
                   {"expression_params": ContrastParams(baseline_tau_s=61).to_dict()}),
        "measures": (exp.ExpressionParamSet, scored, exp.ExpressionParamSet.measures,
                     {"measure_params": {"bout_min_s": "nonsense"}}),
        "window": (exp.EventWindow, window, exp.EventWindow.window, {"window_stop_s": 3.0}),
        "task": (exp.PrototypeTask, made, exp.PrototypeTask.check,
                 {"prototype_paramset_id": exp.ExpressionParamSet.add()["expression_paramset_id"]}),
        "regions": (fmp.FaceRegions, regions, fmp.FaceRegions.regions, {"with_full_frame": False}),
        "region": (fmp.FaceRegions, regions, fmp.FaceRegions.regions,
                   {"region_name": "snout", "region_no": 1}),
        "mapping": (fmp.KeypointMapping, mapping, fmp.KeypointMapping.mapping,
                    {"keypoint_mapping": {"nose": ["tip"]}}),
        "motion": (con.MotionParamSet, motion, con.MotionParamSet.params,
                   {"motion_params": {**MotionParams().to_dict(), "nonsense": 1}}),
    }  # fmt: skip


def target(table, edit):
    """The table that has the columns of an edit: the master, or a Part."""
    parts = [p for p in vars(table).values() if isinstance(p, type) and issubclass(p, dj.Part)]
    return next(t for t in (table, *parts) if set(edit) <= set(t().heading.names))


KINDS = ("crop", "hog", "events", "event", "params", "measures", "window", "task", "regions",
         "region", "mapping", "motion")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_is_refused_and_one_by_other_means_is_found(pipe, kind):
    table, key, use, edit = pipe.rows[kind]
    use(key)
    edited = target(table, edit)
    with pytest.raises(FixedRowError, match="cannot change"):
        edited.update1({**key, **edit})
    # as another client, or SQL, would
    stored = dj.FreeTable(dj.conn(), edited.full_table_name)
    own = {**key, **{n: edit[n] for n in edit if n in stored.primary_key}}
    before = (stored & own).fetch1()
    stored.update1({**own, **edit})
    with pytest.raises(FixedRowError, match=f"of {table.__name__} was edited") as caught:
        use(key)
    assert str(next(iter(key.values()))) in caught.value.what
    stored.update1({n: v for n, v in before.items() if n in own or n in edit})
    use(key)


def test_rows_of_parts_are_neither_added_nor_taken_away(pipe):
    table, key, use, _ = pipe.rows["event"]
    one = {**key, "event_id": 9, "stimulus": "water", "repetition": 0}
    one |= {"onset_s": 17.0, "offset_s": 17.5}
    with pytest.raises(FixedRowError, match="would be inserted"):
        table.Event.insert1(one)
    with pytest.raises(FixedRowError, match="would be deleted"):
        (table.Event & key & {"event_id": 0}).delete_quick()
    stored = dj.FreeTable(dj.conn(), table.Event.full_table_name)
    stored.insert1(one)
    with pytest.raises(FixedRowError, match="of 5 events, and 4 were added"):
        use(key)
    (stored & key & {"event_id": 9}).delete_quick()
    gone = (stored & key & {"event_id": 3}).fetch1()
    (stored & key & {"event_id": 3}).delete_quick()
    with pytest.raises(FixedRowError, match="of 3 events"):
        use(key)
    # who copies a database says so
    table.Event.insert1(gone, allow_direct_insert=True)
    assert len(use(key)) == 4


def test_content_is_not_found_again_where_its_row_was_edited(pipe):
    hog = pipe.hog
    key = hog.FaceCrop.add(Crop(x=1, width=32, height=32))
    stored = dj.FreeTable(dj.conn(), hog.FaceCrop.full_table_name)
    stored.update1({**key, "x_px": 2})
    with pytest.raises(FixedRowError, match="was edited"):
        hog.FaceCrop.add(Crop(x=1, width=32, height=32))
    stored.update1({**key, "x_px": 1})
    hog.FaceCrop.update1({**key, "crop_description": "free text stays free"})
    assert hog.FaceCrop.add(Crop(x=1, width=32, height=32)) == key
    with pytest.raises(FixedRowError, match="replaced"):
        hog.FaceCrop.insert([(hog.FaceCrop & key).fetch1()], replace=True)


def test_results_are_not_edited_and_tasks_only_before_their_result(pipe):
    with pytest.raises(FixedRowError, match="are results"):
        pipe.rec.RecordingInfo.update1({**pipe.key, "fps": 30.0})
    with pytest.raises(FixedRowError, match="are results"):
        pipe.rec.RecordingInfo.File.update1({**pipe.key, "file_id": 0, "file_nframes": 3})
    (task,) = pipe.hog.HOGTask.keys()
    pipe.hog.HOGTask.update1({**task, "task_mode": "load"})
    pipe.hog.HOGTask.update1({**task, "task_mode": "trigger"})
    pipe.hog.HOGProcessing.populate(task)
    with pytest.raises(FixedRowError, match="has a result"):
        pipe.hog.HOGTask.update1({**task, "task_mode": "load"})
    stored = dj.FreeTable(dj.conn(), pipe.hog.FaceCrop.full_table_name)
    stored.update1({"crop_id": task["crop_id"], "x_px": 5})
    with pytest.raises(FixedRowError, match="of FaceCrop was edited"):
        pipe.hog.HOGProcessing.open(task)
    stored.update1({"crop_id": task["crop_id"], "x_px": 0})
