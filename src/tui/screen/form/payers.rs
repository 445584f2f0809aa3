//! Who pays a line: one key for who, and for another payer than the customer what the customer bears besides (Q2). The
//! box here says so of a line on which the customer decided already.

use super::promise::HOW;
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::{LineRow, OrderPage};
use crate::domain::order::payer::{Bears, Payer, SetPayers, Share, part};
use crate::domain::{Command, Money};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// Who may pay.
pub const PAYERS: &[Pick] = &[
    ('c', "customer", "term-payer-customer"),
    ('w', "warranty", "term-payer-warranty"),
    ('i', "insurer", "term-payer-insurer"),
    ('n', "internal", "term-payer-internal"),
];

/// The two fields of a line: who pays, and what the customer bears of it.
pub const FIELDS: [FieldSpec; 2] = [
    FieldSpec::optional("payer", "entry-payer", Kind::Choice(PAYERS)),
    FieldSpec::optional("customer_pays", "entry-customer-pays", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
];

/// Who pays, as the two fields say it; nothing where nobody said, so that the customer pays or who paid before.
///
/// # Errors
/// What the customer bears is no amount.
pub fn read(cx: &Cx<'_>, form: &Form) -> Result<Option<Vec<Bears>>, Halt> {
    let Some(payer) = parts::coded::<Payer>(form, "payer") else { return Ok(None) };
    let own = parts::money(cx, form, "customer_pays")?.filter(|own| *own > Money::ZERO && !payer.is_customer());
    let own = own.map(|amount| Bears { payer: Payer::Customer, amount: Some(amount) });
    Ok(Some(own.into_iter().chain([Bears { payer, amount: None }]).collect()))
}

/// The two fields of a line as it stands; a line that three or more pay is left to whoever split it so.
pub fn values(shares: &[Share], price: Money) -> [(&'static str, String); 2] {
    let other = shares.iter().find(|share| !share.payer.is_customer());
    let payer = other.filter(|_| shares.len() < 3).map(|share| crate::domain::event::code(&share.payer));
    let own = part(price, shares, Payer::Customer);
    let own = if other.is_some() && own > Money::ZERO { own.to_string().replace(',', "") } else { String::new() };
    [("payer", payer.unwrap_or_default()), ("customer_pays", own)]
}

/// Leads from a payer other than the customer to what the customer bears besides.
pub fn changed(form: &mut Form, field: &str) {
    let other = parts::coded::<Payer>(form, "payer").is_some_and(|payer| !payer.is_customer());
    if field == "payer" && other {
        form.show("customer_pays", true);
        form.focus_on("customer_pays");
    }
}

/// Says beside the two fields who pays how much of a price.
pub fn note(cx: &Cx<'_>, form: &mut Form, price: Money, stands: &[Share]) {
    let payer: Option<Payer> = parts::coded(form, "payer");
    let other = payer.is_some_and(|payer| !payer.is_customer());
    form.show("customer_pays", other);
    let note = match payer {
        None if stands.len() > 2 => brief::payers(cx, stands),
        None => cx.get("entry-payer-default").into_owned(),
        Some(_) => String::new(),
    };
    form.set_note("payer", note);
    if other && !parts::note_money(cx, form, "customer_pays") {
        let own = parts::typed(form, "customer_pays").and_then(|text| Money::parse(&text)).unwrap_or_default();
        let rest = (price - own).to_string();
        let (role, key) =
            if own > price { (Role::Error, "entry-payer-too-much") } else { (Role::Dim, "entry-payer-rest") };
        form.set_note_as("customer_pays", role, cx.with(key, &[("rest", &rest), ("price", &price.to_string())]));
    }
}

/// The box that changes who pays a line.
pub struct Payers {
    page: Box<OrderPage>,
    number: u16,
}

impl Payers {
    /// The box for a line of an order.
    ///
    /// # Errors
    /// There is no such line.
    pub fn new(page: Box<OrderPage>, number: u16) -> Result<Self, DeskError> {
        if page.lines.iter().all(|line| line.number != number) {
            return Err(DeskError::NotFound { what: number.to_string() });
        }
        Ok(Self { page, number })
    }

    fn line(&self) -> Option<&LineRow> {
        self.page.lines.iter().find(|line| line.number == self.number)
    }
}

impl StageForm for Payers {
    fn place(&self) -> Place {
        Place::Payers(self.page.order.clone(), self.number)
    }

    fn title(&self) -> &'static str {
        "entry-title-payers"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let [payer, own] = FIELDS;
        vec![
            FieldSpec { needed: true, ..payer },
            own,
            FieldSpec::needed("reason", "entry-why", Kind::Text { max: 200 }),
            FieldSpec::optional("how", "entry-how", Kind::Choice(HOW)),
            FieldSpec::optional("who", "entry-who-said", Kind::Text { max: 40 }),
        ]
    }

    fn order(&self) -> Option<&OrderPage> {
        Some(&self.page)
    }

    fn show(&mut self, page: Box<OrderPage>) {
        self.page = page;
    }

    fn is_box(&self) -> bool {
        true
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        let Some(line) = self.line() else { return };
        for (field, value) in values(&line.payers, line.price) {
            form.set(field, &value);
        }
    }

    fn changed(&mut self, _cx: &Cx<'_>, form: &mut Form, field: &str) {
        changed(form, field);
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let Some(line) = self.line() else { return };
        note(cx, form, line.price, &line.payers);
        // Whoever shall pay more is asked first.
        let before = part(line.price, &line.payers, Payer::Customer);
        let own = parts::typed(form, "customer_pays").and_then(|text| Money::parse(&text)).unwrap_or_default();
        let now = match parts::coded::<Payer>(form, "payer") {
            Some(Payer::Customer) => line.price,
            Some(Payer::Warranty | Payer::Insurer | Payer::Internal) => own,
            None => before,
        };
        let more = now > before;
        form.show("how", more);
        form.set_needed("how", more);
        form.show("who", more);
        let note =
            if more { cx.with("entry-asked-for-more", &[("sum", &(now - before).to_string())]) } else { String::new() };
        form.set_note_as("how", Role::Soon, note);
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::SetPayers(SetPayers {
            order: self.page.order.clone(),
            line: self.number,
            payers: read(cx, form)?.unwrap_or_default(),
            reason: form.value("reason"),
            how: parts::coded(form, "how"),
            who: parts::typed(form, "who"),
        }))
    }

    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        matches!(error.field(), Some("payers" | "amount" | "line")).then_some("payer")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let Some(line) = self.line() else { return Vec::new() };
        let shares = brief::payers(cx, &brief::shares(line));
        vec![(Role::Text, format!("{}  {}", parts::numbered(cx, line), line.price)), (Role::Dim, shares)]
    }
}
