//! `ruxue help [COMMAND …]`, in Chinese throughout.

use crate::args::chinese_command;
use crate::failure::Failure;

pub fn show(words: &[String]) -> Result<(), Failure> {
    let mut command = chinese_command();
    for word in words {
        let found = command.find_subcommand(word).cloned();
        command = found.ok_or_else(|| {
            Failure::Usage(format!(
                "没有命令「{}」。用 ruxue help 查看全部命令。",
                words.join(" ")
            ))
        })?;
    }
    command.print_help()?;
    Ok(())
}
