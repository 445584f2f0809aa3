//! What customers asked for and nobody has answered yet (E8), what came in online and nobody has confirmed (A3), and
//! what was ordered for customers and is not done with (F1).

use super::error::DeskError;
use super::pages::{car, person, text};
use super::parts_on_order;
use super::rows::{OnlineRow, RequestRow, RequestsPage, SaidRow, WaitingRow};
use crate::domain::online::Online;
use crate::domain::order::Order;
use crate::domain::order::request::Request;
use crate::store::reading::Reading;

/// All requests of an order.
pub fn rows(order: &Order) -> Vec<RequestRow> {
    order.requests.iter().map(row).collect()
}

/// How many requests wait for an answer.
pub fn open(reading: &Reading<'_>) -> usize {
    reading.live.orders().map(|order| order.open_requests().count()).sum()
}

/// What waits for an answer, the oldest first.
pub fn page(reading: &Reading<'_>) -> Result<RequestsPage, DeskError> {
    let mut waiting = Vec::new();
    for order in reading.live.orders() {
        for request in order.open_requests() {
            let (car, owner) = (car(reading, &order.vehicle)?, person(reading, order.customer.as_ref())?);
            let (order, request) = (order.id.clone(), row(request));
            waiting.push(WaitingRow { order, plate: car.plate, name: owner.name, request });
        }
    }
    waiting.sort_by_key(|row| row.request.at);
    let mut online: Vec<OnlineRow> = reading.live.online().map(online_row).collect();
    online.sort_by_key(|row| row.sent);
    let parts = parts_on_order::waiting(reading, parts_on_order::open(reading))?;
    Ok(RequestsPage { online, waiting, parts })
}

fn online_row(online: &Online) -> OnlineRow {
    OnlineRow {
        online: online.id.clone(),
        plate: text(online.plate.as_ref()),
        name: text(online.name.as_ref()),
        phone: text(Some(&online.phone)),
        says: text(Some(&online.says)),
        wished: online.wished,
        file: online.file.clone().unwrap_or_default(),
        sent: online.sent,
    }
}

fn row(request: &Request) -> RequestRow {
    let answer = request.answer.as_ref().map(|answer| SaidRow {
        words: text(Some(&answer.text)),
        at: answer.at,
        by: answer.by.clone(),
    });
    let (number, at, by) = (request.number, request.at, request.by.clone());
    RequestRow { number, text: text(Some(&request.text)), at, by, answer }
}
