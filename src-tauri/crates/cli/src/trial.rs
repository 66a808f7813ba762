//! `ruxue policy try`: another pack on the desk's children.

use crate::args::Args;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::district::trusted;
use ruxue_desk::leaving::{self, List, Trace};
use ruxue_desk::pack;
use ruxue_desk::trial::{Tried, place_words, trial_book, try_policy};
use ruxue_rules::Pack;
use ruxue_rules::trial::Dates;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// What `policy try` is asked for.
#[derive(clap::Args, Debug)]
pub struct TryArgs {
    /// 要试的政策包：自带的名字、文件夹，或签名的 .ruxuepack 文件（试用不要求签名）
    #[arg(value_name = "政策包")]
    pub pack: String,
    /// 孩子的日期按两包年度之差一并移动再判：看规则的变化，不看日历的变化
    #[arg(long)]
    pub move_dates: bool,
    /// 另写一份工作簿
    #[arg(long, value_name = "文件.xlsx")]
    pub out: Option<PathBuf>,
}

/// Tries a pack and prints what would change.
///
/// # Errors
/// Where the person may not, the pack does not load, or a file cannot be written.
pub fn run(args: &Args, what: &TryArgs) -> Result<(), Failure> {
    if let Some(out) = &what.out
        && out.extension().is_none_or(|ending| ending != "xlsx")
    {
        return Err(Failure::Usage("--out 应当是 .xlsx 文件。".into()));
    }
    let mut desk = signin::open(args, Role::Centre)?;
    desk.require(Act::TryPolicy)?;
    let asked = pack::any(&what.pack)?;
    let trusted = trusted(desk.reader())?.map(|one| one.key);
    if let Some(remark) = asked.remark(trusted.as_ref()) {
        eprintln!("{remark}");
    }
    let new = asked.pack;
    let dates = if what.move_dates {
        Dates::Moved
    } else {
        Dates::AsTheyAre
    };
    let tried = try_policy(&mut desk, &new, dates)?;
    let packs = [desk.pack(), &new];
    if let Some(out) = &what.out {
        let trace = Trace::of(&desk);
        trial_book(&tried, packs, &trace, out)?;
    }
    if what.out.is_some() {
        let rows = tried.children.len();
        leaving::enter(&mut desk, List::Trial, rows, "xlsx")?;
    }
    let packs = [desk.pack(), &new];
    let mut out = BufWriter::new(std::io::stdout().lock());
    if args.json {
        for line in tried.json_lines() {
            writeln!(out, "{line}")?;
        }
    } else {
        show(&tried, packs, &mut out)?;
    }
    out.flush()?;
    drop(out);
    if let (Some(path), false) = (&what.out, args.json) {
        say!("\n工作簿：{}", path.display());
    }
    Ok(())
}

fn show(tried: &Tried, packs: [&Pack; 2], out: &mut impl Write) -> std::io::Result<()> {
    let trial = &tried.trial;
    writeln!(out, "现用 {}，试用 {}。", tried.old.id, tried.new.id)?;
    writeln!(out, "{}", tried.figures())?;
    if trial.changed.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n由（现用） → 到（试用）  人数")?;
    for ((old, new), count) in trial.table() {
        let (old, new) = (place_words(packs[0], &old), place_words(packs[1], &new));
        writeln!(out, "  {old} → {new}  {count}")?;
    }
    writeln!(out, "\n改动（序号  牵涉人数  改了什么）")?;
    for (at, (change, weight)) in trial.changes.iter().zip(trial.weight()).enumerate() {
        if weight > 0 {
            let (number, place) = (at + 1, change.place());
            writeln!(out, "  {number}  {weight}  {}  [{place}]", change.says)?;
        }
    }
    writeln!(
        out,
        "\n名单（受理编号  姓名  现用 → 试用  理由的来去  因为哪几处改动）"
    )?;
    for (who, changed) in tried.children.iter().zip(&trial.changed) {
        let (old, new) = (changed.old.place(), changed.new.place());
        let went = changed.went().into_iter().map(|code| format!("－{code}"));
        let came = changed.came().into_iter().map(|code| format!("＋{code}"));
        let codes: Vec<_> = went.chain(came).collect();
        let causes: Vec<_> = changed
            .causes
            .iter()
            .map(|at| (at + 1).to_string())
            .collect();
        writeln!(
            out,
            "  {}  {}  {} → {}  {}  改动 {}",
            who.receipt,
            who.name,
            place_words(packs[0], &old),
            place_words(packs[1], &new),
            codes.join(" "),
            causes.join("、")
        )?;
    }
    Ok(())
}
