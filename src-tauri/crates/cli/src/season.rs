//! `ruxue sample` and `ruxue season`.

use crate::args::SampleArgs;
use crate::failure::Failure;
use crate::out::say;
use crate::progress::Bar;
use ruxue_desk::sample::{self, Format, Request};

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
