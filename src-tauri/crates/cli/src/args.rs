//! The words of the command line, and what is said where they are off.

use crate::backup::{BackupArgs, RecoverArgs, RestoreArgs};
use crate::district::{Compared, DistrictCommand, SigningCommand};
use chrono::NaiveDate;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args as ClapArgs, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// The whole command line.
#[derive(Parser, Debug)]
#[command(
    name = "ruxue",
    about = "入学工作站：导入、判定、派位、录取、打印，一个命令行。",
    disable_help_subcommand = true,
    disable_help_flag = true,
    version,
    disable_version_flag = true,
    after_help = "退出状态：0 办成；1 被拒绝或检查不通过（标准错误说明原因）；2 命令行写法不对。\n详见：ruxue help 命令"
)]
pub struct Args {
    /// 工作台文件夹
    #[arg(
        long,
        global = true,
        env = "RUXUE_DESK",
        value_name = "文件夹",
        hide_env = true
    )]
    pub desk: Option<PathBuf>,
    /// 由谁办理（密码取自 RUXUE_PASSWORD，或在终端输入）
    #[arg(
        long,
        global = true,
        env = "RUXUE_USER",
        value_name = "账户",
        hide_env = true
    )]
    pub user: Option<String>,
    /// 输出机器可读的 JSON，一行一条
    #[arg(long, global = true)]
    pub json: bool,
    /// 设定日期，仅限演示工作台
    #[arg(long, global = true, value_name = "日期")]
    pub today: Option<NaiveDate>,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The words of the command: `draw freeze`.
    #[arg(skip)]
    pub words: String,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// 建立、检查工作台
    #[command(subcommand)]
    Desk(DeskCommand),
    /// 账户与角色
    #[command(subcommand)]
    User(crate::people::UserCommand),
    /// 导入模板文件；列出、撤回已有的导入
    #[command(args_conflicts_with_subcommands = true)]
    Import(ImportArgs),
    /// 生成空白导入模板
    Template(TemplateArgs),
    /// 按政策包判定全部孩子，或一个孩子；说明为什么、怎样会改变
    Check(CheckArgs),
    /// 查一处住址对应的学校：学校、对应表原文、630 规定、学位记录
    Home(crate::home::HomeArgs),
    /// 核定：已定案而判定有变的孩子
    #[command(subcommand)]
    Review(crate::review::ReviewCommand),
    /// 查看、检查、比较、试用、签名、安装政策包，调整本季开关
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// 区密钥：生成、登记公钥
    #[command(subcommand)]
    District(DistrictCommand),
    /// 派位：计划、封存、派位、中止、核验
    #[command(subcommand)]
    Draw(DrawCommand),
    /// 安排不需派位的录取，以及派位之后的其余录取
    Place,
    /// 打印：notice 入学通知书、roster 新生花名册、draw-record 派位过程记录、case 判定说明
    Print(PrintArgs),
    /// 报告：compliance 合规报告
    Report(ReportArgs),
    /// 日志：查看、核验、导出
    #[command(subcommand)]
    Audit(AuditCommand),
    /// 备份到移动介质；列出、核对已有的备份
    Backup(BackupArgs),
    /// 由备份恢复出一个工作台，只写入新的或空的文件夹
    Restore(RestoreArgs),
    /// 用恢复码重设密码；恢复演练
    Recover(RecoverArgs),
    /// 生成一个虚拟的区（模板文件），同一种子结果相同
    Sample(SampleArgs),
    /// 在演示工作台上一次走完整个招生季
    Season(SeasonArgs),
    /// 说明各命令的写法
    Help {
        /// 命令
        #[arg(value_name = "命令")]
        words: Vec<String>,
    },
}

#[derive(Subcommand, Debug)]
pub enum DeskCommand {
    /// 建立新的工作台
    Create {
        /// 单位代码：区招考中心 110105，街乡 110105 加三位，学校用学校代码
        #[arg(long, value_name = "代码")]
        office: String,
        /// 政策包：自带的名字（chaoyang-2021）、其文件夹，或区里签名的 .ruxuepack 文件（须同时写 --district）
        #[arg(long, value_name = "政策包")]
        policy: String,
        /// 区公钥文件 district.pub，核对签名用
        #[arg(long, value_name = "文件")]
        district: Option<PathBuf>,
        #[command(flatten)]
        compared: Compared,
        /// 演示工作台：每个角色一个账户，全部纸件标注演示
        #[arg(long)]
        demo: bool,
    },
    /// 检查数据库、日志、政策包与派位文件
    Check,
}

#[derive(ClapArgs, Debug)]
pub struct ImportArgs {
    #[command(subcommand)]
    pub command: Option<ImportCommand>,
    /// 模板：applicants schools catchments aliases primary-zones seat-records choices
    #[arg(value_name = "模板", required = true)]
    pub kind: Option<String>,
    /// .xlsx 或 .csv 文件
    #[arg(value_name = "文件", required = true)]
    pub file: Option<PathBuf>,
    /// 只检查，不入库
    #[arg(long)]
    pub dry_run: bool,
    /// 有一行不合格就全部不入库
    #[arg(long)]
    pub all_or_nothing: bool,
}

#[derive(Subcommand, Debug)]
pub enum ImportCommand {
    /// 列出已有的导入
    List,
    /// 撤回一次导入
    Withdraw {
        /// 导入编号
        #[arg(value_name = "编号")]
        number: i64,
    },
}

#[derive(ClapArgs, Debug)]
pub struct TemplateArgs {
    /// 模板名
    #[arg(value_name = "模板")]
    pub kind: String,
    /// 写到哪个 .xlsx 文件
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
}

#[derive(ClapArgs, Debug)]
pub struct CheckArgs {
    /// 只判定一个孩子
    #[arg(long, value_name = "受理编号")]
    pub receipt: Option<String>,
    /// 只判定一个学段
    #[arg(long, value_name = "小学|初中", value_parser = ["小学", "初中"])]
    pub level: Option<String>,
    /// 说明为什么、怎样会改变；加 --json 时多一项 remedies
    #[arg(long)]
    pub explain: bool,
    /// 为什么要看完整信息；不写则姓名、证件号码、住址等都遮盖，写了逐人记入日志
    #[arg(long, value_name = "用途", requires = "explain")]
    pub purpose: Option<String>,
}

#[derive(Subcommand, Debug)]
pub enum PolicyCommand {
    /// 正在使用的政策包
    Show,
    /// 检查一个政策包，错误带文件与行号
    Check {
        /// 政策包文件夹，或签名的 .ruxuepack 文件
        #[arg(value_name = "政策包")]
        dir: PathBuf,
    },
    /// 两个政策包之间改了什么，逐条说明，带文件与行号
    Diff {
        /// 原来的政策包：自带的名字，或文件夹
        #[arg(value_name = "原")]
        old: String,
        /// 后来的政策包
        #[arg(value_name = "新")]
        new: String,
    },
    /// 拿工作台上的孩子试一试另一个政策包：谁的判定会变，因为改了哪一条
    Try(crate::trial::TryArgs),
    #[command(flatten)]
    Signing(SigningCommand),
}

#[derive(Subcommand, Debug)]
pub enum DrawCommand {
    /// 现在需要哪些派位，为什么
    Plan,
    /// 封存名单、计划与读数办法
    Freeze {
        /// 学段
        #[arg(long, value_parser = ["小学", "初中"], value_name = "小学|初中")]
        level: String,
        /// private boarding wish-all wish-general zone city supplement，用逗号连接
        #[arg(long, value_name = "类别", value_delimiter = ',', required = true)]
        kind: Vec<String>,
        /// 读数人：名称:sealed|dice|public:位数，至少三个，末一个为 dice 或 public
        #[arg(long, value_name = "名称:方式:位数")]
        witness: Vec<String>,
        /// 演练
        #[arg(long)]
        rehearsal: bool,
        /// 第二人账户（密码取自 RUXUE_PASSWORD2）
        #[arg(long, value_name = "账户")]
        second: Option<String>,
    },
    /// 录入读数并派位；中断后以同样的命令继续
    Run {
        /// 派位编号：2021-0003 或 R-0001
        #[arg(value_name = "编号")]
        number: String,
        /// 每个读数人的数字，按封存单的顺序
        #[arg(long, value_name = "数字")]
        digits: Vec<String>,
        /// 第二人账户
        #[arg(long, value_name = "账户")]
        second: Option<String>,
    },
    /// 在最后一个读数读出之前中止
    Abort {
        /// 派位编号
        #[arg(value_name = "编号")]
        number: String,
        /// 原因（一行）
        #[arg(long, value_name = "原因")]
        reason: String,
        /// 已读出的数字
        #[arg(long, value_name = "数字")]
        digits: Vec<String>,
        /// 第二人账户
        #[arg(long, value_name = "账户")]
        second: Option<String>,
    },
    /// 写出派位季终清单 season.txt
    Season,
    /// 只凭文件夹核验派位，不需要工作台
    Verify {
        /// 派位文件夹，以及其中的 season.txt
        #[arg(value_name = "路径", required = true)]
        paths: Vec<PathBuf>,
    },
    /// 一个派位号
    Ticket {
        /// 种子：64 位十六进制
        #[arg(value_name = "种子")]
        seed: String,
        /// 批次（流号）
        #[arg(value_name = "流号")]
        stream: u64,
        /// 行序，从 0 起
        #[arg(value_name = "行序")]
        index: u64,
    },
}

#[derive(ClapArgs, Debug)]
pub struct PrintArgs {
    /// notice roster draw-record case
    #[arg(value_name = "纸件")]
    pub kind: String,
    /// 学校代码
    #[arg(long, value_name = "代码")]
    pub school: Option<String>,
    /// 受理编号
    #[arg(long, value_name = "受理编号")]
    pub receipt: Option<String>,
    /// 派位编号
    #[arg(long, value_name = "编号")]
    pub ceremony: Option<String>,
    /// 补打的原因
    #[arg(long, value_name = "原因")]
    pub reason: Option<String>,
    /// 写到哪个文件夹
    #[arg(long, value_name = "文件夹")]
    pub out: PathBuf,
}

#[derive(ClapArgs, Debug)]
pub struct ReportArgs {
    /// compliance
    #[arg(value_name = "报告")]
    pub kind: String,
    /// 写到哪个文件
    #[arg(long, value_name = "文件")]
    pub out: PathBuf,
}

#[derive(Subcommand, Debug)]
pub enum AuditCommand {
    /// 列出日志
    List,
    /// 核验日志链条与锚点
    Verify {
        /// 纸件或备份上的锚点，可多个
        #[arg(long, value_name = "序号:摘要")]
        anchor: Vec<String>,
    },
    /// 导出：序号、SHA-256、SM3、条目，一行一条
    Export,
}

#[derive(ClapArgs, Debug)]
pub struct SampleArgs {
    /// 孩子人数：200 至 1000000
    #[arg(long, value_name = "人数")]
    pub children: u64,
    /// 种子
    #[arg(long, value_name = "种子")]
    pub seed: u64,
    /// 写到哪个文件夹
    #[arg(long, value_name = "文件夹")]
    pub out: PathBuf,
    /// 写 .xlsx 而不是 .csv
    #[arg(long)]
    pub xlsx: bool,
}

#[derive(ClapArgs, Debug)]
pub struct SeasonArgs {
    /// 模板文件所在的文件夹
    #[arg(long, value_name = "文件夹")]
    pub from: PathBuf,
    /// 由种子产生读数与随机数，两次结果相同
    #[arg(long, value_name = "种子")]
    pub seed: Option<u64>,
}

impl Args {
    /// Reads the command line of this process.
    ///
    /// # Errors
    /// Where it is off, or help or the version is asked for.
    pub fn read() -> Result<Args, clap::Error> {
        let matches = chinese_command().try_get_matches()?;
        let mut args = Args::from_arg_matches(&matches)?;
        args.words = words(&matches);
        Ok(args)
    }
}

fn words(matches: &clap::ArgMatches) -> String {
    let mut words = Vec::new();
    let mut below = matches.subcommand();
    while let Some((word, deeper)) = below {
        words.push(word);
        below = deeper.subcommand();
    }
    words.join(" ")
}

/// The command with every word of its help in Chinese.
pub fn chinese_command() -> clap::Command {
    let mut command = Args::command();
    command.build();
    in_chinese(command)
}

fn in_chinese(command: clap::Command) -> clap::Command {
    let usage = command.clone().render_usage().to_string();
    let usage = usage
        .trim_start_matches("Usage:")
        .trim()
        .replace("[OPTIONS]", "[选项]")
        .replace("<COMMAND>", "<命令>")
        .replace("[COMMAND]", "[命令]");
    command
        .help_template(HELP)
        .subcommand_help_heading("命令")
        .disable_help_subcommand(true)
        .override_usage(usage)
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                "参数"
            } else {
                "选项"
            };
            arg.help_heading(heading).hide_possible_values(true)
        })
        .mut_subcommands(in_chinese)
}

/// Says in Chinese what is off; help and version are no failures.
pub fn explain(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::from(2);
    }
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let arg = word(ContextKind::InvalidArg);
    let value = word(ContextKind::InvalidValue);
    let sentence = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有命令「{}」。", word(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => "没有说明要做什么：缺少命令。".into(),
        ErrorKind::UnknownArgument => format!("不认识的选项或多余的内容「{arg}」。"),
        ErrorKind::MissingRequiredArgument => format!("缺少：{arg}。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("{arg} 后面没有给出内容。")
        }
        ErrorKind::InvalidValue => {
            format!(
                "{arg} 的值「{value}」不在可用范围内：{}。",
                word(ContextKind::ValidValue)
            )
        }
        ErrorKind::ValueValidation => format!("{arg} 的值「{value}」写法不对。"),
        ErrorKind::ArgumentConflict if arg.is_empty() => "命令后面有多余的内容。".into(),
        ErrorKind::ArgumentConflict => format!("{arg} 不能与其他选项同时使用，或重复给出。"),
        _ => "命令行写法不对。".into(),
    };
    eprintln!("{sentence}用 ruxue help 查看写法。");
    ExitCode::from(2)
}
