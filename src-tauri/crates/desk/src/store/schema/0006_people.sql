-- Migration 6: accounts that were stopped. The person's row stays: what was done under the name stays done.

CREATE TABLE person_stopped (
    name TEXT PRIMARY KEY NOT NULL REFERENCES person (name),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
