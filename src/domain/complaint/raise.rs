//! Taking down a complaint: verbatim first, from any screen (L2, L10).

use super::Complaint;
use super::cause::Cause;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::order::quote::Decision;
use crate::domain::order::{Order, Said};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{CallId, ComplaintId, CustomerId, OrderId, Personal, Refusal, StaffId, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Characters of the code of a job or part at most.
pub const PART_CHARS_MAX: usize = 24;

/// How a complaint comes in (S1, L1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// At the counter.
    #[default]
    Counter,
    /// 热线.
    Hotline,
    /// 网络留言板.
    Web,
    /// 投诉箱.
    Box,
    /// In a follow-up call.
    FollowUp,
    /// Somebody who works here passes it on.
    Staff,
}

/// How grave (S1, L3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 一般.
    #[default]
    Normal,
    /// 重要.
    Important,
    /// 重大.
    Major,
}

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// The repair did not hold.
    Quality,
    /// Late.
    Time,
    /// The bill.
    Price,
    /// How people were treated.
    Attitude,
    /// Parts.
    Parts,
    /// Damage or things lost.
    Damage,
    /// Something else.
    Other,
}

/// How the customer feels (L10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mood {
    /// Calm.
    Calm,
    /// Upset.
    Upset,
    /// Angry.
    Angry,
}

/// Whose fault (L11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The shop's.
    Shop,
    /// The customer's.
    Customer,
    /// Both.
    Both,
    /// A third party's.
    ThirdParty,
    /// No one's.
    None,
}

/// Takes down a complaint. With an order or a call, customer and car are filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseComplaint {
    /// The customer's words.
    pub words: String,
    /// What it is about.
    pub category: Category,
    /// normal, important or major.
    #[serde(default)]
    pub severity: Severity,
    /// How it came in.
    #[serde(default)]
    pub channel: Channel,
    /// The visit it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The call in which it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// Who complains, if there is no order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The car, if there is no order; its owner is who complains, if nobody else is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// The name of someone without a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How the customer feels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// Whose fault, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// When the customer spoke, if not now (N11 runs from there).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoke: Option<Stamp>,
    /// Who looks after the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<StaffId>,
    /// The customer was taken to a quiet place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub aside: bool,
    /// The job or part that it is about, by its code; without it, those of the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// What it came from, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

impl RaiseComplaint {
    /// The customer's words and what they are about, with nothing else said: at the counter, normal, about no visit.
    pub fn of(words: impl Into<String>, category: Category) -> RaiseComplaint {
        RaiseComplaint {
            words: words.into(),
            category,
            severity: Severity::default(),
            channel: Channel::default(),
            order: None,
            call: None,
            customer: None,
            vehicle: None,
            name: None,
            mood: None,
            fault: None,
            spoke: None,
            handler: None,
            aside: false,
            part: None,
            cause: None,
        }
    }
}

/// A complaint was taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintRaised {
    /// The id.
    pub complaint: ComplaintId,
    /// The visit it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The call in which it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// Who complains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The name of someone without a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal>,
    /// The car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// The advisor of the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advisor: Option<StaffId>,
    /// Who repaired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<StaffId>,
    /// How it came in.
    pub channel: Channel,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// How the customer feels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// Whose fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// The customer's words.
    pub words: Personal,
    /// When the customer spoke.
    pub spoke: Stamp,
    /// A clear answer is due.
    pub answer_due: Stamp,
    /// Who looks after the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<StaffId>,
    /// The customer was taken to a quiet place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub aside: bool,
    /// The jobs or parts that it is about, by their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// What it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

impl ComplaintRaised {
    /// The complaint as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Complaint {
        Complaint {
            id: self.complaint.clone(),
            order: self.order.clone(),
            customer: self.customer.clone(),
            name: self.name.clone(),
            vehicle: self.vehicle.clone(),
            call: self.call.clone(),
            advisor: self.advisor.clone(),
            technician: self.technician.clone(),
            channel: self.channel,
            severity: self.severity,
            category: self.category,
            mood: self.mood,
            fault: self.fault,
            parts: self.parts.clone(),
            cause: self.cause,
            handler: self.handler.clone(),
            aside: self.aside,
            words: vec![Said { words: self.words.clone(), at: meta.at, by: meta.by.clone() }],
            spoke: self.spoke,
            answer_due: self.answer_due,
            answered: None,
            notes: Vec::new(),
            rounds: Vec::new(),
            course: Default::default(),
            steps: Vec::new(),
            changes: Vec::new(),
            closed: None,
            reopened: 0,
            marks: Default::default(),
        }
    }
}

/// A typed code of a job or part: capitals, without blanks.
pub(in crate::domain) fn part_code(d: &Deciding<'_>, typed: Option<&str>) -> Result<Option<String>, Refusal> {
    let code = d.optional_text("part", typed)?.map(|code| code.split_whitespace().collect::<String>().to_uppercase());
    match code {
        Some(code) if code.chars().count() > PART_CHARS_MAX => {
            Err(Refusal::invalid("part", code, Why::TooLong(PART_CHARS_MAX)))
        }
        code => Ok(code),
    }
}

/// The codes of the jobs that the customer accepted on a visit.
pub fn jobs(order: &Order) -> Vec<String> {
    let accepted = order.lines.iter().filter(|line| line.decision() == Decision::Accepted);
    let mut codes: Vec<String> = accepted.filter_map(|line| line.job.clone()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// Decides [`RaiseComplaint`]. It is about somebody or something: without a visit it names the car or the customer.
pub fn decide(d: &mut Deciding<'_>, c: &RaiseComplaint) -> Result<String, Stop> {
    let words = d.words("words", &c.words)?;
    let named = [c.order.is_some(), c.call.is_some(), c.customer.is_some(), c.vehicle.is_some()];
    let name = d.optional_text("name", c.name.as_deref())?;
    if !named.contains(&true) && name.is_none() {
        return Err(Refusal::missing("about").into());
    }
    let call = match &c.call {
        Some(id) => Some(d.call_named("call", id)?),
        None => None,
    };
    let order = match c.order.as_ref().or(call.as_ref().and_then(|call| call.order.as_ref())) {
        Some(id) => Some(d.order_named("order", id)?),
        None => None,
    };
    let customer = c.customer.as_ref().map(|id| d.customer("customer", id)).transpose()?;
    let customer = customer.map(|customer| customer.id.clone());
    let car = match &c.vehicle {
        Some(id) if order.is_none() => Some(d.vehicle("vehicle", id)?),
        Some(_) | None => None,
    };
    let spoke = c.spoke.unwrap_or(d.now);
    if spoke > d.now {
        return Err(Refusal::invalid("spoke", spoke, Why::Future).into());
    }
    let complaint = ComplaintId::new(d.next_dated("T")?);
    let of_order = || order.as_ref().and_then(|order| order.customer.clone());
    let of_car = || car.as_ref().filter(|_| name.is_none()).and_then(|car| car.owner().cloned());
    let customer = customer.or_else(of_order).or_else(of_car);
    let about = customer.as_ref().map_or(complaint.as_str(), |id| id.as_str()).to_string();
    let name = name.map(|name| Personal::new(&name, &about));
    let part = part_code(d, c.part.as_deref())?;
    let parts = part.map_or_else(|| order.as_deref().map(jobs).unwrap_or_default(), |part| vec![part]);
    let technician = order.as_ref().and_then(|o| o.technicians().first().map(|id| (*id).clone()));
    let handler = match &c.handler {
        Some(id) => Some(d.staff_who_may("handler", id, Right::HandleComplaint)?.id.clone()),
        None => None,
    };
    d.emit(Event::ComplaintRaised(ComplaintRaised {
        complaint: complaint.clone(),
        order: order.as_ref().map(|order| order.id.clone()),
        call: c.call.clone(),
        customer,
        name,
        vehicle: order.as_ref().map(|order| order.vehicle.clone()).or_else(|| car.as_ref().map(|car| car.id.clone())),
        advisor: order.as_ref().map(|order| order.advisor.clone()),
        technician,
        channel: if c.call.is_some() { Channel::FollowUp } else { c.channel },
        severity: c.severity,
        category: c.category,
        mood: c.mood,
        fault: c.fault,
        words: Personal::new(words, &about),
        spoke,
        answer_due: spoke.plus_minutes(i64::from(d.rules.complaint_answer_hours) * 60),
        handler,
        aside: c.aside,
        parts,
        cause: c.cause,
    }))?;
    Ok(complaint.to_string())
}
