//! What to say: the line that the caller's eyes stay on follows what is asked just now (feature 44). The sentences are in
//! the words of both languages, under `script-`; the questions come with the scheme.

use super::draw::{spoken_day, spoken_work, work_of};
use super::questions::Questions;
use super::{Asking, CallLane};
use crate::desk::rows::CallPage;
use crate::domain::call::attempt::Outcome;
use crate::domain::customer::contact::Contact;
use crate::text::format;
use crate::tui::cx::Cx;

/// What to say now.
pub(super) fn line(lane: &CallLane, cx: &Cx<'_>) -> String {
    let said = |key: &'static str| cx.get(key).into_owned();
    match &lane.asking {
        Asking::Outcome => opening(cx, &lane.page),
        Asking::Sure(Outcome::WrongNumber) => said("script-wrong-number"),
        Asking::Sure(_) => said("script-refused"),
        Asking::BackAt(_) => said("script-back-at"),
        Asking::GradeOfAll => said("script-all"),
        Asking::Grade if lane.resumed => opening(cx, &lane.page),
        Asking::Grade if lane.questions.unanswered() == 0 && !lane.went_to => said("script-closing"),
        Asking::Grade => question(cx, &lane.questions).to_owned(),
        Asking::Number => said("script-number"),
        Asking::Reason(items) => reason(cx, &lane.questions, items),
        Asking::Words(_) if lane.asks_items() => said("script-words"),
        Asking::Words(_) => said("script-note"),
        Asking::Opinion => said("script-opinion"),
        Asking::Satisfied => said("script-satisfied"),
        Asking::WhyNot => said("script-why-not"),
        Asking::NotAgain(_) => said("script-not-again"),
    }
}

/// The question of the item in focus.
fn question<'q>(cx: &Cx<'_>, questions: &'q Questions) -> &'q str {
    let Some(item) = questions.item() else { return "" };
    let label = format::label(cx.words(), &item.label);
    item.question.as_ref().map_or(label, |question| format::label(cx.words(), question))
}

fn reason(cx: &Cx<'_>, questions: &Questions, items: &[usize]) -> String {
    match items {
        [one] => {
            let item = format::label(cx.words(), &questions.scheme().items[*one].label);
            cx.with("script-reason", &[("item", item)])
        }
        _ => cx.get("script-reason-of-several").into_owned(),
    }
}

/// What to say first: who calls, from where, about what.
fn opening(cx: &Cx<'_>, page: &CallPage) -> String {
    let day = page.handed.map(|handed| spoken_day(cx.words(), handed, cx.now)).unwrap_or_default();
    let work = spoken_work(cx.words(), work_of(cx, page));
    let car = if page.model.is_empty() { cx.get("lane-car") } else { page.model.as_str().into() };
    let caller = cx.name(&cx.session.who);
    let values = [
        ("name", page.name.as_str()),
        ("caller", caller),
        ("shop", &cx.shop.name),
        ("day", &day),
        ("work", &work),
        ("car", &car),
    ];
    let key = match page.kind {
        Contact::FollowUp if page.name.is_empty() => "lane-opening-nameless",
        Contact::FollowUp => "lane-opening",
        Contact::Survey => "script-opening-survey",
        Contact::Care => "script-opening-care",
        Contact::Reminder if page.service.is_some_and(|due| due < cx.now.day()) => "script-opening-reminder-late",
        Contact::Reminder => "script-opening-reminder",
        Contact::Training => "script-opening-training",
        Contact::Offer => "script-opening-offer",
        Contact::Feedback => "script-opening-feedback",
    };
    cx.with(key, &values)
}
