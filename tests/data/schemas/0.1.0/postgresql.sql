CREATE SCHEMA @PREFIX@_aff;
CREATE SCHEMA @PREFIX@_beh;
CREATE SCHEMA @PREFIX@_con;
CREATE SCHEMA @PREFIX@_exp;
CREATE SCHEMA @PREFIX@_fai;
CREATE SCHEMA @PREFIX@_fea;
CREATE SCHEMA @PREFIX@_fmp;
CREATE SCHEMA @PREFIX@_hog;
CREATE SCHEMA @PREFIX@_mod;
CREATE SCHEMA @PREFIX@_rec;
CREATE SCHEMA @PREFIX@_res;
CREATE SCHEMA @PREFIX@_up;
CREATE TYPE @PREFIX@_aff.enum_035b6cde AS ENUM (
    'measure',
    'appearance'
);
CREATE TYPE @PREFIX@_aff.enum_18fbb120 AS ENUM (
    'pupil',
    'whisking',
    'running',
    'motion',
    'other'
);
CREATE TYPE @PREFIX@_aff.enum_3f66e510 AS ENUM (
    'positive',
    'negative',
    'neutral'
);
CREATE TYPE @PREFIX@_aff.enum_a471559c AS ENUM (
    'ok',
    'refused',
    'not asked'
);
CREATE TYPE @PREFIX@_aff.enum_a85a116f AS ENUM (
    'none',
    'thumbnails',
    'cells'
);
CREATE TYPE @PREFIX@_beh.enum_173a4515 AS ENUM (
    'load',
    'trigger'
);
CREATE TYPE @PREFIX@_beh.enum_696e1c95 AS ENUM (
    'probability',
    'label'
);
CREATE TYPE @PREFIX@_beh.enum_9aa6c63a AS ENUM (
    'manual',
    'automated',
    'curated'
);
CREATE TYPE @PREFIX@_beh.enum_a13198a8 AS ENUM (
    'state',
    'point'
);
CREATE TYPE @PREFIX@_exp.enum_173a4515 AS ENUM (
    'load',
    'trigger'
);
CREATE TYPE @PREFIX@_exp.enum_9aa4ffc0 AS ENUM (
    'onset',
    'offset'
);
CREATE TYPE @PREFIX@_exp.enum_d7675b53 AS ENUM (
    'ok',
    'note',
    'refused'
);
CREATE TYPE @PREFIX@_fea.enum_173a4515 AS ENUM (
    'load',
    'trigger'
);
CREATE TYPE @PREFIX@_fmp.enum_173a4515 AS ENUM (
    'load',
    'trigger'
);
CREATE TYPE @PREFIX@_fmp.enum_55cff026 AS ENUM (
    'box',
    'ellipse',
    'polygon'
);
CREATE TYPE @PREFIX@_fmp.enum_f08e530c AS ENUM (
    'motion',
    'pupil',
    'blink',
    'running'
);
CREATE TYPE @PREFIX@_hog.enum_173a4515 AS ENUM (
    'load',
    'trigger'
);
CREATE TYPE @PREFIX@_mod.enum_a1692182 AS ENUM (
    'frame',
    'trial'
);
CREATE TYPE @PREFIX@_mod.enum_f68b1f72 AS ENUM (
    'binary',
    'category',
    'ordinal',
    'continuous'
);
CREATE TABLE @PREFIX@_aff."#action_unit" (
    action_unit character varying(64) NOT NULL,
    action_unit_kind @PREFIX@_aff.enum_035b6cde NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff."#action_unit" IS 'Units of a mouse''s face that are rated by people, or measured';
COMMENT ON COLUMN @PREFIX@_aff."#action_unit".action_unit IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_aff."#action_unit".action_unit_kind IS ':enum(''measure'',''appearance''):appearance: one camera cannot measure it';
CREATE TABLE @PREFIX@_aff."#affect_trace" (
    affect_trace character varying(16) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff."#affect_trace" IS 'Arousal, positive valence, negative valence';
COMMENT ON COLUMN @PREFIX@_aff."#affect_trace".affect_trace IS ':varchar(16):';
CREATE TABLE @PREFIX@_aff.__action_unit_response (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    action_unit_task_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    unit_response_n_events integer NOT NULL,
    unit_response_digest character(64) NOT NULL,
    unit_response_clock_hash character(64) DEFAULT NULL::bpchar
);
COMMENT ON TABLE @PREFIX@_aff.__action_unit_response IS 'Action units around the events, over one named window';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response.unit_response_n_events IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response.unit_response_digest IS ':char(64):of the units';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response.unit_response_clock_hash IS ':char(64):of the frame times; null: no row of FrameClock';
CREATE TABLE @PREFIX@_aff.__action_unit_response__event (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    action_unit_task_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    event_id integer NOT NULL,
    action_unit character varying(64) NOT NULL,
    unit_response_n_frames bigint NOT NULL,
    unit_response_n_valid bigint NOT NULL,
    unit_response_mean double precision,
    unit_response_mean_se double precision,
    unit_response_peak double precision,
    unit_response_peak_se double precision,
    unit_response_time_to_peak_s double precision,
    unit_response_auc double precision,
    unit_response_baseline double precision,
    unit_response_change double precision
);
COMMENT ON TABLE @PREFIX@_aff.__action_unit_response__event IS 'One unit in the window around one event';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_n_valid IS ':int64:frames with a number';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_mean IS ':float64:over time, in the unit''s unit, as those below';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_mean_se IS ':float64:upper limit: as if all frames had the same error';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_peak IS ':float64:the largest value';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_peak_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_time_to_peak_s IS ':float64:from the onset';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_auc IS ':float64:integral: the unit''s unit times seconds';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_baseline IS ':float64:mean before the onset';
COMMENT ON COLUMN @PREFIX@_aff.__action_unit_response__event.unit_response_change IS ':float64:mean minus baseline';
CREATE TABLE @PREFIX@_aff.__action_units (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    action_unit_task_id integer NOT NULL,
    action_units_path character varying(255) NOT NULL,
    action_units_digest character(64) NOT NULL,
    action_units_source_digest character(64) NOT NULL,
    action_units_n_frames bigint NOT NULL,
    action_units_n_available integer NOT NULL,
    action_units_notes jsonb,
    action_units_started_at timestamp without time zone NOT NULL,
    action_units_processing_time_s double precision NOT NULL,
    action_units_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__action_units IS 'The action units of a recording, frame by frame in their folder';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_path IS ':varchar(255):folder, relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_digest IS ':char(64):over values, reasons, errors and values at rest';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_source_digest IS ':char(64):of the pass that they were measured from';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_n_available IS ':int32:units with a number in at least one frame';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_notes IS ':json:what limits the meaning of the numbers';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__action_units.action_units_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_aff.__action_units__reference (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    action_unit_task_id integer NOT NULL,
    action_unit character varying(64) NOT NULL,
    reference_quantity character varying(64) NOT NULL,
    reference_value double precision,
    reference_value_unit character varying(32) NOT NULL,
    reference_how character varying(512) NOT NULL,
    reference_n_frames bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__action_units__reference IS 'A value that a unit is relative to: the open eye, the ear at rest';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__reference.reference_quantity IS ':varchar(64):lid_distance, direction, ...';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__reference.reference_value IS ':float64:null: it was not found';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__reference.reference_value_unit IS ':varchar(32):px, deg, ...';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__reference.reference_how IS ':varchar(512):from which frames, and how';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__reference.reference_n_frames IS ':int64:';
CREATE TABLE @PREFIX@_aff.__action_units__unit (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    action_unit_task_id integer NOT NULL,
    action_unit character varying(64) NOT NULL,
    feature_definition_hash character(64) NOT NULL,
    unit_measured_from character varying(32) DEFAULT ''::character varying NOT NULL,
    unit_n_valid bigint NOT NULL,
    unit_low double precision,
    unit_median double precision,
    unit_high double precision,
    unit_median_se double precision,
    unit_reason character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__action_units__unit IS 'One unit over the recording';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__unit.unit_measured_from IS ':varchar(32):keypoints, cells, picture; blank: it was not measured';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__unit.unit_n_valid IS ':int64:frames with a number';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__unit.unit_low IS ':float64:percentile 5';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__unit.unit_median IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__unit.unit_high IS ':float64:percentile 95';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__unit.unit_median_se IS ':float64:usual standard error of a frame';
COMMENT ON COLUMN @PREFIX@_aff.__action_units__unit.unit_reason IS ':varchar(255):why most undefined frames have no number';
CREATE TABLE @PREFIX@_aff.__affect (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    affect_path character varying(255) NOT NULL,
    affect_digest character(64) NOT NULL,
    affect_source_digests jsonb NOT NULL,
    affect_clock_hash character(64) DEFAULT NULL::bpchar,
    affect_n_frames bigint NOT NULL,
    affect_notes jsonb,
    affect_started_at timestamp without time zone NOT NULL,
    affect_processing_time_s double precision NOT NULL,
    affect_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__affect IS 'Arousal and both valences of a recording, frame by frame in their folder';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_path IS ':varchar(255):folder, relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_digest IS ':char(64):over traces, rows and parameters';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_source_digests IS ':json:of the pass, features, signals and prototypes';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_clock_hash IS ':char(64):of the frame times; null: no row of FrameClock';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_notes IS ':json:what limits the meaning of the numbers';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect.affect_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_aff.__affect__agreement (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    affect_trace character varying(16) NOT NULL,
    rated_measure character varying(32) NOT NULL,
    rated_against character varying(32) NOT NULL,
    rated_value double precision,
    rated_low double precision,
    rated_high double precision,
    rated_n bigint NOT NULL,
    rated_over character varying(16) NOT NULL,
    rated_formula character varying(512) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__affect__agreement IS 'How a trace agrees with ratings';
COMMENT ON COLUMN @PREFIX@_aff.__affect__agreement.rated_measure IS ':varchar(32):concordance (Lin''s), r';
COMMENT ON COLUMN @PREFIX@_aff.__affect__agreement.rated_against IS ':varchar(32):what the trace was made of: stimuli, sources, ratings';
COMMENT ON COLUMN @PREFIX@_aff.__affect__agreement.rated_value IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__agreement.rated_low IS ':float64:confidence interval, 0.95';
COMMENT ON COLUMN @PREFIX@_aff.__affect__agreement.rated_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__agreement.rated_n IS ':int64:frames or trials that were compared';
COMMENT ON COLUMN @PREFIX@_aff.__affect__agreement.rated_over IS ':varchar(16):frames, trials';
COMMENT ON COLUMN @PREFIX@_aff.__affect__agreement.rated_formula IS ':varchar(512):';
CREATE TABLE @PREFIX@_aff.__affect__motion (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    affect_trace character varying(16) NOT NULL,
    affect_regressor character varying(96) NOT NULL,
    affect_regressor_kind character varying(16) NOT NULL,
    affect_r2 double precision,
    affect_r2_se double precision,
    affect_null_q95 double precision,
    affect_r2_p double precision,
    affect_r double precision,
    affect_r2_n_valid bigint NOT NULL,
    affect_r2_n_folds integer NOT NULL,
    affect_is_source boolean NOT NULL,
    affect_r2_reason character varying(1024) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__affect__motion IS 'How much of a trace movement explains in held-out trials';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_regressor IS ':varchar(96):motion: ear, licking, ...; all: together';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_regressor_kind IS ':varchar(16):';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_r2 IS ':float64:share of the variance of held-out trials';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_r2_se IS ':float64:over trials';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_null_q95 IS ':float64:percentile 95 with the trace shifted in time';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_r2_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_r IS ':float64:correlation at the same frame';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_r2_n_valid IS ':int64:frames used';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_r2_n_folds IS ':int32:trials used';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_is_source IS ':bool:the movement is itself a source of this arousal';
COMMENT ON COLUMN @PREFIX@_aff.__affect__motion.affect_r2_reason IS ':varchar(1024):why there is no r2';
CREATE TABLE @PREFIX@_aff.__affect__sign (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    stimulus character varying(64) NOT NULL,
    affect_sign character varying(16) NOT NULL,
    affect_sign_source character varying(255) DEFAULT ''::character varying NOT NULL,
    affect_sign_state character varying(16) NOT NULL,
    affect_sign_n_trials integer NOT NULL,
    affect_sign_n_used integer NOT NULL,
    affect_sign_reason character varying(1024) DEFAULT ''::character varying NOT NULL,
    affect_sign_expected character varying(1024) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__affect__sign IS 'What became of a stimulus, and its sign';
COMMENT ON COLUMN @PREFIX@_aff.__affect__sign.affect_sign IS ':varchar(16):positive, negative, neutral; unsigned';
COMMENT ON COLUMN @PREFIX@_aff.__affect__sign.affect_sign_source IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.__affect__sign.affect_sign_state IS ':varchar(16):used, refused, neutral, scored only, absent';
COMMENT ON COLUMN @PREFIX@_aff.__affect__sign.affect_sign_n_trials IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__sign.affect_sign_n_used IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__sign.affect_sign_reason IS ':varchar(1024):';
COMMENT ON COLUMN @PREFIX@_aff.__affect__sign.affect_sign_expected IS ':varchar(1024):what would have been needed';
CREATE TABLE @PREFIX@_aff.__affect__source (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    arousal_source character varying(96) NOT NULL,
    arousal_kind character varying(16) NOT NULL,
    arousal_used boolean NOT NULL,
    arousal_lag_s double precision,
    arousal_lag_se_s double precision,
    arousal_lag_from character varying(1024) DEFAULT ''::character varying NOT NULL,
    arousal_weight double precision,
    arousal_slow_share double precision,
    arousal_r_others double precision,
    arousal_r_null double precision,
    arousal_n_frames bigint NOT NULL,
    arousal_n_left_out bigint NOT NULL,
    arousal_note character varying(1024) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__affect__source IS 'What one source added to arousal';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_source IS ':varchar(96):';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_kind IS ':varchar(16):pupil, whisking, running, motion, other';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_used IS ':bool:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_lag_s IS ':float64:by how much it follows arousal';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_lag_se_s IS ':float64:half the difference between halves of the recording';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_lag_from IS ':varchar(1024):given, estimated, or why it was taken as 0';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_weight IS ':float64:share in frames where all sources have a value';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_slow_share IS ':float64:of its variance';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_r_others IS ':float64:correlation with the other sources together';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_r_null IS ':float64:percentile 95 of that for shifts in time';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_n_frames IS ':int64:with a value';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_n_left_out IS ':int64:lost or undefined';
COMMENT ON COLUMN @PREFIX@_aff.__affect__source.arousal_note IS ':varchar(1024):why it is not used';
CREATE TABLE @PREFIX@_aff.__affect__trace (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    affect_trace character varying(16) NOT NULL,
    affect_state @PREFIX@_aff.enum_a471559c NOT NULL,
    affect_reason character varying(1024) DEFAULT ''::character varying NOT NULL,
    affect_unit character varying(255) DEFAULT ''::character varying NOT NULL,
    affect_made_of character varying(1024) DEFAULT ''::character varying NOT NULL,
    affect_p double precision,
    affect_n_valid bigint NOT NULL,
    affect_mean double precision,
    affect_sd double precision,
    affect_min double precision,
    affect_max double precision,
    affect_median_se double precision
);
COMMENT ON TABLE @PREFIX@_aff.__affect__trace IS 'What became of one trace';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_state IS ':enum(''ok'',''refused'',''not asked''):';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_reason IS ':varchar(1024):why there is no trace';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_unit IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_made_of IS ':varchar(1024):in words';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_p IS ':float64:of held-out trials against shuffled names of stimuli';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_n_valid IS ':int64:frames with a value';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_mean IS ':float64:over them';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_sd IS ':float64:of the population';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_min IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_max IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trace.affect_median_se IS ':float64:usual standard error of a frame';
CREATE TABLE @PREFIX@_aff.__affect__trial (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    event_id integer NOT NULL,
    affect_trial_sign character varying(16) NOT NULL,
    affect_trial_scored_by character varying(32) DEFAULT ''::character varying NOT NULL,
    affect_trial_n_frames bigint NOT NULL,
    affect_trial_positive double precision,
    affect_trial_positive_estimate double precision,
    affect_trial_positive_se double precision,
    affect_trial_negative double precision,
    affect_trial_negative_estimate double precision,
    affect_trial_negative_se double precision,
    affect_trial_arousal double precision,
    affect_trial_arousal_se double precision,
    affect_trial_arousal_change double precision,
    affect_trial_reason character varying(1024) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__affect__trial IS 'Arousal and valences of one trial, from its settled response to the offset';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_sign IS ':varchar(16):of its stimulus';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_scored_by IS ':varchar(32):held out, other trials, another recording';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_n_frames IS ':int64:with a valence';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_positive IS ':float64:mean, cut at 0';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_positive_estimate IS ':float64:before it is cut';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_positive_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_negative IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_negative_estimate IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_negative_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_arousal IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_arousal_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_arousal_change IS ':float64:against the time before the onset';
COMMENT ON COLUMN @PREFIX@_aff.__affect__trial.affect_trial_reason IS ':varchar(1024):why it has no valence';
CREATE TABLE @PREFIX@_aff.__affect_response (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    affect_response_n_events integer NOT NULL,
    affect_response_digest character(64) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__affect_response IS 'Arousal and valences around the events, over one named window';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response.affect_response_n_events IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response.affect_response_digest IS ':char(64):of the traces';
CREATE TABLE @PREFIX@_aff.__affect_response__event (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    event_id integer NOT NULL,
    affect_trace character varying(16) NOT NULL,
    affect_response_n_frames bigint NOT NULL,
    affect_response_n_valid bigint NOT NULL,
    affect_response_mean double precision,
    affect_response_estimate double precision,
    affect_response_mean_se double precision,
    affect_response_peak double precision,
    affect_response_peak_se double precision,
    affect_response_time_to_peak_s double precision,
    affect_response_auc double precision,
    affect_response_baseline double precision,
    affect_response_change double precision
);
COMMENT ON TABLE @PREFIX@_aff.__affect_response__event IS 'One trace in the window around one event';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_n_valid IS ':int64:frames with a value';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_mean IS ':float64:over time; of a valence cut at 0';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_estimate IS ':float64:before it is cut, as those below';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_mean_se IS ':float64:upper limit: as if all frames had the same error';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_peak IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_peak_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_time_to_peak_s IS ':float64:from the onset';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_auc IS ':float64:integral over the window';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_baseline IS ':float64:mean before the onset';
COMMENT ON COLUMN @PREFIX@_aff.__affect_response__event.affect_response_change IS ':float64:estimate minus baseline';
CREATE TABLE @PREFIX@_aff.__decoding (
    decoding_id integer NOT NULL,
    decoding_path character varying(255) NOT NULL,
    decoding_digest character(64) NOT NULL,
    decoding_source_digests jsonb NOT NULL,
    decoding_by character varying(16) NOT NULL,
    decoding_classes jsonb NOT NULL,
    decoding_n_trials integer NOT NULL,
    decoding_n_copies integer NOT NULL,
    decoding_findings jsonb,
    decoding_started_at timestamp without time zone NOT NULL,
    decoding_processing_time_s double precision NOT NULL,
    decoding_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__decoding IS 'Which stimulus decoders tell from the face, on what they were not trained on';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_path IS ':varchar(255):folder, relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_digest IS ':char(64):over all that is told';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_source_digests IS ':json:of the features, in the order of the sources';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_by IS ':varchar(16):what the classes are: stimulus, amount, any';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_classes IS ':json:in the order of probabilities';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_n_trials IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_n_copies IS ':int32:trials that are copies of others, and were left out';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_findings IS ':json:what to know before a figure is trusted';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding.decoding_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_aff.__decoding__amount (
    decoding_id integer NOT NULL,
    stimulus character varying(64) NOT NULL,
    amount_source character varying(64) NOT NULL,
    amount_mouse character varying(512) NOT NULL,
    amount_unit_of character varying(32) DEFAULT ''::character varying NOT NULL,
    amount_n integer NOT NULL,
    amount_n_levels integer NOT NULL,
    amount_slope double precision,
    amount_slope_se double precision,
    amount_low double precision,
    amount_high double precision,
    amount_rho double precision,
    amount_rho_low double precision,
    amount_rho_high double precision,
    amount_p double precision,
    amount_jonckheere_z double precision,
    amount_jonckheere_p double precision,
    amount_isotonic_r2 double precision,
    amount_monotone boolean NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__decoding__amount IS 'How a response follows the amount of a stimulus, in one mouse or over mice';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_source IS ':varchar(64):what responds: decoder, movement decoder, ...';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_mouse IS ':varchar(512):all: over mice';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_unit_of IS ':varchar(32):of the amounts';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_n IS ':int32:trials; over mice the number of mice';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_n_levels IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_slope IS ':float64:change of the response for one unit of the amount';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_slope_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_low IS ':float64:confidence interval of the slope, 0.95';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_rho IS ':float64:Spearman''s rank correlation';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_rho_low IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_rho_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_p IS ':float64:of rho, by shuffling amounts within the mouse';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_jonckheere_z IS ':float64:Jonckheere and Terpstra''s test of ordered levels';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_jonckheere_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_isotonic_r2 IS ':float64:share of variance of the best monotone function';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount.amount_monotone IS ':bool:each level''s mean is beyond that of the level before';
CREATE TABLE @PREFIX@_aff.__decoding__amount_level (
    decoding_id integer NOT NULL,
    stimulus character varying(64) NOT NULL,
    amount_source character varying(64) NOT NULL,
    amount_mouse character varying(512) NOT NULL,
    amount_level_no integer NOT NULL,
    amount_level double precision NOT NULL,
    amount_level_mean double precision,
    amount_level_se double precision,
    amount_level_n integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__decoding__amount_level IS 'The mean response to one amount';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount_level.amount_level_no IS ':int32:0: the least';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount_level.amount_level IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount_level.amount_level_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount_level.amount_level_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__amount_level.amount_level_n IS ':int32:trials; over mice the number of mice';
CREATE TABLE @PREFIX@_aff.__decoding__class (
    decoding_id integer NOT NULL,
    decoding_features character varying(32) NOT NULL,
    decoding_rows character varying(8) NOT NULL,
    decoding_estimator character varying(32) NOT NULL,
    decoding_left_out character varying(8) NOT NULL,
    decoding_class character varying(128) NOT NULL,
    class_metric character varying(32) NOT NULL,
    class_value double precision,
    class_low double precision,
    class_high double precision,
    class_chance double precision,
    class_null_low double precision,
    class_null_high double precision,
    class_p double precision
);
COMMENT ON TABLE @PREFIX@_aff.__decoding__class IS 'A figure of merit of one class, on held-out trials';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.decoding_class IS ':varchar(128):a stimulus, an amount of it, or whether there was any';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.class_metric IS ':varchar(32):precision, recall, f1, auroc';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.class_value IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.class_low IS ':float64:confidence interval over what was left out, 0.95';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.class_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.class_chance IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.class_null_low IS ':float64:middle 0.95 of shuffled events';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.class_null_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__class.class_p IS ':float64:share of shuffles that get as much or more';
CREATE TABLE @PREFIX@_aff.__decoding__confusion (
    decoding_id integer NOT NULL,
    decoding_features character varying(32) NOT NULL,
    decoding_rows character varying(8) NOT NULL,
    decoding_estimator character varying(32) NOT NULL,
    decoding_left_out character varying(8) NOT NULL,
    confused_class character varying(128) NOT NULL,
    confused_as character varying(128) NOT NULL,
    confused_trials double precision NOT NULL,
    confused_share double precision
);
COMMENT ON TABLE @PREFIX@_aff.__decoding__confusion IS 'How many held-out trials of a class were taken for another';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__confusion.confused_class IS ':varchar(128):what it was';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__confusion.confused_as IS ':varchar(128):what it was taken for';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__confusion.confused_trials IS ':float64:of frames, shares of trials';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__confusion.confused_share IS ':float64:of the trials of the class';
CREATE TABLE @PREFIX@_aff.__decoding__copy (
    decoding_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_id integer NOT NULL,
    copied_recording character varying(255) NOT NULL,
    copied_event_id integer NOT NULL,
    copied_class character varying(128) NOT NULL,
    copied_r double precision NOT NULL,
    copied_exactly boolean NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__decoding__copy IS 'A trial whose frames are those of an earlier one, and was left out';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__copy.copied_recording IS ':varchar(255):the key of the recording that it is a copy of';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__copy.copied_event_id IS ':int32:and of its event';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__copy.copied_class IS ':varchar(128):';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__copy.copied_r IS ':float64:correlation of the changes from frame to frame';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__copy.copied_exactly IS ':bool:otherwise the frames were encoded again';
CREATE TABLE @PREFIX@_aff.__decoding__decoder (
    decoding_id integer NOT NULL,
    decoding_features character varying(32) NOT NULL,
    decoding_rows character varying(8) NOT NULL,
    decoding_estimator character varying(32) NOT NULL,
    decoding_left_out character varying(8) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__decoding__decoder IS 'A decoder, what it looks at, and what was left out to test it';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__decoder.decoding_features IS ':varchar(32):face; or what stands beside, such as movement';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__decoder.decoding_rows IS ':varchar(8):trial, frame';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__decoder.decoding_estimator IS ':varchar(32):linear, discriminant, forest, boosted, temporal';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__decoder.decoding_left_out IS ':varchar(8):trial, session, movie, animal';
CREATE TABLE @PREFIX@_aff.__decoding__held_out (
    decoding_id integer NOT NULL,
    decoding_features character varying(32) NOT NULL,
    decoding_rows character varying(8) NOT NULL,
    decoding_estimator character varying(32) NOT NULL,
    decoding_left_out character varying(8) NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_id integer NOT NULL,
    decoded_class character varying(128) NOT NULL,
    decoded_as character varying(128) NOT NULL,
    decoded_right double precision NOT NULL,
    decoded_probability jsonb NOT NULL,
    decoded_n_frames integer NOT NULL,
    decoded_fold character varying(512) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__decoding__held_out IS 'What a decoder says of a trial that it was not trained on';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__held_out.decoded_class IS ':varchar(128):what it was';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__held_out.decoded_as IS ':varchar(128):what it was taken for';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__held_out.decoded_right IS ':float64:1 or 0; of frames the share that was right';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__held_out.decoded_probability IS ':json:of each class, in the order of decoding_classes';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__held_out.decoded_n_frames IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__held_out.decoded_fold IS ':varchar(512):within which group, and its number';
CREATE TABLE @PREFIX@_aff.__decoding__metric (
    decoding_id integer NOT NULL,
    decoding_features character varying(32) NOT NULL,
    decoding_rows character varying(8) NOT NULL,
    decoding_estimator character varying(32) NOT NULL,
    decoding_left_out character varying(8) NOT NULL,
    decoding_group character varying(512) NOT NULL,
    decoding_metric character varying(32) NOT NULL,
    decoding_value double precision,
    decoding_low double precision,
    decoding_high double precision,
    decoding_chance double precision,
    decoding_null_low double precision,
    decoding_null_high double precision,
    decoding_p double precision,
    decoding_n_retrained integer NOT NULL,
    decoding_n_tested integer NOT NULL,
    decoding_n_units integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__decoding__metric IS 'A figure of merit of all classes, on held-out trials';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_group IS ':varchar(512):blank: all together; else one session or animal';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_metric IS ':varchar(32):balanced_accuracy, accuracy, macro_f1, ...';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_value IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_low IS ':float64:confidence interval over what was left out, 0.95';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_chance IS ':float64:what calls without a relation to the trial get';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_null_low IS ':float64:middle 0.95 of shuffled events';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_null_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_p IS ':float64:share of shuffles that get as much or more';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_n_retrained IS ':int32:shuffles that were trained again';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_n_tested IS ':int32:trials';
COMMENT ON COLUMN @PREFIX@_aff.__decoding__metric.decoding_n_units IS ':int32:that the interval is over';
CREATE TABLE @PREFIX@_aff.__population (
    population_task_id integer NOT NULL,
    population_path character varying(255) NOT NULL,
    population_digest character(64) NOT NULL,
    population_effect_kind character varying(16) DEFAULT ''::character varying NOT NULL,
    population_unit character varying(32) DEFAULT ''::character varying NOT NULL,
    population_n_mice integer NOT NULL,
    population_n_sessions integer NOT NULL,
    population_n_trials integer NOT NULL,
    population_n_undefined integer NOT NULL,
    population_icc double precision,
    population_variance_mouse double precision,
    population_variance_session double precision,
    population_variance_response double precision,
    population_variance_residual double precision,
    population_converged boolean,
    population_n_faces integer NOT NULL,
    population_correct double precision,
    population_correct_low double precision,
    population_correct_high double precision,
    population_correct_chance double precision,
    population_correct_p double precision,
    population_correct_of_motion double precision,
    population_warnings jsonb,
    population_notes jsonb,
    population_started_at timestamp without time zone NOT NULL,
    population_processing_time_s double precision NOT NULL,
    population_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__population IS 'Mice against each other: effects with intervals over mice, and prototypes of other mice';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_path IS ':varchar(255):folder, relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_digest IS ':char(64):over everything that was found';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_effect_kind IS ':varchar(16):condition, amount, mean; blank: no group statistics';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_unit IS ':varchar(32):of the values';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_n_mice IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_n_sessions IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_n_trials IS ':int32:with a value';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_n_undefined IS ':int32:and without one';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_icc IS ':float64:share of the variance that is between mice';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_variance_mouse IS ':float64:squares of the unit; null: not in the model';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_variance_session IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_variance_response IS ':float64:of how mice respond to conditions, or amounts';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_variance_residual IS ':float64:between trials';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_converged IS ':bool:the fit of the mixed model';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_n_faces IS ':int32:recordings whose face lies over the others';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_correct IS ':float64:trials that are most like their own stimulus''s prototype';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_correct_low IS ':float64:over mice, 0.95';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_correct_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_correct_chance IS ':float64:with names shuffled within each mouse';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_correct_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_correct_of_motion IS ':float64:by movement alone';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_warnings IS ':json:where trials would be counted as animals';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_notes IS ':json:';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population.population_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_aff.__population__effect (
    population_task_id integer NOT NULL,
    population_effect_id integer NOT NULL,
    population_effect character varying(128) NOT NULL,
    population_effect_level character varying(255) NOT NULL,
    population_effect_against character varying(255) NOT NULL,
    population_effect_varies character varying(16) NOT NULL,
    population_effect_state character varying(16) NOT NULL,
    population_effect_reason character varying(255) DEFAULT ''::character varying NOT NULL,
    population_effect_estimate double precision,
    population_effect_se double precision,
    population_effect_low double precision,
    population_effect_high double precision,
    population_effect_df double precision,
    population_effect_p double precision,
    population_effect_p_holm double precision,
    population_effect_n_mice integer NOT NULL,
    population_effect_n_trials integer NOT NULL,
    population_effect_naive_p double precision,
    population_effect_wald_low double precision,
    population_effect_wald_high double precision
);
COMMENT ON TABLE @PREFIX@_aff.__population__effect IS 'An effect on the measure, with its interval over mice';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect IS ':varchar(128):condition, amount, mean, a group, an interaction';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_level IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_against IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_varies IS ':varchar(16):within mice, between mice';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_state IS ':varchar(16):estimated, refused: no interval';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_reason IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_estimate IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_low IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_df IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_p_holm IS ':float64:corrected for the effects of its kind';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_n_mice IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_n_trials IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_naive_p IS ':float64:trials counted as animals: not to be used';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_wald_low IS ':float64:the model''s own interval: too short';
COMMENT ON COLUMN @PREFIX@_aff.__population__effect.population_effect_wald_high IS ':float64:';
CREATE TABLE @PREFIX@_aff.__population__mouse (
    population_task_id integer NOT NULL,
    population_animal character varying(255) NOT NULL,
    population_mouse_group character varying(255) DEFAULT ''::character varying NOT NULL,
    population_mouse_n_sessions integer NOT NULL,
    population_mouse_n_trials integer NOT NULL,
    population_mouse_value double precision,
    population_mouse_effect double precision,
    population_mouse_correct double precision,
    population_mouse_correct_chance double precision,
    population_mouse_auc double precision,
    population_mouse_rho double precision,
    population_mouse_distance double precision,
    population_mouse_usual_distance double precision,
    population_mouse_distance_limit double precision,
    population_mouse_distance_p double precision,
    population_mouse_outlier boolean NOT NULL,
    population_mouse_reason character varying(1024) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__population__mouse IS 'One mouse against the others';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_animal IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_group IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_n_sessions IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_n_trials IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_value IS ':float64:mean over its trials';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_effect IS ':float64:the first effect within mice, of this one alone';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_correct IS ':float64:of its trials, by prototypes of the others';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_correct_chance IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_auc IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_rho IS ':float64:rank correlation with the amount';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_distance IS ':float64:1 - r of its responses with the others''';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_usual_distance IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_distance_limit IS ':float64:an outlier from here on';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_distance_p IS ':float64:corrected for the number of mice';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_outlier IS ':bool:';
COMMENT ON COLUMN @PREFIX@_aff.__population__mouse.population_mouse_reason IS ':varchar(1024):why something cannot be told';
CREATE TABLE @PREFIX@_aff.__population__needed (
    population_task_id integer NOT NULL,
    population_effect_id integer NOT NULL,
    population_needed_n_mice integer NOT NULL,
    population_needed_n_trials integer NOT NULL,
    population_needed_effect_size double precision NOT NULL,
    population_needed_groups integer NOT NULL,
    population_needed_power double precision NOT NULL,
    population_needed_power_se double precision NOT NULL,
    population_needed_formula double precision NOT NULL,
    population_needed_cautious double precision NOT NULL,
    population_needed_reaches boolean NOT NULL,
    population_needed_smallest boolean NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__population__needed IS 'The power of a design to find an effect';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_n_mice IS ':int32:of each group, where groups are compared';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_n_trials IS ':int32:of each mouse in each condition';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_effect_size IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_groups IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_power IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_power_se IS ':float64:of the simulation';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_formula IS ':float64:of the noncentral t distribution';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_cautious IS ':float64:if mice differ as much as they well may';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_reaches IS ':bool:the power that was asked for';
COMMENT ON COLUMN @PREFIX@_aff.__population__needed.population_needed_smallest IS ':bool:';
CREATE TABLE @PREFIX@_aff.__population__prototype (
    population_task_id integer NOT NULL,
    population_animal character varying(255) NOT NULL,
    population_stimulus character varying(64) NOT NULL,
    population_features character varying(16) NOT NULL,
    population_prototype_n_others integer NOT NULL,
    population_prototype_n_trials integer NOT NULL,
    population_prototype_n_rest integer NOT NULL,
    population_prototype_correct double precision,
    population_prototype_correct_chance double precision,
    population_prototype_correct_p double precision,
    population_prototype_auc double precision,
    population_prototype_auc_chance double precision,
    population_prototype_auc_p double precision,
    population_prototype_auc_rest double precision,
    population_prototype_rho double precision,
    population_prototype_rho_p double precision
);
COMMENT ON TABLE @PREFIX@_aff.__population__prototype IS 'A stimulus of one mouse, scored by prototypes of the other mice';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_stimulus IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_features IS ':varchar(16):picture, motion, both';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_n_others IS ':int32:mice that the prototype was made of';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_n_trials IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_n_rest IS ':int32:windows at rest';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_correct IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_correct_chance IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_correct_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_auc IS ':float64:against other stimuli';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_auc_chance IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_auc_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_auc_rest IS ':float64:against windows at rest';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_rho IS ':float64:rank correlation with the amount';
COMMENT ON COLUMN @PREFIX@_aff.__population__prototype.population_prototype_rho_p IS ':float64:';
CREATE TABLE @PREFIX@_aff.__structure (
    structure_id integer NOT NULL,
    structure_path character varying(255) NOT NULL,
    structure_digest character(64) NOT NULL,
    structure_source_digests jsonb NOT NULL,
    structure_n_frames integer NOT NULL,
    structure_n_clusters integer NOT NULL,
    structure_n_left_out bigint NOT NULL,
    structure_findings jsonb,
    structure_started_at timestamp without time zone NOT NULL,
    structure_processing_time_s double precision NOT NULL,
    structure_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__structure IS 'Which sampled frames are alike, and what their clusters follow';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_path IS ':varchar(255):folder, relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_digest IS ':char(64):over everything that is found';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_source_digests IS ':json:of pass and features, in the order of the sources';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_n_frames IS ':int32:compared';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_n_clusters IS ':int32:1: there are none';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_n_left_out IS ':int64:frames that could not be sampled';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_findings IS ':json:what to know before clusters are trusted';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__structure.structure_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_aff.__structure__cluster (
    structure_id integer NOT NULL,
    structure_cluster integer NOT NULL,
    structure_cluster_n_frames integer NOT NULL,
    structure_cluster_silhouette double precision,
    structure_cluster_neighbor integer NOT NULL,
    structure_cluster_valley double precision,
    structure_cluster_stimulus character varying(64) DEFAULT ''::character varying NOT NULL,
    structure_cluster_stimulus_share double precision NOT NULL,
    structure_cluster_recording character varying(512) NOT NULL,
    structure_cluster_recording_share double precision NOT NULL,
    structure_cluster_middle_recording character varying(512) CONSTRAINT __structure__cluster_structure_cluster_middle_recordin_not_null NOT NULL,
    structure_cluster_middle_frame bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__structure__cluster IS 'One cluster of frames, the largest first';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster IS ':int32:from 1';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_n_frames IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_silhouette IS ':float64:mean over its frames';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_neighbor IS ':int32:the nearest other cluster; 0: none';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_valley IS ':float64:density between the two; near 1: not separate';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_stimulus IS ':varchar(64):the most common one';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_stimulus_share IS ':float64:of its frames';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_recording IS ':varchar(512):the most common one';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_recording_share IS ':float64:of its frames';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_middle_recording IS ':varchar(512):of the frame nearest to its mean';
COMMENT ON COLUMN @PREFIX@_aff.__structure__cluster.structure_cluster_middle_frame IS ':int64:';
CREATE TABLE @PREFIX@_aff.__structure__comparison (
    structure_id integer NOT NULL,
    structure_against character varying(32) NOT NULL,
    structure_measure character varying(32) NOT NULL,
    structure_against_value double precision,
    structure_against_null character varying(8) NOT NULL,
    structure_against_null_median double precision,
    structure_against_null_low double precision,
    structure_against_null_high double precision,
    structure_against_p double precision,
    structure_against_least_p double precision,
    structure_against_n_frames integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__structure__comparison IS 'Clusters against something else that is known of the frames';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against IS ':varchar(32):stimulus, recording, motion_energy, head_shift, ...';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_measure IS ':varchar(32):adjusted_rand, correlation_ratio, ...';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against_value IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against_null IS ':varchar(8):how chance was drawn: trials, shift, none';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against_null_median IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against_null_low IS ':float64:middle 0.95 of chance';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against_null_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against_least_p IS ':float64:the smallest that so many trials allow';
COMMENT ON COLUMN @PREFIX@_aff.__structure__comparison.structure_against_n_frames IS ':int32:';
CREATE TABLE @PREFIX@_aff.__structure__number (
    structure_id integer NOT NULL,
    structure_number integer NOT NULL,
    structure_number_silhouette double precision,
    structure_number_null_mean double precision,
    structure_number_null_high double precision,
    structure_number_p double precision,
    structure_number_valley double precision,
    structure_number_accepted boolean NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__structure__number IS 'How well frames fall into so many clusters';
COMMENT ON COLUMN @PREFIX@_aff.__structure__number.structure_number IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.__structure__number.structure_number_silhouette IS ':float64:mean over frames';
COMMENT ON COLUMN @PREFIX@_aff.__structure__number.structure_number_null_mean IS ':float64:of sets without clusters';
COMMENT ON COLUMN @PREFIX@_aff.__structure__number.structure_number_null_high IS ':float64:percentile 95 of these';
COMMENT ON COLUMN @PREFIX@_aff.__structure__number.structure_number_p IS ':float64:of chance, corrected for how many were tried';
COMMENT ON COLUMN @PREFIX@_aff.__structure__number.structure_number_valley IS ':float64:of the clusters that are separated least';
COMMENT ON COLUMN @PREFIX@_aff.__structure__number.structure_number_accepted IS ':bool:';
CREATE TABLE @PREFIX@_aff.__unit_agreement (
    unit_agreement_id integer NOT NULL,
    unit_agreement_of_models boolean NOT NULL,
    unit_agreement_taken_over character varying(16) NOT NULL,
    unit_agreement_features jsonb,
    unit_agreement_findings jsonb,
    unit_agreement_started_at timestamp without time zone NOT NULL,
    unit_agreement_processing_time_s double precision NOT NULL,
    unit_agreement_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__unit_agreement IS 'How far raters agree on action units, and models with them';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement.unit_agreement_of_models IS ':bool:whether models were trained';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement.unit_agreement_taken_over IS ':varchar(16):what intervals are over: rating, trial, session, ...';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement.unit_agreement_features IS ':json:digests of the features, in the order of sources';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement.unit_agreement_findings IS ':json:what to know before it is trusted';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement.unit_agreement_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement.unit_agreement_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement.unit_agreement_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_aff.__unit_agreement__held_out (
    unit_agreement_id integer NOT NULL,
    unit_rating_set_id integer NOT NULL,
    action_unit character varying(64) NOT NULL,
    unit_held_out_level bytea NOT NULL,
    unit_held_out_expected bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__unit_agreement__held_out IS 'Held-out ratings of a unit by its model, for each place of a set of ratings';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__held_out.unit_held_out_level IS ':<blob>:(places,) the level; NaN where it was not rated';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__held_out.unit_held_out_expected IS ':<blob>:(places,) the expected rating';
CREATE TABLE @PREFIX@_aff.__unit_agreement__measure (
    unit_agreement_id integer NOT NULL,
    action_unit character varying(64) NOT NULL,
    agreement_of character varying(16) NOT NULL,
    agreement_who character varying(160) NOT NULL,
    agreement_measure character varying(32) NOT NULL,
    agreement_value double precision,
    agreement_low double precision,
    agreement_high double precision,
    agreement_n bigint NOT NULL,
    agreement_n_units bigint NOT NULL,
    agreement_interval character varying(128) DEFAULT ''::character varying NOT NULL,
    agreement_ceiling double precision,
    agreement_difference double precision,
    agreement_difference_low double precision,
    agreement_difference_high double precision,
    agreement_reason character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__unit_agreement__measure IS 'A figure of agreement on a unit; of a model, beside that of the raters';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_of IS ':varchar(16):raters, model';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_who IS ':varchar(160):between whom: all raters; model, each rater; A, B; ...';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_measure IS ':varchar(32):quadratic_kappa, ICC(A,1), ICC(A,k), concordance, r';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_value IS ':float64:null: undefined, see the reason';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_low IS ':float64:confidence interval, 0.95';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_n IS ':int64:frames, spans or pictures that it is of';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_n_units IS ':int64:of these that are independent';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_interval IS ':varchar(128):how it was made';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_ceiling IS ':float64:of a model: the same figure between raters';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_difference IS ':float64:the model''s figure minus the ceiling';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_difference_low IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_difference_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__measure.agreement_reason IS ':varchar(255):why it is undefined';
CREATE TABLE @PREFIX@_aff.__unit_agreement__unit_model (
    unit_agreement_id integer NOT NULL,
    action_unit character varying(64) NOT NULL,
    unit_model_path character varying(255) NOT NULL,
    unit_model_digest character(64) NOT NULL,
    unit_model_left_out character varying(16) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.__unit_agreement__unit_model IS 'The ordinal model of a unit''s ratings';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__unit_model.unit_model_path IS ':varchar(255):relative to the processed folder, forward slashes';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__unit_model.unit_model_digest IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.__unit_agreement__unit_model.unit_model_left_out IS ':varchar(16):what folds left out: animal, session, movie, trial';
CREATE TABLE @PREFIX@_aff.action_unit_param_set (
    action_unit_paramset_id integer NOT NULL,
    action_unit_params jsonb NOT NULL,
    action_unit_paramset_hash character(64) NOT NULL,
    action_unit_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.action_unit_param_set IS 'How action units are measured; never edited';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_param_set.action_unit_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_param_set.action_unit_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_param_set.action_unit_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_param_set.action_unit_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.action_unit_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    action_unit_task_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    action_unit_paramset_id integer NOT NULL,
    action_unit_regions jsonb,
    action_unit_beside jsonb,
    action_unit_reference jsonb,
    action_unit_n_targets integer NOT NULL,
    action_unit_task_hash character(64) NOT NULL,
    action_unit_task_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.action_unit_task IS 'Action units of a recording to measure; never edited';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_task.action_unit_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_task.action_unit_regions IS ':json:named regions, in pixels of the frame';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_task.action_unit_beside IS ':json:keypoints, their digest';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_task.action_unit_reference IS ':json:values at rest of another recording; null: its own';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_task.action_unit_n_targets IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_task.action_unit_task_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.action_unit_task.action_unit_task_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.action_unit_task__target (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    action_unit_task_id integer NOT NULL,
    action_unit character varying(64) NOT NULL,
    frame_target_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.action_unit_task__target IS 'What an appearance is learned from';
CREATE TABLE @PREFIX@_aff.affect_param_set (
    affect_paramset_id integer NOT NULL,
    affect_params jsonb NOT NULL,
    affect_paramset_hash character(64) NOT NULL,
    affect_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.affect_param_set IS 'How arousal and valences are made; never edited';
COMMENT ON COLUMN @PREFIX@_aff.affect_param_set.affect_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.affect_param_set.affect_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_aff.affect_param_set.affect_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.affect_param_set.affect_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.affect_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    affect_paramset_id integer NOT NULL,
    expression_paramset_id integer,
    prototype_set_id integer,
    affect_beside jsonb,
    affect_signal_kinds jsonb,
    affect_n_signs integer NOT NULL,
    affect_n_sources integer NOT NULL,
    affect_n_ratings integer NOT NULL,
    affect_n_features integer NOT NULL,
    affect_task_hash character(64) NOT NULL,
    affect_task_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.affect_task IS 'Arousal and valences of a recording to make; never edited';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_beside IS ':json:facial signals, their digest';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_signal_kinds IS ':json:sources of arousal in these: pupil, whisking, ...';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_n_signs IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_n_sources IS ':int32:columns of features that arousal is made from';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_n_ratings IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_n_features IS ':int32:tables of features: 0 or 1';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_task_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.affect_task.affect_task_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.affect_task__features (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    feature_task_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.affect_task__features IS 'The features that sources of arousal, or valences by ratings, are made from';
CREATE TABLE @PREFIX@_aff.affect_task__rating (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    affect_trace character varying(16) NOT NULL,
    frame_target_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.affect_task__rating IS 'Values that people gave to one of the traces';
CREATE TABLE @PREFIX@_aff.affect_task__sign (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    stimulus character varying(64) NOT NULL,
    sign_scheme character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.affect_task__sign IS 'The sign of a stimulus, by the scheme that was named';
CREATE TABLE @PREFIX@_aff.affect_task__source (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    affect_task_id integer NOT NULL,
    asked_source character varying(64) NOT NULL,
    asked_source_column character varying(160) NOT NULL,
    asked_source_kind @PREFIX@_aff.enum_18fbb120 NOT NULL,
    asked_source_lag_s double precision,
    asked_source_change boolean NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.affect_task__source IS 'A column of the features that is a source of arousal';
COMMENT ON COLUMN @PREFIX@_aff.affect_task__source.asked_source IS ':varchar(64):its name';
COMMENT ON COLUMN @PREFIX@_aff.affect_task__source.asked_source_column IS ':varchar(160):a feature_column';
COMMENT ON COLUMN @PREFIX@_aff.affect_task__source.asked_source_kind IS ':enum(''pupil'',''whisking'',''running'',''motion'',''other''):';
COMMENT ON COLUMN @PREFIX@_aff.affect_task__source.asked_source_lag_s IS ':float64:by how much it follows arousal; null: estimated';
COMMENT ON COLUMN @PREFIX@_aff.affect_task__source.asked_source_change IS ':bool:whether the change from frame to frame is taken';
CREATE TABLE @PREFIX@_aff.decoding_param_set (
    decoding_paramset_id integer NOT NULL,
    decoding_params jsonb NOT NULL,
    decoding_paramset_hash character(64) NOT NULL,
    decoding_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.decoding_param_set IS 'What is decoded, and how it is tested; never edited';
COMMENT ON COLUMN @PREFIX@_aff.decoding_param_set.decoding_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.decoding_param_set.decoding_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_aff.decoding_param_set.decoding_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.decoding_param_set.decoding_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.decoding_task (
    decoding_id integer NOT NULL,
    decoding_paramset_id integer NOT NULL,
    learning_paramset_id integer NOT NULL,
    decoding_named boolean NOT NULL,
    decoding_columns jsonb,
    decoding_pictures @PREFIX@_aff.enum_a85a116f NOT NULL,
    decoding_beside jsonb,
    decoding_n_sources integer NOT NULL,
    decoding_hash character(64) NOT NULL,
    decoding_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.decoding_task IS 'Stimuli to decode from the faces of recordings; never edited';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task.decoding_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task.decoding_named IS ':bool:whether named features are decoded from';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task.decoding_columns IS ':json:which, by feature_column; null: all';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task.decoding_pictures IS ':enum(''none'',''thumbnails'',''cells''):of the pass, too';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task.decoding_beside IS ':json:sets of columns that are decoded from by themselves';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task.decoding_n_sources IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task.decoding_hash IS ':char(64):over sources, columns and parameters';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task.decoding_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.decoding_task__events (
    decoding_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    event_set_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.decoding_task__events IS 'The events of a source';
CREATE TABLE @PREFIX@_aff.decoding_task__source (
    decoding_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    decoding_animal character varying(255) DEFAULT NULL::character varying,
    decoding_session character varying(255) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.decoding_task__source IS 'Features of one recording, and whom it shows';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task__source.decoding_animal IS ':varchar(255):whose trials are left out together; null: unknown';
COMMENT ON COLUMN @PREFIX@_aff.decoding_task__source.decoding_session IS ':varchar(255):of this animal';
CREATE TABLE @PREFIX@_aff.population_param_set (
    population_paramset_id integer NOT NULL,
    population_params jsonb NOT NULL,
    population_paramset_hash character(64) NOT NULL,
    population_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.population_param_set IS 'How mice are compared with each other; never edited';
COMMENT ON COLUMN @PREFIX@_aff.population_param_set.population_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.population_param_set.population_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_aff.population_param_set.population_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.population_param_set.population_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.population_task (
    population_task_id integer NOT NULL,
    population_paramset_id integer NOT NULL,
    population_measure character varying(32) DEFAULT ''::character varying NOT NULL,
    population_prototype character varying(64) DEFAULT ''::character varying NOT NULL,
    population_window character varying(64) NOT NULL,
    population_quantity character varying(32) NOT NULL,
    population_between character varying(64) DEFAULT ''::character varying NOT NULL,
    population_of_faces boolean NOT NULL,
    population_n_sources integer NOT NULL,
    population_task_hash character(64) NOT NULL,
    population_task_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.population_task IS 'Scored recordings of several mice, to be compared; never edited';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_measure IS ':varchar(32):of the scores; blank: their own (score, similarity)';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_prototype IS ':varchar(64):that scores all events; blank: each by its own';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_window IS ':varchar(64):of events: event, or a row of EventWindow';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_quantity IS ':varchar(32):mean, change, peak, latency_s, ...';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_between IS ':varchar(64):what the groups of mice differ in; blank: no groups';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_of_faces IS ':bool:whether faces are compared, too';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_n_sources IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_task_hash IS ':char(64):over sources, parameters and what is compared';
COMMENT ON COLUMN @PREFIX@_aff.population_task.population_task_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.population_task__source (
    population_task_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    population_source_animal character varying(255) NOT NULL,
    population_source_session character varying(255) DEFAULT NULL::character varying,
    population_source_group character varying(255) DEFAULT NULL::character varying
);
COMMENT ON TABLE @PREFIX@_aff.population_task__source IS 'One scored recording, and whom it shows';
COMMENT ON COLUMN @PREFIX@_aff.population_task__source.population_source_animal IS ':varchar(255):the mouse: what is counted';
COMMENT ON COLUMN @PREFIX@_aff.population_task__source.population_source_session IS ':varchar(255):of this animal';
COMMENT ON COLUMN @PREFIX@_aff.population_task__source.population_source_group IS ':varchar(255):of this animal: genotype, treatment';
CREATE TABLE @PREFIX@_aff.stimulus_sign (
    stimulus character varying(64) NOT NULL,
    sign_scheme character varying(32) NOT NULL,
    stimulus_sign @PREFIX@_aff.enum_3f66e510 NOT NULL,
    sign_source character varying(255) NOT NULL,
    stimulus_sign_hash character(64) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.stimulus_sign IS 'Whether a stimulus is good or bad for the animal, and who says so; never edited';
COMMENT ON COLUMN @PREFIX@_aff.stimulus_sign.sign_scheme IS ':varchar(32):name of the scheme; there may be several';
COMMENT ON COLUMN @PREFIX@_aff.stimulus_sign.stimulus_sign IS ':enum(''positive'',''negative'',''neutral''):';
COMMENT ON COLUMN @PREFIX@_aff.stimulus_sign.sign_source IS ':varchar(255):who says so: publication, preference test, protocol';
COMMENT ON COLUMN @PREFIX@_aff.stimulus_sign.stimulus_sign_hash IS ':char(64):over stimulus, scheme, sign and source';
CREATE TABLE @PREFIX@_aff.structure_param_set (
    structure_paramset_id integer NOT NULL,
    structure_params jsonb NOT NULL,
    structure_paramset_hash character(64) NOT NULL,
    structure_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.structure_param_set IS 'How frames are compared without labels; never edited';
COMMENT ON COLUMN @PREFIX@_aff.structure_param_set.structure_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.structure_param_set.structure_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_aff.structure_param_set.structure_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.structure_param_set.structure_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.structure_task (
    structure_id integer NOT NULL,
    structure_paramset_id integer NOT NULL,
    structure_n_sources integer NOT NULL,
    structure_n_events integer NOT NULL,
    structure_n_features integer NOT NULL,
    structure_hash character(64) NOT NULL,
    structure_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.structure_task IS 'Recordings whose frames are to be compared without labels; never edited';
COMMENT ON COLUMN @PREFIX@_aff.structure_task.structure_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.structure_task.structure_n_sources IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.structure_task.structure_n_events IS ':int32:sources with events';
COMMENT ON COLUMN @PREFIX@_aff.structure_task.structure_n_features IS ':int32:sources with features: all of them, or none';
COMMENT ON COLUMN @PREFIX@_aff.structure_task.structure_hash IS ':char(64):over sources and parameters';
COMMENT ON COLUMN @PREFIX@_aff.structure_task.structure_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.structure_task__events (
    structure_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    event_set_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.structure_task__events IS 'The events of a source';
CREATE TABLE @PREFIX@_aff.structure_task__features (
    structure_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    feature_task_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.structure_task__features IS 'Named features of a source, compared in place of its descriptors';
CREATE TABLE @PREFIX@_aff.structure_task__source (
    structure_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    structure_animal character varying(255) DEFAULT NULL::character varying,
    structure_session character varying(255) NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.structure_task__source IS 'The pass over one recording, and whom it shows';
COMMENT ON COLUMN @PREFIX@_aff.structure_task__source.structure_animal IS ':varchar(255):null: unknown';
COMMENT ON COLUMN @PREFIX@_aff.structure_task__source.structure_session IS ':varchar(255):of this animal';
CREATE TABLE @PREFIX@_aff.unit_agreement_task (
    unit_agreement_id integer NOT NULL,
    frame_model_paramset_id integer,
    learning_paramset_id integer,
    unit_agreement_over character varying(16) NOT NULL,
    unit_agreement_columns jsonb,
    unit_agreement_n_sources integer NOT NULL,
    unit_agreement_hash character(64) NOT NULL,
    unit_agreement_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.unit_agreement_task IS 'Ratings to compare with each other, and with models of named features; never edited';
COMMENT ON COLUMN @PREFIX@_aff.unit_agreement_task.unit_agreement_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.unit_agreement_task.unit_agreement_over IS ':varchar(16):what intervals are over: auto, rating, trial, session, ...';
COMMENT ON COLUMN @PREFIX@_aff.unit_agreement_task.unit_agreement_columns IS ':json:features to look at, by feature_column; null: all';
COMMENT ON COLUMN @PREFIX@_aff.unit_agreement_task.unit_agreement_n_sources IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.unit_agreement_task.unit_agreement_hash IS ':char(64):over sources, columns and parameters';
COMMENT ON COLUMN @PREFIX@_aff.unit_agreement_task.unit_agreement_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.unit_agreement_task__source (
    unit_agreement_id integer NOT NULL,
    unit_rating_set_id integer NOT NULL,
    subject character varying(8),
    session_id integer,
    recording_id integer,
    feature_task_id integer,
    unit_agreement_animal character varying(255) DEFAULT NULL::character varying,
    unit_agreement_session character varying(255) DEFAULT NULL::character varying
);
COMMENT ON TABLE @PREFIX@_aff.unit_agreement_task__source IS 'Ratings, and the features of what was rated';
COMMENT ON COLUMN @PREFIX@_aff.unit_agreement_task__source.unit_agreement_animal IS ':varchar(255):whose frames are left out together';
COMMENT ON COLUMN @PREFIX@_aff.unit_agreement_task__source.unit_agreement_session IS ':varchar(255):of this animal';
CREATE TABLE @PREFIX@_aff.unit_rating_set (
    unit_rating_set_id integer NOT NULL,
    subject character varying(8),
    session_id integer,
    recording_id integer,
    rating_by character varying(32) NOT NULL,
    rating_event_set_hash character(64) DEFAULT NULL::bpchar,
    rating_levels jsonb NOT NULL,
    rating_level_names jsonb NOT NULL,
    rating_n bigint NOT NULL,
    rating_n_places bigint NOT NULL,
    rating_n_units integer NOT NULL,
    rating_n_raters integer NOT NULL,
    rating_n_not_scorable bigint NOT NULL,
    rating_file character varying(255) DEFAULT NULL::character varying,
    rating_file_sha256 character(64) DEFAULT NULL::bpchar,
    rating_notes jsonb,
    unit_rating_set_hash character(64) NOT NULL,
    unit_rating_set_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.unit_rating_set IS 'Ratings of action units by people, of a recording or of pictures; never edited';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.unit_rating_set_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_by IS ':varchar(32):what was rated: frame, time_s, image, event, a span';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_event_set_hash IS ':char(64):the events that are counted, where events were rated';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_levels IS ':json:of the scale, from low to high';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_level_names IS ':json:';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_n IS ':int64:ratings';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_n_places IS ':int64:frames, pictures, spans or events';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_n_units IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_n_raters IS ':int32:';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_n_not_scorable IS ':int64:ratings that say that it could not be rated';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_file IS ':varchar(255):they came from, relative to a root; null: given as rows';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_file_sha256 IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.rating_notes IS ':json:what was mapped or left out of the file';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.unit_rating_set_hash IS ':char(64):over recording, scale and ratings';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set.unit_rating_set_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.unit_rating_set__place (
    unit_rating_set_id integer NOT NULL,
    rating_place integer NOT NULL,
    rated_frame bigint,
    rated_time_s double precision,
    rated_image character varying(255) DEFAULT NULL::character varying,
    rated_event integer,
    rated_start_s double precision,
    rated_stop_s double precision,
    rated_first_frame bigint,
    rated_stop_frame bigint,
    rating_trial character varying(255) DEFAULT NULL::character varying,
    rating_session character varying(255) DEFAULT NULL::character varying,
    rating_animal character varying(255) DEFAULT NULL::character varying
);
COMMENT ON TABLE @PREFIX@_aff.unit_rating_set__place IS 'A frame, picture, span or event that was rated, and what it belongs to';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rating_place IS ':int32:0, 1, ...';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rated_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rated_time_s IS ':float64:on the movie''s clock';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rated_image IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rated_event IS ':int32:an event_id';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rated_start_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rated_stop_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rated_first_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rated_stop_frame IS ':int64:one after the last';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rating_trial IS ':varchar(255):as the file says; null: it does not';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rating_session IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__place.rating_animal IS ':varchar(255):';
CREATE TABLE @PREFIX@_aff.unit_rating_set__rating (
    unit_rating_set_id integer NOT NULL,
    rating_place integer NOT NULL,
    action_unit character varying(64) NOT NULL,
    unit_rater character varying(64) NOT NULL,
    rating_value double precision,
    rating_blinded boolean,
    rating_no bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_aff.unit_rating_set__rating IS 'How one person rated one unit of one place';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__rating.unit_rater IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__rating.rating_value IS ':float64:null: the rater looked and could not rate it';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__rating.rating_blinded IS ':bool:whether the treatment was unknown to the rater';
COMMENT ON COLUMN @PREFIX@_aff.unit_rating_set__rating.rating_no IS ':int64:0, 1, ... as they were given';
CREATE TABLE @PREFIX@_aff."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_beh.__classification (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    ethogram_id integer NOT NULL,
    classification_source character varying(32) NOT NULL,
    classification_values @PREFIX@_beh.enum_696e1c95 NOT NULL,
    classification_held_out boolean NOT NULL,
    classification_movie character varying(255) DEFAULT ''::character varying NOT NULL,
    classification_movie_digest character varying(64) DEFAULT ''::character varying NOT NULL,
    classification_classifier_digest character varying(64) DEFAULT ''::character varying NOT NULL,
    classification_n_frames bigint NOT NULL,
    classification_n_valid bigint NOT NULL,
    classification_notes jsonb,
    classification_started_at timestamp without time zone NOT NULL,
    classification_processing_time_s double precision NOT NULL,
    classification_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classification IS 'What a classifier found in a recording, and what it was made from';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_source IS ':varchar(32):the program that predicted: mouseface, deepethogram';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_values IS ':enum(''probability'',''label''):label: 1 and 0, without probabilities';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_held_out IS ':bool:by models that did not see the frame''s animal';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_movie IS ':varchar(255):name of what was predicted';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_movie_digest IS ':varchar(64):of its result folder; blank: not known';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_classifier_digest IS ':varchar(64):blank: not known';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_n_valid IS ':int64:frames with a value for every behavior';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_notes IS ':json:';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification.classification_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_beh.__classification__bout (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    behavior_bout_id integer NOT NULL,
    behavior_bout_start_s double precision,
    behavior_bout_stop_s double precision,
    behavior_bout_duration_s double precision,
    behavior_bout_first_frame bigint NOT NULL,
    behavior_bout_n_frames bigint NOT NULL,
    behavior_bout_probability double precision,
    behavior_bout_peak_probability double precision
);
COMMENT ON TABLE @PREFIX@_beh.__classification__bout IS 'A bout of a behavior';
COMMENT ON COLUMN @PREFIX@_beh.__classification__bout.behavior_bout_id IS ':int32:0, 1, ... of this behavior, by time';
COMMENT ON COLUMN @PREFIX@_beh.__classification__bout.behavior_bout_start_s IS ':float64:on the movie''s clock';
COMMENT ON COLUMN @PREFIX@_beh.__classification__bout.behavior_bout_stop_s IS ':float64:when its last frame ends';
COMMENT ON COLUMN @PREFIX@_beh.__classification__bout.behavior_bout_duration_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__bout.behavior_bout_first_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__bout.behavior_bout_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__bout.behavior_bout_probability IS ':float64:mean over its frames';
COMMENT ON COLUMN @PREFIX@_beh.__classification__bout.behavior_bout_peak_probability IS ':float64:';
CREATE TABLE @PREFIX@_beh.__classification__frame_flags (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    frame_flags_start_frame bigint NOT NULL,
    frame_flags_stop_frame bigint NOT NULL,
    frame_flags_values bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classification__frame_flags IS 'Flags of frames over a range of frames';
COMMENT ON COLUMN @PREFIX@_beh.__classification__frame_flags.frame_flags_start_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__frame_flags.frame_flags_stop_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__frame_flags.frame_flags_values IS ':<blob>:uint16, bits of FrameFlag';
CREATE TABLE @PREFIX@_beh.__classification__summary (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    behavior_state character varying(16) NOT NULL,
    probability_n_valid bigint NOT NULL,
    probability_mean double precision,
    probability_enter double precision,
    probability_leave double precision,
    behavior_n_frames bigint,
    behavior_time_s double precision,
    behavior_share double precision,
    behavior_n_bouts integer,
    behavior_bouts_per_min double precision,
    behavior_mean_bout_s double precision,
    behavior_first_s double precision
);
COMMENT ON TABLE @PREFIX@_beh.__classification__summary IS 'How much of a behavior there was';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.behavior_state IS ':varchar(16):fitted; not trainable: the classifier knows it not';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.probability_n_valid IS ':int64:frames with a probability';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.probability_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.probability_enter IS ':float64:a bout begins at this probability';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.probability_leave IS ':float64:and ends below this one';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.behavior_n_frames IS ':int64:in which it was present; null: no frame is known';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.behavior_time_s IS ':float64:seconds in which it was present';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.behavior_share IS ':float64:of the time with a probability';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.behavior_n_bouts IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.behavior_bouts_per_min IS ':float64:of the time with a probability';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.behavior_mean_bout_s IS ':float64:duration';
COMMENT ON COLUMN @PREFIX@_beh.__classification__summary.behavior_first_s IS ':float64:when its first bout begins';
CREATE TABLE @PREFIX@_beh.__classification__trace (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    probability_start_frame bigint NOT NULL,
    probability_stop_frame bigint NOT NULL,
    probability_values bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classification__trace IS 'The probability of a behavior over a range of frames';
COMMENT ON COLUMN @PREFIX@_beh.__classification__trace.probability_start_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__trace.probability_stop_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classification__trace.probability_values IS ':<blob>:float32, NaN where undefined';
CREATE TABLE @PREFIX@_beh.__classification__transition (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    from_behavior character varying(64) NOT NULL,
    to_behavior character varying(64) NOT NULL,
    transition_n bigint NOT NULL,
    transition_share double precision
);
COMMENT ON TABLE @PREFIX@_beh.__classification__transition IS 'Which behavior follows which';
COMMENT ON COLUMN @PREFIX@_beh.__classification__transition.transition_n IS ':int64:bouts of the first that were followed by the second';
COMMENT ON COLUMN @PREFIX@_beh.__classification__transition.transition_share IS ':float64:of its bouts that were followed by any';
CREATE TABLE @PREFIX@_beh.__classifier (
    classifier_id integer NOT NULL,
    ethogram_id integer NOT NULL,
    classifier_path character varying(255) NOT NULL,
    classifier_digest character(64) NOT NULL,
    classifier_left_out character varying(16) DEFAULT ''::character varying NOT NULL,
    classifier_within_one_movie boolean NOT NULL,
    classifier_n_recordings integer NOT NULL,
    classifier_n_animals integer NOT NULL,
    classifier_about jsonb NOT NULL,
    classifier_findings jsonb,
    classifier_started_at timestamp without time zone NOT NULL,
    classifier_processing_time_s double precision NOT NULL,
    classifier_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classifier IS 'A trained classifier, and how it was tested';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_path IS ':varchar(255):relative to the processed folder, forward slashes';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_digest IS ':char(64):over all that its predictions depend on';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_left_out IS ':varchar(16):what folds left out: animal, session, movie, block';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_within_one_movie IS ':bool:tested on the movie that it was trained on';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_n_recordings IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_n_animals IS ':int32:that are known; 0: none is';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_about IS ':json:movies, labels and versions that it was made from';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_findings IS ':json:what to know of it: not trainable, only chance';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier.classifier_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_beh.__classifier__calibration (
    classifier_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    calibration_bin integer NOT NULL,
    calibration_probability double precision NOT NULL,
    calibration_share double precision NOT NULL,
    calibration_n_frames bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classifier__calibration IS 'How often a behavior was there, by its probability';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__calibration.calibration_bin IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__calibration.calibration_probability IS ':float64:mean of the bin';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__calibration.calibration_share IS ':float64:of its frames that have the behavior';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__calibration.calibration_n_frames IS ':int64:';
CREATE TABLE @PREFIX@_beh.__classifier__confusion (
    classifier_id integer NOT NULL,
    confusion_label character varying(64) NOT NULL,
    confusion_predicted character varying(64) NOT NULL,
    confusion_n_frames bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classifier__confusion IS 'Frames by what was labeled and what was predicted';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__confusion.confusion_label IS ':varchar(64):the behavior, or background for none';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__confusion.confusion_predicted IS ':varchar(64):likewise';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__confusion.confusion_n_frames IS ':int64:a frame with several behaviors counts for each';
CREATE TABLE @PREFIX@_beh.__classifier__fold (
    classifier_id integer NOT NULL,
    classifier_fold integer NOT NULL,
    behavior character varying(64) NOT NULL,
    classifier_fold_left_out character varying(1024) NOT NULL,
    classifier_fold_state character varying(16) NOT NULL,
    classifier_fold_n_train bigint NOT NULL,
    classifier_fold_n_test bigint NOT NULL,
    classifier_fold_n_train_present bigint NOT NULL,
    classifier_fold_n_test_present bigint NOT NULL,
    classifier_fold_frame_f1 double precision,
    classifier_fold_average_precision double precision,
    classifier_fold_enter double precision NOT NULL,
    classifier_fold_leave double precision NOT NULL,
    classifier_fold_smooth_s double precision NOT NULL,
    classifier_fold_min_s double precision NOT NULL,
    classifier_fold_merge_s double precision NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classifier__fold IS 'A behavior in a fold';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_left_out IS ':varchar(1024):names of the animals (sessions, movies)';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_state IS ':varchar(16):tested, not trainable, absent';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_n_train IS ':int64:labeled frames';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_n_test IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_n_train_present IS ':int64:those that have the behavior';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_n_test_present IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_frame_f1 IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_average_precision IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_enter IS ':float64:as in Threshold, from inner folds';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_leave IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_smooth_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_min_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__fold.classifier_fold_merge_s IS ':float64:';
CREATE TABLE @PREFIX@_beh.__classifier__learning_curve (
    classifier_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    learning_point integer NOT NULL,
    learning_share double precision NOT NULL,
    learning_average_precision double precision
);
COMMENT ON TABLE @PREFIX@_beh.__classifier__learning_curve IS 'Average precision with a part of the labels';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__learning_curve.learning_point IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__learning_curve.learning_share IS ':float64:of the labels';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__learning_curve.learning_average_precision IS ':float64:';
CREATE TABLE @PREFIX@_beh.__classifier__metric (
    classifier_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    metric_estimator character varying(16) NOT NULL,
    metric_name character varying(32) NOT NULL,
    metric_value double precision,
    metric_low double precision,
    metric_high double precision,
    metric_chance double precision,
    metric_n_units integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classifier__metric IS 'A figure of merit for a behavior, with its interval';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__metric.metric_estimator IS ':varchar(16):boosted, linear';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__metric.metric_name IS ':varchar(32):f1, average_precision, bout_f1_0.5, brier, ...';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__metric.metric_value IS ':float64:over all units together; null: undefined';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__metric.metric_low IS ':float64:confidence interval over units';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__metric.metric_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__metric.metric_chance IS ':float64:what knowing nothing of the frame gives';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__metric.metric_n_units IS ':int32:animals, else sessions, movies, blocks';
CREATE TABLE @PREFIX@_beh.__classifier__overall_metric (
    classifier_id integer NOT NULL,
    overall_estimator character varying(16) NOT NULL,
    overall_name character varying(32) NOT NULL,
    overall_value double precision,
    overall_low double precision,
    overall_high double precision,
    overall_chance double precision,
    overall_n_units integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classifier__overall_metric IS 'A figure of merit for all behaviors together';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__overall_metric.overall_estimator IS ':varchar(16):';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__overall_metric.overall_name IS ':varchar(32):macro_f1, edit_score, ...';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__overall_metric.overall_value IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__overall_metric.overall_low IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__overall_metric.overall_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__overall_metric.overall_chance IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__overall_metric.overall_n_units IS ':int32:';
CREATE TABLE @PREFIX@_beh.__classifier__precision_recall (
    classifier_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    pr_point integer NOT NULL,
    pr_threshold double precision NOT NULL,
    pr_precision double precision NOT NULL,
    pr_recall double precision NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classifier__precision_recall IS 'Precision and recall of frames at a threshold';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__precision_recall.pr_point IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__precision_recall.pr_threshold IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__precision_recall.pr_precision IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__precision_recall.pr_recall IS ':float64:';
CREATE TABLE @PREFIX@_beh.__classifier__threshold (
    classifier_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    threshold_state character varying(16) NOT NULL,
    threshold_enter double precision NOT NULL,
    threshold_leave double precision NOT NULL,
    threshold_smooth_s double precision NOT NULL,
    threshold_min_s double precision NOT NULL,
    threshold_merge_s double precision NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__classifier__threshold IS 'How bouts of a behavior are made of its probability';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__threshold.threshold_state IS ':varchar(16):fitted, not trainable';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__threshold.threshold_enter IS ':float64:a bout begins at this probability';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__threshold.threshold_leave IS ':float64:and ends below this one';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__threshold.threshold_smooth_s IS ':float64:probabilities are averaged over this window';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__threshold.threshold_min_s IS ':float64:shorter bouts are dropped';
COMMENT ON COLUMN @PREFIX@_beh.__classifier__threshold.threshold_merge_s IS ':float64:shorter pauses are closed';
CREATE TABLE @PREFIX@_beh.__label_agreement (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    label_set_id integer NOT NULL,
    other_label_set_id integer NOT NULL,
    agreement_n_behaviors integer NOT NULL,
    agreement_overlap double precision,
    agreement_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.__label_agreement IS 'How far two label sets of a recording agree';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement.agreement_n_behaviors IS ':int32:that both have';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement.agreement_overlap IS ':float64:least intersection over union of two bouts that match';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement.agreement_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_beh.__label_agreement__behavior (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    label_set_id integer NOT NULL,
    other_label_set_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    agreement_n_frames bigint NOT NULL,
    agreement_n_present bigint NOT NULL,
    agreement_other_n_present bigint NOT NULL,
    agreement_both_n_present bigint NOT NULL,
    agreement_kappa double precision,
    agreement_frame_f1 double precision,
    agreement_n_bouts bigint NOT NULL,
    agreement_other_n_bouts bigint NOT NULL,
    agreement_bout_f1 double precision,
    agreement_boundary_ms double precision,
    agreement_boundary_p90_ms double precision
);
COMMENT ON TABLE @PREFIX@_beh.__label_agreement__behavior IS 'How far two label sets agree on a behavior';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_n_frames IS ':int64:that both assessed; all numbers are over these';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_n_present IS ':int64:frames in which the first set has it';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_other_n_present IS ':int64:in which the other has it';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_both_n_present IS ':int64:in which both have it';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_kappa IS ':float64:Cohen''s, of frames';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_frame_f1 IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_n_bouts IS ':int64:of the first set, cut where either did not look';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_other_n_bouts IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_bout_f1 IS ':float64:matched one to one';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_boundary_ms IS ':float64:median difference of onsets and offsets';
COMMENT ON COLUMN @PREFIX@_beh.__label_agreement__behavior.agreement_boundary_p90_ms IS ':float64:its 90th percentile';
CREATE TABLE @PREFIX@_beh.behavior (
    behavior character varying(64) NOT NULL,
    behavior_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.behavior IS 'Behaviors by their names';
COMMENT ON COLUMN @PREFIX@_beh.behavior.behavior IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_beh.behavior.behavior_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.behavior_feature_param_set (
    behavior_feature_paramset_id integer CONSTRAINT behavior_feature_param_set_behavior_feature_paramset_i_not_null NOT NULL,
    behavior_feature_params jsonb NOT NULL,
    behavior_feature_paramset_hash character(64) CONSTRAINT behavior_feature_param_set_behavior_feature_paramset_h_not_null NOT NULL,
    behavior_feature_paramset_description character varying(255) DEFAULT ''::character varying CONSTRAINT behavior_feature_param_set_behavior_feature_paramset_d_not_null NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.behavior_feature_param_set IS 'How features are made of the frames; never edited';
COMMENT ON COLUMN @PREFIX@_beh.behavior_feature_param_set.behavior_feature_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.behavior_feature_param_set.behavior_feature_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_beh.behavior_feature_param_set.behavior_feature_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_beh.behavior_feature_param_set.behavior_feature_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.classification_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    classification_mode @PREFIX@_beh.enum_173a4515 NOT NULL,
    crop_id integer,
    hog_paramset_id integer,
    classifier_id integer,
    classification_beside jsonb,
    classification_load_path character varying(255) DEFAULT NULL::character varying,
    classification_load_options jsonb,
    classification_load_sha256 character(64) DEFAULT NULL::bpchar,
    classification_task_hash character(64) NOT NULL,
    classification_task_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.classification_task IS 'A recording to classify, or a prediction to load; never edited';
COMMENT ON COLUMN @PREFIX@_beh.classification_task.classification_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.classification_task.classification_mode IS ':enum(''load'',''trigger''):';
COMMENT ON COLUMN @PREFIX@_beh.classification_task.classification_beside IS ':json:trigger: keypoints and facial signals, their digests';
COMMENT ON COLUMN @PREFIX@_beh.classification_task.classification_load_path IS ':varchar(255):load: folder or file, relative to a root';
COMMENT ON COLUMN @PREFIX@_beh.classification_task.classification_load_options IS ':json:load: how the file is read';
COMMENT ON COLUMN @PREFIX@_beh.classification_task.classification_load_sha256 IS ':char(64):load: of what is there';
COMMENT ON COLUMN @PREFIX@_beh.classification_task.classification_task_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_beh.classification_task.classification_task_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.classifier_param_set (
    classifier_paramset_id integer NOT NULL,
    classifier_params jsonb NOT NULL,
    classifier_paramset_hash character(64) NOT NULL,
    classifier_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.classifier_param_set IS 'How classifiers are trained and tested; never edited';
COMMENT ON COLUMN @PREFIX@_beh.classifier_param_set.classifier_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.classifier_param_set.classifier_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_beh.classifier_param_set.classifier_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_beh.classifier_param_set.classifier_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.classifier_task (
    classifier_id integer NOT NULL,
    classifier_mode @PREFIX@_beh.enum_173a4515 NOT NULL,
    training_set_id integer,
    behavior_feature_paramset_id integer,
    classifier_paramset_id integer,
    classifier_load_path character varying(255) DEFAULT NULL::character varying,
    classifier_hash character(64) NOT NULL,
    classifier_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.classifier_task IS 'A classifier to train, or to load from its file; never edited';
COMMENT ON COLUMN @PREFIX@_beh.classifier_task.classifier_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.classifier_task.classifier_mode IS ':enum(''load'',''trigger''):load: from a file of mouseface behavior train';
COMMENT ON COLUMN @PREFIX@_beh.classifier_task.classifier_load_path IS ':varchar(255):load: relative to a root';
COMMENT ON COLUMN @PREFIX@_beh.classifier_task.classifier_hash IS ':char(64):over training set and parameters, or the digest of the file';
COMMENT ON COLUMN @PREFIX@_beh.classifier_task.classifier_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.ethogram (
    ethogram_id integer NOT NULL,
    ethogram_content jsonb NOT NULL,
    ethogram_exclusive boolean NOT NULL,
    ethogram_hash character(64) NOT NULL,
    ethogram_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.ethogram IS 'Which behaviors are told apart, and what each is; never edited';
COMMENT ON COLUMN @PREFIX@_beh.ethogram.ethogram_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.ethogram.ethogram_content IS ':json:an Ethogram';
COMMENT ON COLUMN @PREFIX@_beh.ethogram.ethogram_exclusive IS ':bool:whether a frame has one behavior at most';
COMMENT ON COLUMN @PREFIX@_beh.ethogram.ethogram_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_beh.ethogram.ethogram_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.ethogram__behavior (
    ethogram_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    behavior_order integer NOT NULL,
    behavior_kind @PREFIX@_beh.enum_a13198a8 NOT NULL,
    behavior_definition character varying(2000) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.ethogram__behavior IS 'A behavior of the ethogram';
COMMENT ON COLUMN @PREFIX@_beh.ethogram__behavior.behavior_order IS ':int32:0, 1, ...: the order of columns';
COMMENT ON COLUMN @PREFIX@_beh.ethogram__behavior.behavior_kind IS ':enum(''state'',''point''):whether it lasts, or happens at an instant';
COMMENT ON COLUMN @PREFIX@_beh.ethogram__behavior.behavior_definition IS ':varchar(2000):when it begins and ends';
CREATE TABLE @PREFIX@_beh.label_set (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    label_set_id integer NOT NULL,
    ethogram_id integer NOT NULL,
    labeler character varying(64) DEFAULT ''::character varying NOT NULL,
    label_method @PREFIX@_beh.enum_9aa6c63a NOT NULL,
    label_n_frames bigint NOT NULL,
    label_based_on character varying(64) DEFAULT ''::character varying NOT NULL,
    label_source character varying(255) DEFAULT ''::character varying NOT NULL,
    label_source_sha256 character(64) DEFAULT NULL::bpchar,
    label_file character varying(255) DEFAULT NULL::character varying,
    label_notes jsonb,
    label_layout jsonb,
    label_set_hash character(64) NOT NULL,
    label_set_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.label_set IS 'Which frames of a recording show which behaviors; never edited, known by its content';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_set_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.label_set.labeler IS ':varchar(64):who, or which program';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_method IS ':enum(''manual'',''automated'',''curated''):curated: a prediction that was corrected';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_n_frames IS ':int64:of the recording';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_based_on IS ':varchar(64):curated: digest of the classifier that predicted';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_source IS ':varchar(255):name of the file that they were read from';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_source_sha256 IS ':char(64):of that file, when it was read';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_file IS ':varchar(255):its path, relative to a root; null: not known';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_notes IS ':json:what to know of how the file was read';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_layout IS ':json:how the file was laid out, to write it again as it was';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_set_hash IS ':char(64):over recording, labeler, method, bouts and assessed spans';
COMMENT ON COLUMN @PREFIX@_beh.label_set.label_set_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.label_set__assessed (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    label_set_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    assessed_first_frame bigint NOT NULL,
    assessed_stop_frame bigint NOT NULL,
    assessed_start_s double precision,
    assessed_stop_s double precision
);
COMMENT ON TABLE @PREFIX@_beh.label_set__assessed IS 'A span that was looked at for a behavior; outside of them nothing is known';
COMMENT ON COLUMN @PREFIX@_beh.label_set__assessed.assessed_first_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.label_set__assessed.assessed_stop_frame IS ':int64:one after the last';
COMMENT ON COLUMN @PREFIX@_beh.label_set__assessed.assessed_start_s IS ':float64:on the movie''s clock';
COMMENT ON COLUMN @PREFIX@_beh.label_set__assessed.assessed_stop_s IS ':float64:when its last frame ends';
CREATE TABLE @PREFIX@_beh.label_set__bout (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    label_set_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    label_bout_id integer NOT NULL,
    label_bout_first_frame bigint NOT NULL,
    label_bout_n_frames bigint NOT NULL,
    label_bout_start_s double precision,
    label_bout_stop_s double precision
);
COMMENT ON TABLE @PREFIX@_beh.label_set__bout IS 'Frames that show a behavior';
COMMENT ON COLUMN @PREFIX@_beh.label_set__bout.label_bout_id IS ':int32:0, 1, ... of this behavior, by time';
COMMENT ON COLUMN @PREFIX@_beh.label_set__bout.label_bout_first_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.label_set__bout.label_bout_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.label_set__bout.label_bout_start_s IS ':float64:on the movie''s clock';
COMMENT ON COLUMN @PREFIX@_beh.label_set__bout.label_bout_stop_s IS ':float64:when its last frame ends';
CREATE TABLE @PREFIX@_beh.review_queue (
    review_queue_id integer NOT NULL,
    review_queue_n_segments integer NOT NULL,
    review_queue_length_s double precision NOT NULL,
    review_queue_hash character(64) NOT NULL,
    review_queue_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.review_queue IS 'Which seconds of which recordings to label next, as they were ranked once';
COMMENT ON COLUMN @PREFIX@_beh.review_queue.review_queue_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.review_queue.review_queue_n_segments IS ':int32:that are ranked';
COMMENT ON COLUMN @PREFIX@_beh.review_queue.review_queue_length_s IS ':float64:of a segment';
COMMENT ON COLUMN @PREFIX@_beh.review_queue.review_queue_hash IS ':char(64):over the segments';
COMMENT ON COLUMN @PREFIX@_beh.review_queue.review_queue_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.review_queue__segment (
    review_queue_id integer NOT NULL,
    segment_rank integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    segment_first_frame bigint NOT NULL,
    segment_stop_frame bigint NOT NULL,
    segment_start_s double precision,
    segment_stop_s double precision,
    segment_uncertainty double precision NOT NULL,
    segment_novelty double precision NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.review_queue__segment IS 'A segment to label';
COMMENT ON COLUMN @PREFIX@_beh.review_queue__segment.segment_rank IS ':int32:from 1';
COMMENT ON COLUMN @PREFIX@_beh.review_queue__segment.segment_first_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_beh.review_queue__segment.segment_stop_frame IS ':int64:one after the last';
COMMENT ON COLUMN @PREFIX@_beh.review_queue__segment.segment_start_s IS ':float64:on the movie''s clock';
COMMENT ON COLUMN @PREFIX@_beh.review_queue__segment.segment_stop_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_beh.review_queue__segment.segment_uncertainty IS ':float64:0 to 1: how close its probabilities are to one half';
COMMENT ON COLUMN @PREFIX@_beh.review_queue__segment.segment_novelty IS ':float64:0 to 1: how unlike what is labeled or ranked before';
CREATE TABLE @PREFIX@_beh.training_set (
    training_set_id integer NOT NULL,
    ethogram_id integer NOT NULL,
    training_n_sources integer NOT NULL,
    training_set_hash character(64) NOT NULL,
    training_set_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_beh.training_set IS 'Labels of recordings that a classifier is trained on; never edited';
COMMENT ON COLUMN @PREFIX@_beh.training_set.training_set_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.training_set.training_n_sources IS ':int32:';
COMMENT ON COLUMN @PREFIX@_beh.training_set.training_set_hash IS ':char(64):over the labels, descriptors and groups of its sources';
COMMENT ON COLUMN @PREFIX@_beh.training_set.training_set_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_beh.training_set__source (
    training_set_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    label_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    training_animal character varying(255) DEFAULT NULL::character varying,
    training_session character varying(255) NOT NULL,
    training_beside jsonb
);
COMMENT ON TABLE @PREFIX@_beh.training_set__source IS 'Labels of one recording, its descriptors, and whom it shows';
COMMENT ON COLUMN @PREFIX@_beh.training_set__source.training_animal IS ':varchar(255):whose frames are left out together; null: not known';
COMMENT ON COLUMN @PREFIX@_beh.training_set__source.training_session IS ':varchar(255):of this animal';
COMMENT ON COLUMN @PREFIX@_beh.training_set__source.training_beside IS ':json:keypoints and facial signals, their digests';
CREATE TABLE @PREFIX@_beh."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_con.__keypoints_explained (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    keypoint_task_id integer NOT NULL,
    motion_paramset_id integer NOT NULL,
    keypoint_explained_n_regressors integer NOT NULL,
    keypoint_explained_points_digest character(64) NOT NULL,
    keypoint_explained_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_con.__keypoints_explained IS 'How much of the scores the traces of tracked points explain';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained.keypoint_explained_n_regressors IS ':int32:';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained.keypoint_explained_points_digest IS ':char(64):of points, traces and mapping';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained.keypoint_explained_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_con.__keypoints_explained__regressor (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer CONSTRAINT __keypoints_explained__regresso_expression_paramset_id_not_null NOT NULL,
    prototype_set_id integer NOT NULL,
    keypoint_task_id integer NOT NULL,
    motion_paramset_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    measure character varying(32) NOT NULL,
    keypoint_regressor character varying(96) NOT NULL,
    keypoint_regressor_kind character varying(16) CONSTRAINT __keypoints_explained__regress_keypoint_regressor_kind_not_null NOT NULL,
    keypoint_explained_r2 double precision,
    keypoint_explained_r2_se double precision,
    keypoint_explained_null_q95 double precision,
    keypoint_explained_p double precision,
    keypoint_explained_r double precision,
    keypoint_explained_n_valid bigint CONSTRAINT __keypoints_explained__regr_keypoint_explained_n_valid_not_null NOT NULL,
    keypoint_explained_n_folds integer CONSTRAINT __keypoints_explained__regr_keypoint_explained_n_folds_not_null NOT NULL,
    keypoint_explained_reason character varying(255) DEFAULT ''::character varying CONSTRAINT __keypoints_explained__regre_keypoint_explained_reason_not_null NOT NULL
);
COMMENT ON TABLE @PREFIX@_con.__keypoints_explained__regressor IS 'What one trace of tracked points explains of one score';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_regressor IS ':varchar(96):eye_area, ear_angle, nose_x, ...; all: together';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_regressor_kind IS ':varchar(16):keypoint; all';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_explained_r2 IS ':float64:share of held-out variance; may be below 0';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_explained_r2_se IS ':float64:over trials';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_explained_null_q95 IS ':float64:95th percentile with the score shifted in time';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_explained_p IS ':float64:share of shifts that explain as much or more';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_explained_r IS ':float64:correlation at the same frame';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_explained_n_valid IS ':int64:frames used';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_explained_n_folds IS ':int32:trials used';
COMMENT ON COLUMN @PREFIX@_con.__keypoints_explained__regressor.keypoint_explained_reason IS ':varchar(255):why there is no r2';
CREATE TABLE @PREFIX@_con.__motion_explained (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    motion_paramset_id integer NOT NULL,
    explained_n_regressors integer NOT NULL,
    explained_signals_digest character(64) NOT NULL,
    explained_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_con.__motion_explained IS 'How much of the scores the facial signals explain';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained.explained_n_regressors IS ':int32:';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained.explained_signals_digest IS ':char(64):of the facial signals';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained.explained_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_con.__motion_explained__regressor (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    motion_paramset_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    measure character varying(32) NOT NULL,
    regressor character varying(96) NOT NULL,
    regressor_kind character varying(16) NOT NULL,
    explained_r2 double precision,
    explained_r2_se double precision,
    explained_null_q95 double precision,
    explained_p double precision,
    explained_r double precision,
    explained_n_valid bigint NOT NULL,
    explained_n_folds integer NOT NULL,
    explained_reason character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_con.__motion_explained__regressor IS 'What one regressor explains of one trace';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.regressor IS ':varchar(96):motion: ear, licking, pupil, ...; all: together';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.regressor_kind IS ':varchar(16):motion, licking, pupil, blink, running; all';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.explained_r2 IS ':float64:share of the variance of held-out trials; may be below 0';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.explained_r2_se IS ':float64:over trials';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.explained_null_q95 IS ':float64:95th percentile with the trace shifted in time';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.explained_p IS ':float64:share of shifts that explain as much or more';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.explained_r IS ':float64:correlation at the same frame';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.explained_n_valid IS ':int64:frames used';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.explained_n_folds IS ':int32:trials used';
COMMENT ON COLUMN @PREFIX@_con.__motion_explained__regressor.explained_reason IS ':varchar(255):why there is no r2';
CREATE TABLE @PREFIX@_con.motion_param_set (
    motion_paramset_id integer NOT NULL,
    motion_params jsonb NOT NULL,
    motion_paramset_hash character(64) NOT NULL,
    motion_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_con.motion_param_set IS 'How the explained variance of a score is measured; never edited';
COMMENT ON COLUMN @PREFIX@_con.motion_param_set.motion_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_con.motion_param_set.motion_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_con.motion_param_set.motion_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_con.motion_param_set.motion_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_con."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_exp."#emotion" (
    emotion character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp."#emotion" IS 'Emotional states that a stimulus may cause';
COMMENT ON COLUMN @PREFIX@_exp."#emotion".emotion IS ':varchar(32):';
CREATE TABLE @PREFIX@_exp."#event_window" (
    event_window character varying(32) NOT NULL,
    window_start_s double precision NOT NULL,
    window_start_from @PREFIX@_exp.enum_9aa4ffc0 NOT NULL,
    window_stop_s double precision NOT NULL,
    window_stop_from @PREFIX@_exp.enum_9aa4ffc0 NOT NULL,
    event_window_hash character(64) NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp."#event_window" IS 'A named span around each event: frames with start <= time < stop; never edited';
COMMENT ON COLUMN @PREFIX@_exp."#event_window".event_window IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_exp."#event_window".window_start_s IS ':float64:from the event''s onset or offset; negative is before it';
COMMENT ON COLUMN @PREFIX@_exp."#event_window".window_start_from IS ':enum(''onset'',''offset''):';
COMMENT ON COLUMN @PREFIX@_exp."#event_window".window_stop_s IS ':float64:likewise';
COMMENT ON COLUMN @PREFIX@_exp."#event_window".window_stop_from IS ':enum(''onset'',''offset''):';
COMMENT ON COLUMN @PREFIX@_exp."#event_window".event_window_hash IS ':char(64):over all of these, without the name';
CREATE TABLE @PREFIX@_exp."#stimulus" (
    stimulus character varying(64) NOT NULL,
    stimulus_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp."#stimulus" IS 'A stimulus; prototypes and scores have its name';
COMMENT ON COLUMN @PREFIX@_exp."#stimulus".stimulus IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_exp."#stimulus".stimulus_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_exp."#stimulus_emotion" (
    stimulus character varying(64) NOT NULL,
    interpretation character varying(32) NOT NULL,
    emotion character varying(32) NOT NULL,
    interpretation_source character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp."#stimulus_emotion" IS 'The emotion of a stimulus, by an interpretation';
COMMENT ON COLUMN @PREFIX@_exp."#stimulus_emotion".interpretation IS ':varchar(32):name of the scheme; there may be several';
COMMENT ON COLUMN @PREFIX@_exp."#stimulus_emotion".interpretation_source IS ':varchar(255):its publication';
CREATE TABLE @PREFIX@_exp.__event_response (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    response_n_events integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__event_response IS 'Scores around the events, in one named window';
COMMENT ON COLUMN @PREFIX@_exp.__event_response.response_n_events IS ':int32:';
CREATE TABLE @PREFIX@_exp.__event_response__event (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    prototype character varying(64) NOT NULL,
    measure character varying(32) NOT NULL,
    event_id integer NOT NULL,
    response_n_frames bigint NOT NULL,
    response_n_valid bigint NOT NULL,
    response_mean double precision,
    response_mean_se double precision,
    response_peak double precision,
    response_peak_se double precision,
    response_time_to_peak_s double precision,
    response_latency_s double precision,
    response_half_decay_s double precision,
    response_auc double precision,
    response_valid_duration_s double precision NOT NULL,
    response_baseline double precision,
    response_change double precision
);
COMMENT ON TABLE @PREFIX@_exp.__event_response__event IS 'A trace over the window around one event';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_n_valid IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_mean IS ':float64:over time, in the trace''s unit, as those below';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_mean_se IS ':float64:upper limit: as if all frames had the same error';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_peak IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_peak_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_time_to_peak_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_latency_s IS ':float64:from onset to the first bout that begins';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_half_decay_s IS ':float64:from the peak until half of it';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_auc IS ':float64:integral: the trace''s unit times seconds';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_valid_duration_s IS ':float64:seconds of the window with a valid frame';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_baseline IS ':float64:mean before the onset';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__event.response_change IS ':float64:mean minus baseline';
CREATE TABLE @PREFIX@_exp.__event_response__habituation (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    prototype character varying(64) NOT NULL,
    measure character varying(32) NOT NULL,
    stimulus character varying(64) NOT NULL,
    quantity character varying(16) NOT NULL,
    habituation_n_trials integer NOT NULL,
    habituation_first double precision,
    habituation_last double precision,
    habituation_slope double precision,
    habituation_slope_se double precision,
    habituation_slope_dof integer,
    habituation_ratio double precision
);
COMMENT ON TABLE @PREFIX@_exp.__event_response__habituation IS 'How the response to a stimulus changes from trial to trial';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__habituation.quantity IS ':varchar(16):mean, peak, auc, change, latency_s';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__habituation.habituation_n_trials IS ':int32:trials in which the quantity is defined';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__habituation.habituation_first IS ':float64:the quantity in the first of them';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__habituation.habituation_last IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__habituation.habituation_slope IS ':float64:change per trial, by least squares';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__habituation.habituation_slope_se IS ':float64:from 4 trials on; at least that of the trials'' errors';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__habituation.habituation_slope_dof IS ':int32:degrees of freedom: trials - 2';
COMMENT ON COLUMN @PREFIX@_exp.__event_response__habituation.habituation_ratio IS ':float64:last / first';
CREATE TABLE @PREFIX@_exp.__facial_expression (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    expression_n_frames bigint NOT NULL,
    expression_n_valid bigint NOT NULL,
    n_baseline bigint NOT NULL,
    n_lost bigint,
    circular boolean NOT NULL,
    score_source character varying(32) NOT NULL,
    prototype_age_days double precision,
    look_ahead_s double precision NOT NULL,
    shift_median_px double precision,
    shift_max_px double precision,
    residual_shift_median_px double precision,
    residual_shift_max_px double precision,
    permutation_p jsonb,
    fear_threshold double precision,
    expression_result_digest character(64) NOT NULL,
    expression_prototype_digest character(64) NOT NULL,
    expression_clock_hash character(64) DEFAULT NULL::bpchar,
    expression_started_at timestamp without time zone NOT NULL,
    expression_processing_time_s double precision NOT NULL,
    expression_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression IS 'Scores of a recording: what was computed, and from what';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.expression_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.expression_n_valid IS ':int64:frames with a score for every prototype that is scored';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.n_baseline IS ':int64:frames taken as neutral';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.n_lost IS ':int64:contrast: frames that could not be registered';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.circular IS ':bool:prototypes were made from the frames that they score';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.score_source IS ':varchar(32):cross-validated, same data, other session';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.prototype_age_days IS ':float64:from the set''s latest recording, where times are known';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.look_ahead_s IS ':float64:no later frame affects a score, except by training';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.shift_median_px IS ':float64:contrast: length of the head''s shift, pixels of the crop';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.shift_max_px IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.residual_shift_median_px IS ':float64:the same, measured after registration';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.residual_shift_max_px IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.permutation_p IS ':json:contrast: p of the tests behind a refusal';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.fear_threshold IS ':float64:published: movement above it; 1 - r to the frame before';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.expression_result_digest IS ':char(64):of the descriptors';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.expression_prototype_digest IS ':char(64):of the prototype set';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.expression_clock_hash IS ':char(64):of the frame times; null: no row of FrameClock';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.expression_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.expression_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression.expression_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_exp.__facial_expression__bout (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    bout_measure character varying(32) NOT NULL,
    bout_name character varying(64) NOT NULL,
    bout_id integer NOT NULL,
    bout_start_s double precision NOT NULL,
    bout_stop_s double precision NOT NULL,
    bout_duration_s double precision NOT NULL,
    bout_first_frame bigint NOT NULL,
    bout_n_frames bigint NOT NULL,
    bout_n_valid bigint NOT NULL,
    bout_mean double precision,
    bout_peak double precision,
    bout_peak_s double precision
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__bout IS 'An interval in which a trace stays high, or of fear';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_measure IS ':varchar(32):similarity, score; consecutive_similarity for fear';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_name IS ':varchar(64):the prototype, or active_fear, passive_fear';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_start_s IS ':float64:on the clock of the event set';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_stop_s IS ':float64:when its last frame ends';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_duration_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_first_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_n_valid IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_peak IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__bout.bout_peak_s IS ':float64:time of the peak';
CREATE TABLE @PREFIX@_exp.__facial_expression__event_summary (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer CONSTRAINT __facial_expression__event_summ_expression_paramset_id_not_null NOT NULL,
    prototype_set_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    measure character varying(32) NOT NULL,
    event_id integer NOT NULL,
    event_n_frames bigint NOT NULL,
    event_n_valid bigint NOT NULL,
    event_mean double precision,
    event_mean_se double precision,
    event_peak double precision,
    event_peak_se double precision,
    event_time_to_peak_s double precision,
    event_latency_s double precision,
    event_half_decay_s double precision,
    event_auc double precision,
    event_valid_duration_s double precision CONSTRAINT __facial_expression__event_summ_event_valid_duration_s_not_null NOT NULL,
    event_baseline double precision,
    event_change double precision
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__event_summary IS 'A trace over the frames of one event, from onset to offset';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_n_valid IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_mean IS ':float64:over time, in the trace''s unit, as those below';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_mean_se IS ':float64:upper limit: as if all frames had the same error';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_peak IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_peak_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_time_to_peak_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_latency_s IS ':float64:from onset to the first bout that begins';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_half_decay_s IS ':float64:from the peak until half of it';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_auc IS ':float64:integral: the trace''s unit times seconds';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_valid_duration_s IS ':float64:seconds with a valid frame';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_baseline IS ':float64:mean before the onset';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__event_summary.event_change IS ':float64:mean minus baseline';
CREATE TABLE @PREFIX@_exp.__facial_expression__finding (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    finding character varying(32) NOT NULL,
    finding_about character varying(64) NOT NULL,
    finding_severity @PREFIX@_exp.enum_d7675b53 NOT NULL,
    finding_reason character varying(1024) NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__finding IS 'Limits of the scores: refused or a note, with a reason';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__finding.finding IS ':varchar(32):ok, circular, few_frames, too_few_events, moved, ...';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__finding.finding_about IS ':varchar(64):the prototype; blank: the whole';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__finding.finding_severity IS ':enum(''ok'',''note'',''refused''):refused: there is no number';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__finding.finding_reason IS ':varchar(1024):';
CREATE TABLE @PREFIX@_exp.__facial_expression__fold (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    fold integer NOT NULL,
    fold_start_frame bigint NOT NULL,
    fold_stop_frame bigint NOT NULL,
    fold_group integer,
    held_out character varying(255) DEFAULT ''::character varying NOT NULL,
    event_id integer
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__fold IS 'Which fold scored which frames';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__fold.fold IS ':int32:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__fold.fold_start_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__fold.fold_stop_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__fold.fold_group IS ':int32:contrast: 0 or 1, the half of the folds that it is in';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__fold.held_out IS ':varchar(255):the event left out in training; blank: none';
CREATE TABLE @PREFIX@_exp.__facial_expression__frame_trace (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer CONSTRAINT __facial_expression__frame_trac_expression_paramset_id_not_null NOT NULL,
    prototype_set_id integer NOT NULL,
    frame_measure character varying(32) NOT NULL,
    frame_trace_start_frame bigint CONSTRAINT __facial_expression__frame_tra_frame_trace_start_frame_not_null NOT NULL,
    frame_trace_stop_frame bigint CONSTRAINT __facial_expression__frame_trac_frame_trace_stop_frame_not_null NOT NULL,
    frame_trace_values bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__frame_trace IS 'Values that belong to no prototype, over a range of frames';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__frame_trace.frame_measure IS ':varchar(32):neutral_similarity, ...; misfit, shift_x_px, ...';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__frame_trace.frame_trace_start_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__frame_trace.frame_trace_stop_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__frame_trace.frame_trace_values IS ':<blob>:float32, NaN where undefined';
CREATE TABLE @PREFIX@_exp.__facial_expression__models (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    models_npz bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__models IS 'The models of a contrast score, of each fold';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__models.models_npz IS ':<blob>:bytes of a contrast_models file';
CREATE TABLE @PREFIX@_exp.__facial_expression__time_course (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer CONSTRAINT __facial_expression__time_cours_expression_paramset_id_not_null NOT NULL,
    prototype_set_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    time_course_n_trials bigint NOT NULL,
    time_course_n_responses double precision,
    time_course_latency_s double precision,
    time_course_latency_sd_s double precision,
    time_course_decay_s double precision,
    time_course_decay_se_s double precision
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__time_course IS 'When responses to a stimulus begin, and how they fade';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__time_course.time_course_n_trials IS ':int64:trials that are used';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__time_course.time_course_n_responses IS ':float64:of these, the sum of response probabilities';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__time_course.time_course_latency_s IS ':float64:median of the trials with a response';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__time_course.time_course_latency_sd_s IS ':float64:between trials';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__time_course.time_course_decay_s IS ':float64:time constant with which responses fade';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__time_course.time_course_decay_se_s IS ':float64:';
CREATE TABLE @PREFIX@_exp.__facial_expression__trace (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    measure character varying(32) NOT NULL,
    trace_unit character varying(16) NOT NULL,
    trace_n_valid bigint NOT NULL,
    trace_mean double precision,
    trace_sd double precision,
    trace_min double precision,
    trace_max double precision,
    bout_enter double precision,
    bout_leave double precision
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__trace IS 'Summary of a trace for a prototype';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.measure IS ':varchar(32):similarity, similarity_minmax; score, score_se';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.trace_unit IS ':varchar(16):r, fraction; expression: 1 is the mean training trial';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.trace_n_valid IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.trace_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.trace_sd IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.trace_min IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.trace_max IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.bout_enter IS ':float64:a bout begins at this value';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace.bout_leave IS ':float64:and ends below this one';
CREATE TABLE @PREFIX@_exp.__facial_expression__trace_segment (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer CONSTRAINT __facial_expression__trace_segm_expression_paramset_id_not_null NOT NULL,
    prototype_set_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    measure character varying(32) NOT NULL,
    trace_start_frame bigint NOT NULL,
    trace_stop_frame bigint NOT NULL,
    trace_values bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__trace_segment IS 'The values of a trace over a range of frames';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace_segment.trace_start_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace_segment.trace_stop_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trace_segment.trace_values IS ':<blob>:float32, NaN where undefined';
CREATE TABLE @PREFIX@_exp.__facial_expression__trial (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL,
    event_id integer NOT NULL,
    trial_used boolean NOT NULL,
    trial_reason character varying(1024) DEFAULT ''::character varying NOT NULL,
    trial_response_probability double precision,
    trial_amplitude double precision,
    trial_amplitude_se double precision,
    trial_latency_s double precision,
    trial_latency_se_s double precision,
    trial_decay_s double precision,
    trial_decay_se_s double precision
);
COMMENT ON TABLE @PREFIX@_exp.__facial_expression__trial IS 'One trial: whether it is used, and its response';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_used IS ':bool:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_reason IS ':varchar(1024):why it was left out; blank: it is used';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_response_probability IS ':float64:that the face responded; null: not known';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_amplitude IS ':float64:1: mean of training trials with a response';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_amplitude_se IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_latency_s IS ':float64:from the onset to the first movement';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_latency_se_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_decay_s IS ':float64:time constant with which the response fades';
COMMENT ON COLUMN @PREFIX@_exp.__facial_expression__trial.trial_decay_se_s IS ':float64:';
CREATE TABLE @PREFIX@_exp.__prototype_set (
    prototype_set_id integer NOT NULL,
    prototype_method character varying(32) NOT NULL,
    prototype_hog_params jsonb,
    prototype_cells_hash character(64) DEFAULT NULL::bpchar,
    prototype_grid_rows integer,
    prototype_grid_columns integer,
    prototype_length integer,
    neutral_vector bytea,
    valid_features bytea,
    prototype_provenance jsonb NOT NULL,
    prototype_digest character(64) NOT NULL,
    prototype_recorded_at timestamp without time zone,
    prototype_made_at timestamp without time zone NOT NULL,
    prototype_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__prototype_set IS 'A neutral face and a prototype per stimulus, or the reasons why there is none';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_method IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_hog_params IS ':json:published: of the descriptors';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_cells_hash IS ':char(64):published: of what decides the cell histograms';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_grid_rows IS ':int32:published: cells; contrast: pixels of the thumbnail';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_grid_columns IS ':int32:likewise';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_length IS ':int32:numbers in a prototype';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.neutral_vector IS ':<blob>:published: descriptor; contrast: (y, x) luma levels';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.valid_features IS ':<blob>:bool, features that count; others are masked';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_provenance IS ':json:parameters and files of the sources, and more';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_digest IS ':char(64):over everything that scores depend on';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_recorded_at IS ':datetime:when the latest source was recorded, where known';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_made_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set.prototype_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_exp.__prototype_set__finding (
    prototype_set_id integer NOT NULL,
    prototype_finding character varying(32) NOT NULL,
    prototype_finding_about character varying(64) NOT NULL,
    prototype_finding_severity @PREFIX@_exp.enum_d7675b53 NOT NULL,
    prototype_finding_reason character varying(1024) NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__prototype_set__finding IS 'A finding when the set was made, with its reason';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__finding.prototype_finding IS ':varchar(32):too_few_events, moved, ...';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__finding.prototype_finding_about IS ':varchar(64):the stimulus; blank: the whole';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__finding.prototype_finding_severity IS ':enum(''ok'',''note'',''refused''):';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__finding.prototype_finding_reason IS ':varchar(1024):';
CREATE TABLE @PREFIX@_exp.__prototype_set__model (
    prototype_set_id integer NOT NULL,
    model_npz bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__prototype_set__model IS 'The model that computes a contrast score of another session';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__model.model_npz IS ':<blob>:bytes of a ContrastPrototypes file';
CREATE TABLE @PREFIX@_exp.__prototype_set__prototype (
    prototype_set_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    prototype_order integer NOT NULL,
    prototype_n_frames integer,
    prototype_r_neutral double precision,
    prototype_vector bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__prototype_set__prototype IS 'The prototype face of a stimulus';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__prototype.prototype_order IS ':int32:0, 1, ... as they were made';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__prototype.prototype_n_frames IS ':int32:averaged; null: not known';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__prototype.prototype_r_neutral IS ':float64:published: Pearson correlation with neutral';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__prototype.prototype_vector IS ':<blob>:published: descriptor; contrast: minus neutral, luma';
CREATE TABLE @PREFIX@_exp.__prototype_set__source_event (
    prototype_set_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_id integer NOT NULL,
    source_event_first_frame bigint NOT NULL,
    source_event_stop_frame bigint NOT NULL,
    source_event_n_frames bigint NOT NULL,
    source_event_digest character(64) NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__prototype_set__source_event IS 'A trial that made a contrast prototype, and its frames';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_event.source_event_first_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_event.source_event_stop_frame IS ':int64:one after the last';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_event.source_event_n_frames IS ':int64:usable ones';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_event.source_event_digest IS ':char(64):of the result it was taken from';
CREATE TABLE @PREFIX@_exp.__prototype_set__source_frame (
    prototype_set_id integer NOT NULL,
    prototype character varying(64) NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    source_frame bigint NOT NULL,
    source_rank integer NOT NULL,
    source_time_s double precision NOT NULL,
    source_r_neutral double precision,
    source_digest character(64) NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.__prototype_set__source_frame IS 'A frame that was averaged into a prototype';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_frame.source_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_frame.source_rank IS ':int32:0 is the least like neutral';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_frame.source_time_s IS ':float64:on the clock of the source''s event set';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_frame.source_r_neutral IS ':float64:Pearson correlation with the neutral face';
COMMENT ON COLUMN @PREFIX@_exp.__prototype_set__source_frame.source_digest IS ':char(64):of the descriptors it was taken from';
CREATE TABLE @PREFIX@_exp.event_set (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    clock character varying(32) NOT NULL,
    event_set_hash character(64) NOT NULL,
    n_events integer NOT NULL,
    event_file character varying(255) DEFAULT NULL::character varying,
    event_file_sha256 character(64) DEFAULT NULL::bpchar,
    event_set_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.event_set IS 'The events of one recording on one clock; never edited, identified by its content';
COMMENT ON COLUMN @PREFIX@_exp.event_set.event_set_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_exp.event_set.event_set_hash IS ':char(64):over recording, clock and events';
COMMENT ON COLUMN @PREFIX@_exp.event_set.n_events IS ':int32:';
COMMENT ON COLUMN @PREFIX@_exp.event_set.event_file IS ':varchar(255):the events came from, relative to a root; null: given as rows';
COMMENT ON COLUMN @PREFIX@_exp.event_set.event_file_sha256 IS ':char(64):of that file, when it was read';
COMMENT ON COLUMN @PREFIX@_exp.event_set.event_set_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_exp.event_set__event (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_id integer NOT NULL,
    stimulus character varying(64) NOT NULL,
    repetition integer NOT NULL,
    onset_s double precision NOT NULL,
    offset_s double precision NOT NULL,
    event_amount double precision,
    event_amount_unit character varying(32) DEFAULT NULL::character varying
);
COMMENT ON TABLE @PREFIX@_exp.event_set__event IS 'One event: frames with onset <= time < offset';
COMMENT ON COLUMN @PREFIX@_exp.event_set__event.event_id IS ':int32:0, 1, ... by onset';
COMMENT ON COLUMN @PREFIX@_exp.event_set__event.repetition IS ':int32:0, 1, ... among the events of this stimulus';
COMMENT ON COLUMN @PREFIX@_exp.event_set__event.onset_s IS ':float64:on the set''s clock';
COMMENT ON COLUMN @PREFIX@_exp.event_set__event.offset_s IS ':float64:on the set''s clock';
COMMENT ON COLUMN @PREFIX@_exp.event_set__event.event_amount IS ':float64:how much was given: a concentration, a current';
COMMENT ON COLUMN @PREFIX@_exp.event_set__event.event_amount_unit IS ':varchar(32):';
CREATE TABLE @PREFIX@_exp.event_trial (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_id integer NOT NULL,
    trial_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.event_trial IS 'Which trial of the linked pipeline an event belongs to';
CREATE TABLE @PREFIX@_exp.expression_param_set (
    expression_paramset_id integer NOT NULL,
    expression_method character varying(32) NOT NULL,
    expression_params jsonb NOT NULL,
    measure_params jsonb NOT NULL,
    expression_paramset_hash character(64) NOT NULL,
    expression_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.expression_param_set IS 'How prototypes are made and frames are scored; never edited';
COMMENT ON COLUMN @PREFIX@_exp.expression_param_set.expression_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_exp.expression_param_set.expression_method IS ':varchar(32):a scoring method: published, contrast, ...';
COMMENT ON COLUMN @PREFIX@_exp.expression_param_set.expression_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_exp.expression_param_set.measure_params IS ':json:of bouts, and of measures around events';
COMMENT ON COLUMN @PREFIX@_exp.expression_param_set.expression_paramset_hash IS ':char(64):over all of these';
COMMENT ON COLUMN @PREFIX@_exp.expression_param_set.expression_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_exp.facial_expression_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    expression_paramset_id integer NOT NULL,
    prototype_set_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.facial_expression_task IS 'The descriptors, events, parameters and prototypes of a score';
CREATE TABLE @PREFIX@_exp.prototype_task (
    prototype_set_id integer NOT NULL,
    prototype_task_mode @PREFIX@_exp.enum_173a4515 NOT NULL,
    prototype_paramset_id integer,
    prototype_path character varying(255) DEFAULT NULL::character varying,
    prototype_set_hash character(64) NOT NULL,
    prototype_set_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.prototype_task IS 'What a prototype set is made from, or read from; never edited';
COMMENT ON COLUMN @PREFIX@_exp.prototype_task.prototype_set_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_exp.prototype_task.prototype_task_mode IS ':enum(''load'',''trigger''):load: from a file of mouseface score';
COMMENT ON COLUMN @PREFIX@_exp.prototype_task.prototype_path IS ':varchar(255):load: relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_exp.prototype_task.prototype_set_hash IS ':char(64):over sources and parameters, or the file''s vectors';
COMMENT ON COLUMN @PREFIX@_exp.prototype_task.prototype_set_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_exp.prototype_task__source (
    prototype_set_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    event_set_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_exp.prototype_task__source IS 'A recording whose frames make the prototypes';
CREATE TABLE @PREFIX@_exp."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_fai.__failure_study (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    failure_task_id integer NOT NULL,
    failures_path character varying(255) NOT NULL,
    failures_digest character(64) NOT NULL,
    failures_features_digest character(64) NOT NULL,
    failures_state character varying(32) NOT NULL,
    failures_reason character varying(255) DEFAULT ''::character varying NOT NULL,
    failures_n_bouts integer NOT NULL,
    failures_n_above_null integer NOT NULL,
    failures_first_cause character varying(32) DEFAULT ''::character varying NOT NULL,
    failures_notes jsonb,
    failure_model_state character varying(16) DEFAULT ''::character varying NOT NULL,
    failure_model_reason character varying(255) DEFAULT ''::character varying NOT NULL,
    failure_model_auc double precision,
    failure_model_low double precision,
    failure_model_high double precision,
    failure_model_null_low double precision,
    failure_model_null_high double precision,
    failure_model_p double precision,
    failures_started_at timestamp without time zone NOT NULL,
    failures_processing_time_s double precision NOT NULL,
    failures_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_fai.__failure_study IS 'Why frames failed: which measured causes tell them from the others';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_path IS ':varchar(255):folder, relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_digest IS ':char(64):over everything in the study';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_features_digest IS ':char(64):of the features that frames were compared by';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_state IS ':varchar(32):done, too few, too few successes';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_reason IS ':varchar(255):why it is not done';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_n_bouts IS ':int32:of failed frames: independent events';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_n_above_null IS ':int32:causes';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_first_cause IS ':varchar(32):the first of those; blank: none is above the null';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_notes IS ':json:what limits the meaning of the numbers';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failure_model_state IS ':varchar(16):of a small linear model of the measures';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failure_model_reason IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failure_model_auc IS ':float64:of frames that were held out';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failure_model_low IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failure_model_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failure_model_null_low IS ':float64:with failures shifted in time';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failure_model_null_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failure_model_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study.failures_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_fai.__failure_study__cause (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    failure_task_id integer NOT NULL,
    failure_cause character varying(32) NOT NULL,
    cause_rank integer NOT NULL,
    cause_measure character varying(64) NOT NULL,
    cause_unit character varying(32) NOT NULL,
    cause_direction character varying(8) NOT NULL,
    cause_auc double precision,
    cause_auc_that_matters double precision,
    cause_auc_matched double precision,
    cause_null_low double precision,
    cause_null_high double precision,
    cause_p double precision,
    cause_p_corrected double precision,
    cause_above_null boolean NOT NULL,
    cause_failures double precision,
    cause_successes double precision,
    cause_least double precision,
    cause_n_failures bigint NOT NULL,
    cause_n_successes bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_fai.__failure_study__cause IS 'How well a cause tells failed frames from others';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.failure_cause IS ':varchar(32):blur, dark, saturated, ...';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_rank IS ':int32:from 1';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_measure IS ':varchar(64):the measure that counted';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_unit IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_direction IS ':varchar(8):low or high values speak for it';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_auc IS ':float64:area under the ROC curve';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_auc_that_matters IS ':float64:the same, with small differences as ties';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_auc_matched IS ':float64:the same, over failures and successes nearby in time';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_null_low IS ':float64:middle 0.95 of the area with failures shifted in time';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_null_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_p IS ':float64:of chance';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_p_corrected IS ':float64:for the number of causes';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_above_null IS ':bool:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_failures IS ':float64:median of the measure over matched failures';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_successes IS ':float64:and over their successes';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_least IS ':float64:the least change that matters';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_n_failures IS ':int64:frames in which the measure is defined';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__cause.cause_n_successes IS ':int64:';
CREATE TABLE @PREFIX@_fai.__failure_study__feature (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    failure_task_id integer NOT NULL,
    failure_column character varying(160) NOT NULL,
    failure_feature_cause character varying(32) DEFAULT ''::character varying NOT NULL,
    failure_feature_unit character varying(32) NOT NULL,
    failure_feature_auc double precision,
    failure_feature_auc_matched double precision,
    failure_feature_null_low double precision,
    failure_feature_null_high double precision,
    failure_feature_p double precision,
    failure_feature_p_corrected double precision,
    failure_feature_above_null boolean NOT NULL,
    failure_feature_failures double precision,
    failure_feature_successes double precision,
    failure_feature_n_failures bigint NOT NULL,
    failure_feature_n_successes bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_fai.__failure_study__feature IS 'How well a named feature tells failed frames from others';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_column IS ':varchar(160):a feature_column of the task''s features';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_cause IS ':varchar(32):that it goes with';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_unit IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_auc IS ':float64:far below a half: failed frames have the lower value';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_auc_matched IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_null_low IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_null_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_p IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_p_corrected IS ':float64:for the number of features';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_above_null IS ':bool:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_failures IS ':float64:median over matched failures';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_successes IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_n_failures IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__feature.failure_feature_n_successes IS ':int64:';
CREATE TABLE @PREFIX@_fai.__failure_study__measure (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    failure_task_id integer NOT NULL,
    failure_measure character varying(64) NOT NULL,
    failure_measure_weight double precision,
    failure_measure_standard_error double precision,
    failure_measure_sign_agreement double precision
);
COMMENT ON TABLE @PREFIX@_fai.__failure_study__measure IS 'The weight of a measure in the small linear model of failures';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__measure.failure_measure IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__measure.failure_measure_weight IS ':float64:mean over folds, per standard deviation';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__measure.failure_measure_standard_error IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__measure.failure_measure_sign_agreement IS ':float64:share of folds with the sign of the mean';
CREATE TABLE @PREFIX@_fai.__failure_study__remedy (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    failure_task_id integer NOT NULL,
    remedy character varying(32) NOT NULL,
    remedy_measure character varying(64) NOT NULL,
    remedy_n integer NOT NULL,
    remedy_n_usual_before integer NOT NULL,
    remedy_n_usual_after integer NOT NULL,
    remedy_share_gained double precision,
    remedy_low double precision,
    remedy_high double precision
);
COMMENT ON TABLE @PREFIX@_fai.__failure_study__remedy IS 'Whether a filter before the extraction brings failed frames back, by one measure';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__remedy.remedy IS ':varchar(32):sharpen, stretch, sharpen and stretch';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__remedy.remedy_measure IS ':varchar(64):what was decided again';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__remedy.remedy_n IS ':int32:failed frames that were filtered and extracted again';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__remedy.remedy_n_usual_before IS ':int32:that are as successes are, without the filter';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__remedy.remedy_n_usual_after IS ':int32:and with it';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__remedy.remedy_share_gained IS ':float64:of those that were not and are';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__remedy.remedy_low IS ':float64:its interval, 0.95';
COMMENT ON COLUMN @PREFIX@_fai.__failure_study__remedy.remedy_high IS ':float64:';
CREATE TABLE @PREFIX@_fai.failure_param_set (
    failure_paramset_id integer NOT NULL,
    failure_params jsonb NOT NULL,
    failure_paramset_hash character(64) NOT NULL,
    failure_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fai.failure_param_set IS 'How failed frames are compared with others; never edited';
COMMENT ON COLUMN @PREFIX@_fai.failure_param_set.failure_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fai.failure_param_set.failure_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_fai.failure_param_set.failure_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fai.failure_param_set.failure_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fai.failure_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    failure_task_id integer NOT NULL,
    failure_paramset_id integer NOT NULL,
    failure_what character varying(255) NOT NULL,
    failure_remedies boolean NOT NULL,
    failure_source jsonb NOT NULL,
    failure_source_notes jsonb,
    failure_n_frames bigint NOT NULL,
    failure_n_known bigint NOT NULL,
    failure_n_failed bigint NOT NULL,
    failure_task_hash character(64) NOT NULL,
    failure_task_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fai.failure_task IS 'Frames of a recording that failed, to be compared with others; never edited';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_what IS ':varchar(255):what counts as failed: points:eye, flag:black, ...';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_remedies IS ':bool:whether filters of the video are tried on them';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_source IS ':json:where it is from';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_source_notes IS ':json:';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_n_frames IS ':int64:of the recording';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_n_known IS ':int64:of which it is known whether they failed';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_n_failed IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_task_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fai.failure_task.failure_task_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fai.failure_task__states (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    failure_task_id integer NOT NULL,
    failure_start_frame bigint NOT NULL,
    failure_stop_frame bigint NOT NULL,
    failure_states bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_fai.failure_task__states IS 'Whether each frame of a range failed';
COMMENT ON COLUMN @PREFIX@_fai.failure_task__states.failure_start_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fai.failure_task__states.failure_stop_frame IS ':int64:one after the last';
COMMENT ON COLUMN @PREFIX@_fai.failure_task__states.failure_states IS ':<blob>:int8: 1 failed, 0 did not, -1 not known';
CREATE TABLE @PREFIX@_fai."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_fea."#feature_definition" (
    feature_definition_hash character(64) NOT NULL,
    feature character varying(96) NOT NULL,
    feature_group character varying(16) NOT NULL,
    feature_unit character varying(32) NOT NULL,
    feature_source character varying(32) NOT NULL,
    feature_definition character varying(2048) NOT NULL,
    feature_since integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea."#feature_definition" IS 'Named features: group, unit, source and definition; never edited';
COMMENT ON COLUMN @PREFIX@_fea."#feature_definition".feature_definition_hash IS ':char(64):over all of these';
COMMENT ON COLUMN @PREFIX@_fea."#feature_definition".feature IS ':varchar(96):name, without the region';
COMMENT ON COLUMN @PREFIX@_fea."#feature_definition".feature_group IS ':varchar(16):intensity, texture, edges, geometry, motion, ...';
COMMENT ON COLUMN @PREFIX@_fea."#feature_definition".feature_unit IS ':varchar(32):1: a plain number';
COMMENT ON COLUMN @PREFIX@_fea."#feature_definition".feature_source IS ':varchar(32):thumbnail, cells, quality, keypoints, signals';
COMMENT ON COLUMN @PREFIX@_fea."#feature_definition".feature_definition IS ':varchar(2048):how it is computed, and when it is undefined';
COMMENT ON COLUMN @PREFIX@_fea."#feature_definition".feature_since IS ':int32:version of the registry that it came with';
CREATE TABLE @PREFIX@_fea.__face_angle (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    face_angle_task_id integer NOT NULL,
    face_angle_path character varying(255) NOT NULL,
    face_angle_digest character(64) NOT NULL,
    face_angle_source_digest character(64) NOT NULL,
    face_angle_n_frames bigint NOT NULL,
    roll_agreement_n_frames bigint NOT NULL,
    roll_agreement_correlation double precision,
    roll_agreement_median_difference_deg double precision,
    roll_agreement_agreeing double precision,
    roll_agreement_verdict character varying(16) NOT NULL,
    face_angle_notes jsonb,
    face_angle_started_at timestamp without time zone NOT NULL,
    face_angle_processing_time_s double precision NOT NULL,
    face_angle_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.__face_angle IS 'The angle of the face in every frame of a recording';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.face_angle_path IS ':varchar(255):folder, relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.face_angle_digest IS ':char(64):over angles, errors, reasons, times and parameters';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.face_angle_source_digest IS ':char(64):of the result folder of the pass';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.face_angle_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.roll_agreement_n_frames IS ':int64:with roll from points and from pictures';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.roll_agreement_correlation IS ':float64:of the two';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.roll_agreement_median_difference_deg IS ':float64:size of their difference';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.roll_agreement_agreeing IS ':float64:share of frames in which they agree';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.roll_agreement_verdict IS ':varchar(16):agree, differ, unknown';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.face_angle_notes IS ':json:';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.face_angle_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.face_angle_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle.face_angle_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_fea.__face_angle__angle (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    face_angle_task_id integer NOT NULL,
    face_angle character varying(16) NOT NULL,
    angle_n_valid bigint NOT NULL,
    angle_mean_deg double precision,
    angle_sd_deg double precision,
    angle_least_deg double precision,
    angle_largest_deg double precision,
    angle_median_se_deg double precision,
    angle_reason character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.__face_angle__angle IS 'One angle over the recording, in degrees from the reference pose';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__angle.face_angle IS ':varchar(16):roll_points, roll_picture, roll_views, yaw, pitch';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__angle.angle_n_valid IS ':int64:frames with this angle';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__angle.angle_mean_deg IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__angle.angle_sd_deg IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__angle.angle_least_deg IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__angle.angle_largest_deg IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__angle.angle_median_se_deg IS ':float64:median standard error of a frame';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__angle.angle_reason IS ':varchar(255):why most other frames have none';
CREATE TABLE @PREFIX@_fea.__face_angle__point (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    face_angle_task_id integer NOT NULL,
    angle_point character varying(128) NOT NULL,
    angle_point_spread_px double precision,
    angle_point_found double precision NOT NULL,
    angle_point_is_used boolean NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.__face_angle__point IS 'How steady a tracked point is against the others';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__point.angle_point IS ':varchar(128):';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__point.angle_point_spread_px IS ':float64:of its position, without motion of the whole head';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__point.angle_point_found IS ':float64:share of frames in which it was found';
COMMENT ON COLUMN @PREFIX@_fea.__face_angle__point.angle_point_is_used IS ':bool:whether the angle is measured with it';
CREATE TABLE @PREFIX@_fea.__frame_features (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    features_path character varying(255) NOT NULL,
    features_digest character(64) NOT NULL,
    features_source_digest character varying(64) DEFAULT ''::character varying NOT NULL,
    features_n_frames bigint NOT NULL,
    features_n_columns integer NOT NULL,
    features_registry_version integer NOT NULL,
    features_about jsonb NOT NULL,
    features_started_at timestamp without time zone NOT NULL,
    features_processing_time_s double precision NOT NULL,
    features_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.__frame_features IS 'Named features of every frame of a recording';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_path IS ':varchar(255):of a .parquet, relative to the processed folder';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_digest IS ':char(64):over all numbers and reasons, and what they were made of';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_source_digest IS ':varchar(64):of the result folder of the pass; blank: not known';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_n_columns IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_registry_version IS ':int32:of the list of named features';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_about IS ':json:what the file says of itself';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features.features_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_fea.__frame_features__column (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    feature_column character varying(160) NOT NULL,
    feature_definition_hash character(64) NOT NULL,
    feature_region character varying(96) NOT NULL,
    feature_column_no integer NOT NULL,
    feature_n_valid bigint NOT NULL,
    feature_n_undefined bigint NOT NULL,
    feature_mean double precision,
    feature_sd double precision,
    feature_min double precision,
    feature_max double precision,
    feature_reason character varying(32) DEFAULT ''::character varying NOT NULL,
    feature_why character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.__frame_features__column IS 'A feature of a region, over all frames';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_column IS ':varchar(160):region:feature, as in the file';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_region IS ':varchar(96):crop, a region, points, motion';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_column_no IS ':int32:place in the file, from 0';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_n_valid IS ':int64:frames with a number';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_n_undefined IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_sd IS ':float64:of the population';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_min IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_max IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_reason IS ':varchar(32):why most undefined frames have no number';
COMMENT ON COLUMN @PREFIX@_fea.__frame_features__column.feature_why IS ':varchar(255):the same as a sentence';
CREATE TABLE @PREFIX@_fea.face_angle_param_set (
    face_angle_paramset_id integer NOT NULL,
    face_angle_params jsonb NOT NULL,
    face_angle_paramset_hash character(64) NOT NULL,
    face_angle_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.face_angle_param_set IS 'How the angle of the face is measured; never edited';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_param_set.face_angle_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_param_set.face_angle_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_param_set.face_angle_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_param_set.face_angle_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fea.face_angle_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    face_angle_task_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    face_angle_paramset_id integer NOT NULL,
    face_angle_region jsonb,
    face_angle_beside jsonb,
    face_angle_calibration jsonb,
    face_angle_second jsonb,
    face_angle_second_recording integer,
    face_angle_second_clock character varying(32) DEFAULT ''::character varying NOT NULL,
    face_angle_task_hash character(64) NOT NULL,
    face_angle_task_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.face_angle_task IS 'A recording in which the angle of the face is to be measured; never edited';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_region IS ':json:that roll is measured in; null: the crop';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_beside IS ':json:keypoints, their digest';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_calibration IS ':json:two cameras: files, their checksums, names of the cameras';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_second IS ':json:two cameras: keypoints of the second, their digest';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_second_recording IS ':int32:its recording_id in the same session, for times';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_second_clock IS ':varchar(32):that both recordings have times on';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_task_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fea.face_angle_task.face_angle_task_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fea.feature_param_set (
    feature_paramset_id integer NOT NULL,
    feature_params jsonb NOT NULL,
    feature_paramset_hash character(64) NOT NULL,
    feature_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.feature_param_set IS 'Which named features are computed, and how; never edited';
COMMENT ON COLUMN @PREFIX@_fea.feature_param_set.feature_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fea.feature_param_set.feature_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_fea.feature_param_set.feature_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fea.feature_param_set.feature_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fea.feature_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    feature_mode @PREFIX@_fea.enum_173a4515 NOT NULL,
    crop_id integer,
    hog_paramset_id integer,
    feature_paramset_id integer,
    feature_regions jsonb,
    feature_beside jsonb,
    feature_load_path character varying(255) DEFAULT NULL::character varying,
    feature_load_digest character(64) DEFAULT NULL::bpchar,
    feature_task_hash character(64) NOT NULL,
    feature_task_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fea.feature_task IS 'Named features of a recording to make, or a table of them to load; never edited';
COMMENT ON COLUMN @PREFIX@_fea.feature_task.feature_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fea.feature_task.feature_mode IS ':enum(''load'',''trigger''):';
COMMENT ON COLUMN @PREFIX@_fea.feature_task.feature_regions IS ':json:trigger: named regions, in pixels of the frame';
COMMENT ON COLUMN @PREFIX@_fea.feature_task.feature_beside IS ':json:trigger: keypoints, signals, motion basis, their digests';
COMMENT ON COLUMN @PREFIX@_fea.feature_task.feature_load_path IS ':varchar(255):load: the file, relative to a root';
COMMENT ON COLUMN @PREFIX@_fea.feature_task.feature_load_digest IS ':char(64):load: of the table in it';
COMMENT ON COLUMN @PREFIX@_fea.feature_task.feature_task_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fea.feature_task.feature_task_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fea."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_fmp.__facemap_processing (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    processing_time timestamp without time zone NOT NULL,
    package_version character varying(32) DEFAULT ''::character varying NOT NULL,
    signals_path character varying(255) NOT NULL,
    signals_digest character(64) NOT NULL,
    signals_engine character varying(16) NOT NULL,
    signals_sample character varying(16) NOT NULL,
    motion_alignment character varying(16) NOT NULL,
    facemap_n_frames bigint NOT NULL,
    facemap_n_regions integer NOT NULL,
    pass_path character varying(255) DEFAULT NULL::character varying,
    facemap_duration_s double precision NOT NULL,
    facemap_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.__facemap_processing IS 'The folder of a task''s signals, and how they were made';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.processing_time IS ':datetime:when the results were made, UTC';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.package_version IS ':varchar(32):of facemap, or of element_mouseface where it computed';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.signals_path IS ':varchar(255):relative to the processed folder, forward slashes';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.signals_digest IS ':char(64):over their content';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.signals_engine IS ':varchar(16):native or facemap';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.signals_sample IS ':varchar(16):all frames, or those that facemap picks';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.motion_alignment IS ':varchar(16):frame; or facemap: its first chunk is one frame early';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.facemap_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.facemap_n_regions IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.pass_path IS ':varchar(255):native: the pass over the video; null: not needed';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.facemap_duration_s IS ':float64:how long it took';
COMMENT ON COLUMN @PREFIX@_fmp.__facemap_processing.facemap_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_fmp.__keypoints (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    keypoint_task_id integer NOT NULL,
    keypoint_software character varying(32) NOT NULL,
    keypoint_file_sha256 character(64) NOT NULL,
    keypoints_path character varying(255) NOT NULL,
    keypoints_digest character(64) NOT NULL,
    keypoint_n_frames bigint NOT NULL,
    n_keypoints integer NOT NULL,
    keypoint_mapping_used jsonb NOT NULL,
    keypoint_mapping_used_hash character(64) NOT NULL,
    keypoint_notes jsonb,
    keypoints_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.__keypoints IS 'Tracked points of the face, and traces derived from them';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoint_software IS ':varchar(32):facemap, deeplabcut, sleap, lightning_pose';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoint_file_sha256 IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoints_path IS ':varchar(255):relative to the processed folder, forward slashes';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoints_digest IS ':char(64):over points, traces and mapping';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoint_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.n_keypoints IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoint_mapping_used IS ':json:the FaceMapping that the traces were derived with';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoint_mapping_used_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoint_notes IS ':json:notes on how the file was read';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints.keypoints_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_fmp.__keypoints__point (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    keypoint_task_id integer NOT NULL,
    point_no integer NOT NULL,
    point_name character varying(128) NOT NULL,
    likelihood_mean double precision,
    fraction_valid double precision NOT NULL,
    point_x_median_px double precision,
    point_y_median_px double precision,
    point_xy_px jsonb NOT NULL,
    point_likelihood jsonb NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.__keypoints__point IS 'A point; valid where its likelihood is enough for the mapping';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__point.point_no IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__point.point_name IS ':varchar(128):';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__point.likelihood_mean IS ':float64:null: the file has none';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__point.fraction_valid IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__point.point_x_median_px IS ':float64:in the frame, of valid frames';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__point.point_y_median_px IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__point.point_xy_px IS ':<mouseface_signal>:(frames, 2) x, y; NaN: not found';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__point.point_likelihood IS ':<mouseface_signal>:(frames)';
CREATE TABLE @PREFIX@_fmp.__keypoints__trace (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    keypoint_task_id integer NOT NULL,
    keypoint_trace character varying(32) NOT NULL,
    keypoint_trace_unit character varying(16) NOT NULL,
    keypoint_trace_values jsonb NOT NULL,
    keypoint_trace_n_valid bigint NOT NULL,
    keypoint_trace_mean double precision,
    keypoint_trace_sd double precision,
    keypoint_trace_min double precision,
    keypoint_trace_max double precision
);
COMMENT ON TABLE @PREFIX@_fmp.__keypoints__trace IS 'A trace derived from points';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__trace.keypoint_trace IS ':varchar(32):eye_area, ear_angle, nose_x, ...';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__trace.keypoint_trace_unit IS ':varchar(16):px, px2, deg';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__trace.keypoint_trace_values IS ':<mouseface_signal>:(frames) NaN: a point is missing or unlikely';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__trace.keypoint_trace_n_valid IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__trace.keypoint_trace_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__trace.keypoint_trace_sd IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__trace.keypoint_trace_min IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp.__keypoints__trace.keypoint_trace_max IS ':float64:';
CREATE TABLE @PREFIX@_fmp._facial_signal (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp._facial_signal IS 'Facial signals of a recording';
CREATE TABLE @PREFIX@_fmp._facial_signal__blink (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    blink_no integer NOT NULL,
    blink_name character varying(64) DEFAULT ''::character varying NOT NULL,
    blink_area jsonb NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp._facial_signal__blink IS 'How open an eye is, as facemap found it';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__blink.blink_no IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__blink.blink_name IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__blink.blink_area IS ':<mouseface_signal>:(frames) pixels of the eye';
CREATE TABLE @PREFIX@_fmp._facial_signal__motion_s_v_d (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    roi_no integer NOT NULL,
    pc_no integer NOT NULL,
    singular_value double precision,
    motmask jsonb NOT NULL,
    projection jsonb NOT NULL,
    motmask_unit_norm boolean NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp._facial_signal__motion_s_v_d IS 'A component of the differences between frames';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__motion_s_v_d.pc_no IS ':int32:from 0, strongest first';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__motion_s_v_d.singular_value IS ':float64:null: facemap stored none';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__motion_s_v_d.motmask IS ':<mouseface_signal>:(y, x) of the region''s bins';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__motion_s_v_d.projection IS ':<mouseface_signal>:(frames) the component in each frame';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__motion_s_v_d.motmask_unit_norm IS ':bool:0: facemap scaled the mask by its singular value';
CREATE TABLE @PREFIX@_fmp._facial_signal__movie_s_v_d (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    roi_no integer NOT NULL,
    pc_no integer NOT NULL,
    singular_value double precision,
    movmask jsonb NOT NULL,
    projection jsonb NOT NULL,
    movmask_unit_norm boolean NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp._facial_signal__movie_s_v_d IS 'A component of the frames';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__movie_s_v_d.pc_no IS ':int32:from 0, strongest first';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__movie_s_v_d.singular_value IS ':float64:null: facemap stored none';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__movie_s_v_d.movmask IS ':<mouseface_signal>:(y, x) of the region''s bins';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__movie_s_v_d.projection IS ':<mouseface_signal>:(frames) the component in each frame';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__movie_s_v_d.movmask_unit_norm IS ':bool:0: facemap scaled the mask by its singular value';
CREATE TABLE @PREFIX@_fmp._facial_signal__pupil (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    pupil_no integer NOT NULL,
    pupil_name character varying(64) DEFAULT ''::character varying NOT NULL,
    pupil_area jsonb NOT NULL,
    pupil_area_smooth jsonb NOT NULL,
    pupil_com jsonb NOT NULL,
    pupil_com_smooth jsonb NOT NULL,
    pupil_axlen jsonb,
    pupil_axdir jsonb
);
COMMENT ON TABLE @PREFIX@_fmp._facial_signal__pupil IS 'A pupil as facemap found it; NaN where it did not';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__pupil.pupil_no IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__pupil.pupil_name IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__pupil.pupil_area IS ':<mouseface_signal>:(frames) pixels';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__pupil.pupil_area_smooth IS ':<mouseface_signal>:(frames) outliers replaced';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__pupil.pupil_com IS ':<mouseface_signal>:(frames, 2) center y, x; pixels of its region';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__pupil.pupil_com_smooth IS ':<mouseface_signal>:(frames, 2)';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__pupil.pupil_axlen IS ':<mouseface_signal>:(frames, 2) axes of the fitted ellipse';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__pupil.pupil_axdir IS ':<mouseface_signal>:(frames, 2, 2) their directions';
CREATE TABLE @PREFIX@_fmp._facial_signal__region (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    roi_no integer NOT NULL,
    roi_name character varying(64) DEFAULT ''::character varying NOT NULL,
    view_no integer,
    xrange bytea NOT NULL,
    yrange bytea NOT NULL,
    xrange_bin bytea NOT NULL,
    yrange_bin bytea NOT NULL,
    motion jsonb NOT NULL,
    motion_n_valid bigint NOT NULL,
    motion_mean double precision,
    motion_sd double precision,
    motion_min double precision,
    motion_max double precision
);
COMMENT ON TABLE @PREFIX@_fmp._facial_signal__region IS 'A region and its motion energy';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.roi_no IS ':int32:0 is the full frame, if analyzed; regions follow from 1';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.roi_name IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.view_no IS ':int32:which average frame the ranges are of; null: all side by side';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.xrange IS ':<blob>:columns of the frame, pixels';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.yrange IS ':<blob>:rows of the frame, pixels';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.xrange_bin IS ':<blob>:columns of bins';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.yrange_bin IS ':<blob>:rows of bins';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.motion IS ':<mouseface_signal>:(frames) summed absolute difference of bin means';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.motion_n_valid IS ':int64:';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.motion_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.motion_sd IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.motion_min IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__region.motion_max IS ':float64:';
CREATE TABLE @PREFIX@_fmp._facial_signal__running (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    running_no integer NOT NULL,
    running_name character varying(64) DEFAULT ''::character varying NOT NULL,
    running_shift jsonb NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp._facial_signal__running IS 'How the running surface moves, as facemap found it';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__running.running_no IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__running.running_name IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__running.running_shift IS ':<mouseface_signal>:(frames, 2) pixels a frame, y and x';
CREATE TABLE @PREFIX@_fmp._facial_signal__summary (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    sbin integer NOT NULL,
    avgframe jsonb NOT NULL,
    avgmotion jsonb NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp._facial_signal__summary IS 'Averages over frames';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__summary.sbin IS ':int32:pixels a bin, each way';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__summary.avgframe IS ':<mouseface_signal>:(y, x) in bins; a list where there are several views';
COMMENT ON COLUMN @PREFIX@_fmp._facial_signal__summary.avgmotion IS ':<mouseface_signal>:the same';
CREATE TABLE @PREFIX@_fmp.face_regions (
    face_regions_id integer NOT NULL,
    with_full_frame boolean NOT NULL,
    face_regions_hash character(64) NOT NULL,
    face_regions_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.face_regions IS 'Regions of the face in which something is measured; never edited';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions.face_regions_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions.with_full_frame IS ':bool:whether the full frame is analyzed too, as region 0';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions.face_regions_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions.face_regions_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fmp.face_regions__region (
    face_regions_id integer NOT NULL,
    region_no integer NOT NULL,
    region_name character varying(64) NOT NULL,
    region_shape @PREFIX@_fmp.enum_55cff026 NOT NULL,
    region_points jsonb NOT NULL,
    region_kind @PREFIX@_fmp.enum_f08e530c NOT NULL,
    region_saturation double precision,
    region_pupil_sigma double precision
);
COMMENT ON TABLE @PREFIX@_fmp.face_regions__region IS 'One region, in pixels of the frame';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions__region.region_no IS ':int32:from 1, in the order given';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions__region.region_name IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions__region.region_shape IS ':enum(''box'',''ellipse'',''polygon''):';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions__region.region_points IS ':json:(x, y): two corners, or those of the polygon';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions__region.region_kind IS ':enum(''motion'',''pupil'',''blink'',''running''):what is measured in it';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions__region.region_saturation IS ':float64:pupil, blink: pixels below this gray level are dark';
COMMENT ON COLUMN @PREFIX@_fmp.face_regions__region.region_pupil_sigma IS ':float64:pupil: standard deviations from center to edge';
CREATE TABLE @PREFIX@_fmp.facemap_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    facemap_task_id integer NOT NULL,
    facemap_output_dir character varying(255) DEFAULT ''::character varying NOT NULL,
    task_mode @PREFIX@_fmp.enum_173a4515 NOT NULL,
    facemap_params jsonb NOT NULL,
    do_mot_svd boolean DEFAULT true NOT NULL,
    do_mov_svd boolean DEFAULT false NOT NULL,
    task_description character varying(128) DEFAULT ''::character varying NOT NULL,
    facemap_engine character varying(16) DEFAULT 'native'::character varying NOT NULL,
    facemap_sample character varying(16) DEFAULT 'all'::character varying NOT NULL,
    face_regions_id integer
);
COMMENT ON TABLE @PREFIX@_fmp.facemap_task IS 'Facial signals to compute, or to load';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.facemap_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.facemap_output_dir IS ':varchar(255):load: folder or file, relative to a root';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.task_mode IS ':enum(''load'',''trigger''):';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.facemap_params IS ':json:sbin, fullSVD, rois, ... as in a _proc.npy';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.do_mot_svd IS ':bool:components of the differences between frames';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.do_mov_svd IS ':bool:components of the frames';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.task_description IS ':varchar(128):';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.facemap_engine IS ':varchar(16):trigger: native, or facemap where it is installed';
COMMENT ON COLUMN @PREFIX@_fmp.facemap_task.facemap_sample IS ':varchar(16):native: all frames, or those that facemap picks';
CREATE TABLE @PREFIX@_fmp.keypoint_mapping (
    keypoint_mapping_id integer NOT NULL,
    keypoint_mapping jsonb NOT NULL,
    keypoint_mapping_hash character(64) NOT NULL,
    keypoint_mapping_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.keypoint_mapping IS 'Which points of a file are which parts of the face; never edited';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_mapping.keypoint_mapping_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_mapping.keypoint_mapping IS ':json:a FaceMapping';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_mapping.keypoint_mapping_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_mapping.keypoint_mapping_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fmp.keypoint_model (
    keypoint_model_id integer NOT NULL,
    keypoint_model_name character varying(255) NOT NULL,
    keypoint_model_software character varying(32) NOT NULL,
    keypoint_model_version character varying(64) DEFAULT ''::character varying NOT NULL,
    keypoint_model_file character varying(255) DEFAULT ''::character varying NOT NULL,
    keypoint_model_sha256 character(64) DEFAULT NULL::bpchar,
    keypoint_model_hash character(64) NOT NULL,
    keypoint_model_description character varying(1000) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.keypoint_model IS 'A model that tracks points; never edited';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model.keypoint_model_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model.keypoint_model_name IS ':varchar(255):or the scorer that the keypoint file names';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model.keypoint_model_software IS ':varchar(32):facemap, deeplabcut, sleap, lightning_pose';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model.keypoint_model_version IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model.keypoint_model_file IS ':varchar(255):name of its file; empty: it is not at hand';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model.keypoint_model_sha256 IS ':char(64):of its file';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model.keypoint_model_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model.keypoint_model_description IS ':varchar(1000):';
CREATE TABLE @PREFIX@_fmp.keypoint_model__body_part (
    keypoint_model_id integer NOT NULL,
    body_part_no integer NOT NULL,
    body_part character varying(128) NOT NULL,
    body_part_description character varying(1000) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.keypoint_model__body_part IS 'A body part that the model tracks';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model__body_part.body_part_no IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model__body_part.body_part IS ':varchar(128):as Keypoints.Point.point_name';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_model__body_part.body_part_description IS ':varchar(1000):';
CREATE TABLE @PREFIX@_fmp.keypoint_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    keypoint_task_id integer NOT NULL,
    keypoint_file_path character varying(255) NOT NULL,
    keypoint_source character varying(32) DEFAULT ''::character varying NOT NULL,
    keypoint_individual character varying(64) DEFAULT ''::character varying NOT NULL,
    keypoint_offset_x_px double precision DEFAULT '0'::double precision NOT NULL,
    keypoint_offset_y_px double precision DEFAULT '0'::double precision NOT NULL,
    keypoint_pad_end boolean DEFAULT false NOT NULL,
    keypoint_align character varying(8) DEFAULT ''::character varying NOT NULL,
    keypoint_video character varying(255) DEFAULT ''::character varying NOT NULL,
    keypoint_allow_outside boolean DEFAULT false NOT NULL,
    keypoint_task_hash character(64) NOT NULL,
    keypoint_task_description character varying(255) DEFAULT ''::character varying NOT NULL,
    keypoint_mapping_id integer
);
COMMENT ON TABLE @PREFIX@_fmp.keypoint_task IS 'A file of tracked points';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_task_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_file_path IS ':varchar(255):the first file, relative to a root, forward slashes';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_source IS ':varchar(32):which program wrote it; empty: as the file says';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_individual IS ':varchar(64):which animal, if there are several';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_offset_x_px IS ':float64:where the tracked video''s corner is in the frame';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_offset_y_px IS ':float64:';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_pad_end IS ':bool:whether the file may end before the recording';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_align IS ':varchar(8):if the number of rows differs: align start or end';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_video IS ':varchar(255):which video, if the file has several';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_allow_outside IS ':bool:points outside the frame are taken as they are';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_task_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task.keypoint_task_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_fmp.keypoint_task__file (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    keypoint_task_id integer NOT NULL,
    keypoint_file_no integer NOT NULL,
    keypoint_part_path character varying(255) NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.keypoint_task__file IS 'A file of the points, in the order of the recording''s files';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task__file.keypoint_file_no IS ':int32:';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_task__file.keypoint_part_path IS ':varchar(255):relative to a root, forward slashes';
CREATE TABLE @PREFIX@_fmp.keypoint_tracking (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    keypoint_task_id integer NOT NULL,
    keypoint_model_id integer NOT NULL,
    tracking_given boolean NOT NULL,
    bbox jsonb,
    tracked_datetime timestamp without time zone,
    tracking_duration_s double precision,
    tracked_n_frames bigint,
    tracking_about jsonb,
    keypoint_tracking_hash character(64) NOT NULL
);
COMMENT ON TABLE @PREFIX@_fmp.keypoint_tracking IS 'Which model tracked the points of a task, and what part of the frame it saw';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_tracking.tracking_given IS ':bool:1: a person named the model; 0: as the file says';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_tracking.bbox IS ':json:facemap''s [x1, x2, y1, y2]: rows, then columns; null: none';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_tracking.tracked_datetime IS ':datetime:when the keypoint file was written, UTC';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_tracking.tracking_duration_s IS ':float64:how long the tracking took; null: not stated';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_tracking.tracked_n_frames IS ':int64:frames that were tracked; null: not stated';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_tracking.tracking_about IS ':json:other values that the keypoint file states';
COMMENT ON COLUMN @PREFIX@_fmp.keypoint_tracking.keypoint_tracking_hash IS ':char(64):';
CREATE TABLE @PREFIX@_fmp."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_hog.__h_o_g_processing (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    result_path character varying(255) NOT NULL,
    result_format character varying(32) NOT NULL,
    result_digest character(64) NOT NULL,
    hog_n_frames bigint NOT NULL,
    grid_rows integer NOT NULL,
    grid_columns integer NOT NULL,
    descriptor_length integer NOT NULL,
    n_missing bigint NOT NULL,
    n_flagged bigint NOT NULL,
    hog_started_at timestamp without time zone NOT NULL,
    hog_processing_time_s double precision NOT NULL,
    hog_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_hog.__h_o_g_processing IS 'The result folder of a recording''s descriptors';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.result_path IS ':varchar(255):relative to the processed folder, forward slashes';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.result_format IS ':varchar(32):''mouseface'', or ''dask_faces'' for the published program''s';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.result_digest IS ':char(64):over its content';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.hog_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.grid_rows IS ':int32:cells';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.grid_columns IS ':int32:cells';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.descriptor_length IS ':int32:numbers per frame';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.n_missing IS ':int64:frames that could not be decoded';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.n_flagged IS ':int64:frames with any flag';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.hog_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.hog_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing.hog_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_hog.__h_o_g_processing__flag (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    flag character varying(32) NOT NULL,
    flag_n_frames bigint NOT NULL,
    flag_first_frame bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_hog.__h_o_g_processing__flag IS 'How many frames carry a flag';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__flag.flag IS ':varchar(32):missing, constant, black, saturated, repeated, ...';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__flag.flag_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__flag.flag_first_frame IS ':int64:';
CREATE TABLE @PREFIX@_hog.__h_o_g_processing__quality (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    quality_trace character varying(32) NOT NULL,
    quality_n_valid bigint NOT NULL,
    quality_mean double precision,
    quality_sd double precision,
    quality_min double precision,
    quality_max double precision
);
COMMENT ON TABLE @PREFIX@_hog.__h_o_g_processing__quality IS 'Summary over the frames of a quality trace';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__quality.quality_trace IS ':varchar(32):luminance, sharpness, entropy, motion_energy, ...';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__quality.quality_n_valid IS ':int64:';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__quality.quality_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__quality.quality_sd IS ':float64:';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__quality.quality_min IS ':float64:';
COMMENT ON COLUMN @PREFIX@_hog.__h_o_g_processing__quality.quality_max IS ':float64:';
CREATE TABLE @PREFIX@_hog.face_crop (
    crop_id integer NOT NULL,
    x_px integer NOT NULL,
    y_px integer NOT NULL,
    width_px integer,
    height_px integer,
    masks jsonb NOT NULL,
    crop_hash character(64) NOT NULL,
    crop_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_hog.face_crop IS 'The part of the frame that is analyzed; never edited';
COMMENT ON COLUMN @PREFIX@_hog.face_crop.crop_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_hog.face_crop.x_px IS ':int32:left edge';
COMMENT ON COLUMN @PREFIX@_hog.face_crop.y_px IS ':int32:top edge';
COMMENT ON COLUMN @PREFIX@_hog.face_crop.width_px IS ':int32:NULL reaches to the right edge of the frame';
COMMENT ON COLUMN @PREFIX@_hog.face_crop.height_px IS ':int32:NULL reaches to the bottom edge of the frame';
COMMENT ON COLUMN @PREFIX@_hog.face_crop.masks IS ':json:parts left out: name, shape, points in pixels of the frame';
COMMENT ON COLUMN @PREFIX@_hog.face_crop.crop_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_hog.face_crop.crop_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_hog.h_o_g_param_set (
    hog_paramset_id integer NOT NULL,
    hog_params jsonb NOT NULL,
    hog_paramset_hash character(64) NOT NULL,
    hog_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_hog.h_o_g_param_set IS 'Parameters of the descriptors; never edited';
COMMENT ON COLUMN @PREFIX@_hog.h_o_g_param_set.hog_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_hog.h_o_g_param_set.hog_params IS ':json:named as in skimage.feature.hog';
COMMENT ON COLUMN @PREFIX@_hog.h_o_g_param_set.hog_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_hog.h_o_g_param_set.hog_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_hog.h_o_g_task (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    crop_id integer NOT NULL,
    hog_paramset_id integer NOT NULL,
    task_mode @PREFIX@_hog.enum_173a4515 NOT NULL,
    load_path character varying(255) DEFAULT NULL::character varying
);
COMMENT ON TABLE @PREFIX@_hog.h_o_g_task IS 'Descriptors to compute, or to load';
COMMENT ON COLUMN @PREFIX@_hog.h_o_g_task.task_mode IS ':enum(''load'',''trigger''):';
COMMENT ON COLUMN @PREFIX@_hog.h_o_g_task.load_path IS ':varchar(255):load: the result, relative to the processed folder';
CREATE TABLE @PREFIX@_hog."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_mod.__frame_model (
    frame_model_id integer NOT NULL,
    frame_model_path character varying(255) NOT NULL,
    frame_model_digest character(64) NOT NULL,
    frame_model_target character varying(64) NOT NULL,
    frame_model_kind character varying(16) NOT NULL,
    frame_model_estimator character varying(16) NOT NULL,
    frame_model_weights_of character varying(16) DEFAULT ''::character varying NOT NULL,
    frame_model_left_out character varying(16) NOT NULL,
    frame_model_within_one_movie boolean NOT NULL,
    frame_model_n_rows bigint NOT NULL,
    frame_model_n_columns integer NOT NULL,
    frame_model_n_recordings integer NOT NULL,
    frame_model_n_animals integer NOT NULL,
    frame_model_about jsonb NOT NULL,
    frame_model_findings jsonb,
    frame_model_started_at timestamp without time zone NOT NULL,
    frame_model_processing_time_s double precision NOT NULL,
    frame_model_code_version character varying(32) NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model IS 'A trained model of named features, and how it was tested';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_path IS ':varchar(255):relative to the processed folder, forward slashes';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_digest IS ':char(64):over all that its predictions depend on';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_target IS ':varchar(64):what it says';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_kind IS ':varchar(16):binary, category, ordinal, continuous';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_estimator IS ':varchar(16):whose predictions are used';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_weights_of IS ':varchar(16):the estimator whose weights are told; blank: none has';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_left_out IS ':varchar(16):what folds left out: animal, session, movie, trial, block';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_within_one_movie IS ':bool:tested on the movie that it was trained on';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_n_rows IS ':int64:whose target is known';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_n_columns IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_n_recordings IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_n_animals IS ':int32:that are known; 0: none is';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_about IS ':json:tables and versions that it was made from';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_findings IS ':json:what to know before it is trusted';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_started_at IS ':datetime:UTC';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_processing_time_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model.frame_model_code_version IS ':varchar(32):';
CREATE TABLE @PREFIX@_mod.__frame_model__cluster (
    frame_model_id integer NOT NULL,
    feature_cluster character varying(190) NOT NULL,
    cluster_modules character varying(255) NOT NULL,
    cluster_n_features integer NOT NULL,
    cluster_least_r double precision NOT NULL,
    cluster_importance double precision,
    cluster_low double precision,
    cluster_high double precision
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model__cluster IS 'Features that say nearly the same; a single one is a cluster, too';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster.feature_cluster IS ':varchar(190):its middle feature, and how many more';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster.cluster_modules IS ':varchar(255):groups of its features';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster.cluster_n_features IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster.cluster_least_r IS ':float64:smallest correlation within it, in absolute value';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster.cluster_importance IS ':float64:fall of skill on held-out rows when it is shuffled';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster.cluster_low IS ':float64:confidence interval over folds, 0.95';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster.cluster_high IS ':float64:';
CREATE TABLE @PREFIX@_mod.__frame_model__cluster_fold_weight (
    frame_model_id integer NOT NULL,
    feature_cluster character varying(190) NOT NULL,
    cluster_weight_category character varying(64) CONSTRAINT __frame_model__cluster_fold_we_cluster_weight_category_not_null NOT NULL,
    cluster_weight_fold integer NOT NULL,
    cluster_fold_weight double precision
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model__cluster_fold_weight IS 'The weights of a cluster''s features as one, in the model of one fold';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_fold_weight.cluster_weight_fold IS ':int32:a model_fold';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_fold_weight.cluster_fold_weight IS ':float64:as cluster_weight_mean; null: the fold has no model';
CREATE TABLE @PREFIX@_mod.__frame_model__cluster_weight (
    frame_model_id integer NOT NULL,
    feature_cluster character varying(190) NOT NULL,
    cluster_weight_category character varying(64) NOT NULL,
    cluster_weight_mean double precision,
    cluster_weight_standard_error double precision,
    cluster_weight_low double precision,
    cluster_weight_high double precision,
    cluster_weight_sign_agreement double precision,
    cluster_weight_model double precision,
    cluster_weight_used double precision,
    cluster_weight_final double precision,
    cluster_weight_n_folds integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model__cluster_weight IS 'The weights of a cluster''s features as one, each with its sign in the cluster';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_category IS ':varchar(64):as weight_category';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_mean IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_standard_error IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_low IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_sign_agreement IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_model IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_used IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_final IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_n_folds IS ':int32:';
CREATE TABLE @PREFIX@_mod.__frame_model__fold (
    frame_model_id integer NOT NULL,
    model_fold integer NOT NULL,
    model_fold_estimator character varying(16) NOT NULL,
    model_fold_left_out character varying(1024) NOT NULL,
    model_fold_state character varying(16) NOT NULL,
    model_fold_reason character varying(1024) DEFAULT ''::character varying NOT NULL,
    model_fold_n_train bigint NOT NULL,
    model_fold_n_test bigint NOT NULL,
    model_fold_metric character varying(32) DEFAULT ''::character varying NOT NULL,
    model_fold_value double precision,
    model_fold_threshold double precision
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model__fold IS 'What one fold left out, and how an estimator did there';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold IS ':int32:from 1';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_estimator IS ':varchar(16):linear, elastic_net, boosted';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_left_out IS ':varchar(1024):names of the animals (sessions, trials)';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_state IS ':varchar(16):fitted, not trainable';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_reason IS ':varchar(1024):why it is not trainable';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_n_train IS ':int64:rows whose target is known';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_n_test IS ':int64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_metric IS ':varchar(32):the headline of the target''s kind';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_value IS ':float64:of the rows that were left out; null: undefined there';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold.model_fold_threshold IS ':float64:binary: probability from which the class is there';
CREATE TABLE @PREFIX@_mod.__frame_model__fold_weight (
    frame_model_id integer NOT NULL,
    weight_column character varying(160) NOT NULL,
    weight_category character varying(64) NOT NULL,
    weight_fold integer NOT NULL,
    fold_weight double precision
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model__fold_weight IS 'The weight of a feature in the model of one fold';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold_weight.weight_fold IS ':int32:a model_fold';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__fold_weight.fold_weight IS ':float64:as weight_mean; null: the fold has no model';
CREATE TABLE @PREFIX@_mod.__frame_model__held_out (
    frame_model_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    frame_target_id integer NOT NULL,
    held_out_start_row bigint NOT NULL,
    held_out_stop_row bigint NOT NULL,
    held_out_probability bytea NOT NULL,
    held_out_decided bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model__held_out IS 'Held-out predictions over a range of rows of a source';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__held_out.held_out_start_row IS ':int64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__held_out.held_out_stop_row IS ':int64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__held_out.held_out_probability IS ':<blob>:(rows, outputs) float32, NaN where undefined';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__held_out.held_out_decided IS ':<blob>:(rows,) class, number of the category, or value';
CREATE TABLE @PREFIX@_mod.__frame_model__metric (
    frame_model_id integer NOT NULL,
    model_estimator character varying(16) NOT NULL,
    model_metric character varying(32) NOT NULL,
    model_metric_value double precision,
    model_metric_low double precision,
    model_metric_high double precision,
    model_metric_chance double precision,
    model_metric_n_units integer NOT NULL,
    model_metric_null_low double precision,
    model_metric_null_high double precision,
    model_metric_p double precision
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model__metric IS 'A figure of merit of held-out rows, with its interval and what chance gives';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_estimator IS ':varchar(16):';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric IS ':varchar(32):auroc, balanced_accuracy, r2, ...';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric_value IS ':float64:over all units together; null: undefined';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric_low IS ':float64:confidence interval over units, 0.95';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric_chance IS ':float64:what a model that knows nothing gets';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric_n_units IS ':int32:animals, else sessions, movies, trials, blocks';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric_null_low IS ':float64:middle 0.95 of values with permuted labels';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric_null_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__metric.model_metric_p IS ':float64:share of permutations that are as good or better';
CREATE TABLE @PREFIX@_mod.__frame_model__weight (
    frame_model_id integer NOT NULL,
    weight_column character varying(160) NOT NULL,
    weight_category character varying(64) NOT NULL,
    feature_definition_hash character(64) NOT NULL,
    feature_cluster character varying(190) NOT NULL,
    weight_module character varying(16) NOT NULL,
    weight_mean double precision,
    weight_standard_error double precision,
    weight_low double precision,
    weight_high double precision,
    weight_sign_agreement double precision,
    weight_per_unit double precision,
    weight_per_unit_error double precision,
    weight_model double precision,
    weight_used double precision,
    weight_final double precision,
    weight_n_folds integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.__frame_model__weight IS 'The weight of a feature: what drives a linear model, and how sure it is';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_column IS ':varchar(160):region:feature, a feature_column of the sources';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_category IS ':varchar(64):that it speaks for; blank where there is one score';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_module IS ':varchar(16):intensity, texture, edges, geometry, motion, ...';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_mean IS ':float64:over folds, per standard deviation, without penalty';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_standard_error IS ':float64:by the jackknife over what was left out';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_low IS ':float64:confidence interval, 0.95';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_high IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_sign_agreement IS ':float64:share of folds with the sign of the mean';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_per_unit IS ':float64:mean for one unit of the feature';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_per_unit_error IS ':float64:';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_model IS ':float64:mean of those that folds predict with, with penalty';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_used IS ':float64:share of folds whose model has one that is not zero';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_final IS ':float64:that the model of all rows predicts with';
COMMENT ON COLUMN @PREFIX@_mod.__frame_model__weight.weight_n_folds IS ':int32:with a model';
CREATE TABLE @PREFIX@_mod.frame_model_param_set (
    frame_model_paramset_id integer NOT NULL,
    frame_model_params jsonb NOT NULL,
    frame_model_paramset_hash character(64) NOT NULL,
    frame_model_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.frame_model_param_set IS 'What is told of a model of named features; never edited';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_param_set.frame_model_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_param_set.frame_model_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_param_set.frame_model_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_param_set.frame_model_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_mod.frame_model_task (
    frame_model_id integer NOT NULL,
    frame_model_paramset_id integer NOT NULL,
    learning_paramset_id integer NOT NULL,
    frame_model_rows @PREFIX@_mod.enum_a1692182 NOT NULL,
    frame_model_options jsonb,
    frame_model_columns jsonb,
    frame_model_n_sources integer NOT NULL,
    frame_model_hash character(64) NOT NULL,
    frame_model_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.frame_model_task IS 'A model to train on named features of recordings; never edited';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task.frame_model_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task.frame_model_rows IS ':enum(''frame'',''trial''):what one row of the model is';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task.frame_model_options IS ':json:trial: window_s, summary, baseline_s, as event_table has';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task.frame_model_columns IS ':json:features to look at, by feature_column; null: all';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task.frame_model_n_sources IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task.frame_model_hash IS ':char(64):over sources, rows, columns and parameters';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task.frame_model_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_mod.frame_model_task__source (
    frame_model_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    frame_model_animal character varying(255) DEFAULT NULL::character varying,
    frame_model_session character varying(255) NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.frame_model_task__source IS 'Features of one recording, and whom it shows';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task__source.frame_model_animal IS ':varchar(255):whose frames are left out together; null: unknown';
COMMENT ON COLUMN @PREFIX@_mod.frame_model_task__source.frame_model_session IS ':varchar(255):of this animal';
CREATE TABLE @PREFIX@_mod.frame_model_task__target (
    frame_model_id integer NOT NULL,
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    feature_task_id integer NOT NULL,
    frame_target_id integer NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.frame_model_task__target IS 'What is known of the frames of a source';
CREATE TABLE @PREFIX@_mod.frame_target (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    frame_target_id integer NOT NULL,
    target_name character varying(64) NOT NULL,
    target_kind @PREFIX@_mod.enum_f68b1f72 NOT NULL,
    target_source character varying(16) NOT NULL,
    target_about jsonb,
    target_n_frames bigint NOT NULL,
    target_n_known bigint NOT NULL,
    target_n_categories integer NOT NULL,
    target_n_trials integer NOT NULL,
    target_mean double precision,
    frame_target_hash character(64) NOT NULL,
    frame_target_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.frame_target IS 'What is known about the frames of a recording, for a model to learn; never edited';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.frame_target_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_name IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_kind IS ':enum(''binary'',''category'',''ordinal'',''continuous''):';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_source IS ':varchar(16):values, file, events, labels';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_about IS ':json:which file, events or labels, and how they were taken';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_n_frames IS ':int64:of the recording';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_n_known IS ':int64:the others are neither trained nor tested on';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_n_categories IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_n_trials IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.target_mean IS ':float64:of the known values; of categories, of their numbers';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.frame_target_hash IS ':char(64):over recording, name, kind, values and trials';
COMMENT ON COLUMN @PREFIX@_mod.frame_target.frame_target_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_mod.frame_target__category (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    frame_target_id integer NOT NULL,
    target_category character varying(64) NOT NULL,
    target_category_no integer NOT NULL,
    target_category_n_frames bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.frame_target__category IS 'A category of a target; of ordinal ones, by their number';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__category.target_category IS ':varchar(64):';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__category.target_category_no IS ':int32:from 0';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__category.target_category_n_frames IS ':int64:';
CREATE TABLE @PREFIX@_mod.frame_target__trial (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    frame_target_id integer NOT NULL,
    target_span integer NOT NULL,
    target_trial integer NOT NULL,
    target_trial_first_frame bigint NOT NULL,
    target_trial_stop_frame bigint NOT NULL,
    target_trial_start_s double precision,
    target_trial_stop_s double precision
);
COMMENT ON TABLE @PREFIX@_mod.frame_target__trial IS 'Frames that belong to one trial';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__trial.target_span IS ':int32:0, 1, ... by time';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__trial.target_trial IS ':int32:number of the trial: several spans may be of one';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__trial.target_trial_first_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__trial.target_trial_stop_frame IS ':int64:one after the last';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__trial.target_trial_start_s IS ':float64:of the event''s window, on the movie''s clock';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__trial.target_trial_stop_s IS ':float64:';
CREATE TABLE @PREFIX@_mod.frame_target__values (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    frame_target_id integer NOT NULL,
    target_start_frame bigint NOT NULL,
    target_stop_frame bigint NOT NULL,
    target_values bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.frame_target__values IS 'The values of a range of frames';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__values.target_start_frame IS ':int64:';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__values.target_stop_frame IS ':int64:one after the last';
COMMENT ON COLUMN @PREFIX@_mod.frame_target__values.target_values IS ':<blob>:float64; of categories their numbers; NaN: not known';
CREATE TABLE @PREFIX@_mod.learning_param_set (
    learning_paramset_id integer NOT NULL,
    learning_params jsonb NOT NULL,
    learning_paramset_hash character(64) NOT NULL,
    learning_paramset_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_mod.learning_param_set IS 'How models of named features are trained and tested; never edited';
COMMENT ON COLUMN @PREFIX@_mod.learning_param_set.learning_paramset_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_mod.learning_param_set.learning_params IS ':json:';
COMMENT ON COLUMN @PREFIX@_mod.learning_param_set.learning_paramset_hash IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_mod.learning_param_set.learning_paramset_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_mod."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_rec."#clock" (
    clock character varying(32) NOT NULL,
    clock_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_rec."#clock" IS 'Clocks on which frame times are reported';
COMMENT ON COLUMN @PREFIX@_rec."#clock".clock IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_rec."#clock".clock_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_rec._frame_clock (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    clock character varying(32) NOT NULL,
    clock_method character varying(32) NOT NULL,
    clock_source character varying(255) NOT NULL,
    clock_params jsonb,
    clock_hash character(64) NOT NULL,
    clock_first_s double precision,
    clock_last_s double precision,
    clock_drift_ppm double precision,
    clock_residual_s double precision,
    clock_residual_max_s double precision,
    clock_n_dropped bigint,
    clock_n_duplicated bigint,
    clock_dropped bytea,
    clock_duplicated bytea,
    clock_times bytea
);
COMMENT ON TABLE @PREFIX@_rec._frame_clock IS 'Frame times on a clock';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_method IS ':varchar(32):how the times were found: movie, times, edges, ...';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_source IS ':varchar(255):the file they come from, relative to a root; or movie';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_params IS ':json:parameters of the method, and what it found';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_hash IS ':char(64):of the frame times and what they were made from';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_first_s IS ':float64:the first time that a frame has';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_last_s IS ':float64:the last time that a frame has';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_drift_ppm IS ':float64:this clock gains on the movie''s, in millionths';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_residual_s IS ':float64:root mean square distance from the best line';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_residual_max_s IS ':float64:the largest distance';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_n_dropped IS ':int64:frames the clock has and the movie lacks; null: unknown';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_n_duplicated IS ':int64:frames the movie has and the clock lacks; null: unknown';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_dropped IS ':<blob>:(s) their times on this clock';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_duplicated IS ':<blob>:their frame numbers; they have no time';
COMMENT ON COLUMN @PREFIX@_rec._frame_clock.clock_times IS ':<blob>:(s) see core.sync.packed_times; null: the movie''s own';
CREATE TABLE @PREFIX@_rec._recording_info (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    px_height integer NOT NULL,
    px_width integer NOT NULL,
    nframes bigint NOT NULL,
    nframes_header bigint,
    fps double precision NOT NULL,
    is_vfr boolean NOT NULL,
    recording_datetime timestamp without time zone,
    recording_duration double precision NOT NULL,
    start_time_s double precision NOT NULL,
    time_source character varying(32) NOT NULL,
    codec character varying(32) NOT NULL,
    pix_fmt character varying(32) NOT NULL,
    full_range boolean NOT NULL,
    content_hash character(64) NOT NULL,
    reading_notes jsonb,
    frame_times bytea NOT NULL
);
COMMENT ON TABLE @PREFIX@_rec._recording_info IS 'What the files hold, found by reading the stream';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.px_height IS ':int32:';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.px_width IS ':int32:';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.nframes IS ':int64:frames in the stream';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.nframes_header IS ':int64:frames that the containers declare';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.fps IS ':float64:from the frame times';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.is_vfr IS ':bool:whether the intervals between frames vary';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.recording_datetime IS ':datetime:creation time that the first file states, UTC';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.recording_duration IS ':float64:(s)';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.start_time_s IS ':float64:time of the first frame on the movie''s own clock';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.time_source IS ':varchar(32):where the times come from: timestamps, fps, times';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.codec IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.pix_fmt IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.full_range IS ':bool:whether stored luma spans 0 to 255';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.content_hash IS ':char(64):of the files, their order and what overrides them';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.reading_notes IS ':json:what a user should know of the files';
COMMENT ON COLUMN @PREFIX@_rec._recording_info.frame_times IS ':<blob>:(s) from the first frame, see core.sync.packed_times';
CREATE TABLE @PREFIX@_rec._recording_info__file (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    file_id integer NOT NULL,
    file_first_frame bigint NOT NULL,
    file_nframes bigint NOT NULL,
    file_nframes_header bigint,
    file_start_s double precision NOT NULL,
    file_sha256 character(64) NOT NULL,
    file_size_bytes bigint NOT NULL
);
COMMENT ON TABLE @PREFIX@_rec._recording_info__file IS 'Place and checksum of a file';
COMMENT ON COLUMN @PREFIX@_rec._recording_info__file.file_first_frame IS ':int64:number of its first frame in the recording';
COMMENT ON COLUMN @PREFIX@_rec._recording_info__file.file_nframes IS ':int64:';
COMMENT ON COLUMN @PREFIX@_rec._recording_info__file.file_nframes_header IS ':int64:frames that its container declares';
COMMENT ON COLUMN @PREFIX@_rec._recording_info__file.file_start_s IS ':float64:time of its first frame on its own clock';
COMMENT ON COLUMN @PREFIX@_rec._recording_info__file.file_sha256 IS ':char(64):';
COMMENT ON COLUMN @PREFIX@_rec._recording_info__file.file_size_bytes IS ':int64:';
CREATE TABLE @PREFIX@_rec.clock_source (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    clock character varying(32) NOT NULL,
    given_clock_method character varying(32) NOT NULL,
    given_clock_path character varying(255) DEFAULT NULL::character varying,
    given_clock_params jsonb NOT NULL,
    given_clock_hash character(64) NOT NULL,
    given_clock_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON TABLE @PREFIX@_rec.clock_source IS 'How the frames of a recording get their times on a clock; never edited';
COMMENT ON COLUMN @PREFIX@_rec.clock_source.given_clock_method IS ':varchar(32):times, edges, rate, prairie_view or line';
COMMENT ON COLUMN @PREFIX@_rec.clock_source.given_clock_path IS ':varchar(255):file of times or settings, relative to a root';
COMMENT ON COLUMN @PREFIX@_rec.clock_source.given_clock_params IS ':json:first_edge, start_s, ...: see core.sync';
COMMENT ON COLUMN @PREFIX@_rec.clock_source.given_clock_hash IS ':char(64):of the method, the parameters and the file''s content';
COMMENT ON COLUMN @PREFIX@_rec.clock_source.given_clock_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_rec.video_recording (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    equipment character varying(32) NOT NULL,
    recording_description character varying(255) DEFAULT ''::character varying NOT NULL,
    repeats_allowed boolean DEFAULT false NOT NULL,
    truncated_allowed boolean DEFAULT false NOT NULL,
    given_fps double precision,
    given_times_path character varying(255) DEFAULT NULL::character varying,
    given_times_unit character varying(2) DEFAULT NULL::character varying,
    given_white_level double precision
);
COMMENT ON TABLE @PREFIX@_rec.video_recording IS 'One movie of a session, of one file or of several in order';
COMMENT ON COLUMN @PREFIX@_rec.video_recording.recording_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_rec.video_recording.recording_description IS ':varchar(255):';
COMMENT ON COLUMN @PREFIX@_rec.video_recording.repeats_allowed IS ':bool:the same file may appear more than once';
COMMENT ON COLUMN @PREFIX@_rec.video_recording.truncated_allowed IS ':bool:a file may hold fewer frames than it promises';
COMMENT ON COLUMN @PREFIX@_rec.video_recording.given_fps IS ':float64:frames per second, for files without a clock';
COMMENT ON COLUMN @PREFIX@_rec.video_recording.given_times_path IS ':varchar(255):file of frame times in seconds, relative to a root';
COMMENT ON COLUMN @PREFIX@_rec.video_recording.given_times_unit IS ':varchar(2):unit of that file: s, ms, us or ns; null: as it says';
COMMENT ON COLUMN @PREFIX@_rec.video_recording.given_white_level IS ':float64:value shown as white, for files of more than 8 bits';
CREATE TABLE @PREFIX@_rec.video_recording__file (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    file_id integer NOT NULL,
    file_path character varying(255) NOT NULL
);
COMMENT ON TABLE @PREFIX@_rec.video_recording__file IS 'A file of the recording, in the order of file_id';
COMMENT ON COLUMN @PREFIX@_rec.video_recording__file.file_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_rec.video_recording__file.file_path IS ':varchar(255):relative to a root folder of raw video, forward slashes';
CREATE TABLE @PREFIX@_rec."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_res.__behavior_response (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    behavior_response_n_events integer NOT NULL,
    behavior_response_clock_hash character(64) DEFAULT NULL::bpchar
);
COMMENT ON TABLE @PREFIX@_res.__behavior_response IS 'Behaviors around the events, over one named window';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response.behavior_response_n_events IS ':int32:';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response.behavior_response_clock_hash IS ':char(64):of the frame times; null: no row of FrameClock';
CREATE TABLE @PREFIX@_res.__behavior_response__event (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    recording_id integer NOT NULL,
    classification_task_id integer NOT NULL,
    event_set_id integer NOT NULL,
    event_window character varying(32) NOT NULL,
    event_id integer NOT NULL,
    behavior character varying(64) NOT NULL,
    behavior_response_n_frames bigint NOT NULL,
    behavior_response_n_valid bigint NOT NULL,
    behavior_response_probability double precision,
    behavior_response_peak_probability double precision,
    behavior_response_baseline double precision,
    behavior_response_change double precision,
    behavior_response_share double precision,
    behavior_response_n_bouts integer,
    behavior_response_latency_s double precision
);
COMMENT ON TABLE @PREFIX@_res.__behavior_response__event IS 'A behavior in the window around one event';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_n_frames IS ':int64:';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_n_valid IS ':int64:frames with a probability';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_probability IS ':float64:mean over time';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_peak_probability IS ':float64:';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_baseline IS ':float64:mean probability before the onset';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_change IS ':float64:probability minus baseline';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_share IS ':float64:of the valid time in which it was present';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_n_bouts IS ':int32:that begin in the window';
COMMENT ON COLUMN @PREFIX@_res.__behavior_response__event.behavior_response_latency_s IS ':float64:from the onset to the first of them';
CREATE TABLE @PREFIX@_res."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
CREATE TABLE @PREFIX@_up."#lab" (
    lab character varying(24) NOT NULL,
    lab_name character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON COLUMN @PREFIX@_up."#lab".lab IS ':varchar(24):';
COMMENT ON COLUMN @PREFIX@_up."#lab".lab_name IS ':varchar(255):';
CREATE TABLE @PREFIX@_up.equipment (
    equipment character varying(32) NOT NULL,
    equipment_description character varying(255) DEFAULT ''::character varying NOT NULL
);
COMMENT ON COLUMN @PREFIX@_up.equipment.equipment IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_up.equipment.equipment_description IS ':varchar(255):';
CREATE TABLE @PREFIX@_up.session (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    session_datetime timestamp without time zone
);
COMMENT ON COLUMN @PREFIX@_up.session.session_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_up.session.session_datetime IS ':datetime:';
CREATE TABLE @PREFIX@_up.subject (
    subject character varying(8) NOT NULL,
    lab character varying(24) NOT NULL
);
COMMENT ON COLUMN @PREFIX@_up.subject.subject IS ':varchar(8):';
CREATE TABLE @PREFIX@_up.trial (
    subject character varying(8) NOT NULL,
    session_id integer NOT NULL,
    trial_id integer NOT NULL,
    trial_type character varying(32) NOT NULL,
    trial_start_s double precision NOT NULL,
    trial_stop_s double precision NOT NULL
);
COMMENT ON COLUMN @PREFIX@_up.trial.trial_id IS ':int32:';
COMMENT ON COLUMN @PREFIX@_up.trial.trial_type IS ':varchar(32):';
COMMENT ON COLUMN @PREFIX@_up.trial.trial_start_s IS ':float64:';
COMMENT ON COLUMN @PREFIX@_up.trial.trial_stop_s IS ':float64:';
CREATE TABLE @PREFIX@_up."~lineage" (
    table_name character varying(64) NOT NULL,
    attribute_name character varying(64) NOT NULL,
    lineage character varying(255) NOT NULL
);
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('orbital_tightening', 'measure');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('eye_aperture', 'measure');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('ear_position', 'measure');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('ear_angle', 'measure');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('mouth_opening', 'measure');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('whisker_angle', 'measure');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('whisker_change', 'measure');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('nose_bulge', 'appearance');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('cheek_bulge', 'appearance');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('nose_departure', 'appearance');
INSERT INTO @PREFIX@_aff."#action_unit" VALUES ('cheek_departure', 'appearance');
INSERT INTO @PREFIX@_aff."#affect_trace" VALUES ('arousal');
INSERT INTO @PREFIX@_aff."#affect_trace" VALUES ('positive');
INSERT INTO @PREFIX@_aff."#affect_trace" VALUES ('negative');
INSERT INTO @PREFIX@_aff.action_unit_param_set VALUES (1, '{"head": "auto", "mouth": [], "facing": "auto", "mapping": null, "whiskers": [], "from_picture": true, "open_quantile": 0.9, "smooth_frames": 5, "min_rest_frames": 20}', '35db1912294772f3a9090f071a768f5d4cef38177103f08027cb83832afe6d88', 'kept: the defaults');
INSERT INTO @PREFIX@_aff.affect_param_set VALUES (1, '{"seed": 0, "alpha": 0.05, "fast_s": 3.0, "before_s": 2.0, "limit_sd": 4.0, "smooth_s": 1.0, "max_lag_s": 2.0, "lag_shifts": 199, "lost_share": 0.5, "min_defined": 0.3, "min_shift_s": 10.0, "permutations": 9999, "lost_margin_s": 0.1, "lag_tolerance_s": 0.5, "least_information": 0.25}', '69120ee030b375be87e5c7472140c795fd0d72973bd3d6c67beca7dccaade186', 'kept: the defaults');
INSERT INTO @PREFIX@_aff.decoding_param_set VALUES (1, '{"bins": 8, "lags": 4, "rows": ["trial"], "seed": 0, "lag_s": 0.25, "copies": 0.72, "classes": "auto", "left_out": [], "temporal": true, "window_s": null, "baseline_s": [-1.0, 0.0], "components": 20, "min_defined": 0.5, "permutations": 99, "frames_per_trial": 20}', 'def5978d57e4f8be4b809840cb20c089a33ad5fbd44a00fe1a6ae4283f3d81e4', 'kept: the defaults');
INSERT INTO @PREFIX@_aff.population_param_set VALUES (1, '{"mice": [3, 4, 5, 6, 8, 10, 12, 16, 20], "seed": 0, "draws": 2000, "level": 0.05, "power": 0.8, "effect": "auto", "frames": 600, "trials": [2, 4, 6, 10, 20, 40], "before_s": 2.0, "interval": "cluster", "sessions": 1, "shuffles": 1000, "reference": "", "residuals": "own", "confidence": 0.95, "response_s": [0.0, 2.0], "effect_size": 0.0, "simulations": 2000, "least_likeness": 0.2, "least_advantage": 0.03, "between_reference": ""}', '504ba180ab71930e34015e806e54f0c29d3a5288eb54d44777ce5599c93fa8d6', 'kept: the defaults');
INSERT INTO @PREFIX@_aff.structure_param_set VALUES (1, '{"seed": 0, "level": 0.01, "center": "none", "frames": 1000, "source": "descriptors", "linkage": "ward", "methods": ["pca"], "clusters": 0, "margin_s": 2.0, "min_dist": 0.1, "neighbors": 15, "components": 10, "perplexity": 30.0, "surrogates": 199, "most_motion": 1.0, "most_valley": 0.8, "permutations": 999, "most_clusters": 8, "most_shift_px": null, "counting_frames": 500}', '2f8c9ae1b51ee92cad9d6be094d51b8d99271719714b34cc59c392a55bcf7c1f', 'kept: the defaults');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_param_set', 'action_unit_paramset_id', '@PREFIX@_aff.action_unit_param_set.action_unit_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_param_set', 'affect_paramset_id', '@PREFIX@_aff.affect_param_set.affect_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_param_set', 'decoding_paramset_id', '@PREFIX@_aff.decoding_param_set.decoding_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('#action_unit', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task', 'action_unit_paramset_id', '@PREFIX@_aff.action_unit_param_set.action_unit_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task', 'action_unit_task_id', '@PREFIX@_aff.action_unit_task.action_unit_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task__target', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task__target', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task__target', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task__target', 'action_unit_task_id', '@PREFIX@_aff.action_unit_task.action_unit_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task__target', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('action_unit_task__target', 'frame_target_id', '@PREFIX@_mod.frame_target.frame_target_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units', 'action_unit_task_id', '@PREFIX@_aff.action_unit_task.action_unit_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__unit', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__unit', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__unit', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__unit', 'action_unit_task_id', '@PREFIX@_aff.action_unit_task.action_unit_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__unit', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__unit', 'feature_definition_hash', '@PREFIX@_fea.#feature_definition.feature_definition_hash');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__reference', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__reference', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__reference', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__reference', 'action_unit_task_id', '@PREFIX@_aff.action_unit_task.action_unit_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__reference', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_units__reference', 'reference_quantity', '@PREFIX@_aff.__action_units__reference.reference_quantity');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('stimulus_sign', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('stimulus_sign', 'sign_scheme', '@PREFIX@_aff.stimulus_sign.sign_scheme');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('#affect_trace', 'affect_trace', '@PREFIX@_aff.#affect_trace.affect_trace');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'affect_paramset_id', '@PREFIX@_aff.affect_param_set.affect_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__sign', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__sign', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__sign', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__sign', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__sign', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__sign', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__sign', 'sign_scheme', '@PREFIX@_aff.stimulus_sign.sign_scheme');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__features', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__features', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__features', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__features', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__features', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__features', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__source', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__source', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__source', 'asked_source', '@PREFIX@_aff.affect_task__source.asked_source');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__rating', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__rating', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__rating', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__rating', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__rating', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__rating', 'affect_trace', '@PREFIX@_aff.#affect_trace.affect_trace');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('affect_task__rating', 'frame_target_id', '@PREFIX@_mod.frame_target.frame_target_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trace', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trace', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trace', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trace', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trace', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trace', 'affect_trace', '@PREFIX@_aff.#affect_trace.affect_trace');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__source', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__source', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__source', 'arousal_source', '@PREFIX@_aff.__affect__source.arousal_source');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__sign', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__sign', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__sign', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__sign', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__sign', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__sign', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trial', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trial', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trial', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trial', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trial', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__trial', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__motion', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__motion', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__motion', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__motion', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__motion', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__motion', 'affect_trace', '@PREFIX@_aff.#affect_trace.affect_trace');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__motion', 'affect_regressor', '@PREFIX@_aff.__affect__motion.affect_regressor');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__agreement', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__agreement', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__agreement', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__agreement', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__agreement', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__agreement', 'affect_trace', '@PREFIX@_aff.#affect_trace.affect_trace');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect__agreement', 'rated_measure', '@PREFIX@_aff.__affect__agreement.rated_measure');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response__event', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response__event', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response__event', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response__event', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response__event', 'affect_task_id', '@PREFIX@_aff.affect_task.affect_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response__event', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response__event', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__affect_response__event', 'affect_trace', '@PREFIX@_aff.#affect_trace.affect_trace');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set', 'unit_rating_set_id', '@PREFIX@_aff.unit_rating_set.unit_rating_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set__place', 'unit_rating_set_id', '@PREFIX@_aff.unit_rating_set.unit_rating_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set__place', 'rating_place', '@PREFIX@_aff.unit_rating_set__place.rating_place');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set__rating', 'unit_rating_set_id', '@PREFIX@_aff.unit_rating_set.unit_rating_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set__rating', 'rating_place', '@PREFIX@_aff.unit_rating_set__place.rating_place');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set__rating', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_rating_set__rating', 'unit_rater', '@PREFIX@_aff.unit_rating_set__rating.unit_rater');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task', 'frame_model_paramset_id', '@PREFIX@_mod.frame_model_param_set.frame_model_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task', 'learning_paramset_id', '@PREFIX@_mod.learning_param_set.learning_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task', 'unit_agreement_id', '@PREFIX@_aff.unit_agreement_task.unit_agreement_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task__source', 'unit_agreement_id', '@PREFIX@_aff.unit_agreement_task.unit_agreement_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task__source', 'unit_rating_set_id', '@PREFIX@_aff.unit_rating_set.unit_rating_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('unit_agreement_task__source', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement', 'unit_agreement_id', '@PREFIX@_aff.unit_agreement_task.unit_agreement_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__measure', 'unit_agreement_id', '@PREFIX@_aff.unit_agreement_task.unit_agreement_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__measure', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__measure', 'agreement_of', '@PREFIX@_aff.__unit_agreement__measure.agreement_of');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__measure', 'agreement_who', '@PREFIX@_aff.__unit_agreement__measure.agreement_who');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__measure', 'agreement_measure', '@PREFIX@_aff.__unit_agreement__measure.agreement_measure');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__unit_model', 'unit_agreement_id', '@PREFIX@_aff.unit_agreement_task.unit_agreement_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__unit_model', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__held_out', 'unit_agreement_id', '@PREFIX@_aff.unit_agreement_task.unit_agreement_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__held_out', 'unit_rating_set_id', '@PREFIX@_aff.unit_rating_set.unit_rating_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__unit_agreement__held_out', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task', 'decoding_paramset_id', '@PREFIX@_aff.decoding_param_set.decoding_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task', 'learning_paramset_id', '@PREFIX@_mod.learning_param_set.learning_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__source', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__source', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__events', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__events', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__events', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__events', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__events', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('decoding_task__events', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__decoder', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__decoder', 'decoding_features', '@PREFIX@_aff.__decoding__decoder.decoding_features');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__decoder', 'decoding_rows', '@PREFIX@_aff.__decoding__decoder.decoding_rows');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__decoder', 'decoding_estimator', '@PREFIX@_aff.__decoding__decoder.decoding_estimator');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__decoder', 'decoding_left_out', '@PREFIX@_aff.__decoding__decoder.decoding_left_out');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__metric', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__metric', 'decoding_features', '@PREFIX@_aff.__decoding__decoder.decoding_features');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__metric', 'decoding_rows', '@PREFIX@_aff.__decoding__decoder.decoding_rows');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__metric', 'decoding_estimator', '@PREFIX@_aff.__decoding__decoder.decoding_estimator');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__metric', 'decoding_left_out', '@PREFIX@_aff.__decoding__decoder.decoding_left_out');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__metric', 'decoding_group', '@PREFIX@_aff.__decoding__metric.decoding_group');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__metric', 'decoding_metric', '@PREFIX@_aff.__decoding__metric.decoding_metric');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__class', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__class', 'decoding_features', '@PREFIX@_aff.__decoding__decoder.decoding_features');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__class', 'decoding_rows', '@PREFIX@_aff.__decoding__decoder.decoding_rows');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__class', 'decoding_estimator', '@PREFIX@_aff.__decoding__decoder.decoding_estimator');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__class', 'decoding_left_out', '@PREFIX@_aff.__decoding__decoder.decoding_left_out');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__class', 'decoding_class', '@PREFIX@_aff.__decoding__class.decoding_class');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__class', 'class_metric', '@PREFIX@_aff.__decoding__class.class_metric');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__confusion', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__confusion', 'decoding_features', '@PREFIX@_aff.__decoding__decoder.decoding_features');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__confusion', 'decoding_rows', '@PREFIX@_aff.__decoding__decoder.decoding_rows');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__confusion', 'decoding_estimator', '@PREFIX@_aff.__decoding__decoder.decoding_estimator');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__confusion', 'decoding_left_out', '@PREFIX@_aff.__decoding__decoder.decoding_left_out');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__confusion', 'confused_class', '@PREFIX@_aff.__decoding__confusion.confused_class');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__confusion', 'confused_as', '@PREFIX@_aff.__decoding__confusion.confused_as');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'decoding_features', '@PREFIX@_aff.__decoding__decoder.decoding_features');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'decoding_rows', '@PREFIX@_aff.__decoding__decoder.decoding_rows');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'decoding_estimator', '@PREFIX@_aff.__decoding__decoder.decoding_estimator');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'decoding_left_out', '@PREFIX@_aff.__decoding__decoder.decoding_left_out');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__held_out', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__copy', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__copy', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__copy', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__copy', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__copy', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__copy', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount', 'amount_source', '@PREFIX@_aff.__decoding__amount.amount_source');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount', 'amount_mouse', '@PREFIX@_aff.__decoding__amount.amount_mouse');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount_level', 'decoding_id', '@PREFIX@_aff.decoding_task.decoding_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount_level', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount_level', 'amount_source', '@PREFIX@_aff.__decoding__amount.amount_source');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount_level', 'amount_mouse', '@PREFIX@_aff.__decoding__amount.amount_mouse');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__decoding__amount_level', 'amount_level_no', '@PREFIX@_aff.__decoding__amount_level.amount_level_no');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_param_set', 'population_paramset_id', '@PREFIX@_aff.population_param_set.population_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task', 'population_paramset_id', '@PREFIX@_aff.population_param_set.population_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task', 'population_task_id', '@PREFIX@_aff.population_task.population_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'population_task_id', '@PREFIX@_aff.population_task.population_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('population_task__source', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population', 'population_task_id', '@PREFIX@_aff.population_task.population_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__mouse', 'population_task_id', '@PREFIX@_aff.population_task.population_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__mouse', 'population_animal', '@PREFIX@_aff.__population__mouse.population_animal');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__effect', 'population_task_id', '@PREFIX@_aff.population_task.population_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__effect', 'population_effect_id', '@PREFIX@_aff.__population__effect.population_effect_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__needed', 'population_task_id', '@PREFIX@_aff.population_task.population_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__needed', 'population_effect_id', '@PREFIX@_aff.__population__effect.population_effect_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__needed', 'population_needed_n_mice', '@PREFIX@_aff.__population__needed.population_needed_n_mice');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__needed', 'population_needed_n_trials', '@PREFIX@_aff.__population__needed.population_needed_n_trials');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__prototype', 'population_task_id', '@PREFIX@_aff.population_task.population_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__prototype', 'population_animal', '@PREFIX@_aff.__population__mouse.population_animal');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__prototype', 'population_stimulus', '@PREFIX@_aff.__population__prototype.population_stimulus');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__population__prototype', 'population_features', '@PREFIX@_aff.__population__prototype.population_features');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_param_set', 'structure_paramset_id', '@PREFIX@_aff.structure_param_set.structure_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task', 'structure_paramset_id', '@PREFIX@_aff.structure_param_set.structure_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task', 'structure_id', '@PREFIX@_aff.structure_task.structure_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__source', 'structure_id', '@PREFIX@_aff.structure_task.structure_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__source', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__source', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__events', 'structure_id', '@PREFIX@_aff.structure_task.structure_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__events', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__events', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__events', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__events', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__events', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__events', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__features', 'structure_id', '@PREFIX@_aff.structure_task.structure_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__features', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__features', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__features', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__features', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__features', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('structure_task__features', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__structure', 'structure_id', '@PREFIX@_aff.structure_task.structure_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__structure__cluster', 'structure_id', '@PREFIX@_aff.structure_task.structure_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__structure__cluster', 'structure_cluster', '@PREFIX@_aff.__structure__cluster.structure_cluster');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__structure__number', 'structure_id', '@PREFIX@_aff.structure_task.structure_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__structure__number', 'structure_number', '@PREFIX@_aff.__structure__number.structure_number');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__structure__comparison', 'structure_id', '@PREFIX@_aff.structure_task.structure_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__structure__comparison', 'structure_against', '@PREFIX@_aff.__structure__comparison.structure_against');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__structure__comparison', 'structure_measure', '@PREFIX@_aff.__structure__comparison.structure_measure');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response', 'action_unit_task_id', '@PREFIX@_aff.action_unit_task.action_unit_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response__event', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response__event', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response__event', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response__event', 'action_unit_task_id', '@PREFIX@_aff.action_unit_task.action_unit_task_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response__event', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response__event', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response__event', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_aff."~lineage" VALUES ('__action_unit_response__event', 'action_unit', '@PREFIX@_aff.#action_unit.action_unit');
INSERT INTO @PREFIX@_beh.behavior_feature_param_set VALUES (1, '{"align": true, "causal": false, "rate_hz": null, "motion_s": 0.033, "windows_s": [0.1, 0.35, 0.7], "fit_frames": 2000, "sample_frames": 640, "cell_components": 8, "picture_components": 24}', 'fbc365c5b43e2326164e5d8e1295ca6177ba1ab1dee02809ebaa056ebb9d4a07', 'kept: the defaults');
INSERT INTO @PREFIX@_beh.classifier_param_set VALUES (1, '{"l2": 1.0, "seed": 0, "gap_s": 2.0, "beside": ["linear"], "blocks": 5, "left_out": "auto", "max_bins": 63, "min_leaf": 10, "estimator": "boosted", "max_folds": 10, "max_share": 0.5, "iterations": 60, "max_leaves": 15, "min_frames": 5, "calibration": "auto", "inner_folds": 3, "max_columns": 200, "max_samples": 6000, "feature_share": 0.5, "learning_rate": 0.1, "isotonic_frames": 2000, "linear_strength": 0.001}', '4f16f1aa9e3297b2335e443686b5a78d3f3cefc39dc7f2ad33b253ec9b5c4c4a', 'kept: the defaults');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('behavior', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('ethogram', 'ethogram_id', '@PREFIX@_beh.ethogram.ethogram_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('ethogram__behavior', 'ethogram_id', '@PREFIX@_beh.ethogram.ethogram_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('ethogram__behavior', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set', 'ethogram_id', '@PREFIX@_beh.ethogram.ethogram_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set', 'label_set_id', '@PREFIX@_beh.label_set.label_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__bout', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__bout', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__bout', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__bout', 'label_set_id', '@PREFIX@_beh.label_set.label_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__bout', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__bout', 'label_bout_id', '@PREFIX@_beh.label_set__bout.label_bout_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__assessed', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__assessed', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__assessed', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__assessed', 'label_set_id', '@PREFIX@_beh.label_set.label_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__assessed', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('label_set__assessed', 'assessed_first_frame', '@PREFIX@_beh.label_set__assessed.assessed_first_frame');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement', 'label_set_id', '@PREFIX@_beh.label_set.label_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement', 'other_label_set_id', '@PREFIX@_beh.label_set.label_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement__behavior', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement__behavior', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement__behavior', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement__behavior', 'label_set_id', '@PREFIX@_beh.label_set.label_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement__behavior', 'other_label_set_id', '@PREFIX@_beh.label_set.label_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__label_agreement__behavior', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('behavior_feature_param_set', 'behavior_feature_paramset_id', '@PREFIX@_beh.behavior_feature_param_set.behavior_feature_paramset_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classifier_param_set', 'classifier_paramset_id', '@PREFIX@_beh.classifier_param_set.classifier_paramset_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set', 'ethogram_id', '@PREFIX@_beh.ethogram.ethogram_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set', 'training_set_id', '@PREFIX@_beh.training_set.training_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set__source', 'training_set_id', '@PREFIX@_beh.training_set.training_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set__source', 'label_set_id', '@PREFIX@_beh.label_set.label_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set__source', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('training_set__source', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classifier_task', 'training_set_id', '@PREFIX@_beh.training_set.training_set_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classifier_task', 'behavior_feature_paramset_id', '@PREFIX@_beh.behavior_feature_param_set.behavior_feature_paramset_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classifier_task', 'classifier_paramset_id', '@PREFIX@_beh.classifier_param_set.classifier_paramset_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classifier_task', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classification_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classification_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classification_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classification_task', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classification_task', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classification_task', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('classification_task', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier', 'ethogram_id', '@PREFIX@_beh.ethogram.ethogram_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__threshold', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__threshold', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__metric', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__metric', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__metric', 'metric_estimator', '@PREFIX@_beh.__classifier__metric.metric_estimator');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__metric', 'metric_name', '@PREFIX@_beh.__classifier__metric.metric_name');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__overall_metric', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__overall_metric', 'overall_estimator', '@PREFIX@_beh.__classifier__overall_metric.overall_estimator');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__overall_metric', 'overall_name', '@PREFIX@_beh.__classifier__overall_metric.overall_name');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__fold', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__fold', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__fold', 'classifier_fold', '@PREFIX@_beh.__classifier__fold.classifier_fold');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__confusion', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__confusion', 'confusion_label', '@PREFIX@_beh.__classifier__confusion.confusion_label');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__confusion', 'confusion_predicted', '@PREFIX@_beh.__classifier__confusion.confusion_predicted');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__calibration', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__calibration', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__calibration', 'calibration_bin', '@PREFIX@_beh.__classifier__calibration.calibration_bin');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__precision_recall', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__precision_recall', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__precision_recall', 'pr_point', '@PREFIX@_beh.__classifier__precision_recall.pr_point');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__learning_curve', 'classifier_id', '@PREFIX@_beh.classifier_task.classifier_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__learning_curve', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classifier__learning_curve', 'learning_point', '@PREFIX@_beh.__classifier__learning_curve.learning_point');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification', 'ethogram_id', '@PREFIX@_beh.ethogram.ethogram_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__summary', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__summary', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__summary', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__summary', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__summary', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__trace', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__trace', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__trace', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__trace', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__trace', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__trace', 'probability_start_frame', '@PREFIX@_beh.__classification__trace.probability_start_frame');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__frame_flags', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__frame_flags', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__frame_flags', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__frame_flags', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__frame_flags', 'frame_flags_start_frame', '@PREFIX@_beh.__classification__frame_flags.frame_flags_start_frame');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__bout', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__bout', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__bout', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__bout', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__bout', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__bout', 'behavior_bout_id', '@PREFIX@_beh.__classification__bout.behavior_bout_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__transition', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__transition', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__transition', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__transition', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__transition', 'from_behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('__classification__transition', 'to_behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('review_queue', 'review_queue_id', '@PREFIX@_beh.review_queue.review_queue_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('review_queue__segment', 'review_queue_id', '@PREFIX@_beh.review_queue.review_queue_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('review_queue__segment', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('review_queue__segment', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('review_queue__segment', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('review_queue__segment', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_beh."~lineage" VALUES ('review_queue__segment', 'segment_rank', '@PREFIX@_beh.review_queue__segment.segment_rank');
INSERT INTO @PREFIX@_con.motion_param_set VALUES (1, '{"n_lags": 6, "block_s": 30.0, "licking": ["mouth", "jaw", "tongue", "licking"], "n_shifts": 100, "penalties": [0.001, 0.01, 0.1, 1.0, 10.0], "lag_after_s": 0.5, "min_shift_s": 10.0, "lag_before_s": 1.0, "n_components": 0}', '26e736a38791b94923196972b6218c9eca49f945893da2a3383b42f24f139b7b', 'kept: the defaults');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('motion_param_set', 'motion_paramset_id', '@PREFIX@_con.motion_param_set.motion_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained', 'motion_paramset_id', '@PREFIX@_con.motion_param_set.motion_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'motion_paramset_id', '@PREFIX@_con.motion_param_set.motion_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'measure', '@PREFIX@_exp.__facial_expression__trace.measure');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__motion_explained__regressor', 'regressor', '@PREFIX@_con.__motion_explained__regressor.regressor');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'keypoint_task_id', '@PREFIX@_fmp.keypoint_task.keypoint_task_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained', 'motion_paramset_id', '@PREFIX@_con.motion_param_set.motion_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'keypoint_task_id', '@PREFIX@_fmp.keypoint_task.keypoint_task_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'motion_paramset_id', '@PREFIX@_con.motion_param_set.motion_paramset_id');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'measure', '@PREFIX@_exp.__facial_expression__trace.measure');
INSERT INTO @PREFIX@_con."~lineage" VALUES ('__keypoints_explained__regressor', 'keypoint_regressor', '@PREFIX@_con.__keypoints_explained__regressor.keypoint_regressor');
INSERT INTO @PREFIX@_exp."#emotion" VALUES ('pleasure');
INSERT INTO @PREFIX@_exp."#emotion" VALUES ('disgust');
INSERT INTO @PREFIX@_exp."#emotion" VALUES ('pain');
INSERT INTO @PREFIX@_exp."#emotion" VALUES ('malaise');
INSERT INTO @PREFIX@_exp."#emotion" VALUES ('active_fear');
INSERT INTO @PREFIX@_exp."#emotion" VALUES ('passive_fear');
INSERT INTO @PREFIX@_exp."#event_window" VALUES ('before', -2, 'onset', 0, 'onset', '209d93beb44def73d8071a44dc8f801efc8e7a74115878fc8dd5db2352f6cd4c');
INSERT INTO @PREFIX@_exp."#event_window" VALUES ('first_second', 0, 'onset', 1, 'onset', 'ad7e0d68ea5f18e17ad0e3f00c4973d6189a33635e260d70f645b69ccc6d2932');
INSERT INTO @PREFIX@_exp."#event_window" VALUES ('event', 0, 'onset', 0, 'offset', '08b87f38b0e5686a1bc1d25241ace10c4dccbe0c0ffc3787e55b75c85f632878');
INSERT INTO @PREFIX@_exp."#event_window" VALUES ('after', 0, 'offset', 2, 'offset', 'b75bb1024b57f2ee05b53eaa4b41f78cef48e0ab17598b52559550b8eb0b27b3');
INSERT INTO @PREFIX@_exp."#event_window" VALUES ('response', 0, 'onset', 2, 'offset', '5b824f8b5e65853fea5b67f405fe9a6555cf015269e851e0f1c0d7f2e220825c');
INSERT INTO @PREFIX@_exp."#stimulus" VALUES ('sucrose', 'sweet solution on the tongue');
INSERT INTO @PREFIX@_exp."#stimulus" VALUES ('water', 'water on the tongue');
INSERT INTO @PREFIX@_exp."#stimulus" VALUES ('quinine', 'bitter solution on the tongue');
INSERT INTO @PREFIX@_exp."#stimulus" VALUES ('salt', 'salt solution on the tongue');
INSERT INTO @PREFIX@_exp."#stimulus" VALUES ('tail_shock', 'electric shock to the tail');
INSERT INTO @PREFIX@_exp."#stimulus" VALUES ('lithium', 'lithium chloride, injected');
INSERT INTO @PREFIX@_exp."#stimulus_emotion" VALUES ('sucrose', 'dolensek2020', 'pleasure', 'Dolensek et al., Science 2020');
INSERT INTO @PREFIX@_exp."#stimulus_emotion" VALUES ('quinine', 'dolensek2020', 'disgust', 'Dolensek et al., Science 2020');
INSERT INTO @PREFIX@_exp."#stimulus_emotion" VALUES ('tail_shock', 'dolensek2020', 'pain', 'Dolensek et al., Science 2020');
INSERT INTO @PREFIX@_exp."#stimulus_emotion" VALUES ('lithium', 'dolensek2020', 'malaise', 'Dolensek et al., Science 2020');
INSERT INTO @PREFIX@_exp.__event_response VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 4);
INSERT INTO @PREFIX@_exp.__event_response VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 4);
INSERT INTO @PREFIX@_exp.__event_response VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 4);
INSERT INTO @PREFIX@_exp.__event_response VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 4);
INSERT INTO @PREFIX@_exp.__event_response VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 4);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 0, 40, 40, 0.9561984837055206, NULL, 0.9600846767425537, NULL, -1, NULL, 0.050000000000000044, 1.912396967411041, 2, 0.9561984837055206, 0);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 1, 40, 40, 0.9565692931413651, NULL, 0.9608590602874756, NULL, -1.75, NULL, 0.04999999999999982, 1.91313858628273, 2, 0.9565692931413651, 0);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 2, 40, 40, 0.9571676477789879, NULL, 0.961447536945343, NULL, -1.3499999999999996, NULL, 0.09999999999999964, 1.9143352955579758, 2, 0.9571676477789879, 0);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 3, 40, 40, 0.9562869429588318, NULL, 0.9611034393310547, NULL, -1.4000000000000004, NULL, 0.09999999999999964, 1.9125738859176633, 2, 0.9562869429588318, 0);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 0, 40, 40, 0.9655117377638817, NULL, 0.9694313406944275, NULL, -1.45, NULL, 0.04999999999999993, 1.9310234755277638, 2, 0.9655117377638817, 0);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 1, 40, 40, 0.9651571720838547, NULL, 0.9690609574317932, NULL, -1.1500000000000004, NULL, 0.05000000000000071, 1.930314344167709, 2, 0.9651571720838547, 0);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 2, 40, 40, 0.9644588485360146, NULL, 0.9689210653305054, NULL, -0.5, NULL, 0.09999999999999964, 1.928917697072029, 2, 0.9644588485360146, 0);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 3, 40, 40, 0.9645508706569672, NULL, 0.9706242680549622, NULL, -1.5500000000000007, NULL, 0.05000000000000071, 1.9291017413139344, 2, 0.9645508706569672, 0);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 0, 20, 20, 0.9573200017213821, NULL, 0.9639450907707214, NULL, 0.5499999999999998, 0.8999999999999999, 0.050000000000000266, 0.9573200017213821, 1, 0.9561984837055206, 0.0011215180158614668);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 1, 20, 20, 0.9928427249193191, NULL, 0.9956812262535095, NULL, 0.7000000000000002, 0, NULL, 0.9928427249193191, 1, 0.9565692931413651, 0.03627343177795406);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 2, 20, 20, 0.9579870462417603, NULL, 0.9674729704856873, NULL, 0.5999999999999996, 0.34999999999999964, 0.05000000000000071, 0.9579870462417603, 1, 0.9571676477789879, 0.0008193984627724582);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 3, 20, 20, 0.9932534962892532, NULL, 0.9968486428260803, NULL, 0.8000000000000007, 0, NULL, 0.9932534962892532, 1, 0.9562869429588318, 0.036966553330421426);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 0, 20, 20, 0.9920157551765441, NULL, 0.9958814978599548, NULL, 0.4500000000000002, 0, NULL, 0.9920157551765441, 1, 0.9655117377638817, 0.026504017412662395);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 1, 20, 20, 0.9605980962514877, NULL, 0.9672642350196838, NULL, 0.25, NULL, 0.04999999999999982, 0.9605980962514877, 1, 0.9651571720838547, -0.004559075832366921);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 2, 20, 20, 0.9919087916612624, NULL, 0.9946814179420471, NULL, 0.15000000000000036, 0, NULL, 0.9919087916612624, 1, 0.9644588485360146, 0.027449943125247844);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 3, 20, 20, 0.9573862344026566, NULL, 0.963205099105835, NULL, 0.8000000000000007, NULL, NULL, 0.9573862344026566, 1, 0.9645508706569672, -0.00716463625431063);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 0, 30, 30, 0.9584984242916108, NULL, 0.9685949087142944, NULL, 1, 0.8999999999999999, 0.10000000000000009, 1.437747636437416, 1.5, 0.9561984837055206, 0.0022999405860901767);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 1, 30, 30, 0.9933247208595278, NULL, 0.9959496855735779, NULL, 1.2999999999999998, 0, NULL, 1.4899870812892917, 1.5, 0.9565692931413651, 0.03675542771816276);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 2, 30, 30, 0.9588244875272115, NULL, 0.9674729704856873, NULL, 0.5999999999999996, 0.34999999999999964, 0.05000000000000071, 1.4382367312908177, 1.5, 0.9571676477789879, 0.0016568397482236152);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 3, 30, 30, 0.9933491150538126, NULL, 0.9968486428260803, NULL, 0.8000000000000007, 0, NULL, 1.4900236725807188, 1.5, 0.9562869429588318, 0.03706217209498086);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 0, 30, 30, 0.9924523929754893, NULL, 0.9958814978599548, NULL, 0.4500000000000002, 0, NULL, 1.488678589463234, 1.5, 0.9655117377638817, 0.0269406552116076);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 1, 30, 30, 0.961337184906006, NULL, 0.9691818356513977, NULL, 1.0499999999999998, NULL, 0.04999999999999982, 1.4420057773590087, 1.5, 0.9651571720838547, -0.003819987177848705);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 2, 30, 30, 0.9922800183296206, NULL, 0.994780957698822, NULL, 1.3000000000000007, 0, NULL, 1.4884200274944308, 1.5, 0.9644588485360146, 0.02782116979360605);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 3, 30, 30, 0.959422351916631, NULL, 0.9680732488632202, NULL, 1.1500000000000004, NULL, 0.09999999999999964, 1.4391335278749466, 1.5, 0.9645508706569672, -0.005128518740336152);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 0, 40, 40, 0.955890166759491, NULL, 0.9608590602874756, NULL, 2.25, NULL, 0.04999999999999982, 1.9117803335189816, 2, 0.9561984837055206, -0.0003083169460296187);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 1, 40, 40, 0.9564945831894873, NULL, 0.961447536945343, NULL, 2.6500000000000004, NULL, 0.09999999999999964, 1.912989166378975, 2, 0.9565692931413651, -7.470995187774943e-05);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 2, 40, 40, 0.9558196946978569, NULL, 0.9611034393310547, NULL, 2.5999999999999996, NULL, 0.05000000000000071, 1.9116393893957135, 2, 0.9571676477789879, -0.0013479530811310036);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 3, 40, 40, 0.9565045818686485, NULL, 0.9622589349746704, NULL, 2.6499999999999986, NULL, 0.05000000000000071, 1.9130091637372968, 2, 0.9562869429588318, 0.00021763890981674194);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 0, 40, 40, 0.9651597321033477, NULL, 0.9690609574317932, NULL, 2.8499999999999996, NULL, 0.05000000000000071, 1.9303194642066956, 2, 0.9655117377638817, -0.00035200566053394944);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 1, 40, 40, 0.9637714520096778, NULL, 0.9684900641441345, NULL, 2.8000000000000007, NULL, 0.049999999999998934, 1.9275429040193555, 2, 0.9651571720838547, -0.0013857200741768105);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 2, 40, 40, 0.9646480247378348, NULL, 0.9706242680549622, NULL, 2.4499999999999993, NULL, 0.05000000000000071, 1.9292960494756697, 2, 0.9644588485360146, 0.0001891762018202403);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 3, 40, 40, 0.9644659414887429, NULL, 0.970188558101654, NULL, 3.1000000000000014, NULL, 0.04999999999999716, 1.9289318829774853, 2, 0.9645508706569672, -8.492916822433472e-05);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 0, 70, 70, 0.9570079914161136, NULL, 0.9685949087142944, NULL, 1, 0.8999999999999999, 0.10000000000000009, 3.3495279699563976, 3.5, 0.9561984837055206, 0.0008095077105929604);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 1, 70, 70, 0.972278927905219, NULL, 0.9959496855735779, NULL, 1.2999999999999998, 0, 0.20000000000000018, 3.402976247668266, 3.5, 0.9565692931413651, 0.015709634763853897);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 2, 70, 70, 0.9571074630532946, NULL, 0.9674729704856873, NULL, 0.5999999999999996, 0.34999999999999964, 0.05000000000000071, 3.3498761206865315, 3.5, 0.9571676477789879, -6.01847256932464e-05);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 3, 70, 70, 0.972295096090862, NULL, 0.9968486428260803, NULL, 0.8000000000000007, 0, 0.6999999999999993, 3.4030328363180167, 3.5, 0.9562869429588318, 0.01600815313203019);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 0, 70, 70, 0.9768565867628369, NULL, 0.9958814978599548, NULL, 0.4500000000000002, 0, 1.0499999999999998, 3.4189980536699296, 3.5, 0.9655117377638817, 0.01134484899895527);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 1, 70, 70, 0.9627281946795326, NULL, 0.9691818356513977, NULL, 1.0499999999999998, NULL, 0.04999999999999982, 3.3695486813783644, 3.5, 0.9651571720838547, -0.002428977404322019);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 2, 70, 70, 0.9764903077057433, NULL, 0.994780957698822, NULL, 1.3000000000000007, 0, 0.1999999999999993, 3.417716076970101, 3.5, 0.9644588485360146, 0.012031459169728698);
INSERT INTO @PREFIX@_exp.__event_response__event VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 3, 70, 70, 0.962304403100695, NULL, 0.970188558101654, NULL, 3.1000000000000014, NULL, 0.04999999999999716, 3.368065410852432, 3.5, 0.9645508706569672, -0.0022464675562722247);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'sucrose', 'mean', 2, 0.9561984837055206, 0.9571676477789879, 0.0009691640734672546, NULL, 0, 1.001013559517174);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'sucrose', 'peak', 2, 0.9600846767425537, 0.961447536945343, 0.0013628602027893066, NULL, 0, 1.0014195208358219);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'sucrose', 'auc', 2, 1.912396967411041, 1.9143352955579758, 0.0019383281469347313, NULL, 0, 1.0010135595171743);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'sucrose', 'change', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'sucrose', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'quinine', 'mean', 2, 0.9565692931413651, 0.9562869429588318, -0.00028235018253330857, NULL, 0, 0.999704830392782);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'quinine', 'peak', 2, 0.9608590602874756, 0.9611034393310547, 0.00024437904357910156, NULL, 0, 1.0002543339118912);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'quinine', 'auc', 2, 1.91313858628273, 1.9125738859176633, -0.0005647003650666171, NULL, 0, 0.999704830392782);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'quinine', 'change', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'quinine', 'similarity', 'quinine', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'sucrose', 'mean', 2, 0.9655117377638817, 0.9644588485360146, -0.0010528892278670599, NULL, 0, 0.9989095013693924);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'sucrose', 'peak', 2, 0.9694313406944275, 0.9689210653305054, -0.0005102753639221191, NULL, 0, 0.999473634343659);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'sucrose', 'auc', 2, 1.9310234755277638, 1.928917697072029, -0.002105778455734786, NULL, 0, 0.998909501369392);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'sucrose', 'change', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'sucrose', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'quinine', 'mean', 2, 0.9651571720838547, 0.9645508706569672, -0.0006063014268874456, NULL, 0, 0.9993718106807636);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'quinine', 'peak', 2, 0.9690609574317932, 0.9706242680549622, 0.0015633106231689453, NULL, 0, 1.0016132221726401);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'quinine', 'auc', 2, 1.930314344167709, 1.9291017413139344, -0.0012126028537746691, NULL, 0, 0.9993718106807638);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'quinine', 'change', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'before', 'sucrose', 'similarity', 'quinine', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'sucrose', 'mean', 2, 0.9573200017213821, 0.9579870462417603, 0.000667044520378246, NULL, 0, 1.0006967832273208);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'sucrose', 'peak', 2, 0.9639450907707214, 0.9674729704856873, 0.0035278797149658203, NULL, 0, 1.0036598347237238);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'sucrose', 'auc', 2, 0.9573200017213821, 0.9579870462417603, 0.000667044520378246, NULL, 0, 1.0006967832273208);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'sucrose', 'change', 2, 0.0011215180158614668, 0.0008193984627724582, -0.0003021195530890086, NULL, 0, 0.7306155150285814);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'sucrose', 'latency_s', 2, 0.8999999999999999, 0.34999999999999964, -0.5500000000000003, NULL, 0, 0.3888888888888885);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'quinine', 'mean', 2, 0.9928427249193191, 0.9932534962892532, 0.0004107713699340598, NULL, 0, 1.0004137325677311);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'quinine', 'peak', 2, 0.9956812262535095, 0.9968486428260803, 0.0011674165725708008, NULL, 0, 1.0011724802494906);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'quinine', 'auc', 2, 0.9928427249193191, 0.9932534962892532, 0.0004107713699340598, NULL, 0, 1.0004137325677311);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'quinine', 'change', 2, 0.03627343177795406, 0.036966553330421426, 0.0006931215524673684, NULL, 0, 1.0191082430995302);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'quinine', 'similarity', 'quinine', 'latency_s', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'sucrose', 'mean', 2, 0.9920157551765441, 0.9919087916612624, -0.00010696351528161063, NULL, 0, 0.9998921755882167);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'sucrose', 'peak', 2, 0.9958814978599548, 0.9946814179420471, -0.0012000799179077148, NULL, 0, 0.9987949571103725);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'sucrose', 'auc', 2, 0.9920157551765441, 0.9919087916612624, -0.00010696351528161063, NULL, 0, 0.9998921755882167);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'sucrose', 'change', 2, 0.026504017412662395, 0.027449943125247844, 0.0009459257125854492, NULL, 0, 1.035689899303097);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'sucrose', 'latency_s', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'quinine', 'mean', 2, 0.9605980962514877, 0.9573862344026566, -0.0032118618488311546, NULL, 0, 0.9966563936974634);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'quinine', 'peak', 2, 0.9672642350196838, 0.963205099105835, -0.004059135913848877, NULL, 0, 0.9958034880574631);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'quinine', 'auc', 2, 0.9605980962514877, 0.9573862344026566, -0.0032118618488311546, NULL, 0, 0.9966563936974634);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'quinine', 'change', 2, -0.004559075832366921, -0.00716463625431063, -0.002605560421943709, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'first_second', 'sucrose', 'similarity', 'quinine', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'sucrose', 'mean', 2, 0.9584984242916108, 0.9588244875272115, 0.00032606323560069317, NULL, 0, 1.0003401812953858);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'sucrose', 'peak', 2, 0.9685949087142944, 0.9674729704856873, -0.0011219382286071777, NULL, 0, 0.998841684776047);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'sucrose', 'auc', 2, 1.437747636437416, 1.4382367312908177, 0.0004890948534017614, NULL, 0, 1.0003401812953863);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'sucrose', 'change', 2, 0.0022999405860901767, 0.0016568397482236152, -0.0006431008378665615, NULL, 0, 0.7203837169725277);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'sucrose', 'latency_s', 2, 0.8999999999999999, 0.34999999999999964, -0.5500000000000003, NULL, 0, 0.3888888888888885);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'quinine', 'mean', 2, 0.9933247208595278, 0.9933491150538126, 2.4394194284793613e-05, NULL, 0, 1.0000245581266352);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'quinine', 'peak', 2, 0.9959496855735779, 0.9968486428260803, 0.0008989572525024414, NULL, 0, 1.0009026131194416);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'quinine', 'auc', 2, 1.4899870812892917, 1.4900236725807188, 3.65912914270794e-05, NULL, 0, 1.0000245581266352);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'quinine', 'change', 2, 0.03675542771816276, 0.03706217209498086, 0.0003067443768181022, NULL, 0, 1.0083455531838779);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'quinine', 'similarity', 'quinine', 'latency_s', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'sucrose', 'mean', 2, 0.9924523929754893, 0.9922800183296206, -0.0001723746458686115, NULL, 0, 0.9998263144438074);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'sucrose', 'peak', 2, 0.9958814978599548, 0.994780957698822, -0.0011005401611328125, NULL, 0, 0.9988949085172305);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'sucrose', 'auc', 2, 1.488678589463234, 1.4884200274944308, -0.0002585619688031393, NULL, 0, 0.9998263144438073);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'sucrose', 'change', 2, 0.0269406552116076, 0.02782116979360605, 0.0008805145819984483, NULL, 0, 1.0326834880251565);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'sucrose', 'latency_s', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'quinine', 'mean', 2, 0.961337184906006, 0.959422351916631, -0.0019148329893748928, NULL, 0, 0.9980081567430868);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'quinine', 'peak', 2, 0.9691818356513977, 0.9680732488632202, -0.0011085867881774902, NULL, 0, 0.9988561622314842);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'quinine', 'auc', 2, 1.4420057773590087, 1.4391335278749466, -0.0028722494840620616, NULL, 0, 0.9980081567430871);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'quinine', 'change', 2, -0.003819987177848705, -0.005128518740336152, -0.0013085315624874472, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'event', 'sucrose', 'similarity', 'quinine', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'sucrose', 'mean', 2, 0.955890166759491, 0.9558196946978569, -7.047206163413033e-05, NULL, 0, 0.9999262759843288);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'sucrose', 'peak', 2, 0.9608590602874756, 0.9611034393310547, 0.00024437904357910156, NULL, 0, 1.0002543339118912);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'sucrose', 'auc', 2, 1.9117803335189816, 1.9116393893957135, -0.00014094412326803862, NULL, 0, 0.9999262759843289);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'sucrose', 'change', 2, -0.0003083169460296187, -0.0013479530811310036, -0.001039636135101385, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'sucrose', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'quinine', 'mean', 2, 0.9564945831894873, 0.9565045818686485, 9.9986791611828e-06, NULL, 0, 1.0000104534613545);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'quinine', 'peak', 2, 0.961447536945343, 0.9622589349746704, 0.0008113980293273926, NULL, 0, 1.000843933754207);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'quinine', 'auc', 2, 1.912989166378975, 1.9130091637372968, 1.9997358321699465e-05, NULL, 0, 1.000010453461354);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'quinine', 'change', 2, -7.470995187774943e-05, 0.00021763890981674194, 0.00029234886169449137, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'quinine', 'similarity', 'quinine', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'sucrose', 'mean', 2, 0.9651597321033477, 0.9646480247378348, -0.0005117073655128701, NULL, 0, 0.9994698210581189);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'sucrose', 'peak', 2, 0.9690609574317932, 0.9706242680549622, 0.0015633106231689453, NULL, 0, 1.0016132221726401);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'sucrose', 'auc', 2, 1.9303194642066956, 1.9292960494756697, -0.0010234147310259623, NULL, 0, 0.9994698210581187);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'sucrose', 'change', 2, -0.00035200566053394944, 0.0001891762018202403, 0.0005411818623541897, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'sucrose', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'quinine', 'mean', 2, 0.9637714520096778, 0.9644659414887429, 0.0006944894790650302, NULL, 0, 1.0007205956117675);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'quinine', 'peak', 2, 0.9684900641441345, 0.970188558101654, 0.0016984939575195312, NULL, 0, 1.0017537546541797);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'quinine', 'auc', 2, 1.9275429040193555, 1.9289318829774853, 0.0013889789581298384, NULL, 0, 1.0007205956117675);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'quinine', 'change', 2, -0.0013857200741768105, -8.492916822433472e-05, 0.0013007909059524758, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'after', 'sucrose', 'similarity', 'quinine', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'sucrose', 'mean', 2, 0.9570079914161136, 0.9571074630532946, 9.947163718104779e-05, NULL, 0, 1.0001039402367309);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'sucrose', 'peak', 2, 0.9685949087142944, 0.9674729704856873, -0.0011219382286071777, NULL, 0, 0.998841684776047);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'sucrose', 'auc', 2, 3.3495279699563976, 3.3498761206865315, 0.0003481507301339448, NULL, 0, 1.0001039402367309);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'sucrose', 'change', 2, 0.0008095077105929604, -6.01847256932464e-05, -0.0008696924362862068, NULL, 0, -0.07434731615979467);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'sucrose', 'latency_s', 2, 0.8999999999999999, 0.34999999999999964, -0.5500000000000003, NULL, 0, 0.3888888888888885);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'quinine', 'mean', 2, 0.972278927905219, 0.972295096090862, 1.6168185642984056e-05, NULL, 0, 1.000016629163894);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'quinine', 'peak', 2, 0.9959496855735779, 0.9968486428260803, 0.0008989572525024414, NULL, 0, 1.0009026131194416);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'quinine', 'auc', 2, 3.402976247668266, 3.4030328363180167, 5.658864975055522e-05, NULL, 0, 1.000016629163894);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'quinine', 'change', 2, 0.015709634763853897, 0.01600815313203019, 0.0002985183681762926, NULL, 0, 1.0190022475164826);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'quinine', 'similarity', 'quinine', 'latency_s', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'sucrose', 'mean', 2, 0.9768565867628369, 0.9764903077057433, -0.0003662790570936325, NULL, 0, 0.9996250431618551);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'sucrose', 'peak', 2, 0.9958814978599548, 0.994780957698822, -0.0011005401611328125, NULL, 0, 0.9988949085172305);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'sucrose', 'auc', 2, 3.4189980536699296, 3.417716076970101, -0.0012819766998286575, NULL, 0, 0.9996250431618549);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'sucrose', 'change', 2, 0.01134484899895527, 0.012031459169728698, 0.0006866101707734273, NULL, 0, 1.0605217549247818);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'sucrose', 'latency_s', 2, 0, 0, 0, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'quinine', 'mean', 2, 0.9627281946795326, 0.962304403100695, -0.00042379157883765117, NULL, 0, 0.9995598014255948);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'quinine', 'peak', 2, 0.9691818356513977, 0.970188558101654, 0.0010067224502563477, NULL, 0, 1.0010387343357294);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'quinine', 'auc', 2, 3.3695486813783644, 3.368065410852432, -0.0014832705259322232, NULL, 0, 0.9995598014255946);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'quinine', 'change', 2, -0.002428977404322019, -0.0022464675562722247, 0.00018250984804979442, NULL, 0, NULL);
INSERT INTO @PREFIX@_exp.__event_response__habituation VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'response', 'sucrose', 'similarity', 'quinine', 'latency_s', 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_exp.__facial_expression VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 360, 360, 80, NULL, true, 'same data', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda', 'e94c90e32a0cfa4528b5f962048b9684b16d836061f1a30043fee3d3ef3818ee', 'c7e186d64e2bda1fe099bfc33001b9dc669894a944dc4dc2230021744bb298de', '2026-11-29 22:17:02', 0.16804538899305044, '0.1.0');
INSERT INTO @PREFIX@_exp.__facial_expression__bout VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'similarity', 'sucrose', 0, 2, 3.5, 1.5, 40, 30, 30, 0.9924523858257981, 0.9958814768633163, 2.45);
INSERT INTO @PREFIX@_exp.__facial_expression__bout VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'similarity', 'quinine', 0, 2.9, 3.3, 0.3999999999999999, 58, 8, 8, 0.9631364652247042, 0.9685948967201339, 3);
INSERT INTO @PREFIX@_exp.__facial_expression__bout VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'similarity', 'quinine', 1, 6, 7.5, 1.5, 120, 30, 30, 0.9933247207175597, 0.9959496650171157, 7.3);
INSERT INTO @PREFIX@_exp.__facial_expression__bout VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'similarity', 'sucrose', 1, 10, 11.5, 1.5, 200, 30, 30, 0.9922800209561041, 0.9947809536943213, 11.3);
INSERT INTO @PREFIX@_exp.__facial_expression__bout VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'similarity', 'quinine', 2, 10.35, 10.7, 0.34999999999999964, 207, 7, 7, 0.9626730260334826, 0.9674729770090384, 10.6);
INSERT INTO @PREFIX@_exp.__facial_expression__bout VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'similarity', 'quinine', 3, 11.1, 11.5, 0.40000000000000036, 222, 8, 8, 0.961766489690364, 0.9663330921304911, 11.4);
INSERT INTO @PREFIX@_exp.__facial_expression__bout VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'similarity', 'quinine', 4, 14, 15.5, 1.5, 280, 30, 30, 0.993349111324091, 0.9968486370966246, 14.8);
INSERT INTO @PREFIX@_exp.__facial_expression__event_summary VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'sucrose', 'similarity', 0, 30, 30, 0.9924523858257981, NULL, 0.9958814768633163, NULL, 0.4500000000000002, 0, NULL, 1.4886785787386967, 1.5, 0.9655117422216568, 0.02694064360414128);
INSERT INTO @PREFIX@_exp.__facial_expression__event_summary VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'sucrose', 'similarity', 1, 30, 30, 0.9613371811748691, NULL, 0.9691818429208953, NULL, 1.0499999999999998, NULL, 0.04999999999999982, 1.4420057717623038, 1.5, 0.9651571714422176, -0.003819990267348472);
INSERT INTO @PREFIX@_exp.__facial_expression__event_summary VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'sucrose', 'similarity', 2, 30, 30, 0.9922800209561041, NULL, 0.9947809536943213, NULL, 1.3000000000000007, 0, NULL, 1.4884200314341562, 1.5, 0.9644588516886274, 0.027821169267476686);
INSERT INTO @PREFIX@_exp.__facial_expression__event_summary VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'sucrose', 'similarity', 3, 30, 30, 0.9594223558899938, NULL, 0.9680732414033366, NULL, 1.1500000000000004, NULL, 0.09999999999999964, 1.4391335338349907, 1.5, 0.9645508735534665, -0.005128517663472665);
INSERT INTO @PREFIX@_exp.__facial_expression__event_summary VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'quinine', 'similarity', 0, 30, 30, 0.9584984279669552, NULL, 0.9685948967201339, NULL, 1, 0.8999999999999999, 0.10000000000000009, 1.437747641950433, 1.5, 0.9561984865003077, 0.0022999414666474705);
INSERT INTO @PREFIX@_exp.__facial_expression__event_summary VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'quinine', 'similarity', 1, 30, 30, 0.9933247207175597, NULL, 0.9959496650171157, NULL, 1.2999999999999998, 0, NULL, 1.4899870810763398, 1.5, 0.9565692986049352, 0.0367554221126245);
INSERT INTO @PREFIX@_exp.__facial_expression__event_summary VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'quinine', 'similarity', 2, 30, 30, 0.9588244865434224, NULL, 0.9674729770090384, NULL, 0.5999999999999996, 0.34999999999999964, 0.05000000000000071, 1.4382367298151337, 1.5, 0.9571676475984765, 0.0016568389449459486);
INSERT INTO @PREFIX@_exp.__facial_expression__event_summary VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'quinine', 'similarity', 3, 30, 30, 0.993349111324091, NULL, 0.9968486370966246, NULL, 0.8000000000000007, 0, NULL, 1.4900236669861362, 1.5, 0.9562869407126914, 0.0370621706113996);
INSERT INTO @PREFIX@_exp.__facial_expression__finding VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'circular', '', 'note', 'prototypes were made from frames of the recording that they score: similarity in their events is partly similarity to itself, and not evidence of an expression');
INSERT INTO @PREFIX@_exp.__facial_expression__finding VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'no_shock', '', 'note', 'no event is called ''tail_shock'': fear was not detected');
INSERT INTO @PREFIX@_exp.__facial_expression__fold VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 0, 0, 360, NULL, '', NULL);
INSERT INTO @PREFIX@_exp.__facial_expression__frame_trace VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'neutral_similarity', 0, 360, '\x5a4c31323300bd05000000000000789c2d940b6c8e671886cb1a44309bc3a642b131d3d5a986c4e1aa43b7ea44d183c3d4a94565aad3fedfe1a7fb1f65589d156b2d73586b25a5082b8258d85893618b18a328ad60330b620bcbb6eccef89237effb7ddf7b78eeebb9df276b4256d8907a61cf9ecce78386cfdf1ff532cef530e6241a57ca0cdf37bef9c0c82ed2b7778c078b8dfa3946e226a3f843a3f15023ba9fb1759ce1cc3552728db6f38dba85c6ed0e46935946c910a3cf60b5695abfc6e8aeeff7d28d66dafbcdcf8d6bf94683dd46b7d1c69dda106d96193d338d81074314f636da6b6eca74a3e07de36c954b8f652e878efa74dce5f0ee518f2e1ff9d49947a7e1411e4f7289efe81397e6915de392d2ca236191ffff9aa9531c62fef4882af259d7de67d14f1e371282f41eeb53bcdc65c3318fd45c8f923c8f43a73dfa467ab4b8e371a291cbcf8a798cda4ab198b1d2e8d7d958acfeedc946f3a0d12ac148fed248f08c6a8d678c31f6068ca48e6290668c92b6c662131e61344c365665183b938c013b8d879f1aa3bb6b9d74375a65ec32a3a96b84c4376aa9b13b4fdc74ce866d4650ff7eed6a44eadfddf146d7b6c671f5fb8a8df19a53b0d138a2d8c25f536c2df51e6f44b431aa74769ce615d53a4c0b77385ce290512e5d491e036e49e3788ffb4d5cfe58e3b0f95b87938303ac3ee552f2a343f62987b47897a6975da234e7e4e41c2ed677a949713997ea31a5b54fbf451e570fe4525ee231665a80d8f200a16a972d971ddca11eee9d108feb42ac8f32b60f92b6a7217a4f326e1518fdc71ae7e5ad3dd2324bbe393c41cc0a8db0cf8c2ce92d754cf9333a2bff7c214fc6c96bf252b2185f1c28edd218ec24c68d8dfdca4585783f1929ae62d152fbf7551eca52d5c2758ebcd97c8511d3ce78248fe788e3d5df425420be62b8639e91a91c966e10df3ec654e561f170e380de1395b7b27d39bcf02840b74b1e07f37c5e717c32e7f9442e74e89f29169b7ccacffbfcbedf63f6771ebd2282dc2e75b830c4a776b74f4af3202b2a5d4ecb5f0b3af81cd7bf66e92e93a6bbb4fb5ade4cf3c9aff4495eeae36ef4595bebf3b4d625bc3ac4a5a210ad753f0efd156293f21ba3bb512a0f4e549ced96c817ba93d7156f4c98b1449c9e8ad37d6919a5bc5749ffa0bebac76259207f4ed4dd1b21edf1aba5499e6e296f550d332ac5a552392817fb74adbbf1b1d149f72f437c3e11d76d3de5d92ec6992cb154fe06e8fe4f512c898ae9bac6dd35af3ad6c813f37f155b68a6f6d2dc7f9487bd8d8c994f72a918954b527e80d7cfb81c59eff24b3d97f7e639acbbe292260e37bf729819ebd2ad45801f1604888c76883ee2d0a138c0c313014e3d70f8fe2d8730edf5f2d91c5ebae0d240fcef9d77496f2b7e85f2b17c79b1c6a36c8fcbc8392e19aa1ff9d2bc593cb6ab05b3d5b6ca2faa4789f2ce0ef9225631dffd3bc47c7971780363ae6a57a6fcf0ea1bd2a1fa16a135c74bc5f94563cb44a346df52c5b042be092c9717471837754e9d7c95b44e7551ac8ec9db88efb805aaa7f2ebb0a946e15ad558f5ade5e914e5e5da6ce3b4b8e5a90e9ee9af71b438cbc797673feb77698f7aca533379fd3f8a6c595d');
INSERT INTO @PREFIX@_exp.__facial_expression__frame_trace VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'consecutive_similarity', 0, 360, '\x5a4c31323300bd05000000000000789c35940990886518c77759bb86584739568a76e588c6d962f14b1b4a2c76dd3534c9d164d32c6b2dfb3e4fb38d199650d83263c7b172343976c3907266346288756c25ad23bb5209b986f46faa6fe69bf9e6fd9ef7799fe7fffcfe6ffa88f4889e9111ff3e13fefb8889f8ffd9ede50f9ce35f391bd29d6aed9c0efd9cc80ce7da16636292d3e5bed1adad333bcd3977d3282831724e1955873a8511ce07b59d352f3b2b9b3ad3928cd41a4eec1863c345c3873939cd9de6039d4d559cd57f18a5ad9ded0d9c41359da7138c2a759cca8f3805d78dadca1df98c537ade48fcceb899309582bedabfd8e855cb981066b0ff4e607545a07749a0cec9c0d92c63dfde40f98ec0ce38a3555f63e60f812a958c35cb8c0e6373282b0cdc536d7d228d179f34d226063655537f698a9d6f2c556cbf8440524d63e306e3c2d12914ec74b26a396b539dcf67ab67d5b65f6fc338add7730e1f37e2d4d763afebff5469d4c87953ff52561bbb7e34b2eb3b076e18e7db18f5af19155d9c0b3f1b37464ae3c79d3ad2755db4d3a893b3749ef32bcea8579d452d9dc6ca9fac1ccf2b6efe55e3c1c7c6a242e335e59edbc77834c6c9ede3ccd1ac2e6f361ab434ca161893a61bcb5b39d3d71a6b3507cbcfa4649162f719d13d02eddf35161e080c5916888e9236178c5ce59e971de8bc33b02b3f90da2ed07688d1453a8d8b97c66d028d0f0546d533066718775a1b255702790773989711b8d3347022dbe8faa1714473dfd351791f9f4aa298d82c6dcb6f690ecf39538a8de248a7a8a193260e960c37ee5612534d9cd1559d99bd9c49ea2beb4ff5fa9453a9bd93d4415a9d35fa1e3556941b833e3152c4ca64f1b76a96912c469a757656899d97c468dc5ced8f72eae71a872b8cc6ddc5d946e3e0fb468b194e59ae932d1ec749e332fd3ba9337ab710afe39c8f0e8acd6f8d21a3c4a7b4ed5f2ac667679077cf68aa7ebbad0b84a1aae5e1c0cd61d2a838505779c78bbbc28b81e4bc1c2a3734461505066cc9e15c73232ade48bf14f8fd53636456a05431fda5f3207196121d989c17f8f27420e16ea042da27ee9567c470189849fa37ce42f1125fd7493c66dc975ef1d22a5f3eba218fbc31c5b9a5599ffec9689ee29c524ff7c4e721d59b34ddf95ebdb5ee2f46c4c1ac1dc6dbf2f9d542676f47ad89d56e3a6b4faab149f111839df35d95f717e3b8fc3856ac9d28334e661adbc61b332ecb63f2e12a7963c0678a5f29fdc5c112cdb7fb69e3addf8ccd9a615be9d8559e383dd6b9fbc098b36232519ae7d566f283188b7dc228bc1cb8bfdc382a5f207d92638d9823d253e7940f330e54351e12d35bda06be186c642d11b3b703ebaf07aacb87316772c8aa610c8f30562f329e2d0b1c8c31aef557add2be3c59ec2ecda447b13361b8b3ec05a78518193dc259200f9ed0fb97e65b344675ca7315aa25629aee17ed8bd39c4e489335d2665735712a2d6e4affdae2edbed88b165751af3847b56fb7eec6b233c6e2cace46e9765b5c7ebdcd58bfdd28fa87f7ea4e27b15bae7bf0dc15a3bdd6b7bee33451be2defc94b09aa478cf654cfc59a67759d375e351ebb64e4eb1ece8e75fe06329c6343');
INSERT INTO @PREFIX@_exp.__facial_expression__trace VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'sucrose', 'similarity', 'r', 360, 0.968580319707715, 0.011148516867106145, 0.9458989139950474, 0.9958814768633163, 0.9719312692143173, 0.9686336522569753);
INSERT INTO @PREFIX@_exp.__facial_expression__trace VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'quinine', 'similarity', 'r', 360, 0.9628443940657445, 0.014065903575489305, 0.9369394846488159, 0.9968486370966246, 0.9621071994409046, 0.959451636642655);
INSERT INTO @PREFIX@_exp.__facial_expression__trace_segment VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'sucrose', 'similarity', 0, 360, '\x5a4c31323300bd05000000000000789c2d940b74cf6518c787ad612eb11565c549219458c6d1f88ca330d785218cb934a6ed60ffdff3fc63ff77b96436c78e5becb845cba4459dd93a08b9464388e96228c2725ce320424f97df39bff3bbbceffbbceff37d3edf2775486a50e74a41ff5de3fe7f09fdff5b0b84811f0aed9a0b533f55ee0f560ae6da9da9acf94b98ff9332f6bef2f455656d4b3ff75f53463da77cdbd04fdb08e56225a5ce53425998d2ab5c18794d39d15de91aa26ceea20c3f2dece823642f176eac56de4b506a452a5386d95a9f7279bf50ff8ad0adb152e388b0b499f2fcb3cac65ca1521325627306ada66430af5b80b67101ca7e0e1012e6381feeb834d87172a0a3de1f8ebc571c2b063922663a6e973b0a7b38e695079811e3681a6dcf34c7d2ef02c45e0e307e9aa3a4b9e3e61447efa136beddb1686780796f391eb677541ee76812ac443e143a942a47ec8c45a94ad17025719350feb2327e86e5da5049adae0c7e42a9f695305a94a331c2862dca965f04aa283b0708075479b24458305e28f62bd7cf0971d7853acb84d61795a4083f8b9d3274be69734609c952c2c70a39b785ba0d14ff37c2837c659fc5ceb27db63da604998603762ac70af5dfb3f5ee253c3e4ba8e8a35c08122e1cb0188f845337d3999997cebb8d3d525508b358ab572addca3cfceb3d4a6ff94838e2f16b23e1a467b17b0847e33d7edfea71e781505221bc71cf47f66121dfee2ae76daf483f6dbeb4bc26fa282a1442833cfae778e43452d24b3d06bdafecee29346fefb1bb8d302b53086c1096fb84a0ad42b5eec2de582121cad6d6b77aaf1236de15225385aaf61eb4525898a4ac2ff1b8665c759c235c31fdf65e12967d248cba231cbc2a34330eef18972d939534cb3d76b6529c2e3cdaa54c7cd3fe1ff748319ed6c42b79c516bf9f30eeb8d5d4ea191de6a7e62165573b633e46f9718cd2739b50102c9c1ee25163b6b0c9f2385b31958579192c49724cca7714d7725454779cda10606fbc63c79f0112a31de9c64e51df009d3e0970f2b7002fec099035dd1133df3166b42338c11167734f1b87094d1c99131c6d3b38126d4ea4317c679de3e010e32fc4513734c0d97b7676d3b02857d99e6fba0f158685f8d9335f3893efa1a647c93a252a5e68d44978f8a2d26085f0aa7175f79f3a1817296b8596c650d9143f2bcd532d8da575297e92e3fc7435ef4d3be8116aecbc54a6bce3299fd756b2f779bcbec03488b6fc270ae1365e38dabc685e6f6cb5983e49cdebc2d7233d0e99cfb3ef0b63a38cdd5825b885125fe1d16b8270b69a72ee9031716232694d26d3b3553a1d5a0b11c6e6b9551e65b9e95c4ef3a83ac2fa4f17abff1c8f56f6ed523d6a45792cdae123aba9c7f24556ef14a1e1231f7536fa706ffba8b7c223c6fa4bc131eb49fb95cffa0b9976965d0badc71847c7ad8e62bd68ff33ca526365fd70619e8d2d6e633d29c774c911523394e5a6cd0f89a6a17975ab71129c2d4c337f848b47ed1b42655b57f37b21e9ba47d2668f16a649a9f5af7ab6d781e9a68bf93866b730d4d6e6595f1863ac8f98a5c41e367f25fac9e82ce40e506e54f123b64fbf5be6dfae42e70f84b91f5b9d3a2ac9c384d9e6e92ac942a77dcad52f94be4bcc23bd4c5beb2d7f033ab56006');
INSERT INTO @PREFIX@_exp.__facial_expression__trace_segment VALUES ('m01', 1, 1, 1, 1, 1, 1, 1, 'quinine', 'similarity', 0, 360, '\x5a4c31323300bd05000000000000789c2d94077057451087832228bd0fbd449422d2a4450cdf4441aa264a1f49101c204842c9edbe00e67f808c54a388a1a904083040281104120c3020209191e2284512020e04642080546528ae236fe6cdbd7b77bbb7fbdb6f2f717062585489b0ff9ff8271fa59fcc2b5c12fa5c107a961396bfa4149c12a6e53a1abca0e87641a3956f0e0a73cb2b91af0b3ecd71a0d06c9e557ef542c679c78e3cc7db3584a9d785ba794ae651e1d5124a56aeb064bb927dd151ea17e1d38db67e4c88eba2d4e8ae6cb671c823a17d3f655e8c523848a9663ef7d9be459d947aa9c2d04d8e49a98e023b7f533bc79ee5c2cbe784d89a01f5424a542fa1e10c65549452e740c0068b2bad6dc0e52d8e94fac2d3ef2849fb9425d3036a7f1870e24e322e3b993d4302568b92d75ac93d6fbe6a3b12cf2afbaa04a437576654149b3b7ecf725c1ae458dac2f4e82a8c9b295ce92c4c8f17b22a28954da329479575f6feb64ef8c9722eb8af0cae6aef3a65e206a1f752e1704ba1fa0547c9708b274e88377d12c294bba6d9df57853aef0963670bd7d72bcfad569a2d519a3e74749e2fd4300d6ff550ae9f7054abee28df41a89f237c595b0943e966eb6b9a2811a671cc6065bfd5a4c26e6165bed05842e4648688bb9142ebc99ec6d19e956f861850d6d3a581a75bb667cb694fbddd9e2f4e879831cb33ec2dcfbd0b1ee73cd712422c68e3091fe69990e3399ee0c979cd9366b69b0e793e1ee0b973cbf3f95db3c9f5b4cef2546e64eb914283db8e1669c283994a0f636be43e21d3ea333ed171fa8f243a8d5556cd578af284d53b84733b85f37d95f9d14254acb1916e754e14be3ba49cad63bcfd2c7c6f7c25360a88dba21cb17cf36d7e6e98b2fc80903ed9c6379411a384a7a6194f5584e62785840e4a9f5b8e20d6ce982334bb627598a8ccb6ff998b85390d95816394be36e65a4c776b99f676fe4963ae6bfe38a6178fe7da3d47ce2e65f550a1438172ec8c326d6cc0b2abcab6a6c94cdd1b106331466f4826a26240d270f3f54a4084319a9d1170e39a10cc154e5a8e2327088f0707143509c8abacc4ad0d28775ce85e2fe0eb61c9ac0b4f666f7c12bb962591da54981d23ac32967ab5352e4ccf924d954716674d63aedb165bcf48a2d12ae3c162cc9c24f45fae9cb2fe3a7ec611d940696f1cac58a0b45a685a950938375b59f4bee55855f828d931d1628adb643cb6b7dee92d441b8b0b4dcffb73cdbff563dd2ec2b66fad8e67854ae98e3b4542d99ec6f640eb9f8ec204d37be35f42f16361bff99a673a8d2fadcc4a54f22353c88848e161518856c73c670e7bfa2cf22c68e1e93cce93fc20c40f033d91433cb7c3a750eda0e7d43fc6677bcfc6359e496da610b3d4537c39c4acba5368676c7dbcde1375d6939fe619d3df93b03744f8bb661feb092be52988f71c6d2d849eb1be2c54c66eb63cadbe372d9f922b94a9b3846a29cad672ca5776f7b41ce3485fa30cc8162e5a0fc69be6a3ab2b9f589d0e8cb0feb31aa64538fa59ff671c349b0101c56b85c52d95fb518e11e56d8fe9b4e74fc707658ca9fffe770aa8f5a330fc7965fa566167aa72b4a352c9faffe611c75ad3f9c868d3da6a966e77c80463f3b37863e145bb83fa3bc6d958d848f817813a68d4');
INSERT INTO @PREFIX@_exp.__prototype_set VALUES (1, 'published', '{"block_norm": "L2-Hys", "orientations": 8, "transform_sqrt": true, "cells_per_block": [1, 1], "pixels_per_cell": [32, 32]}', '17855ddaf2e9df854156474d728f75a63b98ae42b6593aed609d75a318babc3e', 3, 4, 96, '\x6d596d00410100000000000000600000000000000006000000000000000000005cf9b4dd3fcdcccc02a293ca3f3333331db866c43f0000005cf9b4dd3f0000005cf9b4dd3f333333d34e2fca3f0000007aa52fc53f0000005cf9b4dd3f333333db3b11de3fcdcccc58a30ac23f000000c45ce1c63f333333db3b11de3f333333db3b11de3f9a9999cfc2bcc93f66666698c0dfc33f333333db3b11de3f333333d7209ede3fcdcccc703064c43f33333397c775be3f333333d7209ede3f333333d7209ede3f9a99990fb7fcc43f333333d9d3bfc03f333333d7209ede3fcdcccc08b076dd3fcdcccc3e0b2dc53fcdccccf99c62c63fcdcccc08b076dd3fcdcccc08b076dd3fcdcccc12a226cc3f9a9999a5971ecb3fcdcccc08b076dd3fcdccccd2e214de3fcdcccca02ab5ce3f666666100e07c03fcdccccd2e214de3fcdccccd2e214de3f0000007d3019c13f9a99990927cbc33fcdccccd2e214de3f33333345d8ebdd3fcdcccc2a89f9cf3f9a999987638fc33f33333345d8ebdd3f33333345d8ebdd3fcdcccc3c41eec23fcdcccccceaf0c03f33333345d8ebdd3fcdccccde189ddd3f333333d55a25c63fcdcccc06b3b3c53fcdccccde189ddd3fcdccccde189ddd3f9a999996aa51d03fcdcccca8d09ec13fcdccccde189ddd3f3333332da0f6dd3fcdcccc157e14c43f9a9999a9a57fc23f3333332da0f6dd3f3333332da0f6dd3fcdccccf075f4c33f6666666a5f47cd3f3333332da0f6dd3f33333385b9ecdd3f9a999987ab61c73f9a9999a3b7cecd3f33333385b9ecdd3f33333385b9ecdd3f9a999907c4dfc23f0000007aa7adbf3f33333385b9ecdd3f3333336d98cbdd3f0000003ea020c83fcdcccc985163c93f3333336d98cbdd3f3333336d98cbdd3f00000058cbedc73f0000004d51d1c23f3333336d98cbdd3fcdccccf48927de3f3333330d0013ca3f6666660c12acbd3fcdccccf48927de3fcdccccf48927de3f666666d9115cc13f9a999921f1e5c83fcdccccf48927de3fcdcccca43f28de3f0000005a9483ba3f666666c4d454bf3fcdcccca43f28de3fcdcccca43f28de3fcdccccc096bdcd3fcdcccc1c96b6c63fcdcccca43f28de3f', '\x6d596d0041010000000000000060000000000000000300000000000000010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101', '{"crop": {"x": 0, "y": 0, "masks": [], "width": null, "height": null}, "created_at": "2026-11-29T22:17:02+00:00", "created_by": "element_mouseface 0.1.0", "clock_hashes": ["c7e186d64e2bda1fe099bfc33001b9dc669894a944dc4dc2230021744bb298de"], "score_params": {"shock": "tail_shock", "neutral": "mean", "max_gap_s": 1.0, "normalize": "none", "bout_min_s": 0.2, "stillest_of": 3000, "bout_merge_s": 0.1, "active_fear_s": 2.0, "bout_enter_sd": 3.0, "bout_leave_sd": 1.5, "fear_window_s": 0.4, "fear_motion_sd": 3.0, "passive_fear_s": 5.0, "high_percentile": 99.0, "stillest_frames": 250, "prototype_frames": 10, "baseline_margin_s": 2.0}, "source_files": [{"name": "kept.mp4", "sha256": "194fe9aeb9af5e899cc7ae860544e9d1db90be05efd43ecd9640065e0783056b", "first_frame": 0}], "source_frames": [{"file": "kept.mp4", "rank": 0, "frame": 200, "time_s": 10.0, "prototype": "sucrose", "r_neutral": 0.9480079529886489, "file_frame": 200}, {"file": "kept.mp4", "rank": 1, "frame": 201, "time_s": 10.05, "prototype": "sucrose", "r_neutral": 0.9568178184702406, "file_frame": 201}, {"file": "kept.mp4", "rank": 2, "frame": 55, "time_s": 2.75, "prototype": "sucrose", "r_neutral": 0.9584865437074519, "file_frame": 55}, {"file": "kept.mp4", "rank": 3, "frame": 206, "time_s": 10.3, "prototype": "sucrose", "r_neutral": 0.9589862509809394, "file_frame": 206}, {"file": "kept.mp4", "rank": 4, "frame": 220, "time_s": 11.0, "prototype": "sucrose", "r_neutral": 0.9595297485748865, "file_frame": 220}, {"file": "kept.mp4", "rank": 5, "frame": 213, "time_s": 10.65, "prototype": "sucrose", "r_neutral": 0.959532166048873, "file_frame": 213}, {"file": "kept.mp4", "rank": 6, "frame": 43, "time_s": 2.15, "prototype": "sucrose", "r_neutral": 0.9596424594705482, "file_frame": 43}, {"file": "kept.mp4", "rank": 7, "frame": 69, "time_s": 3.45, "prototype": "sucrose", "r_neutral": 0.9610710691674206, "file_frame": 69}, {"file": "kept.mp4", "rank": 8, "frame": 48, "time_s": 2.4, "prototype": "sucrose", "r_neutral": 0.9623558233414832, "file_frame": 48}, {"file": "kept.mp4", "rank": 9, "frame": 222, "time_s": 11.1, "prototype": "sucrose", "r_neutral": 0.962438359256989, "file_frame": 222}, {"file": "kept.mp4", "rank": 0, "frame": 137, "time_s": 6.85, "prototype": "quinine", "r_neutral": 0.9467583782658215, "file_frame": 137}, {"file": "kept.mp4", "rank": 1, "frame": 300, "time_s": 15.0, "prototype": "quinine", "r_neutral": 0.9484416121422246, "file_frame": 300}, {"file": "kept.mp4", "rank": 2, "frame": 281, "time_s": 14.05, "prototype": "quinine", "r_neutral": 0.9504192617767092, "file_frame": 281}, {"file": "kept.mp4", "rank": 3, "frame": 143, "time_s": 7.15, "prototype": "quinine", "r_neutral": 0.9519632114387238, "file_frame": 143}, {"file": "kept.mp4", "rank": 4, "frame": 299, "time_s": 14.95, "prototype": "quinine", "r_neutral": 0.9530029524103445, "file_frame": 299}, {"file": "kept.mp4", "rank": 5, "frame": 280, "time_s": 14.0, "prototype": "quinine", "r_neutral": 0.9530090015636248, "file_frame": 280}, {"file": "kept.mp4", "rank": 6, "frame": 291, "time_s": 14.55, "prototype": "quinine", "r_neutral": 0.9534174130707925, "file_frame": 291}, {"file": "kept.mp4", "rank": 7, "frame": 130, "time_s": 6.5, "prototype": "quinine", "r_neutral": 0.9540826227373089, "file_frame": 130}, {"file": "kept.mp4", "rank": 8, "frame": 145, "time_s": 7.25, "prototype": "quinine", "r_neutral": 0.9546099150712518, "file_frame": 145}, {"file": "kept.mp4", "rank": 9, "frame": 292, "time_s": 14.6, "prototype": "quinine", "r_neutral": 0.9550141673775688, "file_frame": 292}]}', 'e94c90e32a0cfa4528b5f962048b9684b16d836061f1a30043fee3d3ef3818ee', NULL, '2026-11-29 22:17:02', '0.1.0');
INSERT INTO @PREFIX@_exp.__prototype_set__prototype VALUES (1, 'sucrose', 0, 10, 0.9674498760744664, '\x6d596d0041010000000000000060000000000000000600000000000000cdccccace3b9dd3fcdccccfc8489c93f000000b844a4c13fcdccccace3b9dd3fcdccccace3b9dd3f6666660603f7c43f9a999919bc97cc3fcdccccace3b9dd3f00000030b7d3dd3f66666636d2ddcc3f3333339bdc94c23f00000030b7d3dd3f00000030b7d3dd3f9a9999b93fd9c63fcdcccc9c1450c43f00000030b7d3dd3f33333323030fde3f000000204782c33f33333383b39ac53f33333323030fde3f33333323030fde3f9a9999699ef0c73f333333d3eec9c53f33333323030fde3f666666a6c961de3f333333030969c43f9a9999b9a0d7c43f666666a6c961de3f666666a6c961de3f333333db7386c13f33333363061bc53f666666a6c961de3f9a999979011ddd3f000000e0e17dcb3f666666766ce9cd3f9a999979011ddd3f9a999979011ddd3f333333b31a42ca3f666666365679c53f9a999979011ddd3f666666863588de3fcdcccca4da0ec33f000000106a62d13f3333330b2867d93f666666863588de3f9a9999d9aab0c73f000000b0302cc93f9a9999a911d1dc3f33333313287cdd3fcdcccc7ca5ecca3f333333f3f7dec83f33333313287cdd3f33333313287cdd3f000000d07739ca3fcdcccc5ca93cc43f33333313287cdd3f9a9999f9ac3edd3f9a9999594762cd3f333333b389e3c63f9a9999f9ac3edd3f9a9999f9ac3edd3f333333a36864c53f333333c398b5cc3f9a9999f9ac3edd3f33333313dcdfdc3f000000c8394dd03f9a99997994d5cb3f33333313dcdfdc3f33333313dcdfdc3f9a999929cf1acc3f333333f398fbc23f33333313dcdfdc3f333333331a72dc3f33333333a161ce3f66666626693fca3f333333331a72dc3f333333331a72dc3f666666c6b81ecc3f333333c38cc3cf3f333333331a72dc3f333333737b46dd3fcdcccc4cadfec43f9a9999899a80ce3f333333737b46dd3f333333737b46dd3f000000104924c83fcdcccc6ce94fca3f333333737b46dd3f66666696780bdd3f666666f66ea3c33fcdcccc1cc55ec73f66666696780bdd3f66666696780bdd3f33333343ac5cce3f0000005058cbcf3f66666696780bdd3f');
INSERT INTO @PREFIX@_exp.__prototype_set__prototype VALUES (1, 'quinine', 1, 10, 0.9588412611347154, '\x6d596d0041010000000000000060000000000000000600000000000000000000c0dd67dd3f9a9999190b8bd03f6666668e144cc13f000000c0dd67dd3f000000c0dd67dd3f9a999969f6c2bb3f000000b0f993ce3f000000c0dd67dd3f333333533250dd3fcdccccccd73bce3f9a9999c9dd9ac53f333333533250dd3f333333533250dd3fcdccccacf2a7ca3f6666666623a4c63f333333533250dd3f666666b64714de3f666666f6e5a2ce3fcdcccc54cae5c03f666666b64714de3f666666b64714de3f9a999929dae1c33f000000686b76c03f666666b64714de3f33333353ef29dd3f00000028c986d03f9a999929c9c4c43f33333353ef29dd3f33333353ef29dd3f0000009006fcc83fcdcccccc3ab7c83f33333353ef29dd3f9a9999598922dd3f333333f34ab2c73f333333e3d101cf3f9a9999598922dd3f9a9999598922dd3f333333138d0aca3f333333c36ffac73f9a9999598922dd3f66666686002fdd3f333333a308fdca3f00000000a372ce3f66666686002fdd3f66666686002fdd3f666666e62b9bc63f000000f04fcbc73f66666686002fdd3fcdcccc8c7189dd3fcdcccc6c0205c43f666666b685aac63fcdcccc8c7189dd3fcdcccc8c7189dd3f666666f601dfc03f333333835825d13fcdcccc8c7189dd3f333333b31a1add3fcdcccc2cfad5c73f9a9999a19f3ed03f333333b31a1add3f333333b31a1add3f333333e33e7ac53f9a9999d9090acb3f333333b31a1add3f66666616ea65de3f000000b00424cc3f9a9999b9b483cb3f66666626c103de3f66666616ea65de3f9a99992964e9c33f9a999999baa4c23f000000e012e7da3f9a9999d99a4fde3f000000a04f6ab83fcdcccc8c2f1ac53f333333d3d500dd3f9a9999d99a4fde3fcdcccc24bf41d03fcdcccc04f5c2c03f9a9999d99a4fde3f9a9999d992d5dd3f9a9999815d00c13f9a9999298758c73f9a9999d992d5dd3f9a9999d992d5dd3f000000e0fc32cc3f9a9999990566c63f9a9999d992d5dd3f9a9999193b24dd3f666666063e28c13f666666763b18cf3f9a9999193b24dd3f9a9999193b24dd3f666666d6e43ad03f9a999909f160c53f9a9999193b24dd3f');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 200, 0, 10, 0.9480079529886489, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 201, 1, 10.05, 0.9568178184702406, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 55, 2, 2.75, 0.9584865437074519, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 206, 3, 10.3, 0.9589862509809394, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 220, 4, 11, 0.9595297485748865, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 213, 5, 10.65, 0.959532166048873, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 43, 6, 2.15, 0.9596424594705482, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 69, 7, 3.45, 0.9610710691674206, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 48, 8, 2.4, 0.9623558233414832, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'sucrose', 'm01', 1, 1, 222, 9, 11.1, 0.962438359256989, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 137, 0, 6.85, 0.9467583782658215, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 300, 1, 15, 0.9484416121422246, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 281, 2, 14.05, 0.9504192617767092, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 143, 3, 7.15, 0.9519632114387238, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 299, 4, 14.95, 0.9530029524103445, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 280, 5, 14, 0.9530090015636248, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 291, 6, 14.55, 0.9534174130707925, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 130, 7, 6.5, 0.9540826227373089, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 145, 8, 7.25, 0.9546099150712518, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.__prototype_set__source_frame VALUES (1, 'quinine', 'm01', 1, 1, 292, 9, 14.6, 0.9550141673775688, 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda');
INSERT INTO @PREFIX@_exp.event_set VALUES ('m01', 1, 1, 1, 'movie', '5d172e20c708fd1cc6953fc2ea3e5f7b4fab52883c03a3ec84fdbc9a4dff45b3', 4, NULL, NULL, '');
INSERT INTO @PREFIX@_exp.event_set__event VALUES ('m01', 1, 1, 1, 0, 'sucrose', 0, 2, 3.5, NULL, NULL);
INSERT INTO @PREFIX@_exp.event_set__event VALUES ('m01', 1, 1, 1, 1, 'quinine', 0, 6, 7.5, NULL, NULL);
INSERT INTO @PREFIX@_exp.event_set__event VALUES ('m01', 1, 1, 1, 2, 'sucrose', 1, 10, 11.5, NULL, NULL);
INSERT INTO @PREFIX@_exp.event_set__event VALUES ('m01', 1, 1, 1, 3, 'quinine', 1, 14, 15.5, NULL, NULL);
INSERT INTO @PREFIX@_exp.expression_param_set VALUES (1, 'published', '{"shock": "tail_shock", "neutral": "mean", "max_gap_s": 1.0, "normalize": "none", "bout_min_s": 0.2, "stillest_of": 3000, "bout_merge_s": 0.1, "active_fear_s": 2.0, "bout_enter_sd": 3.0, "bout_leave_sd": 1.5, "fear_window_s": 0.4, "fear_motion_sd": 3.0, "passive_fear_s": 5.0, "high_percentile": 99.0, "stillest_frames": 250, "prototype_frames": 10, "baseline_margin_s": 2.0}', '{"max_gap_s": 1.0, "baseline_s": 2.0, "bout_enter": 0.5, "bout_leave": 0.3, "bout_min_s": 0.2, "bout_merge_s": 0.1}', '6490bc0afde592adf0c0054fb9d3251a766304a857439e83269f331f84458a8f', '');
INSERT INTO @PREFIX@_exp.facial_expression_task VALUES ('m01', 1, 1, 1, 1, 1, 1, 1);
INSERT INTO @PREFIX@_exp.prototype_task VALUES (1, 'trigger', 1, NULL, 'a83eb8349b09b9b6c7f4ab01a25ca6c8c1ce58c631f4a49ab1f4fb7724cb3473', '');
INSERT INTO @PREFIX@_exp.prototype_task__source VALUES (1, 'm01', 1, 1, 1, 1, 1);
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('#emotion', 'emotion', '@PREFIX@_exp.#emotion.emotion');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('#stimulus', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('#stimulus_emotion', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('#stimulus_emotion', 'emotion', '@PREFIX@_exp.#emotion.emotion');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('#stimulus_emotion', 'interpretation', '@PREFIX@_exp.#stimulus_emotion.interpretation');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set', 'clock', '@PREFIX@_rec.#clock.clock');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set__event', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set__event', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set__event', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set__event', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set__event', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_set__event', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('expression_param_set', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task', 'prototype_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task__source', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task__source', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task__source', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('prototype_task__source', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__prototype', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__prototype', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__model', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_frame', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_frame', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_frame', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_frame', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_frame', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_frame', 'source_frame', '@PREFIX@_exp.__prototype_set__source_frame.source_frame');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_event', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_event', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_event', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_event', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_event', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_event', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__source_event', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__finding', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__finding', 'prototype_finding', '@PREFIX@_exp.__prototype_set__finding.prototype_finding');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__prototype_set__finding', 'prototype_finding_about', '@PREFIX@_exp.__prototype_set__finding.prototype_finding_about');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('#event_window', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('facial_expression_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('facial_expression_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('facial_expression_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('facial_expression_task', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('facial_expression_task', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('facial_expression_task', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('facial_expression_task', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('facial_expression_task', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace', 'measure', '@PREFIX@_exp.__facial_expression__trace.measure');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'measure', '@PREFIX@_exp.__facial_expression__trace.measure');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trace_segment', 'trace_start_frame', '@PREFIX@_exp.__facial_expression__trace_segment.trace_start_frame');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'frame_measure', '@PREFIX@_exp.__facial_expression__frame_trace.frame_measure');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__frame_trace', 'frame_trace_start_frame', '@PREFIX@_exp.__facial_expression__frame_trace.frame_trace_start_frame');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'fold', '@PREFIX@_exp.__facial_expression__fold.fold');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__fold', 'fold_start_frame', '@PREFIX@_exp.__facial_expression__fold.fold_start_frame');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__trial', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__time_course', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'bout_measure', '@PREFIX@_exp.__facial_expression__bout.bout_measure');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'bout_name', '@PREFIX@_exp.__facial_expression__bout.bout_name');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__bout', 'bout_id', '@PREFIX@_exp.__facial_expression__bout.bout_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'finding', '@PREFIX@_exp.__facial_expression__finding.finding');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__finding', 'finding_about', '@PREFIX@_exp.__facial_expression__finding.finding_about');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'measure', '@PREFIX@_exp.__facial_expression__trace.measure');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__event_summary', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__models', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__models', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__models', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__models', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__models', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__models', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__models', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__facial_expression__models', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'measure', '@PREFIX@_exp.__facial_expression__trace.measure');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__event', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'expression_paramset_id', '@PREFIX@_exp.expression_param_set.expression_paramset_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'prototype_set_id', '@PREFIX@_exp.prototype_task.prototype_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'prototype', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'measure', '@PREFIX@_exp.__facial_expression__trace.measure');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'stimulus', '@PREFIX@_exp.#stimulus.stimulus');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('__event_response__habituation', 'quantity', '@PREFIX@_exp.__event_response__habituation.quantity');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_trial', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_trial', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_trial', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_trial', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_trial', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_exp."~lineage" VALUES ('event_trial', 'trial_id', '@PREFIX@_up.trial.trial_id');
INSERT INTO @PREFIX@_fai.failure_param_set VALUES (1, '{"seed": 0, "gap_s": 1.0, "level": 0.01, "blocks": 5, "join_s": 0.5, "apart_s": 0.3, "nearby_s": 60.0, "strength": 0.01, "sharpen_by": 2.0, "sharpen_px": 2.0, "least_bouts": 2, "remedy_frames": 60, "least_failures": 20, "stacked_frames": 4000, "features_tested": 2000, "stretch_percent": 1.0}', '59db2cc6b79048dee9f5674efbd1f6edc988578fd59ff5d9d7f548362d130af4', 'kept: the defaults');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_param_set', 'failure_paramset_id', '@PREFIX@_fai.failure_param_set.failure_paramset_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task', 'failure_paramset_id', '@PREFIX@_fai.failure_param_set.failure_paramset_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task', 'failure_task_id', '@PREFIX@_fai.failure_task.failure_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task__states', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task__states', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task__states', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task__states', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task__states', 'failure_task_id', '@PREFIX@_fai.failure_task.failure_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('failure_task__states', 'failure_start_frame', '@PREFIX@_fai.failure_task__states.failure_start_frame');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study', 'failure_task_id', '@PREFIX@_fai.failure_task.failure_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__cause', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__cause', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__cause', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__cause', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__cause', 'failure_task_id', '@PREFIX@_fai.failure_task.failure_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__cause', 'failure_cause', '@PREFIX@_fai.__failure_study__cause.failure_cause');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__feature', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__feature', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__feature', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__feature', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__feature', 'failure_task_id', '@PREFIX@_fai.failure_task.failure_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__feature', 'failure_column', '@PREFIX@_fai.__failure_study__feature.failure_column');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__measure', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__measure', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__measure', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__measure', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__measure', 'failure_task_id', '@PREFIX@_fai.failure_task.failure_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__measure', 'failure_measure', '@PREFIX@_fai.__failure_study__measure.failure_measure');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__remedy', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__remedy', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__remedy', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__remedy', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__remedy', 'failure_task_id', '@PREFIX@_fai.failure_task.failure_task_id');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__remedy', 'remedy', '@PREFIX@_fai.__failure_study__remedy.remedy');
INSERT INTO @PREFIX@_fai."~lineage" VALUES ('__failure_study__remedy', 'remedy_measure', '@PREFIX@_fai.__failure_study__remedy.remedy_measure');
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('41767c692bdc5263b8f126d124d1ef76ff9e9c700634b2eb2a909fac1c75e5f9', 'intensity_bin_1', 'intensity', 'fraction', 'thumbnail', 'Share of the region''s pixels in part 1 of 8 equal parts of the value range. A value below the range counts in the first part, one above it in the last. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('4243f148c1d7b92a325015c9324bd7470dc170ed904053a6e3888b7fed224f82', 'intensity_bin_2', 'intensity', 'fraction', 'thumbnail', 'Share of the region''s pixels in part 2 of 8 equal parts of the value range. A value below the range counts in the first part, one above it in the last. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c1fdc65af0fe566cbb1cd2faa952382ecd0f9bd5cac7b6a8a9b8f914fd46bdda', 'intensity_bin_3', 'intensity', 'fraction', 'thumbnail', 'Share of the region''s pixels in part 3 of 8 equal parts of the value range. A value below the range counts in the first part, one above it in the last. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('52e2a2a67ec6d844559904d08b3306e64f50cedf89a1b0e9de1e0fd6177c5f63', 'intensity_bin_4', 'intensity', 'fraction', 'thumbnail', 'Share of the region''s pixels in part 4 of 8 equal parts of the value range. A value below the range counts in the first part, one above it in the last. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('bfd66bb39071a5f9ee17a8687a774fca28374a3561719f03f1867116b78e0ca3', 'intensity_bin_5', 'intensity', 'fraction', 'thumbnail', 'Share of the region''s pixels in part 5 of 8 equal parts of the value range. A value below the range counts in the first part, one above it in the last. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8ad38fef747ed826d6d9b821643fcb10a0031a9409243f30661fb1f7265bcef1', 'intensity_bin_6', 'intensity', 'fraction', 'thumbnail', 'Share of the region''s pixels in part 6 of 8 equal parts of the value range. A value below the range counts in the first part, one above it in the last. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8c7e02a3d39feb3fecb511aed892d9411ea84348717dcf527e1832f283bf4982', 'intensity_bin_7', 'intensity', 'fraction', 'thumbnail', 'Share of the region''s pixels in part 7 of 8 equal parts of the value range. A value below the range counts in the first part, one above it in the last. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('4d632d65e5cb2e71e1548c2370dfd6839cf1d3f3755f73505c48f15af92eff9f', 'intensity_bin_8', 'intensity', 'fraction', 'thumbnail', 'Share of the region''s pixels in part 8 of 8 equal parts of the value range. A value below the range counts in the first part, one above it in the last. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('11cf5b2353c6fec1b15d40635d24307578253dd4f4b3f814051878f3d0e039a7', 'intensity_mean', 'intensity', 'luma', 'thumbnail', 'Mean of the values. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('90fc36f8a3c406e74f16531e8b1626ec832d45cdd25a95ee56f56dee94c00e57', 'intensity_spread', 'intensity', 'luma', 'thumbnail', 'Standard deviation of the values: square root of the mean squared difference from their mean (divided by the number of pixels). NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b84747f1a486929183584acbffbde35cd8f51a098b91e1b6916a10e49ee27f36', 'intensity_skew', 'intensity', '1', 'thumbnail', 'Skewness of the values: mean cubed difference from their mean, divided by the cube of the spread. NaN if all values are equal, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b9f2765ecaa25a9be892b1625c2ae7dc9d1e580218d6a4bfffbadbc6c0bd78bb', 'intensity_entropy', 'intensity', 'bits', 'thumbnail', 'Shannon entropy of the histogram of the 256 values, -sum p log2 p: 0 if all values are equal, at most 8. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('bd060d6c35e4c48edfa6974dec503931a91b99ed289ede94d0a9b5e3799f41bf', 'hsv_hue_1', 'color', 'fraction', 'chroma', 'Share of the region''s color with a hue of 337.5 up to 22.5 degrees (0: red, 120: green, 240: blue). Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8e00b144f93aa2f62a48bc4d57f52c9573eca6ea1916dc717fd28de77e57a186', 'hsv_hue_2', 'color', 'fraction', 'chroma', 'Share of the region''s color with a hue of 22.5 up to 67.5 degrees (0: red, 120: green, 240: blue). Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('95b4a55d6cd81000127a2a714a9d74b6f84a3c8e494078f0792aa60f963b8b8e', 'hsv_hue_3', 'color', 'fraction', 'chroma', 'Share of the region''s color with a hue of 67.5 up to 112.5 degrees (0: red, 120: green, 240: blue). Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('eef8d5a49c9a33d816d968c4ebc7d6ca51c1563c6d1e023d6ce3ef3450fd9b42', 'hsv_hue_4', 'color', 'fraction', 'chroma', 'Share of the region''s color with a hue of 112.5 up to 157.5 degrees (0: red, 120: green, 240: blue). Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('608829d78c3ed89b192f3cf95569bf1738598c5f559cd96f04f8683523ed78f7', 'hsv_hue_5', 'color', 'fraction', 'chroma', 'Share of the region''s color with a hue of 157.5 up to 202.5 degrees (0: red, 120: green, 240: blue). Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('890a1ff814040f2ed6bac130f562829a92e2436c566ad791ddbc354b7cbe5369', 'hsv_hue_6', 'color', 'fraction', 'chroma', 'Share of the region''s color with a hue of 202.5 up to 247.5 degrees (0: red, 120: green, 240: blue). Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a68a8964b2ef287f91aa6f6a24cbd7c6f31dd2ce9d5f77408bb4ed29fd5c5020', 'hsv_hue_7', 'color', 'fraction', 'chroma', 'Share of the region''s color with a hue of 247.5 up to 292.5 degrees (0: red, 120: green, 240: blue). Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3f3239c157e7515947c69ef1cba64bd03964a7895433d6a585a0431dcbb2e063', 'hsv_hue_8', 'color', 'fraction', 'chroma', 'Share of the region''s color with a hue of 292.5 up to 337.5 degrees (0: red, 120: green, 240: blue). Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('03e8f29eeb093c0da97c905d20f39910c9afb4dc7e7786c3eee27010e6ba85e1', 'hsv_hue_mean', 'color', 'degrees', 'chroma', 'Circular mean hue, 0 up to 360: direction of the weighted mean of the hues'' unit vectors. Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel. NaN also if that mean is 0.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d5508cb40da8d2739345cfa752991c3be8004578d3407f68c8b0bdfd3844899e', 'hsv_hue_concentration', 'color', '1', 'chroma', 'Length of the weighted mean of the hues'' unit vectors: 1 if all hues are equal, 0 if they are spread around the circle. Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8b3d91111df6b33127805af34fec55d8595c2c2b1eda87bd543e5571e51e6341', 'hsv_hue_cosine', 'color', '1', 'chroma', 'Weighted mean of the cosine of hue. Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('66ebc5946ffbafa86e340b94fc978b9da44ef2418fa9ef1f9a48b152daca2127', 'hsv_hue_sine', 'color', '1', 'chroma', 'Weighted mean of the sine of hue. Each pixel counts by the difference of its largest and smallest of red, green and blue. NaN if all pixels are gray, or the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3876049f18dd4ba67b355e4890e95ffb4cf8c3533f63e92952e7045439b42f25', 'hsv_saturation_1', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a saturation in part 1 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d13921975b6ba7ace35b680ff33dfd2fa8f9bab4dc7d1068f348c72bd7ad142c', 'hsv_saturation_2', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a saturation in part 2 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('73f0293d8f1daa8d3a83889f4c948bf3aee3cad625c94b91800cb4e44c8cc2ce', 'hsv_saturation_3', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a saturation in part 3 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d315c4003506d5e518d9da7b6b0b11f58cab71254025c9fff160df4c0b6199f0', 'hsv_saturation_4', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a saturation in part 4 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e4846cbf686520350de19a9d759eb24a78526726384600af52eefc85b211b2aa', 'hsv_saturation_5', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a saturation in part 5 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('6f3b1016bbbb9bf108a47224ebe2e60a3b25a0348e49819e5c0baebebb6bc3ed', 'hsv_saturation_6', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a saturation in part 6 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ad374bc600e72f54fc0cf530642ae4c29cbd93d7cc00d3c95e2a29a0d98ddfdd', 'hsv_saturation_7', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a saturation in part 7 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f6db908c230d11d44a1b78ba1c932e52916ba3e1a9154ea3e263142e79b5ac2e', 'hsv_saturation_8', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a saturation in part 8 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f3dbc552de93adf7d1f9a849cca928e2e607ef9029726f3ecd6f3f4673ccf0b3', 'hsv_saturation_mean', 'color', '1', 'chroma', 'Mean saturation: difference of the largest and the smallest of red, green and blue, divided by the largest; 0 for black. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('5c65117a05a6bc9f79a310ae15d572760a90355bd8fd36155233823f6a5279ee', 'hsv_saturation_spread', 'color', '1', 'chroma', 'Standard deviation of saturation over the pixels (divided by their number). NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('2326f8071da27ebfb451afee4e9854836a30a87c78bdaec4d0bf34efe10e5371', 'hsv_value_1', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a value in part 1 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a3cdcb9d6ae5fe6ebe3acebdcbfccf52473d0fc848b321abc82cb0bc8d9a001d', 'hsv_value_2', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a value in part 2 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('2a829dac90d6215ae53057b5ec4b9447621f506f34d37dda3cf728ad45f82c20', 'hsv_value_3', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a value in part 3 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('46881ff169db512bec2b1e6b555f5cd6e216e11145263882296ecbbab1a6f687', 'hsv_value_4', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a value in part 4 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f3a9269353d810f3672eec0befcd168a65ecb7539b55aa00561761a108454ea3', 'hsv_value_5', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a value in part 5 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('0f44de4d88a8efa85707342bfbd28a0d2b2d8a02ba1efd827d4320bbdc565481', 'hsv_value_6', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a value in part 6 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('103f3f8e57181eae7cc0edf05bc8647adb54ff67cfe1dc4aec68be00c17d2279', 'hsv_value_7', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a value in part 7 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d6888fcc594ccb1c3a8460a6d7d20e4cd09c99a3c3afc700ac34d5c1b4f5c309', 'hsv_value_8', 'color', 'fraction', 'chroma', 'Share of the region''s pixels with a value in part 8 of 8 equal parts of 0 to 1. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('5a2187b74d9e60d61a18b3f85ad393c41ad45c0df151fd748284ddb9f2d0595c', 'hsv_value_mean', 'color', '1', 'chroma', 'Mean value: the largest of red, green and blue, 1 at 255. NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3247970f45a6ffab0264a388941b74a64ff1546a77d5b6b0d6ca08b320430f84', 'hsv_value_spread', 'color', '1', 'chroma', 'Standard deviation of value over the pixels (divided by their number). NaN if the region has no pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3b7d498e4c612f2060fa75f0a05ab434f488734365b245a9cab0a70dc16f7ec7', 'haralick_angular_second_moment_mean', 'texture', '1', 'thumbnail', 'Mean over the four directions of Haralick''s f1: sum of P(i,j)^2. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ee576b0d9ef6c45a441510506fc127cb175e47c822a1bc4cf9739872145ca778', 'haralick_angular_second_moment_range', 'texture', '1', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f1: sum of P(i,j)^2. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a861d5a312715f5253d33f927a4516b79b5a925ae6919744ee1b4d9e032cfa39', 'haralick_contrast_mean', 'texture', 'levels^2', 'thumbnail', 'Mean over the four directions of Haralick''s f2: sum of (i - j)^2 P(i,j). P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('704b88629f1cf1b32f43ae788224f2b3f7404c86a14b4cf473e8689907b5bc91', 'haralick_contrast_range', 'texture', 'levels^2', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f2: sum of (i - j)^2 P(i,j). P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('9f05a05cdc40073565cbc46794882b881eacb80af0ddfcdfe690886f2b4a0e1c', 'haralick_correlation_mean', 'texture', '1', 'thumbnail', 'Mean over the four directions of Haralick''s f3: sum of (i - m)(j - m) P(i,j), divided by f4. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has pairs of one level only, or fewer than 16.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('59833f0cf4782a78cb682e2ce74489254b4a8912eadffdf513d361cf14cd84bb', 'haralick_correlation_range', 'texture', '1', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f3: sum of (i - m)(j - m) P(i,j), divided by f4. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has pairs of one level only, or fewer than 16.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('389247de44a0289fa561c835eb1a002da14443d09939bb0897f5276c41d08e36', 'haralick_variance_mean', 'texture', 'levels^2', 'thumbnail', 'Mean over the four directions of Haralick''s f4: sum of (i - m)^2 P(i,j). P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('2e8c658daa61d31fbda306339f1c9ffe779cfe7254b094d031623a0ce5ed2ac7', 'haralick_variance_range', 'texture', 'levels^2', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f4: sum of (i - m)^2 P(i,j). P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('4d803bf9a5e66587923d8dafea6e7ce37a75fc528cec8519b1b3fa1910fab754', 'haralick_inverse_difference_moment_mean', 'texture', '1', 'thumbnail', 'Mean over the four directions of Haralick''s f5: sum of P(i,j) / (1 + (i - j)^2). P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b0599913889c93768c724dc878672207a5d6c800b13a6a9193e7c89cf1fb5119', 'haralick_inverse_difference_moment_range', 'texture', '1', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f5: sum of P(i,j) / (1 + (i - j)^2). P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('2feb5a1ee5af6c157759ce6d37eae3de3d4ace95d136a0bf229ba7f20653728b', 'haralick_sum_average_mean', 'texture', 'levels', 'thumbnail', 'Mean over the four directions of Haralick''s f6: mean of i + j, which is 2 m. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('415247e8f8f466c1b56dca9e70bf5b7d437c27834085fc503c8d99608740eb66', 'haralick_sum_average_range', 'texture', 'levels', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f6: mean of i + j, which is 2 m. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e0ef5eee31ade29d0186b7c4a76ab2aa72b56c4733690f405ba7e45462852916', 'haralick_sum_variance_mean', 'texture', 'levels^2', 'thumbnail', 'Mean over the four directions of Haralick''s f7: variance of i + j about its mean. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('1052ad15b3b515047551936308c8df6255c1429c6b95972cbed135b487c2a13d', 'haralick_sum_variance_range', 'texture', 'levels^2', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f7: variance of i + j about its mean. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('0bf1e37697d0a75aca0091e5d7a2b9f7f49c580717d5a4ce07315da6916bf7cc', 'haralick_sum_entropy_mean', 'texture', 'bits', 'thumbnail', 'Mean over the four directions of Haralick''s f8: entropy of the distribution of i + j. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e53971c85c770c9d9ce5fe5a62b08216a609b3c7ba97b3c40cc8873fbda0b31c', 'haralick_sum_entropy_range', 'texture', 'bits', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f8: entropy of the distribution of i + j. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f605283dbf6911cbea7218fd860211e4b356809c00238b2d1a54d8b7248f1f49', 'haralick_entropy_mean', 'texture', 'bits', 'thumbnail', 'Mean over the four directions of Haralick''s f9: entropy of P, -sum of P(i,j) log2 P(i,j). P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b7deeae34dc7f4f193949f9d6338666125682ba68989d07a5ab9ad81d9292fb5', 'haralick_entropy_range', 'texture', 'bits', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f9: entropy of P, -sum of P(i,j) log2 P(i,j). P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a9bfbee6662470f5b4fcea07ac0ddf42e5b76007bff83e2d3c1112a77cd85c8a', 'haralick_difference_variance_mean', 'texture', 'levels^2', 'thumbnail', 'Mean over the four directions of Haralick''s f10: variance of |i - j| about its mean. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('aa8afa8ed92942679908eb990ab33e1395b10ac6069a99506a736b1cf33ced95', 'haralick_difference_variance_range', 'texture', 'levels^2', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f10: variance of |i - j| about its mean. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('34005ddcb6e192a4871184692bb5b715b1f36f02f68485c50401bb80e8819144', 'haralick_difference_entropy_mean', 'texture', 'bits', 'thumbnail', 'Mean over the four directions of Haralick''s f11: entropy of the distribution of |i - j|. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8364bc88c527631a5881f943a9417aaffa0dd3168392d1b54922f2c8f86ff0b2', 'haralick_difference_entropy_range', 'texture', 'bits', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f11: entropy of the distribution of |i - j|. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('9108bb0a946eb2e88418aea6a2ff44b45e48e1db376b00e2ac9ca4e7724f7673', 'haralick_information_1_mean', 'texture', '1', 'thumbnail', 'Mean over the four directions of Haralick''s f12: (f9 - 2 H) / H, with H the entropy in bits of the distribution of i: 0 if the levels of neighbors are independent, -1 if one tells the other. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has pairs of one level only, or fewer than 16.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b6889ca1a1b3910bc5e366c647348081c2fccc9ab6b0e1fc6d8524647652f2aa', 'haralick_information_1_range', 'texture', '1', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f12: (f9 - 2 H) / H, with H the entropy in bits of the distribution of i: 0 if the levels of neighbors are independent, -1 if one tells the other. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has pairs of one level only, or fewer than 16.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('11a5e58f466473ea445139be84a9f5a3319670ffdc797388c17ff765f585efea', 'component_2', 'motion', 'luma', 'motion basis', 'Component 2 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f0b8b3659a2a38b5e37f45dc980e41bd4a525fe703b3e3713b3b7871c14c5723', 'haralick_information_2_mean', 'texture', '1', 'thumbnail', 'Mean over the four directions of Haralick''s f13: square root of 1 - exp(-2 (2 H - f9)), with H the entropy in bits of the distribution of i. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('61ec680e5765f7814661c9cc0c7d53a555a483ff22de75eff14888ed9afb97c0', 'haralick_information_2_range', 'texture', '1', 'thumbnail', 'Highest minus lowest value over the four directions of Haralick''s f13: square root of 1 - exp(-2 (2 H - f9)), with H the entropy in bits of the distribution of i. P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is the mean level, counted from 0. NaN if a direction has fewer than 16 pairs.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('cd57013f9cc3c851270d639a4eab4769de6a5092ec04a0b8e76ec9f56f1964d0', 'edge_density', 'edges', 'fraction', 'thumbnail', 'Share of pixels whose gradient is at least the threshold, 8 gray levels per pixel unless another is given. Gradients are half the differences of the two neighbors in x and in y, at pixels whose four neighbors are in the region. NaN if there is no such pixel.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8d16634d26c1889ce7eee48aa372fcb32ed8bc440a2e001033fb0669b38d70c7', 'edge_orientation_1', 'edges', 'fraction', 'thumbnail', 'Share of the sum of lengths of the gradients with an orientation of 0 up to 22.5 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('16bafa1bd050024fce6e2beb9b69009df8fcec09c68eb71b111bff4ebef66d30', 'edge_orientation_2', 'edges', 'fraction', 'thumbnail', 'Share of the sum of lengths of the gradients with an orientation of 22.5 up to 45 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d6e87581cef2e46f9e8cf2a450eb52c325fe8c1b44abd0eba77c84cc78f6c9dd', 'edge_orientation_3', 'edges', 'fraction', 'thumbnail', 'Share of the sum of lengths of the gradients with an orientation of 45 up to 67.5 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8fd28a83f02d280bca387e137c4eb6fb59d4c7cca4562402b95509722912cce6', 'edge_orientation_4', 'edges', 'fraction', 'thumbnail', 'Share of the sum of lengths of the gradients with an orientation of 67.5 up to 90 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('9e3db494dc7c357ebed15dedcbb3ce2e00f3927598e849c7093f299f507469b2', 'edge_orientation_5', 'edges', 'fraction', 'thumbnail', 'Share of the sum of lengths of the gradients with an orientation of 90 up to 112.5 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('56e99761cad2810156b4f0ea283bf0711a23f1f84ac2d62fe3534e27c82a51db', 'edge_orientation_6', 'edges', 'fraction', 'thumbnail', 'Share of the sum of lengths of the gradients with an orientation of 112.5 up to 135 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a1ffe57c1eb72fbd83b5cbfc8f0d30712cfa4f12eda334083fb9911d03fe625b', 'edge_orientation_7', 'edges', 'fraction', 'thumbnail', 'Share of the sum of lengths of the gradients with an orientation of 135 up to 157.5 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d6d89c5f219a8456ba4097bc40ab111875bc5791e13c257be232b4253847996e', 'edge_orientation_8', 'edges', 'fraction', 'thumbnail', 'Share of the sum of lengths of the gradients with an orientation of 157.5 up to 180 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('cd8a937f26d02899e8883ecce6fd5e8cbf362618f755359c6a110466912d1267', 'edge_coherence', 'edges', '1', 'thumbnail', 'Coherence of the structure tensor of the region: the difference of its eigenvalues over their sum, 1 if all gradients are parallel, 0 if no orientation is preferred. Gradients are half the differences of the two neighbors in x and in y, at pixels whose four neighbors are in the region. NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c06d8cd0c0e9dcd3ed78d290a246d1d7761a44a07658d71f236685a6b1322ba7', 'edge_entropy', 'edges', 'bits', 'thumbnail', 'Entropy of the 8 shares of orientations: 0 if all gradients are in one, 3 if all shares are equal. NaN if there is no gradient.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a7aeb4564768b5a3352951288560af0acc5f6eb27f1f0af73097bf9cfa103b25', 'edge_sharpness', 'edges', '1/px', 'thumbnail', 'Root mean square of the gradient, divided by the mean value of the region. Gradients are half the differences of the two neighbors in x and in y, at pixels whose four neighbors are in the region. NaN if there is no such pixel, or the mean is 0.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3cb3cd99824830ca45e08eff7f5c0b52065f0b9fe17a57037ec3c4e57adc130a', 'cell_orientation_1', 'edges', 'fraction', 'cells', 'Share of the sum of lengths of the gradients in the movie''s pixels (of square roots of luma unless the extraction left them out) with an orientation of 0 up to 22.5 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ce0f4eaaab1f1300faf1a8ece2a1114ba9aa5df9c2802867a312f33c07e7fa93', 'cell_orientation_2', 'edges', 'fraction', 'cells', 'Share of the sum of lengths of the gradients in the movie''s pixels (of square roots of luma unless the extraction left them out) with an orientation of 22.5 up to 45 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ecdccba108ea1041d2a2bc62bf6b1828b43de7edadca44e860c994813090bd5a', 'cell_orientation_3', 'edges', 'fraction', 'cells', 'Share of the sum of lengths of the gradients in the movie''s pixels (of square roots of luma unless the extraction left them out) with an orientation of 45 up to 67.5 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('2ef4a8277b0f135fa9c9eb324993fbde0099c51d9b7758753a6cee1659ef2149', 'cell_orientation_4', 'edges', 'fraction', 'cells', 'Share of the sum of lengths of the gradients in the movie''s pixels (of square roots of luma unless the extraction left them out) with an orientation of 67.5 up to 90 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('eacab080ab8685708b744a7bc5b810824459fe96f25e6c3eb8cfec1a002cbc12', 'cell_orientation_5', 'edges', 'fraction', 'cells', 'Share of the sum of lengths of the gradients in the movie''s pixels (of square roots of luma unless the extraction left them out) with an orientation of 90 up to 112.5 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('765ad084754b2916de3b8d66dc4562a519b8f63e55d1cb129e9ca5a95c90b7d7', 'cell_orientation_6', 'edges', 'fraction', 'cells', 'Share of the sum of lengths of the gradients in the movie''s pixels (of square roots of luma unless the extraction left them out) with an orientation of 112.5 up to 135 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('35359cd9bed2014e2c07a0c808d56d1a9a75f19700500450b096d299e4c25089', 'cell_orientation_7', 'edges', 'fraction', 'cells', 'Share of the sum of lengths of the gradients in the movie''s pixels (of square roots of luma unless the extraction left them out) with an orientation of 135 up to 157.5 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b1c36c25a7127de3c8114ff569c1077c725fc7f5c81d9b8b9292925fe179d15c', 'cell_orientation_8', 'edges', 'fraction', 'cells', 'Share of the sum of lengths of the gradients in the movie''s pixels (of square roots of luma unless the extraction left them out) with an orientation of 157.5 up to 180 degrees (0: brightness changes along x; 90: along y; opposite directions count as one). NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('46d03ac854b251da027920735e6f7ed48a721696783989d5c29ae422fc61542d', 'cell_coherence', 'edges', '1', 'cells', 'Length of the mean of unit vectors at twice the middle of each orientation, weighted by its share: 1 if all is in one orientation, 0 if none is preferred. NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('fe00dc3a931fb7df24babfe3500345127d8032b2707c3e55fb569c9530f83653', 'cell_entropy', 'edges', 'bits', 'cells', 'Entropy of the 8 shares of orientations: 0 if all gradients are in one, 3 if all shares are equal. NaN if the cells have no gradient, or not 8 orientations.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('7c0e98175f815cc97eb33d0b1fdab094198bb0a92b885dc3432b9f85f64c9ba1', 'luminance', 'quality', 'luma', 'quality', 'Mean of the crop''s unmasked pixels in the movie.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('cf1718a46049384470169c6e8ed67cfbf9a832a49319b502838fde1bf00eb530', 'sharpness', 'quality', '1', 'quality', 'Root mean square of the length of the central differences v[x+1] - v[x-1] and v[y+1] - v[y-1] over unmasked pixels of every fourth row of the crop, divided by the mean. NaN if the mean is 0.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('1af052b23b11d5a2575cdd7f93980827538da85ac5fd5c71079f058e7572b501', 'entropy', 'quality', 'bits', 'quality', 'Shannon entropy of the 256-level histogram of every fourth pixel of every fourth row of the crop, without masked ones.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('933ec8cae57aa9c79bf052298aca4dad132aca93a9b83fccaa55e9de7eba4a35', 'motion_energy', 'quality', 'luma', 'quality', 'Mean absolute difference of the crop''s unmasked pixels in the movie to the frame before. NaN without one.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('df68ac549675f095218f56f7a38e68a2330aa5e199facc01811090178b4b8c5e', 'thumbnail_motion', 'motion', 'luma', 'thumbnail', 'Mean absolute difference of the region''s thumbnail pixels to the frame before. NaN without one.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8246d5b83fddd8d1276a33a4f565d32b7be5480d6cccd942532dcd222abb6ed4', 'signal_motion', 'motion', 'gray levels', 'signals', 'Facemap''s motion energy of the region: sum over binned pixels of the absolute difference between the bin''s mean in this frame and in the one before. NaN where the signals have none.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('15081ca4b0c8f14e1b42e4a9d2af2b354bbb54acb98157c2ec1de5352245d53f', 'pupil_area', 'geometry', 'px^2', 'signals', 'Area of the pupil in pixels of the movie. NaN where the signals have none.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('2cbcf03aa04d427978b8d0538d413121ed34f712be688ebb5decc91842b92b65', 'blink_area', 'geometry', 'gray levels', 'signals', 'How open the eye is: sum of darkness below the saturation over the region. NaN where the signals have none.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a473dd45a0ec0451cb434eb4b1310e5500b25c12b45341a32c36fe2075c09eba', 'running_speed', 'motion', 'px/frame', 'signals', 'Length of the shift of the running surface. NaN where the signals have none.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('5bed4925ade37d0adf04de10bc6f0216339a87a614232977bf2733bd3f3bc74d', 'points_found', 'geometry', 'fraction', 'keypoints', 'Share of all tracked points that were found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('9fe9e7dd66491b34e190c7449f23b00263b14f8e10dce0263aa473548ecd5414', 'eye_area', 'geometry', 'length^2', 'keypoints', 'Area inside the points of the eye''s rim, divided by the square of the table''s length (the median distance of two points of the face, which the table names): of four ends of two diameters that of the ellipse, of other points that of the polygon. NaN if one of its points was not found, or its likelihood is too low.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('40b2a86a5cc722b402de57ccc0a7f0d5808d5423ba1de6de159d2d8c0a09e209', 'eye_opening', 'geometry', '1', 'keypoints', 'Distance of the second and the fourth of four points of the eye''s rim, divided by that of the first and the third. NaN if one of its points was not found, or its likelihood is too low.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('9021cd25e55aa37a728d5a71a7f2f58585163ebc943df0faae9957fed21f6372', 'ear_angle', 'geometry', 'deg', 'keypoints', 'Direction from the ear''s base to its tip, less that of the head''s axis where one is given: counterclockwise on the screen, from 180 below to 180 above the circular mean of the recording, so that it does not jump. NaN if one of its points was not found, or its likelihood is too low.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('db5ef089bf774926820dc11fd3e675390e098bc612d42030cc258b07b1b07e1c', 'eye_nose_distance', 'geometry', 'length', 'keypoints', 'Distance from eye to nose, divided by the table''s length (the median distance of two points of the face, which the table names); the mean of a part''s points is its place. NaN if one of its points was not found, or its likelihood is too low.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('5df144b64670ffcb2e16db307ef60bcc30f4a470ef756097d2874ed56840b817', 'eye_mouth_distance', 'geometry', 'length', 'keypoints', 'Distance from eye to mouth, divided by the table''s length (the median distance of two points of the face, which the table names); the mean of a part''s points is its place. NaN if one of its points was not found, or its likelihood is too low.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('635979749d4c585b46c6cf463b82b9ff66ad3f5b912d66d7700351a6917c69aa', 'nose_mouth_distance', 'geometry', 'length', 'keypoints', 'Distance from nose to mouth, divided by the table''s length (the median distance of two points of the face, which the table names); the mean of a part''s points is its place. NaN if one of its points was not found, or its likelihood is too low.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b9211ed09a014beb86d807eff58615a5d2b961b6a66ae2921cb54472028ef65e', 'distance', 'geometry', 'length', 'keypoints', 'Distance of two points, divided by the table''s length (the median distance of two points of the face, which the table names). NaN if one of its points was not found, or its likelihood is too low.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('cd86ec2dc571685dadedef3004a566950c592e7736f15c04b66938909778bed4', 'angle', 'geometry', 'deg', 'keypoints', 'Angle at the second of three points between the lines to the others, 0 to 180. NaN if one of its points was not found, or its likelihood is too low. NaN if two of them are at one place.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f206d81918a25f62d92baf9120d30235af6ae05518fc108dde0eaa3850824f42', 'area', 'geometry', 'length^2', 'keypoints', 'Area of the polygon through the points in their order, divided by the square of the table''s length (the median distance of two points of the face, which the table names). NaN if one of its points was not found, or its likelihood is too low.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ddf5b184a416265eb1206cf791f9bec6bfdb1540e6b8c60e83e9be48d6c9bab6', 'direction', 'geometry', 'deg', 'keypoints', 'Direction from the first to the second of two points, 0 to the right, counterclockwise on the screen, from 180 below to 180 above the circular mean of the recording. NaN if one of its points was not found, or its likelihood is too low. NaN if they are at one place.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('751720553602d4ea9334df28c7643ed5fe557f659e3e6e1a42dae71b53032a7f', 'component_1', 'motion', 'luma', 'motion basis', 'Component 1 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('28203f35184035b30c6ecb40c54bbd5e37eec6d63d0a70ad2c860406a887f4c8', 'component_3', 'motion', 'luma', 'motion basis', 'Component 3 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a0a367ed8fb47a5514556decb2cd4cd8e77da795d3fcec5c75bf0059257bfd23', 'component_4', 'motion', 'luma', 'motion basis', 'Component 4 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('24a918fb7e64f3a1e21bf4cf131fa3f8d52e27d096ec6b8f67f2284a8b1dc03c', 'component_5', 'motion', 'luma', 'motion basis', 'Component 5 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ecac41c53390c8b673f6439e97317c709f5c2f01182f6a4025454adb4a3c76df', 'component_6', 'motion', 'luma', 'motion basis', 'Component 6 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('33a3bef59a282ade68db0bca87fd1af33974fc812b0291d7c62945ea8258cd7a', 'component_7', 'motion', 'luma', 'motion basis', 'Component 7 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('bacac69bd22dbc95281b611addcf6d51dd27269b9c8884983ca30fb0ca1aa334', 'component_8', 'motion', 'luma', 'motion basis', 'Component 8 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('aa1489a3ac0b684f00336696e6503c64540710cf5f8f9cff717db8e1a16075c2', 'component_9', 'motion', 'luma', 'motion basis', 'Component 9 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('391b69aae3b73c93e217cf74d967cf2b46d3bee2d606beede793ad1fef58f752', 'component_10', 'motion', 'luma', 'motion basis', 'Component 10 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('5cbce8f07a1ed76d8febe5afefe1cd2fa295547577d06c54d11d111a6cd274da', 'component_11', 'motion', 'luma', 'motion basis', 'Component 11 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('4db63b160d5dedc9cdfa86efa46b9fff6f61475cde304e6b738c9898a2b1e3cc', 'component_12', 'motion', 'luma', 'motion basis', 'Component 12 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('38b25cf7e93afc9a2b9eebb14b21821b44d258ca6b45d24536bd60e7bdd7eaab', 'component_13', 'motion', 'luma', 'motion basis', 'Component 13 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e1ee74ce93aae7395abb19c628badd0cfb1d493b5f7f493d0a602306f9cc4c82', 'component_14', 'motion', 'luma', 'motion basis', 'Component 14 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('027bd072b429516268892920f0bf10ff5621d7ec4560331d4e40ae1def56116a', 'component_15', 'motion', 'luma', 'motion basis', 'Component 15 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('528a3a1c7fd8a28a64c7b2abd9fafc1a9ac339c16ba229a5f68a71065ad51437', 'component_16', 'motion', 'luma', 'motion basis', 'Component 16 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('14f0f3193c504d686a0a73ea10249f94dd15c4797d527aa9b0532d75004afd1e', 'component_17', 'motion', 'luma', 'motion basis', 'Component 17 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('409dc4fa7f9f8e77763ffe92e0f1ecda25e7e9faf79a0d8b9965b0c91d00b09d', 'component_18', 'motion', 'luma', 'motion basis', 'Component 18 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('99fe8ce7964274e835013ac54d8afb353755a53afc1ab485f580829f6e40c04f', 'component_19', 'motion', 'luma', 'motion basis', 'Component 19 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('aa0d7caf64adb038516d5c95d153d8ee55628afa890df815f56c807be2671f2f', 'component_20', 'motion', 'luma', 'motion basis', 'Component 20 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('88c97fd176acfb1afeaff566ea5eb2f363843f0c6c557778d0c4c1e3a6d23729', 'component_21', 'motion', 'luma', 'motion basis', 'Component 21 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('88a71819badae8c271ce65213e4c4aa3b7b13e4f624a90156aba898116224a5f', 'component_22', 'motion', 'luma', 'motion basis', 'Component 22 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('925d08013d071d4cc98bc8423b3d53ed99f8fe314fd97ad9f60839c82f7aff4d', 'component_23', 'motion', 'luma', 'motion basis', 'Component 23 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('bff9ca8144d9d1007a1336e979150956d4170c054c9e5c13de0c765cdf1fe6bf', 'component_24', 'motion', 'luma', 'motion basis', 'Component 24 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('986de279e7dff1b08334b2d8782cf3e10728aa3011c0b25db20b047529628664', 'component_25', 'motion', 'luma', 'motion basis', 'Component 25 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f6a33625f73638a0d1b9c30e5eb5679b625c6100515fd3c40048f6177a94c9ba', 'component_26', 'motion', 'luma', 'motion basis', 'Component 26 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('236dba6bc632e1e4dcd0eada7dab80302fd0a4e66ffa1d7d4203682b8218d2c2', 'component_27', 'motion', 'luma', 'motion basis', 'Component 27 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('5162e7a27a8509adc46ff4afb2e5121a419e83fb4af89986044cdf2d441b7e21', 'component_28', 'motion', 'luma', 'motion basis', 'Component 28 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('22c10c02599babc19f457f64eb44f096235c6b5ed16d60a06136af0f7edca80a', 'component_29', 'motion', 'luma', 'motion basis', 'Component 29 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e423fe7ad9fd349fe8dd16e81340a9da825e3405d42ef0372991acad130021c6', 'component_30', 'motion', 'luma', 'motion basis', 'Component 30 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c25b105ed92f4a34d8397008d67cb5cb891e2cbed1113202d5cf8ffaa02c9089', 'component_31', 'motion', 'luma', 'motion basis', 'Component 31 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d161e15e296f083345db6aa75919678021bb36e829f60dfd4f3bef7476f2c0a9', 'component_32', 'motion', 'luma', 'motion basis', 'Component 32 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('75db9fefd9b35c21df07f5fe6e30f376e4c9eaa5a35e1dc838be02cd10b2a814', 'component_33', 'motion', 'luma', 'motion basis', 'Component 33 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c350d32d14f956cc0800eabbe9e1e32331d4648ed1d057a24ac63f86d2e46c7b', 'component_34', 'motion', 'luma', 'motion basis', 'Component 34 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('90a7795a1ea6d7c418576d773c88b2513b010eff111b7ca5148cf10ec4b3cc44', 'component_35', 'motion', 'luma', 'motion basis', 'Component 35 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('471bb9b35b3618d73829701df27d49bd467591c25c7c07cd40e02ab085cd5024', 'component_36', 'motion', 'luma', 'motion basis', 'Component 36 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('cd1395e196e7bbaff91819487d045b6ece9f07976f9460c22be3326450aa85c9', 'component_37', 'motion', 'luma', 'motion basis', 'Component 37 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('82b891e99fca7612de2ece60163e9b31dbb6527bf954b05a21241ee95b4558d5', 'component_38', 'motion', 'luma', 'motion basis', 'Component 38 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('1fb2e7281972172a4105d054ec69e3191f06f351bac6e14e674486098c04290d', 'component_39', 'motion', 'luma', 'motion basis', 'Component 39 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('471373992368bf709b2bc8e51f9f946c317a5b9fb5e6cd4e169711e2b89d8300', 'component_40', 'motion', 'luma', 'motion basis', 'Component 40 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('223acd1822accf214031418979526c678a917cf043debfb1e21fd31b8f61d623', 'component_41', 'motion', 'luma', 'motion basis', 'Component 41 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('cd1b2b9f9bcfd02800c66e44922d15a950478a4894536aa3c7ae53e8f626ea76', 'component_42', 'motion', 'luma', 'motion basis', 'Component 42 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('469d184b708d8c2e187715e436dad6a4ae14e4e08ea6557dbd3d570e114e742f', 'component_43', 'motion', 'luma', 'motion basis', 'Component 43 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('830a7bf87d35ef46216970cf6acf1a6cb52e950b388da45cf46ffe0f72aa42cb', 'component_44', 'motion', 'luma', 'motion basis', 'Component 44 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('26fd6ae34590787d9f4f707b31de316154832b2f54fbadc78d6a0f9edb7ec63b', 'component_45', 'motion', 'luma', 'motion basis', 'Component 45 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('fddc962fb122e99604b014b6bfebf77701c17cbd0d286bfb324088d781be2e34', 'component_46', 'motion', 'luma', 'motion basis', 'Component 46 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e435c4173dc798605aad362779bc7b0167f61584486b0896a958063a2d52c139', 'component_47', 'motion', 'luma', 'motion basis', 'Component 47 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('1308954460b2ef424c26254a0104ade23adc62f6c3b88fc5ba359c513076d528', 'component_48', 'motion', 'luma', 'motion basis', 'Component 48 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('58974e08baf2984c5b4bfec26092774185a91a963335c8df5c5b628b1cdedcc3', 'component_49', 'motion', 'luma', 'motion basis', 'Component 49 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3b94c889fc1a71dc729a18af1932035079540ad6f15501d5e46d3b96f0fdb157', 'component_50', 'motion', 'luma', 'motion basis', 'Component 50 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('fa0da2bb0c5ee165f23aa2fb1085791a98e6ffc8a87b55fa61c13be8c95601ae', 'component_51', 'motion', 'luma', 'motion basis', 'Component 51 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('60c8a0281af3235f9c22b1ad3470e2aed5ae0754e09d8cbcdf0dc7f301d31e9b', 'component_52', 'motion', 'luma', 'motion basis', 'Component 52 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3a91071bd514d35600fac463929acd14e048936a94abc0f56829a92dd49a6073', 'component_53', 'motion', 'luma', 'motion basis', 'Component 53 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('0cd1b1485b006132eaa5c9d1cf1e486151bf3d27138857d7fd1619f365415c18', 'component_54', 'motion', 'luma', 'motion basis', 'Component 54 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b960448d287fa73b55c249fafe58ebadd3f3aeccc2bb9290f16f991600715ec1', 'component_55', 'motion', 'luma', 'motion basis', 'Component 55 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('bcfd6a8017024ccbc6df38105bb9f6b8f94dab94368457cd9b793aa59e7a6361', 'component_56', 'motion', 'luma', 'motion basis', 'Component 56 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('19ce63aaed165989642d86d51e2cc8a6bfca4b485391e31f5557c82d02e540be', 'component_57', 'motion', 'luma', 'motion basis', 'Component 57 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ece2101eff5dc4bdb99ea32a397e912ba20df708529dfca8965021a3ec8b8a1a', 'component_58', 'motion', 'luma', 'motion basis', 'Component 58 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8154ab287e24cd9f6feb547295e556e77217614c0f96928aee1dc75ea2f631e6', 'component_59', 'motion', 'luma', 'motion basis', 'Component 59 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('44959fb94a706cbd4b7c1c4ae34880d90cd519ab02b30db9e05d0137309cb637', 'component_60', 'motion', 'luma', 'motion basis', 'Component 60 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('37e21ff3e506f6c27c29cceb60362647f73218c65aa9da8de892b2eb2b85ec5f', 'component_61', 'motion', 'luma', 'motion basis', 'Component 61 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e6fc527e3f5f6a3815725a606028e806a5a353d4418d16d19d9642efa1ada442', 'component_62', 'motion', 'luma', 'motion basis', 'Component 62 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('11a405c4b5d7964616aa41deaef5a3e031e58c55690444f185edfdbfcf36132f', 'component_63', 'motion', 'luma', 'motion basis', 'Component 63 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('69a0a020fbcdaeae099a6aad5cd3f55334bcd74ff9befe3690f353b09fa8fa12', 'component_64', 'motion', 'luma', 'motion basis', 'Component 64 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('12973788a1d6793cb2e62a544455078971c37f5add5edace8cc96590fec16e21', 'component_65', 'motion', 'luma', 'motion basis', 'Component 65 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('35f71fde001a1993a09ea46fbe86b294e19922bfb1022f926c88bb73ff69c876', 'component_66', 'motion', 'luma', 'motion basis', 'Component 66 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c2fd28404340a59d41f4d2ccc10df2b8e02adcf002131514383729db3f034eb0', 'component_67', 'motion', 'luma', 'motion basis', 'Component 67 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('0780f6cdcc24d645f4ce628a1863d1449c24ba2740424796a9101cdb3c2e1448', 'component_68', 'motion', 'luma', 'motion basis', 'Component 68 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8ae2ca7abcca06f11f1c6db6fdb91cea604a1ddeb0078a53a9f5e365a53f2c97', 'component_69', 'motion', 'luma', 'motion basis', 'Component 69 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('a9c7ae81f9cf80811da3e94fedf4fe293dc2f24d17e19e8e778561281337fcb5', 'component_70', 'motion', 'luma', 'motion basis', 'Component 70 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('cd3413565fdd6889f82f7d40693c7f013cd90329163706d3d02a682271bb9c0e', 'component_71', 'motion', 'luma', 'motion basis', 'Component 71 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('cfc314957a99b1c1f2d0765daedf74b2aaeff560b392d9de38506e2482d0bde7', 'component_72', 'motion', 'luma', 'motion basis', 'Component 72 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('41fa6ac817d044aab9e820b1d9f6535eac70e52eedaf81e3003654b37d415b41', 'component_73', 'motion', 'luma', 'motion basis', 'Component 73 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('6183362d39c0f839cf3a1243fcf4b58171c5c7a7bb55418a18ac0e75d40a297c', 'component_74', 'motion', 'luma', 'motion basis', 'Component 74 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('659ae031e8c8b7050bc19835092be2f782895479840f900f375fa3bc40a351e0', 'component_75', 'motion', 'luma', 'motion basis', 'Component 75 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('73233c3926351df48461ffd5b3346000b3df98d57a17d26907158046483c9bb8', 'component_76', 'motion', 'luma', 'motion basis', 'Component 76 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('254363a1eb22e962311176520164788dba3b1386fda68586f3695a5bc639b0d0', 'component_77', 'motion', 'luma', 'motion basis', 'Component 77 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d4114be3e0a180e89237fa3f00e61fc6303d0039ce25a13306a6a7063d509216', 'component_78', 'motion', 'luma', 'motion basis', 'Component 78 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b3b8cc1ecddd2b803eb6102f591d155c8fb2591fa035a8ce17272216ec10243a', 'component_79', 'motion', 'luma', 'motion basis', 'Component 79 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('1e475bffc2ff3809b7c373a679180a8895f21235a73106e488e3826c7a0f2b36', 'component_80', 'motion', 'luma', 'motion basis', 'Component 80 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('1816af4dc108f708700dcd5c4f80300e45a1dcfcdca797b253a6a726b81845e4', 'component_81', 'motion', 'luma', 'motion basis', 'Component 81 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ea713aeac5ad9ceac906cb892274df2c5ee57e3becf81ac5c0c5ed6fc74b30d9', 'component_82', 'motion', 'luma', 'motion basis', 'Component 82 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c8276c50ff4bf594f457b9a76122cd663eb05640a4a43c325c73b8089ef7e183', 'component_83', 'motion', 'luma', 'motion basis', 'Component 83 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('ebaee992ec85c1f1db9a95371c03a265d8e05153676e110460476759a3006753', 'component_84', 'motion', 'luma', 'motion basis', 'Component 84 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3bc05d0863e29a8e50cba552b577b2ec7fa210abb072af408e195164472289a2', 'component_85', 'motion', 'luma', 'motion basis', 'Component 85 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c59390631c60f25602fc5c7d2f24b4c38b3c87c725ff8b574a26348c3d7b47cb', 'component_86', 'motion', 'luma', 'motion basis', 'Component 86 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d322b560cbafcc0956e742bd24f10c283997c6ee70ea2520e0205c3ad468f6f3', 'component_87', 'motion', 'luma', 'motion basis', 'Component 87 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c7f8111661ffb18bc3b5632cf7b2c71dcd0bb44e5a69e87fb65079925ae80deb', 'component_88', 'motion', 'luma', 'motion basis', 'Component 88 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('32f7a32651259cfc444b345ced6f606fcf3f665cea0cf4e8ca0a0020a6b6ac36', 'component_89', 'motion', 'luma', 'motion basis', 'Component 89 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('85a2b69e10ff0fdcb456a237f3b0b5567c9f55227fdfc916779f3f050b9cfdc1', 'component_90', 'motion', 'luma', 'motion basis', 'Component 90 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e9c97fa1234524e89997bb0a51fed2a4d10931077a1bb72eb1f3dc30d49624bc', 'component_91', 'motion', 'luma', 'motion basis', 'Component 91 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d5ca2e6932236c49cd437472885a7e9ef3b276b0d93320600e620bd60b092f69', 'component_92', 'motion', 'luma', 'motion basis', 'Component 92 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('892125c8cd24efc31fb648b159a8bb1a6eb2d19e9f31723bb6f158dcb6f8deea', 'component_93', 'motion', 'luma', 'motion basis', 'Component 93 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('7fb7c6c1b06c1934074e399a5f9a79943f81b804da3128cd040013a45fe22208', 'component_94', 'motion', 'luma', 'motion basis', 'Component 94 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b1dd3ba92a54310f6cd5bce25e67a9cdd9db7f8bfd29fbc95490841edc4ddee3', 'component_95', 'motion', 'luma', 'motion basis', 'Component 95 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f2d63c538f367adc48c8c881122db10354f4fa0d1e0b62018d4b46d7d476edcd', 'component_96', 'motion', 'luma', 'motion basis', 'Component 96 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('dfa507c88564f64689d2a0c9f9fd7479611c10a963d60d299c0c1900bbea7506', 'component_97', 'motion', 'luma', 'motion basis', 'Component 97 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('20ec9f9c392d4ccf9e06c42f4ffcfa753090d312b4eef7f221d7ab8f541a1ad5', 'component_98', 'motion', 'luma', 'motion basis', 'Component 98 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('215381ff7d2a9b6b460f0b7dc1dbae064ddd95c337ab25227505dad71e9d5974', 'component_99', 'motion', 'luma', 'motion basis', 'Component 99 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('94e9722fcae61194d4ede2304a0588458b34ee0b035664ebc62e17384a6faa21', 'component_100', 'motion', 'luma', 'motion basis', 'Component 100 of the absolute difference of thumbnails to the frame before, on the basis whose digest the table names: the difference less the basis'' mean, times its component. NaN without a frame before.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b106134f0b04497239ad05306eec5296f65d88fd9394ee045539bf548cf1a1a2', 'human_face_count', 'geometry', '1', 'landmarks', 'Number of human faces found: 0 if the detection failed. The other features are those of the largest face. NaN if the picture cannot be read.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('fd4709d066d8c0e559c9becdba0283220fca2aaae69c110ec533dafa887e0c62', 'human_interocular_px', 'geometry', 'px', 'landmarks', 'Distance between the centers of the eyes. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('e0efaacd58c3aa7bced5446d6a8857edd95fab4b7685a4f593b76dcdfa456bf0', 'human_eye_opening_right', 'geometry', '1', 'landmarks', 'Distance of the lids in the middle of the right eye / interocular. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('c3535fee73713ae333c096cbd7144219f794cae6b2800740088ceceae867ee0e', 'human_eye_opening_left', 'geometry', '1', 'landmarks', 'Distance of the lids in the middle of the left eye / interocular. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b55681ea531cf5ded2cbf9a1566c3a999e64264952689e5f2e280e01a83599fd', 'human_eye_aspect_right', 'geometry', '1', 'landmarks', 'Mean distance of the lids at two places of the right eye, divided by the distance of its corners. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('6e4272ebd908b23c0bf43fcd465ef298a2914623b14e2c46ef685bbf6f2e9259', 'human_eye_aspect_left', 'geometry', '1', 'landmarks', 'Mean distance of the lids at two places of the left eye, divided by the distance of its corners. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d2941eea4c5e1370be1aff1fe65b013052ade77b5e5192a8044f82d92b891771', 'human_brow_height_right', 'geometry', '1', 'landmarks', 'Distance of the right brow''s upper edge from the eye''s center / interocular. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('55cdfc2a272ed4ed9c7fd112c4d1ec217ccd62fbbe85e52888a822bc233124db', 'human_brow_height_left', 'geometry', '1', 'landmarks', 'Distance of the left brow''s upper edge from the eye''s center / interocular. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('fa92807be2bdebcc6570332fcd3302b3880d83972757d1397a4a79753c446ae6', 'human_brow_distance', 'geometry', '1', 'landmarks', 'Distance between the inner ends of the brows / interocular. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('b94f922c14d3e439626f381056bd4503af224e4b748cc70bfe2c074d108f248d', 'human_mouth_opening', 'geometry', '1', 'landmarks', 'Distance between the inner edges of the lips / interocular. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('8c3521c017401d9f1ecaba35f7ca52b31e49b1863cd786c4d14d15af200f980d', 'human_mouth_width', 'geometry', '1', 'landmarks', 'Distance between the corners of the mouth / interocular. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('f02c037c516f31fd1990eea679fd52236b848234c38c392f3afe8f9dfb16ee00', 'human_mouth_corner_lift', 'geometry', '1', 'landmarks', 'How far the corners of the mouth are above the middle of the lips, across the line of the eyes / interocular; negative below it. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('9bd9de3d8976c35230383e3829a0441171c2dc74ac10a38fb45b494e8dc2a201', 'human_chin_distance', 'geometry', '1', 'landmarks', 'Distance of the chin from the nose''s base / interocular. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('d8e72a64367610cb11559cdacc41a63230068a53220561d0ab50645f7fa5293b', 'human_eye_line_roll', 'geometry', 'deg', 'landmarks', 'Angle of the line from the right to the left eye, clockwise. NaN if no face was found.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('0dc8d0f4e82d860d4bb8d7fb9612a9a1fd2b185c51dbaf49106f23c0b856cd1c', 'human_head_roll', 'geometry', 'deg', 'landmarks', 'Roll of the face''s own axes from the model''s transformation matrix. NaN without one.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('3de5496afdedb7220df4c12a061a32ea8ba3f7f47afa7d7b32d2bd066d4ee260', 'human_head_yaw', 'geometry', 'deg', 'landmarks', 'Yaw of the face''s own axes from the model''s transformation matrix. NaN without one. Positive: turned to the right of the picture.', 1);
INSERT INTO @PREFIX@_fea."#feature_definition" VALUES ('59c06e249167b44dbc6f79ad1a8cbc633906d04178481ae203f6731589378af5', 'human_head_pitch', 'geometry', 'deg', 'landmarks', 'Pitch of the face''s own axes from the model''s transformation matrix. NaN without one. Positive: looking up.', 1);
INSERT INTO @PREFIX@_fea.face_angle_param_set VALUES (1, '{"stable": [], "from_picture": true, "min_likelihood": 0.6, "reference_frames": null}', '918ecf05c7f82b1a23f622f946255989ea3c3c5978b7057bbd8d938796305f47', 'kept: the defaults');
INSERT INTO @PREFIX@_fea.feature_param_set VALUES (1, '{"groups": ["intensity", "color", "texture", "edges", "geometry", "motion", "quality"], "version": 1, "distance": 1, "geometry": {"areas": [], "angles": [], "length": [], "mapping": null, "distances": [], "length_px": null, "directions": []}, "min_pixels": 16, "gray_levels": 32, "value_range": [0, 255]}', '3e93e6c89f476d2b0b34c84d0a589da069d1ff02c1d236b0af78485410bff1a3', 'kept: the defaults');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('feature_param_set', 'feature_paramset_id', '@PREFIX@_fea.feature_param_set.feature_paramset_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('face_angle_param_set', 'face_angle_paramset_id', '@PREFIX@_fea.face_angle_param_set.face_angle_paramset_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('#feature_definition', 'feature_definition_hash', '@PREFIX@_fea.#feature_definition.feature_definition_hash');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('feature_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('feature_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('feature_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('feature_task', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('feature_task', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('feature_task', 'feature_paramset_id', '@PREFIX@_fea.feature_param_set.feature_paramset_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('feature_task', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('face_angle_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('face_angle_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('face_angle_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('face_angle_task', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('face_angle_task', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('face_angle_task', 'face_angle_paramset_id', '@PREFIX@_fea.face_angle_param_set.face_angle_paramset_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('face_angle_task', 'face_angle_task_id', '@PREFIX@_fea.face_angle_task.face_angle_task_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle', 'face_angle_task_id', '@PREFIX@_fea.face_angle_task.face_angle_task_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__angle', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__angle', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__angle', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__angle', 'face_angle_task_id', '@PREFIX@_fea.face_angle_task.face_angle_task_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__angle', 'face_angle', '@PREFIX@_fea.__face_angle__angle.face_angle');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__point', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__point', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__point', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__point', 'face_angle_task_id', '@PREFIX@_fea.face_angle_task.face_angle_task_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__face_angle__point', 'angle_point', '@PREFIX@_fea.__face_angle__point.angle_point');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features__column', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features__column', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features__column', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features__column', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features__column', 'feature_definition_hash', '@PREFIX@_fea.#feature_definition.feature_definition_hash');
INSERT INTO @PREFIX@_fea."~lineage" VALUES ('__frame_features__column', 'feature_column', '@PREFIX@_fea.__frame_features__column.feature_column');
INSERT INTO @PREFIX@_fmp.face_regions VALUES (1, true, '1b75c62fc8f80af177ff765520254c36886ac5ee057e6dec0b35f7a1b8453b34', 'kept: the defaults');
INSERT INTO @PREFIX@_fmp.keypoint_mapping VALUES (1, '{"ear": [], "eye": ["eye(back)", "eye(bottom)", "eye(front)", "eye(top)"], "nose": ["nose(tip)"], "mouth": ["mouth"], "stable": ["eye(back)", "eye(front)", "nose(top)", "nosebridge"], "eye_shape": "ellipse", "head_axis": [], "min_likelihood": 0.6}', 'ceb1a271134a3d0655d476cf8234bbee08066c12db358fa0cbe4b929086dbad8', 'kept: the defaults');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_mapping', 'keypoint_mapping_id', '@PREFIX@_fmp.keypoint_mapping.keypoint_mapping_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_model', 'keypoint_model_id', '@PREFIX@_fmp.keypoint_model.keypoint_model_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_model__body_part', 'keypoint_model_id', '@PREFIX@_fmp.keypoint_model.keypoint_model_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_model__body_part', 'body_part_no', '@PREFIX@_fmp.keypoint_model__body_part.body_part_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('face_regions', 'face_regions_id', '@PREFIX@_fmp.face_regions.face_regions_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('face_regions__region', 'face_regions_id', '@PREFIX@_fmp.face_regions.face_regions_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('face_regions__region', 'region_no', '@PREFIX@_fmp.face_regions__region.region_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('facemap_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('facemap_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('facemap_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('facemap_task', 'face_regions_id', '@PREFIX@_fmp.face_regions.face_regions_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('facemap_task', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task', 'keypoint_mapping_id', '@PREFIX@_fmp.keypoint_mapping.keypoint_mapping_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task', 'keypoint_task_id', '@PREFIX@_fmp.keypoint_task.keypoint_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task__file', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task__file', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task__file', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task__file', 'keypoint_task_id', '@PREFIX@_fmp.keypoint_task.keypoint_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_task__file', 'keypoint_file_no', '@PREFIX@_fmp.keypoint_task__file.keypoint_file_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_tracking', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_tracking', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_tracking', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_tracking', 'keypoint_task_id', '@PREFIX@_fmp.keypoint_task.keypoint_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('keypoint_tracking', 'keypoint_model_id', '@PREFIX@_fmp.keypoint_model.keypoint_model_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints', 'keypoint_task_id', '@PREFIX@_fmp.keypoint_task.keypoint_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__point', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__point', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__point', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__point', 'keypoint_task_id', '@PREFIX@_fmp.keypoint_task.keypoint_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__point', 'point_no', '@PREFIX@_fmp.__keypoints__point.point_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__trace', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__trace', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__trace', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__trace', 'keypoint_task_id', '@PREFIX@_fmp.keypoint_task.keypoint_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__keypoints__trace', 'keypoint_trace', '@PREFIX@_fmp.__keypoints__trace.keypoint_trace');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__facemap_processing', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__facemap_processing', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__facemap_processing', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('__facemap_processing', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__region', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__region', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__region', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__region', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__region', 'roi_no', '@PREFIX@_fmp._facial_signal__region.roi_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__motion_s_v_d', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__motion_s_v_d', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__motion_s_v_d', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__motion_s_v_d', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__motion_s_v_d', 'roi_no', '@PREFIX@_fmp._facial_signal__region.roi_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__motion_s_v_d', 'pc_no', '@PREFIX@_fmp._facial_signal__motion_s_v_d.pc_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__movie_s_v_d', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__movie_s_v_d', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__movie_s_v_d', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__movie_s_v_d', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__movie_s_v_d', 'roi_no', '@PREFIX@_fmp._facial_signal__region.roi_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__movie_s_v_d', 'pc_no', '@PREFIX@_fmp._facial_signal__movie_s_v_d.pc_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__summary', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__summary', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__summary', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__summary', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__pupil', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__pupil', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__pupil', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__pupil', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__pupil', 'pupil_no', '@PREFIX@_fmp._facial_signal__pupil.pupil_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__blink', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__blink', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__blink', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__blink', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__blink', 'blink_no', '@PREFIX@_fmp._facial_signal__blink.blink_no');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__running', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__running', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__running', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__running', 'facemap_task_id', '@PREFIX@_fmp.facemap_task.facemap_task_id');
INSERT INTO @PREFIX@_fmp."~lineage" VALUES ('_facial_signal__running', 'running_no', '@PREFIX@_fmp._facial_signal__running.running_no');
INSERT INTO @PREFIX@_hog.__h_o_g_processing VALUES ('m01', 1, 1, 1, 1, 'mouseface/00fe453b9d32cdfa55331a29f72d1b01', 'mouseface', 'acbd7ba9e2d8450febf79bb2d1cbfa8604b62420fe6a3d9bfca1f9d1af271cda', 360, 3, 4, 96, 0, 1, '2026-11-29 22:16:59', 2.6101297119967057, '0.1.0');
INSERT INTO @PREFIX@_hog.__h_o_g_processing__flag VALUES ('m01', 1, 1, 1, 1, 'first', 1, 0);
INSERT INTO @PREFIX@_hog.__h_o_g_processing__quality VALUES ('m01', 1, 1, 1, 1, 'entropy', 360, 6.876862564351824, 0.12167020132324197, 6.610762119293213, 7.017029762268066);
INSERT INTO @PREFIX@_hog.__h_o_g_processing__quality VALUES ('m01', 1, 1, 1, 1, 'luminance', 360, 133.21058430141872, 1.2976519217828009, 130.4593963623047, 134.09423828125);
INSERT INTO @PREFIX@_hog.__h_o_g_processing__quality VALUES ('m01', 1, 1, 1, 1, 'motion_energy', 359, 2.0745200195186317, 3.864379832656059, 0.008463541977107525, 28.08113670349121);
INSERT INTO @PREFIX@_hog.__h_o_g_processing__quality VALUES ('m01', 1, 1, 1, 1, 'sharpness', 360, 0.22609360636108453, 0.027257317530707755, 0.1839221566915512, 0.24628347158432007);
INSERT INTO @PREFIX@_hog.face_crop VALUES (1, 0, 0, NULL, NULL, '[]', 'bb87bc4473e47054eeac993ec988714f6176ec68613a7475f6423c82b5a04abc', '');
INSERT INTO @PREFIX@_hog.h_o_g_param_set VALUES (1, '{"block_norm": "L2-Hys", "orientations": 8, "transform_sqrt": true, "cells_per_block": [1, 1], "pixels_per_cell": [32, 32]}', 'c33d4718fa1e4e2339dfc101cd0b302eea1d36578f4d97412cbb3a08220d9cbd', '');
INSERT INTO @PREFIX@_hog.h_o_g_task VALUES ('m01', 1, 1, 1, 1, 'trigger', NULL);
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('face_crop', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('h_o_g_param_set', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('h_o_g_task', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('h_o_g_task', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('h_o_g_task', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('h_o_g_task', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('h_o_g_task', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__quality', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__quality', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__quality', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__quality', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__quality', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__quality', 'quality_trace', '@PREFIX@_hog.__h_o_g_processing__quality.quality_trace');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__flag', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__flag', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__flag', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__flag', 'crop_id', '@PREFIX@_hog.face_crop.crop_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__flag', 'hog_paramset_id', '@PREFIX@_hog.h_o_g_param_set.hog_paramset_id');
INSERT INTO @PREFIX@_hog."~lineage" VALUES ('__h_o_g_processing__flag', 'flag', '@PREFIX@_hog.__h_o_g_processing__flag.flag');
INSERT INTO @PREFIX@_mod.frame_model_param_set VALUES (1, '{"seed": 0, "cluster_r": 0.9, "min_defined": 0.5, "permutations": 200, "importance_rows": 2000}', '7ddcef27e54b7c8d1ce0e9d3e0d38480f88ec2084dbfd337677fb730beaeb955', 'kept: the defaults');
INSERT INTO @PREFIX@_mod.learning_param_set VALUES (1, '{"l2": 1.0, "seed": 0, "gap_s": 2.0, "beside": ["boosted"], "blocks": 5, "left_out": "auto", "max_bins": 63, "min_leaf": 10, "estimator": "linear", "max_folds": 10, "max_share": 0.5, "iterations": 60, "max_leaves": 15, "min_frames": 2, "calibration": "auto", "inner_folds": 3, "max_columns": 200, "max_samples": 6000, "feature_share": 0.5, "learning_rate": 0.1, "choose_strength": true, "isotonic_frames": 2000, "linear_strength": 0.001}', '01cf03706e8803c24bbfe41c3aad1b2b2918ddd1c45e9bbce688d81a881be6a6', 'kept: the defaults');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_param_set', 'frame_model_paramset_id', '@PREFIX@_mod.frame_model_param_set.frame_model_paramset_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('learning_param_set', 'learning_paramset_id', '@PREFIX@_mod.learning_param_set.learning_paramset_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target', 'frame_target_id', '@PREFIX@_mod.frame_target.frame_target_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__values', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__values', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__values', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__values', 'frame_target_id', '@PREFIX@_mod.frame_target.frame_target_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__values', 'target_start_frame', '@PREFIX@_mod.frame_target__values.target_start_frame');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__category', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__category', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__category', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__category', 'frame_target_id', '@PREFIX@_mod.frame_target.frame_target_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__category', 'target_category', '@PREFIX@_mod.frame_target__category.target_category');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__trial', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__trial', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__trial', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__trial', 'frame_target_id', '@PREFIX@_mod.frame_target.frame_target_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_target__trial', 'target_span', '@PREFIX@_mod.frame_target__trial.target_span');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task', 'frame_model_paramset_id', '@PREFIX@_mod.frame_model_param_set.frame_model_paramset_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task', 'learning_paramset_id', '@PREFIX@_mod.learning_param_set.learning_paramset_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__source', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__source', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__target', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__target', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__target', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__target', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__target', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('frame_model_task__target', 'frame_target_id', '@PREFIX@_mod.frame_target.frame_target_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__fold', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__fold', 'model_fold', '@PREFIX@_mod.__frame_model__fold.model_fold');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__fold', 'model_fold_estimator', '@PREFIX@_mod.__frame_model__fold.model_fold_estimator');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__metric', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__metric', 'model_estimator', '@PREFIX@_mod.__frame_model__metric.model_estimator');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__metric', 'model_metric', '@PREFIX@_mod.__frame_model__metric.model_metric');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster', 'feature_cluster', '@PREFIX@_mod.__frame_model__cluster.feature_cluster');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__weight', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__weight', 'feature_definition_hash', '@PREFIX@_fea.#feature_definition.feature_definition_hash');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__weight', 'feature_cluster', '@PREFIX@_mod.__frame_model__cluster.feature_cluster');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__weight', 'weight_column', '@PREFIX@_mod.__frame_model__weight.weight_column');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__weight', 'weight_category', '@PREFIX@_mod.__frame_model__weight.weight_category');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__fold_weight', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__fold_weight', 'weight_column', '@PREFIX@_mod.__frame_model__weight.weight_column');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__fold_weight', 'weight_category', '@PREFIX@_mod.__frame_model__weight.weight_category');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__fold_weight', 'weight_fold', '@PREFIX@_mod.__frame_model__fold_weight.weight_fold');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster_weight', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster_weight', 'feature_cluster', '@PREFIX@_mod.__frame_model__cluster.feature_cluster');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster_weight', 'cluster_weight_category', '@PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_category');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster_fold_weight', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster_fold_weight', 'feature_cluster', '@PREFIX@_mod.__frame_model__cluster.feature_cluster');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster_fold_weight', 'cluster_weight_category', '@PREFIX@_mod.__frame_model__cluster_weight.cluster_weight_category');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__cluster_fold_weight', 'cluster_weight_fold', '@PREFIX@_mod.__frame_model__cluster_fold_weight.cluster_weight_fold');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__held_out', 'frame_model_id', '@PREFIX@_mod.frame_model_task.frame_model_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__held_out', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__held_out', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__held_out', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__held_out', 'feature_task_id', '@PREFIX@_fea.feature_task.feature_task_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__held_out', 'frame_target_id', '@PREFIX@_mod.frame_target.frame_target_id');
INSERT INTO @PREFIX@_mod."~lineage" VALUES ('__frame_model__held_out', 'held_out_start_row', '@PREFIX@_mod.__frame_model__held_out.held_out_start_row');
INSERT INTO @PREFIX@_rec."#clock" VALUES ('movie', 'the movie''s own, 0 at its first frame');
INSERT INTO @PREFIX@_rec._frame_clock VALUES ('m01', 1, 1, 'movie', 'movie', 'movie', NULL, 'c7e186d64e2bda1fe099bfc33001b9dc669894a944dc4dc2230021744bb298de', 0, 17.95, 0, 0, 0, 0, NULL, '\x6d596d0041010000000000000000000000000000000600000000000000', NULL, NULL);
INSERT INTO @PREFIX@_rec._recording_info VALUES ('m01', 1, 1, 96, 128, 360, 360, 20, false, NULL, 18, 0, 'timestamps', 'h264', 'yuv420p', false, 'c7e186d64e2bda1fe099bfc33001b9dc669894a944dc4dc2230021744bb298de', NULL, '\x646a3000040600000000000000100000000000000005070000000000000076657273696f6e04000000000000000a0100010a000000000000000501000000000000006e05000000000000000a020068010f00000000000000050600000000000000636f64696e670e000000000000000505000000000000007469636b730d000000000000000504000000000000007261746505000000000000000a0200e8030e00000000000000050500000000000000666972737404000000000000000a0100000e0000000000000005050000000000000073746570731a000000000000004101000000000000000100000000000000080000000000000032');
INSERT INTO @PREFIX@_rec._recording_info__file VALUES ('m01', 1, 1, 0, 0, 360, 360, 0, '194fe9aeb9af5e899cc7ae860544e9d1db90be05efd43ecd9640065e0783056b', 746017);
INSERT INTO @PREFIX@_rec.video_recording VALUES ('m01', 1, 1, 'camera1', '', false, false, NULL, NULL, NULL, NULL);
INSERT INTO @PREFIX@_rec.video_recording__file VALUES ('m01', 1, 1, 0, 'kept.mp4');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('video_recording', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('video_recording', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('video_recording', 'equipment', '@PREFIX@_up.equipment.equipment');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('video_recording', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('video_recording__file', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('video_recording__file', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('video_recording__file', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('video_recording__file', 'file_id', '@PREFIX@_rec.video_recording__file.file_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_recording_info', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_recording_info', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_recording_info', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_recording_info__file', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_recording_info__file', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_recording_info__file', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_recording_info__file', 'file_id', '@PREFIX@_rec.video_recording__file.file_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('#clock', 'clock', '@PREFIX@_rec.#clock.clock');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('clock_source', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('clock_source', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('clock_source', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('clock_source', 'clock', '@PREFIX@_rec.#clock.clock');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_frame_clock', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_frame_clock', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_frame_clock', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_rec."~lineage" VALUES ('_frame_clock', 'clock', '@PREFIX@_rec.#clock.clock');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response__event', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response__event', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response__event', 'recording_id', '@PREFIX@_rec.video_recording.recording_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response__event', 'classification_task_id', '@PREFIX@_beh.classification_task.classification_task_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response__event', 'event_set_id', '@PREFIX@_exp.event_set.event_set_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response__event', 'event_window', '@PREFIX@_exp.#event_window.event_window');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response__event', 'event_id', '@PREFIX@_exp.event_set__event.event_id');
INSERT INTO @PREFIX@_res."~lineage" VALUES ('__behavior_response__event', 'behavior', '@PREFIX@_beh.behavior.behavior');
INSERT INTO @PREFIX@_up."#lab" VALUES ('test_lab', 'A lab for tests');
INSERT INTO @PREFIX@_up.equipment VALUES ('camera1', '');
INSERT INTO @PREFIX@_up.session VALUES ('m01', 1, NULL);
INSERT INTO @PREFIX@_up.session VALUES ('m01', 2, NULL);
INSERT INTO @PREFIX@_up.subject VALUES ('m01', 'test_lab');
INSERT INTO @PREFIX@_up.trial VALUES ('m01', 1, 0, 'sucrose', 1, 2);
INSERT INTO @PREFIX@_up.trial VALUES ('m01', 1, 1, 'quinine', 3, 4);
INSERT INTO @PREFIX@_up."~lineage" VALUES ('#lab', 'lab', '@PREFIX@_up.#lab.lab');
INSERT INTO @PREFIX@_up."~lineage" VALUES ('subject', 'lab', '@PREFIX@_up.#lab.lab');
INSERT INTO @PREFIX@_up."~lineage" VALUES ('subject', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_up."~lineage" VALUES ('session', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_up."~lineage" VALUES ('session', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_up."~lineage" VALUES ('equipment', 'equipment', '@PREFIX@_up.equipment.equipment');
INSERT INTO @PREFIX@_up."~lineage" VALUES ('trial', 'subject', '@PREFIX@_up.subject.subject');
INSERT INTO @PREFIX@_up."~lineage" VALUES ('trial', 'session_id', '@PREFIX@_up.session.session_id');
INSERT INTO @PREFIX@_up."~lineage" VALUES ('trial', 'trial_id', '@PREFIX@_up.trial.trial_id');
ALTER TABLE ONLY @PREFIX@_aff."#action_unit"
    ADD CONSTRAINT "#action_unit_pkey" PRIMARY KEY (action_unit);
ALTER TABLE ONLY @PREFIX@_aff."#affect_trace"
    ADD CONSTRAINT "#affect_trace_pkey" PRIMARY KEY (affect_trace);
ALTER TABLE ONLY @PREFIX@_aff.__action_unit_response__event
    ADD CONSTRAINT __action_unit_response__event_pkey PRIMARY KEY (subject, session_id, recording_id, action_unit_task_id, event_set_id, event_window, event_id, action_unit);
ALTER TABLE ONLY @PREFIX@_aff.__action_unit_response
    ADD CONSTRAINT __action_unit_response_pkey PRIMARY KEY (subject, session_id, recording_id, action_unit_task_id, event_set_id, event_window);
ALTER TABLE ONLY @PREFIX@_aff.__action_units__reference
    ADD CONSTRAINT __action_units__reference_pkey PRIMARY KEY (subject, session_id, recording_id, action_unit_task_id, action_unit, reference_quantity);
ALTER TABLE ONLY @PREFIX@_aff.__action_units__unit
    ADD CONSTRAINT __action_units__unit_pkey PRIMARY KEY (subject, session_id, recording_id, action_unit_task_id, action_unit);
ALTER TABLE ONLY @PREFIX@_aff.__action_units
    ADD CONSTRAINT __action_units_pkey PRIMARY KEY (subject, session_id, recording_id, action_unit_task_id);
ALTER TABLE ONLY @PREFIX@_aff.__affect__agreement
    ADD CONSTRAINT __affect__agreement_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, affect_trace, rated_measure);
ALTER TABLE ONLY @PREFIX@_aff.__affect__motion
    ADD CONSTRAINT __affect__motion_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, affect_trace, affect_regressor);
ALTER TABLE ONLY @PREFIX@_aff.__affect__sign
    ADD CONSTRAINT __affect__sign_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, stimulus);
ALTER TABLE ONLY @PREFIX@_aff.__affect__source
    ADD CONSTRAINT __affect__source_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, arousal_source);
ALTER TABLE ONLY @PREFIX@_aff.__affect__trace
    ADD CONSTRAINT __affect__trace_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, affect_trace);
ALTER TABLE ONLY @PREFIX@_aff.__affect__trial
    ADD CONSTRAINT __affect__trial_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, event_id);
ALTER TABLE ONLY @PREFIX@_aff.__affect
    ADD CONSTRAINT __affect_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id);
ALTER TABLE ONLY @PREFIX@_aff.__affect_response__event
    ADD CONSTRAINT __affect_response__event_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, event_window, event_id, affect_trace);
ALTER TABLE ONLY @PREFIX@_aff.__affect_response
    ADD CONSTRAINT __affect_response_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, event_window);
ALTER TABLE ONLY @PREFIX@_aff.__decoding__amount_level
    ADD CONSTRAINT __decoding__amount_level_pkey PRIMARY KEY (decoding_id, stimulus, amount_source, amount_mouse, amount_level_no);
ALTER TABLE ONLY @PREFIX@_aff.__decoding__amount
    ADD CONSTRAINT __decoding__amount_pkey PRIMARY KEY (decoding_id, stimulus, amount_source, amount_mouse);
ALTER TABLE ONLY @PREFIX@_aff.__decoding__class
    ADD CONSTRAINT __decoding__class_pkey PRIMARY KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out, decoding_class, class_metric);
ALTER TABLE ONLY @PREFIX@_aff.__decoding__confusion
    ADD CONSTRAINT __decoding__confusion_pkey PRIMARY KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out, confused_class, confused_as);
ALTER TABLE ONLY @PREFIX@_aff.__decoding__copy
    ADD CONSTRAINT __decoding__copy_pkey PRIMARY KEY (decoding_id, subject, session_id, recording_id, event_set_id, event_id);
ALTER TABLE ONLY @PREFIX@_aff.__decoding__decoder
    ADD CONSTRAINT __decoding__decoder_pkey PRIMARY KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out);
ALTER TABLE ONLY @PREFIX@_aff.__decoding__held_out
    ADD CONSTRAINT __decoding__held_out_pkey PRIMARY KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out, subject, session_id, recording_id, event_set_id, event_id);
ALTER TABLE ONLY @PREFIX@_aff.__decoding__metric
    ADD CONSTRAINT __decoding__metric_pkey PRIMARY KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out, decoding_group, decoding_metric);
ALTER TABLE ONLY @PREFIX@_aff.__decoding
    ADD CONSTRAINT __decoding_pkey PRIMARY KEY (decoding_id);
ALTER TABLE ONLY @PREFIX@_aff.__population__effect
    ADD CONSTRAINT __population__effect_pkey PRIMARY KEY (population_task_id, population_effect_id);
ALTER TABLE ONLY @PREFIX@_aff.__population__mouse
    ADD CONSTRAINT __population__mouse_pkey PRIMARY KEY (population_task_id, population_animal);
ALTER TABLE ONLY @PREFIX@_aff.__population__needed
    ADD CONSTRAINT __population__needed_pkey PRIMARY KEY (population_task_id, population_effect_id, population_needed_n_mice, population_needed_n_trials);
ALTER TABLE ONLY @PREFIX@_aff.__population__prototype
    ADD CONSTRAINT __population__prototype_pkey PRIMARY KEY (population_task_id, population_animal, population_stimulus, population_features);
ALTER TABLE ONLY @PREFIX@_aff.__population
    ADD CONSTRAINT __population_pkey PRIMARY KEY (population_task_id);
ALTER TABLE ONLY @PREFIX@_aff.__structure__cluster
    ADD CONSTRAINT __structure__cluster_pkey PRIMARY KEY (structure_id, structure_cluster);
ALTER TABLE ONLY @PREFIX@_aff.__structure__comparison
    ADD CONSTRAINT __structure__comparison_pkey PRIMARY KEY (structure_id, structure_against, structure_measure);
ALTER TABLE ONLY @PREFIX@_aff.__structure__number
    ADD CONSTRAINT __structure__number_pkey PRIMARY KEY (structure_id, structure_number);
ALTER TABLE ONLY @PREFIX@_aff.__structure
    ADD CONSTRAINT __structure_pkey PRIMARY KEY (structure_id);
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__held_out
    ADD CONSTRAINT __unit_agreement__held_out_pkey PRIMARY KEY (unit_agreement_id, unit_rating_set_id, action_unit);
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__measure
    ADD CONSTRAINT __unit_agreement__measure_pkey PRIMARY KEY (unit_agreement_id, action_unit, agreement_of, agreement_who, agreement_measure);
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__unit_model
    ADD CONSTRAINT __unit_agreement__unit_model_pkey PRIMARY KEY (unit_agreement_id, action_unit);
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement
    ADD CONSTRAINT __unit_agreement_pkey PRIMARY KEY (unit_agreement_id);
ALTER TABLE ONLY @PREFIX@_aff.action_unit_param_set
    ADD CONSTRAINT action_unit_param_set_pkey PRIMARY KEY (action_unit_paramset_id);
ALTER TABLE ONLY @PREFIX@_aff.action_unit_task__target
    ADD CONSTRAINT action_unit_task__target_pkey PRIMARY KEY (subject, session_id, recording_id, action_unit_task_id, action_unit);
ALTER TABLE ONLY @PREFIX@_aff.action_unit_task
    ADD CONSTRAINT action_unit_task_pkey PRIMARY KEY (subject, session_id, recording_id, action_unit_task_id);
ALTER TABLE ONLY @PREFIX@_aff.affect_param_set
    ADD CONSTRAINT affect_param_set_pkey PRIMARY KEY (affect_paramset_id);
ALTER TABLE ONLY @PREFIX@_aff.affect_task__features
    ADD CONSTRAINT affect_task__features_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, feature_task_id);
ALTER TABLE ONLY @PREFIX@_aff.affect_task__rating
    ADD CONSTRAINT affect_task__rating_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, affect_trace);
ALTER TABLE ONLY @PREFIX@_aff.affect_task__sign
    ADD CONSTRAINT affect_task__sign_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, stimulus, sign_scheme);
ALTER TABLE ONLY @PREFIX@_aff.affect_task__source
    ADD CONSTRAINT affect_task__source_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id, asked_source);
ALTER TABLE ONLY @PREFIX@_aff.affect_task
    ADD CONSTRAINT affect_task_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, affect_task_id);
ALTER TABLE ONLY @PREFIX@_aff.decoding_param_set
    ADD CONSTRAINT decoding_param_set_pkey PRIMARY KEY (decoding_paramset_id);
ALTER TABLE ONLY @PREFIX@_aff.decoding_task__events
    ADD CONSTRAINT decoding_task__events_pkey PRIMARY KEY (decoding_id, subject, session_id, recording_id, feature_task_id, event_set_id);
ALTER TABLE ONLY @PREFIX@_aff.decoding_task__source
    ADD CONSTRAINT decoding_task__source_pkey PRIMARY KEY (decoding_id, subject, session_id, recording_id, feature_task_id);
ALTER TABLE ONLY @PREFIX@_aff.decoding_task
    ADD CONSTRAINT decoding_task_pkey PRIMARY KEY (decoding_id);
ALTER TABLE ONLY @PREFIX@_aff.population_param_set
    ADD CONSTRAINT population_param_set_pkey PRIMARY KEY (population_paramset_id);
ALTER TABLE ONLY @PREFIX@_aff.population_task__source
    ADD CONSTRAINT population_task__source_pkey PRIMARY KEY (population_task_id, subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id);
ALTER TABLE ONLY @PREFIX@_aff.population_task
    ADD CONSTRAINT population_task_pkey PRIMARY KEY (population_task_id);
ALTER TABLE ONLY @PREFIX@_aff.stimulus_sign
    ADD CONSTRAINT stimulus_sign_pkey PRIMARY KEY (stimulus, sign_scheme);
ALTER TABLE ONLY @PREFIX@_aff.structure_param_set
    ADD CONSTRAINT structure_param_set_pkey PRIMARY KEY (structure_paramset_id);
ALTER TABLE ONLY @PREFIX@_aff.structure_task__events
    ADD CONSTRAINT structure_task__events_pkey PRIMARY KEY (structure_id, subject, session_id, recording_id, crop_id, hog_paramset_id, event_set_id);
ALTER TABLE ONLY @PREFIX@_aff.structure_task__features
    ADD CONSTRAINT structure_task__features_pkey PRIMARY KEY (structure_id, subject, session_id, recording_id, crop_id, hog_paramset_id, feature_task_id);
ALTER TABLE ONLY @PREFIX@_aff.structure_task__source
    ADD CONSTRAINT structure_task__source_pkey PRIMARY KEY (structure_id, subject, session_id, recording_id, crop_id, hog_paramset_id);
ALTER TABLE ONLY @PREFIX@_aff.structure_task
    ADD CONSTRAINT structure_task_pkey PRIMARY KEY (structure_id);
ALTER TABLE ONLY @PREFIX@_aff.unit_agreement_task__source
    ADD CONSTRAINT unit_agreement_task__source_pkey PRIMARY KEY (unit_agreement_id, unit_rating_set_id);
ALTER TABLE ONLY @PREFIX@_aff.unit_agreement_task
    ADD CONSTRAINT unit_agreement_task_pkey PRIMARY KEY (unit_agreement_id);
ALTER TABLE ONLY @PREFIX@_aff.unit_rating_set__place
    ADD CONSTRAINT unit_rating_set__place_pkey PRIMARY KEY (unit_rating_set_id, rating_place);
ALTER TABLE ONLY @PREFIX@_aff.unit_rating_set__rating
    ADD CONSTRAINT unit_rating_set__rating_pkey PRIMARY KEY (unit_rating_set_id, rating_place, action_unit, unit_rater);
ALTER TABLE ONLY @PREFIX@_aff.unit_rating_set
    ADD CONSTRAINT unit_rating_set_pkey PRIMARY KEY (unit_rating_set_id);
ALTER TABLE ONLY @PREFIX@_aff."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_beh.__classification__bout
    ADD CONSTRAINT __classification__bout_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id, behavior, behavior_bout_id);
ALTER TABLE ONLY @PREFIX@_beh.__classification__frame_flags
    ADD CONSTRAINT __classification__frame_flags_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id, frame_flags_start_frame);
ALTER TABLE ONLY @PREFIX@_beh.__classification__summary
    ADD CONSTRAINT __classification__summary_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id, behavior);
ALTER TABLE ONLY @PREFIX@_beh.__classification__trace
    ADD CONSTRAINT __classification__trace_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id, behavior, probability_start_frame);
ALTER TABLE ONLY @PREFIX@_beh.__classification__transition
    ADD CONSTRAINT __classification__transition_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id, from_behavior, to_behavior);
ALTER TABLE ONLY @PREFIX@_beh.__classification
    ADD CONSTRAINT __classification_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id);
ALTER TABLE ONLY @PREFIX@_beh.__classifier__calibration
    ADD CONSTRAINT __classifier__calibration_pkey PRIMARY KEY (classifier_id, behavior, calibration_bin);
ALTER TABLE ONLY @PREFIX@_beh.__classifier__confusion
    ADD CONSTRAINT __classifier__confusion_pkey PRIMARY KEY (classifier_id, confusion_label, confusion_predicted);
ALTER TABLE ONLY @PREFIX@_beh.__classifier__fold
    ADD CONSTRAINT __classifier__fold_pkey PRIMARY KEY (classifier_id, classifier_fold, behavior);
ALTER TABLE ONLY @PREFIX@_beh.__classifier__learning_curve
    ADD CONSTRAINT __classifier__learning_curve_pkey PRIMARY KEY (classifier_id, behavior, learning_point);
ALTER TABLE ONLY @PREFIX@_beh.__classifier__metric
    ADD CONSTRAINT __classifier__metric_pkey PRIMARY KEY (classifier_id, behavior, metric_estimator, metric_name);
ALTER TABLE ONLY @PREFIX@_beh.__classifier__overall_metric
    ADD CONSTRAINT __classifier__overall_metric_pkey PRIMARY KEY (classifier_id, overall_estimator, overall_name);
ALTER TABLE ONLY @PREFIX@_beh.__classifier__precision_recall
    ADD CONSTRAINT __classifier__precision_recall_pkey PRIMARY KEY (classifier_id, behavior, pr_point);
ALTER TABLE ONLY @PREFIX@_beh.__classifier__threshold
    ADD CONSTRAINT __classifier__threshold_pkey PRIMARY KEY (classifier_id, behavior);
ALTER TABLE ONLY @PREFIX@_beh.__classifier
    ADD CONSTRAINT __classifier_pkey PRIMARY KEY (classifier_id);
ALTER TABLE ONLY @PREFIX@_beh.__label_agreement__behavior
    ADD CONSTRAINT __label_agreement__behavior_pkey PRIMARY KEY (subject, session_id, recording_id, label_set_id, other_label_set_id, behavior);
ALTER TABLE ONLY @PREFIX@_beh.__label_agreement
    ADD CONSTRAINT __label_agreement_pkey PRIMARY KEY (subject, session_id, recording_id, label_set_id, other_label_set_id);
ALTER TABLE ONLY @PREFIX@_beh.behavior_feature_param_set
    ADD CONSTRAINT behavior_feature_param_set_pkey PRIMARY KEY (behavior_feature_paramset_id);
ALTER TABLE ONLY @PREFIX@_beh.behavior
    ADD CONSTRAINT behavior_pkey PRIMARY KEY (behavior);
ALTER TABLE ONLY @PREFIX@_beh.classification_task
    ADD CONSTRAINT classification_task_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id);
ALTER TABLE ONLY @PREFIX@_beh.classifier_param_set
    ADD CONSTRAINT classifier_param_set_pkey PRIMARY KEY (classifier_paramset_id);
ALTER TABLE ONLY @PREFIX@_beh.classifier_task
    ADD CONSTRAINT classifier_task_pkey PRIMARY KEY (classifier_id);
ALTER TABLE ONLY @PREFIX@_beh.ethogram__behavior
    ADD CONSTRAINT ethogram__behavior_pkey PRIMARY KEY (ethogram_id, behavior);
ALTER TABLE ONLY @PREFIX@_beh.ethogram
    ADD CONSTRAINT ethogram_pkey PRIMARY KEY (ethogram_id);
ALTER TABLE ONLY @PREFIX@_beh.label_set__assessed
    ADD CONSTRAINT label_set__assessed_pkey PRIMARY KEY (subject, session_id, recording_id, label_set_id, behavior, assessed_first_frame);
ALTER TABLE ONLY @PREFIX@_beh.label_set__bout
    ADD CONSTRAINT label_set__bout_pkey PRIMARY KEY (subject, session_id, recording_id, label_set_id, behavior, label_bout_id);
ALTER TABLE ONLY @PREFIX@_beh.label_set
    ADD CONSTRAINT label_set_pkey PRIMARY KEY (subject, session_id, recording_id, label_set_id);
ALTER TABLE ONLY @PREFIX@_beh.review_queue__segment
    ADD CONSTRAINT review_queue__segment_pkey PRIMARY KEY (review_queue_id, segment_rank);
ALTER TABLE ONLY @PREFIX@_beh.review_queue
    ADD CONSTRAINT review_queue_pkey PRIMARY KEY (review_queue_id);
ALTER TABLE ONLY @PREFIX@_beh.training_set__source
    ADD CONSTRAINT training_set__source_pkey PRIMARY KEY (training_set_id, subject, session_id, recording_id, label_set_id, crop_id, hog_paramset_id);
ALTER TABLE ONLY @PREFIX@_beh.training_set
    ADD CONSTRAINT training_set_pkey PRIMARY KEY (training_set_id);
ALTER TABLE ONLY @PREFIX@_beh."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_con.__keypoints_explained__regressor
    ADD CONSTRAINT __keypoints_explained__regressor_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, keypoint_task_id, motion_paramset_id, prototype, measure, keypoint_regressor);
ALTER TABLE ONLY @PREFIX@_con.__keypoints_explained
    ADD CONSTRAINT __keypoints_explained_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, keypoint_task_id, motion_paramset_id);
ALTER TABLE ONLY @PREFIX@_con.__motion_explained__regressor
    ADD CONSTRAINT __motion_explained__regressor_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, facemap_task_id, motion_paramset_id, prototype, measure, regressor);
ALTER TABLE ONLY @PREFIX@_con.__motion_explained
    ADD CONSTRAINT __motion_explained_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, facemap_task_id, motion_paramset_id);
ALTER TABLE ONLY @PREFIX@_con.motion_param_set
    ADD CONSTRAINT motion_param_set_pkey PRIMARY KEY (motion_paramset_id);
ALTER TABLE ONLY @PREFIX@_con."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_exp."#emotion"
    ADD CONSTRAINT "#emotion_pkey" PRIMARY KEY (emotion);
ALTER TABLE ONLY @PREFIX@_exp."#event_window"
    ADD CONSTRAINT "#event_window_pkey" PRIMARY KEY (event_window);
ALTER TABLE ONLY @PREFIX@_exp."#stimulus_emotion"
    ADD CONSTRAINT "#stimulus_emotion_pkey" PRIMARY KEY (stimulus, interpretation);
ALTER TABLE ONLY @PREFIX@_exp."#stimulus"
    ADD CONSTRAINT "#stimulus_pkey" PRIMARY KEY (stimulus);
ALTER TABLE ONLY @PREFIX@_exp.__event_response__event
    ADD CONSTRAINT __event_response__event_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, event_window, prototype, measure, event_id);
ALTER TABLE ONLY @PREFIX@_exp.__event_response__habituation
    ADD CONSTRAINT __event_response__habituation_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, event_window, prototype, measure, stimulus, quantity);
ALTER TABLE ONLY @PREFIX@_exp.__event_response
    ADD CONSTRAINT __event_response_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, event_window);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__bout
    ADD CONSTRAINT __facial_expression__bout_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, bout_measure, bout_name, bout_id);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__event_summary
    ADD CONSTRAINT __facial_expression__event_summary_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure, event_id);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__finding
    ADD CONSTRAINT __facial_expression__finding_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, finding, finding_about);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__fold
    ADD CONSTRAINT __facial_expression__fold_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, fold, fold_start_frame);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__frame_trace
    ADD CONSTRAINT __facial_expression__frame_trace_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, frame_measure, frame_trace_start_frame);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__models
    ADD CONSTRAINT __facial_expression__models_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__time_course
    ADD CONSTRAINT __facial_expression__time_course_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trace
    ADD CONSTRAINT __facial_expression__trace_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trace_segment
    ADD CONSTRAINT __facial_expression__trace_segment_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure, trace_start_frame);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trial
    ADD CONSTRAINT __facial_expression__trial_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, event_id);
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression
    ADD CONSTRAINT __facial_expression_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id);
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__finding
    ADD CONSTRAINT __prototype_set__finding_pkey PRIMARY KEY (prototype_set_id, prototype_finding, prototype_finding_about);
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__model
    ADD CONSTRAINT __prototype_set__model_pkey PRIMARY KEY (prototype_set_id);
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__prototype
    ADD CONSTRAINT __prototype_set__prototype_pkey PRIMARY KEY (prototype_set_id, prototype);
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__source_event
    ADD CONSTRAINT __prototype_set__source_event_pkey PRIMARY KEY (prototype_set_id, prototype, subject, session_id, recording_id, event_set_id, event_id);
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__source_frame
    ADD CONSTRAINT __prototype_set__source_frame_pkey PRIMARY KEY (prototype_set_id, prototype, subject, session_id, recording_id, source_frame);
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set
    ADD CONSTRAINT __prototype_set_pkey PRIMARY KEY (prototype_set_id);
ALTER TABLE ONLY @PREFIX@_exp.event_set__event
    ADD CONSTRAINT event_set__event_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, event_id);
ALTER TABLE ONLY @PREFIX@_exp.event_set
    ADD CONSTRAINT event_set_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id);
ALTER TABLE ONLY @PREFIX@_exp.event_trial
    ADD CONSTRAINT event_trial_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, event_id);
ALTER TABLE ONLY @PREFIX@_exp.expression_param_set
    ADD CONSTRAINT expression_param_set_pkey PRIMARY KEY (expression_paramset_id);
ALTER TABLE ONLY @PREFIX@_exp.facial_expression_task
    ADD CONSTRAINT facial_expression_task_pkey PRIMARY KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id);
ALTER TABLE ONLY @PREFIX@_exp.prototype_task__source
    ADD CONSTRAINT prototype_task__source_pkey PRIMARY KEY (prototype_set_id, subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id);
ALTER TABLE ONLY @PREFIX@_exp.prototype_task
    ADD CONSTRAINT prototype_task_pkey PRIMARY KEY (prototype_set_id);
ALTER TABLE ONLY @PREFIX@_exp."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_fai.__failure_study__cause
    ADD CONSTRAINT __failure_study__cause_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id, failure_task_id, failure_cause);
ALTER TABLE ONLY @PREFIX@_fai.__failure_study__feature
    ADD CONSTRAINT __failure_study__feature_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id, failure_task_id, failure_column);
ALTER TABLE ONLY @PREFIX@_fai.__failure_study__measure
    ADD CONSTRAINT __failure_study__measure_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id, failure_task_id, failure_measure);
ALTER TABLE ONLY @PREFIX@_fai.__failure_study__remedy
    ADD CONSTRAINT __failure_study__remedy_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id, failure_task_id, remedy, remedy_measure);
ALTER TABLE ONLY @PREFIX@_fai.__failure_study
    ADD CONSTRAINT __failure_study_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id, failure_task_id);
ALTER TABLE ONLY @PREFIX@_fai.failure_param_set
    ADD CONSTRAINT failure_param_set_pkey PRIMARY KEY (failure_paramset_id);
ALTER TABLE ONLY @PREFIX@_fai.failure_task__states
    ADD CONSTRAINT failure_task__states_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id, failure_task_id, failure_start_frame);
ALTER TABLE ONLY @PREFIX@_fai.failure_task
    ADD CONSTRAINT failure_task_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id, failure_task_id);
ALTER TABLE ONLY @PREFIX@_fai."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_fea."#feature_definition"
    ADD CONSTRAINT "#feature_definition_pkey" PRIMARY KEY (feature_definition_hash);
ALTER TABLE ONLY @PREFIX@_fea.__face_angle__angle
    ADD CONSTRAINT __face_angle__angle_pkey PRIMARY KEY (subject, session_id, recording_id, face_angle_task_id, face_angle);
ALTER TABLE ONLY @PREFIX@_fea.__face_angle__point
    ADD CONSTRAINT __face_angle__point_pkey PRIMARY KEY (subject, session_id, recording_id, face_angle_task_id, angle_point);
ALTER TABLE ONLY @PREFIX@_fea.__face_angle
    ADD CONSTRAINT __face_angle_pkey PRIMARY KEY (subject, session_id, recording_id, face_angle_task_id);
ALTER TABLE ONLY @PREFIX@_fea.__frame_features__column
    ADD CONSTRAINT __frame_features__column_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id, feature_column);
ALTER TABLE ONLY @PREFIX@_fea.__frame_features
    ADD CONSTRAINT __frame_features_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id);
ALTER TABLE ONLY @PREFIX@_fea.face_angle_param_set
    ADD CONSTRAINT face_angle_param_set_pkey PRIMARY KEY (face_angle_paramset_id);
ALTER TABLE ONLY @PREFIX@_fea.face_angle_task
    ADD CONSTRAINT face_angle_task_pkey PRIMARY KEY (subject, session_id, recording_id, face_angle_task_id);
ALTER TABLE ONLY @PREFIX@_fea.feature_param_set
    ADD CONSTRAINT feature_param_set_pkey PRIMARY KEY (feature_paramset_id);
ALTER TABLE ONLY @PREFIX@_fea.feature_task
    ADD CONSTRAINT feature_task_pkey PRIMARY KEY (subject, session_id, recording_id, feature_task_id);
ALTER TABLE ONLY @PREFIX@_fea."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_fmp.__facemap_processing
    ADD CONSTRAINT __facemap_processing_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id);
ALTER TABLE ONLY @PREFIX@_fmp.__keypoints__point
    ADD CONSTRAINT __keypoints__point_pkey PRIMARY KEY (subject, session_id, recording_id, keypoint_task_id, point_no);
ALTER TABLE ONLY @PREFIX@_fmp.__keypoints__trace
    ADD CONSTRAINT __keypoints__trace_pkey PRIMARY KEY (subject, session_id, recording_id, keypoint_task_id, keypoint_trace);
ALTER TABLE ONLY @PREFIX@_fmp.__keypoints
    ADD CONSTRAINT __keypoints_pkey PRIMARY KEY (subject, session_id, recording_id, keypoint_task_id);
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__blink
    ADD CONSTRAINT _facial_signal__blink_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id, blink_no);
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__motion_s_v_d
    ADD CONSTRAINT _facial_signal__motion_s_v_d_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id, roi_no, pc_no);
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__movie_s_v_d
    ADD CONSTRAINT _facial_signal__movie_s_v_d_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id, roi_no, pc_no);
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__pupil
    ADD CONSTRAINT _facial_signal__pupil_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id, pupil_no);
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__region
    ADD CONSTRAINT _facial_signal__region_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id, roi_no);
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__running
    ADD CONSTRAINT _facial_signal__running_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id, running_no);
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__summary
    ADD CONSTRAINT _facial_signal__summary_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id);
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal
    ADD CONSTRAINT _facial_signal_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id);
ALTER TABLE ONLY @PREFIX@_fmp.face_regions__region
    ADD CONSTRAINT face_regions__region_pkey PRIMARY KEY (face_regions_id, region_no);
ALTER TABLE ONLY @PREFIX@_fmp.face_regions
    ADD CONSTRAINT face_regions_pkey PRIMARY KEY (face_regions_id);
ALTER TABLE ONLY @PREFIX@_fmp.facemap_task
    ADD CONSTRAINT facemap_task_pkey PRIMARY KEY (subject, session_id, recording_id, facemap_task_id);
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_mapping
    ADD CONSTRAINT keypoint_mapping_pkey PRIMARY KEY (keypoint_mapping_id);
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_model__body_part
    ADD CONSTRAINT keypoint_model__body_part_pkey PRIMARY KEY (keypoint_model_id, body_part_no);
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_model
    ADD CONSTRAINT keypoint_model_pkey PRIMARY KEY (keypoint_model_id);
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_task__file
    ADD CONSTRAINT keypoint_task__file_pkey PRIMARY KEY (subject, session_id, recording_id, keypoint_task_id, keypoint_file_no);
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_task
    ADD CONSTRAINT keypoint_task_pkey PRIMARY KEY (subject, session_id, recording_id, keypoint_task_id);
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_tracking
    ADD CONSTRAINT keypoint_tracking_pkey PRIMARY KEY (subject, session_id, recording_id, keypoint_task_id);
ALTER TABLE ONLY @PREFIX@_fmp."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_hog.__h_o_g_processing__flag
    ADD CONSTRAINT __h_o_g_processing__flag_pkey PRIMARY KEY (subject, session_id, recording_id, crop_id, hog_paramset_id, flag);
ALTER TABLE ONLY @PREFIX@_hog.__h_o_g_processing__quality
    ADD CONSTRAINT __h_o_g_processing__quality_pkey PRIMARY KEY (subject, session_id, recording_id, crop_id, hog_paramset_id, quality_trace);
ALTER TABLE ONLY @PREFIX@_hog.__h_o_g_processing
    ADD CONSTRAINT __h_o_g_processing_pkey PRIMARY KEY (subject, session_id, recording_id, crop_id, hog_paramset_id);
ALTER TABLE ONLY @PREFIX@_hog.face_crop
    ADD CONSTRAINT face_crop_pkey PRIMARY KEY (crop_id);
ALTER TABLE ONLY @PREFIX@_hog.h_o_g_param_set
    ADD CONSTRAINT h_o_g_param_set_pkey PRIMARY KEY (hog_paramset_id);
ALTER TABLE ONLY @PREFIX@_hog.h_o_g_task
    ADD CONSTRAINT h_o_g_task_pkey PRIMARY KEY (subject, session_id, recording_id, crop_id, hog_paramset_id);
ALTER TABLE ONLY @PREFIX@_hog."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__cluster_fold_weight
    ADD CONSTRAINT __frame_model__cluster_fold_weight_pkey PRIMARY KEY (frame_model_id, feature_cluster, cluster_weight_category, cluster_weight_fold);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__cluster
    ADD CONSTRAINT __frame_model__cluster_pkey PRIMARY KEY (frame_model_id, feature_cluster);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__cluster_weight
    ADD CONSTRAINT __frame_model__cluster_weight_pkey PRIMARY KEY (frame_model_id, feature_cluster, cluster_weight_category);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__fold
    ADD CONSTRAINT __frame_model__fold_pkey PRIMARY KEY (frame_model_id, model_fold, model_fold_estimator);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__fold_weight
    ADD CONSTRAINT __frame_model__fold_weight_pkey PRIMARY KEY (frame_model_id, weight_column, weight_category, weight_fold);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__held_out
    ADD CONSTRAINT __frame_model__held_out_pkey PRIMARY KEY (frame_model_id, subject, session_id, recording_id, feature_task_id, frame_target_id, held_out_start_row);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__metric
    ADD CONSTRAINT __frame_model__metric_pkey PRIMARY KEY (frame_model_id, model_estimator, model_metric);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__weight
    ADD CONSTRAINT __frame_model__weight_pkey PRIMARY KEY (frame_model_id, weight_column, weight_category);
ALTER TABLE ONLY @PREFIX@_mod.__frame_model
    ADD CONSTRAINT __frame_model_pkey PRIMARY KEY (frame_model_id);
ALTER TABLE ONLY @PREFIX@_mod.frame_model_param_set
    ADD CONSTRAINT frame_model_param_set_pkey PRIMARY KEY (frame_model_paramset_id);
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task__source
    ADD CONSTRAINT frame_model_task__source_pkey PRIMARY KEY (frame_model_id, subject, session_id, recording_id, feature_task_id);
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task__target
    ADD CONSTRAINT frame_model_task__target_pkey PRIMARY KEY (frame_model_id, subject, session_id, recording_id, feature_task_id, frame_target_id);
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task
    ADD CONSTRAINT frame_model_task_pkey PRIMARY KEY (frame_model_id);
ALTER TABLE ONLY @PREFIX@_mod.frame_target__category
    ADD CONSTRAINT frame_target__category_pkey PRIMARY KEY (subject, session_id, recording_id, frame_target_id, target_category);
ALTER TABLE ONLY @PREFIX@_mod.frame_target__trial
    ADD CONSTRAINT frame_target__trial_pkey PRIMARY KEY (subject, session_id, recording_id, frame_target_id, target_span);
ALTER TABLE ONLY @PREFIX@_mod.frame_target__values
    ADD CONSTRAINT frame_target__values_pkey PRIMARY KEY (subject, session_id, recording_id, frame_target_id, target_start_frame);
ALTER TABLE ONLY @PREFIX@_mod.frame_target
    ADD CONSTRAINT frame_target_pkey PRIMARY KEY (subject, session_id, recording_id, frame_target_id);
ALTER TABLE ONLY @PREFIX@_mod.learning_param_set
    ADD CONSTRAINT learning_param_set_pkey PRIMARY KEY (learning_paramset_id);
ALTER TABLE ONLY @PREFIX@_mod."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_rec."#clock"
    ADD CONSTRAINT "#clock_pkey" PRIMARY KEY (clock);
ALTER TABLE ONLY @PREFIX@_rec._frame_clock
    ADD CONSTRAINT _frame_clock_pkey PRIMARY KEY (subject, session_id, recording_id, clock);
ALTER TABLE ONLY @PREFIX@_rec._recording_info__file
    ADD CONSTRAINT _recording_info__file_pkey PRIMARY KEY (subject, session_id, recording_id, file_id);
ALTER TABLE ONLY @PREFIX@_rec._recording_info
    ADD CONSTRAINT _recording_info_pkey PRIMARY KEY (subject, session_id, recording_id);
ALTER TABLE ONLY @PREFIX@_rec.clock_source
    ADD CONSTRAINT clock_source_pkey PRIMARY KEY (subject, session_id, recording_id, clock);
ALTER TABLE ONLY @PREFIX@_rec.video_recording__file
    ADD CONSTRAINT video_recording__file_pkey PRIMARY KEY (subject, session_id, recording_id, file_id);
ALTER TABLE ONLY @PREFIX@_rec.video_recording
    ADD CONSTRAINT video_recording_pkey PRIMARY KEY (subject, session_id, recording_id);
ALTER TABLE ONLY @PREFIX@_rec."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_res.__behavior_response__event
    ADD CONSTRAINT __behavior_response__event_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id, event_set_id, event_window, event_id, behavior);
ALTER TABLE ONLY @PREFIX@_res.__behavior_response
    ADD CONSTRAINT __behavior_response_pkey PRIMARY KEY (subject, session_id, recording_id, classification_task_id, event_set_id, event_window);
ALTER TABLE ONLY @PREFIX@_res."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
ALTER TABLE ONLY @PREFIX@_up."#lab"
    ADD CONSTRAINT "#lab_pkey" PRIMARY KEY (lab);
ALTER TABLE ONLY @PREFIX@_up.equipment
    ADD CONSTRAINT equipment_pkey PRIMARY KEY (equipment);
ALTER TABLE ONLY @PREFIX@_up.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (subject, session_id);
ALTER TABLE ONLY @PREFIX@_up.subject
    ADD CONSTRAINT subject_pkey PRIMARY KEY (subject);
ALTER TABLE ONLY @PREFIX@_up.trial
    ADD CONSTRAINT trial_pkey PRIMARY KEY (subject, session_id, trial_id);
ALTER TABLE ONLY @PREFIX@_up."~lineage"
    ADD CONSTRAINT "~lineage_pkey" PRIMARY KEY (table_name, attribute_name);
CREATE INDEX idx___action_unit_response__event_action_unit ON @PREFIX@_aff.__action_unit_response__event USING btree (action_unit);
CREATE INDEX idx___action_unit_response__event_subject_session_id_recording_ ON @PREFIX@_aff.__action_unit_response__event USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___action_unit_response_event_window ON @PREFIX@_aff.__action_unit_response USING btree (event_window);
CREATE INDEX idx___action_unit_response_subject_session_id_recording_i ON @PREFIX@_aff.__action_unit_response USING btree (subject, session_id, recording_id, event_set_id);
CREATE INDEX idx___action_units__reference_action_unit ON @PREFIX@_aff.__action_units__reference USING btree (action_unit);
CREATE INDEX idx___action_units__unit_action_unit ON @PREFIX@_aff.__action_units__unit USING btree (action_unit);
CREATE INDEX idx___action_units__unit_feature_definition_hash ON @PREFIX@_aff.__action_units__unit USING btree (feature_definition_hash);
CREATE INDEX idx___affect__sign_stimulus ON @PREFIX@_aff.__affect__sign USING btree (stimulus);
CREATE INDEX idx___affect__trace_affect_trace ON @PREFIX@_aff.__affect__trace USING btree (affect_trace);
CREATE INDEX idx___affect__trial_subject_session_id_recording_i ON @PREFIX@_aff.__affect__trial USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___affect_response__event_affect_trace ON @PREFIX@_aff.__affect_response__event USING btree (affect_trace);
CREATE INDEX idx___affect_response__event_subject_session_id_recording_i ON @PREFIX@_aff.__affect_response__event USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___affect_response_event_window ON @PREFIX@_aff.__affect_response USING btree (event_window);
CREATE INDEX idx___decoding__amount_stimulus ON @PREFIX@_aff.__decoding__amount USING btree (stimulus);
CREATE INDEX idx___decoding__copy_subject_session_id_recording_i ON @PREFIX@_aff.__decoding__copy USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___decoding__held_out_subject_session_id_recording_i ON @PREFIX@_aff.__decoding__held_out USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___unit_agreement__held_out_action_unit ON @PREFIX@_aff.__unit_agreement__held_out USING btree (action_unit);
CREATE INDEX idx___unit_agreement__measure_action_unit ON @PREFIX@_aff.__unit_agreement__measure USING btree (action_unit);
CREATE INDEX idx___unit_agreement__unit_model_action_unit ON @PREFIX@_aff.__unit_agreement__unit_model USING btree (action_unit);
CREATE UNIQUE INDEX idx_action_unit_param_set_action_unit_paramset_hash ON @PREFIX@_aff.action_unit_param_set USING btree (action_unit_paramset_hash);
CREATE INDEX idx_action_unit_task__target_action_unit ON @PREFIX@_aff.action_unit_task__target USING btree (action_unit);
CREATE INDEX idx_action_unit_task__target_subject_session_id_recording_i ON @PREFIX@_aff.action_unit_task__target USING btree (subject, session_id, recording_id, frame_target_id);
CREATE INDEX idx_action_unit_task_action_unit_paramset_id ON @PREFIX@_aff.action_unit_task USING btree (action_unit_paramset_id);
CREATE UNIQUE INDEX idx_action_unit_task_action_unit_task_hash ON @PREFIX@_aff.action_unit_task USING btree (action_unit_task_hash);
CREATE INDEX idx_action_unit_task_subject_session_id_recording_i ON @PREFIX@_aff.action_unit_task USING btree (subject, session_id, recording_id, crop_id, hog_paramset_id);
CREATE UNIQUE INDEX idx_affect_param_set_affect_paramset_hash ON @PREFIX@_aff.affect_param_set USING btree (affect_paramset_hash);
CREATE INDEX idx_affect_task__features_subject_session_id_recording_i ON @PREFIX@_aff.affect_task__features USING btree (subject, session_id, recording_id, feature_task_id);
CREATE INDEX idx_affect_task__rating_affect_trace ON @PREFIX@_aff.affect_task__rating USING btree (affect_trace);
CREATE INDEX idx_affect_task__rating_subject_session_id_recording_i ON @PREFIX@_aff.affect_task__rating USING btree (subject, session_id, recording_id, frame_target_id);
CREATE INDEX idx_affect_task__sign_stimulus_sign_scheme ON @PREFIX@_aff.affect_task__sign USING btree (stimulus, sign_scheme);
CREATE INDEX idx_affect_task_affect_paramset_id ON @PREFIX@_aff.affect_task USING btree (affect_paramset_id);
CREATE UNIQUE INDEX idx_affect_task_affect_task_hash ON @PREFIX@_aff.affect_task USING btree (affect_task_hash);
CREATE INDEX idx_affect_task_expression_paramset_id ON @PREFIX@_aff.affect_task USING btree (expression_paramset_id);
CREATE INDEX idx_affect_task_prototype_set_id ON @PREFIX@_aff.affect_task USING btree (prototype_set_id);
CREATE INDEX idx_affect_task_subject_session_id_recording_i ON @PREFIX@_aff.affect_task USING btree (subject, session_id, recording_id, crop_id, hog_paramset_id);
CREATE UNIQUE INDEX idx_decoding_param_set_decoding_paramset_hash ON @PREFIX@_aff.decoding_param_set USING btree (decoding_paramset_hash);
CREATE INDEX idx_decoding_task__events_subject_session_id_recording_i ON @PREFIX@_aff.decoding_task__events USING btree (subject, session_id, recording_id, event_set_id);
CREATE INDEX idx_decoding_task__source_subject_session_id_recording_i ON @PREFIX@_aff.decoding_task__source USING btree (subject, session_id, recording_id, feature_task_id);
CREATE UNIQUE INDEX idx_decoding_task_decoding_hash ON @PREFIX@_aff.decoding_task USING btree (decoding_hash);
CREATE INDEX idx_decoding_task_decoding_paramset_id ON @PREFIX@_aff.decoding_task USING btree (decoding_paramset_id);
CREATE INDEX idx_decoding_task_learning_paramset_id ON @PREFIX@_aff.decoding_task USING btree (learning_paramset_id);
CREATE UNIQUE INDEX idx_population_param_set_population_paramset_hash ON @PREFIX@_aff.population_param_set USING btree (population_paramset_hash);
CREATE INDEX idx_population_task__source_subject_session_id_recording_i ON @PREFIX@_aff.population_task__source USING btree (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id);
CREATE INDEX idx_population_task_population_paramset_id ON @PREFIX@_aff.population_task USING btree (population_paramset_id);
CREATE UNIQUE INDEX idx_population_task_population_task_hash ON @PREFIX@_aff.population_task USING btree (population_task_hash);
CREATE UNIQUE INDEX idx_structure_param_set_structure_paramset_hash ON @PREFIX@_aff.structure_param_set USING btree (structure_paramset_hash);
CREATE INDEX idx_structure_task__events_subject_session_id_recording_i ON @PREFIX@_aff.structure_task__events USING btree (subject, session_id, recording_id, event_set_id);
CREATE INDEX idx_structure_task__features_subject_session_id_recording_i ON @PREFIX@_aff.structure_task__features USING btree (subject, session_id, recording_id, feature_task_id);
CREATE INDEX idx_structure_task__source_subject_session_id_recording_i ON @PREFIX@_aff.structure_task__source USING btree (subject, session_id, recording_id, crop_id, hog_paramset_id);
CREATE UNIQUE INDEX idx_structure_task_structure_hash ON @PREFIX@_aff.structure_task USING btree (structure_hash);
CREATE INDEX idx_structure_task_structure_paramset_id ON @PREFIX@_aff.structure_task USING btree (structure_paramset_id);
CREATE INDEX idx_unit_agreement_task__source_subject_session_id_recording_i ON @PREFIX@_aff.unit_agreement_task__source USING btree (subject, session_id, recording_id, feature_task_id);
CREATE INDEX idx_unit_agreement_task__source_unit_rating_set_id ON @PREFIX@_aff.unit_agreement_task__source USING btree (unit_rating_set_id);
CREATE INDEX idx_unit_agreement_task_frame_model_paramset_id ON @PREFIX@_aff.unit_agreement_task USING btree (frame_model_paramset_id);
CREATE INDEX idx_unit_agreement_task_learning_paramset_id ON @PREFIX@_aff.unit_agreement_task USING btree (learning_paramset_id);
CREATE UNIQUE INDEX idx_unit_agreement_task_unit_agreement_hash ON @PREFIX@_aff.unit_agreement_task USING btree (unit_agreement_hash);
CREATE INDEX idx_unit_rating_set__rating_action_unit ON @PREFIX@_aff.unit_rating_set__rating USING btree (action_unit);
CREATE INDEX idx_unit_rating_set_subject_session_id_recording_i ON @PREFIX@_aff.unit_rating_set USING btree (subject, session_id, recording_id);
CREATE UNIQUE INDEX idx_unit_rating_set_unit_rating_set_hash ON @PREFIX@_aff.unit_rating_set USING btree (unit_rating_set_hash);
CREATE INDEX idx___classification__bout_behavior ON @PREFIX@_beh.__classification__bout USING btree (behavior);
CREATE INDEX idx___classification__summary_behavior ON @PREFIX@_beh.__classification__summary USING btree (behavior);
CREATE INDEX idx___classification__trace_behavior ON @PREFIX@_beh.__classification__trace USING btree (behavior);
CREATE INDEX idx___classification__transition_from_behavior ON @PREFIX@_beh.__classification__transition USING btree (from_behavior);
CREATE INDEX idx___classification__transition_to_behavior ON @PREFIX@_beh.__classification__transition USING btree (to_behavior);
CREATE INDEX idx___classification_ethogram_id ON @PREFIX@_beh.__classification USING btree (ethogram_id);
CREATE INDEX idx___classifier__calibration_behavior ON @PREFIX@_beh.__classifier__calibration USING btree (behavior);
CREATE INDEX idx___classifier__fold_behavior ON @PREFIX@_beh.__classifier__fold USING btree (behavior);
CREATE INDEX idx___classifier__learning_curve_behavior ON @PREFIX@_beh.__classifier__learning_curve USING btree (behavior);
CREATE INDEX idx___classifier__metric_behavior ON @PREFIX@_beh.__classifier__metric USING btree (behavior);
CREATE INDEX idx___classifier__precision_recall_behavior ON @PREFIX@_beh.__classifier__precision_recall USING btree (behavior);
CREATE INDEX idx___classifier__threshold_behavior ON @PREFIX@_beh.__classifier__threshold USING btree (behavior);
CREATE INDEX idx___classifier_ethogram_id ON @PREFIX@_beh.__classifier USING btree (ethogram_id);
CREATE INDEX idx___label_agreement__behavior_behavior ON @PREFIX@_beh.__label_agreement__behavior USING btree (behavior);
CREATE INDEX idx___label_agreement_subject_session_id_recording_i ON @PREFIX@_beh.__label_agreement USING btree (subject, session_id, recording_id, other_label_set_id);
CREATE UNIQUE INDEX idx_behavior_feature_param_set_behavior_feature_paramset_hash ON @PREFIX@_beh.behavior_feature_param_set USING btree (behavior_feature_paramset_hash);
CREATE UNIQUE INDEX idx_classification_task_classification_task_hash ON @PREFIX@_beh.classification_task USING btree (classification_task_hash);
CREATE INDEX idx_classification_task_classifier_id ON @PREFIX@_beh.classification_task USING btree (classifier_id);
CREATE INDEX idx_classification_task_subject_session_id_recording_i ON @PREFIX@_beh.classification_task USING btree (subject, session_id, recording_id, crop_id, hog_paramset_id);
CREATE UNIQUE INDEX idx_classifier_param_set_classifier_paramset_hash ON @PREFIX@_beh.classifier_param_set USING btree (classifier_paramset_hash);
CREATE INDEX idx_classifier_task_behavior_feature_paramset_id ON @PREFIX@_beh.classifier_task USING btree (behavior_feature_paramset_id);
CREATE UNIQUE INDEX idx_classifier_task_classifier_hash ON @PREFIX@_beh.classifier_task USING btree (classifier_hash);
CREATE INDEX idx_classifier_task_classifier_paramset_id ON @PREFIX@_beh.classifier_task USING btree (classifier_paramset_id);
CREATE INDEX idx_classifier_task_training_set_id ON @PREFIX@_beh.classifier_task USING btree (training_set_id);
CREATE INDEX idx_ethogram__behavior_behavior ON @PREFIX@_beh.ethogram__behavior USING btree (behavior);
CREATE UNIQUE INDEX idx_ethogram_ethogram_hash ON @PREFIX@_beh.ethogram USING btree (ethogram_hash);
CREATE INDEX idx_label_set__assessed_behavior ON @PREFIX@_beh.label_set__assessed USING btree (behavior);
CREATE INDEX idx_label_set__bout_behavior ON @PREFIX@_beh.label_set__bout USING btree (behavior);
CREATE INDEX idx_label_set_ethogram_id ON @PREFIX@_beh.label_set USING btree (ethogram_id);
CREATE UNIQUE INDEX idx_label_set_label_set_hash ON @PREFIX@_beh.label_set USING btree (label_set_hash);
CREATE INDEX idx_review_queue__segment_behavior ON @PREFIX@_beh.review_queue__segment USING btree (behavior);
CREATE INDEX idx_review_queue__segment_subject_session_id_recording_i ON @PREFIX@_beh.review_queue__segment USING btree (subject, session_id, recording_id);
CREATE UNIQUE INDEX idx_review_queue_review_queue_hash ON @PREFIX@_beh.review_queue USING btree (review_queue_hash);
CREATE INDEX idx_training_set__source_crop_id ON @PREFIX@_beh.training_set__source USING btree (crop_id);
CREATE INDEX idx_training_set__source_hog_paramset_id ON @PREFIX@_beh.training_set__source USING btree (hog_paramset_id);
CREATE INDEX idx_training_set__source_subject_session_id_recording_i ON @PREFIX@_beh.training_set__source USING btree (subject, session_id, recording_id, label_set_id);
CREATE INDEX idx_training_set_ethogram_id ON @PREFIX@_beh.training_set USING btree (ethogram_id);
CREATE UNIQUE INDEX idx_training_set_training_set_hash ON @PREFIX@_beh.training_set USING btree (training_set_hash);
CREATE INDEX idx___keypoints_explained__regressor_subject_session_id_recordi ON @PREFIX@_con.__keypoints_explained__regressor USING btree (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure);
CREATE INDEX idx___keypoints_explained_motion_paramset_id ON @PREFIX@_con.__keypoints_explained USING btree (motion_paramset_id);
CREATE INDEX idx___keypoints_explained_subject_session_id_recording_i ON @PREFIX@_con.__keypoints_explained USING btree (subject, session_id, recording_id, keypoint_task_id);
CREATE INDEX idx___motion_explained__regressor_subject_session_id_recording_ ON @PREFIX@_con.__motion_explained__regressor USING btree (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure);
CREATE INDEX idx___motion_explained_motion_paramset_id ON @PREFIX@_con.__motion_explained USING btree (motion_paramset_id);
CREATE INDEX idx___motion_explained_subject_session_id_recording_i ON @PREFIX@_con.__motion_explained USING btree (subject, session_id, recording_id, facemap_task_id);
CREATE UNIQUE INDEX idx_motion_param_set_motion_paramset_hash ON @PREFIX@_con.motion_param_set USING btree (motion_paramset_hash);
CREATE UNIQUE INDEX "idx_#event_window_event_window_hash" ON @PREFIX@_exp."#event_window" USING btree (event_window_hash);
CREATE INDEX "idx_#stimulus_emotion_emotion" ON @PREFIX@_exp."#stimulus_emotion" USING btree (emotion);
CREATE INDEX idx___event_response__event_subject_session_id_recording_i ON @PREFIX@_exp.__event_response__event USING btree (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure, event_id);
CREATE INDEX idx___event_response__habituation_stimulus ON @PREFIX@_exp.__event_response__habituation USING btree (stimulus);
CREATE INDEX idx___event_response__habituation_subject_session_id_recording_ ON @PREFIX@_exp.__event_response__habituation USING btree (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure);
CREATE INDEX idx___event_response_event_window ON @PREFIX@_exp.__event_response USING btree (event_window);
CREATE INDEX idx___facial_expression__event_summary_subject_session_id_recor ON @PREFIX@_exp.__facial_expression__event_summary USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___facial_expression__fold_subject_session_id_recording_i ON @PREFIX@_exp.__facial_expression__fold USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___facial_expression__time_course_prototype_set_id_prototype ON @PREFIX@_exp.__facial_expression__time_course USING btree (prototype_set_id, prototype);
CREATE INDEX idx___facial_expression__trace_prototype_set_id_prototype ON @PREFIX@_exp.__facial_expression__trace USING btree (prototype_set_id, prototype);
CREATE INDEX idx___facial_expression__trial_subject_session_id_recording_i ON @PREFIX@_exp.__facial_expression__trial USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___facial_expression_prototype_set_id ON @PREFIX@_exp.__facial_expression USING btree (prototype_set_id);
CREATE INDEX idx___facial_expression_subject_session_id_recording_i ON @PREFIX@_exp.__facial_expression USING btree (subject, session_id, recording_id, crop_id, hog_paramset_id);
CREATE INDEX idx___prototype_set__prototype_prototype ON @PREFIX@_exp.__prototype_set__prototype USING btree (prototype);
CREATE INDEX idx___prototype_set__source_event_subject_session_id_recording_ ON @PREFIX@_exp.__prototype_set__source_event USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___prototype_set__source_frame_subject_session_id_recording_ ON @PREFIX@_exp.__prototype_set__source_frame USING btree (subject, session_id, recording_id);
CREATE INDEX idx_event_set__event_stimulus ON @PREFIX@_exp.event_set__event USING btree (stimulus);
CREATE INDEX idx_event_set_clock ON @PREFIX@_exp.event_set USING btree (clock);
CREATE UNIQUE INDEX idx_event_set_event_set_hash ON @PREFIX@_exp.event_set USING btree (event_set_hash);
CREATE INDEX idx_event_trial_subject_session_id_trial_id ON @PREFIX@_exp.event_trial USING btree (subject, session_id, trial_id);
CREATE UNIQUE INDEX idx_expression_param_set_expression_paramset_hash ON @PREFIX@_exp.expression_param_set USING btree (expression_paramset_hash);
CREATE INDEX idx_facial_expression_task_expression_paramset_id ON @PREFIX@_exp.facial_expression_task USING btree (expression_paramset_id);
CREATE INDEX idx_facial_expression_task_prototype_set_id ON @PREFIX@_exp.facial_expression_task USING btree (prototype_set_id);
CREATE INDEX idx_facial_expression_task_subject_session_id_recording_i ON @PREFIX@_exp.facial_expression_task USING btree (subject, session_id, recording_id, crop_id, hog_paramset_id);
CREATE INDEX idx_prototype_task__source_crop_id ON @PREFIX@_exp.prototype_task__source USING btree (crop_id);
CREATE INDEX idx_prototype_task__source_hog_paramset_id ON @PREFIX@_exp.prototype_task__source USING btree (hog_paramset_id);
CREATE INDEX idx_prototype_task__source_subject_session_id_recording_i ON @PREFIX@_exp.prototype_task__source USING btree (subject, session_id, recording_id, event_set_id);
CREATE INDEX idx_prototype_task_prototype_paramset_id ON @PREFIX@_exp.prototype_task USING btree (prototype_paramset_id);
CREATE UNIQUE INDEX idx_prototype_task_prototype_set_hash ON @PREFIX@_exp.prototype_task USING btree (prototype_set_hash);
CREATE UNIQUE INDEX idx_failure_param_set_failure_paramset_hash ON @PREFIX@_fai.failure_param_set USING btree (failure_paramset_hash);
CREATE INDEX idx_failure_task_failure_paramset_id ON @PREFIX@_fai.failure_task USING btree (failure_paramset_id);
CREATE UNIQUE INDEX idx_failure_task_failure_task_hash ON @PREFIX@_fai.failure_task USING btree (failure_task_hash);
CREATE INDEX idx___frame_features__column_feature_definition_hash ON @PREFIX@_fea.__frame_features__column USING btree (feature_definition_hash);
CREATE UNIQUE INDEX idx_face_angle_param_set_face_angle_paramset_hash ON @PREFIX@_fea.face_angle_param_set USING btree (face_angle_paramset_hash);
CREATE INDEX idx_face_angle_task_face_angle_paramset_id ON @PREFIX@_fea.face_angle_task USING btree (face_angle_paramset_id);
CREATE UNIQUE INDEX idx_face_angle_task_face_angle_task_hash ON @PREFIX@_fea.face_angle_task USING btree (face_angle_task_hash);
CREATE INDEX idx_face_angle_task_subject_session_id_recording_i ON @PREFIX@_fea.face_angle_task USING btree (subject, session_id, recording_id, crop_id, hog_paramset_id);
CREATE UNIQUE INDEX idx_feature_param_set_feature_paramset_hash ON @PREFIX@_fea.feature_param_set USING btree (feature_paramset_hash);
CREATE INDEX idx_feature_task_feature_paramset_id ON @PREFIX@_fea.feature_task USING btree (feature_paramset_id);
CREATE UNIQUE INDEX idx_feature_task_feature_task_hash ON @PREFIX@_fea.feature_task USING btree (feature_task_hash);
CREATE INDEX idx_feature_task_subject_session_id_recording_i ON @PREFIX@_fea.feature_task USING btree (subject, session_id, recording_id, crop_id, hog_paramset_id);
CREATE UNIQUE INDEX idx_face_regions_face_regions_hash ON @PREFIX@_fmp.face_regions USING btree (face_regions_hash);
CREATE INDEX idx_facemap_task_face_regions_id ON @PREFIX@_fmp.facemap_task USING btree (face_regions_id);
CREATE UNIQUE INDEX idx_keypoint_mapping_keypoint_mapping_hash ON @PREFIX@_fmp.keypoint_mapping USING btree (keypoint_mapping_hash);
CREATE UNIQUE INDEX idx_keypoint_model_keypoint_model_hash ON @PREFIX@_fmp.keypoint_model USING btree (keypoint_model_hash);
CREATE INDEX idx_keypoint_task_keypoint_mapping_id ON @PREFIX@_fmp.keypoint_task USING btree (keypoint_mapping_id);
CREATE INDEX idx_keypoint_tracking_keypoint_model_id ON @PREFIX@_fmp.keypoint_tracking USING btree (keypoint_model_id);
CREATE UNIQUE INDEX idx_face_crop_crop_hash ON @PREFIX@_hog.face_crop USING btree (crop_hash);
CREATE UNIQUE INDEX idx_h_o_g_param_set_hog_paramset_hash ON @PREFIX@_hog.h_o_g_param_set USING btree (hog_paramset_hash);
CREATE INDEX idx_h_o_g_task_crop_id ON @PREFIX@_hog.h_o_g_task USING btree (crop_id);
CREATE INDEX idx_h_o_g_task_hog_paramset_id ON @PREFIX@_hog.h_o_g_task USING btree (hog_paramset_id);
CREATE INDEX idx___frame_model__weight_feature_definition_hash ON @PREFIX@_mod.__frame_model__weight USING btree (feature_definition_hash);
CREATE INDEX idx___frame_model__weight_frame_model_id_feature_cluster ON @PREFIX@_mod.__frame_model__weight USING btree (frame_model_id, feature_cluster);
CREATE UNIQUE INDEX idx_frame_model_param_set_frame_model_paramset_hash ON @PREFIX@_mod.frame_model_param_set USING btree (frame_model_paramset_hash);
CREATE INDEX idx_frame_model_task__source_subject_session_id_recording_i ON @PREFIX@_mod.frame_model_task__source USING btree (subject, session_id, recording_id, feature_task_id);
CREATE INDEX idx_frame_model_task__target_subject_session_id_recording_i ON @PREFIX@_mod.frame_model_task__target USING btree (subject, session_id, recording_id, frame_target_id);
CREATE UNIQUE INDEX idx_frame_model_task_frame_model_hash ON @PREFIX@_mod.frame_model_task USING btree (frame_model_hash);
CREATE INDEX idx_frame_model_task_frame_model_paramset_id ON @PREFIX@_mod.frame_model_task USING btree (frame_model_paramset_id);
CREATE INDEX idx_frame_model_task_learning_paramset_id ON @PREFIX@_mod.frame_model_task USING btree (learning_paramset_id);
CREATE UNIQUE INDEX idx_frame_target_frame_target_hash ON @PREFIX@_mod.frame_target USING btree (frame_target_hash);
CREATE UNIQUE INDEX idx_learning_param_set_learning_paramset_hash ON @PREFIX@_mod.learning_param_set USING btree (learning_paramset_hash);
CREATE INDEX idx__frame_clock_clock ON @PREFIX@_rec._frame_clock USING btree (clock);
CREATE INDEX idx_clock_source_clock ON @PREFIX@_rec.clock_source USING btree (clock);
CREATE INDEX idx_video_recording_equipment ON @PREFIX@_rec.video_recording USING btree (equipment);
CREATE INDEX idx___behavior_response__event_behavior ON @PREFIX@_res.__behavior_response__event USING btree (behavior);
CREATE INDEX idx___behavior_response__event_subject_session_id_recording_i ON @PREFIX@_res.__behavior_response__event USING btree (subject, session_id, recording_id, event_set_id, event_id);
CREATE INDEX idx___behavior_response_event_window ON @PREFIX@_res.__behavior_response USING btree (event_window);
CREATE INDEX idx___behavior_response_subject_session_id_recording_i ON @PREFIX@_res.__behavior_response USING btree (subject, session_id, recording_id, event_set_id);
CREATE INDEX idx_subject_lab ON @PREFIX@_up.subject USING btree (lab);
ALTER TABLE ONLY @PREFIX@_aff.__action_unit_response__event
    ADD CONSTRAINT __action_unit_response__even_subject_session_id_recording_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_unit_response__event
    ADD CONSTRAINT __action_unit_response__event_action_unit_fkey FOREIGN KEY (action_unit) REFERENCES @PREFIX@_aff."#action_unit"(action_unit) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_unit_response__event
    ADD CONSTRAINT __action_unit_response__event_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, action_unit_task_id, event_set_id, event_window) REFERENCES @PREFIX@_aff.__action_unit_response(subject, session_id, recording_id, action_unit_task_id, event_set_id, event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_unit_response
    ADD CONSTRAINT __action_unit_response_event_window_fkey FOREIGN KEY (event_window) REFERENCES @PREFIX@_exp."#event_window"(event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_unit_response
    ADD CONSTRAINT __action_unit_response_subject_session_id_recording_id_act_fkey FOREIGN KEY (subject, session_id, recording_id, action_unit_task_id) REFERENCES @PREFIX@_aff.__action_units(subject, session_id, recording_id, action_unit_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_unit_response
    ADD CONSTRAINT __action_unit_response_subject_session_id_recording_id_eve_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id) REFERENCES @PREFIX@_exp.event_set(subject, session_id, recording_id, event_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_units__reference
    ADD CONSTRAINT __action_units__reference_action_unit_fkey FOREIGN KEY (action_unit) REFERENCES @PREFIX@_aff."#action_unit"(action_unit) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_units__reference
    ADD CONSTRAINT __action_units__reference_subject_session_id_recording_id__fkey FOREIGN KEY (subject, session_id, recording_id, action_unit_task_id) REFERENCES @PREFIX@_aff.__action_units(subject, session_id, recording_id, action_unit_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_units__unit
    ADD CONSTRAINT __action_units__unit_action_unit_fkey FOREIGN KEY (action_unit) REFERENCES @PREFIX@_aff."#action_unit"(action_unit) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_units__unit
    ADD CONSTRAINT __action_units__unit_feature_definition_hash_fkey FOREIGN KEY (feature_definition_hash) REFERENCES @PREFIX@_fea."#feature_definition"(feature_definition_hash) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_units__unit
    ADD CONSTRAINT __action_units__unit_subject_session_id_recording_id_actio_fkey FOREIGN KEY (subject, session_id, recording_id, action_unit_task_id) REFERENCES @PREFIX@_aff.__action_units(subject, session_id, recording_id, action_unit_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__action_units
    ADD CONSTRAINT __action_units_subject_session_id_recording_id_action_unit_fkey FOREIGN KEY (subject, session_id, recording_id, action_unit_task_id) REFERENCES @PREFIX@_aff.action_unit_task(subject, session_id, recording_id, action_unit_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__agreement
    ADD CONSTRAINT __affect__agreement_subject_session_id_recording_id_event__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id, affect_trace) REFERENCES @PREFIX@_aff.__affect__trace(subject, session_id, recording_id, event_set_id, affect_task_id, affect_trace) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__motion
    ADD CONSTRAINT __affect__motion_subject_session_id_recording_id_event_set_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id, affect_trace) REFERENCES @PREFIX@_aff.__affect__trace(subject, session_id, recording_id, event_set_id, affect_task_id, affect_trace) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__sign
    ADD CONSTRAINT __affect__sign_stimulus_fkey FOREIGN KEY (stimulus) REFERENCES @PREFIX@_exp."#stimulus"(stimulus) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__sign
    ADD CONSTRAINT __affect__sign_subject_session_id_recording_id_event_set_i_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.__affect(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__source
    ADD CONSTRAINT __affect__source_subject_session_id_recording_id_event_set_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.__affect(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__trace
    ADD CONSTRAINT __affect__trace_affect_trace_fkey FOREIGN KEY (affect_trace) REFERENCES @PREFIX@_aff."#affect_trace"(affect_trace) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__trace
    ADD CONSTRAINT __affect__trace_subject_session_id_recording_id_event_set__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.__affect(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__trial
    ADD CONSTRAINT __affect__trial_subject_session_id_recording_id_event_set__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.__affect(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect__trial
    ADD CONSTRAINT __affect__trial_subject_session_id_recording_id_event_set_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect_response__event
    ADD CONSTRAINT __affect_response__event_affect_trace_fkey FOREIGN KEY (affect_trace) REFERENCES @PREFIX@_aff."#affect_trace"(affect_trace) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect_response__event
    ADD CONSTRAINT __affect_response__event_subject_session_id_recording_id__fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect_response__event
    ADD CONSTRAINT __affect_response__event_subject_session_id_recording_id_e_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id, event_window) REFERENCES @PREFIX@_aff.__affect_response(subject, session_id, recording_id, event_set_id, affect_task_id, event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect_response
    ADD CONSTRAINT __affect_response_event_window_fkey FOREIGN KEY (event_window) REFERENCES @PREFIX@_exp."#event_window"(event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect_response
    ADD CONSTRAINT __affect_response_subject_session_id_recording_id_event_se_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.__affect(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__affect
    ADD CONSTRAINT __affect_subject_session_id_recording_id_event_set_id_affe_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.affect_task(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__amount
    ADD CONSTRAINT __decoding__amount_decoding_id_fkey FOREIGN KEY (decoding_id) REFERENCES @PREFIX@_aff.__decoding(decoding_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__amount_level
    ADD CONSTRAINT __decoding__amount_level_decoding_id_stimulus_amount_sourc_fkey FOREIGN KEY (decoding_id, stimulus, amount_source, amount_mouse) REFERENCES @PREFIX@_aff.__decoding__amount(decoding_id, stimulus, amount_source, amount_mouse) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__amount
    ADD CONSTRAINT __decoding__amount_stimulus_fkey FOREIGN KEY (stimulus) REFERENCES @PREFIX@_exp."#stimulus"(stimulus) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__class
    ADD CONSTRAINT __decoding__class_decoding_id_decoding_features_decoding_r_fkey FOREIGN KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out) REFERENCES @PREFIX@_aff.__decoding__decoder(decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__confusion
    ADD CONSTRAINT __decoding__confusion_decoding_id_decoding_features_decodi_fkey FOREIGN KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out) REFERENCES @PREFIX@_aff.__decoding__decoder(decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__copy
    ADD CONSTRAINT __decoding__copy_decoding_id_fkey FOREIGN KEY (decoding_id) REFERENCES @PREFIX@_aff.__decoding(decoding_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__copy
    ADD CONSTRAINT __decoding__copy_subject_session_id_recording_id_event_set_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__decoder
    ADD CONSTRAINT __decoding__decoder_decoding_id_fkey FOREIGN KEY (decoding_id) REFERENCES @PREFIX@_aff.__decoding(decoding_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__held_out
    ADD CONSTRAINT __decoding__held_out_decoding_id_decoding_features_decodin_fkey FOREIGN KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out) REFERENCES @PREFIX@_aff.__decoding__decoder(decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__held_out
    ADD CONSTRAINT __decoding__held_out_subject_session_id_recording_id_event_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding__metric
    ADD CONSTRAINT __decoding__metric_decoding_id_decoding_features_decoding__fkey FOREIGN KEY (decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out) REFERENCES @PREFIX@_aff.__decoding__decoder(decoding_id, decoding_features, decoding_rows, decoding_estimator, decoding_left_out) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__decoding
    ADD CONSTRAINT __decoding_decoding_id_fkey FOREIGN KEY (decoding_id) REFERENCES @PREFIX@_aff.decoding_task(decoding_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__population__effect
    ADD CONSTRAINT __population__effect_population_task_id_fkey FOREIGN KEY (population_task_id) REFERENCES @PREFIX@_aff.__population(population_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__population__mouse
    ADD CONSTRAINT __population__mouse_population_task_id_fkey FOREIGN KEY (population_task_id) REFERENCES @PREFIX@_aff.__population(population_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__population__needed
    ADD CONSTRAINT __population__needed_population_task_id_fkey FOREIGN KEY (population_task_id) REFERENCES @PREFIX@_aff.__population(population_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__population__needed
    ADD CONSTRAINT __population__needed_population_task_id_population_effect__fkey FOREIGN KEY (population_task_id, population_effect_id) REFERENCES @PREFIX@_aff.__population__effect(population_task_id, population_effect_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__population__prototype
    ADD CONSTRAINT __population__prototype_population_task_id_population_anim_fkey FOREIGN KEY (population_task_id, population_animal) REFERENCES @PREFIX@_aff.__population__mouse(population_task_id, population_animal) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__population
    ADD CONSTRAINT __population_population_task_id_fkey FOREIGN KEY (population_task_id) REFERENCES @PREFIX@_aff.population_task(population_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__structure__cluster
    ADD CONSTRAINT __structure__cluster_structure_id_fkey FOREIGN KEY (structure_id) REFERENCES @PREFIX@_aff.__structure(structure_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__structure__comparison
    ADD CONSTRAINT __structure__comparison_structure_id_fkey FOREIGN KEY (structure_id) REFERENCES @PREFIX@_aff.__structure(structure_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__structure__number
    ADD CONSTRAINT __structure__number_structure_id_fkey FOREIGN KEY (structure_id) REFERENCES @PREFIX@_aff.__structure(structure_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__structure
    ADD CONSTRAINT __structure_structure_id_fkey FOREIGN KEY (structure_id) REFERENCES @PREFIX@_aff.structure_task(structure_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__held_out
    ADD CONSTRAINT __unit_agreement__held_out_action_unit_fkey FOREIGN KEY (action_unit) REFERENCES @PREFIX@_aff."#action_unit"(action_unit) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__held_out
    ADD CONSTRAINT __unit_agreement__held_out_unit_agreement_id_fkey FOREIGN KEY (unit_agreement_id) REFERENCES @PREFIX@_aff.__unit_agreement(unit_agreement_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__held_out
    ADD CONSTRAINT __unit_agreement__held_out_unit_agreement_id_unit_rating_s_fkey FOREIGN KEY (unit_agreement_id, unit_rating_set_id) REFERENCES @PREFIX@_aff.unit_agreement_task__source(unit_agreement_id, unit_rating_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__measure
    ADD CONSTRAINT __unit_agreement__measure_action_unit_fkey FOREIGN KEY (action_unit) REFERENCES @PREFIX@_aff."#action_unit"(action_unit) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__measure
    ADD CONSTRAINT __unit_agreement__measure_unit_agreement_id_fkey FOREIGN KEY (unit_agreement_id) REFERENCES @PREFIX@_aff.__unit_agreement(unit_agreement_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__unit_model
    ADD CONSTRAINT __unit_agreement__unit_model_action_unit_fkey FOREIGN KEY (action_unit) REFERENCES @PREFIX@_aff."#action_unit"(action_unit) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement__unit_model
    ADD CONSTRAINT __unit_agreement__unit_model_unit_agreement_id_fkey FOREIGN KEY (unit_agreement_id) REFERENCES @PREFIX@_aff.__unit_agreement(unit_agreement_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.__unit_agreement
    ADD CONSTRAINT __unit_agreement_unit_agreement_id_fkey FOREIGN KEY (unit_agreement_id) REFERENCES @PREFIX@_aff.unit_agreement_task(unit_agreement_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.action_unit_task__target
    ADD CONSTRAINT action_unit_task__target_action_unit_fkey FOREIGN KEY (action_unit) REFERENCES @PREFIX@_aff."#action_unit"(action_unit) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.action_unit_task__target
    ADD CONSTRAINT action_unit_task__target_subject_session_id_recording_id_a_fkey FOREIGN KEY (subject, session_id, recording_id, action_unit_task_id) REFERENCES @PREFIX@_aff.action_unit_task(subject, session_id, recording_id, action_unit_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.action_unit_task__target
    ADD CONSTRAINT action_unit_task__target_subject_session_id_recording_id_f_fkey FOREIGN KEY (subject, session_id, recording_id, frame_target_id) REFERENCES @PREFIX@_mod.frame_target(subject, session_id, recording_id, frame_target_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.action_unit_task
    ADD CONSTRAINT action_unit_task_action_unit_paramset_id_fkey FOREIGN KEY (action_unit_paramset_id) REFERENCES @PREFIX@_aff.action_unit_param_set(action_unit_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.action_unit_task
    ADD CONSTRAINT action_unit_task_subject_session_id_recording_id_crop_id_h_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_task(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.action_unit_task
    ADD CONSTRAINT action_unit_task_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task__features
    ADD CONSTRAINT affect_task__features_subject_session_id_recording_id_even_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.affect_task(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task__features
    ADD CONSTRAINT affect_task__features_subject_session_id_recording_id_feat_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_fea.feature_task(subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task__rating
    ADD CONSTRAINT affect_task__rating_affect_trace_fkey FOREIGN KEY (affect_trace) REFERENCES @PREFIX@_aff."#affect_trace"(affect_trace) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task__rating
    ADD CONSTRAINT affect_task__rating_subject_session_id_recording_id_event__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.affect_task(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task__rating
    ADD CONSTRAINT affect_task__rating_subject_session_id_recording_id_frame__fkey FOREIGN KEY (subject, session_id, recording_id, frame_target_id) REFERENCES @PREFIX@_mod.frame_target(subject, session_id, recording_id, frame_target_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task__sign
    ADD CONSTRAINT affect_task__sign_stimulus_sign_scheme_fkey FOREIGN KEY (stimulus, sign_scheme) REFERENCES @PREFIX@_aff.stimulus_sign(stimulus, sign_scheme) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task__sign
    ADD CONSTRAINT affect_task__sign_subject_session_id_recording_id_event_se_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.affect_task(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task__source
    ADD CONSTRAINT affect_task__source_subject_session_id_recording_id_event__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, affect_task_id) REFERENCES @PREFIX@_aff.affect_task(subject, session_id, recording_id, event_set_id, affect_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task
    ADD CONSTRAINT affect_task_affect_paramset_id_fkey FOREIGN KEY (affect_paramset_id) REFERENCES @PREFIX@_aff.affect_param_set(affect_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task
    ADD CONSTRAINT affect_task_expression_paramset_id_fkey FOREIGN KEY (expression_paramset_id) REFERENCES @PREFIX@_exp.expression_param_set(expression_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task
    ADD CONSTRAINT affect_task_prototype_set_id_fkey FOREIGN KEY (prototype_set_id) REFERENCES @PREFIX@_exp.prototype_task(prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task
    ADD CONSTRAINT affect_task_subject_session_id_recording_id_crop_id_hog_pa_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_task(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.affect_task
    ADD CONSTRAINT affect_task_subject_session_id_recording_id_event_set_id_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id) REFERENCES @PREFIX@_exp.event_set(subject, session_id, recording_id, event_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.decoding_task__events
    ADD CONSTRAINT decoding_task__events_decoding_id_subject_session_id_recor_fkey FOREIGN KEY (decoding_id, subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_aff.decoding_task__source(decoding_id, subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.decoding_task__events
    ADD CONSTRAINT decoding_task__events_subject_session_id_recording_id_even_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id) REFERENCES @PREFIX@_exp.event_set(subject, session_id, recording_id, event_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.decoding_task__source
    ADD CONSTRAINT decoding_task__source_decoding_id_fkey FOREIGN KEY (decoding_id) REFERENCES @PREFIX@_aff.decoding_task(decoding_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.decoding_task__source
    ADD CONSTRAINT decoding_task__source_subject_session_id_recording_id_feat_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_fea.feature_task(subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.decoding_task
    ADD CONSTRAINT decoding_task_decoding_paramset_id_fkey FOREIGN KEY (decoding_paramset_id) REFERENCES @PREFIX@_aff.decoding_param_set(decoding_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.decoding_task
    ADD CONSTRAINT decoding_task_learning_paramset_id_fkey FOREIGN KEY (learning_paramset_id) REFERENCES @PREFIX@_mod.learning_param_set(learning_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.population_task__source
    ADD CONSTRAINT population_task__source_population_task_id_fkey FOREIGN KEY (population_task_id) REFERENCES @PREFIX@_aff.population_task(population_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.population_task__source
    ADD CONSTRAINT population_task__source_subject_session_id_recording_id_ev_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.facial_expression_task(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.population_task
    ADD CONSTRAINT population_task_population_paramset_id_fkey FOREIGN KEY (population_paramset_id) REFERENCES @PREFIX@_aff.population_param_set(population_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.stimulus_sign
    ADD CONSTRAINT stimulus_sign_stimulus_fkey FOREIGN KEY (stimulus) REFERENCES @PREFIX@_exp."#stimulus"(stimulus) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.structure_task__events
    ADD CONSTRAINT structure_task__events_structure_id_subject_session_id_rec_fkey FOREIGN KEY (structure_id, subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_aff.structure_task__source(structure_id, subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.structure_task__events
    ADD CONSTRAINT structure_task__events_subject_session_id_recording_id_eve_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id) REFERENCES @PREFIX@_exp.event_set(subject, session_id, recording_id, event_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.structure_task__features
    ADD CONSTRAINT structure_task__features_structure_id_subject_session_id_r_fkey FOREIGN KEY (structure_id, subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_aff.structure_task__source(structure_id, subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.structure_task__features
    ADD CONSTRAINT structure_task__features_subject_session_id_recording_id_f_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_fea.feature_task(subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.structure_task__source
    ADD CONSTRAINT structure_task__source_structure_id_fkey FOREIGN KEY (structure_id) REFERENCES @PREFIX@_aff.structure_task(structure_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.structure_task__source
    ADD CONSTRAINT structure_task__source_subject_session_id_recording_id_cro_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_task(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.structure_task
    ADD CONSTRAINT structure_task_structure_paramset_id_fkey FOREIGN KEY (structure_paramset_id) REFERENCES @PREFIX@_aff.structure_param_set(structure_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_agreement_task__source
    ADD CONSTRAINT unit_agreement_task__source_subject_session_id_recording_i_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_fea.feature_task(subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_agreement_task__source
    ADD CONSTRAINT unit_agreement_task__source_unit_agreement_id_fkey FOREIGN KEY (unit_agreement_id) REFERENCES @PREFIX@_aff.unit_agreement_task(unit_agreement_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_agreement_task__source
    ADD CONSTRAINT unit_agreement_task__source_unit_rating_set_id_fkey FOREIGN KEY (unit_rating_set_id) REFERENCES @PREFIX@_aff.unit_rating_set(unit_rating_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_agreement_task
    ADD CONSTRAINT unit_agreement_task_frame_model_paramset_id_fkey FOREIGN KEY (frame_model_paramset_id) REFERENCES @PREFIX@_mod.frame_model_param_set(frame_model_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_agreement_task
    ADD CONSTRAINT unit_agreement_task_learning_paramset_id_fkey FOREIGN KEY (learning_paramset_id) REFERENCES @PREFIX@_mod.learning_param_set(learning_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_rating_set__place
    ADD CONSTRAINT unit_rating_set__place_unit_rating_set_id_fkey FOREIGN KEY (unit_rating_set_id) REFERENCES @PREFIX@_aff.unit_rating_set(unit_rating_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_rating_set__rating
    ADD CONSTRAINT unit_rating_set__rating_action_unit_fkey FOREIGN KEY (action_unit) REFERENCES @PREFIX@_aff."#action_unit"(action_unit) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_rating_set__rating
    ADD CONSTRAINT unit_rating_set__rating_unit_rating_set_id_rating_place_fkey FOREIGN KEY (unit_rating_set_id, rating_place) REFERENCES @PREFIX@_aff.unit_rating_set__place(unit_rating_set_id, rating_place) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_aff.unit_rating_set
    ADD CONSTRAINT unit_rating_set_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__bout
    ADD CONSTRAINT __classification__bout_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__bout
    ADD CONSTRAINT __classification__bout_subject_session_id_recording_id_cla_fkey FOREIGN KEY (subject, session_id, recording_id, classification_task_id) REFERENCES @PREFIX@_beh.__classification(subject, session_id, recording_id, classification_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__frame_flags
    ADD CONSTRAINT __classification__frame_flags_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, classification_task_id) REFERENCES @PREFIX@_beh.__classification(subject, session_id, recording_id, classification_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__summary
    ADD CONSTRAINT __classification__summary_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__summary
    ADD CONSTRAINT __classification__summary_subject_session_id_recording_id__fkey FOREIGN KEY (subject, session_id, recording_id, classification_task_id) REFERENCES @PREFIX@_beh.__classification(subject, session_id, recording_id, classification_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__trace
    ADD CONSTRAINT __classification__trace_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__trace
    ADD CONSTRAINT __classification__trace_subject_session_id_recording_id_cl_fkey FOREIGN KEY (subject, session_id, recording_id, classification_task_id) REFERENCES @PREFIX@_beh.__classification(subject, session_id, recording_id, classification_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__transition
    ADD CONSTRAINT __classification__transition_from_behavior_fkey FOREIGN KEY (from_behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__transition
    ADD CONSTRAINT __classification__transition_subject_session_id_recording__fkey FOREIGN KEY (subject, session_id, recording_id, classification_task_id) REFERENCES @PREFIX@_beh.__classification(subject, session_id, recording_id, classification_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification__transition
    ADD CONSTRAINT __classification__transition_to_behavior_fkey FOREIGN KEY (to_behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification
    ADD CONSTRAINT __classification_ethogram_id_fkey FOREIGN KEY (ethogram_id) REFERENCES @PREFIX@_beh.ethogram(ethogram_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classification
    ADD CONSTRAINT __classification_subject_session_id_recording_id_classific_fkey FOREIGN KEY (subject, session_id, recording_id, classification_task_id) REFERENCES @PREFIX@_beh.classification_task(subject, session_id, recording_id, classification_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__calibration
    ADD CONSTRAINT __classifier__calibration_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__calibration
    ADD CONSTRAINT __classifier__calibration_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.__classifier(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__confusion
    ADD CONSTRAINT __classifier__confusion_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.__classifier(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__fold
    ADD CONSTRAINT __classifier__fold_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__fold
    ADD CONSTRAINT __classifier__fold_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.__classifier(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__learning_curve
    ADD CONSTRAINT __classifier__learning_curve_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__learning_curve
    ADD CONSTRAINT __classifier__learning_curve_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.__classifier(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__metric
    ADD CONSTRAINT __classifier__metric_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__metric
    ADD CONSTRAINT __classifier__metric_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.__classifier(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__overall_metric
    ADD CONSTRAINT __classifier__overall_metric_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.__classifier(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__precision_recall
    ADD CONSTRAINT __classifier__precision_recall_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__precision_recall
    ADD CONSTRAINT __classifier__precision_recall_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.__classifier(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__threshold
    ADD CONSTRAINT __classifier__threshold_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier__threshold
    ADD CONSTRAINT __classifier__threshold_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.__classifier(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier
    ADD CONSTRAINT __classifier_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.classifier_task(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__classifier
    ADD CONSTRAINT __classifier_ethogram_id_fkey FOREIGN KEY (ethogram_id) REFERENCES @PREFIX@_beh.ethogram(ethogram_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__label_agreement__behavior
    ADD CONSTRAINT __label_agreement__behavior_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__label_agreement__behavior
    ADD CONSTRAINT __label_agreement__behavior_subject_session_id_recording_i_fkey FOREIGN KEY (subject, session_id, recording_id, label_set_id, other_label_set_id) REFERENCES @PREFIX@_beh.__label_agreement(subject, session_id, recording_id, label_set_id, other_label_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__label_agreement
    ADD CONSTRAINT __label_agreement_subject_session_id_recording_id_label_se_fkey FOREIGN KEY (subject, session_id, recording_id, label_set_id) REFERENCES @PREFIX@_beh.label_set(subject, session_id, recording_id, label_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.__label_agreement
    ADD CONSTRAINT __label_agreement_subject_session_id_recording_id_other_la_fkey FOREIGN KEY (subject, session_id, recording_id, other_label_set_id) REFERENCES @PREFIX@_beh.label_set(subject, session_id, recording_id, label_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.classification_task
    ADD CONSTRAINT classification_task_classifier_id_fkey FOREIGN KEY (classifier_id) REFERENCES @PREFIX@_beh.classifier_task(classifier_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.classification_task
    ADD CONSTRAINT classification_task_subject_session_id_recording_id_crop_i_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_task(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.classification_task
    ADD CONSTRAINT classification_task_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.classifier_task
    ADD CONSTRAINT classifier_task_behavior_feature_paramset_id_fkey FOREIGN KEY (behavior_feature_paramset_id) REFERENCES @PREFIX@_beh.behavior_feature_param_set(behavior_feature_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.classifier_task
    ADD CONSTRAINT classifier_task_classifier_paramset_id_fkey FOREIGN KEY (classifier_paramset_id) REFERENCES @PREFIX@_beh.classifier_param_set(classifier_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.classifier_task
    ADD CONSTRAINT classifier_task_training_set_id_fkey FOREIGN KEY (training_set_id) REFERENCES @PREFIX@_beh.training_set(training_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.ethogram__behavior
    ADD CONSTRAINT ethogram__behavior_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.ethogram__behavior
    ADD CONSTRAINT ethogram__behavior_ethogram_id_fkey FOREIGN KEY (ethogram_id) REFERENCES @PREFIX@_beh.ethogram(ethogram_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.label_set__assessed
    ADD CONSTRAINT label_set__assessed_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.label_set__assessed
    ADD CONSTRAINT label_set__assessed_subject_session_id_recording_id_label__fkey FOREIGN KEY (subject, session_id, recording_id, label_set_id) REFERENCES @PREFIX@_beh.label_set(subject, session_id, recording_id, label_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.label_set__bout
    ADD CONSTRAINT label_set__bout_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.label_set__bout
    ADD CONSTRAINT label_set__bout_subject_session_id_recording_id_label_set__fkey FOREIGN KEY (subject, session_id, recording_id, label_set_id) REFERENCES @PREFIX@_beh.label_set(subject, session_id, recording_id, label_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.label_set
    ADD CONSTRAINT label_set_ethogram_id_fkey FOREIGN KEY (ethogram_id) REFERENCES @PREFIX@_beh.ethogram(ethogram_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.label_set
    ADD CONSTRAINT label_set_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.review_queue__segment
    ADD CONSTRAINT review_queue__segment_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.review_queue__segment
    ADD CONSTRAINT review_queue__segment_review_queue_id_fkey FOREIGN KEY (review_queue_id) REFERENCES @PREFIX@_beh.review_queue(review_queue_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.review_queue__segment
    ADD CONSTRAINT review_queue__segment_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.training_set__source
    ADD CONSTRAINT training_set__source_crop_id_fkey FOREIGN KEY (crop_id) REFERENCES @PREFIX@_hog.face_crop(crop_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.training_set__source
    ADD CONSTRAINT training_set__source_hog_paramset_id_fkey FOREIGN KEY (hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_param_set(hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.training_set__source
    ADD CONSTRAINT training_set__source_subject_session_id_recording_id_label_fkey FOREIGN KEY (subject, session_id, recording_id, label_set_id) REFERENCES @PREFIX@_beh.label_set(subject, session_id, recording_id, label_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.training_set__source
    ADD CONSTRAINT training_set__source_training_set_id_fkey FOREIGN KEY (training_set_id) REFERENCES @PREFIX@_beh.training_set(training_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_beh.training_set
    ADD CONSTRAINT training_set_ethogram_id_fkey FOREIGN KEY (ethogram_id) REFERENCES @PREFIX@_beh.ethogram(ethogram_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__keypoints_explained__regressor
    ADD CONSTRAINT __keypoints_explained__regre_subject_session_id_recording_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) REFERENCES @PREFIX@_exp.__facial_expression__trace(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__keypoints_explained__regressor
    ADD CONSTRAINT __keypoints_explained__regres_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, keypoint_task_id, motion_paramset_id) REFERENCES @PREFIX@_con.__keypoints_explained(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, keypoint_task_id, motion_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__keypoints_explained
    ADD CONSTRAINT __keypoints_explained_motion_paramset_id_fkey FOREIGN KEY (motion_paramset_id) REFERENCES @PREFIX@_con.motion_param_set(motion_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__keypoints_explained
    ADD CONSTRAINT __keypoints_explained_subject_session_id_recording_id_even_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__keypoints_explained
    ADD CONSTRAINT __keypoints_explained_subject_session_id_recording_id_keyp_fkey FOREIGN KEY (subject, session_id, recording_id, keypoint_task_id) REFERENCES @PREFIX@_fmp.__keypoints(subject, session_id, recording_id, keypoint_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__motion_explained__regressor
    ADD CONSTRAINT __motion_explained__regresso_subject_session_id_recording_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) REFERENCES @PREFIX@_exp.__facial_expression__trace(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__motion_explained__regressor
    ADD CONSTRAINT __motion_explained__regressor_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, facemap_task_id, motion_paramset_id) REFERENCES @PREFIX@_con.__motion_explained(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, facemap_task_id, motion_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__motion_explained
    ADD CONSTRAINT __motion_explained_motion_paramset_id_fkey FOREIGN KEY (motion_paramset_id) REFERENCES @PREFIX@_con.motion_param_set(motion_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__motion_explained
    ADD CONSTRAINT __motion_explained_subject_session_id_recording_id_event_s_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_con.__motion_explained
    ADD CONSTRAINT __motion_explained_subject_session_id_recording_id_facemap_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id) REFERENCES @PREFIX@_fmp._facial_signal(subject, session_id, recording_id, facemap_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp."#stimulus_emotion"
    ADD CONSTRAINT "#stimulus_emotion_emotion_fkey" FOREIGN KEY (emotion) REFERENCES @PREFIX@_exp."#emotion"(emotion) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp."#stimulus_emotion"
    ADD CONSTRAINT "#stimulus_emotion_stimulus_fkey" FOREIGN KEY (stimulus) REFERENCES @PREFIX@_exp."#stimulus"(stimulus) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__event_response__event
    ADD CONSTRAINT __event_response__event_subject_session_id_recording_id_e_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure, event_id) REFERENCES @PREFIX@_exp.__facial_expression__event_summary(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__event_response__event
    ADD CONSTRAINT __event_response__event_subject_session_id_recording_id_ev_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, event_window) REFERENCES @PREFIX@_exp.__event_response(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__event_response__habituation
    ADD CONSTRAINT __event_response__habituatio_subject_session_id_recording_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) REFERENCES @PREFIX@_exp.__facial_expression__trace(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__event_response__habituation
    ADD CONSTRAINT __event_response__habituation_stimulus_fkey FOREIGN KEY (stimulus) REFERENCES @PREFIX@_exp."#stimulus"(stimulus) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__event_response__habituation
    ADD CONSTRAINT __event_response__habituation_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, event_window) REFERENCES @PREFIX@_exp.__event_response(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__event_response
    ADD CONSTRAINT __event_response_event_window_fkey FOREIGN KEY (event_window) REFERENCES @PREFIX@_exp."#event_window"(event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__event_response
    ADD CONSTRAINT __event_response_subject_session_id_recording_id_event_set_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__bout
    ADD CONSTRAINT __facial_expression__bout_subject_session_id_recording_id__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__event_summary
    ADD CONSTRAINT __facial_expression__event_s_subject_session_id_recording_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) REFERENCES @PREFIX@_exp.__facial_expression__trace(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__event_summary
    ADD CONSTRAINT __facial_expression__event_s_subject_session_id_recording_fkey2 FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__event_summary
    ADD CONSTRAINT __facial_expression__event_su_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__finding
    ADD CONSTRAINT __facial_expression__finding_subject_session_id_recording__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__fold
    ADD CONSTRAINT __facial_expression__fold_subject_session_id_recording_id__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__fold
    ADD CONSTRAINT __facial_expression__fold_subject_session_id_recording_id_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__frame_trace
    ADD CONSTRAINT __facial_expression__frame_tr_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__models
    ADD CONSTRAINT __facial_expression__models_subject_session_id_recording_i_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__time_course
    ADD CONSTRAINT __facial_expression__time_cou_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__time_course
    ADD CONSTRAINT __facial_expression__time_cours_prototype_set_id_prototype_fkey FOREIGN KEY (prototype_set_id, prototype) REFERENCES @PREFIX@_exp.__prototype_set__prototype(prototype_set_id, prototype) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trace
    ADD CONSTRAINT __facial_expression__trace_prototype_set_id_prototype_fkey FOREIGN KEY (prototype_set_id, prototype) REFERENCES @PREFIX@_exp.__prototype_set__prototype(prototype_set_id, prototype) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trace_segment
    ADD CONSTRAINT __facial_expression__trace_s_subject_session_id_recording_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) REFERENCES @PREFIX@_exp.__facial_expression__trace(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id, prototype, measure) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trace_segment
    ADD CONSTRAINT __facial_expression__trace_se_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trace
    ADD CONSTRAINT __facial_expression__trace_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trial
    ADD CONSTRAINT __facial_expression__trial_subject_session_id_recording_i_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression__trial
    ADD CONSTRAINT __facial_expression__trial_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.__facial_expression(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression
    ADD CONSTRAINT __facial_expression_prototype_set_id_fkey FOREIGN KEY (prototype_set_id) REFERENCES @PREFIX@_exp.__prototype_set(prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression
    ADD CONSTRAINT __facial_expression_subject_session_id_recording_id_crop_i_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.__h_o_g_processing(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__facial_expression
    ADD CONSTRAINT __facial_expression_subject_session_id_recording_id_event__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) REFERENCES @PREFIX@_exp.facial_expression_task(subject, session_id, recording_id, event_set_id, crop_id, hog_paramset_id, expression_paramset_id, prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__finding
    ADD CONSTRAINT __prototype_set__finding_prototype_set_id_fkey FOREIGN KEY (prototype_set_id) REFERENCES @PREFIX@_exp.__prototype_set(prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__model
    ADD CONSTRAINT __prototype_set__model_prototype_set_id_fkey FOREIGN KEY (prototype_set_id) REFERENCES @PREFIX@_exp.__prototype_set(prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__prototype
    ADD CONSTRAINT __prototype_set__prototype_prototype_fkey FOREIGN KEY (prototype) REFERENCES @PREFIX@_exp."#stimulus"(stimulus) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__prototype
    ADD CONSTRAINT __prototype_set__prototype_prototype_set_id_fkey FOREIGN KEY (prototype_set_id) REFERENCES @PREFIX@_exp.__prototype_set(prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__source_event
    ADD CONSTRAINT __prototype_set__source_event_prototype_set_id_prototype_fkey FOREIGN KEY (prototype_set_id, prototype) REFERENCES @PREFIX@_exp.__prototype_set__prototype(prototype_set_id, prototype) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__source_event
    ADD CONSTRAINT __prototype_set__source_event_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__source_frame
    ADD CONSTRAINT __prototype_set__source_frame_prototype_set_id_prototype_fkey FOREIGN KEY (prototype_set_id, prototype) REFERENCES @PREFIX@_exp.__prototype_set__prototype(prototype_set_id, prototype) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set__source_frame
    ADD CONSTRAINT __prototype_set__source_frame_subject_session_id_recording_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.__prototype_set
    ADD CONSTRAINT __prototype_set_prototype_set_id_fkey FOREIGN KEY (prototype_set_id) REFERENCES @PREFIX@_exp.prototype_task(prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.event_set__event
    ADD CONSTRAINT event_set__event_stimulus_fkey FOREIGN KEY (stimulus) REFERENCES @PREFIX@_exp."#stimulus"(stimulus) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.event_set__event
    ADD CONSTRAINT event_set__event_subject_session_id_recording_id_event_set_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id) REFERENCES @PREFIX@_exp.event_set(subject, session_id, recording_id, event_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.event_set
    ADD CONSTRAINT event_set_clock_fkey FOREIGN KEY (clock) REFERENCES @PREFIX@_rec."#clock"(clock) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.event_set
    ADD CONSTRAINT event_set_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.event_trial
    ADD CONSTRAINT event_trial_subject_session_id_recording_id_event_set_id_e_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.event_trial
    ADD CONSTRAINT event_trial_subject_session_id_trial_id_fkey FOREIGN KEY (subject, session_id, trial_id) REFERENCES @PREFIX@_up.trial(subject, session_id, trial_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.facial_expression_task
    ADD CONSTRAINT facial_expression_task_expression_paramset_id_fkey FOREIGN KEY (expression_paramset_id) REFERENCES @PREFIX@_exp.expression_param_set(expression_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.facial_expression_task
    ADD CONSTRAINT facial_expression_task_prototype_set_id_fkey FOREIGN KEY (prototype_set_id) REFERENCES @PREFIX@_exp.prototype_task(prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.facial_expression_task
    ADD CONSTRAINT facial_expression_task_subject_session_id_recording_id_cro_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_task(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.facial_expression_task
    ADD CONSTRAINT facial_expression_task_subject_session_id_recording_id_eve_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id) REFERENCES @PREFIX@_exp.event_set(subject, session_id, recording_id, event_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.prototype_task__source
    ADD CONSTRAINT prototype_task__source_crop_id_fkey FOREIGN KEY (crop_id) REFERENCES @PREFIX@_hog.face_crop(crop_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.prototype_task__source
    ADD CONSTRAINT prototype_task__source_hog_paramset_id_fkey FOREIGN KEY (hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_param_set(hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.prototype_task__source
    ADD CONSTRAINT prototype_task__source_prototype_set_id_fkey FOREIGN KEY (prototype_set_id) REFERENCES @PREFIX@_exp.prototype_task(prototype_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.prototype_task__source
    ADD CONSTRAINT prototype_task__source_subject_session_id_recording_id_eve_fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id) REFERENCES @PREFIX@_exp.event_set(subject, session_id, recording_id, event_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_exp.prototype_task
    ADD CONSTRAINT prototype_task_prototype_paramset_id_fkey FOREIGN KEY (prototype_paramset_id) REFERENCES @PREFIX@_exp.expression_param_set(expression_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fai.__failure_study__cause
    ADD CONSTRAINT __failure_study__cause_subject_session_id_recording_id_fea_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id, failure_task_id) REFERENCES @PREFIX@_fai.__failure_study(subject, session_id, recording_id, feature_task_id, failure_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fai.__failure_study__feature
    ADD CONSTRAINT __failure_study__feature_subject_session_id_recording_id_f_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id, failure_task_id) REFERENCES @PREFIX@_fai.__failure_study(subject, session_id, recording_id, feature_task_id, failure_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fai.__failure_study__measure
    ADD CONSTRAINT __failure_study__measure_subject_session_id_recording_id_f_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id, failure_task_id) REFERENCES @PREFIX@_fai.__failure_study(subject, session_id, recording_id, feature_task_id, failure_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fai.__failure_study__remedy
    ADD CONSTRAINT __failure_study__remedy_subject_session_id_recording_id_fe_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id, failure_task_id) REFERENCES @PREFIX@_fai.__failure_study(subject, session_id, recording_id, feature_task_id, failure_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fai.__failure_study
    ADD CONSTRAINT __failure_study_subject_session_id_recording_id_feature_ta_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id, failure_task_id) REFERENCES @PREFIX@_fai.failure_task(subject, session_id, recording_id, feature_task_id, failure_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fai.failure_task__states
    ADD CONSTRAINT failure_task__states_subject_session_id_recording_id_featu_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id, failure_task_id) REFERENCES @PREFIX@_fai.failure_task(subject, session_id, recording_id, feature_task_id, failure_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fai.failure_task
    ADD CONSTRAINT failure_task_failure_paramset_id_fkey FOREIGN KEY (failure_paramset_id) REFERENCES @PREFIX@_fai.failure_param_set(failure_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fai.failure_task
    ADD CONSTRAINT failure_task_subject_session_id_recording_id_feature_task__fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_fea.feature_task(subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.__face_angle__angle
    ADD CONSTRAINT __face_angle__angle_subject_session_id_recording_id_face_a_fkey FOREIGN KEY (subject, session_id, recording_id, face_angle_task_id) REFERENCES @PREFIX@_fea.__face_angle(subject, session_id, recording_id, face_angle_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.__face_angle__point
    ADD CONSTRAINT __face_angle__point_subject_session_id_recording_id_face_a_fkey FOREIGN KEY (subject, session_id, recording_id, face_angle_task_id) REFERENCES @PREFIX@_fea.__face_angle(subject, session_id, recording_id, face_angle_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.__face_angle
    ADD CONSTRAINT __face_angle_subject_session_id_recording_id_face_angle_ta_fkey FOREIGN KEY (subject, session_id, recording_id, face_angle_task_id) REFERENCES @PREFIX@_fea.face_angle_task(subject, session_id, recording_id, face_angle_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.__frame_features__column
    ADD CONSTRAINT __frame_features__column_feature_definition_hash_fkey FOREIGN KEY (feature_definition_hash) REFERENCES @PREFIX@_fea."#feature_definition"(feature_definition_hash) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.__frame_features__column
    ADD CONSTRAINT __frame_features__column_subject_session_id_recording_id_f_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_fea.__frame_features(subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.__frame_features
    ADD CONSTRAINT __frame_features_subject_session_id_recording_id_feature_t_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_fea.feature_task(subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.face_angle_task
    ADD CONSTRAINT face_angle_task_face_angle_paramset_id_fkey FOREIGN KEY (face_angle_paramset_id) REFERENCES @PREFIX@_fea.face_angle_param_set(face_angle_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.face_angle_task
    ADD CONSTRAINT face_angle_task_subject_session_id_recording_id_crop_id_ho_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_task(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.face_angle_task
    ADD CONSTRAINT face_angle_task_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.feature_task
    ADD CONSTRAINT feature_task_feature_paramset_id_fkey FOREIGN KEY (feature_paramset_id) REFERENCES @PREFIX@_fea.feature_param_set(feature_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.feature_task
    ADD CONSTRAINT feature_task_subject_session_id_recording_id_crop_id_hog_p_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_task(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fea.feature_task
    ADD CONSTRAINT feature_task_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.__facemap_processing
    ADD CONSTRAINT __facemap_processing_subject_session_id_recording_id_facem_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id) REFERENCES @PREFIX@_fmp.facemap_task(subject, session_id, recording_id, facemap_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.__facemap_processing
    ADD CONSTRAINT __facemap_processing_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec._recording_info(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.__keypoints__point
    ADD CONSTRAINT __keypoints__point_subject_session_id_recording_id_keypoin_fkey FOREIGN KEY (subject, session_id, recording_id, keypoint_task_id) REFERENCES @PREFIX@_fmp.__keypoints(subject, session_id, recording_id, keypoint_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.__keypoints__trace
    ADD CONSTRAINT __keypoints__trace_subject_session_id_recording_id_keypoin_fkey FOREIGN KEY (subject, session_id, recording_id, keypoint_task_id) REFERENCES @PREFIX@_fmp.__keypoints(subject, session_id, recording_id, keypoint_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.__keypoints
    ADD CONSTRAINT __keypoints_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec._recording_info(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.__keypoints
    ADD CONSTRAINT __keypoints_subject_session_id_recording_id_keypoint_task__fkey FOREIGN KEY (subject, session_id, recording_id, keypoint_task_id) REFERENCES @PREFIX@_fmp.keypoint_task(subject, session_id, recording_id, keypoint_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__blink
    ADD CONSTRAINT _facial_signal__blink_subject_session_id_recording_id_face_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id) REFERENCES @PREFIX@_fmp._facial_signal(subject, session_id, recording_id, facemap_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__motion_s_v_d
    ADD CONSTRAINT _facial_signal__motion_s_v_d_subject_session_id_recording__fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id, roi_no) REFERENCES @PREFIX@_fmp._facial_signal__region(subject, session_id, recording_id, facemap_task_id, roi_no) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__movie_s_v_d
    ADD CONSTRAINT _facial_signal__movie_s_v_d_subject_session_id_recording_i_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id, roi_no) REFERENCES @PREFIX@_fmp._facial_signal__region(subject, session_id, recording_id, facemap_task_id, roi_no) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__pupil
    ADD CONSTRAINT _facial_signal__pupil_subject_session_id_recording_id_face_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id) REFERENCES @PREFIX@_fmp._facial_signal(subject, session_id, recording_id, facemap_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__region
    ADD CONSTRAINT _facial_signal__region_subject_session_id_recording_id_fac_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id) REFERENCES @PREFIX@_fmp._facial_signal(subject, session_id, recording_id, facemap_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__running
    ADD CONSTRAINT _facial_signal__running_subject_session_id_recording_id_fa_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id) REFERENCES @PREFIX@_fmp._facial_signal(subject, session_id, recording_id, facemap_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal__summary
    ADD CONSTRAINT _facial_signal__summary_subject_session_id_recording_id_fa_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id) REFERENCES @PREFIX@_fmp._facial_signal(subject, session_id, recording_id, facemap_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp._facial_signal
    ADD CONSTRAINT _facial_signal_subject_session_id_recording_id_facemap_tas_fkey FOREIGN KEY (subject, session_id, recording_id, facemap_task_id) REFERENCES @PREFIX@_fmp.__facemap_processing(subject, session_id, recording_id, facemap_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.face_regions__region
    ADD CONSTRAINT face_regions__region_face_regions_id_fkey FOREIGN KEY (face_regions_id) REFERENCES @PREFIX@_fmp.face_regions(face_regions_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.facemap_task
    ADD CONSTRAINT facemap_task_face_regions_id_fkey FOREIGN KEY (face_regions_id) REFERENCES @PREFIX@_fmp.face_regions(face_regions_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.facemap_task
    ADD CONSTRAINT facemap_task_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_model__body_part
    ADD CONSTRAINT keypoint_model__body_part_keypoint_model_id_fkey FOREIGN KEY (keypoint_model_id) REFERENCES @PREFIX@_fmp.keypoint_model(keypoint_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_task__file
    ADD CONSTRAINT keypoint_task__file_subject_session_id_recording_id_keypoi_fkey FOREIGN KEY (subject, session_id, recording_id, keypoint_task_id) REFERENCES @PREFIX@_fmp.keypoint_task(subject, session_id, recording_id, keypoint_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_task
    ADD CONSTRAINT keypoint_task_keypoint_mapping_id_fkey FOREIGN KEY (keypoint_mapping_id) REFERENCES @PREFIX@_fmp.keypoint_mapping(keypoint_mapping_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_task
    ADD CONSTRAINT keypoint_task_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_tracking
    ADD CONSTRAINT keypoint_tracking_keypoint_model_id_fkey FOREIGN KEY (keypoint_model_id) REFERENCES @PREFIX@_fmp.keypoint_model(keypoint_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_fmp.keypoint_tracking
    ADD CONSTRAINT keypoint_tracking_subject_session_id_recording_id_keypoint_fkey FOREIGN KEY (subject, session_id, recording_id, keypoint_task_id) REFERENCES @PREFIX@_fmp.keypoint_task(subject, session_id, recording_id, keypoint_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_hog.__h_o_g_processing__flag
    ADD CONSTRAINT __h_o_g_processing__flag_subject_session_id_recording_id_c_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.__h_o_g_processing(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_hog.__h_o_g_processing__quality
    ADD CONSTRAINT __h_o_g_processing__quality_subject_session_id_recording_i_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.__h_o_g_processing(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_hog.__h_o_g_processing
    ADD CONSTRAINT __h_o_g_processing_subject_session_id_recording_id_crop_id_fkey FOREIGN KEY (subject, session_id, recording_id, crop_id, hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_task(subject, session_id, recording_id, crop_id, hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_hog.__h_o_g_processing
    ADD CONSTRAINT __h_o_g_processing_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec._recording_info(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_hog.h_o_g_task
    ADD CONSTRAINT h_o_g_task_crop_id_fkey FOREIGN KEY (crop_id) REFERENCES @PREFIX@_hog.face_crop(crop_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_hog.h_o_g_task
    ADD CONSTRAINT h_o_g_task_hog_paramset_id_fkey FOREIGN KEY (hog_paramset_id) REFERENCES @PREFIX@_hog.h_o_g_param_set(hog_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_hog.h_o_g_task
    ADD CONSTRAINT h_o_g_task_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__cluster_fold_weight
    ADD CONSTRAINT __frame_model__cluster_fold_w_frame_model_id_feature_clust_fkey FOREIGN KEY (frame_model_id, feature_cluster, cluster_weight_category) REFERENCES @PREFIX@_mod.__frame_model__cluster_weight(frame_model_id, feature_cluster, cluster_weight_category) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__cluster
    ADD CONSTRAINT __frame_model__cluster_frame_model_id_fkey FOREIGN KEY (frame_model_id) REFERENCES @PREFIX@_mod.__frame_model(frame_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__cluster_weight
    ADD CONSTRAINT __frame_model__cluster_weight_frame_model_id_feature_clust_fkey FOREIGN KEY (frame_model_id, feature_cluster) REFERENCES @PREFIX@_mod.__frame_model__cluster(frame_model_id, feature_cluster) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__fold
    ADD CONSTRAINT __frame_model__fold_frame_model_id_fkey FOREIGN KEY (frame_model_id) REFERENCES @PREFIX@_mod.__frame_model(frame_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__fold_weight
    ADD CONSTRAINT __frame_model__fold_weight_frame_model_id_weight_column_we_fkey FOREIGN KEY (frame_model_id, weight_column, weight_category) REFERENCES @PREFIX@_mod.__frame_model__weight(frame_model_id, weight_column, weight_category) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__held_out
    ADD CONSTRAINT __frame_model__held_out_frame_model_id_fkey FOREIGN KEY (frame_model_id) REFERENCES @PREFIX@_mod.__frame_model(frame_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__held_out
    ADD CONSTRAINT __frame_model__held_out_frame_model_id_subject_session_id__fkey FOREIGN KEY (frame_model_id, subject, session_id, recording_id, feature_task_id, frame_target_id) REFERENCES @PREFIX@_mod.frame_model_task__target(frame_model_id, subject, session_id, recording_id, feature_task_id, frame_target_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__metric
    ADD CONSTRAINT __frame_model__metric_frame_model_id_fkey FOREIGN KEY (frame_model_id) REFERENCES @PREFIX@_mod.__frame_model(frame_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__weight
    ADD CONSTRAINT __frame_model__weight_feature_definition_hash_fkey FOREIGN KEY (feature_definition_hash) REFERENCES @PREFIX@_fea."#feature_definition"(feature_definition_hash) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__weight
    ADD CONSTRAINT __frame_model__weight_frame_model_id_feature_cluster_fkey FOREIGN KEY (frame_model_id, feature_cluster) REFERENCES @PREFIX@_mod.__frame_model__cluster(frame_model_id, feature_cluster) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model__weight
    ADD CONSTRAINT __frame_model__weight_frame_model_id_fkey FOREIGN KEY (frame_model_id) REFERENCES @PREFIX@_mod.__frame_model(frame_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.__frame_model
    ADD CONSTRAINT __frame_model_frame_model_id_fkey FOREIGN KEY (frame_model_id) REFERENCES @PREFIX@_mod.frame_model_task(frame_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task__source
    ADD CONSTRAINT frame_model_task__source_frame_model_id_fkey FOREIGN KEY (frame_model_id) REFERENCES @PREFIX@_mod.frame_model_task(frame_model_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task__source
    ADD CONSTRAINT frame_model_task__source_subject_session_id_recording_id_f_fkey FOREIGN KEY (subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_fea.feature_task(subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task__target
    ADD CONSTRAINT frame_model_task__target_frame_model_id_subject_session_id_fkey FOREIGN KEY (frame_model_id, subject, session_id, recording_id, feature_task_id) REFERENCES @PREFIX@_mod.frame_model_task__source(frame_model_id, subject, session_id, recording_id, feature_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task__target
    ADD CONSTRAINT frame_model_task__target_subject_session_id_recording_id_f_fkey FOREIGN KEY (subject, session_id, recording_id, frame_target_id) REFERENCES @PREFIX@_mod.frame_target(subject, session_id, recording_id, frame_target_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task
    ADD CONSTRAINT frame_model_task_frame_model_paramset_id_fkey FOREIGN KEY (frame_model_paramset_id) REFERENCES @PREFIX@_mod.frame_model_param_set(frame_model_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_model_task
    ADD CONSTRAINT frame_model_task_learning_paramset_id_fkey FOREIGN KEY (learning_paramset_id) REFERENCES @PREFIX@_mod.learning_param_set(learning_paramset_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_target__category
    ADD CONSTRAINT frame_target__category_subject_session_id_recording_id_fra_fkey FOREIGN KEY (subject, session_id, recording_id, frame_target_id) REFERENCES @PREFIX@_mod.frame_target(subject, session_id, recording_id, frame_target_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_target__trial
    ADD CONSTRAINT frame_target__trial_subject_session_id_recording_id_frame__fkey FOREIGN KEY (subject, session_id, recording_id, frame_target_id) REFERENCES @PREFIX@_mod.frame_target(subject, session_id, recording_id, frame_target_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_target__values
    ADD CONSTRAINT frame_target__values_subject_session_id_recording_id_frame_fkey FOREIGN KEY (subject, session_id, recording_id, frame_target_id) REFERENCES @PREFIX@_mod.frame_target(subject, session_id, recording_id, frame_target_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_mod.frame_target
    ADD CONSTRAINT frame_target_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec._frame_clock
    ADD CONSTRAINT _frame_clock_clock_fkey FOREIGN KEY (clock) REFERENCES @PREFIX@_rec."#clock"(clock) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec._frame_clock
    ADD CONSTRAINT _frame_clock_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec._recording_info(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec._recording_info__file
    ADD CONSTRAINT _recording_info__file_subject_session_id_recording_id_file_fkey FOREIGN KEY (subject, session_id, recording_id, file_id) REFERENCES @PREFIX@_rec.video_recording__file(subject, session_id, recording_id, file_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec._recording_info__file
    ADD CONSTRAINT _recording_info__file_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec._recording_info(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec._recording_info
    ADD CONSTRAINT _recording_info_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec.clock_source
    ADD CONSTRAINT clock_source_clock_fkey FOREIGN KEY (clock) REFERENCES @PREFIX@_rec."#clock"(clock) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec.clock_source
    ADD CONSTRAINT clock_source_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec.video_recording__file
    ADD CONSTRAINT video_recording__file_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id) REFERENCES @PREFIX@_rec.video_recording(subject, session_id, recording_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec.video_recording
    ADD CONSTRAINT video_recording_equipment_fkey FOREIGN KEY (equipment) REFERENCES @PREFIX@_up.equipment(equipment) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_rec.video_recording
    ADD CONSTRAINT video_recording_subject_session_id_fkey FOREIGN KEY (subject, session_id) REFERENCES @PREFIX@_up.session(subject, session_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_res.__behavior_response__event
    ADD CONSTRAINT __behavior_response__event_behavior_fkey FOREIGN KEY (behavior) REFERENCES @PREFIX@_beh.behavior(behavior) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_res.__behavior_response__event
    ADD CONSTRAINT __behavior_response__event_subject_session_id_recording_i_fkey1 FOREIGN KEY (subject, session_id, recording_id, event_set_id, event_id) REFERENCES @PREFIX@_exp.event_set__event(subject, session_id, recording_id, event_set_id, event_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_res.__behavior_response__event
    ADD CONSTRAINT __behavior_response__event_subject_session_id_recording_id_fkey FOREIGN KEY (subject, session_id, recording_id, classification_task_id, event_set_id, event_window) REFERENCES @PREFIX@_res.__behavior_response(subject, session_id, recording_id, classification_task_id, event_set_id, event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_res.__behavior_response
    ADD CONSTRAINT __behavior_response_event_window_fkey FOREIGN KEY (event_window) REFERENCES @PREFIX@_exp."#event_window"(event_window) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_res.__behavior_response
    ADD CONSTRAINT __behavior_response_subject_session_id_recording_id_classi_fkey FOREIGN KEY (subject, session_id, recording_id, classification_task_id) REFERENCES @PREFIX@_beh.__classification(subject, session_id, recording_id, classification_task_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_res.__behavior_response
    ADD CONSTRAINT __behavior_response_subject_session_id_recording_id_event__fkey FOREIGN KEY (subject, session_id, recording_id, event_set_id) REFERENCES @PREFIX@_exp.event_set(subject, session_id, recording_id, event_set_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_up.session
    ADD CONSTRAINT session_subject_fkey FOREIGN KEY (subject) REFERENCES @PREFIX@_up.subject(subject) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_up.subject
    ADD CONSTRAINT subject_lab_fkey FOREIGN KEY (lab) REFERENCES @PREFIX@_up."#lab"(lab) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY @PREFIX@_up.trial
    ADD CONSTRAINT trial_subject_session_id_fkey FOREIGN KEY (subject, session_id) REFERENCES @PREFIX@_up.session(subject, session_id) ON UPDATE CASCADE ON DELETE RESTRICT;
