//! The facts of a record: what the scoring engine reads, and `feed` prints (CONTRACTS 4).
//!
//! What nobody has judged or taken down is left open: whether a complaint is valid (S17, L4), and whether a car broke down
//! through our fault (`line_down`), which no record tells. Neither counts for or against the shop until somebody says.
//!
//! A fact is a pure function of the record it comes from. When the record changes, its facts move to the newer journal
//! line: a reader that follows the feed replaces what it had.

use crate::domain::call::Call;
use crate::domain::campaign::{Campaign, Issued, SurveyForm};
use crate::domain::complaint::Complaint;
use crate::domain::order::kept::Remedy;
use crate::domain::order::payer::Payer;
use crate::domain::order::{Order, quote::Decision};
use crate::domain::{Money, Record, Stamp};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// The name of this shop in facts; facts of several shops may be put together.
pub const SHOP: &str = "main";

/// A fact and where it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct FactRow {
    /// The journal line it came to be in.
    pub seq: u64,
    /// Its day.
    pub day: NaiveDate,
    /// Its kind, as a letter that sorts.
    pub kind: u8,
    /// Its id.
    pub id: String,
    /// One line of JSON.
    pub json: String,
}

/// All facts of a record, but for what other records say of it: the customer's segment is read with the fact.
pub fn of(record: &Record) -> Vec<FactRow> {
    match record {
        Record::Order(order) => delivery(order).into_iter().collect(),
        Record::Call(call) => of_call(call),
        Record::Complaint(complaint) => vec![of_complaint(complaint)],
        Record::Campaign(campaign) => of_campaign(campaign),
        Record::Form(form) => of_form(form).into_iter().collect(),
        Record::Shop(_)
        | Record::Staff(_)
        | Record::Customer(_)
        | Record::Vehicle(_)
        | Record::Requirement(_)
        | Record::Capa(_)
        | Record::Project(_)
        | Record::Once(_)
        | Record::Online(_)
        | Record::Feedback(_)
        | Record::Plate(_)
        | Record::User(_)
        | Record::Login(_)
        | Record::Reads(_)
        | Record::Plan(_)
        | Record::Slot(_)
        | Record::Phone(_)
        | Record::Counter(_) => Vec::new(),
    }
}

fn row(kind: u8, at: Stamp, seq: u64, id: &str, mut fact: Value) -> FactRow {
    if let Value::Object(fields) = &mut fact {
        // What is not known is left out; only a judgement may be open (CONTRACTS 4).
        fields.retain(|name, value| !value.is_null() || name == "valid");
        fields.insert("at".into(), json!(at.to_string()));
        fields.insert("id".into(), json!(id));
        fields.insert("shop".into(), json!(SHOP));
        fields.insert("seq".into(), json!(seq));
    }
    FactRow { seq, day: at.day(), kind, id: id.to_string(), json: fact.to_string() }
}

/// What changes the fact of a delivery: its newest line is that of the fact, so that a reader replaces what it had.
const DELIVERY: [&str; 5] =
    ["order.handed-over", "order.payers-set", "order.comeback-noted", "order.fault-noted", "order.undone"];

/// What the shop spent on doing work again and on helping the customer out: the jobs that it pays itself, and what it
/// gave free of charge or lent for its own faults and for promises that it broke (N3, the repair shop's reading of
/// 超额运费). What the customer was let off or given back is less income, and no such spending.
fn premium(order: &Order) -> Money {
    let broken = order.promises_judged.as_ref().and_then(|judged| judged.remedy.as_ref());
    let given = order.faults.iter().map(|fault| (fault.remedy, fault.cost));
    let given = given.chain(broken.map(|made| (made.kind, made.cost)));
    let spent = given.filter(|(remedy, _)| match remedy {
        Remedy::Free | Remedy::Other => true,
        Remedy::Apology | Remedy::Discount | Remedy::Refund => false,
    });
    order.bill_of(Payer::Internal) + spent.map(|(_, cost)| cost).sum()
}

fn delivery(order: &Order) -> Option<FactRow> {
    let handed = order.handed.as_ref()?;
    let repaired = order.lines.iter().any(|line| line.decision() == Decision::Accepted);
    if !repaired {
        return None;
    }
    let seq = order.log.iter().rev().find(|did| DELIVERY.contains(&&*did.kind)).map_or(0, |did| did.seq);
    let fact = json!({
        "fact": "delivery",
        "customer": order.customer,
        "on_time": order.kept_promise(),
        "comeback": order.comeback_of.is_some(),
        "billed": order.total(),
        "premium": premium(order),
        "advisor": order.advisor,
        "technician": order.technicians().first(),
    });
    Some(row(b'd', handed.at, seq, order.id.as_str(), fact))
}

/// A call that asks no survey is none of those that scores and their rates of return are made of.
fn of_call(call: &Call) -> Vec<FactRow> {
    if !call.kind.is_follow_up() {
        return Vec::new();
    }
    let seq = call.marks.version();
    let mut rows = Vec::new();
    if let Some(first) = call.attempts.first() {
        let fact = json!({"fact": "issued", "scheme": call.scheme, "version": call.version,
            "customer": call.customer});
        rows.push(row(b'i', first.at, seq, call.id.as_str(), fact));
    }
    // What was taken back and not made again is withdrawn from those who read it (CONTRACTS 4).
    for (number, gone) in call.gone() {
        let id = format!("{}.{number}", call.id);
        rows.push(row(b'a', gone.at, seq, &id, json!({"fact": "attempt", "void": true})));
        if *number == 1 {
            rows.push(row(b'i', gone.at, seq, call.id.as_str(), json!({"fact": "issued", "void": true})));
        }
    }
    if let Some(gone) = call.answers_gone() {
        let fact = json!({"fact": "response", "void": true, "scheme": call.scheme, "version": call.version,
            "respondent": "customer", "answers": {}});
        rows.push(row(b'r', gone.at, seq, call.id.as_str(), fact));
    }
    for (i, attempt) in call.attempts.iter().enumerate() {
        let fact = json!({"fact": "attempt", "issued": call.id, "outcome": attempt.outcome, "caller": attempt.by});
        rows.push(row(b'a', attempt.at, seq, &format!("{}.{}", call.id, i + 1), fact));
    }
    if let Some(answers) = &call.answers {
        let fact = json!({
            "fact": "response",
            "scheme": answers.scheme,
            "version": answers.version,
            "order": call.order,
            "customer": call.customer,
            "respondent": "customer",
            "mode": answers.mode,
            "answers": answers.grades,
            "alike": answers.alike,
            "reasons": (!answers.reasons.is_empty()).then_some(&answers.reasons),
            "opinion": answers.opinion,
            "advisor": call.advisor,
            "technician": call.technician,
            "caller": answers.by,
        });
        rows.push(row(b'r', answers.at, seq, call.id.as_str(), fact));
    }
    rows
}

/// Forms that a campaign issued, those of competitors and internal customers apart (AM32, M14).
fn of_campaign(campaign: &Campaign) -> Vec<FactRow> {
    let counted = campaign.forms.iter().filter(|form| form.respondent.counts());
    let fact = |form: &Issued| {
        let asked = &campaign.questionnaire;
        let fact = json!({"fact": "issued", "scheme": asked.scheme, "version": asked.version,
            "customer": form.customer});
        row(b'i', form.at, form.seq, campaign.form_id(form.number).as_str(), fact)
    };
    counted.map(fact).collect()
}

/// A form that came back; none of one that reached nobody.
fn of_form(form: &SurveyForm) -> Option<FactRow> {
    if form.answers.is_empty() {
        return None;
    }
    let fact = json!({
        "fact": "response",
        "scheme": form.scheme,
        "version": form.version,
        "customer": form.customer,
        "respondent": form.respondent,
        "mode": form.way,
        "answers": form.answers,
        "opinion": form.opinion,
        "caller": form.by,
    });
    Some(row(b'r', form.at, form.marks.version(), form.id.as_str(), fact))
}

fn of_complaint(complaint: &Complaint) -> FactRow {
    let fact = json!({
        "fact": "complaint",
        "order": complaint.order,
        "customer": complaint.customer,
        // Open until the quality role judged it (S17, L4).
        "valid": complaint.course.judged.as_ref().map(|judged| judged.valid),
        "category": complaint.category,
        "severity": complaint.severity,
        "advisor": complaint.advisor,
        "technician": complaint.technician,
    });
    row(b'c', complaint.spoke, complaint.marks.version(), complaint.id.as_str(), fact)
}
