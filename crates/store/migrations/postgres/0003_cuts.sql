-- How plan cut the log into batches and with which parameters it planned them: all that a replay
-- needs beside the events to come to the same rows. `events` names the offsets that were applied
-- where those are not all from `start` to before `next`.

CREATE TABLE cuts (
    part       BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    start      BIGINT NOT NULL,
    next       BIGINT NOT NULL,
    fresh      BIGINT NOT NULL,
    parameters TEXT COLLATE "C" NOT NULL,
    events     TEXT COLLATE "C",
    PRIMARY KEY (part, seq)
);

CREATE TABLE parameters (
    version TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at      BIGINT NOT NULL,
    body    BYTEA NOT NULL
);
