//! `ruxue audit`: the journal.

use crate::args::{Args, AuditCommand};
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::clock::beijing;
use ruxue_desk::journal::{Entry, hash_sm3, hex, unhex};
use ruxue_desk::store::audit;
use serde_json::json;

const PAGE: i64 = 1000;

pub fn run(args: &Args, what: &AuditCommand) -> Result<(), Failure> {
    match what {
        AuditCommand::List => list(args),
        AuditCommand::Export => export(args),
        AuditCommand::Verify { anchor } => verify(args, anchor),
    }
}

fn each(args: &Args, mut take: impl FnMut(&audit::Stored, &Entry)) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Auditor)?;
    desk.require(Act::ReadJournal)?;
    let mut after = 0;
    loop {
        let page = audit::page(desk.reader(), after, PAGE)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.seq;
        for stored in &page {
            take(stored, &serde_json::from_str(&stored.entry)?);
        }
    }
}

fn list(args: &Args) -> Result<(), Failure> {
    each(args, |stored, entry| {
        if args.json {
            say!("{}", stored.entry);
        } else {
            say!(
                "{:>6}  {}  {}（{}）  {}  {} {}  {}  {}",
                entry.seq,
                beijing(&entry.at),
                entry.actor,
                entry.role,
                entry.act,
                entry.kind,
                entry.id,
                entry.result,
                entry.reason
            );
        }
    })
}

fn export(args: &Args) -> Result<(), Failure> {
    let mut previous = [0; 32];
    each(args, |stored, _| {
        let sm3 = hash_sm3(&previous, &stored.entry);
        say!(
            "{}\t{}\t{sm3}\t{}",
            stored.seq,
            hex(&stored.hash),
            stored.entry
        );
        if let Ok(hash) = stored.hash.as_slice().try_into() {
            previous = hash;
        }
    })
}

fn verify(args: &Args, anchors: &[String]) -> Result<(), Failure> {
    let anchors = anchors
        .iter()
        .map(|text| anchor(text))
        .collect::<Result<Vec<_>, _>>()?;
    let mut desk = signin::open(args, Role::Auditor)?;
    let numbers: Vec<i64> = anchors.iter().map(|(seq, _)| *seq).collect();
    let verified = desk.verify_journal(&numbers)?;
    if let Some(why) = verified.broken {
        return Err(Failure::Refused(why));
    }
    for (seq, start) in &anchors {
        let found = verified.hashes.iter().find(|(number, _)| number == seq);
        match found {
            None => {
                return Err(Failure::Refused(format!(
                    "锚点 {seq}:{start} 所指的第 {seq} 条不在日志中：日志末尾被截断过（现止于第 {} 条）。{}",
                    verified.entries,
                    restored(&verified, *seq)
                )));
            }
            Some((_, hash)) if !hex(hash).starts_with(start) => {
                return Err(Failure::Refused(format!(
                    "锚点 {seq}:{start} 与日志第 {seq} 条的摘要 {} 不符：日志被改写过。{}",
                    hex(hash),
                    restored(&verified, *seq)
                )));
            }
            Some(_) => {}
        }
    }
    let head = hex(&verified.head.hash);
    if args.json {
        say!(
            "{}",
            json!({ "entries": verified.entries, "head": head, "anchors": anchors.len() })
        );
        return Ok(());
    }
    say!("日志 {} 条，链条完整，末条摘要 {head}。", verified.entries);
    if anchors.is_empty() {
        say!(
            "没有给出外部锚点，不能排除末尾被截断；请用纸件或备份上的锚点再核（--anchor 序号:摘要）。"
        );
    } else {
        say!("{} 个锚点全部相符。", anchors.len());
    }
    Ok(())
}

/// What a restore has to do with an anchor that does not fit.
fn restored(verified: &audit::Verified, seq: i64) -> String {
    let since = verified.epochs.iter().skip(1).find(|since| **since <= seq);
    since.map_or(String::new(), |since| {
        format!(
            "本工作台在第 {since} 条由备份恢复过：恢复所用的备份之后印出的旧纸件对不上，请查恢复记录与旧工作台。"
        )
    })
}

fn anchor(text: &str) -> Result<(i64, String), Failure> {
    let off = || {
        Failure::Usage(format!(
            "锚点「{text}」写法不对：应为 序号:摘要前 16 位，例如 120:0af3c2d1e4b59687。"
        ))
    };
    let (seq, start) = text.split_once(':').ok_or_else(off)?;
    let start = start.to_ascii_lowercase();
    let seq = seq.parse().map_err(|_| off())?;
    if start.len() < 8 || start.len() > 64 || unhex(&start).is_none() {
        return Err(off());
    }
    Ok((seq, start))
}
