//! The joint inspection at intake: from the engine bay over the lift to the underbody, one key for each item (A10).

use crate::desk::visit::{ListsPage, VisitPage};
use crate::domain::event::code;
use crate::domain::order::checked::{ChecklistMarks, Mark};
use crate::domain::shop::checklist::Checklist;
use crate::text::Lang;
use crate::tui::cx::Cx;
use crate::tui::screen::form::parts;
use crate::tui::widget::form::{FieldSpec, Form, Kind, MarkRow, Pick};
use std::collections::BTreeMap;

/// The list that is walked together.
const JOINT: &str = "joint";

/// How an item was found.
pub const GRADES: &[Pick] = &[
    ('o', "ok", "mark-ok"),
    ('w', "watch", "mark-watch"),
    ('b', "bad", "mark-bad"),
    ('n', "not-checked", "mark-not-checked"),
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
    form.set("joint", &written(&row.checked.marks));
}

/// Marks as a field of marks holds them.
pub fn written(marks: &BTreeMap<String, Mark>) -> String {
    marks.iter().map(|(item, mark)| format!("{item}={}", code(mark))).collect::<Vec<_>>().join(",")
}

/// What a field of marks holds.
pub fn read(text: &str) -> BTreeMap<String, Mark> {
    let pair = |pair: &str| {
        let (item, mark) = pair.split_once('=')?;
        Some((item.to_string(), parts::code_of(Some(mark.to_string()))?))
    };
    text.split(',').filter_map(pair).collect()
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

/// The marks that are new.
pub fn typed(new: &dyn Fn(&str) -> Option<String>, stood: &BTreeMap<String, String>) -> Option<ChecklistMarks> {
    let before = stood.get("joint").map(|text| read(text)).unwrap_or_default();
    let mut marks = new("joint").map(|text| read(&text)).unwrap_or_default();
    marks.retain(|item, mark| before.get(item) != Some(mark));
    let with_customer = new("with_customer").map(|word| word == "yes");
    let nothing = marks.is_empty() && with_customer.is_none();
    (!nothing).then(|| ChecklistMarks { checklist: JOINT.into(), with_customer, marks })
}

fn list(lists: &ListsPage) -> Option<&Checklist> {
    lists.checklists.iter().find(|list| list.id == JOINT)
}
