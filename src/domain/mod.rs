//! The shop's nouns and rules: pure, without I/O, without a clock, without a word meant for a person.
//!
//! One folder per aggregate, one file per verb. A verb's file holds its command, its event, the decision and the
//! fold, so that a rule is found where its name says. [`event`] and [`command`] list all of them; [`decide`] and
//! [`fold`] only dispatch.

pub mod call;
pub mod campaign;
pub mod capa;
pub mod clean;
pub mod closed;
pub mod command;
pub mod complaint;
pub mod conflict;
pub mod customer;
pub mod decide;
pub mod department;
pub mod event;
pub mod feedback;
pub mod file;
pub mod fold;
pub mod id;
pub mod marks;
pub mod menu;
pub mod money;
pub mod online;
pub mod order;
pub mod personal;
pub mod plan;
pub mod records;
pub mod refusal;
pub mod requirement;
pub mod rules;
pub mod shop;
pub mod staff;
pub mod stamp;
pub mod vehicle;
pub mod when;

pub use command::Command;
pub use event::Event;
pub use id::{
    CallId, CampaignId, CapaId, ComplaintId, CustomerId, FeedbackId, FormId, OnlineId, OrderId, ProjectId,
    RequirementId, StaffId, VehicleId,
};
pub use money::Money;
pub use personal::Personal;
pub use records::{Key, Record, Records};
pub use refusal::Refusal;
pub use rules::Rules;
pub use stamp::Stamp;
