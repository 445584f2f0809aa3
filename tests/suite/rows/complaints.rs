//! L: complaints.

use serde_json::json;
use shopdesk::desk::rows::ComplaintPage;
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::closed::Closed;
use shopdesk::domain::complaint::clock::{self, Hours, Ran};
use shopdesk::domain::complaint::course::Due;
use shopdesk::domain::complaint::ladder::{self, Report, Rung};
use shopdesk::domain::order::work::{StopCode, Stopped};
use shopdesk::domain::staff::role::{Right, Role};
use shopdesk::domain::{Command, ComplaintId, Stamp};
use shopdesk::text::Lang;
use shopdesk::tui::effect::Effect;
use shopdesk::tui::screen::complaint::Complaint;
use shopdesk::tui::screen::complaints::Complaints;

use crate::shop::Shop;

/// The number of the first complaint of the day.
const FIRST: &str = "T261123-001";

fn raised(more: serde_json::Value) -> Shop {
    raised_in(Shop::new(), more)
}

fn raised_in(shop: Shop, more: serde_json::Value) -> Shop {
    let mut with = json!({ "name": "周先生", "category": "quality", "words": "刹车还是响" });
    with.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    tell(&shop, "raise_complaint", with);
    let mei = json!({ "id": "mei", "name": "Mei", "roles": ["management-representative"] });
    shop.run(serde_json::from_value(json!({ "do": "add_staff", "with": mei })).expect("a command"));
    shop
}

fn command(name: &str, mut with: serde_json::Value) -> Command {
    if name != "raise_complaint" {
        with["complaint"] = json!(FIRST);
    }
    serde_json::from_value(json!({ "do": name, "with": with })).expect("a command")
}

fn tell(shop: &Shop, name: &str, with: serde_json::Value) {
    shop.run(command(name, with));
}

fn page(shop: &Shop) -> ComplaintPage {
    match shop.ask(&Query::Complaint { id: ComplaintId::new(FIRST) }) {
        Answer::Complaint(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

/// From the answer to the verification.
fn verified(shop: &Shop) {
    tell(shop, "note_complaint", json!({ "text": "come back today", "answers": true }));
    tell(shop, "judge_complaint", json!({ "valid": true, "department": "车间" }));
    tell(shop, "plan_complaint", json!({ "causes": ["pad the wrong way round"], "plan": "fit it again" }));
    // Nobody approves their own plan, nor verifies their own work.
    shop.run_as("mei", command("approve_complaint", json!({ "approved": true })));
    shop.run_as("mei", command("note_complaint", json!({ "text": "fitted again", "step": "action" })));
    tell(shop, "verify_complaint", json!({ "held": true, "text": "road test" }));
}

/// What the feed says of the first complaint.
fn fact(shop: &Shop) -> serde_json::Value {
    let Answer::Facts(lines) = shop.ask(&Query::FactsSince { seq: 0, limit: 100 }) else { panic!("no facts") };
    let mut all = lines.iter().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    all.rfind(|fact| fact["fact"] == "complaint").expect("a complaint")
}

#[test]
fn l1_each_channel_saves() {
    let shop = Shop::new();
    for (n, channel) in ["counter", "hotline", "web", "box", "follow-up", "staff"].into_iter().enumerate() {
        let with = json!({ "words": "太贵", "name": "匿名", "category": "price", "channel": channel });
        let id = shop.run(command("raise_complaint", with)).id;
        let Answer::Complaint(page) = shop.ask(&Query::Complaint { id: ComplaintId::new(id) }) else { panic!("{n}") };
        assert_eq!(json!(page.channel), json!(channel));
    }
}

#[test]
fn l4_the_quality_role_judges_and_the_scores_count_it() {
    let shop = raised(json!({}));
    assert_eq!((page(&shop).valid, &fact(&shop)["valid"]), (None, &json!(null)));
    let judge = || command("judge_complaint", json!({ "valid": true, "department": "车间" }));
    match shop.try_as("wang", judge()) {
        Err(DeskError::NotAllowed { right, .. }) => assert_eq!(right, Right::JudgeComplaint),
        other => panic!("{other:?}"),
    }
    shop.run(judge());
    let judged = page(&shop);
    assert_eq!((judged.valid, judged.number.as_deref()), (Some(true), Some("CA261123-001")));
    assert_eq!(fact(&shop)["valid"], json!(true));
    tell(&shop, "judge_complaint", json!({ "valid": false, "reason": "quiet", "explanation": "the pads bed in" }));
    assert_eq!(fact(&shop)["valid"], json!(false), "until there is a plan it may be judged again");
    assert_eq!((page(&shop).row.due, page(&shop).row.answered), (Due::Ask, true), "the explanation is the answer");
}

#[test]
fn l6_a_caller_or_technician_approves_no_plan() {
    let shop = raised(json!({}));
    let approve = command("approve_complaint", json!({ "approved": true }));
    match shop.try_as("wang", approve) {
        Err(DeskError::NotAllowed { right, .. }) => assert_eq!(right, Right::ApprovePlan),
        other => panic!("{other:?}"),
    }
}

#[test]
fn l7_unreached_after_three_attempts_on_three_days_and_reported_apart() {
    let shop = raised(json!({}));
    verified(&shop);
    for day in ["2026-11-24T10:00", "2026-11-25T10:00", "2026-11-26T10:00"] {
        let early = command("give_up_complaint", json!({ "text": "tried" }));
        assert!(shop.try_as("li", early).is_err(), "not before {day}");
        shop.on(day);
        tell(&shop, "note_complaint", json!({ "text": "nobody answers", "step": "not-reached" }));
    }
    tell(&shop, "give_up_complaint", json!({ "text": "rang on three days" }));
    let closed = page(&shop);
    assert!(closed.row.unreached && closed.row.closed.is_some());
    let id = ComplaintId::new(FIRST);
    let screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &id)).expect("it is there");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("not reached on three days") && !shown.contains("customer's yes"), "{shown}");
    let list = shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, Complaints::new));
    assert!(list.contains("not reached"), "{list}");
}

#[test]
fn l11_our_fault_needs_an_apology_and_a_letter_will_do() {
    let shop = raised(json!({ "fault": "both" }));
    verified(&shop);
    tell(&shop, "note_complaint", json!({ "text": "rang", "step": "told" }));
    assert_eq!(page(&shop).row.due, Due::Apologise);
    let yes = || command("close_complaint", json!({ "satisfied": true, "words": "好" }));
    assert!(shop.try_as("li", yes()).is_err());
    tell(&shop, "note_complaint", json!({ "text": "a letter", "apology": true }));
    shop.run(yes());
    assert!(page(&shop).row.closed.is_some());
}

/// Working hours from eight to five with lunch from twelve to one; closed at the weekend and on New Year's Day.
fn hours() -> Hours {
    let spans = ["08:00-12:00", "13:00-17:00"].into_iter().filter_map(Hours::parse_span).collect();
    let mut closed = Closed::default();
    assert!(["saturday", "sunday", "2027-01-01"].into_iter().all(|day| closed.add(day)));
    Hours { spans, closed }
}

fn at(text: &str) -> Stamp {
    Stamp::parse(&format!("{text}:00+08:00")).expect("RFC 3339")
}

/// The ledger from one moment to another: until when the clock did what, and how many minutes it ran.
fn told(from: &str, to: &str, stops: &[Stopped]) -> (Vec<(String, Ran)>, i64) {
    let ledger = clock::ledger(at(from), at(to), &hours(), stops, chrono_tz::Asia::Shanghai);
    assert!(ledger.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].ran != pair[1].ran), "no gap");
    let whole: i64 = ledger.iter().map(clock::Span::ms).sum();
    assert_eq!(whole, at(to).since(at(from)), "every minute is in it, once");
    let spans = ledger.iter().map(|span| (span.to.local().format("%a %d %H:%M").to_string(), span.ran)).collect();
    (spans, clock::ran_ms(&ledger) / 60_000)
}

fn rows(rows: &[(&str, Ran)]) -> Vec<(String, Ran)> {
    rows.iter().map(|(to, ran)| ((*to).to_owned(), *ran)).collect()
}

#[test]
fn section_8_test_3_the_clock_ledger_over_a_weekend_lunch_and_a_wait_for_parts() {
    let stop = |code| Stopped { code, note: None, from: at("2026-11-27T16:00"), until: Some(at("2026-11-30T10:00")) };
    let (spans, minutes) = told("2026-11-27T16:00", "2026-11-30T14:00", &[stop(StopCode::C)]);
    let expected = rows(&[
        ("Fri 27 17:00", Ran::Parts),
        ("Sat 28 00:00", Ran::OutsideHours),
        ("Mon 30 00:00", Ran::ClosedDay),
        ("Mon 30 08:00", Ran::OutsideHours),
        ("Mon 30 10:00", Ran::Parts),
        ("Mon 30 12:00", Ran::Ran),
        ("Mon 30 13:00", Ran::OutsideHours),
        ("Mon 30 14:00", Ran::Ran),
    ]);
    assert_eq!((spans, minutes), (expected, 180));
    let (_, interrupted) = told("2026-11-27T16:00", "2026-11-30T14:00", &[stop(StopCode::A)]);
    assert_eq!(interrupted, 60 + 240 + 60, "an interruption (A) stops no clock");
    let (_, waiting) = told("2026-11-27T16:00", "2026-11-30T14:00", &[stop(StopCode::B)]);
    assert_eq!(waiting, 180, "waiting for an answer (B) does");
}

#[test]
fn section_8_test_3_the_clock_ledger_over_a_holiday_and_the_change_of_the_year() {
    let (spans, minutes) = told("2026-12-31T16:30", "2027-01-04T08:30", &[]);
    let expected = rows(&[
        ("Thu 31 17:00", Ran::Ran),
        ("Fri 01 00:00", Ran::OutsideHours),
        ("Mon 04 00:00", Ran::ClosedDay),
        ("Mon 04 08:00", Ran::OutsideHours),
        ("Mon 04 08:30", Ran::Ran),
    ]);
    assert_eq!((spans, minutes), (expected, 60));
}

#[test]
fn section_8_test_3_the_customers_answer_is_due_by_24_calendar_hours_regardless() {
    let shop = raised(json!({ "spoke": "2026-11-20T16:00:00+08:00" }));
    assert_eq!(page(&shop).row.answer_due, at("2026-11-21T16:00"), "a Saturday");
}

fn rungs() -> Vec<Rung> {
    ["4h supervisor", "12h manager", "24h director"].into_iter().filter_map(Rung::parse).collect()
}

#[test]
fn l9_a_step_fires_at_its_minute_and_never_twice() {
    let spoke = at("2026-11-23T09:00");
    let report = |rung: Rung| Report { role: rung.role, at: spoke.plus_minutes(i64::from(rung.after_minutes)) };
    let reports: Vec<Report> = rungs().into_iter().map(report).collect();
    let mut fired = Vec::new();
    for minute in 0..=1_500 {
        let role = ladder::reached(&reports, spoke.plus_minutes(minute)).map(|report| report.role);
        if fired.last().map(|(_, role)| *role) != Some(role) {
            fired.push((minute, role));
        }
    }
    let roles = [(0, None), (240, Some(Role::Supervisor)), (720, Some(Role::Manager)), (1_440, Some(Role::Director))];
    assert_eq!(fired, roles);
    assert!(Rung::parse("4 boss").is_none() && Rung::parse("x supervisor").is_none());
}

#[test]
fn feature_50_one_key_on_the_complaint_tells_why_it_is_red() {
    let ruled = Shop::ruled(|rules| (rules.hours, rules.ladder) = (hours(), rungs()));
    let shop = raised_in(ruled, json!({ "handler": "li", "aside": true }));
    shop.on("2026-11-25T10:00");
    let list = shop.draw(Lang::En, 120, 36, &shop.cx(Lang::En, Complaints::new));
    assert!(list.contains("to director: 刹车还是响"), "{list}");
    let id = ComplaintId::new(FIRST);
    let mut screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &id)).expect("it is there");
    assert!(matches!(shop.press(&mut screen, "y"), Effect::Say(..)));
    for (lang, columns, rows) in [(Lang::En, 80, 24), (Lang::Zh, 80, 24), (Lang::En, 160, 50)] {
        let name = format!("complaint_ledger_{lang}_{columns}x{rows}");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, shop.draw(lang, columns, rows, &screen));
        });
    }
    shop.press(&mut screen, "y");
    let thread = shop.draw(Lang::En, 80, 24, &screen);
    assert!(thread.contains("刹车还是响") && !thread.contains("never stands still"), "{thread}");
}
