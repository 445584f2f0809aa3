//! Work away from the shop (S8: 外出服务…内容、路线…书面申请; Q4): what will be done, which way, who goes, and somebody else's
//! approval. Nobody sets out without it.

use super::Order;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{OrderId, Personal, Refusal, StaffId, Stamp, when};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A trip to the customer, as it was applied for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trip {
    /// What will be done there.
    pub task: String,
    /// Where to, and which way.
    pub route: Personal,
    /// Who goes.
    pub engineer: StaffId,
    /// Who applied.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// What was said to the application.
    pub answer: Option<TripAnswer>,
    /// When the engineer set out.
    pub departed: Option<Stamp>,
}

impl Trip {
    /// True once somebody approved it.
    pub fn is_approved(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.approved)
    }
}

/// What was said to an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripAnswer {
    /// Go.
    pub approved: bool,
    /// What was said besides; why not.
    pub remark: Option<String>,
    /// Who said so.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Applies for a trip to the customer of an urgent order, answers the application, or notes that the engineer set out;
/// all at once, too. Absent fields stay as they are; another task, route or engineer is another application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteTrip {
    /// The order.
    pub order: OrderId,
    /// What will be done there; needed for an application, like route and engineer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Where to, and which way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Who goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<StaffId>,
    /// The application is approved, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<bool>,
    /// Who approved it, if not the one who types; never the one who goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
    /// What was said besides; needed if it is not approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// When the engineer set out: 0910, or RFC 3339. Not later than now, nor before the approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departed: Option<String>,
}

/// A trip was applied for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripApplied {
    /// The order.
    pub order: OrderId,
    /// What will be done there.
    pub task: String,
    /// Where to, and which way.
    pub route: Personal,
    /// Who goes.
    pub engineer: StaffId,
}

impl TripApplied {
    /// Writes the application; who goes is named with it (A4).
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.trip = Some(Trip {
            task: self.task.clone(),
            route: self.route.clone(),
            engineer: self.engineer.clone(),
            by: meta.by.clone(),
            at: meta.at,
            answer: None,
            departed: None,
        });
        if let Some(urgent) = &mut order.visit.urgent {
            urgent.engineer = Some(self.engineer.clone());
            urgent.named.get_or_insert(meta.at);
        }
    }
}

/// An application was approved, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripAnswered {
    /// The order.
    pub order: OrderId,
    /// Go.
    pub approved: bool,
    /// What was said besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Who said so.
    pub approver: StaffId,
}

impl TripAnswered {
    /// Writes the answer.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let (approved, remark, by) = (self.approved, self.remark.clone(), self.approver.clone());
        let Some(trip) = &mut order.trip else { return };
        trip.answer = Some(TripAnswer { approved, remark, by, at: meta.at });
    }
}

/// The engineer set out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripBegun {
    /// The order.
    pub order: OrderId,
    /// Who.
    pub engineer: StaffId,
    /// When.
    pub departed: Stamp,
}

impl TripBegun {
    /// Writes the departure.
    pub fn fold(&self, order: &mut Order) {
        let Some(trip) = &mut order.trip else { return };
        trip.departed = Some(self.departed);
    }
}

/// Decides [`NoteTrip`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteTrip) -> Result<String, Stop> {
    let order = d.order_in_shop(&c.order)?;
    if order.visit.urgent.is_none() {
        return Err(Refusal::missing("urgent").into());
    }
    if let Some((trip, at)) = order.trip.as_ref().and_then(|trip| Some((trip, trip.departed?))) {
        return Err(Refusal::AlreadyDone { field: "departed".into(), by: trip.engineer.clone(), at }.into());
    }
    apply(d, &order, c)?;
    if let Some(approved) = c.approved {
        answer(d, c, approved)?;
    }
    if let Some(text) = &c.departed {
        depart(d, &c.order, text)?;
    }
    Ok(c.order.to_string())
}

fn apply(d: &mut Deciding<'_>, order: &Order, c: &NoteTrip) -> Result<(), Stop> {
    let before = order.trip.as_ref();
    let task = d.optional_text("task", c.task.as_deref())?.or_else(|| before.map(|trip| trip.task.clone()));
    let route = d.optional_text("route", c.route.as_deref())?;
    let route = route.or_else(|| Some(before?.route.or_empty().to_string()).filter(|route| !route.is_empty()));
    let named = order.visit.urgent.as_ref().and_then(|urgent| urgent.engineer.clone());
    let engineer = c.engineer.clone().or_else(|| before.map(|trip| trip.engineer.clone())).or(named);
    if task.is_none() && route.is_none() {
        return Ok(());
    }
    let task = task.ok_or_else(|| Refusal::missing("task"))?;
    let route = route.ok_or_else(|| Refusal::missing("route"))?;
    let engineer = engineer.ok_or_else(|| Refusal::missing("engineer"))?;
    d.staff("engineer", &engineer)?;
    let same = |trip: &Trip| trip.task == task && trip.route.or_empty() == route && trip.engineer == engineer;
    if before.is_some_and(same) {
        return Ok(());
    }
    let route = Personal::new(&route, &d.about(order));
    d.emit(Event::TripApplied(TripApplied { order: c.order.clone(), task, route, engineer }))
}

fn answer(d: &mut Deciding<'_>, c: &NoteTrip, approved: bool) -> Result<(), Stop> {
    let order = d.order_in_shop(&c.order)?;
    let trip = order.trip.as_ref().ok_or_else(|| Refusal::missing("trip"))?;
    let approver = c.approved_by.clone().unwrap_or_else(|| d.by.clone());
    d.staff("approved_by", &approver)?;
    if approver == trip.engineer {
        return Err(Refusal::invalid("approved_by", approver, Why::OwnTrip).into());
    }
    let remark = d.optional_text("remark", c.remark.as_deref())?;
    if remark.is_none() && !approved {
        return Err(Refusal::missing("remark").into());
    }
    d.emit(Event::TripAnswered(TripAnswered { order: c.order.clone(), approved, remark, approver }))
}

/// No application, no departure; nor without its approval.
fn depart(d: &mut Deciding<'_>, id: &OrderId, text: &str) -> Result<(), Stop> {
    let order = d.order_in_shop(id)?;
    let trip = order.trip.as_ref().ok_or_else(|| Refusal::missing("trip"))?;
    let answer = trip.answer.as_ref().filter(|answer| answer.approved);
    let approved = answer.ok_or_else(|| Refusal::missing("approved"))?;
    let at = when::parse(text, d.now, d.rules.zone);
    let at = at.ok_or_else(|| Refusal::invalid("departed", text, Why::NotATime))?;
    if at > d.now {
        return Err(Refusal::invalid("departed", text, Why::Future).into());
    }
    // A time that is typed has no seconds.
    if at.plus_minutes(1) <= approved.at {
        return Err(Refusal::invalid("departed", text, Why::Before(approved.at)).into());
    }
    let (order, engineer) = (id.clone(), trip.engineer.clone());
    d.emit(Event::TripBegun(TripBegun { order, engineer, departed: at }))
}
