//! A rehearsal's receipts: made up, so that no family finds its own row in a rehearsal.

use super::DrawError;
use ruxue_lottery::{Code, Digest, Lists, Nonce, Row};
use std::collections::BTreeMap;

/// The same lists under receipts `YL000001` …, given out in an order that only the nonce knows.
pub(super) fn with_other_receipts(lists: &Lists, nonce: &Nonce) -> Result<Lists, DrawError> {
    let mut known: Vec<(Digest, Code)> = lists
        .rows()
        .map(|(_, row)| (shuffle_key(nonce, &row.receipt), row.receipt))
        .collect();
    known.sort_unstable();
    known.dedup();
    let mut other: BTreeMap<Code, Code> = BTreeMap::new();
    for ((_, receipt), number) in known.into_iter().zip(1..) {
        let made = Code::new(&format!("YL{number:06}"));
        let made = made.ok_or_else(|| DrawError::Refused("演练名单过长。".into()))?;
        other.insert(receipt, made);
    }
    let swap = |code: &Code| other.get(code).copied().unwrap_or(*code);
    let rows = lists.rows().map(|(_, row)| Row {
        receipt: swap(&row.receipt),
        unit: row.unit.as_ref().map(swap),
        ..row
    });
    Ok(Lists::new(
        lists.batches().to_vec(),
        lists.plan().to_vec(),
        rows.collect(),
    )?)
}

fn shuffle_key(nonce: &Nonce, receipt: &Code) -> Digest {
    Digest::of(format!("ruxue-rehearsal/1\n{}\n{receipt}", nonce.to_hex()).as_bytes())
}
