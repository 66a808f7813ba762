//! Foreign workbooks: the archive as it came, and the parts inside a sound archive.

use super::intake::take;
use super::sections::{choice, sections};
use ruxue_desk::intake::{Source, Template};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts of a workbook with one sheet, where the input does not bring its own.
const PARTS: &[(&str, &str)] = &[
    (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
    ),
    (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
    ),
];

/// Template, then an .xlsx as it came.
pub fn workbook(bytes: &[u8]) {
    if let Some((template, file)) = choice(bytes, Template::ALL.len()) {
        take(
            Template::ALL[template],
            Source::bytes("来件.xlsx", file.to_vec()),
        );
    }
}

/// Template, then sections named as the parts of a workbook: they come in a sound archive, so that
/// what is inside them is reached.
pub fn sheets(bytes: &[u8]) {
    let Some((template, _)) = choice(bytes, Template::ALL.len()) else {
        return;
    };
    let mut parts: BTreeMap<&str, &[u8]> = PARTS
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    parts.extend(sections(bytes).take(16));
    if let Some(file) = archive(&parts) {
        take(Template::ALL[template], Source::bytes("来件.xlsx", file));
    }
}

fn archive(parts: &BTreeMap<&str, &[u8]>) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, body) in parts {
        zip.start_file(*name, stored).ok()?;
        zip.write_all(body).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}
