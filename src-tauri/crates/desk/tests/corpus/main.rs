//! The fuzz targets over their committed corpus (`fuzz/corpus/`), each input also a little changed, so
//! that targets and corpus do not rot between two runs of `make fuzz`.

#[path = "../../../../../fuzz/src/lib.rs"]
mod fuzz;
mod seeds;

use std::fs;
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fuzz/corpus")
}

/// The inputs of a target, by name.
fn inputs(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = corpus().join(target);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut inputs: Vec<_> = entries
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            Some((name, fs::read(entry.path()).ok()?))
        })
        .collect();
    inputs.sort();
    inputs
}

#[test]
fn every_target_takes_its_corpus() {
    for (name, run) in fuzz::TARGETS {
        let inputs = inputs(name);
        assert!(
            inputs.len() >= 3,
            "{name} has a corpus: RUXUE_WRITE_CORPUS=1"
        );
        for (file, bytes) in &inputs {
            eprintln!("{name}/{file}"); // said of the one that fails
            run(bytes);
            // Two bytes changed, a piece cut out: the same on every run.
            let mut state = bytes.len() as u64 + 1;
            let mut next = |below: usize| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize % below.max(1)
            };
            let mut other = bytes.clone();
            for _ in 0..2 {
                let at = next(other.len());
                if let Some(byte) = other.get_mut(at) {
                    *byte = next(256) as u8;
                }
            }
            run(&other);
            let from = next(other.len());
            let to = (from + 1 + next(16)).min(other.len());
            other.drain(from.min(to)..to);
            run(&other);
        }
    }
}

#[test]
fn the_corpus_is_small_and_has_a_target() {
    let mut all = 0;
    for entry in fs::read_dir(corpus()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(
            fuzz::TARGETS.iter().any(|(target, _)| *target == name),
            "{name}"
        );
        all += inputs(&name)
            .iter()
            .map(|(_, bytes)| bytes.len())
            .sum::<usize>();
    }
    assert!(all < 1_000_000, "{all} bytes");
}

/// `RUXUE_WRITE_CORPUS=1 cargo test -p ruxue-desk --test corpus` writes the seeds anew.
#[test]
fn seeds_are_written_when_asked() {
    if std::env::var_os("RUXUE_WRITE_CORPUS").is_some() {
        for (target, name, bytes) in seeds::all() {
            let folder = corpus().join(target);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
}
