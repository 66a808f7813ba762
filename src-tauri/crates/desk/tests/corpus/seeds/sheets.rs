//! Tables, cells and workbooks.

use super::{Seeded, after, fixture, root, section};
use ruxue_desk::intake::Template;

fn place(template: Template) -> usize {
    Template::ALL
        .iter()
        .position(|one| *one == template)
        .unwrap()
}

fn headers(template: Template, by: &str) -> String {
    let columns = template.columns().iter().map(|column| column.header);
    columns.collect::<Vec<_>>().join(by)
}

fn examples(template: Template, by: &str) -> String {
    let columns = template.columns().iter();
    columns
        .map(|column| column.example)
        .collect::<Vec<_>>()
        .join(by)
}

pub fn tables(seeds: &mut Vec<Seeded>) {
    let mut put = |name: String, template: Template, text: &[u8]| {
        for target in ["table", "problem_book"] {
            seeds.push((target, name.clone(), after(place(template), text)));
        }
    };
    for template in Template::ALL {
        let text = format!(
            "{}\n{}\n",
            headers(template, "\t"),
            examples(template, "\t")
        );
        put(
            format!("{}-example", template.name()),
            template,
            text.as_bytes(),
        );
        let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
        put(format!("{}-gb18030", template.name()), template, &bytes);
        let file = root().join(format!("tests/fixtures/verdicts/{}.csv", template.name()));
        if let Ok(text) = std::fs::read_to_string(file) {
            let rows: Vec<&str> = text.lines().take(4).collect();
            let text = format!("\u{feff}{}\r\n", rows.join("\r\n"));
            put(
                format!("{}-rows", template.name()),
                template,
                text.as_bytes(),
            );
        }
    }
    let wrong = "受理编号,类别,志愿1\n,民办,P01\nX1,多校划片,\"P,1\"\nX1,民办,P01\nX1,民办,P01\n";
    put("choices-wrong".into(), Template::Choices, wrong.as_bytes());
}

pub fn cells(seeds: &mut Vec<Seeded>) {
    let texts: &[(u8, &str)] = &[
        (0, "　王　芳\u{200b}"),
        (0, "阿依 . 古丽"),
        (0, "２０２１年３月５日"),
        (2, "2015-08-31 09:00"),
        (0, "2020-11..2021-01、202103至202105"),
        (2, "2020-11-01"),
        (0, "110105 2015 0607 041x"),
        (0, "1-12，3、5号楼—7"),
        (0, "残疾、烈士子女"),
        (0, "P01、p02;Ｐ03"),
        (1, "12.0"),
        (0, "双井街道办"),
        (0, "1.1E+17"),
        (3, "是"),
    ];
    let mut column = 0;
    for template in Template::ALL {
        for one in template.columns() {
            // One of each shape and, over all, all texts.
            let (kind, text) = texts[column % texts.len()];
            let text = if column % 2 == 0 { one.example } else { text };
            let body = after(column, &after(usize::from(kind), text.as_bytes()));
            if column % 3 == 0 {
                seeds.push(("cell", format!("{column}"), body));
            }
            column += 1;
        }
    }
}

pub fn workbooks(seeds: &mut Vec<Seeded>) {
    let applicants = place(Template::Applicants);
    for name in [
        "applicants",
        "beyond-sheet",
        "cell-name-overflow",
        "claims-whole-sheet",
        "epoch-1904",
        "string-index",
        "title-above",
    ] {
        let bytes = fixture(&format!("intake/{name}.xlsx"));
        seeds.push(("workbook", name.into(), after(applicants, &bytes)));
    }
    for template in [Template::Choices, Template::Aliases, Template::SeatRecords] {
        let columns = template.columns().iter();
        let cell = |at: usize, row: usize, text: &str| {
            let column = char::from(b'A' + at as u8);
            format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        let row = |number: usize, texts: Vec<&str>| {
            let cells = texts.iter().enumerate();
            let cells: String = cells.map(|(at, text)| cell(at, number, text)).collect();
            format!("<row r=\"{number}\">{cells}</row>")
        };
        let head = row(1, columns.clone().map(|column| column.header).collect());
        let body = row(2, columns.map(|column| column.example).collect());
        let sheet = format!(
            "<worksheet><dimension ref=\"A1:K2\"/><sheetData>{head}{body}</sheetData></worksheet>"
        );
        let part = section("xl/worksheets/sheet1.xml", sheet.as_bytes());
        seeds.push((
            "sheets",
            template.name().into(),
            after(place(template), &part),
        ));
    }
    let shared = "<sst uniqueCount=\"3\"><si><t>街乡</t></si><si><t>别名</t></si><si><r><t>小</t></r><r><t>区</t></r></si></sst>";
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><v>双井</v></c><c r=\"B2\" s=\"1\"><v>44208.5</v></c><c r=\"C2\" t=\"d\"><v>2021-05-06T00:00:00</v></c></row><row r=\"4\"><c r=\"A4\" t=\"b\"><v>1</v></c><c r=\"B4\" t=\"e\"><v>#N/A</v></c></row></sheetData></worksheet>";
    let whole = [
        section("xl/sharedStrings.xml", shared.as_bytes()),
        section("xl/styles.xml", styles.as_bytes()),
        section("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]
    .concat();
    seeds.push((
        "sheets",
        "kinds".into(),
        after(place(Template::Aliases), &whole),
    ));
}
