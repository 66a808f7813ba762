//! Uncompressed ustar, written one way and read no other way: plain files, no folders, no links,
//! no duplicates, nothing after the end. `tar` of any system reads it.

use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

const BLOCK: usize = 512;
const NAME: usize = 100;
const PREFIX: usize = 155;
/// Eleven octal digits.
const LARGEST: u64 = (1 << 33) - 1;

/// What can be wrong with a tar.
#[derive(Debug, thiserror::Error)]
pub enum TarError {
    /// The disk.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is not what [`Writer`] would have written; a Chinese phrase.
    #[error("{0}")]
    Malformed(&'static str),
}

/// Whether a member's name can be written: relative, of plain parts, short enough.
pub fn name_fits(name: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.contains(['\\', ':'])
            && !part.chars().any(char::is_control)
    };
    name.split('/').all(plain) && split(name).is_some()
}

/// Prefix and name of the header.
fn split(name: &str) -> Option<(&str, &str)> {
    if name.len() <= NAME {
        return Some(("", name));
    }
    let cut = name
        .match_indices('/')
        .map(|(at, _)| at)
        .find(|at| name.len() - at - 1 <= NAME)?;
    (cut <= PREFIX).then(|| (&name[..cut], &name[cut + 1..]))
}

/// One member's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Path inside the tar, with `/`.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Seconds since 1970, UTC.
    pub modified: u64,
}

impl Member {
    fn header(&self) -> Option<[u8; BLOCK]> {
        let (prefix, name) = split(&self.name)?;
        if self.size > LARGEST || self.modified > LARGEST {
            return None;
        }
        let mut block = [0; BLOCK];
        let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, name.as_bytes());
        put(100, b"0000600\0");
        put(108, b"0000000\0");
        put(116, b"0000000\0");
        put(124, format!("{:011o}\0", self.size).as_bytes());
        put(136, format!("{:011o}\0", self.modified).as_bytes());
        put(148, b"        ");
        put(156, b"0");
        put(257, b"ustar\x0000");
        put(345, prefix.as_bytes());
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        Some(block)
    }

    /// Reads a header; it must be the one that this member has.
    fn of(block: &[u8; BLOCK]) -> Option<Member> {
        let text = |at: usize, most: usize| {
            let field = &block[at..at + most];
            let end = field.iter().position(|byte| *byte == 0).unwrap_or(most);
            std::str::from_utf8(&field[..end]).ok()
        };
        let octal = |at: usize| u64::from_str_radix(text(at, 12)?, 8).ok();
        let (prefix, name) = (text(345, PREFIX)?, text(0, NAME)?);
        let member = Member {
            name: match prefix {
                "" => name.to_owned(),
                prefix => format!("{prefix}/{name}"),
            },
            size: octal(124)?,
            modified: octal(136)?,
        };
        (name_fits(&member.name) && member.header()? == *block).then_some(member)
    }
}

/// Copies, with a digest of what went by.
fn copy(from: &mut impl Read, to: &mut impl Write, size: u64) -> io::Result<[u8; 32]> {
    let mut sha = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut left = size;
    while left > 0 {
        let most = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = from.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        sha.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        left -= read as u64;
    }
    Ok(sha.finalize().into())
}

fn padding(size: u64) -> usize {
    (BLOCK - (size % BLOCK as u64) as usize) % BLOCK
}

/// Writes a tar.
pub struct Writer<W: Write> {
    out: W,
}

impl<W: Write> Writer<W> {
    /// Begins.
    pub fn new(out: W) -> Writer<W> {
        Writer { out }
    }

    /// Appends a member whose bytes come from `body`; answers their SHA-256.
    ///
    /// # Errors
    /// What the disk says; [`io::ErrorKind::UnexpectedEof`] where `body` is shorter than said.
    pub fn append(&mut self, member: &Member, body: &mut impl Read) -> io::Result<[u8; 32]> {
        let header = member
            .header()
            .ok_or(io::Error::from(io::ErrorKind::InvalidFilename))?;
        self.out.write_all(&header)?;
        let digest = copy(body, &mut self.out, member.size)?;
        self.out.write_all(&[0; BLOCK][..padding(member.size)])?;
        Ok(digest)
    }

    /// Writes the end.
    ///
    /// # Errors
    /// What the disk says.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&[0; 2 * BLOCK])?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Reads a tar.
pub struct Reader<R: Read> {
    from: R,
}

impl<R: Read> Reader<R> {
    /// Begins.
    pub fn new(from: R) -> Reader<R> {
        Reader { from }
    }

    /// The next member's header, or `None` at the end, after which there may be nothing.
    ///
    /// # Errors
    /// [`TarError`].
    pub fn next(&mut self) -> Result<Option<Member>, TarError> {
        let mut block = [0; BLOCK];
        self.fill(&mut block)?;
        if block != [0; BLOCK] {
            let member = Member::of(&block).ok_or(TarError::Malformed("成员头不合规"))?;
            return Ok(Some(member));
        }
        self.fill(&mut block)?;
        let mut more = [0; 1];
        if block != [0; BLOCK] || self.from.read(&mut more)? != 0 {
            return Err(TarError::Malformed("结尾之后还有内容"));
        }
        Ok(None)
    }

    /// Copies the member's bytes to `to`; answers their SHA-256.
    ///
    /// # Errors
    /// [`TarError`]; what `to` says comes as [`TarError::Io`] too.
    pub fn body(&mut self, member: &Member, to: &mut impl Write) -> Result<[u8; 32], TarError> {
        let digest = copy(&mut self.from, to, member.size).map_err(cut)?;
        let mut rest = vec![0; padding(member.size)];
        self.fill(&mut rest)?;
        if rest.iter().any(|byte| *byte != 0) {
            return Err(TarError::Malformed("填充字节被改动"));
        }
        Ok(digest)
    }

    fn fill(&mut self, block: &mut [u8]) -> Result<(), TarError> {
        self.from.read_exact(block).map_err(cut)
    }
}

fn cut(error: io::Error) -> TarError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => TarError::Malformed("文件不完整，末尾缺失"),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut tar = Writer::new(Vec::new());
        for (name, bytes) in files {
            let member = Member {
                name: (*name).into(),
                size: bytes.len() as u64,
                modified: 1_620_000_000,
            };
            tar.append(&member, &mut &**bytes).unwrap();
        }
        tar.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, TarError> {
        let mut tar = Reader::new(bytes);
        let mut files = Vec::new();
        while let Some(member) = tar.next()? {
            let mut body = Vec::new();
            tar.body(&member, &mut body)?;
            files.push((member.name, body));
        }
        Ok(files)
    }

    #[test]
    fn what_is_written_is_read_and_no_bit_of_it_may_change_unseen() {
        let deep = format!("ceremonies/{}/{}", "x".repeat(90), "y".repeat(90));
        let files: &[(&str, &[u8])] = &[
            ("keys.json", b"{}"),
            ("empty", b""),
            (&deep, &[7; 512]),
            ("ceremonies/2021-0001/\u{6d3e}.txt", &[1; 700]),
        ];
        let bytes = written(files);
        let back = read(&bytes).unwrap();
        assert_eq!(back.len(), files.len());
        for ((name, body), (had, bytes)) in back.iter().zip(files) {
            assert_eq!((name.as_str(), body.as_slice()), (*had, *bytes));
        }
        for bit in 0..bytes.len() * 8 {
            let mut other = bytes.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            let same = read(&other).is_ok_and(|found| found == back);
            assert!(!same, "bit {bit}");
        }
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn names_that_lead_elsewhere_do_not_fit() {
        for name in [
            "",
            "/etc/passwd",
            "a/../b",
            "a//b",
            "./a",
            "a\\b",
            "c:d",
            "a\nb",
        ] {
            assert!(!name_fits(name), "{name}");
        }
        assert!(!name_fits(&"x".repeat(101)));
        assert!(!name_fits(&format!("a/{}", "x".repeat(101))));
        assert!(name_fits("blobs/00.enc"));
    }
}
