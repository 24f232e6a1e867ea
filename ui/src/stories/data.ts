// What the story pages show: reports, previews and posts, made by hand.

import type {
  Evidence,
  Failure,
  Finding,
  Milestone,
  MilestoneState,
  PastBundle,
  Post,
  PostState,
  Preview,
  PreviewItem,
  ProbeReport,
  Report,
  ResultView,
} from '../generated/types';

/** A host name that turns around, hides and carries markup: as a hostile log may hold it. */
export const HOSTILE = '\u202Egro.live\u202C <img src=x onerror="document.title=1"> \u0007\u200Bscep.example';
/** Longer than any excerpt that a report holds, in characters. */
const HUGE = 100_000;
const MANY = 10_000;

const STOPS = [
  'device',
  'name',
  'connection',
  'capabilities',
  'ca-certificate',
  'request',
  'answer',
  'installed',
] as const;
const MILESTONES: Milestone[] = [
  'profile_received',
  'capabilities_received',
  'ca_certificate_received',
  'request_generated',
  'request_sent',
  'response_received',
  'certificate_installed',
];

const evidence = (excerpt: string, at = 1): Evidence => ({
  source: 's1',
  locator: `line ${at}`,
  time: '2026-11-23T10:15:00.250Z',
  level: 'error',
  rule: 'android.dns',
  excerpt,
});

const finding = (excerpt: string, at = 1): Finding => ({
  cause: 'dns_failure',
  confidence: 'certain',
  attempt: 'a1',
  superseded: false,
  codes: ['java.net.UnknownHostException'],
  evidence: [evidence(excerpt, at)],
});

export function report(excerpt = 'Unable to resolve host "scep.fabrikam.example"'): Report {
  return {
    schema: 'scepscope.report/1',
    tool: { name: 'scepscope', version: '0.1.0' },
    device: { platform: 'android', name: 'device-0a1b2c3d', system: 'Android 15' },
    sources: [
      {
        id: 's1',
        origin: '/storage/emulated/0/Documents/OMADMLog_0.log',
        kind: 'omadm',
        records: 482,
        bytes: 73_214,
        clock: 'assumed_utc',
        first: '2026-11-23T10:00:00Z',
        last: '2026-11-23T10:15:02Z',
        verbose: true,
      } as Report['sources'][number],
    ],
    gaps: [{ source: 's1', cause: 'log_rolled_over', detail: { reason: 'limit', origin: 'OMADMLog_1.log' } }],
    key_strings: [
      {
        id: 'android.scep_url',
        count: 3,
        first: { source: 's1', locator: 'line 12', time: '2026-11-23T10:14:00Z' },
        last: { source: 's1', locator: 'line 40', time: '2026-11-23T10:15:00Z' },
      },
    ],
    attempts: [
      {
        id: 'a1',
        platform: 'android',
        server_url: 'https://scep.fabrikam.example/certsrv/mscep/mscep.dll',
        profile: 'ModelName=AC_d80d7c00-499f-479b-a3ff-52b2eda4c72c/LogicalName_28e427ad_61b3_4b25_9ea0',
        started: '2026-11-23T10:14:00Z',
        ended: '2026-11-23T10:15:00Z',
        milestones: MILESTONES.map((id, at) => ({
          id,
          state: at === 0 ? 'seen' : at === 1 ? 'failed' : 'absent',
          evidence: at < 2 ? [evidence(excerpt)] : [],
        })),
        outcome: 'failed',
        reached_ndes: 'no',
        challenge_presented: 'no',
        findings: [finding(excerpt)],
      },
    ],
    outcome: 'failed',
    reached_ndes: 'no',
    challenge_presented: 'no',
    findings: [finding(excerpt)],
    probe: null,
  };
}

export function failed(host = 'scep.fabrikam.example', excerpt?: string): ResultView {
  return {
    verdict: {
      id: 'verdict-name',
      next: 'cause-dns-failure.user',
      host,
      milestone: 'capabilities_received',
      cause: 'dns_failure',
    },
    path: STOPS.map((stop, at) => {
      const states: MilestoneState[] = ['seen', 'failed', 'not_recordable', 'failed'];
      return { label: `stop-${stop}`, state: states[at] ?? 'absent' };
    }),
    focus: 1,
    report: report(excerpt),
  };
}

export function succeeded(): ResultView {
  return {
    verdict: {
      id: 'verdict-succeeded',
      next: 'verdict-succeeded.next',
      host: null,
      milestone: null,
      cause: null,
    },
    path: STOPS.map((stop) => ({ label: `stop-${stop}`, state: 'seen' })),
    focus: null,
    report: { ...report(), outcome: 'succeeded', findings: [], gaps: [] },
  };
}

/** Every finding that a report can hold, and more. */
export function many(): ResultView {
  const view = failed();
  view.report.findings = Array.from({ length: MANY }, (_, at) =>
    finding(`record ${at} of very many`, at + 1),
  );
  return view;
}

/** One record that is far longer than its fellows. */
export function huge(): ResultView {
  return failed('scep.fabrikam.example', 'x'.repeat(HUGE));
}

export function hostile(): ResultView {
  return failed(HOSTILE, `<script>document.title = 1</script> ${HOSTILE}`);
}

export const probe: ProbeReport = {
  schema: 'scepscope.probe/1',
  url: 'https://scep.fabrikam.example/certsrv/mscep/mscep.dll',
  asked_as: 'windows',
  started: '2026-11-23T10:15:00Z',
  proxy: 'http://proxy.fabrikam.example:8080',
  steps: [
    { step: 'dns', target: 'scep.fabrikam.example', result: 'ok', milliseconds: 12, detail: { found: '2' } },
    { step: 'tcp', target: '192.0.2.7:443', result: 'ok', milliseconds: 31 },
    {
      step: 'tls',
      target: 'scep.fabrikam.example',
      result: 'failed',
      milliseconds: 44,
      detail: { error: 'UnknownIssuer' },
    },
    {
      step: 'get_ca_caps',
      target: 'https://scep.fabrikam.example',
      result: 'skipped',
      milliseconds: 0,
      detail: { reason: 'total_time' },
    },
  ],
  tls_chain: [],
  scep_certificates: [],
  capabilities: [],
  clock_skew_seconds: null,
  longest_query_answered: null,
  shortest_query_refused: null,
  findings: [{ cause: 'tls_untrusted_root', confidence: 'certain', step: 'tls', seen: 'UnknownIssuer' }],
};

const item = (id: string, more: Partial<PreviewItem> = {}): PreviewItem => ({
  id,
  kind: 'log',
  path: `data/evidence/${id}-OMADMLog_0.log`,
  origin: '/storage/emulated/0/Documents/OMADMLog_0.log',
  source_kind: 'omadm',
  bytes_before: 73_214,
  bytes: 72_980,
  sha256: '0'.repeat(64),
  records_in_report: 4,
  replaced: { upn: 12, device: 3 },
  limits: {},
  cut: null,
  left_out: false,
  can_be_left_out: true,
  ...more,
});

export const preview: Preview = {
  schema: 'scepscope.preview/1',
  policy: 'default',
  bytes: 91_000,
  items: [
    item('s1'),
    item('s2', {
      left_out: true,
      origin: `/tmp/${HOSTILE}.log`,
      cut: { old: 3, old_bytes: 90, over: 0, over_bytes: 0 },
    }),
    item('s3', { bytes: null, origin: '/tmp/gone.log' }),
    item('report', {
      kind: 'report',
      origin: null,
      source_kind: null,
      path: 'data/report.json',
      bytes_before: null,
      can_be_left_out: false,
    }),
  ],
  replaced: { upn: 12, device: 3 },
  limits: {},
  gaps: [{ source: 's3', cause: 'source_unreadable', detail: { reason: 'not_found' } }],
};

const failure: Failure = {
  code: 'delivery-connect',
  host: 'inbox.fabrikam.example',
  method: 'POST',
  url: 'https://inbox.fabrikam.example/files/',
  status: null,
  tries: 3,
  elapsed_ms: 5000,
  retry_after: null,
  detail: 'connection refused',
};

export const post = (id: string, state: PostState): Post => ({
  id,
  bundle: 'scepscope-T-42-20261123T101500Z-3f9a2c.zip',
  bytes: 91_000,
  created: '2026-11-23T10:15:00Z',
  host: 'inbox.fabrikam.example',
  case: 'T-42',
  state,
});

export const posts: Post[] = [
  post('1', { post: 'sending', work: { bytes: 40_000, total: 91_000 }, seconds_left: 61 }),
  post('2', { post: 'waiting', failure, not_before: '2026-11-23T10:16:00Z' }),
  post('3', { post: 'waiting', failure: null, not_before: null }),
  post('4', { post: 'stopped', failure: { ...failure, code: 'delivery-forbidden', status: 403 } }),
];

const past = (digit: string, more: Partial<PastBundle>): PastBundle => ({
  schema: 'scepscope.history/1',
  id: digit.repeat(32),
  bundle: 'scepscope-T-42-20261123T101500Z-3f9a2c.zip',
  created: '2026-11-23T10:15:00Z',
  bytes: 91_000,
  case: 'T-42',
  went: { went: 'sent', host: 'inbox.fabrikam.example', post: '1' },
  outcome: 'failed',
  ...more,
});

export const pastBundles: PastBundle[] = [
  past('b', { created: '2026-11-24T08:00:00Z', outcome: 'succeeded', case: null }),
  past('a', {
    went: { went: 'saved', path: '/home/user/Documents/scepscope-T-42-20261123T101500Z-3f9a2c.zip' },
  }),
];
