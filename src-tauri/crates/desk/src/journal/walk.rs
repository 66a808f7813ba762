//! Walking the chain, entry by entry.

use super::{Head, Line, NO_HEAD, hash, hex};

/// Walks a chain entry by entry.
#[derive(Debug, Clone)]
pub struct Walk {
    head: Head,
    epoch: String,
    demo: bool,
    epochs: Vec<i64>,
    room: Vec<u8>,
}

impl Default for Walk {
    fn default() -> Walk {
        Walk {
            head: Head {
                seq: 0,
                hash: NO_HEAD,
            },
            epoch: String::new(),
            demo: false,
            epochs: Vec::new(),
            room: Vec::new(),
        }
    }
}

impl Walk {
    /// Takes the next entry as it is stored.
    ///
    /// # Errors
    /// A Chinese sentence that says which entry does not fit and why.
    pub fn take(&mut self, seq: i64, entry: &str, stored: &[u8]) -> Result<(), String> {
        let expected = self.head.seq + 1;
        if seq != expected {
            return Err(format!(
                "日志缺号：应为第 {expected} 条，实为第 {seq} 条。请勿继续使用，保留现场并联系区教委审计员。"
            ));
        }
        let line = Line::read(entry)
            .map_err(|_| format!("日志第 {seq} 条不是规定的格式，内容已被改动。"))?;
        if line.v != 1 || line.seq != seq || !line.is_written_as(entry, &mut self.room) {
            return Err(format!("日志第 {seq} 条不是规范形式，内容已被改动。"));
        }
        self.follow_epoch(&line)?;
        let hash = hash(&self.head.hash, entry);
        if hash != stored {
            return Err(format!(
                "日志第 {seq} 条的摘要对不上：该条或它之前的记录被改动过。"
            ));
        }
        self.head = Head { seq, hash };
        Ok(())
    }

    /// An epoch begins with GENESIS, which names the head that it follows, and only there: with the
    /// desk, and where it was restored from a backup.
    fn follow_epoch(&mut self, line: &Line<'_>) -> Result<(), String> {
        let seq = line.seq;
        let begins = line.is_genesis();
        if begins != line.genesis.is_some() || (seq == 1 && !begins) {
            return Err(format!(
                "日志第 {seq} 条的起始标记不对：第 1 条须是建台记录，恢复之后的第一条须写明接在哪一条之后。"
            ));
        }
        match &line.genesis {
            None if line.epoch == self.epoch => Ok(()),
            Some(genesis)
                if genesis.previous == hex(&self.head.hash)
                    && line.epoch != self.epoch
                    && (seq == 1 || genesis.demo == self.demo) =>
            {
                line.epoch.clone_into(&mut self.epoch);
                self.demo = genesis.demo;
                self.epochs.push(seq);
                Ok(())
            }
            _ => Err(format!(
                "日志第 {seq} 条的纪元不对：与它之前的建台或恢复记录接不上，内容已被改动。"
            )),
        }
    }

    /// The entries that began an epoch: the first, and one for each restore.
    pub fn epochs(&self) -> &[i64] {
        &self.epochs
    }

    /// Where the walk stands.
    pub fn head(&self) -> Head {
        self.head
    }
}
