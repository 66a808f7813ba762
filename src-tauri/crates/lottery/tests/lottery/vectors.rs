//! The page's vector and ceremonies that other hands made.

use ruxue_lottery::{Seed, ticket, tickets, verify};

use crate::folders::{failures, vectors};

#[test]
fn the_pages_tickets() {
    let seed = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let seed = Seed::from_hex(seed).unwrap();
    let must = [
        "775c4a2778d553304a206632fd419878",
        "0068126b8e4b7d324dba683f1aef0bab",
        "5b6728667a0178dfb1700cbed5a96ee8",
        "5ce9f325603c36631144ee0c5fad423d",
        "be226b3401bfa5483087ea9f2194cfe1",
    ];
    let one_by_one: Vec<String> = (0..5).map(|i| ticket(&seed, 0, i).to_string()).collect();
    assert_eq!(one_by_one, must);
    let in_one_go: Vec<String> = tickets(&seed, 0, 5)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(in_one_go, must);
}

#[test]
fn six_ceremonies_verify() {
    let report = verify(&vectors(), None);
    for check in &report.checks {
        println!("{check}");
    }
    assert!(report.accepted(), "{}", failures(&report));
}
