//! The rows of the requirements, one test each, named after the row's id: groups A (reception), C (diagnosis), D (quote,
//! contract, consent), E (promises), F (parts), I (inspection), J (hand-over), L (complaints), M and O (campaigns, the year's
//! plan), P1 and P2 (files).
//!
//! Each runs through the real desk on a real store. What is done is told in the lines that another program would send to
//! `apply`; what comes of it is looked at where a person would look: on a page, a screen, a printed sheet.

mod calls;
mod campaign_sheet;
mod campaigns;
mod complaint_changes;
mod complaint_steps;
mod complaints;
mod consent;
mod diagnosis;
mod feedback;
mod files;
mod hand_over;
mod improvement;
mod inspection;
mod parts;
mod promises;
mod reception;
mod taken_back;
mod told;
mod year_plan;

use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};
use shopdesk::desk::door::Receipt;
use shopdesk::desk::kept::KeptPage;
use shopdesk::desk::rows::OrderPage;
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::{Command, OrderId, StaffId};
use shopdesk::report::{About, Sheet, sheet};
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::order::Order;

use crate::shop::Shop;

/// The number of the first order of the day.
const FIRST: &str = "R261123-001";

const OPEN: &str = r#"{"do":"open_order","with":{"plate":"沪A12345","says":"刹车时有异响","name":"王建国","phone":"13800132211","mileage":42310,"promise":"1730"}}"#;
const FOUND: &str = r#"{"do":"note_finding","with":{"order":"R261123-001","found":"front pads 2 mm","cause":"worn","plan":"renew","technician":"wang"}}"#;
const PADS: &str = r#"{"do":"write_line","with":{"order":"R261123-001","label":"Front pads","why":"2 mm, unsafe","benefit":"stops safely","minutes":48,"labour":16000,"parts":32000}}"#;
const YES: &str =
    r#"{"do":"decide_lines","with":{"order":"R261123-001","how":"phone","lines":[{"line":1,"decision":"accepted"}]}}"#;
const START: &str = r#"{"do":"start_work","with":{"order":"R261123-001","line":1,"technician":"wang"}}"#;
const FINISH: &str = r#"{"do":"finish_work","with":{"order":"R261123-001"}}"#;
const CHECK: &str =
    r#"{"do":"check_quality","with":{"order":"R261123-001","inspector":"zhao","passed":true,"road_test":"passed"}}"#;
const HAND_OVER: &str = r#"{"do":"hand_over","with":{"order":"R261123-001","viewed":true,"explained":true,"signed":"paper","payment":"wechat","as_received":true,"may_call":true}}"#;

/// From the counter to each stage.
const AT_QUOTE: &[&str] = &[OPEN, FOUND, PADS];
const AT_REPAIR: &[&str] = &[OPEN, FOUND, PADS, YES];
const AT_INSPECTION: &[&str] = &[OPEN, FOUND, PADS, YES, START, FINISH];
const AT_HAND_OVER: &[&str] = &[OPEN, FOUND, PADS, YES, START, FINISH, CHECK];

/// What was kept of the cars given back in a month of 2026.
fn kept_in(shop: &Shop, month: u32) -> KeptPage {
    let from = NaiveDate::from_ymd_opt(2026, month, 1).expect("a day");
    let to = from + Months::new(1) - Days::new(1);
    match shop.ask(&Query::Kept { from, to }) {
        Answer::Kept(page) => page,
        other => panic!("{}", other.unexpected().code()),
    }
}

/// Takes in another car, with more besides, and brings it to the counter again; its order.
fn another(shop: &Shop, plate: &str, more: &str, intake: Value) -> String {
    let open = OPEN.replace("沪A12345", plate).replace(r#""mileage":42310"#, &format!(r#""mileage":42310{more}"#));
    let order = tell(shop, &[&open]).id;
    let visit = json!({ "do": "note_intake", "with": { "order": order, "visit": intake } });
    if !intake.is_null() {
        tell(shop, &[&visit.to_string()]);
    }
    for step in &AT_HAND_OVER[1..] {
        tell(shop, &[&step.replace(FIRST, &order)]);
    }
    order
}

/// A shop in which all this was done.
fn after(lines: &[&str]) -> Shop {
    let shop = Shop::new();
    tell(&shop, lines);
    shop
}

/// The command of a line.
fn command(line: &str) -> Command {
    let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let command = json!({ "do": value["do"], "with": value["with"] });
    serde_json::from_value(command).unwrap_or_else(|error| panic!("{line}: {error}"))
}

/// Gives commands as Li, the advisor; none of them is refused.
fn tell(shop: &Shop, lines: &[&str]) -> Receipt {
    let mut last = None;
    for line in lines {
        let done = shop.try_as("li", command(line));
        last = Some(done.unwrap_or_else(|error| panic!("{line}: {error:?}")));
    }
    last.expect("something was told")
}

/// Gives a command that is to be refused; the code of the refusal, and the field that it names.
fn refused(shop: &Shop, line: &str) -> (String, String) {
    match shop.try_as("li", command(line)) {
        Err(error) => (error.code().to_string(), field(&error)),
        Ok(_) => panic!("{line} was not refused"),
    }
}

fn field(error: &DeskError) -> String {
    error.field().unwrap_or_default().to_string()
}

fn no(code: &str, field: &str) -> (String, String) {
    (code.to_string(), field.to_string())
}

/// A line of `apply`: `text` laid over the first order's command.
fn on_first(what: &str, with: Value) -> String {
    let mut with = with;
    with["order"] = json!(FIRST);
    json!({ "do": what, "with": with }).to_string()
}

fn page(shop: &Shop) -> OrderPage {
    shop.order(&OrderId::new(FIRST))
}

/// What the order's page shows.
fn shown(shop: &Shop, lang: Lang) -> String {
    let screen = shop.cx(lang, |cx| Order::new(cx, OrderId::new(FIRST)).expect("it is there"));
    draw(shop, lang, &screen)
}

fn draw(shop: &Shop, lang: Lang, screen: &dyn Screen) -> String {
    shop.draw(lang, 120, 36, screen)
}

/// A printed sheet of the first order.
fn printed(shop: &Shop, kind: Sheet, lang: Lang) -> String {
    let words = Catalogue::built_in().words(lang);
    let people = shop.people();
    let name = |id: &StaffId| people.iter().find(|p| p.id == *id).map_or(String::new(), |p| p.name.clone());
    sheet(kind, &page(shop), &About { words: &words, shop: "Hongqiao Road", name: &name, now: shop.now() })
}
