//! What the compliance report counts: read once, asked by every check.

use super::IssueError;
use crate::ceremony::{Season, plan};
use crate::open::Desk;
use crate::store::ceremony::{self, Ceremony};
use crate::store::import::{self, Import};
use crate::store::paper::{self, Paper};
use crate::store::placement::Placement;
use crate::store::tables::{self, Filing};
use chrono::NaiveDate;
use ruxue_papers::FigureTable;
use ruxue_rules::{Case, Level, School};
use std::collections::HashMap;

/// The season as the checks see it.
pub(super) struct Figures {
    pub season: Season,
    pub plan: plan::Plan,
    pub ceremonies: Vec<Ceremony>,
    /// Rows seated by completed formal ceremonies, by number.
    pub seated: HashMap<String, i64>,
    pub imports: Vec<Import>,
    pub filings: Vec<Filing>,
    pub notices: Vec<Paper>,
    pub stopped: usize,
}

impl Figures {
    pub fn load(desk: &mut Desk) -> Result<Figures, IssueError> {
        let season = Season::load(desk)?;
        let reader = desk.reader();
        let plan = plan::plan(&season.situation());
        let ceremonies = ceremony::all(reader)?;
        let mut seated = HashMap::new();
        for row in &ceremonies {
            seated.insert(row.number.clone(), ceremony::seated(reader, &row.number)?);
        }
        Ok(Figures {
            season,
            plan,
            ceremonies,
            seated,
            imports: import::all(reader)?,
            filings: tables::filings(reader)?,
            notices: paper::of_kind(reader, super::numbering::NOTICE)?,
            stopped: paper::stopped(reader)?.len(),
        })
    }

    pub fn placements(&self) -> &[Placement] {
        &self.season.placements
    }

    pub fn schools(&self) -> &[School] {
        &self.season.register.world.tables().schools
    }

    /// An admitted child's facts.
    pub fn case(&self, receipt: &str) -> Option<&Case> {
        let cases = &self.season.register.cases;
        cases
            .binary_search_by(|case| case.receipt().cmp(receipt))
            .ok()
            .map(|at| &cases[at])
    }

    /// Columns that imports refused whose header holds one of these words.
    pub fn refused_columns(&self, words: &[&str]) -> Vec<String> {
        let columns = self
            .imports
            .iter()
            .flat_map(|one| one.refused_columns.split('、'));
        let holds = |column: &&str| words.iter().any(|word| column.contains(word));
        columns.filter(holds).map(str::to_owned).collect()
    }

    /// Admissions by school, with plans and ways: 报名 is who was admitted or still waits there.
    pub fn by_school(&self) -> FigureTable {
        let mut rows = Vec::new();
        let mut total = [0u32; 5];
        for school in self.schools() {
            let here = |how: &str| {
                let found = self.placements().iter().filter(|p| {
                    p.school == school.code && p.level == school.level.text() && p.how == how
                });
                found.count() as u32
            };
            let (direct, drawn, placed) = (here("direct"), here("drawn"), here("placed"));
            let all = direct + drawn + placed;
            let figures = [school.plan, direct, drawn, placed, all];
            total
                .iter_mut()
                .zip(figures)
                .for_each(|(sum, one)| *sum += one);
            let name = format!("{} {}（{}）", school.code, school.name, school.level.text());
            rows.push(
                [
                    vec![name],
                    figures.iter().map(ToString::to_string).collect(),
                ]
                .concat(),
            );
        }
        let heads = [
            "学校",
            "招生计划",
            "直接录取",
            "志愿派位",
            "统筹派位",
            "合计录取",
        ];
        FigureTable {
            title: "各校招生计划与录取人数".into(),
            columns: heads.map(str::to_owned).to_vec(),
            rows,
            total: [
                vec!["合计".to_owned()],
                total.iter().map(ToString::to_string).collect(),
            ]
            .concat(),
        }
    }

    /// Schools with more admissions than plan, and by how many.
    pub fn over_plan(&self) -> Vec<(&School, u32)> {
        let mut counts: HashMap<(&str, &str), u32> = HashMap::new();
        for p in self.placements() {
            *counts.entry((&p.level, &p.school)).or_default() += 1;
        }
        let over = |school: &School| {
            let all = counts
                .get(&(school.level.text(), school.code.as_str()))
                .copied();
            all.unwrap_or(0).saturating_sub(school.plan)
        };
        self.schools()
            .iter()
            .map(|school| (school, over(school)))
            .filter(|(_, n)| *n > 0)
            .collect()
    }
}

/// The day in Beijing of a kept time.
pub(super) fn day(at: &str) -> Option<NaiveDate> {
    crate::clock::beijing(at).get(..10)?.parse().ok()
}

/// The word of a 学段.
pub(super) fn level(text: &str) -> Option<Level> {
    Level::parse(text)
}
