//! Where the child lives and by what right: address, title, lease, 户籍 address.

use ruxue_rules::{Fact, OFFICES};

use super::district::Home;
use super::facts::{Row, Scene, day, day_between};
use super::story::{Category, Defect, Feature};

/// How the family holds its home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    Owned,
    Rented,
    Other,
}

const ELSEWHERE: [&str; 6] = ["海淀区", "东城区", "丰台区", "通州区", "昌平区", "大兴区"];
const FAR_ESTATES: [&str; 6] = ["云岫苑", "北辰里", "河畔家园", "青麓园", "临泉里", "望山苑"];

pub(super) fn write(scene: &Scene, row: &mut Row) {
    let story = scene.sketch.story;
    let right = right(scene);
    row.set(
        Fact::HomeKind,
        match right {
            Right::Owned => "自有房产",
            Right::Rented => "租住",
            Right::Other => "其他",
        },
    );
    let elsewhere = story.feature == Feature::HomeElsewhere
        || story.defect == Defect::NotLivingHere
        || (story.defect == Defect::ZoneUnknown && story.category == Category::J2);
    if elsewhere {
        address_elsewhere(scene, row);
    } else {
        address_here(scene, row);
    }
    match right {
        Right::Owned => title(scene, row),
        Right::Rented => lease(scene, row),
        // 其他 is judged as a lease for the no-home families of other districts.
        Right::Other if story.category == Category::P3 => lease(scene, row),
        Right::Other => {}
    }
    hukou_address(scene, row);
    if !matches!(story.category, Category::P4 | Category::P9 | Category::J9) {
        row.set(Fact::HukouBook, "有");
    }
}

fn right(scene: &Scene) -> Right {
    let story = scene.sketch.story;
    match (story.category, story.feature, story.defect) {
        (_, _, Defect::TreatedRenting) => Right::Rented,
        (_, Feature::Rented, _) => Right::Rented,
        (_, Feature::OtherDwelling, _) => Right::Other,
        (_, Feature::OwnHome, _) => Right::Owned,
        (Category::P3 | Category::P5 | Category::J3 | Category::J4, _, _) => Right::Rented,
        (Category::P9 | Category::J9, _, _) => Right::Rented,
        _ => Right::Owned,
    }
}

fn address_elsewhere(scene: &Scene, row: &mut Row) {
    let mut dice = scene.family_dice(4);
    let home = &scene.sketch.home;
    let (district, estate) = (*dice.pick(&ELSEWHERE), *dice.pick(&FAR_ESTATES));
    row.set(Fact::HomeDistrict, district);
    row.set(
        Fact::HomeAddress,
        format!("{district}{}", full(estate, home)),
    );
    place(row, estate, home, home.building.to_string());
}

fn address_here(scene: &Scene, row: &mut Row) {
    let home = &scene.sketch.home;
    let estate = scene.district.estate_name(home);
    let office = OFFICES[home.office];
    let mut dice = scene.family_dice(5);
    row.set(Fact::HomeDistrict, "朝阳区");
    if dice.permille(50) {
        row.set(Fact::HomeStreet, office.code);
    } else {
        row.set(Fact::HomeStreet, office.name);
    }
    row.set(Fact::HomeAddress, full(estate, home));
    // Families write the building as they are used to; all mean the same one.
    let building = match dice.below(100) {
        0..=5 => format!("{}号楼", home.building),
        6..=8 => format!("{}楼", home.building),
        9 | 10 => format!("{}#", home.building),
        11 => format!("{}号楼", chinese(home.building)),
        _ => home.building.to_string(),
    };
    place(row, estate, home, building);
}

fn place(row: &mut Row, estate: &str, home: &Home, building: String) {
    row.set(Fact::HomeEstate, estate);
    row.set(Fact::HomeBuilding, building);
    row.set(Fact::HomeEntrance, home.entrance.to_string());
    row.set(Fact::HomeRoom, home.room.to_string());
}

/// The address in one text; the 小区 already begins with its office's name.
fn full(estate: &str, home: &Home) -> String {
    format!(
        "{estate}{}号楼{}单元{}室",
        home.building, home.entrance, home.room
    )
}

/// 1 to 99 in Chinese digits.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number as usize / 10 % 10, number as usize % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

fn title(scene: &Scene, row: &mut Row) {
    let story = scene.sketch.story;
    let mut dice = scene.family_dice(6);
    let number = scene.sketch.family + 1;
    let late = story.feature == Feature::TitleLate;
    if late || dice.permille(350) {
        let registered = if late {
            day_between(&mut dice, day(2017, 7, 1), day(2021, 3, 31))
        } else {
            day_between(&mut dice, day(2015, 11, 9), day(2017, 6, 30))
        };
        let year = registered.format("%Y");
        row.set(Fact::TitleKind, "不动产权证书");
        row.set(
            Fact::TitleNumber,
            format!("京（{year}）朝阳区不动产权第{number:07}号"),
        );
        row.day(Fact::TitleDate, registered);
    } else {
        row.set(Fact::TitleKind, "房屋所有权证");
        row.set(Fact::TitleNumber, format!("X京房权证朝字第{number:07}号"));
        if dice.permille(700) {
            row.day(
                Fact::TitleDate,
                day_between(&mut dice, day(1999, 1, 4), day(2015, 10, 30)),
            );
        }
    }
    if story.feature == Feature::GrandparentsHome {
        let relation = if dice.permille(600) {
            "祖父母"
        } else {
            "外祖父母"
        };
        row.set(Fact::OwnerRelation, relation);
        let owner = super::names::surname(&mut dice);
        row.set(Fact::Owner, format!("{owner}建国"));
    } else {
        let owner = row.get(Fact::Guardian1Name).to_owned();
        let relation = row.get(Fact::Guardian1Relation).to_owned();
        row.set(Fact::Owner, owner);
        row.set(Fact::OwnerRelation, relation);
    }
    row.set(Fact::HomeUse, "住宅");
}

fn lease(scene: &Scene, row: &mut Row) {
    let mut dice = scene.family_dice(7);
    let from = day_between(&mut dice, day(2014, 3, 1), day(2018, 5, 1));
    row.day(Fact::LeaseFrom, from);
    row.day(
        Fact::LeaseTo,
        day_between(&mut dice, day(2021, 5, 1), day(2024, 4, 30)),
    );
    if scene.sketch.story.category == Category::P3 || dice.permille(400) {
        row.set(Fact::LeaseSole, "是");
        row.set(
            Fact::LeaseNumber,
            format!("BA2018{:07}", scene.sketch.family + 1),
        );
    }
}

fn hukou_address(scene: &Scene, row: &mut Row) {
    let story = scene.sketch.story;
    let mut dice = scene.family_dice(8);
    let mut home = scene.sketch.home.clone();
    if row.get(Fact::Hukou) != "朝阳区" {
        return;
    }
    if story.defect == Defect::HukouHomeDiffer {
        other_catchment(scene, &mut home);
    } else if !scene.sketch.good_title() || story.defect == Defect::AddressUnknown {
        return;
    } else if dice.permille(80) {
        // A 集体户: an address of which the catchments know nothing.
        row.set(
            Fact::HukouAddress,
            format!("人才服务中心集体户{}号", scene.sketch.family % 90 + 1),
        );
        return;
    } else if dice.permille(350) {
        return;
    }
    row.set(Fact::HukouStreet, OFFICES[home.office].name);
    row.set(
        Fact::HukouAddress,
        full(scene.district.estate_name(&home), &home),
    );
}

/// Moves to another 小区 of the office whose 小学 differ.
fn other_catchment(scene: &Scene, home: &mut Home) {
    use super::district::Level::Primary;
    let own = scene.district.schools_of(home, Primary).to_vec();
    for estate in 0..scene.district.offices[home.office].estates.len() {
        home.estate = estate;
        if scene.district.schools_of(home, Primary) != own {
            return;
        }
    }
}
