//! What to say to a customer who complains, line by line: the script follows the field in focus (S18; L12, feature 44).
//! Thanks first; no dispute; an explanation that does not hurt; the invitation back to the shop; what is offered; and an
//! apology where the fault is the shop's.

use super::Line;
use crate::domain::complaint::course::Due;
use crate::domain::complaint::plan::Offer;
use crate::domain::complaint::raise::{Channel, Fault};
use crate::text::{Lang, format};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::wrap;

/// Rows that the script takes, whether it has something to say or not: the fields below never jump.
const ROWS: usize = 2;

/// To whom something is said, and whose fault it was.
pub struct Heard<'a> {
    /// The customer's name; empty if it is not known.
    pub name: &'a str,
    /// Who looks after them; empty for whoever is at the keys.
    pub handler: &'a str,
    /// Whose fault it is, as far as is known.
    pub fault: Option<Fault>,
    /// What they are offered.
    pub offer: Option<Offer>,
    /// What was just answered, yes or no.
    pub answer: Option<bool>,
    /// They are not in the shop: nobody asks them to sit down.
    pub away: bool,
    /// What was done about it, as the record holds it; empty where nothing was.
    pub done: &'a str,
}

/// True if whoever came in by it is not in the shop.
pub fn is_away(channel: Channel) -> bool {
    match channel {
        Channel::Hotline | Channel::Web | Channel::Box | Channel::FollowUp => true,
        Channel::Counter | Channel::Staff => false,
    }
}

/// Which form is spoken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Taking the complaint down.
    New,
    /// Putting right what was taken down.
    Change,
    /// A note.
    Note,
    /// A step of the way.
    Step(Due),
}

/// The line for a field.
pub fn line(cx: &Cx<'_>, over: Over, field: &str, heard: &Heard<'_>) -> String {
    let key = key(over, field, heard);
    let dear = match (heard.name.is_empty(), cx.words().lang()) {
        (true, _) => String::new(),
        (false, Lang::En) => format!("{}, ", heard.name),
        (false, Lang::Zh) => format!("{}，", heard.name),
    };
    let who = cx.name(&cx.session.who);
    let handler = if heard.handler.is_empty() { who } else { heard.handler };
    let done = if heard.done.is_empty() { cx.get("script-done-blank") } else { heard.done.into() };
    let said =
        cx.with(key, &[("done", &*done), ("dear", &dear), ("who", who), ("handler", handler), ("shop", &cx.shop.name)]);
    if dear.is_empty() { format::capital(&said) } else { said }
}

/// True if the shop is at fault, alone or with the customer.
fn is_ours(heard: &Heard<'_>) -> bool {
    matches!(heard.fault, Some(Fault::Shop | Fault::Both))
}

fn key(over: Over, field: &str, heard: &Heard<'_>) -> &'static str {
    let sorry = if is_ours(heard) { "script-sorry" } else { "script-regret" };
    let come_back = if heard.away { "script-come-back-away" } else { "script-come-back" };
    match (over, field) {
        (Over::New, "severity" | "category" | "spoke") => "script-listen",
        (Over::New | Over::Change, "mood" | "aside" | "handler") if heard.away => "script-aside-away",
        (Over::New | Over::Change, "mood" | "aside" | "handler") => "script-aside",
        (Over::New | Over::Change, "fault" | "cause" | "part") if is_ours(heard) => "script-sorry",
        (Over::New | Over::Change, "fault" | "cause" | "part") => "script-no-dispute",
        (Over::Step(Due::Answer), "text") if is_ours(heard) => "script-answer-ours",
        (Over::Step(Due::Answer), "text") if heard.away => "script-answer-away",
        (Over::Step(Due::Answer), "text") => "script-answer",
        (Over::Step(Due::Judge), "reason" | "explanation") => "script-explain",
        (Over::Step(Due::Judge), "fault") => "script-no-dispute",
        // Once something is offered, it is what the customer hears, wherever the cursor has gone.
        (Over::Step(Due::Plan), _) if heard.offer.is_some() => match heard.offer {
            Some(Offer::Explain) => "script-explain",
            Some(Offer::Discount) => "script-discount",
            Some(Offer::Free) => "script-free",
            Some(Offer::ReturnVisit | Offer::Other) | None => come_back,
        },
        (Over::Step(Due::Plan), "offer" | "cost") => come_back,
        (Over::Step(Due::Tell | Due::Apologise), "text") => "script-told",
        (Over::Note, "step") => come_back,
        (Over::Note | Over::Step(_), "apology") => sorry,
        (Over::Step(Due::Ask), "satisfied") => "script-ask",
        (Over::Step(Due::Ask), "words") if heard.answer == Some(false) => "script-again",
        (Over::Step(Due::Ask), "words") => "script-farewell",
        (Over::New, _) => "script-thanks",
        // Whoever rings meanwhile is not left without a word.
        (Over::Change | Over::Note | Over::Step(_), _) => "script-patience",
    }
}

/// The rows of the script; none in a form that has none.
pub fn lines(spoken: Option<String>, columns: u16) -> Vec<Line> {
    let Some(text) = spoken else { return Vec::new() };
    let mut lines: Vec<Line> = wrap(&text, columns).into_iter().map(|row| (Role::Title, row)).collect();
    lines.resize(ROWS.max(lines.len()), (Role::Title, String::new()));
    lines
}
