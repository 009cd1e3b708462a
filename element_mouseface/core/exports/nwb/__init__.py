"""NWB files: results as their objects, and a writer that checks before a file gets its name.

With `from element_mouseface import nwb`, or as `mf.nwb`:

    new_nwbfile         a new file from a description of the session
    read_session        such a description from a JSON file
    opened_nwb          a file of your lab, opened to be added to
    times_of            the frame times of a scored recording, from the file's start on
    FrameTimes          frame times of anything else: the clock, and its zero
    add_recording       everything that is known of a scored recording
    add_movie           a movie by its files, relative to the NWB file
    add_scores          scores, standard errors and similarities, and which are refused
    add_events          stimuli as intervals, with trials and amounts
    add_bouts           bouts as intervals, a table for each trace
    add_prototypes      prototypes as pictures and descriptors
    add_crop            the crop and its masks, as a table of corners
    add_regions         regions of the face, as a table of corners
    add_provenance      how the scores were made, and the findings
    add_signals         motion energy and components, pupil, blinks and running
    add_keypoints       tracked points, as ndx-pose has them
    add_behaviors       behaviors as bouts, intervals and probabilities
    add_affect          arousal and valences
    add_action_units    action units of the face
    add_face_angle      the angle of the head
    add_features        named features of each frame
    write_nwb           write a file, read it back, validate it, inspect it, rename it
    Written             what that gives: the path, and what the inspector suggests

Each name is imported when it is first used.  Every adder takes the file, a result and the frame
times of its recording: `add_scores(nwbfile, scored, times)`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
