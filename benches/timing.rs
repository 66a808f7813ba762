//! Seconds of wall clock and processor.

use std::error::Error;
use std::time::Instant;

/// What a piece of work took.
pub struct Seconds {
    /// By the clock on the wall.
    pub wall: f64,
    /// Of all threads, user and system.
    pub cpu: f64,
}

/// Times one run.
pub fn once<T>(work: impl FnOnce() -> T) -> Result<(Seconds, T), Box<dyn Error>> {
    let (begun, before) = (Instant::now(), cpu()?);
    let made = work();
    let wall = begun.elapsed().as_secs_f64();
    let cpu = cpu()? - before;
    Ok((Seconds { wall, cpu }, made))
}

/// CPU seconds of the process so far, in steps of a hundredth.
fn cpu() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit_once(") ").ok_or("/proc/self/stat")?.1;
    let field = |n: usize| after_name.split(' ').nth(n).unwrap_or("0").parse::<f64>();
    Ok((field(11)? + field(12)?) / 100.0)
}
