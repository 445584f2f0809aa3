//! L3, L10, L12, N11, feature 54: what was taken down is put right with a reason; what happened before is found before
//! anybody speaks to the customer; and the script says what to say to them.

use serde_json::{Value, json};
use shopdesk::desk::rows::{ComplaintPage, Entry, RepeatsPage};
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::complaint::change::Change;
use shopdesk::domain::complaint::course::Due;
use shopdesk::domain::complaint::raise::Severity;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, ComplaintId, OrderId, Refusal, Stamp};
use shopdesk::store::keys::Same;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::complaint::Complaint;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::repeats::Repeats;

use crate::shop::Shop;

const FIRST: &str = "T261123-001";

fn command(name: &str, with: Value) -> Command {
    serde_json::from_value(json!({ "do": name, "with": with })).expect("a command")
}

/// A shop with an advisor and a management representative besides, and a complaint.
fn raised() -> Shop {
    let shop = Shop::new();
    for (id, role) in [("hao", "advisor"), ("mei", "management-representative"), ("qin", "quality")] {
        shop.run(command("add_staff", json!({ "id": id, "name": id, "roles": [role] })));
    }
    shop.run(command("raise_complaint", json!({ "name": "周先生", "category": "quality", "words": "刹车还是响" })));
    shop
}

fn change(shop: &Shop, who: &str, mut with: Value) -> Result<(), DeskError> {
    with["complaint"] = json!(FIRST);
    shop.try_as(who, command("change_complaint", with)).map(drop)
}

fn page_of(shop: &Shop, id: &str) -> ComplaintPage {
    match shop.ask(&Query::Complaint { id: ComplaintId::new(id) }) {
        Answer::Complaint(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn page(shop: &Shop) -> ComplaintPage {
    page_of(shop, FIRST)
}

fn step(shop: &Shop, who: &str, name: &str, mut with: Value) {
    with["complaint"] = json!(FIRST);
    shop.run_as(who, command(name, with));
}

/// Up to the told customer.
fn told(shop: &Shop) {
    step(shop, "hao", "note_complaint", json!({ "text": "come back", "answers": true }));
    step(shop, "qin", "judge_complaint", json!({ "valid": true, "department": "车间" }));
    step(shop, "hao", "plan_complaint", json!({ "causes": ["wrong way round"], "plan": "fit it again" }));
    step(shop, "mei", "approve_complaint", json!({ "approved": true }));
    step(shop, "hao", "note_complaint", json!({ "text": "fitted", "step": "action" }));
    step(shop, "qin", "verify_complaint", json!({ "held": true, "text": "road test" }));
    step(shop, "hao", "note_complaint", json!({ "text": "rang", "step": "told" }));
}

#[test]
fn n11_the_time_the_customer_spoke_is_put_right_with_a_reason_and_the_clocks_follow() {
    let shop = raised();
    let was = page(&shop);
    let spoke = "2026-11-23T08:10:00+08:00";
    assert!(change(&shop, "hao", json!({ "spoke": spoke })).is_err(), "a reason is needed");
    change(&shop, "hao", json!({ "spoke": spoke, "reason": "he had rung at ten past eight" })).expect("put right");
    let now = page(&shop);
    let at = Stamp::parse(spoke).expect("a time");
    assert_eq!((now.row.spoke, now.row.answer_due), (at, at.plus_minutes(24 * 60)));
    assert_eq!(now.ledger.first().map(|span| span.from), Some(at), "the shop's clock runs from there too");
    let entry = now.thread.iter().find(|row| row.entry == Entry::Changed).expect("it stands in the thread");
    assert_eq!(entry.changes, [Change::Spoke { from: was.row.spoke, to: at }], "the earlier value is kept");
    assert_eq!(entry.said.words, "he had rung at ten past eight");
    let screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &ComplaintId::new(FIRST))).expect("it is there");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("14:32 → 08:10") && shown.contains("he had rung"), "{shown}");
}

#[test]
fn n11_after_a_no_the_first_answer_is_judged_by_the_time_put_right_and_the_second_stays() {
    let shop = raised();
    step(&shop, "hao", "note_complaint", json!({ "text": "come back", "answers": true }));
    shop.at("15:00");
    step(&shop, "hao", "close_complaint", json!({ "satisfied": false, "words": "还响" }));
    let due = page(&shop).row.answer_due;
    change(&shop, "hao", json!({ "spoke": "2026-11-22T09:00:00+08:00", "reason": "he wrote on Sunday" })).expect("ok");
    let now = page(&shop);
    assert_eq!(now.row.answer_due, due, "another answer is due a day after the no");
    let answer = now.thread.iter().find_map(|row| match row.entry {
        Entry::Answer { due } => due,
        _ => None,
    });
    assert_eq!(answer, Stamp::parse("2026-11-23T09:00:00+08:00"), "the first one came late");
}

#[test]
fn l3_raised_to_major_the_plan_has_to_be_whole_before_it_closes() {
    let shop = raised();
    told(&shop);
    assert_eq!(page(&shop).row.due, Due::Ask);
    change(&shop, "hao", json!({ "severity": "major", "reason": "somebody was hurt" })).expect("anyone may raise it");
    assert_eq!(page(&shop).row.due, Due::Plan, "a major one needs investigation, measure and a responsible person");
    let yes = json!({ "complaint": FIRST, "satisfied": true, "words": "好" });
    let refused = shop.try_as("hao", command("close_complaint", yes)).expect_err("it does not close");
    assert_eq!(refused.field(), Some("plan"));
    let whole = json!({ "causes": ["wrong way round"], "plan": "fit it again", "responsible": "wang",
        "investigation": "three cars looked at", "measure": "a drawing at the bench" });
    step(&shop, "hao", "plan_complaint", whole);
    assert_eq!(page(&shop).row.due, Due::Approve, "it is another plan, and approved as such");
}

#[test]
fn l3_raised_to_important_the_analysis_is_asked_for() {
    let shop = raised();
    told(&shop);
    change(&shop, "hao", json!({ "severity": "important", "reason": "second time" })).expect("raised");
    assert_eq!(page(&shop).row.due, Due::Verify);
    step(&shop, "qin", "verify_complaint", json!({ "held": true, "text": "quiet", "summary": "show newcomers" }));
    assert_eq!(page(&shop).row.due, Due::Ask);
}

#[test]
fn l3_only_quality_makes_a_major_one_smaller_or_changes_what_it_judged() {
    let shop = raised();
    change(&shop, "hao", json!({ "severity": "major", "reason": "brakes" })).expect("raised");
    for with in [json!({ "severity": "normal", "reason": "not so bad" })] {
        match change(&shop, "hao", with) {
            Err(DeskError::Refused(Refusal::QualityOnly { field })) => assert_eq!(field, "severity"),
            other => panic!("{other:?}"),
        }
    }
    change(&shop, "qin", json!({ "severity": "important", "reason": "no danger found" })).expect("quality may");
    assert_eq!(page(&shop).row.severity, Severity::Important);
    change(&shop, "hao", json!({ "category": "time", "reason": "it was about the time" })).expect("not judged yet");
    step(&shop, "qin", "judge_complaint", json!({ "valid": true, "department": "车间", "fault": "shop" }));
    assert!(change(&shop, "hao", json!({ "category": "price", "reason": "no" })).is_err());
    assert!(change(&shop, "hao", json!({ "fault": "customer", "reason": "no" })).is_err());
    change(&shop, "qin", json!({ "fault": "both", "reason": "he had loosened it himself" })).expect("quality may");
}

#[test]
fn l10_handler_mood_and_moved_aside_are_changed_by_keys() {
    let mut shop = raised();
    shop.who = "li";
    let id = ComplaintId::new(FIRST);
    let mut screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &id)).expect("it is there");
    let Effect::Open(place) = shop.press(&mut screen, "c") else { panic!("a form") };
    assert_eq!(place, Place::ChangeComplaint(id));
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place)).expect("it is there");
    // The mood: angry; back to the handler: the first one; moved aside: yes. Each leads to the reason.
    let back = |times: usize| ["shift+tab"].repeat(times).join(" ");
    shop.press(&mut form, &format!("tab tab 3 {} 1 {} y", back(5), back(4)));
    shop.write(&mut form, "asked for him");
    for lang in Lang::ALL {
        let name = format!("change_complaint_{lang}_80x24");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, shop.draw(lang, 80, 24, &form));
        });
    }
    let effect = shop.press(&mut form, "f10");
    assert_eq!(effect, Effect::Back, "{}", shop.draw(Lang::En, 80, 24, &form));
    let now = page(&shop);
    assert_eq!((now.aside, now.handler.map(|id| id.to_string())), (true, Some("hao".into())));
}

/// A visit of a car on which BRK was done, handed over.
fn visit(shop: &mut Shop) -> OrderId {
    let order = shop.order_in(Stage::Quote);
    shop.run(command("drop_line", json!({ "order": order, "number": 1 })));
    shop.run(command("write_line", json!({ "order": order, "job": "BRK", "why": "worn" })));
    shop.run(command(
        "decide_lines",
        json!({ "order": order, "how": "phone", "lines": [{ "line": 2, "decision": "accepted" }] }),
    ));
    shop.promise(&order, "+3h");
    shop.start(&order, 2);
    shop.finish(&order);
    shop.check(&order, true);
    shop.hand_over(&order);
    order
}

fn found(page: &RepeatsPage) -> Vec<(Same, String, usize)> {
    page.found.iter().map(|row| (row.same, row.what.clone(), row.count)).collect()
}

#[test]
fn feature_54_repeats_by_car_part_technician_and_cause_are_found_before_first_contact() {
    let mut shop = Shop::new();
    let (first, second) = (visit(&mut shop), visit(&mut shop));
    let raise = |order: &OrderId, more: Value| {
        let mut with = json!({ "order": order, "category": "quality", "words": "刹车还是响" });
        with.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        shop.run(command("raise_complaint", with)).id
    };
    // Nothing yet; then one about the same car; then one about another car, with the same part and technician.
    let before =
        |order: &OrderId| match shop.ask(&Query::Repeats { order: Some(order.clone()), vehicle: None, part: None }) {
            Answer::Repeats(page) => found(&page),
            other => panic!("{}", other.unexpected().code()),
        };
    assert!(before(&first).is_empty());
    let one = raise(&first, json!({ "cause": "bad-part" }));
    let plate = shop.order(&first).plate;
    let seen = vec![(Same::Car, plate, 1), (Same::Part, "BRK".into(), 1), (Same::Technician, "wang".into(), 1)];
    assert_eq!(before(&first), seen, "offered while the next one is taken down");
    let two = raise(&second, json!({ "cause": "bad-part" }));
    let seen =
        [(Same::Part, "BRK".into(), 1), (Same::Technician, "wang".into(), 1), (Same::Cause, "bad-part".into(), 1)];
    let page = page_of(&shop, &two);
    assert_eq!(found(&page.repeats), seen);
    assert_eq!(page.repeats.found[0].newest[0].complaint.as_str(), one);
    // On the page before first contact, and one key opens them.
    let id = ComplaintId::new(two);
    let mut screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &id)).expect("it is there");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("Same within 180 days: part BRK 1") && shown.contains(&one), "{shown}");
    assert_eq!(shop.press(&mut screen, "R"), Effect::Open(Place::Repeats(id.clone())));
    let mut list = shop.cx(Lang::En, |cx| Repeats::new(cx, &id)).expect("it is there");
    for lang in Lang::ALL {
        let name = format!("repeats_{lang}_80x24");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, shop.draw(lang, 80, 24, &list));
        });
    }
    assert_eq!(shop.press(&mut list, "enter"), Effect::Open(Place::Complaint(ComplaintId::new(one))));
    // In the form itself.
    let place = Place::NewComplaint { order: Some(first), call: None, vehicle: None, words: String::new() };
    let form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place)).expect("it is there");
    let shown = shop.draw(Lang::En, 80, 24, &form);
    assert!(shown.contains("Same within 180 days: car"), "{shown}");
}

#[test]
fn feature_54_what_lies_further_back_than_the_period_is_no_repeat() {
    let mut shop = Shop::ruled(|rules| rules.repeat_days = 10);
    let order = visit(&mut shop);
    let raise = |spoke: &str| {
        let with = json!({ "order": order, "category": "quality", "words": "刹车还是响", "spoke": spoke });
        shop.run(command("raise_complaint", with)).id
    };
    let late = raise("2026-11-23T10:00:00+08:00");
    raise("2026-11-13T10:00:00+08:00");
    assert_eq!(found(&page_of(&shop, &late).repeats)[0].2, 1, "ten days before");
    raise("2026-11-12T10:00:00+08:00");
    assert_eq!(found(&page_of(&shop, &late).repeats)[0].2, 1, "eleven days before is too long ago");
}

#[test]
fn feature_54_a_repeat_lies_at_most_the_period_before_or_after_to_the_day() {
    let mut shop = Shop::ruled(|rules| rules.repeat_days = 10);
    let order = visit(&mut shop);
    let raise = |spoke: &str| {
        let with = json!({ "order": order, "category": "quality", "words": "刹车还是响", "spoke": spoke });
        shop.run(command("raise_complaint", with)).id
    };
    let count = |id: &str| found(&page_of(&shop, id).repeats).first().map_or(0, |(_, _, n)| *n);
    // The last minute of the tenth day and the first of the eleventh, on both sides.
    let now = raise("2026-11-23T08:00:00+08:00");
    let eleven = raise("2026-11-12T23:59:00+08:00");
    assert_eq!((count(&now), count(&eleven)), (0, 0), "eleven days lie between");
    let ten = raise("2026-11-13T00:00:00+08:00");
    assert_eq!((count(&now), count(&ten), count(&eleven)), (1, 2, 1), "ten days lie between");
}

#[test]
fn feature_54_of_many_repeats_the_five_spoken_last_are_shown_first_and_all_are_counted() {
    let mut shop = Shop::new();
    let order = visit(&mut shop);
    let raise = |day: u32| {
        let spoke = format!("2026-11-{day:02}T09:00:00+08:00");
        let with = json!({ "order": order, "category": "quality", "words": "刹车还是响", "spoke": spoke });
        shop.run(command("raise_complaint", with)).id
    };
    // Taken down in another order than spoken: the newest words were written down first.
    let days = [22, 21, 20, 19, 18, 3, 4];
    let ids = days.map(raise);
    let page = page_of(&shop, &raise(2)).repeats;
    assert_eq!(page.found[0].count, days.len());
    let shown: Vec<_> = page.found[0].newest.iter().map(|row| row.complaint.to_string()).collect();
    assert_eq!(shown, ids[..5]);
}

#[test]
fn feature_54_repeats_cost_what_they_find_and_not_what_there_is() {
    let mut shop = Shop::new();
    let order = visit(&mut shop);
    let raise = |with: Value| shop.run(command("raise_complaint", with)).id;
    raise(json!({ "order": order, "category": "quality", "words": "响" }));
    let id = raise(json!({ "order": order, "category": "quality", "words": "又响" }));
    let cost = || {
        let before = shop.desk.rows_read();
        page_of(&shop, &id);
        shop.desk.rows_read() - before
    };
    let few = cost();
    for n in 0..120 {
        let name = format!("客户{n}");
        raise(json!({ "name": name, "part": "WIP", "category": "price", "words": "太贵" }));
    }
    assert_eq!(cost(), few, "a hundred complaints about something else cost nothing");
}

#[test]
fn l12_the_script_follows_the_field_in_focus_in_both_languages_with_names() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let place = Place::NewComplaint { order: Some(order.clone()), call: None, vehicle: None, words: String::new() };
    let mut form = shop.cx(Lang::Zh, |cx| FormScreen::open(cx, &place)).expect("it is there");
    let draw = |shop: &Shop, lang, form: &FormScreen| shop.draw(lang, 80, 24, form);
    let shown = draw(&shop, Lang::Zh, &form);
    assert!(shown.contains("“王建国，谢谢您把这件事告诉我们。我是Hongqiao Road的Li"), "thanks first: {shown}");
    assert!(draw(&shop, Lang::En, &form).contains("“王建国, thank you for telling us. I am Li of Hongqiao Road."));
    shop.write(&mut form, "刹车还是响");
    shop.press(&mut form, "enter");
    assert!(draw(&shop, Lang::Zh, &form).contains("您说，我听着"), "listen");
    shop.press(&mut form, "2 1");
    assert!(draw(&shop, Lang::Zh, &form).contains("Li会一直陪您办好这件事"), "a quiet place");
    shop.press(&mut form, "3");
    assert!(draw(&shop, Lang::Zh, &form).contains("先不论是谁的原因"), "never argue");
    shop.press(&mut form, "1");
    shop.press(&mut form, "f10");
    let id = ComplaintId::new(FIRST);
    let box_of = |shop: &Shop, place: Place, keys: &str| {
        let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place)).expect("it is there");
        shop.press(&mut form, keys);
        shop.draw(Lang::En, 80, 24, &form)
    };
    let raise = json!({ "order": order, "category": "quality", "words": "响", "fault": "shop" });
    shop.run(command("raise_complaint", raise));
    let answer = box_of(&shop, Place::NoteComplaint(id.clone(), true), "");
    assert!(answer.contains("this was our mistake, and I apologise"), "{answer}");
    let offer =
        |keys: &str| box_of(&shop, Place::ComplaintStep(id.clone(), Due::Plan), &format!("tab tab tab tab {keys}"));
    let shown = offer("");
    assert!(shown.contains("please bring the car back to the shop"), "{shown}");
    assert!(offer("f").contains("this costs you nothing"), "{}", offer("f"));
    let explain = box_of(&shop, Place::ComplaintStep(id.clone(), Due::Judge), "n");
    assert!(explain.contains("it is good that you asked"), "{explain}");
    let tell = box_of(&shop, Place::ComplaintStep(id.clone(), Due::Tell), "tab");
    assert!(tell.contains("On behalf of Hongqiao Road I"), "{tell}");
    // Whoever rang or wrote is not in the shop: nobody asks them to look at the car together now.
    for (channel, is_away) in [("hotline", true), ("web", true), ("box", true), ("counter", false)] {
        let raise = json!({ "order": order, "category": "quality", "words": "响", "channel": channel });
        let other = ComplaintId::new(shop.run(command("raise_complaint", raise)).id);
        let answer = box_of(&shop, Place::NoteComplaint(other, true), "");
        assert_eq!(answer.contains("When does it suit you"), is_away, "{channel}: {answer}");
    }
    let ask = box_of(&shop, Place::CloseComplaint(id.clone()), "");
    assert!(ask.contains("are you satisfied"), "{ask}");
    let no = box_of(&shop, Place::CloseComplaint(id), "n");
    assert!(no.contains("We begin again"), "{no}");
}
