//! The case sheets as PDF: one page a child.

use super::{ConditionSaid, Explainer, Explanation, ReasonSaid, Said};
use crate::access::Act;
use crate::issue::{IssueError, imprint_of_list};
use crate::open::Desk;
use crate::register;
use crate::store::child::{self, Child};
use crate::store::file::write_file;
use crate::store::{Ask, Mark, StoreError, placement};
use ruxue_papers::{
    CaseCondition, CaseFact, CaseMark, CaseSection, CaseSheet, Fonts, Imprint, PaperError, Stopped,
};
use ruxue_rules::{Fact, Outcome, Severity, State};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Pages of one PDF; more go to `cases-2.pdf` and so on, which keeps memory small.
const MOST_PAGES: usize = 1000;

/// Which sheets to make.
#[derive(Clone, Copy, Debug)]
pub struct CaseOrder<'a> {
    /// The children placed at one school; `None` for all.
    pub school: Option<&'a str>,
    /// One child.
    pub receipt: Option<&'a str>,
    /// The folder of the PDFs.
    pub out: &'a Path,
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases {
    /// The PDFs: `判定说明-<receipt>.pdf`, or `判定说明.pdf`, `判定说明-2.pdf` …
    pub files: Vec<PathBuf>,
    /// Pages, one a child.
    pub pages: usize,
    /// Children whose page was stopped, and why.
    pub stopped: Vec<Stopped>,
}

/// Makes case sheets. `watch` hears how many of how many are done.
///
/// # Errors
/// Where the person may not, there is no such child, or what fonts and disk say.
pub fn cases(
    desk: &mut Desk,
    fonts: &Fonts,
    order: &CaseOrder<'_>,
    watch: &dyn Fn(usize, usize),
) -> Result<Cases, IssueError> {
    desk.require(Act::PrintCase)?;
    desk.require_clock()?;
    let (register, _) = register::current(desk)?;
    let children = wanted(desk, order)?;
    let (kind, id) = match (order.receipt, order.school) {
        (Some(receipt), _) => ("child", receipt),
        (None, Some(school)) => ("school", school),
        (None, None) => ("cases", "all"),
    };
    let result = format!("{} sheets", children.len());
    desk.transact::<_, IssueError>(Ask::to(Act::PrintCase), |_| {
        Ok(((), Mark::on(kind, id).result(result)))
    })?;
    std::fs::create_dir_all(order.out)
        .map_err(|error| StoreError::File(order.out.to_owned(), error))?;
    let imprint = imprint_of_list(desk);
    let explainer = Explainer::new(desk, &register)?;
    let mut made = Cases::default();
    for (volume, chunk) in (1..).zip(children.chunks(MOST_PAGES)) {
        let mut sheets = Vec::with_capacity(chunk.len());
        for child in chunk {
            sheets.push(sheet(child, &explainer.explain(child)?));
        }
        let name = match (order.receipt, order.school, volume) {
            (Some(receipt), ..) => format!("判定说明-{receipt}.pdf"),
            (None, Some(school), 1) => format!("判定说明-{school}.pdf"),
            (None, Some(school), volume) => format!("判定说明-{school}-{volume}.pdf"),
            (None, None, 1) => "判定说明.pdf".to_owned(),
            (None, None, volume) => format!("判定说明-{volume}.pdf"),
        };
        bind(fonts, &imprint, sheets, &order.out.join(name), &mut made)?;
        watch(made.pages + made.stopped.len(), children.len());
    }
    Ok(made)
}

fn wanted(desk: &Desk, order: &CaseOrder<'_>) -> Result<Vec<Child>, IssueError> {
    let refuse = |sentence: String| Err(IssueError::Refused(sentence));
    if let Some(receipt) = order.receipt {
        return match child::find(desk.reader(), receipt)? {
            Some(child) => Ok(vec![child]),
            None => refuse(format!("没有受理编号为 {receipt} 的孩子，请核对编号。")),
        };
    }
    let placed: Option<HashSet<String>> = match order.school {
        Some(school) => {
            let all = placement::all(desk.reader())?.into_iter();
            Some(
                all.filter(|one| one.school == school)
                    .map(|one| one.receipt)
                    .collect(),
            )
        }
        None => None,
    };
    let mut children = Vec::new();
    child::each(desk.reader(), |child| {
        if placed
            .as_ref()
            .is_none_or(|placed| placed.contains(child.case.receipt()))
        {
            children.push(child);
        }
        Ok(())
    })?;
    match (children.is_empty(), order.school) {
        (true, Some(school)) => refuse(format!("{school} 还没有录取的孩子，没有判定说明可打印。")),
        (true, None) => refuse("还没有孩子，没有判定说明可打印。请先导入报名数据。".into()),
        _ => Ok(children),
    }
}

/// Makes one PDF; a page that does not come out is left out and its child stopped.
fn bind(
    fonts: &Fonts,
    imprint: &Imprint,
    mut sheets: Vec<CaseSheet>,
    path: &Path,
    made: &mut Cases,
) -> Result<(), IssueError> {
    let volume = loop {
        match ruxue_papers::cases(fonts, imprint, &sheets) {
            Err(PaperError::CaseTooLong { receipt }) => {
                sheets.retain(|sheet| sheet.receipt != receipt);
                let message = PaperError::CaseTooLong {
                    receipt: receipt.clone(),
                }
                .to_string();
                made.stopped.push(Stopped {
                    receipt,
                    characters: Vec::new(),
                    message,
                });
            }
            Err(error) => return Err(error.into()),
            Ok(volume) => break volume,
        }
    };
    made.pages += volume.pages;
    made.stopped.extend(volume.stopped);
    if !volume.pdf.is_empty() {
        write_file(path, &volume.pdf)?;
        made.files.push(path.to_owned());
    }
    Ok(())
}

fn sheet(child: &Child, told: &Explanation) -> CaseSheet {
    let get = |fact| child.case.get(fact).unwrap_or_default();
    let section = |title, lines| CaseSection {
        title,
        lines,
        facts: Vec::new(),
    };
    let resting = |title, lines, on: &[Said]| CaseSection {
        title,
        lines,
        facts: on.iter().map(fact).collect(),
    };
    let one = |text: &str| {
        if text.is_empty() {
            Vec::new()
        } else {
            vec![text.to_owned()]
        }
    };
    let route = one(&told.route)
        .into_iter()
        .chain(told.notes.iter().cloned());
    CaseSheet {
        receipt: child.case.receipt().to_owned(),
        name: get(Fact::Name).to_owned(),
        about: format!(
            "{}　受理编号 {}　出生日期 {}",
            get(Fact::Level),
            child.case.receipt(),
            get(Fact::Birth)
        ),
        verdict: format!("{} {}", sign(told.outcome), told.outcome.text()),
        next: told.next.clone(),
        before: vec![
            section("怎样会改变这个结论", told.remedies.clone()),
            resting("按哪一类看", one(&told.category), &told.category_facts),
            section("理由", told.reasons.iter().map(reason).collect()),
        ],
        conditions: told.conditions.iter().map(condition).collect(),
        after: vec![
            resting("去向", route.collect(), &told.route_facts),
            section("为什么不按其他类别", one(&told.excluded.join("；"))),
            section(
                "文件没有写死、本年这样掌握的",
                one(&told.switches.join("；")),
            ),
            section("请留意（不影响结论）", one(&told.warnings.join("；"))),
            section(
                "依据",
                vec![
                    format!("{}。政策包摘要 {}", told.policy, told.digest),
                    format!("登记的内容除另注明的以外，{}。", told.entered),
                ],
            ),
        ],
    }
}

fn sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Eligible => "●",
        Outcome::Supplement => "◐",
        Outcome::Refer => "◇",
        Outcome::Ineligible => "✕",
    }
}

fn source(said: &Said) -> String {
    match said.later {
        true => format!("{}，{}", said.paper, said.entry),
        false => said.paper.clone(),
    }
}

fn fact(said: &Said) -> CaseFact {
    CaseFact {
        header: said.fact.header().to_owned(),
        value: said.text.clone(),
        source: source(said),
    }
}

fn condition(said: &ConditionSaid) -> CaseCondition {
    CaseCondition {
        mark: match said.state {
            State::Met => CaseMark::Met,
            State::NotMet => CaseMark::NotMet,
            State::Unknown if said.by_person => CaseMark::Person,
            State::Unknown => CaseMark::Unknown,
        },
        says: said.says.clone(),
        clause: said.clause.clone(),
        facts: said.facts.iter().map(fact).collect(),
        threshold: said.threshold.clone(),
        cure: said.cure.clone(),
    }
}

/// A reason. What a condition says of it stands in its row, what a route rests on beside the route.
fn reason(said: &ReasonSaid) -> String {
    let word = match said.severity {
        Severity::Ineligible => "不符合",
        Severity::Refer => "由人核定",
        Severity::Supplement => "待补正",
    };
    let head = format!("{word}：{}（{}，{}）", said.says, said.clause, said.code);
    if said.of_condition {
        return head;
    }
    let asked = match &*said.threshold {
        "" => String::new(),
        threshold => format!("。要求：{threshold}"),
    };
    format!("{head}{asked}。{}", said.cure)
}
