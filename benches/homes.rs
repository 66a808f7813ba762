//! How long it takes to look an address up in a whole district's catchment table.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use ruxue_desk::pack;
use ruxue_rules::lookup::Question;
use ruxue_rules::{Catchment, EstateAlias, Level, OFFICES, SeatRecord, Tables, World};

/// Answers `queries` addresses (hits in many writings, near misses, unknown ones) over `lines`
/// rows and prints the times at which half and 99 of 100 were answered, in milliseconds.
pub fn homes(lines: usize, queries: usize) -> Result<(), Box<dyn Error>> {
    let pack = pack::bundled("chaoyang-2021")?;
    let tables = tables(lines);
    let built = Instant::now();
    let world = World::build(&pack, tables, &[]);
    let index = built.elapsed();
    let mut times = Vec::with_capacity(queries);
    let (mut found, mut asked) = (0, 0);
    for n in 0..queries {
        let (street, text) = query(n, lines);
        let question = Question {
            text: &text,
            street,
            levels: Level::ALL,
            on: None,
        };
        let begun = Instant::now();
        let answer = black_box(world.look_up(&pack, &question));
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        found += usize::from(!answer.homes.is_empty());
        asked += usize::from(answer.homes.is_empty() && !answer.near.is_empty());
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("homes_lines {}", world.tables().catchments.len());
    println!("homes_index {:.3}", index.as_secs_f64());
    println!("homes_found {found}");
    println!("homes_near {asked}");
    println!("homes_p50 {:.4}", at(0.5));
    println!("homes_p99 {:.4}", at(0.99));
    println!("homes_most {:.4}", at(1.0));
    Ok(())
}

const WORDS: [&str; 12] = [
    "百子", "广渠", "静秀", "幸春", "柳荫", "和顺", "安惠", "翠屏", "望秀", "金穗", "芳草", "三元",
];
const ENDS: [&str; 8] = [
    "家园", "南里", "北里", "嘉园", "一区", "二区", "公寓", "东里",
];

/// The name of an estate: most are proper names, some a road with its number; a few names stand
/// in several streets.
fn estate(n: usize) -> String {
    let word = WORDS[n % WORDS.len()];
    let end = ENDS[n / WORDS.len() % ENDS.len()];
    let more = ["", "新", "老", "西"][n / 96 % 4];
    match n % 5 {
        0 => format!("{word}{more}路{}号院", n / 43 + 1),
        _ => format!("{word}{more}{end}"),
    }
}

fn street(n: usize) -> &'static str {
    OFFICES[n % OFFICES.len()].name
}

/// Half the lines for each 学段; an estate has a whole row or two rows by buildings.
fn tables(lines: usize) -> Tables {
    let mut tables = Tables::default();
    for n in 0..lines / 4 {
        for (level, school) in [(Level::Primary, "P"), (Level::Junior, "M")] {
            for (buildings, version) in [("1-12", "2021-05-01"), ("单", "2020-05-01")] {
                let whole = n % 3 == 0;
                tables.catchments.push(Catchment {
                    level,
                    street: street(n).into(),
                    estate: estate(n),
                    buildings: if whole {
                        String::new()
                    } else {
                        buildings.into()
                    },
                    schools: vec![format!("{school}{:03}", n % 150)],
                    version: version.parse().ok(),
                });
            }
        }
        if n % 10 == 0 {
            tables.aliases.push(EstateAlias {
                street: street(n).into(),
                alias: format!("别称{n}苑"),
                estate: estate(n),
            });
        }
        tables.seat_records.push(SeatRecord {
            year: 2019,
            level: Level::Primary,
            street: street(n).into(),
            estate: estate(n),
            building: "3".into(),
            entrance: "2".into(),
            room: "501".into(),
            child_name: String::new(),
            child_id: String::new(),
            guardian_ids: Vec::new(),
        });
    }
    tables
}

fn query(n: usize, lines: usize) -> (&'static str, String) {
    let at = n * 7919 % (lines / 4).max(1);
    let (aliased, at_alias) = (street(at / 10 * 10), at / 10 * 10);
    let (street, estate) = (street(at), estate(at));
    match n % 8 {
        0 => (street, format!("{estate}3号楼2单元501室")),
        1 => (
            street,
            format!("北京市朝阳区{street}街道{estate}三号楼２门五零一"),
        ),
        2 => (
            "",
            format!("{street}街道办事处，{estate}小区，3#-2-501（电梯房）"),
        ),
        3 => ("", format!("{estate} 3号楼 2单元 501室")),
        4 => (aliased, format!("别称{at_alias}苑3-2-501")),
        5 => (street, format!("{estate}3号楼2单元501室对面")),
        6 => ("", format!("朝阳区不在表里的{estate}园9号楼底商1号")),
        _ => (street, format!("没有的小区{n}号楼")),
    }
}
