//! What a key means while a call is held: a digit, an outcome, or a grade that there is not; and what came of the call.

use super::questions::Questions;
use crate::desk::rows::{CallPage, Since};
use crate::domain::call::State;
use crate::domain::call::attempt::Outcome;
use crate::domain::customer::contact::Contact;
use crate::text::{format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::theme::Role;

/// Says which keys give a grade in this scheme.
pub(super) fn no_such_grade(cx: &Cx<'_>, questions: &Questions) -> Effect {
    let keys: Vec<String> = questions.scheme().grades.iter().map(|grade| grade.key.to_string()).collect();
    Effect::Say(Role::Soon, cx.with("lane-grades", &[("keys", &keys.join(" "))]))
}

/// The digit that was typed, also where an input method widened it.
pub(super) fn digit(key: Key) -> Option<usize> {
    let digit = key.narrow().typed()?.to_digit(10)?;
    usize::try_from(digit).ok()
}

/// The outcome that an action logs.
pub(super) fn outcome(action: Action) -> Option<Outcome> {
    const OUTCOMES: [(Action, Outcome); 7] = [
        (Action::NoAnswer, Outcome::NoAnswer),
        (Action::Busy, Outcome::Busy),
        (Action::Voicemail, Outcome::Voicemail),
        (Action::SwitchedOff, Outcome::Off),
        (Action::WrongNumber, Outcome::WrongNumber),
        (Action::Refused, Outcome::Refused),
        (Action::CallBack, Outcome::CallBack),
    ];
    OUTCOMES.iter().find(|(of, _)| *of == action).map(|(_, outcome)| *outcome)
}

/// What was recorded of the call just made, and when it is due again: the next one is in view already.
pub(super) fn told(cx: &Cx<'_>, page: &CallPage, not_again: Option<&[Contact]>) -> String {
    match not_again {
        Some([kind]) => {
            let values = [("name", &*page.name), ("kind", &*cx.get(term::contact(*kind)))];
            return cx.with("lane-told-not-again", &values);
        }
        Some(_) => return cx.with("lane-told-never-again", &[("name", &page.name)]),
        None => {}
    }
    let last = page.attempts.last().map(|attempt| cx.get(term::outcome(attempt.outcome)));
    let due = format::moment(cx.words(), page.due, cx.now);
    let why = cx.get(since(page.since));
    let values = [("name", &*page.name), ("what", &last.unwrap_or_default()), ("due", &due), ("why", &why)];
    let key = match page.state {
        State::Open => "lane-told-again",
        State::Done => "lane-told-answered",
        State::Refused | State::WrongNumber | State::GivenUp | State::NotWanted | State::Needless => "lane-told-over",
    };
    cx.with(key, &values)
}

/// Why a call is due when it is.
pub(super) fn since(since: Since) -> &'static str {
    match since {
        Since::Plan => "lane-since-plan",
        Since::Risk => "lane-since-risk",
        Since::BestTime => "lane-since-best-time",
        Since::OtherBand => "lane-since-other-band",
        Since::Asked => "lane-since-asked",
    }
}
