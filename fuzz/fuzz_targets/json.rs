//! A mutator for inputs with JSON in them. Blind changes of bytes nearly always leave no JSON, so that
//! what comes after the syntax is hardly reached (the planted defect was not found in millions of
//! runs); every other change here is of one value of one object, which stays well formed.

use libfuzzer_sys::fuzzer_mutate;
use serde_json::Value;

/// Changes `data[..size]` in place; answers the new size.
pub fn mutate(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let changed = (seed & 1 == 1).then(|| one_value(&data[..size], seed as usize >> 1));
    match changed.flatten() {
        Some(other) if other.len() <= most => {
            data[..other.len()].copy_from_slice(&other);
            other.len()
        }
        _ => fuzzer_mutate(data, size, most),
    }
}

/// The input with one value of one of its objects another.
fn one_value(input: &[u8], dice: usize) -> Option<Vec<u8>> {
    let starts: Vec<usize> = (0..input.len())
        .filter(|at| input[*at] == b'{' && (*at < 2 || input[*at - 1] != b':'))
        .take(16)
        .collect();
    let start = *starts.get(dice % starts.len().max(1))?;
    let mut stream = serde_json::Deserializer::from_slice(&input[start..]).into_iter::<Value>();
    let mut object = stream.next()?.ok()?;
    let end = start + stream.byte_offset();
    let mut leaves = Vec::new();
    collect(&mut object, &mut leaves);
    let at = (dice / 16) % leaves.len().max(1);
    change(leaves.get_mut(at)?, dice / 1024);
    let text = serde_json::to_vec(&object).ok()?;
    Some([&input[..start], &text, &input[end..]].concat())
}

fn collect<'v>(value: &'v mut Value, leaves: &mut Vec<&'v mut Value>) {
    if !value.is_object() && !value.is_array() {
        leaves.push(value);
        return;
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|one| collect(one, leaves)),
        Value::Array(all) => all.iter_mut().for_each(|one| collect(one, leaves)),
        _ => {}
    }
}

fn change(leaf: &mut Value, dice: usize) {
    let numbers = [0, -1, 1, i64::MAX, i64::MIN, u32::MAX.into(), 1 << 32];
    *leaf = match leaf {
        Value::String(text) => {
            let mut bytes = text.clone().into_bytes();
            let length = bytes.len();
            bytes.resize(length + 16, 0);
            let most = bytes.len();
            let length = fuzzer_mutate(&mut bytes, length, most);
            bytes.truncate(length);
            Value::from(String::from_utf8_lossy(&bytes).into_owned())
        }
        Value::Number(number) if dice.is_multiple_of(2) => {
            number.as_i64().unwrap_or_default().wrapping_add(1).into()
        }
        Value::Number(_) => numbers[dice / 2 % numbers.len()].into(),
        Value::Bool(truth) => (!*truth).into(),
        _ => "0".into(),
    };
}
