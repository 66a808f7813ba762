//! The sentences of a list of changes.

use super::items::{Item, Part};
use super::node::{Node, Value};
use crate::{Pack, Severity};

/// Tells changes between two packs.
pub(super) struct Teller<'t> {
    packs: [&'t Pack; 2],
    items: [&'t [Item]; 2],
}

/// What a key is called; what is not listed keeps its own name.
const LABELS: &[(&str, &str)] = &[
    ("after", "应当晚于的日期"),
    ("before", "推算的起点"),
    ("breach", "不满足时的理由"),
    ("categories", "适用类别"),
    ("clause", "条款"),
    ("cure", "补救办法"),
    ("day", "日期"),
    ("exempt_prefix", "免查的证件号码开头"),
    ("fact", "事实"),
    ("facts", "事实"),
    ("first", "首月"),
    ("from", "开始日"),
    ("kind", "工作方式一项"),
    ("last", "末月"),
    ("level", "学段"),
    ("mismatch", "单位不一致时的理由"),
    ("missing", "缺少时的理由"),
    ("needs", "要求"),
    ("not_after", "期限"),
    ("not_before", "期限"),
    ("others", "可选的值"),
    ("recorded_from", "开始记录的年份"),
    ("refer", "由人核定的理由"),
    ("says", "说法"),
    ("severity", "轻重"),
    ("test", "种类"),
    ("title", "名称"),
    ("to", "结束日"),
    ("values", "可以的值"),
    ("way", "各种工作方式的要求"),
    ("when", "适用范围"),
    ("who", "适用于谁"),
    ("years", "年数"),
];

/// What keys of `pack.toml` are called.
const HEADS: &[(&str, &str)] = &[
    ("id", "包名"),
    ("title", "标题"),
    ("season", "年度"),
    ("document", "文件"),
];

fn label<'l>(labels: &[(&str, &'l str)], key: &'l str) -> &'l str {
    let found = labels.iter().find(|(name, _)| *name == key);
    found.map_or(key, |(_, label)| label)
}

impl<'t> Teller<'t> {
    pub fn new(packs: [&'t Pack; 2], items: [&'t [Item]; 2]) -> Teller<'t> {
        Teller { packs, items }
    }

    fn find(&self, part: Part, id: &str) -> Option<&'t Item> {
        // The later pack's words win: they are the ones in front of the reader.
        let all = self.items[1].iter().chain(self.items[0]);
        let mut found = all.filter(|item| item.part == part && *item.id == *id);
        found.next()
    }

    fn words_of(&self, part: Part, id: &str) -> String {
        let item = self.find(part, id);
        item.map_or_else(|| id.to_owned(), |item| item.body.text("says").to_owned())
    }

    fn name(&self, item: &Item) -> String {
        let (body, id) = (&item.body, &item.id);
        match item.part {
            Part::Head => label(HEADS, id).to_owned(),
            Part::Day | Part::Span => format!("「{}」", body.text("says")),
            Part::Seat => "学位年限".into(),
            Part::Unclaimed => "没有类别适用时的理由".into(),
            Part::GoodTitle => "完整产权的定义".into(),
            Part::Condition => format!("条件「{}」", body.text("says")),
            Part::Reason => format!("理由 {id}（{}）", body.text("says")),
            Part::Set => format!("一组条件 {id}"),
            Part::Category => format!("类别 {id}（{}）", body.text("title")),
            Part::Step => step_number(id),
            Part::Route => format!("去向 {id}（{}）", body.text("title")),
            Part::Note => format!("说明 {id}（{}）", body.text("says")),
            Part::Switch => format!("开关 {id}（{}）", body.text("says")),
            Part::Paper => format!("材料「{id}」"),
            Part::Event => format!("时间表「{}」", body.text("title")),
            Part::Word => format!("禁用词「{id}」"),
            Part::Examples => "例子".into(),
        }
    }

    pub fn came(&self, item: &Item) -> String {
        let clause = clause(&[item]);
        match item.part {
            Part::Day => format!(
                "新增日期：{}，{}{clause}",
                self.name(item),
                self.day(1, item)
            ),
            Part::Span => format!("新增月份：{}，{}{clause}", self.name(item), span(item)),
            Part::Step => format!("{}新增：{}{clause}", self.name(item), self.step(item)),
            Part::Event => format!("新增{}：{}{clause}", self.name(item), window(item)),
            _ => format!("新增{}{clause}", self.name(item)),
        }
    }

    pub fn gone(&self, item: &Item) -> String {
        let clause = clause(&[item]);
        match item.part {
            Part::Paper => format!("不再要求{}{clause}", self.name(item)),
            Part::Day => format!(
                "删去日期：{}，原为 {}{clause}",
                self.name(item),
                self.day(0, item)
            ),
            Part::Span => format!("删去月份：{}，原为 {}{clause}", self.name(item), span(item)),
            Part::Step => format!("{}删去：{}{clause}", self.name(item), self.step(item)),
            _ => format!("删去{}{clause}", self.name(item)),
        }
    }

    /// A key with another value; `None` where it reads the same.
    pub fn altered(
        &self,
        [old, new]: [&Item; 2],
        field: &str,
        nodes: [Option<&Node>; 2],
    ) -> Option<String> {
        let key = field.split('/').next().unwrap_or(field);
        let inner = field.split_once('/').map_or("", |(_, inner)| inner);
        let guard = matches!(key, "when" | "who") || new.part == Part::GoodTitle;
        let texts = nodes.map(|node| match (node, guard) {
            (None, true) => "全部".into(),
            (None, false) => "（没有写）".into(),
            (Some(node), true) => guard_words(node),
            (Some(node), false) => self.value(key, node),
        });
        if texts[0] == texts[1] && key != "not_after" && key != "not_before" {
            return None;
        }
        let [before, after] = &texts;
        let what = match (new.part, key) {
            (_, "") | (Part::Day, "day") | (Part::Switch, "value") => String::new(),
            (Part::Span, _) | (Part::Day, _) => format!("的{}", label(LABELS, key)),
            (Part::Seat, "years") => format!("：{inner}"),
            _ => format!("的{}", label(LABELS, key)),
        };
        let what = match (new.part, inner) {
            (Part::Switch, kind) if !kind.is_empty() => format!("：{kind} "),
            _ => what,
        };
        let unit = if new.part == Part::Seat && key == "years" {
            " 年"
        } else {
            ""
        };
        let clause = if key == "clause" {
            String::new()
        } else {
            clause(&[new, old])
        };
        let side = match key {
            "not_after" => "（不晚于）",
            "not_before" => "（不早于）",
            _ => "",
        };
        let named = if matches!(key, "says" | "title") {
            self.short(new)
        } else {
            self.name(new)
        };
        let follow = if key == "day" {
            self.following(&new.id)
        } else {
            String::new()
        };
        Some(format!(
            "{named}{what}{side}由 {before}{unit} 改为 {after}{unit}{clause}{follow}"
        ))
    }

    /// The name without the words that changed themselves.
    fn short(&self, item: &Item) -> String {
        match item.part {
            Part::Day => format!("日期 {}", item.id),
            Part::Span => format!("月份 {}", item.id),
            Part::Condition => format!("条件 {}", item.id),
            Part::Reason => format!("理由 {}", item.id),
            Part::Category => format!("类别 {}", item.id),
            Part::Route => format!("去向 {}", item.id),
            Part::Note => format!("说明 {}", item.id),
            Part::Switch => format!("开关 {}", item.id),
            Part::Event => format!("时间表 {}", item.id),
            _ => self.name(item),
        }
    }

    /// The days that are counted from this one and so moved with it.
    fn following(&self, id: &str) -> String {
        let counted = self.items[1]
            .iter()
            .filter(|item| item.part == Part::Day && item.body.text("before") == id);
        let moved = counted.filter_map(|item| {
            let (before, after) = (self.day(0, item), self.day(1, item));
            (before != after).then(|| format!("；{}随之由 {before} 改为 {after}", self.name(item)))
        });
        moved.collect()
    }

    /// The day of an item as the pack of a side counts it.
    fn day(&self, side: usize, item: &Item) -> String {
        let mut days = self.packs[side].days().iter();
        let found = days.find(|day| day.id == item.id);
        found.map_or_else(|| "（没有）".into(), |day| day.day.to_string())
    }

    fn asker(&self, item: &Item, side: usize) -> String {
        if item.part == Part::Category {
            return self.name(item);
        }
        let all = self.items[side].iter().filter(|other| {
            let names = |node: &Node| node.plain() == &*item.id || node.text("use") == &*item.id;
            other.part == Part::Category && other.body.list("conditions").into_iter().any(names)
        });
        let codes: Vec<&str> = all.map(|category| &*category.id).collect();
        format!("类别 {}", codes.join("、"))
    }

    fn asked(&self, id: &str) -> String {
        match self.find(Part::Condition, id) {
            Some(item) => item.body.text("says").to_owned(),
            None => format!("一组条件 {id}"),
        }
    }

    pub fn no_longer(&self, item: &Item, id: &str) -> String {
        format!("{} 不再要求：{}", self.asker(item, 0), self.asked(id))
    }

    pub fn now_asked(&self, item: &Item, id: &str) -> String {
        format!("{} 新增要求：{}", self.asker(item, 1), self.asked(id))
    }

    pub fn narrowed(&self, item: &Item, id: &str, when: [Option<&Node>; 2]) -> String {
        let [before, after] = when.map(|when| when.map_or_else(|| "全部".into(), guard_words));
        let (asker, asked) = (self.asker(item, 1), self.asked(id));
        format!("{asker}的要求「{asked}」，适用范围由 {before} 改为 {after}")
    }

    pub fn step_altered(&self, old: &Item, new: &Item) -> String {
        format!(
            "{}由「{}」改为「{}」{}",
            self.name(new),
            self.step(old),
            self.step(new),
            clause(&[new])
        )
    }

    /// A value as a reader of the list wants it.
    fn value(&self, key: &str, node: &Node) -> String {
        match (&node.value, key) {
            (Value::Plain(text), "severity") => Severity::parse(text)
                .map_or_else(|| text.to_string(), |one| one.outcome().text().into()),
            (Value::Plain(text), "not_after" | "not_before" | "before" | "after" | "date") => {
                format!("「{}」", self.words_of(Part::Day, text))
            }
            (Value::Plain(text), "months") => format!("「{}」", self.words_of(Part::Span, text)),
            (Value::Plain(text), _) => match &**text {
                "true" => "是".into(),
                "false" => "否".into(),
                "" => "（空）".into(),
                text => text.to_owned(),
            },
            (Value::List(items), _) if items.is_empty() => "（没有）".into(),
            (Value::List(items), _) => {
                let parts: Vec<_> = items.iter().map(|item| self.value(key, item)).collect();
                let tables = items
                    .iter()
                    .any(|item| matches!(item.value, Value::Table(_)));
                parts.join(if tables { "；" } else { "、" })
            }
            (Value::Table(entries), _) => {
                let part = |entry: &super::Entry| {
                    let value = match &*entry.key {
                        "when" => guard_words(&entry.node),
                        key => self.value(key, &entry.node),
                    };
                    match &*entry.key {
                        "fact" | "kinds" => value,
                        "is" => format!("为 {value}"),
                        key => format!("{} {value}", label(LABELS, key)),
                    }
                };
                entries.iter().map(part).collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// A step in one line.
    fn step(&self, item: &Item) -> String {
        let body = &item.body;
        let mut parts = Vec::new();
        if let Some(level) = body.get("level") {
            parts.push(level.plain().to_owned());
        }
        if body.get("categories").is_some() {
            let codes: Vec<_> = body
                .list("categories")
                .iter()
                .map(|node| node.plain())
                .collect();
            parts.push(format!("类别 {}", codes.join("、")));
        }
        parts.extend(body.get("when").map(guard_words));
        let looks = |key: &str| -> Vec<String> {
            body.list(key)
                .into_iter()
                .map(|look| self.look(look))
                .collect()
        };
        parts.extend(looks("all"));
        let any = looks("any");
        if !any.is_empty() {
            parts.push(any.join(" 或 "));
        }
        parts.extend(looks("none").iter().map(|look| format!("不是{look}")));
        let then = match (
            body.text("route"),
            body.text("refer"),
            body.text("refer_and_go_on"),
        ) {
            ("", "", go_on) => format!("由人核定 {go_on}，再往下看"),
            ("", refer, _) => format!("由人核定 {refer}"),
            (route, _, _) => match body.text("note") {
                "" => route.to_owned(),
                note => format!("{route}，说明 {note}"),
            },
        };
        format!("{} → {then}", parts.join("，"))
    }

    fn look(&self, look: &Node) -> String {
        match look.text("look") {
            "good-title" => "有完整产权".into(),
            "seat-used" => "住址的学位已用过".into(),
            "contested" => "别家也用这处房产登记".into(),
            "no-school" => "住址没有对应学校".into(),
            "one-school" => "住址对应一所学校".into(),
            "some-school" => "住址有对应学校".into(),
            "registered-schools-differ" => "户籍地址对应的学校不同".into(),
            "nine-year-school" => "毕业小学是九年一贯学校".into(),
            "primary-zone" => "毕业小学有服务片".into(),
            "after" => {
                let day = self.words_of(Part::Day, look.text("date"));
                format!("{}晚于「{day}」", look.text("fact"))
            }
            other => other.to_owned(),
        }
    }
}

fn step_number(id: &str) -> String {
    format!("去向第 {} 步", id.trim_start_matches("step-"))
}

fn span(item: &Item) -> String {
    format!("{} 至 {}", item.body.text("first"), item.body.text("last"))
}

fn window(item: &Item) -> String {
    let day = |key| match item.body.text(key) {
        "" => "…".to_owned(),
        day => day.to_owned(),
    };
    format!("{} 至 {}", day("from"), day("to"))
}

/// The clause of the first that has one, in brackets.
fn clause(items: &[&Item]) -> String {
    let mut clauses = items.iter().map(|item| item.body.text("clause"));
    let found = clauses.find(|clause| !clause.is_empty());
    found.map_or_else(String::new, |clause| format!("（{clause}）"))
}

/// A guard in words: 户籍类别为外省市，按京籍对待没有填.
fn guard_words(node: &Node) -> String {
    let row = |row: &Node| {
        let atoms = row.entries().iter().map(|entry| {
            let texts = entry.node.items();
            let words = texts.iter().map(|text| match text.plain() {
                "" => "没有填",
                "*" => "填了",
                text => text,
            });
            let words: Vec<_> = words.collect();
            let joined = words.join("或");
            let plain = texts.iter().all(|text| !matches!(text.plain(), "" | "*"));
            format!("{}{}{joined}", entry.key, if plain { "为" } else { "：" })
        });
        let atoms: Vec<_> = atoms.collect();
        if atoms.is_empty() {
            "全部".to_owned()
        } else {
            atoms.join("且")
        }
    };
    let rows: Vec<_> = node.items().into_iter().map(row).collect();
    rows.join("；或者")
}
