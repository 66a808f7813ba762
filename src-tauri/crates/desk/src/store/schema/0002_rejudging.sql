-- Migration 2: what a changed fact, table or pack changed in the verdicts.

-- What moved the register: the grounds of the judging that follows.
CREATE TABLE register_move (
    revision INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- import, withdrawal, abort, pack, switch
    number INTEGER, -- of the import
    detail TEXT NOT NULL, -- template, ceremony, digest, or switch=value
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    judging INTEGER -- the judging that took it up
) STRICT;
CREATE INDEX register_move_judging ON register_move (judging);

-- Headers of children's facts that a withdrawal put back. What an import changed is in child_before.
CREATE TABLE fact_returned (
    receipt TEXT NOT NULL,
    revision INTEGER NOT NULL REFERENCES register_move (revision),
    headers TEXT NOT NULL, -- joined by 、
    PRIMARY KEY (receipt, revision)
) STRICT;

CREATE TABLE judging (
    seq INTEGER PRIMARY KEY, -- of its journal entry
    at TEXT NOT NULL,
    policy_before TEXT, -- state of the policy before; null at the first judging
    policy TEXT NOT NULL, -- digest;switch=value;switch=value
    children INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    flagged INTEGER NOT NULL
) STRICT;

CREATE TABLE verdict_change (
    id INTEGER PRIMARY KEY,
    receipt TEXT NOT NULL,
    judging INTEGER NOT NULL REFERENCES judging (seq),
    facts TEXT NOT NULL, -- the child's own changed facts: JSON [{"import":12,"headers":["租赁起"]}]
    old_outcome TEXT NOT NULL,
    old_category TEXT NOT NULL,
    old_route TEXT,
    old_codes TEXT NOT NULL,
    old_notes TEXT NOT NULL,
    new_outcome TEXT NOT NULL,
    new_category TEXT NOT NULL,
    new_route TEXT,
    new_codes TEXT NOT NULL,
    new_notes TEXT NOT NULL,
    state TEXT NOT NULL, -- taken; of a decided child: open, then kept, followed or lapsed
    settled_at TEXT,
    settled_by TEXT,
    reason TEXT
) STRICT;
CREATE INDEX verdict_change_receipt ON verdict_change (receipt);
CREATE UNIQUE INDEX verdict_change_open ON verdict_change (receipt) WHERE state = 'open';

-- Who stands in a formal ceremony, from its freeze on.
CREATE TABLE draw_standing (
    receipt TEXT NOT NULL,
    ceremony TEXT NOT NULL REFERENCES ceremony (number),
    PRIMARY KEY (receipt, ceremony)
) STRICT;
INSERT INTO draw_standing (receipt, ceremony) SELECT DISTINCT receipt, ceremony FROM draw_result;

-- Admissions that a person took back.
CREATE TABLE placement_withdrawn (
    receipt TEXT NOT NULL,
    how TEXT NOT NULL,
    route TEXT NOT NULL,
    school TEXT NOT NULL,
    level TEXT NOT NULL,
    ceremony TEXT REFERENCES ceremony (number),
    batch INTEGER,
    why TEXT NOT NULL,
    placed_at TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX placement_withdrawn_receipt ON placement_withdrawn (receipt);
