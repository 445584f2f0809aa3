//! A command line that is not understood, said in the reader's language; and help, which is.

use super::args::Cli;
use super::context::lang_of_environment;
use super::trouble::Trouble;
use crate::text::{Catalogue, Lang, Words};
use clap::Parser;
use clap::error::{ContextKind, Error, ErrorKind};
use std::process::ExitCode;

/// The exit status of a command line that is not understood.
const NOT_UNDERSTOOD: u8 = 2;

/// What is said of each kind of mistake; any other is said in the words of the parser.
const SAID: &[(ErrorKind, &str)] = &[
    (ErrorKind::UnknownArgument, "usage-unknown-option"),
    (ErrorKind::InvalidSubcommand, "usage-unknown-command"),
    (ErrorKind::MissingRequiredArgument, "usage-missing"),
    (ErrorKind::InvalidValue, "usage-value"),
    (ErrorKind::ValueValidation, "usage-value"),
    (ErrorKind::ArgumentConflict, "usage-conflict"),
];

/// What may stand after options whose values the parser does not list, by the key that says it.
const WANTED: &[(&str, &str)] = &[("--since", "usage-seq"), ("--uid", "usage-uid"), ("--now", "usage-time")];

/// Reads the command line. Help and the version are printed here, and end the program.
///
/// # Errors
/// The exit status, once what was asked for or what is wrong has been printed.
pub fn read() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let status = u8::try_from(error.exit_code()).unwrap_or(NOT_UNDERSTOOD);
            error.print().map_or(ExitCode::FAILURE, |()| ExitCode::from(status))
        }
        _ => trouble(&Catalogue::built_in().words(lang()), &error).report(),
    })
}

/// The language asked for, found without a parser: by the option, or by the environment.
fn lang() -> Lang {
    let args: Vec<String> = std::env::args().collect();
    let after = args.iter().skip_while(|arg| *arg != "--lang").nth(1).map(String::as_str);
    let joined = args.iter().find_map(|arg| arg.strip_prefix("--lang="));
    joined.or(after).and_then(Lang::parse).or_else(lang_of_environment).unwrap_or_default()
}

fn trouble(words: &Words, error: &Error) -> Trouble {
    let of = |kind: ContextKind| error.get(kind).map(|value| value.to_string()).filter(|text| !text.is_empty());
    let what = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand].into_iter().find_map(of).unwrap_or_default();
    let (value, other) = (of(ContextKind::InvalidValue), of(ContextKind::PriorArg));
    let values = [
        ("what", what.as_str()),
        ("value", value.as_deref().unwrap_or_default()),
        ("other", other.as_deref().unwrap_or_default()),
    ];
    let key = SAID.iter().find(|(kind, _)| *kind == error.kind()).map(|(_, key)| *key);
    let message = key.map_or_else(|| in_its_own_words(error), |key| words.with(key, &values));
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let valid = of(ContextKind::ValidValue).or_else(|| wanted(words, &what));
    let remedy = [
        near.into_iter().find_map(of).map(|near| words.with("usage-near", &[("near", &near)])),
        valid.map(|valid| words.with("usage-valid", &[("valid", &valid)])),
        of(ContextKind::Usage)
            .map(|usage| words.with("usage-usage", &[("usage", usage.trim_start_matches("Usage: "))])),
    ];
    let remedy = remedy.into_iter().flatten().collect::<Vec<_>>().join("\n");
    Trouble { code: "usage".to_string(), message, remedy, status: NOT_UNDERSTOOD }
}

/// What may stand after an option that is wrong, as `--since <SEQ>`.
fn wanted(words: &Words, what: &str) -> Option<String> {
    let name = what.split(' ').next().unwrap_or_default();
    WANTED.iter().find(|(option, _)| *option == name).map(|(_, key)| words.get(key).into_owned())
}

fn in_its_own_words(error: &Error) -> String {
    let whole = error.to_string();
    whole.lines().next().unwrap_or_default().trim_start_matches("error: ").to_string()
}
