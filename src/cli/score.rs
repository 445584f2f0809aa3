//! `score`: the engine on the shop's facts, or on facts from files.

use super::args;
use super::context::Context;
use super::door::Way;
use super::explained;
use super::feed::facts_since;
use super::output::Output;
use super::people::padded;
use super::sources::{self, Source};
use super::studied;
use super::trouble::Trouble;
use crate::desk::{Answer, DeskError, Door, Query, adopt};
use crate::scoring::report::{Report, Warning};
use crate::scoring::stream::{Outcome, Stream};
use crate::scoring::study::study;
use crate::scoring::{Book, By, Day, Listing, Period, Request, Scheme, ScoreError, Totals, What, Word, explain, score};
use crate::text::{Words, format};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::Path;

/// A day, as an example of one.
const A_DAY: &str = "2026-11-01";
/// What can be explained.
const EXPLAINED: &str = "total, external, internal, rate, part:ID, component:ID, item:ID, form:ID";

/// Above so many bytes facts are counted as they are read, and not held.
const HELD_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Works out the scores.
pub fn run(context: &Context, asked: &args::Score) -> Result<Output, Trouble> {
    let words = context.words();
    let request = request(&words, asked)?;
    if asked.files.is_empty() {
        let Shop { scheme, book, people } = from_shop(context, &asked.scheme)?;
        return told(&words, asked, &scheme, &book, &people, &request);
    }
    let scheme = scheme_named(context, &asked.scheme)?;
    let sources = sources::open(&words, &asked.files)?;
    let must_hold = asked.study || asked.explain.is_some();
    if must_hold || sources.iter().map(Source::bytes).sum::<u64>() <= HELD_BYTES_MAX {
        let book = held(&words, &sources)?;
        return told(&words, asked, &scheme, &book, &BTreeMap::new(), &request);
    }
    let report = counted(&words, &sources, &scheme, &request)?;
    Ok(shown(&words, asked, &scheme, &report))
}

/// What was asked of facts that are held.
fn told(
    words: &Words,
    asked: &args::Score,
    scheme: &Scheme,
    book: &Book,
    people: &BTreeMap<String, String>,
    request: &Request,
) -> Result<Output, Trouble> {
    if let Some(what) = &asked.explain {
        let what: What = what.parse().map_err(|_| bad(words, "--explain", what, EXPLAINED))?;
        let steps = explain(scheme, book, request, &what).map_err(|error| engine(words, &error))?;
        if is_text(asked) {
            return Ok(explained::lines(words, scheme, &steps));
        }
        let mut output = Output::default();
        steps.iter().for_each(|step| output.line(&json(step)));
        return Ok(output);
    }
    if asked.study {
        let study = study(scheme, book, request).map_err(|error| engine(words, &error))?;
        let names = studied::Names { words, scheme, by: request.by, people };
        return Ok(if is_text(asked) { studied::lines(&names, &study) } else { Output::of(&json(&study)) });
    }
    let report = score(scheme, book, request).map_err(|error| engine(words, &error))?;
    Ok(shown(words, asked, scheme, &report))
}

fn shown(words: &Words, asked: &args::Score, scheme: &Scheme, report: &Report) -> Output {
    if is_text(asked) { as_text(words, scheme, report, asked.forms) } else { Output::of(&json(report)) }
}

fn is_text(asked: &args::Score) -> bool {
    asked.format.as_deref().map_or_else(|| io::stdout().is_terminal(), |format| format == "text")
}

fn request(words: &Words, asked: &args::Score) -> Result<Request, Trouble> {
    let day = |name: &str, text: &Option<String>| -> Result<Option<Day>, Trouble> {
        let parsed = text.as_ref().map(|text| text.parse().map_err(|_| bad(words, name, text, A_DAY)));
        parsed.transpose()
    };
    let by = match &asked.by {
        Some(word) => Some(By::read(word).ok_or_else(|| bad(words, "--by", word, &groups()))?),
        None => None,
    };
    let totals = match &asked.facts {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| Trouble::file(words, path, &error))?;
            let place = path.display().to_string();
            let faulty =
                |why: &str| Trouble::said(words, "bad-facts", "cli-score-totals", &[("file", &place), ("why", why)]);
            Some(Totals::parse(&text).map_err(|error| faulty(&error.to_string()))?)
        }
        None => None,
    };
    let listing = match (asked.forms, asked.no_forms) {
        (true, _) => Listing::All,
        (false, true) => Listing::None,
        (false, false) => Listing::Few,
    };
    let period = Period { from: day("--from", &asked.from)?, to: day("--to", &asked.to)? };
    if let (Some(from), Some(to)) = (&period.from, &period.to)
        && to < from
    {
        return Err(bad(words, "--to", &to.to_string(), &format!("{from} …")));
    }
    Ok(Request { period, by, totals, listing })
}

fn bad(words: &Words, option: &str, value: &str, known: &str) -> Trouble {
    Trouble::said(words, "bad-option", "cli-score-option", &[("option", option), ("value", value), ("known", known)])
}

/// The groups that scores can be split by.
fn groups() -> String {
    By::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
}

fn engine(words: &Words, error: &dyn std::fmt::Display) -> Trouble {
    Trouble::said(words, "no-score", "cli-score-failed", &[("why", &error.to_string())])
}

/// What of a shop is scored.
struct Shop {
    scheme: Scheme,
    book: Book,
    /// Names of staff by id.
    people: BTreeMap<String, String>,
}

fn from_shop(context: &Context, id: &str) -> Result<Shop, Trouble> {
    let words = context.words();
    let way = Way::find(context, "score")?;
    let said = |error: DeskError| Trouble::desk(&words, context.now(), &error);
    let adopted = if is_file(id) { None } else { Some(adopt::scheme(&way, &way.session(), id)) };
    let scheme = match adopted {
        // One that the shop does not have: this search tells the names of those that there are.
        None | Some(Err(DeskError::NotFound { .. })) => scheme_named(context, id)?,
        Some(scheme) => scheme.map_err(said)?,
    };
    let mut lines = Vec::new();
    facts_since(&way, 0, &mut |fact| lines.push(fact.to_string())).map_err(said)?;
    let people = match way.ask(&way.session(), &Query::Staff).map_err(said)? {
        Answer::Staff(people) => people.iter().map(|row| (row.id.to_string(), row.name.clone())).collect(),
        other => return Err(said(other.unexpected())),
    };
    way.close().map_err(said)?;
    let book = Book::read("feed", &lines).map_err(|faults| engine(&words, &faults))?;
    Ok(Shop { scheme, book, people })
}

/// A scheme by its file, or by its id among those that come with the program and the shop's own.
fn scheme_named(context: &Context, id: &str) -> Result<Scheme, Trouble> {
    let words = context.words();
    let read = |file: &str, text: &str| Scheme::parse(file, text).map_err(|error| engine(&words, &error));
    if is_file(id) {
        let text = std::fs::read_to_string(id).map_err(|error| Trouble::file(&words, Path::new(id), &error))?;
        return read(id, &text);
    }
    let mut known = Vec::new();
    for (file, text) in context.schemes()? {
        let scheme = read(&file, &text)?;
        if scheme.id == id {
            return Ok(scheme);
        }
        known.push(scheme.id);
    }
    let known = known.join(", ");
    Err(Trouble::said(&words, "not-found", "cli-score-scheme", &[("id", id), ("known", &known)]))
}

fn is_file(scheme: &str) -> bool {
    scheme.ends_with(".toml")
}

fn held(words: &Words, sources: &[Source]) -> Result<Book, Trouble> {
    let mut book = Book::new();
    for source in sources {
        let read = source.read(words, |blocks| book.read_more(&source.name, sources::lines(blocks)))?;
        read.map_err(|faults| engine(words, &faults))?;
    }
    Ok(book)
}

/// Counts facts as they are read, twice where some replace others.
fn counted(words: &Words, sources: &[Source], scheme: &Scheme, request: &Request) -> Result<Report, Trouble> {
    let failed = |error: ScoreError| engine(words, &error);
    let mut stream = Stream::new(scheme, request).map_err(failed)?;
    loop {
        for source in sources {
            let read = source.read(words, |blocks| stream.read_blocks(&source.name, blocks))?;
            read.map_err(|faults| engine(words, &faults))?;
        }
        match stream.finish().map_err(failed)? {
            Outcome::Report(report) => return Ok(*report),
            Outcome::Again(again) => stream = *again,
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("a report is JSON")
}

/// The report as a short table; groups one line each, and with `forms` each form too.
fn as_text(words: &Words, scheme: &Scheme, report: &Report, forms: bool) -> Output {
    let band = |band: &Option<String>| band.clone().unwrap_or_default();
    let figure = |figure: &Option<String>| figure.clone().unwrap_or_else(|| "-".to_string());
    let title = [("scheme", report.scheme.as_str()), ("version", &report.version.to_string())];
    let mut output = Output::of(&words.with("cli-score-title", &title));
    let count = report.counts.forms.to_string();
    let internal = report.internal.as_ref().map(|internal| internal.score.clone());
    let bounds = report.external_low.as_ref().zip(report.external_high.as_ref());
    let interval = bounds.map(|(low, high)| format!("  ({low} .. {high})")).unwrap_or_default();
    let rows = [
        ("cli-score-forms", count, String::new()),
        ("cli-score-external", figure(&report.external), format!("{}{interval}", band(&report.external_band))),
        ("cli-score-internal", figure(&internal), String::new()),
        ("cli-score-total", figure(&report.total), band(&report.band)),
        ("cli-score-rate", figure(&report.rate.percent), format!("{}/{}", report.rate.satisfied, report.rate.of)),
    ];
    for (key, value, more) in rows {
        output.line(format!("  {}{value:>8}  {more}", padded(&words.get(key), 24)).trim_end());
    }
    for item in &report.items {
        output.line(&format!("  {}{:>8}  n {}", padded(&item.id, 24), figure(&item.mean), item.n));
    }
    for part in report.parts.iter().flatten() {
        output.line(&format!("  {}{:>8}  x {}", padded(&part.id, 24), figure(&part.score), part.weight));
    }
    let calls = words.get("cli-score-calls");
    for (rule, fired) in report.counts.triggers.iter().filter(|(_, fired)| **fired > 0) {
        let label = scheme.triggers.iter().find(|trigger| trigger.rule == *rule).map(|trigger| &trigger.label);
        let label = label.map_or("", |label| format::label(words, label));
        output.line(format!("! {}{fired:>8}  {calls}  {label}", padded(rule, 24)).trim_end());
    }
    for gate in report.sampling.iter().flat_map(|sampling| &sampling.gates) {
        let met = words.get(match gate.met {
            Some(true) => "cli-score-met",
            Some(false) => "cli-score-not-met",
            None => "cli-score-not-known",
        });
        output.line(&format!("  {}{:>8}  / {}  {met}", padded(&gate.gate, 24), figure(&gate.actual), gate.required));
    }
    for warning in &report.warnings {
        output.line(&format!("  {}", words.with("cli-score-note", &[("note", &note(warning))])));
    }
    for group in report.groups.iter().flatten() {
        let key = group.key.clone().unwrap_or_else(|| "-".to_string());
        let (score, n) = (figure(&group.report.external), group.report.counts.forms);
        output.line(&format!("  {}{score:>8}  n {n}  {}", padded(&key, 24), band(&group.report.external_band)));
    }
    for form in report.forms.iter().flatten().filter(|_| forms) {
        let (score, n) = (figure(&form.score), form.answered);
        output.line(format!("  {}{score:>8}  n {n}  {}", padded(&form.id, 24), form.band).trim_end());
    }
    output
}

/// A warning as the engine names it: what, of which figure, and the number behind it.
fn note(warning: &Warning) -> String {
    let code = serde_json::to_value(warning.code).expect("a code is JSON");
    let code = code.as_str().unwrap_or_default();
    [code, &warning.field, warning.value.as_deref().unwrap_or_default()].join(" ").trim_end().to_string()
}
