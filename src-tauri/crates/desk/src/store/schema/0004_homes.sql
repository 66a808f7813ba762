-- Migration 4: other names of estates.

CREATE TABLE estate_alias (
    street TEXT NOT NULL,
    alias TEXT NOT NULL, -- 别名
    estate TEXT NOT NULL, -- 小区
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (street, alias)
) STRICT;
