//! What may be tried at any moment, sensible or not. A new command is one more line of the table.

use serde_json::{Value, json};
use shopdesk::domain::OrderId;
use shopdesk::domain::order::stage::Stage;

use super::Dice;
use super::world::World;

/// What a line of the table makes: the fields of the command.
type Fields = fn(&mut Dice) -> Value;

/// Commands about an order, how often they come, and their fields; `order` is added.
const ON_ORDER: &[(&str, usize, Fields)] = &[
    ("note_intake", 3, |dice| {
        let mileage = dice.pick(&[0, 41_000, 42_310, 50_000, 4_000_000]);
        let (reason, says) =
            (dice.pick(&[None, Some("new instrument")]), dice.pick(&[None, Some("还有异味"), Some("")]));
        json!({ "mileage": mileage, "mileage_reason": reason, "says": says, "waiting": dice.once_in(2) })
    }),
    (
        "note_intake",
        1,
        |dice| json!({ "name": dice.pick(&["王建国", "陈静", ""]), "phone": dice.pick(&[None, Some("13800132211"), Some("138")]) }),
    ),
    ("note_intake", 2, |dice| {
        let topic = dice.pick(&[None, Some("repair"), Some("complaint")]);
        let (notes, concluded) = (dice.pick(&[None, Some("as before")]), dice.pick(&[None, Some("no warranty")]));
        json!({ "visit": { "topic": topic, "notes": notes, "conclusion": concluded, "urgent": dice.once_in(2),
            "place": dice.pick(&["B1", "B2", "far behind the yard"]) } })
    }),
    ("note_finding", 3, |dice| {
        let number = dice.pick(&[None, None, Some(1), Some(9)]);
        json!({ "number": number, "found": dice.pick(&["pads 2 mm", "", "leak"]), "cause": dice.pick(&[None, Some("worn")]),
            "technician": dice.pick(&["wang", "sun", "nobody"]) })
    }),
    ("write_line", 4, |dice| {
        let number = dice.pick(&[None, None, None, Some(1), Some(2), Some(99)]);
        json!({ "number": number, "label": dice.pick(&["Pads", "Gearbox", ""]), "why": dice.pick(&["worn", ""]),
            "benefit": dice.pick(&["stops", "safe", ""]), "minutes": dice.pick(&[30, 48, 0, 70_000]),
            "labour": dice.pick(&[Some(10_001), Some(333_333), Some(0), None]), "parts": dice.pick(&[Some(7), Some(400_000), None]),
            "test": dice.once_in(6) })
    }),
    ("write_line", 2, |dice| json!({ "job": dice.pick(&["OIL", "BRK", "DIA", "NONE"]) })),
    ("drop_line", 2, |dice| json!({ "number": dice.pick(&[1, 2, 3, 9]) })),
    ("decide_lines", 5, |dice| {
        let word = |dice: &mut Dice| dice.pick(&["accepted", "accepted", "declined", "deferred", "undecided"]);
        let mut lines = vec![json!({ "line": dice.pick(&[1, 2, 3]), "decision": word(dice) })];
        if dice.once_in(2) {
            lines.push(json!({ "line": dice.pick(&[1, 2, 3, 4]), "decision": word(dice) }));
        }
        let ceiling = dice.pick(&[None, None, Some(1), Some(60_000), Some(2_000_000)]);
        json!({ "lines": lines, "how": dice.pick(&["phone", "signed", "in-person"]), "ceiling": ceiling })
    }),
    ("set_promise", 3, |dice| {
        let (reason, how) = (dice.pick(&[None, Some("part-late"), Some("add-on")]), dice.pick(&[None, Some("phone")]));
        json!({ "promise": dice.pick(&["+2h", "t9", "0001", "soon"]), "reason": reason, "how": how,
            "reached": dice.pick(&[None, Some(false)]) })
    }),
    ("show_estimate", 1, |_| json!({})),
    ("sign_contract", 1, |dice| json!({ "on": dice.pick(&["paper", "screen"]) })),
    ("change_contract", 2, |dice| {
        json!({ "proposer": dice.pick(&["shop", "customer"]), "agreed": !dice.once_in(4), "how": "phone",
            "reason": dice.pick(&["dearer", ""]), "ceiling": dice.pick(&[None, Some(1), Some(3_000_000)]), "stop": dice.once_in(3) })
    }),
    (
        "raise_ceiling",
        1,
        |dice| json!({ "ceiling": dice.pick(&[0, 90_000, 5_000_000]), "reason": dice.pick(&["dearer", ""]) }),
    ),
    (
        "start_work",
        3,
        |dice| json!({ "line": dice.pick(&[1, 2, 3]), "technician": dice.pick(&[Some("wang"), Some("sun"), Some("zhao"), None]) }),
    ),
    (
        "stop_work",
        2,
        |dice| json!({ "line": dice.pick(&[None, Some(1), Some(2)]), "code": dice.pick(&["a", "b", "c"]) }),
    ),
    ("finish_work", 2, |dice| json!({ "line": dice.pick(&[None, Some(1), Some(2)]) })),
    ("check_quality", 4, |dice| {
        json!({ "inspector": dice.pick(&[Some("zhao"), Some("wang"), Some("chen"), None]), "passed": !dice.once_in(3),
            "road_test": dice.pick(&["passed", "failed", "not-required"]), "note": dice.pick(&[None, Some("loose")]) })
    }),
    (
        "take_payment",
        3,
        |dice| json!({ "method": dice.pick(&["cash", "card", "wechat"]), "amount": dice.pick(&[None, Some(1), Some(5_000), Some(9_999_999), Some(0)]) }),
    ),
    ("tell_ready", 2, |dice| {
        let pack: &[&str] = if dice.once_in(2) { &["settlement", "key"] } else { &[] };
        json!({ "how": "phone", "reached": !dice.once_in(3), "pack": pack })
    }),
    ("hand_over", 4, |dice| {
        let mut with = json!({ "viewed": !dice.once_in(5), "explained": !dice.once_in(5), "as_received": !dice.once_in(6),
            "may_call": !dice.once_in(4), "signed": dice.pick(&[Some("paper"), None]) });
        with["payment"] = json!(dice.pick(&[Some("cash"), None]));
        with["amount"] = json!(dice.pick(&[None, None, Some(100), Some(9_999_999)]));
        with["difference"] = json!(dice.pick(&[None, Some("old pads kept")]));
        with["remedy"] = if dice.once_in(3) { json!({ "kind": "apology" }) } else { json!(null) };
        with
    }),
    (
        "move_order",
        4,
        |dice| json!({ "to": dice.pick(&["diagnose", "quote", "repair", "inspect", "hand-over", "follow-up", "closed", "cancelled"]) }),
    ),
    ("order_part", 2, |dice| {
        let how = dice.pick(&[None, Some("phone")]);
        let done: &[&str] =
            dice.pick(&[&[][..], &["authorised"], &["authorised", "requested", "ordered"], &["arrived"]]);
        json!({ "part": dice.pick(&["PADS", "brk", ""]), "quantity": dice.pick(&[None, Some(4), Some(0)]),
            "line": dice.pick(&[None, None, Some(1), Some(9)]), "expected": dice.pick(&[None, Some("+2"), Some("soon")]),
            "how": how, "done": done })
    }),
    ("note_part", 4, |dice| {
        const STEPS: [&str; 8] = [
            "customer-ok",
            "authorised",
            "requested",
            "ordered",
            "arrived",
            "sa-told",
            "customer-told",
            "visit-booked",
        ];
        let first = dice.of(STEPS.len());
        let done = &STEPS[first..(first + dice.of(3)).min(STEPS.len())];
        json!({ "number": dice.pick(&[1, 1, 2, 9]), "done": done, "how": dice.pick(&[None, Some("message")]),
            "expected": dice.pick(&[None, None, Some("+3"), Some("0001")]), "reason": dice.pick(&[None, Some("late")]),
            "visit": dice.pick(&[None, None, Some("t9")]) })
    }),
    ("cancel_part", 1, |dice| json!({ "number": dice.pick(&[1, 2]), "reason": dice.pick(&["not wanted", ""]) })),
    ("hand_to_workshop", 1, |dice| json!({ "to": dice.pick(&["wang", "li", "nobody"]), "cleaned": true })),
    ("take_over", 1, |dice| json!({ "advisor": dice.pick(&["li", "wang", "zhao", "nobody"]) })),
    ("confirm_visit", 1, |dice| json!({ "confirmed_by": dice.pick(&["li", "wang", "zhao"]) })),
    ("note_checklist", 1, |dice| {
        let list = dice.pick(&["joint", "welcome", "send-off", "none"]);
        json!({ "checklist": list, "marks": { dice.pick(&["oil", "greeted"]): dice.pick(&["ok", "bad"]) } })
    }),
    ("give_promises", 1, |dice| json!({ "promises": [dice.pick(&["time", "price", "moon"])] })),
    (
        "cancel_order",
        1,
        |dice| json!({ "reason": dice.pick(&["left", ""]), "outcome": dice.pick(&[None, Some("book"), Some("enter")]) }),
    ),
    ("undo", 6, |_| json!({})),
    ("tick_requirement", 1, |dice| json!({ "requirement": dice.pick(&["S1", "S2", "S3"]), "done": !dice.once_in(3) })),
];

/// Commands about no order in particular.
const ELSEWHERE: &[(&str, usize, Fields)] = &[
    ("note_requirement", 1, |dice| {
        let customer = dice.pick(&[None, Some("C1"), Some("C2"), Some("C99")]);
        json!({ "customer": customer, "vehicle": dice.pick(&[None, Some("K1"), Some("K2")]), "text": dice.pick(&["wash it", ""]) })
    }),
    ("end_requirement", 1, |dice| json!({ "requirement": dice.pick(&["S1", "S2"]), "reason": "over" })),
    (
        "log_attempt",
        2,
        |dice| json!({ "call": format!("V261123-{:03}", 1 + dice.of(4)), "outcome": dice.pick(&["no-answer", "busy", "refused", "wrong-number"]) }),
    ),
    (
        "answer_call",
        1,
        |dice| json!({ "call": format!("V261123-{:03}", 1 + dice.of(4)), "answers": { "reception": dice.pick(&[5, 3, 7]) } }),
    ),
    (
        "raise_complaint",
        1,
        |dice| json!({ "order": format!("R261123-{:03}", 1 + dice.of(6)), "category": "quality", "words": dice.pick(&["还是响", ""]) }),
    ),
];

/// Takes in one of a few cars; some of what is typed is wrong.
fn open(dice: &mut Dice) -> Value {
    let car = dice.of(9);
    let plate = if car == 8 { "沪A1".to_string() } else { format!("沪A1234{car}") };
    let who = dice.once_in(4);
    let (name, phone) =
        if who { (None, None) } else { (Some(format!("客户{car}")), Some(format!("1380013221{car}"))) };
    let job = if dice.once_in(4) { Some(dice.pick(&["OIL", "BRK"])) } else { None };
    let with = json!({ "plate": plate, "says": dice.pick(&["刹车异响", "抖动", ""]), "name": name, "phone": phone,
        "mileage": dice.pick(&[None, Some(42_000), Some(50_000)]), "promise": dice.pick(&[None, Some("+3h")]), "job": job });
    json!({ "do": "open_order", "with": with })
}

/// True if a command belongs to a stage; those without a stage of their own belong everywhere.
fn fits(what: &str, stage: Stage) -> bool {
    match what {
        "drop_line" | "decide_lines" | "show_estimate" | "sign_contract" => {
            matches!(stage, Stage::Quote | Stage::Repair)
        }
        "write_line" => stage < Stage::Inspect,
        "note_finding" => stage < Stage::Repair,
        "start_work" | "stop_work" | "finish_work" => stage == Stage::Repair,
        "check_quality" => stage == Stage::Inspect,
        "take_payment" | "tell_ready" | "hand_over" => stage == Stage::HandOver,
        "change_contract" | "raise_ceiling" => (Stage::Quote..=Stage::HandOver).contains(&stage),
        "cancel_order" => stage < Stage::Repair,
        _ => true,
    }
}

fn weighted<'t>(table: &'t [(&str, usize, Fields)], dice: &mut Dice) -> &'t (&'t str, usize, Fields) {
    let mut left = dice.of(table.iter().map(|(_, weight, _)| weight).sum());
    let chosen = table.iter().find(|(_, weight, _)| {
        let here = left < *weight;
        left = left.saturating_sub(*weight);
        here
    });
    chosen.expect("the weights add up")
}

/// Whatever: a car that comes, something about an order, or something else.
pub fn any(world: &World, dice: &mut Dice, order: Option<&OrderId>) -> Value {
    let Some(order) = order else { return open(dice) };
    if dice.once_in(10) {
        let (what, _, fields) = weighted(ELSEWHERE, dice);
        return json!({ "do": what, "with": without_null(fields(dice)) });
    }
    // Mostly one that belongs to the stage, so that its own rules are tried, and not only that it is out of place.
    let stage = world.order(order).stage;
    let mut chosen = weighted(ON_ORDER, dice);
    for _ in 0..4 {
        if !fits(chosen.0, stage) {
            chosen = weighted(ON_ORDER, dice);
        }
    }
    let (what, _, fields) = chosen;
    let mut with = without_null(fields(dice));
    with["order"] = json!(order);
    json!({ "do": what, "with": with })
}

/// A field that is not given is left out, as a script would.
fn without_null(mut with: Value) -> Value {
    if let Some(fields) = with.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
        for value in fields.values_mut().filter(|value| value.is_object()) {
            *value = without_null(value.take());
        }
    }
    with
}
