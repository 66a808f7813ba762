//! The conditions of spec/rules.md as a decision graph (JDM) for `zen-engine`.
//!
//! Input and one expression node, which is the output too: first the category, then the category's own chain
//! of conditions, the gravest verdict first. `and`, `or` and `? :` stop at the first part that settles
//! them, so no condition of another category is looked at. On the 100,000 children of `make bench` this took
//! 0.67 CPU seconds; with an output node 0.72, with a decision table of one row a condition (indexed by
//! category, first hit) 0.87, with a switch to one node a category 1.19.

use serde_json::{Value, json};

type Breaches = crate::breaches::Breaches<String>;

const CATEGORY: &str = "
    level == '小学' ? (
        hukou == '朝阳区' ? 'P1'
        : hukou == '本市外区' ? (home_kind == '租住' or home_kind == '其他' ? 'P3' : 'P2')
        : hukou == null ? null
        : treated_as != null ? 'P4'
        : hukou == '外省市' ? 'P5' : 'P9')
    : level == '初中' ? (
        hukou == null ? null
        : hukou == '朝阳区' or hukou == '本市外区' or treated_as != null
            ? (enrolled_at == null ? null : enrolled_at == '朝阳区' ? 'J1' : 'J2')
        : hukou == '外省市' ? (
            enrolled_at == null ? null
            : enrolled_at == '朝阳区' ? 'J3'
            : enrolled_at == '外省市' ? 'J4' : 'J9')
        : 'J9')
    : null";

const TITLE_LACKS: &str = "(title_number == null or title_kind == null or owner_relation == null
    or home_use == null or (title_kind == '不动产权证书' and title_date == null))";

/// The decision: input and one expression node.
pub fn decision() -> Value {
    let node = |id: &str, kind: &str, content: Value| json!({ "id": id, "name": id, "type": kind, "content": content });
    let edge = |from: &str, to: &str| json!({ "id": format!("{from}-{to}"), "type": "edge", "sourceId": from, "targetId": to });
    let judge = json!({
        "expressions": [
            { "id": "category", "key": "category", "value": CATEGORY },
            { "id": "verdict", "key": "verdict", "value": verdict() },
        ],
        "inputField": null, "outputPath": null, "executionMode": "single", "passThrough": false,
    });
    json!({
        "nodes": [
            node("facts", "inputNode", json!({ "schema": "" })),
            node("judge", "expressionNode", judge),
        ],
        "edges": [edge("facts", "judge")],
    })
}

fn verdict() -> String {
    let four = || vec![graduating(), four_papers()];
    // The commonest first.
    let categories = [
        ("P1", vec![gate(), hukou_book(), own_title("")]),
        ("J1", vec![graduating(), recognition_number()]),
        ("P5", vec![gate(), four_papers()]),
        ("J3", four()),
        ("J2", vec![graduating(), returned(), recognition_number()]),
        (
            "P2",
            vec![
                gate(),
                hukou_book(),
                lives_here(""),
                title("home_kind == '自有房产' and"),
            ],
        ),
        (
            "P3",
            vec![
                gate(),
                hukou_book(),
                lives_here(""),
                lease(),
                three_year_job(),
            ],
        ),
        ("J4", four()),
        (
            "P4",
            vec![
                gate(),
                recognition_whole(),
                treated_home(),
                own_title("treated_scope == '朝阳区户籍' and"),
            ],
        ),
        ("J9", vec![person()]),
        ("P9", vec![gate(), person()]),
    ];
    let chains = categories.map(|(category, conditions)| {
        format!("$.category == '{category}' ? ({})", chain(conditions))
    });
    format!("{} : 'supplement'", chains.join("\n: "))
}

fn chain(conditions: Vec<Breaches>) -> String {
    let sum = conditions.into_iter().fold(care_proof(), Breaches::and);
    let steps: Vec<String> = sum
        .by_verdict()
        .map(|(verdict, breaches)| format!("{} ? '{verdict}' : ", breaches.join(" or ")))
        .collect();
    steps.concat() + "'eligible'"
}

fn each<const N: usize>(breaches: [&str; N]) -> Vec<String> {
    breaches.map(|breach| format!("({breach})")).to_vec()
}

fn missing<const N: usize>(facts: [&str; N]) -> Breaches {
    Breaches {
        supplement: facts.map(|fact| format!("{fact} == null")).to_vec(),
        ..Breaches::default()
    }
}

fn gate() -> Breaches {
    Breaches {
        ineligible: each(["birth != null and birth > 20150831"]),
        refer: each(["birth != null and birth < 20140901"]),
        supplement: each([
            "birth == null",
            "home_kind == null",
            "home_kind == '自有房产' and home_district == null",
        ]),
    }
}

fn care_proof() -> Breaches {
    Breaches {
        supplement: each(["care != null and care_number == null"]),
        ..Breaches::default()
    }
}

fn hukou_book() -> Breaches {
    Breaches {
        supplement: each(["hukou_book != '有'"]),
        ..Breaches::default()
    }
}

/// A home that is owned here has its title whole; `when` ends in `and`, or is empty.
fn own_title(when: &str) -> Breaches {
    let owned =
        format!("({when} home_kind == '自有房产' and home_district == '朝阳区' and {TITLE_LACKS})");
    Breaches {
        supplement: vec![owned],
        ..Breaches::default()
    }
}

fn title(when: &str) -> Breaches {
    let other = "owner_relation != null and owner_relation != '父亲'
        and owner_relation != '母亲' and owner_relation != '法定监护人'";
    Breaches {
        ineligible: vec![format!("({when} home_use != null and home_use != '住宅')")],
        refer: vec![format!("({when} {other})")],
        supplement: vec![format!("({when} {TITLE_LACKS})")],
    }
}

fn lives_here(when: &str) -> Breaches {
    let elsewhere = format!("({when} home_district != null and home_district != '朝阳区')");
    Breaches {
        ineligible: vec![elsewhere],
        supplement: vec![format!("({when} home_district == null)")],
        ..Breaches::default()
    }
}

fn lease() -> Breaches {
    let broken = Breaches {
        ineligible: each([
            "lease_from != null and lease_from > 20180501",
            "lease_to != null and lease_to < 20210501",
            "lease_sole == '否'",
        ]),
        ..Breaches::default()
    };
    broken.and(missing([
        "lease_from",
        "lease_to",
        "lease_sole",
        "lease_number",
    ]))
}

/// Any guardian's work will do; where none passes, it is broken only if every one's is.
fn any_works(passes: &str, fails: &str) -> Breaches {
    Breaches {
        ineligible: vec![format!("(len(guardians) > 0 and all(guardians, {fails}))")],
        supplement: vec![format!("not some(guardians, {passes})")],
        ..Breaches::default()
    }
}

fn three_year_job() -> Breaches {
    any_works(
        "#.job != null and #.job != '无' and #.district == '朝阳区'
            and #.since != null and #.since <= 20180501 and #.three_years_months == 36",
        "#.job == '无' or (#.district != null and #.district != '朝阳区')
            or (#.since != null and #.since > 20180501)
            or (#.three_years_months != null and #.three_years_months < 36)",
    )
}

/// Work, dwelling, register book, permits.
fn four_papers() -> Breaches {
    let work = any_works(
        "#.district == '朝阳区' and #.job != null and #.job != '无' and (#.job == '受雇'
            ? #.insured_district == '朝阳区' and #.recent_months == 5
                and #.employer != null and #.employer == #.insurer
            : #.license != null)",
        "#.job == '无' or (#.district != null and #.district != '朝阳区')
            or (#.job == '受雇' and (
                (#.insured_district != null and #.insured_district != '朝阳区')
                or (#.recent_months != null and #.recent_months < 5)))",
    );
    let dwelling = Breaches {
        ineligible: each(["home_use != null and home_use != '住宅'"]),
        supplement: each([
            "home_kind == null",
            "home_kind == '自有房产' and title_number == null",
            "home_kind == '租住' and (lease_from == null or lease_to == null)",
        ]),
        ..Breaches::default()
    };
    let papers = work.and(lives_here("")).and(dwelling);
    papers.and(hukou_book()).and(permits())
}

fn permits() -> Breaches {
    let asked = "(#.id == null or not startsWith(#.id, '110'))";
    let moved = "#.permit_district != null and #.permit_district != '朝阳区'";
    let lacks = "(#.permit == null or #.permit_district == null or #.permit_until == null
        or #.permit_until < 20210601)";
    Breaches {
        ineligible: vec![format!("some(guardians, {moved} and {asked})")],
        supplement: vec![format!("some(guardians, {lacks} and {asked})")],
        ..Breaches::default()
    }
}

fn recognition_whole() -> Breaches {
    missing(["recognition_number", "treated_scope"])
}

fn recognition_number() -> Breaches {
    Breaches {
        supplement: each(["recognition_number == null and treated_as != null
            and hukou != '朝阳区' and hukou != '本市外区'"]),
        ..Breaches::default()
    }
}

/// The home of a child who is treated as of another district.
fn treated_home() -> Breaches {
    let owned = "treated_scope == '外区户籍' and home_kind == '自有房产' and";
    let by_person = Breaches {
        refer: each([
            "treated_scope == '外区户籍' and (home_kind == '租住' or home_kind == '其他')",
        ]),
        ..Breaches::default()
    };
    let title = title(&format!("{owned} home_district != null and"));
    lives_here(owned).and(title).and(by_person)
}

/// Left to a person.
fn person() -> Breaches {
    Breaches {
        refer: each(["true"]),
        ..Breaches::default()
    }
}

fn graduating() -> Breaches {
    let other = Breaches {
        ineligible: each(["grade != null and grade != '六年级'"]),
        ..Breaches::default()
    };
    other.and(missing(["grade"]))
}

fn returned() -> Breaches {
    let not_done = Breaches {
        ineligible: each(["return_done == '未办理'"]),
        ..Breaches::default()
    };
    not_done.and(missing(["return_done"]))
}
