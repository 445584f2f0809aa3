//! What a VIN tells without any line to the outside: maker and model year, and, where its check digit does not fit, which
//! characters were likely misread (feature 2). It warns and never blocks: European makers may not use the digit.

use crate::domain::vehicle::vin::{Slip, Vin};
use crate::text::Words;
use crate::tui::cx::Cx;
use crate::tui::screen::form::parts;
use crate::tui::theme::Role;
use crate::tui::widget::form::Form;
use chrono::Datelike;

/// Slips that are named at most: more are guesses that nobody reads.
const SLIPS_MAX: usize = 2;

/// Says beside the VIN what it tells, or what is wrong with it.
pub fn note(cx: &Cx<'_>, form: &mut Form) {
    let vin = match parts::typed(form, "vin").map(|text| Vin::parse(&text)) {
        Some(Ok(vin)) => vin,
        None => return form.set_note("vin", cx.get("entry-vin-later")),
        Some(Err(_)) => return parts::note_wrong(cx, form, "vin", |text| Vin::parse(text).map(|_| ())),
    };
    if vin.check_fits() {
        form.set_note("vin", about(cx.words(), &vin, cx.now.day().year()));
    } else {
        form.set_note_as("vin", Role::Soon, misfit(cx, &vin));
    }
}

/// Maker and model year, as far as they are known.
fn about(words: &Words, vin: &Vin, this_year: i32) -> String {
    let key = format!("maker-{}", vin.maker_code().to_ascii_lowercase());
    let maker = words.has(&key).then(|| words.get(&key).into_owned());
    let year = vin.model_year(this_year).map(|year| year.to_string());
    let about: Vec<String> = maker.into_iter().chain(year).collect();
    about.join(", ")
}

fn misfit(cx: &Cx<'_>, vin: &Vin) -> String {
    let said = |slip: &Slip| {
        let place = slip.place.to_string();
        cx.with("entry-vin-slip", &[("fits", &slip.fits), ("typed", &slip.typed), ("place", &place)])
    };
    let slips: Vec<String> = vin.likely_slips().iter().take(SLIPS_MAX).map(said).collect();
    if slips.is_empty() {
        return cx.get("entry-vin-misfit").into_owned();
    }
    cx.with("entry-vin-slips", &[("slips", &slips.join(", "))])
}
