//! `ruxue district`, `ruxue policy sign`, `install` and `switch`: what the district signs, what a
//! desk trusts and takes.

use crate::args::Args;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use clap::{Args as ClapArgs, Subcommand};
use ruxue_desk::access::{Act, Role};
use ruxue_desk::clock::Clock;
use ruxue_desk::district::{self, PublicKey, RootKey};
use ruxue_desk::pack::{self, Installed, signed};
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum DistrictCommand {
    /// 生成区密钥与第一份单位名录（不需要工作台）
    Init {
        /// 写到哪个文件夹
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
    },
    /// 登记区公钥：与纸上的指纹核对后，工作台才接受它签的政策包
    Trust {
        /// 区公钥文件 district.pub
        #[arg(value_name = "文件")]
        file: PathBuf,
        #[command(flatten)]
        compared: Compared,
        /// 更换已登记的公钥时的理由（一行）
        #[arg(
            long,
            value_name = "理由",
            default_value = "",
            hide_default_value = true
        )]
        reason: String,
    },
}

#[derive(ClapArgs, Debug)]
pub struct Compared {
    /// 纸上的指纹，64 位十六进制；不写则在终端输入
    #[arg(long, value_name = "指纹")]
    pub fingerprint: Option<String>,
}

#[derive(Subcommand, Debug)]
pub enum SigningCommand {
    /// 检查政策包并用区密钥签名，写成一个 .ruxuepack 文件
    Sign {
        /// 政策包文件夹
        #[arg(value_name = "文件夹")]
        dir: PathBuf,
        /// 区私钥文件 district.key（口令取自 RUXUE_PASSWORD，或在终端输入）
        #[arg(long, value_name = "文件")]
        key: PathBuf,
        /// 写到哪个文件；不写则在当前文件夹按名称与摘要取名
        #[arg(long, value_name = "文件")]
        out: Option<PathBuf>,
    },
    /// 安装政策包：区里签名的 .ruxuepack 文件，或程序自带的名字
    Install {
        /// 政策包
        #[arg(value_name = "政策包")]
        pack: String,
        /// 理由（一行）；工作台上已有孩子或派位时必写
        #[arg(
            long,
            value_name = "理由",
            default_value = "",
            hide_default_value = true
        )]
        reason: String,
    },
    /// 为本季调整一个开关
    Switch {
        /// 开关名，见 ruxue policy show
        #[arg(value_name = "开关")]
        name: String,
        /// 取值
        #[arg(value_name = "取值", allow_hyphen_values = true)]
        value: String,
        /// 派位种类，如 单校超额；按种类取值的开关才写
        #[arg(long, value_name = "种类")]
        kind: Option<String>,
        /// 理由（一行），会印在判定说明上
        #[arg(long, value_name = "理由")]
        reason: String,
    },
}

/// `ruxue district`.
pub fn run(args: &Args, what: &DistrictCommand) -> Result<(), Failure> {
    match what {
        DistrictCommand::Init { out } => init(out),
        DistrictCommand::Trust {
            file,
            compared,
            reason,
        } => {
            let mut desk = signin::open(args, Role::Secadmin)?;
            desk.require(Act::TrustDistrict)?;
            let key = PublicKey::read(file)?;
            let typed = typed_fingerprint(compared)?;
            say!("{}", district::trust(&mut desk, &key, &typed, reason)?);
            Ok(())
        }
    }
}

/// `ruxue policy sign`, `install`, `switch`.
pub fn signing(args: &Args, what: &SigningCommand) -> Result<(), Failure> {
    match what {
        SigningCommand::Sign { dir, key, out } => sign(dir, key, out.clone()),
        SigningCommand::Install { pack, reason } => install(args, pack, reason),
        SigningCommand::Switch {
            name,
            value,
            kind,
            reason,
        } => {
            let mut desk = signin::open(args, Role::Centre)?;
            let sentence = pack::set_switch(&mut desk, name, kind.as_deref(), value, reason)?;
            say!("{sentence}");
            Ok(())
        }
    }
}

fn init(out: &std::path::Path) -> Result<(), Failure> {
    let passphrase = signin::password("RUXUE_NEW_PASSWORD", "区私钥", false)?;
    if std::env::var_os("RUXUE_NEW_PASSWORD").is_none()
        && rpassword::prompt_password("再输入一次：")? != passphrase
    {
        return Err(Failure::Refused(
            "两次输入的口令不同，没有生成密钥。请重新输入。".into(),
        ));
    }
    let founded = district::found(out, &passphrase, Clock::machine().today())?;
    say!("区密钥与第一份单位名录已写入 {}：", out.display());
    for file in &founded.files {
        say!("  {}", file.display());
    }
    say!("\n区公钥指纹（请抄在纸上，当面念给各单位核对）：");
    let print = founded.public.fingerprint().to_string();
    let groups: Vec<&str> = print.split(' ').collect();
    for line in groups.chunks(8) {
        say!("  {}", line.join(" "));
    }
    say!(
        "\ndistrict.key 是私钥：口令与文件分开保管，另存一份离线副本，不要放进任何工作台；遗失则须全区更换公钥。"
    );
    say!("district.pub 发给各单位，用 ruxue district trust 登记。");
    Ok(())
}

/// The fingerprint as given, or typed on the terminal off a paper.
pub fn typed_fingerprint(compared: &Compared) -> Result<String, Failure> {
    if let Some(given) = &compared.fingerprint {
        return Ok(given.clone());
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage(
            "没有给出指纹：请照区里当面交付的纸，用 --fingerprint 写明区公钥的指纹，或在终端中运行以便输入。".into(),
        ));
    }
    print!("请照纸上的指纹输入（64 位，空格不计）：");
    std::io::stdout().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

fn sign(dir: &std::path::Path, key: &std::path::Path, out: Option<PathBuf>) -> Result<(), Failure> {
    // What is wrong with the pack is said before anyone types a passphrase.
    pack::from_folder(dir)?;
    let passphrase = signin::password("RUXUE_PASSWORD", "区私钥", false)?;
    let root = RootKey::open(key, &passphrase)?;
    let (name, bytes) = signed::sign(dir, &root)?;
    let place = out.unwrap_or_else(|| PathBuf::from(name));
    signed::write(&place, &bytes)?;
    let open = signed::open(&bytes, &root.public())?;
    say!("已签名：{}", place.display());
    say!("  政策包 {}：{}", open.pack.id(), open.pack.title());
    say!("  摘要 {}", open.pack.digest());
    say!("  区公钥指纹 {}", root.public().fingerprint());
    Ok(())
}

fn install(args: &Args, asked: &str, reason: &str) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Secadmin)?;
    let candidate = pack::candidate(&mut desk, asked)?;
    let (name, digest) = (&candidate.name, candidate.pack.digest());
    match pack::install(&mut desk, &candidate, reason)? {
        Installed::Already => {
            say!("政策包 {name}（摘要 {digest}）已在使用，没有改动。");
        }
        Installed::Now => {
            say!(
                "政策包 {name} 已启用：{}（{}）。",
                candidate.pack.title(),
                candidate.origin.says()
            );
            say!("摘要 {digest}。下次查看名单时按新政策包重新判定。");
        }
    }
    Ok(())
}
