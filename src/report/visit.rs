//! The parts of sheets about the visit: when the fault shows, what was inspected together, what was promised.

use super::paper::Paper;
use super::sheet::About;
use crate::desk::rows::OrderPage;
use crate::desk::visit::ChecklistRow;
use crate::domain::order::checked::Mark;
use crate::domain::order::confirmed::Side;
use crate::domain::shop::checklist::Item;
use crate::text::{symptoms, visit};

/// The list that is walked with the customer (A10).
const JOINT: &str = "joint";

/// When the fault shows, as a sentence under the customer's words.
pub fn shows(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let sentence = symptoms::sentence(about.words, &page.visit.symptoms);
    if !sentence.is_empty() {
        paper.wrapped(&format!("  {}", about.words.with("sheet-shows", &[("sentence", &sentence)])), 2);
    }
}

/// What the customer came about and claims, and which document they get.
pub fn topic(page: &OrderPage, about: &About<'_>) -> [(&'static str, String); 4] {
    let (words, seen) = (about.words, &page.visit);
    let word = |key: Option<&'static str>| key.map(|key| words.get(key).into_owned()).unwrap_or_default();
    let mandate = seen.open_mandate.then_some("form-yes");
    [
        ("field-topic", word(seen.topic.map(visit::topic))),
        ("sheet-document", word(seen.class.map(visit::document))),
        ("field-open-mandate", word(mandate)),
        ("field-place", seen.place.clone()),
    ]
}

/// The joint inspection: every item by its mark, when, and who walked (A10).
pub fn inspection(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let Some(row) = page.visit.checklists.iter().find(|row| row.list.id == JOINT) else { return };
    found(paper, row, about);
    let (at, advisor) = (super::sheet::full(row.checked.at), (about.name)(&row.checked.by));
    let key = match row.checked.with_customer {
        Some(true) => "sheet-inspected-together",
        Some(false) | None => "sheet-inspected",
    };
    let values = [("at", at.as_str()), ("advisor", &advisor), ("customer", &page.name)];
    paper.wrapped(&format!("  {}", about.words.with(key, &values)), 2);
}

/// What the technical inspection found, and who confirms it for the workshop and the reception (C2, C3).
pub fn confirmed(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    for row in page.visit.checklists.iter().filter(|row| row.list.confirmed) {
        found(paper, row, about);
        let said = Side::ALL.map(|side| {
            let name = about.words.get(visit::side(side)).into_owned();
            match row.checked.confirmed.get(&side) {
                Some(word) => {
                    let (who, at) = ((about.name)(&word.by), super::sheet::full(word.at));
                    about.words.with("sheet-confirmed", &[("side", &name), ("who", &who), ("at", &at)])
                }
                None => about.words.with("sheet-unconfirmed", &[("side", &name)]),
            }
        });
        said.iter().for_each(|line| paper.wrapped(&format!("  {line}"), 2));
    }
}

/// The items of a list by their marks; those that nobody marked were not checked.
fn found(paper: &mut Paper, row: &ChecklistRow, about: &About<'_>) {
    paper.heading(about.words.lang().pick(&row.list.en, &row.list.zh));
    for mark in [Mark::Bad, Mark::Watch, Mark::Ok, Mark::NotApplicable, Mark::NotChecked] {
        let items = items(row, mark, about);
        if !items.is_empty() {
            paper.wrapped(&format!("  {}: {items}", about.words.get(visit::mark(mark))), 4);
        }
    }
}

fn items(row: &ChecklistRow, mark: Mark, about: &About<'_>) -> String {
    let lang = about.words.lang();
    let of = |item: &Item| row.checked.marks.get(&item.id).copied().unwrap_or(Mark::NotChecked);
    let said = |item: &Item| {
        let label = lang.pick(&item.en, &item.zh);
        let note = row.checked.notes.get(&item.id);
        note.map_or_else(|| label.clone(), |note| format!("{label} ({note})"))
    };
    let items: Vec<String> = row.list.items().filter(|item| of(item) == mark).map(said).collect();
    items.join(&about.words.get("symptom-comma"))
}

/// The promises given, word for word as they were frozen (E2).
pub fn promises(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let Some(given) = page.visit.promises.as_ref().filter(|given| !given.promises.is_empty()) else { return };
    let version = given.version.to_string();
    paper.heading(&about.words.with("sheet-promises", &[("version", &version)]));
    for (pledged, number) in given.promises.iter().zip(1..) {
        let text = about.words.lang().pick(&pledged.en, &pledged.zh);
        paper.wrapped(&format!("  {number}. {text}"), 5);
    }
}
