//! What all papers share: the mark of demonstrations and rehearsals, the foot, stopped pages.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::bind::Colophon;
use super::fonts::{Fonts, Style, code_point};
use super::mm;
use super::press::{Ink, Missing, Page, PageSize, Press, Stroke, Type};
use super::text::{Measure, break_lines};
use crate::{Edition, Imprint, PaperError, Stopped, Volume};

const FOOT: Type = Type::new(Style::Sans, 7.5).ink(Ink::Grey);

/// What becomes of a page with a character that no font has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoppedPage {
    /// The page is left out.
    LeftOut,
    /// A page that says so stands in its place, so that the numbers stay whole.
    Replaced,
}

/// A mark that a paper carries for its own matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// 演练.
    Rehearsal,
}

/// What a volume is called and how it is marked.
pub(crate) struct Cover<'a> {
    pub imprint: &'a Imprint,
    /// Title of the PDF.
    pub title: String,
    /// What the paper is called in a sentence, for example `通知书`.
    pub paper: &'static str,
    /// Mark across each page besides the edition's.
    pub mark: Option<Mark>,
    pub stopped_page: StoppedPage,
}

impl Cover<'_> {
    /// Begins a page, with the mark under everything else.
    pub fn begin_page(&self, press: &mut Press<'_>, size: PageSize) {
        press.begin_page(size);
        self.watermark(press, size);
        let demonstration = (self.imprint.edition == Edition::Demonstration)
            .then_some(("演示", "演示数据，不是正式文书"));
        let rehearsal =
            (self.mark == Some(Mark::Rehearsal)).then_some(("演练", "演练，不产生录取结果"));
        let marks: Vec<(&str, &str)> = demonstration.into_iter().chain(rehearsal).collect();
        if marks.is_empty() {
            return;
        }
        let [words, says] = [
            marks.iter().map(|m| m.0).collect::<Vec<_>>().join("·"),
            marks.iter().map(|m| m.1).collect::<Vec<_>>().join("；"),
        ];
        let kind = Type::new(Style::Sans, 96.0).ink(Ink::Faint);
        let x = size.width / 2.0;
        press.turned_text(x, size.height * 0.5, kind, 32.0, &words);
        let line = Type::new(Style::Sans, 9.0).ink(Ink::Red);
        press.text_centred(x, mm(9.0), line, &says);
    }

    /// Who made a list and when, so often that no part of the page can be copied without it.
    fn watermark(&self, press: &mut Press<'_>, size: PageSize) {
        let Some(words) = &self.imprint.watermark else {
            return;
        };
        let words = legible(press.fonts, words);
        let kind = Type::new(Style::Sans, 13.0).ink(Ink::Faint);
        let [across, down] = [3.0_f32, 5.0];
        for at in 0..15_u8 {
            let (column, row) = (f32::from(at % 3), f32::from(at / 3));
            let x = size.width * (column + 0.5) / across;
            let y = size.height * (row + 0.5) / down;
            press.turned_text(x, y, kind, 24.0, &words);
        }
    }

    /// Ends the volume: stops pages, writes the feet, binds.
    pub fn finish(&self, mut press: Press<'_>) -> Result<Volume, PaperError> {
        let mut stopped = Vec::new();
        let mut kept = Vec::new();
        for page in std::mem::take(&mut press.pages) {
            if page.missing.is_empty() {
                kept.push(page);
                continue;
            }
            let found = self.stops(&page.missing);
            if self.stopped_page == StoppedPage::Replaced {
                self.replace(&mut press, page, &found);
                kept.append(&mut press.pages);
            }
            for stop in found {
                if !stopped.contains(&stop) {
                    stopped.push(stop);
                }
            }
        }
        let pages = kept.len();
        for (at, page) in kept.into_iter().enumerate() {
            press.turn_to(page);
            self.foot(&mut press, at + 1, pages);
        }
        let colophon = Colophon {
            title: &self.title,
            date: self.imprint.date,
        };
        Ok(Volume {
            pdf: press.bind(&colophon)?,
            pages,
            stopped,
        })
    }

    fn stops(&self, missing: &[Missing]) -> Vec<Stopped> {
        let mut order: Vec<&str> = Vec::new();
        let mut characters: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for m in missing {
            let list = characters.entry(&m.receipt).or_insert_with(|| {
                order.push(&m.receipt);
                Vec::new()
            });
            let code = code_point(m.character);
            if !list.contains(&code) {
                list.push(code);
            }
        }
        order
            .into_iter()
            .map(|receipt| {
                let characters = characters.remove(receipt).unwrap_or_default();
                Stopped {
                    message: self.sentence(receipt, &characters),
                    receipt: receipt.to_owned(),
                    characters,
                }
            })
            .collect()
    }

    fn sentence(&self, receipt: &str, characters: &[String]) -> String {
        let whose = if receipt.is_empty() {
            format!("{}有一页没有印出", self.paper)
        } else {
            format!("受理编号 {receipt} 的{}没有印出", self.paper)
        };
        let these = match characters.len() {
            1 => "这个字",
            _ => "这些字",
        };
        format!(
            "{whose}：所带字库没有 {} {these}。请先核对用字是否录错；确实如此的，请记下编码报区招考中心加装字库后补印。",
            characters.join("、")
        )
    }

    fn replace(&self, press: &mut Press<'_>, page: Page, stops: &[Stopped]) {
        self.begin_page(press, page.size);
        let (left, width) = (mm(28.0), page.size.width - mm(56.0));
        let mut y = mm(50.0);
        let title = Type::new(Style::Bold, 22.0);
        press.text_centred(page.size.width / 2.0, y, title, "本 页 停 印");
        y += 40.0;
        let body = Type::new(Style::Serif, 12.0);
        let limit = page.size.height - mm(30.0);
        for (at, stop) in stops.iter().enumerate() {
            let measure = Measure {
                size: body.size,
                width,
                indent: 0.0,
            };
            let lines = break_lines(press.fonts, body.style, &stop.message, measure);
            if y + lines.len() as f32 * 20.0 > limit {
                let rest = format!("另有 {} 处，见打印结果清单。", stops.len() - at);
                press.text(left, y, body, &rest);
                break;
            }
            for line in lines {
                press.text(left, y, body, &line.text);
                y += 20.0;
            }
            y += 6.0;
        }
    }

    fn foot(&self, press: &mut Press<'_>, number: usize, of: usize) {
        let Some(size) = press.page_size() else {
            return;
        };
        let (left, right) = (mm(15.0), size.width - mm(15.0));
        let y = size.height - mm(9.0);
        let rule = Stroke::new(0.4).ink(Ink::Grey);
        press.line((left, y - 10.0), (right, y - 10.0), rule);
        let anchor = format!("日志锚点 {}", self.imprint.anchor.text());
        press.text(left, y, FOOT, &legible(press.fonts, &anchor));
        let number = format!("第 {number} 页 共 {of} 页");
        press.text_centred(size.width / 2.0, y, FOOT, &number);
        let made = format!(
            "{} {}",
            self.imprint.office,
            chinese_date(self.imprint.date)
        );
        press.text_right(right, y, FOOT, &legible(press.fonts, made.trim()));
    }
}

/// Writes a date as papers do: 2021年7月6日.
pub(crate) fn chinese_date(date: chrono::NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Replaces what no font has by its code, for texts that may not stop a page (the foot).
fn legible(fonts: &Fonts, text: &str) -> String {
    text.chars()
        .map(|c| match fonts.glyph(Style::Sans, c) {
            Some(_) => c.to_string(),
            None => format!("〔{}〕", code_point(c)),
        })
        .collect()
}
