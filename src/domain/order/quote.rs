//! The lines of a quote: each says what, why, what good it does, how long, how much (S5: A9), and what the customer
//! decided about it.

use super::consent::Consent;
use super::payer::Share;
use super::work::Work;
use crate::domain::menu::Told;
use crate::domain::{Money, OrderId};
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
    /// What is done, in the workshop's wording; empty for a line that holds one text only (A8).
    pub workshop: String,
    /// The same in English, for a line of the menu: whoever looks sees it in their own language.
    pub english: Option<Told>,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour.
    pub labour: Money,
    /// Price of the parts.
    pub parts: Money,
    /// Nobody said what it costs; that is not the same as a line that costs nothing (A9).
    pub unpriced: bool,
    /// It follows a diagnosis, though it comes from the menu (C1).
    pub needs_cause: bool,
    /// A further test: it has its price and its consent like any line (C4).
    pub test: bool,
    /// Kind, certificate and warranty of its parts (feature 28).
    pub part: PartNote,
    /// The line of an earlier visit that it was put off at (feature 24).
    pub from: Option<TakenFrom>,
    /// Who pays it, where the customer does not bear all of it; together it is the price (Q2).
    pub payers: Vec<Share>,
    /// The later visit whose quote took it over.
    pub taken_to: Option<OrderId>,
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

    /// What it lacks to be accepted, by the names of the fields: why, what good it does, how long, how much (A9). A
    /// line may be said to cost nothing, a further test may not (C4).
    pub fn lacks(&self) -> Vec<&'static str> {
        let lacks = [
            ("why", self.why.is_empty()),
            ("benefit", self.benefit.is_empty()),
            ("minutes", self.minutes == 0),
            ("price", self.unpriced || (self.test && self.price() == Money::ZERO)),
        ];
        lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(field, _)| field).collect()
    }

    /// True if it was put off for another visit: deferred, or declined and to be asked about again.
    pub fn is_put_off(&self) -> bool {
        matches!(self.decision(), Decision::Deferred | Decision::Declined)
    }

    /// What the customer decided.
    pub fn decision(&self) -> Decision {
        self.consent.as_ref().map_or(Decision::Undecided, |consent| consent.decision)
    }
}

/// A line of an earlier visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakenFrom {
    /// The order that it was quoted on.
    pub order: OrderId,
    /// Its number there.
    pub line: u16,
}

/// What the parts of a line are (S10: 零部件…相关的证明和保修期; E7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartNote {
    /// Where they come from.
    #[serde(default)]
    pub kind: Option<PartKind>,
    /// The number of their certificate.
    #[serde(default)]
    pub certificate: Option<String>,
    /// Warranty in months.
    #[serde(default)]
    pub months: Option<u32>,
    /// Warranty in kilometres.
    #[serde(default)]
    pub km: Option<u32>,
}

impl PartNote {
    /// True if nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where parts come from (S1: 原厂配件或符合标准的替代品).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// Of the car's maker.
    Genuine,
    /// Of another maker, to the same standard.
    Aftermarket,
    /// Used before and made good again.
    Refurbished,
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
