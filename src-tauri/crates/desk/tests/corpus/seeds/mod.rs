//! The seeds of the corpus: from `tests/fixtures`, the bundled pack, and a demonstration desk made
//! on the spot. Nobody in them is real.

#[path = "../../ceremony/desk.rs"]
#[allow(dead_code)]
mod desk;
mod draws;
mod sheets;

use ruxue_desk::fuzzing::{fixed_key, sealed_pack, tar_of};
use ruxue_desk::store::audit;
use ruxue_desk::{backup, district, pack};
use std::path::{Path, PathBuf};

/// Target, name, bytes.
pub type Seeded = (&'static str, String, Vec<u8>);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/fixtures").join(path)).unwrap()
}

/// All seeds.
pub fn all() -> Vec<Seeded> {
    let mut seeds = Vec::new();
    sheets::tables(&mut seeds);
    sheets::cells(&mut seeds);
    sheets::workbooks(&mut seeds);
    addresses(&mut seeds);
    packs(&mut seeds);
    keys_of_the_district(&mut seeds);
    draws::draws(&mut seeds);
    records(&mut seeds);
    said(&mut seeds);
    seeds
}

fn after(first: usize, rest: &[u8]) -> Vec<u8> {
    [&[u8::try_from(first).unwrap()], rest].concat()
}

fn section(name: &str, body: &[u8]) -> Vec<u8> {
    [b"\x1e", name.as_bytes(), b"\n", body].concat()
}

fn addresses(seeds: &mut Vec<Seeded>) {
    let table = "建外\t建华南里\t\n朝外\t芳草巷6号院\t1-12\n双井\t百子湾路32号院\t3,5,7\n双井\t百湾公寓\t百子湾路32号院\t=\n双井\t双井家园(北区)\t单\n劲松\t劲柏三区\t甲3,双\n";
    let text = String::from_utf8(fixture("addresses/variants.csv")).unwrap();
    for (number, line) in text.lines().skip(1).step_by(40).enumerate() {
        let mut fields = line.splitn(3, ',').skip(1);
        let (street, rest) = (fields.next().unwrap(), fields.next().unwrap());
        let asked = rest.rsplit_once(',').map_or(rest, |(asked, _)| asked);
        let body = format!("{table}\n{street}\t{}", asked.trim_matches('"'));
        seeds.push(("address", format!("variant-{number}"), body.into_bytes()));
    }
    for (number, asked) in [
        "双井\t百湾公寓五号楼1402",
        "\t双井家园(北区)3—2－501（旧楼号）",
        "朝外\t芳草巷六号院 7栋 15层 1503室",
    ]
    .iter()
    .enumerate()
    {
        seeds.push((
            "address",
            format!("own-{number}"),
            format!("{table}\n{asked}\n").into_bytes(),
        ));
    }
}

fn packs(seeds: &mut Vec<Seeded>) {
    let bundled = pack::bundled("chaoyang-2021").unwrap();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, bytes) in bundled.files() {
        files.push((name.to_string(), bytes.to_vec()));
        let short = section(name, beginning(bytes));
        seeds.push(("pack", format!("alone-{name}"), after(0, &short)));
        if bytes.len() < 3000 {
            seeds.push(("pack", name.to_string(), after(1, &section(name, bytes))));
        }
    }
    let some = [
        "pack.toml",
        "reasons.toml",
        "conditions.toml",
        "categories.toml",
    ];
    let some = files.iter().filter(|(name, _)| some.contains(&&**name));
    let some: Vec<u8> = some
        .flat_map(|(name, bytes)| section(name, beginning(bytes)))
        .collect();
    seeds.push(("pack", "alone-some".into(), after(0, &some)));
    let file = sealed_pack(&files, &fixed_key()).unwrap();
    seeds.push(("signed_pack", "good".into(), after(0, &file)));
    seeds.push((
        "signed_pack",
        "sums-put-right".into(),
        after(1, &file[..file.len() / 3]),
    ));
    let words = files.iter().find(|(name, _)| name == "words.toml").unwrap();
    seeds.push((
        "signed_pack",
        "signed-here".into(),
        after(2, &section("words.toml", &words.1)),
    ));
    seeds.push((
        "signed_pack",
        "one-more".into(),
        after(2, &section("more.toml", b"a = 1\n")),
    ));
    for switch in bundled.switches().all() {
        for value in switch.offered().into_iter().chain(["3"]).take(2) {
            let kind = if switch.is_by_kind() {
                "单校超额"
            } else {
                ""
            };
            let body = format!("{}\n{kind}\n{value}", switch.name);
            seeds.push((
                "switch",
                format!("{}-{value}", switch.name).replace(['/', ' '], "-"),
                body.into_bytes(),
            ));
        }
    }
}

/// A file's first tables.
fn beginning(bytes: &[u8]) -> &[u8] {
    let mut ends = (0..bytes.len().min(2500)).filter(|at| bytes[*at..].starts_with(b"\n[["));
    let end = ends.next_back().filter(|_| bytes.len() > 2500);
    &bytes[..end.map_or(bytes.len().min(2500), |end| end + 1)]
}

fn keys_of_the_district(seeds: &mut Vec<Seeded>) {
    let key = fixed_key();
    let public = key.public();
    let made = "2021-05-06".parse().unwrap();
    let (mut directory, _) = district::Directory::first(&public, made)
        .signed(&key)
        .unwrap();
    let short = String::from_utf8(directory.clone()).unwrap();
    let end = short.find("},{").unwrap();
    let short = format!(
        "{}}}],\"root\":\"{}\",\"type\":\"ruxue-directory/1\",\"version\":1}}",
        &short[..end],
        "00".repeat(32)
    );
    directory.truncate(600);
    let print = public.fingerprint();
    let private = format!(
        "{{\"kind\":\"ruxue-district-key/1\",\"public\":\"{}\",\"slot\":{}}}",
        "ab".repeat(32),
        slot()
    );
    let all: [(&str, usize, Vec<u8>); 7] = [
        ("pem", 0, public.pem().into_bytes()),
        ("raw", 1, public.bytes().to_vec()),
        ("directory", 2, short.into_bytes()),
        ("directory-cut", 2, directory),
        ("typed", 3, print.to_string().into_bytes()),
        (
            "typed-wide",
            3,
            print
                .to_hex()
                .to_uppercase()
                .replace('1', "１")
                .into_bytes(),
        ),
        ("private", 4, private.into_bytes()),
    ];
    for (name, way, bytes) in all {
        seeds.push(("district", name.into(), after(way, &bytes)));
    }
}

fn slot() -> String {
    format!(
        "{{\"name\":\"district-root\",\"kdf\":{{\"alg\":\"argon2id\",\"m\":64,\"t\":3,\"p\":4,\"salt\":\"{}\"}},\"nonce\":\"{}\",\"sealed\":\"{}\"}}",
        "01".repeat(16),
        "02".repeat(24),
        "03".repeat(48)
    )
}

fn records(seeds: &mut Vec<Seeded>) {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, code) = desk::empty(&dir.path().join("desk"));
    let made = backup::make(&mut desk, dir.path(), &mut |_, _, _| ()).unwrap();
    let stored = audit::page(desk.reader(), 0, 6).unwrap();
    let entries: Vec<String> = stored.into_iter().map(|stored| stored.entry).collect();
    seeds.push(("journal", "desk".into(), entries.join("\n").into_bytes()));
    seeds.push((
        "journal",
        "beginning".into(),
        entries[0].clone().into_bytes(),
    ));
    seeds.push((
        "journal",
        "forged".into(),
        format!("{}\n!{}", entries[0], entries[1]).into_bytes(),
    ));
    seeds.push((
        "journal",
        "json".into(),
        r#"{"é":[1e30,-0,"\u20ac\ud83d\ude00",true,null],"a":{"b":0.1}}"#.into(),
    ));
    let keys = std::fs::read(dir.path().join("desk/keys.json")).unwrap();
    let slots = format!(
        "{{\"v\":1,\"demo\":true,\"slots\":[{}]}}",
        slot().replace("district-root", "centre")
    );
    seeds.push(("keys", "one-slot".into(), after(0, slots.as_bytes())));
    seeds.push(("keys", "desk".into(), after(0, &keys)));
    let sealed = format!(
        "{{\"v\":1,\"nonce\":\"{}\",\"sealed\":\"{}\"}}\n",
        "01".repeat(24),
        "02".repeat(40)
    );
    seeds.push(("keys", "nonce".into(), after(1, sealed.as_bytes())));
    let typed = format!("{} \n{}\n", code.first.to_uppercase(), code.second);
    seeds.push((
        "keys",
        "halves".into(),
        after(2, &[typed.as_bytes(), &keys[..]].concat()),
    ));
    let manifest = member(&std::fs::read(&made.path).unwrap(), "manifest.json");
    seeds.push(("backup", "manifest".into(), after(2, &manifest)));
    let deep = format!("ceremonies/{}/{}", "x".repeat(90), "y".repeat(90));
    let files: [(&str, &[u8]); 4] = [
        ("keys.json", b"{}"),
        ("empty", b""),
        (&deep, &[7; 512]),
        ("blobs/\u{6d3e}.enc", &[1; 700]),
    ];
    let tar = tar_of(&files);
    seeds.push(("backup", "tar".into(), after(0, &tar)));
    seeds.push(("backup", "tar-sums".into(), after(1, &tar)));
}

/// A member of a tar, by its name.
fn member(tar: &[u8], name: &str) -> Vec<u8> {
    let mut archive = tar::Archive::new(tar);
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        if entry.path_bytes().as_ref() == name.as_bytes() {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
            return bytes;
        }
    }
    panic!("no {name}")
}

fn said(seeds: &mut Vec<Seeded>) {
    let second = r#"{"name":"second","password":"p"}"#;
    let calls: Vec<(&str, String)> = vec![
        ("desk_state", "null".into()),
        ("sign_in", r#"{"name":"centre","password":"x"}"#.into()),
        ("zoom", r#"{"percent":125}"#.into()),
        ("children", r#"{"level":"primary","outcome":null,"route":"a","school":null,"changed":false,"search":"王","offset":0,"limit":50}"#.into()),
        ("child", r#"{"receipt":"H1","purpose":"核对"}"#.into()),
        ("settle_change", r#"{"receipt":"H1","decision":"keep","reason":"r"}"#.into()),
        ("pick", r#"{"purpose":"table"}"#.into()),
        ("preview_import", r#"{"token":"t","kind":"applicants"}"#.into()),
        ("accept_import", r#"{"token":"t","kind":"schools","extent":"all"}"#.into()),
        ("withdraw_import", r#"{"number":3}"#.into()),
        ("look_up_home", r#"{"text":"双井","street":"","level":null,"on":"2021-05-01"}"#.into()),
        ("freeze", format!(r#"{{"level":"primary","kinds":["single"],"witnesses":[{{"label":"a","kind":"sealed","count":20}}],"occasion":"formal","second":{second}}}"#)),
        ("run_draw", format!(r#"{{"number":"2021-0001","digits":["1"],"second":{second}}}"#)),
        ("abort_draw", r#"{"number":"2021-0001","reason":"r","digits":[],"second":null}"#.into()),
        ("draw_result", r#"{"number":"2021-0001","search":"","offset":0,"limit":9}"#.into()),
        ("make_papers", r#"{"paper":"notices","school":"P1"}"#.into()),
        ("save_output", r#"{"token":"t"}"#.into()),
        ("install_pack", r#"{"pack":"chaoyang-2022","reason":"r"}"#.into()),
        ("trust_district", r#"{"token":"t","fingerprint":"00","reason":"r"}"#.into()),
        ("set_switch", r#"{"name":"tiers","kind":"","value":"none","reason":"r"}"#.into()),
        ("journal", r#"{"offset":0,"limit":9}"#.into()),
        ("no_such_call", r#"{"number":"2021-0001","digits":[1e9,-1,"\ud800"]}"#.into()),
    ];
    for (name, body) in calls {
        seeds.push(("wire", name.into(), format!("{name}\n{body}").into_bytes()));
    }
    for (name, text) in [
        ("number", "2021-0003"),
        ("rehearsal", "R-0001"),
        ("code", "P01"),
        ("digest", &*"0a".repeat(32)),
        ("office", "朝阳区双井街道办事处"),
        ("office-code", "110105016"),
        ("password", "1234567890"),
    ] {
        seeds.push(("typed", name.into(), text.as_bytes().to_vec()));
    }
}
