//! Who sits at a terminal and what is open there, noted for the case that the server is lost: the next one goes on with
//! the same person at the same place. It lies beside the drafts of the person whom the system vouches for, and only the
//! client that names its terminal on a new line finds it again. It grants nothing: whom one may take with the key for
//! another person, one may take this way.

use crate::desk::Session;
use crate::desk::draft::{Draft, Drafts};
use crate::domain::StaffId;
use crate::server::hello::Hello;
use crate::tui::effect::Place;

/// The entries of the note.
const WHO: &str = "who";
const PLACES: &str = "places";

/// Who sat at a terminal, and what was open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sat {
    /// The person.
    pub who: StaffId,
    /// The places, the main screen first.
    pub places: Vec<Place>,
}

/// Where it is noted.
pub struct Seat {
    drafts: Drafts,
    /// Whom the system vouches for.
    of: StaffId,
    name: String,
}

impl Seat {
    /// The seat of a terminal; `None` for a client that names none.
    pub fn of(drafts: &Drafts, session: &Session, hello: &Hello) -> Option<Self> {
        let name = named(hello)?;
        Some(Self { drafts: drafts.clone(), of: session.who.clone(), name })
    }

    /// What is noted there. A note that cannot be read is none.
    pub fn found(&self) -> Option<Sat> {
        let note = self.drafts.load(&self.of, &self.name)?;
        let who = StaffId::new(note.values.get(WHO)?);
        let places = serde_json::from_str(note.values.get(PLACES)?).ok()?;
        Some(Sat { who, places })
    }

    /// Notes it.
    pub fn note(&self, sits: &Sat) {
        let Ok(places) = serde_json::to_string(&sits.places) else { return };
        let values = [(WHO.to_owned(), sits.who.to_string()), (PLACES.to_owned(), places)].into();
        if let Err(error) = self.drafts.keep(&self.of, &self.name, &Draft { values, focus: String::new() }) {
            tracing::warn!(%error, "who sits at a terminal is not noted; after a loss of the server they are asked");
        }
    }

    /// Moves to the terminal at which a session is taken up again.
    pub fn move_to(&mut self, hello: &Hello) {
        if let Some(name) = named(hello).filter(|name| *name != self.name) {
            self.drafts.drop(&self.of, &self.name);
            self.name = name;
        }
    }

    /// Forgets it: the person left.
    pub fn leave(self) {
        self.drafts.drop(&self.of, &self.name);
    }
}

fn named(hello: &Hello) -> Option<String> {
    (!hello.terminal.is_empty()).then(|| format!("terminal-{}", hello.terminal))
}

#[cfg(test)]
mod tests {
    use super::{Sat, Seat};
    use crate::desk::Session;
    use crate::desk::draft::Drafts;
    use crate::domain::{OrderId, StaffId};
    use crate::server::hello::{Hello, Mode};
    use crate::store::journal::Via;
    use crate::tui::effect::Place;

    #[test]
    fn a_terminal_finds_who_sat_there_and_no_other_terminal_or_user_does() {
        let dir = tempfile::tempdir().expect("a folder");
        let drafts = Drafts::in_data(dir.path());
        let seat = |who: &str, terminal: &str| {
            let session = Session { who: StaffId::new(who), uid: None, via: Via::Screen, caller: None, id: 0 };
            let hello = Hello { terminal: terminal.into(), ..Hello::new(Mode::Screen, "1") };
            Seat::of(&drafts, &session, &hello)
        };
        let order = OrderId::new("R261123-007");
        let sits = Sat { who: StaffId::new("chen"), places: vec![Place::Board, Place::Order(order)] };
        assert!(seat("li", "").is_none());
        seat("li", "17-4").expect("a seat").note(&sits);
        let found = |who, terminal| seat(who, terminal).expect("a seat").found();
        assert_eq!(found("li", "17-4"), Some(sits));
        assert_eq!((found("li", "18-4"), found("wang", "17-4")), (None, None));
        seat("li", "17-4").expect("a seat").leave();
        assert_eq!(found("li", "17-4"), None);
    }
}
