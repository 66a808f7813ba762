//! The pages of a demonstration desk's database without encryption, to standard output:
//! `cargo run -p ruxue-desk --example pages -- DESK USER PASSWORD TODAY`. For the search for residue
//! (tests/outside/residue.py); no release build can have it.

use ruxue_desk::{Desk, store};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [dir, user, password, today] = words.as_slice() else {
        return Err("pages DESK USER PASSWORD TODAY".into());
    };
    let mut desk = Desk::open(dir.as_ref(), user, password, Some(today.parse()?))?;
    std::io::stdout().write_all(&store::pages(&mut desk)?)?;
    Ok(())
}
