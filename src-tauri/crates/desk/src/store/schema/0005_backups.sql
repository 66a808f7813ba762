-- Migration 5: backups that were made and proved, recovery drills.

CREATE TABLE backup (
    file TEXT PRIMARY KEY NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL, -- asked, import, draw, merge, migration, season
    folder TEXT NOT NULL, -- '' is the desk's own
    seq INTEGER NOT NULL, -- the journal's last entry in it
    hash TEXT NOT NULL,
    manifest TEXT NOT NULL, -- sha256
    size INTEGER NOT NULL,
    thinned_at TEXT
) STRICT;

CREATE TABLE drill (
    at TEXT PRIMARY KEY NOT NULL,
    file TEXT -- the backup that was opened with the recovery code, if one was
) STRICT;
