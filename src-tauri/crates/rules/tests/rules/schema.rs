//! `docs/policy-pack.md` names every key that a pack may have, and no other.

use std::collections::BTreeSet;

use ruxue_rules::Pack;
use toml::de::{DeTable, DeValue};

use crate::district;

/// File, table as the page heads it, key.
type Key = (String, String, String);

/// The calls by which the reader asks for a key.
const ASKS: &[&str] = &[
    "text",
    "opt_text",
    "texts",
    "some_texts",
    "integer",
    "integer_in",
    "flag",
    "opt_day",
    "section",
    "sections",
    "items",
    "name",
    "has",
    "reason",
    "day",
    "looks",
    "find",
    "level",
    "opt_reason",
    "read",
    "facts",
    "note",
    "clause",
];

fn page() -> String {
    std::fs::read_to_string(district::root().join("docs/policy-pack.md")).expect("the page")
}

/// The text between the first two backticks.
fn ticked(line: &str) -> Option<&str> {
    line.split('`').nth(1)
}

/// Every key that the page has in a table, with the example beside it.
fn documented() -> Vec<(Key, String)> {
    let (mut file, mut table, mut keys) = (String::new(), String::new(), Vec::new());
    let page = page();
    let mut is_keys = false;
    for line in page.lines() {
        if line.starts_with("## ") {
            file = ticked(line).unwrap_or_default().to_owned();
        } else if let Some(head) = line.strip_prefix("### ") {
            table = ticked(head)
                .unwrap_or("")
                .trim_matches(['[', ']'])
                .to_owned();
        } else if line.starts_with("| 键 |") {
            is_keys = true;
        } else if line.starts_with("| `") && is_keys {
            let key = ticked(line).expect("a key").to_owned();
            let example = line
                .trim_end_matches(" |")
                .rsplit("| ")
                .next()
                .unwrap_or("");
            let example = example.trim().trim_matches('`').to_owned();
            keys.push(((file.clone(), table.clone(), key), example));
        } else if !line.starts_with('|') {
            is_keys = false;
        }
    }
    keys
}

/// Every key that the reader's source asks for.
fn asked() -> BTreeSet<String> {
    let folder = district::root().join("src-tauri/crates/rules/src/pack");
    let mut keys = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the reader") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(path).expect("source");
        let source = source.split("#[cfg(test)]").next().unwrap_or("").to_owned();
        let flat: String = source
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("( ", "(");
        let mut pieces = flat.split('"');
        let mut before = pieces.next().unwrap_or("").to_owned();
        while let (Some(text), Some(after)) = (pieces.next(), pieces.next()) {
            let is_key =
                !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let call = before
                .rsplit('(')
                .next()
                .map(|arguments| &before[..before.len() - arguments.len()]);
            let asks = call.is_some_and(|call| {
                let call = call.trim_end_matches('(');
                ASKS.iter().any(|ask| {
                    call.ends_with(ask) && !call.ends_with(&format!("_{ask}"))
                        || call.ends_with(&format!(".{ask}"))
                        || call.ends_with(&format!(" {ask}"))
                })
            });
            if is_key && asks {
                keys.insert(text.to_owned());
            }
            before = after.to_owned();
        }
    }
    keys
}

/// The keys of a pack's files, by the tables they stand in.
fn used(pack: &Pack) -> BTreeSet<Key> {
    /// Tables whose keys are facts, levels or kinds of draws.
    const FREE: &[&str] = &["facts", "when", "who", "good_title", "years", "value"];
    fn walk(file: &str, table: &str, node: &DeTable<'_>, keys: &mut BTreeSet<Key>) {
        for (key, value) in node {
            let key: &str = key.get_ref();
            keys.insert((file.to_owned(), table.to_owned(), key.to_owned()));
            if FREE.contains(&key) {
                continue;
            }
            let inner = match key {
                "way" => "condition.way",
                "example" => "condition.example",
                "all" | "none" | "any" => "look",
                "with" => "child",
                other => other,
            };
            match value.get_ref() {
                DeValue::Table(node) => walk(file, inner, node, keys),
                DeValue::Array(items) => {
                    for node in items.iter().filter_map(|item| item.get_ref().as_table()) {
                        walk(file, inner, node, keys);
                    }
                }
                _ => {}
            }
        }
    }
    let mut keys = BTreeSet::new();
    for (name, bytes) in pack.files() {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let table = DeTable::parse(text).expect("TOML");
        walk(name, "", table.get_ref(), &mut keys);
    }
    keys
}

#[test]
fn the_page_and_the_reader_name_the_same_keys() {
    let documented: BTreeSet<String> = documented()
        .into_iter()
        .map(|((_, _, key), _)| key)
        .collect();
    let asked = asked();
    let undocumented: Vec<_> = asked.difference(&documented).collect();
    assert!(
        undocumented.is_empty(),
        "not in docs/policy-pack.md: {undocumented:?}"
    );
    let unread: Vec<_> = documented.difference(&asked).collect();
    assert!(unread.is_empty(), "the reader asks for none of {unread:?}");
}

#[test]
fn the_page_has_every_key_of_the_bundled_packs_in_its_table() {
    let documented: BTreeSet<Key> = documented().into_iter().map(|(key, _)| key).collect();
    for name in ["chaoyang-2021", "chaoyang-2022"] {
        let used = used(&district::pack_of(name));
        let missing: Vec<_> = used.difference(&documented).collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

/// A key of the page, put into its table, is never told to be unknown; another one is.
#[test]
fn the_reader_takes_every_key_of_the_page_in_its_table() {
    let files = district::files();
    let mut tried = 0;
    for ((file, table, key), _) in documented() {
        let head = if table == "seat" {
            "[seat]".to_owned()
        } else {
            format!("[[{table}]]")
        };
        let text = files
            .iter()
            .find(|(name, _)| *name == file)
            .expect("the file");
        let text = std::str::from_utf8(&text.1).expect("UTF-8");
        let Some(at) = text
            .find(&head)
            .filter(|_| table != "condition" && !table.is_empty())
        else {
            continue;
        };
        let end = text[at + 2..]
            .find("\n[")
            .map_or(text.len(), |end| at + 2 + end);
        let own = &text[at..end];
        if own
            .lines()
            .any(|line| line.starts_with(&format!("{key} =")))
        {
            continue;
        }
        for (key, known) in [(key.as_str(), true), ("unheard_of", false)] {
            let line = format!("{head}\n{key} = []");
            let mut files = files.clone();
            let found = files
                .iter_mut()
                .find(|(name, _)| *name == file)
                .expect("the file");
            found.1 = text.replacen(&head, &line, 1).into_bytes();
            let errors = Pack::load(&files).err().unwrap_or_default();
            let told = errors
                .iter()
                .any(|error| error.message.contains(&format!("不认识的键 {key}，")));
            // Where a step has its end already, another one is too many.
            let too_many =
                table == "step" && (key == "note" || key.starts_with('r')) || table == "date";
            assert!(
                told != known || (too_many && known),
                "{file} {table} {key}: {errors:#?}"
            );
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn the_page_names_the_words_that_packs_choose_from() {
    let page = page();
    for event in ruxue_rules::pack::EVENTS {
        assert!(page.contains(event), "{event}");
    }
    let switches = district::pack().switches();
    for switch in switches.all() {
        assert!(
            page.contains(&format!("| {} |", switch.name)),
            "{}",
            switch.name
        );
    }
    for file in ruxue_rules::pack::FILES {
        assert!(page.contains(&format!("## `{file}`")), "{file}");
    }
    for kind in ruxue_rules::pack::switches::DrawKind::ALL {
        assert!(page.contains(kind.text()), "{}", kind.text());
    }
}
