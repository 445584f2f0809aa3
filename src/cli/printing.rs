//! Where sheets go: to the shop's print command, else to a file in the folder `print`.
//!
//! It lives in the composition root because only here a setting meets a sheet: `report` makes text and touches nothing,
//! the screens hand it over, and the desk knows of no printer.

use super::context::Context;
use crate::tui::app::{Filer, Printer};
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Prints for all sessions of a server.
pub fn printer(context: &Context) -> Printer {
    let (folder, command) = (context.place.data.join("print"), context.settings.print_command.clone());
    Arc::new(move |name, text| {
        let sent = match command.split_first() {
            Some((program, arguments)) => hand_over(program, arguments, text).map(|()| program.clone()),
            None => write(&folder, name, text).map(|path| path.display().to_string()),
        };
        sent.map_err(|error| error.to_string())
    })
}

/// Writes files into the folder `print` for all sessions of a server.
pub fn filer(context: &Context) -> Filer {
    let folder = context.place.data.join("print");
    Arc::new(move |name, text| {
        let written = put(&folder, name, text).map(|path| path.display().to_string());
        written.map_err(|error| error.to_string())
    })
}

/// Gives the text to a program. No shell reads it, so nothing in it can become a command.
fn hand_over(program: &str, arguments: &[String], text: &str) -> io::Result<()> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))?;
    let fed = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    let status = child.wait()?;
    match (status.success(), fed) {
        (true, fed) => fed,
        (false, _) => Err(io::Error::other(format!("{program}: {status}"))),
    }
}

/// Writes the sheet into a file; one that was printed before is replaced.
fn write(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    put(folder, &format!("{name}.txt"), text)
}

/// Writes a file whole or not at all; one of the same name is replaced.
fn put(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let path = folder.join(name);
    let aside = folder.join(format!("{name}.new"));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
    file.write_all(text.as_bytes())?;
    file.sync_data()?;
    fs::rename(&aside, &path)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_gets_the_text_and_its_failure_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let copy = folder.path().join("copy.txt").display().to_string();
        hand_over("tee", std::slice::from_ref(&copy), "工单; rm -rf $HOME\n").expect("tee copies");
        assert_eq!(fs::read_to_string(&copy).expect("a copy"), "工单; rm -rf $HOME\n");
        assert!(hand_over("false", &[], "x").is_err());
        assert!(hand_over("/nowhere/lp", &[], "x").expect_err("no such program").to_string().contains("/nowhere/lp"));
    }
}
