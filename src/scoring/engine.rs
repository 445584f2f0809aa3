//! The engine: from facts to a report.

use thiserror::Error;

use super::fact::Response;
use super::report::{Fired, FormLine, Group, INCOMPLETE, Report};
use super::sampling;
use super::select::{self, Key, Selected};
use super::sheet::Reading;
use super::verdict::{fired_by_form, fired_by_whole};
use super::{Book, By, Fact, Faults, Figures, Moment, Period, Scheme, Sheet, Tally, Totals};

/// Above so many forms a report does not list them unless asked to.
pub(super) const FORMS_LISTED_MAX: u64 = 1_000;

/// What to report.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The days to cover.
    pub period: Period,
    /// Scores for each group too.
    pub by: Option<By>,
    /// Counts in place of all deliveries and complaints. They belong to the whole and cannot be split over groups.
    pub totals: Option<Totals>,
    /// Whether to list the forms and what they fire.
    pub listing: Listing,
}

/// Whether to list the forms of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Listing {
    /// Up to a thousand.
    #[default]
    Few,
    /// However many there are.
    All,
    /// Not at all.
    None,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScoreError {
    /// Nobody approved this version of the scheme.
    #[error("version {version} of {scheme} is not approved; name who approved it in `revision.approved`")]
    Unapproved {
        /// The scheme.
        scheme: String,
        /// Its version.
        version: u32,
    },
    /// There are no facts at all.
    #[error("there are no facts at all; name a file with one fact a line")]
    NoFacts,
    /// Answers that the scheme does not know.
    #[error("{0}")]
    Faults(Faults),
}

/// Scores the facts of a period under a scheme.
///
/// Facts outside the period change nothing; with none inside, the scores are absent and the report is still one.
pub fn score(scheme: &Scheme, book: &Book, request: &Request) -> Result<Report, ScoreError> {
    let selected = read(scheme, book, request)?;
    let of_all = tally(scheme, &selected);
    let listed = match request.listing {
        Listing::Few => of_all.forms() <= FORMS_LISTED_MAX,
        Listing::All => true,
        Listing::None => false,
    };
    let frame = Frame { scheme, period: request.period, listed };
    let mut report = frame.report(&selected, &of_all, request.totals.as_ref());
    report.sampling = Some(sampling::report(scheme, book, request.period));
    if let Some(by) = request.by {
        // Totals of the whole say nothing about a part: without its own counts a group has no internal score.
        let unknown = request.totals.as_ref().map(|_| Totals::default());
        let groups = select::groups(scheme, &selected, by)
            .into_iter()
            .map(|(key, of_group)| frame.group(key, &of_group, &tally(scheme, &of_group), unknown.as_ref()));
        report.groups = Some(groups.collect());
        report.by = Some(by);
    }
    Ok(report)
}

/// Reads the facts of the period, if they can be scored at all.
pub(super) fn read<'a>(scheme: &Scheme, book: &'a Book, request: &Request) -> Result<Vec<Selected<'a>>, ScoreError> {
    if !scheme.is_approved() {
        return Err(ScoreError::Unapproved { scheme: scheme.id.clone(), version: scheme.version });
    }
    if book.is_empty() {
        return Err(ScoreError::NoFacts);
    }
    select::of_period(scheme, book, request.period).map_err(ScoreError::Faults)
}

/// Counts facts that were read.
pub(super) fn tally(scheme: &Scheme, selected: &[Selected<'_>]) -> Tally {
    let mut tally = Tally::new();
    for one in selected {
        tally.enter(scheme, one.fact, &one.reading);
    }
    tally
}

/// A form of the period, with what its place in the report depends on.
pub(super) struct Form<'a> {
    pub(super) response: &'a Response,
    pub(super) sheet: &'a Sheet,
    /// The whole form was looked at, so that it can have a score.
    is_whole: bool,
}

/// Gives the forms among facts, by time and then by name.
pub(super) fn forms<'a>(selected: &'a [Selected<'_>]) -> Vec<Form<'a>> {
    let form = |one: &'a Selected<'_>| {
        let Fact::Response(response) = one.fact else { return None };
        match &one.reading {
            Reading::Form(sheet) => Some(Form { response, sheet, is_whole: true }),
            Reading::PartOfForm(sheet) => Some(Form { response, sheet, is_whole: false }),
            Reading::OtherPart(..)
            | Reading::OtherRespondent
            | Reading::OtherScheme
            | Reading::Measured
            | Reading::Unused => None,
        }
    };
    let mut forms: Vec<Form<'a>> = selected.iter().filter_map(form).collect();
    let key = |form: &Form<'a>| -> (&'a Moment, &'a str, Option<&'a str>) {
        let stamp = &form.response.stamp;
        (&stamp.at, &stamp.id, stamp.shop.as_deref())
    };
    forms.sort_by(|one, other| key(one).cmp(&key(other)));
    forms
}

/// What the whole and its groups are reported with alike.
pub(super) struct Frame<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) period: Period,
    pub(super) listed: bool,
}

impl Frame<'_> {
    pub(super) fn group(&self, key: Key, of: &[Selected<'_>], tally: &Tally, totals: Option<&Totals>) -> Group {
        Group { key: key.name(), report: self.report(of, tally, totals) }
    }

    pub(super) fn report(&self, selected: &[Selected<'_>], tally: &Tally, totals: Option<&Totals>) -> Report {
        let scheme = self.scheme;
        let mut report = Report::of(scheme, tally, self.period, totals);
        if self.listed {
            let figures = Figures::of(scheme, tally, totals);
            let forms = forms(selected);
            let whole = forms.iter().filter(|form| form.is_whole);
            report.forms = Some(whole.map(|form| form_line(scheme, form)).collect());
            report.triggers = Some(fired(scheme, &forms, &figures));
        }
        report
    }
}

fn form_line(scheme: &Scheme, form: &Form<'_>) -> FormLine {
    let score = form.sheet.score(scheme).map(|score| score.exact());
    let band = score.as_ref().and_then(|score| scheme.band(score));
    FormLine {
        id: form.response.stamp.id.clone(),
        answered: form.sheet.answered(),
        band: band.map_or(INCOMPLETE, |band| &band.id).to_owned(),
        score: score.map(|score| scheme.print_score(&score)),
    }
}

/// Lists what fires, by rule in scheme order, then by form, then by item.
fn fired(scheme: &Scheme, forms: &[Form<'_>], figures: &Figures) -> Vec<Fired> {
    let by_form = forms.iter().flat_map(|form| {
        let opinion = form.response.opinion.filter(|_| form.is_whole);
        let all = fired_by_form(scheme, &form.response.stamp.id, form.sheet, opinion);
        all.into_iter().filter(|fired| form.is_whole || fired.item.is_some())
    });
    let mut all: Vec<Fired> = by_form.chain(fired_by_whole(scheme, figures)).collect();
    // A stable sort: forms and items are in order already.
    all.sort_by_key(|fired| scheme.triggers.iter().position(|trigger| trigger.rule == fired.rule));
    all
}
