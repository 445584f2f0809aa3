//! The inbox: a folder in which another program drops online requests, a file each (A3). The server takes each up and
//! moves it aside; nobody else looks there.
//!
//! A file is never trusted: it is small, a plain file, and holds the few fields of [`Dropped`] and nothing else; what
//! they say goes through the same command as a line of `apply`. What is not taken up lies in `refused`, with the reason
//! beside it. Should the program stop between the command and the move, the file is found again, and its key makes the
//! second time the same request as the first.

use super::{Desk, DeskError, Door, Envelope, Session};
use crate::domain::clean::clean;
use crate::domain::online::take::TakeOnline;
use crate::domain::{Command, Stamp};
use rustix::fs::OFlags;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The folder, in the data folder.
pub const FOLDER: &str = "inbox";
/// Where files go that were taken up, in the inbox.
pub const TAKEN: &str = "taken";
/// Where files go that were not.
pub const REFUSED: &str = "refused";
/// The largest file that is read, in bytes.
pub const FILE_BYTES_MAX: u64 = 64 * 1024;
/// A file is left alone until nobody has written to it for so long.
pub const SETTLED: Duration = Duration::from_secs(2);
/// Files taken up in one go: whoever drops a million keeps nobody else waiting.
const AT_ONCE: usize = 50;

/// What a file may hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dropped {
    phone: String,
    says: String,
    plate: Option<String>,
    name: Option<String>,
    wished: Option<String>,
}

/// Why a file was not taken up.
#[derive(Debug)]
pub enum NotTaken {
    /// The system does not let the server read it.
    Closed,
    /// So many bytes are too many.
    Large(u64),
    /// It is not UTF-8.
    NotText,
    /// It is no JSON or TOML with these fields; what the reader says.
    NotRead(String),
    /// The desk refuses what it says.
    Refused(DeskError),
}

/// What one look into the inbox came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files taken up.
    pub taken: usize,
    /// Files refused.
    pub refused: usize,
}

/// Makes the folders, for their owner alone.
///
/// # Errors
/// The disk does not take them.
pub fn make(data: &Path) -> io::Result<()> {
    let inbox = data.join(FOLDER);
    for folder in [inbox.join(TAKEN), inbox.join(REFUSED)] {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    Ok(())
}

/// Takes up what lies in the inbox. `say` tells people why a file was not taken up.
///
/// # Errors
/// The folder cannot be read, a file cannot be moved, or the desk takes no commands: what lies there stays. A file that
/// cannot be read is refused.
pub fn sweep(desk: &Desk, now: SystemTime, say: &dyn Fn(&NotTaken) -> String) -> io::Result<Swept> {
    let inbox = desk.data().join(FOLDER);
    let mut names: Vec<String> = fs::read_dir(&inbox)?
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| Format::of(name).is_some())
        .collect();
    names.sort();
    let mut swept = Swept::default();
    for name in names.iter().take(AT_ONCE) {
        let (taken, written) = match settled(&inbox.join(name), now) {
            Ok(None) => continue,
            Ok(Some((file, written))) => (take_up(desk, name, file, written), written),
            // A file that may not be read keeps no other one waiting.
            Err(error) => {
                tracing::warn!(name, %error, "a file in the inbox cannot be read");
                (Err(Failed::File(NotTaken::Closed)), now)
            }
        };
        match taken {
            Ok(()) => {
                set_aside(&inbox, name, TAKEN, written)?;
                swept.taken += 1;
            }
            Err(Failed::File(why)) => {
                let as_name = set_aside(&inbox, name, REFUSED, written)?;
                write_reason(&inbox.join(REFUSED).join(format!("{as_name}.reason.txt")), &say(&why))?;
                swept.refused += 1;
            }
            Err(Failed::Desk(why)) => return Err(io::Error::other(why.code())),
        }
    }
    Ok(swept)
}

/// How a file is written.
#[derive(Clone, Copy)]
enum Format {
    Json,
    Toml,
}

impl Format {
    /// By the end of the name; a hidden file is none.
    fn of(name: &str) -> Option<Format> {
        if name.starts_with('.') {
            return None;
        }
        match name.rsplit_once('.')?.1 {
            "json" => Some(Format::Json),
            "toml" => Some(Format::Toml),
            _ => None,
        }
    }

    fn read(self, text: &str) -> Result<Dropped, String> {
        match self {
            Format::Json => serde_json::from_str(text).map_err(|error| clean(&error.to_string())),
            Format::Toml => toml::from_str(text).map_err(|error| clean(error.message())),
        }
    }
}

/// Why nothing came of a file: its own fault, or the desk's.
enum Failed {
    File(NotTaken),
    Desk(DeskError),
}

/// Opens a plain file to which nobody writes any more, with the time at which somebody did.
fn settled(path: &Path, now: SystemTime) -> io::Result<Option<(File, SystemTime)>> {
    // Neither through a link, nor waiting for whoever would write into a pipe.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).map_err(io::Error::other)?;
    let file = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let meta = file.metadata()?;
    let written = meta.modified()?;
    // A file from the future was written by another clock.
    let waits = now.duration_since(written).is_ok_and(|age| age < SETTLED);
    Ok((meta.is_file() && !waits).then_some((file, written)))
}

fn take_up(desk: &Desk, name: &str, file: File, written: SystemTime) -> Result<(), Failed> {
    let bytes = read(file).map_err(Failed::File)?;
    let ms = written.duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_millis()).ok());
    let key = key(name, ms.unwrap_or_default(), &bytes);
    let text = String::from_utf8(bytes).map_err(|_| Failed::File(NotTaken::NotText))?;
    let format = Format::of(name).unwrap_or(Format::Json);
    let dropped =
        format.read(text.trim_start_matches('\u{feff}')).map_err(|why| Failed::File(NotTaken::NotRead(why)))?;
    let Dropped { phone, says, plate, name: who, wished } = dropped;
    let sent = ms.map(|ms| Stamp::in_zone(ms, desk.rules().zone));
    let file = Some(name.to_string());
    let command = Command::TakeOnline(TakeOnline { phone, says, plate, name: who, wished, file, sent });
    let mut envelope = Envelope::new(command);
    envelope.key = Some(key);
    match desk.run(&Session::inbox(), envelope) {
        // The same file, found again: it is a request already.
        Ok(_) | Err(DeskError::KeyTaken { .. }) => Ok(()),
        Err(refused @ DeskError::Refused(_)) => Err(Failed::File(NotTaken::Refused(refused))),
        Err(error) => Err(Failed::Desk(error)),
    }
}

fn read(file: File) -> Result<Vec<u8>, NotTaken> {
    let mut bytes = Vec::new();
    let size = file.metadata().map(|meta| meta.len()).unwrap_or_default();
    let read = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes);
    match read {
        Err(_) => Err(NotTaken::Closed),
        Ok(read) if read as u64 > FILE_BYTES_MAX => Err(NotTaken::Large(size.max(read as u64))),
        Ok(_) => Ok(bytes),
    }
}

/// What makes this file, written then, with these bytes, one request and no more.
fn key(name: &str, ms: i64, bytes: &[u8]) -> String {
    let digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(ms.to_be_bytes()).chain_update(bytes);
    let digest = digest.finalize();
    format!("{FOLDER}-{}", digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// Moves a file into a folder of the inbox and returns its name there: one that is not taken.
fn set_aside(inbox: &Path, name: &str, folder: &str, written: SystemTime) -> io::Result<String> {
    let ms = written.duration_since(UNIX_EPOCH).map(|since| since.as_millis()).unwrap_or_default();
    let free = |name: &String| !inbox.join(folder).join(name).exists();
    let names = std::iter::once(name.to_string()).chain((0..).map(|n: u32| format!("{ms}-{n}-{name}")));
    let as_name = names.take(1_000).find(free).ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
    fs::rename(inbox.join(name), inbox.join(folder).join(&as_name))?;
    Ok(as_name)
}

/// Writes the reason down. It may repeat what stood in the file, which a terminal that shows it must not obey.
fn write_reason(path: &Path, reason: &str) -> io::Result<()> {
    let reason = reason.split('\n').map(clean).collect::<Vec<_>>().join("\n");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    writeln!(file, "{reason}")
}
