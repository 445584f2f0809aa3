//! The way out: from wherever an order stands, a legal command that moves it on, read off the order itself and not off
//! what the program says comes next.

use serde_json::{Value, json};
use shopdesk::domain::order::Order;
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Key, OrderId};

use super::world::World;

/// Commands to the end, at most: more would be going round in circles.
const TO_THE_END: usize = 120;

fn given(what: &str, order: &Order, mut with: Value) -> Value {
    with["order"] = json!(order.id);
    json!({ "do": what, "with": with })
}

/// A command that moves an order on; nothing once it is over.
pub fn on(world: &World, id: &OrderId) -> Option<Value> {
    let order = world.order(id);
    if order.stage.is_over() {
        return None;
    }
    let ways = ways(world, order);
    let does = |way: &&Value| world.decide("li", way).is_ok_and(|decided| !decided.events.is_empty());
    let found = ways.iter().find(does).cloned();
    if found.is_none() {
        let why: Vec<_> = ways.iter().map(|way| (way, world.decide("li", way).err())).collect();
        panic!("{id} has no way out of {:?}: {why:#?}\n{order:#?}", order.stage);
    }
    found
}

/// Carries every order to its end.
pub fn to_the_end(world: &mut World) {
    let ids: Vec<OrderId> = world.orders().map(|order| order.id.clone()).collect();
    for id in ids {
        for _ in 0..TO_THE_END {
            let Some(command) = on(world, &id) else { break };
            world.wait(1);
            world.tell("li", &command).expect("it was legal a moment ago");
            super::check::all(world, &command);
        }
        assert!(world.order(&id).stage.is_over(), "{id} goes round in circles: {:#?}", world.order(&id).stage);
    }
}

/// What may move an order on from here, the likeliest first.
fn ways(world: &World, order: &Order) -> Vec<Value> {
    match order.stage {
        Stage::Receive => receive(order),
        Stage::Diagnose if order.findings.iter().all(|finding| finding.cause.is_none()) => vec![finding(order)],
        Stage::Diagnose => vec![line(order)],
        Stage::Quote => quote(order),
        Stage::Repair => repair(world, order),
        Stage::Inspect => {
            let check = json!({ "inspector": "zhao", "passed": true, "road_test": "passed" });
            vec![given("check_quality", order, check)]
        }
        Stage::HandOver => hand_over(world, order),
        Stage::FollowUp => {
            let call = order.call.clone();
            vec![json!({ "do": "answer_call", "with": { "call": call, "answers": { "reception": 5 } } })]
        }
        Stage::Closed | Stage::Cancelled => Vec::new(),
    }
}

fn receive(order: &Order) -> Vec<Value> {
    let whole = json!({ "name": "王建国", "phone": "13800132211", "mileage": 50_000, "mileage_reason": "read again" });
    let mileage = json!({ "mileage": 50_000, "mileage_reason": "read again" });
    let mut ways = vec![finding(order)];
    if order.mileage.is_none() {
        ways.push(given("note_intake", order, mileage));
    }
    // Nobody is named, or nobody that can be reached.
    ways.push(given("note_intake", order, whole));
    ways
}

fn finding(order: &Order) -> Value {
    given("note_finding", order, json!({ "found": "pads 2 mm", "cause": "worn", "technician": "wang" }))
}

fn line(order: &Order) -> Value {
    let line =
        json!({ "label": "Pads", "why": "worn", "benefit": "stops", "minutes": 30, "labour": 10_000, "parts": 1 });
    given("write_line", order, line)
}

/// The customer's word on all that is undecided: yes where a line says all that it must.
fn word(order: &Order) -> Option<Value> {
    let open = order.lines.iter().filter(|line| line.decision() == Decision::Undecided);
    let word = |lacks: bool| if lacks { "declined" } else { "accepted" };
    let lines: Vec<Value> =
        open.map(|line| json!({ "line": line.number, "decision": word(!line.lacks().is_empty()) })).collect();
    (!lines.is_empty()).then(|| given("decide_lines", order, json!({ "how": "phone", "lines": lines })))
}

/// The contract is signed at once, or with all that comes before the signature.
fn signatures(order: &Order) -> [Value; 2] {
    let told = ["scope", "cost", "time", "parts", "guarantee", "changes", "complaint"];
    let whole = json!({ "on": "paper", "reviewed_by": "li", "told": told });
    [given("sign_contract", order, json!({ "on": "paper" })), given("sign_contract", order, whole)]
}

fn quote(order: &Order) -> Vec<Value> {
    if order.lines.is_empty() {
        return vec![line(order), finding(order)];
    }
    let promise = given("set_promise", order, json!({ "promise": "+3h" }));
    let promised = order.promise.is_none().then_some(promise);
    promised.into_iter().chain(word(order)).chain(signatures(order)).collect()
}

fn repair(world: &World, order: &Order) -> Vec<Value> {
    if let Some(line) = order.lines.iter().find(|line| line.work.is_running()) {
        return vec![given("finish_work", order, json!({ "line": line.number }))];
    }
    let mut ways: Vec<Value> = word(order).into_iter().collect();
    if order.lacks_contract() {
        ways.extend(signatures(order));
    }
    if order.in_workshop.is_none() {
        ways.push(given("hand_to_workshop", order, json!({ "to": "wang", "cleaned": false })));
    }
    let accepted = || order.lines.iter().filter(|line| line.decision() == Decision::Accepted);
    let unfinished = accepted().find(|line| line.work.finished.is_none());
    for line in unfinished.into_iter().chain(accepted().next()) {
        for technician in ["wang", "sun", "chen", "li"] {
            ways.push(given("start_work", order, json!({ "line": line.number, "technician": technician })));
        }
    }
    // Whoever could do it is at another car: that one is stopped first.
    for technician in ["wang", "sun", "chen", "li"] {
        let staff = world.records.get(&Key::Staff(shopdesk::domain::StaffId::new(technician)));
        let busy = staff.and_then(|record| record.as_staff().and_then(|staff| staff.busy_with.clone()));
        if let Some((other, line)) = busy {
            ways.push(json!({ "do": "stop_work", "with": { "order": other, "line": line, "code": "a" } }));
        }
    }
    ways
}

fn hand_over(world: &World, order: &Order) -> Vec<Value> {
    let standing = super::check::standing(world, order);
    let open = standing.iter().filter(|id| !order.ticks.iter().any(|tick| tick.requirement == **id));
    let mut ways: Vec<Value> = open.map(|id| given("tick_requirement", order, json!({ "requirement": id }))).collect();
    let mut all = json!({ "viewed": true, "explained": true, "signed": "paper", "as_received": true, "may_call": true,
        "remedy": { "kind": "apology" } });
    if order.due() > shopdesk::domain::Money::ZERO {
        all["payment"] = json!("cash");
    }
    ways.push(given("hand_over", order, all));
    ways
}
