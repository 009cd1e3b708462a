-- Made by tests/old_schema/keep.py: element-facemap 0.0.1, DataJoint 0.14.10.
CREATE DATABASE `@PREFIX@_everything` CHARACTER SET utf8mb4;
SET FOREIGN_KEY_CHECKS=0;
CREATE TABLE `@PREFIX@_everything`.`#device` (
  `device` int NOT NULL,
  PRIMARY KEY (`device`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `@PREFIX@_everything`.`#device` VALUES (7);
CREATE TABLE `@PREFIX@_everything`.`__facemap_processing` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `facemap_task_id` smallint NOT NULL,
  `processing_time` datetime NOT NULL COMMENT 'time of generation of the facemap results',
  `package_version` varchar(16) NOT NULL DEFAULT '',
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`,`facemap_task_id`),
  CONSTRAINT `__facemap_processing_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`) REFERENCES `facemap_task` (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='Processing Procedure';
CREATE TABLE `@PREFIX@_everything`.`_facial_signal` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `facemap_task_id` smallint NOT NULL,
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`,`facemap_task_id`),
  CONSTRAINT `_facial_signal_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`) REFERENCES `__facemap_processing` (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='PCA analysis results obtained with Facemap';
CREATE TABLE `@PREFIX@_everything`.`_facial_signal__motion_s_v_d` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `facemap_task_id` smallint NOT NULL,
  `roi_no` int NOT NULL COMMENT 'Region no',
  `component_no` int NOT NULL COMMENT 'principle component no',
  `singular_value` float NOT NULL COMMENT 'singular value corresponding to the principle component',
  `motmask` longblob NOT NULL COMMENT 'principle component - 2D motion mask (y, x)',
  `projection` longblob NOT NULL COMMENT 'projections onto the principle component - 1D motSVD array of length: nframes',
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`,`facemap_task_id`,`roi_no`,`component_no`),
  CONSTRAINT `_facial_signal__motion_s_v_d_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`, `roi_no`) REFERENCES `_facial_signal__region` (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`, `roi_no`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE TABLE `@PREFIX@_everything`.`_facial_signal__movie_s_v_d` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `facemap_task_id` smallint NOT NULL,
  `roi_no` int NOT NULL COMMENT 'Region no',
  `component_no` int NOT NULL COMMENT 'principle component no',
  `singular_value` float NOT NULL COMMENT 'singular value corresponding to the principle component',
  `movmask` longblob NOT NULL COMMENT 'principle component - 2D motion mask (y, x)',
  `projection` longblob NOT NULL COMMENT 'projections onto the principle component - 1D motSVD array of length: nframes',
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`,`facemap_task_id`,`roi_no`,`component_no`),
  CONSTRAINT `_facial_signal__movie_s_v_d_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`, `roi_no`) REFERENCES `_facial_signal__region` (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`, `roi_no`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE TABLE `@PREFIX@_everything`.`_facial_signal__region` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `facemap_task_id` smallint NOT NULL,
  `roi_no` int NOT NULL COMMENT 'Region no',
  `roi_name` varchar(16) NOT NULL DEFAULT '' COMMENT 'user-friendly name of the roi',
  `xrange` longblob NOT NULL COMMENT '1d np.array - x pixel indices of the region',
  `yrange` longblob NOT NULL COMMENT '1d np.array - y pixel indices of the region',
  `xrange_bin` longblob NOT NULL COMMENT '1d np.array - binned x pixel indices of the region',
  `yrange_bin` longblob NOT NULL COMMENT '1d np.array - binned y pixel indices of the region',
  `motion` longblob NOT NULL COMMENT '1d np.array - absolute motion energies across time (nframes)',
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`,`facemap_task_id`,`roi_no`),
  CONSTRAINT `_facial_signal__region_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`) REFERENCES `_facial_signal` (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE TABLE `@PREFIX@_everything`.`_facial_signal__summary` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `facemap_task_id` smallint NOT NULL,
  `sbin` int NOT NULL COMMENT 'spatial bin size',
  `avgframe` longblob NOT NULL COMMENT '2d np.array - average binned frame',
  `avgmotion` longblob NOT NULL COMMENT '2d nd.array - average binned motion frame',
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`,`facemap_task_id`),
  CONSTRAINT `_facial_signal__summary_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`) REFERENCES `_facial_signal` (`animal`, `session_date`, `session_datetime`, `recording_id`, `facemap_task_id`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE TABLE `@PREFIX@_everything`.`_recording_info` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `px_height` smallint NOT NULL COMMENT 'height in pixels',
  `px_width` smallint NOT NULL COMMENT 'width in pixels',
  `nframes` smallint NOT NULL COMMENT 'number of frames',
  `fps` int DEFAULT NULL COMMENT '(Hz) frames per second',
  `recording_duration` float DEFAULT NULL COMMENT 'video duration in seconds',
  `recording_time` datetime DEFAULT NULL COMMENT 'Time at the beginning of the recording with respect to the session',
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`),
  CONSTRAINT `_recording_info_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`) REFERENCES `video_recording` (`animal`, `session_date`, `session_datetime`, `recording_id`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `@PREFIX@_everything`.`_recording_info` VALUES (0x12345678123456781234567812345678, '2022-05-01', '2022-05-01 09:15:30', 0, 24, 32, 70, 30, 2.33333, NULL);
CREATE TABLE `@PREFIX@_everything`.`facemap_notes` (
  `note_id` int NOT NULL,
  `facemap_params` longblob NOT NULL,
  PRIMARY KEY (`note_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='of another project';
INSERT INTO `@PREFIX@_everything`.`facemap_notes` VALUES (1, 0x646a30000508000000000000006e6f74206f757273);
CREATE TABLE `@PREFIX@_everything`.`facemap_task` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `facemap_task_id` smallint NOT NULL,
  `processing_output_dir` varchar(255) DEFAULT NULL COMMENT 'output directory that will keep the facemap results',
  `task_mode` enum('load','trigger') NOT NULL DEFAULT 'load' COMMENT '''load'': load computed analysis results, ''trigger'': trigger computation',
  `facemap_params` longblob NOT NULL COMMENT 'dictionary with region of interest specification, and other params if applicable',
  `do_mot_svd` tinyint(1) NOT NULL DEFAULT '1' COMMENT 'whether to decompose the motion images',
  `do_mov_svd` tinyint(1) NOT NULL DEFAULT '0' COMMENT 'whether to decompose the movie images',
  `task_description` varchar(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`,`facemap_task_id`),
  CONSTRAINT `facemap_task_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`) REFERENCES `video_recording` (`animal`, `session_date`, `session_datetime`, `recording_id`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='Configuration for a facemap analysis task on a particular VideoRecording';
INSERT INTO `@PREFIX@_everything`.`facemap_task` VALUES (0x12345678123456781234567812345678, '2022-05-01', '2022-05-01 09:15:30', 0, 3, CONVERT(0x6d30312f6f6c6420726573756c7473 USING utf8mb4), CONVERT(0x6c6f6164 USING utf8mb4), 0x646a30000401000000000000000d000000000000000504000000000000007362696e04000000000000000a010004, 1, 1, '');
CREATE TABLE `@PREFIX@_everything`.`session` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `@PREFIX@_everything`.`session` VALUES (0x12345678123456781234567812345678, '2022-05-01', '2022-05-01 09:15:30');
CREATE TABLE `@PREFIX@_everything`.`video_recording` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `device` int NOT NULL,
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`),
  KEY `device` (`device`),
  CONSTRAINT `video_recording_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`) REFERENCES `session` (`animal`, `session_date`, `session_datetime`) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT `video_recording_ibfk_2` FOREIGN KEY (`device`) REFERENCES `#device` (`device`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `@PREFIX@_everything`.`video_recording` VALUES (0x12345678123456781234567812345678, '2022-05-01', '2022-05-01 09:15:30', 0, 7);
CREATE TABLE `@PREFIX@_everything`.`video_recording__file` (
  `animal` binary(16) NOT NULL COMMENT ':uuid:',
  `session_date` date NOT NULL,
  `session_datetime` datetime NOT NULL,
  `recording_id` int NOT NULL,
  `file_id` smallint NOT NULL,
  `file_path` varchar(255) NOT NULL COMMENT 'filepath of video, relative to root data directory',
  PRIMARY KEY (`animal`,`session_date`,`session_datetime`,`recording_id`,`file_id`),
  CONSTRAINT `video_recording__file_ibfk_1` FOREIGN KEY (`animal`, `session_date`, `session_datetime`, `recording_id`) REFERENCES `video_recording` (`animal`, `session_date`, `session_datetime`, `recording_id`) ON DELETE RESTRICT ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `@PREFIX@_everything`.`video_recording__file` VALUES (0x12345678123456781234567812345678, '2022-05-01', '2022-05-01 09:15:30', 0, 0, CONVERT(0x6d30312f74696e792e617669 USING utf8mb4));
CREATE TABLE `@PREFIX@_everything`.`~log` (
  `id` int unsigned NOT NULL AUTO_INCREMENT COMMENT 'event order id',
  `timestamp` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'event timestamp',
  `version` varchar(12) NOT NULL COMMENT 'datajoint version',
  `user` varchar(255) NOT NULL COMMENT 'user@host',
  `host` varchar(255) NOT NULL DEFAULT '' COMMENT 'system hostname',
  `event` varchar(255) NOT NULL DEFAULT '' COMMENT 'event message',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=15 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='event logging table for `@PREFIX@_everything`';
SET FOREIGN_KEY_CHECKS=1;
