//! Whatever is done to a pack, it loads or is refused by file and line, in Chinese, without panic.

use ruxue_rules::{Pack, PackError};

use crate::district;

const PACKS: [&str; 2] = ["chaoyang-2021", "chaoyang-2022"];

type Files = Vec<(String, Vec<u8>)>;

fn toml_of(pack: &str) -> Files {
    let mut files = district::files_of(pack);
    files.retain(|(name, _)| name.ends_with(".toml"));
    files
}

/// What is wrong with the files, examples included.
fn wrong(files: &Files) -> Vec<PackError> {
    match Pack::load(files) {
        Ok(pack) => pack.run_examples(),
        Err(errors) => errors,
    }
}

/// Every error is of a file of the pack, on a line that it has, and in Chinese.
#[track_caller]
fn helpful(errors: &[PackError], files: &Files, what: &str) {
    for error in errors {
        let file = files.iter().find(|(name, _)| *name == error.file);
        let lines = file.map_or(1, |(_, bytes)| {
            bytes.iter().filter(|b| **b == b'\n').count() + 1
        });
        assert!(error.line >= 1 && error.line <= lines, "{what}: {error}");
        assert!(
            error.message.chars().any(|c| ('一'..='龥').contains(&c)),
            "{what}: {error}"
        );
        for english in [
            "expected",
            "invalid",
            "missing value",
            "missing opening",
            "unclosed",
            "panicked",
        ] {
            assert!(!error.message.contains(english), "{what}: {error}");
        }
    }
}

/// The files with one file's lines altered.
fn with_lines(files: &Files, file: &str, alter: impl FnOnce(&mut Vec<String>)) -> Files {
    let mut files = files.clone();
    let (_, bytes) = files
        .iter_mut()
        .find(|(name, _)| name == file)
        .expect("the file");
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    let mut lines: Vec<String> = text.split('\n').map(Into::into).collect();
    alter(&mut lines);
    *bytes = lines.join("\n").into_bytes();
    files
}

/// Every line of every file, deleted, its value made another sort of thing, its quotes lost. The
/// examples' facts are left out of the second: any text may be a fact's.
#[test]
fn every_line_deleted_or_spoilt_is_told_or_borne() {
    for pack in PACKS {
        let files = toml_of(pack);
        let (mut refused, mut tried) = (0, 0);
        for (file, bytes) in &files {
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            // Lines are many and alike: some are enough, RUXUE_EVERY_LINE=1 takes them all.
            let all = std::env::var_os("RUXUE_EVERY_LINE").is_some();
            let every = match &**file {
                _ if all => 1,
                "examples.toml" => 41,
                "conditions.toml" => 11,
                _ => 7,
            };
            for (at, line) in text.split('\n').enumerate().step_by(every) {
                if line.trim().is_empty() || line.starts_with('#') {
                    continue;
                }
                let what = format!("{pack}/{file}:{} {line}", at + 1);
                let gone = with_lines(&files, file, |lines| {
                    lines.remove(at);
                });
                helpful(&wrong(&gone), &gone, &format!("deleted {what}"));
                let Some((key, _)) = line.split_once(" = ") else {
                    continue;
                };
                if key.starts_with('"') || key.starts_with(' ') {
                    continue;
                }
                let values = ["4.5", "[[1]]", "\"", "“”", "", "{ 1 = 2 }"];
                for (turn, value) in values.into_iter().enumerate() {
                    if !all && turn % 3 != at % 3 {
                        continue;
                    }
                    let spoilt = with_lines(&files, file, |lines| {
                        lines[at] = format!("{key} = {value}");
                    });
                    let errors = wrong(&spoilt);
                    helpful(&errors, &spoilt, &format!("{value} in {what}"));
                    tried += 1;
                    refused += usize::from(!errors.is_empty());
                    assert!(!errors.is_empty(), "{value} taken in {what}");
                }
            }
        }
        assert!(tried > 80, "{pack}: {refused} of {tried}");
    }
}

/// A table written twice has a name twice, but for steps, words, examples and schools.
#[test]
fn every_named_table_written_twice_is_told() {
    for pack in PACKS {
        let files = toml_of(pack);
        for (file, bytes) in &files {
            let text = std::str::from_utf8(bytes).expect("UTF-8").to_owned();
            for table in [
                "date",
                "months",
                "reason",
                "condition",
                "set",
                "category",
                "route",
                "note",
                "switch",
                "paper",
                "event",
                "base",
            ] {
                let head = format!("[[{table}]]");
                for (start, _) in text.match_indices(&head) {
                    let rest = &text[start + head.len()..];
                    let end = rest
                        .find("\n[[")
                        .into_iter()
                        .chain(rest.find("\n[seat"))
                        .min();
                    let mut end = start + head.len() + end.unwrap_or(rest.len());
                    if table == "condition" {
                        let next = text[start + 5..].find("\n[[condition]]");
                        end = next.map_or(text.len(), |next| start + 5 + next);
                    }
                    let twice = format!("{}\n{}{}", &text[..end], &text[start..end], &text[end..]);
                    let mut files = files.clone();
                    let found = files.iter_mut().find(|(name, _)| name == file);
                    found.expect("the file").1 = twice.into_bytes();
                    let errors = wrong(&files);
                    helpful(&errors, &files, table);
                    let told = errors
                        .iter()
                        .any(|e| e.file == *file && e.message.contains("写了两次"));
                    assert!(told, "{pack}/{file}: {}: {errors:#?}", &text[start..end]);
                }
            }
        }
    }
}

#[test]
fn each_mistake_is_told_where_it_is_and_alone() {
    let files = toml_of("chaoyang-2022");
    let rows = include_str!("mistakes.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let cells: Vec<String> = row
            .split('\t')
            .map(|cell| cell.replace("\\n", "\n"))
            .collect();
        let [file, from, to, told, words, only] = &cells[..] else {
            panic!("six cells: {row}")
        };
        let mut files = files.clone();
        let found = files.iter_mut().find(|(name, _)| name == file);
        let (_, bytes) = found.expect("the file");
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        assert!(text.contains(from.as_str()), "{file} holds no {from}");
        *bytes = text.replacen(from.as_str(), to, 1).into_bytes();
        let errors = wrong(&files);
        helpful(&errors, &files, from);
        let said = errors
            .iter()
            .any(|e| e.file == *told && e.message.contains(words.as_str()));
        assert!(said, "{file}: {from} → {to}: want {words}, got {errors:#?}");
        assert!(
            only != "alone" || errors.len() == 1,
            "{file}: {from} → {to}: more than one: {errors:#?}"
        );
    }
}

/// Several files spoilt at once: each is told.
#[test]
fn all_mistakes_are_told_at_once() {
    let mut files = toml_of("chaoyang-2021");
    for (file, from, to) in [
        ("pack.toml", "season = 2021", "season = \"2021\""),
        ("words.toml", "[[words]]", "[[words]"),
        ("routes.toml", "look = \"contested\"", "look = \"fight\""),
        ("switches.toml", "value = \"draw_all\"", "value = \"draw\""),
        ("examples.toml", "base = \"P9\"", "base = \"P8\""),
    ] {
        let (_, bytes) = files
            .iter_mut()
            .find(|(name, _)| name == file)
            .expect("the file");
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        *bytes = text.replacen(from, to, 1).into_bytes();
    }
    files.retain(|(name, _)| name != "timetable.toml");
    let errors = wrong(&files);
    helpful(&errors, &files, "several");
    let told: Vec<&str> = errors.iter().map(|error| &*error.file).collect();
    let want = [
        "examples.toml",
        "pack.toml",
        "routes.toml",
        "switches.toml",
        "timetable.toml",
        "words.toml",
    ];
    assert_eq!(told, want, "{errors:#?}");
}

#[test]
fn files_that_are_no_text_or_not_there_are_told() {
    let mut files = toml_of("chaoyang-2021");
    let (_, bytes) = files
        .iter_mut()
        .find(|(name, _)| name == "papers.toml")
        .expect("papers");
    let at = bytes
        .windows(2)
        .position(|two| two == b"\n\n")
        .expect("a line")
        + 2;
    bytes[at..at + 2].copy_from_slice(&[0xB0, 0xA1]);
    let errors = wrong(&files);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(
        errors[0].to_string(),
        "papers.toml:3: 从这一行起不是 UTF-8 编码，请用记事本另存为 UTF-8"
    );

    // A byte order mark is what Notepad puts there.
    let mut marked = toml_of("chaoyang-2021");
    for (_, bytes) in &mut marked {
        bytes.splice(0..0, "\u{feff}".bytes());
        let text = String::from_utf8(bytes.clone())
            .expect("UTF-8")
            .replace('\n', "\r\n");
        *bytes = text.into_bytes();
    }
    assert!(wrong(&marked).is_empty(), "{:#?}", wrong(&marked));

    let none: Files = Vec::new();
    let errors = wrong(&none);
    assert_eq!(errors.len(), 10);
    assert!(
        errors
            .iter()
            .all(|error| error.message == "规则包缺少这个文件")
    );
    for empty in [b"".as_slice(), b"\xff\xfe", b"=", b"[[["] {
        let files: Files = toml_of("chaoyang-2021")
            .into_iter()
            .map(|(name, _)| (name, empty.to_vec()))
            .collect();
        let errors = wrong(&files);
        helpful(&errors, &files, "empty");
        assert!(errors.len() >= 10, "{errors:#?}");
    }
}
