//! Addresses as families write them, against tables as offices write them.

use ruxue_rules::address::{Buildings, EstateNames, building, entrance, fold, room};
use ruxue_rules::lookup::Question;
use ruxue_rules::{Case, Catchment, EstateAlias, Fact, Level, OFFICES, Office, Tables, World};

/// Lines of a table (`街乡\t小区\t楼号` or `街乡\t别名\t小区\t=`), an empty line, then lines asked
/// (`街乡\t地址`).
pub fn address(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (table, asked) = text.split_once("\n\n").unwrap_or(("", text));
    let tables = tables(table);
    let pack = super::packs::bundled();
    let world = World::build(pack, tables, &[]);
    for line in asked.lines().take(8) {
        let (street, text) = line.split_once('\t').unwrap_or(("", line));
        forms(text);
        let street = Office::find(street).map_or("", |office| office.name);
        let answer = world.look_up(
            pack,
            &Question {
                text,
                street,
                levels: &[Level::Primary, Level::Junior],
                on: None,
            },
        );
        assert_eq!(
            answer.homes.is_empty(),
            answer.unread.is_some(),
            "an answer or why none"
        );
        for home in &answer.homes {
            assert!(
                OFFICES
                    .iter()
                    .any(|office| office.name == home.place.street)
            );
            assert!(!home.place.estate.is_empty());
            let place = &home.place;
            assert_eq!(building(&place.building), place.building, "of {text:?}");
            assert_eq!(entrance(&place.entrance), place.entrance, "of {text:?}");
            assert_eq!(room(&place.room), place.room, "of {text:?}");
        }
        let case = Case::new()
            .with(Fact::HomeStreet, street)
            .with(Fact::HomeAddress, text)
            .with(Fact::HukouAddress, text);
        let home = world.residence(&case);
        assert!(home.key().is_none() || !home.estate.is_empty());
        let _ = world.registered_home(&case);
    }
}

fn tables(text: &str) -> Tables {
    let mut tables = Tables::default();
    for line in text.lines().take(24) {
        let mut parts = line.split('\t');
        let mut part = || parts.next().unwrap_or_default().to_owned();
        let (street, estate, buildings, alias) = (part(), part(), part(), part());
        let street = Office::find(&street)
            .map_or(OFFICES[15].name, |office| office.name)
            .to_owned();
        if estate.is_empty() {
            continue;
        }
        if alias == "=" {
            tables.aliases.push(EstateAlias {
                street,
                alias: estate,
                estate: buildings,
            });
        } else {
            tables.catchments.push(Catchment {
                level: Level::Primary,
                street,
                estate,
                buildings,
                schools: vec!["1".into()],
                version: None,
            });
        }
    }
    tables
}

/// Normal forms are their own.
fn forms(text: &str) {
    let folded = fold(text);
    assert_eq!(fold(&folded), folded);
    let _ = (building(text), entrance(text), room(text));
    let plain = EstateNames::plain(text);
    let mut names = EstateNames::default();
    names.add("双井", text);
    let _ = (names.find("双井", &plain), names.find("双井", text));
    for item in Buildings::parse(text) {
        let _ = (item.names("3"), item.names(&building(text)));
    }
}
