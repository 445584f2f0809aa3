//! Buckets that a store keeps: counts of facts that know no scheme.
//!
//! A [`Tally`] counts under one scheme, and a scheme gets new versions. What is kept for years must outlive them, so a
//! bucket keeps what was answered, not what it is worth: each grade of each item, and of whole forms how many grades of
//! each kind they hold. There are only so many such kinds of forms, so a bucket stays small however many answers it
//! counts, and it gives the very tally that the facts give. Buckets add up, and a fact that was corrected is taken out
//! again: what is left is as if it had never been told.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};

use super::fact::{Complaint, Response};
use super::measure::Measures;
use super::sheet::FormScore;
use super::{Fact, Opinion, Respondent, Scheme, Tally};

/// Counts of facts under no scheme.
///
/// ```
/// use shopdesk::scoring::{Bucket, Fact, Scheme, Tally, scheme};
/// let (file, text) = scheme::SHIPPED[0];
/// let scheme = Scheme::parse(file, text)?;
/// let fact = |grade: u8| Fact::parse(&format!(r#"{{"fact":"response","id":"V1","at":"2026-03-02T10:00:00Z",
///     "scheme":"visit","answers":{{"price":{grade}}}}}"#).replace('\n', ""));
/// let mut bucket = Bucket::default();
/// bucket.add(&fact(2)?);
/// assert_eq!(bucket.tally(&scheme), Some(Tally::of(&scheme, &[fact(2)?])?));
/// // It was a slip of the finger.
/// let (mut told, mut withdrawn) = (bucket, Bucket::default());
/// withdrawn.add(&fact(2)?);
/// assert!(told.take(&withdrawn));
/// assert!(told.is_empty());
/// assert!(!told.take(&withdrawn), "nothing is taken twice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// What was answered, by what was asked of whom.
    #[serde(with = "pairs")]
    asked: BTreeMap<Asked, Answered>,
    measures: Measures,
    /// Complaints by category and by how they were judged.
    #[serde(with = "pairs")]
    complaints: BTreeMap<(Option<String>, Option<bool>), u64>,
}

/// The questions of a form, and who answered them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Asked {
    scheme: String,
    version: Option<u32>,
    respondent: Respondent,
}

/// What was answered to the same questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Answered {
    /// How often each grade was given to an item; no grade where it does not apply.
    #[serde(with = "pairs")]
    items: BTreeMap<(String, Option<u8>), u64>,
    /// How many forms hold so many of each grade.
    #[serde(with = "pairs")]
    forms: BTreeMap<Grades, u64>,
    #[serde(with = "pairs")]
    opinions: BTreeMap<Opinion, u64>,
}

/// Grade and how many items got it, by grade.
type Grades = Vec<(u8, u8)>;

/// Complaints as a reader of the scores has to know them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Complaints {
    /// All.
    pub all: u64,
    /// Judged valid.
    pub valid: u64,
    /// Not judged yet: they count neither for nor against the shop.
    pub open: u64,
    /// Those of them that are about quality.
    pub open_quality: u64,
}

impl Bucket {
    /// Counts one fact; one that no score is made of changes nothing.
    pub fn add(&mut self, fact: &Fact) {
        if fact.stamp().void {
            return;
        }
        match fact {
            Fact::Response(response) => self.add_response(response),
            Fact::Delivery(delivery) => self.measures.add_delivery(delivery),
            Fact::Complaint(complaint) => self.add_complaint(complaint),
            Fact::Issued(_) | Fact::Attempt(_) => {}
        }
    }

    /// Adds what another bucket counts.
    pub fn merge(&mut self, other: &Bucket) {
        for (asked, answered) in &other.asked {
            let own = self.asked.entry(asked.clone()).or_default();
            add_all(&mut own.items, &answered.items);
            add_all(&mut own.forms, &answered.forms);
            add_all(&mut own.opinions, &answered.opinions);
        }
        self.measures.merge(&other.measures);
        add_all(&mut self.complaints, &other.complaints);
    }

    /// Takes out what another bucket counts. `false`: it counts what was never put in, and this one is worth nothing
    /// any more.
    pub fn take(&mut self, other: &Bucket) -> bool {
        let mut whole = self.measures.take(&other.measures) && take_all(&mut self.complaints, &other.complaints);
        for (asked, answered) in &other.asked {
            let Entry::Occupied(mut own) = self.asked.entry(asked.clone()) else { return false };
            let left = own.get_mut();
            whole &= take_all(&mut left.items, &answered.items)
                && take_all(&mut left.forms, &answered.forms)
                && take_all(&mut left.opinions, &answered.opinions);
            if left.forms.is_empty() {
                own.remove();
            }
        }
        whole
    }

    /// Says whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        *self == Bucket::default()
    }

    /// Counts the complaints.
    pub fn complaints(&self) -> Complaints {
        let mut counted = Complaints::default();
        for ((category, valid), number) in &self.complaints {
            let about_quality = category.as_deref() == Some("quality");
            counted.all += number;
            match (valid, about_quality) {
                (Some(true), _) => counted.valid += number,
                (Some(false), _) => {}
                (None, quality) => {
                    counted.open += number;
                    counted.open_quality += if quality { *number } else { 0 };
                }
            }
        }
        counted
    }

    /// Gives the tally that the facts themselves give under a scheme; nothing where only the facts can tell: where the
    /// scheme reads answers to another one, weighs its items differently, or does not know what was asked or given.
    pub fn tally(&self, scheme: &Scheme) -> Option<Tally> {
        let mut tally = Tally::new();
        tally.measures = self.measures.clone();
        for (asked, answered) in &self.asked {
            enter(&mut tally, scheme, asked, answered)?;
        }
        Some(tally)
    }

    fn add_response(&mut self, response: &Response) {
        let (scheme, version) = (response.scheme.clone(), response.version);
        let answered = self.asked.entry(Asked { scheme, version, respondent: response.respondent }).or_default();
        let mut grades: BTreeMap<u8, u8> = BTreeMap::new();
        for (item, grade) in response.answers.iter() {
            *answered.items.entry((item.to_owned(), grade)).or_default() += 1;
            if let Some(grade) = grade {
                let times = grades.entry(grade).or_default();
                *times = times.saturating_add(1);
            }
        }
        *answered.forms.entry(grades.into_iter().collect()).or_default() += 1;
        if let Some(opinion) = response.opinion {
            *answered.opinions.entry(opinion).or_default() += 1;
        }
    }

    fn add_complaint(&mut self, complaint: &Complaint) {
        self.measures.add_complaint(complaint);
        *self.complaints.entry((complaint.category.clone(), complaint.valid)).or_default() += 1;
    }
}

/// Enters answers to the same questions into a tally, as [`sheet::reading`](super::sheet::reading) sorts single ones.
fn enter(tally: &mut Tally, scheme: &Scheme, asked: &Asked, answered: &Answered) -> Option<()> {
    let number: u64 = answered.forms.values().sum();
    if asked.scheme != scheme.id {
        // Its table turns whole forms into others; which form held which answers is not kept.
        let reads = scheme.from.iter().any(|from| from.scheme == asked.scheme);
        tally.skipped += number;
        return (!reads).then_some(());
    }
    if scheme.external.respondents.contains(&asked.respondent) {
        if asked.version.is_some_and(|version| version != scheme.version) {
            tally.other_versions += number;
        }
        add_all(&mut tally.opinions, &answered.opinions);
        return enter_forms(tally, scheme, answered);
    }
    match scheme.parts.iter().position(|part| part.respondents.contains(&asked.respondent)) {
        Some(part) => enter_forms(tally.part_mut(part), scheme, answered),
        None => {
            tally.other_respondents += number;
            enter_forms(&mut Tally::new(), scheme, answered)
        }
    }
}

fn enter_forms(tally: &mut Tally, scheme: &Scheme, answered: &Answered) -> Option<()> {
    for ((item, grade), number) in &answered.items {
        let item = scheme.items.iter().position(|known| known.id == *item)?;
        if let Some(grade) = grade {
            *tally.cell(item, grade_index(scheme, *grade)?) += number;
        }
    }
    for (grades, number) in &answered.forms {
        let count: usize = grades.iter().map(|(_, times)| usize::from(*times)).sum();
        if count < scheme.answered_min {
            tally.incomplete += number;
            continue;
        }
        let grades: Option<Vec<(usize, u8)>> =
            grades.iter().map(|(grade, times)| Some((grade_index(scheme, *grade)?, *times))).collect();
        *tally.forms.entry(FormScore::of_grades(scheme, &grades?)?).or_default() += number;
    }
    Some(())
}

fn grade_index(scheme: &Scheme, key: u8) -> Option<usize> {
    scheme.grades.iter().position(|grade| grade.key == key)
}

fn add_all<K: Ord + Clone>(own: &mut BTreeMap<K, u64>, other: &BTreeMap<K, u64>) {
    for (key, number) in other {
        *own.entry(key.clone()).or_default() += number;
    }
}

/// Takes counts out; what is down to nothing is forgotten, so that equal counts are equal bytes.
fn take_all<K: Ord + Clone>(own: &mut BTreeMap<K, u64>, other: &BTreeMap<K, u64>) -> bool {
    for (key, number) in other {
        let Some(left) = own.get(key).and_then(|own| own.checked_sub(*number)) else { return false };
        match left {
            0 => own.remove(key),
            left => own.insert(key.clone(), left),
        };
    }
    true
}

/// Maps as lists of pairs: JSON has only texts for keys.
pub(super) mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub fn deserialize<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}
