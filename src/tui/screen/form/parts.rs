//! What forms share: reading pages, reading typed values, and saying what is known.

use super::{Halt, Line};
use crate::desk::rows::{
    ComplaintPage, CustomerPage, LineRow, OnlineRow, OrderPage, RequirementRow, StaffRow, VehiclePage,
};
use crate::desk::{DeskError, Query, Receipt};
use crate::domain::refusal::Why;
use crate::domain::staff::role::{self, Right};
use crate::domain::{
    ComplaintId, CustomerId, Money, OnlineId, OrderId, Refusal, RequirementId, StaffId, VehicleId, when,
};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, Form};
use serde::de::{DeserializeOwned, IntoDeserializer, value};

/// Characters of an amount, `10,000,000.00` at the longest.
pub const MONEY_CHARS: usize = 13;

/// Reads an order.
pub fn order_page(cx: &Cx<'_>, id: &OrderId) -> Result<Box<OrderPage>, DeskError> {
    match cx.ask(&Query::Order { id: id.clone() })? {
        crate::desk::Answer::Order(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

/// Reads a vehicle's card.
pub fn vehicle_page(cx: &Cx<'_>, id: &VehicleId) -> Result<Box<VehiclePage>, DeskError> {
    match cx.ask(&Query::Vehicle { id: id.clone() })? {
        crate::desk::Answer::Vehicle(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

/// Reads a customer's file.
pub fn customer_page(cx: &Cx<'_>, id: &CustomerId) -> Result<Box<CustomerPage>, DeskError> {
    match cx.ask(&Query::Customer { id: id.clone() })? {
        crate::desk::Answer::Customer(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

/// The customer's name, and one special requirement in their file.
///
/// # Errors
/// The file cannot be shown, or has no requirement of that number.
pub fn requirement(
    cx: &Cx<'_>,
    customer: &CustomerId,
    id: &RequirementId,
) -> Result<(String, RequirementRow), DeskError> {
    let page = *customer_page(cx, customer)?;
    let row = page.requirements.into_iter().find(|row| row.requirement == *id);
    row.map(|row| (page.name, row)).ok_or_else(|| DeskError::NotFound { what: id.to_string() })
}

/// Special requirements as red lines: mark, number, text, and the one car that it is about.
pub fn standing(cx: &Cx<'_>, rows: &[RequirementRow]) -> Vec<Line> {
    let late = cx.look.theme.marks.late;
    rows.iter()
        .map(|row| {
            let text = cx.with("entry-special", &[("text", &row.text)]);
            let plate = format::plate(&row.plate);
            (Role::Late, format!("{late} {text}  {plate}").trim_end().to_owned())
        })
        .collect()
}

/// Reads an online request that nobody has decided on.
///
/// # Errors
/// Somebody has, or there is none of that number.
pub fn online(cx: &Cx<'_>, id: &OnlineId) -> Result<OnlineRow, DeskError> {
    match cx.ask(&Query::Requests)? {
        crate::desk::Answer::Requests(page) => {
            let row = page.online.into_iter().find(|row| row.online == *id);
            row.ok_or_else(|| DeskError::NotFound { what: id.to_string() })
        }
        other => Err(other.unexpected()),
    }
}

/// Reads a complaint.
pub fn complaint_page(cx: &Cx<'_>, id: &ComplaintId) -> Result<Box<ComplaintPage>, DeskError> {
    match cx.ask(&Query::Complaint { id: id.clone() })? {
        crate::desk::Answer::Complaint(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

/// What was typed into a field that is shown; nothing for blanks.
pub fn typed(form: &Form, id: &str) -> Option<String> {
    let text = form.value(id);
    (form.has(id) && !text.trim().is_empty()).then(|| text.trim().to_string())
}

/// The answer to a question of yes or no.
pub fn answered(form: &Form, id: &str) -> Option<bool> {
    typed(form, id).map(|word| word == "yes")
}

/// A number typed into a field that takes digits only.
pub fn number<N: std::str::FromStr>(form: &Form, id: &str) -> Option<N> {
    typed(form, id)?.parse().ok()
}

/// The member of a closed list whose name a field holds.
pub fn coded<T: DeserializeOwned>(form: &Form, id: &str) -> Option<T> {
    code_of(typed(form, id))
}

/// The member of a closed list that has this name.
pub fn code_of<T: DeserializeOwned>(name: Option<String>) -> Option<T> {
    let name = name?;
    let reader: value::StrDeserializer<'_, value::Error> = name.as_str().into_deserializer();
    T::deserialize(reader).ok()
}

/// The member of a closed list that a field must hold.
///
/// # Errors
/// It holds none, or one that is no longer offered.
pub fn needed<T: DeserializeOwned>(cx: &Cx<'_>, form: &Form, id: &'static str) -> Result<T, Halt> {
    coded(form, id).ok_or_else(|| Halt::At(id, cx.get("form-needed").into_owned()))
}

/// The answer to a question of yes or no that must be answered.
///
/// # Errors
/// It is not.
pub fn decided(cx: &Cx<'_>, form: &Form, id: &'static str) -> Result<bool, Halt> {
    answered(form, id).ok_or_else(|| Halt::At(id, cx.get("form-needed").into_owned()))
}

/// The member of the staff whose id a field holds.
pub fn person(form: &Form, id: &str) -> Option<StaffId> {
    typed(form, id).map(StaffId::new)
}

/// An amount, if one was typed.
///
/// # Errors
/// What was typed is none.
pub fn money(cx: &Cx<'_>, form: &Form, id: &'static str) -> Result<Option<Money>, Halt> {
    let Some(text) = typed(form, id) else { return Ok(None) };
    match Money::parse(&text) {
        Some(money) => Ok(Some(money)),
        None => Err(Halt::At(id, no_money(cx, &text))),
    }
}

/// What is wrong with an amount: too much for one field, or no amount at all.
fn no_money(cx: &Cx<'_>, text: &str) -> String {
    let yuan = text.trim_start_matches('¥').replace(',', "");
    let (yuan, fen) = yuan.split_once('.').unwrap_or((&yuan, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    // Eight digits before the point are more than the largest amount; fewer that are refused are badly written.
    let too_much = yuan.trim_start_matches('0').len() >= 8 && digits(yuan) && digits(fen) && fen.len() <= 2;
    let key = if too_much { "entry-too-much-money" } else { "entry-no-money" };
    cx.with(key, &[("value", text), ("most", &Money::MOST.to_string())])
}

/// Those still in the shop who have a right, with digits as their keys; who is at a job is named with it.
pub fn people(cx: &Cx<'_>, may: impl Fn(&StaffRow) -> bool) -> Vec<Choice> {
    let there = cx.people.iter().filter(|person| !person.gone && may(person));
    Choice::numbered(there.map(|person| {
        let busy = person.busy_with.as_ref().map(|(order, _)| format!(" ({order})")).unwrap_or_default();
        (person.id.to_string(), format!("{}{busy}", person.name))
    }))
}

/// True if one of a person's roles includes the right.
pub fn may(person: &StaffRow, right: Right) -> bool {
    person.roles.iter().any(|role| role::allows(*role, right))
}

/// True for a person whose trade is to repair.
pub fn repairs(person: &StaffRow) -> bool {
    person.roles.contains(&role::Role::Technician)
}

/// Who signs for what was found in a car (C1).
pub fn finds(person: &StaffRow) -> bool {
    role::sign_findings(&person.roles)
}

/// The one among these whom the form should name before anybody chose: the person at the keys, else the only one.
pub fn likeliest(cx: &Cx<'_>, may: impl Fn(&StaffRow) -> bool) -> Option<StaffId> {
    let mut there = cx.people.iter().filter(|person| !person.gone && may(person));
    let at_the_keys = there.clone().find(|person| person.id == cx.session.who);
    let only = there.next().filter(|_| there.next().is_none());
    at_the_keys.or(only).map(|person| person.id.clone())
}

/// Says beside an amount that it is none: once the cursor has left it, or where no further digit can mend it. True if
/// it says so.
pub fn note_money(cx: &Cx<'_>, form: &mut Form, id: &str) -> bool {
    let Some(text) = typed(form, id).filter(|text| Money::parse(text).is_none()) else { return false };
    let hopeless = text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '，' | '¥' | '￥'));
    let wrong = hopeless || form.focused() != id;
    if wrong {
        form.set_note_as(id, Role::Error, no_money(cx, &text));
    }
    wrong
}

/// Says beside a value that the cursor has left, or was sent back to, what is wrong with it, as the desk would when
/// asked to save.
pub fn note_wrong(cx: &Cx<'_>, form: &mut Form, id: &'static str, check: impl Fn(&str) -> Result<(), Why>) {
    let is_typed = form.focused() == id && !form.is_wrong(id);
    let wrong = typed(form, id).filter(|_| !is_typed).and_then(|text| Some((check(&text).err()?, text)));
    match wrong {
        None => form.set_note(id, ""),
        Some((why, text)) => form.set_note_as(id, Role::Error, why_not(cx, id, &text, why)),
    }
}

/// The sentence about a value that is not what it should be.
pub fn why_not(cx: &Cx<'_>, id: &str, text: &str, why: Why) -> String {
    cx.say(&DeskError::Refused(Refusal::invalid(id, text, why))).whole()
}

/// Says beside a time which moment is meant, or, once the cursor has left it, that none is.
pub fn note_time(cx: &Cx<'_>, form: &mut Form, id: &'static str) {
    let Some(at) = typed(form, id).and_then(|text| when::parse(&text, cx.now, cx.zone)) else {
        // Four digits or more that are no time become none by typing on.
        let hopeless = typed(form, id).filter(|text| text.len() >= 4 && text.bytes().all(|b| b.is_ascii_digit()));
        return match hopeless {
            Some(text) => form.set_note_as(id, Role::Error, why_not(cx, id, &text, Why::NotATime)),
            None => note_wrong(cx, form, id, |_| Err(Why::NotATime)),
        };
    };
    if at <= cx.now {
        return form.set_note_as(id, Role::Error, cx.get("why-past").into_owned());
    }
    let day = format::moment(cx.words(), at, cx.now);
    let moment = if at.day() == cx.now.day() { format::clock(cx.words(), at) } else { day };
    let left = format::left(at, cx.now);
    form.set_note(id, cx.with("entry-moment", &[("moment", &moment), ("left", &cx.span(&left))]));
}

/// Says which part of an order was saved: its id is the order's with the number of the part.
pub fn saved(cx: &Cx<'_>, key: &str, receipt: &Receipt) -> String {
    let (order, number) = receipt.id.rsplit_once('.').unwrap_or((&receipt.id, ""));
    cx.with(key, &[("order", order), ("number", number)])
}

/// Which car and whose, for the heading.
pub fn about(page: &OrderPage) -> String {
    let plate = format::plate(&page.plate);
    [plate.as_str(), &page.model, &page.name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// A line by its number and label.
pub fn numbered(cx: &Cx<'_>, line: &LineRow) -> String {
    format!("{} {}", line.number, format::told(cx.words(), &line.label, &line.english.label))
}

/// What the customer said, and what was found.
pub fn story(cx: &Cx<'_>, page: &OrderPage) -> Vec<Line> {
    let says = page.says.iter().filter(|said| !said.words.is_empty());
    let said = says.map(|said| (Role::Text, cx.with("entry-said", &[("words", &said.words)])));
    let found = page.findings.iter().map(|finding| {
        let cause = finding.cause.clone().unwrap_or_default();
        let who = cx.name(&finding.technician).to_string();
        (Role::Dim, cx.with("entry-found-by", &[("found", &finding.found), ("cause", &cause), ("who", &who)]))
    });
    said.chain(found).collect()
}
