// Made by `desk::wire` from its table of calls; a test of that crate says when it is stale.
// Do not edit: change the table, then `RUXUE_WRITE_WIRE=1 cargo test -p ruxue-desk wire`.

export type AbortAsk = { 
/**
 * 2021-0003
 */
number: string, 
/**
 * One line.
 */
reason: string, 
/**
 * The digits already read out, in order.
 */
digits: Array<string>, 
/**
 * Needed for a formal one.
 */
second: SecondPerson | null, };

export type AcceptAsk = { 
/**
 * The chosen file.
 */
token: string, 
/**
 * Which template.
 */
kind: string, 
/**
 * Bad rows.
 */
extent: Extent, };

export type Accepted = { 
/**
 * One sentence.
 */
sentence: string, 
/**
 * Rows entered or changed.
 */
taken: number, 
/**
 * Rows that were there already.
 */
unchanged: number, 
/**
 * Rows not entered.
 */
refused: number, 
/**
 * The workbook of bad rows.
 */
problemFile: Output | null, };

export type AccountState = "open" | "locked" | "stopped";

export type AnchorsGiven = { 
/**
 * The file's name, without its folder.
 */
file: string, 
/**
 * `SEQ:HEX`, one a line.
 */
anchors: string, };

export type AttendAsk = { 
/**
 * 2021-0003; none when the page was left.
 */
number: string | null, };

export type BackupAsk = { 
/**
 * The chosen folder.
 */
token: string, };

export type BackupMade = { 
/**
 * One sentence.
 */
sentence: string, 
/**
 * The file.
 */
file: string, 
/**
 * The journal's head in it: `SEQ:HEX`.
 */
anchor: string, 
/**
 * SHA-256 of its manifest, hex: it names the backup.
 */
digest: string, 
/**
 * What a person should know besides.
 */
notes: Array<string>, };

export type BackupPlace = "own" | "same-disk" | "second" | "away";

export type BackupRow = { 
/**
 * The file's name.
 */
file: string, 
/**
 * 2021-05-06 10:42
 */
at: string, 
/**
 * 今天, 3 天前
 */
age: string, 
/**
 * 人工, 导入前 …
 */
why: string, 
/**
 * Where it is.
 */
place: BackupPlace, 
/**
 * The folder, empty for the desk's own.
 */
folder: string, 
/**
 * 1.2 MB
 */
size: string, };

export type BackupSheet = { 
/**
 * The last backup on another medium, in a sentence.
 */
backup: string, 
/**
 * Whether a new one is due.
 */
backupDue: boolean, 
/**
 * The last drill, in a sentence.
 */
drill: string, 
/**
 * Whether a new one is due.
 */
drillDue: boolean, 
/**
 * Whether the recovery sheet still lies in the desk's folder.
 */
sheetLies: boolean, 
/**
 * The backups that count, latest first.
 */
rows: Array<BackupRow>, };

export type CeremonyAsk = { 
/**
 * 2021-0003
 */
number: string, };

export type CeremonyPapers = { 
/**
 * 2021-0003
 */
number: string, 
/**
 * Its title.
 */
title: string, };

export type CeremonyRow = { 
/**
 * 2021-0003, R-0001
 */
number: string, 
/**
 * 小学 民办、公办寄宿
 */
title: string, 
/**
 * Formal or rehearsal.
 */
occasion: Occasion, 
/**
 * Where it stands.
 */
state: CeremonyState, 
/**
 * Rows of its roster.
 */
rows: number, };

export type CeremonySheet = { 
/**
 * The list's row.
 */
row: CeremonyRow, 
/**
 * Witness slots in the order of reading.
 */
witnesses: Array<WitnessSlot>, 
/**
 * SHA-256 of freeze.txt.
 */
freeze: string, 
/**
 * SHA-256 of seed.txt; empty before.
 */
seed: string, 
/**
 * SHA-256 of result.csv; empty before.
 */
result: string, 
/**
 * Why it was aborted; empty otherwise.
 */
reason: string, 
/**
 * Per batch and school, what came out; before the draw, applicants and seats.
 */
totals: Array<SchoolTotal>, };

export type CeremonyState = "frozen" | "seeded" | "completed" | "aborted";

export type ChangeDecision = "keep" | "follow";

export type ChangeNote = { 
/**
 * Whether it waits for a person; otherwise the decided verdict was let stand.
 */
open: boolean, 
/**
 * 符合（单校登记）: the verdict decided upon.
 */
was: string, 
/**
 * 不符合: what the rules say now.
 */
now: string, 
/**
 * 第 12 号导入改了 租赁起
 */
cause: string, 
/**
 * Since when, as 2021-05-06 10:42.
 */
since: string, 
/**
 * Whether this person may settle it.
 */
maySettle: boolean, 
/**
 * What taking the new verdict takes along, as a sentence; empty where nothing.
 */
takesAlong: string, 
/**
 * Who let the verdict stand, when and why; empty while it waits.
 */
settled: string, };

export type Checked = { 
/**
 * Whether all agrees.
 */
agrees: boolean, 
/**
 * One sentence a check.
 */
sentences: Array<string>, };

export type ChildAsk = { 
/**
 * 受理编号.
 */
receipt: string, 
/**
 * Masked, or in full.
 */
shown: Shown, };

export type ChildFilters = { 
/**
 * 去向: code and words.
 */
routes: Array<Choice>, 
/**
 * Schools: code and name.
 */
schools: Array<Choice>, };

export type ChildPage = { 
/**
 * Children that match, on all pages.
 */
total: number, 
/**
 * The rows of this page.
 */
rows: Array<ChildRow>, };

export type ChildQuery = { 
/**
 * Only this 学段.
 */
level: Level | null, 
/**
 * Only this 判定.
 */
outcome: Outcome | null, 
/**
 * Only this 去向, by its code.
 */
route: string | null, 
/**
 * Only children admitted to this school.
 */
school: string | null, 
/**
 * Only decided children whose verdict has changed, waiting for a person.
 */
changed: boolean, 
/**
 * Part of a name, or the beginning of a receipt; empty for all.
 */
search: string, 
/**
 * Rows to skip.
 */
offset: number, 
/**
 * Rows wanted.
 */
limit: number, };

export type ChildRow = { 
/**
 * 受理编号.
 */
receipt: string, 
/**
 * 张*三.
 */
name: string, 
/**
 * 学段.
 */
level: Level, 
/**
 * 户籍类别.
 */
hukou: string, 
/**
 * 判定; none before the first check.
 */
outcome: Outcome | null, 
/**
 * 去向 in words; empty where there is none.
 */
route: string, 
/**
 * What is missing or wrong, in a few words; empty for an eligible child.
 */
reason: string, 
/**
 * The school it is admitted to; empty where none.
 */
school: string, 
/**
 * The change of its decided verdict that waits for a person.
 */
change: ChangeNote | null, };

export type ChildSheet = { 
/**
 * 受理编号.
 */
receipt: string, 
/**
 * Name, masked unless `full`.
 */
name: string, 
/**
 * 学段.
 */
level: Level, 
/**
 * Whether the data stand here in full.
 */
full: boolean, 
/**
 * 采集 → 核验 → 去向 → 录取 → 通知书, each done or not.
 */
steps: Array<Step>, 
/**
 * The facts, by paper.
 */
papers: Array<Paper>, 
/**
 * The verdict that counts; of a decided child the one decided upon. None before the first check.
 */
standing: Outcome | null, 
/**
 * What changed it after the case was decided; none where nothing did.
 */
change: ChangeNote | null, 
/**
 * What the rules say of the facts as they are.
 */
verdict: Judgement, 
/**
 * Where it is admitted, as a sentence; empty where not.
 */
place: string, 
/**
 * What happened, in sentences, latest first.
 */
history: Array<Event>, 
/**
 * Whether the person may print the case sheet (判定说明).
 */
mayPrintCase: boolean, };

export type Choice = { 
/**
 * The code.
 */
code: string, 
/**
 * What is shown.
 */
title: string, };

export type Clause = { 
/**
 * 2015-08-31, P1
 */
key: string, 
/**
 * In words.
 */
says: string, 
/**
 * 三(一)1
 */
clause: string, };

export type ClosingAsk = { 
/**
 * 2021-05-06; empty is today.
 */
day: string, 
/**
 * Why it is printed again; may be empty.
 */
reason: string, };

export type ConditionLine = { 
/**
 * How it stands.
 */
standing: Standing, 
/**
 * What it asks, in words.
 */
title: string, 
/**
 * 三(一)1(3)
 */
clause: string, 
/**
 * The facts it read.
 */
facts: Array<FactLine>, 
/**
 * What it compares with.
 */
threshold: string, 
/**
 * How to cure it; empty where it is met.
 */
cure: string, };

export type DeskState = { 
/**
 * The folder, for the person to recognise.
 */
folder: string, 
/**
 * Whether a desk is in that folder.
 */
found: boolean, 
/**
 * Why it cannot be opened now (another program holds it, or none is there), with the cure.
 */
obstacle: string | null, };

export type Done = { 
/**
 * 已撤回第 3 号导入，取出 120 行。
 */
sentence: string, };

export type DrawPlan = { 
/**
 * The ceremonies that can be frozen, each with its schools.
 */
proposals: Array<Proposal>, 
/**
 * Why nothing can be frozen now, or what stands in the way; empty otherwise.
 */
remarks: Array<string>, };

export type DrillAsk = { 
/**
 * First half, blanks not counted; never kept.
 */
first: string, 
/**
 * Second half.
 */
second: string, 
/**
 * A chosen backup to be opened with them.
 */
token: string | null, };

export type Event = { 
/**
 * 2021-05-06 10:42
 */
at: string, 
/**
 * 收件一 导入了报名（第 3 号文件，第 12 行）。
 */
sentence: string, };

export type Extent = "good-rows" | "all-or-nothing";

export type FactLine = { 
/**
 * 产权登记日期
 */
header: string, 
/**
 * As taken; empty where nothing was given.
 */
value: string, 
/**
 * Whether `value` is masked.
 */
masked: boolean, 
/**
 * The paper that it is read from, who entered it and when; empty on the list of all facts.
 */
source: string, };

export type Failure = { 
/**
 * The kind.
 */
code: FailureCode, 
/**
 * What is wrong and where.
 */
message: string, 
/**
 * How to cure it; empty where the message says it all.
 */
hint: string, 
/**
 * A short number of this fault, also on standard error; only with [`FailureCode::Fault`].
 */
incident: string | null, };

export type FailureCode = "invalid" | "not-found" | "refused" | "locked" | "purpose" | "busy" | "fault";

export type FoundAsk = { 
/**
 * Code of the office or of the school.
 */
office: string, 
/**
 * A bundled pack's name, or the chosen file's token.
 */
pack: string, 
/**
 * The district key of a chosen file; none of a bundled pack.
 */
signed: SignedBy | null, 
/**
 * The first person, who becomes system administrator.
 */
person: string, 
/**
 * That person's password; never kept.
 */
password: string, };

export type Founded = { 
/**
 * Where the sheet lies.
 */
sheet: string, 
/**
 * Of each half, which group of eight is to be typed back, the first being 1.
 */
groups: Array<number>, };

export type FoundingOffer = { 
/**
 * The folder, for the person to recognise.
 */
folder: string, 
/**
 * Why no desk can be made there, with the cure.
 */
obstacle: string | null, 
/**
 * The centre and the street offices.
 */
offices: Array<OfficeChoice>, 
/**
 * The packs of the program.
 */
packs: Array<PackChoice>, };

export type FreezeAsk = { 
/**
 * 学段.
 */
level: Level, 
/**
 * Kinds of the proposal.
 */
kinds: Array<string>, 
/**
 * The witnesses in the order of reading.
 */
witnesses: Array<WitnessSlot>, 
/**
 * Formal or rehearsal.
 */
occasion: Occasion, 
/**
 * Needed for a formal one.
 */
second: SecondPerson | null, };

export type ImportAsk = { 
/**
 * Its number.
 */
number: number, };

export type ImportKind = { 
/**
 * applicants
 */
code: string, 
/**
 * 报名
 */
title: string, 
/**
 * Rows that the desk holds of it now.
 */
held: number, 
/**
 * What it needs before, in a sentence; empty where nothing.
 */
needs: string, };

export type ImportRow = { 
/**
 * Its number.
 */
number: number, 
/**
 * 报名
 */
title: string, 
/**
 * File name.
 */
file: string, 
/**
 * 2021-05-06 10:42
 */
at: string, 
/**
 * Who.
 */
by: string, 
/**
 * Rows entered.
 */
taken: number, 
/**
 * Rows refused.
 */
refused: number, 
/**
 * 已撤回
 */
withdrawn: boolean, };

export type JournalAsk = { 
/**
 * Which entries.
 */
part: JournalPart, 
/**
 * An account.
 */
actor: string, 
/**
 * An act's code.
 */
act: string, 
/**
 * 2021-05-06
 */
day: string, 
/**
 * A part of the record's id: a receipt, a ceremony, a file.
 */
record: string, 
/**
 * Entries to skip.
 */
offset: number, 
/**
 * Entries wanted, at most 200.
 */
limit: number, };

export type JournalChoice = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its words.
 */
title: string, };

export type JournalDesk = { 
/**
 * May read it.
 */
mayRead: boolean, 
/**
 * May export it.
 */
mayExport: boolean, 
/**
 * May print closing sheets.
 */
mayClose: boolean, 
/**
 * May read what was printed and exported.
 */
mayLedger: boolean, 
/**
 * Entries.
 */
entries: number, 
/**
 * The last entry's anchor: `SEQ:HEX`.
 */
anchor: string, 
/**
 * The accounts in it.
 */
people: Array<JournalChoice>, 
/**
 * The acts in it.
 */
acts: Array<JournalChoice>, 
/**
 * The closing sheets, latest first, at most 60; for those who may print them.
 */
sheets: Array<SheetRow>, 
/**
 * Whether a day waits for its sheet, a sentence; empty for those who may not print them.
 */
due: string, 
/**
 * It does.
 */
isDue: boolean, };

export type JournalPage = { 
/**
 * All entries that were asked for.
 */
total: number, 
/**
 * The entries of this page.
 */
rows: Array<JournalRow>, };

export type JournalPart = "all" | "refusals" | "ledger";

export type JournalRow = { 
/**
 * Its number.
 */
seq: number, 
/**
 * 2021-05-06 10:42
 */
at: string, 
/**
 * Who.
 */
actor: string, 
/**
 * 区招考中心
 */
role: string, 
/**
 * What, in words.
 */
act: string, 
/**
 * Of what.
 */
subject: string, 
/**
 * How it ended, in words.
 */
result: string, 
/**
 * Why, where a reason was asked.
 */
reason: string, 
/**
 * Whether it was refused.
 */
refused: boolean, 
/**
 * Whether it holds the record's fingerprint before or after.
 */
sealed: boolean, 
/**
 * All of it as one sentence.
 */
sentence: string, 
/**
 * The hash, hex.
 */
hash: string, };

export type Judgement = { 
/**
 * 判定; none before the first check.
 */
outcome: Outcome | null, 
/**
 * P1 本区户籍 …, with its clause.
 */
category: string, 
/**
 * The facts that the category rests on.
 */
categoryFacts: Array<FactLine>, 
/**
 * 去向 in words.
 */
route: string, 
/**
 * What the route means for the family; empty without one.
 */
meaning: string, 
/**
 * The facts that the route rests on.
 */
routeFacts: Array<FactLine>, 
/**
 * Every condition of the category.
 */
conditions: Array<ConditionLine>, 
/**
 * Every reason, with its cure.
 */
reasons: Array<ReasonLine>, 
/**
 * What explains the route.
 */
notes: Array<string>, 
/**
 * Odd but harmless.
 */
warnings: Array<string>, 
/**
 * Categories that were looked at and left, in sentences.
 */
excluded: Array<string>, 
/**
 * What would change it: the smallest sets of facts, one answer a line.
 */
remedies: Array<string>, 
/**
 * What the document leaves open and how it is read this year.
 */
switches: Array<string>, 
/**
 * What to do next, in one sentence, to the office.
 */
next: string, 
/**
 * The same to the family: what stands on top of the case sheet.
 */
family: string, 
/**
 * Who entered most of the facts, and when.
 */
entered: string, 
/**
 * The pack and the number of its document.
 */
policy: string, 
/**
 * The pack's digest, hex.
 */
digest: string, 
/**
 * The journal's head now: `SEQ:HEX`.
 */
anchor: string, };

export type Level = "小学" | "初中";

export type LevelCount = { 
/**
 * 小学 or 初中.
 */
level: Level, 
/**
 * All children.
 */
children: number, 
/**
 * By verdict, in the order of the screen.
 */
verdicts: Array<VerdictCount>, 
/**
 * Eligible children with a school.
 */
admitted: number, 
/**
 * Eligible children without a school yet.
 */
unplaced: number, 
/**
 * Notices made.
 */
notices: number, };

export type LookUpAnswer = { 
/**
 * Whether nothing is left to ask.
 */
settled: boolean, 
/**
 * What is to be verified and how; empty where it is settled.
 */
say: string, 
/**
 * The homes that the text may mean.
 */
homes: Array<LookUpHome>, 
/**
 * Estates with such a name.
 */
near: Array<NearEstate>, };

export type LookUpAsk = { 
/**
 * The address, in any writing.
 */
text: string, 
/**
 * 街乡; empty where the address says it.
 */
street: string, 
/**
 * 学段; both where it is null.
 */
level: Level | null, 
/**
 * 2021-05-06, or empty for the newest table.
 */
on: string, };

export type LookUpHome = { 
/**
 * 双井街道 百子湾路32号院 5号楼 1单元 301室
 */
title: string, 
/**
 * By 学段.
 */
levels: Array<LookUpLevel>, };

export type LookUpLevel = { 
/**
 * 学段.
 */
level: Level, 
/**
 * Whether the table says it.
 */
settled: boolean, 
/**
 * Why these lines count, or what is to be asked.
 */
why: string, 
/**
 * The schools.
 */
schools: Array<LookUpSchool>, 
/**
 * The table's own lines.
 */
lines: Array<QuotedLine>, 
/**
 * 版本日期 of those lines.
 */
version: string, 
/**
 * What other versions say.
 */
others: Array<string>, 
/**
 * What follows for a title by its date.
 */
follows: Array<string>, 
/**
 * The seat records.
 */
seats: Array<string>, };

export type LookUpSchool = { 
/**
 * 学校代码.
 */
code: string, 
/**
 * 学校名称.
 */
name: string, 
/**
 * 地址.
 */
address: string, 
/**
 * 联系电话.
 */
phone: string, };

export type Made = { 
/**
 * One sentence.
 */
sentence: string, 
/**
 * The files.
 */
files: Array<Output>, 
/**
 * Pages that were stopped: a character that no bundled font has.
 */
stopped: Array<Stopped>, };

export type NearEstate = { 
/**
 * 街乡.
 */
street: string, 
/**
 * 小区.
 */
estate: string, };

export type NewPersonAsk = { 
/**
 * The account's name.
 */
name: string, 
/**
 * The password, typed by that person; never kept.
 */
password: string, 
/**
 * School code; empty for people of the whole office.
 */
school: string, };

export type NextStep = { 
/**
 * 派位：3 所学校报名超过计划，需要派位。
 */
sentence: string, 
/**
 * Where it is done.
 */
screen: Screen, };

export type Occasion = "formal" | "rehearsal";

export type Offer = { 
/**
 * draw_all
 */
value: string, 
/**
 * The same in words.
 */
words: string, };

export type OfficeChoice = { 
/**
 * 110105016
 */
code: string, 
/**
 * 双井街道
 */
name: string, 
/**
 * Other names in use.
 */
aliases: Array<string>, 
/**
 * First letters as they are spoken: sj.
 */
initials: Array<string>, };

export type Outcome = "eligible" | "supplement" | "refer" | "ineligible";

export type Output = { 
/**
 * Stands for the path.
 */
token: string, 
/**
 * Name with the folder below the desk: out/notices/1052.pdf
 */
name: string, 
/**
 * Pages of a PDF; 0 otherwise.
 */
pages: number, };

export type OutputAsk = { 
/**
 * The output's token.
 */
token: string, };

export type Overview = { 
/**
 * Per 学段, the children by where they stand.
 */
levels: Array<LevelCount>, 
/**
 * Decided children whose verdict has changed: they wait for a person.
 */
changed: number, 
/**
 * What to do next, in order, in sentences.
 */
next: Array<NextStep>, 
/**
 * The timetable of the season.
 */
timetable: Array<TimetableRow>, 
/**
 * The next deadline, as a sentence; empty after the last.
 */
deadline: string, 
/**
 * The schools whose seats are fullest, at most 12.
 */
pressure: Array<Pressure>, 
/**
 * Closing sheets that are due; for the system administrator also what a new desk still lacks, the last backup and the last
 * recovery drill, and whether new ones are due.
 */
upkeep: Array<Upkeep>, };

export type PackAsk = { 
/**
 * The chosen file's token, or the name of a bundled pack.
 */
pack: string, 
/**
 * Why it is installed; empty while it is looked at.
 */
reason: string, };

export type PackChoice = { 
/**
 * chaoyang-2021
 */
name: string, 
/**
 * What it holds, in words.
 */
title: string, 
/**
 * 朝政办发〔2021〕4号
 */
document: string, 
/**
 * 2021
 */
season: number, };

export type PackLine = { 
/**
 * chaoyang-2021
 */
name: string, 
/**
 * What it holds.
 */
title: string, 
/**
 * The first 16 hex digits of its digest.
 */
digest: string, 
/**
 * 本程序自带, 区签名（指纹 …）
 */
origin: string, 
/**
 * 2021-05-06 10:42
 */
at: string, 
/**
 * Who.
 */
by: string, 
/**
 * Why, where a reason was given.
 */
reason: string, };

export type PackPreview = { 
/**
 * chaoyang-2022
 */
name: string, 
/**
 * What it holds.
 */
title: string, 
/**
 * The document it makes exact.
 */
document: string, 
/**
 * 2022
 */
season: number, 
/**
 * 64 hex digits.
 */
digest: string, 
/**
 * Who signed it, in a sentence.
 */
origin: string, 
/**
 * Whether it is in force already.
 */
inForce: boolean, 
/**
 * What installing means, in sentences.
 */
notes: Array<string>, };

export type Paper = { 
/**
 * 户口
 */
title: string, 
/**
 * Its facts, in the template's order.
 */
facts: Array<FactLine>, };

export type PaperAsk = { "paper": "notices", 
/**
 * School code.
 */
school: string, } | { "paper": "notice", 
/**
 * 受理编号.
 */
receipt: string, } | { "paper": "roster", 
/**
 * School code.
 */
school: string, } | { "paper": "draw-record", 
/**
 * Ceremony number.
 */
number: string, } | { "paper": "case", 
/**
 * 受理编号.
 */
receipt: string, } | { "paper": "compliance" };

export type PaperDesk = { 
/**
 * Schools with admitted children.
 */
schools: Array<SchoolPapers>, 
/**
 * Completed ceremonies.
 */
ceremonies: Array<CeremonyPapers>, };

export type PasswordAsk = { 
/**
 * The password until now.
 */
old: string, 
/**
 * The password from now on; neither is kept.
 */
new: string, };

export type PeopleSheet = { 
/**
 * Everyone with an account, by name.
 */
people: Array<PersonRow>, 
/**
 * The roles, in order.
 */
roles: Array<RoleChoice>, 
/**
 * What the desk still lacks of its three administrators, in sentences.
 */
lacks: Array<string>, 
/**
 * Whether this person makes accounts, stops and unlocks them.
 */
mayAdd: boolean, 
/**
 * Whether this person gives and takes roles.
 */
mayGive: boolean, 
/**
 * Whether this person may make the first security administrator.
 */
mayGiveFirst: boolean, };

export type PersonAsk = { 
/**
 * Its name.
 */
name: string, };

export type PersonRow = { 
/**
 * The account.
 */
name: string, 
/**
 * The office, by its Chinese name.
 */
office: string, 
/**
 * School code of people of one school; may be empty.
 */
school: string, 
/**
 * The roles held.
 */
roles: Array<RoleChoice>, 
/**
 * How the account stands.
 */
state: AccountState, 
/**
 * More about it: 再过 12 分钟解除; may be empty.
 */
remark: string, 
/**
 * Whether this is who is signed in.
 */
own: boolean, };

export type PickAsk = { 
/**
 * What it is for.
 */
purpose: PickFor, };

export type PickFor = "table" | "desk" | "pack" | "district-key" | "anchors" | "backup" | "backup-folder";

export type Picked = { 
/**
 * Stands for the path.
 */
token: string, 
/**
 * The file's name, without its folder.
 */
name: string, 
/**
 * 1.2 MB
 */
size: string, };

export type Placement = { 
/**
 * Children admitted by this run, in a sentence.
 */
sentence: string, 
/**
 * Who is still unplaced and why, by reason.
 */
unplaced: Array<UnplacedCount>, };

export type PlanLine = { 
/**
 * 民办
 */
kind: string, 
/**
 * School code, or 服务片.
 */
school: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Applicants.
 */
applied: number, 
/**
 * Seats.
 */
seats: number, 
/**
 * Draw or direct.
 */
needsDraw: boolean, 
/**
 * Why, in a sentence.
 */
why: string, };

export type PolicySheet = { 
/**
 * chaoyang-2021
 */
name: string, 
/**
 * What the pack holds, in words.
 */
title: string, 
/**
 * 朝政办发〔2021〕4号
 */
document: string, 
/**
 * 2021
 */
season: number, 
/**
 * 64 hex digits.
 */
digest: string, 
/**
 * Where it comes from and who brought it into force, in a sentence.
 */
brought: string, 
/**
 * The trusted district key.
 */
trusted: TrustedKey | null, 
/**
 * The days that rules compare with.
 */
days: Array<Clause>, 
/**
 * The months that rules ask for.
 */
spans: Array<Clause>, 
/**
 * The categories.
 */
categories: Array<Clause>, 
/**
 * The switches.
 */
switches: Array<SwitchSheet>, 
/**
 * The timetable.
 */
timetable: Array<TimetableRow>, 
/**
 * The packs that were in force, latest first.
 */
history: Array<PackLine>, 
/**
 * Packs of the program that are not in force.
 */
bundled: Array<string>, 
/**
 * Whether this person installs packs and trusts keys.
 */
mayInstall: boolean, 
/**
 * Whether this person sets switches.
 */
maySwitch: boolean, };

export type Pressure = { 
/**
 * School code.
 */
school: string, 
/**
 * School name.
 */
name: string, 
/**
 * 学段.
 */
level: Level, 
/**
 * Children admitted so far.
 */
admitted: number, 
/**
 * 招生计划.
 */
seats: number, };

export type Preview = { 
/**
 * 报名
 */
title: string, 
/**
 * How the file was read: CSV, UTF-8.
 */
format: string, 
/**
 * Rows read.
 */
rows: number, 
/**
 * Rows that would enter or change something.
 */
taken: number, 
/**
 * Rows that the desk holds already, as they are.
 */
unchanged: number, 
/**
 * Rows with problems.
 */
refused: number, 
/**
 * Findings about the file as a whole: columns that no template knows, columns that may not be taken.
 */
findings: Array<string>, 
/**
 * The first 200 problems.
 */
problems: Array<Problem>, 
/**
 * All problems.
 */
problemCount: number, 
/**
 * The first 200 warnings (the row enters).
 */
warnings: Array<Problem>, };

export type PreviewAsk = { 
/**
 * The chosen file.
 */
token: string, 
/**
 * Which template.
 */
kind: string, };

export type Problem = { 
/**
 * Row of the sheet, the header being 1.
 */
row: number, 
/**
 * Column header; empty for the whole row.
 */
column: string, 
/**
 * What is wrong and how to cure it.
 */
message: string, };

export type Progress = { 
/**
 * Rows, pages or children done.
 */
done: number, 
/**
 * Of how many; 0 where that is not known.
 */
total: number, };

export type Proposal = { 
/**
 * 学段.
 */
level: Level, 
/**
 * Kinds, as `draw freeze --kind` takes them.
 */
kinds: Array<string>, 
/**
 * 小学 民办、公办寄宿
 */
title: string, 
/**
 * Its schools.
 */
lines: Array<PlanLine>, };

export type ProveAsk = { 
/**
 * A group of the first half.
 */
first: string, 
/**
 * A group of the second half.
 */
second: string, };

export type PurposeAsk = { 
/**
 * The code of one of [`Session::purposes`].
 */
kind: string, 
/**
 * Words beside it, at most 60 letters; `other` needs them.
 */
words: string, };

export type QuotedLine = { 
/**
 * 学段, 街乡, 小区, 楼号, 学校代码, 版本日期.
 */
cells: Array<string>, 
/**
 * 第 2 次导入，catchments.xlsx
 */
origin: string, };

export type ReasonLine = { 
/**
 * LEASE_TOO_SHORT
 */
code: string, 
/**
 * In words.
 */
title: string, 
/**
 * What it gives by itself.
 */
severity: Outcome, 
/**
 * 三(一)1(3)
 */
clause: string, 
/**
 * The facts it read.
 */
facts: Array<FactLine>, 
/**
 * 租赁起不晚于 2018-05-01
 */
threshold: string, 
/**
 * How to cure it.
 */
cure: string, };

export type RestoreAsk = { 
/**
 * The chosen backup.
 */
token: string, 
/**
 * A system administrator, as the backup knows the accounts.
 */
person: string, 
/**
 * What opens it; never kept.
 */
secret: RestoreSecret, };

export type RestoreSecret = { "by": "password", 
/**
 * That password.
 */
password: string, } | { "by": "code", 
/**
 * First half, blanks not counted.
 */
first: string, 
/**
 * Second half.
 */
second: string, 
/**
 * The person's password from now on.
 */
password: string, };

export type ResultAsk = { 
/**
 * 2021-0003
 */
number: string, 
/**
 * Beginning of a receipt; empty for all.
 */
search: string, 
/**
 * Rows to skip.
 */
offset: number, 
/**
 * Rows wanted, at most 200.
 */
limit: number, };

export type ResultLine = { 
/**
 * Batch number.
 */
batch: number, 
/**
 * 受理编号.
 */
receipt: string, 
/**
 * 派位号, 32 hex.
 */
ticket: string, 
/**
 * 名次.
 */
rank: number, 
/**
 * 录取 …
 */
outcome: string, 
/**
 * School name; empty where none.
 */
school: string, 
/**
 * The reason as a parent understands it.
 */
reason: string, };

export type ResultPage = { 
/**
 * Rows that match, on all pages.
 */
total: number, 
/**
 * The rows of this page.
 */
rows: Array<ResultLine>, };

export type RoleAsk = { 
/**
 * The account.
 */
name: string, 
/**
 * clerk
 */
role: string, 
/**
 * Why it is taken; it stands in the journal. Empty where it is given.
 */
reason: string, };

export type RoleChoice = { 
/**
 * clerk
 */
code: string, 
/**
 * 收件员
 */
title: string, 
/**
 * What it does, in a sentence.
 */
does: string, };

export type RunAsk = { 
/**
 * 2021-0003
 */
number: string, 
/**
 * The digits of each slot, in order.
 */
digits: Array<string>, 
/**
 * Needed for a formal one.
 */
second: SecondPerson | null, };

export type SchoolPapers = { 
/**
 * Code.
 */
school: string, 
/**
 * Name.
 */
name: string, 
/**
 * 学段.
 */
level: Level, 
/**
 * 招生计划.
 */
seats: number, 
/**
 * Admitted children.
 */
admitted: number, 
/**
 * Notices made.
 */
notices: number, };

export type SchoolTotal = { 
/**
 * Batch number.
 */
batch: number, 
/**
 * Batch title.
 */
title: string, 
/**
 * School code.
 */
school: string, 
/**
 * School name.
 */
name: string, 
/**
 * Seats.
 */
seats: number, 
/**
 * Rows that name it as a choice.
 */
wanted: number, 
/**
 * Admitted by choice; 0 before the draw.
 */
admitted: number, 
/**
 * Placed from the pool; 0 before the draw.
 */
placed: number, };

export type Screen = "today" | "children" | "lookup" | "import" | "draws" | "papers" | "policy" | "people" | "safekeeping" | "journal";

export type SecadminAsk = { 
/**
 * The account.
 */
name: string, 
/**
 * The password, typed by that person; never kept.
 */
password: string, };

export type SecondPerson = { 
/**
 * The account.
 */
name: string, 
/**
 * The password; never kept.
 */
password: string, };

export type Session = { 
/**
 * The account.
 */
name: string, 
/**
 * 区招考中心, 初审员 …
 */
role: string, 
/**
 * The office, by its Chinese name.
 */
office: string, 
/**
 * The season, as 2021.
 */
season: number, 
/**
 * A demonstration desk: said on every screen.
 */
demo: boolean, 
/**
 * The desk's day, as 2021-05-06.
 */
today: string, 
/**
 * The screens of this role, in order.
 */
screens: Array<Screen>, 
/**
 * What children's full data may be looked at for; empty for who may not look.
 */
purposes: Array<Choice>, 
/**
 * The purpose stated in this sitting, as it stands in the journal; empty before.
 */
purpose: string, };

export type SettleAsk = { 
/**
 * 受理编号.
 */
receipt: string, 
/**
 * The decision.
 */
decision: ChangeDecision, 
/**
 * Why.
 */
reason: string, };

export type SheetRow = { 
/**
 * Its number.
 */
number: number, 
/**
 * 2021-05-06
 */
day: string, 
/**
 * First entry.
 */
first: number, 
/**
 * Last entry.
 */
last: number, 
/**
 * Where it ends: `SEQ:HEX`.
 */
anchor: string, 
/**
 * How often it was printed.
 */
prints: number, };

export type Shown = "masked" | "full";

export type SignIn = { 
/**
 * The account.
 */
name: string, 
/**
 * The password; never kept.
 */
password: string, };

export type SignedBy = { 
/**
 * The chosen key file.
 */
token: string, 
/**
 * Typed off the paper.
 */
fingerprint: string, };

export type SlotKind = "sealed" | "dice" | "public";

export type Standing = "met" | "not-met" | "unknown" | "person";

export type Step = { 
/**
 * 采集
 */
title: string, 
/**
 * Done?
 */
done: boolean, 
/**
 * When and by whom, or what is awaited; may be empty.
 */
remark: string, };

export type StopAsk = { 
/**
 * The account.
 */
name: string, 
/**
 * Why; it stands in the journal.
 */
reason: string, };

export type Stopped = { 
/**
 * 受理编号.
 */
receipt: string, 
/**
 * Why, and what to do.
 */
why: string, };

export type SwitchAsk = { 
/**
 * The switch.
 */
name: string, 
/**
 * The kind of draw; empty of a switch with one value.
 */
kind: string, 
/**
 * The value.
 */
value: string, 
/**
 * Why.
 */
reason: string, };

export type SwitchSheet = { 
/**
 * single_overflow
 */
name: string, 
/**
 * What it decides.
 */
says: string, 
/**
 * 四(二)1(1)
 */
clause: string, 
/**
 * Takes effect in review alone.
 */
inReview: boolean, 
/**
 * Its value, or its values by kind of draw.
 */
values: Array<SwitchValue>, 
/**
 * What it may be set to; empty where a number of days is.
 */
offered: Array<Offer>, };

export type SwitchValue = { 
/**
 * The kind of draw; empty of a switch with one value.
 */
kind: string, 
/**
 * draw_all
 */
value: string, 
/**
 * The same in words.
 */
words: string, 
/**
 * The value of the pack, in words, where the season's is another; else empty.
 */
own: string, 
/**
 * Who set it for the season, when and why; empty where the pack says so.
 */
who: string, };

export type TimetableRow = { 
/**
 * 小学、初中信息采集
 */
work: string, 
/**
 * First day; empty where only the last is stated.
 */
from: string, 
/**
 * Last day.
 */
until: string, 
/**
 * Against the desk's day.
 */
state: WindowState, };

export type TrustAsk = { 
/**
 * The chosen file.
 */
token: string, 
/**
 * Typed off the paper.
 */
fingerprint: string, 
/**
 * Why, where another key was trusted.
 */
reason: string, };

export type TrustedKey = { 
/**
 * Sixteen groups of four.
 */
fingerprint: string, 
/**
 * 2021-05-06 10:42
 */
at: string, 
/**
 * Who compared it with the paper.
 */
by: string, };

export type UnplacedCount = { 
/**
 * The reason in words.
 */
why: string, 
/**
 * How many.
 */
count: number, };

export type Upkeep = { 
/**
 * 存到移动介质的备份：上次 2021-05-06 09:00。
 */
sentence: string, 
/**
 * Whether it is due.
 */
due: boolean, 
/**
 * Where it is done.
 */
screen: Screen, };

export type VerdictCount = { 
/**
 * The verdict.
 */
outcome: Outcome, 
/**
 * How many.
 */
count: number, };

export type VerifyAsk = { 
/**
 * Any text with anchors in it; may be empty.
 */
anchors: string, };

export type WeighAsk = { 
/**
 * The account it is for.
 */
name: string, 
/**
 * What stands there by now; never kept.
 */
password: string, };

export type Weighed = { 
/**
 * Whether it will do.
 */
good: boolean, 
/**
 * What is wrong with it; empty where it will do.
 */
sentence: string, };

export type WindowState = "ahead" | "open" | "past";

export type WitnessSlot = { 
/**
 * 公证员
 */
label: string, 
/**
 * How its digits come about.
 */
kind: SlotKind, 
/**
 * Digits.
 */
count: number, };

export type Zoom = { 
/**
 * 100, 125, 150 or 200.
 */
percent: number, };

export interface Calls {
  /** 查看工作台 */
  desk_state: { ask: null; answer: DeskState };
  /** 另选工作台文件夹 */
  choose_desk: { ask: null; answer: DeskState };
  /** 查看能否建台 */
  founding_offer: { ask: null; answer: FoundingOffer };
  /** 建台前选择文件 */
  pick_at_founding: { ask: PickAsk; answer: Picked | null };
  /** 看密码合不合规则 */
  weigh_password: { ask: WeighAsk; answer: Weighed };
  /** 建立工作台 */
  found_desk: { ask: FoundAsk; answer: Founded };
  /** 由备份恢复工作台 */
  restore_desk: { ask: RestoreAsk; answer: Done };
  /** 打开恢复单 */
  open_recovery_sheet: { ask: null; answer: null };
  /** 核对恢复单 */
  prove_recovery: { ask: ProveAsk; answer: Done };
  /** 建立第一位安全管理员 */
  add_first_secadmin: { ask: SecadminAsk; answer: Done };
  /** 登录 */
  sign_in: { ask: SignIn; answer: Session };
  /** 锁定 */
  lock: { ask: null; answer: DeskState };
  /** 有人在操作 */
  stir: { ask: null; answer: null };
  /** 说明查看用途 */
  state_purpose: { ask: PurposeAsk; answer: Session };
  /** 调整显示比例 */
  zoom: { ask: Zoom; answer: null };
  /** 查看今日 */
  overview: { ask: null; answer: Overview };
  /** 列出筛选项 */
  child_filters: { ask: null; answer: ChildFilters };
  /** 列出孩子 */
  children: { ask: ChildQuery; answer: ChildPage };
  /** 打开孩子 */
  child: { ask: ChildAsk; answer: ChildSheet };
  /** 重新核验全部孩子 */
  check_all: { ask: null; answer: Done };
  /** 核定判定变化 */
  settle_change: { ask: SettleAsk; answer: Done };
  /** 列出导入种类 */
  import_kinds: { ask: null; answer: Array<ImportKind> };
  /** 选择文件 */
  pick: { ask: PickAsk; answer: Picked | null };
  /** 预检文件 */
  preview_import: { ask: PreviewAsk; answer: Preview };
  /** 导入文件 */
  accept_import: { ask: AcceptAsk; answer: Accepted };
  /** 列出导入记录 */
  imports: { ask: null; answer: Array<ImportRow> };
  /** 撤回导入 */
  withdraw_import: { ask: ImportAsk; answer: Done };
  /** 生成空模板 */
  make_template: { ask: PreviewAsk; answer: Accepted };
  /** 查询居住地对应学校 */
  look_up_home: { ask: LookUpAsk; answer: LookUpAnswer };
  /** 查看派位计划 */
  draw_plan: { ask: null; answer: DrawPlan };
  /** 列出派位 */
  ceremonies: { ask: null; answer: Array<CeremonyRow> };
  /** 打开派位 */
  ceremony: { ask: CeremonyAsk; answer: CeremonySheet };
  /** 封存派位 */
  freeze: { ask: FreezeAsk; answer: CeremonySheet };
  /** 执行派位 */
  run_draw: { ask: RunAsk; answer: CeremonySheet };
  /** 中止派位 */
  abort_draw: { ask: AbortAsk; answer: CeremonySheet };
  /** 查看派位结果 */
  draw_result: { ask: ResultAsk; answer: ResultPage };
  /** 派位在屏幕上 */
  attend: { ask: AttendAsk; answer: null };
  /** 核对派位 */
  verify_draw: { ask: CeremonyAsk; answer: Checked };
  /** 安排就读学校 */
  place: { ask: null; answer: Placement };
  /** 查看可打印 */
  paper_desk: { ask: null; answer: PaperDesk };
  /** 打印 */
  make_papers: { ask: PaperAsk; answer: Made };
  /** 打开文件 */
  open_output: { ask: OutputAsk; answer: null };
  /** 另存文件 */
  save_output: { ask: OutputAsk; answer: Done | null };
  /** 查看政策 */
  policy: { ask: null; answer: PolicySheet };
  /** 查验政策包 */
  preview_pack: { ask: PackAsk; answer: PackPreview };
  /** 安装政策包 */
  install_pack: { ask: PackAsk; answer: Done };
  /** 登记区公钥 */
  trust_district: { ask: TrustAsk; answer: Done };
  /** 调整本季开关 */
  set_switch: { ask: SwitchAsk; answer: Done };
  /** 打开日志 */
  journal_desk: { ask: null; answer: JournalDesk };
  /** 查看日志 */
  journal: { ask: JournalAsk; answer: JournalPage };
  /** 核对日志 */
  verify_journal: { ask: VerifyAsk; answer: Checked };
  /** 选择有锚点的文件 */
  pick_anchors: { ask: null; answer: AnchorsGiven | null };
  /** 导出日志 */
  export_journal: { ask: null; answer: Made | null };
  /** 打印日终清单 */
  print_closing: { ask: ClosingAsk; answer: Made };
  /** 查看账户 */
  people: { ask: null; answer: PeopleSheet };
  /** 建立账户 */
  add_person: { ask: NewPersonAsk; answer: Done };
  /** 解除账户锁定 */
  unlock_person: { ask: PersonAsk; answer: Done };
  /** 停用账户 */
  stop_person: { ask: StopAsk; answer: Done };
  /** 收回角色 */
  take_role: { ask: RoleAsk; answer: Done };
  /** 授予角色 */
  give_role: { ask: RoleAsk; answer: Done };
  /** 修改本人密码 */
  change_password: { ask: PasswordAsk; answer: Done };
  /** 查看备份 */
  backups: { ask: null; answer: BackupSheet };
  /** 立即备份 */
  make_backup: { ask: BackupAsk; answer: BackupMade };
  /** 核对备份 */
  check_backup: { ask: BackupAsk; answer: Done };
  /** 恢复演练 */
  drill: { ask: DrillAsk; answer: Done };
}
