//! The corrective and preventive action sheet on paper: 纠正和预防措施单; as a report of the management representative, 纠正与预防措施报告
//! (S17, S19; O1, O2). What is not there yet leaves room to write.

use super::paper::Paper;
use super::sheet::{About, full, pairs};
use crate::desk::rows::{CapaEntry, CapaPage};
use crate::domain::capa::Level;
use crate::domain::capa::course::Did;
use crate::scoring::Scheme;
use crate::text::{capa, format, scored, term};

/// Lines left to write on where nothing stands yet.
const ROOM: usize = 2;

/// The name of the file or print job.
pub const WORD: &str = "corrective-action";

/// Lays out the sheet as plain text, 80 columns wide. `scheme` has the words of the rule that fired.
pub fn sheet(page: &CapaPage, scheme: Option<&Scheme>, about: &About<'_>) -> String {
    let words = about.words;
    let mut paper = Paper::default();
    paper.middle(about.shop);
    paper.middle(&words.get(title(page.row.level)));
    paper.rule();
    head(&mut paper, page, about);
    part(&mut paper, about, "sheet-capa-trigger", &trigger(page, scheme, about));
    evidence(&mut paper, page, about);
    let plan = page.plan.as_ref();
    let of = |text: Option<&String>| text.map(|text| vec![text.clone()]).unwrap_or_default();
    part(&mut paper, about, "sheet-capa-cause", &of(plan.map(|plan| &plan.cause)));
    if page.row.level == Level::Causes {
        part(&mut paper, about, "sheet-capa-shortfall", &of(plan.and_then(|plan| plan.shortfall.as_ref())));
    }
    part(&mut paper, about, "sheet-capa-measure", &of(plan.map(|plan| &plan.measure)));
    part(&mut paper, about, "sheet-capa-prevention", &of(plan.and_then(|plan| plan.prevention.as_ref())));
    part(&mut paper, about, "sheet-capa-done", &since(page, about, &[Did::Acted]));
    part(&mut paper, about, "sheet-capa-verified", &since(page, about, &[Did::Effective, Did::NotEffective]));
    if page.needs_telling {
        let told = [Did::Contacted, Did::Told, Did::NotSatisfied, Did::NotReached];
        part(&mut paper, about, "sheet-capa-told", &since(page, about, &told));
    }
    paper.sign(&words.get("field-responsible"), &words.get("sheet-capa-verifier"));
    paper.blank();
    paper.wrapped(&words.with("sheet-printed", &[("at", &full(about.now))]), 0);
    paper.finish()
}

fn title(level: Level) -> &'static str {
    match level {
        Level::Report => "sheet-capa-report",
        Level::Sheet | Level::Contact | Level::Causes | Level::Owner => "sheet-capa",
    }
}

fn head(paper: &mut Paper, page: &CapaPage, about: &About<'_>) {
    let (words, row) = (about.words, &page.row);
    let responsible = row.responsible.as_ref().map(about.name).unwrap_or_default();
    pairs(
        paper,
        about,
        &[
            ("sheet-capa-number", row.capa.to_string()),
            ("field-project", row.project.to_string()),
            ("sheet-capa-opened", full(row.opened)),
            ("entry-level", words.get(term::level(row.level)).into_owned()),
            ("field-department", term::department_named(words, &row.department)),
            ("field-responsible", responsible),
            ("field-due", row.due.map(full).unwrap_or_default()),
            ("field-resources", page.resources.clone().unwrap_or_default()),
        ],
    );
}

/// What fired, by which rule of which scheme, and the reason that the customer gave.
fn trigger(page: &CapaPage, scheme: Option<&Scheme>, about: &About<'_>) -> Vec<String> {
    let (words, trigger) = (about.words, &page.row.trigger);
    let reason = page.reason.as_deref().zip(scheme).map(|(code, scheme)| scored::reason(words, scheme, code));
    let rule = capa::rule(words, scheme, trigger);
    let by = scheme.map(|scheme| {
        let title = format::label(words, &scheme.title);
        format!("{title} v{}  {}  {rule}", trigger.version, trigger.rule)
    });
    let lines = [Some(capa::fired(words, scheme, trigger)), reason, by.filter(|_| !trigger.rule.is_empty())];
    lines.into_iter().flatten().collect()
}

/// Where it was seen, and the customer's own words.
fn evidence(paper: &mut Paper, page: &CapaPage, about: &About<'_>) {
    let of = &page.row.evidence;
    let ids = [
        ("field-order", of.order.as_ref().map(ToString::to_string)),
        ("field-call", of.call.as_ref().map(ToString::to_string)),
        ("field-complaint", of.complaint.as_ref().map(ToString::to_string)),
        ("field-customer", Some(page.row.name.clone())),
        ("field-plate", Some(format::plate(&page.plate))),
    ];
    let said = ids.map(|(key, id)| (key, id.unwrap_or_default()));
    if said.iter().any(|(_, id)| !id.is_empty()) {
        paper.heading(&about.words.get("sheet-capa-evidence"));
        pairs(paper, about, &said);
    }
    if let Some(words) = page.words.as_ref().filter(|said| !said.words.is_empty()) {
        paper.wrapped(&format!("  “{}”", words.words), 2);
    }
}

/// A part with what stands there, or room to write.
fn part(paper: &mut Paper, about: &About<'_>, title: &str, lines: &[String]) {
    paper.heading(&about.words.get(title));
    for line in lines.iter().flat_map(|text| text.lines()) {
        paper.wrapped(&format!("  {line}"), 2);
    }
    for _ in 0..if lines.is_empty() { ROOM } else { 0 } {
        paper.blank();
    }
}

/// What happened of some kinds, each with who and when.
fn since(page: &CapaPage, about: &About<'_>, kinds: &[Did]) -> Vec<String> {
    let line = |entry: &CapaEntry| {
        let at = full(entry.said.at);
        format!("{at}  {}  {}", (about.name)(&entry.said.by), entry.said.words.replace('\n', "; "))
    };
    page.thread.iter().filter(|entry| kinds.contains(&entry.did)).map(line).collect()
}
