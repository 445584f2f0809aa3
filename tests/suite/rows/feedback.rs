//! L1, L13–L16, P5: feedback that is no complaint goes to the department that owns it, is read, acted on and answered there;
//! what a month brought is counted; a customer's file holds all of it.

use serde_json::{Value, json};
use shopdesk::desk::feedback::tally;
use shopdesk::desk::rows::{FeedbackPage, FeedbackRow, HeardPage};
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::department::Department;
use shopdesk::domain::feedback::{Assembly, FeedbackKind};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, ComplaintId, FeedbackId, Refusal, Stamp};
use shopdesk::store::heard::HeardRow;
use shopdesk::text::{Lang, format};
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::complaint::Complaint;
use shopdesk::tui::screen::complaints::Complaints;
use shopdesk::tui::screen::customer::Customer;
use shopdesk::tui::screen::feedback::Feedback;
use shopdesk::tui::screen::form::FormScreen;

use crate::shop::Shop;

const FIRST: &str = "T261123-001";

fn command(name: &str, with: Value) -> Command {
    serde_json::from_value(json!({ "do": name, "with": with })).expect("a command")
}

/// A shop with a supervisor, a caller, a quality inspector and a director besides.
fn staffed() -> Shop {
    let shop = Shop::new();
    let people =
        [("sun", "supervisor"), ("lin", "caller"), ("qin", "quality"), ("ding", "director"), ("hao", "advisor")];
    for (id, role) in people {
        shop.run(command("add_staff", json!({ "id": id, "name": id, "roles": [role] })));
    }
    shop
}

fn note(shop: &Shop, who: &str, with: Value) -> String {
    shop.run_as(who, command("note_feedback", with)).id
}

fn page(shop: &Shop, id: &str) -> FeedbackPage {
    match shop.ask(&Query::Feedback { id: FeedbackId::new(id) }) {
        Answer::Feedback(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn open(shop: &Shop) -> Vec<FeedbackRow> {
    match shop.ask(&Query::FeedbackList) {
        Answer::FeedbackList(list) => list.open,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn heard(shop: &Shop) -> HeardPage {
    match shop.ask(&Query::Heard { on: shop.now().day() }) {
        Answer::Heard(page) => page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn look(shop: &Shop, who: &'static str, name: &str, keys: &str) -> Complaints {
    let mut screen = shop.cx_as(who, Lang::En, Complaints::new);
    for key in keys.split_whitespace() {
        shop.press(&mut screen, key);
    }
    for (lang, columns, rows) in [(Lang::En, 80, 24), (Lang::Zh, 80, 24), (Lang::En, 160, 50)] {
        let name = format!("{name}_{lang}_{columns}x{rows}");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, shop.draw(lang, columns, rows, &screen));
        });
    }
    screen
}

#[test]
fn l1_each_channel_saves_and_the_month_reports_by_channel() {
    let mut shop = staffed();
    shop.who = "li";
    let channels = ["counter", "hotline", "web", "box", "follow-up", "staff"];
    for (n, channel) in channels.into_iter().enumerate() {
        for _ in 0..=n {
            let with = json!({ "words": "太贵", "name": "匿名", "category": "price", "channel": channel });
            shop.run(command("raise_complaint", with));
        }
    }
    note(&shop, "lin", json!({ "kind": "praise", "words": "师傅好", "channel": "hotline" }));
    let page = heard(&shop);
    for (n, channel) in channels.into_iter().enumerate() {
        let of = |row: &&HeardRow| json!(row.channel) == json!(channel);
        let count = tally(page.rows.iter().filter(of), shop.now()).count;
        assert_eq!(count, n + 1 + usize::from(channel == "hotline"), "{channel}");
    }
    look(&shop, "li", "heard_month", "tab tab tab");
}

#[test]
fn l13_the_age_is_now_less_received_on_three_screens() {
    let mut shop = staffed();
    let order = shop.order_in(Stage::FollowUp);
    let customer = shop.order(&order).customer.expect("it has one");
    shop.at("14:40");
    shop.run(command("raise_complaint", json!({ "order": order, "category": "quality", "words": "响" })));
    shop.on("2026-11-24T16:07");
    let spoke = Stamp::parse("2026-11-23T14:40:00+08:00").expect("a time");
    let age = format::left(shop.now(), spoke);
    assert_eq!(age, "25:27");
    let list = shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, Complaints::new));
    let id = ComplaintId::new(FIRST);
    let one = shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, |cx| Complaint::new(cx, &id)).expect("it is there"));
    let file = shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, |cx| Customer::new(cx, customer)).expect("it is there"));
    for (name, shown) in [("list", list), ("page", one), ("file", file)] {
        assert!(shown.contains(&age), "{name}: {shown}");
    }
}

#[test]
fn l14_a_customers_file_lists_complaint_suggestion_praise_inquiry_and_opinion() {
    let mut shop = staffed();
    let order = shop.order_in(Stage::FollowUp);
    let (customer, call) = (shop.order(&order).customer.expect("it has one"), shop.order(&order).call.expect("one"));
    shop.run(command("raise_complaint", json!({ "order": order, "category": "quality", "words": "一、刹车还是响" })));
    for (kind, words) in [("suggestion", "二、加个休息室"), ("praise", "三、小王手艺好"), ("inquiry", "四、质保多久")]
    {
        note(&shop, "hao", json!({ "kind": kind, "words": words, "order": order }));
    }
    shop.on("2026-11-26T10:05");
    let answers = json!({ "call": call, "answers": { "price": 3 }, "opinion": "suggestion", "words": "五、再快一点" });
    shop.run(command("answer_call", answers));
    let Answer::Customer(page) = shop.ask(&Query::Customer { id: customer.clone() }) else { panic!("a file") };
    assert_eq!((page.complaints.len(), page.feedback.len(), page.opinions.len()), (1, 3, 1));
    let screen = shop.cx(Lang::Zh, |cx| Customer::new(cx, customer)).expect("it is there");
    let shown = shop.draw(Lang::Zh, 120, 36, &screen);
    for words in ["一、", "二、", "三、", "四、", "五、"] {
        assert!(shown.contains(words), "{words} is missing\n{shown}");
    }
}

#[test]
fn l15_a_technicians_suggestion_appears_in_the_owners_inbox_by_keys() {
    let mut shop = staffed();
    shop.who = "wang";
    // The kind stands above the words; the department follows from it.
    let place = Place::NewComplaint { order: None, call: None, vehicle: None, words: String::new() };
    let mut form = shop.cx_as("wang", Lang::En, |cx| FormScreen::open(cx, &place)).expect("any role");
    shop.press(&mut form, "shift+tab 2");
    shop.write(&mut form, "第二台举升机能省时间");
    for lang in Lang::ALL {
        let name = format!("new_feedback_{lang}_80x24");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, shop.draw(lang, 80, 24, &form));
        });
    }
    let effect = shop.press(&mut form, "f10");
    assert_eq!(effect, Effect::Turn(Place::Feedback(FeedbackId::new(FIRST))));
    let noted = page(&shop, FIRST);
    assert_eq!((noted.row.kind, noted.row.department), (FeedbackKind::Suggestion, Department::Management));
    assert_eq!((noted.row.from.as_str(), noted.row.name.as_str()), ("wang", ""));
    // In the owner's inbox, not in that of others.
    let header = |who: &'static str| {
        shop.cx_as(who, Lang::En, |cx| {
            let screen = Complaints::new(cx);
            let (parts, _) = screen.header(cx);
            parts.into_iter().map(|part| part.text.into_owned()).collect::<Vec<_>>().join(" ")
        })
    };
    assert!(header("ding").contains("1 in your inbox"), "{}", header("ding"));
    assert!(!header("qin").contains("inbox"), "{}", header("qin"));
    // Opening it is reading it; then it is answered, with a measure and an answer.
    shop.who = "ding";
    let mut list = shop.cx_as("ding", Lang::En, Complaints::new);
    let effect = shop.press(&mut list, "tab enter");
    assert_eq!(effect, Effect::Open(Place::Feedback(FeedbackId::new(FIRST))));
    assert_eq!(page(&shop, FIRST).read.map(|read| read.by.to_string()), Some("ding".into()));
    let mut one = shop.cx_as("ding", Lang::En, |cx| Feedback::new(cx, &FeedbackId::new(FIRST))).expect("it is there");
    assert_eq!(shop.press(&mut one, "enter"), Effect::Open(Place::AnswerFeedback(FeedbackId::new(FIRST))));
    let only = |field: &str| command("answer_feedback", json!({ "feedback": FIRST, field: "五月装" }));
    assert_eq!(shop.try_as("ding", only("measure")).expect_err("an answer too").field(), Some("answer"));
    assert_eq!(shop.try_as("ding", only("answer")).expect_err("a measure too").field(), Some("measure"));
    let place = Place::AnswerFeedback(FeedbackId::new(FIRST));
    let mut form = shop.cx_as("ding", Lang::En, |cx| FormScreen::open(cx, &place)).expect("it is there");
    shop.write(&mut form, "五月装");
    shop.press(&mut form, "enter");
    shop.write(&mut form, "谢谢，五月装好");
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    assert!(open(&shop).is_empty() && page(&shop, FIRST).answer.is_some());
}

#[test]
fn l15_what_is_unread_or_unanswered_past_its_limit_is_listed_first_and_marked() {
    let shop = staffed();
    note(&shop, "wang", json!({ "kind": "suggestion", "words": "第二台举升机" }));
    shop.on("2026-11-24T09:00");
    note(&shop, "lin", json!({ "kind": "inquiry", "words": "质保多久", "name": "周女士", "department": "management" }));
    shop.run_as("ding", command("read_feedback", json!({ "feedback": "T261124-001" })));
    note(&shop, "wang", json!({ "kind": "inquiry", "words": "几点下班", "department": "workshop" }));
    shop.on("2026-11-24T15:00");
    let rows = open(&shop);
    let late: Vec<_> = rows.iter().filter(|row| row.is_late(shop.now())).map(|row| row.feedback.as_str()).collect();
    assert_eq!(late, [FIRST], "unread for a day");
    look(&shop, "ding", "feedback_inbox", "tab");
    // Read, it is due three days after it was said.
    shop.run_as("ding", command("read_feedback", json!({ "feedback": FIRST })));
    let due = |shop: &Shop| page(shop, FIRST).row.due();
    assert_eq!(due(&shop), Stamp::parse("2026-11-26T14:32:00+08:00"));
    shop.on("2026-11-26T14:33");
    assert!(open(&shop).iter().any(|row| row.feedback.as_str() == FIRST && row.is_late(shop.now())));
}

#[test]
fn l15_turning_it_into_a_complaint_keeps_number_and_clock() {
    let mut shop = staffed();
    let order = shop.order_in(Stage::FollowUp);
    shop.at("14:35");
    note(&shop, "lin", json!({ "kind": "inquiry", "words": "刹车还是响，正常吗", "order": order }));
    shop.run(command("read_feedback", json!({ "feedback": FIRST })));
    let was = page(&shop, FIRST);
    shop.at("16:00");
    let mut one = shop.cx(Lang::En, |cx| Feedback::new(cx, &FeedbackId::new(FIRST))).expect("it is there");
    let effect = shop.press(&mut one, "!");
    assert_eq!(effect, Effect::Open(Place::TurnFeedback(FeedbackId::new(FIRST))));
    let place = Place::TurnFeedback(FeedbackId::new(FIRST));
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place)).expect("it is there");
    let effect = shop.press(&mut form, "2 1 2 1 enter");
    let id = ComplaintId::new(FIRST);
    assert_eq!(effect, Effect::Turn(Place::Complaint(id.clone())), "{}", shop.draw(Lang::En, 80, 24, &form));
    let Answer::Complaint(complaint) = shop.ask(&Query::Complaint { id }) else { panic!("a complaint") };
    assert_eq!(complaint.row.spoke, was.row.spoke, "its clock runs from when it was said");
    assert_eq!(complaint.row.answer_due, was.row.spoke.plus_minutes(24 * 60));
    assert_eq!((complaint.row.words.as_str(), complaint.row.order), ("刹车还是响，正常吗", Some(order)));
    assert!(open(&shop).is_empty() && page(&shop, FIRST).complaint.is_some());
    assert_eq!(heard(&shop).rows.iter().map(|row| row.kind).collect::<Vec<_>>(), [None], "it counts once");
    // Who took it down, who read it and who made a complaint of it stand in its thread, the words once.
    let id = ComplaintId::new(FIRST);
    let screen = shop.cx(Lang::En, |cx| shopdesk::tui::screen::complaint::Complaint::new(cx, &id)).expect("there");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    for said in ["read   Li", "made a complaint   Li"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert_eq!(shown.matches("刹车还是响，正常吗").count(), 1, "{shown}");
    // The next number is another one.
    let with = json!({ "category": "price", "words": "太贵", "name": "匿名" });
    assert_eq!(shop.run(command("raise_complaint", with)).id, "T261123-002");
}

#[test]
fn l15_another_department_is_refused_with_a_sentence_and_may_be_given_it() {
    let shop = staffed();
    note(&shop, "wang", json!({ "kind": "suggestion", "words": "第二台举升机" }));
    match shop.try_as("sun", command("read_feedback", json!({ "feedback": FIRST }))) {
        Err(DeskError::Refused(Refusal::OtherDepartment { department, .. })) => {
            assert_eq!(department, Department::Management);
        }
        other => panic!("{other:?}"),
    }
    let route = json!({ "feedback": FIRST, "department": "workshop", "reason": "it is their bench" });
    shop.run_as("ding", command("route_feedback", route));
    shop.run_as("sun", command("read_feedback", json!({ "feedback": FIRST })));
    let routed = page(&shop, FIRST);
    assert_eq!(routed.routed.iter().map(|one| one.from).collect::<Vec<_>>(), [Department::Management]);
    assert_eq!(routed.read.map(|read| read.by.to_string()), Some("sun".into()));
}

#[test]
fn p5_information_is_handed_on_with_from_department_read_time_and_action() {
    let shop = Shop::ruled(|rules| rules.feedback_read_hours = 2);
    shop.run(command("add_staff", json!({ "id": "lin", "name": "Lin", "roles": ["caller"] })));
    note(&shop, "wang", json!({ "kind": "information", "words": "他换了新号码，晚上才能接", "name": "周先生" }));
    let noted = page(&shop, FIRST);
    assert_eq!((noted.row.from.as_str(), noted.row.department), ("wang", Department::AfterSales));
    shop.at("16:31");
    assert!(!open(&shop)[0].is_late(shop.now()));
    shop.at("16:33");
    assert!(open(&shop)[0].is_late(shop.now()), "unread past the limit of the setting");
    let screen = shop.cx(Lang::En, |cx| Feedback::new(cx, &FeedbackId::new(FIRST))).expect("it is there");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("had to read it by 16:32, 0:01 ago"), "{shown}");
    shop.run_as("lin", command("read_feedback", json!({ "feedback": FIRST })));
    let action = json!({ "feedback": FIRST, "measure": "best time set to 18:30" });
    shop.run_as("lin", command("answer_feedback", action));
    let done = page(&shop, FIRST);
    assert_eq!(done.read.map(|read| read.at), Stamp::parse("2026-11-23T16:33:00+08:00"));
    assert_eq!((done.measure.as_deref(), done.row.open), (Some("best time set to 18:30"), false));
}

#[test]
fn l16_defects_are_listed_by_assembly_to_department_or_maker_and_unanswered_ones_stand_out() {
    let mut shop = staffed();
    let order = shop.order_in(Stage::FollowUp);
    let missing = command("note_feedback", json!({ "kind": "defect", "words": "漏油", "order": order }));
    assert_eq!(shop.try_as("wang", missing).expect_err("which assembly?").field(), Some("assembly"));
    let defect = |assembly: &str, part: &str, words: &str, department: Value| {
        let with = json!({ "kind": "defect", "words": words, "order": order, "assembly": assembly, "part": part,
            "department": department });
        note(&shop, "wang", with)
    };
    defect("engine", "gasket", "气缸垫漏油", Value::Null);
    defect("body", "door", "车门异响", json!("workshop"));
    let answered = defect("engine", "belt", "皮带开裂", Value::Null);
    let answer = json!({ "feedback": answered, "answer": "第三批皮带已召回" });
    shop.run_as("qin", command("answer_feedback", answer));
    shop.on("2026-11-27T09:00");
    let page = heard(&shop);
    let listed: Vec<_> = page.defects.iter().map(|row| (row.assembly, row.department, row.part.as_str())).collect();
    let wanted = [
        (Some(Assembly::Engine), Department::Maker, "GASKET"),
        (Some(Assembly::Engine), Department::Maker, "BELT"),
        (Some(Assembly::Body), Department::Workshop, "DOOR"),
    ];
    assert_eq!(listed, wanted);
    let late: Vec<_> = page.defects.iter().map(|row| row.is_late(shop.now())).collect();
    assert_eq!(late, [true, false, true], "what nobody answered stands out");
    let mut screen = look(&shop, "qin", "defects", "tab tab");
    shop.press(&mut screen, "m");
    assert!(shop.draw(Lang::En, 80, 24, &screen).contains("No defect in this month."), "the month before");
}
