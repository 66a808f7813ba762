//! The real pack.

use crate::district;

#[test]
fn every_example_of_the_pack_holds() {
    let errors = district::pack().run_examples();
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}
