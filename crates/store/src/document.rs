use std::sync::Arc;

use model::document::{Document, DocumentStatus};
use model::order::{Acknowledgement, Direction};
use model::scope::Scope;
use model::{DocumentId, OrderId, PartnerId, SiteId};

use crate::apply::Statement;
use crate::error::Conflict;
use crate::order::LIST;
use crate::sql::{Query, Row, Value};
use crate::{Error, Store, codec};

/// Bytes of a document in one row.
const CHUNK: usize = 1 << 20;

/// Which documents to list. Empty means all in scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    /// Of this partner.
    pub partner: Option<PartnerId>,
    /// About this site.
    pub site: Option<SiteId>,
    /// About this order.
    pub order: Option<OrderId>,
    /// Which way.
    pub direction: Option<Direction>,
    /// With this status.
    pub status: Option<DocumentStatus>,
    /// Of this kind.
    pub kind: Option<String>,
    /// At most so many; 0 is 500.
    pub limit: u32,
}

impl Store {
    /// Finds a document in scope; with `all` also one whose partner is unknown.
    pub async fn document(
        &self,
        scope: &Scope,
        all: bool,
        id: &DocumentId,
    ) -> Result<Option<Document>, Error> {
        let mut query = Query::new("SELECT body, acknowledgement FROM documents WHERE id = ");
        query.bind(id.as_str()).push(" AND ").in_scope(scope, all);
        self.query(query).await?.first().map(document).transpose()
    }

    /// Returns the bytes of a document; none where there is no such document. The caller checked
    /// with [`Store::document`] that the reader may see it.
    pub async fn document_bytes(&self, id: &DocumentId) -> Result<Vec<u8>, Error> {
        let sql = "SELECT bytes FROM document_chunks WHERE document = $1 ORDER BY chunk";
        let rows = self.rows(sql, [id.as_str().into()]).await?;
        let mut bytes = Vec::new();
        for row in rows {
            bytes.append(&mut row.blob(0)?);
        }
        Ok(bytes)
    }

    /// Lists documents in scope, newest first; with `all` also those whose partner is unknown.
    pub async fn documents(
        &self,
        scope: &Scope,
        all: bool,
        filter: &DocumentFilter,
    ) -> Result<Vec<Document>, Error> {
        let mut query = Query::new("SELECT body, acknowledgement FROM documents WHERE ");
        query.in_scope(scope, all);
        if let Some(partner) = &filter.partner {
            query.push(" AND partner = ").bind(partner.as_str());
        }
        if let Some(site) = &filter.site {
            query.push(" AND site = ").bind(site.as_str());
        }
        if let Some(order) = &filter.order {
            query.push(" AND order_id = ").bind(order.as_str());
        }
        if let Some(direction) = filter.direction {
            query.push(" AND direction = ").bind(way(direction));
        }
        if let Some(status) = filter.status {
            query.push(" AND status = ").bind(status.name());
        }
        if let Some(kind) = &filter.kind {
            query.push(" AND kind = ").bind(kind.as_str());
        }
        let limit = if filter.limit == 0 {
            LIST
        } else {
            filter.limit
        };
        query.push(" ORDER BY at DESC, id DESC LIMIT ").bind(limit);
        self.query(query).await?.iter().map(document).collect()
    }

    /// Returns documents that wait in a status, oldest first.
    pub async fn documents_with_status(
        &self,
        direction: Direction,
        status: DocumentStatus,
        limit: u32,
    ) -> Result<Vec<Document>, Error> {
        let sql = "SELECT body, acknowledgement FROM documents
            WHERE direction = $1 AND status = $2 ORDER BY at, id LIMIT $3";
        let values = [way(direction).into(), status.name().into(), limit.into()];
        self.rows(sql, values).await?.iter().map(document).collect()
    }
}

/// The chunks keep what was first written: bytes of a document never change.
pub(crate) fn written(
    document: &Document,
    bytes: Option<Vec<u8>>,
    into: &mut Vec<Statement>,
) -> Result<(), Error> {
    let sql = "INSERT INTO documents
            (id, direction, partner, site, order_id, kind, at, status, acknowledgement, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (id) DO UPDATE SET
            direction = EXCLUDED.direction, partner = EXCLUDED.partner, site = EXCLUDED.site,
            order_id = EXCLUDED.order_id, kind = EXCLUDED.kind, at = EXCLUDED.at,
            status = EXCLUDED.status, acknowledgement = EXCLUDED.acknowledgement,
            body = EXCLUDED.body";
    into.push(Statement::new(sql, row_of(document)?));
    chunks(document, bytes.unwrap_or_default(), into);
    Ok(())
}

/// A document just received, if nobody else kept it.
pub(crate) fn kept(
    document: &Document,
    bytes: Vec<u8>,
    into: &mut Vec<Statement>,
) -> Result<(), Error> {
    let sql = "INSERT INTO documents
            (id, direction, partner, site, order_id, kind, at, status, acknowledgement, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING";
    let new = Statement::new(sql, row_of(document)?);
    into.push(new.or_conflict(taken_in_elsewhere(document)));
    chunks(document, bytes, into);
    Ok(())
}

fn chunks(document: &Document, bytes: Vec<u8>, into: &mut Vec<Statement>) {
    let bytes = Arc::new(bytes);
    for (chunk, start) in (0_u32..).zip((0..bytes.len()).step_by(CHUNK)) {
        let part = start..bytes.len().min(start + CHUNK);
        let sql = "INSERT INTO document_chunks (document, chunk, bytes) VALUES ($1, $2, $3)
            ON CONFLICT (document, chunk) DO NOTHING";
        let place = [document.id.as_str().into(), chunk.into()];
        let values = [&place[..], &[Value::Part(Arc::clone(&bytes), part)]].concat();
        into.push(Statement::new(sql, values));
    }
}

fn taken_in_elsewhere(document: &Document) -> Conflict {
    Conflict::Document {
        document: document.id.to_string(),
    }
}

/// What was made of a document, if it still waited to be read.
pub(crate) fn read(document: &Document) -> Result<Statement, Error> {
    let sql = "UPDATE documents SET
            direction = $2, partner = $3, site = $4, order_id = $5, kind = $6, at = $7,
            status = $8, acknowledgement = $9, body = $10
        WHERE id = $1 AND status = 'received'";
    let read = Statement::new(sql, row_of(document)?);
    Ok(read.or_conflict(taken_in_elsewhere(document)))
}

fn row_of(document: &Document) -> Result<[Value; 10], Error> {
    Ok([
        document.id.as_str().into(),
        way(document.direction).into(),
        document.partner.as_ref().map(PartnerId::as_str).into(),
        document.site.as_ref().map(SiteId::as_str).into(),
        document.order.as_ref().map(OrderId::as_str).into(),
        document.kind.as_str().into(),
        document.at.into(),
        document.status.name().into(),
        document.acknowledgement.name().into(),
        codec::seal_json("document", document)?.into(),
    ])
}

/// Only the column is written: it overrules the body, so that a document need not be read first.
pub(crate) fn acknowledged(id: &DocumentId, acknowledgement: Acknowledgement) -> Statement {
    let sql = "UPDATE documents SET acknowledgement = $2 WHERE id = $1";
    Statement::new(sql, [id.as_str().into(), acknowledgement.name().into()])
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
    }
}

fn document(row: &Row) -> Result<Document, Error> {
    let mut document: Document = row.body("document", 0)?;
    let acknowledgement = row.text(1)?;
    document.acknowledgement = Acknowledgement::from_name(&acknowledgement)
        .ok_or_else(|| Error::Corrupt(format!("acknowledgement {acknowledgement:?}")))?;
    Ok(document)
}
