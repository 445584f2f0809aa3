//! The visit around the repair: when the customer came and was greeted, how urgent it is and what about, how grave the
//! fault is, where the car stands, how the visit ended (A4, A7, A9, A13–A16).

use super::receive::Channel;
use super::stage::Stage;
use super::{Order, comeback};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{OrderId, Personal, Refusal, StaffId, Stamp, when};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Characters of a place in the shop: `B3`, `YARD-2`.
pub const PLACE_CHARS_MAX: usize = 12;

/// What the customer came about (S5; A7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// 维修: something is broken.
    Repair,
    /// 保养: due service.
    Maintenance,
    /// 投诉: something was done badly.
    Complaint,
    /// 质保: something that the maker or the shop may have to pay for.
    Warranty,
    /// 召回: the maker called the car in.
    Recall,
}

impl Topic {
    /// True where everything is noted first and nothing concluded yet (S5: 不要轻易下结论).
    pub fn needs_notes(self) -> bool {
        match self {
            Self::Complaint | Self::Warranty => true,
            Self::Repair | Self::Maintenance | Self::Recall => false,
        }
    }
}

/// How grave the fault is, and with it which document the customer gets (S10; A15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// 故障严重: a repair plan with its quote.
    Severe,
    /// 一般: advice with a quote.
    General,
}

/// How a visit ended (S18; A16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// 进厂: the car was repaired here.
    Enter,
    /// 预约维修: it comes back another day.
    Book,
    /// 诊断报价: the customer wanted to know what it costs.
    QuoteOnly,
    /// 离厂: it left as it came.
    Left,
}

/// An order that cannot wait (S1: 紧急报修; A4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urgent {
    /// Since when it is known to be urgent.
    pub since: Stamp,
    /// Who goes to the customer.
    pub engineer: Option<StaffId>,
    /// When somebody was named first.
    pub named: Option<Stamp>,
}

impl Urgent {
    /// Minutes until somebody was named (AM26).
    pub fn dispatch_minutes(&self) -> Option<i64> {
        self.named.map(|named| named.since(self.since) / 60_000)
    }
}

/// What the shop holds to be the case, said no earlier than the diagnosis (A7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// The words.
    pub text: String,
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// The visit as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// When the customer came, if it was not when the order was opened.
    pub arrived: Option<Stamp>,
    /// When somebody turned to them, if it was not when the order was opened.
    pub greeted: Option<Stamp>,
    /// It cannot wait.
    pub urgent: Option<Urgent>,
    /// What it is about.
    pub topic: Option<Topic>,
    /// What the customer complains of or claims, in detail.
    pub notes: Option<Personal>,
    /// What the shop concluded.
    pub conclusion: Option<Conclusion>,
    /// "你看着办吧": the customer leaves it to the shop (A9).
    pub open_mandate: bool,
    /// How grave the fault is.
    pub class: Option<Class>,
    /// Where the car stands.
    pub place: Option<String>,
    /// How it ended, as somebody said.
    pub outcome: Option<Outcome>,
}

/// What may be noted of a visit; absent fields stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitNotes {
    /// When the customer came: 0910, or RFC 3339. Not later than now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<String>,
    /// When somebody turned to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeted: Option<String>,
    /// How the car came in, put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// It cannot wait: somebody goes to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<bool>,
    /// Who goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<StaffId>,
    /// What it is about. A complaint or warranty needs notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// What the customer complains of or claims, in detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// What the shop concluded; not before the diagnosis has a cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<String>,
    /// The customer leaves it to the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_mandate: Option<bool>,
    /// How grave the fault is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Where the car stands: a short code of the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How the visit ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The order whose repair did not hold (I5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comeback_of: Option<OrderId>,
    /// The line of that order, if one can be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comeback_line: Option<u16>,
    /// No: it is no comeback after all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comeback: Option<bool>,
}

impl VisitNotes {
    /// True if something is noted that the event of the visit itself tells.
    fn tells_of_visit(&self) -> bool {
        let apart = Self {
            place: self.place.clone(),
            comeback_of: self.comeback_of.clone(),
            comeback_line: self.comeback_line,
            comeback: self.comeback,
            ..Self::default()
        };
        *self != apart
    }
}

/// The visit was noted or put right; absent fields stay as they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNoted {
    /// The order.
    pub order: OrderId,
    /// When the customer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<Stamp>,
    /// When somebody turned to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeted: Option<Stamp>,
    /// How the car came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// It cannot wait, or can after all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<bool>,
    /// Who goes to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<StaffId>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// What the customer complains of or claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Personal>,
    /// What the shop concluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<String>,
    /// The customer leaves it to the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_mandate: Option<bool>,
    /// How grave the fault is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// How the visit ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

impl VisitNoted {
    /// Writes the noted fields.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.channel = self.channel.unwrap_or(order.channel);
        let visit = &mut order.visit;
        visit.arrived = self.arrived.or(visit.arrived);
        visit.greeted = self.greeted.or(visit.greeted);
        visit.topic = self.topic.or(visit.topic);
        visit.class = self.class.or(visit.class);
        visit.outcome = self.outcome.or(visit.outcome);
        visit.open_mandate = self.open_mandate.unwrap_or(visit.open_mandate);
        if let Some(notes) = &self.notes {
            visit.notes = Some(notes.clone());
        }
        if let Some(text) = &self.conclusion {
            visit.conclusion = Some(Conclusion { text: text.clone(), by: meta.by.clone(), at: meta.at });
        }
        match self.urgent {
            Some(true) if visit.urgent.is_none() => {
                visit.urgent = Some(Urgent { since: meta.at, engineer: None, named: None });
            }
            Some(false) => visit.urgent = None,
            Some(true) | None => {}
        }
        if let (Some(urgent), Some(engineer)) = (&mut visit.urgent, &self.engineer) {
            urgent.engineer = Some(engineer.clone());
            urgent.named.get_or_insert(meta.at);
        }
    }
}

/// The car was put somewhere (A14). Its places so far stand in the order's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarPlaced {
    /// The order.
    pub order: OrderId,
    /// Where.
    pub place: String,
}

impl CarPlaced {
    /// Writes the place.
    pub fn fold(&self, order: &mut Order) {
        order.visit.place = Some(self.place.clone());
    }
}

/// Checks and writes what is noted of a visit.
pub fn note(d: &mut Deciding<'_>, id: &OrderId, c: &VisitNotes) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let about = d.about(&order);
    let notes = d.optional_text("notes", c.notes.as_deref())?;
    let topic = c.topic.or(order.visit.topic);
    if topic.is_some_and(Topic::needs_notes) && notes.is_none() && order.visit.notes.is_none() {
        return Err(Refusal::missing("notes").into());
    }
    let conclusion = d.optional_text("conclusion", c.conclusion.as_deref())?;
    if let Some(text) = conclusion.as_ref().filter(|_| order.findings.iter().all(|f| f.cause.is_none())) {
        return Err(Refusal::invalid("conclusion", text, Why::BeforeDiagnosis).into());
    }
    if let Some(engineer) = &c.engineer {
        d.staff("engineer", engineer)?;
        if !c.urgent.unwrap_or(order.visit.urgent.is_some()) {
            return Err(Refusal::missing("urgent").into());
        }
    }
    let (arrived, greeted) = times(d, &order, c)?;
    let noted = VisitNoted {
        order: id.clone(),
        arrived,
        greeted,
        channel: c.channel,
        urgent: c.urgent,
        engineer: c.engineer.clone(),
        topic: c.topic,
        notes: notes.map(|text| Personal::new(&text, &about)),
        conclusion,
        open_mandate: c.open_mandate,
        class: c.class,
        outcome: c.outcome,
    };
    if c.tells_of_visit() {
        d.emit(Event::VisitNoted(noted))?;
    }
    comeback::note(d, id, c)?;
    put(d, id, c.place.as_deref())
}

/// When the customer came, and when they were greeted: neither later than now, nor the second before the first (A13).
fn times(d: &Deciding<'_>, order: &Order, c: &VisitNotes) -> Result<(Option<Stamp>, Option<Stamp>), Stop> {
    let arrived = c.arrived.as_deref().map(|text| past("arrived", text, d)).transpose()?;
    let greeted = c.greeted.as_deref().map(|text| past("greeted", text, d)).transpose()?;
    let came = arrived.unwrap_or(order.arrived());
    if let (Some(_), Some(text)) = (greeted.filter(|at| *at < came), &c.greeted) {
        return Err(Refusal::invalid("greeted", text, Why::BeforeArrival(came)).into());
    }
    Ok((arrived, greeted))
}

/// Reads a time that has passed.
fn past(field: &str, text: &str, d: &Deciding<'_>) -> Result<Stamp, Refusal> {
    let at = when::parse(text, d.now, d.rules.zone).ok_or_else(|| Refusal::invalid(field, text, Why::NotATime))?;
    if at > d.now { Err(Refusal::invalid(field, text, Why::Future)) } else { Ok(at) }
}

fn put(d: &mut Deciding<'_>, id: &OrderId, place: Option<&str>) -> Result<(), Stop> {
    let Some(text) = place.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(()) };
    let place = d.text("place", text)?;
    if place.chars().count() > PLACE_CHARS_MAX {
        return Err(Refusal::invalid("place", place, Why::TooLong(PLACE_CHARS_MAX)).into());
    }
    if d.open_order(id)?.visit.place.as_ref() == Some(&place) {
        return Ok(());
    }
    d.emit(Event::CarPlaced(CarPlaced { order: id.clone(), place }))
}

impl Order {
    /// When the customer came.
    pub fn arrived(&self) -> Stamp {
        self.visit.arrived.unwrap_or(self.received)
    }

    /// How long the customer waited to be greeted, in minutes; nothing if nobody said when they came or were greeted.
    pub fn wait_minutes(&self) -> Option<i64> {
        let said = self.visit.arrived.is_some() || self.visit.greeted.is_some();
        let greeted = self.visit.greeted.unwrap_or(self.received);
        said.then(|| (greeted.since(self.arrived()) / 60_000).max(0))
    }

    /// How the visit ended, or is ending: every visit in exactly one way (A16). Work that began counts more than what
    /// was said before it; a car that leaves unrepaired was there for the quote, a cancelled order for nothing, unless
    /// somebody said otherwise.
    pub fn outcome(&self) -> Option<Outcome> {
        if self.lines.iter().any(|line| line.work.started.is_some()) {
            return Some(Outcome::Enter);
        }
        let by_itself = match self.stage {
            Stage::Cancelled => Some(Outcome::Left),
            Stage::FollowUp | Stage::Closed => Some(Outcome::QuoteOnly),
            Stage::Receive | Stage::Diagnose | Stage::Quote | Stage::Repair | Stage::Inspect | Stage::HandOver => None,
        };
        self.visit.outcome.or(by_itself)
    }
}
