//! A 小区 and the schools of its buildings.

/// Which buildings a catchment row names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// The whole 小区: 楼号 stays empty.
    All,
    Range(u32, u32),
    List(&'static [u32]),
    Odd,
    Even,
}

impl Pattern {
    fn holds(self, building: u32) -> bool {
        match self {
            Pattern::All => true,
            Pattern::Range(from, to) => (from..=to).contains(&building),
            Pattern::List(list) => list.contains(&building),
            Pattern::Odd => building % 2 == 1,
            Pattern::Even => building.is_multiple_of(2),
        }
    }

    /// The cell 楼号.
    pub(super) fn text(self) -> String {
        match self {
            Pattern::All => String::new(),
            Pattern::Range(from, to) => format!("{from}-{to}"),
            Pattern::List(list) => list
                .iter()
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join(","),
            Pattern::Odd => "单".to_owned(),
            Pattern::Even => "双".to_owned(),
        }
    }
}

/// The catchment rows of one 小区 and 学段: at most one named row holds a building.
#[derive(Clone, Debug)]
pub(super) struct Cover(pub(super) Vec<(Pattern, Vec<usize>)>);

impl Cover {
    pub(super) fn whole(schools: Vec<usize>) -> Cover {
        Cover(vec![(Pattern::All, schools)])
    }

    /// The schools of a building; a row that names it beats one for the whole 小区.
    pub(super) fn schools(&self, building: u32) -> &[usize] {
        let named = self
            .0
            .iter()
            .find(|(p, _)| *p != Pattern::All && p.holds(building));
        let row = named.or_else(|| self.0.iter().find(|(p, _)| *p == Pattern::All));
        row.map_or(&[], |(_, schools)| schools.as_slice())
    }
}

/// One 小区.
#[derive(Clone, Debug)]
pub(super) struct Estate {
    pub(super) name: String,
    /// A 公寓 beside it that the catchments forgot.
    pub(super) unlisted: String,
    pub(super) primary: Cover,
    /// 小学 rows of last year's version, which the newer ones replace.
    pub(super) earlier: Option<Cover>,
    pub(super) junior: Cover,
}

pub(super) const WORDS: [&str; 24] = [
    "枫和里",
    "云栖苑",
    "澄雨园",
    "锦棠家园",
    "禾序里",
    "沐风苑",
    "星澜家园",
    "竹语园",
    "晴川里",
    "柏岸苑",
    "芸台园",
    "砚田里",
    "松籁苑",
    "鹿溪园",
    "溪照家园",
    "棠梨里",
    "望舒苑",
    "听澜园",
    "杏影里",
    "桐荫苑",
    "荷风园",
    "麦浪家园",
    "雁南里",
    "梧月苑",
];
pub(super) const UNLISTED: [&str; 24] = [
    "初霁", "远汀", "青砚", "白露", "长亭", "半山", "流霞", "拾光", "归雁", "新禾", "明溪", "玉衡",
    "栖云", "临渚", "闻莺", "观澜", "采薇", "知秋", "含章", "未央", "抱朴", "怀瑾", "若水", "行云",
];
