use super::*;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn said(name: &str) -> String {
    read(Template::Applicants, Source::path(&fixture(name)))
        .map(|staged| format!("taken: {} rows", staged.read))
        .unwrap_or_else(|refused| refused.to_string())
}

#[test]
fn a_small_file_with_absurd_claims() {
    assert!(said("claims-whole-sheet.xlsx").starts_with("taken: 2 rows"));
    for name in [
        "beyond-sheet.xlsx",
        "cell-name-overflow.xlsx",
        "string-index.xlsx",
    ] {
        let said = said(name);
        assert!(
            said.contains("已损坏") || said.contains("异常"),
            "{name}: {said}"
        );
    }
}

/// A workbook with this sheet and these shared strings.
fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    workbook_with(sheet, "", strings)
}

fn workbook_with(sheet: &str, claim: &str, strings: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>"#),
        ),
        (
            "xl/sharedStrings.xml",
            format!(r#"<sst xmlns="{main}"{claim}>{strings}</sst>"#),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn taken(bytes: Vec<u8>) -> String {
    read(Template::Applicants, Source::bytes("a.xlsx", bytes))
        .map(|staged| format!("taken: {} rows", staged.read))
        .unwrap_or_else(|refused| refused.to_string())
}

fn header_cells() -> String {
    HEADERS
        .split(',')
        .map(|header| format!(r#"<c t="inlineStr"><is><t>{header}</t></is></c>"#))
        .collect()
}

#[test]
fn the_test_workbook_reads() {
    let sheet = format!(r#"<row r="1">{}</row>"#, header_cells());
    assert_eq!(taken(workbook(&sheet, "")), "taken: 0 rows");
}

#[test]
fn strings_that_claim_more_than_they_are() {
    let sheet = format!(r#"<row r="1">{}</row>"#, header_cells());
    let bytes = workbook(&sheet, "<si><t>一</t></si>");
    assert_eq!(taken(bytes), "taken: 0 rows");
    let honest = workbook_with(
        &sheet,
        r#" count="900000000" uniqueCount="1""#,
        "<si><t>一</t></si>",
    );
    assert_eq!(taken(honest), "taken: 0 rows");
    let lying = workbook_with(
        &sheet,
        r#" uniqueCount="99999999999""#,
        "<si><t>一</t></si>",
    );
    assert!(taken(lying).contains("声称的内容与实际大小不符"));
}

#[test]
fn a_bomb_of_one_cell() {
    let long = "一".repeat(40_000_000);
    let sheet = format!(
        r#"<row r="1">{}<c t="inlineStr"><is><t>{long}</t></is></c></row>"#,
        header_cells()
    );
    let bytes = workbook(&sheet, "");
    assert!(bytes.len() < 1_000_000, "it packs well");
    assert!(taken(bytes).contains("单元格内容过长"));
}

#[test]
fn a_million_blank_rows() {
    let blank: String = (2..1_000_000)
        .map(|row| format!(r#"<row r="{row}"><c s="0"/></row>"#))
        .collect();
    let sheet = format!(r#"<row r="1">{}</row>{blank}"#, header_cells());
    assert_eq!(taken(workbook(&sheet, "")), "taken: 0 rows");
}

#[test]
fn a_workbook_cut_anywhere_is_refused_or_read_but_never_worse() {
    let whole = std::fs::read(fixture("applicants.xlsx")).unwrap();
    for cut in (0..whole.len()).step_by(97) {
        let _ = taken(whole[..cut].to_vec());
    }
    for flip in (0..whole.len()).step_by(61) {
        let mut bytes = whole.clone();
        bytes[flip] ^= 0x20;
        let _ = taken(bytes);
    }
}

#[test]
fn a_quote_that_never_closes() {
    let text = format!(
        "{HEADERS}\n\"{}",
        child("", "样例", &number(1)).repeat(4000)
    );
    let refused = read(Template::Applicants, Source::bytes("a.csv", text.into())).unwrap_err();
    assert!(refused.to_string().contains("引号没有配对"), "{refused}");
}

#[test]
fn problems_without_end_are_counted_not_kept() {
    let text = format!("{HEADERS}\n{}", ",,x,,,,,,\n".repeat(20_000));
    let staged = csv(&text);
    assert_eq!((staged.read, staged.refused), (20_000, 20_000));
    assert_eq!(staged.problems.len(), 50_000);
    assert!(staged.more_problems > 50_000);
}
