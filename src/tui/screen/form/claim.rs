//! How far the claim against a warranty or an insurer is (Q2): made, settled, refused.

use super::hand_over::METHODS;
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::{OrderPage, PayerRow};
use crate::domain::Command;
use crate::domain::event::code;
use crate::domain::order::claim::{ClaimState, NoteClaim};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const CLAIMED: &[Pick] = &[('w', "warranty", "term-payer-warranty"), ('i', "insurer", "term-payer-insurer")];

const STATES: &[Pick] = &[
    ('c', "claimed", "term-claim-claimed"),
    ('s', "settled", "term-claim-settled"),
    ('r', "refused", "term-claim-refused"),
    ('n', "not-claimed", "term-claim-not-claimed"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("payer", "entry-claim-against", Kind::Choice(CLAIMED)),
    FieldSpec::needed("state", "entry-claim", Kind::Choice(STATES)),
    FieldSpec::optional("reference", "entry-claim-number", Kind::Code { max: 30, leap: false }),
    FieldSpec::optional("reason", "entry-why", Kind::Text { max: 200 }),
    FieldSpec::optional("method", "entry-payment", Kind::Choice(METHODS)),
];

/// The box of a claim.
pub struct Claim {
    page: Box<OrderPage>,
}

impl Claim {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }

    /// Those against whom there is a claim that is not settled.
    fn open(&self) -> impl Iterator<Item = &PayerRow> {
        self.page.payers.iter().filter(|row| row.payer.is_claimed() && row.claim != ClaimState::Settled)
    }
}

impl StageForm for Claim {
    fn place(&self) -> Place {
        Place::Claim(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-claim"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
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
        let mut open = self.open();
        // Where there is only one, nobody has to say against whom.
        if let (Some(only), None) = (open.next(), open.next()) {
            form.set("payer", &code(&only.payer));
            form.focus_on("state");
        }
    }

    fn notes(&self, _cx: &Cx<'_>, form: &mut Form) {
        let state: Option<ClaimState> = parts::coded(form, "state");
        let refused = state == Some(ClaimState::Refused);
        form.show("reason", refused);
        form.set_needed("reason", refused);
        form.show("method", state == Some(ClaimState::Settled));
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::NoteClaim(NoteClaim {
            order: self.page.order.clone(),
            payer: parts::needed(cx, form, "payer")?,
            state: parts::needed(cx, form, "state")?,
            reference: parts::typed(form, "reference"),
            reason: parts::typed(form, "reason"),
            method: parts::coded(form, "method"),
        }))
    }

    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        (error.field() == Some("claim")).then_some("state")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        self.page.payers.iter().map(|row| brief::payer(cx, row)).collect()
    }
}
