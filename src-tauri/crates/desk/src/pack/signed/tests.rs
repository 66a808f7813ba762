//! Signed packs: what `tar`, `openssl` and `sha256sum` make of them, and everything that is refused.

use super::*;
use std::process::Command;

fn folder() -> std::path::PathBuf {
    let policy = "../../../assets/policy/chaoyang-2021";
    Path::new(env!("CARGO_MANIFEST_DIR")).join(policy)
}

fn signed() -> (RootKey, Vec<u8>) {
    let root = RootKey::generate().unwrap();
    let (_, bytes) = sign(&folder(), &root).unwrap();
    (root, bytes)
}

/// Members of a file: name, content, kind.
type Parts = Vec<(&'static str, Vec<u8>, EntryType)>;

/// A file with these members, whatever they are.
fn tar_of(members: &[(&str, Vec<u8>, EntryType)]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, bytes, kind) in members {
        let mut header = Header::new_ustar();
        header.set_path(name).unwrap();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_entry_type(*kind);
        if *kind == EntryType::Symlink {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        builder.append(&header, &bytes[..]).unwrap();
    }
    builder.into_inner().unwrap()
}

/// The members of a good file, to be spoilt.
fn parts(root: &RootKey) -> Parts {
    let mut files = toml_files(&folder()).unwrap();
    files.sort();
    let list = sums(&files).into_bytes();
    let signature = root.sign(&list).to_vec();
    let named = |(name, bytes): (String, Vec<u8>)| {
        let name = FILES.iter().find(|one| **one == name).unwrap();
        (*name, bytes, EntryType::Regular)
    };
    let mut parts = vec![
        (SUMS, list, EntryType::Regular),
        (SIGNATURE, signature, EntryType::Regular),
    ];
    parts.extend(files.into_iter().map(named));
    parts
}

fn refusal(bytes: &[u8], root: &RootKey) -> SignedError {
    match open(bytes, &root.public()) {
        Err(PackError::Signed(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("a spoilt pack was opened"),
    }
}

#[test]
fn one_pack_under_one_key_is_one_file() {
    let (root, bytes) = signed();
    let (name, again) = sign(&folder(), &root).unwrap();
    assert_eq!(bytes, again);
    assert_eq!(bytes, tar_of(&parts(&root)));
    let pack = open(&bytes, &root.public()).unwrap().pack;
    assert_eq!(
        name,
        format!("chaoyang-2021-{}.ruxuepack", &pack.digest()[..8])
    );
    let bundled = super::super::bundled("chaoyang-2021").unwrap();
    assert_eq!(pack.digest(), bundled.digest());
}

/// Nothing of this program is needed to check a pack.
#[test]
fn openssl_tar_and_sha256sum_check_it_from_outside() {
    let (root, bytes) = signed();
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    write("pack.ruxuepack", &bytes);
    write("district.pub", root.public().pem().as_bytes());
    let run = |line: &str| {
        let ran = Command::new("bash")
            .args(["-euc", line])
            .current_dir(dir.path())
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(
            ran.status.success() && ran.stderr.is_empty(),
            "{line}: {said}{}",
            String::from_utf8_lossy(&ran.stderr)
        );
        said
    };
    run("tar -xf pack.ruxuepack");
    let list = run("tar -tf pack.ruxuepack");
    assert_eq!(list.lines().count(), FILES.len() + 2, "{list}");
    let verified = run(
        "openssl pkeyutl -verify -rawin -pubin -inkey district.pub -sigfile SHA256SUMS.sig -in SHA256SUMS",
    );
    assert!(verified.contains("Verified Successfully"), "{verified}");
    let checked = run("sha256sum -c --strict SHA256SUMS");
    assert_eq!(checked.lines().count(), FILES.len());
    run("sha256sum *.toml | cmp - SHA256SUMS");
    let digest = run("sha256sum < SHA256SUMS");
    let pack = open(&bytes, &root.public()).unwrap().pack;
    assert!(digest.starts_with(pack.digest()));
    let print = run("openssl pkey -pubin -in district.pub -outform DER | sha256sum");
    assert!(print.starts_with(&root.public().fingerprint().to_hex()));
}

#[test]
fn each_fault_of_the_members_has_its_own_refusal() {
    let root = RootKey::generate().unwrap();
    let good = parts(&root);
    let spoilt = |spoil: &dyn Fn(&mut Parts)| {
        let mut parts = good.clone();
        spoil(&mut parts);
        refusal(&tar_of(&parts), &root)
    };
    let regular = EntryType::Regular;
    assert!(matches!(
        spoilt(&|p| drop(p.remove(1))),
        SignedError::NoSignature
    ));
    assert!(matches!(
        spoilt(&|p| drop(p.remove(0))),
        SignedError::Missing(SUMS)
    ));
    assert!(matches!(
        spoilt(&|p| drop(p.remove(5))),
        SignedError::Missing("pack.toml")
    ));
    assert!(matches!(
        spoilt(&|p| p.push(("readme.txt", b"x".to_vec(), regular))),
        SignedError::Extra(name) if name == "readme.txt"
    ));
    assert!(matches!(
        spoilt(&|p| p.push(p[3].clone())),
        SignedError::Twice(name) if name == "conditions.toml"
    ));
    for kind in [
        EntryType::Directory,
        EntryType::Symlink,
        EntryType::Link,
        EntryType::GNUSparse,
    ] {
        assert!(matches!(
            spoilt(&|p| p[4] = (p[4].0, Vec::new(), kind)),
            SignedError::NoPlainFile(_)
        ));
    }
    assert!(matches!(
        spoilt(&|p| p[2].1.push(b'\n')),
        SignedError::Altered(name) if name == "categories.toml"
    ));
    assert!(matches!(
        spoilt(&|p| p[0].1.push(b'\n')),
        SignedError::Forged(_)
    ));
    assert!(matches!(
        spoilt(&|p| p[1].1.truncate(63)),
        SignedError::Forged(_)
    ));
    assert!(matches!(spoilt(&|p| p.swap(3, 4)), SignedError::Irregular));
    // Another district's key over the same list.
    let other = RootKey::generate().unwrap();
    let foreign = spoilt(&|p| p[1].1 = other.sign(&p[0].1).to_vec());
    assert!(matches!(foreign, SignedError::Forged(_)), "{foreign}");
    // A list of other files, signed by the right key.
    let list = spoilt(&|p| {
        let text = String::from_utf8(p[0].1.clone()).unwrap();
        p[0].1 = text.replace("words.toml", "wards.toml").into_bytes();
        p[1].1 = root.sign(&p[0].1).to_vec();
    });
    assert!(matches!(list, SignedError::OtherList), "{list}");
}

#[test]
fn what_is_no_pack_is_said_to_be_none() {
    let (root, bytes) = signed();
    for other in [
        &b""[..],
        b"PK\x03\x04",
        "不是政策包".as_bytes(),
        &[0; 1024],
        &[0xff; 2048],
        &bytes[..100],
        &bytes[..bytes.len() / 2],
    ] {
        let error = refusal(other, &root);
        assert!(
            matches!(error, SignedError::NotAPack | SignedError::Missing(_)),
            "{error}"
        );
    }
    for tail in [&b"x"[..], &[0; 512], b"PK\x05\x06"] {
        let long = [&bytes[..], tail].concat();
        assert!(matches!(refusal(&long, &root), SignedError::Irregular));
    }
    let short = &bytes[..bytes.len() - 512];
    assert!(matches!(refusal(short, &root), SignedError::Irregular));
    let huge = vec![0; usize::try_from(LARGEST).unwrap() + 1];
    assert!(matches!(refusal(&huge, &root), SignedError::TooLarge(_)));
}

/// Every byte of the headers, the list and the signature, and a sample of the rest; each bit once.
#[test]
fn no_flipped_bit_is_taken() {
    let (root, bytes) = signed();
    let mut flipped = 0;
    let mut at = 0;
    while at < bytes.len() {
        let mut spoilt = bytes.clone();
        spoilt[at] ^= 1 << (at % 8);
        assert!(open(&spoilt, &root.public()).is_err(), "byte {at}");
        flipped += 1;
        at += if at < 4096 { 1 } else { 97 };
    }
    assert!(flipped > 4096, "{flipped}");
    assert!(open(&bytes, &root.public()).is_ok(), "the control");
}

#[test]
fn a_broken_pack_is_not_signed_and_a_signed_broken_one_not_opened() {
    let root = RootKey::generate().unwrap();
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in toml_files(&folder()).unwrap() {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    let path = dir.path().join("switches.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("draw_all", "draw_none")).unwrap();
    let refused = sign(dir.path(), &root).unwrap_err().to_string();
    assert!(refused.contains("switches.toml:"), "{refused}");
    // Signed all the same, by someone with the key and another program.
    let mut spoilt = parts(&root);
    for part in &mut spoilt {
        if part.0 == "switches.toml" {
            part.1 = std::fs::read(&path).unwrap();
        }
    }
    let files: Vec<(String, Vec<u8>)> = spoilt[2..]
        .iter()
        .map(|(name, bytes, _)| ((*name).to_owned(), bytes.clone()))
        .collect();
    spoilt[0].1 = sums(&files).into_bytes();
    spoilt[1].1 = root.sign(&spoilt[0].1).to_vec();
    let broken = open(&tar_of(&spoilt), &root.public()).unwrap_err();
    assert!(matches!(broken, PackError::Broken(_)), "{broken}");
    assert!(broken.to_string().contains("switches.toml:"), "{broken}");
}
