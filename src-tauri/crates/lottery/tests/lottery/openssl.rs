//! Tickets against OpenSSL's ChaCha20, as the specification tells an outsider to make them.

use std::io::Write;
use std::process::{Command, Stdio};

use ruxue_lottery::{Seed, tickets};

/// `head -c … /dev/zero | openssl enc -chacha20 -K seed -iv (8 zero bytes, stream little-endian)`.
fn keystream(seed: &Seed, stream: u64, blocks: usize) -> Vec<u8> {
    let iv: String = [[0; 8], stream.to_le_bytes()]
        .concat()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut openssl = Command::new("openssl")
        .args([
            "enc",
            "-chacha20",
            "-K",
            &seed.digest().to_string(),
            "-iv",
            &iv,
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl is installed");
    let mut stdin = openssl.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&vec![0; 64 * blocks]));
    let output = openssl.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    output.stdout
}

#[test]
fn openssl_makes_the_same_tickets() {
    const COUNT: usize = 5000;
    for (seed, stream) in [
        ("", 0),
        ("a", 1),
        ("b", 7),
        ("c", 1 << 40),
        ("d", (1 << 63) + 2),
        ("e", u64::MAX),
    ] {
        let seed = Seed::of(seed.as_bytes());
        let theirs = keystream(&seed, stream, COUNT);
        assert_eq!(theirs.len(), 64 * COUNT);
        for (ours, block) in tickets(&seed, stream, COUNT).iter().zip(theirs.chunks(64)) {
            assert_eq!(ours.0, block[..16]);
        }
    }
}
