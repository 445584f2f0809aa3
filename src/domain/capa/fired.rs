//! What opens corrective actions by itself: the answers of a customer, in the same line of the journal (O1, O3; feature 58),
//! and a complaint that is judged valid (S17: 如为有效投诉,则发出《纠正与预防措施报告》; L4).
//!
//! The rules are those of the scheme that customers are asked by, in the version of that moment. The events carry what
//! fired; the fold knows no scheme. Whoever takes answers in another way than by a call has [`answered`] for it.

use super::close::CapaWithdrawn;
use super::open::{Opening, open};
use super::to_tell;
use super::{Evidence, Level, On, Trigger};
use crate::domain::call::Call;
use crate::domain::call::answer::{AnswerCall, Opinion};
use crate::domain::complaint::Complaint;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::rules::Survey;
use crate::domain::{CapaId, CustomerId, Event, Stamp, event};
use crate::scoring::fact::{Answers, Reasons, Response};
use crate::scoring::scheme::CallsFor;
use crate::scoring::study::project::{Called, called};
use crate::scoring::{self, Fact, Moment, Respondent};

/// What a customer answered, wherever.
pub struct Told<'a> {
    /// Where it is found again.
    pub evidence: Evidence,
    /// Who answered.
    pub customer: Option<&'a CustomerId>,
    /// Item and grade.
    pub answers: &'a std::collections::BTreeMap<String, Option<u8>>,
    /// Item and reason.
    pub reasons: &'a std::collections::BTreeMap<String, String>,
    /// What their own words amount to.
    pub opinion: Option<Opinion>,
}

/// Opens a corrective action for every rule that a call's answers fire.
pub fn by_call(d: &mut Deciding<'_>, call: &Call, c: &AnswerCall) -> Result<(), Stop> {
    let evidence = Evidence { call: Some(call.id.clone()), order: call.order.clone(), complaint: None };
    let (customer, opinion) = (call.customer.as_ref(), c.opinion);
    answered(d, Told { evidence, customer, answers: &c.answers, reasons: &c.reasons, opinion })
}

/// Opens a corrective action for every rule that a form fires.
pub fn answered(d: &mut Deciding<'_>, told: Told<'_>) -> Result<(), Stop> {
    let (scheme, version) = (d.rules.survey.scheme.clone(), d.rules.survey.version);
    for one in calls_for(&d.rules.survey, d.now, &told) {
        let trigger = Trigger { rule: one.rule.clone(), scheme: scheme.clone(), version, on: on(&one) };
        open(
            d,
            Opening {
                trigger,
                level: level(one.calls_for),
                cause: one.cause,
                period: month(d.now),
                evidence: told.evidence.clone(),
                customer: told.customer.cloned(),
                department: None,
                project: None,
            },
        )?;
    }
    Ok(())
}

/// What answers call for, a corrective action each.
pub fn calls_for(survey: &Survey, at: Stamp, told: &Told<'_>) -> Vec<Called> {
    let Some(scheme) = survey.watched.as_deref().filter(|scheme| scheme.is_approved()) else { return Vec::new() };
    // Answers that the scheme does not know were refused before.
    fact(survey, at, told).and_then(|fact| called(scheme, &fact).ok()).unwrap_or_default()
}

/// The answers as the engine reads them.
fn fact(survey: &Survey, at: Stamp, told: &Told<'_>) -> Option<Fact> {
    let opinion = told.opinion.map(|opinion| match opinion {
        Opinion::Praise => scoring::Opinion::Praise,
        Opinion::Suggestion => scoring::Opinion::Suggestion,
        Opinion::Complaint => scoring::Opinion::Complaint,
    });
    Some(Fact::Response(Response {
        stamp: scoring::fact::Stamp {
            id: String::new(),
            at: Moment::read(&at.to_string()).ok()?,
            shop: None,
            seq: None,
            void: false,
        },
        scheme: survey.scheme.clone(),
        version: Some(survey.version),
        order: None,
        customer: None,
        segment: None,
        respondent: Respondent::Customer,
        mode: None,
        answers: told.answers.iter().map(|(item, grade)| (item.clone(), *grade)).collect::<Answers>(),
        alike: false,
        reasons: told.reasons.iter().map(|(item, code)| (item.clone(), code.clone())).collect::<Reasons>(),
        opinion,
        advisor: None,
        technician: None,
        caller: None,
    }))
}

fn on(called: &Called) -> On {
    match (&called.answer, called.opinion) {
        (Some((item, grade)), _) => On::Answer { item: item.clone(), grade: *grade },
        (None, Some(scoring::Opinion::Praise)) => On::Opinion { opinion: Opinion::Praise },
        (None, Some(scoring::Opinion::Suggestion)) => On::Opinion { opinion: Opinion::Suggestion },
        (None, Some(scoring::Opinion::Complaint)) => On::Opinion { opinion: Opinion::Complaint },
        (None, None) => On::Form { score: called.score.clone().unwrap_or_default() },
    }
}

/// What a rule of a scheme asks for, as a corrective action calls it.
pub fn level(calls_for: CallsFor) -> Level {
    match calls_for {
        CallsFor::Sheet => Level::Sheet,
        CallsFor::Report => Level::Report,
        CallsFor::Contact => Level::Contact,
        CallsFor::Causes => Level::Causes,
        CallsFor::Owner => Level::Owner,
    }
}

/// Year and month of a moment.
pub fn month(at: Stamp) -> String {
    at.local().format("%Y-%m").to_string()
}

/// Opens the corrective action of a complaint that is judged valid, for the department that answers for it. One that was
/// opened before, when it was judged for the first time, stays.
pub fn by_complaint(d: &mut Deciding<'_>, complaint: &Complaint, department: &str) -> Result<CapaId, Stop> {
    let earlier = complaint.course.judged.as_ref().filter(|judged| judged.valid);
    if let Some(capa) = earlier.and_then(|judged| judged.capa.clone()) {
        return Ok(capa);
    }
    let category = complaint.category;
    open(
        d,
        Opening {
            trigger: Trigger { rule: String::new(), scheme: String::new(), version: 0, on: On::Complaint { category } },
            level: Level::Sheet,
            cause: format!("complaint:{}", event::code(&category)),
            period: month(complaint.spoke),
            evidence: Evidence {
                call: complaint.call.clone(),
                order: complaint.order.clone(),
                complaint: Some(complaint.id.clone()),
            },
            customer: complaint.customer.clone(),
            department: Some(department.to_string()),
            project: None,
        },
    )
}

/// Withdraws the corrective action of a complaint that is found not to be valid after all.
pub fn withdraw(d: &mut Deciding<'_>, complaint: &Complaint, reason: &str) -> Result<(), Stop> {
    let Some(id) = complaint.course.judged.as_ref().and_then(|judged| judged.capa.clone()) else { return Ok(()) };
    let capa = d.capa_named("capa", &id)?;
    if !capa.is_open() {
        return Ok(());
    }
    let (project, reason) = (capa.project.clone(), reason.to_string());
    d.emit(Event::CapaWithdrawn(CapaWithdrawn { capa: id.clone(), project, reason, taken_back: false }))?;
    to_tell::call_off(d, &id)
}
