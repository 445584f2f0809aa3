//! Feedback as lists and pages, and what was heard in a month (L1, L15, L16, P5).

use super::error::DeskError;
use super::pages::{OLD_MAX, car, person, text};
use super::rows::{FeedbackList, FeedbackPage, FeedbackRow, HeardPage, SaidRow};
use crate::domain::feedback::{Feedback, FeedbackKind};
use crate::domain::{ComplaintId, FeedbackId, Key, Personal, Record, Stamp};
use crate::store::heard::HeardRow;
use crate::store::keys;
use crate::store::reading::{Reading, Way};
use chrono::{Datelike, Months, NaiveDate};

/// What waits, and what is over.
pub fn list(reading: &Reading<'_>) -> Result<FeedbackList, DeskError> {
    let mut open = reading.live.feedback().map(|one| row(reading, one)).collect::<Result<Vec<_>, _>>()?;
    open.sort_by(|a, b| a.due().cmp(&b.due()).then_with(|| a.feedback.cmp(&b.feedback)));
    let over: Vec<FeedbackId> = reading.rows(&keys::feedback(""), Way::Down, OLD_MAX)?;
    Ok(FeedbackList { open, over: read(reading, over)? })
}

/// The feedback of these numbers.
pub fn read(reading: &Reading<'_>, ids: Vec<FeedbackId>) -> Result<Vec<FeedbackRow>, DeskError> {
    let mut rows = Vec::new();
    for id in ids {
        let record = reading.record(&Key::Feedback(id))?;
        if let Some(feedback) = record.as_deref().and_then(Record::as_feedback) {
            rows.push(row(reading, feedback)?);
        }
    }
    Ok(rows)
}

fn row(reading: &Reading<'_>, feedback: &Feedback) -> Result<FeedbackRow, DeskError> {
    let owner = person(reading, feedback.customer.as_ref())?;
    let plate = match &feedback.vehicle {
        Some(vehicle) => car(reading, vehicle)?.plate,
        None => String::new(),
    };
    Ok(FeedbackRow {
        feedback: feedback.id.clone(),
        kind: feedback.kind,
        channel: feedback.channel,
        order: feedback.order.clone(),
        name: if owner.name.is_empty() { text(feedback.name.as_ref()) } else { owner.name },
        from: feedback.from.clone(),
        plate,
        department: feedback.department,
        assembly: feedback.assembly,
        part: feedback.part.clone().unwrap_or_default(),
        words: text(Some(&feedback.words)),
        spoke: feedback.spoke,
        read_due: feedback.read_due,
        answer_due: feedback.answer_due,
        read: feedback.read.as_ref().map(|signed| signed.at),
        answered: feedback.answered.as_ref().map(|signed| signed.at),
        open: feedback.is_open(),
        turned: feedback.turned.is_some(),
    })
}

/// One piece of feedback, whole.
pub fn page(reading: &Reading<'_>, feedback: &Feedback) -> Result<FeedbackPage, DeskError> {
    let model = match &feedback.vehicle {
        Some(vehicle) => car(reading, vehicle)?.model,
        None => String::new(),
    };
    let words = || feedback.answer.as_ref().and_then(Personal::text).unwrap_or_default().to_owned();
    let answered = feedback.answered.as_ref();
    Ok(FeedbackPage {
        row: row(reading, feedback)?,
        version: feedback.marks.version(),
        phone: person(reading, feedback.customer.as_ref())?.phone,
        model,
        noted: feedback.noted,
        read: feedback.read.clone(),
        routed: feedback.routed.clone(),
        measure: feedback.measure.clone(),
        answer: answered.map(|signed| SaidRow { words: words(), at: signed.at, by: signed.by.clone() }),
        turned: feedback.turned.clone(),
        complaint: feedback.turned.as_ref().map(|_| ComplaintId::new(feedback.id.as_str())),
    })
}

/// What was heard in the month of a day.
pub fn heard(reading: &Reading<'_>, on: NaiveDate) -> Result<HeardPage, DeskError> {
    let first = on.with_day(1).unwrap_or(on);
    let after = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let rows: Vec<HeardRow> = reading.rows_between(&keys::heard_on(first), &keys::heard_on(after))?;
    let defects = rows.iter().filter(|row| row.kind == Some(FeedbackKind::Defect));
    let mut defects = read(reading, defects.map(|row| FeedbackId::new(&row.id)).collect())?;
    defects.sort_by(|a, b| (a.assembly, a.department, &a.feedback).cmp(&(b.assembly, b.department, &b.feedback)));
    Ok(HeardPage { rows, defects })
}

/// How many there were of something, and how many of them were answered in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub count: usize,
    /// Answered in time.
    pub in_time: usize,
    /// Answered late, or not yet though the time is over.
    pub late: usize,
    /// Not answered yet, with time left.
    pub waiting: usize,
    /// Not over yet.
    pub open: usize,
}

/// Counts these.
pub fn tally<'r>(rows: impl Iterator<Item = &'r HeardRow>, now: Stamp) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        tally.count += 1;
        match row.answered {
            Some(at) if at <= row.due => tally.in_time += 1,
            None if now <= row.due => tally.waiting += 1,
            Some(_) | None => tally.late += 1,
        }
        tally.open += usize::from(!row.over);
    }
    tally
}
