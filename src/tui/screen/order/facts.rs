//! The facts of an order, one to a row: a label, what is known, and at the right who says so.

use crate::desk::rows::{ConsentRow, OrderPage, RequestRow};
use crate::domain::order::fault::ShopFault;
use crate::domain::order::next::Next;
use crate::domain::order::payer::Payer;
use crate::domain::order::promise::{Promise, Solution};
use crate::domain::order::stage::{MOVES, Stage};
use crate::text::{format, term};
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::screen::next_step::Shown;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{put, put_right, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// One row of facts.
pub struct Fact {
    /// The key of its label.
    pub label: &'static str,
    /// What is known, piece by piece with its meaning.
    pub pieces: Vec<(Role, String)>,
    /// Who says so, at the right edge.
    pub right: String,
    /// How many rows the first piece may take, if it is alone.
    pub rows: u16,
}

/// Words of a customer take at most so many rows.
const SAYS_ROWS: u16 = 2;
/// Pieces of a fact take at most so many rows.
const PIECE_ROWS: u16 = 2;
/// With a piece that is longer than a row, so many.
const PIECE_ROWS_LONG: u16 = 3;
/// Findings shown, the newest first.
const FINDINGS: usize = 3;

/// Draws the facts and returns how many rows they took.
pub fn draw(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, page: &OrderPage) -> u16 {
    let facts = facts(cx, page);
    let labels = facts.iter().map(|fact| width(&cx.words().get(fact.label))).max().unwrap_or(0);
    let mut y = area.y;
    for fact in &facts {
        if y >= area.bottom() {
            break;
        }
        let row = Rect { y, height: area.bottom() - y, ..area };
        y += draw_fact(cx, row, buffer, fact, labels);
    }
    y - area.y
}

fn facts(cx: &Cx<'_>, page: &OrderPage) -> Vec<Fact> {
    let mut facts = vec![customer(cx, page), says(cx, page)];
    facts.extend(comeback(cx, page));
    facts.extend(super::visit::facts(cx, page));
    facts.extend(special(cx, page));
    facts.extend(asked(cx, page));
    facts.extend(faults(cx, page));
    facts.extend(alike(cx, page));
    facts.extend(found(cx, page));
    facts.extend(untold(cx, page));
    facts.extend(agreed(cx, page));
    facts.extend(payers(cx, page));
    facts.extend(contract(cx, page));
    facts.extend(raised(cx, page));
    facts.extend(promise(cx, page));
    facts.extend(offered(cx, page));
    facts.extend(super::parts::facts(cx, page));
    facts.extend(checked(cx, page));
    facts.extend(sent_back(cx, page));
    facts.extend(settled(cx, page));
    facts.extend(exit(cx, page));
    facts.extend(verified(cx, page));
    facts.push(next(cx, page));
    facts
}

fn customer(cx: &Cx<'_>, page: &OrderPage) -> Fact {
    let mut pieces = Vec::new();
    if page.name.is_empty() {
        pieces.push((Role::Late, cx.get("order-no-customer").into_owned()));
    } else {
        pieces.push((Role::Text, brief::person(&page.name, &page.phone)));
    }
    if page.wrong_number {
        pieces.push((Role::Late, format!("{} {}", cx.look.theme.marks.late, cx.get("order-wrong-number"))));
    }
    if let Some(km) = page.mileage {
        pieces.push((Role::Text, cx.with("order-km", &[("km", &format::kilometres(km))])));
    }
    let flags = [
        (page.visit.first, Role::Accent, "order-first-visit"),
        (page.waiting, Role::Soon, "board-waiting"),
        (!page.complaints.is_empty(), Role::Late, "board-complaint"),
    ];
    pieces
        .extend(flags.into_iter().filter(|flag| flag.0).map(|(_, role, key)| (role, cx.words().get(key).into_owned())));
    let right = format!("{}  {}", cx.name(&page.advisor), brief::clock(cx, page.received));
    Fact { label: "order-customer", pieces, right, rows: 1 }
}

fn says(cx: &Cx<'_>, page: &OrderPage) -> Fact {
    let words: Vec<String> =
        page.says.iter().filter(|said| !said.words.is_empty()).map(|said| quoted(cx, &said.words)).collect();
    let text = if words.is_empty() { cx.get("order-erased").into_owned() } else { words.join("  ") };
    Fact { label: "order-says", pieces: vec![(Role::Text, text)], right: String::new(), rows: SAYS_ROWS }
}

/// The repair that did not hold, and what this one came back as (I5).
fn comeback(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let mut pieces = Vec::new();
    if let Some(row) = &page.comeback {
        let done = format::told(cx.words(), &row.label, &row.english);
        let values = [("order", row.of.as_str()), ("done", done)];
        pieces.push((Role::Soon, cx.with("order-comeback-of", &values)));
    }
    if !page.came_back.is_empty() {
        let orders = brief::list(cx, page.came_back.iter().map(ToString::to_string).collect::<Vec<_>>());
        pieces.push((Role::Late, cx.with("order-came-back", &[("orders", &orders)])));
    }
    (!pieces.is_empty()).then_some(Fact { label: "order-comeback", pieces, right: String::new(), rows: 1 })
}

/// How often the quality check sent the car back, and why at last (I1; feature 34).
fn sent_back(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let failed = page.checks.iter().filter(|check| !check.passed).count();
    let last = page.checks.iter().rev().find(|check| !check.passed)?;
    let mut pieces = vec![(Role::Soon, cx.with("order-sent-back", &[("n", &failed.to_string())]))];
    pieces.extend(last.note.iter().map(|note| (Role::Dim, note.clone())));
    let right = format!("{}  {}", cx.name(&last.inspector), brief::clock(cx, last.at));
    Some(Fact { label: "order-rework", pieces, right, rows: 1 })
}

/// Words of a customer, in the quotation marks of the language.
fn quoted(cx: &Cx<'_>, words: &str) -> String {
    cx.with("entry-said", &[("words", words)])
}

/// What the customer or car asks of every visit: in red until it is ticked as carried out (S2, feature 8).
fn special(cx: &Cx<'_>, page: &OrderPage) -> Vec<Fact> {
    // Those that are still to be carried out come first, and all of them are shown.
    let mut rows: Vec<_> = page.requirements.iter().collect();
    rows.sort_by_key(|row| row.ticked.is_some());
    let labels = std::iter::once("vehicle-special").chain(std::iter::repeat("order-and"));
    let fact = |(row, label)| Fact { label, pieces: brief::requirement(cx, row), right: String::new(), rows: 1 };
    rows.into_iter().zip(labels).map(fact).collect()
}

/// What the customer asked for: every request that is open, and the newest that was answered (E8).
fn asked(cx: &Cx<'_>, page: &OrderPage) -> Vec<Fact> {
    let open = page.requests.iter().filter(|row| row.answer.is_none());
    let answered = page.requests.iter().rev().find(|row| row.answer.is_some());
    let labels = std::iter::once("order-asked").chain(std::iter::repeat("order-and"));
    let fact = |(row, label): (&RequestRow, _)| {
        let right = format!("{}  {}", cx.name(&row.by), brief::clock(cx, row.at));
        Fact { label, pieces: brief::request(cx, row), right, rows: 1 }
    };
    open.chain(answered).zip(labels).map(fact).collect()
}

/// Where the shop was at fault, and what the customer was given (E5).
fn faults(cx: &Cx<'_>, page: &OrderPage) -> Vec<Fact> {
    let labels = std::iter::once("order-fault").chain(std::iter::repeat("order-and"));
    let fact = |(fault, label): (&ShopFault, _)| {
        let right = format!("{}  {}", cx.name(&fault.by), brief::clock(cx, fault.at));
        Fact { label, pieces: vec![(Role::Soon, brief::fault(cx, fault))], right, rows: 1 }
    };
    page.faults.iter().zip(labels).map(fact).collect()
}

/// Another file that may be of the same person or car, as long as the car is taken in.
fn alike(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let mut pieces = brief::alike(cx, &page.alike_vehicles, format::plate).unwrap_or_default();
    pieces.extend(brief::alike(cx, &page.alike_customers, str::to_owned).unwrap_or_default());
    let shown = page.stage == Stage::Receive && !pieces.is_empty();
    shown.then(|| Fact { label: "vehicle-alike", pieces, right: String::new(), rows: 1 })
}

fn found(cx: &Cx<'_>, page: &OrderPage) -> Vec<Fact> {
    let newest = page.findings.iter().rev().take(FINDINGS);
    newest
        .zip(0..)
        .map(|(finding, at)| {
            let mut pieces = vec![(Role::Text, finding.found.clone())];
            match &finding.cause {
                Some(cause) => pieces.push((Role::Text, cx.with("order-cause", &[("cause", cause)]))),
                None => pieces.push((Role::Soon, cx.get("order-no-cause").into_owned())),
            }
            pieces.extend(finding.plan.iter().map(|plan| (Role::Text, cx.with("order-plan", &[("plan", plan)]))));
            let right = format!("{}  {}", cx.name(&finding.technician), brief::clock(cx, finding.at));
            Fact { label: if at == 0 { "order-found" } else { "order-and" }, pieces, right, rows: 1 }
        })
        .collect()
}

/// What the order should tell by now and does not; it stops nothing (C5).
fn untold(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let missing = brief::list(cx, page.untold.iter().map(|part| cx.get(term::tells(*part))));
    let pieces = vec![(Role::Soon, format!("{} {missing}", cx.look.theme.marks.late))];
    (!page.untold.is_empty()).then_some(Fact { label: "order-untold", pieces, right: String::new(), rows: 1 })
}

/// The customer's newest word.
fn agreed(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let newest: &ConsentRow = page.lines.iter().filter_map(|line| line.consent.as_ref()).max_by_key(|c| c.at)?;
    let mut said = vec![cx.get(term::how(newest.how)).into_owned()];
    if !newest.who.is_empty() {
        said.push(newest.who.clone());
    }
    said.push(brief::clock(cx, newest.at));
    let mut pieces = vec![(Role::Title, page.total.to_string()), (Role::Dim, brief::list(cx, said))];
    if !newest.words.is_empty() {
        pieces.push((Role::Text, quoted(cx, &newest.words)));
    }
    let over = page.ceiling != page.bill;
    let right = if over {
        cx.with("order-ceiling", &[("amount", &page.ceiling.to_string())])
    } else {
        cx.name(&newest.by).to_owned()
    };
    Some(Fact { label: "order-agreed", pieces, right, rows: 1 })
}

/// What others than the customer pay, how far their claims are, and what is left to the customer (Q2).
fn payers(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let mut pieces: Vec<_> = page.payers.iter().map(|row| brief::payer(cx, row)).collect();
    if pieces.is_empty() {
        return None;
    }
    let customer = cx.get(term::payer(Payer::Customer));
    pieces.push((Role::Text, format!("{customer} {}", page.bill)));
    Some(Fact { label: "order-payers", pieces, right: String::new(), rows: 1 })
}

/// The contract: signed, changed, stopped, or due (D1, P3).
fn contract(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let mut pieces = Vec::new();
    let mut right = String::new();
    if let Some(contract) = &page.contract {
        let (cost, time) = (contract.ceiling.to_string(), format::moment(cx.words(), contract.promise, cx.now));
        let values = [("cost", &*cost), ("time", &*time), ("at", &*brief::clock(cx, contract.at))];
        pieces.push((Role::Text, cx.with("order-contract-signed", &values)));
        if let Some(change) = contract.changes.last() {
            let key = if change.stop { "order-contract-stopped" } else { "order-contract-changed" };
            let at = brief::clock(cx, change.at);
            let why = term::reason_of(&change.reason).map_or(change.reason.as_str().into(), |key| cx.get(key));
            pieces.push((Role::Dim, cx.with(key, &[("at", &at), ("why", &why)])));
            let told =
                change.told.iter().map(|one| term::department(one).map_or(one.as_str().into(), |key| cx.get(key)));
            let told = brief::list(cx, told);
            pieces.extend((!told.is_empty()).then(|| (Role::Dim, cx.with("order-contract-told", &[("who", &told)]))));
        }
        right = cx.name(&contract.by).to_owned();
    }
    if page.lacks_contract {
        pieces.push((Role::Soon, cx.get("order-contract-due").into_owned()));
        if let Some(review) = page.reviews.last().filter(|review| !review.passed) {
            let remark = review.remark.clone().unwrap_or_default();
            let values = [("who", cx.name(&review.by)), ("remark", &remark)];
            pieces.push((Role::Late, cx.with("entry-review-failed", &values)));
        }
    }
    (!pieces.is_empty()).then_some(Fact { label: "order-contract", pieces, right, rows: 1 })
}

/// The newest raise of the ceiling without the customer: who answers for it, and why.
fn raised(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let raise = page.raised.last()?;
    let values = [("before", &*raise.before.to_string()), ("now", &*raise.ceiling.to_string()), ("why", &raise.reason)];
    let pieces = vec![(Role::Soon, cx.with("order-raised", &values))];
    let right = format!("{}  {}", cx.name(&raise.by), brief::clock(cx, raise.at));
    Some(Fact { label: "order-ceiling-raised", pieces, right, rows: 1 })
}

fn promise(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let promise = page.promise.as_ref()?;
    let at = format::moment(cx.words(), promise.at, cx.now);
    let mut pieces = vec![(Role::Title, at)];
    if page.handed.is_none() && !page.stage.is_over() {
        let (urgency, left) = (cx.urgency(promise.at), format::left(promise.at, cx.now));
        let late = left.strip_prefix('-');
        let text = match late {
            Some(late) => format!("{} {}", cx.look.theme.marks.late, cx.with("order-late-by", &[("time", late)])),
            None => cx.with("order-time-left", &[("time", &left)]),
        };
        pieces.push((urgency, text));
    }
    if let Some(proposed) = promise.proposed {
        let to = format::moment(cx.words(), proposed, cx.now);
        pieces.push((Role::Soon, cx.with("order-proposed", &[("time", &to)])));
    }
    if promise.late_notices() > 0 {
        pieces.push((Role::Late, cx.get("order-told-late").into_owned()));
    }
    pieces.extend(moved(cx, promise).map(|text| (Role::Dim, text)));
    Some(Fact { label: "order-promise", pieces, right: String::new(), rows: 1 })
}

fn moved(cx: &Cx<'_>, promise: &Promise) -> Option<String> {
    let last = promise.moves.iter().rev().find(|moved| moved.agreed)?;
    let values = [
        ("first", &*format::moment(cx.words(), promise.first, cx.now)),
        ("on", &*brief::clock(cx, last.on)),
        ("how", &*cx.get(term::how(last.how))),
        ("why", &*cx.get(term::reason(last.reason))),
    ];
    Some(cx.with("order-moved", &values))
}

/// What the shop offered for the newest delay besides the new time (E4).
fn offered(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let last = page.promise.as_ref()?.moves.last()?;
    let solution = last.solution.filter(|solution| *solution != Solution::NewTime)?;
    let said = std::iter::once(cx.get(term::solution(solution)).into_owned()).chain(last.word.clone());
    let pieces = vec![(Role::Text, brief::list(cx, said.collect::<Vec<_>>()))];
    let right = format!("{}  {}", cx.name(&last.by), brief::clock(cx, last.on));
    Some(Fact { label: "entry-solution", pieces, right, rows: 1 })
}

/// The newest quality check: the road test, and whether the customer was invited to it (I3).
fn checked(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let check = page.checks.last()?;
    let (role, key) =
        if check.passed { (Role::Good, "order-check-passed") } else { (Role::Late, "order-check-failed") };
    let mark = if check.passed { cx.look.theme.marks.done } else { cx.look.theme.marks.late };
    let mut pieces = vec![(role, format!("{mark} {}", cx.get(key)))];
    pieces.push((Role::Text, cx.with("order-road", &[("road", &cx.get(term::road(check.road)))])));
    let invited = check.invited.map(|yes| if yes { "order-invited" } else { "order-not-invited" });
    pieces.extend(invited.map(|key| (Role::Dim, cx.words().get(key).into_owned())));
    let right = format!("{}  {}", cx.name(&check.inspector), brief::clock(cx, check.at));
    Some(Fact { label: "order-check", pieces, right, rows: 1 })
}

/// The car compared with the intake: what differed, and why (J1).
fn exit(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let exit = page.exit.as_ref()?;
    let piece = match (exit.as_received, exit.difference.is_empty()) {
        (true, _) => (Role::Dim, cx.get("order-exit-same").into_owned()),
        (false, true) => (Role::Soon, cx.get("order-erased").into_owned()),
        (false, false) => (Role::Soon, cx.with("order-exit-differs", &[("what", &exit.difference)])),
    };
    let right = format!("{}  {}", cx.name(&exit.by), brief::clock(cx, exit.at));
    Some(Fact { label: "order-exit", pieces: vec![piece], right, rows: 1 })
}

/// Whether the customer knows that the car is ready.
fn ready_told(cx: &Cx<'_>, page: &OrderPage) -> (Role, String) {
    let Some(last) = page.ready_told.last() else {
        return (Role::Soon, cx.get("order-ready-untold").into_owned());
    };
    let on = brief::clock(cx, last.at);
    match last.reached {
        true => (Role::Good, cx.with("order-ready-told", &[("on", &on), ("how", &cx.get(term::how(last.how)))])),
        false => (Role::Soon, cx.with("order-ready-vain", &[("on", &on)])),
    }
}

/// What was paid, once money is due.
fn settled(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    if page.stage < Stage::HandOver || page.stage == Stage::Cancelled {
        return None;
    }
    let mut pieces = vec![(Role::Text, cx.with("order-paid", &[("amount", &page.paid.to_string())]))];
    if page.due > crate::domain::Money::ZERO {
        pieces.push((Role::Soon, cx.with("order-due", &[("amount", &page.due.to_string())])));
    }
    if page.handed.is_none() && !page.waiting {
        pieces.push(ready_told(cx, page));
    }
    if let Some(handed) = page.handed {
        let at = format::moment(cx.words(), handed, cx.now);
        pieces.push((Role::Text, cx.with("order-handed", &[("time", &at)])));
    }
    Some(Fact { label: "order-settlement", pieces, right: String::new(), rows: 1 })
}

/// What verifies the visit once it is over (I4), and whether the customer was invited to the survey (J4).
fn verified(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let invited = if page.invited? { "order-survey-invited" } else { "order-survey-not-invited" };
    let ways = brief::list(cx, page.verified.iter().map(|way| cx.get(term::verified(*way))));
    let pieces = vec![(Role::Text, ways), (Role::Dim, cx.words().get(invited).into_owned())];
    let right = page.confirmed_by.as_ref().map(|person| cx.name(person).to_owned()).unwrap_or_default();
    Some(Fact { label: "order-verified", pieces, right, rows: 1 })
}

/// The next step, and what the gate to the next stage still needs.
fn next(cx: &Cx<'_>, page: &OrderPage) -> Fact {
    let (role, step) = match (&page.open_complaint, page.next) {
        (Some(id), Next::Nothing) => (Role::Accent, cx.with("order-complaint", &[("complaint", id.as_str())]).into()),
        _ => Shown::page(cx, page).told(cx),
    };
    let mut pieces = vec![(role, step.into_owned())];
    if let Some(why) = standing(page) {
        pieces.push((Role::Soon, why));
    }
    let onward = MOVES.iter().find(|step| step.from == page.stage && step.to != Stage::Cancelled);
    if let Some(step) = onward.filter(|_| !page.needs.is_empty()) {
        let needs = brief::list(cx, page.needs.iter().map(|need| cx.get(term::need(*need))));
        let values = [("stage", &*brief::stage(cx, step.to)), ("needs", &*needs)];
        pieces.push((Role::Dim, cx.with("order-gate", &values)));
    }
    Fact { label: "order-next", pieces, right: String::new(), rows: 1 }
}

/// What was said when the car came to stand still: at the stop, or at the check that failed.
fn standing(page: &OrderPage) -> Option<String> {
    let stop = |line: u16| page.lines.iter().find(|row| row.number == line)?.work.stopped()?.note.clone();
    match page.next {
        Next::Resume { line, .. } => stop(line),
        Next::Redo { .. } => page.checks.last().filter(|c| !c.passed)?.note.clone(),
        _ => None,
    }
}

fn draw_fact(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, fact: &Fact, labels: u16) -> u16 {
    let theme = cx.look.theme;
    put(buffer, area.x + 1, area.y, labels, &cx.words().get(fact.label), theme.style(Role::Dim));
    let mut right = area.right().saturating_sub(1);
    if !fact.right.is_empty() {
        right = put_right(buffer, right, area.y, area.width / 3, &fact.right, theme.style(Role::Dim)).saturating_sub(2);
    }
    let mut x = area.x + 1 + labels + 2;
    if let ([(role, text)], 2..) = (&*fact.pieces, fact.rows) {
        let lines = wrap(text, right.saturating_sub(x));
        let rows = lines.len().min(usize::from(fact.rows.min(area.height)));
        for (line, y) in lines.iter().take(rows).zip(area.y..) {
            put(buffer, x, y, right.saturating_sub(x), line, theme.style(*role));
        }
        let rows = u16::try_from(rows.max(1)).unwrap_or(1);
        if lines.len() > usize::from(rows) {
            put_right(buffer, right, area.y + rows - 1, 2, "..", theme.style(Role::Dim));
        }
        return rows;
    }
    // A piece that does not fit whole stands in a second row: a number that is cut is another number.
    let (first, edge) = (x, area.right().saturating_sub(1));
    let mut row = 0;
    for (role, text) in &fact.pieces {
        let end = if row == 0 { right } else { edge };
        let fits = x + width(text) <= end;
        if !fits && x > first && row + 1 < PIECE_ROWS.min(area.height) {
            (x, row) = (first, row + 1);
        }
        let end = if row == 0 { right } else { edge };
        if x >= end {
            break;
        }
        let longer = x == first && row > 0 && x + width(text) > end;
        if longer {
            // One that is longer than a row goes on in the next: what is still missing must all be seen.
            let lines = wrap(text, end - x);
            let rows = lines.len().min(usize::from((PIECE_ROWS_LONG - row).min(area.height - row)));
            for (line, y) in lines.iter().take(rows).zip(area.y + row..) {
                put(buffer, x, y, end - x, line, theme.style(*role));
            }
            return row + u16::try_from(rows.max(1)).unwrap_or(1);
        }
        x = put(buffer, x, area.y + row, end - x, text, theme.style(*role)) + 3;
    }
    row + 1
}
