//! Taking down feedback: by any role, by any channel, from any screen (L15, P5).

use super::{Assembly, Feedback, FeedbackKind};
use crate::domain::complaint::raise::{Channel, part_code};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::department::Department;
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CallId, CustomerId, FeedbackId, OrderId, Personal, Refusal, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes down feedback that is no complaint. With an order or a call, customer and car are filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteFeedback {
    /// What kind it is.
    pub kind: FeedbackKind,
    /// What was said.
    pub words: String,
    /// How it came in.
    #[serde(default)]
    pub channel: Channel,
    /// The visit it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The call in which it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// Who said it, if there is no order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The car, if there is no order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// The name of someone without a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The department that owns it; without it, the one that kind of feedback goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Department>,
    /// The assembly that failed; needed for a defect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assembly: Option<Assembly>,
    /// The part that failed, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// When it was said, if not now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoke: Option<Stamp>,
}

/// Feedback was taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackNoted {
    /// The id.
    pub feedback: FeedbackId,
    /// What kind it is; called so because `kind` names the event.
    pub what: FeedbackKind,
    /// How it came in.
    pub channel: Channel,
    /// The visit it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The call in which it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The name of someone without a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal>,
    /// The car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// The assembly that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assembly: Option<Assembly>,
    /// The part that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// What was said.
    pub words: Personal,
    /// When it was said.
    pub spoke: Stamp,
    /// The department that owns it.
    pub department: Department,
    /// It has to be read by then.
    pub read_due: Stamp,
    /// It has to be answered by then.
    pub answer_due: Stamp,
}

impl FeedbackNoted {
    /// The feedback as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Feedback {
        Feedback {
            id: self.feedback.clone(),
            kind: self.what,
            channel: self.channel,
            order: self.order.clone(),
            call: self.call.clone(),
            customer: self.customer.clone(),
            name: self.name.clone(),
            vehicle: self.vehicle.clone(),
            assembly: self.assembly,
            part: self.part.clone(),
            words: self.words.clone(),
            from: meta.by.clone(),
            noted: meta.at,
            spoke: self.spoke,
            department: self.department,
            routed: Vec::new(),
            read_due: self.read_due,
            answer_due: self.answer_due,
            read: None,
            measure: None,
            answer: None,
            answered: None,
            turned: None,
            marks: Default::default(),
        }
    }
}

/// Decides [`NoteFeedback`]. It may be about nobody: a colleague's suggestion is about the shop.
pub fn decide(d: &mut Deciding<'_>, c: &NoteFeedback) -> Result<String, Stop> {
    let words = d.words("words", &c.words)?;
    if c.kind == FeedbackKind::Defect && c.assembly.is_none() {
        return Err(Refusal::missing("assembly").into());
    }
    let call = c.call.as_ref().map(|id| d.call_named("call", id)).transpose()?;
    let order = c.order.as_ref().or(call.as_ref().and_then(|call| call.order.as_ref()));
    let order = order.map(|id| d.order_named("order", id)).transpose()?;
    let customer = c.customer.as_ref().map(|id| d.customer("customer", id)).transpose()?;
    let car = c.vehicle.as_ref().filter(|_| order.is_none()).map(|id| d.vehicle("vehicle", id)).transpose()?;
    let spoke = c.spoke.unwrap_or(d.now);
    if spoke > d.now {
        return Err(Refusal::invalid("spoke", spoke, Why::Future).into());
    }
    let feedback = FeedbackId::new(d.next_dated("T")?);
    let name = d.optional_text("name", c.name.as_deref())?;
    let of_order = || order.as_ref().and_then(|order| order.customer.clone());
    let of_car = || car.as_ref().filter(|_| name.is_none()).and_then(|car| car.owner().cloned());
    let customer = customer.map(|customer| customer.id.clone()).or_else(of_order).or_else(of_car);
    let about = customer.as_ref().map_or(feedback.as_str(), |id| id.as_str()).to_string();
    let (read_hours, answer_hours) = (d.rules.feedback_read_hours, d.rules.feedback_answer_hours);
    d.emit(Event::FeedbackNoted(FeedbackNoted {
        feedback: feedback.clone(),
        what: c.kind,
        channel: if c.call.is_some() { Channel::FollowUp } else { c.channel },
        order: order.as_ref().map(|order| order.id.clone()),
        call: c.call.clone(),
        customer,
        name: name.map(|name| Personal::new(&name, &about)),
        vehicle: order.as_ref().map(|order| order.vehicle.clone()).or_else(|| car.as_ref().map(|car| car.id.clone())),
        assembly: c.assembly,
        part: part_code(d, c.part.as_deref())?,
        words: Personal::new(words, &about),
        spoke,
        department: c.department.unwrap_or(c.kind.owner()),
        // Who shall read it can do so from now on; whoever spoke waits since then.
        read_due: d.now.plus_minutes(i64::from(read_hours) * 60),
        answer_due: spoke.plus_minutes(i64::from(answer_hours) * 60),
    }))?;
    Ok(feedback.to_string())
}
