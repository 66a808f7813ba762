//! The district's key, signed packs, and switches set for the season, from the command line.

use crate::stage::{PASSWORD, Ran, Stage, plain, root, ruxue};
use std::path::PathBuf;

const PHRASE: &str = "区-密钥-口令-2021";

/// Folders of one district: its keys, and a pack with another title.
struct District {
    dir: tempfile::TempDir,
    print: String,
}

impl District {
    fn new() -> District {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("keys");
        let made = init(&out);
        assert_eq!(made.status, 0, "{}", made.err);
        let print = made
            .out
            .lines()
            .filter(|line| line.split_whitespace().count() == 8)
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(print.len(), 79, "{}", made.out);
        District { dir, print }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    /// Signs the bundled pack, one text of one file replaced.
    fn pack(&self, out: &str, file: &str, from: &str, to: &str) -> Ran {
        let folder = self.dir.path().join(format!("{out}-folder"));
        std::fs::create_dir(&folder).unwrap();
        let bundled = root().join("assets/policy/chaoyang-2021");
        for entry in std::fs::read_dir(bundled).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let mut text = std::fs::read_to_string(entry.path()).unwrap();
            if name == file {
                text = text.replace(from, to);
            }
            std::fs::write(folder.join(name), text).unwrap();
        }
        let key = self.path("keys/district.key");
        sign(&folder, &key, PHRASE, &self.path(out))
    }

    fn amended(&self) -> String {
        let (from, to) = ("年义务教育入学规则", "年义务教育入学规则（修订）");
        self.pack("amended.ruxuepack", "pack.toml", from, to).good();
        self.path("amended.ruxuepack")
    }

    fn trust(&self, stage: &Stage, user: &str) -> Ran {
        let file = self.path("keys/district.pub");
        let words = ["district", "trust", &file, "--fingerprint", &self.print];
        stage.run(user, &words)
    }
}

fn init(out: &std::path::Path) -> Ran {
    let mut command = ruxue();
    command.args(["district", "init", "--out"]).arg(out);
    Ran::of(command.env("RUXUE_NEW_PASSWORD", PHRASE))
}

fn sign(folder: &std::path::Path, key: &str, phrase: &str, out: &str) -> Ran {
    let mut command = ruxue();
    command.args(["policy", "sign"]).arg(folder);
    command.args(["--key", key, "--out", out]);
    Ran::of(command.env("RUXUE_PASSWORD", phrase))
}

#[test]
fn a_district_is_founded_once_and_openssl_knows_its_key() {
    let district = District::new();
    let keys = PathBuf::from(district.path("keys"));
    let mut names: Vec<_> = std::fs::read_dir(&keys)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "directory.json",
            "directory.sig",
            "district.key",
            "district.pub"
        ]
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(keys.join("district.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let before = std::fs::read(keys.join("district.key")).unwrap();
    init(&keys).refuses(1, "已经存在");
    assert_eq!(std::fs::read(keys.join("district.key")).unwrap(), before);
    let script = "openssl pkeyutl -verify -rawin -pubin -inkey district.pub -sigfile directory.sig -in directory.json \
         && openssl pkey -pubin -in district.pub -outform DER | sha256sum | cut -c1-64";
    let mut bash = std::process::Command::new("bash");
    let checked = Ran::of(bash.args(["-euc", script]).current_dir(&keys)).good();
    let print = district.print.replace(' ', "");
    assert!(
        checked.contains("Verified Successfully") && checked.contains(&print),
        "{checked}"
    );
    let text = std::fs::read_to_string(keys.join("directory.json")).unwrap();
    assert_eq!(text.matches("\"keys\":[]").count(), 44);
    assert!(
        text.contains(r#"{"code":"110105016","keys":[],"name":"双井街道"}"#),
        "{text}"
    );
    assert!(!text.contains('\n') && text.contains(r#""version":1"#));
    let weak = district.dir.path().join("weak");
    let mut command = ruxue();
    command.args(["district", "init", "--out"]).arg(&weak);
    Ran::of(command.env("RUXUE_NEW_PASSWORD", "1234567890")).refuses(1, "密码太弱");
    assert!(!weak.exists());
}

#[test]
fn a_pack_is_signed_checked_trusted_and_installed() {
    let district = District::new();
    let path = district.amended();
    let key = district.path("keys/district.key");
    let folder = PathBuf::from(district.path("amended.ruxuepack-folder"));
    let other = district.path("other.ruxuepack");
    sign(&folder, &key, "不是-这个-口令-2021", &other).refuses(1, "口令不对");
    let public = district.path("keys/district.pub");
    sign(&folder, &public, PHRASE, &other).refuses(1, "不是区私钥文件");
    assert!(!PathBuf::from(&other).exists());
    district
        .pack("broken.ruxuepack", "switches.toml", "draw_all", "draw_none")
        .refuses(1, "switches.toml:");
    let stage = Stage::demo();
    let install = |user: &str, pack: &str| stage.run(user, &["policy", "install", pack]);
    install("secadmin", &path).refuses(1, "还没有登记区公钥");
    let words = ["district", "trust", &public];
    stage.run("secadmin", &words).refuses(2, "没有给出指纹");
    let wrong = ["district", "trust", &public, "--fingerprint", "ab12"];
    stage.run("secadmin", &wrong).refuses(1, "64 位");
    district.trust(&stage, "centre").refuses(1, "安全管理员");
    let trusted = district.trust(&stage, "secadmin").good();
    assert!(trusted.contains(&district.print), "{trusted}");
    install("centre", &path).refuses(1, "安全管理员");
    let raw = folder.display().to_string();
    install("secadmin", &raw).refuses(1, "没有签名的文件夹");
    install("secadmin", "chaoyang-1999").refuses(1, "没有名为");
    install("secadmin", &path).good();
    assert!(install("secadmin", &path).good().contains("没有改动"));
    let shown = stage.run("centre", &["policy", "show"]).good();
    assert!(
        shown.contains("修订") && shown.contains("区签名"),
        "{shown}"
    );
    assert!(shown.contains(&district.print), "{shown}");
    let checked = stage.run("sysadmin", &["desk", "check"]).good();
    assert!(checked.contains("区签名"), "{checked}");
    install("secadmin", "chaoyang-2021").good();
    stage.run("auditor", &["audit", "verify"]).good();
}

#[test]
fn a_new_desk_takes_a_signed_pack_by_its_fingerprint() {
    let district = District::new();
    let path = district.amended();
    let public = district.path("keys/district.pub");
    let desk = district.path("desk");
    let create = |print: &str, policy: &str| {
        let mut command = ruxue();
        command.args(["desk", "create", "--office", "110105016", "--user", "it"]);
        command.args(["--policy", policy, "--district", &public]);
        command.args(["--fingerprint", print, "--desk", &desk]);
        Ran::of(command.env("RUXUE_PASSWORD", PASSWORD))
    };
    create(&"0".repeat(64), &path).refuses(1, "与公钥文件不符");
    create(&district.print, &public).refuses(1, "不是签名的政策包");
    assert!(!PathBuf::from(&desk).exists());
    create(&district.print, &path).good();
    let mut check = ruxue();
    check.args(["desk", "check", "--desk", &desk, "--user", "it"]);
    let checked = Ran::of(check.env("RUXUE_PASSWORD", PASSWORD)).good();
    assert!(checked.contains("区签名"), "{checked}");
    let mut unsigned = ruxue();
    unsigned.args(["desk", "create", "--office", "110105", "--user", "it"]);
    unsigned.args(["--policy", &path, "--desk", &district.path("other")]);
    Ran::of(unsigned.env("RUXUE_PASSWORD", PASSWORD)).refuses(1, "没有名为");
    plain(&["policy", "sign", &path]).refuses(2, "--key");
}

/// The overlay reaches the draws, is printed with who set it, and ends with the first formal freeze.
#[test]
fn a_switch_is_set_until_the_notary_has_seen_it() {
    let district = District::new();
    let path = district.amended();
    let stage = Stage::with_sample();
    district.trust(&stage, "secadmin").good();
    let set = |user: &str, words: &[&str]| {
        let all = [&["policy", "switch"], words].concat();
        stage.run(user, &all)
    };
    set("centre", &["multiples", "skip"]).refuses(2, "--reason");
    set("secadmin", &["multiples", "skip", "--reason", "因"]).refuses(1, "区招考中心");
    set("centre", &["multiples", "skop", "--reason", "因"]).refuses(1, "不能取");
    let words = [
        "applications_equal_plan",
        "draw",
        "--reason",
        "区教委会议纪要3号",
    ];
    set("centre", &words).good();
    let tiers = [
        "tiers",
        "none",
        "--kind",
        "单校超额",
        "--reason",
        "会议纪要",
    ];
    set("centre", &tiers).good();
    let shown = stage.run("auditor", &["policy", "show"]).good();
    let why = "为本季设定，理由：区教委会议纪要3号（原为 direct）";
    assert!(
        shown.contains(why) && shown.contains("单校超额：centre"),
        "{shown}"
    );
    let json = stage.run("auditor", &["policy", "show", "--json"]).good();
    assert!(
        json.contains(r#""applications_equal_plan":"draw""#),
        "{json}"
    );
    stage.said("centre", crate::draws::FREEZE).good();
    set("centre", &["multiples", "skip", "--reason", "因"]).refuses(1, "已于");
    let install = |reason: &str| {
        let words = ["policy", "install", &path, "--reason", reason];
        stage.run("secadmin", &words)
    };
    install("修订").refuses(1, "尚未结束");
    let other = District::new();
    let file = other.path("keys/district.pub");
    let words = [
        "district",
        "trust",
        &file,
        "--fingerprint",
        &other.print,
        "--reason",
        "换",
    ];
    stage.run("secadmin", &words).refuses(1, "尚未结束");
    let abort = ["draw", "abort", "2021-0001", "--reason", "换政策包"];
    stage.run("centre", &abort).good();
    set("centre", &["multiples", "skip", "--reason", "因"]).refuses(1, "已于");
    install("").refuses(1, "写明理由");
    install("修订").good();
    let kept = stage.run("auditor", &["policy", "show", "--json"]).good();
    assert!(
        kept.contains(r#""applications_equal_plan":"draw""#),
        "{kept}"
    );
    stage.run("auditor", &["audit", "verify"]).good();
}

#[test]
fn a_signed_pack_is_tried_and_compared_whoever_signed_it() {
    let (own, foreign) = (District::new(), District::new());
    let (path, other) = (own.amended(), foreign.amended());
    let stage = Stage::with_sample();
    let attempt = |pack: &str| {
        let ran = stage.run("centre", &["policy", "try", pack]);
        assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
        ran.err
    };
    assert_eq!(attempt(&other), "", "nobody is trusted yet");
    own.trust(&stage, "secadmin").good();
    assert_eq!(attempt(&path), "");
    let said = attempt(&other);
    assert!(said.contains("不是用本台登记的区密钥"), "{said}");
    let policy = |words: &[&str]| stage.run("centre", &[&["policy"], words].concat());
    let changes = policy(&["diff", "chaoyang-2021", &other]).good();
    assert!(changes.contains(".toml:"), "{changes}");
    let checked = policy(&["check", &other]).good();
    assert!(checked.contains("摘要"), "{checked}");
    let whole = std::fs::read(&other).unwrap();
    let cut = stage.write("cut.ruxuepack", &whole[..700]);
    policy(&["try", &cut]).refuses(1, "政策包");
    policy(&["check", &cut]).refuses(1, "政策包");
}
