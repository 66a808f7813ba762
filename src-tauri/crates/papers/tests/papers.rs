//! The papers as other programs see them: text by pdftotext, structure by qpdf, QR codes by
//! zbarimg.

#[path = "samples/case_sheets.rs"]
mod case_sheets;
mod samples;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use ruxue_papers::*;
use samples::*;

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/fonts");
    let read = |name: &str| {
        let path = find_font(&folder, name);
        let bytes = std::fs::read(&path).expect("run scripts/fonts.sh first");
        (name.to_owned(), bytes)
    };
    Fonts::new(FONT_FILES.into_iter().map(read).collect()).expect("the pinned fonts are good")
});

/// A PDF in a folder that goes away with it.
struct File {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl File {
    fn new(pdf: &[u8]) -> File {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("paper.pdf");
        std::fs::write(&path, pdf).expect("room for the PDF");
        File { folder, path }
    }

    fn run(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let mut command = Command::new(program);
        command.args(before).arg(&self.path).args(after);
        let out = command.output().unwrap_or_else(|e| {
            panic!("{program} is needed (apt-get install poppler-utils qpdf): {e}")
        });
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        let error = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{program}: {text}{error}");
        text
    }

    /// Text of one page without blanks.
    fn page(&self, number: usize) -> String {
        let number = number.to_string();
        let text = self.run("pdftotext", &["-f", &number, "-l", &number], &["-"]);
        text.split_whitespace().collect()
    }

    fn pages(&self) -> usize {
        let count = self.run("qpdf", &["--show-npages"], &[]);
        count.trim().parse().expect("qpdf prints a number")
    }

    /// What zbarimg reads on a page; `None`, with a reason, where it is not installed.
    fn qr(&self, number: usize) -> Option<String> {
        let number = number.to_string();
        let picture = self.folder.path().join("page");
        let picture = picture.to_string_lossy();
        let before = [
            "-r",
            "300",
            "-png",
            "-singlefile",
            "-f",
            &number,
            "-l",
            &number,
        ];
        self.run("pdftoppm", &before, &[&picture]);
        let read = Command::new("zbarimg")
            .args(["--quiet", "--raw", &format!("{picture}.png")])
            .output();
        match read {
            Ok(out) => Some(String::from_utf8_lossy(&out.stdout).trim().to_owned()),
            Err(e) => {
                eprintln!("QR not read back: zbarimg (apt-get install zbar-tools): {e}");
                None
            }
        }
    }
}

#[test]
fn a_notice_says_what_it_was_given() {
    let volume = notices(&FONTS, &imprint(), &notice_samples()).expect("printed");
    let file = File::new(&volume.pdf);
    let first = file.page(1);
    for text in [
        "北京市朝阳区双井第一实验小学",
        "入学通知书",
        "朝教入〔2021〕S001-0001",
        "王小明同学：",
        "2021年8月28日（星期六）上午9:00—11:00",
        "全家户口簿原件及复印件",
        "010-67700000",
        "2021年7月6日",
        "入学通知书存根",
        "领取人签字",
        "88123:0123456789abcdef",
        "第1页共8页",
    ] {
        assert!(first.contains(text), "{text} is not in: {first}");
    }
    assert!(file.page(2).contains("䶮𬎆𫖯同学："));
    assert!(
        file.page(4)
            .contains("Anna-MariaMüllerFernándezdelaCruzyÅ.Ørsted同学：")
    );
    assert!(file.page(6).contains("28113040"));
    assert!(!first.contains("演示"));
}

#[test]
fn a_character_without_a_glyph_stops_its_notice_alone() {
    let sheets = notice_samples();
    let volume = notices(&FONTS, &imprint(), &sheets).expect("printed");
    assert_eq!(volume.pages + volume.stopped.len(), sheets.len());
    assert_eq!(volume.stopped.len(), 1);
    let stop = &volume.stopped[0];
    assert_eq!(stop.receipt, "H21000005");
    assert_eq!(stop.characters, ["U+2EBF0", "U+E863"]);
    assert!(stop.message.contains("H21000005") && stop.message.contains("U+2EBF0"));
    let file = File::new(&volume.pdf);
    assert_eq!(file.pages(), volume.pages);
    let all = file.run("pdftotext", &[], &["-"]);
    assert!(!all.contains("H21000005"));
}

#[test]
fn nothing_to_print_gives_no_file() {
    let none = notices(&FONTS, &imprint(), &[]).expect("nothing to do");
    assert_eq!(none, Volume::default());
    let stopped = notices(&FONTS, &imprint(), &[notice(1, "\u{E000}")]).expect("stopped");
    assert_eq!((stopped.pages, stopped.pdf.len()), (0, 0));
    assert_eq!(stopped.stopped.len(), 1);
}

#[test]
fn same_sheets_same_bytes() {
    for _ in 0..2 {
        let (first, second) = (all(&FONTS).expect("printed"), all(&FONTS).expect("printed"));
        for ((name, a), (_, b)) in first.into_iter().zip(second) {
            assert!(a.pdf == b.pdf, "{name} differs between two runs");
        }
    }
    let moved = Imprint {
        date: imprint().date.succ_opt().expect("a next day"),
        ..imprint()
    };
    let sheets = [notice(1, "王小明")];
    let a = notices(&FONTS, &imprint(), &sheets).expect("printed");
    let b = notices(&FONTS, &moved, &sheets).expect("printed");
    assert!(a.pdf != b.pdf);
}

#[test]
fn every_paper_is_sound_and_marked_for_readers() {
    for (name, volume) in all(&FONTS).expect("printed") {
        let file = File::new(&volume.pdf);
        file.run("qpdf", &["--check"], &[]);
        assert_eq!(file.pages(), volume.pages, "{name}");
        let head = file.run("qpdf", &["--qdf", "--object-streams=disable"], &["-"]);
        assert!(head.contains("/Lang (zh-CN)"), "{name}");
        for number in 1..=volume.pages {
            let page = file.page(number);
            let foot = format!("第{number}页共{}页", volume.pages);
            assert!(page.contains(&foot), "{name} page {number}: {foot}");
            assert!(
                page.contains("日志锚点88123:0123456789abcdef"),
                "{name} page {number}"
            );
        }
    }
}

#[test]
fn a_qr_code_reads_back_and_stays_on_its_page() {
    let sheets = [notice(1, "王小明"), notice(2, "䶮𬎆")];
    let volume = notices(&FONTS, &imprint(), &sheets).expect("printed");
    let file = File::new(&volume.pdf);
    for (at, sheet) in sheets.iter().enumerate() {
        let Some(read) = file.qr(at + 1) else { return };
        assert_eq!(read, sheet.qr);
    }
    let listed = file.run("pdfimages", &["-list", "-f", "1", "-l", "1"], &[]);
    assert_eq!(listed.lines().count(), 3, "one image on the page: {listed}");
    let alone = file.folder.path().join("one.pdf");
    let target = alone.to_string_lossy();
    file.run("qpdf", &[], &["--pages", ".", "1", "--", &target]);
    let one = File::new(&std::fs::read(&alone).expect("qpdf wrote it"));
    let objects = one.run("qpdf", &["--qdf", "--object-streams=disable"], &["-"]);
    assert_eq!(objects.matches("/Subtype /Image").count(), 1);
}

/// 一 and the radical ⼀ share a glyph; a copied name must still be the printed one.
#[test]
fn characters_that_share_a_glyph_are_kept_apart() {
    let sheets = [notice(1, "一\u{2F00}一"), notice(2, "\u{2F00}一\u{2F00}")];
    let volume = notices(&FONTS, &imprint(), &sheets).expect("printed");
    let file = File::new(&volume.pdf);
    assert!(
        file.page(1).contains("一\u{2F00}一同学"),
        "{}",
        file.page(1)
    );
    assert!(file.page(2).contains("\u{2F00}一\u{2F00}同学"));
}

/// Characters from all blocks that the fonts cover, a thousand glyphs of each face and more in
/// one volume.
#[test]
fn names_over_all_blocks_come_back_right() {
    let blocks = [
        0x3400..=0x4DB5,
        0x4E00..=0x9FEF,
        0x20000..=0x2A6D6,
        0x2A700..=0x2EBE0,
    ];
    let characters: Vec<char> = blocks
        .into_iter()
        .flat_map(|b| b.step_by(29))
        .filter_map(char::from_u32)
        .filter(|c| FONTS.check(&c.to_string()).is_empty())
        .collect();
    assert!(characters.len() > 2700, "{}", characters.len());
    let names = characters.chunks(6).map(|c| c.iter().collect::<String>());
    let sheets: Vec<Notice> = names
        .enumerate()
        .map(|(n, name)| notice(n + 1, &name))
        .collect();
    let volume = notices(&FONTS, &imprint(), &sheets).expect("printed");
    assert!(volume.stopped.is_empty());
    let text = File::new(&volume.pdf).run("pdftotext", &[], &["-"]);
    for sheet in &sheets {
        assert!(
            text.contains(&format!("{} 同学：", sheet.name)),
            "{}",
            sheet.name
        );
    }
}

#[test]
fn plain_papers_carry_no_fall_back_fonts() {
    let volume = notices(&FONTS, &imprint(), &[notice(1, "王小明")]).expect("printed");
    let fonts = File::new(&volume.pdf).run("pdffonts", &[], &[]);
    assert!(
        fonts.contains("NotoSerifCJKSC") && !fonts.contains("HanaMin"),
        "{fonts}"
    );
}

#[test]
fn a_notice_that_is_too_long_says_which() {
    let mut long = notice(1, "王小明");
    long.report_place = "很长的地点".repeat(800);
    let error = notices(&FONTS, &imprint(), &[long]).unwrap_err();
    assert!(
        error.to_string().contains("朝教入〔2021〕S001-0001"),
        "{error}"
    );
    let mut qr = notice(1, "王小明");
    qr.qr = "x".repeat(4000);
    assert!(matches!(
        notices(&FONTS, &imprint(), &[qr]),
        Err(PaperError::Qr { bytes: 4000 })
    ));
}

#[test]
fn demonstrations_and_rehearsals_say_so_on_every_page() {
    let demonstration = Imprint {
        edition: Edition::Demonstration,
        ..imprint()
    };
    let cases = [
        (
            notices(&FONTS, &demonstration, &[notice(1, "王小明")]),
            "演示",
        ),
        (roster(&FONTS, &demonstration, &roster_sample(60)), "演示"),
        (
            draw_record(&FONTS, &imprint(), &record_sample(Register::Rehearsal)),
            "演练",
        ),
        (compliance(&FONTS, &demonstration, &report_sample()), "演示"),
    ];
    for (volume, word) in cases {
        let volume = volume.expect("printed");
        let file = File::new(&volume.pdf);
        for number in 1..=volume.pages {
            assert!(file.page(number).contains(word), "{word} on page {number}");
        }
    }
}

#[test]
fn a_roster_repeats_its_head_and_counts_its_pages() {
    let volume = roster(&FONTS, &imprint(), &roster_sample(60)).expect("printed");
    let file = File::new(&volume.pdf);
    assert!(volume.pages > 1);
    for number in 1..=volume.pages {
        let page = file.page(number);
        for text in ["序号", "通知书编号", "制表：", "审核：", "校长：", "本页共"]
        {
            assert!(page.contains(text), "{text} on page {number}");
        }
    }
    assert!(
        file.page(volume.pages)
            .contains("累计共60人，男30人，女30人")
    );
    let empty = roster(&FONTS, &imprint(), &roster_sample(0)).expect("printed");
    assert!(
        File::new(&empty.pdf)
            .page(1)
            .contains("本校没有已录取的新生")
    );
}

#[test]
fn a_roster_page_that_stops_keeps_its_place() {
    let mut sheet = roster_sample(60);
    let whole = roster(&FONTS, &imprint(), &sheet).expect("printed");
    sheet.rows[1].name = "李\u{2EBF0}".to_owned();
    sheet.rows[3].address = "\u{E863}街".to_owned();
    let volume = roster(&FONTS, &imprint(), &sheet).expect("printed");
    assert_eq!(volume.pages, whole.pages);
    let receipts: Vec<&str> = volume.stopped.iter().map(|s| s.receipt.as_str()).collect();
    assert_eq!(receipts, ["H21000002", "H21000004"]);
    let file = File::new(&volume.pdf);
    let page = file.page(1);
    assert!(
        page.contains("本页停印") && page.contains("U+2EBF0"),
        "{page}"
    );
    assert!(
        page.contains("H21000004") && !page.contains("欧阳静怡"),
        "{page}"
    );
    assert!(file.page(2).contains("序号"));
}

#[test]
fn a_draw_record_holds_every_digest_in_full() {
    let sheet = record_sample(Register::Formal);
    let volume = draw_record(&FONTS, &imprint(), &sheet).expect("printed");
    let file = File::new(&volume.pdf);
    let first = file.page(1);
    let d = &sheet.digests;
    for digest in [
        &d.previous,
        &d.policy,
        &d.batches,
        &d.plan,
        &d.roster,
        &d.nonce,
        &d.freeze,
        &d.result,
        &sheet.nonce,
        &d.seed,
        &d.close,
    ] {
        assert!(
            first.contains(digest.as_str()),
            "{digest} is not in: {first}"
        );
    }
    for witness in &sheet.witnesses {
        assert!(first.contains(&witness.label) && first.contains(&witness.digits));
    }
    let rest: String = (1..=volume.pages).map(|n| file.page(n)).collect();
    for text in [
        "2920",
        "S060",
        "因多胞胎整组录取多用学位1个",
        "公证员（二）",
        "监督代表",
    ] {
        assert!(rest.contains(text), "{text}");
    }
    let Some(read) = file.qr(1) else { return };
    assert_eq!(
        read,
        format!(
            "RUXUE-DRAW/1 2021-0003 freeze={} result={} anchor=88123:0123456789abcdef",
            d.freeze, d.result
        )
    );
}

#[test]
fn an_aborted_draw_says_why_and_has_no_result() {
    let mut sheet = record_sample(Register::Formal);
    sheet.state = CeremonyState::Aborted {
        reason: "停电".to_owned(),
    };
    sheet.digests.seed.clear();
    sheet.digests.result.clear();
    sheet.witnesses[2].digits.clear();
    let volume = draw_record(&FONTS, &imprint(), &sheet).expect("printed");
    let page = File::new(&volume.pdf).page(1);
    for text in ["中止，未产生结果。原因：停电", "（无）", "（未读出）"] {
        assert!(page.contains(text), "{text} is not in: {page}");
    }
}

#[test]
fn a_report_over_bad_data_does_not_say_that_all_is_well() {
    let whole = |sheet: &ComplianceReport| {
        let volume = compliance(&FONTS, &imprint(), sheet).expect("printed");
        let file = File::new(&volume.pdf);
        (1..=volume.pages).map(|n| file.page(n)).collect::<String>()
    };
    let mut sheet = report_sample();
    let text = whole(&sheet);
    for words in [
        "符合1项，不符合1项，未能检查1项",
        "存在不符合规定的情况",
        "数据问题（1处），影响本报告的结论",
        "●符合",
        "✕不符合",
        "◇未能检查",
        "没有导入学位记录表",
        "涉及的受理编号（80个）",
        "H21000079",
        "负责人",
    ] {
        assert!(text.contains(words), "{words}");
    }
    assert!(!text.contains("所检查的各项均符合规定"));
    sheet.checks.retain(|c| c.result == CheckResult::Conforms);
    assert!(whole(&sheet).contains("只对可用的数据成立"));
    sheet.data_faults.clear();
    assert!(whole(&sheet).contains("所检查的各项均符合规定"));
    sheet.checks.clear();
    assert!(whole(&sheet).contains("不能作为合规的依据"));
}

#[test]
fn a_closing_sheet_is_one_page_however_much_was_done() {
    let mut sheet = closing_sample();
    let volume = closing(&FONTS, &imprint(), &sheet).expect("printed");
    assert_eq!(volume.pages, 1);
    let file = File::new(&volume.pdf);
    let text = file.page(1);
    assert!(text.contains("其余43项") && text.contains("1770"), "{text}");
    assert!(
        text.contains("第8121条至第88123条") && !text.contains("补打"),
        "{text}"
    );
    if let Some(code) = file.qr(1) {
        let whole = format!("88123:{}", sheet.sha256);
        assert!(
            code.contains(&whole) && code.ends_with(&sheet.sm3),
            "{code}"
        );
    }
    sheet.printed_before = 2;
    let again = closing(&FONTS, &imprint(), &sheet).expect("printed");
    assert!(File::new(&again.pdf).page(1).contains("第2次补打"));
}

#[test]
fn the_codes_of_lists_and_reports_carry_the_anchor() {
    let mut read = 0;
    for (name, volume) in all(&FONTS).expect("printed") {
        // A case sheet fills its page and a stopped page is replaced: no code, the foot has the anchor.
        let code = File::new(&volume.pdf).qr(1);
        if let Some(code) = code.filter(|code| !code.is_empty()) {
            assert!(code.contains("88123:0123456789abcdef"), "{name}: {code}");
            read += 1;
        }
    }
    // None where there is no reader of codes on this machine.
    assert!(read == 0 || read >= 8, "{read} papers");
}
