//! `ruxue`, the command line (spec/cli.md): the same use cases as the window, over `desk`.
//!
//! Exit status: 0 done; 1 refused or a check failed, with a sentence on standard error; 2 the
//! command line is off.

mod acts;
mod args;
mod audit;
mod backup;
mod check;
mod desk;
mod district;
mod draw;
mod failure;
mod help;
mod home;
mod import;
mod out;
mod papers;
mod people;
mod policy;
mod progress;
mod review;
mod season;
mod signin;
mod trial;

use args::{Args, Command};
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::read() {
        Ok(args) => args,
        Err(error) => return args::explain(&error),
    };
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.status())
        }
    }
}

fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Desk(what) => desk::run(args, what),
        Command::User(what) => people::run(args, what),
        Command::Import(what) => import::run(args, what),
        Command::Template(what) => import::template(what),
        Command::Check(what) => check::run(args, what),
        Command::Home(what) => home::run(args, what),
        Command::District(what) => district::run(args, what),
        Command::Policy(what) => policy::run(args, what),
        Command::Review(what) => review::run(args, what),
        Command::Draw(what) => draw::run(args, what),
        Command::Audit(what) => audit::run(args, what),
        Command::Backup(what) => backup::run(args, what),
        Command::Restore(what) => backup::restore(args, what),
        Command::Recover(what) => backup::recover(args, what),
        Command::Sample(what) => season::sample(what),
        Command::Place => papers::place(args),
        Command::Print(what) => papers::print(args, what),
        Command::Report(what) => papers::report(args, what),
        Command::Season(what) => season::run(args, what),
        Command::Help { words } => help::show(words),
    }
}
