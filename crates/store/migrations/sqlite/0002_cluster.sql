-- Several processes: traces and append times of events, where a cursor stands in Kafka, who works
-- in a group, events set aside and decided about, keys that wait.

ALTER TABLE events ADD COLUMN trace TEXT;
ALTER TABLE events ADD COLUMN appended INTEGER NOT NULL DEFAULT 0;

ALTER TABLE cursor ADD COLUMN transport INTEGER NOT NULL DEFAULT -1;

CREATE TABLE workers (
    consumer TEXT NOT NULL,
    topic    TEXT NOT NULL,
    owner    TEXT NOT NULL,
    session  TEXT NOT NULL,
    until    INTEGER NOT NULL,
    PRIMARY KEY (consumer, topic, owner)
) STRICT, WITHOUT ROWID;

ALTER TABLE dead_letters ADD COLUMN trace TEXT;
ALTER TABLE dead_letters ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting';
ALTER TABLE dead_letters ADD COLUMN reason TEXT;
CREATE INDEX dead_letters_by_state ON dead_letters (consumer, topic, state, part, off);

CREATE TABLE parked_keys (
    consumer TEXT NOT NULL,
    topic    TEXT NOT NULL,
    part     INTEGER NOT NULL,
    key      TEXT NOT NULL,
    off      INTEGER NOT NULL,
    PRIMARY KEY (consumer, topic, key)
) STRICT, WITHOUT ROWID;
