//! Scores of facts that are too many to hold: one pass over the lines, or two where some facts replace others.
//!
//! Kept are the counts and a fingerprint of each distinct id and customer, see `ids`; no answer is kept. A fact that
//! replaces an earlier one shows only when the earlier one was already counted: then the lines are read again, and only
//! those that hold are counted.

mod facts;
mod ids;
mod survey;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::facts::{Facts, Told};
use self::survey::Census;
use super::engine::{FORMS_LISTED_MAX, Frame};
use super::fact::Fact;
use super::select::{self, Key, Selected, Splitter};
use super::sheet::{self, Reading};
use super::{Fault, Faults, Listing, Place, Report, Request, Scheme, ScoreError, Tally, Totals};

/// Counts facts line by line.
///
/// ```
/// use shopdesk::scoring::stream::{Outcome, Stream};
/// use shopdesk::scoring::{scheme, Request, Scheme};
/// let (file, text) = scheme::SHIPPED[0];
/// let scheme = Scheme::parse(file, text)?;
/// let told = |seq: u8, grade: u8| format!(
///     r#"{{"fact":"response","id":"V1","at":"2026-03-02T10:00:00Z","scheme":"visit","answers":{{"price":{grade}}},"seq":{seq}}}"#
/// );
/// let lines = [told(1, 2), told(2, 5)];
///
/// let request = Request::default();
/// let mut stream = Stream::new(&scheme, &request)?;
/// stream.read("facts.jsonl", &lines)?;
/// // The second line replaces the first, which was counted: the same lines once more.
/// let Outcome::Again(mut stream) = stream.finish()? else { panic!("a fact was replaced") };
/// stream.read("facts.jsonl", &lines)?;
/// let Outcome::Report(report) = stream.finish()? else { panic!("twice is enough") };
/// assert_eq!(report.external.as_deref(), Some("100.00"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Stream<'a> {
    scheme: &'a Scheme,
    request: &'a Request,
    facts: Facts,
    counted: Counted,
}

/// What comes of all lines.
pub enum Outcome<'a> {
    /// The report.
    Report(Box<Report>),
    /// Some facts replaced others that were counted: read the same lines again, in the same order.
    Again(Box<Stream<'a>>),
}

/// What was counted.
struct Counted {
    all: Tally,
    splitter: Option<Splitter>,
    groups: BTreeMap<Key, Tally>,
    census: Census,
    /// The forms as long as they are few; nothing once they are many.
    forms: Option<Vec<(Fact, Reading)>>,
    faults: Faults,
}

impl<'a> Stream<'a> {
    /// Begins.
    pub fn new(scheme: &'a Scheme, request: &'a Request) -> Result<Stream<'a>, ScoreError> {
        if !scheme.is_approved() {
            return Err(ScoreError::Unapproved { scheme: scheme.id.clone(), version: scheme.version });
        }
        Ok(Stream { scheme, request, facts: Facts::default(), counted: Counted::new(scheme, request) })
    }

    /// Reads one source; blank lines are passed over.
    pub fn read<L: AsRef<str>>(&mut self, source: &str, lines: impl IntoIterator<Item = L>) -> Result<(), Faults> {
        let source: Arc<str> = source.into();
        let mut faults = Faults::default();
        for (line, number) in lines.into_iter().zip(1..) {
            let line = line.as_ref();
            if line.trim().is_empty() {
                continue;
            }
            let place = Place { source: Arc::clone(&source), line: number };
            match Fact::parse(line) {
                Ok(fact) => self.tell(fact, place),
                Err(error) => faults.push(Fault { place, cause: error.into() }),
            }
        }
        faults.or(())
    }

    /// Gives the report, or asks for the same lines again.
    pub fn finish(mut self) -> Result<Outcome<'a>, ScoreError> {
        if let Some(faults) = self.facts.faults() {
            return Err(ScoreError::Faults(faults));
        }
        if self.facts.is_empty() {
            return Err(ScoreError::NoFacts);
        }
        if self.facts.must_read_again() {
            self.facts.begin_again();
            let counted = Counted::new(self.scheme, self.request);
            return Ok(Outcome::Again(Box::new(Stream { counted, ..self })));
        }
        let Stream { scheme, request, facts, counted } = self;
        counted.report(scheme, request, &facts).map(|report| Outcome::Report(Box::new(report)))
    }

    /// Counts the ids and customers kept, and the bytes that they take.
    pub fn memory(&self) -> (usize, usize) {
        let (facts, customers) = (&self.facts, &self.counted.census);
        (facts.len() + customers.len(), facts.bytes() + customers.bytes())
    }

    fn tell(&mut self, fact: Fact, place: Place) {
        if self.facts.tell(self.scheme, self.request.period, &fact, &place) == Told::Holds && !fact.stamp().void {
            self.counted.count(self.scheme, self.request, fact, place);
        }
    }
}

impl Counted {
    fn new(scheme: &Scheme, request: &Request) -> Counted {
        let splitter = request.by.map(|by| Splitter::new(scheme, by));
        let groups = splitter.iter().flat_map(Splitter::keys).map(|key| (key, Tally::new())).collect();
        let forms = (request.listing != Listing::None).then(Vec::new);
        let (all, census, faults) = (Tally::new(), Census::default(), Faults::default());
        Counted { all, splitter, groups, census, forms, faults }
    }

    fn count(&mut self, scheme: &Scheme, request: &Request, fact: Fact, place: Place) {
        let within = request.period.contains(fact.stamp().at.day());
        self.census.count(scheme, &fact, within);
        if !within {
            return;
        }
        let reading = match sheet::reading(scheme, &fact) {
            Ok(Reading::Unused) => return,
            Ok(reading) => reading,
            Err(cause) => return self.faults.push(Fault { place, cause }),
        };
        self.all.enter(scheme, &fact, &reading);
        if let Some(splitter) = &self.splitter {
            for (key, part) in splitter.split(&fact, &reading) {
                self.groups.entry(key).or_default().enter(scheme, &fact, &part);
            }
        }
        if let Reading::Form(_) = reading {
            self.keep(request.listing, fact, reading);
        }
    }

    /// Keeps a form as long as forms are to be listed.
    fn keep(&mut self, listing: Listing, fact: Fact, reading: Reading) {
        if listing == Listing::Few && self.all.forms() > FORMS_LISTED_MAX {
            self.forms = None;
        }
        if let Some(forms) = &mut self.forms {
            forms.push((fact, reading));
        }
    }

    fn report(self, scheme: &Scheme, request: &Request, facts: &Facts) -> Result<Report, ScoreError> {
        self.faults.or(()).map_err(ScoreError::Faults)?;
        let frame = Frame { scheme, period: request.period, listed: self.forms.is_some() };
        let forms = self.forms.unwrap_or_default();
        let selected: Vec<Selected<'_>> =
            forms.iter().map(|(fact, reading)| Selected { fact, reading: reading.clone() }).collect();
        let mut report = frame.report(&selected, &self.all, request.totals.as_ref());
        report.sampling = Some(self.census.line(scheme, request.period, facts));
        if let Some(by) = request.by {
            let unknown = request.totals.as_ref().map(|_| Totals::default());
            let mut of_groups = select::groups(scheme, &selected, by);
            let groups = self.groups.into_iter().map(|(key, tally)| {
                let selected = of_groups.remove(&key).unwrap_or_default();
                frame.group(key, &selected, &tally, unknown.as_ref())
            });
            report.groups = Some(groups.collect());
            report.by = Some(by);
        }
        Ok(report)
    }
}
