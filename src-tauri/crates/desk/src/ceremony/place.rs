//! Placement: enters what needs no draw, and says who is left and why.

use super::DrawError;
use super::plan::{Admission, Finding, How, Plan, TALENT, Unplaced, Why, plan};
use super::season::Season;
use crate::access::Act;
use crate::open::Desk;
use crate::store::placement::{self, Placement};
use crate::store::{Ask, Mark};
use ruxue_rules::{Fact, Level};

/// What placement did and left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Admissions entered now.
    pub entered: Vec<Admission>,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// Eligible children without a place, by receipt.
    pub unplaced: Vec<Unplaced>,
}

/// Enters every admission that needs no draw. A second time it changes nothing.
///
/// # Errors
/// Where the person may not, or what the disk says.
pub fn place(desk: &mut Desk) -> Result<Placed, DrawError> {
    desk.require(Act::Place)?;
    desk.require_clock()?;
    let season = Season::load(desk)?;
    let plan = plan(&season.situation());
    let rows: Vec<Placement> = plan.admissions.iter().map(row).collect();
    if !rows.is_empty() {
        let result = format!("{} children", rows.len());
        desk.transact::<_, DrawError>(Ask::to(Act::Place), |tx| {
            placement::add_all(tx, &rows)?;
            Ok(((), Mark::on("placement", "season").result(result)))
        })?;
    }
    Ok(Placed {
        entered: plan.admissions,
        findings: plan.findings,
        unplaced: plan.unplaced,
    })
}

/// Enters an admission that the centre decides: 引进人才子女 (照顾依据编号 is the approval number),
/// 残疾 children whom no catchment takes, and children whose residence is in no 服务片.
///
/// # Errors
/// Where the child is not eligible or has a place, the school has no seat, a formal ceremony of
/// the 学段 is open, or there is no reason.
pub fn assign(desk: &mut Desk, receipt: &str, school: &str, reason: &str) -> Result<(), DrawError> {
    desk.require(Act::Place)?;
    desk.require_clock()?;
    let refuse = |sentence: String| Err(DrawError::Refused(sentence));
    if reason.trim().is_empty() {
        return refuse("由区招考中心确定学校须写明理由。".into());
    }
    let season = Season::load(desk)?;
    let situation = season.situation();
    let Some(child) = situation
        .children
        .iter()
        .find(|child| child.receipt() == receipt)
    else {
        return refuse(format!(
            "受理编号 {receipt} 不是符合条件的孩子，不能安排学校。"
        ));
    };
    if season.placements.iter().any(|p| p.receipt == receipt) {
        return refuse(format!("受理编号 {receipt} 已有学校，没有改动。"));
    }
    if let Some(number) = situation.held.open.get(&child.level) {
        return refuse(format!(
            "场次 {number} 已封存、尚未结束，请在它结束之后办理。"
        ));
    }
    let care = child.case.get(Fact::Care).unwrap_or("");
    let talent = care.split('、').any(|one| one == "引进人才子女");
    let left = plan(&situation)
        .unplaced
        .into_iter()
        .find(|one| one.receipt == receipt);
    let open = left.is_some_and(|one| matches!(one.why, Why::CentreDecides | Why::NoZone));
    if !talent && !open {
        return refuse(format!(
            "受理编号 {receipt} 不是引进人才子女，也不在由区招考中心确定学校的孩子之内，应按途径安排。"
        ));
    }
    if super::plan::seats_left(&situation, child.level, school) == 0 {
        return refuse(format!(
            "学校 {school} 没有空余学位，或不是这一学段的学校。"
        ));
    }
    let route = if talent { TALENT } else { child.route.code() };
    let admission = Admission {
        receipt: receipt.to_owned(),
        level: child.level,
        school: school.to_owned(),
        how: How::Direct,
        route: route.to_owned(),
        why: format!("由区招考中心确定：{reason}"),
    };
    let row = row(&admission);
    desk.transact::<_, DrawError>(Ask::to(Act::Place).because(reason), |tx| {
        placement::add_all(tx, &[row])?;
        Ok(((), Mark::on("placement", receipt).result(school)))
    })
}

/// The admissions of a 学段 that need no draw, as rows.
pub(super) fn rows(plan: &Plan, level: Level) -> Vec<Placement> {
    plan.admissions
        .iter()
        .filter(|one| one.level == level)
        .map(row)
        .collect()
}

fn row(admission: &Admission) -> Placement {
    Placement {
        receipt: admission.receipt.clone(),
        how: admission.how.code().into(),
        route: admission.route.clone(),
        school: admission.school.clone(),
        level: admission.level.text().into(),
        ceremony: None,
        batch: None,
        why: admission.why.clone(),
        at: String::new(),
    }
}
