//! The customer's words by a short code: a field that holds exactly one, such as `BRN`, means its phrase (advisor 2).
//! The codes are words of the locale, so that a shop can add its own.

use crate::tui::cx::Cx;
use crate::tui::widget::form::Form;

/// The beginning of the keys of the codes.
const CODES: &str = "symptom-code-";

/// The phrase that the field means, if it holds exactly a code.
pub fn phrase(cx: &Cx<'_>, form: &Form) -> Option<String> {
    let code = form.value("says").trim().to_ascii_lowercase();
    let key = format!("{CODES}{code}");
    (!code.is_empty() && cx.words().has(&key)).then(|| cx.words().get(&key).into_owned())
}

/// What the field means: the phrase of its code, else the words themselves.
pub fn meant(cx: &Cx<'_>, form: &Form) -> String {
    phrase(cx, form).unwrap_or_else(|| form.value("says"))
}

/// Says beside the field what a code means, or, as long as nothing else is typed, which codes there are.
pub fn note(cx: &Cx<'_>, form: &mut Form) {
    let typed = form.value("says").trim().to_ascii_lowercase();
    let note = match phrase(cx, form) {
        Some(phrase) => cx.with("entry-code-means", &[("phrase", &phrase)]),
        None if form.focused() != "says" || typed.len() > 2 || !typed.is_ascii() => String::new(),
        None => offered(cx, &typed),
    };
    form.set_note("says", note);
}

/// The codes that begin as typed; with nothing typed, their bare names.
fn offered(cx: &Cx<'_>, typed: &str) -> String {
    let words = cx.words();
    let beginning = format!("{CODES}{typed}");
    let said = words.keys_beginning(&beginning).map(|key| {
        let code = key.trim_start_matches(CODES).to_ascii_uppercase();
        if typed.is_empty() { code } else { format!("{code} {}", words.get(key)) }
    });
    let codes = said.collect::<Vec<_>>().join(if typed.is_empty() { " " } else { ", " });
    if codes.is_empty() { codes } else { cx.with("entry-codes", &[("codes", &codes)]) }
}
