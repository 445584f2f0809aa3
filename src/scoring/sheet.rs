//! One form read under a scheme: which grade each item got, and what the whole form earns.

use super::fact::Response;
use super::number::{Exact, fraction, whole};
use super::scheme::Counterparts;
use super::{Cause, Fact, Scheme};

/// A form read under a scheme: for each of its items the index of the grade given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    picks: Vec<Option<u8>>,
    /// The fewest answers that make a score.
    least: usize,
}

/// What a form earns of what it could: both in the scheme's own whole-number unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormScore {
    earned: i128,
    reachable: i128,
}

/// What a fact is to a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// A form that counts.
    Form(Sheet),
    /// A form of those whose view is a part of the total of its own, by index.
    OtherPart(usize, Sheet),
    /// The part of a form that a group by stage or item looks at.
    PartOfForm(Sheet),
    /// A form of somebody whose view the scheme does not ask for.
    OtherRespondent,
    /// A form of another scheme, which this one cannot read.
    OtherScheme,
    /// A delivery or a complaint, which the shop's own measures count.
    Measured,
    /// A fact that no score is made of.
    Unused,
}

impl Sheet {
    /// Reads a response under a scheme; nothing where it answers another scheme that this one has no table for.
    pub fn read(scheme: &Scheme, response: &Response) -> Result<Option<Sheet>, Cause> {
        if response.scheme == scheme.id {
            return own(scheme, response).map(Some);
        }
        let counterparts = scheme.from.iter().find(|from| from.scheme == response.scheme);
        counterparts.map(|counterparts| translated(scheme, response, counterparts)).transpose()
    }

    /// Gives the answered items: index of the item, index of the grade.
    pub fn picks(&self) -> impl Iterator<Item = (usize, usize)> {
        self.picks.iter().enumerate().filter_map(|(item, grade)| grade.map(|grade| (item, usize::from(grade))))
    }

    /// Counts the answered items.
    pub fn answered(&self) -> usize {
        self.picks().count()
    }

    /// Says whether enough items were answered for a score.
    pub fn is_complete(&self) -> bool {
        self.answered() >= self.least
    }

    /// Scores the form, or nothing where too few items were answered.
    pub fn score(&self, scheme: &Scheme) -> Option<FormScore> {
        self.is_complete().then(|| self.sums(scheme))
    }

    /// Gives what the answers earn in per cent of what they could, however few they are; nothing of none.
    pub(super) fn share(&self, scheme: &Scheme) -> Option<Exact> {
        (self.answered() > 0).then(|| self.sums(scheme).exact())
    }

    fn sums(&self, scheme: &Scheme) -> FormScore {
        let units = scheme.units();
        let product = |one: i64, other: i64| i128::from(one) * i128::from(other);
        FormScore {
            earned: self.picks().map(|(item, grade)| product(units.weights[item], units.points[grade])).sum(),
            reachable: self.picks().map(|(item, _)| product(units.weights[item], units.full_marks)).sum(),
        }
    }

    /// Keeps only the items that `keep` names by index.
    pub(super) fn only(&self, keep: &[usize]) -> Sheet {
        let kept = |(item, grade): (usize, &Option<u8>)| grade.filter(|_| keep.contains(&item));
        Sheet { picks: self.picks.iter().enumerate().map(kept).collect(), least: self.least }
    }
}

impl FormScore {
    /// Scores a form of which only is known how many items got which grade, by index; nothing where it matters which
    /// items these were.
    pub(super) fn of_grades(scheme: &Scheme, grades: &[(usize, u8)]) -> Option<FormScore> {
        let units = scheme.units();
        let weight = units.weights.first().copied()?;
        let alike = units.weights.iter().all(|other| *other == weight);
        let sum = |points: &dyn Fn(usize) -> i64| -> i128 {
            let product = |(grade, times): &(usize, u8)| i128::from(points(*grade)) * i128::from(*times);
            grades.iter().map(product).sum::<i128>() * i128::from(weight)
        };
        let score = FormScore { earned: sum(&|grade| units.points[grade]), reachable: sum(&|_| units.full_marks) };
        alike.then_some(score)
    }

    /// Gives the score in per cent of full marks.
    pub fn exact(self) -> Exact {
        let share = fraction(self.earned, self.reachable).expect("a scored form answers items that weigh something");
        share * whole(100)
    }
}

/// Says what a fact is to a scheme.
pub(super) fn reading(scheme: &Scheme, fact: &Fact) -> Result<Reading, Cause> {
    Ok(match fact {
        Fact::Response(response) => match Sheet::read(scheme, response)? {
            None => Reading::OtherScheme,
            Some(sheet) if scheme.external.respondents.contains(&response.respondent) => Reading::Form(sheet),
            Some(sheet) => match scheme.parts.iter().position(|part| part.respondents.contains(&response.respondent)) {
                Some(part) => Reading::OtherPart(part, sheet),
                None => Reading::OtherRespondent,
            },
        },
        Fact::Delivery(_) | Fact::Complaint(_) => Reading::Measured,
        Fact::Issued(_) | Fact::Attempt(_) => Reading::Unused,
    })
}

/// Says whether a response was given under another version of the same scheme.
pub(super) fn is_other_version(scheme: &Scheme, response: &Response) -> bool {
    response.scheme == scheme.id && response.version.is_some_and(|version| version != scheme.version)
}

fn own(scheme: &Scheme, response: &Response) -> Result<Sheet, Cause> {
    let mut picks = vec![None; scheme.items.len()];
    for (item, grade) in response.answers.iter() {
        match scheme.items.iter().position(|known| known.id == item) {
            Some(index) => picks[index] = grade.map(|grade| grade_index(scheme, item, grade)).transpose()?,
            // Another version may have asked for more; what this one does not ask, it does not count.
            None if is_other_version(scheme, response) => {}
            None => {
                let known = scheme.items.iter().map(|item| item.id.clone()).collect();
                return Err(Cause::NoSuchItem { item: item.to_owned(), scheme: scheme.id.clone(), known });
            }
        }
    }
    Ok(Sheet { picks, least: scheme.answered_min })
}

fn translated(scheme: &Scheme, response: &Response, counterparts: &Counterparts) -> Result<Sheet, Cause> {
    let mut picks = vec![None; scheme.items.len()];
    for (index, theirs) in &counterparts.items {
        let answer = response.answers.iter().find(|(item, _)| item == theirs);
        if let Some((item, Some(grade))) = answer {
            picks[*index] = Some(grade_index(scheme, item, ours(counterparts, grade))?);
        }
    }
    Ok(Sheet { picks, least: counterparts.answered_min.unwrap_or(scheme.answered_min) })
}

/// Finds our grade for theirs; one that the table does not name counts alike.
fn ours(counterparts: &Counterparts, theirs: u8) -> u8 {
    counterparts.grades.iter().find(|(from, _)| *from == theirs).map_or(theirs, |(_, to)| *to)
}

fn grade_index(scheme: &Scheme, item: &str, key: u8) -> Result<u8, Cause> {
    // Each grade has another key, so that there are no more than a byte can count.
    let index = (0..=u8::MAX).zip(&scheme.grades).find(|(_, grade)| grade.key == key).map(|(index, _)| index);
    index.ok_or_else(|| Cause::NoSuchGrade {
        item: item.to_owned(),
        grade: key,
        allowed: scheme.grades.iter().map(|grade| grade.key).collect(),
    })
}
