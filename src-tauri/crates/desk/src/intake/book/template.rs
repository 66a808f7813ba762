//! Empty templates, from the same table that reading goes by.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use super::BookError;
use crate::intake::street::short_names;
use crate::intake::template::{Column, Needed, Shape, Template};

/// Rows that have drop-downs.
const ROWS: u32 = 20_000;

/// An empty template: headers, drop-downs, text columns; a second sheet explains every column and
/// gives an example. As it is, it imports as a table without rows.
///
/// # Errors
/// [`BookError::Build`].
pub fn template_book(template: Template) -> Result<Vec<u8>, BookError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(template.title())?;
    headers(sheet, template)?;
    let sheet = book.add_worksheet();
    sheet.set_name("填写说明")?;
    explanation(sheet, template)?;
    Ok(book.save_to_buffer()?)
}

fn headers(sheet: &mut Worksheet, template: Template) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    let head = text
        .clone()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin)
        .set_background_color(Color::RGB(0xF2_F4F7));
    let needed = head.clone().set_font_color(Color::RGB(0xC0_392B));
    for (place, column) in (0..).zip(template.columns()) {
        if column.shape.is_text_column() {
            sheet.set_column_format(place, &text)?;
        }
        let width = column.header.chars().count() * 2 + 4;
        sheet.set_column_width(place, (width as f64).max(12.0))?;
        let look = if column.needed == Needed::No {
            &head
        } else {
            &needed
        };
        sheet.write_string_with_format(0, place, column.header, look)?;
        if let Some(validation) = drop_down(column)? {
            sheet.add_data_validation(1, place, ROWS, place, &validation)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn drop_down(column: &Column) -> Result<Option<DataValidation>, XlsxError> {
    let values = match column.shape {
        Shape::OneOf(list) => list.to_vec(),
        Shape::Yes => vec!["是", "否"],
        Shape::Have => vec!["有", "无"],
        Shape::Street => short_names(),
        _ => return Ok(None),
    };
    // A street may also be given by its code, and 街道 behind the name is understood.
    let style = match column.shape {
        Shape::Street => DataValidationErrorStyle::Warning,
        _ => DataValidationErrorStyle::Stop,
    };
    let validation = DataValidation::new()
        .allow_list_strings(&values)?
        .set_error_style(style)
        .set_error_title("请从列表中选择")?
        .set_error_message("这一列只能填写下拉列表中的内容。")?;
    Ok(Some(validation))
}

fn explanation(sheet: &mut Worksheet, template: Template) -> Result<(), XlsxError> {
    let text = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let head = text
        .clone()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin);
    for (place, (title, width)) in (0..).zip([
        ("列名", 20.0),
        ("是否必填", 22.0),
        ("填写要求", 70.0),
        ("示例", 30.0),
    ]) {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, title, &head)?;
    }
    for (row, column) in (1..).zip(template.columns()) {
        let cells = [
            column.header,
            need(column),
            &requirement(column),
            column.example,
        ];
        for (place, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, place, cell, &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn need(column: &Column) -> &'static str {
    match column.needed {
        Needed::Always => "必填",
        Needed::Junior => "初中必填",
        Needed::UnlessNone => "必填（证件类型为“无”时不填）",
        Needed::No => "有则填写",
    }
}

/// What may stand in a column, in a sentence.
fn requirement(column: &Column) -> String {
    match column.shape {
        Shape::Text => "文字".to_owned(),
        Shape::Place => "文字或数字；请保持文本格式，以免 1-2 被改成日期".to_owned(),
        Shape::District => "区县名称；本区写“朝阳区”".to_owned(),
        Shape::Name => "1 至 60 个字，按证件填写；少数民族姓名用间隔号“·”".to_owned(),
        Shape::Number => "号码；请保持文本格式".to_owned(),
        Shape::Identity => "证件号码；必须是文本格式，否则 Excel 会丢失后几位".to_owned(),
        Shape::Identities => "证件号码，多个用“、”隔开；必须是文本格式".to_owned(),
        Shape::Receipt => "大写英文字母和数字，最多 20 位；报名表中不填则由本单位编号".to_owned(),
        Shape::Code => "代码：英文字母、数字".to_owned(),
        Shape::Codes => "学校代码，多所用“、”隔开".to_owned(),
        Shape::SchoolOrName => "学校代码；区外学校填名称".to_owned(),
        Shape::Buildings => "楼号：如 1-12、3,5,7、单、双；不填表示整个小区".to_owned(),
        Shape::OneOf(list) => format!("只能填写：{}", list.join("、")),
        Shape::AnyOf(list) => format!("可填：{}；多项用“、”隔开", list.join("、")),
        Shape::Yes => "是 或 否".to_owned(),
        Shape::Have => "有 或 无".to_owned(),
        Shape::Date => "日期，如 2015-08-31、2015/8/31、20150831、2015年8月31日".to_owned(),
        Shape::Months => "缴费月份：连续的写 2020-11..2021-03，不连续的用逗号隔开".to_owned(),
        Shape::Street => "街乡名称（如双井）或代码（如 110105016）".to_owned(),
        Shape::Amount => "不小于 0 的整数".to_owned(),
        Shape::Year => "四位年份".to_owned(),
    }
}
