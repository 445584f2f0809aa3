//! Room on the disk.
//!
//! The journal goes on by itself after a full disk; sled does not, it must be made anew. So the shop stops writing
//! while some room is left, and goes on reading.

use super::error::{Action, StoreError};
use std::path::Path;

/// Checks that the disk of a folder has so many bytes left for this user.
///
/// # Errors
/// It has not. A system that does not tell how much is left is believed to have it.
pub fn check(folder: &Path, bytes: u64) -> Result<(), StoreError> {
    let Ok(disk) = rustix::fs::statvfs(folder) else { return Ok(()) };
    if disk.f_bavail.saturating_mul(disk.f_frsize) >= bytes {
        return Ok(());
    }
    Err(StoreError::FullDisk { path: folder.to_path_buf(), action: Action::Write })
}
