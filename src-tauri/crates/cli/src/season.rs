//! `ruxue sample` and `ruxue season`.

use crate::args::{Args, SampleArgs, SeasonArgs};
use crate::failure::Failure;
use crate::out::say;
use crate::progress::Bar;
use crate::signin::{self, DEMO_PASSWORD};
use ruxue_desk::ceremony::Entropy;
use ruxue_desk::sample::{self, Format, Request};
use ruxue_desk::season::{self, SeasonOrder};

pub fn sample(what: &SampleArgs) -> Result<(), Failure> {
    let bar = Bar::new();
    let request = Request {
        children: what.children,
        seed: what.seed,
        format: if what.xlsx { Format::Xlsx } else { Format::Csv },
    };
    let summary = sample::write(&request, &what.out, &mut |done, total| {
        bar.at("生成", done, total)
    })?;
    drop(bar);
    say!(
        "虚拟区已写入 {}：孩子 {}，学校 {}，志愿 {}，学位记录 {}。",
        what.out.display(),
        summary.children,
        summary.schools,
        summary.choices,
        summary.seat_records
    );
    Ok(())
}

pub fn run(args: &Args, what: &SeasonArgs) -> Result<(), Failure> {
    let dir = signin::folder(args)?;
    let given = std::env::var("RUXUE_PASSWORD").ok();
    let password = given.as_deref().unwrap_or(DEMO_PASSWORD);
    let entropy = match what.seed {
        Some(seed) => Entropy::Seeded(seed.to_string()),
        None => Entropy::System,
    };
    let order = SeasonOrder {
        desk: &dir,
        from: &what.from,
        password,
        entropy,
    };
    let bar = std::sync::Mutex::new(Bar::new());
    let done = season::run(&order, &|what, done, total| {
        if let Ok(bar) = bar.lock() {
            bar.at(what, done, total);
        }
    })?;
    drop(bar);
    if let Some(sheet) = &done.recovery {
        say!(
            "演示工作台已建立：{}；恢复单 {}。",
            dir.display(),
            sheet.display()
        );
        if given.is_none() {
            say!("账户按角色命名（centre、principal、auditor …），密码：{DEMO_PASSWORD}");
        }
    }
    for file in &done.imported {
        say!(
            "导入 {}：读 {} 行，采用 {}，退回 {}{}",
            file.file.display(),
            file.read,
            file.taken,
            file.refused,
            file.problems.as_ref().map_or(String::new(), |path| format!(
                "，问题清单 {}",
                path.display()
            ))
        );
    }
    let f = &done.figures;
    say!(
        "孩子 {}：符合 {}，待补正 {}，人工核定 {}，不符合 {}",
        f.children,
        f.eligible,
        f.supplement,
        f.refer,
        f.ineligible
    );
    say!(
        "录取 {}（免派位 {}，志愿派位 {}，统筹派位 {}），尚未安排 {}；派位 {} 场",
        f.admitted,
        f.direct,
        f.drawn,
        f.placed,
        f.unplaced.len(),
        f.ceremonies.len()
    );
    say!("通知书 {} 页，停印 {}", f.notices, f.stopped.len());
    say!("纸件与 season.json 在 {}。", done.out.display());
    Ok(())
}
