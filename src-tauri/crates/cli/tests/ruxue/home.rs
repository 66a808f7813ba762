//! `ruxue home`: what an address is answered, and who may ask.

use crate::stage::Stage;
use serde_json::Value;

#[test]
fn an_address_is_answered_by_the_table() {
    let stage = Stage::with_sample();
    let table =
        std::fs::read_to_string(stage.sample("").join("catchments.csv")).unwrap_or_default();
    let row = table
        .lines()
        .find(|line| line.starts_with("小学,") && line.contains(",,P"));
    let row: Vec<&str> = row.expect("a row for a whole estate").split(',').collect();
    let (street, estate, codes) = (row[1], row[2], row[4]);
    let text = format!("北京市朝阳区{street}街道{estate}三号楼２门５０１");
    let out = stage
        .run("clerk", &["home", &text, "--level", "小学", "--json"])
        .good();
    let answer: Value = serde_json::from_str(&out).expect("one JSON line");
    assert_eq!(answer["settled"], true, "{out}");
    let level = &answer["homes"][0]["levels"][0];
    assert_eq!(level["lines"][0]["学校代码"], codes, "{out}");
    assert_eq!(level["lines"][0]["import"], 2);
    assert_eq!(answer["homes"][0]["room"], "501");
    let plain = stage.run("reviewer", &["home", &text]).good();
    assert!(plain.contains("对应表：小学 | "), "{plain}");
    let unknown = stage.run("clerk", &["home", "没有这个小区5号楼"]).good();
    assert!(unknown.starts_with("待核实："), "{unknown}");
    stage
        .run("clerk", &["home", &text, "--street", "中关村"])
        .refuses(1, "43 个街乡");
    stage
        .run("clerk", &["home", &text, "--on", "五月"])
        .refuses(2, "--on");
    stage.run("clerk", &["home"]).refuses(2, "缺少");
    stage
        .run("sysadmin", &["home", &text])
        .refuses(1, "系统管理员");
}
