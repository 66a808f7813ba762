//! Tables as text: .csv (or tab- or semicolon-separated) in UTF-8 or GB18030.

use encoding_rs::{DecoderResult, GB18030};

use super::cells::{CellKind, RowBuffer};
use super::refusal::FileRefused;
use super::source::Source;
use super::xlsx::Go;

/// The encoding that a text was found to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 that starts with a byte order mark.
    Utf8Bom,
    /// GB18030.
    Gb18030,
}

impl Encoding {
    /// Its name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8（带 BOM）",
            Encoding::Gb18030 => "GB18030",
        }
    }
}

/// A decoded table.
pub(crate) struct Table {
    pub encoding: Encoding,
    text: String,
}

impl Table {
    /// Reads and decodes the whole file: by its mark, else as strict UTF-8, else as strict GB18030.
    /// No replacement character is ever made.
    pub fn open(source: &Source) -> Result<Table, FileRefused> {
        let (encoding, text) = decode(source.read_whole()?)?;
        Ok(Table { encoding, text })
    }

    /// Hands each filled row to `sink`, in file order. A row has the number that a spreadsheet
    /// program would give it.
    pub fn each_row(
        &self,
        sink: &mut dyn FnMut(&RowBuffer) -> Result<Go, FileRefused>,
    ) -> Result<(), FileRefused> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(&self.text))
            .from_reader(self.text.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut buffer = RowBuffer::default();
        let mut row = 0;
        loop {
            let more = reader
                .read_record(&mut record)
                .map_err(|why| FileRefused::Csv {
                    line: why.position().map_or(0, csv::Position::line),
                    why: "字段无法读取".to_owned(),
                })?;
            if !more {
                return Ok(());
            }
            row = self.row_after(row, &record);
            buffer.start(row);
            for (column, field) in record.iter().enumerate() {
                let breaks = field.bytes().filter(|byte| *byte == b'\n').count() as u64;
                // No cell of a spreadsheet is longer.
                if field.len() > 4 * 32_767 || breaks > 255 {
                    return Err(FileRefused::Csv {
                        line: self.line_of(&record),
                        why: "有引号没有配对".to_owned(),
                    });
                }
                buffer.push(column as u32, CellKind::Text, field);
            }
            if !buffer.is_empty()
                && let Go::Enough = sink(&buffer)?
            {
                return Ok(());
            }
        }
    }

    /// The row of the record that comes after the one of row `before`, as a spreadsheet program
    /// numbers them: a blank line is a row, a line break inside a field is none. Lines end by LF,
    /// CRLF, or CR alone (Excel's "CSV (Macintosh)").
    fn row_after(&self, before: u32, record: &csv::StringRecord) -> u32 {
        let from = record.position().map_or(0, csv::Position::byte);
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let (done, mut rest) = self
            .text
            .as_bytes()
            .split_at_checked(from)
            .unwrap_or_default();
        if done.ends_with(b"\r") {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        let mut row = before + 1;
        while let [b'\r', b'\n', tail @ ..] | [b'\r' | b'\n', tail @ ..] = rest {
            row += 1;
            rest = tail;
        }
        row
    }

    /// The line of the file on which a record starts, from 1. The reader's own position lies before
    /// the blank lines that it skipped.
    fn line_of(&self, record: &csv::StringRecord) -> u64 {
        let Some(position) = record.position() else {
            return 1;
        };
        let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let skipped = self.text.as_bytes().get(from..).unwrap_or(&[]).iter();
        let blank = skipped.take_while(|byte| matches!(byte, b'\n' | b'\r'));
        position.line() + blank.filter(|byte| **byte == b'\n').count() as u64
    }
}

/// What parts the fields: the mark that the first line has most of.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or("");
    let count = |mark: u8| line.bytes().filter(|byte| *byte == mark).count();
    [b',', b'\t', b';']
        .into_iter()
        .rev()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}

fn decode(mut bytes: Vec<u8>) -> Result<(Encoding, String), FileRefused> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
        return match String::from_utf8(bytes) {
            Ok(text) => Ok((Encoding::Utf8Bom, text)),
            Err(bad) => {
                let at = bad.utf8_error().valid_up_to();
                Err(utf8_refusal(bad.as_bytes(), at))
            }
        };
    }
    let (bytes, at) = match String::from_utf8(bytes) {
        Ok(text) => return Ok((Encoding::Utf8, text)),
        Err(bad) => {
            let at = bad.utf8_error().valid_up_to();
            (bad.into_bytes(), at)
        }
    };
    if first_line_is_utf8(&bytes, at) {
        return Err(utf8_refusal(&bytes, at));
    }
    let text = gb18030(&bytes)?;
    Ok((Encoding::Gb18030, text))
}

/// A first line that is UTF-8 beyond ASCII makes a UTF-8 file, in which bad bytes are bad: read as
/// GB18030 it might pass and mean nothing.
fn first_line_is_utf8(bytes: &[u8], valid: usize) -> bool {
    let line = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(bytes.len());
    let line = bytes.get(..line).unwrap_or(bytes);
    valid >= line.len() && !line.is_ascii()
}

fn utf8_refusal(bytes: &[u8], at: usize) -> FileRefused {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or(&[]));
    let (line, column) = place(&before);
    FileRefused::Encoding {
        encoding: "UTF-8",
        line,
        column,
    }
}

/// The line and the character of the line, from 1, that come after `before`.
fn place(before: &str) -> (usize, usize) {
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

/// Decodes strict GB18030.
fn gb18030(bytes: &[u8]) -> Result<String, FileRefused> {
    // The web's decoder takes a lone 0x80 for a euro sign; the standard knows none.
    let limit = ill_formed_at(bytes).unwrap_or(bytes.len());
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let part = bytes.get(..limit).unwrap_or(bytes);
    let (done, _) = decoder.decode_to_string_without_replacement(part, &mut text, true);
    if limit == bytes.len() && matches!(done, DecoderResult::InputEmpty) {
        return Ok(text);
    }
    let (line, column) = place(&text);
    Err(FileRefused::Encoding {
        encoding: "GB18030（也不是 UTF-8）",
        line,
        column,
    })
}

/// Where the first byte sequence stands that GB18030 does not have.
fn ill_formed_at(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let second = bytes.get(at + 1);
        at += match (first, second) {
            (0..=0x7F, _) => 1,
            (0x81..=0xFE, Some(0x40..=0x7E | 0x80..=0xFE)) => 2,
            (0x81..=0xFE, Some(0x30..=0x39))
                if matches!(bytes.get(at + 2), Some(0x81..=0xFE))
                    && matches!(bytes.get(at + 3), Some(0x30..=0x39)) =>
            {
                4
            }
            _ => return Some(at),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn where_refused(bytes: &[u8]) -> (&'static str, usize, usize) {
        match decode(bytes.to_vec()) {
            Err(FileRefused::Encoding {
                encoding,
                line,
                column,
            }) => (encoding, line, column),
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn marks_and_encodings() {
        let text = "姓名,㼆䶮\n𬎆𫖯\n";
        assert_eq!(decode(text.into()), Ok((Encoding::Utf8, text.to_owned())));
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(decode(marked), Ok((Encoding::Utf8Bom, text.to_owned())));
        let (bytes, _, lost) = GB18030.encode(text);
        assert!(!lost);
        assert!(
            bytes.windows(4).any(|four| four == b"\x82\x32\x8D\x37"),
            "㼆 takes four bytes"
        );
        assert_eq!(
            decode(bytes.into_owned()),
            Ok((Encoding::Gb18030, text.to_owned()))
        );
    }

    #[test]
    fn a_lone_byte_is_named_by_its_place() {
        let (head, _, _) = GB18030.encode("姓名,性别\n张");
        for bad in [&b"\x80,"[..], b"\xFF,", b"\x81\n", b"\xD5"] {
            let bytes = [&*head, bad].concat();
            assert_eq!(
                where_refused(&bytes),
                ("GB18030（也不是 UTF-8）", 2, 2),
                "{bad:x?}"
            );
        }
        let bytes = ["姓名,性别\n张三,".as_bytes(), b"\xFF\n"].concat();
        assert_eq!(where_refused(&bytes), ("UTF-8", 2, 4));
    }

    #[test]
    fn gb18030_inside_utf8_is_refused_and_not_guessed() {
        let (inside, _, _) = GB18030.encode("李四");
        let bytes = ["姓名,性别\n张三,男\n".as_bytes(), &inside].concat();
        assert_eq!(where_refused(&bytes), ("UTF-8", 3, 1));
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_would() {
        let text = "姓名,地址\n甲,\"一\n二\"\n\n乙,三\n";
        for end in ["\n", "\r\n", "\r"] {
            let table = Table {
                encoding: Encoding::Utf8,
                text: text.replace('\n', end),
            };
            let mut rows = Vec::new();
            let done = table.each_row(&mut |row| {
                rows.push(row.row);
                Ok(Go::On)
            });
            assert_eq!((done, rows), (Ok(()), vec![1, 2, 4]), "{end:?}");
        }
        // What a fuzz target found: one line that ends by CR alone among others.
        let table = Table {
            encoding: Encoding::Utf8,
            text: "姓名\n甲\r乙\r\n\r\n\r丙\n".to_owned(),
        };
        let mut rows = Vec::new();
        let done = table.each_row(&mut |row| {
            rows.push(row.row);
            Ok(Go::On)
        });
        assert_eq!((done, rows), (Ok(()), vec![1, 2, 3, 6]));
    }
}
