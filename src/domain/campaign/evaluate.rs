//! Evaluating a campaign: its figures are taken and kept as they are, with what they were taken from; what is missing of
//! its gates stands beside them (S19, S7; M2, AM14, O7).

use super::gates::{GateName, gates};
use super::{Campaign, State};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CampaignId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The figures of a campaign, as the scoring engine printed them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The customers' view; empty where nobody answered.
    pub external: String,
    /// The ends of its 95 % interval; empty below two forms.
    pub low: String,
    /// The upper end.
    pub high: String,
    /// Its band.
    pub band: String,
    /// The total; empty where a part is missing.
    pub total: String,
    /// The rate of the satisfied (客户满意率), in per cent.
    pub rate: String,
    /// Forms that it rests on.
    pub forms: u32,
    /// How often a rule calls for action.
    pub triggers: u32,
    /// Complaints received in its time (O7: 客诉信息).
    pub complaints: u32,
    /// Those found valid.
    pub complaints_valid: u32,
}

/// The evaluation of a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    /// The figures.
    pub figures: Figures,
    /// Gates that it does not meet: with any, its result is "insufficient".
    pub short: Vec<GateName>,
    /// How complaints were handled (客诉处理报告).
    pub complaint_report: String,
    /// What was found wanting (不良分析报告).
    pub defect_report: String,
    /// Who wrote it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Evaluates a campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluateCampaign {
    /// The campaign.
    pub campaign: CampaignId,
    /// How complaints were handled.
    pub complaint_report: String,
    /// What was found wanting, and why.
    pub defect_report: String,
    /// The figures. The desk takes them: no command from outside brings its own.
    #[serde(skip)]
    pub figures: Figures,
}

/// A campaign was evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignEvaluated {
    /// The campaign.
    pub campaign: CampaignId,
    /// The figures.
    pub figures: Figures,
    /// Gates that it does not meet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short: Vec<GateName>,
    /// How complaints were handled.
    pub complaint_report: String,
    /// What was found wanting.
    pub defect_report: String,
}

impl CampaignEvaluated {
    /// Writes the evaluation.
    pub fn fold(&self, campaign: &mut Campaign, meta: &Meta<'_>) {
        campaign.evaluated = Some(Evaluated {
            figures: self.figures.clone(),
            short: self.short.clone(),
            complaint_report: self.complaint_report.clone(),
            defect_report: self.defect_report.clone(),
            by: meta.by.clone(),
            at: meta.at,
        });
    }
}

/// Decides [`EvaluateCampaign`]. Until the meeting it may be evaluated again.
pub fn decide(d: &mut Deciding<'_>, c: &EvaluateCampaign) -> Result<String, Stop> {
    let campaign = d.open_campaign(&c.campaign)?;
    match campaign.state() {
        State::Running | State::Evaluated => {}
        State::Draft | State::Signed => return Err(Refusal::missing("started").into()),
        State::Reviewed | State::Closed | State::Cancelled => {
            let (by, at) = campaign.reviewed.as_ref().map_or((d.by.clone(), d.now), |met| (met.by.clone(), met.at));
            return Err(Refusal::AlreadyDone { field: "reviewed".into(), by, at }.into());
        }
    }
    let complaint_report = d.text("complaint_report", &c.complaint_report)?;
    let defect_report = d.text("defect_report", &c.defect_report)?;
    let short = gates(&campaign).into_iter().filter(|gate| gate.met == Some(false)).map(|gate| gate.gate).collect();
    let (campaign, figures) = (c.campaign.clone(), c.figures.clone());
    let evaluated = CampaignEvaluated { campaign, figures, short, complaint_report, defect_report };
    d.emit(Event::CampaignEvaluated(evaluated))?;
    Ok(c.campaign.to_string())
}
