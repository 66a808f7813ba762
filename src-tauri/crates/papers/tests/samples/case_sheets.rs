//! The case sheet: one page, and everything on it.

use super::*;

#[test]
fn a_case_sheet_is_one_page_that_says_everything() {
    let volume = cases(&FONTS, &imprint(), &[case_sample("䶮𬎆")]).expect("printed");
    assert_eq!((volume.pages, volume.stopped.len()), (1, 0));
    let page = File::new(&volume.pdf).page(1);
    for text in [
        "判定说明",
        "䶮𬎆",
        "◐待补正",
        "还缺1项",
        "✓满足",
        "？缺材料",
        "✕不满足",
        "◇由人核定",
        "租赁起2016-01-13〔房屋租赁合同〕",
        "朝阳区双井街道〔报名表，clerk",
        "要求：不晚于2018-05-01",
        "补救：请提交全家户口簿",
        "户籍类别本市外区〔全家户口簿〕；照顾类别没有填〔报名表〕",
        "4862f447f2c7f272fa2f4aaf89dadb3b1ac09105bd5864f8d1a0c9452bb0a226",
        "日志锚点88123:0123456789abcdef",
        "第1页共1页",
    ] {
        assert!(page.contains(text), "{text} is not in: {page}");
    }
    assert!(
        !page.contains("本年没有的"),
        "a heading without lines is left out"
    );
}

/// However long the texts, one page; what is shortened says so, and nothing else is missing.
#[test]
fn the_worst_case_sheet_is_one_page_too() {
    let sheet = case_worst();
    let volume = cases(&FONTS, &imprint(), std::slice::from_ref(&sheet)).expect("printed");
    assert_eq!((volume.pages, volume.stopped.len()), (1, 0));
    let file = File::new(&volume.pdf);
    assert_eq!(file.pages(), 1);
    let page = file.page(1);
    assert!(page.contains("略，共200字"), "{page}");
    let met = sheet
        .conditions
        .iter()
        .filter(|one| one.mark == CaseMark::Met)
        .count();
    assert!(page.contains(&format!("✓满足{met}项")), "{page}");
    let count = |text: &str| page.matches(text).count();
    assert_eq!(count("？缺材料"), 4, "{page}");
    assert_eq!(count("JOB_TOO_SHORT"), 10);
    assert_eq!(count("办法："), 8);
    let name: String = sheet.name.split_whitespace().collect();
    assert!(page.contains(&name), "{page}");
}

#[test]
fn a_case_sheet_with_an_unknown_character_stops_alone() {
    let mut bad = case_sample("孙\u{2EBF0}");
    bad.receipt = "H2".to_owned();
    let volume = cases(&FONTS, &imprint(), &[case_sample("王小明"), bad]).expect("printed");
    assert_eq!(volume.pages, 1);
    assert_eq!(volume.stopped[0].receipt, "H2");
}
