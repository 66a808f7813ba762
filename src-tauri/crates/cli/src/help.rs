//! `ruxue help [COMMAND …]`, in Chinese throughout.

use crate::args::Args;
use crate::failure::Failure;
use clap::CommandFactory;

pub fn show(words: &[String]) -> Result<(), Failure> {
    let mut command = Args::command();
    command.build();
    for word in words {
        let found = command.find_subcommand(word).cloned();
        command = found.ok_or_else(|| {
            Failure::Usage(format!("没有命令「{}」。用 ruxue help 查看全部命令。", words.join(" ")))
        })?;
    }
    command.print_help()?;
    Ok(())
}
