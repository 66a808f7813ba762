//! A thousand ways to write known homes, and a thousand addresses that only look like them. The
//! lists were written from the issue alone (tests/fixtures/addresses).

use std::collections::HashMap;

use ruxue_rules::{Case, EstateAlias, Fact, Level, Office, Tables, World};

use crate::district::{self, Row, get};

/// The district of the lists.
fn world() -> World {
    let folder = district::root().join("tests/fixtures/addresses");
    let alias = |row: &Row| EstateAlias {
        street: get(row, "街乡"),
        alias: get(row, "别名"),
        estate: get(row, "小区"),
    };
    let tables = Tables {
        catchments: district::catchments(&folder),
        aliases: rows("aliases.csv").iter().map(alias).collect(),
        ..Tables::default()
    };
    World::build(district::pack(), tables, &[])
}

fn rows(name: &str) -> Vec<Row> {
    district::rows(&district::root().join("tests/fixtures/addresses"), name)
}

/// A child that gives its address in one line, its 街乡 in the normal form of intake.
fn case(row: &Row) -> Case {
    let street = Office::find(&get(row, "居住街乡"));
    Case::new()
        .with(Fact::Level, "小学")
        .with(Fact::HomeStreet, street.map_or("", |office| office.name))
        .with(Fact::HomeAddress, &get(row, "居住地址"))
}

/// Every home of known.csv by its id: its key from the columns, and its schools.
fn known(world: &World) -> HashMap<String, (String, String)> {
    let home = |row: &Row| {
        let case = [
            (Fact::Level, "小学"),
            (Fact::HomeStreet, &*get(row, "街乡")),
            (Fact::HomeEstate, &*get(row, "小区")),
            (Fact::HomeBuilding, &*get(row, "楼号")),
            (Fact::HomeEntrance, &*get(row, "单元")),
            (Fact::HomeRoom, &*get(row, "房号")),
        ];
        let case = case
            .into_iter()
            .fold(Case::new(), |case, (fact, text)| case.with(fact, text));
        let key = world.residence(&case).key().expect("a home");
        let schools = world.schools_at(Level::Primary, &world.residence(&case));
        (get(row, "id"), (key, schools.join("、")))
    };
    rows("known.csv").iter().map(home).collect()
}

#[test]
fn known_homes_have_keys_of_their_own_and_their_schools() {
    let known = known(&world());
    let mut keys: Vec<_> = known.values().map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), known.len());
    for row in rows("known.csv") {
        assert_eq!(known[&get(&row, "id")].1, get(&row, "小学"), "{row:?}");
    }
}

#[test]
fn every_writing_of_a_known_home_is_that_home() {
    let (world, list) = (world(), rows("variants.csv"));
    let known = known(&world);
    let missed = list.iter().filter_map(|row| {
        let case = case(row);
        let key = world.residence(&case).key().unwrap_or_default();
        let (want, schools) = &known[&get(row, "id")];
        let same = key == *want && world.schools_of(&case).join("、") == *schools;
        (!same).then(|| line(row, &key, want))
    });
    answer(list.len(), missed.collect());
}

#[test]
fn no_near_miss_is_the_known_home() {
    let (world, list) = (world(), rows("near-misses.csv"));
    let known = known(&world);
    let taken = list.iter().filter_map(|row| {
        let case = case(row);
        let key = world.residence(&case).key().unwrap_or_default();
        let want = &known[&get(row, "id")].0;
        (key == *want).then(|| line(row, &key, want))
    });
    answer(list.len(), taken.collect());
}

fn line(row: &Row, key: &str, want: &str) -> String {
    let (street, text) = (get(row, "居住街乡"), get(row, "居住地址"));
    let why = get(row, "写法") + &get(row, "缘由");
    format!("{street} {text}（{why}）: {key}; the home is {want}")
}

fn answer(all: usize, wrong: Vec<String>) {
    assert_eq!(all, 1000);
    let shown = wrong.iter().take(40).cloned().collect::<Vec<_>>();
    assert!(
        wrong.is_empty(),
        "{} of {all}:\n{}",
        wrong.len(),
        shown.join("\n")
    );
}

/// Reads a line of a street that is given, or empty: the home's key.
fn key(world: &World, street: &str, line: &str) -> String {
    let case = Case::new()
        .with(Fact::HomeStreet, street)
        .with(Fact::HomeAddress, line);
    world.residence(&case).key().unwrap_or_default()
}

#[test]
fn prefixes_stand_in_any_combination() {
    let world = world();
    let home = "双井|百子湾路32号院|5|1|301";
    for line in [
        "中国北京市朝阳区双井街道办事处百子湾路32号院5号楼1单元301室",
        "北京朝阳双井百子湾路32院5栋1门301",
        "双井街道某某社区百子湾路三十二号院5号楼1单元301室",
        "双井街道办，百子湾路32号院内5#1-301",
        "双井百子湾路32号院百湾雅苑5号楼1单元301室",
        "朝阳区·双井·百湾雅苑小区·5·1·301",
    ] {
        assert_eq!(key(&world, "双井", line), home, "{line}");
        assert_eq!(key(&world, "", line), home, "{line}");
    }
    // Two estates in one line, another's number, another street or district: no school.
    for line in [
        "百子湾路12号院百湾雅苑5号楼1单元301室",
        "百湾公寓（百湾雅苑）5号楼1单元301室",
        "劲松街道百子湾路32号院5号楼1单元301室",
        "海淀区百子湾路32号院5号楼1单元301室",
        "广渠路88号院百湾雅苑5号楼1单元301室",
    ] {
        let case = Case::new()
            .with(Fact::Level, "小学")
            .with(Fact::HomeStreet, "双井")
            .with(Fact::HomeAddress, line);
        assert!(world.schools_of(&case).is_empty(), "{line}");
    }
    let bare = "百子湾路32号院5号楼1单元301室";
    assert_eq!(key(&world, "", bare), "", "which street is not said");
}

#[test]
fn roads_with_a_number_are_estates_of_their_own() {
    let world = world();
    let home = |line: &str| key(&world, "朝外", line);
    let same = home("朝外大街甲6号3-2-501");
    assert!(same.ends_with("甲6号|3|2|501"), "{same}");
    assert_eq!(home("朝外大街甲六号 3#楼2单元501"), same);
    assert_eq!(home("朝外街道朝外大街甲6号3号楼2门501室"), same);
    assert_ne!(home("朝外大街6号3-2-501"), same);
    for line in [
        "芳草巷6号院7号楼底商3号",
        "芳草巷6号院平房3号",
        "芳草巷6号院7号楼地下一层103",
        "芳草巷6号院7号楼3层305、306室",
    ] {
        assert_eq!(home(line), "", "{line}");
    }
}
