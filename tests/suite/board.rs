//! The board's open tasks and narrow screens: a delay that the customer has to be told of (H3, E4), and letters for
//! what has no room for words.

use shopdesk::domain::order::consent::How;
use shopdesk::domain::order::intake::NoteIntake;
use shopdesk::domain::order::promise::{Reason, SetPromise};
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::undo::Undo;
use shopdesk::domain::order::visit::VisitNotes;
use shopdesk::domain::requirement::note::NoteRequirement;
use shopdesk::domain::{Command, OrderId, StaffId};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::form::FormScreen;

use crate::shop::Shop;

fn board(shop: &Shop) -> Board {
    shop.cx(Lang::En, Board::new)
}

fn shown(shop: &Shop) -> String {
    shop.draw(Lang::En, 80, 24, &board(shop))
}

/// What Enter on the first row asks for.
fn enter(shop: &Shop) -> Effect {
    shop.press(&mut board(shop), "enter")
}

#[test]
fn the_smallest_terminal_shows_the_cars_with_plate_next_step_and_what_is_left() {
    let mut shop = Shop::new();
    for stage in [Stage::Repair, Stage::Receive, Stage::Quote] {
        shop.order_in(stage);
    }
    for lang in [Lang::En, Lang::Zh] {
        insta::with_settings!({omit_expression => true}, {
            insta::assert_snapshot!(format!("smallest_{lang}"), shop.draw(lang, 40, 10, &board(&shop)));
        });
        let wider = shop.draw(lang, 60, 12, &board(&shop));
        assert!(wider.contains("浙B D88123") && wider.contains("3:0"), "{wider}");
    }
    let drawn = shop.draw(Lang::En, 40, 10, &board(&shop));
    for shown in ["沪A 12345", "浙B D88123", "沪C 7K221", "start", "3:0"] {
        assert!(drawn.contains(shown), "{shown}: {drawn}");
    }
}

fn move_promise(shop: &Shop, order: &OrderId, promise: &str, reached: bool) {
    shop.run(Command::SetPromise(SetPromise {
        order: order.clone(),
        promise: promise.into(),
        reason: Some(Reason::PartLate),
        how: Some(How::Phone),
        reached: (!reached).then_some(false),
        solution: None,
        word: None,
    }));
}

#[test]
fn h3_a_proposed_time_is_an_open_task_and_never_shown_as_agreed() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    assert!(shown(&shop).contains("start job 1"), "{}", shown(&shop));
    move_promise(&shop, &order, "1930", false);
    for columns in [80, 160] {
        let board = board(&shop);
        let shown = shop.draw(Lang::En, columns, 24, &board);
        assert!(shown.contains("tell delay") && shown.contains("17:32") && !shown.contains("19:30"), "{shown}");
        assert!(shown.contains("delays to tell 1") && shown.contains('~'), "{shown}");
        assert!(shop.draw(Lang::Zh, columns, 24, &board).contains("告知延误"));
    }
    assert_eq!(enter(&shop), Effect::Open(Place::Promise(order.clone())));
    // Told and agreed: the work is next again.
    move_promise(&shop, &order, "1930", true);
    let shown = shown(&shop);
    assert!(!shown.contains("tell delay") && shown.contains("19:30") && !shown.contains("delays to tell"), "{shown}");
    assert_eq!(enter(&shop), Effect::Open(Place::Start(order, 1)));
}

#[test]
fn e4_a_promise_that_is_missed_or_cannot_be_kept_is_to_be_told() {
    let mut shop = Shop::new();
    shop.at("09:00");
    let order = shop.order_in(Stage::Repair);
    // 48 minutes of work that nobody has begun, and more than half an hour left.
    shop.at("11:20");
    assert!(!shown(&shop).contains("tell delay"), "{}", shown(&shop));
    shop.at("11:40");
    assert!(shown(&shop).contains("tell delay"), "20 minutes left for 48: {}", shown(&shop));
    shop.start(&order, 1);
    assert!(!shown(&shop).contains("tell delay"), "somebody is at it: {}", shown(&shop));
    shop.at("12:01");
    assert!(shown(&shop).contains("tell delay"), "{}", shown(&shop));
    // What is ready is told as ready.
    shop.finish(&order);
    shop.check(&order, true);
    assert!(!shown(&shop).contains("tell delay"), "{}", shown(&shop));
}

#[test]
fn h3_whoever_may_not_promise_goes_on_with_the_work() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    move_promise(&shop, &order, "1930", false);
    shop.who = "wang";
    let shown = shown(&shop);
    assert!(shown.contains("start job 1") && !shown.contains("tell delay"), "{shown}");
}

/// Cars about which nobody may overlook something.
fn special() -> Shop {
    let mut shop = Shop::new();
    let plain = shop.order_in(Stage::Quote);
    let asked = shop.order_in(Stage::Repair);
    let customer = shop.order(&asked).customer;
    shop.run(Command::NoteRequirement(NoteRequirement {
        customer,
        vehicle: None,
        text: "never park outside".into(),
        department: None,
        identified_by: None,
        identified: None,
    }));
    let urgent = VisitNotes { urgent: Some(true), engineer: Some(StaffId::new("wang")), ..VisitNotes::default() };
    let urgent = shop.receive_car(OpenOrder {
        plate: "皖A6B7C8".into(),
        says: "空调不冷".into(),
        name: Some("欧阳娜娜".into()),
        phone: Some("13400130006".into()),
        model: Some("Buick GL8".into()),
        promise: Some("1730".into()),
        visit: Some(urgent),
        ..OpenOrder::default()
    });
    let stands = VisitNotes { place: Some("B3".into()), ..VisitNotes::default() };
    shop.run(Command::NoteIntake(noted(&urgent, stands)));
    shop.promise(&plain, "1800");
    shop
}

fn noted(order: &OrderId, visit: VisitNotes) -> NoteIntake {
    NoteIntake { visit: Some(visit), ..NoteIntake::nothing(order.clone()) }
}

#[test]
fn a4_s2_special_and_urgent_cars_are_seen_at_every_width_in_both_languages() {
    let shop = special();
    let board = board(&shop);
    for lang in Lang::ALL {
        for (columns, rows) in [(80, 24), (100, 30), (120, 36), (160, 50)] {
            let shown = shop.draw(lang, columns, rows, &board);
            insta::with_settings!({omit_expression => true}, {
                insta::assert_snapshot!(format!("board_special_{lang}_{columns}x{rows}"), shown);
            });
        }
    }
}

fn mark_all(shop: &Shop) -> (Board, FormScreen) {
    let mut board = board(shop);
    shop.press(&mut board, "home + + +");
    let Effect::Open(place) = shop.press(&mut board, "B") else { panic!("the box opens") };
    let form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place).expect("it can be shown"));
    (board, form)
}

/// Gives the commands of the box as the app does.
fn run_each(shop: &Shop, form: &mut FormScreen, effect: Effect) {
    let Effect::RunEach(asks) = effect else { panic!("{effect:?}") };
    let outcomes: Vec<_> = asks.into_iter().map(|ask| shop.try_as(shop.who, ask.command)).collect();
    shop.cx(Lang::En, |cx| form.done_each(cx, &outcomes));
}

#[test]
fn feature_19_marked_cars_take_one_step_together_and_what_cannot_be_done_is_told_per_car() {
    let mut shop = Shop::new();
    let quoted = shop.order_in(Stage::Quote);
    let checked = shop.order_in(Stage::Inspect);
    let works = shop.order_in(Stage::Repair);
    shop.start(&works, 1);
    let (board, mut form) = mark_all(&shop);
    let marked = shop.draw(Lang::En, 80, 24, &board);
    assert_eq!(marked.matches('+').count(), 3, "marks need no colour: {marked}");
    assert!(marked.contains("3 marked: B"), "{marked}");
    assert_eq!(shop.draw(Lang::En, 160, 50, &board).matches('+').count(), 3);
    let effect = shop.press(&mut form, "n");
    run_each(&shop, &mut form, effect);
    assert_eq!(shop.order(&works).stage, Stage::Inspect, "its job is finished");
    assert_eq!((shop.order(&quoted).stage, shop.order(&checked).stage), (Stage::Quote, Stage::Inspect));
    let told = shop.draw(Lang::En, 80, 24, &form);
    assert!(told.contains("done") && told.matches("asks something").count() == 2, "{told}");
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    // Each can be taken back by itself.
    shop.run(Command::Undo(Undo { order: works.clone() }));
    assert_eq!(shop.order(&works).stage, Stage::Repair);
}

#[test]
fn feature_19_a_place_and_the_news_that_they_are_ready_go_to_all_marked_cars() {
    let mut shop = Shop::new();
    let ready = [shop.order_in(Stage::HandOver), shop.order_in(Stage::HandOver)];
    let works = shop.order_in(Stage::Repair);
    let (mut board, mut form) = mark_all(&shop);
    shop.press(&mut form, "s");
    shop.write(&mut form, "b3");
    let effect = shop.press(&mut form, "enter");
    run_each(&shop, &mut form, effect);
    let shown = shop.draw(Lang::En, 160, 50, &self::board(&shop));
    assert_eq!(shown.matches("B3").count(), 3, "{shown}");
    let effect = shop.press(&mut form, "r y m");
    run_each(&shop, &mut form, effect);
    let told = |order: &OrderId| shop.order(order).ready_told.len();
    assert_eq!((told(&ready[0]), told(&ready[1]), told(&works)), (1, 1, 0), "nothing half");
    insta::with_settings!({omit_expression => true}, {
        for lang in Lang::ALL {
            insta::assert_snapshot!(format!("several_{lang}_80x24"), shop.draw_over(lang, 80, 24, &[&board, &form]));
        }
    });
    // Esc takes the marks away, and only then would leave.
    assert_eq!(shop.press(&mut board, "esc"), Effect::Stay);
    assert!(!shop.draw(Lang::En, 80, 24, &board).contains("marked"));
    assert_eq!(shop.press(&mut board, "esc"), Effect::Pass);
    let Effect::Say(_, said) = shop.press(&mut board, "B") else { panic!("a sentence") };
    assert!(said.contains('+'), "{said}");
}

#[test]
fn feature_19_an_absent_colleagues_orders_go_to_another_advisor_together() {
    let mut shop = Shop::new();
    let orders = [shop.order_in(Stage::Quote), shop.order_in(Stage::Repair), shop.order_in(Stage::HandOver)];
    let json = serde_json::json!({ "id": "chen", "name": "Chen", "roles": ["advisor"], "uid": 1002 });
    shop.run(Command::AddStaff(serde_json::from_value(json).expect("a person")));
    let (_board, mut form) = mark_all(&shop);
    shop.press(&mut form, "a");
    let asked = shop.draw(Lang::En, 80, 24, &form);
    let chen = asked.split(" Chen").next().and_then(|before| before.chars().last()).expect("a key").to_string();
    let effect = shop.press(&mut form, &chen);
    run_each(&shop, &mut form, effect);
    let told = shop.draw(Lang::En, 80, 24, &form);
    assert_eq!(told.matches("done").count(), 3, "{told}");
    assert!(orders.iter().all(|order| shop.order(order).advisor.as_str() == "chen"));
    // Taken back as any other step.
    shop.run(Command::Undo(Undo { order: orders[0].clone() }));
    assert_eq!(shop.order(&orders[0]).advisor.as_str(), "li");
}
