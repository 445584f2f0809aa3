//! What was acknowledged, told in other words than the program's own, and what a page must say because of it.

use std::collections::BTreeMap;

use shopdesk::desk::rows::{CallPage, ComplaintPage};
use shopdesk::domain::StaffId;
use shopdesk::domain::call::State;
use shopdesk::domain::call::attempt::Outcome;

/// What was heard in a call.
#[derive(Debug, Default)]
pub struct Heard {
    /// Attempts that were acknowledged, without those that were taken back.
    pub attempts: Vec<(Outcome, StaffId)>,
    /// The customer's grades and words, once the call was answered.
    pub answer: Option<(BTreeMap<String, Option<u8>>, String)>,
    /// An outcome that ends a call was acknowledged.
    pub over: bool,
    /// Its page said that it is over, for whatever reason; it is rarely tried any more.
    pub gone: bool,
}

impl Heard {
    /// Holds a page against it.
    pub fn check(&self, page: &CallPage) {
        let shown: Vec<(Outcome, StaffId)> = page.attempts.iter().map(|one| (one.outcome, one.by.clone())).collect();
        assert_eq!(shown, self.attempts, "{}: an attempt was lost, or is one too many", page.call);
        match &self.answer {
            Some((grades, words)) => {
                let said = if page.kind.is_follow_up() { &page.words } else { &page.note };
                assert_eq!((&page.grades, said), (grades, words), "{}: an answer was lost", page.call);
                assert_eq!(page.state, State::Done, "{}: answered, and not over", page.call);
            }
            None => {
                assert!(page.grades.is_empty() && page.words.is_empty(), "{}: nobody answered that", page.call);
                assert_ne!(page.state, State::Done, "{}: over as answered, and nobody answered", page.call);
            }
        }
        assert!(!self.over || page.state != State::Open, "{}: a call that is over is to be made", page.call);
    }
}

/// What a customer said to a complaint.
#[derive(Debug, Default)]
pub struct Said {
    /// Their newest word: satisfied or not, and how they said it.
    pub newest: Option<(bool, String)>,
    /// How often they said no.
    pub no: u16,
    /// The quality department closed it, as nobody reached them on three days.
    pub given_up: bool,
}

impl Said {
    /// Holds a page against it.
    pub fn check(&self, page: &ComplaintPage) {
        let id = &page.row.complaint;
        assert_eq!(page.reopened, self.no, "{id}: a no was lost");
        let Some(closing) = page.closing.as_ref().filter(|_| page.row.closed.is_some()) else {
            assert_eq!(page.row.closed, None, "{id}: closed without a word");
            assert!(!self.given_up && !self.said_yes(), "{id}: what closed it was lost");
            return;
        };
        if page.row.unreached {
            assert!(self.given_up, "{id}: given up, and nobody did that");
            return;
        }
        let yes = Some((true, closing.words.clone()));
        assert_eq!(self.newest, yes, "{id}: closed as satisfied, and that is not what the customer said");
    }

    fn said_yes(&self) -> bool {
        self.newest.as_ref().is_some_and(|(satisfied, _)| *satisfied)
    }
}
