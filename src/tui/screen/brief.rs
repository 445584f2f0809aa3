//! Short forms that fit into columns: the next step with its numbers, how far work is, who one speaks with.

use crate::desk::rows::{AlikeRow, LineRow, MergedRow, OnlineRow, PayerRow, RequestRow, RequirementRow};
use crate::desk::visit::ChecklistRow;
use crate::domain::order::checked::{Checked, Mark};
use crate::domain::order::claim::ClaimState;
use crate::domain::order::fault::ShopFault;
use crate::domain::order::next::Next;
use crate::domain::order::payer::{Payer, Share};
use crate::domain::order::quote::Decision;
use crate::domain::order::stage::Stage;
use crate::domain::order::work::{StopCode, Work};
use crate::domain::{Money, OrderId, Stamp};
use crate::store::rows::VisitRow;
use crate::text::{format, term, visit};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{put, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// The name of a stage.
pub fn stage<'a>(cx: &Cx<'a>, stage: Stage) -> Cow<'a, str> {
    cx.get(term::stage(stage))
}

/// What comes next, in a few words, with the job that it is about.
pub fn next<'a>(cx: &Cx<'a>, next: Next) -> Cow<'a, str> {
    match next {
        Next::Redo { line } => Cow::Owned(cx.with("brief-redo", &[("line", &line.to_string())])),
        Next::Start { line } => Cow::Owned(cx.with("brief-start", &[("line", &line.to_string())])),
        Next::Resume { line, code } => {
            let values = [("line", &*line.to_string()), ("why", &stop(cx, code))];
            Cow::Owned(cx.with("brief-resume", &values))
        }
        Next::Finish { line, .. } => Cow::Owned(cx.with("brief-finish", &[("line", &line.to_string())])),
        Next::CompleteIntake | Next::Diagnose | Next::FindCause | Next::WriteQuote => cx.get(term::next(next)),
        Next::AskConsent | Next::Promise | Next::SignContract | Next::ToWorkshop => cx.get(term::next(next)),
        Next::Check | Next::HandOver => cx.get(term::next(next)),
        Next::FollowUp | Next::Nothing => cx.get(term::next(next)),
    }
}

/// What comes next, in the fewest words.
pub fn next_short<'a>(cx: &Cx<'a>, value: Next) -> Cow<'a, str> {
    let at = |key: &str, line: u16| Cow::Owned(cx.with(key, &[("line", &line.to_string())]));
    match value {
        Next::CompleteIntake => cx.get("brief-short-intake"),
        Next::FindCause => cx.get("brief-short-cause"),
        Next::WriteQuote => cx.get("brief-short-quote"),
        Next::AskConsent => cx.get("brief-short-consent"),
        Next::Promise => cx.get("brief-short-promise"),
        Next::Check => cx.get("brief-short-check"),
        Next::Start { line } => at("brief-short-start", line),
        Next::Redo { line } => at("brief-short-redo", line),
        Next::Resume { line, code } => {
            let values = [("line", &*line.to_string()), ("code", letter(code))];
            Cow::Owned(cx.with("brief-short-resume", &values))
        }
        Next::Finish { line, .. } => at("brief-short-finish", line),
        Next::SignContract | Next::ToWorkshop => cx.get(term::next(value)),
        Next::Diagnose | Next::HandOver | Next::FollowUp | Next::Nothing => next(cx, value),
    }
}

/// What comes next, in a column: whole, but for what has no room there.
pub fn next_cell<'a>(cx: &Cx<'a>, value: Next) -> Cow<'a, str> {
    match value {
        Next::Resume { line, code } => {
            let values = [("line", &*line.to_string()), ("code", letter(code))];
            Cow::Owned(cx.with("brief-resume-cell", &values))
        }
        other => next(cx, other),
    }
}

fn letter(code: StopCode) -> &'static str {
    match code {
        StopCode::A => "A",
        StopCode::B => "B",
        StopCode::C => "C",
    }
}

/// Why work stands still, with the letter that the workshop's board has for it (S11: A, B, C).
pub fn stop<'a>(cx: &Cx<'a>, code: StopCode) -> Cow<'a, str> {
    cx.get(match code {
        StopCode::A => "brief-stop-a",
        StopCode::B => "brief-stop-b",
        StopCode::C => "brief-stop-c",
    })
}

/// What the customer decided, with its meaning.
pub fn decision<'a>(cx: &Cx<'a>, decision: Decision) -> (Role, Cow<'a, str>) {
    let role = match decision {
        Decision::Undecided => Role::Soon,
        Decision::Accepted => Role::Good,
        Decision::Declined | Decision::Deferred => Role::Dim,
    };
    (role, cx.get(term::decision(decision)))
}

/// How far the work on a line is, with its meaning; nothing before it starts.
pub fn work<'a>(cx: &Cx<'a>, work: &Work) -> (Role, Cow<'a, str>) {
    let since = |key: &str, at: Stamp| Cow::Owned(cx.with(key, &[("time", &clock(cx, at))]));
    if let Some(at) = work.finished {
        return (Role::Good, since("brief-work-done", at));
    }
    match (work.stopped(), work.started) {
        (Some(stopped), _) => (Role::Soon, stop(cx, stopped.code)),
        (None, Some(at)) => (Role::Accent, since("brief-work-since", at)),
        (None, None) => (Role::Dim, Cow::Borrowed("")),
    }
}

/// The time of day today, the day before and after: what fits into a narrow column.
pub fn clock(cx: &Cx<'_>, at: Stamp) -> String {
    let day = format::day(cx.words(), at.day(), cx.now.day());
    if day.is_empty() { format::time(at) } else { day }
}

/// A list of words, as the language strings them together.
pub fn list(cx: &Cx<'_>, words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for word in words {
        text = if text.is_empty() {
            word.as_ref().to_owned()
        } else {
            cx.with("brief-list", &[("before", &text), ("word", word.as_ref())])
        };
    }
    text
}

/// Who confirms what a checklist found: `technician Wang 11:05, reception Li 11:20`; empty if nobody does yet.
pub fn confirmed(cx: &Cx<'_>, list: &Checked) -> String {
    let said = list.confirmed.iter().map(|(side, word)| {
        let (side, at) = (cx.get(visit::side(*side)), clock(cx, word.at));
        cx.with("brief-confirmed", &[("side", &side), ("who", cx.name(&word.by)), ("at", &at)])
    });
    self::list(cx, said)
}

/// The items of a checklist that were found so, each with its note: `brake pads (2 mm left), leaks`.
pub fn marked(cx: &Cx<'_>, row: &ChecklistRow, mark: Mark) -> Vec<String> {
    let lang = cx.words().lang();
    let items = row.list.items().filter(|item| row.checked.marks.get(&item.id) == Some(&mark));
    items
        .map(|item| {
            let label = lang.pick(&item.en, &item.zh);
            match row.checked.notes.get(&item.id) {
                Some(note) => cx.with("brief-item-note", &[("item", label), ("note", note)]),
                None => label.clone(),
            }
        })
        .collect()
}

/// A name with the masked phone, as far as they are known.
pub fn person(name: &str, phone: &str) -> String {
    format!("{name}  {}", format::masked(phone)).trim().to_owned()
}

/// The day, also today's.
pub fn day(cx: &Cx<'_>, at: Stamp) -> String {
    let day = format::day(cx.words(), at.day(), cx.now.day());
    if day.is_empty() { cx.get("vehicle-today").into_owned() } else { day }
}

/// A row of a card: the key of its label, and what is known piece by piece with its meaning.
pub type Fact = (&'static str, Vec<(Role, String)>);

/// Draws the facts of a card below each other, and returns how many rows they took.
pub fn facts(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, facts: &[Fact]) -> u16 {
    let theme = cx.look.theme;
    let labels = facts.iter().map(|(label, _)| width(&cx.words().get(label))).max().unwrap_or(0);
    let mut rows = 0;
    for ((label, pieces), y) in facts.iter().zip(area.y..area.bottom()) {
        put(buffer, area.x + 1, y, labels, &cx.words().get(label), theme.style(Role::Dim));
        let mut x = area.x + 1 + labels + 2;
        for (role, text) in pieces {
            let room = area.right().saturating_sub(x + 1);
            x = put(buffer, x, y, room, text, theme.style(*role)) + 3;
        }
        rows += 1;
    }
    rows
}

/// What a visit was about, behind what went wrong with its repair: that it was a comeback, that it came back, how often
/// the check sent it back (I1, I5). Where there is room, with the orders' numbers.
pub fn visit_about(cx: &Cx<'_>, visit: &VisitRow, came_back_as: Option<&OrderId>, wide: bool) -> String {
    let about = format::told(cx.words(), &visit.about, &visit.english);
    let named = |short: &'static str, long: &'static str, order: &OrderId| match wide {
        true => cx.with(long, &[("order", order.as_str()), ("orders", order.as_str())]),
        false => cx.words().get(short).into_owned(),
    };
    let comeback = visit.comeback_of.as_ref().map(|of| named("board-comeback", "brief-comeback-of", of));
    let came_back = came_back_as.map(|order| named("brief-came-back", "order-came-back", order));
    let reworks = (visit.reworks > 0).then(|| cx.with("brief-reworks", &[("n", &visit.reworks.to_string())]));
    let cost = visit.fault_cost.to_string();
    let fault = (visit.faults > 0).then(|| cx.with("brief-fault", &[("cost", &cost)]));
    let marks = list(cx, [comeback, came_back, reworks, fault].into_iter().flatten());
    if marks.is_empty() { about.to_owned() } else { cx.with("brief-marked", &[("marks", &marks), ("about", about)]) }
}

/// A fault of the shop in one line: where, what, what was given for it, and who approved that (E5).
pub fn fault(cx: &Cx<'_>, fault: &ShopFault) -> String {
    let cost = fault.cost.to_string();
    let (process, remedy) = (cx.get(term::process(fault.process)), cx.get(term::remedy(fault.remedy)));
    let values = [("process", &*process), ("wrong", &fault.wrong), ("remedy", &*remedy), ("cost", &cost)];
    let said = cx.with("brief-fault-whole", &values);
    match &fault.approved_by {
        Some(by) => cx.with("brief-fault-approved", &[("fault", &said), ("who", cx.name(by))]),
        None => said,
    }
}

/// Where an online request came from, when they would like to come, and who asks (A3).
pub fn online(cx: &Cx<'_>, row: &OnlineRow) -> String {
    let from = if row.file.is_empty() { row.online.as_str() } else { &row.file };
    let sent = format::moment(cx.words(), row.sent, cx.now);
    let said = cx.with("brief-online", &[("from", from), ("sent", &sent), ("who", &person(&row.name, &row.phone))]);
    match row.wished {
        Some(at) => cx.with("brief-online-wished", &[("said", &said), ("at", &format::moment(cx.words(), at, cx.now))]),
        None => said,
    }
}

/// A request of the customer with its answer, or marked as open (E8).
pub fn request(cx: &Cx<'_>, row: &RequestRow) -> Vec<(Role, String)> {
    let asked = cx.with("entry-said", &[("words", &row.text)]);
    match &row.answer {
        Some(answer) => {
            let told = cx.with("entry-answered", &[("words", &answer.words)]);
            vec![(Role::Dim, asked), (Role::Good, told)]
        }
        None => vec![(Role::Soon, format!("{} {asked}", cx.look.theme.marks.late))],
    }
}

/// A special requirement in red, with its mark; on an order, whether it was carried out (S2).
pub fn requirement(cx: &Cx<'_>, row: &RequirementRow) -> Vec<(Role, String)> {
    let marks = &cx.look.theme.marks;
    match &row.ticked {
        Some((by, at)) => {
            let values = [("who", cx.name(by)), ("time", &*clock(cx, *at))];
            let done = cx.with("order-special-done", &values);
            vec![(Role::Good, format!("{} {}", marks.done, row.text)), (Role::Dim, done)]
        }
        None => vec![(Role::Late, format!("{} {}", marks.late, row.text))],
    }
}

/// Who pays a line, the customer too where they pay all of it.
pub fn shares(line: &LineRow) -> Vec<Share> {
    match line.payers.as_slice() {
        [] => vec![Share { payer: Payer::Customer, amount: line.price }],
        shares => shares.to_vec(),
    }
}

/// Who pays how much: `the customer 500.00, insurer 3,000.00`.
pub fn payers(cx: &Cx<'_>, shares: &[Share]) -> String {
    list(cx, shares.iter().map(|share| format!("{} {}", cx.get(term::payer(share.payer)), share.amount)))
}

/// What somebody besides the customer pays of an order, and how far the claim is. It waits as long as nobody claimed it.
pub fn payer(cx: &Cx<'_>, row: &PayerRow) -> (Role, String) {
    let who = cx.get(term::payer(row.payer));
    if row.payer == Payer::Internal {
        return (Role::Dim, format!("{who} {}", row.bill));
    }
    let role = match row.claim {
        ClaimState::NotClaimed => Role::Soon,
        ClaimState::Claimed => Role::Text,
        ClaimState::Settled => Role::Good,
        ClaimState::Refused => Role::Late,
    };
    let values = [("who", &*who), ("sum", &row.bill.to_string()), ("claim", &cx.get(term::claim(row.claim)))];
    let said = cx.with("brief-payer", &values);
    // Of what came in part, the rest is what matters.
    let in_part = row.paid > Money::ZERO && row.due > Money::ZERO;
    let rest = if in_part { cx.with("order-due", &[("amount", &row.due.to_string())]) } else { String::new() };
    let more = [rest.as_str(), &row.reference, &row.reason].into_iter().filter(|text| !text.is_empty());
    (role, list(cx, std::iter::once(said.as_str()).chain(more)))
}

/// The files that were merged into this one, if there are any. `shown` writes a name or plate as people read it.
pub fn merged(cx: &Cx<'_>, rows: &[MergedRow], shown: impl Fn(&str) -> String) -> Option<Vec<(Role, String)>> {
    let piece = |row: &MergedRow| {
        let (label, day) = (shown(&row.label), day(cx, row.at));
        let values = [("id", row.id.as_str()), ("label", &label), ("who", cx.name(&row.by)), ("day", &day)];
        (Role::Dim, cx.with("entry-merged-by", &values))
    };
    (!rows.is_empty()).then(|| rows.iter().map(piece).collect())
}

/// Other files that may be of the same person or car, if there are any.
pub fn alike(cx: &Cx<'_>, rows: &[AlikeRow], shown: impl Fn(&str) -> String) -> Option<Vec<(Role, String)>> {
    let late = cx.look.theme.marks.late;
    let piece = |row: &AlikeRow| {
        let label = shown(&row.label);
        (Role::Soon, format!("{late} {} {label}", row.id))
    };
    (!rows.is_empty()).then(|| rows.iter().map(piece).collect())
}
