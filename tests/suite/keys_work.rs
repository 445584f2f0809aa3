//! No key that a screen lists is dead: each does something there, or says why it cannot.

use shopdesk::domain::complaint::raise::{Category, RaiseComplaint};
use shopdesk::domain::order::consent::How;
use shopdesk::domain::order::promise::{Reason, SetPromise};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::work::{StopCode, StopWork};
use shopdesk::domain::{CampaignId, Command, ComplaintId, FeedbackId};
use shopdesk::text::{Lang, format};
use shopdesk::tui::action::Action;
use shopdesk::tui::effect::Effect;
use shopdesk::tui::input::Key;
use shopdesk::tui::keymap::{Keymap, Layer};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::call::CallLane;
use shopdesk::tui::screen::calls::Calls;
use shopdesk::tui::screen::campaign::Campaign;
use shopdesk::tui::screen::campaigns::Campaigns;
use shopdesk::tui::screen::complaint::Complaint;
use shopdesk::tui::screen::complaints::Complaints;
use shopdesk::tui::screen::customer::Customer;
use shopdesk::tui::screen::feedback::Feedback;
use shopdesk::tui::screen::history::History;
use shopdesk::tui::screen::order::Order;
use shopdesk::tui::screen::plan::Plan;
use shopdesk::tui::screen::repeats::Repeats;
use shopdesk::tui::screen::scores::Scores;
use shopdesk::tui::screen::vehicle::Vehicle;
use shopdesk::tui::theme::Role;

use crate::shop::Shop;

/// Opens a screen.
type Make<'a> = &'a dyn Fn(&Shop) -> Box<dyn Screen>;

/// A suggestion, and with it a row in the inbox.
fn suggestion() -> Command {
    let with = serde_json::json!({ "kind": "suggestion", "words": "a second lift" });
    Command::NoteFeedback(serde_json::from_value(with).expect("feedback"))
}

/// Presses every key that the screen's own layers list, and names those that nobody takes.
fn dead(shop: &Shop, name: &str, make: Make<'_>) -> Vec<String> {
    let keymap = Keymap::built_in();
    let layers = make(shop).layers();
    let everywhere = |key| keymap.lookup(&[Layer::Global], key);
    let mut dead = Vec::new();
    for binding in keymap.bindings().filter(|binding| layers.contains(&binding.layer)) {
        let key = binding.on[0];
        let reached = keymap.lookup(&layers, key) == Some(binding.run);
        let mut screen = make(shop);
        let effect = shop.cx(Lang::En, |cx| screen.on(cx, Some(binding.run), key));
        if reached && effect == Effect::Pass && everywhere(key) != Some(binding.run) {
            dead.push(format!("{name}: {key} {}", binding.en));
        }
    }
    dead
}

#[test]
fn every_key_that_a_screen_lists_does_something_there() {
    let mut shop = Shop::new();
    let (order, follow_up) = (shop.order_in(Stage::Repair), shop.order_in(Stage::FollowUp));
    let away = shop.order(&follow_up).vehicle;
    let vehicle = shop.order(&order).vehicle;
    let complaint =
        RaiseComplaint { order: Some(order.clone()), ..RaiseComplaint::of("刹车还是响", Category::Quality) };
    let complaint = shop.run(Command::RaiseComplaint(complaint)).id;
    let complaint = ComplaintId::new(complaint);
    let call = shop.order(&follow_up).call.expect("it has one");
    let held = |keys: &'static str| {
        let call = call.clone();
        move |shop: &Shop| -> Box<dyn Screen> {
            let mut lane = shop.cx(Lang::En, |cx| CallLane::new(cx, &call).expect("it is there"));
            shop.press(&mut lane, keys);
            Box::new(lane)
        }
    };
    let (ringing, grading) = (held(""), held("enter"));
    let person = shop.order(&order).customer.expect("it has one");
    let feedback = FeedbackId::new(shop.run(suggestion()).id);
    let view = |keys: &'static str| {
        move |shop: &Shop| -> Box<dyn Screen> {
            let mut screen = shop.cx(Lang::En, Complaints::new);
            shop.press(&mut screen, keys);
            Box::new(screen)
        }
    };
    let (inbox, defects, month) = (view("tab"), view("tab tab"), view("tab tab tab"));
    let campaign = serde_json::json!({ "do": "open_campaign", "with": {} });
    let campaign: Command = serde_json::from_value(campaign).expect("a campaign");
    let campaign = CampaignId::new(shop.run(campaign).id);
    let screens: [(&str, Make<'_>); 23] = [
        ("board", &|shop| Box::new(shop.cx(Lang::En, Board::new))),
        ("cards", &|shop| {
            let board = shop.cx(Lang::En, Board::new);
            shop.draw(Lang::En, 160, 50, &board);
            Box::new(board)
        }),
        ("order", &|shop| Box::new(shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("it is there")))),
        ("past order", &|shop| {
            Box::new(shop.cx(Lang::En, |cx| Order::new(cx, follow_up.clone()).expect("it is there")))
        }),
        ("past history", &|shop| {
            Box::new(shop.cx(Lang::En, |cx| History::new(cx, follow_up.clone()).expect("it is there")))
        }),
        ("vehicle away", &|shop| {
            Box::new(shop.cx(Lang::En, |cx| Vehicle::new(cx, away.clone()).expect("it is there")))
        }),
        ("history", &|shop| Box::new(shop.cx(Lang::En, |cx| History::new(cx, order.clone()).expect("it is there")))),
        ("vehicle", &|shop| Box::new(shop.cx(Lang::En, |cx| Vehicle::new(cx, vehicle.clone()).expect("it is there")))),
        ("customer", &|shop| Box::new(shop.cx(Lang::En, |cx| Customer::new(cx, person.clone()).expect("it is there")))),
        ("calls", &|shop| Box::new(shop.cx(Lang::En, Calls::new))),
        ("ringing", &ringing),
        ("grading", &grading),
        ("complaints", &|shop| Box::new(shop.cx(Lang::En, Complaints::new))),
        ("complaint", &|shop| Box::new(shop.cx(Lang::En, |cx| Complaint::new(cx, &complaint).expect("it is there")))),
        ("inbox", &inbox),
        ("defects", &defects),
        ("month", &month),
        ("feedback", &|shop| Box::new(shop.cx(Lang::En, |cx| Feedback::new(cx, &feedback).expect("it is there")))),
        ("repeats", &|shop| Box::new(shop.cx(Lang::En, |cx| Repeats::new(cx, &complaint).expect("it is there")))),
        ("scores", &|shop| Box::new(shop.cx(Lang::En, Scores::new))),
        ("campaigns", &|shop| Box::new(shop.cx(Lang::En, Campaigns::new))),
        ("campaign", &|shop| Box::new(shop.cx(Lang::En, |cx| Campaign::new(cx, &campaign).expect("it is there")))),
        ("plan", &|shop| Box::new(shop.cx(Lang::En, |cx| Plan::new(cx, 2026).expect("it is there")))),
    ];
    let dead: Vec<String> = screens.iter().flat_map(|(name, make)| dead(&shop, name, make)).collect();
    assert!(dead.is_empty(), "these keys do nothing:\n{}", dead.join("\n"));
}

#[test]
fn why_late_tells_the_promise_its_moves_and_what_work_stood_still_for() {
    let mut shop = Shop::new();
    shop.at("09:00");
    let order = shop.order_in(Stage::Repair);
    shop.start(&order, 1);
    shop.run(Command::StopWork(StopWork { order: order.clone(), line: None, code: StopCode::C, note: None }));
    let (reason, how) = (Some(Reason::PartLate), Some(How::Phone));
    let moved = SetPromise {
        order: order.clone(),
        promise: "1400".into(),
        reason,
        how,
        reached: None,
        solution: None,
        word: None,
    };
    shop.run(Command::SetPromise(moved));
    shop.at("14:32");
    let why = |lang| match shop.cx(lang, |cx| Board::new(cx).on(cx, Some(Action::Why), Key::char('y'))) {
        Effect::Say(Role::Late, text) => text,
        other => panic!("{other:?}"),
    };
    let first = shop.order(&order).promise.expect("it was given").first;
    let english = format!(
        "Promised for 14:00; 0:32 late.\nFirst promised for {}; moved to 14:00 (a part comes late, told 09:00).\nWork stood still: 5:32 C waits for part.",
        format::time(first),
    );
    assert_eq!(why(Lang::En), english);
    assert!(why(Lang::Zh).contains("停工：5:32 C 等零件。"), "{}", why(Lang::Zh));
}
