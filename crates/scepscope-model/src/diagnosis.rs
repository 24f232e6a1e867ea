//! What a check can say about an attempt: milestones, their states, outcomes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! identifiers {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $id:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the vocabulary.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The stable identifier, as it stands in reports and rules.
            pub const fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)+ }
            }
        }
    };
}

identifiers! {
    /// The operating system that a source or a device runs.
    pub enum Platform {
        /// Windows.
        Windows = "windows",
        /// Android.
        Android = "android",
        /// iOS and iPadOS.
        Ios = "ios",
        /// macOS.
        Macos = "macos",
        /// Linux.
        Linux = "linux",
        /// Not told by the evidence.
        Unknown = "unknown",
    }
}

identifiers! {
    /// A step of one enrolment attempt. The order of the variants is the order of the steps.
    pub enum Milestone {
        /// The device received the SCEP profile and started to process it.
        ProfileReceived = "profile_received",
        /// The server answered GetCACaps.
        CapabilitiesReceived = "capabilities_received",
        /// The server answered GetCACert with CA (and RA) certificates.
        CaCertificateReceived = "ca_certificate_received",
        /// A key was made and the certificate request built and signed.
        RequestGenerated = "request_generated",
        /// The device sent PKIOperation, that is: presented the challenge.
        RequestSent = "request_sent",
        /// The server answered with a CertRep.
        ResponseReceived = "response_received",
        /// The certificate is installed and usable.
        CertificateInstalled = "certificate_installed",
    }
}

impl Milestone {
    /// The position in [`Milestone::ALL`], from 0.
    pub const fn index(self) -> usize {
        self as usize
    }
}

identifiers! {
    /// What the evidence says of a milestone. Where two states fit, the earlier one wins.
    pub enum MilestoneState {
        /// A record proves it.
        Seen = "seen",
        /// A record says that this very step failed.
        Failed = "failed",
        /// Nothing recorded, but a later milestone is seen, so it must have happened.
        Implied = "implied",
        /// Nothing recorded, although this source at this level would have recorded it.
        Absent = "absent",
        /// Nothing recorded, and this source at this level could not have recorded it.
        NotRecordable = "not_recordable",
    }
}

identifiers! {
    /// How an attempt, or the latest attempts together, ended.
    pub enum Outcome {
        /// The certificate is installed.
        Succeeded = "succeeded",
        /// A record states an error.
        Failed = "failed",
        /// A milestone is seen, the next one is absent, nothing explains it.
        Stalled = "stalled",
        /// The server answered PENDING, or the user still has to accept.
        Pending = "pending",
        /// What is missing was not recordable.
        Inconclusive = "inconclusive",
        /// Sources were read and hold no SCEP record at all.
        NoEvidence = "no_evidence",
    }
}

impl Outcome {
    /// How bad this outcome is among several profiles: the larger, the worse.
    pub const fn severity(self) -> u8 {
        match self {
            Outcome::Failed => 5,
            Outcome::Stalled => 4,
            Outcome::Pending => 3,
            Outcome::Inconclusive => 2,
            Outcome::Succeeded => 1,
            Outcome::NoEvidence => 0,
        }
    }
}

identifiers! {
    /// An answer that admits not to know.
    pub enum Answer {
        /// The evidence proves it.
        Yes = "yes",
        /// The evidence disproves it.
        No = "no",
        /// The evidence does not decide it.
        Unknown = "unknown",
    }
}

identifiers! {
    /// How sure a finding is.
    pub enum Confidence {
        /// A record states exactly this.
        Certain = "certain",
        /// The records leave little else.
        Likely = "likely",
        /// One of several explanations.
        Possible = "possible",
    }
}

identifiers! {
    /// A step of the whole SCEP flow with Intune, from the profile to the report back. The device's milestones lie
    /// in the first, second and fifth one; the others happen on the server.
    ///
    /// Source: Microsoft Learn, "Troubleshooting overview for SCEP certificate profiles", the six steps.
    pub enum FlowStep {
        /// Intune delivers the SCEP profile to the device.
        Profile = "profile",
        /// The device asks NDES.
        DeviceToNdes = "device_to_ndes",
        /// NDES has the policy module and the connector check the challenge.
        NdesToPolicyModule = "ndes_to_policy_module",
        /// NDES asks the certification authority for the certificate.
        NdesToCa = "ndes_to_ca",
        /// The certificate reaches the device and is installed.
        Delivery = "delivery",
        /// The policy module reports the result, and the connector passes it to Intune.
        Report = "report",
    }
}

identifiers! {
    /// A SCEP operation, as it stands in the request's URL.
    pub enum ScepOperation {
        /// GetCACaps.
        GetCaCaps = "get_ca_caps",
        /// GetCACert.
        GetCaCert = "get_ca_cert",
        /// PKIOperation: the request with the challenge, or a poll for its answer.
        PkiOperation = "pki_operation",
    }
}

impl ScepOperation {
    /// The operation that the value of `operation=` names, in whatever case.
    pub fn parse(text: &str) -> Option<ScepOperation> {
        let all = [
            ("GetCACaps", ScepOperation::GetCaCaps),
            ("GetCACert", ScepOperation::GetCaCert),
            ("PKIOperation", ScepOperation::PkiOperation),
        ];
        all.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, operation)| operation)
    }

    /// The name as the protocol writes it (RFC 8894).
    pub const fn protocol_name(self) -> &'static str {
        match self {
            ScepOperation::GetCaCaps => "GetCACaps",
            ScepOperation::GetCaCert => "GetCACert",
            ScepOperation::PkiOperation => "PKIOperation",
        }
    }
}
