//! The board, an order, its history, a vehicle and the boxes, looked at and driven: in both languages, small and large.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use shopdesk::domain::call::attempt::{LogAttempt, Outcome};
use shopdesk::domain::complaint::raise::{Category, RaiseComplaint};
use shopdesk::domain::order::consent::How;
use shopdesk::domain::order::promise::{Reason, SetPromise};
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::work::{StopCode, StopWork};
use shopdesk::domain::{Command, OrderId, StaffId};
use shopdesk::text::Lang;
use shopdesk::tui::action::Action;
use shopdesk::tui::effect::{Effect, Place, Sheet};
use shopdesk::tui::keymap::Layer;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::did;
use shopdesk::tui::screen::find::Find;
use shopdesk::tui::screen::history::History;
use shopdesk::tui::screen::keys::Keys;
use shopdesk::tui::screen::next_step::Shown;
use shopdesk::tui::screen::order::Order;
use shopdesk::tui::screen::palette::Palette;
use shopdesk::tui::screen::set_up::SetUp;
use shopdesk::tui::screen::switch_person::SwitchPerson;
use shopdesk::tui::screen::vehicle::Vehicle;

use crate::shop::Shop;

fn look_at(name: &str, shop: &Shop, screens: &[&dyn Screen]) {
    for lang in Lang::ALL {
        for (columns, rows) in [(80, 24), (160, 50)] {
            let shown = shop.draw_over(lang, columns, rows, screens);
            insta::with_settings!({omit_expression => true}, {
                insta::assert_snapshot!(format!("{name}_{lang}_{columns}x{rows}"), shown);
            });
        }
    }
}

/// A working day: cars in every stage, one late, one that waits for a part.
fn busy() -> Shop {
    let mut shop = Shop::new();
    shop.at("08:30");
    let ready = shop.order_in(Stage::HandOver);
    let checked = shop.order_in(Stage::Inspect);
    let waits = shop.order_in(Stage::Repair);
    shop.start(&waits, 1);
    shop.at("09:40");
    let code = StopCode::C;
    shop.run(Command::StopWork(StopWork { order: waits, line: None, code, note: Some("pads".into()) }));
    let late = shop.order_in(Stage::Repair);
    shop.start(&late, 1);
    shop.at("11:10");
    shop.order_in(Stage::Quote);
    shop.receive_car(OpenOrder {
        plate: "皖A6B7C8".into(),
        says: "空调不冷".into(),
        name: Some("欧阳娜娜".into()),
        phone: Some("13400130006".into()),
        model: Some("Buick GL8".into()),
        promise: Some("t0930".into()),
        waiting: true,
        ..OpenOrder::default()
    });
    shop.at("14:32");
    for (order, promise) in [(&ready, "1800"), (&checked, "+28m")] {
        move_promise(&shop, order, promise);
    }
    shop
}

fn move_promise(shop: &Shop, order: &OrderId, promise: &str) {
    let (reason, how) = (Some(Reason::PartLate), Some(How::Phone));
    shop.run(Command::SetPromise(SetPromise {
        order: order.clone(),
        promise: promise.into(),
        reason,
        how,
        reached: None,
        solution: None,
        word: None,
    }));
}

/// A repair in its middle: two jobs accepted, one done, one running, one put off.
fn repair(shop: &mut Shop) -> OrderId {
    shop.at("11:02");
    let order = shop.receive();
    shop.at("11:05");
    shop.diagnose(&order);
    shop.quote(&order, "Front pads, both sides", 48, 200, 280);
    shop.quote(&order, "Front discs", 36, 200, 600);
    shop.quote(&order, "Wiper blades", 6, 18, 80);
    shop.at("11:32");
    shop.decide(&order, &[(1, Decision::Accepted), (2, Decision::Accepted), (3, Decision::Deferred)]);
    shop.promise(&order, "1700");
    shop.start(&order, 1);
    shop.at("13:10");
    move_promise(shop, &order, "1730");
    shop.at("14:05");
    shop.finish(&order);
    shop.start(&order, 2);
    shop.at("14:32");
    order
}

#[test]
fn the_board() {
    let shop = busy();
    let board = shop.cx(Lang::En, Board::new);
    look_at("board", &shop, &[&board]);
    let empty = Shop::new();
    let board = empty.cx(Lang::En, Board::new);
    look_at("board_empty", &empty, &[&board]);
}

/// Whether a drawn row shows a promise and what is left until then, whole, at its end.
fn ends_with(row: &str, promise: &[&str], left: &str) -> bool {
    let words: Vec<&str> = row.split_whitespace().collect();
    let Some((last, before)) = words.split_last() else { return false };
    *last == left && promise.iter().any(|promise| before.join(" ").ends_with(promise))
}

#[test]
fn every_width_shows_the_promised_time_and_the_time_left_whole() {
    let shop = busy();
    let board = shop.cx(Lang::En, Board::new);
    for lang in Lang::ALL {
        for columns in 80..140 {
            let shown = shop.draw(lang, columns, 24, &board);
            for (plate, promise, left) in [
                ("7K221", ["11:30"].as_slice(), "-3:02"),
                ("D88123", &["15:00"], "0:28"),
                ("12345", &["18:00"], "3:28"),
                ("6B7C8", &[" 24 09:30", " 24日09:30", " 24日 09:30"], "18h"),
            ] {
                let row = shown.lines().find(|line| line.contains(plate)).unwrap_or_default();
                assert!(ends_with(row, promise, left), "{lang} {columns}: {shown}");
            }
        }
        for columns in 140..=200 {
            let shown = shop.draw(lang, columns, 36, &board);
            for fact in ["-3:02", " 11:30", "3:28", " 18:00", " 18h", "24", "09:30", "欧阳娜娜", "刘洋"] {
                assert!(shown.contains(fact), "{fact} {lang} {columns}: {shown}");
            }
            let waits = if lang == Lang::En { "waits here" } else { "在店等" };
            assert!(shown.contains(waits), "{lang} {columns}: {shown}");
        }
    }
}

#[test]
fn every_figure_under_the_board_is_shown_at_every_width() {
    let shop = busy();
    let raise = RaiseComplaint { name: Some("周先生".into()), ..RaiseComplaint::of("again", Category::Quality) };
    for _ in 0..12 {
        shop.run(Command::RaiseComplaint(raise.clone()));
    }
    let board = shop.cx(Lang::En, Board::new);
    for columns in [40, 60, 79, 80, 100, 160] {
        let shown = shop.draw(Lang::En, columns, 24, &board);
        for figure in ["ready 1", "waiting for customer 1", "for parts 1", "calls due 0", "complaints 12"] {
            assert!(shown.contains(figure), "{figure} {columns}: {shown}");
        }
    }
}

#[test]
fn a_car_that_the_check_sent_back_is_to_be_redone() {
    let mut shop = Shop::new();
    let id = shop.order_in(Stage::Inspect);
    shop.at("14:35");
    shop.check(&id, false);
    let board = shop.cx(Lang::En, Board::new);
    assert!(shop.draw(Lang::En, 80, 24, &board).contains("redo job 1"));
    let order = shop.cx(Lang::En, |cx| Order::new(cx, id.clone()).expect("it is there"));
    let shown = shop.draw(Lang::En, 80, 24, &order);
    assert!(shown.contains(" redo\n") && !shown.contains("done 14:32"), "{shown}");
    shop.at("14:40");
    shop.start(&id, 1);
    shop.finish(&id);
    assert_eq!(shop.order(&id).stage, Stage::Inspect);
}

#[test]
fn an_order_and_its_history() {
    let mut shop = Shop::new();
    let id = repair(&mut shop);
    let order = shop.cx(Lang::En, |cx| Order::new(cx, id.clone()).expect("it is there"));
    look_at("order", &shop, &[&order]);
    let history = shop.cx(Lang::En, |cx| History::new(cx, id.clone()).expect("it is there"));
    look_at("history", &shop, &[&history]);
    let fresh = shop.receive();
    let order = shop.cx(Lang::En, |cx| Order::new(cx, fresh).expect("it is there"));
    look_at("order_fresh", &shop, &[&order]);
}

#[test]
fn what_was_said_at_a_stop_and_by_whom_the_customer_was_called_stands_in_the_history() {
    let mut shop = Shop::new();
    let id = shop.order_in(Stage::Repair);
    shop.start(&id, 1);
    let note = Some("pads come Friday".into());
    shop.run(Command::StopWork(StopWork { order: id.clone(), line: None, code: StopCode::C, note }));
    let order = shop.cx(Lang::En, |cx| Order::new(cx, id.clone()).expect("it is there"));
    let shown = shop.draw(Lang::En, 80, 24, &order);
    assert!(shown.contains("resume job 1 (C waits for part)   pads come Friday"), "{shown}");
    let called = shop.order_in(Stage::FollowUp);
    let call = shop.order(&called).call.expect("a call is planned");
    shop.run(Command::LogAttempt(LogAttempt { call, outcome: Outcome::Busy, back_at: None }));
    let history = shop.cx(Lang::En, |cx| History::new(cx, called).expect("it is there"));
    let shown = shop.draw(Lang::En, 80, 24, &history);
    assert!(shown.contains("Li called: busy"), "{shown}");
}

#[test]
fn a_vehicle() {
    let mut shop = Shop::new();
    let id = repair(&mut shop);
    let vehicle = shop.order(&id).vehicle;
    let card = shop.cx(Lang::En, |cx| Vehicle::new(cx, vehicle).expect("it is there"));
    look_at("vehicle", &shop, &[&card]);
}

#[test]
fn the_find_box() {
    let shop = busy();
    let board = shop.cx(Lang::En, Board::new);
    let mut find = shop.cx(Lang::En, Find::new);
    shop.write(&mut find, "2211");
    look_at("find", &shop, &[&board, &find]);
    let mut find = shop.cx(Lang::En, Find::new);
    shop.write(&mut find, "沪A99999");
    look_at("find_new", &shop, &[&board, &find]);
}

#[test]
fn a_long_name_cuts_no_number_of_an_order() {
    let mut shop = Shop::new();
    let id = shop.receive_car(OpenOrder {
        plate: "皖A6B7C8".into(),
        says: "空调不冷".into(),
        name: Some("上海虹桥汽车租赁有限公司第二分公司车队".into()),
        phone: Some("13400130006".into()),
        mileage: Some(5_000),
        waiting: true,
        ..OpenOrder::default()
    });
    let order = shop.cx(Lang::En, |cx| Order::new(cx, id).expect("it is there"));
    let shown = shop.draw(Lang::En, 80, 24, &order);
    assert!(shown.contains("5,000 km") && shown.contains("waits here"), "{shown}");
    shop.receive();
}

#[test]
fn switching_begins_on_the_person_at_the_keys() {
    let mut shop = Shop::new();
    shop.who = "zhao";
    let mut switch = shop.cx(Lang::En, SwitchPerson::new);
    assert_eq!(shop.press(&mut switch, "enter"), Effect::Become(StaffId::new("zhao")));
}

#[test]
fn before_anything_is_quoted_there_is_nothing_to_consent_to() {
    let mut shop = Shop::new();
    let id = shop.order_in(Stage::Diagnose);
    let mut order = shop.cx(Lang::En, |cx| Order::new(cx, id.clone()).expect("it is there"));
    let Effect::Say(_, text) = shop.press(&mut order, "o") else { panic!("a sentence") };
    assert!(text.contains("a writes the first line"), "{text}");
    shop.quote(&id, "Front discs", 36, 200, 600);
    shop.cx(Lang::En, |cx| order.refresh(cx));
    assert_eq!(shop.press(&mut order, "o"), Effect::Open(Place::Consent(id)));
}

#[test]
fn the_boxes() {
    let shop = busy();
    let board = shop.cx(Lang::En, Board::new);
    let layers = [board.layers(), vec![Layer::Global]].concat();
    look_at("keys", &shop, &[&board, &Keys::new(&layers)]);
    look_at("palette", &shop, &[&board, &Palette::new(&layers)]);
    let switch = shop.cx(Lang::En, SwitchPerson::new);
    look_at("switch_person", &shop, &[&board, &switch]);
}

#[test]
fn the_first_run() {
    let shop = Shop::bare();
    for lang in Lang::ALL {
        let dialog = shop.cx(lang, SetUp::new);
        for (columns, rows) in [(80, 24), (160, 50)] {
            insta::assert_snapshot!(format!("set_up_{lang}_{columns}x{rows}"), shop.draw(lang, columns, rows, &dialog));
        }
    }
}

/// The rows of a drawn board that are marked as changed.
fn marked(shop: &Shop, board: &Board) -> Vec<u16> {
    let area = Rect::new(0, 0, 80, 20);
    let mut buffer = Buffer::empty(area);
    shop.cx(Lang::En, |cx| board.draw(cx, area, &mut buffer));
    let is_marked = |y: &u16| buffer[(30, *y)].modifier.contains(Modifier::UNDERLINED);
    (0..area.height).filter(is_marked).collect()
}

#[test]
fn the_selection_stays_on_its_car_when_the_rows_move() {
    let mut shop = Shop::new();
    let first = shop.receive();
    let second = shop.receive();
    shop.promise(&first, "1600");
    shop.promise(&second, "1700");
    let mut board = shop.cx(Lang::En, Board::new);
    assert_eq!(shop.press(&mut board, "space"), Effect::Open(Place::Order(first.clone())));
    move_promise(&shop, &first, "1800");
    shop.cx(Lang::En, |cx| board.refresh(cx));
    assert_eq!(shop.press(&mut board, "space"), Effect::Open(Place::Order(first)));
    assert_eq!(shop.press(&mut board, "up space"), Effect::Open(Place::Order(second)));
}

#[test]
fn a_changed_row_is_marked_for_two_seconds() {
    let mut shop = Shop::new();
    shop.receive();
    let second = shop.receive();
    let mut board = shop.cx(Lang::En, Board::new);
    assert!(marked(&shop, &board).is_empty(), "nothing is new to one who just came");
    shop.promise(&second, "1500");
    shop.cx(Lang::En, |cx| board.refresh(cx));
    assert_eq!(marked(&shop, &board), [1], "with a promise it is the first row now");
    shop.at("14:33");
    assert!(marked(&shop, &board).is_empty());
}

#[test]
fn only_mine_leaves_the_cars_of_the_one_at_the_keys() {
    let mut shop = Shop::new();
    shop.receive();
    let mut board = shop.cx(Lang::En, Board::new);
    assert_eq!(shop.press(&mut board, "f"), Effect::Stay);
    assert!(shop.draw(Lang::En, 80, 24, &board).contains("VW Passat"), "Li is its advisor");
    shop.who = "zhao";
    let shown = shop.draw(Lang::En, 80, 24, &board);
    assert!(!shown.contains("VW Passat") && shown.contains("only mine"), "{shown}");
}

#[test]
fn enter_leads_to_the_form_of_the_next_step() {
    let mut shop = Shop::new();
    let bare = shop.receive_car(OpenOrder { plate: "沪C00001".into(), says: "异响".into(), ..OpenOrder::default() });
    let received = shop.order_in(Stage::Receive);
    let diagnosed = shop.order_in(Stage::Diagnose);
    let quoted = shop.order_in(Stage::Quote);
    let agreed = shop.order_in(Stage::Repair);
    let checked = shop.order_in(Stage::HandOver);
    let inspected = shop.order_in(Stage::Inspect);
    for (order, place) in [
        (&bare, Place::Intake(bare.clone())),
        (&received, Place::Finding(received.clone())),
        (&diagnosed, Place::Line(diagnosed.clone(), None)),
        (&quoted, Place::Consent(quoted.clone())),
        (&agreed, Place::Start(agreed.clone(), 1)),
        (&inspected, Place::Quality(inspected.clone())),
        (&checked, Place::HandOver(checked.clone())),
    ] {
        let shown = Shown::from(&shop.order(order));
        assert_eq!(shop.cx(Lang::En, |cx| shown.step(cx)), Effect::Open(place));
    }
    let called = shop.order_in(Stage::FollowUp);
    let page = shop.order(&called);
    let call = page.call.clone().expect("handing over plans a call");
    assert_eq!(shop.cx(Lang::En, |cx| Shown::from(&page).step(cx)), Effect::Open(Place::Call(call)));
}

#[test]
fn enter_finishes_a_running_job_and_takes_up_a_standing_one() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    shop.start(&order, 1);
    shop.run(Command::StopWork(StopWork { order: order.clone(), line: None, code: StopCode::C, note: None }));
    let mut board = shop.cx(Lang::En, Board::new);
    shop.press(&mut board, "enter");
    assert!(shop.order(&order).lines[0].work.is_running());
    shop.cx(Lang::En, |cx| board.refresh(cx));
    assert_eq!(shop.press(&mut board, "s"), Effect::Open(Place::Stop(order.clone())));
    // Just begun, it is asked about; later one key does it.
    shop.at("14:40");
    shop.press(&mut board, "enter");
    assert_eq!(shop.order(&order).stage, Stage::Inspect);
}

#[test]
fn the_keys_of_an_order_are_the_same_on_the_board_and_on_its_page() {
    let mut shop = Shop::new();
    let id = shop.order_in(Stage::Quote);
    let mut board = shop.cx(Lang::En, Board::new);
    let mut order = shop.cx(Lang::En, |cx| Order::new(cx, id.clone()).expect("it is there"));
    let complaint = Place::NewComplaint { order: Some(id.clone()), call: None, vehicle: None, words: String::new() };
    for (key, effect) in [
        ("t", Effect::Open(Place::Promise(id.clone()))),
        ("a", Effect::Open(Place::Line(id.clone(), None))),
        ("h", Effect::Open(Place::History(id.clone()))),
        ("!", Effect::Open(complaint)),
        ("p", Effect::Print(id.clone(), Sheet::Estimate)),
        ("enter", Effect::Open(Place::Consent(id.clone()))),
        ("/", Effect::Pass),
    ] {
        assert_eq!(shop.press(&mut board, key), effect, "{key} on the board");
        assert_eq!(shop.press(&mut order, key), effect, "{key} on its page");
    }
}

#[test]
fn change_means_the_line_under_the_cursor_else_the_intake() {
    let mut shop = Shop::new();
    let id = shop.order_in(Stage::Quote);
    shop.quote(&id, "Front discs", 36, 200, 600);
    let mut order = shop.cx(Lang::En, |cx| Order::new(cx, id.clone()).expect("it is there"));
    assert_eq!(shop.press(&mut order, "c"), Effect::Open(Place::Intake(id.clone())));
    assert_eq!(shop.press(&mut order, "j j c"), Effect::Open(Place::Line(id, Some(2))));
    assert_eq!(shop.press(&mut order, "esc"), Effect::Stay, "the first Esc leaves the lines");
    assert_eq!(shop.press(&mut order, "esc"), Effect::Pass);
    assert_eq!(shop.press(&mut order, "space"), Effect::Back, "a peek ends with the key that began it");
}

#[test]
fn arrows_walk_through_cards_and_columns() {
    let mut shop = Shop::new();
    let received = shop.order_in(Stage::Receive);
    let quoted = shop.order_in(Stage::Quote);
    let below = shop.order_in(Stage::Quote);
    shop.promise(&received, "1500");
    let mut board = shop.cx(Lang::En, Board::new);
    shop.draw(Lang::En, 160, 50, &board);
    let open = |order: &OrderId| Effect::Open(Place::Order(order.clone()));
    assert_eq!(shop.press(&mut board, "space"), open(&received));
    assert_eq!(shop.press(&mut board, "right space"), open(&quoted));
    assert_eq!(shop.press(&mut board, "down space"), open(&below));
    assert_eq!(shop.press(&mut board, "left space"), open(&received));
}

#[test]
fn find_opens_the_order_of_a_car_that_is_here_and_the_card_of_one_that_is_not() {
    let mut shop = Shop::new();
    let gone = shop.order_in(Stage::FollowUp);
    let here = shop.receive();
    let found = |text: &str| {
        let mut find = shop.cx(Lang::En, Find::new);
        shop.write(&mut find, text);
        shop.press(&mut find, "enter")
    };
    assert_eq!(found("88123"), Effect::Turn(Place::Order(here)));
    assert_eq!(found("12345"), Effect::Turn(Place::Vehicle(shop.order(&gone).vehicle)));
    assert_eq!(found("wjg"), Effect::Turn(Place::Vehicle(shop.order(&gone).vehicle)));
    assert_eq!(found("沪n99999"), Effect::Turn(Place::NewOrder { plate: "沪N99999".into() }));
    assert_eq!(found("nobody"), Effect::Stay);
}

#[test]
fn a_vehicle_that_is_not_here_is_taken_in_from_its_card() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let vehicle = shop.order(&order).vehicle;
    let mut card = shop.cx(Lang::En, |cx| Vehicle::new(cx, vehicle).expect("it is there"));
    let taken_in = Effect::Open(Place::NewOrder { plate: "沪A12345".into() });
    assert_eq!(shop.press(&mut card, "n"), taken_in);
    assert_eq!(shop.press(&mut card, "enter"), taken_in);
    assert_eq!(shop.press(&mut card, "space"), Effect::Open(Place::Order(order)));
}

#[test]
fn every_event_of_a_visit_has_a_sentence_in_both_languages() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Inspect);
    shop.at("14:40");
    shop.check(&order, false);
    shop.at("14:50");
    shop.start(&order, 1);
    let code = StopCode::A;
    shop.run(Command::StopWork(StopWork { order: order.clone(), line: None, code, note: None }));
    shop.start(&order, 1);
    shop.finish(&order);
    shop.check(&order, true);
    shop.hand_over(&order);
    for lang in Lang::ALL {
        shop.cx(lang, |cx| {
            for event in shop.order(&order).log {
                let said = did::sentence(cx, &[], &event);
                assert!(said != cx.with("did-other", &[("who", "Li")]), "{}: {said}", event.kind);
                assert!(!said.contains('{'), "{}: {said}", event.kind);
            }
        });
    }
}

#[test]
fn the_palette_and_the_box_of_people_pick_by_a_part_of_the_name() {
    let shop = Shop::new();
    let mut palette = Palette::new(&[Layer::Board, Layer::List, Layer::Global]);
    shop.write(&mut palette, "hist");
    assert_eq!(shop.press(&mut palette, "enter"), Effect::Do(Action::History));
    let mut palette = Palette::new(&[Layer::Board, Layer::List, Layer::Global]);
    shop.write(&mut palette, "回访");
    assert_eq!(shop.press(&mut palette, "enter"), Effect::Do(Action::GoCalls), "in the other language too");
    let mut switch = shop.cx(Lang::En, SwitchPerson::new);
    shop.write(&mut switch, "wa");
    assert_eq!(shop.press(&mut switch, "enter"), Effect::Become(StaffId::new("wang")));
}

#[test]
fn four_names_make_a_shop_and_two_that_are_the_same_are_refused_at_the_field() {
    let shop = Shop::bare();
    let mut dialog = shop.cx(Lang::En, SetUp::new);
    for name in ["Hongqiao", "Li", "Wang"] {
        shop.write(&mut dialog, name);
        shop.press(&mut dialog, "enter");
    }
    shop.write(&mut dialog, "Wang");
    assert!(matches!(shop.press(&mut dialog, "enter"), Effect::Run(_)), "it was refused");
    assert_eq!(dialog.draft().map(|draft| draft.focus).as_deref(), Some("inspector"));
    shop.write(&mut dialog, "2");
    assert_eq!(shop.press(&mut dialog, "enter"), Effect::Turn(Place::Board));
}
