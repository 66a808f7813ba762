//! The figures of `make bench` that need a program of their own; `scripts/bench.sh` runs it.
//!
//! ```text
//! figures judge DESK [RUNS]        judges all children of a demonstration desk
//! figures rejudge DESK [RUNS]      judges them from the database, compares and stores; fails above 3 s
//! figures children DESK FILE       writes them, with their verdicts, for the engines of benches/peers
//! figures draw ROWS CHOICES [RUNS] tickets and allocation of one batch over 2,000 schools
//! figures notices COUNT FONTS      prints notices in volumes of 1,000 pages
//! figures homes [LINES QUERIES]    looks addresses up in a catchment table
//! figures journal DESK N FILE      a demonstration desk's journal of N entries: verified, exported
//! figures act DESK [RUNS]          acknowledged acts beside bare writes with a sync
//! figures unlock DESK              from the password to the open desk
//! ```
//!
//! Each prints `name value` lines: seconds (wall: the smallest of the runs; CPU: their average, of
//! all threads, user and system) and `peak_mb`, the most memory the process had (VmHWM).

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;

use ruxue_desk::Desk;
use ruxue_desk::register::Register;
use ruxue_lottery::{
    Batch, Code, Groups, Leftover, Lists, Method, PlanLine, Row, Seed, allocate, allocation,
};
use ruxue_papers::{FONT_FILES, Fonts, notices};

mod facts;
mod homes;
mod records;
mod rejudge;
#[path = "../src-tauri/crates/papers/tests/samples/mod.rs"]
mod samples;
mod timing;

use timing::{Seconds, once};

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` adds an option of its own.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let number = |at: usize, otherwise: usize| words.get(at).map_or(Ok(otherwise), |n| n.parse());
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["judge", desk, ..] => judge(Path::new(desk), number(2, 3)?)?,
        ["rejudge", desk, ..] => rejudge::rejudge(Path::new(desk), number(2, 3)?)?,
        ["children", desk, file] => write_children(Path::new(desk), Path::new(file))?,
        ["draw", ..] => draw(number(1, 1_000_000)?, number(2, 3)?, number(3, 20)?)?,
        ["homes", ..] => homes::homes(number(1, 20_000)?, number(2, 10_000)?)?,
        ["journal", desk, count, file] => {
            records::journal(Path::new(desk), count.parse()?, Path::new(file))?;
        }
        ["act", desk, ..] => records::act(Path::new(desk), number(2, 500)?)?,
        ["unlock", desk] => records::unlock(Path::new(desk))?,
        ["notices", count, fonts] => print_notices(count.parse()?, Path::new(fonts))?,
        _ => {
            println!(
                "usage: figures judge DESK [RUNS] | rejudge DESK [RUNS] | children DESK FILE | draw ROWS CHOICES [RUNS] \
                 | notices COUNT FONTS | homes [LINES QUERIES] | journal DESK N FILE | act DESK [RUNS] | unlock DESK"
            );
            return Ok(());
        }
    }
    println!("peak_mb {:.0}", status("VmHWM:")? / 1024.0);
    Ok(())
}

/// All children of a desk, the tables loaded: verdict with every reason, condition and exclusion.
fn judge(desk: &Path, runs: usize) -> Result<(), Box<dyn Error>> {
    let desk = open(desk)?;
    let (load, register) =
        once(|| Register::load(desk.reader(), desk.pack(), desk.clock().today()))?;
    let register = register?;
    let seconds = smallest(runs, || {
        let cases = register.cases.iter();
        cases
            .map(|case| black_box(register.verdict(desk.pack(), case)).reasons.len())
            .sum::<usize>()
    })?;
    println!("children {}", register.cases.len());
    println!("load_cpu {:.3}", load.cpu);
    println!("judge_cpu {:.3}", seconds.cpu);
    println!("judge_wall {:.3}", seconds.wall);
    Ok(())
}

/// One line of JSON a child, in ascending order of receipt.
fn write_children(desk: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let desk = open(desk)?;
    let register = Register::load(desk.reader(), desk.pack(), desk.clock().today())?;
    let mut file = BufWriter::new(File::create(file)?);
    for case in &register.cases {
        let verdict = register.verdict(desk.pack(), case);
        writeln!(file, "{}", facts::child(case, &verdict))?;
    }
    Ok(file.flush()?)
}

fn open(desk: &Path) -> Result<Desk, Box<dyn Error>> {
    let password = std::env::var("RUXUE_PASSWORD")?;
    Ok(Desk::open(desk, "reviewer", &password, None)?)
}

/// One serial batch over 2,000 schools with seats for nine in ten.
fn draw(rows: usize, choices: usize, runs: usize) -> Result<(), Box<dyn Error>> {
    const SCHOOLS: usize = 2_000;
    let code = |text: String| Code::new(&text).ok_or("not a code");
    let schools: Vec<Code> = (0..SCHOOLS)
        .map(|n| code(format!("1101{n:05}")))
        .collect::<Result<_, _>>()?;
    let mut dice = 88_172_645_463_325_252_u64;
    let mut throw = || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        schools[(dice % SCHOOLS as u64) as usize]
    };
    let mut roster = Vec::with_capacity(rows);
    for n in 0..rows {
        let mut wishes: Vec<Code> = Vec::with_capacity(choices);
        while wishes.len() < choices.min(SCHOOLS) {
            let school = throw();
            if !wishes.contains(&school) {
                wishes.push(school);
            }
        }
        roster.push(Row {
            batch: 1,
            receipt: code(format!("2021{n:08}"))?,
            tier: 0,
            unit: None,
            choices: wishes,
        });
    }
    let seats = (rows * 9 / 10).div_ceil(SCHOOLS) as u32;
    let line = |&school: &Code| PlanLine {
        batch: 1,
        school,
        seats,
    };
    let batch = Batch {
        number: 1,
        title: String::new(),
        method: Method::Serial,
        groups: Groups::Skip,
        leftover: Leftover::None,
    };
    let lists = Lists::new(vec![batch], schools.iter().map(line).collect(), roster)
        .map_err(|_| "the lists were refused")?;
    let seed = Seed::of(b"a bench");
    let seconds = smallest(runs, || black_box(allocation(&lists, &seed)))?;
    let written = smallest(runs.min(3), || black_box(allocate(&lists, &seed)))?;
    println!("draw_wall {:.4}", seconds.wall);
    println!("draw_cpu {:.4}", seconds.cpu);
    println!("draw_rows_wall {:.4}", written.wall);
    Ok(())
}

fn print_notices(count: usize, folder: &Path) -> Result<(), Box<dyn Error>> {
    let files = FONT_FILES
        .iter()
        .map(|name| {
            Ok((
                (*name).to_owned(),
                std::fs::read(samples::find_font(folder, name))?,
            ))
        })
        .collect::<std::io::Result<Vec<_>>>()?;
    let sheets = samples::many_notices(count);
    let (seconds, pages) = once(|| -> Result<usize, Box<dyn Error>> {
        let fonts = Fonts::new(files)?;
        let mut pages = 0;
        for sheets in sheets.chunks(1000) {
            pages += black_box(notices(&fonts, &samples::imprint(), sheets)?).pages;
        }
        Ok(pages)
    })?;
    println!("pages {}", pages?);
    println!("notices_wall {:.2}", seconds.wall);
    println!("notices_cpu {:.2}", seconds.cpu);
    Ok(())
}

/// The smallest wall time of several runs and their average CPU time, which comes in steps of a
/// hundredth; what they make is dropped outside the time.
fn smallest<T>(runs: usize, mut work: impl FnMut() -> T) -> Result<Seconds, Box<dyn Error>> {
    let runs = runs.max(1);
    let mut all = Seconds {
        wall: f64::MAX,
        cpu: 0.0,
    };
    for _ in 0..runs {
        let (seconds, made) = once(&mut work)?;
        drop(made);
        all.wall = all.wall.min(seconds.wall);
        all.cpu += seconds.cpu / runs as f64;
    }
    Ok(all)
}

/// A line of /proc/self/status, in KB.
fn status(name: &str) -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name));
    let value = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(value.ok_or("/proc/self/status")?.parse()?)
}
