-- Migration 8: retention classes, purges.

-- The district's tables of retention in the order in which they were set; the last one counts.
-- Without one, the table of the program counts.
CREATE TABLE retention (
    number INTEGER PRIMARY KEY,
    text TEXT NOT NULL, -- the file
    digest TEXT NOT NULL, -- sha256 of it
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE purge (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    state TEXT NOT NULL, -- deleted: the rows are gone, files and copies may still be there; done
    seq INTEGER NOT NULL, -- of the journal entry of the deletion
    actor TEXT NOT NULL,
    second TEXT NOT NULL,
    report TEXT NOT NULL, -- JSON: what the certificate says
    certificate TEXT -- sha256 of the PDF
) STRICT;
