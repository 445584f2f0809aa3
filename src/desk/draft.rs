//! Drafts: what was typed and not yet saved, one file per person and form (CONTRACTS 1).
//!
//! A form that is about no record yet, such as a new order, may be begun several times: each has a file of its own,
//! numbered, and belongs to the terminal that has it open ([`Drafts::hold`]).
//!
//! Written aside, synced and renamed, so that a draft is whole or not there. The desk keeps them out of the journal:
//! nothing in a draft has happened yet.

use crate::domain::StaffId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// Drafts older than this are removed.
const KEEP: Duration = Duration::from_secs(30 * 24 * 3600);
/// The largest draft read back, in bytes.
const BYTES_MAX: u64 = 1024 * 1024;

/// What was typed into a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Field → text.
    pub values: BTreeMap<String, String>,
    /// The field that the cursor was in.
    pub focus: String,
}

/// The drafts of all people.
#[derive(Clone, Debug)]
pub struct Drafts {
    dir: PathBuf,
    /// Those that a terminal has open; shared by all sessions of the server.
    held: Arc<Mutex<BTreeSet<PathBuf>>>,
}

/// A draft that no other terminal takes up as long as this lives.
#[derive(Debug)]
pub struct Held {
    /// Its form, as [`Drafts::keep`] names it.
    pub form: String,
    path: PathBuf,
    all: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.path);
    }
}

impl Drafts {
    /// The drafts in a data folder.
    pub fn in_data(data: &Path) -> Self {
        Self { dir: data.join("draft"), held: Arc::default() }
    }

    /// Holds the draft of a form, whether it is written or not; `None` if another terminal has it open.
    pub fn hold(&self, who: &StaffId, form: &str) -> Option<Held> {
        let path = self.path(who, form);
        let free = self.held.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
        free.then(|| Held { form: form.to_owned(), path, all: self.held.clone() })
    }

    /// Tells whether a terminal has the draft of a form open.
    pub fn is_held(&self, who: &StaffId, form: &str) -> bool {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).contains(&self.path(who, form))
    }

    /// Keeps a draft. `form` names form and record, such as `new-order` or `quote-R261123-007`.
    ///
    /// # Errors
    /// What the system says; the text is then only in memory.
    pub fn keep(&self, who: &StaffId, form: &str, draft: &Draft) -> std::io::Result<()> {
        let path = self.path(who, form);
        let folder = path.parent().unwrap_or(&self.dir);
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let aside = path.with_extension("new");
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
        file.write_all(&serde_json::to_vec(draft)?)?;
        file.sync_data()?;
        fs::rename(&aside, &path)
    }

    /// The draft of a form, if there is one that can be read.
    pub fn load(&self, who: &StaffId, form: &str) -> Option<Draft> {
        let path = self.path(who, form);
        if fs::metadata(&path).ok()?.len() > BYTES_MAX {
            return None;
        }
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// When the draft of a form was written, if there is one.
    pub fn kept_at(&self, who: &StaffId, form: &str) -> Option<SystemTime> {
        fs::metadata(self.path(who, form)).and_then(|meta| meta.modified()).ok()
    }

    /// Removes a draft whose form was saved or given up.
    pub fn drop(&self, who: &StaffId, form: &str) {
        // Nothing to remove is as good as removed.
        let _absent = fs::remove_file(self.path(who, form));
    }

    /// Removes drafts that nobody came back to in thirty days.
    pub fn tidy(&self, now: SystemTime) {
        let old = |path: &Path| {
            let written = fs::metadata(path).and_then(|meta| meta.modified());
            written.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > KEEP))
        };
        for person in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            for draft in fs::read_dir(person.path()).into_iter().flatten().flatten() {
                if old(&draft.path()) {
                    let _gone = fs::remove_file(draft.path());
                }
            }
        }
    }

    fn path(&self, who: &StaffId, form: &str) -> PathBuf {
        self.dir.join(safe(who.as_str())).join(format!("{}.json", safe(form)))
    }
}

/// A name that cannot leave its folder. Chinese characters are kept apart by their numbers: cars that differ in their
/// province alone have drafts of their own.
fn safe(name: &str) -> String {
    let keep = |c: char| match c {
        c if c.is_ascii_alphanumeric() || c == '-' || c == '_' => c.to_string(),
        c if c.is_ascii() => "_".into(),
        c => format!("u{:x}_", u32::from(c)),
    };
    let name: String = name.chars().take(100).map(keep).collect();
    if name.is_empty() { "_".into() } else { name }
}

#[cfg(test)]
mod tests {
    use super::{Draft, Drafts};
    use crate::domain::StaffId;

    #[test]
    fn a_draft_is_there_again_until_it_is_dropped() {
        let dir = tempfile::tempdir().expect("a folder");
        let (drafts, li) = (Drafts::in_data(dir.path()), StaffId::new("li"));
        let draft = Draft { values: [("says".into(), "异响".into())].into(), focus: "says".into() };
        drafts.keep(&li, "new-order", &draft).expect("kept");
        assert_eq!(drafts.load(&li, "new-order"), Some(draft));
        assert_eq!(drafts.load(&StaffId::new("wang"), "new-order"), None);
        drafts.drop(&li, "new-order");
        assert_eq!(drafts.load(&li, "new-order"), None);
    }

    #[test]
    fn one_terminal_holds_a_draft_until_it_lets_go() {
        let dir = tempfile::tempdir().expect("a folder");
        let (drafts, li) = (Drafts::in_data(dir.path()), StaffId::new("li"));
        let held = drafts.clone().hold(&li, "new-order-1").expect("it is free");
        assert!(drafts.hold(&li, "new-order-1").is_none() && drafts.is_held(&li, "new-order-1"));
        assert!(drafts.hold(&StaffId::new("wang"), "new-order-1").is_some(), "each person has their own");
        drop(held);
        assert!(drafts.hold(&li, "new-order-1").is_some());
    }

    #[test]
    fn plates_of_two_provinces_are_two_drafts() {
        let dir = tempfile::tempdir().expect("a folder");
        let (drafts, li) = (Drafts::in_data(dir.path()), StaffId::new("li"));
        let draft = Draft { values: [("says".into(), "异响".into())].into(), focus: "says".into() };
        drafts.keep(&li, "new-order-沪A123451", &draft).expect("kept");
        assert_eq!(drafts.load(&li, "new-order-苏A123451"), None);
        assert_eq!(drafts.load(&li, "new-order-沪A123451"), Some(draft));
    }

    #[test]
    fn a_hostile_form_name_stays_in_the_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let drafts = Drafts::in_data(dir.path());
        drafts.keep(&StaffId::new("../x"), "../../etc/passwd", &Draft::default()).expect("kept");
        assert!(dir.path().join("draft").join("___x").join("______etc_passwd.json").exists());
    }
}
