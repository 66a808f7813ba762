//! One folder: its files, lists, seed, result and end.

use super::chain::Link;
use super::{Report, Verdict};
use crate::canon::same;
use crate::seed::SeedText;
use crate::{
    Close, Digest, Finding, Folder, Freeze, Lists, Number, Seed, allocate, close_completed, file,
    result_csv, seed_text,
};

/// Checks one folder; gives its link in the chain where its number can be read.
pub(super) fn check<'a>(folder: &'a Folder, report: &mut Report) -> Option<Link<'a>> {
    let place = folder.name.as_str();
    check_files(folder, report);
    let freeze = check_freeze(folder, report);
    let lists = check_lists(folder, freeze.as_ref(), report);
    let number = freeze
        .as_ref()
        .map_or_else(|| Number::parse(place), |f| Some(f.number));
    if let Some(freeze) = &freeze {
        check_seed(folder, freeze, report);
        if let Some(lists) = &lists {
            check_result(folder, lists, report);
        }
        check_close(folder, freeze, report);
    }
    let nonce = freeze.map(|freeze| freeze.nonce);
    let prev = folder
        .get(file::FREEZE)
        .and_then(|bytes| Freeze::parse(bytes).ok());
    Some(Link {
        folder,
        number: number?,
        nonce,
        prev: prev.map(|freeze| freeze.prev),
    })
}

/// Which files are there, and whether they may stand together.
fn check_files(folder: &Folder, report: &mut Report) {
    let place = folder.name.as_str();
    let has = |name: &str| folder.files.contains_key(name);
    let mut findings = Vec::new();
    for name in folder
        .files
        .keys()
        .filter(|name| !file::ALL.contains(&name.as_str()))
    {
        let sentence = match name.as_str() {
            file::SEALED => format!("「{name}」是工作台自用的密封随机数，不参与核验"),
            _ => format!(
                "「{}」不属于派位仪式的文件，未核对；请移出文件夹",
                name.escape_debug()
            ),
        };
        report.say(place, Verdict::Noted, sentence);
    }
    for name in [file::BATCHES, file::PLAN, file::ROSTER, file::FREEZE] {
        if !has(name) {
            findings.push(Finding::of(name, "缺少此文件；请取回原文件"));
        }
    }
    if has(file::RESULT) && !has(file::SEED) {
        findings.push(Finding::of(file::SEED, "有派位结果而无种子；请取回原文件"));
    }
    let complete = findings.is_empty();
    report.fail(place, findings);
    match (
        complete,
        has(file::SEED),
        has(file::RESULT),
        has(file::CLOSE),
    ) {
        (false, ..) => {}
        (_, _, _, true) => report.say(place, Verdict::Passed, "封存文件齐全，仪式已结束"),
        (_, false, _, _) => report.say(place, Verdict::Noted, "已封存，尚未派位，也未中止"),
        (_, true, _, _) => report.say(
            place,
            Verdict::Noted,
            "已开始派位，尚未结束；请用同一种子完成，结果必然相同",
        ),
    }
}

fn check_freeze(folder: &Folder, report: &mut Report) -> Option<Freeze> {
    let place = folder.name.as_str();
    let bytes = folder.get(file::FREEZE)?;
    let freeze = match Freeze::parse(bytes) {
        Ok(freeze) => freeze,
        Err(findings) => {
            report.fail(place, findings);
            return None;
        }
    };
    let digest = Digest::of(bytes);
    let slots = freeze.slots.len();
    report.say(
        place,
        Verdict::Passed,
        format!("封存单写法合规，见证数字 {slots} 份，摘要 {digest}"),
    );
    if freeze.number.to_string() != place {
        let message = format!(
            "场次编号 {} 与文件夹名「{}」不同；请恢复文件夹名",
            freeze.number,
            place.escape_debug()
        );
        report.fail(place, [Finding::at(file::FREEZE, 2, message)]);
    }
    Some(freeze)
}

/// The lists against the sheet's digests, and each as canonical text.
fn check_lists(folder: &Folder, freeze: Option<&Freeze>, report: &mut Report) -> Option<Lists> {
    let place = folder.name.as_str();
    if let Some(freeze) = freeze {
        let frozen = [
            (file::BATCHES, freeze.batches),
            (file::PLAN, freeze.plan),
            (file::ROSTER, freeze.roster),
        ];
        for (name, must) in frozen {
            match folder.get(name).map(Digest::of) {
                None => {}
                Some(has) if has == must => {
                    report.say(place, Verdict::Passed, format!("{name} 的摘要与封存单一致"));
                }
                Some(_) => {
                    let message = "摘要与封存单不符，封存后有改动；请取回封存时的原文件";
                    report.fail(place, [Finding::of(name, message)]);
                }
            }
        }
    }
    let (batches, plan) = (folder.get(file::BATCHES)?, folder.get(file::PLAN)?);
    match Lists::parse(batches, plan, folder.get(file::ROSTER)?) {
        Ok(lists) => {
            let (batches, rows) = (lists.batches().len(), lists.len());
            let sentence = format!("批次、计划、名单写法合规：{batches} 批，名单 {rows} 行");
            report.say(place, Verdict::Passed, sentence);
            Some(lists)
        }
        Err(findings) => {
            report.fail(place, findings);
            None
        }
    }
}

fn check_seed(folder: &Folder, freeze: &Freeze, report: &mut Report) {
    let place = folder.name.as_str();
    let Some(bytes) = folder.get(file::SEED) else {
        return;
    };
    let checked = SeedText::parse(bytes)
        .map_err(|finding| vec![finding])
        .and_then(|text| {
            let fault = |row, message| Err(vec![Finding::at(file::SEED, row, message)]);
            if text.mode != freeze.mode() {
                return fault(1, "首行的正式或演练与封存单不同；请取回原文件");
            }
            if text.freeze != freeze.digest() {
                return fault(2, "不是这张封存单的种子（封存单摘要不符）；请取回原文件");
            }
            let must = seed_text(freeze, &text.nonce, &text.digits)?;
            same(file::SEED, bytes, &must).map_err(|finding| vec![finding])
        });
    match checked {
        Ok(()) => {
            let seed = Seed::of(bytes).digest();
            let sentence = format!("机器随机数与封存单一致，见证数字位数正确，种子 {seed}");
            report.say(place, Verdict::Passed, sentence);
        }
        Err(findings) => report.fail(place, findings),
    }
}

/// Draws again and compares.
fn check_result(folder: &Folder, lists: &Lists, report: &mut Report) {
    let place = folder.name.as_str();
    let (Some(seed), Some(bytes)) = (folder.get(file::SEED), folder.get(file::RESULT)) else {
        return;
    };
    let rows = allocate(lists, &Seed::of(seed));
    let seated = rows
        .iter()
        .filter(|row| row.outcome.school().is_some())
        .count();
    match same(file::RESULT, bytes, &result_csv(&rows)) {
        Ok(()) => {
            let sentence = format!(
                "重新派位，结果逐字节一致：{} 行，就位 {seated} 行",
                rows.len()
            );
            report.say(place, Verdict::Passed, sentence);
        }
        Err(finding) => report.fail(place, [finding]),
    }
}

fn check_close(folder: &Folder, freeze: &Freeze, report: &mut Report) {
    let place = folder.name.as_str();
    let Some(bytes) = folder.get(file::CLOSE) else {
        return;
    };
    match close_holds(folder, freeze, bytes) {
        Ok(sentence) => report.say(place, Verdict::Passed, sentence),
        Err(findings) => report.fail(place, findings),
    }
}

/// What `close.txt` must be, given everything else.
fn close_holds(folder: &Folder, freeze: &Freeze, bytes: &[u8]) -> Result<String, Vec<Finding>> {
    let one = |finding| vec![finding];
    let close = Close::parse(bytes).map_err(one)?;
    let (seed, result) = (folder.get(file::SEED), folder.get(file::RESULT));
    if close.abort.is_none() {
        let absent = |name| vec![Finding::of(name, "仪式已完成而缺少此文件；请取回原文件")];
        let seed = seed.ok_or_else(|| absent(file::SEED))?;
        let result = result.ok_or_else(|| absent(file::RESULT))?;
        same(file::CLOSE, bytes, &close_completed(freeze, seed, result)).map_err(one)?;
        return Ok("结束单与各文件摘要一致，仪式已完成".to_owned());
    }
    if seed.is_some() || result.is_some() {
        let message = "仪式已中止，却有种子或结果；数字读完后不能中止，请取回原文件";
        return Err(vec![Finding::of(file::CLOSE, message)]);
    }
    close.check_abort(freeze)?;
    let must = Close {
        number: freeze.number,
        freeze: freeze.digest(),
        seed: Digest::ZEROS,
        result: Digest::ZEROS,
        abort: close.abort,
    };
    same(file::CLOSE, bytes, &must.to_bytes()).map_err(one)?;
    Ok("仪式已中止：机器随机数已公开；原因和已读数字由下一场的 prev 固定".to_owned())
}
