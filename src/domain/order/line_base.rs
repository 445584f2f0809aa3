//! What a line of the quote begins with: a job of the menu at today's price, or a line that an earlier visit put off
//! (features 7 and 24; D5).

use super::Order;
use super::line::WriteLine;
use super::quote::{Line, PartNote, TakenFrom};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::menu::{Job, Menu, Told};
use crate::domain::{Money, Refusal};
use chrono::NaiveDate;

/// What a line says and costs before anything is said about it in particular.
pub struct Base {
    /// The code of its job.
    pub job: Option<String>,
    /// What it says; in Chinese for a job of the menu.
    pub told: Told,
    /// The same in English, for a job of the menu.
    pub english: Option<Told>,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour.
    pub labour: Money,
    /// Price of the parts.
    pub parts: Money,
    /// Nothing says what it costs.
    pub unpriced: bool,
    /// The job follows a diagnosis.
    pub needs_cause: bool,
    /// A further test.
    pub test: bool,
    /// Kind, certificate and warranty of the parts.
    pub part: PartNote,
}

impl Base {
    fn of_nothing() -> Self {
        Self {
            job: None,
            told: Told::default(),
            english: None,
            minutes: 0,
            labour: Money::ZERO,
            parts: Money::ZERO,
            unpriced: true,
            needs_cause: false,
            test: false,
            part: PartNote::default(),
        }
    }

    fn of_job(menu: &Menu, job: &Job, day: NaiveDate) -> Self {
        let (labour, parts) = menu.price(job, day);
        Self {
            job: Some(job.code.clone()),
            told: job.zh.clone(),
            english: Some(job.en.clone()),
            minutes: job.minutes,
            labour,
            parts,
            unpriced: false,
            needs_cause: !job.menu,
            test: job.test,
            part: PartNote::default(),
        }
    }

    fn of_line(line: &Line) -> Self {
        let (label, workshop) = (line.label.clone(), line.workshop.clone());
        Self {
            job: line.job.clone(),
            told: Told { label, workshop, why: line.why.clone(), benefit: line.benefit.clone() },
            english: line.english.clone(),
            minutes: line.minutes,
            labour: line.labour,
            parts: line.parts,
            unpriced: line.unpriced,
            needs_cause: line.needs_cause,
            test: line.test,
            part: line.part.clone(),
        }
    }

    /// Lays a text over one of the line, in both languages; the words that stand there anyway change nothing.
    pub fn say(&mut self, field: fn(&mut Told) -> &mut String, text: Option<String>) {
        let Some(text) = text else { return };
        let english = self.english.as_mut().map(field);
        if english.as_ref().is_some_and(|english| **english == text) {
            return;
        }
        let own = field(&mut self.told);
        if *own == text {
            return;
        }
        if let Some(english) = english {
            english.clone_from(&text);
        }
        *own = text;
    }
}

/// Where the line begins: at a job of the menu at today's price; at the line of an earlier visit, whose job is priced
/// anew while the menu has it; else at nothing.
pub fn base(d: &Deciding<'_>, order: &Order, c: &WriteLine, rewritten: Option<&Line>) -> Result<Base, Stop> {
    let earlier = c.from.as_ref().map(|from| put_off(d, order, from)).transpose()?;
    let named = d.optional_text("job", c.job.as_deref())?;
    let code = named.as_ref().or_else(|| earlier.as_ref().and_then(|line| line.job.as_ref()));
    if let Some(job) = code.and_then(|code| d.rules.menu.job(code)) {
        return Ok(Base::of_job(&d.rules.menu, job, d.now.day()));
    }
    match (named, earlier, rewritten) {
        // A job that has left the menu since it was written stays as it is.
        (Some(code), _, Some(line)) if line.job.as_ref() == Some(&code) => Ok(Base::of_line(line)),
        (Some(code), _, _) => Err(Refusal::not_found("job", code).into()),
        (None, Some(line), _) => Ok(Base::of_line(&line)),
        (None, None, _) => Ok(Base::of_nothing()),
    }
}

/// A line that an earlier visit of the same car put off, and that no other visit took over.
fn put_off(d: &Deciding<'_>, order: &Order, from: &TakenFrom) -> Result<Line, Stop> {
    let earlier = d.order_named("from", &from.order)?;
    let no_such = || Refusal::not_found("from", format!("{}.{}", from.order, from.line));
    let line = earlier.line(from.line).filter(|line| line.is_put_off()).ok_or_else(no_such)?;
    if earlier.vehicle != order.vehicle || earlier.id == order.id || earlier.stage.in_shop() {
        return Err(no_such().into());
    }
    match &line.taken_to {
        Some(by) => {
            let value = format!("{}.{}", from.order, from.line);
            Err(Refusal::Taken { field: "from".into(), value, by: by.to_string() }.into())
        }
        None => Ok(line.clone()),
    }
}
