//! Feedback: what is no complaint and must not be lost. A suggestion, praise, an inquiry, information about a customer that
//! is passed on, a defect of an assembly: taken down by anybody, from anywhere, routed to the department that owns it, read,
//! acted on and answered there (S1, S8, S10, S14, S16, S17; L15, L16, P5). It is numbered with the complaints, so that it
//! may become one and keep number and clock.

pub mod answer;
pub mod note;
pub mod read;
pub mod route;
pub mod turn;

use super::complaint::approve::Signed;
use super::complaint::raise::Channel;
use super::department::Department;
use super::marks::Marks;
use super::{CallId, CustomerId, FeedbackId, OrderId, Personal, StaffId, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of feedback it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FeedbackKind {
    /// 建议: something could be better.
    Suggestion,
    /// 表扬.
    Praise,
    /// 咨询: somebody wants to know something.
    Inquiry,
    /// Something learned about a customer that another department has to know (S14; P5).
    Information,
    /// 质量信息: an assembly or part that failed, for the department or the maker (S8; L16).
    Defect,
}

impl FeedbackKind {
    /// All kinds, in the order of lists.
    pub const ALL: [FeedbackKind; 5] = [Self::Suggestion, Self::Praise, Self::Inquiry, Self::Information, Self::Defect];

    /// The department that it goes to, if nobody says another.
    pub fn owner(self) -> Department {
        match self {
            Self::Suggestion => Department::Management,
            Self::Praise | Self::Inquiry => Department::ServiceDesk,
            Self::Information => Department::AfterSales,
            Self::Defect => Department::Maker,
        }
    }

    /// True if something has to be done about it before it is over.
    pub fn needs_measure(self) -> bool {
        matches!(self, Self::Suggestion | Self::Information)
    }

    /// True if somebody has to be answered before it is over: the customer, or from outside us.
    pub fn needs_answer(self) -> bool {
        matches!(self, Self::Suggestion | Self::Inquiry | Self::Defect)
    }
}

/// A part of the car that something may fail in (S8: 底盘、发动机、车身).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Assembly {
    /// 发动机.
    Engine,
    /// 变速器.
    Gearbox,
    /// 底盘.
    Chassis,
    /// 制动.
    Brakes,
    /// 车身.
    Body,
    /// 电器.
    Electrics,
    /// 空调.
    AirConditioning,
    /// Something else.
    Other,
}

impl Assembly {
    /// All assemblies, in the order of lists.
    pub const ALL: [Assembly; 8] = [
        Self::Engine,
        Self::Gearbox,
        Self::Chassis,
        Self::Brakes,
        Self::Body,
        Self::Electrics,
        Self::AirConditioning,
        Self::Other,
    ];
}

/// Feedback as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// The id.
    pub id: FeedbackId,
    /// What kind it is.
    pub kind: FeedbackKind,
    /// How it came in.
    pub channel: Channel,
    /// The visit it is about.
    pub order: Option<OrderId>,
    /// The call in which it was said.
    pub call: Option<CallId>,
    /// Who said it, if a customer.
    pub customer: Option<CustomerId>,
    /// The name of someone without a file.
    pub name: Option<Personal>,
    /// The car.
    pub vehicle: Option<VehicleId>,
    /// The assembly that failed.
    pub assembly: Option<Assembly>,
    /// The part that failed, by its code.
    pub part: Option<String>,
    /// What was said.
    pub words: Personal,
    /// Who took it down: whom it comes from, inside the shop.
    pub from: StaffId,
    /// When it was taken down.
    pub noted: Stamp,
    /// When it was said: its clock runs from there.
    pub spoke: Stamp,
    /// The department that owns it.
    pub department: Department,
    /// It went to other departments before.
    pub routed: Vec<Routed>,
    /// It has to be read by then.
    pub read_due: Stamp,
    /// It has to be answered by then.
    pub answer_due: Stamp,
    /// The department has read it.
    pub read: Option<Signed>,
    /// What was done about it.
    pub measure: Option<String>,
    /// What was answered.
    pub answer: Option<Personal>,
    /// Whoever did and answered.
    pub answered: Option<Signed>,
    /// It became a complaint.
    pub turned: Option<Signed>,
    /// Who touched what last.
    pub marks: Marks,
}

/// A department that feedback was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routed {
    /// Which.
    pub from: Department,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl Feedback {
    /// True while somebody still has to read, act on or answer it. Praise is over once it was read.
    pub fn is_open(&self) -> bool {
        let settled = match self.kind {
            FeedbackKind::Praise => self.read.is_some() || self.answered.is_some(),
            FeedbackKind::Suggestion | FeedbackKind::Inquiry | FeedbackKind::Information | FeedbackKind::Defect => {
                self.answered.is_some()
            }
        };
        self.turned.is_none() && !settled
    }
}
