"""Figures of scores, events, prototypes and facial signals.

    score_figure               the faces, score traces, events and bouts of a scored recording
    events_figure              the response to each stimulus, trial by trial
    registration_figure        the shift of the head, before and after registration
    contrast_prototype_figure  prototypes of the contrast score as differences from the neutral face
    hog_figure                 a frame's thumbnail and its histograms of oriented gradients
    prototype_figure           published prototypes as HOG glyphs, next to their source frames
    why_figure                 what each place of the face adds to a score
    places_figure              places that respond to a stimulus unlike a face
    clock_figure               frame times on a clock compared with the movie's own
    explained_figure           how much of each score movement explains
    signals_figure             motion, pupil, blinks and running over time
    components_figure          motion components over the mean frame
    keypoint_figure            tracked points over a frame, and their traces
    face_angle_figure          the angle of the head over time, and whether both rolls agree
    action_units_figure        action units of the face over time, with their errors
    regions_figure             regions, crop and masks over a frame
    sessions_figure            the response of each session to each stimulus
    draw_sessions              the same, from a sessions.csv
    ethogram_figure            when each behavior was present, under frames of the movie
    behavior_trials_figure     behaviors around events, trial by trial
    transitions_figure         which behavior follows which
    precision_recall_figure    precision and recall of frames over the threshold
    calibration_figure         how far predicted probabilities are right
    behavior_confusion_figure  what the frames of each behavior were taken for
    learning_curve_figure      average precision with a part of the labels
    behavior_examples_figure   frames of hits, misses and false alarms of a classifier
    rating_agreement_figure    how far raters agree on each unit, and a model beside them
    rating_confusion_figure    what one rater gave where another gave each level
    affect_figure              arousal, positive and negative valence over time and by trial
    failure_stacks_figure      failed frames and others, stacked, and how they differ
    failure_causes_figure      how well each cause tells failed frames from others
    failure_attributions_figure  what speaks for failure over time
    structure_figure           correlations of frames, their clusters, and what those follow
    weights_figure             the weights of a linear model, with their spread over folds
    weights_page               the same as a page for the browser, to hover over and to sort
    attributions_figure        which features make a model say what it says
    dependence_figure          what a model says if one feature had another value
    model_places_figure        where in the picture a model looks
    class_places_figure        the same for each category, and how far folds agree
    picture_weights_figure     weights of pixels or of oriented gradients on the face
    decoding_figure            how well decoders tell stimuli apart, beside chance
    amounts_figure             whether responses grow with the amount of a stimulus
    population_figure          prototypes, each mouse by those of others, effects, designs
    draw_overview              every figure of a scored recording, into a folder
    write_labeled_video        a video with the scores below each frame
    save_figure                write a figure to a .png, .pdf or .svg file

Each name is imported when it is first used. Functions whose name ends in `_figure` return a
matplotlib figure, and write it to `path` if one is given.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
