//! The chain of hashes checked from outside, by the description in README.md alone: with a scanner and a base64 of its
//! own, and nothing of the program but the journals that it wrote.

use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::erase::{erased_event, shop};
use super::salts;
use crate::program::Folder;

/// Checks every line of a journal and gives the last hash, or the line at fault.
fn checked(dir: &Path) -> Result<String, String> {
    let mut files: Vec<_> = fs::read_dir(dir).expect("a journal").flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    files.sort();
    let (mut before, mut blanked, mut number) = ("0".repeat(64), Vec::new(), 0);
    for file in files {
        for line in fs::read_to_string(file).expect("UTF-8").lines() {
            number += 1;
            let (covered, slots, hash) = taken_apart(line).ok_or(format!("line {number} is none"))?;
            let mut bytes = [before.as_bytes(), covered.as_bytes()].concat();
            for slot in &slots {
                for part in [&slot.name, &slot.of, &slot.digest] {
                    bytes.extend_from_slice(part.as_bytes());
                    bytes.push(0);
                }
            }
            if hex(&Sha256::digest(&bytes)) != hash {
                return Err(format!("line {number} has another hash"));
            }
            before = hash.to_string();
            blanked.extend(slots.into_iter().filter(|slot| slot.erased).map(|slot| slot.of));
            blanked.retain(|of| !covered.contains(&format!("\"person.erased\",\"v\":1,\"customer\":\"{of}\"")));
        }
    }
    if blanked.is_empty() { Ok(before) } else { Err(format!("nobody says that {blanked:?} were erased")) }
}

/// A slot as it enters the hash.
struct Slot {
    name: String,
    of: String,
    digest: String,
    erased: bool,
}

/// What of a line is hashed as it stands, its slots, and the hash that it ends with.
fn taken_apart(line: &str) -> Option<(&str, Vec<Slot>, &str)> {
    let end = ",\"hash\":\"".len() + 64 + "\"}".len();
    let (body, ending) = line.split_at_checked(line.len().checked_sub(end)?)?;
    let hash = ending.strip_prefix(",\"hash\":\"")?.strip_suffix("\"}")?;
    if body.ends_with(']') {
        return Some((body, Vec::new(), hash));
    }
    let (covered, personal) = body.rsplit_once(",\"personal\":")?;
    Some((covered, slots(personal)?, hash))
}

/// Reads an object of slots, in written order.
fn slots(text: &str) -> Option<Vec<Slot>> {
    let mut scan = Scanner(text.chars().collect(), 0);
    let mut slots = Vec::new();
    for (name, members) in scan.object(&mut |scan| scan.object(&mut Scanner::string_or_null))? {
        let member = |wanted: &str| members.iter().find(|(name, _)| name == wanted).and_then(|(_, text)| text.clone());
        let of = member("of")?;
        let (digest, erased) = match (member("salt"), member("value")) {
            (Some(salt), Some(value)) => {
                let sum = Sha256::digest([salt.as_bytes(), value.as_bytes()].concat());
                (base64url(&sum[..24]), false)
            }
            (None, None) => (member("digest")?, true),
            _ => return None,
        };
        slots.push(Slot { name, of, digest, erased });
    }
    Some(slots)
}

/// Just enough of JSON for slots: objects of strings and nulls.
struct Scanner(Vec<char>, usize);

impl Scanner {
    fn next(&mut self) -> Option<char> {
        self.1 += 1;
        self.0.get(self.1 - 1).copied()
    }

    fn skip_blanks(&mut self) {
        while self.0.get(self.1) == Some(&' ') {
            self.1 += 1;
        }
    }

    fn object<T>(&mut self, value: &mut dyn FnMut(&mut Scanner) -> Option<T>) -> Option<Vec<(String, T)>> {
        let mut members = Vec::new();
        (self.next()? == '{').then_some(())?;
        loop {
            self.skip_blanks();
            let name = self.string_or_null()??;
            (self.next()? == ':').then_some(())?;
            members.push((name, value(self)?));
            match self.next()? {
                ',' => {}
                '}' => return Some(members),
                _ => return None,
            }
        }
    }

    fn string_or_null(&mut self) -> Option<Option<String>> {
        if self.next()? == 'n' {
            self.1 += "ull".len();
            return Some(None);
        }
        // UTF-16, as JSON escapes what lies beyond its first plane in two halves.
        let mut units: Vec<u16> = Vec::new();
        loop {
            let c = match self.next()? {
                '"' => return String::from_utf16(&units).ok().map(Some),
                '\\' => match self.next()? {
                    'u' => {
                        let digits: String = (0..4).map_while(|_| self.next()).collect();
                        units.push(u16::from_str_radix(&digits, 16).ok()?);
                        continue;
                    }
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    plain => plain,
                },
                plain => plain,
            };
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
    }
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte));
        text.extend([18, 12, 6, 0].map(|shift| char::from(DIGITS[number >> shift & 63])));
    }
    text
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_journal_of_a_shop_is_checked_by_the_description_alone() {
    let shop = Folder::new();
    let lines = [
        r#"{"do":"set_up_shop","with":{"shop":"虹桥店","you":"李敏","technician":"王强","inspector":"赵刚"}}"#,
        r#"{"do":"open_order","key":"k\"1","with":{"plate":"沪A12345","says":"\"squeals\" \\ and\nrattles 🚗","name":"王 \"老\" 建国","phone":"13800132211"}}"#,
        r#"{"do":"raise_complaint","with":{"words":"等了太久 \\\" }],","category":"time","name":"孙丽"}}"#,
    ];
    assert_eq!(shop.apply(&lines.join("\n")).status, 0);
    let journal = shop.data().join("journal");
    let text = fs::read_to_string(journal.join("000001.jsonl")).expect("a journal");
    assert!(text.contains(r#"\"squeals\""#), "there is something to undo");
    let verified = shop.run(&["verify", "--json"]).lines().remove(0);
    assert_eq!(checked(&journal), Ok(verified["hash"].as_str().expect("a hash").to_string()));
    // It is able to find what is wrong: in the words of the line, in a value, in a digest's owner.
    for (from, to) in [("虹桥店", "虹桥殿"), (r#"\"squeals\""#, "squeals"), ("\"of\":\"C1\"", "\"of\":\"C2\"")] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        fs::write(journal.join("000001.jsonl"), changed).expect("written");
        assert!(checked(&journal).is_err(), "{from} -> {to}");
    }
}

#[test]
fn an_erased_customer_is_checked_by_the_description_alone_over_several_files() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut journal = shop(dir.path());
    journal.append(&[erased_event("C7")], &mut salts()).expect("recorded");
    let hash = journal.head().hash.to_string();
    assert_eq!(checked(dir.path()), Ok(hash.clone()));
    assert_eq!(journal.erase("C7"), Ok(8));
    assert_eq!(checked(dir.path()), Ok(hash));
    let first = fs::read_to_string(dir.path().join("000001.jsonl")).expect("a journal");
    assert!(first.contains("\"salt\":null") && first.contains("\\t\\\\squeal\\u0001"), "{first}");
}

#[test]
fn a_blank_without_its_record_is_found_from_outside_too() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut journal = shop(dir.path());
    journal.erase("C7").expect("blanked");
    assert!(checked(dir.path()).expect_err("no record").contains("C7"));
}
