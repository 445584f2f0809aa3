//! What the screens about campaigns and the plan share: their words, and the gate bar.

use crate::domain::campaign::brief::Brief;
use crate::domain::campaign::gates::{Gate, GateName};
use crate::domain::campaign::{Audience, Due, Respondent, State, Way};
use crate::domain::staff::role::{self, Right};
use crate::text::{Words, term};
use crate::tui::cx::Cx;
use crate::tui::screen::form::parts;
use crate::tui::theme::Role;
use chrono::NaiveDate;
use std::borrow::Cow;

/// Who of the shop has a right, by name; nothing if nobody has.
pub(super) fn who_may(cx: &Cx<'_>, right: Right) -> Option<String> {
    let there = cx.people.iter().filter(|person| !person.gone && parts::may(person, right));
    let names: Vec<&str> = there.map(|person| person.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(&cx.get("campaigns-comma")))
}

/// The roles that include a right.
pub(super) fn roles_for(cx: &Cx<'_>, right: Right) -> String {
    let roles = role::RIGHTS.iter().map(|(role, _)| *role).filter(|role| role::allows(*role, right));
    let words: Vec<_> = roles.map(|role| cx.get(term::role(role)).into_owned()).collect();
    words.join(&cx.get("campaigns-comma"))
}

/// Where a campaign stands.
pub(super) fn state_word(words: &Words, state: State) -> Cow<'_, str> {
    words.get(match state {
        State::Draft => "campaigns-state-draft",
        State::Signed => "campaigns-state-signed",
        State::Running => "campaigns-state-running",
        State::Evaluated => "campaigns-state-evaluated",
        State::Reviewed => "campaigns-state-reviewed",
        State::Closed => "campaigns-state-closed",
        State::Cancelled => "campaigns-state-cancelled",
    })
}

/// Whom a campaign asks.
pub(super) fn audience_word(words: &Words, audience: Audience) -> Cow<'_, str> {
    words.get(match audience {
        Audience::Key => "campaigns-audience-key",
        Audience::General => "campaigns-audience-general",
        Audience::All => "campaigns-audience-all",
    })
}

/// How a campaign asks.
pub(super) fn way_word(words: &Words, way: Way) -> Cow<'_, str> {
    words.get(match way {
        Way::Form => "campaigns-way-form",
        Way::Phone => "campaigns-way-phone",
        Way::Visit => "campaigns-way-visit",
        Way::Handover => "campaigns-way-handover",
        Way::Message => "campaigns-way-message",
    })
}

/// Who fills a form in.
pub(super) fn respondent_word(words: &Words, respondent: Respondent) -> Cow<'_, str> {
    words.get(match respondent {
        Respondent::Customer => "campaigns-by-customer",
        Respondent::Dealer => "campaigns-by-dealer",
        Respondent::Staff => "campaigns-by-staff",
        Respondent::Competitor => "campaigns-by-competitor",
        Respondent::Internal => "campaigns-by-internal",
    })
}

/// What comes next.
pub(super) fn due_word(due: Due) -> &'static str {
    match due {
        Due::Sheet => "campaigns-next-sheet",
        Due::SignQuality => "campaigns-next-sign-quality",
        Due::SignTechnical => "campaigns-next-sign-technical",
        Due::Start => "campaigns-next-start",
        Due::Issue => "campaigns-next-issue",
        Due::Answers => "campaigns-next-answers",
        Due::Evaluate => "campaigns-next-evaluate",
        Due::Review => "campaigns-next-review",
        Due::Close => "campaigns-next-close",
        Due::Nothing => "campaigns-next-nothing",
    }
}

/// What a gate is called.
pub(super) fn gate_word(words: &Words, gate: GateName) -> Cow<'_, str> {
    words.get(match gate {
        GateName::Forms => "campaigns-gate-forms",
        GateName::Competitors => "campaigns-gate-competitors",
        GateName::Returned => "campaigns-gate-returned",
        GateName::Coverage => "campaigns-gate-coverage",
        GateName::Key => "campaigns-gate-key",
        GateName::Interval => "campaigns-gate-interval",
    })
}

/// What a gate wants and has: `82/100`, `82.67 % of 80.00 %`.
pub(super) fn gate_value(cx: &Cx<'_>, gate: &Gate) -> String {
    let (part, of) = (gate.part.to_string(), gate.of.to_string());
    match gate.gate {
        GateName::Forms | GateName::Competitors | GateName::Key => format!("{part}/{of}"),
        GateName::Returned | GateName::Coverage if gate.met.is_none() => cx.get("campaigns-no-figure").into_owned(),
        GateName::Returned | GateName::Coverage => {
            let values = [("part", &*part), ("of", &*of), ("percent", &*gate.percent), ("wanted", &*gate.wanted)];
            cx.with("campaigns-gate-share", &values)
        }
        GateName::Interval if gate.met.is_none() => cx.get("campaigns-gate-first").into_owned(),
        GateName::Interval => cx.with("campaigns-gate-days", &[("days", &part), ("months", &of)]),
    }
}

/// What a gate means to the eye.
pub(super) fn gate_role(gate: &Gate) -> Role {
    match gate.met {
        Some(true) => Role::Good,
        Some(false) => Role::Soon,
        None => Role::Dim,
    }
}

/// The gate bar in words: `82/100 returned, 3 key customers open`.
pub(super) fn gate_bar(cx: &Cx<'_>, brief: &Brief) -> (Role, String) {
    let forms = brief.gates.iter().find(|gate| gate.gate == GateName::Forms);
    let (part, of) = forms.map_or((brief.returned, 0), |gate| (gate.part, gate.of));
    let mut said = cx.with("campaigns-returned", &[("part", &part.to_string()), ("of", &of.to_string())]);
    if brief.key_open > 0 {
        let open = cx.with("campaigns-key-open", &[("n", &brief.key_open.to_string())]);
        said = format!("{said}{}{open}", cx.get("campaigns-comma"));
    }
    let missed = brief.gates.iter().any(|gate| gate.met == Some(false));
    match brief.state {
        State::Evaluated | State::Reviewed | State::Closed if !brief.short.is_empty() => {
            (Role::Soon, cx.with("campaigns-insufficient", &[("reached", &said)]))
        }
        _ if missed => (Role::Soon, said),
        _ => (Role::Good, format!("{} {said}", cx.look.theme.marks.done)),
    }
}

/// How full the first gate is, in so many cells.
pub(super) fn bar(cx: &Cx<'_>, brief: &Brief, cells: u64) -> String {
    let forms = brief.gates.iter().find(|gate| gate.gate == GateName::Forms);
    let full = forms.map_or(0, |gate| (gate.part * cells).checked_div(gate.of).unwrap_or(cells).min(cells));
    let full = usize::try_from(full).unwrap_or(0);
    let rest = usize::try_from(cells).unwrap_or(0).saturating_sub(full);
    format!("{}{}", cx.look.theme.marks.bar.repeat(full), ".".repeat(rest))
}

/// From when to when: `10-01–12-31`.
pub(super) fn period(from: NaiveDate, to: NaiveDate) -> String {
    format!("{}..{}", from.format("%m-%d"), to.format("%m-%d"))
}
