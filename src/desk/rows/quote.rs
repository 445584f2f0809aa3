//! What the quote shows: jobs of the menu, lines, consent, the contract.

use crate::domain::menu::Told;
use crate::domain::order::claim::ClaimState;
use crate::domain::order::consent::{Decided, How};
use crate::domain::order::contract::Party;
use crate::domain::order::hand_over::SignedOn;
use crate::domain::order::payer::{Payer, Share};
use crate::domain::order::quote::{Decision, PartNote, TakenFrom};
use crate::domain::order::work::Work;
use crate::domain::{Money, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// A job of the menu, at today's price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    /// Its code.
    pub code: String,
    /// What people call it besides its label, in lower case, parted by blanks.
    #[serde(default)]
    pub words: String,
    /// Sold without a diagnosis.
    pub menu: bool,
    /// A further test.
    pub test: bool,
    /// What it says in Chinese.
    pub told: Told,
    /// What it says in English.
    pub english: Told,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour.
    pub labour: Money,
    /// Price of the parts.
    pub parts: Money,
}

/// One line of the quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRow {
    /// Its number.
    pub number: u16,
    /// The code of a canned job.
    pub job: String,
    /// What is done.
    pub label: String,
    /// Why.
    pub why: String,
    /// What good it does.
    pub benefit: String,
    /// What is done, in the workshop's wording; empty for none.
    pub workshop: String,
    /// The same in English, for a job of the menu; else empty.
    pub english: Told,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour.
    pub labour: Money,
    /// Price of the parts.
    pub parts: Money,
    /// Both.
    pub price: Money,
    /// A further test.
    pub test: bool,
    /// Kind, certificate and warranty of the parts.
    pub part: PartNote,
    /// The line of an earlier visit that it takes over.
    pub from: Option<TakenFrom>,
    /// Who pays it, where the customer does not bear all of it.
    #[serde(default)]
    pub payers: Vec<Share>,
    /// What it lacks to be accepted.
    pub lacks: Vec<String>,
    /// What the customer decided.
    pub decision: Decision,
    /// How, when, to whom, in which words.
    pub consent: Option<ConsentRow>,
    /// The work on it.
    pub work: Work,
}

/// What somebody besides the customer pays of an order (Q2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerRow {
    /// Who.
    pub payer: Payer,
    /// Their part of what was accepted.
    pub bill: Money,
    /// What they paid.
    pub paid: Money,
    /// What is to be had from them.
    pub due: Money,
    /// How far the claim is.
    pub claim: ClaimState,
    /// Its number with them; empty for none.
    pub reference: String,
    /// Why they refused it; empty for none.
    pub reason: String,
}

/// A contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractRow {
    /// Where the customer signed.
    pub on: SignedOn,
    /// Scope: accepted lines with their prices.
    pub lines: Vec<Decided>,
    /// Cost.
    pub ceiling: Money,
    /// Time.
    pub promise: Stamp,
    /// Who saw the signature.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// False once it was stopped.
    pub in_force: bool,
    /// Its changes.
    pub changes: Vec<ContractChangeRow>,
}

/// A change of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractChangeRow {
    /// Who wanted it.
    pub proposer: Party,
    /// Who spoke for the customer, if not the customer.
    pub who: String,
    /// How the customer was spoken with.
    pub how: How,
    /// Why.
    pub reason: String,
    /// The cost since.
    pub ceiling: Money,
    /// It ended the contract.
    pub stop: bool,
    /// The departments that were told.
    #[serde(default)]
    pub told: Vec<String>,
    /// Who took it down.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// How a line was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRow {
    /// How.
    pub how: How,
    /// Who said it, if not the customer.
    pub who: String,
    /// In which words.
    pub words: String,
    /// Who took it down.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}
