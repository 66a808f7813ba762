//! Facts that sit oddly together. Warnings stand on the case sheet and leave the verdict alone.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use crate::verdict::Warning;
use crate::{Case, Fact, World};

/// What a person has to say about a number: whose, the number, sex and birth where they are known.
struct Person {
    who: &'static str,
    number: Fact,
    sex: Option<Fact>,
    birth: Option<Fact>,
}

const PEOPLE: &[Person] = &[
    Person {
        who: "儿童",
        number: Fact::IdNumber,
        sex: Some(Fact::Sex),
        birth: Some(Fact::Birth),
    },
    Person {
        who: "监护人一",
        number: Fact::Guardian1Id,
        sex: None,
        birth: None,
    },
    Person {
        who: "监护人二",
        number: Fact::Guardian2Id,
        sex: None,
        birth: None,
    },
];

const NAMES: [Fact; 2] = [Fact::Guardian1Name, Fact::Guardian2Name];
const RELATIONS: [Fact; 2] = [Fact::Guardian1Relation, Fact::Guardian2Relation];

/// All warnings of a child, judged on a day.
pub(crate) fn warnings<'a>(case: &'a Case, world: &World, on: NaiveDate) -> Vec<Warning<'a>> {
    let mut warnings = Found {
        case,
        warnings: Vec::new(),
    };
    PEOPLE.iter().for_each(|person| warnings.number(person));
    warnings.guardians();
    warnings.owner();
    warnings.home();
    warnings.days(on);
    warnings.building(world);
    warnings.warnings
}

struct Found<'a> {
    case: &'a Case,
    warnings: Vec<Warning<'a>>,
}

impl<'a> Found<'a> {
    fn warn(&mut self, code: &'static str, says: impl Into<Cow<'static, str>>, facts: &[Fact]) {
        let facts = facts
            .iter()
            .map(|fact| (*fact, self.case.get(*fact)))
            .collect();
        self.warnings.push(Warning {
            code,
            says: says.into(),
            facts,
        });
    }

    fn number(&mut self, person: &Person) {
        let case = self.case;
        let resident = person.number != Fact::IdNumber
            || matches!(
                case.get(Fact::IdKind),
                Some("居民身份证" | "港澳台居民居住证")
            );
        let Some(number) = case
            .get(person.number)
            .filter(|number| resident && is_id(number))
        else {
            return;
        };
        let who = person.who;
        if check_digit(number) != number.bytes().next_back() {
            let says = format!("{who}证件号码的校验位不对，请核对原件；确有其号的，留存证明");
            self.warn("ID_CHECK_DIGIT", says, &[person.number]);
        }
        if let Some(sex) = person.sex.and_then(|fact| case.get(fact)) {
            let male = number.as_bytes()[16] % 2 == 1;
            if male != (sex == "男") {
                let says = format!("{who}的性别与证件号码不一致，请核对");
                self.warn("SEX_AGAINST_NUMBER", says, &[Fact::Sex, person.number]);
            }
        }
        let birth = person.birth.and_then(|fact| case.date(fact));
        if birth.is_some_and(|birth| !is_born_on(number, birth)) {
            let says = format!("{who}的出生日期与证件号码不一致，请核对");
            self.warn("BIRTH_AGAINST_NUMBER", says, &[Fact::Birth, person.number]);
        }
    }

    fn guardians(&mut self) {
        let case = self.case;
        let ids = [Fact::Guardian1Id, Fact::Guardian2Id];
        if case.get(ids[0]).is_some() && case.get(ids[0]) == case.get(ids[1]) {
            self.warn("GUARDIANS_ALIKE", "两名监护人的证件号码相同，请核对", &ids);
        }
        for id in ids {
            if case.get(id).is_some() && case.get(id) == case.get(Fact::IdNumber) {
                let says = "监护人与儿童的证件号码相同，请核对";
                self.warn("GUARDIAN_IS_CHILD", says, &[id, Fact::IdNumber]);
            }
        }
        let relations = RELATIONS.map(|fact| case.get(fact));
        if relations[0] == relations[1] && matches!(relations[0], Some("父亲" | "母亲")) {
            self.warn(
                "RELATIONS_ALIKE",
                "两名监护人的关系相同，请核对",
                &RELATIONS,
            );
        }
    }

    fn owner(&mut self) {
        let case = self.case;
        let parent = matches!(
            case.get(Fact::OwnerRelation),
            Some("父亲" | "母亲" | "法定监护人")
        );
        let Some(owners) = case.get(Fact::Owner).filter(|_| parent) else {
            return;
        };
        let (names, mut owns) = (NAMES.map(|fact| case.get(fact)), [false; 2]);
        for owner in owners.split(['、', ',', '，', ' ']) {
            owns[0] |= names[0] == Some(owner);
            owns[1] |= names[1] == Some(owner);
        }
        let Some(owner) = owns.iter().position(|owns| *owns) else {
            let facts = [Fact::Owner, Fact::OwnerRelation, NAMES[0], NAMES[1]];
            let says = "权利人不是任何一名监护人，与权利人关系不符，请核对产权证";
            return self.warn("OWNER_NO_GUARDIAN", says, &facts);
        };
        if owns != [true, true] && case.get(RELATIONS[owner]) != case.get(Fact::OwnerRelation) {
            let facts = [
                Fact::Owner,
                Fact::OwnerRelation,
                NAMES[owner],
                RELATIONS[owner],
            ];
            let says = "权利人关系与该监护人的关系不一致，请核对";
            self.warn("OWNER_RELATION_DIFFERS", says, &facts);
        }
    }

    fn home(&mut self) {
        let case = self.case;
        let elsewhere = case
            .get(Fact::HomeDistrict)
            .is_some_and(|district| district != "朝阳区");
        if elsewhere && case.get(Fact::HomeStreet).is_some() {
            let facts = [Fact::HomeDistrict, Fact::HomeStreet];
            self.warn(
                "STREET_OUTSIDE",
                "居住区县不是朝阳区，却填了朝阳区的街乡，请核对",
                &facts,
            );
        }
        let old = case.get(Fact::TitleKind) == Some("房屋所有权证");
        let unified = NaiveDate::from_ymd_opt(2016, 1, 1);
        if old && case.date(Fact::TitleDate) >= unified && unified.is_some() {
            let facts = [Fact::TitleKind, Fact::TitleDate];
            let says = "2015年11月统一登记后不再颁发房屋所有权证，请核对产权证类型和登记日期";
            self.warn("OLD_TITLE_LATE", says, &facts);
        }
        let beijing = matches!(case.get(Fact::Hukou), Some("朝阳区" | "本市外区"));
        if beijing && case.get(Fact::TreatedAs).is_some() {
            let facts = [Fact::Hukou, Fact::TreatedAs];
            self.warn(
                "TREATED_WITH_HUKOU",
                "已有本市户籍，按京籍对待不起作用，请核对",
                &facts,
            );
        }
    }

    fn building(&mut self, world: &World) {
        let case = self.case;
        // Most children give their 楼号: only for the others the line is read.
        if case.get(Fact::HomeBuilding).is_some() {
            return;
        }
        let Some(level) = case.level() else { return };
        if world.building_matters(level, &world.residence(case)) {
            let facts = [Fact::HomeEstate, Fact::HomeBuilding, Fact::HomeAddress];
            let says = "没有楼号，而这个小区按楼号划分服务片：暂按整个小区对应，请补问楼号";
            self.warn("BUILDING_UNKNOWN", says, &facts);
        }
    }

    fn days(&mut self, on: NaiveDate) {
        let case = self.case;
        let past = [
            Fact::Birth,
            Fact::TitleDate,
            Fact::LeaseFrom,
            Fact::Job1From,
            Fact::Job2From,
        ];
        for fact in past
            .into_iter()
            .filter(|fact| case.date(*fact).is_some_and(|day| day > on))
        {
            let says = format!("{}晚于今天，请核对", fact.header());
            self.warn("DAY_IN_FUTURE", says, &[fact]);
        }
        let lease = case.date(Fact::LeaseFrom).zip(case.date(Fact::LeaseTo));
        if lease.is_some_and(|(from, to)| from > to) {
            let facts = [Fact::LeaseFrom, Fact::LeaseTo];
            self.warn("LEASE_REVERSED", "租赁起晚于租赁止，请核对", &facts);
        }
    }
}

/// Whether a text has the shape of an 18-digit identity number.
fn is_id(text: &str) -> bool {
    let digit = |(at, b): (usize, u8)| b.is_ascii_digit() || (at == 17 && b == b'X');
    text.len() == 18 && text.bytes().enumerate().all(digit)
}

/// Whether the birth date inside an 18-digit number is this day.
fn is_born_on(number: &str, birth: NaiveDate) -> bool {
    let digits = number.bytes().skip(6).take(8);
    let inside = digits.fold(0, |sum, digit| {
        sum * 10 + i64::from(digit.wrapping_sub(b'0'))
    });
    let (year, month, day) = (i64::from(birth.year()), birth.month(), birth.day());
    inside == (year * 100 + i64::from(month)) * 100 + i64::from(day)
}

/// The check digit of GB 11643 (MOD 11-2) for the first 17 digits.
fn check_digit(number: &str) -> Option<u8> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = number.bytes().zip(WEIGHTS);
    let sum: u32 = digits
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    b"10X98765432".get(sum as usize % 11).copied()
}
