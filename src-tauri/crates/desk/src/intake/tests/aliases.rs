//! 小区别名 at a desk, and the addresses that it then knows.

use super::desk::{bench, figures};
use super::*;
use crate::intake::withdraw;
use crate::register::home::{HomeAsk, look_up};
use crate::store::tables;

const SCHOOLS: &str = "学校代码,学校名称,学段,办学性质,类型,招生计划\n\
    P001,双井样例小学,小学,公办,普通,160\nP002,双井第二小学,小学,公办,普通,80\n";
const CATCHMENTS: &str = "学段,街乡,小区,楼号,学校代码,版本日期\n\
    小学,双井,百子湾路32号院,,P001,2021-05-01\n小学,双井,百子湾路32号院,,P002,2020-05-01\n\
    小学,双井,样例园,,P002,2021-05-01\n";

#[test]
fn an_alias_means_one_estate_of_its_street_and_no_other() {
    let mut bench = bench();
    bench.import(Template::Schools, SCHOOLS);
    let early = bench.import(
        Template::Aliases,
        "街乡,别名,小区\n双井,百湾雅苑,百子湾路32号院\n",
    );
    assert!(
        told(&early.problems)[0]
            .contains("在双井没有这个小区，请核对“小区”与街乡，或先导入服务片对应表")
    );
    bench.import(Template::Catchments, CATCHMENTS);
    let rows = "街乡,别名,小区\n双井街道,百湾雅苑,百子湾路三十二号院\n双井,样例园,百子湾路32号院\n\
        双井,百湾雅苑,样例园\n双井,三二院,样例园\n劲松,百湾雅苑,样例园\n双井,百子湾路32号,百子湾路32号院\n";
    let outcome = bench.import(Template::Aliases, rows);
    assert_eq!(figures(&outcome), (6, 3, 0, 3));
    let told = told(&outcome.problems);
    assert!(
        told[0].contains("这个名称本身就是双井的一个小区"),
        "{told:?}"
    );
    assert!(
        told[1].contains("这个别名已指向小区“百子湾路三十二号院”"),
        "{told:?}"
    );
    assert!(told[2].contains("劲松没有这个小区"), "{told:?}");
    let again = bench.import(
        Template::Aliases,
        "街乡,别名,小区\n双井,百湾雅苑,百子湾路三十二号院\n",
    );
    assert_eq!(figures(&again), (1, 0, 1, 0));
    withdraw(&mut bench.desk, outcome.number.unwrap()).unwrap();
    assert!(tables::aliases(bench.desk.reader()).unwrap().is_empty());
}

#[test]
fn an_address_is_answered_in_the_tables_words() {
    let mut bench = bench();
    bench.import(Template::Schools, SCHOOLS);
    bench.import(Template::Catchments, CATCHMENTS);
    bench.import(
        Template::Aliases,
        "街乡,别名,小区\n双井,百湾雅苑,百子湾路32号院\n",
    );
    let mut ask = |text: &str, on: Option<&str>| {
        let ask = HomeAsk {
            text: text.into(),
            level: Some(ruxue_rules::Level::Primary),
            on: on.map(|day| day.parse().unwrap()),
            ..HomeAsk::default()
        };
        look_up(&mut bench.desk, &ask).unwrap()
    };
    let answer = ask("百湾雅苑 五号楼一门301", None);
    assert!(answer.settled, "{answer:?}");
    assert_eq!(
        answer.homes[0].title,
        "双井街道 百子湾路32号院 5号楼 1单元 301室"
    );
    let level = &answer.homes[0].levels[0];
    assert_eq!(level.schools[0].name, "双井样例小学");
    assert_eq!(
        level.lines[0].cells.join(","),
        "小学,双井,百子湾路32号院,,P001,2021-05-01"
    );
    assert_eq!((level.lines[0].import, &*level.lines[0].file), (2, "a.csv"));
    assert_eq!(level.others, ["2020-05-01 版：不同：双井第二小学"]);
    assert_eq!(
        level.follows,
        [
            "不动产权证书登记在 2017-06-30（含）以前：单校登记",
            "不动产权证书登记在 2017-07-01（含）以后：统筹派位（不动产权证书在2017年6月30日之后登记）"
        ]
    );
    assert_eq!(level.seats, ["没有小学学位记录。"]);
    let old = ask("百湾雅苑 五号楼一门301", Some("2020-12-31"));
    assert_eq!(old.homes[0].levels[0].schools[0].name, "双井第二小学");
    let unknown = ask("百湾雅苑5号楼底商1号", None);
    assert!(!unknown.settled && unknown.homes.is_empty() && !unknown.say.is_empty());
}

#[test]
fn aliases_are_the_centres() {
    let mut bench = bench();
    bench
        .desk
        .switch_to("clerk", super::desk::PASSWORD)
        .unwrap();
    let staged = read(
        Template::Aliases,
        Source::bytes("a.csv", "街乡,别名,小区\n双井,甲,乙\n".into()),
    )
    .unwrap();
    let refused = crate::intake::accept(
        &mut bench.desk,
        &staged,
        crate::intake::Choice::GoodRows,
        crate::intake::Intent::Enter,
    );
    assert!(refused.is_err());
}
