//! Setting a sheet on one page: laid out level by level until it fits, then drawn.

use super::{CaseCondition, CaseFact, CaseMark, CaseSection, CaseSheet};
use crate::PaperError;
use crate::kit::fonts::Style;
use crate::kit::mm;
use crate::kit::press::{A4, Area, Ink, Press, Stroke, Type};
use crate::kit::text::{Line, Measure, break_lines, fit};

const LEFT: f32 = mm(15.0);
const WIDTH: f32 = A4.width - mm(30.0);
const TOP: f32 = mm(14.0);
/// The foot of the page stands below.
const BOTTOM: f32 = A4.height - mm(15.0);
const PAD: f32 = 2.5;
/// Widths of the columns of the conditions, as parts of the whole: mark, condition, facts, asked.
const COLUMNS: [f32; 4] = [0.115, 0.23, 0.365, 0.29];
const HEADS: [&str; 4] = [
    "结果",
    "条件（条款）",
    "登记的内容〔取自〕",
    "要求和怎样补救",
];

/// How tightly a sheet is set.
#[derive(Debug, Clone, Copy)]
struct Level {
    /// Size of the text in points.
    size: f32,
    met: Met,
    /// Values longer than this are shortened, with a mark.
    longest: usize,
}

/// How conditions that are met are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// A row each.
    Each,
    /// All in one paragraph.
    Together,
    /// The same, and the others a paragraph each over the whole width instead of a row.
    Prose,
}

const fn level(size: f32, met: Met, longest: usize) -> Level {
    Level { size, met, longest }
}

/// Tried in turn. 6.5 points is the least that a reader of small print reads without a glass.
const LEVELS: [Level; 13] = [
    level(10.0, Met::Each, usize::MAX),
    level(9.5, Met::Each, usize::MAX),
    level(9.0, Met::Each, usize::MAX),
    level(8.5, Met::Each, usize::MAX),
    level(8.0, Met::Each, usize::MAX),
    level(7.5, Met::Each, usize::MAX),
    level(8.0, Met::Together, usize::MAX),
    level(7.5, Met::Together, usize::MAX),
    level(7.0, Met::Together, usize::MAX),
    level(6.5, Met::Together, usize::MAX),
    level(6.5, Met::Prose, usize::MAX),
    level(6.5, Met::Prose, 40),
    level(6.5, Met::Prose, 12),
];

/// Something to draw: where it stands within the page, from its own upper edge.
enum Piece {
    /// Lines of one type from a left edge.
    Lines {
        x: f32,
        y: f32,
        kind: Type,
        leading: f32,
        lines: Vec<Line>,
    },
    Rule {
        y: f32,
        stroke: Stroke,
    },
    Frame {
        y: f32,
        height: f32,
    },
}

/// A page being laid out.
struct Layout<'p, 'a> {
    press: &'p Press<'a>,
    level: Level,
    y: f32,
    pieces: Vec<Piece>,
}

/// Draws the sheet at the first level at which it fits.
pub(super) fn draw(press: &mut Press<'_>, sheet: &CaseSheet) -> Result<(), PaperError> {
    for level in LEVELS {
        let mut layout = Layout {
            press,
            level,
            y: TOP,
            pieces: Vec::new(),
        };
        layout.sheet(sheet);
        if layout.y <= BOTTOM {
            let pieces = layout.pieces;
            pieces.into_iter().for_each(|piece| piece.draw(press));
            return Ok(());
        }
    }
    Err(PaperError::CaseTooLong {
        receipt: sheet.receipt.clone(),
    })
}

impl Piece {
    fn draw(self, press: &mut Press<'_>) {
        match self {
            Piece::Lines {
                x,
                y,
                kind,
                leading,
                lines,
            } => {
                let mut y = y + kind.size;
                for line in lines {
                    press.text(x, y, kind, &line.text);
                    y += leading;
                }
            }
            Piece::Rule { y, stroke } => press.line((LEFT, y), (LEFT + WIDTH, y), stroke),
            Piece::Frame { y, height } => {
                let area = Area {
                    x: LEFT,
                    y,
                    width: WIDTH,
                    height,
                };
                press.frame(area, Stroke::new(1.0));
            }
        }
    }
}

impl Layout<'_, '_> {
    fn sheet(&mut self, sheet: &CaseSheet) {
        self.heading(sheet);
        self.answer(sheet);
        sheet
            .before
            .iter()
            .for_each(|section| self.section(section));
        self.conditions(&sheet.conditions);
        sheet.after.iter().for_each(|section| self.section(section));
    }

    fn leading(&self, size: f32) -> f32 {
        size * if self.level.met == Met::Each {
            1.38
        } else {
            1.28
        }
    }

    /// Sets a paragraph between two edges; gives its height.
    fn set(&mut self, kind: Type, (x, width): (f32, f32), y: f32, text: &str) -> f32 {
        let measure = Measure {
            size: kind.size,
            width,
            indent: 0.0,
        };
        let lines = break_lines(self.press.fonts, kind.style, text, measure);
        let leading = self.leading(kind.size);
        let height = lines.len() as f32 * leading;
        self.pieces.push(Piece::Lines {
            x,
            y,
            kind,
            leading,
            lines,
        });
        height
    }

    fn heading(&mut self, sheet: &CaseSheet) {
        let title = Type::new(Style::Bold, 18.0);
        self.y += self.set(title, (LEFT, WIDTH), self.y, "判定说明");
        let (fonts, size) = (self.press.fonts, self.level.size);
        let name = fit(fonts, Style::Bold, &sheet.name, (13.0, size), WIDTH);
        self.y += self.set(
            Type::new(Style::Bold, name),
            (LEFT, WIDTH),
            self.y,
            &sheet.name,
        );
        let about = Type::new(Style::Sans, size).ink(Ink::Grey);
        self.y += self.set(about, (LEFT, WIDTH), self.y, &sheet.about) + 3.0;
    }

    /// The verdict and what to do next, in a frame.
    fn answer(&mut self, sheet: &CaseSheet) {
        let (top, inner) = (self.y, (LEFT + 6.0, WIDTH - 12.0));
        let size = self.level.size;
        self.y += 4.0;
        let verdict = Type::new(Style::Bold, size + 4.0);
        self.y += self.set(verdict, inner, self.y, &sheet.verdict);
        let next = Type::new(Style::Serif, size + 1.0);
        self.y += self.set(next, inner, self.y, &sheet.next) + 3.0;
        let height = self.y - top;
        self.pieces.push(Piece::Frame { y: top, height });
        self.y += 3.0;
    }

    fn section(&mut self, section: &CaseSection) {
        if section.lines.is_empty() && section.facts.is_empty() {
            return;
        }
        self.title(section.title);
        let kind = Type::new(Style::Sans, self.level.size);
        for line in &section.lines {
            self.y += self.set(kind, (LEFT, WIDTH), self.y, line);
        }
        if !section.facts.is_empty() {
            let facts: Vec<&CaseFact> = section.facts.iter().collect();
            let text = format!("根据：{}", self.facts(&facts));
            self.y += self.set(kind, (LEFT, WIDTH), self.y, &text);
        }
        self.y += 2.0;
    }

    fn title(&mut self, text: &str) {
        self.y += self.level.size * 0.3;
        let kind = Type::new(Style::Bold, self.level.size + 1.0);
        self.y += self.set(kind, (LEFT, WIDTH), self.y, text);
    }

    fn conditions(&mut self, all: &[CaseCondition]) {
        if all.is_empty() {
            return;
        }
        self.title("逐项条件");
        let kind = Type::new(Style::Sans, self.level.size);
        let (together, prose) = (self.level.met != Met::Each, self.level.met == Met::Prose);
        if !prose {
            self.row(kind.ink(Ink::Grey), HEADS.map(str::to_owned));
        }
        let (met, rest): (Vec<_>, Vec<_>) = all
            .iter()
            .partition(|one| together && one.mark == CaseMark::Met);
        for one in rest {
            if prose {
                let text = format!("{} {}。", one.mark.text(), self.in_brief(one));
                self.y += self.set(kind, (LEFT, WIDTH), self.y, &text);
            } else {
                self.row(kind, self.cells(one));
            }
        }
        if !met.is_empty() {
            let each: Vec<String> = met.iter().map(|one| self.in_brief(one)).collect();
            let text = format!(
                "{} {} 项：{}。",
                CaseMark::Met.text(),
                met.len(),
                each.join("；")
            );
            self.y += self.set(kind, (LEFT, WIDTH), self.y, &text);
        }
        self.y += 2.0;
    }

    /// A row of the conditions, with a rule below.
    fn row(&mut self, kind: Type, cells: [String; 4]) {
        let (mut x, mut height) = (LEFT, 0.0f32);
        let y = self.y + PAD * 0.6;
        for (part, cell) in COLUMNS.into_iter().zip(&cells) {
            let width = WIDTH * part;
            height = height.max(self.set(kind, (x, width - 2.0 * PAD), y, cell));
            x += width;
        }
        self.y = y + height + PAD * 0.4;
        let stroke = Stroke::new(0.4).ink(Ink::Grey);
        self.pieces.push(Piece::Rule { y: self.y, stroke });
    }

    fn cells(&self, one: &CaseCondition) -> [String; 4] {
        let asked = [("要求：", &one.threshold), ("补救：", &one.cure)];
        let asked = asked.iter().filter(|(_, text)| !text.is_empty());
        let asked: Vec<String> = asked
            .map(|(label, text)| format!("{label}{text}"))
            .collect();
        // What a met condition did not need is not shown: it says nothing of the child.
        let shown = |fact: &&CaseFact| one.mark != CaseMark::Met || fact.value.is_some();
        let facts: Vec<&CaseFact> = one.facts.iter().filter(shown).collect();
        [
            one.mark.text().to_owned(),
            format!("{}（{}）", one.says, one.clause),
            self.facts(&facts),
            asked.join("。"),
        ]
    }

    fn in_brief(&self, one: &CaseCondition) -> String {
        let [_, says, facts, asked] = self.cells(one);
        let asked = if asked.is_empty() {
            String::new()
        } else {
            format!("，{asked}")
        };
        format!("{says}：{facts}{asked}")
    }

    /// Facts by source, which stands once after the last of them.
    fn facts(&self, facts: &[&CaseFact]) -> String {
        let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
        for fact in facts {
            let value = fact.value.as_deref().map(|value| self.value(value));
            let text = format!("{} {}", fact.header, value.as_deref().unwrap_or("没有填"));
            match groups.iter_mut().find(|(source, _)| *source == fact.source) {
                Some((_, texts)) => texts.push(text),
                None => groups.push((&fact.source, vec![text])),
            }
        }
        let group = |(source, texts): &(&str, Vec<String>)| match *source {
            "" => texts.join("，"),
            source => format!("{}〔{source}〕", texts.join("，")),
        };
        groups.iter().map(group).collect::<Vec<_>>().join("；")
    }

    fn value(&self, value: &str) -> String {
        let count = value.chars().count();
        if count <= self.level.longest {
            return value.to_owned();
        }
        let kept: String = value.chars().take(self.level.longest).collect();
        format!("{kept}…〔略，共 {count} 字〕")
    }
}
