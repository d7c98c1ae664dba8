//! What stands around every page.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::app::App;
use crate::area::Area;
use crate::assets;
use crate::fault::Fault;
use crate::language::{Language, Words};
use crate::session::person::Person;

/// What stands around every page.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) css: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) person: Option<Signed>,
    pub(crate) areas: Vec<AreaLink>,
    pub(crate) languages: Vec<LanguageButton>,
    /// Where to come back to after the language was switched.
    pub(crate) path: String,
    pub(crate) today: String,
}

#[derive(Debug)]
pub(crate) struct Signed {
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) token: String,
}

#[derive(Debug)]
pub(crate) struct AreaLink {
    pub(crate) path: &'static str,
    pub(crate) label: String,
    pub(crate) current: bool,
}

#[derive(Debug)]
pub(crate) struct LanguageButton {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

impl Frame {
    /// Returns the frame of a page for a person, in a part of the portal.
    pub(crate) fn of(app: &App, person: &Person, area: Area) -> Self {
        let (t, role) = (person.words, person.user.role);
        let link = |other: Area| AreaLink {
            path: other.path(),
            label: t.text(other.label()).into_owned(),
            current: other == area,
        };
        Self {
            person: Some(Signed {
                name: person.user.display_name.clone(),
                role: t.text(&format!("role-{}", role.name())).into_owned(),
                token: person.token.clone(),
            }),
            areas: Area::ALL
                .into_iter()
                .filter(|a| a.is_open_to(role))
                .map(link)
                .collect(),
            ..Self::anonymous(app, t, &person.path)
        }
    }

    /// Returns the frame of a page that anyone may see.
    pub(crate) fn anonymous(app: &App, t: Words, path: &str) -> Self {
        let button = |language: Language| LanguageButton {
            code: language.code(),
            name: language.own_name(),
        };
        Self {
            css: assets::address("portal.css"),
            icon: assets::address("icon.svg"),
            person: None,
            areas: Vec::new(),
            languages: Language::ALL
                .into_iter()
                .filter(|l| *l != t.0)
                .map(button)
                .collect(),
            path: path.to_owned(),
            today: t.say("frame-today", &[("day", t.day(app.today()).into())]),
        }
    }
}

/// Writes a page.
pub(crate) fn page(template: &impl Template) -> Result<Response, Fault> {
    Ok(Html(template.render()?).into_response())
}
