-- Times are epoch milliseconds, days are days since 0001-01-01 (day 1), quantities thousandths.

CREATE TABLE log_head (
    topic TEXT COLLATE "C" NOT NULL,
    part  BIGINT NOT NULL,
    next  BIGINT NOT NULL,
    PRIMARY KEY (topic, part)
);

CREATE TABLE events (
    topic TEXT COLLATE "C" NOT NULL,
    part  BIGINT NOT NULL,
    off   BIGINT NOT NULL,
    id    TEXT COLLATE "C" NOT NULL,
    key   TEXT COLLATE "C" NOT NULL,
    kind  TEXT COLLATE "C" NOT NULL,
    at    BIGINT NOT NULL,
    body  BYTEA NOT NULL,
    PRIMARY KEY (topic, part, off)
);
CREATE UNIQUE INDEX events_by_id ON events (id, topic);

CREATE TABLE cursor (
    consumer    TEXT COLLATE "C" NOT NULL,
    topic       TEXT COLLATE "C" NOT NULL,
    part        BIGINT NOT NULL,
    next        BIGINT NOT NULL,
    owner       TEXT COLLATE "C" NOT NULL,
    lease_until BIGINT NOT NULL,
    epoch       BIGINT NOT NULL,
    PRIMARY KEY (consumer, topic, part)
);

CREATE TABLE dead_letters (
    consumer TEXT COLLATE "C" NOT NULL,
    topic    TEXT COLLATE "C" NOT NULL,
    part     BIGINT NOT NULL,
    off      BIGINT NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    key      TEXT COLLATE "C" NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    body     BYTEA NOT NULL,
    cause    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (consumer, topic, part, off)
);

CREATE TABLE view_changes (
    id     BIGINT NOT NULL PRIMARY KEY,
    entity TEXT COLLATE "C" NOT NULL
);
CREATE INDEX view_changes_by_entity ON view_changes (entity, id);

CREATE TABLE documents (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    direction       TEXT COLLATE "C" NOT NULL,
    partner         TEXT COLLATE "C",
    site            TEXT COLLATE "C",
    order_id        TEXT COLLATE "C",
    kind            TEXT COLLATE "C" NOT NULL,
    at              BIGINT NOT NULL,
    status          TEXT COLLATE "C" NOT NULL,
    acknowledgement TEXT COLLATE "C" NOT NULL,
    body            BYTEA NOT NULL
);
CREATE INDEX documents_by_time ON documents (at);
CREATE INDEX documents_by_partner ON documents (partner, at);
CREATE INDEX documents_by_order ON documents (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX documents_waiting ON documents (direction, status, at);

CREATE TABLE document_chunks (
    document TEXT COLLATE "C" NOT NULL REFERENCES documents (id),
    chunk    BIGINT NOT NULL,
    bytes    BYTEA NOT NULL,
    PRIMARY KEY (document, chunk)
);

CREATE TABLE interchanges (
    sender         TEXT COLLATE "C" NOT NULL,
    receiver       TEXT COLLATE "C" NOT NULL,
    control_number TEXT COLLATE "C" NOT NULL,
    sha256         TEXT COLLATE "C" NOT NULL,
    document       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (sender, receiver, control_number)
);

CREATE TABLE control_numbers (
    partner TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    next    BIGINT NOT NULL
);

CREATE TABLE sent_messages (
    partner         TEXT COLLATE "C" NOT NULL,
    group_control   TEXT COLLATE "C" NOT NULL,
    message_control TEXT COLLATE "C" NOT NULL,
    document        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (partner, group_control, message_control)
);

CREATE TABLE answers (
    user_name TEXT COLLATE "C" NOT NULL,
    key       TEXT COLLATE "C" NOT NULL,
    sha256    TEXT COLLATE "C" NOT NULL,
    answer    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (user_name, key)
);

CREATE TABLE blocks (
    partner TEXT COLLATE "C" NOT NULL,
    site    TEXT COLLATE "C" NOT NULL,
    period  BIGINT NOT NULL,
    version BIGINT NOT NULL,
    facts   BIGINT NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (partner, site, period)
);

CREATE TABLE forecasts (
    partner TEXT COLLATE "C" NOT NULL,
    site    TEXT COLLATE "C" NOT NULL,
    series  BIGINT NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (partner, site)
);

CREATE TABLE proposals (
    agreement TEXT COLLATE "C" NOT NULL,
    partner   TEXT COLLATE "C" NOT NULL,
    site      TEXT COLLATE "C" NOT NULL,
    need_day  BIGINT NOT NULL,
    body      BYTEA NOT NULL,
    PRIMARY KEY (agreement, partner, site, need_day)
);
CREATE INDEX proposals_by_site ON proposals (partner, site, need_day);

CREATE TABLE orders (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    partner     TEXT COLLATE "C" NOT NULL,
    site        TEXT COLLATE "C" NOT NULL,
    po_number   TEXT COLLATE "C",
    need_day    BIGINT NOT NULL,
    released_at BIGINT NOT NULL,
    status      TEXT COLLATE "C" NOT NULL,
    held        BIGINT NOT NULL,
    lines       BIGINT NOT NULL,
    released    BIGINT NOT NULL,
    sent        BIGINT NOT NULL,
    accepted    BIGINT NOT NULL,
    shipped     BIGINT NOT NULL,
    received    BIGINT NOT NULL,
    cancelled   BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    body        BYTEA NOT NULL
);
CREATE INDEX orders_by_site ON orders (partner, site, need_day);
CREATE INDEX orders_by_time ON orders (released_at, id);
CREATE INDEX orders_by_po ON orders (po_number) WHERE po_number IS NOT NULL;
CREATE INDEX orders_open ON orders (partner, site) WHERE status NOT IN ('received', 'cancelled');

CREATE TABLE po_pools (
    partner TEXT COLLATE "C" NOT NULL,
    site    TEXT COLLATE "C" NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (partner, site)
);

CREATE TABLE exceptions (
    id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    partner TEXT COLLATE "C",
    site    TEXT COLLATE "C",
    at      BIGINT NOT NULL,
    open    BIGINT NOT NULL,
    body    BYTEA NOT NULL
);
CREATE INDEX exceptions_by_time ON exceptions (open, at);

CREATE TABLE deadlines (
    id   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL,
    body BYTEA NOT NULL
);
CREATE INDEX deadlines_by_time ON deadlines (at);

CREATE TABLE times (
    part BIGINT NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL
);

CREATE TABLE sessions (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_name  TEXT COLLATE "C" NOT NULL,
    expires_ms BIGINT NOT NULL
);
