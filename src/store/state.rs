//! `STATE`: whether the index may be believed, and what in the journal is known to be safe.
//!
//! One line of JSON, written aside, synced and renamed, so that it is always the old one or the new one:
//!
//! ```text
//! {"format":1,"state":"dirty","boot":"<boot id>","applied":{"seq":812,"group":790,"next":{"file":1,"offset":52133},
//!  "hash":"…"},"synced":{"seq":812,"group":790},"crc":"<CRC-32 of what stands before ,"crc", 8 hex digits>"}⏎
//! ```
//!
//! - **clean**: the index was flushed and synced, and nothing was written since. Believe it.
//! - **dirty, this boot**: the process died, the system did not: what sled handed to the system is still there.
//!   Believe the index as far as it says it got, and replay the rest.
//! - **dirty, another boot** (or none known): the index may have lost anything, in any order. Rebuild it.
//! - **no STATE, or one that cannot be read**: nothing is known. Rebuild.
//!
//! When to write it: dirty before the first change of the index, clean after the index was flushed on closing, and
//! dirty again from time to time, so that `synced` moves on. `synced` only ever names lines whose sync returned.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{Part, StoreError};
use super::file;
use super::journal::{Head, Synced};

/// The newest form of `STATE` that this program reads, and the one it writes.
pub const STATE_VERSION: u32 = 1;

const NAME: &str = "STATE";
const CRC_OPENS: &str = ",\"crc\":\"";

/// What is known about the store without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Whether the index was closed in good order.
    #[serde(rename = "state")]
    pub tidiness: Tidiness,
    /// The boot of the system in which this was written; `None` if the system does not say.
    pub boot: Option<String>,
    /// How far the index had applied the journal.
    pub applied: Head,
    /// What of the journal is safely written; `None` before the first line.
    pub synced: Option<Synced>,
}

/// Whether the index was closed in good order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tidiness {
    /// Flushed, synced, and not changed since.
    Clean,
    /// In use, or left in use.
    Dirty,
}

#[derive(Serialize, Deserialize)]
struct Written {
    format: u32,
    #[serde(flatten)]
    state: State,
}

impl State {
    /// Reads `STATE` from the data folder. `None`: there is none, or it cannot be made out; nothing is known then.
    pub fn read(data: &Path) -> Result<Option<Self>, StoreError> {
        let Some(bytes) = file::read(&data.join(NAME))? else { return Ok(None) };
        match format(&bytes) {
            Some(found) if found > STATE_VERSION => {
                Err(StoreError::NewerStore { part: Part::State, found, known: STATE_VERSION })
            }
            Some(_) | None => Ok(parse(&bytes)),
        }
    }

    /// Writes `STATE` into the data folder, durably.
    pub fn write(&self, data: &Path) -> Result<(), StoreError> {
        let written = Written { format: STATE_VERSION, state: self.clone() };
        let text = serde_json::to_string(&written).expect("numbers and texts are valid JSON");
        let body = text.strip_suffix('}').expect("an object ends with a brace");
        let crc = crc32fast::hash(body.as_bytes());
        file::replace(&data.join(NAME), format!("{body}{CRC_OPENS}{crc:08x}\"}}\n").as_bytes())
    }

    /// Tells whether the index may be believed as far as it says it got.
    pub fn vouches_for_index(&self, boot: Option<&str>) -> bool {
        match self.tidiness {
            Tidiness::Clean => true,
            Tidiness::Dirty => boot.is_some() && self.boot.as_deref() == boot,
        }
    }
}

/// Names the present boot of the system, if the system tells.
pub fn boot_id() -> Option<String> {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned())
}

/// Reads the version alone: a later form may have anything else in it.
fn format(bytes: &[u8]) -> Option<u32> {
    #[derive(Deserialize)]
    struct Version {
        format: u32,
    }
    serde_json::from_slice::<Version>(bytes).ok().map(|version| version.format)
}

fn parse(bytes: &[u8]) -> Option<State> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (body, crc) = text.rsplit_once(CRC_OPENS)?;
    let expected = format!("{:08x}\"}}\n", crc32fast::hash(body.as_bytes()));
    if crc != expected {
        return None;
    }
    serde_json::from_str::<Written>(&format!("{body}}}")).ok().map(|written| written.state)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let synced = Some(Synced { seq: 9, group: 7 });
        State { tidiness: Tidiness::Dirty, boot: Some("b".to_owned()), applied: Head::START, synced }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let data = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(State::read(data.path()), Ok(None));
        state().write(data.path()).expect("written");
        assert_eq!(State::read(data.path()), Ok(Some(state())));
    }

    #[test]
    fn a_changed_byte_makes_it_unknown_and_never_wrong() {
        let data = tempfile::tempdir().expect("a temporary folder");
        state().write(data.path()).expect("written");
        let path = data.path().join(NAME);
        let good = fs::read(&path).expect("read");
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&path, &bad).expect("changed");
            match State::read(data.path()) {
                Ok(None) | Err(StoreError::NewerStore { .. }) => {}
                other => panic!("byte {at}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_newer_form_is_refused() {
        let data = tempfile::tempdir().expect("a temporary folder");
        fs::write(data.path().join(NAME), "{\"format\":2,\"else\":[]}\n").expect("written");
        let newer = StoreError::NewerStore { part: Part::State, found: 2, known: 1 };
        assert_eq!(State::read(data.path()), Err(newer));
    }

    #[test]
    fn a_dirty_index_is_believed_in_the_same_boot_only() {
        let mut state = state();
        assert!(state.vouches_for_index(Some("b")));
        assert!(!state.vouches_for_index(Some("c")));
        assert!(!state.vouches_for_index(None));
        state.boot = None;
        assert!(!state.vouches_for_index(None));
        state.tidiness = Tidiness::Clean;
        assert!(state.vouches_for_index(Some("c")));
    }
}
