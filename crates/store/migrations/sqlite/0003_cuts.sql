-- How plan cut the log into batches and with which parameters it planned them: all that a replay
-- needs beside the events to come to the same rows. `events` names the offsets that were applied
-- where those are not all from `start` to before `next`.

CREATE TABLE cuts (
    part       INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    next       INTEGER NOT NULL,
    fresh      INTEGER NOT NULL,
    parameters TEXT NOT NULL,
    events     TEXT,
    PRIMARY KEY (part, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE parameters (
    version TEXT NOT NULL PRIMARY KEY,
    at      INTEGER NOT NULL,
    body    BLOB NOT NULL
) STRICT;
