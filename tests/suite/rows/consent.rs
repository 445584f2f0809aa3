//! D: quote, contract, consent.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use shopdesk::domain::decide::{self, Asked, Stop};
use shopdesk::domain::menu::{Menu, SHIPPED};
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::records::Unreadable;
use shopdesk::domain::{Key, Money, OrderId, Record, Records, Refusal, Rules, StaffId};
use shopdesk::report::Sheet;
use shopdesk::text::Lang;

use super::{
    AT_HAND_OVER, AT_QUOTE, AT_REPAIR, FIRST, FOUND, OPEN, START, YES, after, command, no, on_first, page, printed,
    refused, tell,
};
use crate::shop::Shop;

fn decided(line: u16, decision: &str) -> String {
    on_first("decide_lines", json!({ "how": "phone", "lines": [{ "line": line, "decision": decision }] }))
}

#[test]
fn d1_the_repair_waits_for_the_signed_contract_with_scope_cost_and_time() {
    let gearbox = on_first(
        "write_line",
        json!({ "label": "Gearbox", "why": "worn", "benefit": "drives",
        "minutes": 480, "labour": 160_000, "parts": 400_000 }),
    );
    let shop = after(&[OPEN, FOUND, &gearbox, YES]);
    assert_eq!(page(&shop).stage, Stage::Quote);
    assert_eq!(refused(&shop, START).0, "wrong-stage");
    assert_eq!(refused(&shop, &on_first("move_order", json!({ "to": "repair" }))), no("gate", "contract"));
    let told = json!(["scope", "cost", "time", "parts", "guarantee", "changes", "complaint"]);
    tell(&shop, &[&on_first("sign_contract", json!({ "on": "paper", "told": told, "reviewed_by": "li" }))]);
    let contract = page(&shop).contract.expect("signed");
    assert_eq!((contract.lines.len(), contract.ceiling), (1, Money::fen(560_000)));
    let print = printed(&shop, Sheet::Contract, Lang::En);
    assert!(["Gearbox", "5,600.00", "2026-11-23 17:30"].iter().all(|part| print.contains(part)), "{print}");
    tell(&shop, &[START]);
    // With the threshold at zero a contract is always signed; else the recorded consent is enough.
    let always = Shop::ruled(|rules| rules.contract_from = Money::ZERO);
    tell(&always, AT_REPAIR);
    assert_eq!(page(&always).stage, Stage::Quote);
    assert_eq!(page(&after(AT_REPAIR)).stage, Stage::Repair);
}

#[test]
fn d2_no_work_starts_without_consent_and_the_consent_says_who_how_when_how_much_in_which_words() {
    let shop = after(AT_QUOTE);
    assert_eq!(refused(&shop, START).0, "wrong-stage");
    shop.at("14:40");
    let word = json!({ "how": "message", "who": "王太太", "words": "可以, 尽快", "lines": [{ "line": 1, "decision": "accepted" }] });
    tell(&shop, &[&on_first("decide_lines", word)]);
    let page = page(&shop);
    let consent = page.lines[0].consent.clone().expect("asked");
    assert_eq!((consent.who.as_str(), json!(consent.how)), ("王太太", json!("message")));
    assert_eq!((consent.words.as_str(), consent.at, page.ceiling), ("可以, 尽快", shop.now(), Money::fen(48_000)));
    tell(&shop, &[START]);
}

#[test]
fn d3_an_add_on_is_accepted_declined_or_deferred_and_not_touched_while_undecided() {
    let add = |label: &str| {
        on_first(
            "write_line",
            json!({ "label": label, "why": "cracked", "benefit": "no leak", "minutes": 12, "labour": 4_000 }),
        )
    };
    let shop = after(AT_REPAIR);
    tell(&shop, &[&add("Hose"), &add("Belt"), &add("Wipers")]);
    let start = |line: u16| on_first("start_work", json!({ "line": line, "technician": "wang" }));
    for line in 2..=4 {
        assert_eq!(refused(&shop, &start(line)), no("no-consent", "lines"), "undecided {line}");
    }
    tell(&shop, &[&decided(2, "accepted"), &decided(3, "declined"), &decided(4, "deferred")]);
    assert_eq!(refused(&shop, &start(3)), no("no-consent", "lines"));
    assert_eq!(refused(&shop, &start(4)), no("no-consent", "lines"));
    tell(&shop, &[&start(2)]);
    let decisions: Vec<Decision> = page(&shop).lines.iter().map(|line| line.decision).collect();
    assert_eq!(decisions, [Decision::Accepted, Decision::Accepted, Decision::Declined, Decision::Deferred]);
    assert_eq!(page(&shop).bill, Money::fen(52_000));
}

/// Records in which an order's ceiling lies one fen below its bill: no command leads there, but a settlement asks.
struct OneFenShort(BTreeMap<Key, Arc<Record>>);

impl Records for OneFenShort {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        Ok(self.0.get(key).cloned())
    }
}

#[test]
fn d4_one_fen_over_what_was_authorised_blocks_consent_and_settlement() {
    let shop = after(AT_QUOTE);
    let yes = |ceiling: u32| {
        on_first(
            "decide_lines",
            json!({ "how": "phone", "ceiling": ceiling, "lines": [{ "line": 1, "decision": "accepted" }] }),
        )
    };
    assert_eq!(refused(&shop, &yes(47_999)), no("over-ceiling", "ceiling"));
    tell(&shop, &[&yes(48_000)]);
    let mut records = OneFenShort(BTreeMap::new());
    let by = StaffId::new("li");
    let (seen, rules) = (BTreeMap::new(), Rules::default());
    let mut settled = |short: i64| {
        records.0.clear();
        let mut seq = 0;
        let steps: Vec<&str> = [SET_UP].iter().chain(AT_HAND_OVER).copied().collect();
        for line in steps {
            seq += 1;
            let asked = Asked { by: &by, uid: None, now: shop.now().plus_minutes(seq as i64), seq, seen: &seen };
            let done = decide::decide(&records, &rules, &asked, &command(line)).expect(line);
            records.0.extend(done.after);
        }
        let key = Key::Order(OrderId::new(FIRST));
        let mut record = records.0[&key].as_ref().clone();
        if let Record::Order(order) = &mut record {
            order.ceiling = order.bill() - Money::fen(short);
        }
        records.0.insert(key, Arc::new(record));
        let asked = Asked { by: &by, uid: None, now: shop.now().plus_minutes(60), seq: seq + 1, seen: &seen };
        let pay = on_first("take_payment", json!({ "method": "cash" }));
        decide::decide(&records, &rules, &asked, &command(&pay)).map(|_| ())
    };
    assert!(settled(0).is_ok());
    assert!(matches!(settled(1), Err(Stop::Refused(Refusal::OverCeiling { .. }))));
}

const SET_UP: &str =
    r#"{"do":"set_up_shop","with":{"shop":"Hongqiao Road","you":"Li","technician":"Wang","inspector":"Zhao"}}"#;

#[test]
fn d5_an_old_order_keeps_its_price_when_the_price_list_changes() {
    let job = |order: &str| json!({ "do": "write_line", "with": { "order": order, "job": "RPD" } }).to_string();
    let shop = Shop::ruled(|rules| {
        // The rate that is in force since last year begins tomorrow.
        let files = SHIPPED
            .iter()
            .map(|(file, text)| ((*file).to_string(), text.replace("from = 2025-10-01", "from = 2026-11-24")));
        rules.menu = Arc::new(Menu::parse(&files.collect::<Vec<_>>()).expect("a price list"));
    });
    tell(&shop, &[OPEN, FOUND, &job(FIRST)]);
    let before = page(&shop).lines[0].price;
    shop.on("2026-11-24T10:00");
    let other = r#"{"do":"open_order","with":{"plate":"沪B54321","says":"保养","name":"陈静","phone":"13900130002","mileage":10}}"#;
    let second = tell(&shop, &[other]).id;
    tell(&shop, &[&FOUND.replace(FIRST, &second), &job(&second)]);
    let after = shop.order(&OrderId::new(second)).lines[0].price;
    assert!(after > before, "{after} was to be dearer than {before}");
    assert_eq!(page(&shop).lines[0].price, before, "what it cost when it was written");
}
