//! Sample rosters, records and reports.

use ruxue_papers::*;

pub fn roster_sample(rows: usize) -> Roster {
    let names = [
        "王小明",
        "䶮𬎆𫖯",
        "阿卜杜拉·买买提",
        "欧阳静怡",
        "Anna Müller",
    ];
    let row = |n: usize| RosterRow {
        receipt: format!("H21{n:06}"),
        name: names[n % names.len()].to_owned(),
        sex: if n.is_multiple_of(2) { "男" } else { "女" }.to_owned(),
        born: "2015-03-12".to_owned(),
        document: "110105201503120000".to_owned(),
        hukou: "本市户籍（朝阳）".to_owned(),
        path: "单校划片".to_owned(),
        address: "朝阳区双井街道广和里中街18号院3号楼2单元501室".to_owned(),
        guardian: "王建国".to_owned(),
        phone: "13800000000".to_owned(),
        notice: format!("朝教入〔2021〕S001-{n:04}"),
        collected: "是".to_owned(),
        ..RosterRow::default()
    };
    Roster {
        code: "S001".to_owned(),
        school: "北京市朝阳区双井第一实验小学".to_owned(),
        stage: Stage::Primary,
        year: 2021,
        masking: Masking::Full,
        rows: (1..=rows).map(row).collect(),
    }
}

pub fn record_sample(register: Register) -> DrawRecord {
    let digest = |c: char| c.to_string().repeat(64);
    let batch = |number: u32, title: &str, over_plan: Vec<OverPlan>| BatchLine {
        number,
        title: title.to_owned(),
        method: Method::Serial,
        groups: Groups::Extend,
        leftover: Leftover::Pool,
        applied: 1460,
        seats: 1200,
        admitted: 1000,
        placed: 201,
        waiting: 258,
        elsewhere: 1,
        over_plan,
    };
    let over = OverPlan {
        school: "北京市朝阳区双井第一实验小学".to_owned(),
        seats: 1,
    };
    let witness = |label: &str, kind, digits: &str| Witness {
        label: label.to_owned(),
        kind,
        count: 20,
        digits: digits.to_owned(),
    };
    DrawRecord {
        ceremony: match register {
            Register::Formal => "2021-0003".to_owned(),
            Register::Rehearsal => "R-0001".to_owned(),
        },
        register,
        state: CeremonyState::Completed,
        software: "入学工作站 Ruxue".to_owned(),
        version: "0.1.0".to_owned(),
        digests: CeremonyDigests {
            previous: digest('0'),
            policy: digest('1'),
            batches: digest('2'),
            plan: digest('3'),
            roster: digest('4'),
            nonce: digest('5'),
            freeze: digest('a'),
            seed: digest('b'),
            result: digest('c'),
            close: digest('d'),
        },
        nonce: digest('e'),
        witnesses: vec![
            witness("公证员", WitnessKind::Sealed, "66743071413607260177"),
            witness("家长代表甲", WitnessKind::Sealed, "65094109495459817481"),
            witness("现场掷骰", WitnessKind::Dice, "87104555692454938712"),
        ],
        batches: vec![
            batch(1, "民办小学", Vec::new()),
            batch(2, "多校划片（双井、劲松片区）", vec![over]),
        ],
        schools: (1..=60)
            .map(|n| SchoolLine {
                batch: 1 + n / 31,
                code: format!("S{n:03}"),
                name: format!("北京市朝阳区第{n}小学"),
                seats: 20,
                admitted: 18,
                placed: n % 4,
            })
            .collect(),
        verification: vec![
            "封存单与批次表、计划表、名单的摘要一致".to_owned(),
            "由种子重算 2920 个派位号，全部一致".to_owned(),
            "重新分配的结果与 result.csv 逐字节一致".to_owned(),
        ],
        operator: "李操作".to_owned(),
        second: "张复核".to_owned(),
        place: String::new(),
        time: String::new(),
    }
}

pub fn report_sample() -> ComplianceReport {
    let check = |rule: &str, result: CheckResult, receipts: Vec<String>| Check {
        rule: rule.to_owned(),
        clause: "三（二）1".to_owned(),
        method: "逐个核对登记的出生日期与截止日，只计判定为符合条件的儿童。".to_owned(),
        figures: vec![
            Figure {
                label: "核对".to_owned(),
                value: "40000 人".to_owned(),
            },
            Figure {
                label: "不符".to_owned(),
                value: format!("{} 人", receipts.len()),
            },
        ],
        receipts,
        result,
        remark: String::new(),
    };
    let receipts = (0..80).map(|n| format!("H21{n:06}")).collect();
    let why = "没有导入学位记录表".to_owned();
    ComplianceReport {
        title: String::new(),
        period: "2021年（2021-05-01至2021-07-06）".to_owned(),
        pack: "chaoyang-2021".to_owned(),
        pack_digest: "4862f447f2c7f272fa2f4aaf89dadb3b1ac09105bd5864f8d1a0c9452bb0a226".to_owned(),
        data_faults: vec!["学校表第 12 行的计划数不是整数，该校未计入。".to_owned()],
        checks: vec![
            check(
                "年满六周岁（8月31日以前出生）",
                CheckResult::Conforms,
                vec![],
            ),
            check("每校录取人数不超过计划", CheckResult::Violates, receipts),
            check(
                "学位在规定年限内未重复使用",
                CheckResult::NotChecked { why },
                vec![],
            ),
        ],
        tables: vec![FigureTable {
            title: "各校录取人数".to_owned(),
            columns: ["学校", "计划", "直接入学", "派位", "统筹", "合计"]
                .map(str::to_owned)
                .to_vec(),
            rows: (1..=12)
                .map(|n| {
                    let mut row = vec![format!("北京市朝阳区第{n}小学")];
                    row.extend(["120", "80", "30", "10", "120"].map(str::to_owned));
                    row
                })
                .collect(),
            total: ["合计", "1440", "960", "360", "120", "1440"]
                .map(str::to_owned)
                .to_vec(),
        }],
    }
}

/// A closing sheet of a day on which more was done than the page has rows.
pub fn closing_sample() -> ClosingSheet {
    let many = |what: &str| -> Vec<ClosingCount> {
        let count = |n: u64| ClosingCount {
            label: format!("{what} {n}"),
            done: n,
            refused: n % 3,
        };
        (1..60).map(count).collect()
    };
    ClosingSheet {
        number: 12,
        printed_before: 0,
        office: "110105".to_owned(),
        day: chrono::NaiveDate::from_ymd_opt(2021, 5, 6).unwrap_or_default(),
        made: "2021-05-06 17:30　张一（审计员）".to_owned(),
        first: 8_121,
        last: 88_123,
        days: "2021-05-04 至 2021-05-06".to_owned(),
        sha256: "0123456789abcdef".repeat(4),
        sm3: "fedcba9876543210".repeat(4),
        previous: Some(ClosingBefore {
            number: 11,
            day: chrono::NaiveDate::from_ymd_opt(2021, 5, 3).unwrap_or_default(),
            anchor: Anchor {
                seq: 8_120,
                hash: "00112233aabbccdd".to_owned(),
            },
        }),
        chain: "第 1 条至第 88123 条逐条相扣；接上一张的第 8120 条，其摘要与上一张所载相符。"
            .to_owned(),
        acts: many("事项"),
        people: many("经办人"),
    }
}
