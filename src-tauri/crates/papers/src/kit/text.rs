//! Measuring, breaking and fitting text after Chinese rules.
//!
//! A line never begins with a closing mark and never ends with an opening one; words of other
//! scripts and numbers are not torn; the closing mark at the end of a line may hang with its
//! empty half over the edge (标点悬挂).

use super::fonts::{Fonts, Style};

/// Marks that may not begin a line.
const CLOSING: &str = "，。、；：！？）〕】》〉」』”’…—～·％%‰℃°〗,.;:!?)]}";
/// Marks that may not end a line.
const OPENING: &str = "（〔【《〈「『“‘〖([{￥$№";
/// Closing marks whose right half is empty in the fonts of simplified Chinese.
const HALF_EMPTY: &str = "，。、；：！？）〕】》〉」』”’〗";

/// Width of a text at size 1, in em. A character that no font has counts as one em.
pub(crate) fn measure(fonts: &Fonts, style: Style, text: &str) -> f32 {
    text.chars().map(|c| advance(fonts, style, c)).sum()
}

fn advance(fonts: &Fonts, style: Style, c: char) -> f32 {
    fonts.glyph(style, c).map_or(1.0, |g| g.advance)
}

/// One line of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Text of the line, without the blanks at its end.
    pub text: String,
    /// Width in points, a hanging mark's empty half left out.
    pub width: f32,
    /// Whether the paragraph ends with this line.
    pub last: bool,
}

/// The measure into which a paragraph is broken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Size in points.
    pub size: f32,
    /// Width of the lines in points.
    pub width: f32,
    /// Indent of the first line in points.
    pub indent: f32,
}

/// Breaks a paragraph into lines. There is always at least one line.
pub(crate) fn break_lines(fonts: &Fonts, style: Style, text: &str, measure: Measure) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Builder::default();
    let mut room = (measure.width - measure.indent) / measure.size;
    let full = measure.width / measure.size;
    for piece in pieces(text) {
        let mut piece = Piece::new(fonts, style, piece);
        if line.text.is_empty() {
            piece.trim_start(fonts, style);
        }
        if line.width + piece.needed > room + 0.001 && !line.text.is_empty() {
            lines.push(line.finish(measure.size));
            line = Builder::default();
            room = full;
            piece.trim_start(fonts, style);
        }
        if piece.needed > room + 0.001 {
            for c in piece.text.chars() {
                let width = advance(fonts, style, c);
                let needed = width - hang(c);
                if line.width + needed > room + 0.001 && !line.text.is_empty() {
                    lines.push(line.finish(measure.size));
                    line = Builder::default();
                    room = full;
                }
                line.push(c.encode_utf8(&mut [0; 4]), width, needed);
            }
        } else {
            line.push(&piece.text, piece.width, piece.needed);
        }
    }
    let mut end = line.finish(measure.size);
    end.last = true;
    lines.push(end);
    lines
}

/// Largest size from `size` down to `least` (steps of half a point) at which the text stands on
/// one line of `width` points; `least` when there is none.
pub(crate) fn fit(
    fonts: &Fonts,
    style: Style,
    text: &str,
    (size, least): (f32, f32),
    width: f32,
) -> f32 {
    let em = measure(fonts, style, text);
    let mut size = size;
    while size > least && em * size > width {
        size -= 0.5;
    }
    size.max(least)
}

/// What a mark saves when it hangs at the end of a line, in em.
fn hang(c: char) -> f32 {
    if HALF_EMPTY.contains(c) { 0.5 } else { 0.0 }
}

#[derive(Default)]
struct Builder {
    text: String,
    width: f32,
    needed: f32,
}

impl Builder {
    fn push(&mut self, text: &str, width: f32, needed: f32) {
        self.text.push_str(text);
        if !text.trim().is_empty() {
            self.needed = self.width + needed;
        }
        self.width += width;
    }

    fn finish(self, size: f32) -> Line {
        Line {
            text: self.text.trim_end_matches(' ').to_owned(),
            width: self.needed * size,
            last: false,
        }
    }
}

/// Text that stays together, with its width and the width that it needs at the end of a line.
struct Piece {
    text: String,
    width: f32,
    needed: f32,
}

impl Piece {
    fn new(fonts: &Fonts, style: Style, text: String) -> Piece {
        let width = measure(fonts, style, &text);
        let solid = text.trim_end_matches(' ');
        let blank = measure(fonts, style, &text[solid.len()..]);
        let needed = width - blank - solid.chars().last().map_or(0.0, hang);
        Piece {
            text,
            width,
            needed,
        }
    }

    fn trim_start(&mut self, fonts: &Fonts, style: Style) {
        if self.text.starts_with(' ') {
            *self = Piece::new(fonts, style, self.text.trim_start_matches(' ').to_owned());
        }
    }
}

/// Longest part of a name between dots that is kept whole, in characters.
const NAME_PART: usize = 12;

/// Cuts a text where a line may end. A name of several parts (阿卜杜拉·买买提) ends its lines after
/// a dot where it can.
fn pieces(text: &str) -> Vec<String> {
    let cut = cut(text);
    let mut joined = vec![false; cut.len()];
    for dot in (0..cut.len()).filter(|i| cut[*i].ends_with('·')) {
        let before = cut[..dot].iter().rev().take_while(|p| is_han(p)).count();
        if before < NAME_PART {
            joined[dot - before + 1..=dot].fill(true);
        }
        let after = cut[dot + 1..].iter().take_while(|p| is_han(p)).count();
        if (1..NAME_PART).contains(&after) {
            let blank_ends = cut
                .get(dot + 1 + after)
                .is_some_and(|p| is_han(p.trim_end()));
            let end = dot + after + usize::from(blank_ends);
            joined[dot + 2..=end].fill(true);
        }
    }
    let mut pieces: Vec<String> = Vec::new();
    for (piece, joined) in cut.into_iter().zip(joined) {
        match pieces.last_mut() {
            Some(last) if joined => last.push_str(&piece),
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// Whether a piece is one Chinese character.
fn is_han(piece: &str) -> bool {
    let mut chars = piece.chars().map(u32::from);
    let han = |c: u32| matches!(c, 0x3400..=0x9FFF | 0x20000..=0x3FFFF);
    chars.next().is_some_and(han) && chars.next().is_none()
}

/// Cuts a text where a line may end, names aside.
fn cut(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text
        .chars()
        .map(|c| if "\t\r\n".contains(c) { ' ' } else { c })
    {
        match (before, pieces.last_mut()) {
            (Some(b), Some(piece)) if stay_together(b, c) => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
}

/// Whether no line may end between two characters.
fn stay_together(before: char, after: char) -> bool {
    if before == ' ' {
        return false;
    }
    after == ' '
        || CLOSING.contains(after)
        || OPENING.contains(before)
        || (is_word(before) && is_word(after))
}

/// Letters and digits of scripts that write words, and the marks inside numbers and codes.
fn is_word(c: char) -> bool {
    c.is_ascii_graphic() || (c.is_alphabetic() && u32::from(c) < 0x2E80)
}

#[cfg(test)]
mod tests;
