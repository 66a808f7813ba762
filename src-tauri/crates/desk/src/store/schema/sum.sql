-- The sum of the migrations, for reading. Written by `RUXUE_WRITE_SCHEMA=1 cargo test -p ruxue-desk --lib migrate`.
PRAGMA user_version = 8;

CREATE TABLE act_done (
    act_id TEXT PRIMARY KEY NOT NULL,
    seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT;

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

CREATE TABLE birth_decision (
    receipt TEXT PRIMARY KEY NOT NULL,
    tier INTEGER, -- together in this tier; null: apart
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;

CREATE TABLE catchment (
    level TEXT NOT NULL,
    street TEXT NOT NULL,
    estate TEXT NOT NULL,
    building TEXT NOT NULL, -- '' is the whole estate
    schools TEXT NOT NULL, -- codes joined by 、
    version TEXT NOT NULL, -- 版本日期, '' where none
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (level, street, estate, building, schools, version)
) STRICT;

CREATE TABLE ceremony (
    number TEXT PRIMARY KEY NOT NULL, -- 2021-0003, R-0001
    mode TEXT NOT NULL, -- FORMAL, REHEARSAL
    level TEXT NOT NULL,
    kinds TEXT NOT NULL, -- joined by ,
    state TEXT NOT NULL, -- frozen, seeded, completed, aborted
    nonce TEXT NOT NULL,
    freeze TEXT NOT NULL, -- sha256 of freeze.txt
    seed TEXT, -- sha256 of seed.txt
    close TEXT, -- sha256 of close.txt
    frozen_at TEXT NOT NULL,
    closed_at TEXT,
    operator TEXT NOT NULL,
    second TEXT
) STRICT;

CREATE TABLE child (
    receipt TEXT PRIMARY KEY NOT NULL, -- 受理编号
    level TEXT NOT NULL, -- 学段
    name TEXT NOT NULL, -- 姓名
    sex TEXT, -- 性别
    id_kind TEXT, -- 证件类型
    id_number TEXT, -- 证件号码
    birth TEXT, -- 出生日期
    hukou TEXT, -- 户籍类别
    hukou_address TEXT, -- 户籍地址
    hukou_street TEXT, -- 户籍街乡
    hukou_book TEXT, -- 全家户口簿
    treated_as TEXT, -- 按京籍对待
    treated_scope TEXT, -- 对待口径
    recognition_number TEXT, -- 认定文件编号
    care TEXT, -- 照顾类别
    care_number TEXT, -- 照顾依据编号
    birth_group TEXT, -- 多胞胎组
    guardian1_name TEXT, -- 监护人一姓名
    guardian1_relation TEXT, -- 监护人一关系
    guardian1_id TEXT, -- 监护人一证件号码
    guardian1_phone TEXT, -- 监护人一电话
    guardian2_name TEXT, -- 监护人二姓名
    guardian2_relation TEXT, -- 监护人二关系
    guardian2_id TEXT, -- 监护人二证件号码
    guardian2_phone TEXT, -- 监护人二电话
    home_kind TEXT, -- 居住方式
    home_district TEXT, -- 居住区县
    home_street TEXT, -- 居住街乡
    home_address TEXT, -- 居住地址
    home_estate TEXT, -- 小区
    home_building TEXT, -- 楼号
    home_entrance TEXT, -- 单元
    home_room TEXT, -- 房号
    title_kind TEXT, -- 产权证类型
    title_number TEXT, -- 产权证号
    owner TEXT, -- 权利人
    owner_relation TEXT, -- 权利人关系
    title_date TEXT, -- 产权登记日期
    home_use TEXT, -- 房屋用途
    lease_from TEXT, -- 租赁起
    lease_to TEXT, -- 租赁止
    lease_sole TEXT, -- 单独承租
    lease_number TEXT, -- 租赁备案编号
    job1_kind TEXT, -- 就业一方式
    job1_district TEXT, -- 就业一区县
    job1_employer TEXT, -- 就业一单位
    job1_from TEXT, -- 就业一合同起
    job1_license TEXT, -- 就业一执照编号
    job1_insurer TEXT, -- 就业一社保单位
    job1_insured_district TEXT, -- 就业一社保区县
    job1_months TEXT, -- 就业一社保月份
    job2_kind TEXT, -- 就业二方式
    job2_district TEXT, -- 就业二区县
    job2_employer TEXT, -- 就业二单位
    job2_from TEXT, -- 就业二合同起
    job2_license TEXT, -- 就业二执照编号
    job2_insurer TEXT, -- 就业二社保单位
    job2_insured_district TEXT, -- 就业二社保区县
    job2_months TEXT, -- 就业二社保月份
    permit1_number TEXT, -- 居住证一号码
    permit1_district TEXT, -- 居住证一区县
    permit1_until TEXT, -- 居住证一有效期至
    permit2_number TEXT, -- 居住证二号码
    permit2_district TEXT, -- 居住证二区县
    permit2_until TEXT, -- 居住证二有效期至
    primary_school TEXT, -- 毕业小学
    student_number TEXT, -- 学籍号
    enrolled_at TEXT, -- 学籍所在地
    grade TEXT, -- 年级
    return_done TEXT, -- 回区手续
    import INTEGER NOT NULL REFERENCES import (number),
    version INTEGER NOT NULL,
    warnings TEXT NOT NULL -- sentences of intake, one a line
) STRICT;

CREATE TABLE child_before (
    receipt TEXT NOT NULL,
    version INTEGER NOT NULL,
    facts TEXT NOT NULL, -- JSON object by header
    import INTEGER NOT NULL, -- the import that had brought this version
    replaced_by INTEGER NOT NULL, -- the import that replaced it
    warnings TEXT NOT NULL,
    PRIMARY KEY (receipt, version)
) STRICT;

CREATE TABLE choice (
    receipt TEXT NOT NULL,
    kind TEXT NOT NULL, -- 类别
    schools TEXT NOT NULL, -- codes joined by >
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (receipt, kind)
) STRICT;

CREATE TABLE city_result (
    receipt TEXT PRIMARY KEY NOT NULL,
    school TEXT NOT NULL,
    choice TEXT NOT NULL, -- 志愿序
    number TEXT NOT NULL, -- 随机号
    import INTEGER NOT NULL REFERENCES import (number)
) STRICT;

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

CREATE TABLE district_key (
    number INTEGER PRIMARY KEY,
    public BLOB NOT NULL, -- 32 bytes, Ed25519
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE draw_batch (
    ceremony TEXT NOT NULL REFERENCES ceremony (number),
    batch INTEGER NOT NULL,
    kind TEXT NOT NULL, -- private, boarding, wish-all, wish-general, zone, city, supplement
    zone TEXT, -- 服务片
    school TEXT, -- of a 单校超额
    title TEXT NOT NULL,
    PRIMARY KEY (ceremony, batch)
) STRICT;

CREATE TABLE draw_result (
    ceremony TEXT NOT NULL,
    batch INTEGER NOT NULL,
    place INTEGER NOT NULL, -- index in the batch
    receipt TEXT NOT NULL,
    ticket TEXT NOT NULL,
    rank INTEGER NOT NULL,
    outcome TEXT NOT NULL, -- admitted, placed, waiting, elsewhere
    school TEXT,
    choice INTEGER,
    reason TEXT NOT NULL,
    PRIMARY KEY (ceremony, batch, place),
    FOREIGN KEY (ceremony, batch) REFERENCES draw_batch (ceremony, batch)
) STRICT;

CREATE TABLE draw_seat (
    ceremony TEXT NOT NULL,
    batch INTEGER NOT NULL,
    school TEXT NOT NULL,
    seats INTEGER NOT NULL,
    PRIMARY KEY (ceremony, batch, school),
    FOREIGN KEY (ceremony, batch) REFERENCES draw_batch (ceremony, batch)
) STRICT;

CREATE TABLE draw_standing (
    receipt TEXT NOT NULL,
    ceremony TEXT NOT NULL REFERENCES ceremony (number),
    PRIMARY KEY (receipt, ceremony)
) STRICT;

CREATE TABLE drill (
    at TEXT PRIMARY KEY NOT NULL,
    file TEXT -- the backup that was opened with the recovery code, if one was
) STRICT;

CREATE TABLE estate_alias (
    street TEXT NOT NULL,
    alias TEXT NOT NULL, -- 别名
    estate TEXT NOT NULL, -- 小区
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (street, alias)
) STRICT;

CREATE TABLE fact_returned (
    receipt TEXT NOT NULL,
    revision INTEGER NOT NULL REFERENCES register_move (revision),
    headers TEXT NOT NULL, -- joined by 、
    PRIMARY KEY (receipt, revision)
) STRICT;

CREATE TABLE filing (
    school TEXT NOT NULL, -- code, or 全区
    matter TEXT NOT NULL, -- 事项
    number TEXT NOT NULL, -- 文号
    at TEXT NOT NULL,
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (school, matter)
) STRICT;

CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    refused_columns TEXT NOT NULL, -- headers with prohibited words, joined by 、
    withdrawn_at TEXT
) STRICT;

CREATE TABLE joint_review (
    receipt TEXT NOT NULL,
    bureau TEXT NOT NULL, -- 部门
    result TEXT NOT NULL, -- 通过, 不通过, 待核
    cause TEXT NOT NULL, -- 事由
    at TEXT NOT NULL,
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (receipt, bureau)
) STRICT;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    entry TEXT NOT NULL, -- canonical JSON (RFC 8785)
    hash BLOB NOT NULL
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

CREATE TABLE meta (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE paper (
    number TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    receipt TEXT,
    school TEXT,
    mac TEXT NOT NULL,
    state TEXT NOT NULL, -- numbered, printed, void
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    name TEXT PRIMARY KEY NOT NULL,
    office TEXT NOT NULL,
    school TEXT,
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE person_role (
    name TEXT NOT NULL REFERENCES person (name),
    role TEXT NOT NULL,
    PRIMARY KEY (name, role)
) STRICT;

CREATE TABLE person_stopped (
    name TEXT PRIMARY KEY NOT NULL REFERENCES person (name),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE placement (
    receipt TEXT PRIMARY KEY NOT NULL,
    how TEXT NOT NULL, -- direct, drawn, placed
    route TEXT NOT NULL, -- what brought it: SPECIAL, DIRECT, SINGLE, MULTI, POOL, or a 类别
    school TEXT NOT NULL,
    level TEXT NOT NULL,
    ceremony TEXT REFERENCES ceremony (number),
    batch INTEGER,
    why TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

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

CREATE TABLE policy_file (
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (digest, name)
) STRICT;

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

CREATE TABLE primary_zone (
    primary_school TEXT NOT NULL,
    zone TEXT NOT NULL,
    schools TEXT NOT NULL, -- codes joined by 、
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (primary_school, zone)
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

CREATE TABLE register_move (
    revision INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- import, withdrawal, abort, pack, switch
    number INTEGER, -- of the import
    detail TEXT NOT NULL, -- template, ceremony, digest, or switch=value
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    judging INTEGER -- the judging that took it up
) STRICT;

CREATE TABLE retention (
    number INTEGER PRIMARY KEY,
    text TEXT NOT NULL, -- the file
    digest TEXT NOT NULL, -- sha256 of it
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE salt (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

CREATE TABLE school (
    code TEXT NOT NULL,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    nature TEXT NOT NULL, -- 公办, 民办
    kind TEXT NOT NULL, -- 普通, 寄宿, 九年一贯, 特殊教育
    street TEXT,
    address TEXT,
    zone TEXT, -- 服务片
    plan INTEGER NOT NULL, -- 招生计划
    funding TEXT,
    size TEXT,
    fee TEXT,
    prospectus TEXT, -- 简章备案号
    report_time TEXT,
    report_place TEXT,
    phone TEXT,
    general TEXT, -- 一般公办: 是, 否
    wish_plan INTEGER, -- 志愿计划
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (code, level)
) STRICT;

CREATE TABLE seat_record (
    year INTEGER NOT NULL,
    level TEXT NOT NULL,
    street TEXT NOT NULL,
    estate TEXT NOT NULL,
    building TEXT NOT NULL,
    entrance TEXT NOT NULL,
    room TEXT NOT NULL,
    child_name TEXT NOT NULL,
    child_id TEXT NOT NULL,
    guardian_ids TEXT NOT NULL, -- joined by 、
    import INTEGER NOT NULL REFERENCES import (number),
    PRIMARY KEY (year, level, street, estate, building, entrance, room, child_name, child_id)
) STRICT;

CREATE TABLE stopped (
    receipt TEXT PRIMARY KEY NOT NULL,
    why TEXT NOT NULL
) STRICT;

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

CREATE TABLE verdict (
    receipt TEXT PRIMARY KEY NOT NULL REFERENCES child (receipt) ON DELETE CASCADE,
    outcome TEXT NOT NULL, -- eligible, supplement, refer, ineligible
    category TEXT NOT NULL,
    route TEXT,
    codes TEXT NOT NULL, -- joined by spaces
    notes TEXT NOT NULL -- joined by spaces
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

CREATE UNIQUE INDEX child_id_number ON child (level, id_number) WHERE id_number IS NOT NULL;

CREATE INDEX child_import ON child (import);

CREATE INDEX child_name ON child (name);

CREATE INDEX draw_result_receipt ON draw_result (receipt);

CREATE INDEX paper_receipt ON paper (receipt, kind);

CREATE INDEX placement_school ON placement (school, level);

CREATE INDEX placement_withdrawn_receipt ON placement_withdrawn (receipt);

CREATE INDEX register_move_judging ON register_move (judging);

CREATE UNIQUE INDEX verdict_change_open ON verdict_change (receipt) WHERE state = 'open';

CREATE INDEX verdict_change_receipt ON verdict_change (receipt);

CREATE INDEX verdict_outcome ON verdict (outcome, route);
