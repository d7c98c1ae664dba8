-- Several processes: traces and append times of events, where a cursor stands in Kafka, who works
-- in a group, events set aside and decided about, keys that wait.

ALTER TABLE events ADD COLUMN trace TEXT COLLATE "C";
ALTER TABLE events ADD COLUMN appended BIGINT NOT NULL DEFAULT 0;

ALTER TABLE cursor ADD COLUMN transport BIGINT NOT NULL DEFAULT -1;

CREATE TABLE workers (
    consumer TEXT COLLATE "C" NOT NULL,
    topic    TEXT COLLATE "C" NOT NULL,
    owner    TEXT COLLATE "C" NOT NULL,
    session  TEXT COLLATE "C" NOT NULL,
    until    BIGINT NOT NULL,
    PRIMARY KEY (consumer, topic, owner)
);

ALTER TABLE dead_letters ADD COLUMN trace TEXT COLLATE "C";
ALTER TABLE dead_letters ADD COLUMN state TEXT COLLATE "C" NOT NULL DEFAULT 'waiting';
ALTER TABLE dead_letters ADD COLUMN reason TEXT COLLATE "C";
CREATE INDEX dead_letters_by_state ON dead_letters (consumer, topic, state, part, off);

CREATE TABLE parked_keys (
    consumer TEXT COLLATE "C" NOT NULL,
    topic    TEXT COLLATE "C" NOT NULL,
    part     BIGINT NOT NULL,
    key      TEXT COLLATE "C" NOT NULL,
    off      BIGINT NOT NULL,
    PRIMARY KEY (consumer, topic, key)
);
