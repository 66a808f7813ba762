//! Looks over a foreign workbook before the spreadsheet reader does.
//!
//! The reader keeps shared strings and styles in memory and believes what they claim, so their
//! real sizes are measured here first, by unpacking without keeping.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::refusal::FileRefused;

/// Largest size of all that the reader keeps in memory, unpacked.
const MOST_KEPT: u64 = 384 << 20;
/// Largest picture or other part that is no XML, unpacked.
const MOST_BINARY: u64 = 64 << 20;
/// Largest sheet, unpacked. It is streamed.
const MOST_SHEET: u64 = 4 << 30;
/// Longest run between two tags. Excel's longest cell has 32,767 characters.
const LONGEST_RUN: u64 = 1 << 20;
/// Parts of a workbook.
const MOST_PARTS: usize = 10_000;

/// Which parts to look over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// What the reader keeps in memory when it opens the workbook.
    Kept,
    /// The sheets, which it streams.
    Sheets,
}

/// Refuses what is no workbook, and a workbook whose parts would not fit in memory.
pub(crate) fn look_over<R: Read + Seek>(reader: R, parts: Parts) -> Result<(), FileRefused> {
    let damaged = |_: zip::result::ZipError| FileRefused::Damaged("压缩包打不开".to_owned());
    let mut archive = ZipArchive::new(reader).map_err(damaged)?;
    kind_of_archive(&archive)?;
    if archive.len() > MOST_PARTS {
        return Err(FileRefused::Hostile("部件过多".to_owned()));
    }
    let mut kept = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_ascii_lowercase();
        let xml = name.ends_with(".xml") || name.ends_with(".rels");
        let sheet = xml && name.contains("worksheets/") && !name.ends_with(".rels");
        if sheet != (parts == Parts::Sheets) {
            continue;
        }
        // What the archive says of a part's size is not believed: it is unpacked once.
        let most = match (sheet, xml) {
            (true, _) => MOST_SHEET,
            (_, true) => MOST_KEPT,
            _ => MOST_BINARY,
        };
        let measured = measure(part, most, xml)?;
        kept += measured.size;
        if measured.size > most || (!sheet && kept > MOST_KEPT) {
            return Err(FileRefused::Hostile("解压后过大".to_owned()));
        }
        if measured.longest_run > LONGEST_RUN {
            return Err(FileRefused::Hostile("单元格内容过长".to_owned()));
        }
        if xml && !sheet {
            count_is_true(&measured)?;
        }
    }
    Ok(())
}

fn kind_of_archive<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<(), FileRefused> {
    let names = archive
        .file_names()
        .map(|name| name.map(|name| name.to_ascii_lowercase()));
    let names: Vec<String> = names
        .collect::<Result<_, _>>()
        .map_err(|_| FileRefused::Damaged("压缩包中有读不出的部分".to_owned()))?;
    let has = |mark: &str| names.iter().any(|name| name == mark);
    if has("content.xml") && has("mimetype") {
        return Err(FileRefused::OtherKind("OpenDocument 表格（.ods）"));
    }
    if has("word/document.xml") {
        return Err(FileRefused::OtherKind("Word 文档"));
    }
    if has("xl/workbook.bin") {
        return Err(FileRefused::OtherKind("二进制工作簿（.xlsb）"));
    }
    if !names.iter().any(|name| name.ends_with("workbook.xml")) {
        return Err(FileRefused::OtherKind("压缩包"));
    }
    Ok(())
}

struct Measured {
    size: u64,
    longest_run: u64,
    head: Vec<u8>,
}

/// Unpacks a part without keeping it: its size, up to `most`, and for XML its longest run between
/// tags.
fn measure(mut part: impl Read, most: u64, xml: bool) -> Result<Measured, FileRefused> {
    let mut buffer = vec![0; 1 << 16];
    let mut measured = Measured {
        size: 0,
        longest_run: 0,
        head: Vec::new(),
    };
    let mut run = 0;
    loop {
        let count = part
            .read(&mut buffer)
            .map_err(|_| FileRefused::Damaged("压缩包中有读不出的部分".to_owned()))?;
        if count == 0 {
            return Ok(measured);
        }
        let chunk = buffer.get(..count).unwrap_or(&[]);
        if measured.head.len() < 4096 {
            measured.head.extend(chunk.iter().take(4096));
        }
        measured.size += count as u64;
        if xml {
            run = longest(chunk, run, &mut measured.longest_run);
        }
        if measured.size > most || measured.longest_run > LONGEST_RUN {
            return Ok(measured);
        }
    }
}

/// Follows runs between tags through a chunk; gives the length of the run that is still open.
fn longest(chunk: &[u8], open: u64, longest: &mut u64) -> u64 {
    // A chunk is far shorter than the limit, so runs inside one need no look.
    match chunk.iter().rposition(|byte| *byte == b'<') {
        None => {
            *longest = (*longest).max(open + chunk.len() as u64);
            open + chunk.len() as u64
        }
        Some(last) => {
            let first = chunk.iter().position(|byte| *byte == b'<').unwrap_or(last);
            *longest = (*longest).max(open + first as u64);
            (chunk.len() - last) as u64
        }
    }
}

/// The count that shared strings claim must fit into their size: the reader makes room for it at
/// once.
fn count_is_true(measured: &Measured) -> Result<(), FileRefused> {
    let head = String::from_utf8_lossy(&measured.head);
    let Some((_, rest)) = head.split_once("uniqueCount") else {
        return Ok(());
    };
    let rest = rest.trim_start_matches(|found: char| !found.is_ascii_digit());
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    // The shortest entry, `<si/>`, has five bytes.
    if digits.len() > 15 || digits.parse::<u64>().unwrap_or(0) > measured.size / 5 + 1 {
        return Err(FileRefused::Hostile("声称的内容与实际大小不符".to_owned()));
    }
    Ok(())
}
