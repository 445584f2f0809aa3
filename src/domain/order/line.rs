//! Writing the quote: adding, changing and dropping lines (S6, S9; C1, D1, D3).

use super::Order;
use super::line_base;
use super::payer::{self, Bears, Share};
use super::quote::{Decision, Line, PartNote, TakenFrom};
use super::stage::{Around, Need, Stage};
use super::version;
use super::work::Work;
use crate::domain::decide::{Deciding, Stop, Warning};
use crate::domain::event::{Event, Meta};
use crate::domain::menu::Told;
use crate::domain::refusal::Why;
use crate::domain::{Money, OrderId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lines that one order may be given, dropped ones included.
pub const LINES_MAX: u16 = 60;
/// Labour of one line, in minutes, above which it is told: hardly anybody means it.
const MINUTES_USUAL: u32 = 24 * 60;
/// Labour of one line at most, in minutes.
const MINUTES_MAX: u32 = 60_000;

/// Adds a line to the quote, or rewrites one that the customer has not decided on. During the repair it is an
/// add-on: nothing starts on it before the customer's word. A job of the menu fills in what is not given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteLine {
    /// The order.
    pub order: OrderId,
    /// The line to put right; absent for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// The code of a canned job: it alone writes the whole line; what is given besides counts more (feature 7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// A line that was put off at an earlier visit of this car, taken over into this quote (feature 24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TakenFrom>,
    /// What is done, in the customer's words; needed without a job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What is done, in the workshop's wording (A8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workshop: Option<String>,
    /// Why it is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What good it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit: Option<String>,
    /// Labour in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Price of the labour, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labour: Option<Money>,
    /// Price of the parts, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Money>,
    /// A further test, to find the cause (C4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<bool>,
    /// Kind, certificate and warranty of the parts (E7; feature 28).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartNote>,
    /// Who pays it, and how much of it; together it is the price. Without it the customer pays, or who paid before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payers: Option<Vec<Bears>>,
}

impl WriteLine {
    /// A new line of an order, of which nothing is said yet.
    pub fn new(order: OrderId) -> Self {
        Self {
            order,
            number: None,
            job: None,
            from: None,
            label: None,
            workshop: None,
            why: None,
            benefit: None,
            minutes: None,
            labour: None,
            parts: None,
            test: None,
            part: None,
            payers: None,
        }
    }
}

/// Takes a line off the quote; its number is not given again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropLine {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub number: u16,
}

/// A line was written or rewritten. All that the menu and the price list said that day stands here, so that an old
/// order keeps its old words and price (D5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineWritten {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: u16,
    /// The code of a canned job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// What is done: as it was typed, or in Chinese for a job of the menu.
    pub label: String,
    /// Why it is needed.
    pub why: String,
    /// What good it does.
    pub benefit: String,
    /// What is done, in the workshop's wording.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub workshop: String,
    /// All of it in English, for a job of the menu.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub english: Option<Told>,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour, in fen.
    pub labour: Money,
    /// Price of the parts, in fen.
    pub parts: Money,
    /// Nobody said what it costs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unpriced: bool,
    /// The job follows a diagnosis.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_cause: bool,
    /// A further test.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
    /// Kind, certificate and warranty of the parts.
    #[serde(default, skip_serializing_if = "PartNote::is_empty")]
    pub part: PartNote,
    /// The line of an earlier visit that it takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TakenFrom>,
    /// Who pays it, where the customer does not bear all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payers: Vec<Share>,
}

impl LineWritten {
    /// Writes the line at its number; consent and work stay. The earlier order learns that its line was taken over.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        if order.id != self.order {
            return take_over(order, self.from.as_ref(), Some(self.order.clone()));
        }
        order.last_line = order.last_line.max(self.number);
        let place = match order.lines.iter().position(|line| line.number == self.number) {
            Some(place) => place,
            None => {
                order.lines.push(self.blank());
                order.lines.len() - 1
            }
        };
        let line = &mut order.lines[place];
        *line = Line { consent: line.consent.take(), work: std::mem::take(&mut line.work), ..self.blank() };
        version::changed(order, meta);
    }

    fn blank(&self) -> Line {
        Line {
            number: self.number,
            job: self.job.clone(),
            label: self.label.clone(),
            why: self.why.clone(),
            benefit: self.benefit.clone(),
            workshop: self.workshop.clone(),
            english: self.english.clone(),
            minutes: self.minutes,
            labour: self.labour,
            parts: self.parts,
            unpriced: self.unpriced,
            needs_cause: self.needs_cause,
            test: self.test,
            part: self.part.clone(),
            from: self.from.clone(),
            payers: self.payers.clone(),
            taken_to: None,
            consent: None,
            work: Work::default(),
        }
    }
}

/// A line was taken off the quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDropped {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub number: u16,
    /// The line of an earlier visit that it had taken over: that one is put off again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TakenFrom>,
}

impl LineDropped {
    /// Removes the line.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        if order.id != self.order {
            return take_over(order, self.from.as_ref(), None);
        }
        order.lines.retain(|line| line.number != self.number);
        version::changed(order, meta);
    }
}

/// Notes at a line of an earlier visit which later one took it over.
fn take_over(order: &mut Order, from: Option<&TakenFrom>, to: Option<OrderId>) {
    let Some(from) = from.filter(|from| from.order == order.id) else { return };
    if let Some(line) = order.lines.iter_mut().find(|line| line.number == from.line) {
        line.taken_to = to;
    }
}

/// Decides [`WriteLine`].
pub fn decide(d: &mut Deciding<'_>, c: &WriteLine) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let number = write(d, &order, c)?;
    match order.stage {
        Stage::Receive | Stage::Diagnose => d.enter(&c.order, Stage::Quote)?,
        // A line of another kind than those that opened the quote: what needs a cause has one (C1).
        Stage::Quote | Stage::Repair => caused(d, &c.order)?,
        stage => return Err(Refusal::WrongStage { order: c.order.clone(), stage }.into()),
    }
    Ok(format!("{}.{number}", c.order))
}

/// Refuses a quote without a cause, except for jobs that need none and lines whose cause an earlier visit found.
fn caused(d: &Deciding<'_>, id: &OrderId) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let needs_none = |line: &Line| line.test || line.from.is_some() || (line.job.is_some() && !line.needs_cause);
    if Need::Cause.is_met(&order, Around::default()) || order.lines.iter().all(needs_none) {
        return Ok(());
    }
    Err(Refusal::Gate { order: id.clone(), to: Stage::Quote, needs: vec![Need::Cause] }.into())
}

/// Writes the first line of an order that is just taken in: the job that the customer asks for by its code. What the
/// quote needs besides may follow.
pub fn first(d: &mut Deciding<'_>, order: &OrderId, job: &str) -> Result<(), Stop> {
    let line = WriteLine { job: Some(job.to_string()), ..WriteLine::new(order.clone()) };
    write(d, &*d.open_order(order)?, &line)?;
    begin_quote(d, order)
}

/// Lets a car whose line was written at the counter enter the quote, once everything for it is there.
pub fn begin_quote(d: &mut Deciding<'_>, id: &OrderId) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let waits = matches!(order.stage, Stage::Receive | Stage::Diagnose) && !order.lines.is_empty();
    if waits && d.check_gate(id, Stage::Quote).is_ok() { d.enter(id, Stage::Quote) } else { Ok(()) }
}

/// Writes the line and returns its number.
fn write(d: &mut Deciding<'_>, order: &Order, c: &WriteLine) -> Result<u16, Stop> {
    let rewritten = match c.number {
        Some(number) => {
            let line = order.line(number).ok_or_else(|| Refusal::not_found("number", number))?;
            undecided(line)?;
            Some(line)
        }
        None => None,
    };
    let mut base = line_base::base(d, order, c, rewritten)?;
    for (field, amount) in [("labour", c.labour), ("parts", c.parts)] {
        if amount.is_some_and(|amount| !amount.is_billable()) {
            let why = Why::OutOfRange { least: 0, most: Money::MOST.in_fen() };
            return Err(Refusal::invalid(field, amount.unwrap_or_default().in_fen(), why).into());
        }
    }
    if let Some(minutes) = c.minutes.filter(|minutes| *minutes > MINUTES_MAX) {
        let why = Why::OutOfRange { least: 0, most: i64::from(MINUTES_MAX) };
        return Err(Refusal::invalid("minutes", minutes, why).into());
    }
    let text = |field, text: &Option<String>| {
        let given = text.as_ref().map(|text| d.optional_text(field, Some(text)));
        given.transpose().map(|given| given.map(Option::unwrap_or_default))
    };
    base.say(|told| &mut told.workshop, text("workshop", &c.workshop)?);
    base.say(|told| &mut told.why, text("why", &c.why)?);
    base.say(|told| &mut told.benefit, text("benefit", &c.benefit)?);
    base.say(|told| &mut told.label, text("label", &c.label)?);
    if base.told.label.is_empty() {
        return Err(Refusal::missing("label").into());
    }
    let number = match c.number {
        Some(number) => number,
        None => next_number(order)?,
    };
    let minutes = c.minutes.unwrap_or(base.minutes);
    if minutes > MINUTES_USUAL {
        d.warn(Warning::LongLabour { minutes });
    }
    let same = |line: &&Line| line.number != number && line.job.is_some() && line.job == base.job;
    if let Some(line) = order.lines.iter().find(same).map(|line| line.number) {
        d.warn(Warning::JobTwice { line });
    }
    let (labour, parts) = (c.labour.unwrap_or(base.labour), c.parts.unwrap_or(base.parts));
    let payers = match (&c.payers, rewritten) {
        (Some(named), _) => payer::split(labour + parts, named)?,
        (None, Some(line)) => payer::kept(line, labour + parts)?,
        (None, None) => Vec::new(),
    };
    let from = c.from.clone().or_else(|| rewritten.and_then(|line| line.from.clone()));
    d.emit(Event::LineWritten(LineWritten {
        order: c.order.clone(),
        number,
        job: base.job,
        label: base.told.label,
        why: base.told.why,
        benefit: base.told.benefit,
        workshop: base.told.workshop,
        english: base.english,
        minutes,
        labour,
        parts,
        unpriced: base.unpriced && c.labour.is_none() && c.parts.is_none(),
        needs_cause: base.needs_cause,
        test: c.test.unwrap_or(base.test),
        part: part(d, c.part.as_ref())?.unwrap_or(base.part),
        from,
        payers,
    }))?;
    Ok(number)
}

fn part(d: &Deciding<'_>, part: Option<&PartNote>) -> Result<Option<PartNote>, Refusal> {
    let Some(part) = part else { return Ok(None) };
    for (field, most, value) in [("months", 600, part.months), ("km", 3_000_000, part.km)] {
        if let Some(value) = value.filter(|value| *value > most) {
            return Err(Refusal::invalid(field, value, Why::OutOfRange { least: 0, most: i64::from(most) }));
        }
    }
    let certificate = d.optional_text("certificate", part.certificate.as_deref())?;
    Ok(Some(PartNote { certificate, ..part.clone() }))
}

/// Decides [`DropLine`].
pub fn drop_line(d: &mut Deciding<'_>, c: &DropLine) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let line = order.line(c.number).ok_or_else(|| Refusal::not_found("number", c.number))?;
    undecided(line)?;
    let (order, from) = (c.order.clone(), line.from.clone());
    d.emit(Event::LineDropped(LineDropped { order, number: c.number, from }))?;
    d.settle(&c.order)?;
    Ok(c.order.to_string())
}

/// What the customer decided on may not be changed behind their back: a new line asks anew.
fn undecided(line: &Line) -> Result<(), Refusal> {
    match &line.consent {
        Some(consent) if consent.decision != Decision::Undecided => {
            Err(Refusal::AlreadyDone { field: "number".into(), by: consent.by.clone(), at: consent.at })
        }
        _ => Ok(()),
    }
}

/// A number that no line of this order ever had.
fn next_number(order: &Order) -> Result<u16, Refusal> {
    match order.last_line + 1 {
        n if n > LINES_MAX => {
            Err(Refusal::invalid("number", n, Why::OutOfRange { least: 1, most: i64::from(LINES_MAX) }))
        }
        n => Ok(n),
    }
}

#[cfg(test)]
mod tests {
    use super::{LineDropped, LineWritten};
    use crate::domain::order::consent::LinesDecided;

    /// What a journal from before the menu holds opens, and is written again as it stood.
    fn opens<T: serde::Serialize + serde::de::DeserializeOwned>(old: &str) {
        let event: T = serde_json::from_str(old).expect("an old journal opens");
        assert_eq!(serde_json::to_string(&event).expect("JSON"), old);
    }

    #[test]
    fn lines_written_before_there_was_a_menu_open_as_they_stood() {
        opens::<LineWritten>(concat!(
            r#"{"order":"R261123-001","number":1,"job":"oil","label":"Oil","why":"due","benefit":"lasts","#,
            r#""minutes":40,"labour":8000,"parts":34800}"#
        ));
        opens::<LineDropped>(r#"{"order":"R261123-001","number":1}"#);
        let decided = r#"{"line":1,"decision":"accepted","price":42800}"#;
        opens::<LinesDecided>(&format!(
            r#"{{"order":"R261123-001","lines":[{decided}],"how":"phone","ceiling":42800}}"#
        ));
    }
}
