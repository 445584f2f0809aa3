//! Issuing forms: to customers by name, or a number of them to dealers, staff, competitors' customers (M2, M3, M14).

use super::{Campaign, Issued, Respondent};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CampaignId, CustomerId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Forms that one campaign issues at most.
const FORMS_MAX: usize = 1_900;

/// Issues forms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueForms {
    /// The campaign.
    pub campaign: CampaignId,
    /// customer, dealer, staff, competitor or internal.
    #[serde(default)]
    pub respondent: Respondent,
    /// Customers who get one each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerId>,
    /// Every active customer who has none gets one.
    #[serde(default)]
    pub all: bool,
    /// So many without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
}

/// Forms were issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormsIssued {
    /// The campaign.
    pub campaign: CampaignId,
    /// The number of the first.
    pub first: u16,
    /// Who fills them in.
    pub respondent: Respondent,
    /// To whom, one each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerId>,
    /// So many more without a name.
    pub count: u16,
}

impl FormsIssued {
    /// Adds the forms.
    pub fn fold(&self, campaign: &mut Campaign, meta: &Meta<'_>) {
        let named = self.customers.iter().cloned().map(Some);
        let all = named.chain((0..self.count).map(|_| None));
        for (number, customer) in (self.first..).zip(all) {
            let (respondent, at, seq) = (self.respondent, meta.at, meta.seq);
            campaign.forms.push(Issued { number, respondent, customer, at, seq, returned: None, undelivered: false });
        }
    }
}

/// Decides [`IssueForms`].
pub fn decide(d: &mut Deciding<'_>, c: &IssueForms) -> Result<String, Stop> {
    let id = &c.campaign;
    let campaign = d.running_campaign(id)?;
    let mut customers: Vec<CustomerId> = Vec::new();
    for customer in &c.customers {
        let kept = d.customer("customers", customer)?.id.clone();
        if campaign.form_of(&kept).is_some() || customers.contains(&kept) {
            return Err(Refusal::invalid("customers", kept, Why::Twice).into());
        }
        customers.push(kept);
    }
    if c.all {
        let active = campaign.started.iter().flat_map(|started| &started.active);
        let fresh = active.filter(|customer| campaign.form_of(customer).is_none() && !c.customers.contains(customer));
        customers.extend(fresh.cloned());
    }
    let takes_names = c.respondent == Respondent::Customer;
    if !customers.is_empty() && !takes_names {
        return Err(Refusal::invalid("customers", customers[0].as_str(), Why::NoNames).into());
    }
    let (count, named) = (c.count.unwrap_or_default(), customers.len());
    if named + usize::from(count) == 0 {
        return Err(Refusal::missing("count").into());
    }
    let room = FORMS_MAX.saturating_sub(campaign.forms.len());
    if named + usize::from(count) > room {
        let (least, most) = (1, room as i64);
        return Err(Refusal::invalid("count", named + usize::from(count), Why::OutOfRange { least, most }).into());
    }
    let first = campaign.forms.last().map_or(0, |form| form.number) + 1;
    let (campaign, respondent) = (id.clone(), c.respondent);
    d.emit(Event::FormsIssued(FormsIssued { campaign, first, respondent, customers, count }))?;
    Ok(id.to_string())
}
