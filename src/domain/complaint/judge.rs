//! The quality department's judgement: a valid complaint becomes a corrective action, one that is not is explained to the
//! customer (S17: 交质量部识别; L4).

use super::Complaint;
use super::course::Due;
use super::note::ComplaintNoted;
use super::raise::Fault;
use crate::domain::capa::fired;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CapaId, ComplaintId, Personal, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The complaint is valid.
    pub valid: bool,
    /// The number of the corrective action; none for one that is not valid.
    pub number: Option<String>,
    /// The department that finds the cause and makes the plan.
    pub department: Option<String>,
    /// Its corrective action; none in journals from before there were any.
    pub capa: Option<CapaId>,
    /// Who judged.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Judges whether a complaint is valid. A valid one needs the department that answers for it; one that is not needs the
/// reason, and what the customer was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// It is valid.
    pub valid: bool,
    /// Why it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was explained to the customer, if it is not valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// The department that answers for it, if it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The number of the corrective action on paper; without it, that of its record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Whose fault it is, as was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
}

/// A complaint was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintJudged {
    /// The complaint.
    pub complaint: ComplaintId,
    /// It is valid.
    pub valid: bool,
    /// Why it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The number of the corrective action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The department that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Whose fault it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// The corrective action that it calls for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capa: Option<CapaId>,
}

impl ComplaintJudged {
    /// Writes the judgement.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        complaint.fault = self.fault.or(complaint.fault);
        complaint.course.judged = Some(Judged {
            valid: self.valid,
            number: self.number.clone(),
            department: self.department.clone(),
            capa: self.capa.clone(),
            by: meta.by.clone(),
            at: meta.at,
        });
        // The department stands with the judgement, as a code that each language has its word for.
        let lines = vec![self.number.clone().unwrap_or_default(), self.reason.clone().unwrap_or_default()];
        complaint.take(Due::Judge, self.valid, lines, meta.by, meta.at);
    }
}

/// Decides [`JudgeComplaint`]. Once there is a plan, the judgement stands.
pub fn decide(d: &mut Deciding<'_>, c: &JudgeComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    if let (Some(judged), true) = (&complaint.course.judged, complaint.course.plan.is_some()) {
        let (by, at) = (judged.by.clone(), judged.at);
        return Err(Refusal::AlreadyDone { field: "judged".into(), by, at }.into());
    }
    let about = complaint.customer.as_ref().map_or(c.complaint.as_str(), |id| id.as_str());
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut judged = ComplaintJudged {
        complaint: c.complaint.clone(),
        valid: c.valid,
        reason: None,
        number: None,
        department: None,
        fault: c.fault,
        capa: None,
    };
    if c.valid {
        let department = d.text("department", &given(&c.department))?;
        let number = d.optional_text("number", c.number.as_deref())?;
        let capa = fired::by_complaint(d, &complaint, &department)?;
        judged.number = Some(number.unwrap_or_else(|| capa.to_string()));
        (judged.department, judged.capa) = (Some(department), Some(capa));
        d.emit(Event::ComplaintJudged(judged))?;
        return Ok(c.complaint.to_string());
    }
    let reason = d.text("reason", &given(&c.reason))?;
    let explanation = given(&c.explanation);
    let text = Personal::new(d.words("explanation", &explanation)?, about);
    fired::withdraw(d, &complaint, &reason)?;
    judged.reason = Some(reason);
    d.emit(Event::ComplaintJudged(judged))?;
    // The explanation is a clear answer, and stands in the thread with the others.
    let (complaint, step, apology) = (c.complaint.clone(), None, false);
    d.emit(Event::ComplaintNoted(ComplaintNoted { complaint, text, answers: true, step, apology }))?;
    Ok(c.complaint.to_string())
}
