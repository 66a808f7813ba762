//! Intake from end to end: files made by other programs, hostile files, a desk.

mod aliases;
mod book;
mod desk;
mod hostile;
mod reading;

use super::{Problem, Source, Staged, Template, read};
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures/intake")
        .join(name)
}

fn csv(text: &str) -> Staged {
    read(Template::Applicants, Source::bytes("报名.csv", text.into())).expect("the file is taken")
}

/// `row column: message` of each problem.
fn told(problems: &[Problem]) -> Vec<String> {
    let tell =
        |problem: &Problem| format!("{} {}: {}", problem.row, problem.column, problem.message);
    problems.iter().map(tell).collect()
}

const HEADERS: &str = "受理编号,学段,姓名,性别,证件类型,证件号码,出生日期,户籍类别,监护人一姓名";

/// A row of a child who exists nowhere, under [`HEADERS`].
fn child(receipt: &str, name: &str, number: &str) -> String {
    format!("{receipt},小学,{name},女,居民身份证,{number},2015-06-07,朝阳区,样例甲\n")
}

/// A number of GB 11643 of a girl born on 2015-06-07.
fn number(serial: u32) -> String {
    let front = format!("11010520150607{:02}{}", serial / 5, serial % 5 * 2);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = front.bytes().map(|digit| u32::from(digit - b'0'));
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    format!("{front}{}", char::from(b"10X98765432"[sum as usize % 11]))
}
