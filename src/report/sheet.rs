//! The three sheets of a visit: what was taken in, what to do, what it costs.

use super::paper::{Column, Paper};
use super::{payers, quote, visit};
use crate::desk::rows::{ComebackRow, LineRow, OrderPage};
use crate::domain::order::quote::Decision;
use crate::domain::{StaffId, Stamp};
use crate::text::{Words, format, term};

/// A sheet of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// What was taken in, for the customer.
    Reception,
    /// What to do, for the workshop. It carries neither phone nor price.
    WorkOrder,
    /// What it costs, to sign and pay.
    Settlement,
    /// What it would cost, line by line.
    Estimate,
    /// Scope, cost and time, to sign.
    Contract,
}

impl Sheet {
    /// The name that files of this sheet carry.
    pub fn word(self) -> &'static str {
        match self {
            Sheet::Reception => "reception",
            Sheet::WorkOrder => "work-order",
            Sheet::Settlement => "settlement",
            Sheet::Estimate => "estimate",
            Sheet::Contract => "contract",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Sheet::Reception => "sheet-reception",
            Sheet::WorkOrder => "sheet-workshop",
            Sheet::Settlement => "sheet-settlement",
            Sheet::Estimate => "sheet-estimate",
            Sheet::Contract => "sheet-contract",
        }
    }
}

/// What a sheet needs besides the order.
pub struct About<'a> {
    /// The words of the language to print in.
    pub words: &'a Words,
    /// The shop's name.
    pub shop: &'a str,
    /// The name of a member of staff.
    pub name: &'a dyn Fn(&StaffId) -> String,
    /// When it is printed.
    pub now: Stamp,
}

/// Lays out a sheet as plain text, 80 columns wide.
pub fn sheet(kind: Sheet, page: &OrderPage, about: &About<'_>) -> String {
    let mut paper = Paper::default();
    paper.middle(about.shop);
    paper.middle(&about.words.get(kind.title()));
    paper.rule();
    match kind {
        Sheet::Reception => reception(&mut paper, page, about),
        Sheet::WorkOrder => work_order(&mut paper, page, about),
        Sheet::Settlement => settlement(&mut paper, page, about),
        Sheet::Estimate => quote::estimate(&mut paper, page, about),
        Sheet::Contract => quote::contract(&mut paper, page, about),
    }
    paper.blank();
    let printed = about.words.with("sheet-printed", &[("at", &full(about.now))]);
    paper.wrapped(&printed, 0);
    paper.finish()
}

/// A day and time that is still clear in a year.
pub(super) fn full(at: Stamp) -> String {
    at.local().format("%Y-%m-%d %H:%M").to_string()
}

/// Labels and values that say something.
pub(super) fn pairs(paper: &mut Paper, about: &About<'_>, pairs: &[(&str, String)]) {
    let said: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    let labels: Vec<_> = said.iter().map(|(key, _)| about.words.get(key).into_owned()).collect();
    let shown: Vec<_> = labels.iter().map(String::as_str).zip(said.iter().map(|(_, value)| value.clone())).collect();
    paper.pairs(&shown);
}

pub(super) fn car(page: &OrderPage) -> [(&'static str, String); 4] {
    let mileage = page.mileage.map(|km| format!("{} km", format::kilometres(km))).unwrap_or_default();
    [
        ("field-plate", format::plate(&page.plate)),
        ("field-model", page.model.clone()),
        ("field-vin", page.vin.clone()),
        ("field-mileage", mileage),
    ]
}

pub(super) fn head(page: &OrderPage, about: &About<'_>) -> [(&'static str, String); 4] {
    let promise = page.promise.as_ref().map(|promise| full(promise.at)).unwrap_or_default();
    [
        ("field-order", page.order.to_string()),
        ("sheet-received", full(page.received)),
        ("field-advisor", (about.name)(&page.advisor)),
        ("field-promise", promise),
    ]
}

pub(super) fn customer(page: &OrderPage) -> [(&'static str, String); 2] {
    [("field-customer", page.name.clone()), ("field-phone", page.phone.clone())]
}

fn words_of_customer(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    paper.heading(&about.words.get("field-says"));
    for said in page.says.iter().filter(|said| !said.words.is_empty()) {
        paper.wrapped(&format!("  {}", said.words), 2);
    }
    visit::shows(paper, page, about);
}

fn reception(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let words = about.words;
    pairs(paper, about, &head(page, about));
    pairs(paper, about, &customer(page));
    pairs(paper, about, &car(page));
    let fuel = page.fuel.map(|eighths| format!("{eighths}/8")).unwrap_or_default();
    let walked = page
        .walk_round
        .as_ref()
        .map(|walk| words.get(if walk.with_customer { "sheet-walked-together" } else { "sheet-walked" }).into_owned());
    let intake = [
        ("field-fuel", fuel),
        ("field-walk-round", walked.unwrap_or_default()),
        ("field-belongings", page.belongings.clone()),
    ];
    pairs(paper, about, &intake);
    pairs(paper, about, &visit::topic(page, about));
    words_of_customer(paper, page, about);
    visit::inspection(paper, page, about);
    if !page.deferred.is_empty() {
        paper.heading(&words.get("sheet-put-off"));
        for line in &page.deferred {
            let label = format::told(words, &line.label, &line.english);
            let said = if line.declined { Decision::Declined } else { Decision::Deferred };
            paper.wrapped(&format!("  {label}  {}  ({})", line.price, words.get(term::decision(said))), 2);
        }
    }
    visit::promises(paper, page, about);
    paper.blank();
    paper.wrapped(&words.get("sheet-reception-note"), 0);
    paper.sign(&words.get("sheet-sign-customer"), &words.get("field-advisor"));
}

/// What was found, why it is so, and what to do about it.
pub(super) fn findings(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    if !page.findings.is_empty() {
        paper.heading(&about.words.get("sheet-findings"));
    }
    for finding in &page.findings {
        paper.wrapped(&format!("  {}. {}", finding.number, finding.found), 5);
        let more = [("field-cause", &finding.cause), ("field-plan", &finding.plan)];
        for (key, text) in more.iter().filter_map(|(key, text)| text.as_ref().map(|text| (key, text))) {
            paper.wrapped(&format!("     {}: {text}", about.words.get(key)), 7);
        }
    }
}

fn work_order(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let words = about.words;
    pairs(paper, about, &head(page, about));
    pairs(paper, about, &car(page));
    let marks = [
        ("field-waiting", if page.waiting { words.get("form-yes").into_owned() } else { String::new() }),
        ("field-comeback-of", comeback(words, page)),
        ("field-reworks", reworks(page)),
    ];
    pairs(paper, about, &marks);
    pairs(paper, about, &visit::topic(page, about));
    words_of_customer(paper, page, about);
    special(paper, page, about);
    visit::confirmed(paper, page, about);
    findings(paper, page, about);
    paper.heading(&words.get("sheet-jobs"));
    let columns = [
        Column { head: words.get("field-line").into_owned(), width: 6, right: false },
        Column { head: words.get("field-label").into_owned(), width: 40, right: false },
        Column { head: words.get("sheet-hours").into_owned(), width: 8, right: true },
        Column { head: words.get("field-technician").into_owned(), width: 16, right: false },
        Column { head: words.get("sheet-done").into_owned(), width: 10, right: false },
    ];
    let row = |line: &LineRow| {
        let technician = line.work.technicians.last().map(about.name).unwrap_or_default();
        let done = line.work.finished.map(format::time).unwrap_or_else(|| "[   ]".to_string());
        vec![format!("{}", line.number), label(words, line), format::hours(line.minutes), technician, done]
    };
    let rows: Vec<_> = decided(page, Decision::Accepted).map(row).collect();
    paper.table(&columns, &rows);
    workshop_wording(paper, page, words);
    paper.blank();
    paper.wrapped(&words.get("sheet-workshop-note"), 0);
    paper.sign(&words.get("field-technician"), &words.get("field-inspector"));
}

/// The earlier order whose repair did not hold, with what was done there (I5).
fn comeback(words: &Words, page: &OrderPage) -> String {
    let told = |row: &ComebackRow| format!("{}  {}", row.of, format::told(words, &row.label, &row.english));
    page.comeback.as_ref().map(told).unwrap_or_default()
}

/// How often the quality check sent the car back; nothing for never (I1).
fn reworks(page: &OrderPage) -> String {
    let failed = page.checks.iter().filter(|check| !check.passed).count();
    if failed > 0 { failed.to_string() } else { String::new() }
}

/// What the customer or car asks of every visit, each with a box to tick (S2).
fn special(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    if page.requirements.is_empty() {
        return;
    }
    paper.heading(&about.words.get("sheet-special"));
    for row in &page.requirements {
        let tick = if row.ticked.is_some() { "[ x ]" } else { "[   ]" };
        paper.wrapped(&format!("  {tick} {}", row.text), 8);
    }
}

fn settlement(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let words = about.words;
    pairs(paper, about, &head(page, about));
    pairs(paper, about, &customer(page));
    pairs(paper, about, &car(page));
    paper.blank();
    let columns = [
        Column { head: words.get("field-line").into_owned(), width: 6, right: false },
        Column { head: words.get("field-label").into_owned(), width: 38, right: false },
        Column { head: words.get("field-labour").into_owned(), width: 12, right: true },
        Column { head: words.get("field-parts").into_owned(), width: 12, right: true },
        Column { head: words.get("sheet-price").into_owned(), width: 12, right: true },
    ];
    let row = |line: &LineRow| {
        let money = [line.labour, line.parts, line.price].map(|money| money.to_string());
        [vec![line.number.to_string(), label(words, line)], money.to_vec()].concat()
    };
    let done: Vec<&LineRow> = decided(page, Decision::Accepted).collect();
    let rows: Vec<_> = done.iter().map(|line| row(line)).collect();
    paper.table(&columns, &rows);
    paper.rule();
    payers::settled(paper, page, about, &done);
    let sums = [("sheet-bill", page.bill), ("sheet-paid", page.paid), ("sheet-due", page.due)];
    // Where several pay, their table says it for each of them.
    if page.payers.is_empty() {
        pairs(paper, about, &sums.map(|(key, money)| (key, money.to_string())));
    }
    for payment in &page.payments {
        let method = words.get(term::method(payment.method));
        let other = (!payment.payer.is_customer()).then(|| words.get(term::payer(payment.payer)));
        let paid = format!("  {}  {}  {}  {}", full(payment.at), method, payment.amount, other.unwrap_or_default());
        paper.wrapped(paid.trim_end(), 2);
    }
    checked(paper, page, about);
    not_done(paper, page, about);
    let cautions = page.explained.as_ref().map(|(_, cautions)| cautions.as_str()).unwrap_or_default();
    if !cautions.is_empty() {
        paper.heading(&words.get("field-cautions"));
        paper.wrapped(&format!("  {cautions}"), 2);
    }
    paper.blank();
    paper.wrapped(&words.get("sheet-settlement-note"), 0);
    paper.sign(&words.get("sheet-sign-customer"), &words.get("field-advisor"));
}

/// The last check: who, and the road test.
fn checked(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let Some(check) = page.checks.last().filter(|check| check.passed) else { return };
    let road = about.words.get(term::road(check.road)).into_owned();
    let invited = check.invited.map(|yes| if yes { "form-yes" } else { "form-no" });
    let invited = invited.map(|key| about.words.get(key).into_owned()).unwrap_or_default();
    let checked = [
        ("field-inspector", (about.name)(&check.inspector)),
        ("field-road-test", road),
        ("field-customer-invited", invited),
    ];
    paper.blank();
    pairs(paper, about, &checked);
}

/// What the customer did not want now, so that they know.
fn not_done(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let open: Vec<&LineRow> = decided(page, Decision::Deferred).chain(decided(page, Decision::Declined)).collect();
    if open.is_empty() {
        return;
    }
    paper.heading(&about.words.get("sheet-not-done"));
    for line in open {
        let decision = about.words.get(term::decision(line.decision));
        paper.wrapped(&format!("  {}  {}  ({decision})", label(about.words, line), line.price), 2);
    }
}

/// What is done, in the customer's words and the language of the sheet (A8).
pub(super) fn label(words: &Words, line: &LineRow) -> String {
    format::told(words, &line.label, &line.english.label).to_string()
}

/// What is done, in the workshop's own wording, where a line has it.
fn workshop_wording(paper: &mut Paper, page: &OrderPage, words: &Words) {
    for line in decided(page, Decision::Accepted) {
        let wording = format::told(words, &line.workshop, &line.english.workshop);
        if !wording.is_empty() {
            paper.wrapped(&format!("  {}. {wording}", line.number), 5);
        }
    }
}

pub(super) fn decided(page: &OrderPage, decision: Decision) -> impl Iterator<Item = &LineRow> {
    page.lines.iter().filter(move |line| line.decision == decision)
}
