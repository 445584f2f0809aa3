//! `feed`: the facts of the shop, one JSON object a line, in the order in which they came to be.

use super::context::Context;
use super::door::Way;
use super::output;
use super::trouble::Trouble;
use crate::desk::{Answer, DeskError, Door, Query};
use serde::Deserialize;
use std::io::{self, Write};
use std::process::ExitCode;

/// Facts fetched at a time.
const PAGE: usize = 500;

/// Prints the facts after a journal line.
pub fn feed(context: &Context, since: u64, follow: bool) -> Result<ExitCode, Trouble> {
    let words = context.words();
    let way = Way::find(context, "feed")?;
    let said = |error: DeskError| Trouble::desk(&words, context.now(), &error);
    let ended = |seq: u64, error: DeskError| match error {
        DeskError::Gone { .. } => Trouble::said(&words, "gone", "cli-feed-lost", &[("seq", &seq.to_string())]),
        error => said(error),
    };
    if follow && matches!(way, Way::Near(_)) {
        way.close().map_err(said)?;
        return Err(Trouble::said(&words, "no-server", "cli-follow-alone", &[]));
    }
    let mut out = io::stdout().lock();
    let mut seq = since;
    loop {
        let mut printed = Ok(());
        seq = facts_since(&way, seq, &mut |fact| {
            if printed.is_ok() {
                printed = writeln!(out, "{fact}");
            }
        })
        .map_err(|error| ended(seq, error))?;
        match printed.and_then(|()| out.flush()) {
            Ok(()) => {}
            Err(error) => {
                way.close().map_err(said)?;
                return output::unwritten(&words, &error);
            }
        }
        if !follow {
            break;
        }
        // Lines without facts move the end on too, or this would spin.
        let next = way.wait(seq).map_err(|error| ended(seq, error))?;
        seq = seq.max(next.saturating_sub(1));
    }
    drop(out);
    way.close().map_err(said)?;
    Ok(ExitCode::SUCCESS)
}

/// Hands out every fact after journal line `seq`, and returns the line of the last one.
pub fn facts_since(way: &Way, seq: u64, take: &mut dyn FnMut(&str)) -> Result<u64, DeskError> {
    let session = way.session();
    let (mut seq, mut limit) = (seq, PAGE);
    loop {
        let facts = match way.ask(&session, &Query::FactsSince { seq, limit })? {
            Answer::Facts(facts) => facts,
            other => return Err(other.unexpected()),
        };
        let Some(last) = facts.last() else { return Ok(seq) };
        let end = line_of(last)?;
        if facts.len() < limit {
            facts.iter().for_each(|fact| take(fact));
            return Ok(end);
        }
        // A full page may have cut the facts of its last line in two: that line is left for the next page.
        let mut whole = Vec::with_capacity(facts.len());
        for fact in &facts {
            whole.push((line_of(fact)?, fact));
        }
        whole.retain(|(line, _)| *line < end);
        match whole.last() {
            Some((line, _)) => {
                seq = *line;
                whole.iter().for_each(|(_, fact)| take(fact));
            }
            None => limit *= 2,
        }
    }
}

/// The journal line that a fact came from.
fn line_of(fact: &str) -> Result<u64, DeskError> {
    #[derive(Deserialize)]
    struct Numbered {
        seq: u64,
    }
    let numbered: Result<Numbered, _> = serde_json::from_str(fact);
    numbered.map(|fact| fact.seq).map_err(|error| DeskError::Fault { what: error.to_string() })
}
