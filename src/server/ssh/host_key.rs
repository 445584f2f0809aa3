//! The server's own key, by which callers know that it is this server. It lies with the shop's data and moves with it:
//! a new one would frighten every caller.

use russh::keys::PrivateKey;
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The file in the data folder; its owner alone may read it.
const NAME: &str = "ssh_host_ed25519_key";

/// Reads the key, or makes one for a shop that has none yet.
///
/// # Errors
/// The file cannot be read or written, or holds no key. A key that cannot be read is never replaced.
pub(super) fn load_or_make(folder: &Path) -> io::Result<PrivateKey> {
    let path = folder.join(NAME);
    match fs::read(&path) {
        Ok(bytes) => PrivateKey::from_openssh(bytes).map_err(|error| unusable(&path, &error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(&path),
        Err(error) => Err(unusable(&path, &error)),
    }
}

fn make(path: &Path) -> io::Result<PrivateKey> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| io::Error::other(error.to_string()))?;
    let pair = KeypairData::from(Ed25519Keypair::from_seed(&seed));
    let key = PrivateKey::new(pair, "shopdesk").map_err(io::Error::other)?;
    let text = key.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
    // Written aside and renamed, so that a crash leaves a whole key or none.
    let aside = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&aside, path)?;
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(key)
}

fn unusable(path: &Path, why: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{NAME, load_or_make};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_host_key_is_made_once_for_its_owner_alone_and_a_damaged_one_is_not_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        let made = load_or_make(dir.path()).expect("made");
        let again = load_or_make(dir.path()).expect("read");
        assert_eq!(made.public_key(), again.public_key());
        let path = dir.path().join(NAME);
        let rights = std::fs::metadata(&path).expect("the file").permissions().mode();
        assert_eq!(rights & 0o777, 0o600);

        std::fs::write(&path, "no key").expect("written");
        assert!(load_or_make(dir.path()).is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "no key");
    }
}
