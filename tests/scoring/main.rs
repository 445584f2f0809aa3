//! What the scoring engine promises, without the desk.

mod book;
mod boundary;
mod explanation;
mod facts;
mod forms;
mod grouping;
mod periods;
mod properties;
mod report;
mod schemes;
mod support;
