//! Torn or damaged? The one decision that may cut bytes from the journal.
//!
//! A power cut in the middle of a group leaves any mixture of its pages: a line that stops half-way, zeros, or zeros
//! with later lines of the same group after them. None of it was acknowledged. Everything else is damage to what
//! was acknowledged, and must never be cut. The bad region (from the first byte that is not a good line to the end
//! of the file) is a torn tail only if all of this holds:
//!
//! 1. It lies in the newest file: the next file is made only after this one is synced.
//! 2. The line that should stand at its start was not recorded in `STATE` as synced.
//! 3. No line of a later group stands in it: a group is begun only after the one before is synced. Line openings
//!    are looked for in the raw bytes, so one counts even if everything around it is lost. (An event that itself
//!    contains such an opening could make a torn tail look like damage; the reverse cannot happen.)
//! 4. It does not begin with another line than the one expected: a torn write moves nothing, so a line that is
//!    missing or swapped is damage.
//! 5. Its first piece is not a whole line from brace to newline: a torn write leaves a piece without an end, or
//!    zeros, never a whole line that is wrong. A flipped bit does.
//!
//! Good lines of a half-written group before the bad region stay. Each is a whole command, verified by the chain,
//! and reporting "perhaps done" commands as done is what a client must expect after a lost connection anyway; with
//! its key repeated, it gets the answer that the line holds.

use super::line::Head;
use super::parse;

/// Where a bad region stands.
pub struct Surroundings {
    /// What the good lines before it end at.
    pub before: Head,
    /// The last line that was recorded as synced.
    pub synced_seq: u64,
    /// Whether a newer file is there.
    pub file_follows: bool,
}

/// Tells whether a bad region may be cut; otherwise it is damage.
pub fn is_torn_tail(region: &[u8], around: &Surroundings) -> bool {
    let expected = around.before.seq + 1;
    if around.file_follows || expected <= around.synced_seq || begins_with_whole_line(region) {
        return false;
    }
    if parse::opening(region).is_some_and(|(seq, _)| seq != expected) {
        return false;
    }
    // The region belongs to the group of the line before it, or is the group after that, nothing later.
    let this_group = |group| group == expected || (group == around.before.group && group > 0);
    openings(region).all(|(_, group)| this_group(group))
}

fn begins_with_whole_line(region: &[u8]) -> bool {
    let Some(end) = region.iter().position(|&b| b == b'\n') else { return false };
    let piece = &region[..end];
    piece.starts_with(OPENS) && parse::closing(piece).is_some() && !piece.contains(&0)
}

/// Finds every place that opens a line, wherever newlines are or are not.
fn openings(region: &[u8]) -> impl Iterator<Item = (u64, u64)> {
    let starts = region.windows(OPENS.len()).enumerate().filter(|(_, window)| *window == OPENS);
    starts.filter_map(|(at, _)| parse::opening(&region[at..]))
}

const OPENS: &[u8] = b"{\"seq\":";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::journal::{LineHash, Position};

    fn around(seq: u64, group: u64) -> Surroundings {
        let before = Head { seq, group, next: Position { file: 1, offset: 900 }, hash: LineHash::START };
        Surroundings { before, synced_seq: 0, file_follows: false }
    }

    fn piece(seq: u64, group: u64) -> Vec<u8> {
        format!("{{\"seq\":{seq},\"group\":{group},\"at\":\"2026").into_bytes()
    }

    #[test]
    fn zeros_before_a_later_line_of_the_same_group_are_torn() {
        let region = [vec![0; 700], piece(9, 8)].concat();
        assert!(is_torn_tail(&region, &around(7, 5)));
        let region = [vec![0; 700], piece(9, 5)].concat();
        assert!(is_torn_tail(&region, &around(7, 5)));
    }

    #[test]
    fn a_line_of_a_later_group_anywhere_is_damage() {
        let region = [vec![0; 700], piece(9, 9)].concat();
        assert!(!is_torn_tail(&region, &around(7, 5)));
    }

    #[test]
    fn a_region_that_begins_with_a_later_line_is_damage_even_in_the_same_group() {
        assert!(is_torn_tail(&piece(8, 5), &around(7, 5)));
        assert!(!is_torn_tail(&piece(9, 5), &around(7, 5)));
    }

    #[test]
    fn a_number_cut_short_says_nothing() {
        assert!(is_torn_tail(b"{\"seq\":8,\"group\":1", &around(7, 5)));
        assert!(is_torn_tail(b"{\"seq\":1", &around(70, 70)));
    }

    #[test]
    fn a_tail_that_was_recorded_as_synced_is_damage() {
        let mut around = around(7, 5);
        around.synced_seq = 8;
        assert!(!is_torn_tail(&[0; 30], &around));
    }

    #[test]
    fn a_bad_region_before_a_newer_file_is_damage() {
        let mut around = around(7, 5);
        around.file_follows = true;
        assert!(!is_torn_tail(&[0; 30], &around));
    }
}
