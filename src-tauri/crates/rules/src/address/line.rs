//! An address in one line, made plain: one width, one dash, digits for numerals, remarks out.

use super::narrow;
use super::number::{digits_for_han, is_stem};

/// A line without its remarks. Brackets that may belong to the name stand in `inside`.
pub(super) struct Plain {
    /// The line; a dash stands only where numbers would otherwise run together.
    pub text: String,
    /// The same with the contents of brackets kept, where there were any: 双井家园(北区).
    pub inside: Option<String>,
    /// A bracket is not closed, or not opened.
    pub torn: bool,
    /// The remarks, plain.
    pub remarks: Vec<String>,
}

/// Makes a line plain.
pub(super) fn plain(text: &str) -> Plain {
    let folded: String = text.chars().filter_map(folded).collect();
    let (mut outside, mut inside, mut remark) = (String::new(), String::new(), String::new());
    let (mut depth, mut torn, mut remarks) = (0u32, false, Vec::new());
    for c in folded.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    remarks.push(seams(&std::mem::take(&mut remark)));
                }
            }
            ')' => torn = true,
            c => {
                if depth == 0 {
                    outside.push(c);
                } else {
                    remark.push(c);
                }
                inside.push(c);
            }
        }
    }
    let kept = (inside.len() != outside.len()).then(|| seams(&inside));
    Plain {
        text: seams(&outside),
        inside: kept,
        torn: torn || depth > 0,
        remarks,
    }
}

/// A name of the tables in the form in which lines are searched for it.
pub(super) fn plain_name(text: &str) -> String {
    let plain = plain(text);
    plain.inside.unwrap_or(plain.text)
}

/// One width and case; every blank, comma, point and stroke is a dash, every bracket a round one.
fn folded(c: char) -> Option<char> {
    Some(match narrow(c) {
        '\u{200b}'..='\u{200f}' | '\u{feff}' => return None,
        '(' | '[' | '{' | '【' | '〔' | '〖' | '《' | '〈' | '「' | '『' => '(',
        ')' | ']' | '}' | '】' | '〕' | '〗' | '》' | '〉' | '」' | '』' => ')',
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '~' | '_' | '/' | '\\' | '|' | ','
        | '.' | ';' | ':' | '，' | '。' | '、' | '·' | '•' | '‧' | '・' | '…' | '\'' | '"'
        | '“' | '”' => '-',
        c if c.is_whitespace() => '-',
        '號' => '号',
        '樓' => '楼',
        '單' => '单',
        '棟' => '栋',
        '＃' => '#',
        c => c.to_ascii_uppercase(),
    })
}

/// Digits for numerals, then dashes away that part no two numbers; 32院 is 32号院.
fn seams(text: &str) -> String {
    let text = digits_for_han(text);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '-' {
            while chars.peek() == Some(&'-') {
                chars.next();
            }
            let before = out.chars().next_back();
            if parts(before, chars.peek().copied()) {
                out.push('-');
            }
            continue;
        }
        if c == '院' && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push('号');
        }
        out.push(c);
    }
    out
}

fn parts(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    let is_number = |c: char| c.is_ascii_alphanumeric();
    let either = before.is_ascii_digit() || after.is_ascii_digit() || is_stem(after);
    is_number(before) && (is_number(after) || is_stem(after)) && either
}

/// Words of a remark that is not about this home as it stands, or may not be.
const DOUBT: &[&str] = &[
    "旧", "原", "曾", "老", "废", "拆", "搬", "迁", "改", "变更", "未", "非", "不", "无", "假",
    "拟", "暂", "旁", "附近", "邻", "隔壁", "对面", "对门", "后面", "前面", "后院", "楼上", "楼下",
    "底商", "平房", "地下", "半地", "车库", "车位", "商", "门脸", "自建", "过道", "储", "另",
];

/// Marks that make a number in a remark a part of an address: 5号楼, 2层.
const MARKS: &[&str] = &[
    "号", "楼", "#", "幢", "栋", "座", "单元", "层", "室", "门", "院", "区", "期", "-",
];

/// Whether a remark says that this is not the home itself, or may name another: 旧楼号, 隔壁, 5号楼.
pub(super) fn is_doubtful(remark: &str) -> bool {
    let numbered = remark.char_indices().any(|(at, c)| {
        let rest = &remark[at + c.len_utf8()..];
        c.is_ascii_digit() && MARKS.iter().any(|mark| rest.starts_with(mark))
    });
    numbered
        || remark.ends_with(['区', '期', '院', '苑', '里'])
        || DOUBT.iter().any(|word| remark.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_plain() {
        let text = |line: &str| plain(line).text;
        assert_eq!(
            text("百子湾路３２号院，５号楼 １单元"),
            "百子湾路32号院5号楼1单元"
        );
        assert_eq!(text("双井家园 3 — 2－501"), "双井家园3-2-501");
        assert_eq!(text("十里铺三院"), "10里铺3号院");
        assert_eq!(text("1 2号楼"), "1-2号楼");
        assert_eq!(text("POP MODA 甲3"), "POPMODA-甲3");
        assert_eq!(text("甲园3号楼(电梯房)501【两居】"), "甲园3号楼501");
    }

    #[test]
    fn remarks_in_doubt_are_told() {
        let doubtful = |line: &str| {
            let plain = plain(line);
            plain.torn || plain.remarks.iter().any(|remark| is_doubtful(remark))
        };
        for line in [
            "501（旧楼号）",
            "501(已拆除)",
            "501(5号楼)",
            "501(",
            "甲园(北区)3号楼",
        ] {
            assert!(doubtful(line), "{line}");
        }
        for line in ["501(父亲名下)", "501（东门进）", "501"] {
            assert!(!doubtful(line), "{line}");
        }
    }
}
