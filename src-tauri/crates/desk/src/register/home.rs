//! 居住地对应学校查询: what the desk's tables say of an address, in the words of the counter.

use chrono::NaiveDate;
use ruxue_rules::address::Place;
use ruxue_rules::lookup::{Answer, Follows, Home, Question, Seat, Served, Standing, Unread};
use ruxue_rules::{Catchment, Level, Office, Pack, World};

use super::words;
use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::store::tables::{self, Origin};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct HomeAsk {
    /// The address as it was said or written.
    pub text: String,
    /// 街乡 by any of its names or its code; empty where it is not known.
    pub street: String,
    /// 学段; both where it is not given.
    pub level: Option<Level>,
    /// The day whose table counts; the newest table where it is not given.
    pub on: Option<NaiveDate>,
}

/// The answer, in sentences and quotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeAnswer {
    /// Whether the table says it, and nothing is left to ask.
    pub settled: bool,
    /// What is to be verified and how, where it does not.
    pub say: String,
    /// The homes that the text may mean.
    pub homes: Vec<HomeFound>,
    /// Estates with such a name: 街乡 and 小区. Not an answer.
    pub near: Vec<(String, String)>,
}

/// A home as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeFound {
    /// 双井街道 百子湾路32号院 5号楼 1单元 301室
    pub title: String,
    /// 街乡, 小区, 楼号, 单元, 房号; an unknown one is empty.
    pub parts: [String; 5],
    /// By 学段.
    pub levels: Vec<LevelFound>,
}

/// What the table says for one 学段.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelFound {
    /// 学段.
    pub level: Level,
    /// Whether rows serve the home, and no more need be asked.
    pub settled: bool,
    /// Why these rows count, or what is to be asked.
    pub why: String,
    /// The schools.
    pub schools: Vec<SchoolFound>,
    /// The table's own lines.
    pub lines: Vec<LineQuoted>,
    /// 版本日期 of those lines; empty where none.
    pub version: String,
    /// What other versions of the table say.
    pub others: Vec<String>,
    /// What follows for a title registered before and after the day of the document.
    pub follows: Vec<String>,
    /// The seat records at this home.
    pub seats: Vec<String>,
}

/// A school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolFound {
    /// 学校代码.
    pub code: String,
    /// 学校名称; the code where the school table lacks it.
    pub name: String,
    /// 地址.
    pub address: String,
    /// 联系电话.
    pub phone: String,
}

/// A line of the catchment table, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineQuoted {
    /// 学段, 街乡, 小区, 楼号, 学校代码, 版本日期.
    pub cells: [String; 6],
    /// The number of the import that brought it.
    pub import: i64,
    /// The file that it came from.
    pub file: String,
}

/// Looks an address up.
///
/// # Errors
/// A person who may not, an unknown 街乡, and what the disk says.
pub fn look_up(desk: &mut Desk, ask: &HomeAsk) -> Result<HomeAnswer, DeskError> {
    desk.require(Act::LookUpHome)?;
    if ask.text.trim().is_empty() {
        return Err(DeskError::Invalid("请写明要查的地址。".into()));
    }
    let street = match ask.street.trim() {
        "" => "",
        given => crate::intake::short_name(given).ok_or_else(|| {
            DeskError::Invalid(format!(
                "“{given}”不是本区 43 个街乡之一，请填名称（如双井）或代码（如 110105016）。"
            ))
        })?,
    };
    // Without children: nobody's claim to a home is told.
    let world = World::build(desk.pack(), tables::all(desk.reader())?, &[]);
    let levels = ask.level.map_or(Level::ALL.to_vec(), |level| vec![level]);
    let question = Question {
        text: &ask.text,
        street,
        levels: &levels,
        on: ask.on,
    };
    let answer = world.look_up(desk.pack(), &question);
    let origins = tables::catchment_origins(desk.reader())?;
    let words = Words {
        pack: desk.pack(),
        world: &world,
        origins: &origins,
        on: ask.on,
    };
    Ok(words.answer(&answer))
}

/// Puts an answer of the rules into words.
struct Words<'a> {
    pack: &'a Pack,
    world: &'a World,
    origins: &'a [Origin],
    on: Option<NaiveDate>,
}

impl Words<'_> {
    fn answer(&self, answer: &Answer<'_>) -> HomeAnswer {
        let homes: Vec<HomeFound> = answer.homes.iter().map(|home| self.home(home)).collect();
        let open = |home: &HomeFound| home.levels.iter().any(|level| !level.settled);
        let say = match (&homes[..], answer.unread) {
            (_, Some(Unread::TwoWays)) => {
                "小区认得，后面的号码有两种读法。请写明楼号、单元和室，如 3号楼2单元501室。".into()
            }
            (_, Some(Unread::NotKnown(street))) => not_known(street),
            ([home], None) if open(home) => "下面写明要问什么。".into(),
            ([_], None) => String::new(),
            (several, None) => format!(
                "{} 个街乡都有这个小区。请问清是哪个街乡，再查一次。",
                several.len()
            ),
        };
        HomeAnswer {
            settled: say.is_empty(),
            say,
            homes,
            near: answer
                .near
                .iter()
                .map(|(street, estate)| ((*street).to_owned(), (*estate).to_owned()))
                .collect(),
        }
    }

    fn home(&self, home: &Home<'_>) -> HomeFound {
        let place = &home.place;
        let parts = [
            &place.street,
            &place.estate,
            &place.building,
            &place.entrance,
            &place.room,
        ];
        HomeFound {
            title: title(place),
            parts: parts.map(|part| part.clone().into_owned()),
            levels: home
                .levels
                .iter()
                .map(|served| self.level(served, place))
                .collect(),
        }
    }

    fn level(&self, served: &Served<'_>, place: &Place<'_>) -> LevelFound {
        let lines: Vec<LineQuoted> = served.rows.iter().filter_map(|at| self.line(*at)).collect();
        let version = lines.first().map_or("", |line| &line.cells[5]).to_owned();
        LevelFound {
            level: served.level,
            settled: served.is_settled(),
            why: self.why(served, place),
            schools: self.schools(served.level, &served.schools),
            version,
            others: self.others(served),
            follows: self.follows(&served.follows),
            seats: seats(served, place, self.pack.season()),
            lines,
        }
    }

    fn line(&self, at: usize) -> Option<LineQuoted> {
        let (row, origin) = (
            self.world.tables().catchments.get(at)?,
            self.origins.get(at)?,
        );
        Some(LineQuoted {
            cells: cells(row),
            import: origin.import,
            file: origin.file.clone(),
        })
    }

    fn schools(&self, level: Level, codes: &[&str]) -> Vec<SchoolFound> {
        let found = codes
            .iter()
            .map(|code| match self.world.school(level, code) {
                Some(school) => SchoolFound {
                    code: school.code.clone(),
                    name: school.name.clone(),
                    address: school.address.clone(),
                    phone: school.phone.clone(),
                },
                None => SchoolFound {
                    code: (*code).to_owned(),
                    name: format!("学校 {code}（学校表中没有）"),
                    address: String::new(),
                    phone: String::new(),
                },
            });
        found.collect()
    }

    fn names(&self, level: Level, codes: &[&str]) -> String {
        let schools = self.schools(level, codes);
        let names: Vec<&str> = schools.iter().map(|school| school.name.as_str()).collect();
        match names.is_empty() {
            true => "没有对应学校".to_owned(),
            false => names.join("、"),
        }
    }

    fn why(&self, served: &Served<'_>, place: &Place<'_>) -> String {
        let building = building(place);
        match served.standing {
            Standing::Building => format!("对应表写明{building}。"),
            Standing::Range => format!("{building}在对应表写明的楼号范围内。"),
            Standing::Odd => format!("{building}是单号楼，按对应表的单号一行。"),
            Standing::Even => format!("{building}是双号楼，按对应表的双号一行。"),
            Standing::Whole if place.building.is_empty() => "对应表按整个小区写明。".into(),
            Standing::Whole => format!("对应表按整个小区写明，没有另写{building}。"),
            Standing::BuildingAsked => {
                "这个小区按楼号分学校，请问清楼号再查。可能对应的各行列在下面。".into()
            }
            Standing::NoRow => match (self.on, served.others.is_empty()) {
                (Some(on), false) if !served.is_newest => {
                    format!("{on} 及以前的对应表没有这个小区的{}。", served.level.text())
                }
                (_, false) => {
                    format!("对应表没有写到{building}，请查原表或问小区所属街乡。")
                }
                (_, true) => format!(
                    "对应表没有这个小区的{}，请查原表或问小区所属街乡。",
                    served.level.text()
                ),
            },
        }
    }

    fn others(&self, served: &Served<'_>) -> Vec<String> {
        let mut said = Vec::new();
        if !served.is_newest && served.is_settled() {
            said.push("上面是旧版对应表，不是最新一版；入学以最新一版为准。".to_owned());
        }
        for version in &served.others {
            let day = version
                .day
                .map_or("未写日期".to_owned(), |day| day.to_string());
            let says = match version.schools == served.schools {
                true => "相同".to_owned(),
                false => format!("不同：{}", self.names(served.level, &version.schools)),
            };
            said.push(format!("{day} 版：{says}"));
        }
        said
    }

    /// What follows, day by day; once where the day makes no difference.
    fn follows(&self, follows: &[Follows<'_>]) -> Vec<String> {
        let then: Vec<String> = follows.iter().map(|one| self.then(one)).collect();
        match &then[..] {
            [one, rest @ ..] if !rest.is_empty() && rest.iter().all(|other| other == one) => {
                vec![format!("不论不动产权证书何时登记：{one}")]
            }
            _ => follows
                .iter()
                .zip(&then)
                .map(|(one, then)| self.when(one, then))
                .collect(),
        }
    }

    fn when(&self, follows: &Follows<'_>, then: &str) -> String {
        let day = follows.registered;
        let cut = self.pack.days().iter().find(|one| &*one.id == "title-cut");
        match cut.is_some_and(|cut| day <= cut.day) {
            true => format!("不动产权证书登记在 {day}（含）以前：{then}"),
            false => format!("不动产权证书登记在 {day}（含）以后：{then}"),
        }
    }

    fn then(&self, follows: &Follows<'_>) -> String {
        let because: Vec<&str> = follows.because.iter().map(|(_, says)| *says).collect();
        let zone = follows
            .because
            .iter()
            .any(|(code, _)| *code == "ZONE_UNKNOWN");
        let then = match (follows.route, zone) {
            (Some(route), _) => words::route(self.pack, route).to_owned(),
            (None, true) => {
                "在本区有学籍的按毕业小学的服务片多校划片，回区的按居住地对应学校多校划片"
                    .to_owned()
            }
            (None, false) => "人工核定".to_owned(),
        };
        match because.is_empty() || zone {
            true => then,
            false => format!("{then}（{}）", because.join("；")),
        }
    }
}

fn not_known(street: Option<&str>) -> String {
    let place = street.map_or("对应表".to_owned(), |street| format!("对应表中{street}"));
    format!(
        "{place}没有认出这处住址。请核对小区名称和楼号的写法；确实没有的，查原表或问小区所属街乡。"
    )
}

fn cells(row: &Catchment) -> [String; 6] {
    [
        row.level.text().to_owned(),
        row.street.clone(),
        row.estate.clone(),
        row.buildings.clone(),
        row.schools.join("、"),
        row.version.map_or(String::new(), |day| day.to_string()),
    ]
}

fn title(place: &Place<'_>) -> String {
    let street = Office::find(&place.street).map_or(&*place.street, |office| office.full);
    let parts = [
        street.to_owned(),
        place.estate.clone().into_owned(),
        building(place),
        number(&place.entrance, "单元"),
        number(&place.room, "室"),
    ];
    let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    known.join(" ")
}

fn building(place: &Place<'_>) -> String {
    let lettered = place.building.ends_with(|c: char| !c.is_ascii_digit());
    number(&place.building, if lettered { "座" } else { "号楼" })
}

fn number(text: &str, mark: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("{text}{mark}"),
    }
}

fn seats(served: &Served<'_>, place: &Place<'_>, season: i32) -> Vec<String> {
    if served.standing == Standing::NoRow && served.seats.is_empty() {
        return Vec::new();
    }
    if !place.is_complete() {
        return vec!["没有楼号和房号，未查学位记录。".into()];
    }
    let level = served.level.text();
    let say = |seat: &Seat| match seat.counts {
        true => format!(
            "{} 年已有一个家庭在这处住址用过{level}学位；其他家庭从 {} 年起可再用（同一家庭的孩子不受此限）。",
            seat.year, seat.free_from
        ),
        false if season < seat.free_from => format!(
            "{} 年用过{level}学位，早于学位记录的起算年份，不计，{season} 年可用。",
            seat.year
        ),
        false => format!(
            "{} 年用过{level}学位，已过年限，{season} 年可用。",
            seat.year
        ),
    };
    match served.seats.is_empty() {
        true => vec![format!("没有{level}学位记录。")],
        false => served.seats.iter().map(say).collect(),
    }
}
