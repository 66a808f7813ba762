//! What stays in the memory of a process whose desk was opened, read and closed: neither the key nor
//! a child. The process searches itself, so the search begins in a process of its own that was never
//! told what it looks for but with every bit turned.

use crate::desk::{PASSWORD, desk_with_district};
use ruxue_desk::store::child;
use ruxue_desk::wire::{Host, PickFor, Window};
use ruxue_desk::{Desk, memory};
use ruxue_rules::Fact;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Command;

const DESK: &str = "RUXUE_TEST_MEMORY_DESK";
const MARKS: &str = "RUXUE_TEST_MEMORY_MARKS";
const DAY: &str = "2021-06-09";
/// Bytes read at once, and how far two readings overlap.
const CHUNK: usize = 1 << 20;
const OVERLAP: usize = 128;

fn turned(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| !byte).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digit).collect()
}

/// Where in this process's memory that may be written the texts stand that `marks` are turned.
fn search(marks: &[Vec<u8>]) -> Vec<Vec<String>> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut mem = File::open("/proc/self/mem").unwrap();
    let mut buffer = vec![0_u8; CHUNK];
    let mut places = vec![Vec::new(); marks.len()];
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, mode) = (words.next().unwrap(), words.next().unwrap());
        if !mode.starts_with("rw") {
            continue;
        }
        let name = words.nth(3).unwrap_or("anonymous").to_owned();
        let (from, to) = range.split_once('-').unwrap();
        let [mut at, to] = [from, to].map(|hex| u64::from_str_radix(hex, 16).unwrap());
        while at < to {
            let wanted = usize::try_from(to - at).unwrap().min(CHUNK);
            mem.seek(SeekFrom::Start(at)).unwrap();
            let Ok(read) = mem.read(&mut buffer[..wanted]) else {
                break;
            };
            // Turned at once: the search itself must not keep what it finds.
            buffer[..read].iter_mut().for_each(|byte| *byte = !*byte);
            for (mark, places) in marks.iter().zip(&mut places) {
                let first = mark[0];
                let hits = memchr(&buffer[..read], first)
                    .filter(|start| buffer[*start..read].starts_with(mark));
                places.extend(hits.map(|start| format!("{name}+{:x}", at + start as u64)));
            }
            let step = if read < wanted || at + read as u64 == to {
                read
            } else {
                read - OVERLAP
            };
            at += step.max(1) as u64;
        }
    }
    places
}

fn memchr(bytes: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    let found = bytes.iter().enumerate();
    found
        .filter(move |(_, byte)| **byte == wanted)
        .map(|(at, _)| at)
}

struct Hand;

impl Host for Hand {
    fn pick(&self, _: PickFor) -> Option<PathBuf> {
        None
    }
    fn pick_save(&self, _: &str) -> Option<PathBuf> {
        None
    }
    fn open(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
    fn zoom(&self, _: u16) {}
}

fn call(window: &Window, name: &str, body: &Value) -> usize {
    let answer = window.call(name, &body.to_string(), &|_| ());
    answer
        .unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
        .len()
}

/// The process that searches itself. It prints counts while the desk is open and after it was
/// locked, first those of the key.
#[test]
fn searched() {
    let Ok(dir) = std::env::var(DESK) else {
        return;
    };
    memory::keep_private();
    let mut marks: Vec<Vec<u8>> = std::env::var(MARKS)
        .unwrap()
        .split(' ')
        .map(unhex)
        .collect();
    let day = DAY.parse().ok();
    let mut read = open_and_close(dir.as_ref(), &mut marks);
    memory::scrub_stack();
    tell("closed", &search(&marks));
    let window = Window::new(dir.into(), day, Box::new(Hand));
    call(
        &window,
        "sign_in",
        &json!({ "name": "centre", "password": PASSWORD }),
    );
    let query = json!({ "level": null, "outcome": null, "route": null, "school": null,
        "changed": false, "search": "", "offset": 0, "limit": 200 });
    read += call(&window, "children", &query);
    read += call(&window, "overview", &Value::Null);
    tell("window", &search(&marks));
    call(&window, "lock", &Value::Null);
    tell("locked", &search(&marks));
    assert!(read > 0);
}

/// A sitting at the desk itself, whose frame is gone when it is over.
#[inline(never)]
fn open_and_close(dir: &Path, marks: &mut Vec<Vec<u8>>) -> usize {
    let desk = Desk::open(dir, "centre", PASSWORD, DAY.parse().ok()).unwrap();
    marks.insert(0, memory::turned_key(&desk));
    let mut read = 0;
    child::each(desk.reader(), |child| {
        read += child.case.get(Fact::Name).map_or(0, str::len);
        Ok(())
    })
    .unwrap();
    tell("open", &search(marks));
    read
}

fn tell(when: &str, places: &[Vec<String>]) {
    let counts: Vec<String> = places.iter().map(|one| one.len().to_string()).collect();
    println!("\n{when}: {}", counts.join(" "));
    for place in places.iter().flat_map(|one| one.iter().take(3)) {
        println!("  at {place}");
    }
}

fn counts(said: &str, when: &str) -> Vec<usize> {
    let line = said.lines().find_map(|line| line.strip_prefix(when));
    let line = line.unwrap_or_else(|| panic!("no {when} in {said}"));
    let numbers = line.trim_start_matches(':').split_whitespace();
    numbers.map(|count| count.parse().unwrap()).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn a_closed_desk_leaves_neither_key_nor_child_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let desk = desk_with_district(dir.path());
    let mut marks = Vec::new();
    child::each(desk.reader(), |child| {
        if marks.len() < 40 {
            for fact in [Fact::IdNumber, Fact::Guardian1Phone] {
                let text = child.case.get(fact).filter(|text| text.len() > 10);
                marks.extend(text.map(|text| hex(&turned(text.as_bytes()))));
            }
        }
        Ok(())
    })
    .unwrap();
    drop(desk);
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["memory::searched", "--exact", "--nocapture"])
        .env(DESK, dir.path())
        .env(MARKS, marks.join(" "))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    assert!(
        child.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&child.stderr)
    );
    // The control: while the desk is open, the search finds the key and children.
    let open = counts(&said, "open");
    assert!(open[0] > 0, "{said}");
    assert!(open[1..].iter().sum::<usize>() > 0, "{said}");
    assert!(counts(&said, "window")[0] > 0, "{said}");
    for when in ["closed", "locked"] {
        let left: usize = counts(&said, when).iter().sum();
        assert_eq!(left, 0, "{said}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn no_core_file_is_written() {
    // In a process of its own: the setting cannot be taken back.
    if std::env::var(DESK).is_ok() {
        return;
    }
    let limits = Command::new(std::env::current_exe().unwrap())
        .args(["memory::limits", "--exact", "--nocapture"])
        .env(DESK, "none")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&limits.stdout);
    let line = said
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<&str> = line.unwrap_or_default().split_whitespace().collect();
    assert_eq!(words.get(4..6), Some(["0", "0"].as_slice()), "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn limits() {
    if std::env::var(DESK).as_deref() == Ok("none") {
        memory::keep_private();
        println!(
            "\n{}",
            std::fs::read_to_string("/proc/self/limits").unwrap()
        );
    }
}
