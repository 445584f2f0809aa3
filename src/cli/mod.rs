//! The composition root: reads the command line and settings, builds the layers left to right, runs one command.

mod apply;
mod args;
mod calling;
mod command;
mod context;
pub mod demo;
mod door;
mod explained;
mod feed;
mod inbox;
mod input;
mod names;
mod open;
mod output;
mod people;
mod phrases;
mod place;
mod printing;
mod progress;
mod schema;
mod score;
mod seat;
mod secret;
mod serve;
mod settings;
mod shop;
mod sources;
mod studied;
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
    let output = match &cli.command {
        None => return serve::attach(&context, &cli.globals),
        Some(Sub::Serve { background }) => return serve::serve(&context, *background),
        // These two print as they go.
        Some(Sub::Apply(what)) if !what.schema => return apply::apply(&context, what),
        Some(Sub::Feed { since, follow }) => return feed::feed(&context, *since, *follow),
        Some(Sub::Apply(_)) => apply::schema(),
        Some(Sub::Verify { json }) => upkeep::verify(&context, *json)?,
        Some(Sub::Rebuild { json }) => upkeep::rebuild(&context, *json)?,
        Some(Sub::Staff { what }) => people::staff(&context, what)?,
        Some(Sub::Status { json }) => people::status(&context, *json)?,
        Some(Sub::Score(asked)) => score::run(&context, asked)?,
    };
    output.print(&context.words())
}
