use super::*;
use crate::kit::fonts::tests::installed;

fn broken(fonts: &Fonts, text: &str, em: f32) -> Vec<Line> {
    let measure = Measure {
        size: 10.0,
        width: em * 10.0,
        indent: 0.0,
    };
    break_lines(fonts, Style::Serif, text, measure)
}

fn texts(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|l| l.text.as_str()).collect()
}

#[test]
fn closing_marks_stay_with_what_they_close() {
    assert_eq!(
        pieces("《通知》，来。"),
        ["《通", "知》，", "来。"].map(String::from)
    );
}

#[test]
fn words_and_numbers_are_not_torn() {
    assert_eq!(
        pieces("在2021年 Anna Maria 报到"),
        ["在", "2021", "年 ", "Anna ", "Maria ", "报", "到"].map(String::from)
    );
}

#[test]
fn dashes_and_dots_come_in_pairs() {
    assert_eq!(pieces("甲——乙……"), ["甲——", "乙……"].map(String::from));
}

#[test]
fn a_name_of_several_parts_is_cut_after_its_dots() {
    assert_eq!(
        pieces("阿卜杜拉·买买提 同学："),
        ["阿卜杜拉·", "买买提 ", "同", "学："].map(String::from)
    );
    assert_eq!(pieces("甲·乙"), ["甲·", "乙"].map(String::from));
    assert_eq!(pieces("·"), ["·"].map(String::from));
    assert_eq!(pieces("甲·"), ["甲·"].map(String::from));
    assert_eq!(pieces("甲··乙 "), ["甲··", "乙 "].map(String::from));
}

#[test]
fn a_stop_hangs_rather_than_begin_a_line() {
    let fonts = installed();
    // Five characters and a stop in 5.5 em: the stop's empty half hangs over the edge.
    assert_eq!(
        texts(&broken(&fonts, "一二三四五。六七", 5.5)),
        ["一二三四五。", "六七"]
    );
    // In 5.4 em it does not fit even so, and takes its character with it.
    assert_eq!(
        texts(&broken(&fonts, "一二三四五。六七", 5.4)),
        ["一二三四", "五。六七"]
    );
}

#[test]
fn an_opening_mark_does_not_end_a_line() {
    let fonts = installed();
    assert_eq!(
        texts(&broken(&fonts, "一二三（四五）", 4.0)),
        ["一二三", "（四五）"]
    );
}

#[test]
fn blanks_end_with_their_line() {
    let fonts = installed();
    assert_eq!(
        texts(&broken(&fonts, "一二三 四五", 3.0)),
        ["一二三", "四五"]
    );
    assert_eq!(texts(&broken(&fonts, "", 3.0)), [""]);
    assert_eq!(texts(&broken(&fonts, "一\n二", 3.0)), ["一 二"]);
}

#[test]
fn a_word_wider_than_the_line_is_torn_at_last() {
    let fonts = installed();
    let lines = broken(&fonts, &"a".repeat(64), 10.0);
    assert!(lines.len() > 1 && lines.iter().all(|l| l.width <= 100.01));
    assert_eq!(texts(&lines).concat(), "a".repeat(64));
}

/// Over many texts and widths: nothing is lost, no line is too wide, no line begins or ends with
/// a mark that may not stand there.
#[test]
fn the_rules_hold_at_every_width() {
    let fonts = installed();
    let text = "根据《办法》（2021年），“适龄儿童”应于8月28日—29日，到“双井小学”报到；阿卜杜拉·买买提、\
                Anna Müller 须携带：户口簿、接种证……等（原件）。咨询：010-6770 0000！";
    let solid = |t: &str| t.replace(' ', "");
    for width in 40..400 {
        let lines = broken(&fonts, text, width as f32 / 10.0);
        assert_eq!(solid(&texts(&lines).concat()), solid(text));
        if width < 110 {
            continue;
        }
        for (at, line) in lines.iter().enumerate() {
            assert!(line.width <= width as f32 + 0.05, "{width}: {}", line.text);
            let first = line.text.chars().next().unwrap_or('一');
            let last = line.text.chars().last().unwrap_or('一');
            assert!(!CLOSING.contains(first), "{width}: {}", line.text);
            assert!(
                at + 1 == lines.len() || !OPENING.contains(last),
                "{}",
                line.text
            );
        }
    }
}

#[test]
fn fitting_stops_at_the_least_size() {
    let fonts = installed();
    let size = |text: &str| fit(&fonts, Style::Serif, text, (16.0, 10.0), 100.0);
    assert_eq!(size("一二三"), 16.0);
    assert_eq!(size("一二三四五六七八"), 12.5);
    assert_eq!(size(&"一".repeat(60)), 10.0);
}
