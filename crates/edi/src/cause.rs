//! What findings say of their places: facts, which become a sentence of a language when shown.

mod facts;
mod problem;
mod texts;

pub(crate) use facts::{Byte, ElementName, Names, Noun, Shown};
pub(crate) use problem::Problem;

use serde::{Serialize, Serializer};

use crate::explain::Language;
use texts::texts;

texts! {
    /// What is wrong at one place.
    Cause {
        FileEmpty
            "the file holds no data"
            "文件中没有数据";
        NoHeader
            "no interchange header is in the file: no ISA with sixteen elements, and no UNB with a syntax identifier"
            "文件中没有交换头：既没有含十六个元素的 ISA，也没有带语法标识的 UNB";
        NotUtf8
            "this byte is not UTF-8; read as ISO 8859-1"
            "该字节不是 UTF-8，按 ISO 8859-1 读取";
        ByteOrderMark
            "the file starts with a byte order mark"
            "文件以字节顺序标记开头";
        Fill
            "fill bytes that are no data"
            "不是数据的填充字节";
        IsaIncomplete
            "an ISA without its sixteen elements"
            "ISA 没有写全十六个元素";
        UnbIncomplete
            "a UNB without a syntax identifier, or a UNA without a UNB"
            "UNB 没有语法标识，或 UNA 之后没有 UNB";
        Tradacoms
            "this is TRADACOMS, which is not read; X12 and EDIFACT are"
            "这是 TRADACOMS，本系统不读取；可以读取 X12 和 EDIFACT";
        Preamble
            "text before the first interchange"
            "第一个交换之前的文字";
        Rubbish
            "bytes that belong to no interchange"
            "不属于任何交换的字节";
        OnlyFirst { most: usize }
            "only the first {most} are listed"
            "只列出前 {most} 项";
        OnlyFirstOf { most: usize, code: &'static str }
            "only the first {most} {code} are listed"
            "{code} 只列出前 {most} 项";

        FillBetween
            "fill bytes stand between segments"
            "段与段之间有填充字节";
        SegmentTooLong { most: usize }
            "no terminator within {most} bytes"
            "{most} 字节之内没有结束符";
        NoNameX12
            "a segment's name is two or three capital letters and digits"
            "段名应为两到三个大写字母或数字";
        NoNameEdifact
            "a segment's name is three capital letters and digits"
            "段名应为三个大写字母或数字";
        SeparatorAtEnd
            "a separator after the last element; said once for the interchange"
            "最后一个元素之后还有分隔符；每个交换只提示一次";
        Stray { id: Shown, parts: Noun }
            "segment {id} stands between {parts}, where none may"
            "段{id}位于{parts}之间，此处不允许有段";
        Unterminated { trailer: &'static str }
            "the terminator after the {trailer} is missing"
            "{trailer} 之后缺少结束符";

        BreaksOff { whole: Noun, trailer: &'static str }
            "the {whole} breaks off: there is no {trailer}"
            "{whole}中断：没有 {trailer}";
        Count { trailer: &'static str, said: Shown, parts: Noun, whole: Noun, counted: u64 }
            "{trailer}01 says {said} {parts}, the {whole} has {counted}"
            "{trailer}01 所写的{parts}数为{said}，{whole}中实有 {counted} 个";
        Number { trailer: &'static str, said: Shown, header: &'static str, expected: String }
            "{trailer}02 is {said}, {header} is {expected:?}"
            "{trailer}02 为{said}，而 {header} 为{expected:?}";
        NoMessage { whole: Noun }
            "the {whole} holds no message"
            "{whole}内没有报文";
        Mixed
            "groups and messages that are in no group stand in one interchange"
            "同一交换中既有组，又有不属于任何组的报文";
        NoGroup
            "a message that is in no group: there is no GS before"
            "报文不在任何功能组之内：其前没有 GS";
        GroupNumberAgain
            "an earlier group of this interchange has the same control number"
            "此交换中较早的功能组已使用相同的控制号";
        GroupReferenceAgain
            "an earlier group of this interchange has the same control number"
            "此交换中较早的组已使用相同的参考号";
        MessageNumberAgain
            "an earlier message of this group has the same control number"
            "此功能组中较早的报文已使用相同的控制号";
        MessageReferenceAgain
            "an earlier message has the same control number"
            "较早的报文已使用相同的参考号";
        Ta1Incomplete
            "a TA1 has five elements, at least four"
            "TA1 应有五个元素，至少四个";

        LineBreakInside { element: ElementName }
            "a line break stands inside {element}"
            "{element} 中间有换行";
        ElementSeparatorIsData
            "the element separator can be data"
            "元素分隔符可能是数据";
        NoComponentSeparator
            "ISA16, the component separator, is empty"
            "ISA16（成分分隔符）为空";
        ComponentSeparatorIsData
            "the component separator can be data"
            "成分分隔符可能是数据";
        TerminatorIsData
            "the segment terminator is a separator or can be data"
            "段结束符与分隔符相同，或可能是数据";
        OtherKindInGroup { kind: String, first: String }
            "a message {kind:?} in a group that holds {first:?}"
            "报文{kind:?}出现在{first:?}的功能组中";
        RepetitionIsDelimiter
            "the repetition separator is another delimiter, too"
            "重复分隔符与其他分隔符相同";
        NothingEndsIsa
            "nothing ends the ISA"
            "ISA 没有结束符";
        OutsideSet { byte: Byte, set: String }
            "the byte {byte} is not in the set {set}; said once for the interchange"
            "字节 {byte} 不在字符集 {set} 中；每个交换只提示一次";

        OtherGroup { kind: String, group: String, found: String }
            "a message {kind} belongs in a group {group}, this one is {found:?}"
            "报文 {kind} 应在功能组 {group} 中，而此组为{found:?}";
        NoSchema { kind: String }
            "no schema of message {kind:?}: not looked into"
            "没有报文{kind:?}的模式：未检查内容";
        NoSchemaInDirectory { kind: String, version: String }
            "no schema of message {kind:?} {version}: not looked into"
            "没有报文{kind:?} {version} 的模式：未检查内容";
        NoSchemaInVersion { kind: String, version: String }
            "no schema of {kind} in version {version:?}"
            "没有报文 {kind} 在版本{version:?}中的模式";

        Missing { missing: String, id: String }
            "the mandatory segment {missing} is missing before {id}"
            "缺少必备的段 {missing}，应在 {id} 之前";
        SegmentOverMax { id: String, most: u32 }
            "segment {id} may stand here {most} times"
            "段 {id} 在此处最多出现 {most} 次";
        LoopOverMax { kind: Noun, id: String, most: u32 }
            "{kind} {id} may stand here {most} times"
            "{kind} {id} 在此处最多出现 {most} 次";
        SegmentUnknown { id: String }
            "no segment {id:?} is known in this version"
            "此版本中没有段{id:?}";
        NotInMessage { kind: String, id: String }
            "a message {kind} has no segment {id}"
            "报文 {kind} 没有段 {id}";
        TooLate { id: String }
            "segment {id} comes too late"
            "段 {id} 出现得太晚";
        NoPlace { id: String }
            "segment {id} has no place here"
            "段 {id} 不应出现在此处";
        NotInGuide { id: String }
            "segment {id} is not used by the guide"
            "指南不使用段 {id}";
        NotInGuideFor { id: String, element: ElementName, segment: u32 }
            "segment {id} is not used by the guide for the value of {element} in segment {segment}"
            "因第 {segment} 段中 {element} 的值，指南不使用段 {id}";
        MissingInGuide { missing: String, id: String }
            "the guide requires segment {missing}, and it is missing before {id}"
            "缺少指南要求的段 {missing}，应在 {id} 之前";
        MissingInGuideFor { missing: String, element: ElementName, segment: u32, id: String }
            "the guide requires segment {missing} for the value of {element} in segment {segment}, and it is missing before {id}"
            "因第 {segment} 段中 {element} 的值，指南要求段 {missing}，而在 {id} 之前没有该段";
        OtherConvention { convention: String }
            "the convention {convention:?} is not the guide's"
            "实施约定{convention:?}不是指南的约定";

        At { element: ElementName, problem: Problem }
            "{element} {problem}"
            "{element} {problem}";
        Paired { all: Names }
            "of {all} all are there or none"
            "{all} 必须同时出现或都不出现";
        Conditional { first: ElementName, others: Names }
            "{first} needs {others}"
            "有 {first} 就必须有 {others}";
        OneNeeded { all: Names }
            "one of {all} is needed"
            "{all} 中至少需要一个";
        OneNeededFor { first: ElementName, others: Names }
            "{first} needs one of {others}"
            "有 {first} 就必须有 {others} 之一";
        OnlyOne { all: Names }
            "only one of {all} may be there"
            "{all} 中只能出现一个";
    }
}

impl Cause {
    /// Says what is wrong with a field of an envelope's segment.
    pub(crate) fn field(segment: &str, element: usize, problem: Problem) -> Self {
        let element = ElementName::new(segment, element, None);
        Self::At { element, problem }
    }
}

/// Programs read the English sentence.
impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.say(Language::English))
    }
}

#[cfg(test)]
mod tests;
