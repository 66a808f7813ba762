//! Names of children and guardians, from lists: surname and given-name characters.

use super::dice::Dice;
use super::identity::Sex;

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameStyle {
    Usual,
    /// With a character that GBK does not hold.
    Rare,
    /// Two parts joined by · (U+00B7).
    Dotted,
    Latin,
}

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕\
苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
const COMPOUND: [&str; 6] = ["欧阳", "上官", "司马", "诸葛", "慕容", "尉迟"];
const BOY_FIRST: &str = "子浩宇一俊梓明沐泽皓思奕景睿嘉承瑞书星亦";
const BOY_SECOND: &str = "轩然宸睿辰涵泽宇博霖阳航洋熙哲铭恒昊诚川远";
const GIRL_FIRST: &str = "梓雨子欣诗一语思佳可若艺依书雅沐芷静晨安";
const GIRL_SECOND: &str = "涵萱彤怡桐妍琪瑶淇宁菲悦馨雯诺晴月琳曦宜";
const MAN: &str = "伟强磊军勇涛超明刚健斌辉鹏飞波凯浩杰亮宏建国志海东晓鑫";
const WOMAN: &str = "静丽敏艳娟霞燕婷雪玲红梅颖莉娜芳洁慧琳倩佳晓欣春海云";
const RARE: [&str; 10] = ["䶮", "㼆", "𬎆", "𫖯", "𬍛", "𬀩", "𫍯", "𬭎", "㛃", "䴖"];
const DOTTED_BOY: [&str; 6] = [
    "阿卜杜拉",
    "麦麦提江",
    "艾力亚尔",
    "巴图",
    "伊力哈木",
    "才仁",
];
const DOTTED_GIRL: [&str; 6] = [
    "古丽娜尔",
    "迪丽拜尔",
    "阿依努尔",
    "其其格",
    "热依拉",
    "央金",
];
const DOTTED_FATHER: [&str; 8] = [
    "买买提",
    "吐尔逊",
    "艾合买提",
    "阿不都热合曼",
    "苏莱曼",
    "依明",
    "巴雅尔",
    "扎西",
];
const LATIN: [&str; 8] = [
    "Emma", "Oliver", "Lucas", "Mia", "Noah", "Sofia", "Adam", "Hana",
];
const LATIN_FAMILY: [&str; 6] = ["Martin", "Keller", "Novak", "Tanaka", "Silva", "Larsen"];

fn character(dice: &mut Dice, list: &str) -> char {
    let count = list.chars().count() as u64;
    list.chars().nth(dice.below(count) as usize).unwrap_or('一')
}

/// A surname.
pub(super) fn surname(dice: &mut Dice) -> String {
    if dice.permille(8) {
        return (*dice.pick(&COMPOUND)).to_owned();
    }
    // The list is in order of frequency; the smaller of two throws leans to its head.
    let count = SURNAMES.chars().count() as u64;
    let place = dice.below(count).min(dice.below(count));
    SURNAMES
        .chars()
        .nth(place as usize)
        .unwrap_or('王')
        .to_string()
}

/// A child's name; a dotted or Latin family has no Chinese surname.
pub(super) fn child(dice: &mut Dice, sex: Sex, style: NameStyle, surname: &str) -> String {
    let (first, second) = match sex {
        Sex::Male => (BOY_FIRST, BOY_SECOND),
        Sex::Female => (GIRL_FIRST, GIRL_SECOND),
    };
    match style {
        NameStyle::Usual if dice.permille(120) => {
            format!("{surname}{}", character(dice, second))
        }
        NameStyle::Usual => {
            format!(
                "{surname}{}{}",
                character(dice, first),
                character(dice, second)
            )
        }
        NameStyle::Rare => {
            format!("{surname}{}{}", character(dice, first), dice.pick(&RARE))
        }
        NameStyle::Dotted => {
            let own = if sex == Sex::Male {
                &DOTTED_BOY
            } else {
                &DOTTED_GIRL
            };
            format!("{}·{surname}", dice.pick(own))
        }
        NameStyle::Latin => format!("{} {surname}", dice.pick(&LATIN)),
    }
}

/// What stands for the family in a child's name of this style.
pub(super) fn family(dice: &mut Dice, style: NameStyle) -> String {
    match style {
        NameStyle::Usual | NameStyle::Rare => surname(dice),
        NameStyle::Dotted => (*dice.pick(&DOTTED_FATHER)).to_owned(),
        NameStyle::Latin => (*dice.pick(&LATIN_FAMILY)).to_owned(),
    }
}

/// A guardian's name.
pub(super) fn guardian(dice: &mut Dice, sex: Sex, style: NameStyle, family: &str) -> String {
    let list = if sex == Sex::Male { MAN } else { WOMAN };
    match style {
        NameStyle::Usual | NameStyle::Rare => {
            let given = character(dice, list);
            if dice.permille(450) {
                format!("{family}{given}")
            } else {
                format!("{family}{given}{}", character(dice, list))
            }
        }
        NameStyle::Dotted => format!("{family}·{}", dice.pick(&DOTTED_FATHER)),
        NameStyle::Latin => format!("{} {family}", dice.pick(&LATIN)),
    }
}
