//! `ruxue draw`.

use crate::args::{Args, DrawCommand};
use crate::failure::Failure;
use ruxue_lottery::{Folder, Seed, ticket, verify};
use serde_json::json;
use std::path::{Path, PathBuf};

pub fn run(args: &Args, what: &DrawCommand) -> Result<(), Failure> {
    match what {
        DrawCommand::Verify { paths } => check(args, paths),
        DrawCommand::Ticket {
            seed,
            stream,
            index,
        } => {
            let seed = Seed::from_hex(seed).ok_or_else(|| {
                Failure::Usage("种子应为 64 位小写十六进制（sha256sum seed.txt 的输出）。".into())
            })?;
            println!("{}", ticket(&seed, *stream, *index));
            Ok(())
        }
        _ => Err(Failure::Refused("未接".into())),
    }
}

/// Needs no desk, no user, no network: re-derives everything from the folders.
fn check(args: &Args, paths: &[PathBuf]) -> Result<(), Failure> {
    let mut folders = Vec::new();
    let mut season = None;
    for path in paths {
        if path.is_dir() {
            folders.push(folder(path)?);
        } else if path.file_name().is_some_and(|name| name == "season.txt") {
            season = Some(read(path)?);
        } else {
            return Err(Failure::Refused(format!(
                "{} 既不是派位文件夹，也不是 season.txt。请核对路径。",
                path.display()
            )));
        }
    }
    let report = verify(&folders, season.as_deref());
    for check in &report.checks {
        if args.json {
            println!(
                "{}",
                json!({ "place": check.place, "verdict": check.verdict.word(), "says": check.sentence })
            );
        } else {
            println!("{check}");
        }
    }
    match report.failures().count() {
        0 => Ok(()),
        bad => Err(Failure::Refused(format!("核验不通过：有 {bad} 项不符。"))),
    }
}

fn folder(path: &Path) -> Result<Folder, Failure> {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = whole
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut folder = Folder {
        name,
        ..Folder::default()
    };
    let unreadable = |error| {
        Failure::Refused(format!(
            "无法读取 {}：{error}。请核对路径与介质。",
            path.display()
        ))
    };
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.path().is_file() {
            folder.put(&entry.file_name().to_string_lossy(), read(&entry.path())?);
        }
    }
    Ok(folder)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| {
        Failure::Refused(format!(
            "无法读取 {}：{error}。请核对路径与介质。",
            path.display()
        ))
    })
}
