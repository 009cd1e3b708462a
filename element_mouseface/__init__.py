"""From a video of a mouse's face to expression scores, in files or in a DataJoint pipeline.

With `import element_mouseface as mf`, and without a database:

    open_video          a movie, images or an array as numbered gray frames
    Crop                the part of a frame that is analyzed, in pixels
    Mask                an area of the crop that is left out
    HOGParams           parameters of the histograms of oriented gradients
    extract             one pass over a video: descriptors, thumbnails, quality
    open_result         the result folder of a pass: arrays, flags, provenance
    open_descriptors    the normalized descriptors of a result folder, as an array
    open_colors         the colored thumbnails of a pass that stored color, as an array
    Events              the stimuli, with onset and offset
    read_events         events from a CSV file
    score               the scores of every frame of a recording, by all methods
    ScoredRecording     the scores of a video by all methods, with their findings
    read_folder         the scores in a folder that `mouseface score` wrote
    load_prototypes     prototypes of another recording, from a file or a scored folder
    Region              an area of the face by name: a box, an ellipse or a polygon
    Regions             the regions of a camera for motion, pupil, blinks and running
    load_regions        regions from a JSON file
    save_regions        write regions to a JSON file
    compute_signals     motion energy, motion SVD, pupil, blinks and running of regions
    load_facemap        facial signals from a file that Facemap wrote
    load_keypoints      tracked points from DeepLabCut, SLEAP, Lightning Pose or Facemap
    motion_explained    how much of a score the motion of the face explains
    clock_times         frame times on the experiment's clock: edges, counters, Open Ephys, Harp
    ClockTimes          what that gives: times, drift, dropped and duplicated frames
    plots               figures of scores, events, prototypes and facial signals
    nwb                 results as objects of NWB files, for archives and other programs
    film                a video of a synthetic mouse with planted truth, for trials

Named features of frames:

    result_features     named features of each frame, from a result folder
    write_features      the same, written to a file block by block
    picture_features    named features of each picture of a folder
    write_picture_features  the same, written to a file block by block
    duplicate_pictures  pictures that are there more than once, in one table or several
    read_table          a table of features from a .parquet or .csv file
    open_table          a table of many hours that stays in its .parquet file
    FrameTable          a table of features: one row per frame, NaN with its reason
    FeatureParams       which features are computed, and how
    GeometryParams      distances, angles and areas of tracked points
    fit_motion_basis    components of motion that several recordings share
    MotionBasis         such components, stored in a file

The angle of the head:

    face_angle          roll of each frame; yaw and pitch with two calibrated cameras
    FaceAngleParams     which points are stable, which frames are zero
    SecondCamera        the points of a second calibrated camera
    read_calibration    the calibration of two cameras, of OpenCV or Anipose
    write_face_angle    a face angle as a folder of tables
    read_face_angle     the face angle in such a folder

Action units of the face:

    action_units        how far eye, ear, mouth and whiskers are from rest, frame by frame
    ActionUnits         the table of these, standard errors, the values at rest
    ActionUnitParams    which points are the eye, the mouth, the whiskers
    write_action_units  action units as a folder of tables
    read_action_units   the action units in such a folder

Behaviors, frame by frame:

    Ethogram            the list of behaviors that a labeler looks for
    Labels              which frames show a behavior, and which were looked at
    read_labels         labels of DeepEthogram, BORIS, JABS, SimBA, Bento, ELAN, or tables
    write_labels        labels as a file of one of these programs
    agreement           how far two labelers agree, or a labeler and a classifier
    open_frames         the frames of a result folder, as a classifier takes them
    Groups              which animal, session and movie each recording is of
    BehaviorFeatureParams   what a classifier looks at
    LearningParams      how its models are trained
    train_classifier    a classifier of behaviors from labels, tested on animals held out
    load_classifier     a trained classifier, from its file
    next_segments       which seconds to label next
    Correction          a stretch of a prediction that a person corrected
    curate              a corrected prediction as labels

Models of named features:

    train_model         a model of named features that can be read, tested on what was left out
    load_model          a trained model, from its file
    FrameModelParams    what is told of a model
    read_ratings        a column of a text file, for the rows of a table
    ratings_target      what a model learns, of ratings
    picture_target      the same, of labels of pictures or names of events
    event_table         a table with one row an event
    place_report        where in the picture a model of named features looks
    picture_weights     weights of a linear model of small pictures, on the face

Ratings of the face by people:

    read_unit_ratings   ratings of units of the Mouse Grimace Scale from a text table
    write_unit_ratings  ratings as a text table, a line a rating
    UnitRatings         ratings of one recording: who rated what, how, and whether blinded
    UnitRating          one rating of one unit by one rater
    RatingScale         the levels that a rating may have
    rating_agreement    how far raters agree on each unit, with intervals over trials
    rated_units         ordinal models of ratings, beside how far the raters agree
    RatedUnits          agreement of raters, and of models with them
    write_rated_units   write ratings, agreement and models into a folder
    read_rated_units    what is in a folder that `mouseface ratings` wrote
    weighted_kappa      Cohen's weighted kappa of two raters
    intraclass_correlation  ICC(A,1), ICC(A,k), ICC(C,1) and ICC(C,k) of a table of ratings
    concordance         Lin's concordance of two measurements
    sum_of_units        the MGS-like mean and sum over the units that are available
    grimace_sums        the same of columns of numbers, row by row

Arousal and valences:

    measure_affect      arousal, positive and negative valence of a recording, with errors
    Affect              what that gives: traces, trials, sources, what movement explains
    AffectParams        how arousal and valences are made
    StimulusSigns       which stimuli are positive, negative or neutral, by whose word
    read_signs          such signs from a CSV file
    ArousalSource       a trace that is declared to follow arousal
    signal_sources      sources of arousal among facial signals
    column_source       a source of arousal from a column of a table of features
    AffectRatings       values of arousal and valences that people gave
    read_affect_ratings  such values from a text table
    session_units       any trace on its session's own scale, without learning
    arousal_difference  arousal in one span minus another's, of the same recording only
    write_affect        write arousal and valences into a folder
    read_affect         those in a folder that `mouseface affect` wrote

Why frames fail:

    study_failures      which measured causes tell failed frames from the others
    FailureStudy        what it found: causes, features, stacks, a small model
    FailureParams       how failures are compared
    try_remedies        whether sharpening or contrast stretching brings frames back
    write_study         write a study into a folder
    read_study          the study in a folder that `mouseface failures` wrote

Populations of mice:

    population          mice against each other: faces, a measure of their trials, designs
    mixed_model         group statistics of trials, with the mouse as the unit
    needed_trials       how many trials and mice an effect needs
    TrialRows           a number a trial, with its mouse, session and condition
    read_trial_rows     rows of trials from a CSV
    FaceSource          a recording whose face is compared with those of other mice
    write_population    write a population into a folder
    read_population     the population in a folder that `mouseface population` wrote
    PopulationParams    what is compared, and how

Decoders of the stimulus:

    decode              decoders of the stimulus, by trial, session and animal side by side
    Decoding            what they tell: figures with chance, confusion, held-out trials
    DecodingParams      what is decoded, from which seconds, and how it is tested
    Thumbnails          small pictures of a pass, decoded by components fitted inside folds
    amount_response     whether a response grows with the amount of a stimulus, by mouse
    AmountResponse      how it does: slope, rank correlation, p
    score_by_strongest  scores by prototypes of a stimulus's strongest amount alone
    write_decoding      write decoders into a folder
    read_decoding       what is in a folder that `mouseface decode` wrote

Structure without labels:

    structure           sampled frames: correlations, coordinates, clusters, what those follow
    Structure           what it found: sample, clusters, comparisons, findings
    StructureParams     how frames are sampled, compared and put into clusters
    StructureSource     a recording with its events, table and head shift
    write_structure     write a structure into a folder
    read_structure      the structure in a folder that `mouseface structure` wrote

Results for other libraries and programs:

    rows_dataframe      any rows of results as a table of pandas
    result_tables       all tables of any result, by name, as pandas has them
    export_result       any result as CSV, Parquet, or one MATLAB file

In a pipeline, after `activate` of the schema modules:

    request             insert every row that the scores of a recording need, all or none
    populate_all        populate every computed table, parents first
    tables_to_populate  the tables that `populate_all` populates
    delete_with_dependents  delete a row and everything that was computed from it

Each name is imported when it is first used. The tables are in `recording`, `descriptors`,
`behavior`, `expression`, `facemap`, `confounds`, `responses`, `features`, `frame_models`,
`failures` and `affect`, which are imported by name; they need DataJoint.  `export.nwb` writes what
the tables have of a recording into NWB files.
"""

import lazy_loader

__version__ = "0.1.0"

# `__init__.pyi` says where each name is defined, for editors and for this line
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
