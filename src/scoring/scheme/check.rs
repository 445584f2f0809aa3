//! Checks that the parts of a scheme fit together, so that the engine never meets a score without a verdict.

use num_traits::Zero;

use super::{Range, Remedy, Scheme, SchemeError, Spread, When};
use crate::scoring::Word;
use crate::scoring::number::{Exact, fraction, has_two_decimals, print_exact, whole};

/// Names that reports use for something else.
const METRIC_ID_RESERVED: &str = "score";
const BAND_ID_RESERVED: &str = "incomplete";

/// The checks of one file.
struct Check<'a> {
    file: &'a str,
    scheme: &'a Scheme,
}

/// Checks a scheme that was read field by field.
pub(super) fn scheme(file: &str, scheme: &Scheme) -> Result<(), SchemeError> {
    let check = Check { file, scheme };
    check.names()?;
    check.points()?;
    check.weights()?;
    check.parts()?;
    check.interval()?;
    check.bands()?;
    check.triggers()?;
    check.boundaries()?;
    check.counterparts()
}

impl Check<'_> {
    fn names(&self) -> Result<(), SchemeError> {
        let Scheme { items, grades, bands, reasons, .. } = self.scheme;
        self.distinct("item", "id", items.iter().map(|item| item.id.clone()), &[])?;
        self.distinct("grade", "key", grades.iter().map(|grade| grade.key.to_string()), &[])?;
        self.distinct("band", "id", bands.iter().map(|band| band.id.clone()), &[BAND_ID_RESERVED])?;
        self.distinct("reason", "code", reasons.iter().map(|reason| reason.code.clone()), &[])?;
        let metrics = self.scheme.internal.iter().flat_map(|internal| &internal.metrics);
        self.distinct("internal.metric", "id", metrics.map(|metric| metric.id.clone()), &[METRIC_ID_RESERVED])
    }

    fn points(&self) -> Result<(), SchemeError> {
        let Scheme { items, grades, full_marks, answered_min, reason_at_most_points, .. } = self.scheme;
        if full_marks.is_zero() {
            return Err(self.error("full_marks", "0", Remedy::Write(super::Wanted::WholeFrom(1))));
        }
        for (grade, number) in grades.iter().zip(1..) {
            let field = format!("grade[{number}].points");
            self.within(&field, &grade.points, full_marks)?;
            if grade.points < -full_marks.clone() {
                let remedy = Remedy::StayWithin(print_exact(&-full_marks.clone()));
                return Err(self.error(&field, &print_exact(&grade.points), remedy));
            }
        }
        self.within("reason_at_most_points", reason_at_most_points, &self.scheme.points_max())?;
        self.within("answered_min", &whole(*answered_min), &whole(items.len()))
    }

    fn weights(&self) -> Result<(), SchemeError> {
        for (item, number) in self.scheme.items.iter().zip(1..) {
            if item.weight.is_zero() {
                let wanted = Remedy::Write(super::Wanted::WholeFrom(1));
                return Err(self.error(&format!("item[{number}].weight"), "0", wanted));
            }
        }
        let internal = self.scheme.internal.as_ref().map_or_else(Exact::zero, |internal| internal.weight.clone());
        let parts = self.scheme.parts.iter().fold(internal, |sum, part| sum + &part.weight);
        let sum = &self.scheme.external.weight + parts;
        if sum == whole(1) { Ok(()) } else { Err(self.error("weight", &print_exact(&sum), Remedy::AddUpToOne)) }
    }

    /// Each part has a name and respondents of its own.
    fn parts(&self) -> Result<(), SchemeError> {
        let Scheme { parts, external, .. } = self.scheme;
        self.distinct("part", "id", parts.iter().map(|part| part.id.clone()), &[external.part.as_str()])?;
        let mut taken = external.respondents.clone();
        for (part, number) in parts.iter().zip(1..) {
            if let Some(twice) = part.respondents.iter().find(|who| taken.contains(who)) {
                return Err(self.error(&format!("part[{number}].respondents"), twice.word(), Remedy::OnePartEach));
            }
            taken.extend(&part.respondents);
        }
        Ok(())
    }

    /// A kind of interval that counts answers needs one item, and answers that can be counted.
    fn interval(&self) -> Result<(), SchemeError> {
        let Scheme { external, items, grades, full_marks, .. } = self.scheme;
        let (least, points) = match external.interval {
            Spread::Student => return Ok(()),
            Spread::Wilson => (Exact::zero(), "0 or full marks"),
            Spread::AdjustedWald => (-full_marks.clone(), "full marks, 0 or full marks below 0"),
        };
        let counted = |points: &Exact| points.is_zero() || points == full_marks || *points == least;
        if items.len() == 1 && grades.iter().all(|grade| counted(&grade.points)) {
            return Ok(());
        }
        Err(self.error("external.interval", external.interval.word(), Remedy::FitInterval(points)))
    }

    /// Bands follow one another from 0 upwards, each boundary belonging to exactly one of two.
    fn bands(&self) -> Result<(), SchemeError> {
        let bands = &self.scheme.bands;
        for (band, number) in bands.iter().zip(1..) {
            self.range(&format!("band[{number}]"), &band.range, &self.scheme.score_max())?;
        }
        for (number, pair) in (2..).zip(bands.windows(2)) {
            if !pair[0].range.meets(&pair[1].range) {
                return Err(self.error(&format!("band[{number}]"), &pair[1].id, Remedy::MeetTheBandBefore));
            }
        }
        let (first, last) = (bands.first(), bands.last());
        let low_enough = |range: &Range| match self.scheme.score_min() < Exact::zero() {
            true => range.low.is_none(),
            false => range.starts_at_zero(),
        };
        if let Some(first) = first.filter(|band| !low_enough(&band.range)) {
            return Err(self.error("band[1]", &first.id, Remedy::BeginAtZero));
        }
        match last.filter(|band| band.range.high.is_some()) {
            Some(last) => Err(self.error(&format!("band[{}]", bands.len()), &last.id, Remedy::EndOpen)),
            None => Ok(()),
        }
    }

    fn triggers(&self) -> Result<(), SchemeError> {
        for (trigger, number) in self.scheme.triggers.iter().zip(1..) {
            let field = format!("trigger[{number}]");
            match &trigger.when {
                When::Answer(range) => self.range(&field, range, &self.scheme.points_max())?,
                When::Form(range) | When::External(range) => self.range(&field, range, &self.scheme.score_max())?,
                When::Total(range) => self.range(&field, range, &self.total_max())?,
                When::Opinion(_) => {}
            }
        }
        Ok(())
    }

    /// A score between two boundaries must have a number of two decimals on its own side of both.
    fn boundaries(&self) -> Result<(), SchemeError> {
        let triggers = self.scheme.triggers.iter().filter_map(|trigger| match &trigger.when {
            When::Form(range) | When::External(range) | When::Total(range) => Some(range),
            When::Answer(_) | When::Opinion(_) => None,
        });
        let ranges = self.scheme.bands.iter().map(|band| &band.range).chain(triggers);
        let mut values: Vec<&Exact> = ranges.flat_map(Range::edges).map(|edge| &edge.value).collect();
        values.sort();
        values.dedup();
        if let Some(fine) = values.iter().find(|value| !has_two_decimals(value)) {
            return Err(self.error("band", &print_exact(fine), Remedy::TwoDecimals));
        }
        let apart = fraction(2, 100).expect("100 is not 0");
        match values.windows(2).find(|pair| pair[1] - pair[0] < apart) {
            Some(pair) => Err(self.error("band", &print_exact(pair[1]), Remedy::KeepApart)),
            None => Ok(()),
        }
    }

    fn counterparts(&self) -> Result<(), SchemeError> {
        let keys: Vec<u8> = self.scheme.grades.iter().map(|grade| grade.key).collect();
        for from in &self.scheme.from {
            if let Some(least) = from.answered_min {
                let field = format!("from.{}.answered_min", from.scheme);
                self.within(&field, &whole(least), &whole(from.items.len()))?;
            }
            if let Some((theirs, ours)) = from.grades.iter().find(|(_, ours)| !keys.contains(ours)) {
                let field = format!("from.{}.grades.{theirs}", from.scheme);
                let known = keys.iter().map(u8::to_string).collect();
                return Err(self.error(&field, &ours.to_string(), Remedy::NameOneOf(known)));
            }
        }
        Ok(())
    }

    /// The literal reading of one procedure asks for 80 of a score that cannot pass 46: no such scheme gets in.
    fn range(&self, field: &str, range: &Range, reachable: &Exact) -> Result<(), SchemeError> {
        if range.is_empty() {
            return Err(self.error(field, "an empty range", Remedy::WidenRange));
        }
        for edge in range.edges() {
            self.within(field, &edge.value, reachable)?;
        }
        match &range.low {
            Some(low) if !low.included && low.value == *reachable => {
                Err(self.error(field, &print_exact(&low.value), Remedy::StayWithin(print_exact(reachable))))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn within(&self, field: &str, value: &Exact, most: &Exact) -> Result<(), SchemeError> {
        if value <= most {
            return Ok(());
        }
        Err(self.error(field, &print_exact(value), Remedy::StayWithin(print_exact(most))))
    }

    /// The highest total that there can be: the answers at their best, and everything measured at 100.
    fn total_max(&self) -> Exact {
        let measured = self.scheme.internal.as_ref().map_or_else(Exact::zero, |internal| internal.weight.clone());
        self.scheme.score_max() * (whole(1) - &measured) + measured * whole(100)
    }

    fn distinct(
        &self,
        list: &str,
        field: &str,
        names: impl Iterator<Item = String>,
        reserved: &[&str],
    ) -> Result<(), SchemeError> {
        let mut taken: Vec<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
        for (name, number) in names.zip(1..) {
            if taken.contains(&name) {
                return Err(self.error(&format!("{list}[{number}].{field}"), &name, Remedy::Rename));
            }
            taken.push(name);
        }
        Ok(())
    }

    fn error(&self, field: &str, value: &str, remedy: Remedy) -> SchemeError {
        let (file, field, value) = (self.file.to_owned(), field.to_owned(), value.to_owned());
        SchemeError { file, line: None, field, value, remedy }
    }
}
