//! After the story time goes on, so that an open page moves by itself.

use std::time::Duration;

use anyhow::Result;

use super::story::Story;

/// A day of the demo takes six scenes.
const SCENE: Duration = Duration::from_millis(900);
/// Scenes that pass before the planner simulator decides, so that a visitor can decide first.
const PATIENCE: u32 = 25;

/// Lives one scene after the other until someone stops it.
pub(crate) async fn go_on(story: &mut Story) -> Result<()> {
    loop {
        tokio::time::sleep(SCENE).await;
        for _ in 0..PATIENCE {
            if !story.awaits_planner().await? {
                break;
            }
            tokio::time::sleep(SCENE).await;
        }
        story.next_scene().await?;
    }
}
