//! The plate of a new order, typed without an input method (feature 3): the end of a known one, a plate without the
//! shop's own province, or a dot and the key of another province.

use crate::desk::rows::{FindHit, FoundBy, VehiclePage};
use crate::desk::{Answer, Query};
use crate::domain::clean;
use crate::domain::refusal::Why;
use crate::domain::vehicle::plate::{PROVINCES, Plate};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::screen::form::parts;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, Form};

/// Characters from which on a tail is looked up.
const TAIL_LEAST: usize = 3;
/// Characters of the longest plate.
const PLATE_CHARS_MAX: usize = 8;
/// Lines of the find box that are enough to know that a tail is not unique.
const HITS: usize = 5;
/// What asks for the province in an empty field, as a Western and as a Chinese keyboard type it.
const ASKS: [&str; 2] = [".", "。"];

/// A car that the shop knows.
pub struct Known {
    /// The line of the find box.
    pub hit: FindHit,
    /// Its file.
    pub page: Option<Box<VehiclePage>>,
}

/// Finds the one car that a plate or its tail means.
pub fn look_up(cx: &Cx<'_>, typed: &str) -> Option<Known> {
    let code = clean::code(typed);
    if code.chars().count() < TAIL_LEAST {
        return None;
    }
    let Ok(Answer::Find(hits)) = cx.ask(&Query::Find { text: code.clone(), limit: HITS }) else { return None };
    let is_car = |hit: &FindHit| hit.by == FoundBy::Plate && hit.vehicle.is_some();
    let cars: Vec<FindHit> = hits.into_iter().filter(is_car).collect();
    let only = cars.len() == 1;
    // Of several with this tail, the shop's own province is meant if one of them wears it.
    let whole = Plate::parse_at_home(&code, &cx.shop.home_province).map(|plate| plate.as_str().to_owned());
    let is_meant = |hit: &FindHit| hit.plate == code || Ok(&hit.plate) == whole.as_ref();
    let hit = cars.into_iter().find(|hit| only || is_meant(hit))?;
    let page = hit.vehicle.clone().and_then(|id| match cx.ask(&Query::Vehicle { id }) {
        Ok(Answer::Vehicle(page)) => Some(page),
        Ok(_) | Err(_) => None,
    });
    Some(Known { hit, page })
}

/// The plate that the field holds.
///
/// # Errors
/// As [`Plate::parse`].
pub fn typed(cx: &Cx<'_>, form: &Form) -> Result<Plate, Why> {
    Plate::parse_at_home(&form.value("plate"), &cx.shop.home_province)
}

/// After a dot in the empty field, the next key picks a province.
pub fn offer_provinces(form: &mut Form) {
    let asked = ASKS.contains(&form.value("plate").as_str());
    let provinces = PROVINCES.iter().map(|(key, province)| (*key, province.to_string()));
    form.offer("plate", if asked { Choice::texts(provinces) } else { Vec::new() });
}

/// Writes the whole plate once the cursor has left the field.
pub fn complete(cx: &Cx<'_>, form: &mut Form, known: Option<&Known>) {
    match (known, typed(cx, form)) {
        (Some(known), _) => form.set("plate", &known.hit.plate),
        (None, Ok(plate)) => form.set("plate", plate.as_str()),
        (None, Err(_)) => {}
    }
}

/// Says whose plate it is, or what is wrong with it.
pub fn note(cx: &Cx<'_>, form: &mut Form, known: Option<&Known>) {
    let text = form.value("plate");
    let Some(Known { hit, page }) = known else {
        return match typed(cx, form) {
            Ok(plate) => form.set_note("plate", note_new(cx, &text, &plate)),
            Err(_) if text.is_empty() => form.set_note("plate", cx.get("entry-plate-how").into_owned()),
            Err(_) if ASKS.contains(&text.as_str()) => form.set_note("plate", cx.get("entry-province").into_owned()),
            Err(why) if form.focused() == "plate" && !is_hopeless(&text, &why) => form.set_note("plate", ""),
            Err(why) => form.set_note_as("plate", Role::Error, parts::why_not(cx, "plate", &text, why)),
        };
    };
    if let Some(order) = &hit.order {
        let here = cx.with("entry-car-here", &[("order", order.as_str())]);
        return form.set_note_as("plate", Role::Late, here);
    }
    let plate = if hit.plate == clean::code(&text) { String::new() } else { format::plate(&hit.plate) };
    let deferred = page.as_deref().map_or(0, |page| page.deferred.len());
    let put_off = match deferred {
        0 => String::new(),
        n => cx.with("entry-put-off-count", &[("n", &n.to_string())]),
    };
    let visits = cx.with("entry-visits", &[("n", &hit.visits.to_string())]);
    let parts = [plate.as_str(), &hit.model, &hit.name, &visits, &put_off];
    let about: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    form.set_note("plate", cx.with("entry-car-known", &[("about", &about.join(", "))]));
}

/// A car that was never here; its whole plate, if not all of it was typed.
fn note_new(cx: &Cx<'_>, text: &str, plate: &Plate) -> String {
    if plate.as_str() == clean::code(text) {
        return cx.get("entry-car-new").into_owned();
    }
    cx.with("entry-car-new-home", &[("plate", &format::plate(plate.as_str()))])
}

/// True for a plate that no further character mends. A beginning without its province may be the tail of a plate.
fn is_hopeless(text: &str, why: &Why) -> bool {
    match why {
        Why::PlateNoIO(_) | Why::PlateCharacter(_) => true,
        Why::PlateProvince(character) => !character.is_ascii(),
        _ => clean::code(text).chars().count() > PLATE_CHARS_MAX,
    }
}
