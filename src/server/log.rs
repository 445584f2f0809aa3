//! Log files in the data folder's `log`.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

/// A log longer than this is put aside when it is opened; one older log is kept.
const BYTES_MOST: u64 = 1024 * 1024;

/// Opens a log for appending, for the owner's eyes only, and makes the folders for it where they are missing.
pub(super) fn open(folder: &Path, name: &str) -> io::Result<File> {
    let logs = folder.join("log");
    DirBuilder::new().recursive(true).mode(0o700).create(&logs)?;
    let path = logs.join(name);
    if path.metadata().is_ok_and(|metadata| metadata.len() > BYTES_MOST) {
        std::fs::rename(&path, path.with_extension("old"))?;
    }
    OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}
