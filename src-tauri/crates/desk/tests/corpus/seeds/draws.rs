//! Small ceremonies, and lists of the shared vectors.

use super::{Seeded, fixture, section};
use ruxue_lottery::{
    Digest, Lists, Nonce, Number, Seed, Slot, SlotKind, allocate, close_aborted, close_completed,
    file, freeze, result_csv, season_text, seed_text,
};

const BATCHES: &str = "batch,title,method,groups,leftover\n1,甲校,serial,skip,none\n2,\"乙片,二\",rounds,extend,pool\n";
const PLAN: &str = "batch,school,seats\n1,P1,2\n2,P1,1\n2,P2,2\n";
const ROSTER: &str = "batch,index,receipt,tier,unit,choices\n1,0,R1,0,,P1\n1,1,R2,1,U1,P1\n1,2,R3,1,U1,P1\n2,0,R2,0,,P2>P1\n2,1,R4,0,,P1\n2,2,R5,2,,\n";

pub fn draws(seeds: &mut Vec<Seeded>) {
    let lists = lists();
    let parts = [
        ("batches", lists.batches_csv()),
        ("plan", lists.plan_csv()),
        ("roster", lists.roster_csv()),
        ("seed", b"seed".to_vec()),
    ];
    let body: Vec<u8> = parts
        .iter()
        .flat_map(|(name, body)| section(name, body))
        .collect();
    seeds.push(("draw", "two-batches".into(), body));
    for number in ["2021-0003", "2021-0005"] {
        let parts = [
            ("batches", file::BATCHES),
            ("plan", file::PLAN),
            ("roster", file::ROSTER),
        ];
        let body: Vec<u8> = parts
            .iter()
            .flat_map(|(name, file)| section(name, &fixture(&format!("draw/{number}/{file}"))))
            .collect();
        seeds.push(("draw", number.into(), body));
    }
    let whole = |folders: &[ruxue_lottery::Folder]| -> Vec<u8> {
        let parts = folders.iter().flat_map(|folder| {
            folder
                .files
                .iter()
                .map(|(name, bytes)| section(&format!("{}/{name}", folder.name), bytes))
        });
        parts.flatten().collect()
    };
    let first = completed(Number::formal(2021, 1).unwrap(), Digest::ZEROS);
    let close = Digest::of(first.get(file::CLOSE).unwrap());
    let second = aborted(Number::formal(2021, 2).unwrap(), close);
    let mut open = completed(Number::rehearsal(1).unwrap(), Digest::ZEROS);
    open.files.remove(file::RESULT);
    open.files.remove(file::CLOSE);
    let season = season_text(2021, &[first.clone(), second.clone()]).unwrap();
    seeds.push((
        "ceremony",
        "completed".into(),
        whole(std::slice::from_ref(&first)),
    ));
    seeds.push((
        "ceremony",
        "aborted".into(),
        whole(std::slice::from_ref(&second)),
    ));
    seeds.push((
        "ceremony",
        "open".into(),
        whole(std::slice::from_ref(&open)),
    ));
    let both = [whole(&[first, second]), section(file::SEASON, &season)].concat();
    seeds.push(("ceremony", "season".into(), both));
}

fn lists() -> Lists {
    Lists::parse(BATCHES.as_bytes(), PLAN.as_bytes(), ROSTER.as_bytes())
        .unwrap_or_else(|found| panic!("{found:?}"))
}

fn slots() -> Vec<Slot> {
    [
        ("公证员", SlotKind::Sealed),
        ("家长代表", SlotKind::Sealed),
        ("掷骰", SlotKind::Dice),
    ]
    .map(|(label, kind)| Slot {
        label: label.into(),
        kind,
        count: 20,
    })
    .into()
}

fn completed(number: Number, prev: Digest) -> ruxue_lottery::Folder {
    let (lists, nonce) = (lists(), Nonce::new([9; 32]));
    let frozen = freeze(
        number,
        prev,
        Digest::of(b"policy"),
        &slots(),
        &lists,
        &nonce,
    )
    .unwrap();
    let (sheet, mut folder) = (frozen.freeze, frozen.folder);
    let seed = seed_text(&sheet, &nonce, &["12345678901234567890"; 3]).unwrap();
    let result = result_csv(&allocate(&lists, &Seed::of(&seed)));
    folder.put(file::CLOSE, close_completed(&sheet, &seed, &result));
    folder.put(file::SEED, seed);
    folder.put(file::RESULT, result);
    folder
}

fn aborted(number: Number, prev: Digest) -> ruxue_lottery::Folder {
    let nonce = Nonce::new([8; 32]);
    let frozen = freeze(
        number,
        prev,
        Digest::of(b"policy"),
        &slots(),
        &lists(),
        &nonce,
    )
    .unwrap();
    let (sheet, mut folder) = (frozen.freeze, frozen.folder);
    let close = close_aborted(&sheet, "停电", &nonce, &["1".repeat(20)]).unwrap();
    folder.put(file::CLOSE, close);
    folder
}
