//! What the closed terms of the trade are called: stages, steps, decisions, needs. One table each, for all screens.

use crate::domain::Stamp;
use crate::domain::order::consent::How;
use crate::domain::order::next::Next;
use crate::domain::order::promise::Reason;
use crate::domain::order::quote::Decision;
use crate::domain::order::stage::{Need, Stage};
use crate::domain::order::work::{StopCode, Work};
use crate::domain::staff::role::Role as Job;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use std::borrow::Cow;

/// The name of a stage.
pub fn stage<'a>(cx: &Cx<'a>, stage: Stage) -> Cow<'a, str> {
    cx.get(match stage {
        Stage::Receive => "term-receive",
        Stage::Diagnose => "term-diagnose",
        Stage::Quote => "term-quote",
        Stage::Repair => "term-repair",
        Stage::Inspect => "term-inspect",
        Stage::HandOver => "term-hand-over",
        Stage::FollowUp => "term-follow-up",
        Stage::Closed => "term-closed",
        Stage::Cancelled => "term-cancelled",
    })
}

/// What comes next, in a few words.
pub fn next<'a>(cx: &Cx<'a>, next: Next) -> Cow<'a, str> {
    let number = |key: &str, line: u16| Cow::Owned(cx.with(key, &[("line", &line.to_string())]));
    match next {
        Next::CompleteIntake => cx.get("next-complete-intake"),
        Next::Diagnose => cx.get("next-diagnose"),
        Next::FindCause => cx.get("next-find-cause"),
        Next::WriteQuote => cx.get("next-write-quote"),
        Next::AskConsent => cx.get("next-ask-consent"),
        Next::Promise => cx.get("next-promise"),
        Next::Start { line } => number("next-start", line),
        Next::Resume { code, .. } => stop(cx, code),
        Next::Finish { done, of, .. } => {
            let (now, of) = ((done + 1).to_string(), of.to_string());
            Cow::Owned(cx.with("next-finish", &[("now", &now), ("of", &of)]))
        }
        Next::Check => cx.get("next-check"),
        Next::HandOver => cx.get("next-hand-over"),
        Next::FollowUp => cx.get("next-follow-up"),
        Next::Nothing => cx.get("next-nothing"),
    }
}

/// Why work stands still, with its letter (S11: 看板 A, B, C).
pub fn stop<'a>(cx: &Cx<'a>, code: StopCode) -> Cow<'a, str> {
    cx.get(match code {
        StopCode::A => "term-stop-a",
        StopCode::B => "term-stop-b",
        StopCode::C => "term-stop-c",
    })
}

/// What the customer decided, with its meaning.
pub fn decision<'a>(cx: &Cx<'a>, decision: Decision) -> (Role, Cow<'a, str>) {
    let (role, key) = match decision {
        Decision::Undecided => (Role::Soon, "term-undecided"),
        Decision::Accepted => (Role::Good, "term-accepted"),
        Decision::Declined => (Role::Dim, "term-declined"),
        Decision::Deferred => (Role::Dim, "term-deferred"),
    };
    (role, cx.get(key))
}

/// How far the work on a line is, with its meaning; nothing before it starts.
pub fn work<'a>(cx: &Cx<'a>, work: &Work) -> (Role, Cow<'a, str>) {
    let since = |key: &str, at: Stamp| Cow::Owned(cx.with(key, &[("time", &clock(cx, at))]));
    if let Some(at) = work.finished {
        return (Role::Good, since("term-work-done", at));
    }
    match (work.stopped(), work.started) {
        (Some(stopped), _) => (Role::Soon, stop(cx, stopped.code)),
        (None, Some(at)) => (Role::Accent, since("term-work-since", at)),
        (None, None) => (Role::Dim, Cow::Borrowed("")),
    }
}

/// The time of day today, the day before that: what fits into a narrow column.
pub fn clock(cx: &Cx<'_>, at: Stamp) -> String {
    let day = format::day(cx.words(), at.day(), cx.now.day());
    if day.is_empty() { format::time(at) } else { day }
}

/// How the customer was spoken with.
pub fn how<'a>(cx: &Cx<'a>, how: How) -> Cow<'a, str> {
    cx.get(match how {
        How::InPerson => "term-in-person",
        How::Phone => "term-by-phone",
        How::Message => "term-by-message",
        How::Signed => "term-by-signature",
    })
}

/// Why a promise was moved.
pub fn reason<'a>(cx: &Cx<'a>, reason: Reason) -> Cow<'a, str> {
    cx.get(match reason {
        Reason::PartLate => "term-part-late",
        Reason::WorkLonger => "term-work-longer",
        Reason::AddOn => "term-add-on",
        Reason::Rework => "term-rework",
        Reason::CustomerAsked => "term-customer-asked",
        Reason::Other => "term-other-reason",
    })
}

/// What a gate still needs.
pub fn need<'a>(cx: &Cx<'a>, need: Need) -> Cow<'a, str> {
    cx.get(match need {
        Need::Customer => "need-customer",
        Need::Phone => "need-phone",
        Need::Mileage => "need-mileage",
        Need::Cause => "need-cause",
        Need::Decisions => "need-decisions",
        Need::AcceptedLine => "need-accepted-line",
        Need::NoAcceptedLine => "need-no-accepted-line",
        Need::Promise => "need-promise",
        Need::WorkFinished => "need-work-finished",
        Need::QualityPass => "need-quality-pass",
        Need::RoadTest => "need-road-test",
        Need::Explained => "need-explained",
        Need::Signed => "need-signed",
        Need::Paid => "need-paid",
    })
}

/// What a person does in the shop.
pub fn job<'a>(cx: &Cx<'a>, job: Job) -> Cow<'a, str> {
    cx.get(match job {
        Job::Advisor => "job-advisor",
        Job::Caller => "job-caller",
        Job::Technician => "job-technician",
        Job::Supervisor => "job-supervisor",
        Job::Parts => "job-parts",
        Job::Inspector => "job-inspector",
        Job::Quality => "job-quality",
        Job::Manager => "job-manager",
        Job::ManagementRepresentative => "job-representative",
        Job::Director => "job-director",
        Job::Admin => "job-admin",
    })
}

/// A list of words, as the language strings them together.
pub fn list(cx: &Cx<'_>, words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push_str(&cx.get("term-comma"));
        }
        text.push_str(word.as_ref());
    }
    text
}

/// A name with the masked phone, as far as they are known.
pub fn person(name: &str, phone: &str) -> String {
    format!("{name}  {}", format::masked(phone)).trim().to_owned()
}
