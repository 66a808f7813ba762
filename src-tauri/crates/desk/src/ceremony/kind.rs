//! The kinds of draw that a ceremony may hold, in the order of spec/rules.md.

use ruxue_rules::Level;
use ruxue_rules::pack::switches::DrawKind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal $text:literal $switch:ident;)*) => {
        /// A kind of draw.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$name,)*];

            /// The word of the command line: `private`.
            pub fn code(self) -> &'static str {
                match self { $(Kind::$name => $code,)* }
            }

            /// The word on screen and paper; of the first kinds also the 类别 of the choices.
            pub fn text(self) -> &'static str {
                match self { $(Kind::$name => $text,)* }
            }

            /// The kind that the policy's switches speak of.
            pub fn switch(self) -> DrawKind {
                match self { $(Kind::$name => DrawKind::$switch,)* }
            }

            /// The kind with this word of the command line.
            pub fn from_code(code: &str) -> Option<Kind> {
                match code { $($code => Some(Kind::$name),)* _ => None }
            }
        }
    };
}

kinds! {
    /// 全区自愿, junior schools of the whole district.
    WishAll "wish-all" "全区自愿" WishAll;
    /// 一般公办, junior schools.
    WishGeneral "wish-general" "一般公办" WishGeneral;
    /// 民办学校.
    Private "private" "民办" Private;
    /// 公办寄宿学校.
    Boarding "boarding" "公办寄宿" Boarding;
    /// 单校超额, 多校划片 and 统筹 of the primary zones.
    Zone "zone" "单校超额、多校划片与统筹" Multi;
    /// 初中多校划片, the city's own draw; here only its stand-in.
    City "city" "代市级系统演示" Multi;
    /// 补录: the seats left in any zone for those whose own zone has none left.
    Supplement "supplement" "补录" Pool;
}

impl Kind {
    /// The kinds of a 学段's first ceremony, in the order of their batches.
    pub fn first(level: Level) -> &'static [Kind] {
        match level {
            Level::Primary => &[Kind::Private, Kind::Boarding],
            Level::Junior => &[
                Kind::WishAll,
                Kind::WishGeneral,
                Kind::Boarding,
                Kind::Private,
            ],
        }
    }

    /// All kinds of a 学段, in the order in which they are drawn.
    pub fn of(level: Level) -> &'static [Kind] {
        match level {
            Level::Primary => &[Kind::Private, Kind::Boarding, Kind::Zone, Kind::Supplement],
            Level::Junior => &[
                Kind::WishAll,
                Kind::WishGeneral,
                Kind::Boarding,
                Kind::Private,
                Kind::City,
            ],
        }
    }
}
