//! The numbers of one month, as the engine gives them.

use crate::desk::kept::KeptPage;
use crate::desk::{Answer, DeskError, Query, adopt};
use crate::domain::Money;
use crate::domain::order::kept::Remedy;
use crate::scoring::explain::{ExplainError, Step};
use crate::scoring::fact::Response;
use crate::scoring::number::{self, Exact};
use crate::scoring::study::months::{self, Month as Counts};
use crate::scoring::study::sample::Difference;
use crate::scoring::study::{Study, study};
use crate::scoring::{
    Book, By, Day, Fact, Period, Report, Request, Scheme, ScoreError, Tally, What, Word, explain, score,
};
use crate::store::rows::FaultRow;
use crate::tui::cx::Cx;
use chrono::{Datelike, Months, NaiveDate};

/// Months that a trend looks back, this one included.
const MONTHS: u32 = 24;

/// Why there are no numbers.
#[derive(Debug)]
pub enum Failure {
    /// The shop could not be asked.
    Desk(DeskError),
    /// The engine refuses the answers.
    Score(ScoreError),
}

/// Complaints received in a month. As long as nobody has judged one it counts neither for nor against the shop, which
/// a reader of the scores has to know.
#[derive(Clone, Copy, Debug, Default)]
pub struct Complaints {
    /// All.
    pub all: usize,
    /// Judged valid.
    pub valid: usize,
    /// Not judged yet.
    pub open: usize,
    /// Those of them that are about quality.
    pub open_quality: usize,
}

/// One month under a scheme.
pub struct Month {
    /// The scheme.
    pub scheme: Scheme,
    /// The scores.
    pub report: Report,
    /// Complaints received.
    pub complaints: Complaints,
    /// What went wrong in the shop, and what it cost (E5).
    pub faults: Vec<FaultRow>,
    /// Which promises were kept, and which repairs held (E1, N10).
    pub kept: KeptPage,
    /// The counts of the months up to this one, the earliest first.
    pub trend: Vec<Counts>,
    lines: Vec<String>,
    book: Book,
    request: Request,
}

impl Month {
    /// Reads and scores the month that begins on `first` under a scheme: the facts of that month and no others.
    pub fn read(cx: &Cx<'_>, first: NaiveDate, scheme: &str) -> Result<Month, Failure> {
        let scheme = adopt::scheme(cx.door, cx.session, scheme).map_err(Failure::Desk)?;
        let last = after(first).pred_opt().unwrap_or(first);
        let facts = match cx.ask(&Query::FactsOn { from: first, to: last }) {
            Ok(Answer::Facts(facts)) => facts,
            Ok(other) => return Err(Failure::Desk(other.unexpected())),
            Err(error) => return Err(Failure::Desk(error)),
        };
        let faults = match cx.ask(&Query::Faults { from: first, to: last }) {
            Ok(Answer::Faults(faults)) => faults,
            Ok(other) => return Err(Failure::Desk(other.unexpected())),
            Err(error) => return Err(Failure::Desk(error)),
        };
        let kept = match cx.ask(&Query::Kept { from: first, to: last }) {
            Ok(Answer::Kept(kept)) => kept,
            Ok(other) => return Err(Failure::Desk(other.unexpected())),
            Err(error) => return Err(Failure::Desk(error)),
        };
        let months = Query::Months { scheme: scheme.id.clone(), last: first, limit: MONTHS };
        let trend = match cx.ask(&months) {
            Ok(Answer::Months(months)) => months,
            Ok(other) => return Err(Failure::Desk(other.unexpected())),
            Err(error) => return Err(Failure::Desk(error)),
        };
        let book = Book::read(&cx.shop.name, &facts).map_err(|faults| Failure::Score(ScoreError::Faults(faults)))?;
        let period = Period { from: day(first), to: day(last) };
        let request = Request { period, ..Request::default() };
        let report = match score(&scheme, &book, &request) {
            Ok(report) => report,
            // A month in which nothing happened has no scores, and that is no fault.
            Err(ScoreError::NoFacts) => Report::of(&scheme, &Tally::new(), period, None),
            Err(error) => return Err(Failure::Score(error)),
        };
        Ok(Month { complaints: complaints(&book), faults, kept, trend, scheme, report, lines: facts, book, request })
    }

    /// How a number is made, step by step.
    pub fn explain(&self, what: &What) -> Result<Vec<Step>, ExplainError> {
        explain(&self.scheme, &self.book, &self.request, what)
    }

    /// What may be concluded from the month, with the groups by `by`.
    ///
    /// # Errors
    /// As for the scores.
    pub fn study(&self, by: By) -> Result<Study, ScoreError> {
        study(&self.scheme, &self.book, &Request { by: Some(by), ..self.request.clone() })
    }

    /// How the external score of one group is made: the facts of an advisor, or the items of a stage.
    pub fn explain_group(&self, by: By, key: Option<&str>) -> Result<Vec<Step>, ExplainError> {
        if by == By::Stage {
            let of_stage = self.scheme.items.iter().filter(|item| item.stage.as_deref() == key);
            let steps = of_stage.map(|item| self.explain(&What::Item(item.id.clone())));
            return Ok(steps.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect());
        }
        let field = by.word();
        let of_group = |line: &&String| {
            let fact: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
            fact.get(field).and_then(serde_json::Value::as_str) == key
        };
        match Book::read("group", self.lines.iter().filter(of_group)) {
            Ok(book) => explain(&self.scheme, &book, &self.request, &What::External),
            // What was read once with the whole month is read again.
            Err(_) => Ok(Vec::new()),
        }
    }

    /// This month's score and that of the month before with answers, held against each other.
    pub fn change(&self) -> Option<(&Counts, Difference)> {
        let (now, before) = self.trend.split_last()?;
        let then = before.iter().rev().find(|month| month.forms > 0)?;
        Some((then, months::change(now, then)?))
    }

    /// Half the width of the 95 % interval of the external score, the larger half where the scale cuts it off.
    pub fn half_width(&self) -> Option<Exact> {
        let report = &self.report;
        let number = |text: &Option<String>| text.as_deref().and_then(number::read);
        let (score, low, high) =
            (number(&report.external)?, number(&report.external_low)?, number(&report.external_high)?);
        Some((&score - low).max(high - score))
    }

    /// The order, and the call, behind a form.
    pub fn response(&self, form: &str) -> Option<&Response> {
        self.book.facts().find_map(|(fact, _)| match fact {
            Fact::Response(response) if response.stamp.id == form => Some(response),
            _ => None,
        })
    }

    /// From where on a score is that of somebody satisfied, in per cent.
    pub fn target(&self) -> Option<Exact> {
        let band = self.scheme.bands.iter().find(|band| band.satisfied)?;
        band.range.low.as_ref().map(|edge| edge.value.clone())
    }

    /// An item's mean in thousandths of full marks, and whether it lies below the target.
    pub fn standing(&self, mean: &str) -> Option<(u16, bool)> {
        let share = number::read(mean)? / &self.scheme.full_marks;
        let below = self.target().is_some_and(|target| &share * number::whole(100) < target);
        Some((permille(&share), below))
    }

    /// Places of the items with the lowest mean.
    pub fn worst(&self) -> Vec<usize> {
        let mean = |at: &usize| self.report.items[*at].mean.as_deref().and_then(number::read);
        let answered: Vec<usize> = (0..self.report.items.len()).filter(|at| mean(at).is_some()).collect();
        let lowest = answered.iter().filter_map(mean).min();
        let all_alike = answered.iter().all(|at| mean(at) == lowest);
        if all_alike { Vec::new() } else { answered.into_iter().filter(|at| mean(at) == lowest).collect() }
    }

    /// What poor quality cost: the sum, and the share of each kind of compensation, the dearest first.
    pub fn cost_of_faults(&self) -> (Money, Vec<(Remedy, Money)>) {
        let mut kinds: Vec<(Remedy, Money)> = Vec::new();
        for row in self.faults.iter().filter(|row| row.cost > Money::ZERO) {
            match kinds.iter_mut().find(|(kind, _)| *kind == row.remedy) {
                Some((_, sum)) => *sum = *sum + row.cost,
                None => kinds.push((row.remedy, row.cost)),
            }
        }
        kinds.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
        (kinds.iter().map(|(_, sum)| *sum).sum(), kinds)
    }

    /// The fewest forms that the scheme asks for, if the month has fewer.
    pub fn forms_wanted(&self) -> Option<u32> {
        self.scheme.sampling.forms_min.filter(|least| u64::from(*least) > self.report.counts.forms)
    }
}

/// A share in thousandths, kept within 0 to 1000.
pub fn permille(share: &Exact) -> u16 {
    let thousandths = (share * number::whole(1000)).round().to_integer();
    u16::try_from(thousandths).unwrap_or(0).min(1000)
}

/// The first day of the month of a day.
pub fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The first day of the month after.
pub fn after(first: NaiveDate) -> NaiveDate {
    first.checked_add_months(Months::new(1)).unwrap_or(first)
}

/// The first day of the month before.
pub fn before(first: NaiveDate) -> NaiveDate {
    first.checked_sub_months(Months::new(1)).unwrap_or(first)
}

fn day(of: NaiveDate) -> Option<Day> {
    Day::new(u16::try_from(of.year()).ok()?, u8::try_from(of.month()).ok()?, u8::try_from(of.day()).ok()?)
}

fn complaints(book: &Book) -> Complaints {
    let mut counted = Complaints::default();
    for (fact, _) in book.facts() {
        let Fact::Complaint(complaint) = fact else { continue };
        let about_quality = complaint.category.as_deref() == Some("quality");
        counted.all += 1;
        counted.valid += usize::from(complaint.valid == Some(true));
        counted.open += usize::from(complaint.valid.is_none());
        counted.open_quality += usize::from(complaint.valid.is_none() && about_quality);
    }
    counted
}
