//! The file as it came: where its bytes are, and what kind of file they make.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::refusal::FileRefused;

/// The largest file that is read, in MB: a million children are some 300.
const MOST_MEGABYTES: u64 = 512;

/// A file to import: on disk, or already in memory.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Path(PathBuf),
    Bytes(Vec<u8>),
}

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Workbook,
    Table,
}

pub(crate) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl Source {
    /// A file on disk.
    pub fn path(path: &Path) -> Source {
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        Source {
            name,
            content: Content::Path(path.to_owned()),
        }
    }

    /// Bytes in memory, and the name of the file that they came from.
    pub fn bytes(name: &str, bytes: Vec<u8>) -> Source {
        Source {
            name: name.to_owned(),
            content: Content::Bytes(bytes),
        }
    }

    /// The file's name, without its folders.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the file lies, if it lies anywhere.
    pub fn location(&self) -> Option<&Path> {
        match &self.content {
            Content::Path(path) => Some(path),
            Content::Bytes(_) => None,
        }
    }

    /// Opens the file from its start.
    pub(crate) fn open(&self) -> Result<Box<dyn ReadSeek + '_>, FileRefused> {
        match &self.content {
            Content::Bytes(bytes) => Ok(Box::new(Cursor::new(bytes.as_slice()))),
            Content::Path(path) => {
                let about = std::fs::metadata(path).map_err(|why| self.unreadable(&why))?;
                if !about.is_file() {
                    // A pipe or a device would be waited for, a folder has no end.
                    return Err(self.unreadable(&io::ErrorKind::IsADirectory.into()));
                }
                let file = File::open(path).map_err(|why| self.unreadable(&why))?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
            }
        }
    }

    /// The whole file as bytes.
    pub(crate) fn read_whole(&self) -> Result<Vec<u8>, FileRefused> {
        match &self.content {
            Content::Bytes(bytes) => Ok(bytes.clone()),
            Content::Path(path) => std::fs::read(path).map_err(|why| self.unreadable(&why)),
        }
    }

    /// SHA-256 of the file, and its size checked.
    pub(crate) fn digest(&self) -> Result<[u8; 32], FileRefused> {
        let mut reader = self.open()?;
        let size = reader
            .seek(SeekFrom::End(0))
            .map_err(|why| self.unreadable(&why))?;
        if size == 0 {
            return Err(FileRefused::Empty(self.name.clone()));
        }
        if size > MOST_MEGABYTES << 20 {
            let megabytes = size >> 20;
            return Err(FileRefused::TooLarge {
                file: self.name.clone(),
                megabytes,
                most: MOST_MEGABYTES,
            });
        }
        reader
            .seek(SeekFrom::Start(0))
            .map_err(|why| self.unreadable(&why))?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = reader
                .read(&mut buffer)
                .map_err(|why| self.unreadable(&why))?;
            if count == 0 {
                return Ok(hash.finalize().into());
            }
            hash.update(buffer.get(..count).unwrap_or(&[]));
        }
    }

    /// Looks at the file's first bytes; its name is not believed.
    pub(crate) fn kind(&self) -> Result<FileKind, FileRefused> {
        let mut reader = self.open()?;
        let mut head = Vec::new();
        reader
            .by_ref()
            .take(1 << 16)
            .read_to_end(&mut head)
            .map_err(|why| self.unreadable(&why))?;
        let starts = |mark: &[u8]| head.starts_with(mark);
        let lower: Vec<u8> = head.iter().take(512).map(u8::to_ascii_lowercase).collect();
        let holds = |mark: &[u8]| lower.windows(mark.len()).any(|window| window == mark);
        if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
            return Ok(FileKind::Workbook);
        }
        if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            return Err(self.compound(reader));
        }
        if starts(b"%PDF") {
            return Err(FileRefused::OtherKind("PDF 文件"));
        }
        if starts(b"\xFF\xFE") || starts(b"\xFE\xFF") {
            return Err(FileRefused::OtherKind(
                "UTF-16 文本（Excel 的“Unicode 文本”）",
            ));
        }
        if starts(b"\x89PNG") || starts(b"\xFF\xD8\xFF") || starts(b"GIF8") {
            return Err(FileRefused::OtherKind("图片"));
        }
        if holds(b"<html") || holds(b"<table") || holds(b"<?xml") {
            return Err(FileRefused::OtherKind("网页或 XML 文件（改了扩展名）"));
        }
        if head.contains(&0) {
            return Err(FileRefused::OtherKind("二进制文件"));
        }
        Ok(FileKind::Table)
    }

    /// An OLE compound file: an encrypted .xlsx, or an old .xls.
    fn compound(&self, mut reader: Box<dyn ReadSeek + '_>) -> FileRefused {
        let mark: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let mut bytes = Vec::new();
        let read = reader
            .seek(SeekFrom::Start(0))
            .and_then(|_| reader.take(64 << 20).read_to_end(&mut bytes));
        match read {
            Err(why) => self.unreadable(&why),
            Ok(_) if bytes.windows(mark.len()).any(|window| window == mark) => {
                FileRefused::Encrypted
            }
            Ok(_) => FileRefused::OldWorkbook,
        }
    }

    pub(crate) fn unreadable(&self, why: &io::Error) -> FileRefused {
        let why = match why.kind() {
            io::ErrorKind::NotFound => "文件不存在".to_owned(),
            io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
            io::ErrorKind::IsADirectory => "这不是文件，而是文件夹、管道或设备".to_owned(),
            _ => crate::store::disk_says(why),
        };
        FileRefused::Unreadable {
            file: self.name.clone(),
            why,
        }
    }
}
