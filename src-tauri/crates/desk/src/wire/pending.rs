//! Calls whose part of the desk is not merged yet.
use super::draws::*;
use super::failure::Failure;
use super::imports::*;
use super::papers::*;
use super::window::Turn;
fn none<T>() -> Result<T, Failure> {
    Err(Failure::refused("这一部分还没有接上。", ""))
}
impl Turn<'_> {
    pub(super) fn import_kinds(&self, (): ()) -> Result<Vec<ImportKind>, Failure> {
        none()
    }
    pub(super) fn preview_import(&self, _: PreviewAsk) -> Result<Preview, Failure> {
        none()
    }
    pub(super) fn accept_import(&self, _: AcceptAsk) -> Result<Accepted, Failure> {
        none()
    }
    pub(super) fn withdraw_import(&self, _: ImportAsk) -> Result<Done, Failure> {
        none()
    }
    pub(super) fn make_template(&self, _: PreviewAsk) -> Result<Accepted, Failure> {
        none()
    }
    pub(super) fn draw_plan(&self, (): ()) -> Result<DrawPlan, Failure> {
        none()
    }
    pub(super) fn ceremonies(&self, (): ()) -> Result<Vec<CeremonyRow>, Failure> {
        none()
    }
    pub(super) fn ceremony(&self, _: CeremonyAsk) -> Result<CeremonySheet, Failure> {
        none()
    }
    pub(super) fn freeze(&self, _: FreezeAsk) -> Result<CeremonySheet, Failure> {
        none()
    }
    pub(super) fn run_draw(&self, _: RunAsk) -> Result<CeremonySheet, Failure> {
        none()
    }
    pub(super) fn abort_draw(&self, _: AbortAsk) -> Result<CeremonySheet, Failure> {
        none()
    }
    pub(super) fn draw_result(&self, _: ResultAsk) -> Result<ResultPage, Failure> {
        none()
    }
    pub(super) fn verify_draw(&self, _: CeremonyAsk) -> Result<Checked, Failure> {
        none()
    }
    pub(super) fn place(&self, (): ()) -> Result<Placement, Failure> {
        none()
    }
    pub(super) fn paper_desk(&self, (): ()) -> Result<PaperDesk, Failure> {
        none()
    }
    pub(super) fn make_papers(&self, _: PaperAsk) -> Result<Made, Failure> {
        none()
    }
    pub(super) fn open_output(&self, _: OutputAsk) -> Result<(), Failure> {
        none()
    }
    pub(super) fn save_output(&self, _: OutputAsk) -> Result<Option<Done>, Failure> {
        none()
    }
}
