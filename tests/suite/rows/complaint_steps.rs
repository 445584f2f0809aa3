//! L3–L7: the steps of a complaint. Every attempt to leave one out is refused with the reason, whoever makes it; and one
//! complaint goes through every step and role, the customer's "no" among them.

use serde_json::{Value, json};
use shopdesk::desk::rows::ComplaintPage;
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::capa::course::{Did, Step};
use shopdesk::domain::complaint::course::Due;
use shopdesk::domain::staff::role::{RIGHTS, Role, allows};
use shopdesk::domain::{Command, ComplaintId, Refusal, StaffId, event};
use shopdesk::text::{Catalogue, Lang, say, term};
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::capa::Capa;
use shopdesk::tui::screen::complaint::Complaint;

use crate::shop::Shop;

const FIRST: &str = "T261123-001";

/// The steps in order: who takes each, the command, and what it holds.
fn way() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("technician", "raise_complaint", json!({ "name": "周先生", "category": "quality", "words": "刹车还是响" })),
        ("advisor", "note_complaint", json!({ "text": "come back today, free", "answers": true })),
        ("quality", "judge_complaint", json!({ "valid": true, "department": "车间" })),
        ("advisor", "plan_complaint", json!({ "causes": ["pad the wrong way round"], "plan": "fit it again" })),
        ("manager", "approve_complaint", json!({ "approved": true })),
        ("advisor", "note_complaint", json!({ "text": "fitted again", "step": "action" })),
        ("quality", "verify_complaint", json!({ "held": true, "text": "road test" })),
        ("advisor", "note_complaint", json!({ "text": "rang: fitted again", "step": "told" })),
        ("advisor", "close_complaint", json!({ "satisfied": true, "words": "现在好了" })),
    ]
}

fn command(name: &str, with: &Value) -> Command {
    let mut with = with.clone();
    if name != "raise_complaint" {
        with["complaint"] = json!(FIRST);
    }
    serde_json::from_value(json!({ "do": name, "with": with })).expect("a command")
}

/// The person of a role: named by it, as far as an id is long enough.
fn who(role: Role) -> String {
    event::code(&role).split('-').next_back().unwrap_or_default().chars().take(12).collect()
}

/// A shop with one person of each role, named by the role.
fn staffed() -> Shop {
    let shop = Shop::new();
    for (role, _) in RIGHTS {
        let (id, role) = (who(*role), event::code(role));
        let add = json!({ "do": "add_staff", "with": { "id": id, "name": id, "roles": [role] } });
        shop.run(serde_json::from_value(add).expect("a command"));
    }
    shop
}

/// A shop with a complaint that has taken so many steps.
fn after(steps: usize) -> Shop {
    let shop = staffed();
    for (who, name, with) in way().iter().take(steps) {
        shop.run_as(who, command(name, with));
    }
    shop
}

fn page(shop: &Shop) -> ComplaintPage {
    match shop.ask(&Query::Complaint { id: ComplaintId::new(FIRST) }) {
        Answer::Complaint(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

/// What each step is refused with, after so many steps. `-` where it may be taken, `=` where it may be taken again.
/// `missing FIELD`, `done FIELD`, or the field of a value that cannot be.
const REFUSED: &[(&str, [&str; 9])] = &[
    // after:                1 raised           2 answered         3 judged           4 planned          5 approved         6 acted            7 verified        8 told     9 closed
    (
        "judge",
        ["-", "-", "=", "done judged", "done judged", "done judged", "done judged", "done judged", "done complaint"],
    ),
    (
        "plan",
        [
            "missing judged",
            "missing judged",
            "-",
            "=",
            "done approved",
            "done approved",
            "done approved",
            "done approved",
            "done complaint",
        ],
    ),
    (
        "approve",
        [
            "missing plan",
            "missing plan",
            "missing plan",
            "-",
            "done approved",
            "done approved",
            "done approved",
            "done approved",
            "done complaint",
        ],
    ),
    (
        "act",
        [
            "missing approved",
            "missing approved",
            "missing approved",
            "missing approved",
            "-",
            "=",
            "=",
            "=",
            "done complaint",
        ],
    ),
    (
        "verify",
        [
            "missing action",
            "missing action",
            "missing action",
            "missing action",
            "missing action",
            "-",
            "=",
            "=",
            "done complaint",
        ],
    ),
    (
        "tell",
        [
            "missing verified",
            "missing verified",
            "missing verified",
            "missing verified",
            "missing verified",
            "missing verified",
            "-",
            "=",
            "done complaint",
        ],
    ),
    (
        "yes",
        [
            "missing answers",
            "missing judged",
            "missing plan",
            "missing approved",
            "missing action",
            "missing verified",
            "missing told_result",
            "-",
            "done complaint",
        ],
    ),
    ("no", ["missing answers", "=", "=", "=", "=", "=", "=", "=", "done complaint"]),
    (
        "give-up",
        [
            "missing answers",
            "missing judged",
            "missing plan",
            "missing approved",
            "missing action",
            "missing verified",
            "tries",
            "tries",
            "done complaint",
        ],
    ),
    ("change", ["=", "=", "=", "=", "=", "=", "=", "=", "done complaint"]),
];

/// The command of a step in the table, and who may give it.
fn step(name: &str) -> (&'static str, Command) {
    let way = way();
    let of = |at: usize| (way[at].0, command(way[at].1, &way[at].2));
    match name {
        "judge" => of(2),
        "plan" => of(3),
        "approve" => of(4),
        "act" => of(5),
        "verify" => of(6),
        "tell" => of(7),
        "yes" => of(8),
        "no" => ("advisor", command("close_complaint", &json!({ "satisfied": false, "words": "还响" }))),
        "give-up" => ("quality", command("give_up_complaint", &json!({ "text": "tried" }))),
        "change" => ("advisor", command("change_complaint", &json!({ "mood": "angry" }))),
        other => panic!("{other}"),
    }
}

/// What a refusal comes to in the table.
fn told(error: &DeskError) -> String {
    let DeskError::Refused(refusal) = error else { return format!("{error:?}") };
    match refusal {
        Refusal::Missing { field } => format!("missing {field}"),
        Refusal::AlreadyDone { field, .. } => format!("done {field}"),
        Refusal::Invalid { field, .. } => field.clone(),
        other => other.code().to_owned(),
    }
}

/// Nobody is left with a code: the sentence stands in both languages.
fn is_said(shop: &Shop, error: &DeskError) {
    for lang in Lang::ALL {
        let words = Catalogue::built_in().words(lang);
        let said = say::error(&words, shop.now(), &|id: &StaffId| id.to_string(), error).whole();
        assert!(said.chars().count() > 8 && !said.contains("refusal-") && !said.contains('_'), "{lang}: {said}");
    }
}

#[test]
fn every_attempt_to_leave_a_step_out_is_refused_with_the_reason() {
    let mut refused = 0;
    for at in 0..9 {
        let shop = after(at + 1);
        for (name, wanted) in REFUSED.iter().map(|(name, cells)| (*name, cells[at])) {
            if matches!(wanted, "-" | "=") {
                continue;
            }
            let (who, command) = step(name);
            let version = page(&shop).version;
            match shop.try_as(who, command) {
                Ok(_) => panic!("{name} after {} steps should be refused: {wanted}", at + 1),
                Err(error) => {
                    assert_eq!(told(&error), wanted, "{name} after {} steps", at + 1);
                    is_said(&shop, &error);
                }
            }
            assert_eq!(page(&shop).version, version, "{name} left a trace");
            refused += 1;
        }
    }
    assert!(refused > 50, "{refused}");
}

#[test]
fn what_the_table_allows_is_allowed() {
    for at in 0..8 {
        for (name, wanted) in REFUSED.iter().map(|(name, cells)| (*name, cells[at])) {
            if wanted == "-" {
                let (who, command) = step(name);
                let shop = after(at + 1);
                shop.run_as(who, command);
            }
        }
    }
}

#[test]
fn a_step_by_a_role_that_may_not_is_refused_with_a_sentence() {
    let (mut refused, at) = (0, ["judge", "plan", "approve", "act", "verify", "tell", "yes", "give-up", "change"]);
    for (index, name) in at.into_iter().enumerate() {
        // The state in which the step is due: what it is refused for is the role alone.
        let shop = after((index + 2).min(8));
        for (role, _) in RIGHTS {
            let (_, command) = step(name);
            let right = command.needs();
            if allows(*role, right) {
                continue;
            }
            match shop.try_as(&who(*role), command) {
                Err(error @ DeskError::NotAllowed { .. }) => is_said(&shop, &error),
                other => panic!("{name} by {role:?}: {other:?}"),
            }
            refused += 1;
        }
    }
    assert!(refused > 40, "{refused}");
    assert!(!allows(Role::Caller, step("approve").1.needs()), "a caller cannot approve the plan");
}

#[test]
fn section_8_test_9_a_complaint_through_every_step_and_role_with_a_no_reopened_and_closed() {
    let shop = staffed();
    let mut due = Vec::new();
    let mut take = |from: usize, to: usize| {
        for (who, name, with) in &way()[from..to] {
            shop.run_as(who, command(name, with));
            due.push(page(&shop).row.due);
        }
    };
    take(0, 8);
    let (who, no) = step("no");
    shop.run_as(who, no);
    let again = page(&shop);
    assert_eq!((again.reopened, again.row.closed, again.row.due), (1, None, Due::Answer), "a no reopens");
    assert_eq!(again.valid, Some(true), "only the judgement stays");
    // Answered again; the judgement stands; all that follows is done anew, and nothing closes before.
    take(1, 2);
    assert_eq!(page(&shop).row.due, Due::Plan);
    assert!(shop.try_as("advisor", step("yes").1).is_err());
    take(3, 9);
    let round = [Due::Plan, Due::Approve, Due::Act, Due::Verify, Due::Tell, Due::Ask];
    let first: Vec<Due> = [Due::Answer, Due::Judge].into_iter().chain(round).collect();
    let second: Vec<Due> = round.into_iter().chain([Due::Ask]).collect();
    assert_eq!(due, [first, second].concat());
    let closed = page(&shop);
    assert!(closed.row.closed.is_some() && !closed.row.unreached, "closed on the customer's yes");
    assert_eq!(closed.closing.map(|said| said.words), Some("现在好了".into()));
}

#[test]
fn l7_nobody_verifies_what_they_carried_out_and_a_refusal_names_who_may() {
    let shop = after(5);
    let both = json!({ "do": "add_staff", "with": { "id": "both", "name": "both", "roles": ["quality", "advisor"] } });
    shop.run(serde_json::from_value(both).expect("a command"));
    let (_, act) = step("act");
    shop.run_as("both", act);
    let error = shop.try_as("both", step("verify").1).expect_err("their own work");
    assert_eq!(told(&error), "verifier");
    is_said(&shop, &error);
    let error = shop.try_as("technician", step("verify").1).expect_err("no right");
    for lang in Lang::ALL {
        let words = Catalogue::built_in().words(lang);
        let said = say::error(&words, shop.now(), &|id: &StaffId| id.to_string(), &error).message;
        assert!(said.contains(&*words.get(term::role(Role::Quality))), "{lang}: {said}");
        assert!(!said.contains(&*words.get(term::role(Role::Advisor))), "{lang}: {said}");
    }
    shop.run_as("quality", step("verify").1);
    assert_eq!(page(&shop).row.due, Due::Tell);
}

#[test]
fn l7_the_customers_yes_closes_the_corrective_action_and_both_pages_lead_to_each_other() {
    let shop = after(8);
    let id = page(&shop).capa.expect("a valid complaint has one");
    let capa = || match shop.ask(&Query::Capa { id: id.clone() }) {
        Answer::Capa(capa) => *capa,
        other => panic!("{}", other.unexpected().code()),
    };
    assert_eq!((capa().row.closed, capa().row.next), (None, Some(Step::Issue)));
    shop.run_as("advisor", step("yes").1);
    let closed = capa();
    assert!(closed.row.closed.is_some() && closed.row.next.is_none(), "it is not written a second time");
    let did: Vec<Did> = closed.thread.iter().map(|entry| entry.did).collect();
    assert!(did.ends_with(&[Did::Planned, Did::Acted, Did::Effective, Did::Settled]), "{did:?}");
    let mut screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &ComplaintId::new(FIRST))).expect("it is there");
    assert_eq!(shop.press(&mut screen, "J"), Effect::Open(Place::Capa(id.clone())));
    let mut screen = shop.cx(Lang::En, |cx| Capa::new(cx, &id)).expect("it is there");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("done with the complaint"), "{shown}");
    assert_eq!(shop.press(&mut screen, "space"), Effect::Open(Place::Complaint(ComplaintId::new(FIRST))));
}
