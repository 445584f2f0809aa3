//! Scores of facts that are too many to hold: one pass over the lines, or two where some facts replace others.
//!
//! Kept are the counts and a fingerprint of each distinct id and customer, see `ids`; no answer is kept. A fact that
//! replaces an earlier one shows only when the earlier one was already counted: then the lines are read again, and only
//! those that hold are counted.

mod facts;
mod ids;
mod line;
mod survey;
mod threads;

use std::collections::BTreeMap;

use self::facts::{Facts, Told};
use self::ids::Mint;
use self::line::{Line, Reader};
use self::survey::Census;
use super::engine::{FORMS_LISTED_MAX, Frame};
use super::fact::Fact;
use super::select::{self, Key, Selected, Splitter};
use super::sheet::Reading;
use super::{FactError, Fault, Faults, Listing, Place, Report, Request, Scheme, ScoreError, Tally, Totals};

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
    reader: Reader<'a>,
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
        let reader = Reader { scheme, period: request.period, mint: Mint::default() };
        Ok(Stream { reader, request, facts: Facts::default(), counted: Counted::new(scheme, request) })
    }

    /// Reads one source; blank lines are passed over.
    pub fn read<L: AsRef<str>>(&mut self, source: &str, lines: impl IntoIterator<Item = L>) -> Result<(), Faults> {
        let (mut place, mut faults) = (Place { source: source.into(), line: 0 }, Faults::default());
        for line in lines {
            place.line += 1;
            if let Some(line) = self.reader.line(line.as_ref()) {
                self.take(&line, &place, &mut faults);
            }
        }
        faults.or(())
    }

    /// Reads one source as [`read`](Stream::read) does, but in blocks of whole lines, and on several threads where there
    /// are many: a block ends after the end of a line, or with the source.
    pub fn read_blocks(&mut self, source: &str, blocks: impl IntoIterator<Item = String>) -> Result<(), Faults> {
        let (mut place, mut faults) = (Place { source: source.into(), line: 0 }, Faults::default());
        let reader = self.reader.clone();
        threads::read(&reader, blocks.into_iter(), |number, line| {
            place.line = number;
            self.take(line, &place, &mut faults);
        });
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
            let counted = Counted::new(self.reader.scheme, self.request);
            return Ok(Outcome::Again(Box::new(Stream { counted, ..self })));
        }
        let Stream { reader, request, facts, counted } = self;
        counted.report(reader.scheme, request, &facts).map(|report| Outcome::Report(Box::new(report)))
    }

    /// Counts the ids and customers kept, and the bytes that they take.
    pub fn memory(&self) -> (usize, usize) {
        let (facts, customers) = (&self.facts, &self.counted.census);
        (facts.len() + customers.len(), facts.bytes() + customers.bytes())
    }

    fn take(&mut self, line: &Result<Line, FactError>, place: &Place, faults: &mut Faults) {
        match line {
            Ok(line) => {
                let holds = self.facts.tell(&self.reader.mint, line, place) == Told::Holds;
                if holds && !line.fact.stamp().void {
                    self.counted.count(&self.reader, self.request, line, place);
                }
            }
            Err(error) => faults.push(Fault { place: place.clone(), cause: error.clone().into() }),
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

    fn count(&mut self, reader: &Reader<'_>, request: &Request, line: &Line, place: &Place) {
        let (scheme, fact) = (reader.scheme, &line.fact);
        self.census.count(reader, line);
        let reading = match &line.reading {
            None | Some(Ok(Reading::Unused)) => return,
            Some(Ok(reading)) => reading,
            Some(Err(cause)) => return self.faults.push(Fault { place: place.clone(), cause: cause.clone() }),
        };
        self.all.enter(scheme, fact, reading);
        if let Some(splitter) = &self.splitter {
            for (key, part) in splitter.split(fact, reading) {
                self.groups.entry(key).or_default().enter(scheme, fact, &part);
            }
        }
        if let Reading::Form(_) = reading {
            self.keep(request.listing, fact, reading);
        }
    }

    /// Keeps a form as long as forms are to be listed.
    fn keep(&mut self, listing: Listing, fact: &Fact, reading: &Reading) {
        if listing == Listing::Few && self.all.forms() > FORMS_LISTED_MAX {
            self.forms = None;
        }
        if let Some(forms) = &mut self.forms {
            forms.push((fact.clone(), reading.clone()));
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
