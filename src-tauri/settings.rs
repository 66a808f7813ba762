//! What the command line and the environment say.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// Where the desk is, and a demonstration desk's day.
pub(crate) struct Settings {
    /// Folder of the desk.
    pub desk: PathBuf,
    /// The day of a demonstration desk.
    pub today: Option<chrono::NaiveDate>,
}

const USAGE: &str = "用法：ruxue-desktop [--desk 工作台文件夹] [--today 2021-05-06]";

impl Settings {
    /// Reads `--desk` and `--today`, else `RUXUE_DESK` and `RUXUE_TODAY`, else `~/ruxue-desk`.
    ///
    /// # Errors
    /// A Chinese sentence where an argument is unknown or has no value.
    pub fn read() -> Result<Settings, String> {
        let given = Given::parse(env::args_os().skip(1))?;
        let home = || env::home_dir().unwrap_or_else(|| PathBuf::from("."));
        let desk = given.desk.or_else(|| env::var_os("RUXUE_DESK"));
        let today = given.today.or_else(|| env::var_os("RUXUE_TODAY"));
        let today = today
            .filter(|text| !text.is_empty())
            .map(|text| day(&text))
            .transpose()?;
        Ok(Settings {
            desk: desk.map_or_else(|| home().join("ruxue-desk"), PathBuf::from),
            today,
        })
    }
}

#[derive(Default)]
struct Given {
    desk: Option<OsString>,
    today: Option<OsString>,
}

impl Given {
    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Given, String> {
        let mut given = Given::default();
        while let Some(argument) = arguments.next() {
            let name = argument.to_string_lossy().into_owned();
            let slot = match name.as_str() {
                "--desk" => &mut given.desk,
                "--today" => &mut given.today,
                _ => return Err(format!("不认识参数“{name}”。{USAGE}")),
            };
            let missing = || format!("{name} 后面要有值。{USAGE}");
            *slot = Some(arguments.next().ok_or_else(missing)?);
        }
        Ok(given)
    }
}

fn day(text: &OsString) -> Result<chrono::NaiveDate, String> {
    let text = text.to_string_lossy();
    text.parse()
        .map_err(|_| format!("日期“{text}”要写成 2021-05-06 的样子。{USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_or_refused_in_chinese() {
        let parse = |words: &[&str]| Given::parse(words.iter().map(OsString::from));
        let given = parse(&["--desk", "d", "--today", "2021-05-06"]).expect("both are known");
        assert_eq!(given.desk.as_deref(), Some("d".as_ref()));
        assert!(parse(&["--desk"]).is_err_and(|sentence| sentence.contains("后面要有值")));
        assert!(parse(&["--x"]).is_err_and(|sentence| sentence.contains("不认识参数")));
        assert!(day(&"2021-02-30".into()).is_err());
    }
}
