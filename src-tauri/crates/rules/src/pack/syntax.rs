//! What is wrong with a file's TOML, in words that help someone who writes it by hand.

/// Part of the parser's message, and what to say.
const SAYINGS: &[(&str, &str)] = &[
    ("duplicate key", "同一个键写了两次，或 [[…]] 写成了 […]"),
    ("string values must be quoted", "文字要加英文引号 \"…\""),
    (
        "missing opening quote",
        "引号不成对：应当用一对英文引号 \"…\"",
    ),
    (
        "invalid basic string",
        "引号没有配成对，或文字里有不能写的符号（\\ 要写成 \\\\）",
    ),
    ("invalid multi-line", "三个引号的文字没有写完"),
    ("invalid literal string", "单引号没有配成对"),
    ("key with no value", "键后面应当是英文等号 = 和它的值"),
    ("missing value", "等号后面没有写值"),
    (
        "missing key for inline table element",
        "花括号里的一项没有写键",
    ),
    (
        "missing comma between array elements",
        "方括号里各项之间要用英文逗号隔开",
    ),
    (
        "missing comma between key-value pairs",
        "花括号里各项之间要用英文逗号隔开",
    ),
    ("extra comma", "逗号多了一个"),
    ("unclosed array table", "[[…]] 没有写完，缺少 ]"),
    ("unclosed array", "方括号没有配成对，缺少 ]"),
    ("unclosed inline table", "花括号没有配成对，缺少 }"),
    ("unclosed table", "[…] 没有写完，缺少 ]"),
    ("missing assignment", "键和值之间要写英文等号 ="),
    ("extra assignment", "等号多了一个"),
    ("extra `=`", "等号多了一个"),
    ("unexpected `=`", "这里不能写等号"),
    (
        "invalid unquoted key",
        "键里有不能直接写的字：汉字的键要加英文引号，等号要用英文的",
    ),
    ("unquoted keys cannot be empty", "等号前面没有写键"),
    ("invalid date", "没有这一天，日期写作 2015-08-31"),
    ("invalid local date", "没有这一天，日期写作 2015-08-31"),
    ("day", "没有这一天，日期写作 2015-08-31"),
    ("month", "没有这个月，日期写作 2015-08-31"),
    ("integer", "数目写得不对，只写数字"),
    ("leading zero", "数目前面不要写 0"),
    ("carriage return", "换行不对，请用记事本另存为 UTF-8"),
    ("recurs", "括号套得太深"),
    ("unexpected content", "这里多写了东西"),
    ("unexpected key or value", "这里多写了东西"),
    ("invalid comment", "注释里有不能写的符号"),
];

/// The parser's message in Chinese.
pub(super) fn say(message: &str) -> String {
    let found = SAYINGS.iter().find(|(part, _)| message.contains(part));
    let what = found.map_or(
        "写法不对：每行应当是 键 = 值，或 [表]、[[表]]",
        |(_, what)| what,
    );
    format!("不是合格的 TOML：{what}。请改正这一行")
}
