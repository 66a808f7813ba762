-- Migration 7: closing sheets.

-- 日终清单: each covers the entries after the one before, so that none is on no sheet.
CREATE TABLE closing (
    number INTEGER PRIMARY KEY,
    day TEXT NOT NULL, -- 2021-05-06, in Beijing: the day that it closes
    first INTEGER NOT NULL, -- entries from
    last INTEGER NOT NULL, -- to
    hash TEXT NOT NULL, -- of the last one, hex
    sm3 TEXT NOT NULL, -- of the same bytes
    prints INTEGER NOT NULL, -- how often it was printed
    at TEXT NOT NULL, -- of the first time
    actor TEXT NOT NULL
) STRICT;
