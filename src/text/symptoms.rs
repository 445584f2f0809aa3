//! When a fault shows, as one sentence (feature 6): what was answered, in the order in which it is asked. A question
//! that was not asked leaves no trace; an answer of "no" does.

use super::Words;
use crate::domain::order::symptoms::{
    Accessories, Engine, Ground, Load, Often, Repaired, Serviced, Since, Speed, Symptoms,
};

/// Says the answers: `cold engine, low speed, wet road, since this week, sometimes`.
pub fn sentence(words: &Words, symptoms: &Symptoms) -> String {
    let keys = [
        symptoms.engine.map(engine),
        symptoms.speed.map(speed),
        symptoms.load.map(load),
        symptoms.ground.map(ground),
        symptoms.accessories.map(accessories),
        symptoms.since.map(since),
        symptoms.often.map(often),
        symptoms.serviced.map(serviced),
        symptoms.repaired.map(repaired),
    ];
    let said: Vec<_> = keys.into_iter().flatten().map(|key| words.get(key)).collect();
    said.join(&words.get("symptom-comma"))
}

fn engine(value: Engine) -> &'static str {
    match value {
        Engine::Cold => "symptom-said-cold",
        Engine::Warm => "symptom-said-warm",
    }
}

fn speed(value: Speed) -> &'static str {
    match value {
        Speed::Low => "symptom-said-low",
        Speed::High => "symptom-said-high",
    }
}

fn load(value: Load) -> &'static str {
    match value {
        Load::Empty => "symptom-said-empty",
        Load::Loaded => "symptom-said-loaded",
    }
}

fn ground(value: Ground) -> &'static str {
    match value {
        Ground::Smooth => "symptom-said-smooth",
        Ground::Rough => "symptom-said-rough",
        Ground::Wet => "symptom-said-wet",
        Ground::Slope => "symptom-said-slope",
        Ground::Bend => "symptom-said-bend",
    }
}

fn accessories(value: Accessories) -> &'static str {
    match value {
        Accessories::On => "symptom-said-on",
        Accessories::Off => "symptom-said-off",
    }
}

fn serviced(value: Serviced) -> &'static str {
    match value {
        Serviced::Month => "symptom-said-serviced-month",
        Serviced::HalfYear => "symptom-said-serviced-half",
        Serviced::Year => "symptom-said-serviced-year",
        Serviced::Longer => "symptom-said-serviced-longer",
        Serviced::Unknown => "symptom-said-serviced-unknown",
    }
}

fn repaired(value: Repaired) -> &'static str {
    match value {
        Repaired::Nothing => "symptom-said-repaired-nothing",
        Repaired::Same => "symptom-said-repaired-same",
        Repaired::Other => "symptom-said-repaired-other",
    }
}

fn since(value: Since) -> &'static str {
    match value {
        Since::Today => "symptom-said-since-today",
        Since::Week => "symptom-said-since-week",
        Since::Month => "symptom-said-since-month",
        Since::Longer => "symptom-said-since-longer",
    }
}

fn often(value: Often) -> &'static str {
    match value {
        Often::Always => "symptom-said-always",
        Often::Sometimes => "symptom-said-sometimes",
        Often::Once => "symptom-said-once",
    }
}
