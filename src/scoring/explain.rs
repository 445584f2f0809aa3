//! From a number down to the answers it came from, step by step, as data.
//!
//! Each [`Step`] says how one number is made of others; each of those has its own step further down the list, until
//! the last steps stand on answers and counts. Whoever makes sentences of it has the rule, the terms and the result.

use num_traits::Zero;
use serde::Serialize;

use super::engine::{self, Form, Request, ScoreError};
use super::number::{Exact, fraction, print_exact, two_decimals, whole};
use super::report::satisfied;
use super::scheme::{Formula, Grade, MeanOf, MeanOver, Metric, Rate};
use super::{Book, Component, Count, Figures, ItemFigures, Scheme, Tally, What, Word};

/// Why there is no explanation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExplainError {
    /// There is no report either.
    #[error(transparent)]
    Score(#[from] ScoreError),
    /// No such number.
    #[error(
        "{what} is no number of this report; ask for total, external, internal, rate, part:ID, component:ID, item:ID or form:ID"
    )]
    NoSuch {
        /// What was asked for.
        what: String,
    },
}

/// How one number is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The number.
    pub what: What,
    /// How it is made of its terms.
    pub rule: Rule,
    /// What it is made of.
    pub terms: Vec<Term>,
    /// The result as a decimal or a fraction, whole; nothing where it cannot be computed.
    pub exact: Option<String>,
    /// The result as reports print it.
    pub shown: Option<String>,
}

/// How a number is made of its terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Rule {
    /// Each term times its weight, added up.
    WeightedSum,
    /// The mean of the terms by weight, in per cent of full marks.
    MeanInPercentOfFullMarks {
        /// The mean before it is set in relation to full marks.
        mean: Option<String>,
        /// The most that an item can earn.
        full_marks: String,
        /// The same number with blanks counted as no points, where there are blanks.
        over_returned: Option<String>,
    },
    /// The mean of the scores of so many forms.
    MeanOfForms {
        /// The forms.
        forms: u64,
    },
    /// The mean of the terms that can be computed.
    Mean,
    /// (1 − numerator ÷ denominator) × 100, or numerator ÷ denominator × 100.
    Ratio {
        /// True for one minus the ratio.
        complement: bool,
        /// The result before it was kept within 0 to 100, where that changed it.
        raw: Option<String>,
    },
    /// How many are satisfied, of how many, in per cent: forms by their scores, or answers by their grades.
    ShareOf {
        /// The satisfied.
        satisfied: u64,
        /// All.
        of: u64,
    },
    /// The points of the answers, added up, divided by a number of forms.
    PointsOverForms {
        /// The sum of the points.
        points: String,
        /// The number of forms.
        forms: u64,
    },
    /// The points of the answers, in per cent of what these items can earn.
    PointsInPercent {
        /// How many items were answered.
        answered: usize,
        /// How many there are.
        of: usize,
    },
}

/// One thing that a number is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "term", rename_all = "kebab-case")]
pub enum Term {
    /// Another number, explained by a step of its own.
    Number {
        /// Which one.
        what: What,
        /// What it counts.
        weight: Option<String>,
        /// Its value, exactly; nothing where it cannot be computed, so that it is left out.
        value: Option<String>,
    },
    /// A count.
    Count {
        /// What was counted.
        count: &'static str,
        /// How many.
        number: String,
    },
    /// All answers with the same grade.
    Grade {
        /// The grade.
        key: u8,
        /// What one such answer is worth.
        points: String,
        /// How many there are.
        number: u64,
    },
    /// All forms with the same score.
    Forms {
        /// The score.
        score: String,
        /// How many there are.
        number: u64,
    },
    /// One answer.
    Answer {
        /// The form.
        form: String,
        /// The item.
        item: String,
        /// The grade.
        key: u8,
        /// What it is worth.
        points: String,
        /// What it counts on its form.
        weight: String,
    },
}

/// Explains one number of the report that [`score`](super::score) makes of the same request.
pub fn explain(scheme: &Scheme, book: &Book, request: &Request, what: &What) -> Result<Vec<Step>, ExplainError> {
    let selected = engine::read(scheme, book, request)?;
    let tally = engine::tally(scheme, &selected);
    let figures = Figures::of(scheme, &tally, request.totals.as_ref());
    let forms = engine::forms(&selected);
    let teller =
        Teller { scheme, tally: &tally, figures: &figures, forms: &forms, has_totals: request.totals.is_some() };
    let steps = match what {
        What::Total => teller.total(),
        What::External => teller.external(),
        What::Internal => teller.internal(),
        What::Rate => vec![teller.rate()],
        What::Part(id) => teller.parts().into_iter().filter(|step| step.what.id() == Some(id)).collect(),
        What::Component(id) => teller.components().into_iter().filter(|step| step.what.id() == Some(id)).collect(),
        What::Item(id) => teller.item_with_answers(id),
        What::Form(id) => teller.form(id),
    };
    if steps.is_empty() { Err(ExplainError::NoSuch { what: what.to_string() }) } else { Ok(steps) }
}

/// What explanations are made from.
struct Teller<'a> {
    scheme: &'a Scheme,
    tally: &'a Tally,
    figures: &'a Figures,
    forms: &'a [Form<'a>],
    has_totals: bool,
}

impl Teller<'_> {
    fn total(&self) -> Vec<Step> {
        let Figures { external, internal, total, .. } = self.figures;
        let parts = self.scheme.parts.iter().zip(&self.figures.parts);
        let mut terms: Vec<Term> = parts
            .map(|(part, score)| number(What::Part(part.id.clone()), Some(&part.weight), score.as_ref()))
            .collect();
        terms.push(number(What::External, Some(&self.scheme.external.weight), external.as_ref()));
        if let Some(part) = &self.scheme.internal {
            let value = internal.as_ref().map(|internal| &internal.score);
            terms.push(number(What::Internal, Some(&part.weight), value));
        }
        let first = self.score_step(What::Total, Rule::WeightedSum, terms, total.as_ref());
        std::iter::once(first).chain(self.parts()).chain(self.external()).chain(self.internal()).collect()
    }

    fn parts(&self) -> Vec<Step> {
        let empty = Tally::new();
        let of = |index: usize| self.tally.part(index).unwrap_or(&empty);
        let parts = self.scheme.parts.iter().zip(&self.figures.parts).enumerate();
        let steps = parts
            .map(|(index, (part, score))| self.mean_of_forms(What::Part(part.id.clone()), of(index), score.as_ref()));
        steps.collect()
    }

    fn mean_of_forms(&self, what: What, tally: &Tally, score: Option<&Exact>) -> Step {
        let forms = tally.scores().map(|(_, number)| number).sum();
        self.score_step(what, Rule::MeanOfForms { forms }, score_terms(tally), score)
    }

    fn rate(&self) -> Step {
        let (_, satisfied, of) = satisfied(self.scheme, self.tally);
        let terms = match self.scheme.rate {
            Rate::Forms => score_terms(self.tally),
            Rate::Answers => {
                self.grades(|grade| (0..self.scheme.items.len()).map(|item| self.tally.given(item, grade)).sum())
            }
        };
        let percent = fraction(satisfied, of).map(|share| share * whole(100));
        step(What::Rate, Rule::ShareOf { satisfied, of }, terms, percent.as_ref(), two_decimals)
    }

    /// Gives every grade with how often it was given.
    fn grades(&self, given: impl Fn(usize) -> u64) -> Vec<Term> {
        let term = |(index, of): (usize, &Grade)| Term::Grade {
            key: of.key,
            points: print_exact(&of.points),
            number: given(index),
        };
        self.scheme.grades.iter().enumerate().map(term).collect()
    }

    fn external(&self) -> Vec<Step> {
        if self.scheme.external.mean_of == MeanOf::Forms {
            return vec![self.mean_of_forms(What::External, self.tally, self.figures.external.as_ref())];
        }
        let items = self.scheme.items.iter().zip(&self.figures.items);
        let terms =
            items.map(|(item, figures)| number(What::Item(item.id.clone()), Some(&item.weight), figures.mean.as_ref()));
        let mean = self.figures.external.as_ref().map(|external| external * &self.scheme.full_marks / whole(100));
        let rule = Rule::MeanInPercentOfFullMarks {
            mean: mean.as_ref().map(print_exact),
            full_marks: print_exact(&self.scheme.full_marks),
            over_returned: self.over_returned().as_ref().map(two_decimals),
        };
        let first = self.score_step(What::External, rule, terms.collect(), self.figures.external.as_ref());
        let items = self.scheme.items.iter().enumerate().map(|(index, _)| self.item(index));
        std::iter::once(first).chain(items).collect()
    }

    /// The external score by the letter of the procedure, which divides by all forms returned.
    fn over_returned(&self) -> Option<Exact> {
        let returned = self.tally.forms();
        let answered = self.figures.items.iter().filter(|item| item.answered > 0);
        let has_blanks = answered.clone().any(|item| item.answered < returned);
        if !has_blanks || self.scheme.external.mean_over == MeanOver::Returned {
            return None;
        }
        let items = self.scheme.items.iter().zip(&self.figures.items).filter(|(_, figures)| figures.answered > 0);
        let (sum, weights) = items.fold((Exact::zero(), Exact::zero()), |(sum, weights), (item, figures)| {
            (sum + &item.weight * &figures.points / whole(returned), weights + &item.weight)
        });
        Some(sum / weights * whole(100) / &self.scheme.full_marks)
    }

    fn item(&self, index: usize) -> Step {
        let figures: &ItemFigures = &self.figures.items[index];
        let terms = self.grades(|grade| self.tally.given(index, grade));
        let rule = Rule::PointsOverForms { points: print_exact(&figures.points), forms: figures.divisor };
        step(What::Item(self.scheme.items[index].id.clone()), rule, terms, figures.mean.as_ref(), two_decimals)
    }

    fn item_with_answers(&self, id: &str) -> Vec<Step> {
        let Some(index) = self.scheme.items.iter().position(|item| item.id == id) else { return Vec::new() };
        let mut step = self.item(index);
        step.terms.extend(self.forms.iter().flat_map(|form| self.answers(form)).filter(|term| term.is_of(id)));
        vec![step]
    }

    fn form(&self, id: &str) -> Vec<Step> {
        let of_name = self.forms.iter().filter(|form| form.response.stamp.id == id);
        let steps = of_name.map(|form| {
            let (answered, of) = (form.sheet.answered(), self.scheme.items.len());
            let score = form.sheet.score(self.scheme).map(|score| score.exact());
            let rule = Rule::PointsInPercent { answered, of };
            self.score_step(What::Form(id.to_owned()), rule, self.answers(form).collect(), score.as_ref())
        });
        steps.collect()
    }

    fn answers<'a>(&'a self, form: &'a Form<'_>) -> impl Iterator<Item = Term> + 'a {
        form.sheet.picks().map(|(item, grade)| Term::Answer {
            form: form.response.stamp.id.clone(),
            item: self.scheme.items[item].id.clone(),
            key: self.scheme.grades[grade].key,
            points: print_exact(&self.scheme.grades[grade].points),
            weight: print_exact(&self.scheme.items[item].weight),
        })
    }

    fn internal(&self) -> Vec<Step> {
        if self.scheme.internal.is_none() {
            return Vec::new();
        }
        let terms = self.metrics().map(|(metric, component)| {
            number(What::Component(metric.id.clone()), None, component.map(|component| &component.score))
        });
        let score = self.figures.internal.as_ref().map(|internal| &internal.score);
        let first = step(What::Internal, Rule::Mean, terms.collect(), score, two_decimals);
        std::iter::once(first).chain(self.components()).collect()
    }

    fn components(&self) -> Vec<Step> {
        let component = |(metric, component): (&Metric, Option<&Component>)| {
            let raw = component.filter(|component| component.raw != component.score);
            let rule = Rule::Ratio {
                complement: metric.formula == Formula::Complement,
                raw: raw.map(|component| print_exact(&component.raw)),
            };
            let pair = component.map(|component| (&component.numerator, &component.denominator));
            let counts = pair.into_iter().flat_map(|(numerator, denominator)| {
                [count(metric.numerator, numerator.to_string()), count(metric.denominator, denominator.to_string())]
            });
            // All complaints stand beside the valid ones about quality, which alone are counted.
            let beside = (metric.numerator == Count::QualityComplaints && !self.has_totals)
                .then(|| count(Count::Complaints, self.tally.measures().counted(Count::Complaints).to_string()));
            let (what, terms) = (What::Component(metric.id.clone()), counts.chain(beside).collect());
            step(what, rule, terms, component.map(|component| &component.score), two_decimals)
        };
        self.metrics().map(component).collect()
    }

    /// Gives every component with its figures, where it has any.
    fn metrics(&self) -> impl Iterator<Item = (&Metric, Option<&Component>)> {
        let metrics = self.scheme.internal.iter().flat_map(|internal| &internal.metrics).enumerate();
        let figures = |index: usize| self.figures.internal.as_ref().and_then(|of| of.components[index].as_ref());
        metrics.map(move |(index, metric)| (metric, figures(index)))
    }

    /// Makes the step of a number that has a band.
    fn score_step(&self, what: What, rule: Rule, terms: Vec<Term>, score: Option<&Exact>) -> Step {
        step(what, rule, terms, score, |score| self.scheme.print_score(score))
    }
}

impl Term {
    fn is_of(&self, id: &str) -> bool {
        match self {
            Term::Answer { item, .. } => item == id,
            Term::Number { .. } | Term::Count { .. } | Term::Grade { .. } | Term::Forms { .. } => false,
        }
    }
}

fn score_terms(tally: &Tally) -> Vec<Term> {
    tally.scores().map(|(score, number)| Term::Forms { score: print_exact(&score.exact()), number }).collect()
}

fn step(what: What, rule: Rule, terms: Vec<Term>, value: Option<&Exact>, print: impl Fn(&Exact) -> String) -> Step {
    Step { what, rule, terms, exact: value.map(print_exact), shown: value.map(print) }
}

fn number(what: What, weight: Option<&Exact>, value: Option<&Exact>) -> Term {
    Term::Number { what, weight: weight.map(print_exact), value: value.map(print_exact) }
}

fn count(count: Count, number: String) -> Term {
    Term::Count { count: count.word(), number }
}
