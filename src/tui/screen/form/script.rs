//! What to say to a customer who complains, line by line: the script follows the field in focus (S18; L12, feature 44).
//! Thanks first; no dispute; an explanation that does not hurt; the invitation back to the shop; what is offered; and an
//! apology where the fault is the shop's.

use super::Line;
use crate::domain::complaint::course::Due;
use crate::domain::complaint::plan::Offer;
use crate::domain::complaint::raise::Fault;
use crate::text::Lang;
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
    /// They stand at the counter. To whoever is on the line, or wrote, nobody offers a seat.
    pub is_here: bool,
    /// What was just answered, yes or no.
    pub answer: Option<bool>,
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
    let said = cx.with(key, &[("dear", &dear), ("who", who), ("handler", handler), ("shop", &cx.shop.name)]);
    if dear.is_empty() { begun(&said) } else { said }
}

/// A sentence with a capital, where no name stands before it.
fn begun(said: &str) -> String {
    match said.char_indices().find(|(_, c)| c.is_alphabetic()) {
        Some((at, c)) => format!("{}{}{}", &said[..at], c.to_uppercase(), &said[at + c.len_utf8()..]),
        None => said.to_owned(),
    }
}

/// True if the shop is at fault, alone or with the customer.
fn is_ours(heard: &Heard<'_>) -> bool {
    matches!(heard.fault, Some(Fault::Shop | Fault::Both))
}

fn key(over: Over, field: &str, heard: &Heard<'_>) -> &'static str {
    let sorry = if is_ours(heard) { "script-sorry" } else { "script-regret" };
    match (over, field) {
        (Over::New, "severity" | "category" | "spoke") => "script-listen",
        (Over::New | Over::Change, "mood" | "aside" | "handler") if heard.is_here => "script-aside",
        (Over::New | Over::Change, "mood" | "aside" | "handler") => "script-care",
        (Over::New | Over::Change, "fault" | "cause" | "part") if is_ours(heard) => "script-sorry",
        (Over::New | Over::Change, "fault" | "cause" | "part") => "script-no-dispute",
        (Over::Step(Due::Answer), "text") if is_ours(heard) => "script-answer-ours",
        (Over::Step(Due::Answer), "text") => "script-answer",
        (Over::Step(Due::Judge), "reason" | "explanation") => "script-explain",
        (Over::Step(Due::Judge), "fault") => "script-no-dispute",
        // Once something is offered, it is what the customer hears, wherever the cursor has gone.
        (Over::Step(Due::Plan), _) if heard.offer.is_some() => match heard.offer {
            Some(Offer::Explain) => "script-explain",
            Some(Offer::Discount) => "script-discount",
            Some(Offer::Free) => "script-free",
            Some(Offer::ReturnVisit | Offer::Other) | None => "script-come-back",
        },
        (Over::Step(Due::Plan), "offer" | "cost") => "script-come-back",
        (Over::Step(Due::Tell | Due::Apologise), "text") => "script-told",
        (Over::Note, "step") => "script-come-back",
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
