//! The invariants of docs/ARCHITECTURE.md, read off Cargo.toml files and sources.

use std::fs;
use std::path::{Path, PathBuf};

const PURE: &[&str] = &["rules", "lottery", "papers"];
const CRATES: &[&str] = &["rules", "lottery", "papers", "desk", "cli"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn crate_dir(name: &str) -> PathBuf {
    root().join("src-tauri/crates").join(name)
}

/// All files below `dir` whose name ends so, with their text; built and foreign folders left out.
fn files(dir: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(dir) else {
        return found;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(
                name.as_str(),
                "node_modules" | "target" | "dist" | ".git" | "gen" | "sample"
            ) {
                found.extend(files(&path, ending));
            }
        } else if name.ends_with(ending) {
            found.push((path.clone(), fs::read_to_string(&path).unwrap_or_default()));
        }
    }
    found.sort();
    found
}

/// The lines of a source that are neither comment nor below its first `#[cfg(test)]`.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let shipped = text
        .find("\n#[cfg(test)]\n")
        .map_or(text, |end| &text[..end]);
    shipped
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
}

fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && let Some(name) = line.split(['.', '=', ' ']).next() {
            names.push(name.to_owned());
        }
    }
    names
}

fn manifest(name: &str) -> String {
    fs::read_to_string(crate_dir(name).join("Cargo.toml")).unwrap()
}

#[test]
fn only_the_root_package_depends_on_tauri() {
    for name in CRATES {
        assert!(!manifest(name).contains("tauri"), "{name} depends on tauri");
    }
}

#[test]
fn who_may_call_whom() {
    let ours = |name: &str| -> Vec<String> {
        dependencies(&manifest(name))
            .into_iter()
            .filter(|name| name.starts_with("ruxue-"))
            .collect()
    };
    for name in PURE {
        assert_eq!(ours(name), Vec::<String>::new(), "{name} stands alone");
    }
    assert!(!ours("desk").contains(&"ruxue-cli".to_owned()));
}

#[test]
fn only_the_store_holds_sql() {
    let words = [
        "SELECT ",
        "INSERT INTO",
        "INSERT OR",
        "UPDATE ",
        "DELETE FROM",
        "PRAGMA ",
        "rusqlite",
    ];
    for name in CRATES {
        for (path, text) in files(&crate_dir(name).join("src"), ".rs") {
            if path.components().any(|part| part.as_os_str() == "store") {
                continue;
            }
            for line in code(&text) {
                for word in words {
                    assert!(!line.contains(word), "{}: {line}", path.display());
                }
            }
        }
    }
}

#[test]
fn pure_crates_do_no_io_read_no_clock_take_no_randomness() {
    let words = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "getrandom",
        "thread_rng",
        "rand::rng",
        "println!",
        "HashMap::new().iter",
    ];
    for name in PURE {
        for (path, text) in files(&crate_dir(name).join("src"), ".rs") {
            for line in code(&text) {
                for word in words {
                    assert!(!line.contains(word), "{}: {line}", path.display());
                }
            }
        }
    }
}

#[test]
fn only_the_write_door_opens_transactions() {
    for (path, text) in files(&crate_dir("desk").join("src"), ".rs") {
        // The door, what it stands on, and the migrator.
        let may = ["store/door.rs", "store/footing.rs", "store/migrate.rs"];
        if may.iter().any(|own| path.ends_with(own)) {
            continue;
        }
        for line in code(&text) {
            assert!(
                !line.contains("BEGIN ") && !line.contains(".transaction"),
                "{}: {line}",
                path.display()
            );
        }
    }
}

#[test]
fn only_the_wire_of_the_window_knows_tauri() {
    for ending in [".ts", ".vue"] {
        for (path, text) in files(&root().join("ui/src"), ending) {
            let wire = path.components().any(|part| part.as_os_str() == "wire");
            assert!(wire || !text.contains("@tauri-apps"), "{}", path.display());
        }
    }
}

#[test]
fn no_shipped_program_opens_a_socket() {
    let mut sources = files(&root().join("src-tauri"), ".rs");
    sources.retain(|(path, _)| !path.components().any(|part| part.as_os_str() == "tests"));
    for (path, text) in sources {
        for word in [
            "std::net",
            "TcpStream",
            "UdpSocket",
            "tokio::net",
            "reqwest",
            "hyper::",
        ] {
            assert!(
                !code(&text).any(|line| line.contains(word)),
                "{}: {word}",
                path.display()
            );
        }
    }
    let conf = fs::read_to_string(root().join("tauri.conf.json")).unwrap();
    assert!(
        !conf.contains("https://")
            || conf.matches("https://").count() == conf.matches("https://schema").count()
    );
}

#[test]
fn files_stay_readable() {
    let mut long = Vec::new();
    for (path, text) in files(&root().join("src-tauri"), ".rs") {
        if text.lines().count() > 500 {
            long.push(path);
        }
    }
    assert_eq!(long, Vec::<PathBuf>::new(), "files of more than 500 lines");
}

#[test]
fn nothing_of_one_workplace_is_in_the_project() {
    let own = Path::new(file!());
    for ending in [
        ".rs", ".toml", ".md", ".json", ".sh", ".ts", ".vue", ".py", "Makefile",
    ] {
        for (path, text) in files(root(), ending) {
            if path.ends_with(own) {
                continue;
            }
            for word in ["/work/", "/root/", ".library"] {
                assert!(!text.contains(word), "{} names {word}", path.display());
            }
        }
    }
}
