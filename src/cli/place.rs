//! Where the data lies: the folder asked for, the usual one, or the demo's.

use super::trouble::Trouble;
use crate::store::journal;
use crate::store::state::State;
use crate::text::Words;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// In a demo's folder: whether it was filled.
const MARK: &str = "DEMO";
const FILLED: &str = "filled\n";
/// What only a shop puts into its folder.
const OF_A_SHOP: [&str; 6] = ["STATE", "STATE.new", "journal", "index", "index.old", "draft"];
/// What may lie there before there is a shop: what belongs to a start, the owner's own settings, and the folder that
/// a file system makes for itself at its top.
const BEFORE_A_SHOP: [&str; 16] = [
    "LOCK",
    "inbox",
    "log",
    "print",
    "shopdesk.sock",
    "shopdesk.sock.new",
    MARK,
    "shop.toml",
    "keymap.toml",
    "promise.toml",
    "scheme",
    "checklist",
    "job",
    "theme",
    "locale",
    "lost+found",
];

/// The data folder of one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder, absolute.
    pub data: PathBuf,
    /// A demo shop lives there.
    pub demo: bool,
    /// It goes with its server.
    pub passing: bool,
}

impl Place {
    /// Finds the folder: `--data`, else `SHOPDESK_DATA`, else the user's data folder; for a demo `--data`, else the
    /// user's own one under the temporary folder: a demo never lands in a shop that the environment names.
    pub fn find(words: &Words, data: Option<&Path>, demo: bool) -> Result<Place, Trouble> {
        let data = match (data, demo) {
            (Some(path), _) => path.to_path_buf(),
            (None, true) => std::env::temp_dir().join(format!("shopdesk-demo-{}", uid())),
            (None, false) => usual().ok_or_else(|| Trouble::said(words, "no-home", "cli-no-home", &[]))?,
        };
        let passing = demo && data.starts_with(std::env::temp_dir()) && is_demo_name(&data);
        let absolute = std::path::absolute(&data).map_err(|error| Trouble::file(words, &data, &error))?;
        Ok(Place { data: absolute, demo, passing })
    }

    /// Makes the folder where there is none, for this user alone. A demo's folder must be this user's own.
    ///
    /// # Errors
    /// It cannot be made, or holds files of others and no shop: nothing is put among them.
    pub fn make(&self, words: &Words) -> Result<(), Trouble> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.data)
            .map_err(|error| Trouble::file(words, &self.data, &error))?;
        let place = self.data.display().to_string();
        if self.passing {
            // The temporary folder is everyone's: someone else may have put a folder or a link there.
            let meta = fs::symlink_metadata(&self.data).map_err(|error| Trouble::file(words, &self.data, &error))?;
            if !meta.is_dir() || meta.uid() != uid() || meta.mode() & 0o077 != 0 {
                return Err(Trouble::said(words, "not-yours", "cli-not-yours", &[("place", &place)]));
            }
        }
        match self.foreign() {
            Some(_) if self.demo => Err(Trouble::said(words, "not-empty", "cli-demo-not-empty", &[("place", &place)])),
            Some(name) => {
                Err(Trouble::said(words, "not-a-shop", "cli-not-a-shop", &[("place", &place), ("name", &name)]))
            }
            None => Ok(()),
        }
    }

    /// True if a shop lies there, be it damaged, or one that this user may not look into.
    pub fn has_shop(&self) -> bool {
        match journal::has_files(&self.data.join("journal")) {
            // A shop that lost its journal has its STATE left, and is to be told what is missing.
            Ok(found) => found || !matches!(State::read(&self.data), Ok(None)),
            Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
        }
    }

    /// True if nothing of a shop lies there yet, nor anything else.
    pub fn is_empty(&self) -> bool {
        self.names().iter().all(|name| BEFORE_A_SHOP.contains(&name.as_str()))
    }

    /// Reads a file of the shop's own in the folder, if there is one: its path and its text.
    ///
    /// In another user's folder one that may not be read counts as none: the server there has read it, and who works
    /// through that server need not.
    pub fn own(&self, words: &Words, file: &Path) -> Result<Option<(PathBuf, String)>, Trouble> {
        let path = self.data.join(file);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some((path, text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && self.is_anothers() => Ok(None),
            Err(error) => Err(Trouble::file(words, &path, &error)),
        }
    }

    /// True if the folder is another user's.
    pub fn is_anothers(&self) -> bool {
        fs::metadata(&self.data).is_ok_and(|meta| meta.uid() != uid())
    }

    /// A name of something that has nothing to do with a shop, in a folder where there is none.
    fn foreign(&self) -> Option<String> {
        let is_foreign = |name: &&String| !OF_A_SHOP.iter().chain(&BEFORE_A_SHOP).any(|known| known == name);
        let names = if self.has_shop() { Vec::new() } else { self.names() };
        names.iter().find(is_foreign).cloned()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.data).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// True if a demo was filled there.
    pub fn is_filled_demo(&self) -> bool {
        fs::read_to_string(self.data.join(MARK)).is_ok_and(|mark| mark == FILLED)
    }

    /// True if filling a demo began there.
    pub fn is_demo(&self) -> bool {
        self.data.join(MARK).exists()
    }

    /// Marks the folder as a demo's: begun, then filled.
    pub fn mark(&self, filled: bool) -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(self.data.join(MARK))?;
        file.write_all(if filled { FILLED } else { "begun\n" }.as_bytes())
    }

    /// Empties a demo that was never finished; the lock stays, for it is held.
    pub fn begin_again(&self) -> io::Result<()> {
        for name in ["journal", "index", "draft"] {
            match fs::remove_dir_all(self.data.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        match fs::remove_file(self.data.join("STATE")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Removes a demo that goes with its server.
    pub fn remove(&self) {
        if self.passing && self.is_demo() {
            // What cannot be removed now is found, and filled again or used, by the next demo.
            let _left = fs::remove_dir_all(&self.data);
        }
    }
}

/// The number of the user that runs this.
pub fn uid() -> u32 {
    rustix::process::getuid().as_raw()
}

fn is_demo_name(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy() == format!("shopdesk-demo-{}", uid()))
}

fn usual() -> Option<PathBuf> {
    // Set to nothing, it is as good as not set.
    if let Some(named) = std::env::var_os("SHOPDESK_DATA").filter(|named| !named.is_empty()) {
        return Some(named.into());
    }
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")));
    data.map(|data| data.join("shopdesk"))
}
