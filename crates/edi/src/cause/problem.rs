use super::texts::texts;

texts! {
    /// What is wrong with one element or component; its name goes before.
    Problem {
        Mandatory
            "is mandatory"
            "是必备的";
        SurplusElement { most: usize }
            "is one too many: the segment has at most {most} elements"
            "是多余的：该段最多有 {most} 个元素";
        SurplusComponent { most: usize }
            "is one too many: the element has at most {most} components"
            "是多余的：该元素最多有 {most} 个成分";
        NoComponents
            "has no components"
            "不分成分";
        Repetitions { most: u32 }
            "may occur {most} times"
            "最多出现 {most} 次";
        Control { character: char }
            "holds the control character {character:?}"
            "含有控制字符 {character:?}";
        NotWhole
            "is no whole number"
            "不是整数";
        NotNumber
            "is no number"
            "不是数值";
        NotLetters
            "holds a digit where letters are due"
            "含有数字，此处应为字母";
        Length { length: usize, min: usize, max: usize }
            "has {length} characters where {min} to {max} are due"
            "有 {length} 个字符，应为 {min} 到 {max} 个";
        NotDate
            "is no date"
            "不是日期";
        NotTime
            "is no time"
            "不是时间";
        NotInCodes { text: String }
            "is {text:?}, which is none of its codes"
            "为{text:?}，不在其代码表中";
        CodeUnknown { text: String }
            "is {text:?}, a code we do not know"
            "为{text:?}，是我们不认识的代码";

        GuideRequires
            "is required by the guide"
            "是指南要求填写的";
        GuideLeavesOut
            "is not used by the guide"
            "是指南不使用的";
        NotInGuidesCodes { text: String }
            "is {text:?}, which is none of the guide's codes"
            "为{text:?}，不在指南的代码之中";
        GuidesLength { length: usize, min: usize, max: usize }
            "has {length} characters where the guide asks for {min} to {max}"
            "有 {length} 个字符，指南要求 {min} 到 {max} 个";
        GuidesMost { most: String }
            "is more than the guide's greatest value, {most}"
            "大于指南允许的最大值 {most}";
        GuidesTimes { count: usize, min: usize, max: usize }
            "stands there {count} times where the guide asks for {min} to {max}"
            "出现了 {count} 次，指南要求 {min} 到 {max} 次";

        TooManyBytes { length: usize, due: usize }
            "has {length} bytes where {due} are due"
            "有 {length} 字节，应为 {due} 字节";
        Unpadded { length: usize, due: usize }
            "has {length} bytes where {due} are due; the ISA should be 106 bytes long"
            "有 {length} 字节，应为 {due} 字节；整个 ISA 应为 106 字节";
        NotAuthorization
            "is no authorization qualifier"
            "不是授权限定符";
        NotSecurity
            "is no security qualifier"
            "不是安全限定符";
        NotIdQualifier
            "is no id qualifier"
            "不是标识限定符";
        NoSender
            "names no sender"
            "没有写明发送方";
        NoReceiver
            "names no receiver"
            "没有写明接收方";
        NotDateOfSix
            "is no date of six digits"
            "不是六位数字的日期";
        NotTimeOfFour
            "is no time of four digits"
            "不是四位数字的时间";
        NotVersion
            "is no version"
            "不是版本号";
        OneTooMany
            "is one too many"
            "多余";
        NoMessageKind
            "names no kind of message"
            "没有指明报文类型";
        NoAgency
            "names no agency"
            "没有指明管理机构";
        NoVersion
            "names no version"
            "没有指明版本";
        GroupUnnamed
            "is empty: no acknowledgement can name the group"
            "为空：没有确认能指明该功能组";
        NoStandard
            "names no standard: it is U before version 00402"
            "没有指明标准：00402 版之前应为 U";
        NoMessageVersion
            "names no version of its message"
            "没有指明报文的版本";
        NoMessageRelease
            "names no release of its message"
            "没有指明报文的发布号";
        NotControlNumber
            "is no control number"
            "不是控制号";
        NotZeroOrOne
            "is neither 0 nor 1"
            "既不是 0 也不是 1";
        NotUsage
            "is not P, T or I"
            "不是 P、T 或 I";
        NotGroupVersion
            "is no version: six digits and up to six more characters"
            "不是版本号：应为六位数字，其后最多再加六个字符";
        NotGroupNumber
            "is no control number: one to nine digits"
            "不是控制号：应为一到九位数字";
        NotMessageX12
            "is no message name of three characters"
            "不是三个字符的报文名称";
        NotMessageEdifact
            "names no message: up to six capital letters"
            "没有写明报文：最多六个大写字母";
        NoCharacterSet
            "names no character set, UNOA to UNOY"
            "没有写明字符集，应为 UNOA 到 UNOY";
        NoSyntaxVersion
            "has no syntax version, 1 to 4"
            "没有语法版本，应为 1 到 4";
        NoDate
            "has no date of six or eight digits"
            "没有六位或八位数字的日期";
        NoTime
            "has no time of four digits"
            "没有四位数字的时间";
        NoControlNumber
            "holds no control number"
            "没有参考号";
    }
}
