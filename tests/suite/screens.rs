//! The board, an order, its history, a vehicle and the boxes, looked at and driven: in both languages, small and large.

use shopdesk::desk::rows::FoundBy;
use shopdesk::domain::order::promise::{Reason, SetPromise};
use shopdesk::domain::order::consent::How;
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::work::{StopCode, StopWork};
use shopdesk::domain::{Command, OrderId};
use shopdesk::text::Lang;
use shopdesk::tui::action::Action;
use shopdesk::tui::effect::{Effect, Place, Sheet};
use shopdesk::tui::keymap::Layer;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::find::Find;
use shopdesk::tui::screen::history::History;
use shopdesk::tui::screen::keys::Keys;
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
    shop.run(Command::SetPromise(SetPromise { order: order.clone(), promise: promise.into(), reason, how }));
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
