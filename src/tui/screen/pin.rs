//! The box that asks for a PIN: before another person takes over the terminal, or to choose one's own. Nothing of it is
//! kept as a draft.

use super::Screen;
use crate::desk::DeskError;
use crate::domain::StaffId;
use crate::domain::staff::pin::{DIGITS, check};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place, Secret};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{put, wrap};
use crate::tui::widget::popup::popup;
use crate::tui::widget::secret::SecretField;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of the box, and rows.
const SIZE: (u16, u16) = (52, 6);

/// What is asked for.
enum Asking {
    /// The PIN of who takes over.
    Theirs(StaffId),
    /// One's own until now.
    Old,
    /// The new one, against the old one.
    New(Secret),
    /// The new one once more.
    Again(Secret, Secret),
}

/// The box.
pub struct PinBox {
    asking: Asking,
    field: SecretField,
    fault: Option<String>,
}

impl PinBox {
    /// Asks for the PIN of who takes over.
    pub fn of(who: StaffId) -> Self {
        Self::asking(Asking::Theirs(who))
    }

    /// Lets the person at the keys choose a PIN.
    pub fn own() -> Self {
        Self::asking(Asking::Old)
    }

    fn asking(asking: Asking) -> Self {
        Self { asking, field: SecretField::new(*DIGITS.end()), fault: None }
    }

    fn entered(&mut self, cx: &Cx<'_>) -> Effect {
        let typed = self.field.take();
        self.fault = None;
        let asking = std::mem::replace(&mut self.asking, Asking::Old);
        let (next, effect) = match asking {
            Asking::Theirs(who) if typed.is_empty() => (Asking::Theirs(who), Effect::Stay),
            Asking::Theirs(who) => (Asking::Theirs(who.clone()), Effect::Prove(who, Some(Secret(typed)))),
            Asking::Old => (Asking::New(Secret(typed)), Effect::Stay),
            Asking::New(old) if !typed.is_empty() && check(&typed).is_err() => {
                self.fault = Some(cx.get("pin-digits").into_owned());
                (Asking::New(old), Effect::Stay)
            }
            // Nothing twice takes the PIN away.
            Asking::New(old) => (Asking::Again(old, Secret(typed)), Effect::Stay),
            Asking::Again(old, new) if new.0 == typed => (Asking::Old, Effect::ChangePin(old, new)),
            Asking::Again(old, _) => {
                self.fault = Some(cx.get("pin-differs").into_owned());
                (Asking::New(old), Effect::Stay)
            }
        };
        self.asking = next;
        effect
    }

    fn asks(&self, cx: &Cx<'_>) -> String {
        match &self.asking {
            Asking::Theirs(who) => cx.with("pin-theirs", &[("who", cx.name(who))]),
            Asking::Old => cx.get("pin-old").into_owned(),
            Asking::New(_) => cx.get("pin-new").into_owned(),
            Asking::Again(..) => cx.get("pin-again").into_owned(),
        }
    }
}

impl Screen for PinBox {
    fn place(&self) -> Place {
        match &self.asking {
            Asking::Theirs(who) => Place::Pin(who.clone()),
            Asking::Old | Asking::New(_) | Asking::Again(..) => Place::SetPin,
        }
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Popup]
    }

    fn header<'a>(&'a self, _cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        Default::default()
    }

    fn refresh(&mut self, _cx: &Cx<'_>) {}

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        match action {
            Some(Action::Next) => self.entered(cx),
            Some(Action::Back) => Effect::Back,
            Some(_) | None => {
                self.field.on(key);
                Effect::Stay
            }
        }
    }

    fn refused(&mut self, cx: &Cx<'_>, error: &DeskError) -> bool {
        self.fault = Some(cx.say(error).whole());
        true
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let (columns, rows) = SIZE;
        let inner = popup(&cx.look, area, buffer, &cx.get("pin-title"), columns, rows);
        let style = |role| cx.look.theme.style(role);
        let mut y = inner.y;
        for line in wrap(&self.asks(cx), inner.width).iter().take(2) {
            put(buffer, inner.x, y, inner.width, line, style(Role::Text));
            y += 1;
        }
        let cursor = self.field.draw(&cx.look, Rect { y, height: 1, ..inner }, buffer);
        let fault = self.fault.as_deref().map(|fault| wrap(fault, inner.width)).unwrap_or_default();
        for (line, y) in fault.iter().zip(y + 1..inner.bottom()) {
            put(buffer, inner.x, y, inner.width, line, style(Role::Error));
        }
        Some(cursor)
    }

    fn is_box(&self) -> bool {
        true
    }
}
