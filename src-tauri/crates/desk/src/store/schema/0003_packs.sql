-- Migration 3: the district key that the desk trusts, and the packs installed from it.

-- The district's public keys that were trusted at this desk; the last one counts.
CREATE TABLE district_key (
    number INTEGER PRIMARY KEY,
    public BLOB NOT NULL, -- 32 bytes, Ed25519
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- The policy packs in the order in which they came into force; the last one is in force.
CREATE TABLE policy_pack (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL, -- chaoyang-2021
    season INTEGER NOT NULL,
    title TEXT NOT NULL,
    digest TEXT NOT NULL,
    signer BLOB, -- the district key, 32 bytes; null: bundled with the program
    signature BLOB, -- 64 bytes over the list of sums; null with signer
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- The files of the signed ones.
CREATE TABLE policy_file (
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (digest, name)
) STRICT;

-- Switches set for a season over the pack's own values; of one switch and kind the last one counts.
CREATE TABLE switch_setting (
    number INTEGER PRIMARY KEY,
    season INTEGER NOT NULL,
    name TEXT NOT NULL, -- tiers
    kind TEXT NOT NULL, -- 单校超额; '' of a switch with one value
    value TEXT NOT NULL,
    former TEXT NOT NULL, -- the value until then
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
