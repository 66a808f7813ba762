//! 政策 as the window asks for it: every refusal by its sentence, and that nothing changed.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::district::{RootKey, found};
use crate::intake::{self, Choice, Intent, Source, Template};
use crate::open::Desk;
use crate::pack::signed;
use crate::stage::{self, Hand, PASSWORD, TODAY};
use crate::wire::{FailureCode, Window};

const PHRASE: &str = "区-密钥-口令-2021";

/// A demonstration desk, its window, and a district with its key.
struct Stage {
    dir: tempfile::TempDir,
    hand: Hand,
    window: Window,
    root: RootKey,
}

impl Stage {
    fn new() -> Stage {
        let dir = tempfile::tempdir().unwrap();
        let desk = dir.path().join("desk");
        let today = TODAY.parse().ok();
        drop(stage::desk(&desk));
        let keys = dir.path().join("keys");
        found(&keys, PHRASE, today.unwrap()).unwrap();
        let root = RootKey::open(&keys.join("district.key"), PHRASE).unwrap();
        let hand = Hand::default();
        let window = Window::new(desk, today, Box::new(hand.clone()));
        let stage = Stage {
            dir,
            hand,
            window,
            root,
        };
        stage.sign_in("secadmin");
        stage
    }

    fn sign_in(&self, name: &str) {
        self.ask("sign_in", json!({ "name": name, "password": PASSWORD }));
    }

    fn call(&self, name: &str, body: Value) -> Result<Value, (FailureCode, String)> {
        let answer = self.window.call(name, &body.to_string(), &|_| ());
        match answer {
            Ok(text) => Ok(serde_json::from_str(&text).unwrap()),
            Err(failure) => Err((failure.code, failure.message)),
        }
    }

    #[track_caller]
    fn ask(&self, name: &str, body: Value) -> Value {
        self.call(name, body)
            .unwrap_or_else(|(_, said)| panic!("{name}: {said}"))
    }

    #[track_caller]
    fn refused(&self, name: &str, body: Value, part: &str) {
        let before = self.ask("policy", Value::Null);
        let (_, said) = self.call(name, body).expect_err(part);
        assert!(said.contains(part), "no «{part}» in: {said}");
        assert_eq!(before, self.ask("policy", Value::Null), "{said}");
    }

    fn token(&self, purpose: &str, path: &Path) -> String {
        self.hand.picks(path);
        let picked = self.ask("pick", json!({ "purpose": purpose }));
        picked["token"].as_str().unwrap().to_owned()
    }

    fn public(&self) -> PathBuf {
        self.dir.path().join("keys/district.pub")
    }

    fn trust(&self) {
        let token = self.token("district-key", &self.public());
        let print = self.root.public().fingerprint().to_string();
        self.ask(
            "trust_district",
            json!({ "token": token, "fingerprint": print, "reason": "" }),
        );
    }

    /// The bundled pack with one text of one file replaced, signed with a key.
    fn pack(&self, root: &RootKey, file: &str, from: &str, to: &str) -> PathBuf {
        let folder = self.folder(file, from, to);
        self.sign(&folder, root)
    }

    fn sign(&self, folder: &Path, root: &RootKey) -> PathBuf {
        let (name, bytes) = signed::sign(folder, root).unwrap();
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// A pack of 2022; the junior seat of the examples is used a year later, too.
    fn next_year(&self) -> PathBuf {
        let folder = self.folder("pack.toml", "season = 2021", "season = 2022");
        let examples = folder.join("examples.toml");
        let text = std::fs::read_to_string(&examples).unwrap();
        std::fs::write(&examples, text.replace("year = 2019", "year = 2020")).unwrap();
        self.sign(&folder, &self.root)
    }

    fn folder(&self, file: &str, from: &str, to: &str) -> PathBuf {
        let folder = self.dir.path().join("pack");
        std::fs::create_dir_all(&folder).unwrap();
        let policy = "../../../assets/policy/chaoyang-2021";
        let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join(policy);
        for (name, bytes) in crate::pack::toml_files(&bundled).unwrap() {
            let mut text = String::from_utf8(bytes).unwrap();
            if name == file {
                assert!(text.contains(from));
                text = text.replace(from, to);
            }
            std::fs::write(folder.join(name), text).unwrap();
        }
        folder
    }

    /// A pack of the same season with another title.
    fn amended(&self) -> PathBuf {
        self.pack(
            &self.root,
            "pack.toml",
            "年义务教育入学规则",
            "年义务教育入学规则（修订）",
        )
    }

    fn install(&self, path: &Path, reason: &str) -> Value {
        json!({ "pack": self.token("pack", path), "reason": reason })
    }

    fn enter_children(&self) {
        let sample = self.dir.path().join("sample");
        let request = crate::sample::Request {
            children: 200,
            seed: 7,
            format: crate::sample::Format::Csv,
        };
        crate::sample::write(&request, &sample, &mut |_, _| ()).unwrap();
        self.ask("lock", Value::Null);
        let dir = self.dir.path().join("desk");
        let mut desk = Desk::open(&dir, "centre", PASSWORD, TODAY.parse().ok()).unwrap();
        for template in [Template::Schools, Template::Applicants] {
            let file = sample.join(format!("{}.csv", template.name()));
            let staged = intake::read(template, Source::path(&file)).unwrap();
            intake::accept(&mut desk, &staged, Choice::GoodRows, Intent::Enter).unwrap();
        }
        drop(desk);
        self.sign_in("secadmin");
    }
}

#[test]
fn a_signed_pack_is_trusted_looked_at_installed_and_still_there_tomorrow() {
    let stage = Stage::new();
    let before = stage.ask("policy", Value::Null);
    assert_eq!(before["trusted"], Value::Null);
    assert_eq!(before["history"].as_array().unwrap().len(), 1);
    stage.trust();
    let path = stage.amended();
    let seen = stage.ask("preview_pack", stage.install(&path, ""));
    assert_eq!(seen["inForce"], json!(false));
    let print = stage.root.public().fingerprint().to_string();
    assert!(seen["origin"].as_str().unwrap().contains(&print), "{seen}");
    assert_eq!(stage.ask("policy", Value::Null)["digest"], before["digest"]);
    stage.ask("install_pack", stage.install(&path, ""));
    let again = stage.ask("install_pack", stage.install(&path, ""));
    assert!(again["sentence"].as_str().unwrap().contains("没有改动"));
    let after = stage.ask("policy", Value::Null);
    assert_eq!(after["digest"], seen["digest"]);
    assert_eq!(after["history"].as_array().unwrap().len(), 2);
    assert!(after["title"].as_str().unwrap().contains("修订"));
    stage.ask("lock", Value::Null);
    let dir = stage.dir.path().join("desk");
    let mut desk = Desk::open(&dir, "auditor", PASSWORD, None).unwrap();
    assert_eq!(json!(desk.pack().digest()), seen["digest"]);
    let looks = crate::inspect::inspect(&mut desk).unwrap();
    assert!(looks.iter().all(|look| look.good), "{looks:?}");
    assert!(looks[2].says.contains("区签名"), "{looks:?}");
    assert!(desk.verify_journal(&[]).unwrap().broken.is_none());
}

#[test]
fn each_pack_that_may_not_be_installed_says_why() {
    let stage = Stage::new();
    let path = stage.amended();
    stage.refused("preview_pack", stage.install(&path, ""), "还没有登记区公钥");
    stage.refused("install_pack", stage.install(&path, ""), "还没有登记区公钥");
    stage.trust();
    let folder = stage.folder("pack.toml", "2021", "2021");
    stage.refused("install_pack", stage.install(&folder, ""), "没有签名");
    let other = RootKey::generate().unwrap();
    let foreign = stage.pack(&other, "words.toml", "#", "# ");
    stage.refused("install_pack", stage.install(&foreign, ""), "签名不成立");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let altered = stage.dir.path().join("altered.ruxuepack");
    std::fs::write(&altered, &bytes).unwrap();
    stage.refused(
        "install_pack",
        stage.install(&altered, ""),
        "签名之后被改动过",
    );
    std::fs::write(&altered, &bytes[..middle]).unwrap();
    stage.refused("install_pack", stage.install(&altered, ""), "没有拷完整");
    std::fs::write(&altered, "请见附件").unwrap();
    stage.refused(
        "install_pack",
        stage.install(&altered, ""),
        "不是签名的政策包",
    );
    let long = "因".repeat(201);
    stage.refused("install_pack", stage.install(&path, &long), "200");
    let gone = json!({ "pack": "no-such-token", "reason": "" });
    stage.refused("install_pack", gone, "不在手边");
}

#[test]
fn with_children_at_the_desk_a_reason_is_asked_and_another_season_refused() {
    let stage = Stage::new();
    stage.trust();
    let next = stage.next_year();
    let seen = stage.ask("preview_pack", stage.install(&next, ""));
    assert!(seen["notes"].to_string().contains("年份不同"), "{seen}");
    stage.enter_children();
    stage.refused("install_pack", stage.install(&next, "换年"), "另建工作台");
    let path = stage.amended();
    stage.refused("install_pack", stage.install(&path, " "), "写明理由");
    stage.ask("install_pack", stage.install(&path, "按补充通知修订"));
    let after = stage.ask("policy", Value::Null);
    assert_eq!(after["history"][0]["reason"], json!("按补充通知修订"));
}

#[test]
fn verdicts_are_renewed_under_the_new_pack() {
    let stage = Stage::new();
    stage.trust();
    stage.enter_children();
    let path = stage.amended();
    let judged = || {
        stage.sign_in("centre");
        stage.ask("overview", Value::Null);
        stage.ask("lock", Value::Null);
        let dir = stage.dir.path().join("desk");
        let desk = Desk::open(&dir, "centre", PASSWORD, None).unwrap();
        let state = crate::store::meta::get(desk.reader(), "judged").unwrap();
        (state.unwrap(), desk.pack().digest().to_owned())
    };
    let (before, old) = judged();
    assert!(before.contains(&old), "{before}");
    stage.sign_in("secadmin");
    stage.ask("install_pack", stage.install(&path, "修订"));
    let (after, new) = judged();
    assert!(after.contains(&new) && new != old, "{after}");
}

#[test]
fn a_key_is_trusted_by_the_paper_and_changed_with_a_reason() {
    let stage = Stage::new();
    let print = stage.root.public().fingerprint().to_string();
    let token = stage.token("district-key", &stage.public());
    let ask = |token: &str, print: &str, reason: &str| json!({ "token": token, "fingerprint": print, "reason": reason });
    stage.refused("trust_district", ask(&token, "", ""), "64 位");
    let last = if print.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &print[..print.len() - 1]);
    stage.refused("trust_district", ask(&token, &wrong, ""), "第 16 组不同");
    let private = stage.token("district-key", &stage.dir.path().join("keys/district.key"));
    stage.refused("trust_district", ask(&private, &print, ""), "这是私钥");
    stage.trust();
    let again = stage.ask("trust_district", ask(&token, &print, ""));
    assert!(again["sentence"].as_str().unwrap().contains("没有改动"));
    let path = stage.amended();
    stage.ask("install_pack", stage.install(&path, ""));
    let other = RootKey::generate().unwrap();
    let file = stage.dir.path().join("other.pub");
    std::fs::write(&file, other.public().pem()).unwrap();
    let token = stage.token("district-key", &file);
    let print = other.public().fingerprint().to_string();
    stage.refused("trust_district", ask(&token, &print, ""), "写明理由");
    stage.ask("trust_district", ask(&token, &print, "区密钥遗失"));
    // The old key's packs are no longer taken, and the check says so of the one in force.
    stage.refused("install_pack", stage.install(&path, ""), "签名不成立");
    stage.ask("lock", Value::Null);
    let dir = stage.dir.path().join("desk");
    let mut desk = Desk::open(&dir, "auditor", PASSWORD, None).unwrap();
    let looks = crate::inspect::inspect(&mut desk).unwrap();
    assert!(!looks[2].good && looks[2].says.contains("已经更换"));
    drop(desk);
    // The same pack under the new key cures it.
    stage.sign_in("secadmin");
    let (_, bytes) = signed::sign(&stage.dir.path().join("pack"), &other).unwrap();
    std::fs::write(&path, bytes).unwrap();
    stage.ask("install_pack", stage.install(&path, ""));
    stage.ask("lock", Value::Null);
    let mut desk = Desk::open(&dir, "auditor", PASSWORD, None).unwrap();
    assert!(crate::inspect::inspect(&mut desk).unwrap()[2].good);
}

#[test]
fn the_centre_sets_a_switch_and_everyone_sees_who() {
    let stage = Stage::new();
    stage.trust();
    stage.sign_in("centre");
    let ask = |name: &str, kind: &str, value: &str, reason: &str| json!({ "name": name, "kind": kind, "value": value, "reason": reason });
    let tiers = |value, reason| ask("tiers", "民办", value, reason);
    stage.refused("set_switch", tiers("care_first", " "), "写明理由");
    stage.refused("set_switch", tiers("care_last", "因"), "不能取");
    stage.refused("set_switch", ask("tiers", "", "none", "因"), "派位种类");
    stage.refused("set_switch", ask("tears", "", "none", "因"), "没有名为");
    let done = stage.ask("set_switch", tiers("care_first", "区教委会议纪要3号"));
    assert!(done["sentence"].as_str().unwrap().contains("照顾类别优先"));
    let same = stage.ask("set_switch", tiers("care_first", "再来一次"));
    assert!(same["sentence"].as_str().unwrap().contains("没有改动"));
    let days = stage.ask("set_switch", ask("lease_gap_days", "", "15", "会议纪要"));
    assert!(days["sentence"].as_str().unwrap().contains("审核"));
    stage.sign_in("auditor");
    let sheet = stage.ask("policy", Value::Null);
    let switches = sheet["switches"].as_array().unwrap();
    let of = |name: &str| switches.iter().find(|one| one["name"] == *name).unwrap();
    let private = &of("tiers")["values"][0];
    assert_eq!(private["value"], json!("care_first"));
    assert_eq!(private["own"], json!("不分先后"));
    let who = private["who"].as_str().unwrap();
    assert!(
        who.contains("centre") && who.contains("会议纪要3号"),
        "{who}"
    );
    assert_eq!(of("tiers")["values"][1]["who"], json!(""));
    assert_eq!(sheet["maySwitch"], json!(false));
    // The draws read it, after the desk was opened again, and the digest is the pack's own.
    stage.ask("lock", Value::Null);
    let dir = stage.dir.path().join("desk");
    let desk = Desk::open(&dir, "centre", PASSWORD, None).unwrap();
    let settings = crate::ceremony::Settings::of(desk.pack().switches());
    let plain = crate::ceremony::Settings::of(desk.policy().plain.switches());
    assert_eq!(settings.care_first.len(), plain.care_first.len() + 1);
    assert_eq!(desk.pack().digest(), desk.policy().plain.digest());
    drop(desk);
    // A new pack of the season keeps it; one that does not offer the value is refused.
    stage.sign_in("secadmin");
    let strict = stage.pack(
        &stage.root,
        "switches.toml",
        "others = [\"其他天数\"]",
        "others = []",
    );
    stage.refused("install_pack", stage.install(&strict, ""), "lease_gap_days");
    let path = stage.amended();
    let seen = stage.ask("preview_pack", stage.install(&path, ""));
    assert!(seen["notes"].to_string().contains("继续有效"), "{seen}");
    stage.ask("install_pack", stage.install(&path, ""));
    let after = stage.ask("policy", Value::Null);
    let same = after["switches"].as_array().unwrap() == switches;
    assert!(same, "{after}");
}

#[test]
fn nobody_does_what_belongs_to_another() {
    let stage = Stage::new();
    let switch = json!({ "name": "multiples", "kind": "", "value": "skip", "reason": "因" });
    stage.refused("set_switch", switch.clone(), "区招考中心");
    stage.sign_in("clerk");
    stage.refused("set_switch", switch, "区招考中心");
    let bundled = json!({ "pack": "chaoyang-2021", "reason": "" });
    stage.refused("install_pack", bundled.clone(), "安全管理员");
    stage.refused("preview_pack", bundled, "安全管理员");
    let trust = json!({ "token": "x", "fingerprint": "", "reason": "" });
    stage.refused("trust_district", trust, "安全管理员");
    for purpose in ["pack", "district-key"] {
        stage.refused("pick", json!({ "purpose": purpose }), "安全管理员");
    }
    stage.sign_in("secadmin");
    stage.refused("pick", json!({ "purpose": "table" }), "收件员");
}

/// A signed pack in the database that is no longer what was signed stops the desk.
#[test]
fn a_kept_pack_that_was_altered_is_noticed_at_the_next_opening() {
    let stage = Stage::new();
    stage.trust();
    stage.ask("install_pack", stage.install(&stage.amended(), ""));
    stage.ask("lock", Value::Null);
    let dir = stage.dir.path().join("desk");
    let mut desk = Desk::open(&dir, "secadmin", PASSWORD, TODAY.parse().ok()).unwrap();
    let digest = desk.pack().digest().to_owned();
    let row = crate::pack::history(desk.reader()).unwrap().pop().unwrap();
    let mut files = crate::store::policy::files(desk.reader(), &digest).unwrap();
    files[8].1.push(b'\n');
    let to = crate::store::Ask::to(crate::access::Act::InstallPolicy);
    desk.transact::<_, crate::store::StoreError>(to, |tx| {
        crate::store::policy::add_pack(tx, &row, &files)?;
        Ok(((), crate::store::Mark::on("policy", "x")))
    })
    .unwrap();
    drop(desk);
    let opened = Desk::open(&dir, "secadmin", PASSWORD, None);
    let said = opened.err().unwrap().to_string();
    assert!(said.contains("与它的签名不符"), "{said}");
}
