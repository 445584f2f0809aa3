//! The counts that the scores are drawn from always say what the facts say, and the screen costs the same however many
//! answers they count.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{Datelike, Duration, NaiveDate};
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::call::answer::{AnswerCall, Answers, CallAnswered, Mode, Opinion};
use shopdesk::domain::call::plan::CallPlanned;
use shopdesk::domain::call::{Call, State};
use shopdesk::domain::complaint::raise::{Category, Channel, RaiseComplaint};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::records::Unreadable;
use shopdesk::domain::{CallId, Command, Event, Key, OrderId, Record, Records, StaffId, Stamp, VehicleId};
use shopdesk::scoring::{Bucket, By, Fact};
use shopdesk::store::buckets::{Changes, KEPT};
use shopdesk::store::changes;
use shopdesk::store::codec::write_events;
use shopdesk::store::index::{CACHE_BYTES, Index, Order as Direction, Span};
use shopdesk::store::journal::{FILE_BYTES_MAX, Head, Journal, LineDraft, Opening, Via};
use shopdesk::text::Lang;
use shopdesk::tui::screen::scores::Scores;

use crate::shop::{ITEMS, Shop};

/// The buckets of November as they are kept, and as the facts make them.
fn compare(shop: &Shop, when: &str) {
    let on = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
    let to = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day");
    let Answer::Facts(facts) = shop.ask(&Query::FactsOn { from: on, to }) else { panic!("no facts") };
    let facts: Vec<Fact> = facts.iter().map(|line| Fact::parse(line).expect("a fact")).collect();
    for by in std::iter::once(None).chain(KEPT.map(Some)) {
        let mut made: BTreeMap<(bool, Option<String>), Bucket> = BTreeMap::new();
        for fact in &facts {
            let name = by.and_then(|by: By| by.key_of(fact));
            made.entry((name.is_none(), name)).or_default().add(fact);
        }
        let made: Vec<_> = made.into_iter().map(|((_, name), bucket)| (name, bucket)).collect();
        let made: Vec<_> = made.into_iter().filter(|(_, bucket)| !bucket.is_empty()).collect();
        let Answer::Counted(kept) = shop.ask(&Query::Counted { on, by }) else { panic!("no counts") };
        assert_eq!(kept, made, "by {by:?} after {when}");
    }
}

#[test]
fn they_say_what_the_facts_say_after_every_step() {
    let mut shop = Shop::new();
    let orders: Vec<OrderId> = (0..2).map(|_| shop.order_in(Stage::FollowUp)).collect();
    compare(&shop, "two cars given back");
    let Answer::Counted(all) = shop.ask(&Query::Counted { on: shop.now().day(), by: None }) else { panic!("none") };
    assert_eq!(all.len(), 1, "there is something to compare");
    let of = |order: &OrderId| RaiseComplaint {
        channel: Channel::Hotline,
        order: Some(order.clone()),
        ..RaiseComplaint::of("刹车还是响", Category::Quality)
    };
    shop.run(Command::RaiseComplaint(of(&orders[0])));
    compare(&shop, "a complaint");
    shop.on("2026-11-26T15:10");
    for (order, grade) in orders.iter().zip([5, 2]) {
        shop.run(Command::AnswerCall(AnswerCall {
            call: shop.order(order).call.expect("there is a call"),
            answers: ITEMS.iter().map(|item| ((*item).to_string(), Some(grade).filter(|_| *item != "parts"))).collect(),
            alike: false,
            reasons: Default::default(),
            words: None,
            opinion: (grade == 2).then_some(Opinion::Complaint),
            mode: if grade == 2 { Mode::Form } else { Mode::Phone },
            satisfied: None,
        }));
        compare(&shop, "an answer");
    }
}

/// A call with its answers, or none.
fn call(grades: &[u8], at: &str, advisor: &str) -> Call {
    let at = Stamp::parse(at).expect("a time");
    let answers = Answers {
        scheme: "visit".into(),
        version: 1,
        grades: ITEMS.iter().map(|item| (*item).to_string()).zip(grades.iter().map(|grade| Some(*grade))).collect(),
        alike: false,
        reasons: Default::default(),
        words: None,
        opinion: None,
        mode: Mode::Phone,
        by: StaffId::new("zhao"),
        at,
    };
    let begun = planned("V1", "R1", advisor, at);
    let mut call = begun.begin(&shopdesk::domain::event::Meta { seq: 1, at, by: &StaffId::new("zhao") });
    call.state = State::Done;
    call.answers = (!grades.is_empty()).then_some(answers);
    call
}

fn planned(call: &str, order: &str, advisor: &str, at: Stamp) -> CallPlanned {
    let (technician, customer, best_time) = (Some(StaffId::new("wang")), None, None);
    CallPlanned {
        call: CallId::new(call),
        kind: Default::default(),
        order: Some(OrderId::new(order)),
        vehicle: Some(VehicleId::new("K1")),
        customer,
        advisor: Some(StaffId::new(advisor)),
        technician,
        scheme: "visit".into(),
        version: 1,
        risk: Vec::new(),
        tell: None,
        capa: None,
        due: at,
        expires: at,
        best_time,
    }
}

/// One record or none.
struct One(Option<Arc<Record>>);

impl Records for One {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        Ok(self.0.clone().filter(|_| matches!(key, Key::Call(_))))
    }
}

/// All buckets of an index, by day and by month.
fn buckets(index: &Index) -> Vec<(Vec<u8>, Vec<u8>)> {
    let view = index.view();
    let rows = view.scan(&Span::prefix(b"u"), Direction::Up).map(|row| row.expect("it is whole"));
    rows.map(|(key, value)| (key.to_vec(), value.to_vec())).collect()
}

/// The buckets after a call became one after the other.
fn after(calls: &[Call]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::open(folder.path(), 1, CACHE_BYTES).expect("opens");
    let mut before = One(None);
    let key = Key::Call(CallId::new("V1"));
    for call in calls {
        let now = One(Some(Arc::new(Record::Call(Box::new(call.clone())))));
        let mut counts = Changes::default();
        let mut batch = changes::batch(&before, &now, std::iter::once(&key), &mut counts).expect("rows");
        counts.settle(|key| index.get(key), &mut batch).expect("they add up");
        index.apply(batch, &Head::START).expect("applied");
        before = now;
    }
    buckets(&index)
}

#[test]
fn an_answer_that_was_corrected_counts_once() {
    let first = call(&[5; 10], "2026-11-23T10:00:00+08:00", "li");
    let corrected = call(&[2, 5, 5, 5, 5, 5, 5, 5, 5, 5], "2026-11-23T10:00:00+08:00", "li");
    let moved = call(&[2; 10], "2026-12-01T10:00:00+08:00", "wu");
    let withdrawn = call(&[], "2026-12-01T10:00:00+08:00", "wu");
    assert_eq!(after(&[first.clone(), corrected.clone()]), after(std::slice::from_ref(&corrected)));
    assert_eq!(
        after(&[first.clone(), moved.clone()]),
        after(std::slice::from_ref(&moved)),
        "another day, another advisor"
    );
    assert_ne!(after(std::slice::from_ref(&first)), after(std::slice::from_ref(&corrected)));
    // Of all, of advisor, technician, caller and way of asking: of the day, and of the month.
    assert_eq!(after(std::slice::from_ref(&first)).len(), 10);
    assert_eq!(after(&[first, corrected, moved, withdrawn]), []);
}

#[test]
fn what_was_never_counted_cannot_be_taken_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::open(folder.path(), 1, CACHE_BYTES).expect("opens");
    let told = One(Some(Arc::new(Record::Call(Box::new(call(&[5; 10], "2026-11-23T10:00:00+08:00", "li"))))));
    let mut counts = Changes::default();
    let key = Key::Call(CallId::new("V1"));
    let mut batch = changes::batch(&told, &One(None), std::iter::once(&key), &mut counts).expect("rows");
    let error = counts.settle(|key| index.get(key), &mut batch).expect_err("the index is of another journal");
    assert!(error.asks_for_rebuild(), "{error}");
}

/// Ten years up to the month of the test's clock.
const DAYS: i64 = 3650;

/// Writes the journal of a shop that `answers` customers answered over ten years.
fn ten_years(folder: &Path, answers: i64) {
    let opening = Opening { from: None, synced: None, file_bytes_max: FILE_BYTES_MAX };
    let (mut journal, _) =
        Journal::open(&folder.join("journal"), &opening, &mut |_, _| Ok(()), &mut |_| {}).expect("opens");
    let first = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day") - Duration::days(DAYS);
    let draft = |number: i64| {
        let seconds = number * DAYS * 28_800 / answers;
        let (day, second) = (first + Duration::days(seconds / 28_800), seconds % 28_800);
        let at = format!("{day}T{:02}:{:02}:{:02}.000+08:00", 9 + second / 3600, second / 60 % 60, second % 60);
        let id = format!("V{}-{number}", day.year());
        let advisor = ["li", "wu", "sun"][number as usize % 3];
        let planned = planned(&id, &format!("R{number}"), advisor, Stamp::parse(&at).expect("a time"));
        let grades = ITEMS.iter().enumerate().map(|(item, name)| {
            let grade = 5 - (number as u64 * 7 + item as u64 * number as u64 % 11) % 3;
            ((*name).to_string(), Some(grade as u8))
        });
        let answered = CallAnswered {
            call: planned.call.clone(),
            customer: None,
            scheme: "visit".into(),
            version: 1,
            answers: grades.collect(),
            alike: false,
            reasons: Default::default(),
            words: None,
            opinion: None,
            mode: Mode::Phone,
            low: false,
            unasked: false,
        };
        let (events, personal) = write_events(&mut [Event::CallPlanned(planned), Event::CallAnswered(answered)]);
        LineDraft { at, by: "zhao".into(), via: Via::Demo, key: None, answer: None, asked: None, events, personal }
    };
    for from in (0..answers).step_by(2_000) {
        let drafts: Vec<LineDraft> = (from..answers.min(from + 2_000)).map(draft).collect();
        journal.append_unsynced(&drafts, &mut |bytes| bytes.fill(7)).expect("written");
    }
    journal.sync_all().expect("synced");
}

/// Rows read for the scores of the month, for each of its views that are drawn from counts, and what they show.
fn cost(answers: i64) -> (Vec<u64>, String) {
    let shop = Shop::over(|folder| ten_years(folder, answers), |_| {});
    let mut costs = Vec::new();
    let mut read = shop.desk.rows_read();
    let mut spent = |shop: &Shop| {
        costs.push(shop.desk.rows_read() - read);
        read = shop.desk.rows_read();
    };
    let mut screen = shop.cx(Lang::En, Scores::new);
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    spent(&shop);
    for key in ["tab", "g", "g", "g", "g", "g"] {
        shop.press(&mut screen, key);
        let _drawn = shop.draw(Lang::En, 80, 24, &screen);
        spent(&shop);
    }
    (costs, shown)
}

/// `SHOPDESK_ANSWERS=1000000` is the long run.
#[test]
fn the_scores_cost_the_same_however_many_answers_there_are() {
    let named = std::env::var("SHOPDESK_ANSWERS").ok().and_then(|answers| answers.parse().ok());
    let (few, shown_few) = cost(1_000);
    let (many, shown_many) = cost(named.unwrap_or(20_000));
    assert_eq!(few, many, "rows read for the month, the trend and each way to make groups");
    assert!(few.iter().sum::<u64>() < 60, "{few:?}");
    let forms = |shown: &str| {
        let number = shown.split_once("   n ").and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok());
        number.unwrap_or_else(|| panic!("no number of forms: {shown}"))
    };
    let (few, many): (u32, u32) = (forms(&shown_few), forms(&shown_many));
    assert!(few > 0 && many > 10 * few, "the answers of the month are counted: {few}, {many}");
}

#[test]
fn what_the_shop_spent_on_its_own_faults_is_told_anew_and_counted_once() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let deliveries = |shop: &Shop| -> Vec<serde_json::Value> {
        let Answer::Facts(facts) = shop.ask(&Query::FactsSince { seq: 0, limit: 100 }) else { panic!("no facts") };
        let facts = facts.iter().map(|line| serde_json::from_str(line).expect("JSON"));
        facts.filter(|fact: &serde_json::Value| fact["fact"] == "delivery").collect()
    };
    let before = deliveries(&shop);
    assert_eq!(before[0]["premium"], 0);
    assert_eq!(before[0].get("line_down"), None, "nobody takes down whether a car broke down");
    let note = |remedy: &str, cost: u32| {
        let fault = serde_json::json!({"order": order, "process": "repair", "wrong": "scratched", "remedy": remedy, "cost": cost});
        shop.run(Command::NoteFault(serde_json::from_value(fault).expect("a fault")));
    };
    note("free", 1_200);
    note("discount", 500);
    let [after] = deliveries(&shop).try_into().expect("one delivery");
    assert_eq!(after["premium"], 1_200, "a discount is less income, not spending");
    assert!(after["seq"].as_u64() > before[0]["seq"].as_u64(), "a reader that follows the feed replaces what it had");
    compare(&shop, "a fault");
}
