//! A ceremony large enough for many shelves and for two threads, against the naive reading.

use ruxue_lottery::{
    Batch, Code, Groups, Leftover, Lists, Method, PlanLine, Row, Seed, allocate, allocation,
    ticket, tickets,
};

use crate::naive;

const ROWS: u32 = 40_000;
const SCHOOLS: u32 = 40;

fn code(text: String) -> Code {
    Code::new(&text).unwrap()
}

/// Two in three rows in tier 0, some twins, seats for all but some hundred.
fn lists(method: Method, leftover: Leftover) -> Lists {
    let school = |n: u32| code(format!("S{:02}", n % SCHOOLS));
    let batch = Batch {
        number: 1,
        title: String::new(),
        method,
        groups: Groups::Skip,
        leftover,
    };
    let plan = (0..SCHOOLS).map(|n| PlanLine {
        batch: 1,
        school: school(n),
        seats: ROWS / SCHOOLS - 5,
    });
    let rows = (0..ROWS).map(|n| {
        // Rows 50 and 51 of each hundred are twins.
        let family = if n % 100 == 51 { n - 1 } else { n };
        let wish = family.wrapping_mul(2_654_435_761) >> 16;
        Row {
            batch: 1,
            receipt: code(format!("{n:06}")),
            tier: family % 3 / 2 * 7,
            unit: (family % 100 == 50).then(|| code(format!("U{family}"))),
            choices: (0..family % 4).map(|k| school(wish + k * 11)).collect(),
        }
    });
    Lists::new(vec![batch], plan.collect(), rows.collect()).unwrap()
}

#[test]
fn many_rows_equal_the_naive_reading() {
    let seed = Seed::of(b"many");
    for (method, leftover) in [
        (Method::Serial, Leftover::Pool),
        (Method::Rounds, Leftover::Pool),
    ] {
        let lists = lists(method, leftover);
        let rows = allocate(&lists, &seed);
        assert_eq!(rows, naive::result(&lists, &seed));
        assert!(allocation(&lists, &seed).rows().eq(rows));
    }
}

#[test]
fn the_keystream_has_no_seam() {
    let seed = Seed::of(b"seam");
    for count in [32_767, 32_768, 32_769, 100_001] {
        let read_in_one_go = tickets(&seed, 3, count);
        assert_eq!(read_in_one_go.len(), count);
        let half = count / 2;
        for index in [0, 1, half - 1, half, half + 1, count - 1] {
            assert_eq!(read_in_one_go[index], ticket(&seed, 3, index as u64));
        }
    }
}

/// A hostile roster in which every row is a tier of its own costs no more than another.
#[test]
fn a_tier_a_row() {
    let mut lists = Vec::new();
    for n in 0..ROWS {
        lists.push(Row {
            batch: 1,
            receipt: code(format!("{n:06}")),
            tier: ROWS - n,
            unit: None,
            choices: vec![],
        });
    }
    let batch = Batch {
        number: 1,
        title: String::new(),
        method: Method::Serial,
        groups: Groups::Skip,
        leftover: Leftover::None,
    };
    let lists = Lists::new(vec![batch], vec![], lists).unwrap();
    let ranks: Vec<u32> = allocate(&lists, &Seed::of(b"tiers"))
        .iter()
        .map(|row| row.rank)
        .collect();
    assert!(ranks.into_iter().eq((1..=ROWS).rev()));
}
