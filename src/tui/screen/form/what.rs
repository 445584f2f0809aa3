//! What one form is: its fields, its command, and what it says while one types.

use super::parts;
use crate::desk::rows::OrderPage;
use crate::desk::{DeskError, Receipt};
use crate::domain::Command;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Place};
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form};

/// One line over a form.
pub type Line = (Role, String);

/// Why a form gives no command.
pub enum Halt {
    /// Something is wrong at a field, and this is the sentence about it.
    At(&'static str, String),
    /// Nothing was changed: there is nothing to save.
    Nothing,
}

/// What follows a command that is done.
pub enum After {
    /// The form closes.
    Back,
    /// The form closes, and what was saved is named: nothing below shows it.
    Told,
    /// The form is empty again, for the next one.
    Again,
    /// The form has another command to give.
    Save,
    /// The form goes on with what is left to do: it is filled in anew, these fields are empty again, and what else was
    /// typed stays.
    Rest(&'static [&'static str]),
    /// Another place takes its place.
    Turn(Place),
}

/// What one form is.
pub trait StageForm: Send {
    /// Where it is.
    fn place(&self) -> Place;

    /// The key of its title among the words.
    fn title(&self) -> &'static str;

    /// Its fields, in the order in which people speak.
    fn specs(&self) -> Vec<FieldSpec>;

    /// The order that it is about; `None` for a form about something else. A form about an order gets its heading, the
    /// version it shows and its reading from here.
    fn order(&self) -> Option<&OrderPage> {
        None
    }

    /// Takes the order as it stands now.
    fn show(&mut self, _page: Box<OrderPage>) {}

    /// What it is about, for the heading.
    fn about(&self, _cx: &Cx<'_>) -> String {
        self.order().map(parts::about).unwrap_or_default()
    }

    /// What the values in the form are about, for the line over a draft that came back: a person must see whose it is.
    fn draft_about(&self, cx: &Cx<'_>, _form: &Form) -> String {
        self.about(cx)
    }

    /// True if the values in the form are about something else than what the form was opened for.
    fn is_astray(&self, _cx: &Cx<'_>, _form: &Form) -> bool {
        false
    }

    /// True for a form whose lines are choices for what is typed: they stand over it, near the field, however wide the
    /// screen is.
    fn lists_choices(&self) -> bool {
        false
    }

    /// True for a small form, which lies over the screen below.
    fn is_box(&self) -> bool {
        false
    }

    /// The record that it shows, and which version of it.
    fn seen(&self) -> Option<(&'static str, u64)> {
        self.order().map(|page| ("order", page.version))
    }

    /// The round that it is about, where there may be several: a draft of an earlier one is of no use any more.
    fn round(&self) -> String {
        String::new()
    }

    /// Reads again what it shows.
    ///
    /// # Errors
    /// As [`Cx::ask`].
    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        let Some(order) = self.order().map(|page| page.order.clone()) else { return Ok(()) };
        self.show(parts::order_page(cx, &order)?);
        Ok(())
    }

    /// Fills in what is known, gives fields their options, puts the cursor where the typing begins.
    fn start(&mut self, _cx: &Cx<'_>, _form: &mut Form) {}

    /// Takes notice of a value that changed.
    fn changed(&mut self, _cx: &Cx<'_>, _form: &mut Form, _field: &str) {}

    /// Does what a key of this form alone asks for, and names the field that it changed.
    fn shortcut(&mut self, _cx: &Cx<'_>, _form: &mut Form, _action: Action) -> Option<&'static str> {
        None
    }

    /// Completes the value of a field that the cursor has left.
    fn left(&mut self, _cx: &Cx<'_>, _form: &mut Form, _field: &str) {}

    /// Says what is known beside the fields, and shows those that are needed for what was typed.
    fn notes(&self, _cx: &Cx<'_>, _form: &mut Form) {}

    /// True for a field whose option, picked by its key, saves the form.
    fn at_once(&self, _field: &str) -> bool {
        false
    }

    /// True while Enter means that there is nothing more to note.
    fn is_idle(&self, _form: &Form) -> bool {
        false
    }

    /// The command that the form fills in.
    ///
    /// # Errors
    /// What has to be put right first.
    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt>;

    /// The commands of a form that is about several records; `None` for all others, which give one.
    ///
    /// # Errors
    /// What has to be put right first.
    fn each(&self, _cx: &Cx<'_>, _form: &Form) -> Option<Result<Vec<Ask>, Halt>> {
        None
    }

    /// Takes notice of what became of those commands.
    fn became(&mut self, _cx: &Cx<'_>, _form: &Form, _outcomes: &[Result<Receipt, DeskError>]) {}

    /// What is said on the page below once nothing is left of them; nothing as long as the form has to stay.
    fn finished(&self, _cx: &Cx<'_>, _outcomes: &[Result<Receipt, DeskError>]) -> Option<String> {
        None
    }

    /// The field at which a refusal is shown, if it is not the one that the refusal names.
    fn field_of(&self, _form: &mut Form, _error: &DeskError) -> Option<&'static str> {
        None
    }

    /// Lines over the form, the most useful first.
    fn context(&self, _cx: &Cx<'_>) -> Vec<Line> {
        Vec::new()
    }

    /// What may be said to the customer at the field with the cursor: empty where there is nothing to say just now, `None`
    /// in a form that nobody is spoken to over.
    fn spoken(&self, _cx: &Cx<'_>, _form: &Form) -> Option<String> {
        None
    }

    /// Says what was saved, where the form does not close over it.
    fn saved(&self, cx: &Cx<'_>, receipt: &Receipt) -> String {
        cx.with("entry-saved", &[("what", &receipt.id)])
    }

    /// What follows when the command is done.
    fn after(&mut self, _form: &Form, _receipt: &Receipt) -> After {
        After::Back
    }
}
