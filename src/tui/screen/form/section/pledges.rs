//! The promises given at intake (E1): one key each, or all with one.

use crate::desk::visit::{ListsPage, VisitPage};
use crate::tui::cx::Cx;
use crate::tui::widget::form::{Choice, Form, Label};

/// Names the promises that may be given.
pub fn offer(cx: &Cx<'_>, form: &mut Form, lists: &ListsPage) {
    let lang = cx.words().lang();
    let choice = |pledge: &crate::domain::shop::pledge::Pledge| Choice {
        key: Some(pledge.key),
        value: pledge.id.clone().into(),
        label: Label::Text(lang.pick(&pledge.en, &pledge.zh).clone()),
    };
    form.set_options("promises", lists.pledges.iter().map(choice).collect());
}

/// Fills in what was given before.
pub fn fill(form: &mut Form, page: &VisitPage) {
    let Some(given) = &page.promises else { return };
    let ids: Vec<&str> = given.promises.iter().map(|pledged| pledged.id.as_str()).collect();
    form.set("promises", &ids.join(","));
}

/// Says how to give all of them.
pub fn note(cx: &Cx<'_>, form: &mut Form) {
    let none = form.value("promises").is_empty();
    form.set_note("promises", if none { cx.get("entry-promises-all").into_owned() } else { String::new() });
}
