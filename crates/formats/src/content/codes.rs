use serde::{Deserialize, Serialize};

/// Makes an enum of codes that two standards write differently, and the look-ups both ways. Where a
/// standard has several codes for one meaning, the first is written. What neither table has is kept
/// as the code it came as, with the standard it is of; the other standard is then given its code
/// for "as agreed between the two", since the same letters mean something else there.
macro_rules! codes {
    ($(#[$doc:meta])+ $name:ident($x12_agreed:literal, $edifact_agreed:literal) {
        $($(#[$variant_doc:meta])+ $variant:ident
            $x12:literal $(| $x12_more:literal)* $edifact:literal $(| $edifact_more:literal)*;)+
    }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])+ $variant,)+
            /// A code of X12 that the tables do not have.
            Other(String),
            /// A code of EDIFACT that the tables do not have.
            Edifact(String),
        }

        impl $name {
            /// Returns what an X12 code means.
            pub fn from_x12(code: &str) -> Self {
                match code {
                    $($x12 $(| $x12_more)* => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }

            /// Returns what an EDIFACT code means.
            pub fn from_edifact(code: &str) -> Self {
                match code {
                    $($edifact $(| $edifact_more)* => Self::$variant,)+
                    other => Self::Edifact(other.to_owned()),
                }
            }

            /// Returns the code X12 has for it.
            pub fn x12(&self) -> &str {
                match self {
                    $(Self::$variant => $x12,)+
                    Self::Other(code) => code,
                    Self::Edifact(_) => $x12_agreed,
                }
            }

            /// Returns the code EDIFACT has for it.
            pub fn edifact(&self) -> &str {
                match self {
                    $(Self::$variant => $edifact,)+
                    Self::Other(_) => $edifact_agreed,
                    Self::Edifact(code) => code,
                }
            }
        }
    };
}

pub(super) use codes;

codes! {
    /// The part a company or site plays: X12 element 98, EDIFACT 3035.
    PartyRole("ZZ", "ZZZ") {
        /// Who buys.
        Buyer "BY" "BY";
        /// Who sells.
        Supplier "SU" "SU";
        /// Where goods go to.
        ShipTo "ST" "DP" | "ST";
        /// Where goods come from.
        ShipFrom "SF" "SF";
        /// The site reported on.
        Reporting "RL" "GY";
        /// A store.
        Store "SN" "SN";
        /// A warehouse.
        Warehouse "WH" "WH";
        /// Who is billed.
        BillTo "BT" "IV" | "BT";
        /// Who is billed and supplied.
        BillAndShipTo "BS" "BS";
        /// The vendor.
        Vendor "VN" | "SE" "SE" | "VN";
        /// Who pays.
        Payer "PR" "PR";
        /// Who is paid.
        Payee "PE" "PE";
        /// Where payments are sent.
        RemitTo "RI" "RE";
        /// Who gives the order.
        OrderedBy "OB" "OB";
        /// Who receives the goods.
        Consignee "CN" "CN";
        /// Whom the goods are for in the end.
        UltimateConsignee "UC" "UC";
        /// Who carries them.
        Carrier "CA" "CA";
        /// Who arranges carriage.
        Forwarder "FW" "FW";
        /// Who made them.
        Manufacturer "MF" "MF";
        /// Who brings them into the country.
        Importer "IM" "IM";
        /// Who sends them out of the country.
        Exporter "EX" "EX";
        /// Who is to be told.
        Notify "N1" "N1";
    }
}

codes! {
    /// Who gives the numbers of companies and sites: X12 element 66, EDIFACT 3055.
    Scheme("ZZ", "ZZZ") {
        /// GS1: a global location number.
        Gln "UL" "9";
        /// The buyer.
        Buyer "92" "92";
        /// The supplier.
        Supplier "91" "91";
        /// Dun & Bradstreet: a DUNS number of nine digits.
        Duns "1" "16";
        /// The list of carriers' letters (SCAC).
        Carriers "2" "182";
        /// Whoever the two agreed upon.
        Agreed "ZZ" "ZZZ";
    }
}

codes! {
    /// Who gives the numbers of items: X12 element 235, EDIFACT 7143.
    ItemScheme("ZZ", "ZZZ") {
        /// GS1, 12 digits.
        Gtin12 "UP" "UP";
        /// GS1, 13 digits.
        Gtin13 "EN" "EN";
        /// GS1, 14 digits, of a case or pallet. Directories before 2000 have no code of its own
        /// for it: there it is written as EN.
        Gtin14 "UK" "SRV";
        /// The supplier.
        Supplier "VN" "SA" | "VN";
        /// The supplier's part number.
        SupplierPart "VP" "VP";
        /// The supplier's style.
        SupplierStyle "VA" | "ST" "ST";
        /// The buyer.
        Buyer "IN" "IN";
        /// The buyer's part number.
        BuyerPart "BP" "BP";
        /// A stock keeping unit.
        StockUnit "SK" "SK";
        /// The maker.
        Manufacturer "MG" | "MF" "MF";
        /// The maker's model.
        Model "MN" "MN";
        /// A batch or lot.
        Batch "LT" "NB";
        /// A serial number.
        Serial "SN" "SN";
        /// A book.
        Isbn "IB" "IB";
        /// The line of the buyer's order.
        OrderLine "PL" "PL";
        /// Whoever the two agreed upon.
        Agreed "ZZ" "ZZZ";
    }
}

codes! {
    /// What a quantity counts: X12 element 355, EDIFACT 6411 (UN/ECE Recommendation 20).
    Unit("ZZ", "ZZ") {
        /// Single pieces.
        Each "EA" | "PC" | "UN" "PCE" | "EA" | "H87" | "C62";
        /// Cases.
        Case "CA" "CS";
        /// Cartons.
        Carton "CT" "CT";
        /// Pallets.
        Pallet "PL" "PF";
        /// Packs.
        Pack "PK" "PK";
        /// Boxes.
        Box "BX" "BX";
        /// Bags.
        Bag "BG" "BG";
        /// Rolls.
        Roll "RL" "RO";
        /// Pairs.
        Pair "PR" "PR";
        /// Sets.
        Set "ST" "SET";
        /// Dozens.
        Dozen "DZ" "DZN";
        /// Thousands.
        Thousand "TH" "MIL";
        /// Pounds.
        Pound "LB" "LBR";
        /// Ounces.
        Ounce "OZ" "ONZ";
        /// Kilograms.
        Kilogram "KG" "KGM";
        /// Grams.
        Gram "GR" "GRM";
        /// Litres.
        Litre "LT" "LTR";
        /// Millilitres.
        Millilitre "ML" "MLT";
        /// Gallons.
        Gallon "GA" "GLL";
        /// Metres.
        Metre "MR" "MTR";
        /// Centimetres.
        Centimetre "CM" "CMT";
        /// Millimetres.
        Millimetre "MM" "MMT";
        /// Feet.
        Foot "FT" | "LF" "FOT";
        /// Inches.
        Inch "IN" "INH";
        /// Yards.
        Yard "YD" "YRD";
        /// Square feet.
        SquareFoot "SF" "FTK";
        /// Cubic feet.
        CubicFoot "CF" "FTQ";
        /// Cubic metres.
        CubicMetre "CR" "MTQ";
        /// Hours.
        Hour "HR" "HUR";
        /// Days.
        Day "DA" "DAY";
    }
}

codes! {
    /// What a document does to an earlier one: X12 element 353, EDIFACT 1225.
    Purpose("ZZ", "9") {
        /// It is the first.
        Original "00" "9";
        /// It takes an earlier one back.
        Cancellation "01" "1";
        /// It adds to an earlier one.
        Addition "02" "2";
        /// It takes from an earlier one.
        Deletion "03" "3";
        /// It changes an earlier one.
        Change "04" "4";
        /// It takes the place of an earlier one.
        Replace "05" "5";
        /// It says yes to what the other side proposed.
        Confirmation "06" "6" | "42";
        /// It is a copy.
        Duplicate "07" "7" | "31";
    }
}
