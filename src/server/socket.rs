//! The socket file in the data folder.
//!
//! It is reached through the opened folder (`/proc/self/fd/…`), because a socket address holds 107 bytes and a data
//! folder may lie deeper than that. It gets its name only when it is ready: made aside, given its rights, renamed. So a
//! client finds the old one, the new one or none, never one that it may not use, and what a killed server left behind
//! is replaced in the same step. Only who holds the LOCK may do this.

use rustix::fs::{AtFlags, Mode, OFlags};
use std::{
    io,
    os::{
        fd::{AsRawFd, OwnedFd},
        linux::fs::MetadataExt,
        unix::{
            fs::PermissionsExt,
            net::{UnixListener, UnixStream},
        },
    },
    path::{Path, PathBuf},
};

const NAME: &str = "shopdesk.sock";
const NAME_ASIDE: &str = "shopdesk.sock.new";

/// An opened data folder.
pub(super) struct Folder {
    fd: OwnedFd,
}

impl Folder {
    pub(super) fn open(path: &Path) -> io::Result<Folder> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Folder { fd: rustix::fs::open(path, flags, Mode::empty())? })
    }

    /// Connects to the server, if there is one.
    pub(super) fn connect(&self) -> io::Result<UnixStream> {
        UnixStream::connect(self.within(NAME))
    }

    /// Returns the user id of the folder's owner.
    pub(super) fn owner(&self) -> io::Result<u32> {
        Ok(std::fs::metadata(self.within("."))?.st_uid())
    }

    fn within(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/self/fd/{}/{name}", self.fd.as_raw_fd()))
    }

    fn unlink(&self, name: &str) -> io::Result<()> {
        match rustix::fs::unlinkat(&self.fd, name, AtFlags::empty()) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The server's socket. Its name goes when this is dropped.
pub(super) struct Bound {
    folder: Folder,
}

impl Bound {
    /// Makes the socket with these rights. The caller holds the LOCK.
    pub(super) fn bind(folder: Folder, rights: u32) -> io::Result<(Bound, UnixListener)> {
        folder.unlink(NAME_ASIDE)?;
        let listener = UnixListener::bind(folder.within(NAME_ASIDE))?;
        std::fs::set_permissions(folder.within(NAME_ASIDE), std::fs::Permissions::from_mode(rights))?;
        rustix::fs::renameat(&folder.fd, NAME_ASIDE, &folder.fd, NAME)?;
        listener.set_nonblocking(true)?;
        Ok((Bound { folder }, listener))
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        // A name that stays behind is replaced by the next server.
        let _ = self.folder.unlink(NAME);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deep_folder_and_a_stale_socket_do_not_keep_a_server_from_its_place() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let deep = root.path().join("a-rather-long-name-for-a-folder/".repeat(8));
        std::fs::create_dir_all(&deep).expect("a deep folder");
        let folder = || Folder::open(&deep).expect("the folder opens");
        let (killed, _) = Bound::bind(folder(), 0o600).expect("the first socket");
        std::mem::forget(killed);
        assert!(folder().connect().is_err(), "nobody listens on what is left");

        let (bound, listener) = Bound::bind(folder(), 0o660).expect("the second socket");
        folder().connect().expect("somebody listens");
        let rights = std::fs::metadata(deep.join(NAME)).expect("the socket").permissions().mode();
        assert_eq!(rights & 0o777, 0o660);
        drop((bound, listener));
        assert!(!deep.join(NAME).exists());
        assert!(!deep.join(NAME_ASIDE).exists());
    }
}
