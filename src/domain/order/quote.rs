//! The lines of a quote: each says what, why, what good it does, how long, how much (S5: A9), and what the customer
//! decided about it.

use super::consent::Consent;
use super::work::Work;
use crate::domain::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One line of the quote and the job that comes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the order, from 1; never given twice.
    pub number: u16,
    /// The code of a canned job, if it comes from the menu.
    pub job: Option<String>,
    /// What is done, in the customer's words.
    pub label: String,
    /// Why it is needed.
    pub why: String,
    /// What good it does.
    pub benefit: String,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour.
    pub labour: Money,
    /// Price of the parts.
    pub parts: Money,
    /// The customer's word on it.
    pub consent: Option<Consent>,
    /// The work on it.
    pub work: Work,
}

impl Line {
    /// Labour and parts.
    pub fn price(&self) -> Money {
        self.labour + self.parts
    }

    /// What the customer decided.
    pub fn decision(&self) -> Decision {
        self.consent.as_ref().map_or(Decision::Undecided, |consent| consent.decision)
    }
}

/// The customer's word on a line (S18; D3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Not asked yet.
    Undecided,
    /// Do it.
    Accepted,
    /// Do not.
    Declined,
    /// Not now; it returns at the next visit (feature 24).
    Deferred,
}
