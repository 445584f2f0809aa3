//! The fields of a visit one by one: two advisors who wrote different ones do not differ, and where both wrote the same
//! one, the conflict is told at that very field (DESIGN 2.2).

use super::visit::{Visit, VisitNoted, VisitNotes};
use super::{Order, receive::Channel};
use crate::domain::event::code;
use crate::domain::{Personal, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// One field of a visit. Where the car stands is none of them: it is only ever said anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// When the customer came.
    Arrived,
    /// When they were greeted.
    Greeted,
    /// How the car came in.
    Channel,
    /// It cannot wait.
    Urgent,
    /// Who goes to the customer.
    Engineer,
    /// What it is about.
    Topic,
    /// What the customer claims.
    Notes,
    /// What the shop concluded.
    Conclusion,
    /// The customer leaves it to the shop.
    OpenMandate,
    /// How grave the fault is.
    Class,
    /// How it ends.
    Outcome,
}

impl Part {
    /// The field: the same name in `apply` and on the form.
    pub fn field(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Greeted => "greeted",
            Self::Channel => "channel",
            Self::Urgent => "urgent",
            Self::Engineer => "engineer",
            Self::Topic => "topic",
            Self::Notes => "notes",
            Self::Conclusion => "conclusion",
            Self::OpenMandate => "open_mandate",
            Self::Class => "class",
            Self::Outcome => "outcome",
        }
    }
}

/// What is said of each field.
type Said = [(Part, Option<String>); 11];

fn parts(said: Said) -> Vec<Part> {
    said.into_iter().filter_map(|(part, value)| value.map(|_| part)).collect()
}

fn value(said: Said, part: Part) -> String {
    said.into_iter().find(|(of, _)| *of == part).and_then(|(_, value)| value).unwrap_or_default()
}

impl VisitNotes {
    fn said(&self) -> Said {
        [
            (Part::Arrived, self.arrived.clone()),
            (Part::Greeted, self.greeted.clone()),
            (Part::Channel, self.channel.as_ref().map(code)),
            (Part::Urgent, self.urgent.as_ref().map(code)),
            (Part::Engineer, self.engineer.as_ref().map(StaffId::to_string)),
            (Part::Topic, self.topic.as_ref().map(code)),
            (Part::Notes, self.notes.clone()),
            (Part::Conclusion, self.conclusion.clone()),
            (Part::OpenMandate, self.open_mandate.as_ref().map(code)),
            (Part::Class, self.class.as_ref().map(code)),
            (Part::Outcome, self.outcome.as_ref().map(code)),
        ]
    }

    /// The fields that it says.
    pub fn parts(&self) -> Vec<Part> {
        parts(self.said())
    }

    /// What it says of a field; empty for nothing.
    pub fn value(&self, part: Part) -> String {
        value(self.said(), part)
    }
}

impl VisitNoted {
    /// The fields that it writes.
    pub fn parts(&self) -> Vec<Part> {
        let text = |at: Option<Stamp>| at.map(|at| at.to_string());
        parts([
            (Part::Arrived, text(self.arrived)),
            (Part::Greeted, text(self.greeted)),
            (Part::Channel, self.channel.as_ref().map(code)),
            (Part::Urgent, self.urgent.as_ref().map(code)),
            (Part::Engineer, self.engineer.as_ref().map(StaffId::to_string)),
            (Part::Topic, self.topic.as_ref().map(code)),
            (Part::Notes, self.notes.as_ref().map(|_| String::new())),
            (Part::Conclusion, self.conclusion.clone()),
            (Part::OpenMandate, self.open_mandate.as_ref().map(code)),
            (Part::Class, self.class.as_ref().map(code)),
            (Part::Outcome, self.outcome.as_ref().map(code)),
        ])
    }
}

impl Order {
    /// What stands in a field of the visit; empty for nothing.
    pub fn visit_value(&self, part: Part) -> String {
        value(self.visit.said(self.channel), part)
    }
}

impl Visit {
    fn said(&self, channel: Channel) -> Said {
        let text = |at: Option<Stamp>| at.map(|at| at.to_string());
        let engineer = self.urgent.as_ref().and_then(|urgent| urgent.engineer.as_ref());
        [
            (Part::Arrived, text(self.arrived)),
            (Part::Greeted, text(self.greeted)),
            (Part::Channel, Some(code(&channel))),
            (Part::Urgent, Some(code(&self.urgent.is_some()))),
            (Part::Engineer, engineer.map(StaffId::to_string)),
            (Part::Topic, self.topic.as_ref().map(code)),
            (Part::Notes, self.notes.as_ref().and_then(Personal::text).map(String::from)),
            (Part::Conclusion, self.conclusion.as_ref().map(|said| said.text.clone())),
            (Part::OpenMandate, Some(code(&self.open_mandate))),
            (Part::Class, self.class.as_ref().map(code)),
            (Part::Outcome, self.outcome.as_ref().map(code)),
        ]
    }
}
