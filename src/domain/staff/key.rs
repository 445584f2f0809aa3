//! The public keys by which people log in over SSH: adding one, and taking one away.

use super::Staff;
use crate::domain::clean::clean;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{Refusal, StaffId};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The kinds of key that may log in. RSA and DSA keys are not among them: every client of today makes one of these.
pub const KINDS: [&str; 4] = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"];

/// Bytes of the longest key text that is looked at.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// A public key, as `authorized_keys` of OpenSSH writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginKey {
    /// Kind and key: `ssh-ed25519 AAAA…`.
    pub key: String,
    /// What its owner calls it, such as `li@laptop`; may be empty.
    pub comment: String,
}

impl LoginKey {
    /// Reads the text of a public key file, as OpenSSH or PuTTY (RFC 4716) writes it.
    ///
    /// # Errors
    /// Why it is no public key that may log in.
    pub fn read(text: &str) -> Result<LoginKey, Why> {
        let text = text.trim();
        if text.contains("PRIVATE KEY") || text.starts_with("PuTTY-User-Key-File") {
            return Err(Why::PrivateKey);
        }
        if text.is_empty() || text.len() > TEXT_BYTES_MAX {
            return Err(Why::NotAKey);
        }
        let (blob, comment) = if text.starts_with("----") { from_rfc4716(text)? } else { from_line(text)? };
        let bytes = STANDARD.decode(&blob).map_err(|_| Why::NotAKey)?;
        let kind = kind_of(&bytes).ok_or(Why::NotAKey)?;
        if !KINDS.contains(&kind) {
            return Err(Why::KeyKind(KINDS.map(String::from).to_vec()));
        }
        Ok(LoginKey { key: format!("{kind} {blob}"), comment })
    }

    /// The fingerprint, as OpenSSH prints it: `SHA256:…`.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.key)
    }
}

/// The fingerprint of a key text, `SHA256:…`.
pub fn fingerprint(key: &str) -> String {
    let blob = key.split_once(' ').map_or("", |(_, blob)| blob);
    let bytes = STANDARD.decode(blob).unwrap_or_default();
    format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(bytes)))
}

/// `ssh-ed25519 AAAA… comment`.
fn from_line(text: &str) -> Result<(String, String), Why> {
    // One key for one command: of several, nobody could say which was meant.
    if text.lines().count() > 1 {
        return Err(Why::NotAKey);
    }
    let mut words = text.splitn(3, ' ');
    let (kind, blob) = words.next().zip(words.next()).ok_or(Why::NotAKey)?;
    let bytes = STANDARD.decode(blob).map_err(|_| Why::NotAKey)?;
    if kind_of(&bytes) != Some(kind) {
        return Err(Why::NotAKey);
    }
    Ok((blob.to_owned(), words.next().unwrap_or_default().trim().to_owned()))
}

/// The form with `---- BEGIN SSH2 PUBLIC KEY ----`.
fn from_rfc4716(text: &str) -> Result<(String, String), Why> {
    let lines = text.lines().map(str::trim);
    let inside = lines.skip(1).take_while(|line| !line.starts_with("----"));
    let (mut blob, mut comment) = (String::new(), String::new());
    for line in inside {
        match line.split_once(": ") {
            Some(("Comment", said)) => comment = said.trim_matches('"').to_owned(),
            Some(_) => {}
            None => blob.push_str(line),
        }
    }
    if blob.is_empty() { Err(Why::NotAKey) } else { Ok((blob, comment)) }
}

/// The kind that a key's bytes begin with: a length of four bytes, then so many letters.
fn kind_of(bytes: &[u8]) -> Option<&str> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let kind = rest.get(..length).filter(|_| rest.len() > length)?;
    std::str::from_utf8(kind).ok()
}

/// Lets whoever has this key log in as a member of staff, over SSH.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddKey {
    /// Who.
    pub staff: StaffId,
    /// The public key, as the `.pub` file holds it.
    pub key: String,
}

/// Takes a key away; nobody logs in with it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropKey {
    /// Whose.
    pub staff: StaffId,
    /// The key's fingerprint, `SHA256:…`, or its first letters, as many as tell it from the person's others.
    pub key: String,
}

/// A key was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAdded {
    /// Whose.
    pub staff: StaffId,
    /// The key.
    #[serde(flatten)]
    pub key: LoginKey,
}

/// A key was taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyDropped {
    /// Whose.
    pub staff: StaffId,
    /// The key, without its comment.
    pub key: String,
}

impl KeyAdded {
    /// Gives the person the key.
    pub fn fold(&self, staff: &mut Staff) {
        staff.keys.push(self.key.clone());
    }
}

impl KeyDropped {
    /// Takes it away.
    pub fn fold(&self, staff: &mut Staff) {
        staff.keys.retain(|key| key.key != self.key);
    }
}

/// Keys that one person may have: each computer has its own.
const KEYS_MAX: usize = 16;

/// Decides [`AddKey`].
pub fn decide_add(d: &mut Deciding<'_>, c: &AddKey) -> Result<String, Stop> {
    let staff = known(d, &c.staff)?;
    let key = LoginKey::read(&c.key).map_err(|why| Refusal::invalid("key", shortened(&c.key), why))?;
    let (value, comment) = (key.fingerprint(), clean(&key.comment));
    if let Some(by) = d.key_owner(&key.key)? {
        return Err(Refusal::Taken { field: "key".into(), value, by: by.to_string() }.into());
    }
    if staff.keys.len() >= KEYS_MAX {
        let most = i64::try_from(KEYS_MAX).unwrap_or(i64::MAX);
        return Err(Refusal::invalid("key", staff.keys.len() + 1, Why::OutOfRange { least: 0, most }).into());
    }
    d.emit(Event::KeyAdded(KeyAdded { staff: staff.id, key: LoginKey { comment, ..key } }))?;
    Ok(c.staff.to_string())
}

/// Decides [`DropKey`].
pub fn decide_drop(d: &mut Deciding<'_>, c: &DropKey) -> Result<String, Stop> {
    let staff = known(d, &c.staff)?;
    let named = c.key.trim();
    if staff.keys.is_empty() {
        return Err(Refusal::invalid("key", named, Why::NoKeys).into());
    }
    let meant: Vec<&LoginKey> = staff.keys.iter().filter(|key| is_named(key, named)).collect();
    let [key] = meant[..] else {
        let known = staff.keys.iter().map(LoginKey::fingerprint).collect();
        return Err(Refusal::invalid("key", named, Why::NotOneOf(known)).into());
    };
    d.emit(Event::KeyDropped(KeyDropped { staff: staff.id.clone(), key: key.key.clone() }))?;
    Ok(c.staff.to_string())
}

fn known(d: &Deciding<'_>, id: &StaffId) -> Result<Staff, Stop> {
    let staff = d.known_staff(id)?;
    staff.ok_or_else(|| Refusal::NotFound { field: "staff".into(), value: id.to_string() }.into())
}

fn is_named(key: &LoginKey, named: &str) -> bool {
    let full = key.fingerprint();
    let short = full.trim_start_matches("SHA256:");
    !named.is_empty() && (full.starts_with(named) && named.len() > "SHA256:".len() || short.starts_with(named))
}

/// What is shown of a text that is no key: a private one must not be repeated on a screen.
fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::LoginKey;
    use crate::domain::refusal::Why;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJkB4tYk0J5bWq9rVqKJc2xR4w1m0N7f3e8s1u2v3w4x li@laptop";

    #[test]
    fn a_public_key_is_read_as_openssh_and_as_putty_write_it() {
        let key = LoginKey::read(KEY).expect("a key");
        assert_eq!(key.comment, "li@laptop");
        assert!(key.key.starts_with("ssh-ed25519 AAAA") && !key.key.contains("li@"));
        assert!(key.fingerprint().starts_with("SHA256:") && key.fingerprint().len() == 50);
        let blob = KEY.split(' ').nth(1).expect("a blob");
        let (first, second) = blob.split_at(40);
        let putty = format!(
            "---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"li@laptop\"\n{first}\n{second}\n---- END SSH2 PUBLIC KEY ----\n"
        );
        assert_eq!(LoginKey::read(&putty), Ok(key));
    }

    #[test]
    fn what_is_no_public_key_of_today_is_refused_with_the_reason() {
        let why = |text: &str| LoginKey::read(text).expect_err("refused");
        assert_eq!(why("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n"), Why::PrivateKey);
        assert_eq!(why("PuTTY-User-Key-File-3: ssh-ed25519\n"), Why::PrivateKey);
        assert!(matches!(why("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDC li"), Why::KeyKind(_)));
        for text in
            ["", "ssh-ed25519", "ssh-ed25519 AAA", "ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQABAAABAQDC", "no key at all"]
        {
            assert_eq!(why(text), Why::NotAKey, "{text}");
        }
        assert_eq!(why(&format!("{KEY}\n{KEY}")), Why::NotAKey);
    }
}
