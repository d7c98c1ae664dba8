-- Times are epoch milliseconds, days are days since 0001-01-01 (day 1), quantities thousandths.

CREATE TABLE log_head (
    topic TEXT NOT NULL,
    part  INTEGER NOT NULL,
    next  INTEGER NOT NULL,
    PRIMARY KEY (topic, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    topic TEXT NOT NULL,
    part  INTEGER NOT NULL,
    off   INTEGER NOT NULL,
    id    TEXT NOT NULL,
    key   TEXT NOT NULL,
    kind  TEXT NOT NULL,
    at    INTEGER NOT NULL,
    body  BLOB NOT NULL,
    PRIMARY KEY (topic, part, off)
) STRICT;
CREATE UNIQUE INDEX events_by_id ON events (id, topic);

CREATE TABLE cursor (
    consumer    TEXT NOT NULL,
    topic       TEXT NOT NULL,
    part        INTEGER NOT NULL,
    next        INTEGER NOT NULL,
    owner       TEXT NOT NULL,
    lease_until INTEGER NOT NULL,
    epoch       INTEGER NOT NULL,
    PRIMARY KEY (consumer, topic, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letters (
    consumer TEXT NOT NULL,
    topic    TEXT NOT NULL,
    part     INTEGER NOT NULL,
    off      INTEGER NOT NULL,
    id       TEXT NOT NULL,
    key      TEXT NOT NULL,
    kind     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    body     BLOB NOT NULL,
    cause    TEXT NOT NULL,
    PRIMARY KEY (consumer, topic, part, off)
) STRICT;

CREATE TABLE view_changes (
    id     INTEGER NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL
) STRICT;
CREATE INDEX view_changes_by_entity ON view_changes (entity, id);

CREATE TABLE documents (
    id              TEXT NOT NULL PRIMARY KEY,
    direction       TEXT NOT NULL,
    partner         TEXT,
    site            TEXT,
    order_id        TEXT,
    kind            TEXT NOT NULL,
    at              INTEGER NOT NULL,
    status          TEXT NOT NULL,
    acknowledgement TEXT NOT NULL,
    body            BLOB NOT NULL
) STRICT;
CREATE INDEX documents_by_time ON documents (at);
CREATE INDEX documents_by_partner ON documents (partner, at);
CREATE INDEX documents_by_order ON documents (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX documents_waiting ON documents (direction, status, at);

CREATE TABLE document_chunks (
    document TEXT NOT NULL REFERENCES documents (id),
    chunk    INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (document, chunk)
) STRICT;

CREATE TABLE interchanges (
    sender         TEXT NOT NULL,
    receiver       TEXT NOT NULL,
    control_number TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    document       TEXT NOT NULL,
    PRIMARY KEY (sender, receiver, control_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE control_numbers (
    partner TEXT NOT NULL PRIMARY KEY,
    next    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sent_messages (
    partner         TEXT NOT NULL,
    group_control   TEXT NOT NULL,
    message_control TEXT NOT NULL,
    document        TEXT NOT NULL,
    PRIMARY KEY (partner, group_control, message_control)
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
    user_name TEXT NOT NULL,
    key       TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    answer    TEXT NOT NULL,
    PRIMARY KEY (user_name, key)
) STRICT;

CREATE TABLE blocks (
    partner TEXT NOT NULL,
    site    TEXT NOT NULL,
    period  INTEGER NOT NULL,
    version INTEGER NOT NULL,
    facts   INTEGER NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (partner, site, period)
) STRICT;

CREATE TABLE forecasts (
    partner TEXT NOT NULL,
    site    TEXT NOT NULL,
    series  INTEGER NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (partner, site)
) STRICT;

CREATE TABLE proposals (
    agreement TEXT NOT NULL,
    partner   TEXT NOT NULL,
    site      TEXT NOT NULL,
    need_day  INTEGER NOT NULL,
    body      BLOB NOT NULL,
    PRIMARY KEY (agreement, partner, site, need_day)
) STRICT;
CREATE INDEX proposals_by_site ON proposals (partner, site, need_day);

CREATE TABLE orders (
    id          TEXT NOT NULL PRIMARY KEY,
    partner     TEXT NOT NULL,
    site        TEXT NOT NULL,
    po_number   TEXT,
    need_day    INTEGER NOT NULL,
    released_at INTEGER NOT NULL,
    status      TEXT NOT NULL,
    held        INTEGER NOT NULL,
    lines       INTEGER NOT NULL,
    released    INTEGER NOT NULL,
    sent        INTEGER NOT NULL,
    accepted    INTEGER NOT NULL,
    shipped     INTEGER NOT NULL,
    received    INTEGER NOT NULL,
    cancelled   INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    body        BLOB NOT NULL
) STRICT;
CREATE INDEX orders_by_site ON orders (partner, site, need_day);
CREATE INDEX orders_by_time ON orders (released_at, id);
CREATE INDEX orders_by_po ON orders (po_number) WHERE po_number IS NOT NULL;
CREATE INDEX orders_open ON orders (partner, site) WHERE status NOT IN ('received', 'cancelled');

CREATE TABLE po_pools (
    partner TEXT NOT NULL,
    site    TEXT NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (partner, site)
) STRICT;

CREATE TABLE exceptions (
    id      TEXT NOT NULL PRIMARY KEY,
    partner TEXT,
    site    TEXT,
    at      INTEGER NOT NULL,
    open    INTEGER NOT NULL,
    body    BLOB NOT NULL
) STRICT;
CREATE INDEX exceptions_by_time ON exceptions (open, at);

CREATE TABLE deadlines (
    id   TEXT NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX deadlines_by_time ON deadlines (at);

CREATE TABLE times (
    part INTEGER NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id         TEXT NOT NULL PRIMARY KEY,
    user_name  TEXT NOT NULL,
    expires_ms INTEGER NOT NULL
) STRICT;
