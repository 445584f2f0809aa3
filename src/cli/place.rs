//! Where the data lies: the folder asked for, the usual one, or the demo's.

use super::trouble::Trouble;
use crate::text::Words;
use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

/// In a demo's folder: whether it was filled.
const MARK: &str = "DEMO";
const FILLED: &str = "filled\n";

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
    pub fn make(&self, words: &Words) -> Result<(), Trouble> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.data)
            .map_err(|error| Trouble::file(words, &self.data, &error))?;
        if !self.passing {
            return Ok(());
        }
        // The temporary folder is everyone's: someone else may have put a folder or a link there.
        let meta = fs::symlink_metadata(&self.data).map_err(|error| Trouble::file(words, &self.data, &error))?;
        if meta.is_dir() && meta.uid() == uid() && meta.mode() & 0o077 == 0 {
            return Ok(());
        }
        let place = self.data.display().to_string();
        Err(Trouble::said(words, "not-yours", "cli-not-yours", &[("place", &place)]))
    }

    /// True if the folder is there.
    pub fn exists(&self) -> bool {
        self.data.is_dir()
    }

    /// True if nothing of a shop lies there yet. What belongs to the start itself does not count.
    pub fn is_empty(&self) -> bool {
        let of_the_start = ["LOCK", "log", "shopdesk.sock", MARK, "shop.toml"];
        let mut names = fs::read_dir(&self.data).into_iter().flatten().flatten().map(|entry| entry.file_name());
        names.all(|name| of_the_start.iter().any(|known| name == *known))
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
        fs::write(self.data.join(MARK), if filled { FILLED } else { "begun\n" })
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
