//! A demonstration desk in a temporary folder, and the command at it.

use std::path::{Path, PathBuf};
use std::process::Command;

pub const PASSWORD: &str = "入学-测试-密码-2021";

/// What a run of the command gave.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(command: &mut Command) -> Ran {
        let output = command.output().unwrap();
        Ran {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The exit status and a part of the sentence on standard error.
    #[track_caller]
    pub fn refuses(&self, status: i32, part: &str) {
        assert_eq!(self.status, status, "{}{}", self.out, self.err);
        assert!(self.err.contains(part), "no «{part}» in: {}", self.err);
        assert!(
            self.err.chars().any(|c| ('一'..='龥').contains(&c)),
            "not Chinese: {}",
            self.err
        );
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }

    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        self.out
    }
}

pub struct Stage {
    dir: tempfile::TempDir,
}

impl Stage {
    /// A demonstration desk with the shared small district's tables in.
    pub fn with_tables() -> Stage {
        let stage = Stage::demo();
        for kind in ["schools", "catchments", "primary-zones"] {
            stage
                .run(
                    "centre",
                    &["import", kind, &fixture(&format!("{kind}.csv"))],
                )
                .good();
        }
        stage
    }

    pub fn demo() -> Stage {
        let stage = Stage {
            dir: tempfile::tempdir().unwrap(),
        };
        let create = [
            "desk",
            "create",
            "--office",
            "110105",
            "--policy",
            "chaoyang-2021",
            "--demo",
            "--today",
            "2021-05-06",
        ];
        stage.run("it", &create).good();
        stage
    }

    /// A demonstration desk under a policy, with so many children of the sample district, seed 7.
    pub fn with_children(policy: &str, day: &str, children: usize) -> Stage {
        let stage = Stage {
            dir: tempfile::tempdir().unwrap(),
        };
        let create = format!("desk create --office 110105 --demo --policy {policy} --today {day}");
        stage.said("it", &create).good();
        let dir = stage.path("district").display().to_string();
        plain(&[
            "sample",
            "--seed",
            "7",
            "--children",
            &children.to_string(),
            "--out",
            &dir,
        ])
        .good();
        for kind in [
            "schools",
            "catchments",
            "primary-zones",
            "seat-records",
            "applicants",
        ] {
            let user = if kind == "applicants" {
                "clerk"
            } else {
                "centre"
            };
            let import = format!("import {kind} {dir}/{kind}.csv --today {day}");
            stage.said(user, &import).good();
        }
        stage
    }

    /// A desk for real work: `it`, `sec`, `c1`, `c2`, `k1`, `a1`, and the sample district.
    pub fn at_work() -> Stage {
        let stage = Stage {
            dir: tempfile::tempdir().unwrap(),
        };
        let create = "desk create --office 110105 --policy chaoyang-2021";
        stage.said("it", create).good();
        for (name, role) in [
            ("sec", "secadmin"),
            ("c1", "centre"),
            ("c2", "centre"),
            ("k1", "clerk"),
            ("a1", "auditor"),
        ] {
            stage.said("it", &format!("user add {name}")).good();
            let giver = if name == "sec" { "it" } else { "sec" };
            stage
                .said(giver, &format!("user role {name} {role}"))
                .good();
        }
        stage.import_sample("c1", "k1");
        stage
    }

    /// A demonstration desk with the sample district.
    pub fn with_sample() -> Stage {
        let stage = Stage::demo();
        stage.import_sample("centre", "clerk");
        stage
    }

    fn import_sample(&self, centre: &str, clerk: &str) {
        let dir = self.sample("");
        for (user, kind) in [
            (centre, "schools"),
            (centre, "catchments"),
            (centre, "primary-zones"),
            (centre, "seat-records"),
            (clerk, "applicants"),
            (clerk, "choices"),
            (centre, "joint-review"),
        ] {
            let file = dir.join(format!("{kind}.csv")).display().to_string();
            self.run(user, &["import", kind, &file]).good();
        }
    }

    /// The sample district of 200 children, seed 7; `more` are further options.
    pub fn sample(&self, more: &str) -> PathBuf {
        let dir = self.path(&format!("district{more}"));
        let out = dir.display().to_string();
        let mut words = vec!["sample", "--children", "200", "--seed", "7", "--out", &out];
        words.extend(more.split_whitespace());
        plain(&words).good();
        dir
    }

    /// [`Stage::run`] on words parted by blanks.
    pub fn said(&self, user: &str, words: &str) -> Ran {
        self.run(user, &words.split_whitespace().collect::<Vec<_>>())
    }

    /// A new desk for work, and the text of its recovery code: where no font can be read, the code
    /// is written as text in the desk's folder.
    pub fn desk_without_fonts(&self, desk: &Path) -> String {
        let fonts = self.path("fonts");
        std::fs::create_dir(&fonts).unwrap();
        for name in [
            "HanaMinA.ttf",
            "HanaMinB.ttf",
            "NotoSansCJK-Regular.ttc",
            "NotoSerifCJK-Bold.ttc",
            "NotoSerifCJK-Regular.ttc",
        ] {
            std::fs::write(fonts.join(name), b"no font").unwrap();
        }
        let mut create = ruxue();
        create
            .args("desk create --office 110105 --policy chaoyang-2021 --user it --desk".split(' '))
            .arg(desk)
            .env("RUXUE_PASSWORD", PASSWORD)
            .env("RUXUE_FONTS", &fonts);
        assert_eq!(create.output().unwrap().status.code(), Some(0));
        std::fs::read_to_string(desk.join("recovery.txt")).unwrap()
    }

    /// The same desk in another folder.
    pub fn copy(&self) -> Stage {
        let stage = Stage {
            dir: tempfile::tempdir().unwrap(),
        };
        copy_folder(&self.desk(), &stage.desk());
        stage
    }

    pub fn desk(&self) -> PathBuf {
        self.dir.path().join("desk")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    pub fn run(&self, user: &str, words: &[&str]) -> Ran {
        self.run_with(user, PASSWORD, words)
    }

    pub fn run_with(&self, user: &str, password: &str, words: &[&str]) -> Ran {
        let mut command = ruxue();
        command
            .args(words)
            .arg("--desk")
            .arg(self.desk())
            .args(["--user", user])
            .env("RUXUE_PASSWORD", password)
            .env("RUXUE_PASSWORD2", password)
            .env("RUXUE_NEW_PASSWORD", password);
        Ran::of(&mut command)
    }

    /// Size of the desk's files, each in whole pages.
    pub fn bytes(&self) -> u64 {
        bytes_in(&self.desk())
    }

    pub fn children(&self) -> usize {
        self.run("centre", &["check", "--json"])
            .good()
            .lines()
            .count()
    }
}

/// The command, with nothing of this machine's environment for it.
pub fn ruxue() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruxue"));
    for variable in [
        "RUXUE_DESK",
        "RUXUE_USER",
        "RUXUE_PASSWORD",
        "RUXUE_PASSWORD2",
        "RUXUE_NEW_PASSWORD",
        "RUXUE_RECOVERY1",
        "RUXUE_RECOVERY2",
    ] {
        command.env_remove(variable);
    }
    command.stdin(std::process::Stdio::null());
    command
}

pub fn plain(words: &[&str]) -> Ran {
    Ran::of(ruxue().args(words))
}

/// The lines of an answer to `--json`.
pub fn json_lines(text: &str) -> Vec<serde_json::Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// The halves in the text of a recovery code.
pub fn halves(code: &str) -> Vec<&str> {
    code.split(['：', '\n'])
        .filter(|half| half.len() == 32 && half.is_ascii())
        .collect()
}

pub fn fixture(name: &str) -> String {
    root()
        .join("tests/fixtures/verdicts")
        .join(name)
        .display()
        .to_string()
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(3)
        .unwrap()
        .to_owned()
}

fn bytes_in(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).unwrap().flatten();
    let bytes = |file: std::fs::DirEntry| match file.path().is_dir() {
        true => 4096 + bytes_in(&file.path()),
        false => file.metadata().unwrap().len().next_multiple_of(4096),
    };
    files.map(bytes).sum()
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}
