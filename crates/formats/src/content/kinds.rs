use serde::{Deserialize, Serialize};

use super::codes::codes;

codes! {
    /// What a reference is to: X12 element 128, EDIFACT 1153.
    ReferenceKind("ZZ", "ZZZ") {
        /// The buyer's order.
        BuyerOrder "PO" "ON";
        /// The vendor's order.
        VendorOrder "VN" "VN";
        /// A contract.
        Contract "CT" | "AH" "CT";
        /// A blanket order.
        BlanketOrder "BO" "BO";
        /// A release of an order.
        Release "RE" "RE";
        /// A department.
        Department "DP" "SD";
        /// The supplier as the buyer numbers it.
        InternalVendor "IA" "IA";
        /// The buyer as the supplier numbers it.
        InternalCustomer "IT" "IT";
        /// What the customer refers to.
        Customer "CR" "CR";
        /// The order of the customer's customer.
        CustomerOrder "CO" "UC";
        /// A promotion.
        Promotion "PD" "PD";
        /// A bill of lading.
        BillOfLading "BM" "BM";
        /// The bill of lading that covers others.
        MasterBill "MB" "MB";
        /// The carrier's reference.
        Carrier "CN" "CN";
        /// A packing list.
        PackingList "PK" "PK";
        /// A delivery note.
        DeliveryNote "DJ" "DQ";
        /// The shipper's reference.
        Shipper "SI" "SI";
        /// An invoice.
        Invoice "IV" "IV";
        /// A price list.
        PriceList "PL" "PL";
        /// A seal.
        Seal "SN" "SN";
        /// Whatever the two agreed upon.
        Agreed "ZZ" "ZZZ";
    }
}

codes! {
    /// What happens on a day: X12 element 374, EDIFACT 2005.
    DateKind("ZZZ", "ZZZ") {
        /// The goods should arrive.
        DeliveryRequested "002" "2";
        /// The order was written.
        Ordered "004" "4";
        /// The goods should leave.
        ShipRequested "010" "10";
        /// The goods left.
        Shipped "011" "11";
        /// A promotion begins.
        PromotionStart "015" "15";
        /// A promotion ends.
        PromotionEnd "016" "16";
        /// The goods will arrive, as far as is known.
        DeliveryEstimated "017" "17";
        /// The goods must not leave earlier.
        ShipNotBefore "037" "37";
        /// The goods must not leave later.
        ShipNotAfter "038" "38";
        /// The goods were received.
        Received "050" "50";
        /// The order is void unless the goods are there.
        CancelIfNotDelivered "061" "61";
        /// The goods must not arrive later.
        DeliverNotAfter "063" "63";
        /// The goods must not arrive earlier.
        DeliverNotBefore "064" "64";
        /// The goods arrive as now scheduled.
        DeliveryScheduled "067" "67";
        /// The goods are promised.
        DeliveryPromised "069" "69";
        /// The goods should not arrive earlier.
        RequestedAfter "071" "71";
        /// The goods should not arrive later.
        RequestedBefore "074" "74";
        /// The goods were delivered.
        Delivered "035" "35";
    }
}

codes! {
    /// What becomes of a line: X12 element 668, EDIFACT 1229.
    AnswerKind("ZZ", "6") {
        /// As ordered.
        Accepted "IA" "5";
        /// With another quantity.
        QuantityChanged "IQ" "3";
        /// With another price.
        PriceChanged "IP" "24";
        /// With changes.
        Changed "IC" "6";
        /// Later.
        Backordered "IB" "23";
        /// Not at all.
        Rejected "IR" "7";
        /// Taken off the order.
        Deleted "ID" "2";
    }
}

codes! {
    /// What someone is to be asked about: X12 element 366, EDIFACT 3139.
    ContactKind("ZZ", "ZZZ") {
        /// Purchasing.
        Buyer "BD" "PD";
        /// Orders.
        Order "OC" "OC";
        /// Everything.
        Information "IC" "IC";
        /// Deliveries.
        Delivery "DC" "DL";
        /// Receiving.
        Receiving "RE" "GR";
    }
}

codes! {
    /// How someone is reached: X12 element 365, EDIFACT 3155.
    Channel("ZZ", "ZZZ") {
        /// By telephone.
        Telephone "TE" "TE";
        /// By fax.
        Fax "FX" "FX";
        /// By mail over the net.
        Email "EM" "EM" | "EI";
    }
}

codes! {
    /// How goods travel: X12 element 91, EDIFACT 8067.
    Transport("ZZ", "9") {
        /// On the road.
        Road "M" | "J" "30";
        /// By rail.
        Rail "R" "20";
        /// By sea.
        Sea "S" "10";
        /// By air.
        Air "A" "40";
        /// As parcels.
        Parcel "U" "50";
    }
}

codes! {
    /// What goods are packed in: X12 element 103, EDIFACT 7065 (UN/ECE Recommendation 21).
    PackageKind("OTH", "ZZ") {
        /// Cartons.
        Carton "CTN" "CT";
        /// Pallets.
        Pallet "PLT" "PX" | "201" | "200" | "09" | "08";
        /// Cases.
        Case "CAS" "CS";
        /// Boxes.
        Box "BOX" "BX";
        /// Bags.
        Bag "BAG" "BG";
        /// Packages.
        Package "PKG" "PK";
        /// Pieces.
        Piece "PCS" "PP";
        /// Rolls.
        Roll "ROL" "RO";
        /// Drums.
        Drum "DRM" "DR";
    }
}
