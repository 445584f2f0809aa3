//! Making files and folders that are there after a power cut.
//!
//! A new file is durable only when the folder that names it is synced too; a file is replaced by writing a new one
//! aside, syncing it, renaming it and syncing the folder. Files are private to the owner (0600, folders 0700).

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::error::{Action, StoreError};

/// Ends the name of a file that is being written aside; one found later is the leftover of a crash.
pub const ASIDE: &str = "new";

/// Makes a folder, and those above it, unless it is there; every new name is durable on return.
pub fn create_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    };
    create_folder(parent)?;
    DirBuilder::new().mode(0o700).create(path).map_err(|e| StoreError::io(path, Action::Create, &e))?;
    sync_folder(parent)
}

/// Makes the names in a folder durable.
pub fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = File::open(path).map_err(|e| StoreError::io(path, Action::Open, &e))?;
    folder.sync_all().map_err(|e| StoreError::io(path, Action::Sync, &e))
}

/// Opens a file for appending and reading, making it if need be.
pub fn open_append(path: &Path) -> Result<File, StoreError> {
    OpenOptions::new()
        .append(true)
        .read(true)
        .create(true)
        .mode(0o600)
        .open(path)
        .map_err(|e| StoreError::io(path, Action::Create, &e))
}

/// Makes a file hold exactly these bytes, or leaves it as it was: written aside, synced, renamed, folder synced.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let aside = aside(path);
    let mut file = create_aside(&aside)?;
    file.write_all(bytes).map_err(|e| StoreError::io(&aside, Action::Write, &e))?;
    put_in_place(&file, &aside, path)
}

/// Names the file that is written in place of another until it is whole.
pub fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ASIDE);
    PathBuf::from(name)
}

/// Makes an empty file to be written aside, over the leftover of a crash if there is one.
pub fn create_aside(aside: &Path) -> Result<File, StoreError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(aside)
        .map_err(|e| StoreError::io(aside, Action::Create, &e))
}

/// Syncs a file written aside and gives it its name, durably.
pub fn put_in_place(file: &File, aside: &Path, path: &Path) -> Result<(), StoreError> {
    file.sync_all().map_err(|e| StoreError::io(aside, Action::Sync, &e))?;
    fs::rename(aside, path).map_err(|e| StoreError::io(path, Action::Rename, &e))?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Reads a whole file; `None` if there is none.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(StoreError::io(path, Action::Read, &e)),
    }
}
