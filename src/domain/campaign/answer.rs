//! A form comes back: its answers are typed in, by the keys of the scheme and no others (M8); or it reached nobody.

use super::{Campaign, Issued, Respondent, SurveyForm, Way};
use crate::domain::call::answer::Opinion;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CampaignId, CustomerId, FormId, Personal, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Types in a form that came back, or notes that it reached nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerForm {
    /// The campaign.
    pub campaign: CampaignId,
    /// The number of the form; without one, that of the customer, else the first of the kind that is out. One that is
    /// in already is put right by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<u16>,
    /// customer, dealer, staff, competitor or internal, where no number is given.
    #[serde(default)]
    pub respondent: Respondent,
    /// Which customer answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Item → grade; `null` is "not applicable".
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, Option<u8>>,
    /// It has fewer answers than a whole one, and counts as returned all the same (N8).
    #[serde(default)]
    pub partial: bool,
    /// What was written in the free column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// praise, suggestion or complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// It reached nobody: a wrong number or address.
    #[serde(default)]
    pub undelivered: bool,
}

/// A form came back, or reached nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAnswered {
    /// The campaign.
    pub campaign: CampaignId,
    /// The id of its answers.
    pub form: FormId,
    /// Its number.
    pub number: u16,
    /// Who filled it in.
    pub respondent: Respondent,
    /// Which customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The scheme.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// How they were asked.
    pub way: Way,
    /// Item → grade; none where it reached nobody.
    pub answers: BTreeMap<String, Option<u8>>,
    /// What was written in the free column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Personal>,
    /// What kind of words they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// It reached nobody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undelivered: bool,
}

impl FormAnswered {
    /// Counts the form in its campaign.
    pub fn fold(&self, campaign: &mut Campaign, meta: &Meta<'_>) {
        if let Some(form) = campaign.forms.iter_mut().find(|form| form.number == self.number) {
            form.returned = (!self.undelivered).then_some(form.returned.unwrap_or(meta.at));
            form.undelivered = self.undelivered;
            form.customer = self.customer.clone();
        }
    }

    /// The answers as they stand now.
    pub fn form(&self, meta: &Meta<'_>) -> SurveyForm {
        SurveyForm {
            id: self.form.clone(),
            campaign: self.campaign.clone(),
            respondent: self.respondent,
            customer: self.customer.clone(),
            scheme: self.scheme.clone(),
            version: self.version,
            way: self.way,
            answers: self.answers.clone(),
            words: self.words.clone(),
            opinion: self.opinion,
            by: meta.by.clone(),
            at: meta.at,
            marks: Default::default(),
        }
    }
}

/// Decides [`AnswerForm`].
pub fn decide(d: &mut Deciding<'_>, c: &AnswerForm) -> Result<String, Stop> {
    let campaign = d.running_campaign(&c.campaign)?;
    let customer = match &c.customer {
        Some(customer) => Some(d.customer("customer", customer)?.id.clone()),
        None => None,
    };
    let issued = meant(&campaign, c, customer.as_ref())?;
    let customer = customer.or_else(|| issued.customer.clone());
    if !c.undelivered {
        check(&campaign, c)?;
    }
    let about = customer.as_ref().map_or(c.campaign.as_str(), CustomerId::as_str);
    let words = d.optional_text("words", c.words.as_deref())?.map(|words| Personal::new(&words, about));
    let form = campaign.form_id(issued.number);
    d.emit(Event::FormAnswered(FormAnswered {
        campaign: c.campaign.clone(),
        form: form.clone(),
        number: issued.number,
        respondent: issued.respondent,
        customer,
        scheme: campaign.questionnaire.scheme.clone(),
        version: campaign.questionnaire.version,
        way: campaign.sheet.way,
        answers: if c.undelivered { BTreeMap::new() } else { c.answers.clone() },
        words,
        opinion: c.opinion,
        undelivered: c.undelivered,
    }))?;
    Ok(form.to_string())
}

/// The form that is meant.
fn meant<'c>(campaign: &'c Campaign, c: &AnswerForm, customer: Option<&CustomerId>) -> Result<&'c Issued, Refusal> {
    if let Some(number) = c.form {
        return campaign.form(number).ok_or_else(|| Refusal::not_found("form", number));
    }
    if let Some(form) = customer.and_then(|customer| campaign.form_of(customer)) {
        return match form.returned {
            None => Ok(form),
            Some(_) => Err(Refusal::invalid("customer", form.number, Why::Twice)),
        };
    }
    let mut open = campaign.open_forms().filter(|form| form.respondent == c.respondent && form.customer.is_none());
    open.next().ok_or_else(|| Refusal::missing("form"))
}

/// Refuses items and grades that the scheme does not have, and a form with too few answers that nobody calls partial.
fn check(campaign: &Campaign, c: &AnswerForm) -> Result<(), Refusal> {
    let asked = &campaign.questionnaire;
    if c.answers.is_empty() {
        return Err(Refusal::missing("answers"));
    }
    for (item, grade) in &c.answers {
        if !asked.items.contains(item) {
            return Err(Refusal::invalid("answers", item, Why::NotOneOf(asked.items.clone())));
        }
        if let Some(grade) = grade.filter(|grade| !asked.grades.contains(grade)) {
            let allowed = asked.grades.iter().map(u8::to_string).collect();
            return Err(Refusal::invalid("answers", format!("{item} {grade}"), Why::NotOneOf(allowed)));
        }
    }
    let answered = c.answers.values().flatten().count();
    let whole = answered >= usize::from(asked.answered_min);
    if !whole && !c.partial {
        let (least, most) = (i64::from(asked.answered_min), asked.items.len() as i64);
        return Err(Refusal::invalid("partial", answered, Why::OutOfRange { least, most }));
    }
    Ok(())
}
