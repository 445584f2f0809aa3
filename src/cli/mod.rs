//! The composition root: reads the command line and settings, builds the layers left to right, runs one command.

mod apply;
mod args;
mod command;
mod context;
pub mod demo;
mod door;
mod feed;
mod input;
mod names;
mod open;
mod people;
mod phrases;
mod place;
mod printing;
mod progress;
mod schema;
mod score;
mod serve;
mod settings;
mod shop;
mod trouble;
mod upkeep;
mod usage;

use args::{Cli, Sub};
use context::Context;
use std::process::ExitCode;
use trouble::Trouble;

/// Runs the program and gives its exit status: 0 done, 1 refused or failed, 2 not understood.
pub fn main() -> ExitCode {
    match usage::read() {
        Ok(cli) => run(&cli).unwrap_or_else(|trouble| trouble.report()),
        Err(status) => status,
    }
}

fn run(cli: &Cli) -> Result<ExitCode, Trouble> {
    let context = Context::read(&cli.globals)?;
    match &cli.command {
        None => serve::attach(&context, &cli.globals),
        Some(Sub::Serve { background }) => serve::serve(&context, *background),
        Some(Sub::Apply(what)) => apply::apply(&context, what),
        Some(Sub::Feed { since, follow }) => feed::feed(&context, *since, *follow),
        Some(Sub::Verify { json }) => upkeep::verify(&context, *json),
        Some(Sub::Rebuild { json }) => upkeep::rebuild(&context, *json),
        Some(Sub::Staff { what }) => people::staff(&context, what),
        Some(Sub::Status { json }) => people::status(&context, *json),
        Some(Sub::Score(asked)) => score::run(&context, asked),
    }
}
