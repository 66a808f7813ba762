//! `figures journal`, `figures act`, `figures unlock`: the journal and what each act costs.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use ruxue_desk::access::Act;
use ruxue_desk::store::{Ask, Mark, StoreError};
use ruxue_desk::{Desk, issue};

use super::once;

/// Bytes that the bare loop writes before each sync: about what one act adds to the log.
const WRITTEN: usize = 8 * 4096;

fn open(desk: &Path, name: &str) -> Result<Desk, Box<dyn Error>> {
    let password = std::env::var("RUXUE_PASSWORD")?;
    Ok(Desk::open(desk, name, &password, None)?)
}

/// Lengthens a demonstration desk's journal, verifies it whole, and exports it to a file for the peer.
pub fn journal(desk: &Path, entries: i64, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut desk = open(desk, "auditor")?;
    desk.lengthen_journal(entries)?;
    let mut wall = f64::MAX;
    for _ in 0..3 {
        let (seconds, found) = once(|| desk.verify_journal(&[]))?;
        let found = found?;
        if let Some(broken) = found.broken {
            return Err(broken.into());
        }
        if found.entries < entries {
            return Err("the journal is shorter than it was made".into());
        }
        wall = wall.min(seconds.wall);
    }
    let mut out = BufWriter::new(File::create(file)?);
    let (seconds, lines) =
        once(|| issue::journal(&mut desk, |line| writeln!(out, "{}", line.line())))?;
    out.flush()?;
    println!("verify_wall {wall:.3}");
    println!("entries {}", lines?);
    println!("export_wall {:.3}", seconds.wall);
    Ok(())
}

/// The median of acknowledged acts beside the median of bare writes with a sync, on the same disk.
pub fn act(folder: &Path, runs: usize) -> Result<(), Box<dyn Error>> {
    let mut desk = open(folder, "centre")?;
    let mut bare = File::create(folder.join("bare-sync"))?;
    let (mut acts, mut syncs) = (Vec::new(), Vec::new());
    let bytes = vec![7; WRITTEN];
    for run in 0..runs {
        // In turn, so that both meet the same disk.
        let begun = Instant::now();
        bare.write_all(&bytes)?;
        bare.sync_data()?;
        syncs.push(begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        desk.transact::<_, StoreError>(Ask::to(Act::Judge).once(&format!("bench-{run}")), |_| {
            let record = serde_json::json!({ "run": run });
            Ok(((), Mark::on("child", format!("H21{run:06}")).after(record)))
        })?;
        acts.push(begun.elapsed().as_secs_f64());
    }
    std::fs::remove_file(folder.join("bare-sync"))?;
    println!("act_ms {:.2}", median(acts) * 1e3);
    println!("sync_ms {:.2}", median(syncs) * 1e3);
    Ok(())
}

/// From the password to the open desk, full key derivation inside.
pub fn unlock(desk: &Path) -> Result<(), Box<dyn Error>> {
    let mut wall = f64::MAX;
    for _ in 0..3 {
        let (seconds, opened) = once(|| open(desk, "clerk"))?;
        drop(opened?);
        wall = wall.min(seconds.wall);
    }
    println!("unlock_wall {wall:.3}");
    Ok(())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
