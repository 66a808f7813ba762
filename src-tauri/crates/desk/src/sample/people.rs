//! The child, its papers of identity and care, and its guardians.

use chrono::NaiveDate;
use ruxue_rules::Fact;

use super::district::Level;
use super::facts::{Row, Scene, day};
use super::identity::{Area, Birth, Sex, phone};
use super::names::{self, NameStyle};
use super::roll::Bond;
use super::story::{Category, Defect, Feature};

const TREATED: [(&str, &str); 6] = [
    ("台胞子女", "港澳台"),
    ("华侨子女", "外国籍"),
    ("在站博士后子女", "外省市"),
    ("随军子女", "外省市"),
    ("父母一方京籍", "外省市"),
    ("工作居住证", "外省市"),
];
const CARE: [&str; 7] = [
    "残疾",
    "烈士子女",
    "台籍学生",
    "华侨子女",
    "现役军人子女",
    "全国劳模子女",
    "引进人才子女",
];

pub(super) fn write(scene: &Scene, row: &mut Row) {
    let story = scene.sketch.story;
    let hukou = hukou(scene);
    row.set(Fact::Hukou, hukou);
    if story.category == Category::P4 || matches!(story.feature, Feature::Treated(_)) {
        treated(scene, row);
    }
    let style = style(story.feature, hukou);
    let mut family_dice = scene.family_dice(0);
    let family = names::family(&mut family_dice, style);
    child(scene, row, style, &family);
    guardians(scene, row, style, &family);
    care(scene, row);
    if is_twin(scene.sketch.bond) {
        row.set(
            Fact::BirthGroup,
            format!("T{:06}", scene.sketch.family / 2 + 1),
        );
    }
}

fn is_twin(bond: Bond) -> bool {
    matches!(bond, Bond::TwinFirst | Bond::TwinSecond | Bond::TwinApart)
}

fn style(feature: Feature, hukou: &str) -> NameStyle {
    match feature {
        Feature::RareName => NameStyle::Rare,
        Feature::DottedName => NameStyle::Dotted,
        _ if hukou == "外国籍" => NameStyle::Latin,
        _ => NameStyle::Usual,
    }
}

/// Which of the six 按京籍对待 the child has.
fn treated_kind(scene: &Scene) -> usize {
    match scene.sketch.story {
        super::story::Story {
            feature: Feature::Treated(kind),
            ..
        } => kind,
        // These two defects are about families from other provinces.
        _ => 2 + (scene.sketch.index % 4) as usize,
    }
}

fn hukou(scene: &Scene) -> &'static str {
    let story = scene.sketch.story;
    match story.category {
        _ if matches!(story.feature, Feature::Treated(_)) => TREATED[treated_kind(scene)].1,
        Category::P1 => "朝阳区",
        Category::P2 | Category::P3 => "本市外区",
        Category::P4 => "外省市",
        Category::P5 | Category::J3 | Category::J4 => "外省市",
        Category::J1 if story.defect == Defect::NoRecognition => "外省市",
        // 外区 has one number a birth, and brothers and sisters share their 户籍.
        Category::J1 if scene.sketch.bond != Bond::Alone => "朝阳区",
        Category::J1 | Category::J2 => {
            if scene.family_dice(1).permille(800) {
                "朝阳区"
            } else {
                "本市外区"
            }
        }
        Category::P9 => ["港澳台", "外国籍"][scene.sketch.index as usize % 2],
        Category::J9 if story.defect == Defect::EnrolledElsewhere => "外省市",
        Category::J9 => ["港澳台", "外国籍"][scene.sketch.index as usize % 2],
    }
}

fn treated(scene: &Scene, row: &mut Row) {
    let kind = treated_kind(scene);
    row.set(Fact::TreatedAs, TREATED[kind].0);
    row.set(
        Fact::RecognitionNumber,
        format!("认字2021第{:06}号", scene.sketch.family + 1),
    );
    if scene.sketch.level() == Level::Primary {
        let scope = if scene.family_dice(2).permille(700) {
            "朝阳区户籍"
        } else {
            "外区户籍"
        };
        row.set(Fact::TreatedScope, scope);
    }
    match kind {
        0 => care_text(scene, row, "台籍学生"),
        1 => care_text(scene, row, "华侨子女"),
        _ => {}
    }
}

fn cohort(scene: &Scene) -> NaiveDate {
    match (scene.sketch.level(), scene.sketch.story.defect) {
        (_, Defect::AgeTooYoung) => day(2015, 9, 1),
        (_, Defect::AgeOver) => day(2013, 9, 1),
        (Level::Primary, _) => day(2014, 9, 1),
        (Level::Junior, _) => day(2008, 9, 1),
    }
}

fn child(scene: &Scene, row: &mut Row, style: NameStyle, family: &str) {
    let mut dice = scene.child_dice();
    let sex = if dice.permille(520) {
        Sex::Male
    } else {
        Sex::Female
    };
    row.set(Fact::Sex, if sex == Sex::Male { "男" } else { "女" });
    row.set(Fact::Name, names::child(&mut dice, sex, style, family));
    let area = match row.get(Fact::Hukou) {
        "朝阳区" => Area::Chaoyang,
        "本市外区" => Area::OtherDistrict,
        "港澳台" => Area::HongKongMacaoTaiwan,
        _ => Area::OtherProvince,
    };
    let (owner, birth) = match scene.sketch.bond {
        Bond::TwinSecond | Bond::TwinApart => (scene.sketch.family, Birth::Second),
        _ => (scene.sketch.index, Birth::First),
    };
    let (born, number) = scene.numbers.child(owner, cohort(scene), area, sex, birth);
    row.day(Fact::Birth, born);
    let index = scene.sketch.index;
    let (kind, text) = match (row.get(Fact::Hukou), number) {
        _ if scene.sketch.story.feature == Feature::NoDocument => ("无", String::new()),
        ("外国籍", _) => (
            "护照",
            format!("{}{index:07}", ["E", "K", "P"][index as usize % 3]),
        ),
        ("港澳台", Some(number)) => ("港澳台居民居住证", number),
        ("港澳台", None) => ("其他", format!("H{index:08}")),
        (_, number) => ("居民身份证", number.unwrap_or_default()),
    };
    row.set(Fact::IdKind, kind);
    row.set(Fact::IdNumber, text);
}

fn guardians(scene: &Scene, row: &mut Row, style: NameStyle, family: &str) {
    let mut dice = scene.family_dice(3);
    let (father, mother) = (scene.sketch.family * 2, scene.sketch.family * 2 + 1);
    let mother_family = match style {
        NameStyle::Latin => family.to_owned(),
        _ => names::surname(&mut dice),
    };
    let father_name = names::guardian(&mut dice, Sex::Male, style, family);
    let mother_style = if style == NameStyle::Dotted {
        NameStyle::Usual
    } else {
        style
    };
    let mother_name = names::guardian(&mut dice, Sex::Female, mother_style, &mother_family);
    let (local, foreign) = (row.get(Fact::Hukou).to_owned(), style == NameStyle::Latin);
    let number = |person: u64, sex: Sex, local: &str| match local {
        _ if foreign => format!("P{person:08}"),
        "港澳台" => format!("H{person:08}"),
        "朝阳区" => scene.numbers.guardian(person, Area::Chaoyang, sex),
        "本市外区" => scene.numbers.guardian(person, Area::OtherDistrict, sex),
        _ => scene.numbers.guardian(person, Area::OtherProvince, sex),
    };
    let relation = match dice.below(1000) {
        0..=9 => "法定监护人",
        10..=899 => "父亲",
        _ => "母亲",
    };
    let mother_first = relation == "母亲";
    let (name, sex, person) = if mother_first {
        (mother_name.clone(), Sex::Female, mother)
    } else {
        (father_name.clone(), Sex::Male, father)
    };
    row.set(Fact::Guardian1Name, name);
    row.set(Fact::Guardian1Relation, relation);
    row.set(Fact::Guardian1Id, number(person, sex, &local));
    row.set(Fact::Guardian1Phone, phone(person));
    if relation == "法定监护人" || dice.permille(110) {
        return;
    }
    let (name, relation, sex, person) = if mother_first {
        (father_name, "父亲", Sex::Male, father)
    } else {
        (mother_name, "母亲", Sex::Female, mother)
    };
    // Some marry across the city's border; such a parent with a number of 110 needs no permit.
    let origin = match (local.as_str(), dice.permille(100)) {
        ("外省市", true) => "朝阳区",
        ("朝阳区", true) => "外省市",
        (same, _) => same,
    };
    row.set(Fact::Guardian2Name, name);
    row.set(Fact::Guardian2Relation, relation);
    row.set(Fact::Guardian2Id, number(person, sex, origin));
    row.set(Fact::Guardian2Phone, phone(person));
}

fn care(scene: &Scene, row: &mut Row) {
    let story = scene.sketch.story;
    match story.feature {
        Feature::Care(kind) => care_text(scene, row, CARE[kind]),
        Feature::TwoCares => care_text(scene, row, "烈士子女、现役军人子女"),
        Feature::Disabled | Feature::DisabledNear => care_text(scene, row, CARE[0]),
        _ if story.defect == Defect::NoCareProof => {
            row.set(Fact::Care, CARE[4 + (scene.sketch.index % 3) as usize]);
        }
        _ => {}
    }
}

fn care_text(scene: &Scene, row: &mut Row, care: &str) {
    row.set(Fact::Care, care);
    row.set(
        Fact::CareNumber,
        format!("ZG2021{:07}", scene.sketch.family + 1),
    );
}
