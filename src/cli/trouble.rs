//! What stops a command: code, message and remedy, the same three that a server's refusal carries.

use crate::desk::DeskError;
use crate::domain::{StaffId, Stamp};
use crate::server::app::Refused;
use crate::server::fault::Fault;
use crate::server::hello::{Exit, code};
use crate::text::{Words, say};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Why a command came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// For programs: never translated, never changed.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do about it; may be empty.
    pub remedy: String,
    /// The exit status.
    pub status: u8,
}

impl Trouble {
    /// Makes trouble of a sentence; the one under the same key with `-hint` is its remedy.
    pub fn said(words: &Words, code: &str, key: &str, values: &[(&str, &str)]) -> Trouble {
        let hint = format!("{key}-hint");
        let remedy = if words.has(&hint) { words.with(&hint, values) } else { String::new() };
        Trouble { code: code.to_string(), message: words.with(key, values), remedy, status: 1 }
    }

    /// A file or folder that the system does not let us use.
    pub fn file(words: &Words, path: &Path, error: &std::io::Error) -> Trouble {
        let (place, why) = (path.display().to_string(), error.to_string());
        if error.kind() == std::io::ErrorKind::PermissionDenied {
            return Trouble::said(words, "no-rights", "store-no-rights", &[("place", &place)]);
        }
        Trouble::said(words, "io", "cli-file", &[("place", &place), ("why", &why)])
    }

    /// What the desk said instead of doing it.
    pub fn desk(words: &Words, now: Stamp, error: &DeskError) -> Trouble {
        let name = |id: &StaffId| id.to_string();
        let said = say::error(words, now, &name, error);
        Trouble { code: error.code().to_string(), message: said.message, remedy: said.hint, status: 1 }
    }

    /// What kept us from the server.
    pub fn fault(words: &Words, fault: Fault) -> Trouble {
        let shown = |path: &Path| path.display().to_string();
        match fault {
            Fault::Refused { refused } => refused.into(),
            Fault::Ended { exit } => exit.into(),
            Fault::NotATerminal => Trouble::said(words, "no-terminal", "cli-no-terminal", &[]),
            Fault::Terminal(why) => Trouble::said(words, "terminal", "cli-terminal", &[("why", &why.to_string())]),
            Fault::Folder { path, cause } => Trouble::file(words, &path, &cause),
            Fault::NotAdmitted { path } => {
                Trouble::said(words, "not-admitted", "cli-not-admitted", &[("place", &shown(&path))])
            }
            Fault::NotOwner { path, owner } => {
                let (place, owner) = (shown(&path), owner.to_string());
                Trouble::said(words, "not-owner", "cli-not-owner", &[("place", &place), ("owner", &owner)])
            }
            Fault::Start(why) => Trouble::said(words, "start", "cli-start", &[("why", &why.to_string())]),
            Fault::NoAnswer { log } => Trouble::said(words, "no-answer", "cli-no-answer", &[("log", &shown(&log))]),
            Fault::OlderServer { sessions } => {
                Trouble::said(words, "older-server", "cli-older-server", &[("sessions", &sessions.to_string())])
            }
            Fault::NewerServer { .. } => Trouble::said(words, "newer-server", "cli-newer-server", &[]),
            Fault::Lost => Trouble::said(words, "gone", "cli-lost", &[]),
            Fault::TooLong { length, most } => {
                let (length, most) = (length.to_string(), most.to_string());
                Trouble::said(words, "too-long", "cli-too-long", &[("length", &length), ("most", &most)])
            }
        }
    }

    /// Prints it for a person, and gives the exit status.
    pub fn report(&self) -> ExitCode {
        let mut out = std::io::stderr().lock();
        // Where even this cannot be written, the exit status still says it.
        let _unheard = match self.remedy.is_empty() {
            true => writeln!(out, "shopdesk: {} [{}]", self.message, self.code),
            false => writeln!(out, "shopdesk: {} [{}]\n{}", self.message, self.code, self.remedy),
        };
        ExitCode::from(self.status)
    }
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Trouble {
        let Refused { code, message, remedy } = refused;
        Trouble { code, message, remedy, status: 1 }
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Refused {
        // Clients wait a moment for the holder of the folder, and know it by this code.
        let code = if trouble.code == "held" { code::LOCKED.to_string() } else { trouble.code };
        Refused { code, message: trouble.message, remedy: trouble.remedy }
    }
}

impl From<Exit> for Trouble {
    fn from(exit: Exit) -> Trouble {
        Trouble { code: exit.code, message: exit.message, remedy: exit.remedy, status: exit.status.max(1) }
    }
}

/// The known name that was probably meant: at most two letters away, or a beginning of each other.
pub fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let begins = |name: &str| typed.len() >= 3 && (name.starts_with(typed) || typed.starts_with(name));
    let by_distance = known.iter().map(|name| (distance(typed, name), *name)).min();
    let near = by_distance.filter(|(away, name)| *away <= 2 && *away < name.chars().count()).map(|(_, name)| name);
    near.or_else(|| known.iter().copied().find(|name| begins(name)))
}

/// How many letters must be added, dropped, changed or swapped with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().take(64).collect(), other.chars().take(64).collect());
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = rows[i][j] + usize::from(a != b);
            let mut least = changed.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_understood_and_another_word_is_not() {
        let known = ["plate", "phone", "promise", "open_order"];
        assert_eq!(nearest("palte", &known), Some("plate"));
        assert_eq!(nearest("phnoe", &known), Some("phone"));
        assert_eq!(nearest("open", &known), Some("open_order"));
        assert_eq!(nearest("colour", &known), None);
        assert_eq!(nearest("", &known), None);
    }
}
