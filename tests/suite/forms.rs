//! The stage forms, driven by keys against a real desk: what is saved, what is refused and where, what is kept.

mod care;
mod comeback;
mod complaints;
mod contract;
mod counter;
mod drafts;
mod help;
mod inspection;
mod part_on_order;
mod payers;
mod quote;
mod refused;
mod sections;
mod trip;
mod vehicle;
mod work;

use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::stage::Stage;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::form::FormScreen;

use crate::shop::Shop;

fn open(shop: &Shop, place: &Place) -> FormScreen {
    shop.cx(Lang::En, |cx| FormScreen::open(cx, place).expect("it can be shown"))
}

/// Where the cursor stands, once something was typed.
fn focus(screen: &FormScreen) -> String {
    screen.draft().expect("something was typed").focus
}

fn kept(screen: &FormScreen, field: &str) -> String {
    screen.draft().and_then(|draft| draft.values.get(field).cloned()).unwrap_or_default()
}

/// Looks at a form in both languages at 80×24, and in English at 160×50; a box lies over an empty page.
fn look(shop: &Shop, name: &str, screen: &mut FormScreen) {
    for (lang, columns, rows) in [(Lang::Zh, 80, 24), (Lang::En, 160, 50), (Lang::En, 80, 24)] {
        shop.cx(lang, |cx| screen.refresh(cx));
        let shown = shop.draw(lang, columns, rows, screen);
        insta::with_settings!({omit_expression => true}, {
            insta::assert_snapshot!(format!("{name}_{lang}_{columns}x{rows}"), shown);
        });
    }
}

/// The picture of a screen that is no form.
fn picture(shop: &Shop, name: &str, (lang, columns, rows): (Lang, u16, u16), screen: &dyn Screen) {
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!(format!("{name}_{lang}_{columns}x{rows}"), shop.draw(lang, columns, rows, screen));
    });
}

fn fill(shop: &Shop, screen: &mut FormScreen, steps: &[&str]) -> Effect {
    let mut effect = Effect::Stay;
    for step in steps {
        effect = match step.strip_prefix("> ") {
            Some(keys) => shop.press(screen, keys),
            None => shop.write(screen, step),
        };
    }
    effect
}

fn new_order(plate: &str) -> Place {
    Place::NewOrder { plate: plate.into() }
}

/// A car that was here before, with 42,310 km and one line put off.
fn known_car(shop: &mut Shop) -> String {
    let order = shop.order_in(Stage::Quote);
    shop.quote(&order, "Wiper blades", 6, 20, 78);
    shop.decide(&order, &[(1, Decision::Accepted), (2, Decision::Deferred)]);
    shop.promise(&order, "+3h");
    shop.start(&order, 1);
    shop.finish(&order);
    shop.check(&order, true);
    shop.hand_over(&order);
    shop.order(&order).plate
}
