// Made by `npm run types` from src-tauri/src/contract.rs. Do not edit.

/**
 * Everything that the page is told, in order, over one channel.
 */
export type WindowEvent =
  | {
      event: 'screen';
      screen: Screen;
    }
  | {
      event: 'hover';
      /**
       * Whether they are.
       */
      over: boolean;
    }
  | {
      event: 'source';
      source: SourceProgress;
    }
  | {
      event: 'whole';
      whole: Whole;
    }
  | {
      event: 'steps';
      /**
       * All of them so far.
       */
      steps: Step[];
    }
  | {
      event: 'prepare';
      work: Amount;
    }
  | {
      event: 'posts';
      /**
       * Everything in it.
       */
      posts: Post[];
    }
  | {
      event: 'trouble';
      error: WindowError;
    }
  | {
      event: 'save';
      save: SaveState;
    };
/**
 * One screen of the window.
 */
export type Screen =
  | {
      screen: 'start';
      /**
       * What was chosen so far.
       */
      chosen: Chosen[];
      /**
       * What this device itself offers; null until that is known.
       */
      device: DeviceOffer | null;
      /**
       * Whether Collect would read this device itself.
       */
      reads_device: boolean;
    }
  | {
      screen: 'collecting';
      whole: Whole;
      /**
       * What is done besides.
       */
      steps: Step[];
      /**
       * Every source found so far.
       */
      sources: SourceProgress[];
      /**
       * Whether somebody asked to stop.
       */
      stopping: boolean;
    }
  | {
      screen: 'result';
      view: ResultView;
    }
  | {
      screen: 'request';
      request: RequestView;
      /**
       * How many more links wait.
       */
      more: number;
    }
  | {
      screen: 'preparing';
      work: Amount;
    }
  | {
      screen: 'preview';
      preview: Preview;
      /**
       * The host that a link wants it sent to; null where nobody asked for it.
       */
      destination: string | null;
      save: SaveState;
    }
  | {
      screen: 'sealed';
      error: WindowError;
    }
  | {
      screen: 'doubtful';
      /**
       * Each of them.
       */
      bundles: DoubtfulBundle[];
    }
  | {
      screen: 'analysis';
      /**
       * Another number is another analysis.
       */
      number: number;
      /**
       * What it was made of.
       */
      files: Chosen[];
      /**
       * Whether something in it can't be relied on.
       */
      unverified: boolean;
    }
  | {
      screen: 'failed';
      error: WindowError;
    };
/**
 * Whether a source can be read.
 */
export type State = 'ready' | 'needs_consent' | 'needs_elevation' | 'absent';
/**
 * Why a source, or a part of it, was not read. Also the reason of the gap in the report.
 */
export type Reason =
  | 'program_missing'
  | 'not_found'
  | 'permission_denied'
  | 'disabled'
  | 'not_enrolled'
  | 'shared_by_user'
  | 'only_by_name'
  | 'time_limit'
  | 'limit'
  | 'nothing_recorded'
  | 'failed'
  | 'read_in_part'
  | 'sync_denied'
  | 'sync_failed'
  | 'elevation_refused'
  | 'elevation_missing';
/**
 * How far a check is as a whole, as far as that can be known.
 */
export type Whole =
  | {
      whole: 'finding';
    }
  | {
      whole: 'unpacking';
      /**
       * Where it comes from. What lies in an archive follows behind a `!`.
       */
      origin: string;
      /**
       * Bytes of the archive itself that were read so far.
       */
      bytes: number;
      /**
       * Its size in bytes.
       */
      total: number;
      /**
       * How long the rest of this archive takes, as `seconds_left` of [`Whole::Reading`]; what was unpacked is still to be
       * read after that.
       */
      seconds_left: number | null;
    }
  | {
      whole: 'reading';
      /**
       * Bytes read so far, of all logs.
       */
      bytes: number;
      /**
       * Bytes of all logs; none while one of them is still to be read whose size is not known. Grows less where a file
       * turns out to be no log.
       */
      total: number | null;
      /**
       * How long the rest takes, in seconds: whole minutes, or steps of five seconds. None while that is a guess, and
       * where nothing is left.
       */
      seconds_left: number | null;
    };
/**
 * What a step does.
 */
export type Task =
  | {
      task: 'device';
      /**
       * Its id.
       */
      source: string;
    }
  | {
      task: 'server';
      /**
       * Its host.
       */
      host: string;
    };
/**
 * What kind of file a source is. Found from the content, never from the name alone.
 */
export type SourceKind =
  | 'evtx'
  | 'event_xml'
  | 'event_text'
  | 'event_csv'
  | 'omadm'
  | 'cloud_extension'
  | 'logcat'
  | 'unified_log'
  | 'console_text'
  | 'syslog'
  | 'mc_state'
  | 'iis_w3c'
  | 'http_err'
  | 'ndes_plugin'
  | 'svclog'
  | 'setup_msi'
  | 'registry_export'
  | 'mdm_diag_report'
  | 'journal'
  | 'device_facts'
  | 'unknown';
/**
 * A step of one enrolment attempt. The order of the variants is the order of the steps.
 */
export type Milestone =
  | 'profile_received'
  | 'capabilities_received'
  | 'ca_certificate_received'
  | 'request_generated'
  | 'request_sent'
  | 'response_received'
  | 'certificate_installed';
export type Cause =
  | 'dns_failure'
  | 'connect_failure'
  | 'connect_timeout'
  | 'tls_failure'
  | 'tls_untrusted_root'
  | 'tls_interception'
  | 'client_certificate_required'
  | 'proxy_blocked'
  | 'captive_portal'
  | 'pre_authentication'
  | 'clock_skew'
  | 'healthy'
  | 'ndes_page_without_policy_module'
  | 'scep_app_pool_stopped'
  | 'app_proxy_connector_stopped'
  | 'app_proxy_bad_gateway'
  | 'response_timeout'
  | 'app_proxy_url_wrong'
  | 'uri_too_long'
  | 'ndes_internal_error'
  | 'ndes_not_found'
  | 'ndes_forbidden'
  | 'unexpected_content'
  | 'capabilities_missing'
  | 'weak_capabilities'
  | 'ca_thumbprint_mismatch'
  | 'root_profile_is_intermediate'
  | 'ra_certificate_expired'
  | 'ra_certificate_from_old_ca'
  | 'ra_response_invalid'
  | 'ca_response_invalid'
  | 'signature_algorithm_unsupported'
  | 'csp_failure'
  | 'profile_not_received'
  | 'challenge_invalid_characters'
  | 'challenge_expired'
  | 'key_too_small'
  | 'key_generation_failed'
  | 'template_mismatch'
  | 'invalid_server_response'
  | 'pki_bad_alg'
  | 'pki_bad_message_check'
  | 'pki_bad_request'
  | 'pki_bad_time'
  | 'pki_bad_cert_id'
  | 'pki_pending'
  | 'nonce_mismatch'
  | 'transaction_mismatch'
  | 'install_not_accepted'
  | 'install_failed'
  | 'certificate_not_found'
  | 'iis_no_request'
  | 'iis_impersonation_right_missing'
  | 'iis_intermediate_in_root_store'
  | 'iis_client_certificate_rejected'
  | 'client_auth_eku_missing'
  | 'request_filtering_limit'
  | 'http_sys_limit'
  | 'app_pool_crash'
  | 'crl_unreachable'
  | 'windows_auth_enabled'
  | 'policy_module_certificate_expired'
  | 'policy_module_cannot_reach_connector'
  | 'connector_setup_failed'
  | 'connector_setup_ok'
  | 'service_account_locked'
  | 'ca_unreachable'
  | 'ca_request_failed'
  | 'policy_module_tls_name_mismatch'
  | 'connector_signing_certificate_missing'
  | 'verify_request_failed'
  | 'verbose_logging_off'
  | 'log_rolled_over'
  | 'source_unreadable'
  | 'source_truncated'
  | 'source_left_out'
  | 'stalled_unexplained';
/**
 * What the evidence says of a milestone. Where two states fit, the earlier one wins.
 */
export type MilestoneState = 'seen' | 'failed' | 'implied' | 'absent' | 'not_recordable';
/**
 * The operating system that a source or a device runs.
 */
export type Platform = 'windows' | 'android' | 'ios' | 'macos' | 'linux' | 'unknown';
/**
 * RFC 3339 date-time; without offset where the source knows none; full-time where it knows no date
 */
export type Stamp = string;
/**
 * What a source says of its own clock.
 */
export type Clock = 'known' | 'assumed_utc' | 'unknown_offset' | 'assumed_year' | 'no_date' | 'none';
/**
 * `line N` for text, `record N` for event logs, `file:offset` for unified logs
 */
export type Locator = string;
/**
 * The level of a record, over all platforms.
 */
export type Level = 'verbose' | 'debug' | 'info' | 'default' | 'warning' | 'error' | 'fault' | 'unknown';
/**
 * How an attempt, or the latest attempts together, ended.
 */
export type Outcome = 'succeeded' | 'failed' | 'stalled' | 'pending' | 'inconclusive' | 'no_evidence';
/**
 * An answer that admits not to know.
 */
export type Answer = 'yes' | 'no' | 'unknown';
/**
 * A SCEP operation, as it stands in the request's URL.
 */
export type ScepOperation = 'get_ca_caps' | 'get_ca_cert' | 'pki_operation';
/**
 * How sure a finding is.
 */
export type Confidence = 'certain' | 'likely' | 'possible';
/**
 * The steps of a probe, in order.
 */
export type ProbeStepId =
  | 'dns'
  | 'proxy'
  | 'tcp'
  | 'tls'
  | 'revocation'
  | 'plain_get'
  | 'get_ca_caps'
  | 'get_ca_cert'
  | 'get_next_ca_cert'
  | 'long_query';
/**
 * How a step ended.
 */
export type StepResult = 'ok' | 'failed' | 'skipped';
/**
 * What a certificate is for.
 */
export type CertificateRole = 'ca' | 'ra_signature' | 'ra_encryption' | 'other';
/**
 * A link as it is shown.
 */
export type RequestView =
  | {
      request: 'offer';
      offer: Offer;
      /**
       * When the link ends: RFC 3339, UTC.
       */
      until: string;
      /**
       * The logs that would be read.
       */
      chosen: Chosen[];
      /**
       * The sources of this device that would be read: none where logs are chosen.
       */
      device: string[];
    }
  | {
      request: 'unknown_key';
      /**
       * The key's fingerprint, to be compared.
       */
      fingerprint: string;
    }
  | {
      request: 'refused';
      error: WindowError;
    };
/**
 * The kinds of errors.
 */
export type WindowErrorCode = ErrorCode | OwnErrorCode | FailureCode | string;
/**
 * What kind of error it is. Faces act on the code and look its two sentences up in `locales/`
 * (`error-<code>` with `.what` and `.next`); nobody acts on a text.
 */
export type ErrorCode =
  | 'no-input'
  | 'nothing-readable'
  | 'output-not-writable'
  | 'disk-full'
  | 'cancelled'
  | 'key-unusable'
  | 'bundle-refused'
  | 'bundle-changed'
  | 'no-such-item'
  | 'no-such-source'
  | 'originals-need-none'
  | 'no-map'
  | 'no-such-pseudonym'
  | 'map-unusable'
  | 'history-unusable'
  | 'internal';
/**
 * The kinds of errors that only the window has.
 */
export type OwnErrorCode =
  'not-now' | 'not-a-file' | 'no-such-dialog' | 'files-kept' | 'too-many-links' | 'fault';
/**
 * What kept a bundle from arriving. Its two sentences are `error-<code>-what` and `-next` in `locales/`.
 */
export type FailureCode =
  | 'delivery-dns'
  | 'delivery-connect'
  | 'delivery-interrupted'
  | 'delivery-timeout'
  | 'delivery-tls'
  | 'delivery-tls-untrusted'
  | 'delivery-proxy-unreachable'
  | 'delivery-proxy-login'
  | 'delivery-proxy-refused'
  | 'delivery-captive-portal'
  | 'delivery-redirect-refused'
  | 'delivery-redirect-loop'
  | 'delivery-forbidden'
  | 'delivery-expired'
  | 'delivery-gone'
  | 'delivery-too-large'
  | 'delivery-conflict'
  | 'delivery-locked'
  | 'delivery-busy'
  | 'delivery-server'
  | 'delivery-checksum'
  | 'delivery-wrong-offset'
  | 'delivery-refused'
  | 'delivery-doubtful'
  | 'delivery-protocol'
  | 'delivery-receipt'
  | 'delivery-receipt-missing'
  | 'delivery-bundle-changed'
  | 'delivery-bundle-unreadable'
  | 'delivery-cancelled'
  | 'delivery-internal';
/**
 * How much is redacted.
 */
export type RedactionPolicy = 'default' | 'strict' | 'none';
/**
 * What an item of a bundle is.
 */
export type ItemKind = 'log' | 'records' | 'original' | 'report' | 'report_page';
/**
 * How far saving the bundle is.
 */
export type SaveState =
  | {
      save: 'idle';
    }
  | {
      save: 'saving';
      work: Amount;
    }
  | {
      save: 'handed';
      /**
       * Its entry there.
       */
      post: string;
    }
  | {
      save: 'saved';
      bundle: Packed;
    }
  | {
      save: 'failed';
      error: WindowError;
    };
/**
 * Where a bundle in the outgoing queue stands.
 */
export type PostState =
  | {
      post: 'waiting';
      /**
       * Why it was not sent yet; null where it was not tried.
       */
      failure: Failure | null;
      /**
       * When it is tried again: RFC 3339, UTC.
       */
      not_before: string | null;
    }
  | {
      post: 'sending';
      work: Amount;
      /**
       * At the present rate; null while nothing is known.
       */
      seconds_left: number | null;
    }
  | {
      post: 'delivered';
      /**
       * When: RFC 3339, UTC.
       */
      at: string;
      /**
       * Fingerprint of the key that signed the receipt.
       */
      signed_by: string | null;
      /**
       * Whether that key was known beforehand.
       */
      pinned: boolean;
      /**
       * The server's last answer.
       */
      answer: string;
    }
  | {
      post: 'stopped';
      failure: Failure;
    };
/**
 * Something that was found out, or why it was not.
 */
export type Known =
  | {
      known: 'yes';
      facts: KeyFacts;
    }
  | {
      known: 'no';
      error: WindowError;
    };
/**
 * Where a key is kept.
 */
export type StoreKind = 'secret-service' | 'keychain' | 'credential-manager' | 'file';
/**
 * Why the key is where it is, when that needs a word.
 */
export type StoreNote = 'no-store' | 'store-unavailable' | 'store-silent' | 'moved-into-store';
/**
 * Something that was found out, or why it was not.
 */
export type Known2 =
  | {
      known: 'yes';
      facts: PolicyFacts;
    }
  | {
      known: 'no';
      error: WindowError;
    };
/**
 * Where a setting comes from.
 */
export type SettingOrigin = 'policy' | 'user' | 'default';
/**
 * What a setting is.
 */
export type SettingValue =
  | {
      value: 'not_set';
    }
  | {
      value: 'switch';
      /**
       * Whether it is on.
       */
      on: boolean;
    }
  | {
      value: 'texts';
      /**
       * The texts.
       */
      texts: string[];
    };
/**
 * Where a bundle went.
 */
export type Went =
  | {
      went: 'saved';
      /**
       * Its path there.
       */
      path: string;
    }
  | {
      went: 'sent';
      /**
       * The host that it goes to.
       */
      host: string;
      /**
       * Its entry in the queue.
       */
      post: string;
    };
/**
 * How a finding changed.
 */
export type Change = 'new' | 'stayed' | 'gone';

/**
 * The roots of everything that passes, for the schema.
 */
export interface Contract {
  event: WindowEvent;
  error: WindowError;
  about: About;
  lines: PreviewLines;
  past: PastBundle;
  comparison: Comparison;
}
/**
 * One chosen file or folder.
 */
export interface Chosen {
  /**
   * The path, to be shown. The page can't pass it back.
   */
  path: string;
  /**
   * Whether it is a folder.
   */
  folder: boolean;
}
/**
 * What this device itself offers.
 */
export interface DeviceOffer {
  /**
   * Whether anything that tells of enrolments can be read.
   */
  ready: boolean;
  /**
   * Every source that tells of enrolments.
   */
  sources: DeviceSource[];
}
/**
 * A source of this device.
 */
export interface DeviceSource {
  /**
   * Its stable id. `source-<id>` names it.
   */
  id: string;
  state: State;
  /**
   * Why it can't; null where it can.
   */
  reason: Reason | null;
  /**
   * Whether an administrator would see more of it.
   */
  more_with_elevation: boolean;
}
/**
 * A step besides the reading of the logs.
 */
export interface Step {
  task: Task;
  /**
   * Whether it is over.
   */
  done: boolean;
}
/**
 * How far the reading of one source is.
 */
export interface SourceProgress {
  /**
   * Id within the report.
   */
  id: string;
  /**
   * Where it comes from.
   */
  origin: string;
  kind: SourceKind;
  /**
   * Bytes read so far.
   */
  read: number;
  /**
   * Size in bytes, where known.
   */
  bytes: number | null;
  /**
   * Records in it; null until it was read to its end.
   */
  records: number | null;
  /**
   * Whether it could not be read.
   */
  unreadable: boolean;
}
/**
 * The report with everything that has to be decided to show it.
 */
export interface ResultView {
  verdict: VerdictView;
  /**
   * The path from the device to the certificate.
   */
  path: StopView[];
  /**
   * The first failed or absent stop, from 0: where the eye lands.
   */
  focus: number | null;
  report: Report;
}
/**
 * The verdict's sentences as message ids, and what they take.
 */
export interface VerdictView {
  /**
   * The sentence. Takes `host`, `title` (the cause's) and `step` (the milestone's); without a host its `.nohost`
   * stands in where there is one.
   */
  id: string;
  /**
   * What to do next.
   */
  next: string;
  /**
   * The server's host name, cleaned.
   */
  host: string | null;
  /**
   * The step that failed or is missing.
   */
  milestone: Milestone | null;
  /**
   * The cause that the sentence rests on.
   */
  cause: Cause | null;
}
/**
 * One stop of the path.
 */
export interface StopView {
  /**
   * The id of its label's message: `stop-device`, `stop-name`, …
   */
  label: string;
  state: MilestoneState;
}
/**
 * Everything that one check found.
 */
export interface Report {
  /**
   * Always [`REPORT_SCHEMA`].
   */
  schema: string;
  tool: Tool;
  device: DeviceFacts;
  /**
   * Every source that was looked at, readable or not.
   */
  sources: SourceReport[];
  /**
   * What could not be read or could not have been recorded.
   */
  gaps: Gap[];
  /**
   * The key strings of the troubleshooting article, counted, before any interpretation.
   */
  key_strings: KeyStringCount[];
  /**
   * The enrolment attempts, oldest first.
   */
  attempts: Attempt[];
  outcome: Outcome;
  reached_ndes: Answer;
  challenge_presented: Answer;
  /**
   * All findings, the most important first; those of attempts that a later one superseded are marked.
   */
  findings: Finding[];
  /**
   * The answers of the SCEP URL, where it was asked.
   */
  probe: ProbeReport | null;
}
/**
 * The program that wrote a document.
 */
export interface Tool {
  /**
   * Its name.
   */
  name: string;
  /**
   * Its version.
   */
  version: string;
}
/**
 * What is known of the device.
 */
export interface DeviceFacts {
  platform: Platform;
  /**
   * The device's name, where the evidence states one.
   */
  name?: string | null;
  /**
   * System version, where the collecting device is the one that the evidence speaks of.
   */
  system?: string | null;
}
/**
 * One source, as it was read.
 */
export interface SourceReport {
  /**
   * Id within this report: `s1`, `s2`, …
   */
  id: string;
  kind: SourceKind;
  /**
   * Where it came from: a path as the user gave it, with the path inside an archive after `!`.
   */
  origin: string;
  /**
   * Size in bytes, where known.
   */
  bytes?: number | null;
  /**
   * Records read.
   */
  records: number;
  /**
   * Time of the oldest record.
   */
  first: Stamp | null;
  /**
   * Time of the newest record.
   */
  last: Stamp | null;
  clock: Clock;
  /**
   * Whether the source holds verbose or debug records of the component that enrols; null where the kind has no
   * such distinction.
   */
  verbose: boolean | null;
}
/**
 * What is missing from the evidence, and why.
 */
export interface Gap {
  /**
   * The source's id; null where no source could be made of it.
   */
  source: string | null;
  cause: Cause;
  /**
   * Particulars by name, such as `reason`, `limit`, `records`, `origin`.
   */
  detail: {
    [k: string]: string;
  };
}
/**
 * How often one key string was found.
 */
export interface KeyStringCount {
  /**
   * Its id in the vocabulary.
   */
  id: string;
  /**
   * Number of records that hold it.
   */
  count: number;
  /**
   * The oldest such record.
   */
  first: Place | null;
  /**
   * The newest such record.
   */
  last: Place | null;
}
/**
 * Where a key string was found.
 */
export interface Place {
  /**
   * The source's id.
   */
  source: string;
  locator: Locator;
  /**
   * When, as far as the source tells.
   */
  time: Stamp | null;
}
/**
 * One enrolment attempt.
 */
export interface Attempt {
  /**
   * Id within this report: `1`, `2`, …
   */
  id: string;
  platform: Platform;
  /**
   * The SCEP URL without its query, where a record states one.
   */
  server_url: string | null;
  /**
   * The profile's name, where a record states one.
   */
  profile: string | null;
  /**
   * The first record.
   */
  started: Stamp | null;
  /**
   * The last record.
   */
  ended: Stamp | null;
  /**
   * All seven milestones, in order.
   */
  milestones: MilestoneReport[];
  outcome: Outcome;
  reached_ndes: Answer;
  challenge_presented: Answer;
  /**
   * The requests that the device's records tell of, oldest first, so that a server's log can be joined. Empty
   * where the platform records none.
   */
  exchanges?: Exchange[];
  /**
   * Its findings, the most important first.
   */
  findings: Finding[];
}
/**
 * What the evidence says of one milestone.
 */
export interface MilestoneReport {
  id: Milestone;
  state: MilestoneState;
  /**
   * The records that prove `seen` or `failed`; empty for the other states.
   */
  evidence: Evidence[];
}
/**
 * A record that proves something.
 */
export interface Evidence {
  /**
   * The source's id.
   */
  source: string;
  locator: Locator;
  /**
   * When, as far as the source tells.
   */
  time: Stamp | null;
  level: Level;
  /**
   * The rule that matched.
   */
  rule: string;
  /**
   * The record's text, shortened; secrets dropped.
   */
  excerpt: string;
}
/**
 * One request to the SCEP server, as the device recorded it.
 */
export interface Exchange {
  operation: ScepOperation;
  /**
   * When it was sent; null where no record says so.
   */
  sent: Stamp | null;
  /**
   * When its answer, or its failure, was recorded; null where nothing was.
   */
  ended: Stamp | null;
  /**
   * The HTTP status of the answer; null where none is recorded.
   */
  status: number | null;
  /**
   * Whether the exchange failed below HTTP, by the device's records.
   */
  no_answer?: boolean;
}
/**
 * One cause with its proof.
 */
export interface Finding {
  cause: Cause;
  confidence: Confidence;
  /**
   * The attempt it belongs to; null for findings about the device or a server.
   */
  attempt?: string | null;
  /**
   * Whether a later attempt of the same profile makes it history.
   */
  superseded?: boolean;
  /**
   * Error codes that the records name, decoded: `0x80072ee7 ERROR_WINHTTP_NAME_NOT_RESOLVED`.
   */
  codes?: string[];
  /**
   * The records.
   */
  evidence: Evidence[];
}
/**
 * The answers of a SCEP server, step by step, and what they mean.
 */
export interface ProbeReport {
  /**
   * Always [`PROBE_SCHEMA`].
   */
  schema: string;
  /**
   * The URL that was asked, without query.
   */
  url: string;
  asked_as: Platform;
  /**
   * When the probe began, by the device's clock.
   */
  started: Stamp | null;
  /**
   * The proxy that the requests went through, without its credentials; null for a direct connection.
   */
  proxy: string | null;
  /**
   * Every step, in the order in which it was taken. A step that was not taken says why.
   */
  steps: ProbeStep[];
  /**
   * The TLS certificates as the server offered them, its own first.
   */
  tls_chain: CertificateFacts[];
  /**
   * The certificates that GetCACert gave.
   */
  scep_certificates: CertificateFacts[];
  /**
   * The capabilities that GetCACaps gave, as written.
   */
  capabilities: string[];
  /**
   * The device's clock less the server's, in seconds; null where no answer carried a date.
   */
  clock_skew_seconds: number | null;
  /**
   * Longest query that was answered, in bytes; null where the long query was not asked for.
   */
  longest_query_answered: number | null;
  /**
   * Shortest query that was refused, in bytes; null where none was.
   */
  shortest_query_refused: number | null;
  /**
   * What the answers mean, the most important first. [`Cause::Healthy`] stands alone.
   */
  findings: ProbeFinding[];
}
/**
 * One step of a probe.
 */
export interface ProbeStep {
  step: ProbeStepId;
  /**
   * What it was taken against: an address, a URL.
   */
  target: string;
  result: StepResult;
  /**
   * How long it took, in milliseconds.
   */
  milliseconds: number;
  /**
   * Particulars by name, such as `status`, `content_type`, `addresses`, `error`.
   */
  detail?: {
    [k: string]: string;
  };
}
/**
 * One certificate, as far as it matters here.
 */
export interface CertificateFacts {
  /**
   * Subject, as RFC 4514 writes it.
   */
  subject: string;
  /**
   * Issuer, as RFC 4514 writes it.
   */
  issuer: string;
  /**
   * First moment of validity.
   */
  not_before: Stamp | null;
  /**
   * Last moment of validity.
   */
  not_after: Stamp | null;
  /**
   * SHA-1 over the certificate, in hexadecimal: the thumbprint that Windows and Intune show.
   */
  thumbprint: string;
  /**
   * Signature algorithm: a well-known name, else the object identifier.
   */
  signature_algorithm: string;
  /**
   * Public key: algorithm and size, such as `RSA 2048`.
   */
  public_key: string;
  /**
   * What it may be used for in SCEP.
   */
  roles: CertificateRole[];
  /**
   * Whether subject and issuer are the same.
   */
  self_issued: boolean;
  /**
   * Names in the subject alternative name extension.
   */
  names?: string[];
  /**
   * HTTP addresses of revocation lists and OCSP responders that it names.
   */
  revocation_urls?: string[];
}
/**
 * What an answer means.
 */
export interface ProbeFinding {
  cause: Cause;
  confidence: Confidence;
  step: ProbeStepId;
  /**
   * What exactly was seen, in the protocol's own words. Not translated.
   */
  seen?: string | null;
}
/**
 * An offer: its content and the digest that a consent is bound to.
 */
export interface Offer {
  /**
   * Who asks, as the signer calls itself.
   */
  issuer: string;
  /**
   * Fingerprint of the key that signed.
   */
  key: string;
  /**
   * Whether the management pinned that key; else the user confirmed it.
   */
  pinned: boolean;
  /**
   * The case id.
   */
  case?: string | null;
  /**
   * Source ids that are read; `all` means every source of the device.
   */
  sources: string[];
  /**
   * Files and folders that the user gives for these sources.
   */
  files: string[];
  /**
   * The SCEP server's address that the request names.
   */
  scep_url?: string | null;
  /**
   * How much is redacted: `default`, `strict` or `none`.
   */
  redaction: string;
  /**
   * The age recipient that the bundle is encrypted to.
   */
  recipient?: string | null;
  /**
   * The hosts that the bundle is sent to.
   */
  destinations: string[];
  /**
   * When the request ends, in seconds since 1970-01-01 UTC.
   */
  expires: number;
  /**
   * SHA-256 of the exact token, in hexadecimal.
   */
  token_sha256: string;
  /**
   * SHA-256 over the whole content, the token's digest in it.
   */
  digest: string;
}
/**
 * An error that the page acts on by its code.
 */
export interface WindowError {
  code: WindowErrorCode;
  /**
   * Particulars for an administrator. Not translated.
   */
  detail: string | null;
}
/**
 * How much of something is done.
 */
export interface Amount {
  /**
   * Bytes done so far.
   */
  bytes: number;
  /**
   * Bytes in total, as far as known; 0 where nothing is known.
   */
  total: number;
}
/**
 * What would be in the bundle. Holds no text from before the redaction.
 */
export interface Preview {
  /**
   * Always [`PREVIEW_SCHEMA`].
   */
  schema: string;
  policy: RedactionPolicy;
  /**
   * Every item, in the order of the bundle.
   */
  items: PreviewItem[];
  /**
   * Bytes of all items that would leave, before compression.
   */
  bytes: number;
  /**
   * Replacements in all items that would leave, by kind of value.
   */
  replaced: {
    [k: string]: number;
  };
  /**
   * Limits of the redaction that were reached, with how often.
   */
  limits: {
    [k: string]: number;
  };
  /**
   * What the report would say is missing, redacted as there.
   */
  gaps: Gap[];
}
/**
 * One file of the bundle.
 */
export interface PreviewItem {
  /**
   * Its id: that of the source in the report, with `-original` behind it for a file that leaves as it is; `report`
   * and `report-page`.
   */
  id: string;
  kind: ItemKind;
  /**
   * Its path in the bundle.
   */
  path: string;
  /**
   * Where it comes from, redacted as in the statement; null for what the program makes.
   */
  origin: string | null;
  /**
   * What the content is; null for what the program makes.
   */
  source_kind: SourceKind | null;
  /**
   * Size of the source on the device, in bytes; null for what the program makes, or where it can't be read.
   */
  bytes_before: number | null;
  /**
   * Size in the bundle, in bytes, before compression; null where it can't be read.
   */
  bytes: number | null;
  /**
   * SHA-256 of exactly these bytes, in hexadecimal; null where it can't be read.
   */
  sha256: string | null;
  /**
   * How many records of it the report names as proof.
   */
  records_in_report: number;
  /**
   * Replacements, by kind of value.
   */
  replaced: {
    [k: string]: number;
  };
  /**
   * Limits of the redaction that were reached, with how often.
   */
  limits: {
    [k: string]: number;
  };
  /**
   * What was cut out of it.
   */
  cut: CutFacts | null;
  /**
   * Whether it is left out.
   */
  left_out: boolean;
  /**
   * Whether it can be left out: the report can't.
   */
  can_be_left_out: boolean;
}
/**
 * What was cut out of an item: lines of a text, records of a binary log.
 */
export interface CutFacts {
  /**
   * Lines or records that are older than the time that was asked for.
   */
  old: number;
  /**
   * Their bytes.
   */
  old_bytes: number;
  /**
   * Lines or records beyond the size that was asked for.
   */
  over: number;
  /**
   * Their bytes.
   */
  over_bytes: number;
}
/**
 * A bundle that stands under its final name.
 */
export interface Packed {
  /**
   * Its path.
   */
  path: string;
  /**
   * Its size in bytes.
   */
  bytes: number;
  /**
   * SHA-256 of the file, in hexadecimal.
   */
  sha256: string;
  /**
   * Number of files under `data/`.
   */
  entries: number;
  /**
   * Fingerprint of the key that signed it.
   */
  fingerprint: string;
  /**
   * The line for an OpenSSH `allowed_signers` file; its first word is the principal.
   */
  allowed_signers: string;
  /**
   * Where that key is kept: `secret-service`, `keychain`, `credential-manager` or `file`.
   */
  key_store: string;
  /**
   * Why it is kept there, where that needs a word: `no-store`, `store-unavailable`, `store-silent`,
   * `moved-into-store`.
   */
  key_store_note: string | null;
  /**
   * Whether this device keeps what the pseudonyms of the bundle stand for.
   */
  pseudonyms_kept: boolean;
}
/**
 * A bundle that can't be relied on.
 */
export interface DoubtfulBundle {
  /**
   * Its path, to be shown.
   */
  path: string;
  /**
   * What is wrong with it, for an administrator.
   */
  failures: string[];
}
/**
 * A bundle in the outgoing queue.
 */
export interface Post {
  /**
   * Its name there.
   */
  id: string;
  /**
   * The bundle's file name.
   */
  bundle: string;
  /**
   * Its size in bytes.
   */
  bytes: number;
  /**
   * When it was queued: RFC 3339, UTC.
   */
  created: string;
  /**
   * The host that it goes to.
   */
  host: string;
  /**
   * The case id.
   */
  case: string | null;
  state: PostState;
}
/**
 * A fault with everything that an administrator asks for. Holds no secret: URLs stand without their query.
 */
export interface Failure {
  code: FailureCode;
  /**
   * The host that the fault is about: the server, or the proxy.
   */
  host?: string | null;
  /**
   * The request's method.
   */
  method?: string | null;
  /**
   * The request's URL without query.
   */
  url?: string | null;
  /**
   * The answer's status.
   */
  status?: number | null;
  /**
   * How often this entry has been tried, this time included.
   */
  tries: number;
  /**
   * Milliseconds that this try took.
   */
  elapsed_ms: number;
  /**
   * Seconds that the server asked to wait.
   */
  retry_after?: number | null;
  /**
   * The system's or server's own words, cut to [`crate::limits::MAX_DETAIL_CHARS`]. Anybody's text: neutralise.
   */
  detail?: string | null;
}
/**
 * The program, this device's key, and what its management allows.
 */
export interface About {
  /**
   * The program's version.
   */
  version: string;
  key: Known;
  policy: Known2;
}
/**
 * This device's signing key.
 */
export interface KeyFacts {
  /**
   * `SHA256:…`, as `ssh-keygen -l` shows it.
   */
  fingerprint: string;
  store: StoreKind;
  /**
   * Why there, where that needs a word.
   */
  note: StoreNote | null;
}
/**
 * What the device's management, or its user, allows.
 */
export interface PolicyFacts {
  /**
   * Where a policy is or would be.
   */
  place: string;
  /**
   * Whether there is one.
   */
  managed: boolean;
  /**
   * Every setting.
   */
  settings: Setting[];
  /**
   * Settings of the policy that this version does not know.
   */
  unknown: string[];
}
/**
 * One setting of the policy.
 */
export interface Setting {
  /**
   * Its name.
   */
  name: string;
  origin: SettingOrigin;
  value: SettingValue;
}
/**
 * Some lines of an item, before and after. The text before redaction is for the eyes of the device's user; it is
 * made when it is asked for and stored nowhere.
 */
export interface PreviewLines {
  /**
   * Always [`PREVIEW_LINES_SCHEMA`].
   */
  schema: string;
  /**
   * The item's id.
   */
  item: string;
  /**
   * The lines, in order.
   */
  lines: PreviewLine[];
  /**
   * The line to go on with; null where the item ends here.
   */
  next: number | null;
}
/**
 * One line of an item.
 */
export interface PreviewLine {
  /**
   * Its number, from 1.
   */
  line: number;
  /**
   * What stands on the device; null where no single line corresponds to it.
   */
  before: string | null;
  /**
   * What would leave.
   */
  after: string;
  /**
   * Whether something is replaced.
   */
  changed: boolean;
  /**
   * Whether it is longer than [`MAX_PREVIEW_LINE_BYTES`], and shown in part.
   */
  shortened: boolean;
}
/**
 * A bundle that was saved or sent.
 */
export interface PastBundle {
  /**
   * Always [`HISTORY_SCHEMA`].
   */
  schema: string;
  /**
   * Its id in the list: the beginning of its digest.
   */
  id: string;
  /**
   * Its file name.
   */
  bundle: string;
  /**
   * When it was made: RFC 3339, UTC.
   */
  created: string;
  /**
   * Its size in bytes.
   */
  bytes: number;
  /**
   * The case id.
   */
  case: string | null;
  went: Went;
  outcome: Outcome;
}
/**
 * What changed between two reports.
 */
export interface Comparison {
  /**
   * Always [`COMPARISON_SCHEMA`].
   */
  schema: string;
  /**
   * Whether both speak of the same device, as far as they tell: null where one names none.
   */
  same_device: boolean | null;
  outcome: Changed;
  reached_ndes: Changed2;
  challenge_presented: Changed2;
  /**
   * The states of the steps that differ, of each profile's latest attempt.
   */
  milestones: MilestoneChange[];
  /**
   * Findings of the latest attempts and of the server that went away, are new, or stayed.
   */
  findings: FindingChange[];
}
/**
 * A value before and after.
 */
export interface Changed {
  before: Outcome;
  after: Outcome;
}
/**
 * A value before and after.
 */
export interface Changed2 {
  before: Answer;
  after: Answer;
}
/**
 * A step whose state differs.
 */
export interface MilestoneChange {
  /**
   * The profile, where it has a name.
   */
  profile: string | null;
  id: Milestone;
  state: Changed3;
}
/**
 * A value before and after.
 */
export interface Changed3 {
  before: MilestoneState;
  after: MilestoneState;
}
/**
 * A finding that went away, is new, or stayed.
 */
export interface FindingChange {
  cause: Cause;
  change: Change;
  /**
   * How sure it was.
   */
  before: Confidence | null;
  /**
   * How sure it is.
   */
  after: Confidence | null;
}
