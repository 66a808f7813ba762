//! Why a whole file is refused.

/// A file that cannot be taken at all. The sentence says what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileRefused {
    /// The file could not be opened or read.
    #[error("读不到文件 {file}：{why}。请确认文件还在、没有被别的程序独占，再试一次")]
    Unreadable {
        /// Its name.
        file: String,
        /// What the system said.
        why: String,
    },
    /// There is nothing in it.
    #[error("文件 {0} 是空的。请确认选对了文件，或在原程序中重新导出")]
    Empty(String),
    /// Larger than any table of a season.
    #[error("文件 {file} 有 {megabytes} MB，超过 {most} MB 的上限。请拆成几个文件分别导入")]
    TooLarge {
        /// Its name.
        file: String,
        /// Its size.
        megabytes: u64,
        /// The limit.
        most: u64,
    },
    /// An encrypted workbook.
    #[error(
        "工作簿设有打开密码。请在 Excel 或 WPS 中去掉密码（文件→信息→保护工作簿），另存后再导入"
    )]
    Encrypted,
    /// The old binary format, whatever the file is called.
    #[error("这是旧版 .xls 工作簿（改了扩展名也一样）。请在 Excel 或 WPS 中另存为 .xlsx 后再导入")]
    OldWorkbook,
    /// Some other kind of file.
    #[error("这不是 .xlsx 工作簿或 .csv 表格，而是{0}。请用 Excel 或 WPS 打开后另存为 .xlsx")]
    OtherKind(&'static str),
    /// A workbook that does not read.
    #[error("工作簿已损坏或不完整（{0}）。请在 Excel 或 WPS 中打开，另存为新的 .xlsx 后再导入")]
    Damaged(String),
    /// A workbook made to overwhelm the reader.
    #[error("工作簿内部异常：{0}。为安全起见不予读取；请向提供者索取重新另存的文件")]
    Hostile(String),
    /// Bytes that are no text.
    #[error(
        "第 {line} 行第 {column} 个字符处的字节不是有效的 {encoding}。请在原程序中重新导出为 CSV UTF-8，或改用 .xlsx"
    )]
    Encoding {
        /// The encoding that the rest of the file is in.
        encoding: &'static str,
        /// Line of the file, from 1.
        line: usize,
        /// Character of the line, from 1.
        column: usize,
    },
    /// A .csv whose rows cannot be told apart.
    #[error("第 {line} 行附近的表格格式有误（{why}）。请检查引号是否成对")]
    Csv {
        /// Line of the file, from 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// Row 1 holds none of the template's headers.
    #[error(
        "第 1 行没有“{template}”的任何一个表头（应有：{expected}）。请确认选对了种类，表头在第 1 行"
    )]
    NoHeaders {
        /// Name of the template on screen.
        template: &'static str,
        /// The first few headers of it.
        expected: String,
    },
    /// The headers stand below a title.
    #[error("表头不在第 1 行而在第 {0} 行。请删去上面的标题行，让表头成为第 1 行")]
    HeadersBelow(u32),
    /// Needed columns are missing.
    #[error("缺少必需的列：{0}。请补上这些列（表头须在第 1 行）")]
    MissingColumns(String),
    /// Two columns of one meaning.
    #[error(
        "第 {first} 列“{first_header}”和第 {second} 列“{second_header}”都是“{header}”。请删去一列"
    )]
    ColumnTwice {
        /// The template's header.
        header: &'static str,
        /// First column, from 1.
        first: u32,
        /// Its header in the file.
        first_header: String,
        /// Second column, from 1.
        second: u32,
        /// Its header in the file.
        second_header: String,
    },
    /// Someone stopped it.
    #[error("已取消，没有导入任何内容")]
    Stopped,
    /// The file changed while it was being read.
    #[error("文件 {0} 在读取期间被改动。请关闭正在编辑它的程序，再试一次")]
    Changed(String),
}
