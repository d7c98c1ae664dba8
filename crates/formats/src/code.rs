use edi::{Language, Owner, ReplyCode};
use model::document::{FindingOwner, Severity};

/// What a code means and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// What it means.
    pub meaning: &'static str,
    /// What to do.
    pub fix: &'static str,
}

struct Rule {
    name: &'static str,
    severity: Severity,
    owner: FindingOwner,
    english: [&'static str; 2],
    chinese: [&'static str; 2],
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $code:ident $name:literal $severity:ident $owner:ident
        $english:expr, $chinese:expr;)+) => {
        /// What can be wrong or odd with what a document says, its syntax being good. The names
        /// stay.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $code,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$code,)+];
        }

        /// In the order of [`Code::ALL`]: meaning and fix in each language.
        const RULES: &[Rule] = &[$(Rule {
            name: $name,
            severity: Severity::$severity,
            owner: FindingOwner::$owner,
            english: $english,
            chinese: $chinese,
        },)+];
    };
}

codes! {
    /// An item is not in the reference data.
    ItemUnknown "DOC-ITEM-UNKNOWN" Error Receiver
    ["the document names an item we do not know; what it says of it is set aside",
     "add the item to the reference data and read the document again"],
    ["单据中的商品不在主数据中，相关内容已搁置", "在主数据中补充该商品后重新读取单据"];
    /// A site is not in the reference data.
    SiteUnknown "DOC-SITE-UNKNOWN" Error Receiver
    ["the document names a site we do not know; what it says of it is set aside",
     "add the site to the reference data and read the document again"],
    ["单据中的门店或仓库不在主数据中，相关内容已搁置", "在主数据中补充该站点后重新读取单据"];
    /// A line names no item.
    ItemMissing "DOC-ITEM-MISSING" Error Sender
    ["nothing says which item this is of", "send LIN with the item's number"],
    ["没有说明数据属于哪个商品", "请发送带商品编号的 LIN"];
    /// A number is of no site.
    SiteMissing "DOC-SITE-MISSING" Error Sender
    ["nothing says which site this is of", "name the site in N1 or list stores in SDQ"],
    ["没有说明数据属于哪个站点", "请在 N1 中填写站点，或在 SDQ 中列出门店"];
    /// An activity has no number.
    QuantityMissing "DOC-QUANTITY-MISSING" Error Sender
    ["the activity has neither a number nor a store list", "send ZA02, or SDQ after ZA"],
    ["该活动既没有数量也没有门店清单", "请发送 ZA02，或在 ZA 之后发送 SDQ"];
    /// A number cannot be read.
    QuantityInvalid "DOC-QUANTITY-INVALID" Error Sender
    ["the number cannot be used", "send a number with at most three decimal places"],
    ["数量无法使用", "请发送最多三位小数的数字"];
    /// A unit cannot be converted.
    UnitUnknown "DOC-UNIT-UNKNOWN" Error Sender
    ["the unit cannot be converted into eaches", "send the quantity in EA or CA"],
    ["该计量单位无法换算为单件", "请以 EA 或 CA 为单位发送数量"];
    /// A total and its parts differ.
    TotalDiffers "DOC-TOTAL-DIFFERS" Warning Sender
    ["the total of an activity is not the sum of its store list",
     "check the document at its sender; the store list was used"],
    ["活动总数与门店清单之和不一致", "请发送方核对单据；系统已采用门店清单"];
    /// A date cannot be read.
    DateInvalid "DOC-DATE-INVALID" Error Sender
    ["not a day of the calendar, or a period that ends before it begins",
     "send days as CCYYMMDD, the first day first"],
    ["不是有效日期，或期间的结束早于开始", "请按 CCYYMMDD 格式发送日期，起始日期在前"];
    /// A date lies ahead.
    DateFuture "DOC-DATE-FUTURE" Error Sender
    ["the day had not begun when the document was received",
     "send the day on which the activity took place"],
    ["该日期晚于收到单据的时间", "请发送活动实际发生的日期"];
    /// A number is of no day.
    DateMissing "DOC-DATE-MISSING" Error Sender
    ["nothing says which day this is of", "send the day in XQ02"],
    ["单据没有说明数据属于哪一天", "请在 XQ02 中填写日期"];
    /// A date was not used.
    DateNotUsed "DOC-DATE-NOT-USED" Note Sender
    ["a date of this kind does not say when the activity took place",
     "nothing, as long as XQ holds the day of the activity"],
    ["该类日期不表示活动发生的日期", "只要 XQ 中是活动日期，无需处理"];
    /// An activity code means nothing to us.
    ActivityIgnored "DOC-ACTIVITY-IGNORED" Note Receiver
    ["the activity code is not in the partner's profile, so it was ignored",
     "add the code to the profile if it says something that should be used"],
    ["合作伙伴配置中没有该活动代码，已忽略", "如需使用该代码，请将其加入合作伙伴配置"];
    /// A PO number cannot be used.
    PoNumberInvalid "DOC-PO-NUMBER-INVALID" Error Sender
    ["the PO number cannot be used", "send numbers of letters and digits"],
    ["该采购订单号无法使用", "请发送由字母和数字组成的订单号"];
    /// A message names no order.
    OrderUnnamed "DOC-ORDER-UNNAMED" Error Sender
    ["the message holds no number of an order",
     "send the purchase order number, or ours in REF with VN"],
    ["报文中没有订单号", "请发送采购订单号，或在 REF*VN 中发送我方订单号"];
    /// A retailer's own order.
    OrderNotTaken "DOC-ORDER-NOT-TAKEN" Error Receiver
    ["the retailer raised an order itself; only confirmations of our orders are read",
     "enter the order by hand; confirmations of our orders carry 06 in BEG01"],
    ["零售商自行下单；系统只读取对我方订单的确认", "请手工录入该订单；确认我方订单时 BEG01 应为 06"];
    /// An acknowledgement acknowledges nothing.
    AcknowledgementIncomplete "DOC-ACKNOWLEDGEMENT-INCOMPLETE" Error Sender
    ["the acknowledgement does not say which group it is of, or what became of it",
     "send a 997 with AK1 and AK9"],
    ["确认报文没有说明所确认的组及其结果", "请发送带 AK1 和 AK9 的 997"];
    /// Nobody we know signs so.
    SenderUnknown "DOC-SENDER-UNKNOWN" Error Receiver
    ["no partner signs its interchanges with this id",
     "compare ISA05 and ISA06 with the partner's profile; add the partner, or ask the sender whom \
      the file was meant for"],
    ["没有合作伙伴使用该标识发送文件",
     "请核对 ISA05、ISA06 与合作伙伴配置；补充该合作伙伴，或向发送方确认文件的收件人"];
    /// The interchange is EDIFACT, which is checked and not yet taken in.
    EdifactNotTaken "DOC-EDIFACT-NOT-TAKEN" Error Receiver
    ["the interchange is EDIFACT, which can be checked and is not yet taken in",
     "ask the sender for X12, or send the facts to the API"],
    ["该交换为 EDIFACT，目前只能检查，尚不能接收", "请对方改用 X12，或通过接口发送数据"];
    /// The mailbox is another's.
    SenderOther "DOC-SENDER-OTHER" Error Sender
    ["the file is signed by another partner than the one whose mailbox it came through",
     "find out who put the file there; nothing in it was used"],
    ["文件的发送方不是该邮箱所属的合作伙伴", "请查明是谁放入该文件；其内容未被使用"];
    /// It is for someone else.
    ReceiverOther "DOC-RECEIVER-OTHER" Error Sender
    ["the interchange is addressed to someone else",
     "send it to whom it is meant for, or correct ISA07 and ISA08"],
    ["交换文件的收件人不是我方", "请发送给正确的收件人，或更正 ISA07 和 ISA08"];
    /// The control number was used before.
    InterchangeDuplicate "DOC-INTERCHANGE-DUPLICATE" Error Sender
    ["the control number of the interchange was used before, and the partner's profile has such \
      interchanges rejected",
     "send it under a new control number, unless it was sent twice by mistake"],
    ["交换的控制号此前已使用，且合作伙伴配置要求拒收此类交换",
     "如非误发，请使用新的控制号重新发送"];
    /// Nothing here uses such messages.
    MessageNotTaken "DOC-MESSAGE-NOT-TAKEN" Warning Receiver
    ["the message is well formed, but nothing here uses it",
     "agree with the partner to stop sending it, or ask for it to be supported"],
    ["报文格式正确，但系统不使用该类报文", "请与合作伙伴约定停止发送，或申请支持该报文"];
    /// A conversion does not carry what a segment says.
    NotCarried "DOC-NOT-CARRIED" Note Receiver
    ["the segment or element says something our documents have no place for, so a conversion leaves \
      it out",
     "compare the files, and send by other means what the receiver needs of it"],
    ["该段或数据元的内容在转换后的单据中没有对应位置，已省略", "请核对两份文件，接收方需要的内容请另行发送"];
    /// A record of a topic is no JSON.
    RecordUnreadable "DOC-RECORD-UNREADABLE" Error Sender
    ["the record is not JSON, so nothing in it was used",
     "publish each record as one JSON value in UTF-8; nothing behind it waits for this one"],
    ["该记录不是 JSON，其内容未被使用", "请以 UTF-8 编码的 JSON 发布每条记录；后续记录不受影响"];
    /// A record lacks a field.
    FieldMissing "DOC-FIELD-MISSING" Error Sender
    ["the record has nothing where the partner's mapping looks for a field",
     "publish the field and send the record again, or correct its pointer in the mapping"],
    ["记录中没有映射所指的字段", "请补充该字段后重新发布，或更正映射中的指针"];
    /// A field of a record cannot be used.
    FieldInvalid "DOC-FIELD-INVALID" Error Sender
    ["a field of the record does not hold what the partner's mapping takes it for",
     "correct the field and send the record again, or point the mapping at another field"],
    ["记录中的字段与映射所需的内容不符", "请更正该字段后重新发布，或让映射指向其他字段"];
    /// Nothing says how to read a record.
    RecordUnmapped "DOC-RECORD-UNMAPPED" Error Receiver
    ["no partner's profile says any more how records of this topic are read",
     "list the topic in the partner's profile again and have the record published again"],
    ["已没有合作伙伴配置说明如何读取该主题的记录", "请在合作伙伴配置中重新列出该主题，并请对方重新发布该记录"];
}

impl Code {
    /// Returns the name people and programs know it by.
    pub fn name(self) -> &'static str {
        self.rule().name
    }

    /// Returns how bad it is.
    pub fn severity(self) -> Severity {
        self.rule().severity
    }

    /// Returns whose mistake it usually is.
    pub fn owner(self) -> FindingOwner {
        self.rule().owner
    }

    /// Returns what to do about it.
    pub fn fix(self) -> &'static str {
        let [_, fix] = self.rule().english;
        fix
    }

    fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }
}

/// Returns in words what a code of either layer means and what to do: of the syntax
/// ("X12-SE-COUNT") or of what documents say ("DOC-ITEM-UNKNOWN").
pub fn meaning_and_fix(name: &str, language: Language) -> Option<(&'static str, &'static str)> {
    let syntax = edi::explain(name, language).map(|e| (e.meaning, e.fix));
    syntax.or_else(|| explain(name, language).map(|e| (e.meaning, e.fix)))
}

/// Returns in words what codes mean, whose mistake they usually tell of and what to do: a code of
/// either layer, or those of an acknowledgement in any spelling [`edi::explain_reply`] reads. Nothing
/// where one is not known.
pub fn in_words(text: &str, language: Language) -> Vec<ReplyCode> {
    let own = |name: &str, owner, meaning, fix| ReplyCode {
        name: name.to_owned(),
        owner: Some(owner),
        meaning,
        fix,
    };
    if let Some(e) = edi::explain(text, language) {
        return vec![own(e.code.name(), e.code.owner(), e.meaning, e.fix)];
    }
    if let Some(e) = explain(text, language) {
        let owner = match e.code.owner() {
            FindingOwner::Sender => Owner::Sender,
            FindingOwner::Receiver => Owner::Receiver,
            FindingOwner::Transport => Owner::Transport,
        };
        return vec![own(e.code.name(), owner, e.meaning, e.fix)];
    }
    edi::explain_reply(text, language)
}

/// Returns what a code means, by its name ("DOC-ITEM-UNKNOWN"); `None` for a name of another layer.
pub fn explain(name: &str, language: Language) -> Option<Explanation> {
    let code = *Code::ALL
        .iter()
        .find(|code| code.name().eq_ignore_ascii_case(name))?;
    let [meaning, fix] = match language {
        Language::English => code.rule().english,
        Language::Chinese => code.rule().chinese,
    };
    Some(Explanation { code, meaning, fix })
}
