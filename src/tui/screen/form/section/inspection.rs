//! The joint inspection at intake: from the engine bay over the lift to the underbody, one key for each item (A10).

use crate::desk::visit::{ListsPage, VisitPage};
use crate::domain::event::code;
use crate::domain::order::checked::{Checked, ChecklistMarks, Mark, NOTE_CHARS_MAX};
use crate::domain::shop::checklist::Checklist;
use crate::text::Lang;
use crate::tui::cx::Cx;
use crate::tui::screen::form::parts;
use crate::tui::widget::form::{FieldSpec, Form, Kind, MarkRow, Pick, mark, marked};
use std::collections::BTreeMap;

/// The list that is walked together.
pub const JOINT: &str = "joint";

/// How an item was found.
pub const GRADES: &[Pick] = &[
    ('o', "ok", "mark-ok"),
    ('w', "watch", "mark-watch"),
    ('b', "bad", "mark-bad"),
    ('n', "not-applicable", "mark-not-applicable"),
];

/// The fields of the section.
pub const FIELDS: &[FieldSpec] = &[
    FieldSpec::optional("with_customer", "entry-with-customer", Kind::Toggle).within("inspection"),
    FieldSpec::optional("joint", "entry-joint", Kind::Marks(GRADES)).within("inspection"),
];

/// Names the items.
pub fn offer(cx: &Cx<'_>, form: &mut Form, lists: &ListsPage) {
    if let Some(list) = list(lists) {
        form.set_rows("joint", rows(cx.words().lang(), list));
        form.take_notes("joint", NOTE_CHARS_MAX);
        form.set_note("joint", cx.get("entry-marks-all").into_owned());
    }
}

/// The rows of a list in a language.
pub fn rows(lang: Lang, list: &Checklist) -> Vec<MarkRow> {
    let mut rows = Vec::new();
    for section in &list.sections {
        let heading = lang.pick(&section.en, &section.zh);
        rows.extend((!heading.is_empty()).then(|| MarkRow::Heading(heading.clone())));
        rows.extend(
            section
                .items
                .iter()
                .map(|item| MarkRow::Item { id: item.id.clone(), label: lang.pick(&item.en, &item.zh).clone() }),
        );
    }
    rows
}

/// Fills in what was found before.
pub fn fill(form: &mut Form, page: &VisitPage) {
    let Some(row) = page.checklists.iter().find(|row| row.list.id == JOINT) else { return };
    let together = row.checked.with_customer.map_or("", |yes| if yes { "yes" } else { "no" });
    form.set("with_customer", together);
    form.set("joint", &written(&row.checked));
}

/// Marks and notes as a field of marks holds them.
pub fn written(checked: &Checked) -> String {
    let note = |item: &String| checked.notes.get(item).map_or("", String::as_str);
    let pair = |(item, given): (&String, &Mark)| mark(item, &code(given), note(item));
    checked.marks.iter().map(pair).collect::<Vec<_>>().join(",")
}

/// The marks that a field of marks holds.
pub fn read(text: &str) -> BTreeMap<String, Mark> {
    let pairs = marked(text).into_iter();
    pairs.filter_map(|(item, mark, _)| Some((item, parts::code_of(Some(mark))?))).collect()
}

/// What is another mark or note now than it was, and what was taken back.
pub fn changes(checklist: &str, before: &str, now: &str) -> ChecklistMarks {
    let notes = |text: &str| marked(text).into_iter().map(|(item, _, note)| (item, note)).collect::<BTreeMap<_, _>>();
    let (old, mut marks) = (read(before), read(now));
    let (old_notes, mut notes) = (notes(before), notes(now));
    let taken_back = old.keys().filter(|item| !marks.contains_key(*item)).cloned().collect();
    marks.retain(|item, mark| old.get(item) != Some(mark));
    notes.retain(|item, note| old_notes.get(item).map_or("", String::as_str) != note);
    ChecklistMarks { checklist: checklist.into(), with_customer: None, marks, notes, taken_back }
}

/// How many items were looked at, and how many were not good.
pub fn short(cx: &Cx<'_>, form: &Form, lists: &ListsPage) -> String {
    let marks = read(&form.value("joint"));
    if marks.is_empty() {
        return String::new();
    }
    let of = list(lists).map_or(0, |list| list.items().count()).to_string();
    let count = |wanted: Mark| marks.values().filter(|mark| **mark == wanted).count();
    let looked = (marks.len() - count(Mark::NotChecked)).to_string();
    let (watch, bad) = (count(Mark::Watch).to_string(), count(Mark::Bad).to_string());
    cx.with("entry-inspected", &[("n", &looked), ("of", &of), ("watch", &watch), ("bad", &bad)])
}

/// The marks and notes that are new, and those that were taken back.
pub fn typed(form: &Form, stood: &BTreeMap<String, String>) -> Option<ChecklistMarks> {
    let before = stood.get("joint").map_or("", String::as_str);
    let together = parts::typed(form, "with_customer").filter(|word| stood.get("with_customer") != Some(word));
    let with_customer = together.map(|word| word == "yes");
    let changes = ChecklistMarks { with_customer, ..changes(JOINT, before, &form.value("joint")) };
    (!changes.is_empty()).then_some(changes)
}

fn list(lists: &ListsPage) -> Option<&Checklist> {
    lists.checklists.iter().find(|list| list.id == JOINT)
}
