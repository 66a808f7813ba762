//! `ruxue home`: the schools of an address, as the district's own query answers it.

use crate::args::Args;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use chrono::NaiveDate;
use ruxue_desk::access::Role;
use ruxue_desk::register::home::{HomeAnswer, HomeAsk, HomeFound, LevelFound, look_up};
use ruxue_rules::Level;
use serde_json::{Value, json};

#[derive(clap::Args, Debug)]
pub struct HomeArgs {
    /// 地址，如 百子湾路32号院5号楼1单元301室
    #[arg(value_name = "地址", required = true)]
    pub text: Vec<String>,
    /// 学段：小学 初中；不写则两个都查
    #[arg(long, value_name = "学段", value_parser = ["小学", "初中"])]
    pub level: Option<String>,
    /// 街乡的名称或代码；不写则从地址里认
    #[arg(long, value_name = "街乡")]
    pub street: Option<String>,
    /// 按这一天的对应表；不写则按最新一版
    #[arg(long, value_name = "日期")]
    pub on: Option<NaiveDate>,
}

pub fn run(args: &Args, what: &HomeArgs) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Clerk)?;
    let ask = HomeAsk {
        text: what.text.join(" "),
        street: what.street.clone().unwrap_or_default(),
        level: what.level.as_deref().and_then(Level::parse),
        on: what.on,
    };
    let answer = look_up(&mut desk, &ask)?;
    if args.json {
        say!("{}", as_json(&answer));
    } else {
        print(&answer);
    }
    Ok(())
}

fn print(answer: &HomeAnswer) {
    if !answer.settled {
        say!("待核实：{}", answer.say);
    }
    for home in &answer.homes {
        say!("{}", home.title);
        for level in &home.levels {
            print_level(level);
        }
    }
    if !answer.near.is_empty() {
        say!("名称相近的小区（仅供核对，不是查询结果）：");
    }
    for (street, estate) in &answer.near {
        say!("  {street}　{estate}");
    }
}

fn print_level(found: &LevelFound) {
    let names: Vec<String> = found
        .schools
        .iter()
        .map(|school| format!("{}（{}）", school.name, school.code))
        .collect();
    let schools = match names.is_empty() {
        true => "待核实".to_owned(),
        false => names.join("、"),
    };
    say!("  {}：{schools}", found.level.text());
    say!("    {}", found.why);
    for line in &found.lines {
        say!(
            "    对应表：{}（第 {} 次导入，{}）",
            line.cells.join(" | "),
            line.import,
            line.file
        );
    }
    let rest = found.follows.iter().chain(&found.seats);
    for sentence in rest.chain(&found.others) {
        say!("    {sentence}");
    }
}

fn as_json(answer: &HomeAnswer) -> Value {
    let near = answer.near.iter();
    let near = near.map(|(street, estate)| json!({ "street": street, "estate": estate }));
    json!({
        "settled": answer.settled,
        "say": answer.say,
        "homes": answer.homes.iter().map(home_json).collect::<Vec<_>>(),
        "near": near.collect::<Vec<_>>(),
    })
}

fn home_json(home: &HomeFound) -> Value {
    let [street, estate, building, entrance, room] = &home.parts;
    json!({
        "title": home.title, "street": street, "estate": estate, "building": building,
        "entrance": entrance, "room": room,
        "levels": home.levels.iter().map(level_json).collect::<Vec<_>>(),
    })
}

fn level_json(found: &LevelFound) -> Value {
    let schools = found.schools.iter().map(|school| {
        json!({ "code": school.code, "name": school.name, "address": school.address, "phone": school.phone })
    });
    let lines = found.lines.iter().map(|line| {
        let [level, street, estate, buildings, schools, version] = &line.cells;
        json!({
            "学段": level, "街乡": street, "小区": estate, "楼号": buildings, "学校代码": schools,
            "版本日期": version, "import": line.import, "file": line.file,
        })
    });
    json!({
        "level": found.level.text(), "settled": found.settled, "why": found.why,
        "schools": schools.collect::<Vec<_>>(), "lines": lines.collect::<Vec<_>>(),
        "version": found.version, "others": found.others, "follows": found.follows,
        "seats": found.seats,
    })
}
