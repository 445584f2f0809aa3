//! The word of the two departments that settle what is asked (S7: 组织研发部、质量保证部等共同研究确定; M4). They are two
//! people: a campaign is settled together.

use super::Campaign;
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CampaignId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A department that signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Department {
    /// 质量保证部.
    Quality,
    /// 研发部: in a repair shop, the workshop.
    Technical,
}

/// Signs a campaign's focus and topics for a department.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignCampaign {
    /// The campaign.
    pub campaign: CampaignId,
    /// quality or technical.
    pub department: Department,
}

/// A department signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignSigned {
    /// The campaign.
    pub campaign: CampaignId,
    /// Which.
    pub department: Department,
}

impl CampaignSigned {
    /// Writes the signature.
    pub fn fold(&self, campaign: &mut Campaign, meta: &Meta<'_>) {
        let signed = Some(Signed { by: meta.by.clone(), at: meta.at });
        match self.department {
            Department::Quality => campaign.signed_quality = signed,
            Department::Technical => campaign.signed_technical = signed,
        }
    }
}

/// Decides [`SignCampaign`].
pub fn decide(d: &mut Deciding<'_>, c: &SignCampaign) -> Result<String, Stop> {
    let campaign = d.open_campaign(&c.campaign)?;
    let (own, other, field) = match c.department {
        Department::Quality => (&campaign.signed_quality, &campaign.signed_technical, "signed_quality"),
        Department::Technical => (&campaign.signed_technical, &campaign.signed_quality, "signed_technical"),
    };
    if let Some(signed) = own {
        let (by, at) = (signed.by.clone(), signed.at);
        return Err(Refusal::AlreadyDone { field: field.into(), by, at }.into());
    }
    // What is not there yet cannot be agreed to.
    if let Some(lacks) = campaign.sheet.lacks().into_iter().find(|lacks| matches!(*lacks, "topics" | "focus")) {
        return Err(Refusal::missing(lacks).into());
    }
    if other.as_ref().is_some_and(|signed| signed.by == d.by) {
        return Err(
            Refusal::invalid("department", crate::domain::event::code(&c.department), Why::OtherDepartment).into()
        );
    }
    d.emit(Event::CampaignSigned(CampaignSigned { campaign: c.campaign.clone(), department: c.department }))?;
    Ok(c.campaign.to_string())
}
