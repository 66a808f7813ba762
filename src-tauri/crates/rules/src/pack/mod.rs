//! A policy pack: one year's rules as data, a folder of TOML files.

mod bound;
pub mod calendar;
pub mod categories;
mod cite;
pub(crate) mod conditions;
pub mod diff;
pub mod examples;
pub mod guard;
mod reader;
pub(crate) mod routes;
pub mod sheets;
pub mod switches;
mod syntax;
mod values;
mod whole;

use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use toml::de::DeTable;

pub use calendar::{Day, Event, Span};
pub use categories::Category;
pub use diff::{Change, diff};
pub use routes::{NoteName, RouteName};
pub use sheets::{Paper, ReasonName, Word};
pub use switches::{Switch, Switches};
pub use whole::EVENTS;

use cite::Cite;
use conditions::{ReasonId, Rule};
use examples::Examples;
use guard::Guard;
use reader::{Report, Section, Source, Spot};
use routes::Step;

use crate::{Case, Level, Route};

/// The files of a pack, each with what it holds. A pack has all of them and no other.
pub const FILES: &[&str] = &[
    "categories.toml",
    "conditions.toml",
    "examples.toml",
    "pack.toml",
    "papers.toml",
    "reasons.toml",
    "routes.toml",
    "switches.toml",
    "timetable.toml",
    "words.toml",
];

/// One year's rules.
#[derive(Clone)]
pub struct Pack {
    digest: String,
    id: Box<str>,
    title: Box<str>,
    season: i32,
    cite: Cite,
    days: Vec<Day>,
    spans: Vec<Span>,
    seats: SeatYears,
    pub(crate) reasons: Vec<ReasonName>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) categories: Vec<Category>,
    pub(crate) unclaimed: ReasonId,
    pub(crate) notes: Vec<NoteName>,
    pub(crate) steps: Vec<Step>,
    good_title: Guard,
    routes: Vec<RouteName>,
    switches: Switches,
    papers: Vec<Paper>,
    events: Vec<Event>,
    words: Vec<Word>,
    examples: Examples,
    files: Arc<[PackFile]>,
}

/// A file of a pack: its name and its bytes.
pub type PackFile = (Box<str>, Box<[u8]>);

impl std::fmt::Debug for Pack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pack")
            .field("id", &self.id)
            .field("digest", &self.digest)
            .finish()
    }
}

/// For how many years one address gives one seat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatYears {
    /// The first year of which use is recorded.
    pub recorded_from: i32,
    /// Years, by [`Level`].
    pub years: [i32; 2],
    /// Document number and place.
    pub clause: Box<str>,
}

/// What is wrong with a pack, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct PackError {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// A Chinese sentence.
    pub message: String,
}

/// What the parts of a pack that are read later may name.
struct Names<'n> {
    report: &'n Report,
    cite: &'n Cite,
    days: &'n [Day],
    spans: &'n [Span],
    reasons: &'n [ReasonName],
}

impl Names<'_> {
    fn reason(&self, section: &Section<'_>, key: &'static str) -> Option<ReasonId> {
        let (code, at) = (section.text(key), (self.report, &section.spot_of(key)));
        calendar::find(self.reasons, |reason| &reason.code, &code, "理由", at)
    }

    fn day(&self, section: &Section<'_>, key: &'static str) -> Option<NaiveDate> {
        let (id, at) = (section.text(key), (self.report, &section.spot_of(key)));
        let day = calendar::find(self.days, |day| &day.id, &id, "日期", at)?;
        Some(self.days[day].day)
    }
}

impl Pack {
    /// Reads a pack's files (name, bytes), its examples included. The examples are not run: see
    /// [`Pack::run_examples`].
    ///
    /// # Errors
    /// All that is wrong with it, by file and line: unknown facts, keys and names, a rule without
    /// example, two categories that claim one child with no stated precedence, a date out of order.
    pub fn load<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Result<Pack, Vec<PackError>> {
        let report = Report::default();
        let sources = sources(files, &report);
        let digest = digest_of(files);
        let parsed: Vec<_> = sources.iter().map(|source| source.parse(&report)).collect();
        // What cannot be read at all has been told; the other files are still looked at.
        let unread: Vec<Box<str>> = report.files();
        let empty = DeTable::new();
        let roots: Vec<_> = FILES
            .iter()
            .map(|name| {
                let mut read = sources
                    .iter()
                    .zip(&parsed)
                    .filter(|(one, _)| one.name == *name);
                let (source, table) = match read.next() {
                    Some((source, Some(table))) => (*source, table.as_ref()),
                    _ => (Source { name, text: "" }, &empty),
                };
                Section::new(source, &report, table, 0..0)
            })
            .collect();
        let root = |name: &str| {
            let at = FILES.iter().position(|file| *file == name);
            &roots[at.unwrap_or_default()]
        };
        let pack = read(&root, digest, kept(files));
        for (root, name) in roots.iter().zip(FILES) {
            root.finish();
            whole::check_tables(root, name);
        }
        if let Some(pack) = &pack
            && unread.is_empty()
        {
            pack.check(&root, &report);
        }
        let errors = report.into_errors(&unread);
        match pack {
            Some(pack) if errors.is_empty() => Ok(pack),
            _ => Err(errors),
        }
    }

    /// The pack's digest, lowercase hex: `LC_ALL=C sha256sum *.toml | sha256sum` in its folder.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The files that it was read from, by name: what is signed, kept and compared.
    pub fn files(&self) -> &[PackFile] {
        &self.files
    }

    /// The text of one of its files; empty where it has none of that name.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        let file = self.files.iter().find(|(file, _)| **file == *name);
        file.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// Its name: `chaoyang-2021`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it holds, in words.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The year.
    pub fn season(&self) -> i32 {
        self.season
    }

    /// The number of the document it makes exact: 朝政办发〔2021〕4号.
    pub fn document(&self) -> &str {
        self.cite.main()
    }

    /// The days that rules compare with.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// The months that rules ask for.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// For how many years one address gives one seat.
    pub fn seat_years(&self) -> &SeatYears {
        &self.seats
    }

    /// The categories, in the pack's order.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// The category with this code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories
            .iter()
            .find(|category| *category.code == *code)
    }

    /// All reasons that conditions and routes may raise.
    pub fn reasons(&self) -> &[ReasonName] {
        &self.reasons
    }

    /// All notes that routes may carry.
    pub fn notes(&self) -> &[NoteName] {
        &self.notes
    }

    /// The name of a route.
    pub fn route(&self, route: Route) -> Option<&RouteName> {
        self.routes.iter().find(|name| name.route == route)
    }

    /// What the text leaves open, as this year reads it.
    pub fn switches(&self) -> &Switches {
        &self.switches
    }

    /// The papers that a child of this category shows.
    pub fn papers<'p>(
        &'p self,
        case: &'p Case,
        category: &'p str,
    ) -> impl Iterator<Item = &'p Paper> {
        self.papers
            .iter()
            .filter(move |paper| paper.is_asked_of(case, category))
    }

    /// The timetable, in the pack's order.
    pub fn timetable(&self) -> &[Event] {
        &self.events
    }

    /// The line of the timetable with this name.
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|event| *event.id == *id)
    }

    /// The words that no header may hold.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether the child's home is proved by a title that gives it its own catchment.
    pub fn has_good_title(&self, case: &Case) -> bool {
        self.good_title.holds(case)
    }

    pub(crate) fn good_title(&self) -> &Guard {
        &self.good_title
    }

    /// The category that claims the child.
    pub fn category_of(&self, case: &Case) -> Option<&Category> {
        categories::claim(&self.categories, case)
    }

    /// Runs every example of the pack; what disagrees comes back by file and line.
    pub fn run_examples(&self) -> Vec<PackError> {
        self.examples.run(self)
    }
}

/// The files that a pack needs, each as text; what lacks or is too many is reported.
fn sources<'f, N: AsRef<str>, B: AsRef<[u8]>>(
    files: &'f [(N, B)],
    report: &Report,
) -> Vec<Source<'f>> {
    let mut sources = Vec::new();
    for (name, bytes) in files {
        let name = name.as_ref();
        if !name.ends_with(".toml") {
            continue;
        }
        let say = |line, message| {
            let file = name.into();
            report.say(&Spot { file, line }, message);
        };
        match std::str::from_utf8(bytes.as_ref()) {
            _ if !FILES.contains(&name) => say(1, "规则包里没有这个文件的位置，请移走"),
            Ok(text) => sources.push(Source { name, text }),
            Err(error) => {
                let good = &bytes.as_ref()[..error.valid_up_to()];
                let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
                say(line, "从这一行起不是 UTF-8 编码，请用记事本另存为 UTF-8");
            }
        }
    }
    for name in FILES {
        if !files.iter().any(|(file, _)| file.as_ref() == *name) {
            report.say(
                &Spot {
                    file: (*name).into(),
                    line: 1,
                },
                "规则包缺少这个文件",
            );
        }
    }
    sources
}

/// The files that count, by name.
fn kept<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Arc<[PackFile]> {
    let named = files
        .iter()
        .map(|(name, bytes)| (name.as_ref(), bytes.as_ref()));
    let own = named.filter(|(name, _)| FILES.contains(name));
    let mut own: Vec<PackFile> = own
        .map(|(name, bytes)| (name.into(), bytes.into()))
        .collect();
    own.sort_unstable();
    own.into()
}

/// What `LC_ALL=C sha256sum *.toml | sha256sum` prints.
fn digest_of<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> String {
    hex(&Sha256::digest(sums(files).as_bytes()))
}

/// What `LC_ALL=C sha256sum *.toml` prints of these files (name, bytes): the list that a district
/// signs, whose own SHA-256 is the pack's digest.
pub fn sums<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> String {
    let visible = |name: &str| name.ends_with(".toml") && !name.starts_with('.');
    let mut lines: Vec<(&str, String)> = files
        .iter()
        .map(|(name, bytes)| (name.as_ref(), hex(&Sha256::digest(bytes.as_ref()))))
        .filter(|(name, _)| visible(name))
        .collect();
    lines.sort_unstable();
    lines
        .iter()
        .map(|(name, sum)| format!("{sum}  {name}\n"))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the parts in the order in which they name each other.
fn read<'t: 's, 's>(
    root: &impl Fn(&str) -> &'s Section<'t>,
    digest: String,
    files: Arc<[PackFile]>,
) -> Option<Pack> {
    let main = root("pack.toml");
    let report = main.report();
    let cite = Cite::read(main);
    let days = calendar::read_days(main, &cite);
    let spans = calendar::read_spans(main, &cite);
    let reasons = sheets::read_reasons(root("reasons.toml"));
    let names = Names {
        report,
        cite: &cite,
        days: &days,
        spans: &spans,
        reasons: &reasons,
    };
    let rules = Rule::read_all(root("conditions.toml"), &names);
    let kinds = root("categories.toml");
    let categories = Category::read_all(kinds, &rules, &names);
    let unclaimed = names.reason(kinds, "unclaimed");
    let way = root("routes.toml");
    let notes = routes::read_notes(way, &names);
    let steps = Step::read_all(way, &categories, &notes, &names);
    let route_names = routes::read_routes(way, &names);
    let good_title = Guard::read(way, "good_title");
    let switches = Switches::read(root("switches.toml"), &categories, &cite);
    let papers = sheets::read_papers(root("papers.toml"), &categories, &names);
    let events = calendar::read_events(root("timetable.toml"), &cite);
    let words = sheets::read_words(root("words.toml"), &names);
    let examples = Examples::read(root("examples.toml"), &names);
    let pack = Pack {
        digest,
        id: main.text("id"),
        title: main.text("title"),
        season: main.integer_in("season", YEARS),
        seats: read_seats(main, &cite),
        unclaimed: unclaimed.unwrap_or_default(),
        cite: cite.clone(),
        days: days.clone(),
        spans: spans.clone(),
        reasons: reasons.clone(),
        routes: route_names,
        rules,
        categories,
        notes,
        steps,
        good_title,
        switches,
        papers,
        events,
        words,
        examples,
        files,
    };
    // Without the reason that it names, nothing may be judged.
    unclaimed.map(|_| pack)
}

/// The years that a pack may speak of.
const YEARS: (i32, i32) = (2000, 2100);

fn read_seats(main: &Section<'_>, cite: &Cite) -> SeatYears {
    let mut seats = SeatYears::default();
    let Some(section) = main.section("seat") else {
        main.say("seat", "缺少 [seat]：一处住址多少年给一个学位");
        return seats;
    };
    seats.clause = cite.clause(&section);
    seats.recorded_from = section.integer_in("recorded_from", YEARS);
    let years = section.section("years");
    for (level, number) in years.as_ref().map(Section::numbers).unwrap_or_default() {
        let number = i32::try_from(number)
            .ok()
            .filter(|number| (1..=20).contains(number));
        match (Level::parse(level), number) {
            (Some(level), Some(number)) => seats.years[level as usize] = number,
            (None, _) => section.say(
                "years",
                format!("没有「{level}」这个学段，应写 小学 和 初中"),
            ),
            (Some(level), None) => {
                section.say(
                    "years",
                    format!("{}的年数应当在 1 到 20 之间", level.text()),
                );
            }
        }
    }
    for level in [Level::Primary, Level::Junior] {
        if years.as_ref().is_none_or(|years| !years.has(level.text())) {
            section.say("years", format!("没有写{}的年数", level.text()));
        }
    }
    section.close();
    seats
}
