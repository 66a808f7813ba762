//! Canonical text: the one way in which each file may be written.

use std::borrow::Cow;

use crate::Finding;

/// Splits a file into lines, refusing what no file of a ceremony may hold: a BOM, other encodings,
/// CR, control characters, trailing blanks, a missing final LF.
pub(crate) fn lines<'a>(file: &'static str, bytes: &'a [u8]) -> Result<Vec<&'a str>, Finding> {
    if bytes.starts_with("\u{feff}".as_bytes()) {
        return Err(Finding::at(
            file,
            1,
            "文件以 BOM 开头；请用无 BOM 的 UTF-8 原样保存",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let row = 1 + bytes[..error.valid_up_to()]
            .iter()
            .filter(|&&b| b == b'\n')
            .count();
        Finding::at(file, row, "不是 UTF-8 文字；请取回原文件")
    })?;
    let Some(body) = text.strip_suffix('\n') else {
        let row = 1 + text.matches('\n').count();
        return Err(Finding::at(
            file,
            row,
            "最后一行没有换行，文件可能不完整；请取回原文件",
        ));
    };
    let lines: Vec<&str> = body.split('\n').collect();
    for (i, line) in lines.iter().enumerate() {
        if let Some(fault) = unclean(line) {
            return Err(Finding::at(file, i + 1, format!("{fault}；请取回原文件")));
        }
    }
    Ok(lines)
}

/// What makes a line of text unfit for any file, if anything does.
pub(crate) fn unclean(line: &str) -> Option<&'static str> {
    if line.bytes().any(|b| b < 0x20 || b == 0x7f)
        || (!line.is_ascii() && line.chars().any(char::is_control))
    {
        return Some("含有控制字符（例如回车或制表符）");
    }
    line.ends_with(char::is_whitespace).then_some("行末有空白")
}

/// Reads a canonical decimal: digits only, no sign, no leading zero.
pub(crate) fn integer(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let canonical = digits && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

/// Splits one CSV line (no field holds a line break) into exactly `N` fields.
pub(crate) fn fields<const N: usize>(line: &str) -> Result<[Cow<'_, str>; N], String> {
    let mut fields = std::array::from_fn(|_| Cow::Borrowed(""));
    let mut found = 0;
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (field, after) = first_field(text)?;
        if let Some(place) = fields.get_mut(found) {
            *place = field;
        }
        found += 1;
        rest = after;
    }
    if found == N {
        Ok(fields)
    } else {
        Err(format!("应有 {N} 列，实有 {found} 列"))
    }
}

/// Splits the first field off; the second part is what follows its comma.
fn first_field(text: &str) -> Result<(Cow<'_, str>, Option<&str>), String> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (field, after) = match text.split_once(',') {
            Some((field, after)) => (field, Some(after)),
            None => (text, None),
        };
        if field.contains('"') {
            return Err("含有引号的字段须用引号括起，内部引号写两次".to_owned());
        }
        return Ok((Cow::Borrowed(field), after));
    };
    let mut field = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"').ok_or("引号没有成对")?;
        field.push_str(part);
        rest = after;
        let Some(after) = rest.strip_prefix('"') else {
            break;
        };
        field.push('"');
        rest = after;
    }
    if !field.contains([',', '"']) {
        return Err(format!("{}不含逗号和引号，不应加引号", shown(&field)));
    }
    match rest.strip_prefix(',') {
        Some(after) => Ok((Cow::Owned(field), Some(after))),
        None if rest.is_empty() => Ok((Cow::Owned(field), None)),
        None => Err("右引号之后应为逗号或行末".to_owned()),
    }
}

/// Text of a file as a sentence shows it: its beginning, where it is long.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("「{}…」", &text[..end]),
        None => format!("「{text}」"),
    }
}

/// Appends a field, quoted only where RFC 4180 needs it.
pub(crate) fn push_field(out: &mut Vec<u8>, field: &str) {
    if field.contains([',', '"', '\r', '\n']) {
        out.push(b'"');
        out.extend_from_slice(field.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(field.as_bytes());
    }
}

/// Appends a canonical decimal.
pub(crate) fn push_integer(out: &mut Vec<u8>, mut value: u32) {
    let mut digits = [0; 10];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[from..]);
}

/// Compares a file with what it must be; the finding shows the first differing line and its cure.
pub(crate) fn same(file: &'static str, bytes: &[u8], must: &[u8]) -> Result<(), Finding> {
    if bytes == must {
        return Ok(());
    }
    let (mut has, mut wants) = (bytes.split(|&b| b == b'\n'), must.split(|&b| b == b'\n'));
    let mut row = 1;
    loop {
        match (has.next(), wants.next()) {
            (Some(a), Some(b)) if a == b => row += 1,
            (_, Some(b)) if !b.is_empty() => {
                let line = String::from_utf8_lossy(b);
                return Err(Finding::at(
                    file,
                    row,
                    format!("此行应为{}；请取回原文件", shown(&line)),
                ));
            }
            _ => return Err(Finding::at(file, row, "此处文件应已结束；请取回原文件")),
        }
    }
}

/// Reads `key=value` lines in a fixed order.
pub(crate) struct Pairs<'a> {
    file: &'static str,
    lines: Vec<&'a str>,
    next: usize,
}

impl<'a> Pairs<'a> {
    pub(crate) fn new(file: &'static str, bytes: &'a [u8]) -> Result<Pairs<'a>, Finding> {
        Ok(Pairs {
            file,
            lines: lines(file, bytes)?,
            next: 0,
        })
    }

    /// The number of the line read last, from 1.
    pub(crate) fn row(&self) -> usize {
        self.next
    }

    /// A finding on the line read last.
    pub(crate) fn fault(&self, message: impl Into<String>) -> Finding {
        Finding::at(self.file, self.row(), message)
    }

    pub(crate) fn line(&mut self) -> Option<&'a str> {
        let line = self.lines.get(self.next).copied();
        self.next += 1;
        line
    }

    pub(crate) fn has_more(&self) -> bool {
        self.next < self.lines.len()
    }

    /// The value of the next line, whose key must be this one.
    pub(crate) fn value(&mut self, key: &str) -> Result<&'a str, Finding> {
        self.line()
            .and_then(|line| line.strip_prefix(key)?.strip_prefix('='))
            .ok_or_else(|| self.fault(format!("此行应为「{key}=…」；请取回原文件")))
    }

    /// The value of the next line as 64 lowercase hex characters.
    pub(crate) fn hex(&mut self, key: &str) -> Result<crate::Digest, Finding> {
        let value = self.value(key)?;
        crate::Digest::from_hex(value).ok_or_else(|| {
            self.fault(format!(
                "「{key}=」之后应为 64 个小写十六进制字符；请取回原文件"
            ))
        })
    }

    /// The mode in a first line like `RUXUE-SEED/1 FORMAL`.
    pub(crate) fn first(&mut self, title: &str) -> Result<crate::Mode, Finding> {
        self.line()
            .and_then(|line| crate::Mode::from_word(line.strip_prefix(title)?.strip_prefix(' ')?))
            .ok_or_else(|| {
                self.fault(format!(
                    "首行应为「{title} FORMAL」或「{title} REHEARSAL」；请取回原文件"
                ))
            })
    }

    pub(crate) fn end(&mut self) -> Result<(), Finding> {
        match self.line() {
            None => Ok(()),
            Some(_) => Err(self.fault("此处文件应已结束；请取回原文件")),
        }
    }
}
