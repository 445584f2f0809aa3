//! What a score amounts to: its band, the rules that it fires, and how it may be printed.

use std::collections::BTreeMap;

use super::number::{Exact, two_decimals_judged};
use super::report::Fired;
use super::scheme::{Range, When};
use super::{Figures, Opinion, Scheme, Sheet, Tally};

impl Scheme {
    /// Prints a score with two decimals, never as a score of another band or one that fires other rules.
    ///
    /// ```
    /// use shopdesk::scoring::{number, scheme, Scheme};
    /// let (file, text) = scheme::SHIPPED[0];
    /// let scheme = Scheme::parse(file, text)?;
    /// assert_eq!(scheme.print_score(&number::read("79.996").unwrap()), "79.99");
    /// assert_eq!(scheme.print_score(&number::read("85.003").unwrap()), "85.01");
    /// assert_eq!(scheme.print_score(&number::read("84.996").unwrap()), "85.00");
    /// # Ok::<(), scheme::SchemeError>(())
    /// ```
    pub fn print_score(&self, score: &Exact) -> String {
        two_decimals_judged(score, |score| verdict(self, score))
    }
}

/// Counts how often each rule fires. Each count comes from the tally alone.
pub(super) fn count_fired(scheme: &Scheme, tally: &Tally, figures: &Figures) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for trigger in &scheme.triggers {
        let times: u64 = match &trigger.when {
            When::Answer(range) => {
                let low = (0..scheme.grades.len()).filter(|grade| range.contains(&scheme.grades[*grade].points));
                low.flat_map(|grade| (0..scheme.items.len()).map(move |item| tally.given(item, grade))).sum()
            }
            When::Form(range) => {
                tally.scores().filter(|(score, _)| range.contains(&score.exact())).map(|(_, number)| number).sum()
            }
            When::External(range) => u64::from(figures.external.as_ref().is_some_and(|score| range.contains(score))),
            When::Total(range) => u64::from(figures.total.as_ref().is_some_and(|total| range.contains(total))),
            When::Opinion(opinions) => opinions.iter().map(|opinion| tally.opinions(*opinion)).sum(),
        };
        *counts.entry(trigger.rule.clone()).or_default() += times;
    }
    counts
}

/// Lists the rules that the whole fires.
pub(super) fn fired_by_whole(scheme: &Scheme, figures: &Figures) -> Vec<Fired> {
    let meant = |range: &Range, score: &Option<Exact>| score.as_ref().is_some_and(|score| range.contains(score));
    let fires = |when: &When| match when {
        When::External(range) => meant(range, &figures.external),
        When::Total(range) => meant(range, &figures.total),
        When::Answer(_) | When::Form(_) | When::Opinion(_) => false,
    };
    let rules = scheme.triggers.iter().filter(|trigger| fires(&trigger.when));
    rules.map(|trigger| Fired { rule: trigger.rule.clone(), form: None, item: None }).collect()
}

/// Lists the rules that one form fires, for each rule in item order.
pub(super) fn fired_by_form(scheme: &Scheme, id: &str, sheet: &Sheet, opinion: Option<Opinion>) -> Vec<Fired> {
    let score = sheet.score(scheme).map(|score| score.exact());
    let mut fired = Vec::new();
    for trigger in &scheme.triggers {
        let mut fire = |item: Option<usize>| {
            let item = item.map(|item| scheme.items[item].id.clone());
            fired.push(Fired { rule: trigger.rule.clone(), form: Some(id.to_owned()), item });
        };
        match &trigger.when {
            When::Answer(range) => {
                let low = sheet.picks().filter(|(_, grade)| range.contains(&scheme.grades[*grade].points));
                low.for_each(|(item, _)| fire(Some(item)));
            }
            When::Form(range) if score.as_ref().is_some_and(|score| range.contains(score)) => fire(None),
            When::Opinion(opinions) if opinion.is_some_and(|opinion| opinions.contains(&opinion)) => fire(None),
            When::Form(_) | When::Opinion(_) | When::External(_) | When::Total(_) => {}
        }
    }
    fired
}

/// Everything that a score decides: its band, then each rule on forms or the total.
fn verdict(scheme: &Scheme, score: &Exact) -> Vec<bool> {
    let bands = scheme.bands.iter().map(|band| band.range.contains(score));
    let rules = scheme.triggers.iter().map(|trigger| match &trigger.when {
        When::Form(range) | When::External(range) | When::Total(range) => range.contains(score),
        When::Answer(_) | When::Opinion(_) => false,
    });
    bands.chain(rules).collect()
}
