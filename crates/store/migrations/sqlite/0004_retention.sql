-- What ages out needs its age. Answers given before this schema count as old as the latest document.
ALTER TABLE answers ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE answers SET at = (SELECT COALESCE(MAX(at), 0) FROM documents);
CREATE INDEX answers_by_time ON answers (at);

-- The latest view change when a day was first looked at: what was before it is older.
CREATE TABLE view_change_marks (
    day INTEGER NOT NULL PRIMARY KEY,
    id  INTEGER NOT NULL
) STRICT;
