//! Adopting configuration texts at opening, and reading the ones in force.

use super::door::{Door, Envelope};
use super::error::DeskError;
use super::session::Session;
use super::{Answer, Desk};
use crate::domain::Command;
use crate::domain::campaign::gates::Wanted;
use crate::domain::rules::{Asking, Survey};
use crate::domain::shop::adopt::{AdoptConfig, Adopted, Kind, digest};
use crate::domain::shop::checklist::Checklist;
use crate::scoring::Scheme;
use crate::scoring::number::{self, Exact};
use crate::store::StoreError;
use crate::store::codec::read_events;
use crate::store::journal::Reader;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The scheme texts in force, by id.
pub type Schemes = BTreeMap<String, String>;

impl Desk {
    /// Adopts every scheme text that the journal does not have yet, and asks follow-up calls by `survey`.
    ///
    /// # Errors
    /// A text that cannot be read, or that changed without a new version: it is named, and nothing opens.
    pub(super) fn adopt(&self, texts: &[(String, String)], survey: &str) -> Result<(), DeskError> {
        for (file, text) in texts {
            let scheme = Scheme::parse(file, text)
                .map_err(|error| DeskError::BadConfig { file: file.clone(), why: error.to_string() })?;
            self.adopt_text(Kind::Scheme, &scheme.id, scheme.version, text)?;
        }
        self.reload_schemes()?;
        self.ask_by(survey)
    }

    /// Adopts every checklist that the journal does not have yet, and puts the lists in force.
    ///
    /// # Errors
    /// A text that cannot be read, or that changed without a new version: it is named, and nothing opens.
    pub(super) fn adopt_checklists(&self, texts: &[(String, String)]) -> Result<(), DeskError> {
        let mut lists: Vec<(Checklist, &str)> = Vec::new();
        for (file, text) in texts {
            let list = Checklist::parse(text).map_err(|why| DeskError::BadConfig { file: file.clone(), why })?;
            lists.retain(|(other, _)| other.id != list.id);
            lists.push((list, text));
        }
        for (list, text) in &lists {
            self.adopt_text(Kind::Checklist, &list.id, list.version, text)?;
        }
        let mut rules = (*self.rules()).clone();
        rules.intake.checklists = lists.into_iter().map(|(list, _)| list).collect();
        self.rules.store(Arc::new(rules));
        Ok(())
    }

    /// Puts a text into the journal, unless it stands there.
    fn adopt_text(&self, kind: Kind, id: &str, version: u32, text: &str) -> Result<(), DeskError> {
        let digest = digest(text);
        let is_it = |a: &Adopted| (a.kind, a.id.as_str(), a.version, &a.digest) == (kind, id, version, &digest);
        if self.adopted().iter().any(is_it) {
            return Ok(());
        }
        let config = AdoptConfig { kind, id: id.to_string(), version, text: text.to_string() };
        let done = self.submit(&Session::system(), Envelope::new(Command::AdoptConfig(config)));
        done.and_then(super::Pending::wait).map(|_| ())
    }

    fn adopted(&self) -> Vec<Adopted> {
        self.store.shelf().live().shop().map(|shop| shop.adopted.clone()).unwrap_or_default()
    }

    /// Reads the newest text of every adopted scheme from the journal.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn reload_schemes(&self) -> Result<(), DeskError> {
        let mut newest: BTreeMap<String, Adopted> = BTreeMap::new();
        for adopted in self.adopted().into_iter().filter(|a| a.kind == Kind::Scheme) {
            newest.insert(adopted.id.clone(), adopted);
        }
        let mut schemes = Schemes::new();
        for (id, adopted) in newest {
            let text = self.adopted_text(&adopted).map_err(|error| self.store.blame(error))?;
            if let Some(text) = text {
                schemes.insert(id, text);
            }
        }
        self.schemes.store(Arc::new(schemes));
        Ok(())
    }

    fn adopted_text(&self, adopted: &Adopted) -> Result<Option<String>, StoreError> {
        let mut reader = Reader::since(&self.store.journal(), adopted.seq)?;
        let Some((line, _)) = reader.next_line()? else { return Ok(None) };
        let texts = read_events(&line)?.into_iter().filter_map(|event| match event {
            crate::domain::Event::ConfigAdopted(e) if e.id == adopted.id => Some(e.text),
            _ => None,
        });
        Ok(texts.last())
    }

    /// Makes `survey` the scheme that follow-up calls ask by.
    fn ask_by(&self, survey: &str) -> Result<(), DeskError> {
        let text = self.scheme_text(survey)?;
        let scheme = Scheme::parse(survey, &text)
            .map_err(|error| DeskError::BadConfig { file: survey.to_string(), why: error.to_string() })?;
        let survey = Survey {
            scheme: scheme.id.clone(),
            version: scheme.version,
            items: scheme.items.iter().map(|item| item.id.clone()).collect(),
            grades: scheme.grades.iter().map(|grade| grade.key).collect(),
            reasons: scheme.reasons.iter().map(|reason| reason.code.clone()).collect(),
            low: scheme
                .grades
                .iter()
                .filter(|grade| grade.points <= scheme.reason_at_most_points)
                .map(|grade| grade.key)
                .collect(),
            watched: Some(Arc::new(scheme)),
        };
        let mut rules = crate::domain::Rules { survey, ..(*self.rules()).clone() };
        rules.campaign.schemes = self.schemes.load().iter().filter_map(|(id, text)| asking(id, text)).collect();
        self.rules.store(Arc::new(rules));
        Ok(())
    }

    /// The text in force of a scheme, or with `ID@VERSION` the text of that version, for answers that were given to it.
    ///
    /// # Errors
    /// There is no such scheme.
    pub(super) fn scheme_text(&self, id: &str) -> Result<String, DeskError> {
        if let Some((id, version)) = id.rsplit_once('@') {
            return self.version_text(id, version);
        }
        let text = self.schemes.load().get(id).cloned();
        text.ok_or_else(|| DeskError::NotFound { what: id.to_string() })
    }

    fn version_text(&self, id: &str, version: &str) -> Result<String, DeskError> {
        let is_it = |a: &Adopted| a.kind == Kind::Scheme && a.id == id && version.parse() == Ok(a.version);
        let text = match self.adopted().into_iter().rev().find(is_it) {
            Some(adopted) => self.adopted_text(&adopted).map_err(|error| self.store.blame(error))?,
            None => None,
        };
        text.ok_or_else(|| DeskError::NotFound { what: format!("{id}@{version}") })
    }
}

/// A scheme as campaigns ask by it: what it says of sampling stands before what the procedures ask of all (AM14).
fn asking(id: &str, text: &str) -> Option<Asking> {
    let scheme = Scheme::parse(id, text).ok().filter(Scheme::is_approved)?;
    let (given, own) = (Wanted::default(), &scheme.sampling);
    let hundredths = |percent: &Exact| u32::try_from((percent * number::whole(100)).round().to_integer()).ok();
    Some(Asking {
        items: scheme.items.iter().map(|item| item.id.clone()).collect(),
        grades: scheme.grades.iter().map(|grade| grade.key).collect(),
        answered_min: u16::try_from(scheme.answered_min).unwrap_or(u16::MAX),
        wanted: Wanted {
            forms: own.forms_min.unwrap_or(given.forms),
            competitors: own.competitor_forms_min.unwrap_or(given.competitors),
            returned: own.return_percent_min.as_ref().and_then(hundredths).unwrap_or(given.returned),
            coverage: own.coverage_percent_min.as_ref().and_then(hundredths).unwrap_or(given.coverage),
            months: own.interval_months_max.unwrap_or(given.months),
        },
        version: scheme.version,
        scheme: scheme.id,
    })
}

/// The scheme in force under `id`, or of `ID@VERSION`, through any door.
///
/// # Errors
/// There is no such scheme, or this program cannot read it.
pub fn scheme(door: &dyn Door, session: &Session, id: &str) -> Result<Scheme, DeskError> {
    let text = match door.ask(session, &super::Query::Scheme { id: id.to_string() })? {
        Answer::Scheme(text) => text,
        other => return Err(other.unexpected()),
    };
    Scheme::parse(id, &text).map_err(|error| DeskError::BadConfig { file: id.to_string(), why: error.to_string() })
}
