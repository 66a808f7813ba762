//! The three lists as files, and back.

use crate::canon::{fields, integer, lines, push_field, push_integer, same, shown};
use crate::finding::Findings;
use crate::{Batch, Code, Finding, Groups, Leftover, Lists, Method, PlanLine, Row, file};

const BATCHES_HEADER: &str = "batch,title,method,groups,leftover";
const PLAN_HEADER: &str = "batch,school,seats";
const ROSTER_HEADER: &str = "batch,index,receipt,tier,unit,choices";

impl Lists {
    /// Reads the three files, each of which must be exactly what printing it again gives.
    ///
    /// # Errors
    ///
    /// Findings with file, line and cure.
    pub fn parse(batches: &[u8], plan: &[u8], roster: &[u8]) -> Result<Lists, Vec<Finding>> {
        let read = (
            table(file::BATCHES, batches, BATCHES_HEADER, batch),
            table(file::PLAN, plan, PLAN_HEADER, plan_line),
            table(file::ROSTER, roster, ROSTER_HEADER, row),
        );
        let (read_batches, read_plan, read_rows) = match read {
            (Ok(batches), Ok(plan), Ok(rows)) => (batches, plan, rows),
            (b, p, r) => {
                let mut all = Vec::new();
                [b.err(), p.err(), r.err()]
                    .into_iter()
                    .flatten()
                    .for_each(|f| all.extend(f));
                return Err(all);
            }
        };
        let lists = Lists::new(read_batches, read_plan, read_rows)?;
        // Order, indexes and quoting in one go: whatever reads well but is written otherwise.
        for (name, bytes, must) in [
            (file::BATCHES, batches, lists.batches_csv()),
            (file::PLAN, plan, lists.plan_csv()),
            (file::ROSTER, roster, lists.roster_csv()),
        ] {
            same(name, bytes, &must).map_err(|finding| vec![finding])?;
        }
        Ok(lists)
    }

    /// `batches.csv`.
    pub fn batches_csv(&self) -> Vec<u8> {
        let mut out = header(BATCHES_HEADER);
        for batch in self.batches() {
            push_integer(&mut out, batch.number);
            out.push(b',');
            push_field(&mut out, &batch.title);
            for word in [
                batch.method.word(),
                batch.groups.word(),
                batch.leftover.word(),
            ] {
                out.push(b',');
                out.extend_from_slice(word.as_bytes());
            }
            out.push(b'\n');
        }
        out
    }

    /// `plan.csv`.
    pub fn plan_csv(&self) -> Vec<u8> {
        let mut out = header(PLAN_HEADER);
        for line in self.plan() {
            push_integer(&mut out, line.batch);
            out.push(b',');
            out.extend_from_slice(line.school.as_str().as_bytes());
            out.push(b',');
            push_integer(&mut out, line.seats);
            out.push(b'\n');
        }
        out
    }

    /// `roster.csv`.
    pub fn roster_csv(&self) -> Vec<u8> {
        let mut out = header(ROSTER_HEADER);
        out.reserve(self.len() * 32);
        for hall in self.halls() {
            for ((entry, turn), index) in hall.entries.iter().zip(hall.turns).zip(0..) {
                push_integer(&mut out, hall.batch.number);
                out.push(b',');
                push_integer(&mut out, index);
                out.push(b',');
                out.extend_from_slice(entry.receipt.as_str().as_bytes());
                out.push(b',');
                push_integer(&mut out, turn.tier);
                out.push(b',');
                out.extend_from_slice(entry.unit.as_ref().map_or("", Code::as_str).as_bytes());
                for (i, &school) in hall.choices(index).iter().enumerate() {
                    out.push(if i == 0 { b',' } else { b'>' });
                    out.extend_from_slice(hall.plan[school as usize].school.as_str().as_bytes());
                }
                if hall.choices(index).is_empty() {
                    out.push(b',');
                }
                out.push(b'\n');
            }
        }
        out
    }
}

fn header(header: &str) -> Vec<u8> {
    format!("{header}\n").into_bytes()
}

/// Reads a table line by line below its header.
fn table<T>(
    name: &'static str,
    bytes: &[u8],
    header: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, Vec<Finding>> {
    let lines = lines(name, bytes).map_err(|finding| vec![finding])?;
    if lines.first() != Some(&header) {
        return Err(vec![Finding::at(
            name,
            1,
            format!("表头应为「{header}」；请取回原文件"),
        )]);
    }
    let mut findings = Findings::of(name);
    let mut rows = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate().skip(1) {
        match read(line) {
            Ok(row) => rows.push(row),
            Err(message) => findings.push(i + 1, message),
        }
    }
    findings.or(rows)
}

fn batch(line: &str) -> Result<Batch, String> {
    let [number, title, method, groups, leftover] = fields::<5>(line)?;
    Ok(Batch {
        number: whole("batch", &number)?,
        title: title.into_owned(),
        method: Method::from_word(&method).ok_or("method 应为 serial 或 rounds")?,
        groups: Groups::from_word(&groups).ok_or("groups 应为 skip 或 extend")?,
        leftover: Leftover::from_word(&leftover).ok_or("leftover 应为 none 或 pool")?,
    })
}

fn plan_line(line: &str) -> Result<PlanLine, String> {
    let [batch, school, seats] = fields::<3>(line)?;
    Ok(PlanLine {
        batch: whole("batch", &batch)?,
        school: code("school", &school)?,
        seats: whole("seats", &seats)?,
    })
}

fn row(line: &str) -> Result<Row, String> {
    let [batch, index, receipt, tier, unit, choices] = fields::<6>(line)?;
    whole("index", &index)?;
    let mut schools = Vec::new();
    if !choices.is_empty() {
        for school in choices.split('>') {
            schools.push(code("choices", school)?);
        }
    }
    Ok(Row {
        batch: whole("batch", &batch)?,
        receipt: code("receipt", &receipt)?,
        tier: whole("tier", &tier)?,
        unit: if unit.is_empty() {
            None
        } else {
            Some(code("unit", &unit)?)
        },
        choices: schools,
    })
}

fn whole(column: &str, text: &str) -> Result<u32, String> {
    integer(text).ok_or_else(|| {
        format!(
            "{column} 应为不带前导零和符号的整数，实为{}；请改正",
            shown(text)
        )
    })
}

fn code(column: &str, text: &str) -> Result<Code, String> {
    Code::new(text).ok_or_else(|| {
        format!(
            "{column} 应由 1 至 20 位数字或大写字母组成，实为{}；请改正",
            shown(text)
        )
    })
}
