//! What the scoring engine promises, without the desk.
