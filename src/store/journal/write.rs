//! From a draft to the bytes of a line, and from the bytes of a line to the same line with a customer blanked.

use serde_json::value::RawValue;

use super::chain::{self, LineHash, SALT_BYTES};
use super::line::{LINE_BYTES_MAX, LineDraft, Slot, SlotDraft, Slots, is_plain_name};
use super::parse;
use crate::store::error::DraftFault;

/// Where a line comes to stand in the chain.
pub struct Place {
    /// Its number.
    pub seq: u64,
    /// Its sync group.
    pub group: u64,
    /// The hash of the line before.
    pub before: LineHash,
}

/// Appends a line, with its newline, to `out`.
///
/// `random` fills the salts. On a refusal `out` is left with a part of the line.
pub fn line(
    out: &mut Vec<u8>,
    place: &Place,
    draft: &LineDraft,
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<LineHash, DraftFault> {
    let start = out.len();
    head(out, place, draft)?;
    let covered = out.len();
    let mut slots = Vec::with_capacity(draft.personal.len());
    let salts: Vec<String> = draft.personal.iter().map(|_| new_salt(random)).collect();
    for (slot, salt) in draft.personal.iter().zip(&salts) {
        let repeated = slots.iter().any(|(name, _)| *name == slot.name);
        if repeated || !is_plain_name(&slot.name) || !is_plain_name(&slot.of) {
            return Err(DraftFault::Slot(slot.name.clone()));
        }
        out.extend_from_slice(if slots.is_empty() { b",\"personal\":{" } else { b"," });
        kept(out, slot, salt);
        slots.push((slot.name.as_str(), Slot::Kept { salt, value: slot.value.as_str().into(), of: &slot.of }));
    }
    if !slots.is_empty() {
        out.push(b'}');
    }
    let hash = chain::chain(&place.before, &out[start..covered], &Slots(slots));
    out.extend_from_slice(b",\"hash\":\"");
    out.extend_from_slice(&hash.hex());
    out.extend_from_slice(b"\"}\n");
    match out.len() - start - 1 {
        bytes if bytes > LINE_BYTES_MAX => Err(DraftFault::TooLong(bytes)),
        _ => Ok(hash),
    }
}

fn head(out: &mut Vec<u8>, place: &Place, draft: &LineDraft) -> Result<(), DraftFault> {
    out.extend_from_slice(format!("{{\"seq\":{},\"group\":{},\"at\":", place.seq, place.group).as_bytes());
    string(out, &draft.at);
    out.extend_from_slice(b",\"by\":");
    string(out, &draft.by);
    out.extend_from_slice(b",\"via\":");
    string(out, draft.via.word());
    let optional = [(",\"key\":", &draft.key), (",\"answer\":", &draft.answer), (",\"asked\":", &draft.asked)];
    for (opening, text) in optional {
        if let Some(text) = text {
            out.extend_from_slice(opening.as_bytes());
            string(out, text);
        }
    }
    out.extend_from_slice(b",\"events\":[");
    for (index, event) in draft.events.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        if !is_event(event) {
            return Err(DraftFault::Event(index));
        }
        out.extend_from_slice(event.as_bytes());
    }
    out.push(b']');
    Ok(())
}

/// An event must be one JSON object, and stay on its line.
fn is_event(event: &str) -> bool {
    event.starts_with('{') && !event.contains(['\n', '\r']) && serde_json::from_str::<&RawValue>(event).is_ok()
}

fn kept(out: &mut Vec<u8>, slot: &SlotDraft, salt: &str) {
    string(out, &slot.name);
    out.extend_from_slice(b":{\"salt\":\"");
    out.extend_from_slice(salt.as_bytes());
    out.extend_from_slice(b"\",\"value\":");
    string(out, &slot.value);
    out.extend_from_slice(b",\"of\":");
    string(out, &slot.of);
    out.push(b'}');
}

fn string(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("a string is valid JSON and a Vec takes every byte");
}

fn new_salt(random: &mut dyn FnMut(&mut [u8])) -> String {
    let mut bytes = [0; SALT_BYTES];
    random(&mut bytes);
    chain::salt(&bytes)
}

/// Blanks the slots of one customer in a line (without its newline); `None` if it keeps none of them.
///
/// The length stays the same, so every position in the journal stays true:
///
/// ```text
/// {"salt":"<48>","value":"<v>",                            70 + v bytes, then "of":"C17"}
/// {"salt":null,"value":null,"digest":"<32>",<v spaces>      70 + v bytes, then "of":"C17"}
/// ```
/// `v` is the length of the value as written, escapes included, and the number of spaces that take its place; an
/// empty value needs none.
pub fn blanked(bytes: &[u8], of: &str) -> Option<Vec<u8>> {
    let mut text = std::str::from_utf8(bytes).ok()?.to_owned();
    if !text.contains(&format!("\"of\":\"{of}\"}}")) {
        return None;
    }
    let parsed = parse::line(bytes)?;
    let mut found = false;
    for (name, slot) in parsed.line.personal.iter() {
        let Slot::Kept { salt, value, of: owner } = slot else { continue };
        if *owner != of {
            continue;
        }
        let written = written(&SlotDraft { name: name.into(), value: value.to_string(), of: of.into() }, salt);
        // The parser accepts one spelling only, so what it read is in there; no other slot has the same salt.
        let at = text.rfind(&written).expect("a slot that was read is written in its one spelling");
        text.replace_range(at..at + written.len(), &erased(name, &chain::digest(salt, value), of, written.len()));
        found = true;
    }
    assert_eq!(text.len(), bytes.len(), "blanking keeps the length");
    found.then(|| text.into_bytes())
}

fn written(slot: &SlotDraft, salt: &str) -> String {
    let mut out = Vec::new();
    kept(&mut out, slot, salt);
    String::from_utf8(out).expect("a slot is written as text")
}

fn erased(name: &str, digest: &[u8], of: &str, length: usize) -> String {
    let before = format!(
        "\"{name}\":{{\"salt\":null,\"value\":null,\"digest\":\"{}\",",
        std::str::from_utf8(digest).expect("a digest is base64")
    );
    let after = format!("\"of\":\"{of}\"}}");
    let spaces = length - before.len() - after.len();
    format!("{before}{:spaces$}{after}", "")
}
