//! What a browser does: keeps cookies, says where a request comes from, carries form tokens.

use axum::body::Body;
use axum::http::{Request, header};

use super::stage::{Answer, Stage};

pub(crate) struct Browser<'a> {
    stage: &'a Stage,
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) accept_language: &'static str,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(stage: &'a Stage) -> Self {
        Self {
            stage,
            cookies: Vec::new(),
            accept_language: "en",
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let request = self
            .request(Request::get(path))
            .body(Body::empty())
            .unwrap();
        self.send(request).await
    }

    /// Sends a form from one of our own pages.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Request::post(path))
            .header("sec-fetch-site", "same-origin");
        self.submit(request, fields).await
    }

    /// Sends a form from a page of somebody else.
    pub(crate) async fn post_from_elsewhere(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let request = self
            .request(Request::post(path))
            .header("sec-fetch-site", "cross-site");
        self.submit(request, fields).await
    }

    /// Returns the token that forms of this session carry.
    pub(crate) async fn token(&mut self) -> String {
        let page = self.get("/orders").await.body;
        let mark = "name=\"token\" value=\"";
        let from = page.find(mark).unwrap() + mark.len();
        page[from..].split('"').next().unwrap().to_owned()
    }

    async fn submit(
        &mut self,
        request: axum::http::request::Builder,
        fields: &[(&str, &str)],
    ) -> Answer {
        let escaped = |text: &str| -> String {
            let byte = |b: u8| {
                if b.is_ascii_alphanumeric() {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            };
            text.bytes().map(byte).collect()
        };
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let kind = "application/x-www-form-urlencoded";
        let request = request
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    fn request(&self, request: axum::http::request::Builder) -> axum::http::request::Builder {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        request
            .header(header::HOST, "hub.test")
            .header(header::ACCEPT_LANGUAGE, self.accept_language)
            .header(header::COOKIE, cookies.collect::<Vec<_>>().join("; "))
    }

    async fn send(&mut self, request: Request<Body>) -> Answer {
        let answer = self.stage.send(request).await;
        for name in ["session", "language"] {
            if let Some(value) = answer.cookie(name) {
                self.cookies.retain(|(known, _)| known != name);
                if !value.is_empty() {
                    self.cookies.push((name.to_owned(), value));
                }
            }
        }
        answer
    }
}
