//! At the counter: taking in a car, completing the intake, cancelling.

use shopdesk::domain::Money;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::form::FormScreen;

use super::{fill, focus, kept, known_car, look, new_order, open};
use crate::shop::Shop;

#[test]
fn a_new_customer_is_taken_in_on_one_page() {
    let shop = Shop::new();
    let mut form = open(&shop, &new_order(""));
    fill(
        &shop,
        &mut form,
        &["沪af3389", "> enter", "孙丽", "> enter", "13500132211", "> enter", "Tesla Model 3", "> enter enter"],
    );
    fill(&shop, &mut form, &["42310", "> enter enter", "刹车时有异响, 低速明显", "> enter", "1730"]);
    look(&shop, "new_order", &mut form);
    let effect = shop.press(&mut form, "enter");
    let Effect::Turn(Place::Order(id)) = effect else { panic!("{effect:?}") };
    let order = shop.order(&id);
    assert_eq!((order.plate.as_str(), order.name.as_str(), order.phone.as_str()), ("沪AF3389", "孙丽", "13500132211"));
    assert_eq!((order.mileage, order.model.as_str()), (Some(42_310), "Tesla Model 3"));
    assert_eq!(order.promise.expect("promised").at.to_string(), "2026-11-23T17:30:00.000+08:00");
}

#[test]
fn the_tail_of_a_known_plate_is_enough_and_the_owner_is_not_asked_again() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    shop.on("2026-12-14T09:00");
    let mut form = open(&shop, &new_order(""));
    fill(&shop, &mut form, &["2345", "> enter", "42000"]);
    assert_eq!((kept(&form, "plate"), focus(&form)), (plate, "mileage".to_string()));
    look(&shop, "new_order_known", &mut form);
    // Fewer kilometres than last time: nothing is saved before somebody says why.
    fill(&shop, &mut form, &["> tab tab tab", "again", "> f10"]);
    assert_eq!(focus(&form), "mileage_reason");
    let effect = fill(&shop, &mut form, &["new instrument", "> f10"]);
    let Effect::Turn(Place::Order(id)) = effect else { panic!("{effect:?}") };
    assert_eq!(shop.order(&id).name, "王建国");
}

#[test]
fn a_new_customer_with_a_new_car_is_taken_in_with_fewer_than_sixty_keys() {
    let shop = Shop::new();
    let mut form = open(&shop, &new_order(""));
    // n, the plate without its province, a name of two characters by an input method (8 keys), phone, model picked
    // later, mileage, words by a code, promise, all promises: every key is counted.
    let name = 8;
    let keys = ["af3389", "> enter", "> enter", "13500132211", "> enter enter enter", "042310", "> enter enter"];
    let rest = ["brn", "> enter", "1730", "> enter"];
    let mut count = 1 + name;
    let mut effect = Effect::Stay;
    for step in keys.iter().chain(&rest) {
        count += step.strip_prefix("> ").map_or(step.len(), |keys| keys.split(' ').count());
        effect = fill(&shop, &mut form, &[step]);
        if focus(&form) == "name" {
            fill(&shop, &mut form, &["孙丽"]);
        }
    }
    assert!(matches!(effect, Effect::Turn(Place::Order(_))), "{effect:?} at {}", focus(&form));
    assert!(count <= 60, "{count} keys");
}

#[test]
fn a_plate_is_typed_with_ascii_alone() {
    let shop = Shop::new();
    // The shop's own province is added, and said before anything is saved.
    let mut form = open(&shop, &new_order(""));
    fill(&shop, &mut form, &["ａf3389"]);
    assert!(shop.draw(Lang::En, 100, 24, &form).contains("沪A F3389, new here"));
    shop.press(&mut form, "enter");
    assert_eq!((kept(&form, "plate").as_str(), focus(&form).as_str()), ("沪AF3389", "name"));
    // Another province by its key, from either keyboard.
    for (keys, plate) in [(".zb12345", "浙B12345"), ("。１ad12345", "黑AD12345")] {
        let mut form = open(&shop, &new_order(""));
        fill(&shop, &mut form, &[keys, "> enter"]);
        assert_eq!(kept(&form, "plate"), plate);
    }
    let mut form = open(&shop, &new_order(""));
    fill(&shop, &mut form, &["."]);
    look(&shop, "new_order_province", &mut form);
    fill(&shop, &mut form, &["6"]);
    assert_eq!(kept(&form, "plate"), ".", "no province has that key");
    fill(&shop, &mut form, &["> backspace", "12.5"]);
    assert_eq!(kept(&form, "plate"), "12.5", "a dot within a plate is a dot");
}

#[test]
fn the_tail_of_one_known_car_counts_more_than_the_shops_own_province() {
    let mut shop = Shop::new();
    shop.receive();
    shop.receive();
    let mut form = open(&shop, &new_order(""));
    fill(&shop, &mut form, &["bd88123", "> enter"]);
    assert_eq!(kept(&form, "plate"), "浙BD88123");
}

#[test]
fn a_known_car_and_its_job_are_taken_in_with_twenty_keys() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    let mut form = open(&shop, &new_order(&plate));
    // With the n that opened the form: mileage, job, words by a code, promise.
    let keys = "0 4 2 9 9 9 enter b r k b r n enter 1 7 3 0 enter";
    assert_eq!(1 + keys.split(' ').count(), 20);
    let effect = shop.press(&mut form, keys);
    let Effect::Turn(Place::Order(id)) = effect else { panic!("{effect:?}") };
    let page = shop.order(&id);
    assert_eq!(
        (page.stage, page.lines[0].job.as_str(), page.lines[0].price),
        (Stage::Quote, "BRK", Money::fen(48_000))
    );
}

#[test]
fn a_job_code_is_told_beside_its_field_and_an_unknown_one_is_refused_there() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    let mut form = open(&shop, &new_order(&plate));
    fill(&shop, &mut form, &["042999", "> enter", "BR"]);
    let typing = shop.draw(Lang::En, 80, 24, &form);
    assert!(typing.contains("BRK") && typing.contains("BRG"), "the codes that begin so\n{typing}");
    fill(&shop, &mut form, &["K"]);
    let known = shop.draw(Lang::En, 80, 24, &form);
    assert!(known.contains("Brake check") && known.contains("480.00"), "{known}");
    fill(&shop, &mut form, &["> shift+tab backspace", "X", "> enter"]);
    assert_eq!(focus(&form), "job", "Enter does not go on from a code that is none");
    fill(&shop, &mut form, &["> tab", "brakes", "> f10"]);
    assert_eq!((focus(&form), kept(&form, "says")), ("job".into(), "brakes".into()));
}

#[test]
fn a_vin_tells_its_maker_and_year_and_what_was_likely_misread() {
    let shop = Shop::new();
    let mut form = open(&shop, &new_order(""));
    fill(&shop, &mut form, &["a12345", "> enter", "王建国", "> tab tab", "Passat", "> tab", "LSVAA49J132047371"]);
    let shown = |form: &FormScreen, lang| shop.draw(lang, 80, 24, form);
    assert!(shown(&form, Lang::En).contains("SAIC Volkswagen, 2003"), "{}", shown(&form, Lang::En));
    fill(&shop, &mut form, &["> shift+tab ctrl+u", "LSVAA49J132D47371"]);
    assert!(shown(&form, Lang::En).contains("Does not fit. 0 for D at 12"), "{}", shown(&form, Lang::En));
    shop.cx(Lang::Zh, |cx| form.refresh(cx));
    assert!(shown(&form, Lang::Zh).contains("第 12 位 D 应为 0"), "{}", shown(&form, Lang::Zh));
    // It only warns.
    fill(&shop, &mut form, &["noise", "> f10"]);
    assert_eq!(focus(&form), "phone", "the phone is missing, and nothing else");
}

#[test]
fn a_new_order_is_refused_at_the_field_and_keeps_what_was_typed() {
    let shop = Shop::new();
    let cases = [
        ("phone", ["沪A12345", "王建国", "138", "", "brakes", "1730"]),
        ("plate", ["沪A1234I", "", "", "", "brakes", "1730"]),
        ("vin", ["沪A12345", "王建国", "13800132211", "LSVAA", "brakes", "1730"]),
        ("promise", ["沪A12345", "王建国", "13800132211", "", "brakes", "1200"]),
    ];
    for (field, [plate, name, phone, vin, says, promise]) in cases {
        let mut form = open(&shop, &new_order(""));
        let typed =
            [("plate", plate), ("name", name), ("phone", phone), ("vin", vin), ("says", says), ("promise", promise)];
        let values = typed.iter().filter(|(_, value)| !value.is_empty());
        let values = values.map(|(field, value)| ((*field).to_string(), (*value).to_string())).collect();
        let draft = shopdesk::desk::draft::Draft { values, focus: "says".into() };
        shop.cx(Lang::En, |cx| form.restore(cx, &draft));
        shop.press(&mut form, "f10");
        assert_eq!(focus(&form), field);
        for (field, value) in typed {
            assert_eq!(kept(&form, field), value, "{field} is kept");
        }
        if field == "promise" {
            look(&shop, "new_order_refused", &mut form);
        }
    }
}

#[test]
fn a_car_that_is_here_is_said_to_be_here_and_refused_at_its_plate() {
    let mut shop = Shop::new();
    let order = shop.receive();
    let mut form = open(&shop, &new_order(""));
    fill(&shop, &mut form, &["12345", "> enter", "> enter enter", "brakes", "> f10"]);
    assert_eq!(focus(&form), "plate");
    assert!(shop.draw(Lang::En, 80, 24, &form).contains(order.as_str()));
}

#[test]
fn the_intake_is_completed_with_the_customer_the_phone_and_the_mileage() {
    let shop = Shop::new();
    let order =
        shop.receive_car(OpenOrder { plate: "沪A12345".into(), says: "brakes".into(), ..OpenOrder::default() });
    let mut form = open(&shop, &Place::Intake(order.clone()));
    fill(&shop, &mut form, &["王建国", "> enter", "138", "> enter"]);
    assert_eq!(focus(&form), "phone", "Enter does not go on from a number that is none");
    fill(&shop, &mut form, &["> backspace", "8", "> tab", "42310", "> enter"]);
    assert_eq!((focus(&form), kept(&form, "mileage")), ("phone".into(), "42310".into()));
    look(&shop, "intake", &mut form);
    assert_eq!(fill(&shop, &mut form, &["00132211", "> enter"]), Effect::Back);
    let page = shop.order(&order);
    assert_eq!((page.name.as_str(), page.phone.as_str(), page.mileage), ("王建国", "13800132211", Some(42_310)));
}

#[test]
fn another_phone_of_the_same_customer_opens_no_second_file() {
    let mut shop = Shop::new();
    let order = shop.receive();
    let before = shop.order(&order).customer;
    let mut form = open(&shop, &Place::Intake(order.clone()));
    fill(&shop, &mut form, &["> ctrl+u", "42999", "> up", "> ctrl+u", "13911112222"]);
    // Both the reading and the number changed: two commands, one after the other.
    let effect = shop.press(&mut form, "f10");
    let Effect::Run(second) = effect else { panic!("{effect:?}") };
    shop.run(second.command);
    let page = shop.order(&order);
    assert_eq!((page.customer, page.phone.as_str(), page.mileage), (before, "13911112222", Some(42_999)));
    let mut again = open(&shop, &Place::Intake(order));
    assert_eq!(shop.press(&mut again, "f10"), Effect::Back, "nothing changed, nothing to save");
}

#[test]
fn an_order_is_cancelled_with_a_reason() {
    let mut shop = Shop::new();
    let order = shop.receive();
    let mut form = open(&shop, &Place::Cancel(order.clone()));
    assert_eq!(shop.press(&mut form, "enter"), Effect::Stay);
    fill(&shop, &mut form, &["customer changed their mind"]);
    look(&shop, "cancel", &mut form);
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    assert_eq!(shop.order(&order).stage, Stage::Cancelled);
}

#[test]
fn a_wrong_plate_phone_or_time_is_marked_once_it_is_left() {
    let shop = Shop::new();
    let mut form = open(&shop, &new_order(""));
    fill(&shop, &mut form, &["沪A12"]);
    let shown = |form: &FormScreen| shop.draw(Lang::En, 100, 24, form);
    assert!(!shown(&form).contains("!Plate"), "five more characters may follow");
    shop.press(&mut form, "tab");
    assert!(shown(&form).contains("!Plate"), "{}", shown(&form));
    fill(&shop, &mut form, &["> shift+tab", "34O"]);
    assert!(shown(&form).contains("Type 1 for I and 0 for O."), "no further character mends it\n{}", shown(&form));
    fill(&shop, &mut form, &["> backspace", "5", "> enter", "王", "> enter", "139", "> tab"]);
    assert!(shown(&form).contains("!Phone"), "{}", shown(&form));
    while focus(&form) != "promise" {
        shop.press(&mut form, "down");
    }
    fill(&shop, &mut form, &["2575"]);
    assert!(shown(&form).contains("!Promise"), "{}", shown(&form));
}

#[test]
fn a_new_car_is_asked_for_its_vin_once_and_a_known_one_is_not() {
    let shop = Shop::new();
    let mut form = open(&shop, &new_order(""));
    fill(&shop, &mut form, &["af3389", "> enter", "孙丽", "> enter", "13500132211", "> enter", "Tesla", "> enter"]);
    assert_eq!(focus(&form), "vin");
    assert!(shop.draw(Lang::En, 80, 24, &form).contains("may follow: Enter goes on"));
    shop.press(&mut form, "enter");
    assert_eq!(focus(&form), "mileage");
}

#[test]
fn a_job_is_found_by_a_word_of_its_name_and_taken_by_a_digit_or_enter() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    let job = |typed: &[&str]| {
        let mut form = open(&shop, &new_order(&plate));
        shop.press(&mut form, "0 4 2 9 9 9 enter");
        fill(&shop, &mut form, typed);
        let shown = shop.draw(Lang::En, 80, 24, &form);
        (kept(&form, "job"), kept(&form, "says"), focus(&form), shown)
    };
    let (typed, _, at, shown) = job(&["brake"]);
    assert_eq!((typed.as_str(), at.as_str()), ("BRAKE", "job"), "nothing is cut");
    assert!(shown.contains("1 BFL Brake fluid") && shown.contains("2 BRK Brake check"), "{shown}");
    let (typed, _, at, _) = job(&["brake", "2"]);
    assert_eq!((typed.as_str(), at.as_str()), ("BRK", "says"));
    // Only one fits: Enter takes it. Several fit: it asks which.
    assert_eq!(job(&["gearbox", "> enter"]).0, "ATF");
    let (typed, _, at, shown) = job(&["brake", "> enter"]);
    assert_eq!((typed.as_str(), at.as_str()), ("BRAKE", "job"));
    assert!(shown.contains("press the digit of one"), "{shown}");
    let mut form = open(&shop, &new_order(&plate));
    fill(&shop, &mut form, &["> 0 4 2 9 9 9 enter", "filter"]);
    look(&shop, "new_order_job", &mut form);
    // In the other language, as it stands and by the initials of its pinyin.
    assert_eq!(job(&["变速箱", "> enter"]).0, "ATF");
    assert_eq!(job(&["bsxy", "> enter"]).0, "ATF");
}

#[test]
fn a_word_that_begins_with_a_code_is_not_torn_apart() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    let job = |typed: &str| {
        let mut form = open(&shop, &new_order(&plate));
        shop.press(&mut form, "0 4 2 9 9 9 enter");
        fill(&shop, &mut form, &[typed]);
        (kept(&form, "job"), kept(&form, "says"), focus(&form))
    };
    let made = |job: &str, says: &str, at: &str| (job.to_string(), says.to_string(), at.to_string());
    assert_eq!(job("tyr"), made("TYR", "", "says"));
    assert_eq!(job("tyres"), made("TYRES", "", "job"));
    // A code and the code of the customer's words are still typed in one go.
    assert_eq!(job("tyreng"), made("TYR", "eng", "says"));
    assert_eq!(job("brkbrn"), made("BRK", "brn", "says"));
}
