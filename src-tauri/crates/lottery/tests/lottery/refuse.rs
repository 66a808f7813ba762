//! What is not canonical, or not allowed, is refused with file, row and cure.

use ruxue_lottery::{
    Batch, Close, Code, Digest, Finding, Freeze, Groups, Leftover, Lists, Method, Number, PlanLine,
    Row, Slot, SlotKind, close_aborted, file, freeze, seed_text,
};

use crate::folders::{digits, formal_slots, nonce};
use crate::golden::{frozen, lists};

const BATCHES: &str =
    "batch,title,method,groups,leftover\n1,甲,serial,skip,none\n2,\"a,\"\"b\",rounds,extend,pool\n";
const PLAN: &str = "batch,school,seats\n1,S1,2\n1,S10,0\n1,S2,3\n2,S1,1\n";
const ROSTER: &str = "batch,index,receipt,tier,unit,choices\n1,0,A1,0,,S1>S2\n1,1,A2,1,U1,S2\n1,2,A3,1,U1,S2\n2,0,A1,0,,\n";

fn said(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| format!("{finding}\n"))
        .collect()
}

/// Replaces text in one of the three lists and expects a sentence.
fn check_list(from: &str, to: &str, expect: &str) {
    let hits = [BATCHES, PLAN, ROSTER]
        .iter()
        .filter(|list| list.contains(from))
        .count();
    assert_eq!(hits, 1, "{from:?}");
    let [batches, plan, roster] = [BATCHES, PLAN, ROSTER].map(|list| list.replacen(from, to, 1));
    let found = Lists::parse(batches.as_bytes(), plan.as_bytes(), roster.as_bytes());
    let said = said(&found.expect_err(to));
    assert!(said.contains(expect), "{from:?} → {to:?}: {said}");
}

#[test]
fn the_lists_themselves_are_fine() {
    let lists = Lists::parse(BATCHES.as_bytes(), PLAN.as_bytes(), ROSTER.as_bytes()).unwrap();
    assert_eq!(lists.batches()[1].title, "a,\"b");
    assert_eq!(lists.batches_csv(), BATCHES.as_bytes());
    assert_eq!(lists.plan_csv(), PLAN.as_bytes());
    assert_eq!(lists.roster_csv(), ROSTER.as_bytes());
}

#[test]
fn lists_without_rows_have_their_headers() {
    let lists = Lists::new(vec![], vec![], vec![]).unwrap();
    let roster = lists.roster_csv();
    assert_eq!(roster, b"batch,index,receipt,tier,unit,choices\n");
    assert_eq!(
        Lists::parse(&lists.batches_csv(), &lists.plan_csv(), &roster).unwrap(),
        lists
    );
}

#[test]
fn text_form() {
    check_list(
        "batch,title",
        "\u{feff}batch,title",
        "batches.csv 第 1 行：文件以 BOM 开头",
    );
    check_list(
        "1,甲,serial,skip,none\n",
        "1,甲,serial,skip,none\r\n",
        "batches.csv 第 2 行：含有控制字符",
    );
    check_list("甲", "甲\u{85}", "batches.csv 第 2 行：含有控制字符");
    check_list("甲", "甲\t乙", "batches.csv 第 2 行：含有控制字符");
    check_list("S1,1\n", "S1,1 \n", "plan.csv 第 5 行：行末有空白");
    check_list("S1,1\n", "S1,1", "plan.csv 第 5 行：最后一行没有换行");
    check_list("S1,1\n", "S1,1\n\n", "plan.csv 第 6 行：应有 3 列");
    check_list(
        "batch,school,seats",
        "batch,school,Seats",
        "plan.csv 第 1 行：表头应为",
    );
    let bad = [&BATCHES.as_bytes()[..35], b"1,\xff,serial,skip,none\n"].concat();
    let found = Lists::parse(&bad, PLAN.as_bytes(), ROSTER.as_bytes()).unwrap_err();
    assert!(
        said(&found).contains("batches.csv 第 2 行：不是 UTF-8"),
        "{}",
        said(&found)
    );
    let found = Lists::parse(b"", PLAN.as_bytes(), ROSTER.as_bytes()).unwrap_err();
    assert!(
        said(&found).contains("batches.csv 第 1 行：最后一行没有换行"),
        "{}",
        said(&found)
    );
}

#[test]
fn csv_form() {
    check_list("甲", "\"甲\"", "batches.csv 第 2 行：「甲」不含逗号和引号");
    check_list(
        "甲",
        "甲\"乙\"",
        "batches.csv 第 2 行：含有引号的字段须用引号括起",
    );
    check_list("甲", "\"甲,", "batches.csv 第 2 行：引号没有成对");
    check_list(
        "甲",
        "\"甲,\"乙",
        "batches.csv 第 2 行：右引号之后应为逗号或行末",
    );
    check_list("甲", "甲,乙", "batches.csv 第 2 行：应有 5 列，实有 6 列");
    check_list("1,S10,0", "1,S10", "plan.csv 第 3 行：应有 3 列，实有 2 列");
}

#[test]
fn integers() {
    for number in ["02", "+2", "-2", "2.0", "", " 2", "２", "4294967296"] {
        check_list(
            "1,S1,2",
            &format!("1,S1,{number}"),
            "plan.csv 第 2 行：seats 应为",
        );
        check_list(
            "A1,0,,S1>S2",
            &format!("A1,{number},,S1>S2"),
            "roster.csv 第 2 行：tier 应为",
        );
    }
    check_list(
        "1,S1,2",
        "1,S1,4294967295",
        "plan.csv 第 2 行：第 1 批学位总数超过一千万",
    );
}

#[test]
fn batches() {
    check_list("1,甲", "0,甲", "批次号 0 应为 1");
    check_list("1,甲", "2,甲", "批次须从 1 起连续、不重复");
    check_list("2,\"a", "3,\"a", "batches.csv 第 3 行：批次号 3 应为 2");
    check_list("serial", "Serial", "method 应为 serial 或 rounds");
    check_list("skip", "keep", "groups 应为 skip 或 extend");
    check_list("none", "", "leftover 应为 none 或 pool");
}

#[test]
fn plan() {
    check_list(
        "2,S1,1",
        "3,S1,1",
        "plan.csv 第 5 行：第 3 批不在 batches.csv 中",
    );
    check_list(
        "1,S1,2",
        "0,S1,2",
        "plan.csv 第 2 行：第 0 批不在 batches.csv 中",
    );
    check_list(
        "1,S10,0\n1,S2,3",
        "1,S2,3\n1,S10,0",
        "plan.csv 第 3 行：此行应为「1,S10,0」",
    );
    check_list(
        "1,S10,0",
        "1,S1,0",
        "plan.csv 第 3 行：学校 S1 在同一批次重复",
    );
    check_list(
        "1,S10,0",
        "1,s10,0",
        "plan.csv 第 3 行：school 应由 1 至 20 位",
    );
    check_list(
        "1,S10,0",
        "1,,0",
        "plan.csv 第 3 行：school 应由 1 至 20 位",
    );
    let long = format!("1,{},0", "S".repeat(21));
    check_list("1,S10,0", &long, "plan.csv 第 3 行：school 应由 1 至 20 位");
}

#[test]
fn roster() {
    check_list(
        "1,1,A2",
        "1,2,A2",
        "roster.csv 第 3 行：此行应为「1,1,A2,1,U1,S2」",
    );
    check_list(
        "1,0,A1,0,,S1>S2",
        "1,0,A4,0,,S1>S2",
        "roster.csv 第 2 行：此行应为「1,0,A2,",
    );
    check_list(
        "1,1,A2",
        "1,1,A1",
        "roster.csv 第 3 行：受理编号 A1 在同一批次重复",
    );
    check_list("1,1,A2", "1,1,a2", "roster.csv 第 3 行：receipt 应由");
    check_list(
        "2,0,A1",
        "3,0,A1",
        "roster.csv 第 5 行：第 3 批不在 batches.csv 中",
    );
    check_list(
        "S1>S2",
        "S1>S9",
        "roster.csv 第 2 行：志愿学校 S9 不在第 1 批的计划中",
    );
    check_list("S1>S2", "S1>S1", "roster.csv 第 2 行：志愿学校 S1 填了两次");
    check_list("S1>S2", "S1>", "roster.csv 第 2 行：choices 应由");
    check_list("S1>S2", ">S1", "roster.csv 第 2 行：choices 应由");
    check_list(
        "A3,1,U1,S2",
        "A3,0,U1,S2",
        "roster.csv 第 4 行：捆绑 U1 的各行层级或志愿不同",
    );
    check_list(
        "A3,1,U1,S2",
        "A3,1,U1,S1",
        "roster.csv 第 4 行：捆绑 U1 的各行层级或志愿不同",
    );
    check_list("A3,1,U1,S2", "A3,1,u1,S2", "roster.csv 第 4 行：unit 应由");
}

/// Rows given in memory are counted as given, below a header.
#[test]
fn rows_are_counted_as_given() {
    let code = |text| Code::new(text).unwrap();
    let batch = Batch {
        number: 1,
        title: "甲\n乙".into(),
        method: Method::Serial,
        groups: Groups::Skip,
        leftover: Leftover::None,
    };
    let found = Lists::new(vec![batch.clone()], vec![], vec![]).unwrap_err();
    assert!(said(&found).contains("batches.csv 第 2 行：批次名称含有控制字符"));
    let batch = Batch {
        title: "甲".into(),
        ..batch
    };
    let plan = vec![PlanLine {
        batch: 1,
        school: code("S1"),
        seats: 1,
    }];
    let row = |receipt, choice| Row {
        batch: 1,
        receipt: code(receipt),
        tier: 0,
        unit: None,
        choices: vec![code(choice)],
    };
    let rows = vec![
        row("Z", "S1"),
        row("B", "S1"),
        row("A", "S2"),
        row("B", "S1"),
    ];
    let said = said(&Lists::new(vec![batch], plan, rows).unwrap_err());
    assert!(
        said.contains("第 4 行：志愿学校 S2") && said.contains("第 5 行：受理编号 B"),
        "{said}"
    );
}

fn check_freeze(from: &str, to: &str, expect: &str) {
    let frozen = frozen(
        Number::formal(2021, 2).unwrap(),
        Digest([7; 32]),
        &formal_slots(),
        1,
    );
    let text = String::from_utf8(frozen.freeze.to_bytes()).unwrap();
    assert!(text.contains(from), "{from}");
    let said = said(&Freeze::parse(text.replacen(from, to, 1).as_bytes()).expect_err(to));
    assert!(said.contains(expect), "{from:?} → {to:?}: {said}");
}

#[test]
fn the_freeze_sheet() {
    let sentence = "freeze.txt 第 1 行：首行应为「RUXUE-FREEZE/1 FORMAL」";
    for first in ["FORMAL ", "Formal", "", "FORMAL\nceremony=2021-0001"] {
        let expect = if first == "FORMAL " {
            "第 1 行：行末有空白"
        } else {
            sentence
        };
        let expect = if first.contains('\n') {
            "第 3 行：此行应为「prev=…」"
        } else {
            expect
        };
        let expect = if first.is_empty() {
            "第 1 行：行末有空白"
        } else {
            expect
        };
        check_freeze("FORMAL", first, expect);
    }
    check_freeze("/1 FORMAL", "/1 REHEARSAL", "第 2 行：首行的正式");
    check_freeze("2021-0002", "R-0002", "第 2 行：首行的正式");
    for name in [
        "2021-2",
        "2021-0000",
        "21-0002",
        "2021-00002",
        "r-0001",
        "2021_0002",
        "",
    ] {
        check_freeze("2021-0002", name, "第 2 行：场次编号应形如");
    }
    let zeros = Digest::ZEROS.to_string();
    check_freeze(
        &"07".repeat(32),
        &zeros,
        "第 3 行：不是第一场，prev 应为上一场",
    );
    check_freeze(
        &"07".repeat(32),
        &"0A".repeat(32),
        "第 3 行：「prev=」之后应为 64 个小写",
    );
    check_freeze("policy=", "prev=", "第 4 行：此行应为「policy=…」");
    check_freeze("w2=", "w3=", "第 10 行：此行应为「w2=…」");
    check_freeze("公证员:", "公证:员:", "第 9 行：见证数字应写作");
    check_freeze("公证员:", ":", "第 9 行：见证人名称不能为空");
    check_freeze(
        "公证员:sealed:20",
        "公证员:sealed:020",
        "第 9 行：见证数字应写作",
    );
    check_freeze(
        "公证员:sealed:20",
        "公证员:open:20",
        "第 9 行：见证数字应写作",
    );
    check_freeze(
        "公证员:sealed:20",
        "公证员:sealed:19",
        "第 9 行：正式派位每份见证数字至少 20 位",
    );
    check_freeze("dice", "sealed", "第 11 行：最后一份数字须当众产生");
    check_freeze(
        "w3=现场掷骰:dice:20\n",
        "",
        "第 10 行：正式派位至少要有 3 份",
    );
    check_freeze(
        "w3=现场掷骰:dice:20\n",
        "w3=现场掷骰:dice:20\n\n",
        "第 12 行：此行应为「w4=…」",
    );
}

#[test]
fn slots_of_a_formal_and_of_a_rehearsal() {
    let (lists, none) = (lists(), Digest::ZEROS);
    let make = |number, prev, slots: &[Slot]| {
        freeze(number, prev, none, slots, &lists, &nonce(1)).map(|frozen| frozen.freeze)
    };
    let (formal, rehearsal) = (
        Number::formal(2021, 1).unwrap(),
        Number::rehearsal(1).unwrap(),
    );
    assert!(make(formal, none, &formal_slots()).is_ok());
    assert!(make(formal, Digest([1; 32]), &formal_slots()).is_ok());
    assert!(make(formal, none, &formal_slots()[1..]).is_err());
    assert!(make(formal, none, &[]).is_err());
    let one = [Slot {
        label: "甲".into(),
        kind: SlotKind::Sealed,
        count: 1,
    }];
    assert!(make(formal, none, &one).is_err());
    assert!(make(rehearsal, none, &one).is_ok());
    assert!(make(rehearsal, none, &[]).is_ok());
    let found = make(rehearsal, Digest([1; 32]), &one).unwrap_err();
    assert!(said(&found).contains("第一场演练的 prev 应为 64 个零"));
    assert!(make(Number::rehearsal(2).unwrap(), none, &one).is_err());
    for label in ["", "　", "甲:乙", "甲\n乙"] {
        let slot = Slot {
            label: label.into(),
            kind: SlotKind::Sealed,
            count: 1,
        };
        assert!(make(rehearsal, none, &[slot]).is_err(), "{label:?}");
    }
    let slot = Slot {
        label: "甲".into(),
        kind: SlotKind::Sealed,
        count: 0,
    };
    assert!(make(rehearsal, none, &[slot]).is_err());
}

#[test]
fn digits_and_nonce_of_the_seed() {
    let freeze = frozen(
        Number::formal(2021, 1).unwrap(),
        Digest::ZEROS,
        &formal_slots(),
        1,
    )
    .freeze;
    let check = |nonce, digits: &[String], expect: &str| {
        let said = said(&seed_text(&freeze, &nonce, digits).unwrap_err());
        assert!(said.contains(expect), "{said}");
    };
    assert!(seed_text(&freeze, &nonce(1), &digits()).is_ok());
    check(
        nonce(2),
        &digits(),
        "seed.txt 第 3 行：机器随机数与封存单上的摘要不符",
    );
    check(
        nonce(1),
        &digits()[..2],
        "seed.txt 第 6 行：应有 3 份见证数字，实有 2 份",
    );
    let four = [digits(), digits()].concat();
    check(nonce(1), &four, "应有 3 份见证数字，实有 6 份");
    for (bad, expect) in [
        (
            "1",
            "seed.txt 第 5 行：w2（家长代表甲）应为 20 位数字，实为 1 位",
        ),
        (
            "2718281828459045235x",
            "seed.txt 第 5 行：w2（家长代表甲）只能是数字",
        ),
        ("２7182818284590452", "只能是数字"),
        ("", "实为 0 位"),
    ] {
        let mut digits = digits();
        digits[1] = bad.into();
        check(nonce(1), &digits, expect);
    }
}

#[test]
fn aborting() {
    let freeze = frozen(
        Number::formal(2021, 1).unwrap(),
        Digest::ZEROS,
        &formal_slots(),
        1,
    )
    .freeze;
    let abort =
        |reason: &str, n, digits: &[String]| close_aborted(&freeze, reason, &nonce(n), digits);
    for read_out in 0..3 {
        let bytes = abort("名单有误", 1, &digits()[..read_out]).unwrap();
        let close = Close::parse(&bytes).unwrap();
        assert_eq!(close.abort.unwrap().digits.len(), read_out);
    }
    let check = |found: Result<Vec<u8>, Vec<Finding>>, expect: &str| {
        let said = said(&found.unwrap_err());
        assert!(said.contains(expect), "{said}");
    };
    check(
        abort("名单有误", 1, &digits()),
        "close.txt 第 12 行：全部数字已经读出，不能再中止",
    );
    check(
        abort("名单有误", 2, &[]),
        "close.txt 第 8 行：公开的机器随机数与封存单上的摘要不符",
    );
    check(
        abort("名单有误", 1, &["1".to_owned()]),
        "close.txt 第 9 行：w1（公证员）应为 20 位数字",
    );
    for reason in ["", " ", "一\n二", "名单有误 ", "名单\t有误"] {
        check(abort(reason, 1, &[]), "close.txt 第 7 行：中止原因");
    }
}

#[test]
fn codes_and_numbers() {
    for text in ["", "a", "A B", "A-1", "Ａ", "A\0", "ABCDEFGHIJKLMNOPQRSTU"] {
        assert_eq!(Code::new(text), None, "{text:?}");
    }
    let codes =
        ["1", "10", "2", "A", "AA", "ABCDEFGHIJKLMNOPQRST", "B"].map(|c| Code::new(c).unwrap());
    assert!(codes.is_sorted());
    assert_eq!(codes[5].as_str(), "ABCDEFGHIJKLMNOPQRST");
    assert_eq!(Number::parse("2021-0003").unwrap().to_string(), "2021-0003");
    assert_eq!(Number::parse("R-0012").unwrap().to_string(), "R-0012");
    assert_eq!(file::ALL.len(), 7);
}
