//! A campaign in short: what a list of campaigns shows, kept as it was once the campaign is over.

use super::evaluate::Figures;
use super::gates::{Gate, GateName, count, gates, key_open};
use super::{Audience, Campaign, CampaignKind, Due, Respondent, State, Way};
use crate::domain::{CampaignId, StaffId, Stamp};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A campaign in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// The campaign.
    pub campaign: CampaignId,
    /// Regular or special.
    pub kind: CampaignKind,
    /// Whom it asks.
    pub audience: Audience,
    /// The place in the calendar.
    pub slot: Option<String>,
    /// The scheme.
    pub scheme: String,
    /// Where it stands.
    pub state: State,
    /// What comes next.
    pub due: Due,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Who answers for it.
    pub responsible: StaffId,
    /// How it asks.
    pub way: Way,
    /// When it began.
    pub started: Option<Stamp>,
    /// Forms of customers, dealers and staff that were issued.
    pub issued: u64,
    /// Those of them that came back.
    pub returned: u64,
    /// Key customers who have not answered.
    pub key_open: u64,
    /// What it must reach.
    pub gates: Vec<Gate>,
    /// Its figures, once evaluated.
    pub figures: Option<Figures>,
    /// Gates that it did not meet, once evaluated.
    pub short: Vec<GateName>,
}

impl Campaign {
    /// The campaign in short, on `today`.
    pub fn brief(&self, today: NaiveDate) -> Brief {
        let (issued, returned) = count(&self.forms, Respondent::counts);
        Brief {
            campaign: self.id.clone(),
            kind: self.kind,
            audience: self.audience,
            slot: self.slot.clone(),
            scheme: self.questionnaire.scheme.clone(),
            state: self.state(),
            due: self.due(today),
            from: self.sheet.from,
            to: self.sheet.to,
            responsible: self.sheet.responsible.clone(),
            way: self.sheet.way,
            started: self.started.as_ref().map(|started| started.at),
            issued,
            returned,
            key_open: key_open(self).len() as u64,
            gates: gates(self),
            figures: self.evaluated.as_ref().map(|done| done.figures.clone()),
            short: self.evaluated.as_ref().map(|done| done.short.clone()).unwrap_or_default(),
        }
    }
}
