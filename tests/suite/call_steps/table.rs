//! What is tried: a table of steps, each as often as its number says. Most are sensible, some never may be.

use serde_json::{Value, json};
use shopdesk::desk::{Answer, Door, Envelope, Query};
use shopdesk::domain::call::State;
use shopdesk::domain::call::attempt::Outcome;
use shopdesk::domain::complaint::course::Due;
use shopdesk::domain::{CallId, ComplaintId, OrderId};

use super::heard::{Heard, Said};
use super::world::{PEOPLE, World, command};
use crate::shop::CARS;

/// A step: of a hundred so many, by whoever sits at that terminal.
type Try = (usize, fn(&mut World, usize));

const TABLE: &[Try] = &[
    (18, take),
    (17, attempt),
    (6, answer),
    (6, take_back),
    (1, opt_out),
    (4, opt_in),
    (10, plan),
    (3, raise),
    (16, complain),
    (4, expire),
    (1, look),
    (2, let_go),
    (2, kill),
    (4, arrive),
    (6, spoil),
];

const OUTCOMES: [(&str, Outcome); 7] = [
    ("no-answer", Outcome::NoAnswer),
    ("busy", Outcome::Busy),
    ("voicemail", Outcome::Voicemail),
    ("off", Outcome::Off),
    ("call-back", Outcome::CallBack),
    ("refused", Outcome::Refused),
    ("wrong-number", Outcome::WrongNumber),
];
const KINDS: [&str; 6] = ["care", "reminder", "training", "offer", "survey", "feedback"];
/// Calls to be made at most; with as many, none is planned besides.
const OPEN_MAX: usize = 20;
/// Complaints that are worked on at once.
const COMPLAINTS_MAX: usize = 10;

/// Time passes, or does not; then somebody does something.
pub fn step(world: &mut World) {
    match world.dice.of(40) {
        0..20 => {}
        20..36 => world.shop.sleep(world.dice.of(200) as i64),
        36..39 => world.shop.sleep(world.dice.of(3_600) as i64),
        _ => world.shop.sleep(world.dice.of(30_000) as i64),
    }
    let seat = world.dice.of(PEOPLE.len());
    let mut roll = world.dice.of(TABLE.iter().map(|(times, _)| times).sum());
    for (times, step) in TABLE {
        if roll < *times {
            return step(world, seat);
        }
        roll -= times;
    }
}

/// Some call; rather one that is to be made.
fn some_call(world: &mut World) -> Option<CallId> {
    let all: Vec<CallId> = world.calls.keys().cloned().collect();
    let open: Vec<CallId> = world.calls.iter().filter(|(_, heard)| !heard.gone).map(|(id, _)| id.clone()).collect();
    let among = if open.is_empty() || world.dice.once_in(12) { all } else { open };
    (!among.is_empty()).then(|| among[world.dice.of(among.len())].clone())
}

/// A call that the terminal holds; now and then any other one.
fn own_call(world: &mut World, seat: usize) -> Option<CallId> {
    let mut own = world.held_by(seat);
    own.retain(|call| !world.calls[call].gone);
    if own.is_empty() || world.dice.once_in(6) {
        return some_call(world);
    }
    Some(own[world.dice.of(own.len())].clone())
}

fn take(world: &mut World, seat: usize) {
    if let Some(call) = some_call(world) {
        world.hold(seat, &call);
    }
}

fn let_go(world: &mut World, seat: usize) {
    world.let_go(seat);
}

fn kill(world: &mut World, seat: usize) {
    world.kill(seat);
}

/// Holds the page of a call against what was heard in it.
fn check(world: &mut World, call: &CallId) {
    let page = world.call(call);
    let heard = heard(world, call);
    heard.check(&page);
    heard.gone = page.state != State::Open;
}

fn heard<'w>(world: &'w mut World, call: &CallId) -> &'w mut Heard {
    world.calls.get_mut(call).expect("it is one of them")
}

fn attempt(world: &mut World, seat: usize) {
    let Some(call) = own_call(world, seat) else { return };
    let (code, outcome) = world.dice.pick(&OUTCOMES);
    let back_at = (outcome == Outcome::CallBack).then_some("+1 1530");
    let with = json!({ "call": call, "outcome": code, "back_at": back_at });
    if world.tell(seat, "log_attempt", with).is_ok() {
        let by = world.sessions[seat].who.clone();
        let one = heard(world, &call);
        assert!(!one.over, "{call} was over");
        one.attempts.push((outcome, by));
        one.over = matches!(outcome, Outcome::Refused | Outcome::WrongNumber);
        world.tally.attempts += 1;
    }
    check(world, &call);
}

fn answer(world: &mut World, seat: usize) {
    let Some(call) = own_call(world, seat) else { return };
    let asks = world.call(&call).kind.is_follow_up() != world.dice.once_in(15);
    let mut grades = serde_json::Map::new();
    for item in ["reception", "diagnosis", "on-time", "price"].into_iter().filter(|_| asks) {
        grades.insert(item.into(), [json!(5), json!(4), json!(2), json!(1), Value::Null][world.dice.of(5)].clone());
    }
    let words = format!("第{}次问", world.newest());
    let with = json!({ "call": call, "answers": grades, "words": words });
    if world.tell(seat, "answer_call", with).is_ok() {
        let by = world.sessions[seat].who.clone();
        let grades = grades.into_iter().map(|(item, grade)| (item, grade.as_u64().map(|grade| grade as u8)));
        let one = heard(world, &call);
        assert!(!one.over, "{call} was over");
        one.attempts.push((Outcome::Reached, by));
        (one.answer, one.over) = (Some((grades.collect(), words)), true);
        world.tally.answers += 1;
    }
    check(world, &call);
}

fn take_back(world: &mut World, seat: usize) {
    // As the key does: what one logged last; now and then any other.
    let last = match world.shop.desk.ask(&world.sessions[seat], &Query::LastAttempt) {
        Ok(Answer::LastAttempt(last)) => last.filter(|_| !world.dice.once_in(4)),
        _ => None,
    };
    let Some(call) = last.or_else(|| own_call(world, seat)) else { return };
    if world.tell(seat, "take_back_attempt", json!({ "call": call })).is_ok() {
        let one = heard(world, &call);
        let last = one.attempts.pop();
        world.tally.reopened += usize::from(one.over);
        let one = heard(world, &call);
        (one.answer, one.over) = (None, false);
        assert_eq!(last.map(|(_, by)| by), Some(world.sessions[seat].who.clone()), "{call}: it was somebody else's");
        world.tally.taken_back += 1;
        check(world, &call);
    }
}

fn opt_out(world: &mut World, seat: usize) {
    let Some(call) = own_call(world, seat) else { return };
    let page = world.call(&call);
    let in_call = world.dice.once_in(2);
    let contacts = if world.dice.once_in(5) { json!([]) } else { json!([page.kind]) };
    let customer = page.customer.expect("every call has one");
    let mut with = json!({ "customer": customer, "contacts": contacts, "reason": "asked" });
    if in_call {
        with["call"] = json!(call);
    }
    if world.tell(seat, "opt_out", with).is_ok() && in_call {
        let by = world.sessions[seat].who.clone();
        let one = heard(world, &call);
        one.attempts.push((Outcome::Refused, by));
        one.over = true;
    }
    check(world, &call);
}

fn opt_in(world: &mut World, seat: usize) {
    let customer = format!("C{}", 1 + world.dice.of(CARS.len()));
    let _refused_where_there_is_nothing_to_lift = world.tell(seat, "opt_in", json!({ "customer": customer }));
}

fn plan(world: &mut World, seat: usize) {
    if world.calls.values().filter(|heard| !heard.gone).count() >= OPEN_MAX {
        return;
    }
    let customer = format!("C{}", 1 + world.dice.of(CARS.len()));
    let kind = world.dice.pick(&KINDS);
    let tell = (!world.dice.once_in(4)).then_some("现在每天二十点前都能取车");
    let planned = world.tell(seat, "plan_call", json!({ "kind": kind, "customer": customer, "tell": tell }));
    if let Ok(receipt) = planned {
        world.calls.insert(CallId::new(receipt.id), Heard::default());
    }
}

fn expire(world: &mut World, seat: usize) {
    let Some(call) = some_call(world) else { return };
    // Now and then the shop is closed for long.
    if world.dice.once_in(20) {
        world.shop.sleep(16 * 86_400);
    }
    let page = world.call(&call);
    if world.tell(seat, "expire_call", json!({ "call": call })).is_ok() {
        assert!(page.attempts.len() == heard(world, &call).attempts.len(), "{call}: what was attempted stays");
        heard(world, &call).over = true;
        world.tally.expired += 1;
    }
    check(world, &call);
}

/// Somebody opens the list; calls whose last day is over are then written down as that.
fn look(world: &mut World, seat: usize) {
    let session = &world.sessions[seat];
    let list = world.shop.desk.ask(session, &Query::Calls);
    if let Ok(Answer::Calls(page)) = list {
        assert!(page.rows.iter().all(|row| !world.calls[&row.call].over), "a call that is over is listed");
    }
    // Nobody waits for the desk to write it down; the answer to another command comes after it.
    let nothing = command("log_attempt", json!({ "call": "V000101-001", "outcome": "busy" }));
    assert!(world.shop.try_as("li", nothing).is_err(), "there is no such call");
}

fn raise(world: &mut World, seat: usize) {
    let open = world.complaints.values().filter(|said| !said.given_up && said.newest.is_none()).count();
    let Some(call) = own_call(world, seat).filter(|_| open < COMPLAINTS_MAX) else { return };
    let severity = world.dice.pick(&["normal", "normal", "important", "major"]);
    let mut with = json!({ "call": call, "words": "还在响", "category": "quality", "severity": severity });
    if world.dice.once_in(4) {
        with["fault"] = json!("shop");
    }
    if let Ok(receipt) = world.tell(seat, "raise_complaint", with) {
        world.complaints.insert(ComplaintId::new(receipt.id), Said::default());
    }
    check(world, &call);
}

/// The next step of a complaint by whoever takes it, or any step by anybody.
fn complain(world: &mut World, seat: usize) {
    let all: Vec<ComplaintId> = world.complaints.keys().cloned().collect();
    // The newest ones are worked on; now and then somebody goes back to an old one.
    let recent = all.len().saturating_sub(2 * COMPLAINTS_MAX);
    let from = if world.dice.once_in(15) { 0 } else { recent };
    if all.is_empty() {
        return;
    }
    let id = all[from + world.dice.of(all.len() - from)].clone();
    let page = world.complaint(&id);
    let due = page.row.due;
    let sensible = !world.dice.once_in(4);
    let (who, name, mut with) = if sensible { next(world, due, page.days_tried) } else { any(world) };
    let seat = if world.dice.once_in(6) { seat } else { who };
    with["complaint"] = json!(id);
    let (satisfied, words) = (with["satisfied"].as_bool(), with["words"].as_str().unwrap_or_default().to_owned());
    let told = world.tell(seat, name, with);
    let said = world.complaints.get_mut(&id).expect("it is one of them");
    let is_ok = told.is_ok();
    match (name, satisfied, is_ok) {
        ("close_complaint", Some(yes), true) => {
            assert!(!said.given_up && said.newest.as_ref().is_none_or(|(yes, _)| !yes), "{id} was closed");
            assert!(!yes || due == Due::Ask, "{id}: closed before {due:?}");
            said.newest = Some((yes, words));
            said.no += u16::from(!yes);
            (world.tally.yes, world.tally.no) =
                (world.tally.yes + usize::from(yes), world.tally.no + usize::from(!yes));
        }
        ("close_complaint", Some(true), false) => world.tally.too_early += 1,
        ("give_up_complaint", _, true) => {
            said.given_up = true;
            world.tally.given_up += 1;
        }
        _ => {}
    }
    // What is refused changes nothing; that was looked at already.
    if is_ok {
        world.complaints[&id].check(&world.complaint(&id));
    }
}

const LI: usize = 3;
const MEI: usize = 4;
const QIN: usize = 5;
const HAN: usize = 6;

/// Who says what about a complaint.
type Move = (usize, &'static str, Value);

/// What comes next, and who does it.
fn next(world: &mut World, due: Due, days_tried: usize) -> Move {
    let mostly = !world.dice.once_in(8);
    match due {
        Due::Answer => (LI, "note_complaint", json!({ "text": "come back today", "answers": true })),
        Due::Judge if mostly => (QIN, "judge_complaint", json!({ "valid": true, "department": "车间" })),
        Due::Judge => (QIN, "judge_complaint", json!({ "valid": false, "reason": "rain", "explanation": "rain" })),
        Due::Plan => {
            let whole = json!({ "causes": ["wrong way round"], "plan": "fit it again", "investigation": "looked",
                "measure": "two check", "responsible": "mei" });
            (MEI, "plan_complaint", whole)
        }
        Due::Approve => (HAN, "approve_complaint", json!({ "approved": mostly, "remark": "so be it" })),
        Due::Act => (LI, "note_complaint", json!({ "text": "fitted again", "step": "action" })),
        Due::Verify => {
            (QIN, "verify_complaint", json!({ "held": mostly, "text": "road test", "summary": "two check" }))
        }
        Due::Tell => (LI, "note_complaint", json!({ "text": "rang", "step": "told" })),
        Due::Apologise => (LI, "note_complaint", json!({ "text": "sorry", "apology": true })),
        Due::Ask if days_tried > 2 => (QIN, "give_up_complaint", json!({ "text": "three days" })),
        Due::Ask if world.dice.once_in(2) => {
            world.shop.sleep(86_400);
            (LI, "note_complaint", json!({ "text": "rang in vain", "step": "not-reached" }))
        }
        Due::Ask => ask(world),
    }
}

/// The customer is asked, and says yes or no in words of their own.
fn ask(world: &mut World) -> Move {
    let satisfied = world.dice.of(5) < 3;
    let words = format!("{}, 第{}次问", if satisfied { "好了" } else { "还没好" }, world.newest());
    (LI, "close_complaint", json!({ "satisfied": satisfied, "words": words }))
}

/// Anything, whether it is due or not.
fn any(world: &mut World) -> Move {
    match world.dice.of(8) {
        0..4 => ask(world),
        4 => (QIN, "give_up_complaint", json!({ "text": "three days" })),
        5 => (LI, "change_complaint", json!({ "severity": "important", "reason": "graver" })),
        6 => (LI, "note_complaint", json!({ "text": "told", "step": "told" })),
        _ => (QIN, "verify_complaint", json!({ "held": true, "text": "looked" })),
    }
}

/// A car comes and, as a rule, goes back to its owner, who is then called.
fn arrive(world: &mut World, _seat: usize) {
    let (plate, model, name, phone) = CARS[world.dice.of(CARS.len())];
    let open = json!({ "plate": plate, "says": "刹车时有异响", "name": name, "phone": phone, "model": model, "mileage": 42_310 });
    let Ok(receipt) = world.tell(LI, "open_order", open) else { return };
    let order = OrderId::new(receipt.id);
    world.orders.push(order.clone());
    let steps = [
        ("note_finding", json!({ "found": "2 mm", "cause": "worn", "plan": "renew", "technician": "wang" })),
        (
            "write_line",
            json!({ "label": "Pads", "why": "2 mm", "benefit": "stops", "minutes": 48, "labour": 16_000, "parts": 32_000 }),
        ),
        ("decide_lines", json!({ "how": "phone", "lines": [{ "line": 1, "decision": "accepted" }] })),
        ("set_promise", json!({ "promise": "+3h" })),
        ("start_work", json!({ "line": 1, "technician": "wang" })),
        ("finish_work", json!({})),
        ("check_quality", json!({ "inspector": "zhao", "passed": true, "road_test": "passed" })),
        (
            "hand_over",
            json!({ "viewed": true, "explained": true, "signed": "paper", "payment": "wechat", "as_received": true, "may_call": true }),
        ),
    ];
    // Some stay on the way, to be cancelled or undone.
    let until = if world.dice.once_in(2) { world.dice.of(steps.len()) } else { steps.len() };
    for (name, mut with) in steps.into_iter().take(until) {
        with["order"] = json!(order);
        let command = command(name, with);
        let _some_are_refused = world.shop.desk.run(&world.sessions[LI], Envelope::new(command));
    }
    if let Some(call) = world.shop.order(&order).call {
        world.calls.insert(call, Heard::default());
    }
}

/// An order is cancelled, or what was done last on it is taken back; its calls and complaints stay what they are.
fn spoil(world: &mut World, seat: usize) {
    if world.orders.is_empty() {
        return;
    }
    // Those that came last are rather still here.
    let back = world.dice.of(world.orders.len().min(24)) + 1;
    let order = world.orders[world.orders.len() - back].clone();
    if world.dice.once_in(2) {
        let told = world.tell(seat, "cancel_order", json!({ "order": order, "reason": "only asked" }));
        world.tally.cancelled += usize::from(told.is_ok());
    } else {
        let told = world.tell(seat, "undo", json!({ "order": order }));
        world.tally.undone += usize::from(told.is_ok());
    }
    if let Some(call) = world.shop.order(&order).call {
        check(world, &call);
    }
}
