//! File dialogs. They belong to Rust: the page asks for one and gets a token, never a path.

use std::env;
use std::path::PathBuf;
use std::sync::mpsc;

use rfd::AsyncFileDialog;
use ruxue_desk::wire::PickFor;
use tauri::{AppHandle, Manager, Wry};

/// The file that a test hands in, where a driver sits at the window: native dialogs cannot be driven.
pub(crate) fn test_pick() -> Option<PathBuf> {
    if env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|word| word == "true") {
        return env::var_os("RUXUE_TEST_PICK").map(PathBuf::from);
    }
    None
}

/// Lets the person choose a file or a folder; waits for the answer.
pub(crate) fn pick(app: &AppHandle<Wry>, purpose: PickFor) -> Option<PathBuf> {
    ask(app, move |dialog| match purpose {
        PickFor::Table => Box::pin(
            dialog
                .set_title("选择要导入的表格")
                .add_filter("表格（.xlsx、.csv）", &["xlsx", "csv", "XLSX", "CSV"])
                .add_filter("全部文件", &["*"])
                .pick_file(),
        ),
        PickFor::Pack => Box::pin(
            dialog
                .set_title("选择区里签名的政策包")
                .add_filter("签名的政策包（.ruxuepack）", &["ruxuepack", "RUXUEPACK"])
                .add_filter("全部文件", &["*"])
                .pick_file(),
        ),
        PickFor::Anchors => Box::pin(
            dialog
                .set_title("选择有日志锚点的文件：备份、以前导出的日志、扫出的文字")
                .add_filter("备份与文本（.tar .txt）", &["tar", "txt", "csv", "log"])
                .pick_file(),
        ),
        PickFor::DistrictKey => Box::pin(
            dialog
                .set_title("选择区公钥文件")
                .add_filter("区公钥（.pub）", &["pub", "PUB", "pem"])
                .add_filter("全部文件", &["*"])
                .pick_file(),
        ),
        PickFor::Backup => Box::pin(
            dialog
                .set_title("选择备份文件")
                .add_filter("备份（.tar）", &["tar", "TAR"])
                .add_filter("全部文件", &["*"])
                .pick_file(),
        ),
        PickFor::BackupFolder => Box::pin(
            dialog
                .set_title("选择备份写到哪个文件夹（移动介质上）")
                .pick_folder(),
        ),
        PickFor::Desk => Box::pin(dialog.set_title("选择工作台所在的文件夹").pick_folder()),
    })
}

/// Lets the person choose where a copy goes; waits for the answer.
pub(crate) fn pick_save(app: &AppHandle<Wry>, name: &str) -> Option<PathBuf> {
    let name = name.to_owned();
    ask(app, move |dialog| {
        Box::pin(dialog.set_title("另存到").set_file_name(name).save_file())
    })
}

type Answer = std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>>;

/// Opens the dialog on the main thread, where native windows live, and waits on this one.
fn ask(
    app: &AppHandle<Wry>,
    open: impl FnOnce(AsyncFileDialog) -> Answer + Send + 'static,
) -> Option<PathBuf> {
    let (send, answer) = mpsc::channel();
    let window = app.get_webview_window("main");
    app.run_on_main_thread(move || {
        let mut dialog = AsyncFileDialog::new();
        if let Some(window) = &window {
            dialog = dialog.set_parent(window);
        }
        let chosen = open(dialog);
        tauri::async_runtime::spawn(async move {
            let path = chosen.await.map(|file| file.path().to_owned());
            // Nobody waits where the window was closed meanwhile.
            let _ = send.send(path);
        });
    })
    .ok()?;
    answer.recv().ok().flatten()
}
