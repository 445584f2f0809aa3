//! The numbers of one month, as the engine gives them.

use crate::desk::kept::KeptPage;
use crate::desk::{Answer, DeskError, Query, adopt};
use crate::domain::Money;
use crate::domain::order::kept::Remedy;
use crate::scoring::behind::{Behind, behind};
use crate::scoring::explain::{ExplainError, Step};
use crate::scoring::fact::Response;
use crate::scoring::number::{self, Exact};
use crate::scoring::report::FormLine;
use crate::scoring::sampling::SamplingLine;
use crate::scoring::scheme::Grade;
use crate::scoring::study::compare::{self, Standing};
use crate::scoring::study::months::{self, Month as Counts};
use crate::scoring::study::pareto::{self, Axis, Low};
use crate::scoring::study::sample::Difference;
use crate::scoring::study::{Study, study};
use crate::scoring::{
    Book, Bucket, By, Complaints, Day, Fact, Period, Report, Request, Scheme, ScoreError, Sheet, Tally, What, Word,
    explain, score,
};
use crate::store::rows::{FaultRow, ProjectRow};
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

/// One month under a scheme. It comes from counts; its facts are read once a number is taken apart.
pub struct Month {
    /// The scheme.
    pub scheme: Scheme,
    /// The scores.
    pub report: Report,
    /// Complaints received. As long as nobody has judged one it counts neither way, which a reader has to know.
    pub complaints: Complaints,
    /// What went wrong in the shop, and what it cost (E5).
    pub faults: Vec<FaultRow>,
    /// The improvement projects of the month: every rule that fired is a corrective action in one of them.
    pub projects: Vec<ProjectRow>,
    /// Which promises were kept, and which repairs held (E1, N10).
    pub kept: KeptPage,
    /// The counts of the months up to this one, the earliest first.
    pub trend: Vec<Counts>,
    first: NaiveDate,
    tally: Option<Tally>,
    request: Request,
    facts: Option<Facts>,
}

/// The facts of a month, and what is made of them alone.
struct Facts {
    lines: Vec<String>,
    book: Book,
    /// The scores with each form, and whether enough were reached.
    report: Report,
}

impl Month {
    /// Counts and scores the month that begins on `first` under a scheme. Where the counts do not tell what the scheme
    /// makes of the answers, the facts of that month are read, and no others.
    pub fn read(cx: &Cx<'_>, first: NaiveDate, scheme: &str) -> Result<Month, Failure> {
        let mut month = Month::counted(cx, first, scheme)?;
        let last = last_of(first);
        month.faults = match ask(cx, &Query::Faults { from: first, to: last })? {
            Answer::Faults(faults) => faults,
            other => return Err(Failure::Desk(other.unexpected())),
        };
        month.kept = match ask(cx, &Query::Kept { from: first, to: last })? {
            Answer::Kept(kept) => kept,
            other => return Err(Failure::Desk(other.unexpected())),
        };
        month.projects = match ask(cx, &Query::Projects { period: first.format("%Y-%m").to_string() })? {
            Answer::Projects(projects) => projects,
            other => return Err(Failure::Desk(other.unexpected())),
        };
        let months = Query::Months { scheme: month.scheme.id.clone(), last: first, limit: MONTHS };
        month.trend = match ask(cx, &months)? {
            Answer::Months(months) => months,
            other => return Err(Failure::Desk(other.unexpected())),
        };
        Ok(month)
    }

    /// The same without what no scheme changes and without the months before: to be held against another scheme.
    pub fn counted(cx: &Cx<'_>, first: NaiveDate, scheme: &str) -> Result<Month, Failure> {
        let scheme = adopt::scheme(cx.door, cx.session, scheme).map_err(Failure::Desk)?;
        let bucket = buckets(cx, first, None)?.pop().map(|(_, bucket)| bucket).unwrap_or_default();
        let period = Period { from: day(first), to: day(last_of(first)) };
        // A scheme that nobody approved is refused by the engine itself.
        let tally = bucket.tally(&scheme).filter(|_| scheme.is_approved());
        let report = Report::of(&scheme, tally.as_ref().unwrap_or(&Tally::new()), period, None);
        let mut month = Month {
            scheme,
            report,
            complaints: bucket.complaints(),
            faults: Vec::new(),
            projects: Vec::new(),
            kept: KeptPage::default(),
            trend: Vec::new(),
            first,
            tally,
            request: Request { period, ..Request::default() },
            facts: None,
        };
        if month.tally.is_none() {
            month.load(cx)?;
            month.report = month.facts.as_ref().map_or(month.report, |facts| facts.report.clone());
        }
        Ok(month)
    }

    /// Reads the facts of the month, unless they are there: to take numbers apart and to draw conclusions.
    pub fn load(&mut self, cx: &Cx<'_>) -> Result<(), Failure> {
        if self.facts.is_some() {
            return Ok(());
        }
        let lines = match ask(cx, &Query::FactsOn { from: self.first, to: last_of(self.first) })? {
            Answer::Facts(lines) => lines,
            other => return Err(Failure::Desk(other.unexpected())),
        };
        let book = Book::read(&cx.shop.name, &lines).map_err(|faults| Failure::Score(ScoreError::Faults(faults)))?;
        let report = match score(&self.scheme, &book, &self.request) {
            Ok(report) => report,
            // A month in which nothing happened has no scores, and that is no fault.
            Err(ScoreError::NoFacts) => Report::of(&self.scheme, &Tally::new(), self.request.period, None),
            Err(error) => return Err(Failure::Score(error)),
        };
        self.facts = Some(Facts { lines, book, report });
        Ok(())
    }

    /// How a number is made, step by step; nothing until the facts are there.
    pub fn explain(&self, what: &What) -> Result<Vec<Step>, ExplainError> {
        let Some(facts) = &self.facts else { return Ok(Vec::new()) };
        explain(&self.scheme, &facts.book, &self.request, what)
    }

    /// What may be concluded from the month; nothing until the facts are there.
    pub fn study(&self) -> Option<Study> {
        // Without facts there is nothing to conclude, and the view says so.
        study(&self.scheme, &self.facts.as_ref()?.book, &self.request).ok()
    }

    /// The groups by `by`, those that stand above others named where chance cannot explain it.
    pub fn standings(&mut self, cx: &Cx<'_>, by: By) -> Result<Vec<Standing>, Failure> {
        if let Some(standings) = self.counted_standings(cx, by)? {
            return Ok(standings);
        }
        self.load(cx)?;
        let request = Request { by: Some(by), ..self.request.clone() };
        let study = self.facts.as_ref().and_then(|facts| study(&self.scheme, &facts.book, &request).ok());
        Ok(study.and_then(|study| study.standings).unwrap_or_default())
    }

    fn counted_standings(&self, cx: &Cx<'_>, by: By) -> Result<Option<Vec<Standing>>, Failure> {
        let Some(tally) = &self.tally else { return Ok(None) };
        match by {
            By::Stage => return Ok(compare::stages(&self.scheme, tally)),
            By::Advisor | By::Technician | By::Caller | By::Mode => {}
            By::Month | By::Segment | By::Shop | By::Item => return Ok(None),
        }
        let groups = buckets(cx, self.first, Some(by))?.into_iter();
        let tallies: Option<Vec<_>> = groups.map(|(key, of)| Some((key, of.tally(&self.scheme)?))).collect();
        Ok(tallies.map(|tallies| compare::standings(&self.scheme, &tallies)))
    }

    /// The forms that answer an item with a grade that is meant, by name; none until the facts are there.
    pub fn answered_so(&self, item: usize, is_meant: impl Fn(&Grade) -> bool) -> Vec<String> {
        let facts = self.facts.iter().flat_map(|facts| facts.book.facts());
        let form = |(fact, _): (&Fact, _)| {
            let Fact::Response(response) = fact else { return None };
            let counts = self.scheme.external.respondents.contains(&response.respondent);
            let sheet = Sheet::read(&self.scheme, response).ok()?.filter(|_| counts)?;
            let grade = sheet.picks().find(|(of, _)| *of == item).map(|(_, grade)| &self.scheme.grades[grade])?;
            is_meant(grade).then(|| response.stamp.id.clone())
        };
        let mut forms: Vec<String> = facts.filter_map(form).collect();
        forms.sort();
        forms
    }

    /// What a cause was counted from; nothing until the facts are there.
    pub fn counted_as(&self, axis: Axis, cause: &str) -> Vec<Low> {
        let facts = self.facts.as_ref();
        let found = facts.and_then(|facts| pareto::behind(&self.scheme, &facts.book, &self.request, axis, cause).ok());
        found.unwrap_or_default()
    }

    /// What a gate was counted from; nothing until the facts are there.
    pub fn behind(&self, gate: &str) -> Option<Behind> {
        behind(&self.scheme, &self.facts.as_ref()?.book, self.request.period, gate)
    }

    /// Whether enough customers were reached; nothing until the facts are there.
    pub fn sampling(&self) -> Option<&SamplingLine> {
        self.facts.as_ref()?.report.sampling.as_ref()
    }

    /// One form's score; nothing where it has none, and until the facts are there.
    pub fn form(&self, id: &str) -> Option<&FormLine> {
        self.facts.as_ref()?.report.forms.iter().flatten().find(|line| line.id == id)
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
        let lines = self.facts.iter().flat_map(|facts| &facts.lines);
        match Book::read("group", lines.filter(of_group)) {
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
        self.facts.as_ref()?.book.facts().find_map(|(fact, _)| match fact {
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

/// The last day of the month that begins on a day.
fn last_of(first: NaiveDate) -> NaiveDate {
    after(first).pred_opt().unwrap_or(first)
}

fn ask(cx: &Cx<'_>, query: &Query) -> Result<Answer, Failure> {
    cx.ask(query).map_err(Failure::Desk)
}

fn buckets(cx: &Cx<'_>, on: NaiveDate, by: Option<By>) -> Result<Vec<(Option<String>, Bucket)>, Failure> {
    match ask(cx, &Query::Counted { on, by })? {
        Answer::Counted(buckets) => Ok(buckets),
        other => Err(Failure::Desk(other.unexpected())),
    }
}
