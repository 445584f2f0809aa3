//! Buckets of counts: everything that the scores of a period are made of, without the period's facts.
//!
//! A tally holds no average and no fraction, only how often what was answered, scored and measured. So tallies merge:
//! the tally of a month is the sum of its days, and the scores come out the same to the last digit. A dashboard keeps
//! one per day and dimension, as a [`Bucket`](super::Bucket), and never counts an answer twice.

use std::collections::BTreeMap;

use super::measure::Measures;
use super::sheet::{self, FormScore, Reading, Sheet};
use super::{Cause, Fact, Opinion, Scheme};

/// Counts of answers, forms and measures under one scheme.
///
/// ```
/// use shopdesk::scoring::{scheme, Book, Figures, Scheme, Tally};
/// let (file, text) = scheme::SHIPPED[0];
/// let scheme = Scheme::parse(file, text)?;
/// let monday = Book::read("monday", [
///     r#"{"fact":"response","id":"V1","at":"2026-03-02T10:00:00Z","scheme":"visit","answers":{"price":5}}"#])?;
/// let tuesday = Book::read("tuesday", [
///     r#"{"fact":"response","id":"V2","at":"2026-03-03T10:00:00Z","scheme":"visit","answers":{"price":4}}"#])?;
/// let mut week = Tally::of(&scheme, monday.facts().map(|(fact, _)| fact))?;
/// week.merge(&Tally::of(&scheme, tuesday.facts().map(|(fact, _)| fact))?);
/// assert_eq!(Figures::of(&scheme, &week, None).external, shopdesk::scoring::number::read("90"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often each grade was given: item, then grade, both in scheme order.
    answers: Vec<Vec<u64>>,
    /// How many forms earned each score.
    pub(super) forms: BTreeMap<FormScore, u64>,
    /// Forms with too few answers for a score.
    pub(super) incomplete: u64,
    /// Forms of which only a part was looked at, so that they have no score.
    parts: u64,
    pub(super) opinions: BTreeMap<Opinion, u64>,
    /// What those answered whose view is a part of its own, by part.
    other_parts: Vec<Tally>,
    pub(super) measures: Measures,
    pub(super) skipped: u64,
    pub(super) other_respondents: u64,
    pub(super) other_versions: u64,
}

impl Tally {
    /// Makes an empty tally.
    pub fn new() -> Tally {
        Tally::default()
    }

    /// Counts facts.
    pub fn of<'a>(scheme: &Scheme, facts: impl IntoIterator<Item = &'a Fact>) -> Result<Tally, Cause> {
        let mut tally = Tally::new();
        for fact in facts {
            tally.add(scheme, fact)?;
        }
        Ok(tally)
    }

    /// Counts one fact; a fact that no score is made of changes nothing.
    pub fn add(&mut self, scheme: &Scheme, fact: &Fact) -> Result<(), Cause> {
        let reading = sheet::reading(scheme, fact)?;
        self.enter(scheme, fact, &reading);
        Ok(())
    }

    /// Adds the counts of another tally under the same scheme.
    pub fn merge(&mut self, other: &Tally) {
        for (item, grades) in other.answers.iter().enumerate() {
            for (grade, number) in grades.iter().enumerate() {
                *self.cell(item, grade) += number;
            }
        }
        for (score, number) in &other.forms {
            *self.forms.entry(*score).or_default() += number;
        }
        for (opinion, number) in &other.opinions {
            *self.opinions.entry(*opinion).or_default() += number;
        }
        for (part, of_part) in other.other_parts.iter().enumerate() {
            self.part_mut(part).merge(of_part);
        }
        self.measures.merge(&other.measures);
        self.incomplete += other.incomplete;
        self.parts += other.parts;
        self.skipped += other.skipped;
        self.other_respondents += other.other_respondents;
        self.other_versions += other.other_versions;
    }

    /// Counts one fact that was already read.
    pub(super) fn enter(&mut self, scheme: &Scheme, fact: &Fact, reading: &Reading) {
        match reading {
            Reading::Form(sheet) => self.enter_form(scheme, sheet),
            Reading::OtherPart(part, sheet) => self.part_mut(*part).enter_form(scheme, sheet),
            Reading::PartOfForm(sheet) => {
                self.enter_answers(sheet);
                self.parts += 1;
            }
            Reading::OtherRespondent => self.other_respondents += 1,
            Reading::OtherScheme => self.skipped += 1,
            Reading::Measured | Reading::Unused => {}
        }
        match (fact, reading) {
            (Fact::Response(response), Reading::Form(_)) => {
                self.other_versions += u64::from(sheet::is_other_version(scheme, response));
                if let Some(opinion) = response.opinion {
                    *self.opinions.entry(opinion).or_default() += 1;
                }
            }
            (Fact::Delivery(delivery), _) => self.measures.add_delivery(delivery),
            (Fact::Complaint(complaint), _) => self.measures.add_complaint(complaint),
            (Fact::Response(_) | Fact::Issued(_) | Fact::Attempt(_), _) => {}
        }
    }

    /// Gives how often a grade was given to an item, both by index.
    pub fn given(&self, item: usize, grade: usize) -> u64 {
        self.answers.get(item).and_then(|grades| grades.get(grade)).copied().unwrap_or_default()
    }

    /// Gives the scores that forms earned, and how many earned each.
    pub fn scores(&self) -> impl Iterator<Item = (FormScore, u64)> {
        self.forms.iter().map(|(score, number)| (*score, *number))
    }

    /// Keeps what was answered to some items, by index, and nothing else.
    pub(super) fn only(&self, items: &[usize]) -> Tally {
        let kept = |(item, grades): (usize, &Vec<u64>)| if items.contains(&item) { grades.clone() } else { Vec::new() };
        Tally { answers: self.answers.iter().enumerate().map(kept).collect(), ..Tally::new() }
    }

    /// Counts the forms, with a score or without.
    pub fn forms(&self) -> u64 {
        self.forms.values().sum::<u64>() + self.incomplete + self.parts
    }

    /// Gives what was answered by those whose view is a part of its own, by index of the part.
    pub fn part(&self, part: usize) -> Option<&Tally> {
        self.other_parts.get(part)
    }

    /// Counts the forms with too few answers for a score.
    pub fn incomplete(&self) -> u64 {
        self.incomplete
    }

    /// Counts the forms whose own words amount to this opinion.
    pub fn opinions(&self, opinion: Opinion) -> u64 {
        self.opinions.get(&opinion).copied().unwrap_or_default()
    }

    /// Counts the forms of other schemes that this one cannot read.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Counts the forms of those whose view the scheme does not ask for.
    pub fn other_respondents(&self) -> u64 {
        self.other_respondents
    }

    /// Counts the forms given under another version of the scheme.
    pub fn other_versions(&self) -> u64 {
        self.other_versions
    }

    pub(super) fn measures(&self) -> &Measures {
        &self.measures
    }

    /// Counts one form that was already read, and nothing else of its response.
    pub(super) fn enter_form(&mut self, scheme: &Scheme, sheet: &Sheet) {
        self.enter_answers(sheet);
        match sheet.score(scheme) {
            Some(score) => *self.forms.entry(score).or_default() += 1,
            None => self.incomplete += 1,
        }
    }

    pub(super) fn part_mut(&mut self, part: usize) -> &mut Tally {
        if self.other_parts.len() <= part {
            self.other_parts.resize_with(part + 1, Tally::new);
        }
        &mut self.other_parts[part]
    }

    fn enter_answers(&mut self, sheet: &Sheet) {
        for (item, grade) in sheet.picks() {
            *self.cell(item, grade) += 1;
        }
    }

    pub(super) fn cell(&mut self, item: usize, grade: usize) -> &mut u64 {
        if self.answers.len() <= item {
            self.answers.resize_with(item + 1, Vec::new);
        }
        let grades = &mut self.answers[item];
        if grades.len() <= grade {
            grades.resize(grade + 1, 0);
        }
        &mut grades[grade]
    }
}
