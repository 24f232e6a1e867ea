// A page for every component in every state worth looking at: whole screens, as the program would tell them.

import type { Screen, SourceProgress, Whole, WindowEvent } from '../generated/types';
import { failed, hostile, HOSTILE, huge, many, post, posts, preview, probe, succeeded } from './data';

export interface Story {
  /** The components that it is there for. */
  shows: string[];
  events: WindowEvent[];
  /** What is pressed once it stands, one selector after the other. */
  press?: string[];
}

const screen = (shown: Screen): WindowEvent => ({ event: 'screen', screen: shown });
const start = (more: Partial<Extract<Screen, { screen: 'start' }>> = {}): WindowEvent =>
  screen({ screen: 'start', chosen: [], device: null, reads_device: false, ...more });

const source = (id: string, more: Partial<SourceProgress>): SourceProgress => ({
  id,
  origin: `/var/log/${id}/OMADMLog_0.log`,
  kind: 'omadm',
  read: 40_000,
  bytes: 73_214,
  records: null,
  unreadable: false,
  ...more,
});

const collecting = (whole: Whole, stopping = false): WindowEvent =>
  screen({
    screen: 'collecting',
    whole,
    stopping,
    steps: [
      { task: { task: 'device', source: 'linux.journal' }, done: true },
      { task: { task: 'server', host: 'scep.fabrikam.example' }, done: false },
    ],
    sources: [
      source('s1', { records: 482, read: 73_214 }),
      source('s2', {}),
      source('s3', { bytes: null, kind: 'unified_log', origin: `/tmp/${HOSTILE}` }),
      source('s4', { unreadable: true }),
    ],
  });

const saving = (
  save: Extract<Screen, { screen: 'preview' }>['save'],
  destination: string | null,
): WindowEvent => screen({ screen: 'preview', preview, destination, save });

const offer = (device: string[]): Screen => ({
  screen: 'request',
  more: 2,
  request: {
    request: 'offer',
    until: '2026-11-26T10:15:00Z',
    chosen: [],
    device,
    offer: {
      issuer: 'Contoso helpdesk',
      key: 'SHA256:5y9KGdIQBr3C8e1o0Zb1r9p1fXcWQnTqVdRk2GqFZsE',
      pinned: false,
      case: 'T-42',
      sources: ['all', 'windows.events'],
      files: [],
      scep_url: 'https://scep.fabrikam.example/certsrv/mscep/mscep.dll',
      redaction: 'strict',
      recipient: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
      destinations: ['inbox.fabrikam.example'],
      expires: 1_795_000_000,
      token_sha256: '0'.repeat(64),
      digest: '0'.repeat(64),
    },
  },
});

const details = '[data-details] > summary';
const compare = '[data-item=s1] [data-action=compare]';

export const STORIES: Record<string, Story> = {
  'start-empty': { shows: ['StartView', 'ChosenFiles'], events: [start()] },
  'start-device': {
    shows: ['DeviceCard'],
    press: ['[data-device] summary'],
    events: [
      start({
        reads_device: true,
        device: {
          ready: true,
          sources: [
            { id: 'windows.events.mdm_admin', state: 'ready', reason: null, more_with_elevation: true },
            { id: 'windows.registry', state: 'ready', reason: null, more_with_elevation: false },
            { id: 'windows.events.capi2', state: 'absent', reason: 'disabled', more_with_elevation: false },
            {
              id: 'windows.channels',
              state: 'needs_consent',
              reason: 'only_by_name',
              more_with_elevation: false,
            },
          ],
        },
      }),
    ],
  },
  'start-phone': {
    shows: ['DeviceCard'],
    events: [
      start({
        device: {
          ready: false,
          sources: [
            {
              id: 'android.omadm',
              state: 'needs_consent',
              reason: 'shared_by_user',
              more_with_elevation: false,
            },
          ],
        },
      }),
    ],
  },
  'start-chosen': {
    shows: ['ChosenFiles', 'LanguageSwitch'],
    events: [
      start({
        chosen: Array.from({ length: 40 }, (_, at) => ({
          path: at === 0 ? `/home/user/${HOSTILE}` : `/home/user/${'long'.repeat(30)}/${at}.log`,
          folder: at === 1,
        })),
      }),
      { event: 'hover', over: true },
    ],
  },
  'start-outgoing': { shows: ['PostCard'], events: [start(), { event: 'posts', posts }] },
  'start-trouble': {
    shows: ['ErrorText'],
    events: [start(), { event: 'trouble', error: { code: 'too-many-links', detail: null } }],
  },
  collecting: {
    shows: ['CollectingView'],
    events: [collecting({ whole: 'reading', bytes: 113_214, total: 219_642, seconds_left: 35 })],
  },
  'collecting-finding': {
    shows: ['CollectingView'],
    events: [
      screen({ screen: 'collecting', whole: { whole: 'finding' }, stopping: false, steps: [], sources: [] }),
    ],
  },
  'collecting-unpacking': {
    shows: ['CollectingView'],
    events: [
      screen({
        screen: 'collecting',
        whole: {
          whole: 'unpacking',
          origin: `/tmp/all.zip!${HOSTILE}`,
          bytes: 81_000_000,
          total: 312_000_000,
          seconds_left: 25,
        },
        stopping: false,
        steps: [{ task: { task: 'device', source: 'linux.journal' }, done: true }],
        sources: [],
      }),
    ],
  },
  'collecting-unknown': {
    shows: ['CollectingView'],
    events: [collecting({ whole: 'reading', bytes: 113_214, total: null, seconds_left: null })],
  },
  stopping: { shows: ['CollectingView'], events: [collecting({ whole: 'finding' }, true)] },
  'result-failed': {
    shows: [
      'ResultView',
      'ReportView',
      'PathPicture',
      'StateShape',
      'Details',
      'FindingCard',
      'Fix',
      'EvidenceList',
    ],
    press: [details],
    events: [screen({ screen: 'result', view: failed() })],
  },
  'result-succeeded': { shows: ['ResultView'], events: [screen({ screen: 'result', view: succeeded() })] },
  'result-probe': {
    shows: ['ProbeSection'],
    press: [details],
    events: [screen({ screen: 'result', view: { ...failed(), report: { ...failed().report, probe } } })],
  },
  'result-hostile': {
    shows: ['EvidenceList'],
    press: [details],
    events: [screen({ screen: 'result', view: hostile() })],
  },
  'result-many': {
    shows: ['LongList', 'LongListPart'],
    press: [details],
    events: [screen({ screen: 'result', view: many() })],
  },
  'result-huge': {
    shows: ['EvidenceList'],
    press: [details],
    events: [screen({ screen: 'result', view: huge() })],
  },
  preparing: {
    shows: ['PreparingView'],
    events: [screen({ screen: 'preparing', work: { bytes: 30_000, total: 73_214 } })],
  },
  preview: {
    shows: ['PreviewView', 'PreviewItem', 'PreviewLines', 'SaveBar'],
    press: [compare],
    events: [saving({ save: 'idle' }, null)],
  },
  'preview-saving': {
    shows: ['SaveBar'],
    events: [saving({ save: 'saving', work: { bytes: 30_000, total: 91_000 } }, 'inbox.fabrikam.example')],
  },
  'preview-saved': {
    shows: ['SaveBar', 'CopyButton'],
    events: [
      saving(
        {
          save: 'saved',
          bundle: {
            path: '/home/user/Documents/scepscope-T-42-20261123T101500Z-3f9a2c.zip',
            bytes: 91_000,
            sha256: '0'.repeat(64),
            entries: 4,
            fingerprint: 'SHA256:5y9KGdIQBr3C8e1o0Zb1r9p1fXcWQnTqVdRk2GqFZsE',
            allowed_signers: 'device ssh-ed25519 AAAA',
            key_store: 'file',
            key_store_note: null,
            pseudonyms_kept: true,
          },
        },
        null,
      ),
    ],
  },
  'preview-failed': {
    shows: ['SaveBar'],
    events: [
      saving({ save: 'failed', error: { code: 'disk-full', detail: '/home/user: os error 28' } }, null),
    ],
  },
  'preview-sent': {
    shows: ['PostCard'],
    press: ['[data-post] summary'],
    events: [
      {
        event: 'posts',
        posts: [
          post('1', {
            post: 'delivered',
            at: '2026-11-23T10:16:00Z',
            signed_by: 'SHA256:5y9KGdIQBr3C8e1o0Zb1r9p1fXcWQnTqVdRk2GqFZsE',
            pinned: false,
            answer: '204',
          }),
        ],
      },
      saving({ save: 'handed', post: '1' }, 'inbox.fabrikam.example'),
    ],
  },
  'request-device': {
    shows: ['RequestView'],
    press: ['[data-request] details summary'],
    events: [screen(offer(['windows.events.mdm_admin', 'windows.registry', 'device.facts']))],
  },
  'request-files': { shows: ['RequestView'], events: [screen(offer([]))] },
  'request-key': {
    shows: ['RequestView'],
    events: [
      screen({
        screen: 'request',
        more: 0,
        request: {
          request: 'unknown_key',
          fingerprint: 'SHA256:5y9KGdIQBr3C8e1o0Zb1r9p1fXcWQnTqVdRk2GqFZsE',
        },
      }),
    ],
  },
  'request-refused': {
    shows: ['RequestView'],
    events: [
      screen({
        screen: 'request',
        more: 0,
        request: { request: 'refused', error: { code: 'link-expired', detail: null } },
      }),
    ],
  },
  analysis: {
    shows: ['AnalysisView'],
    events: [
      screen({
        screen: 'analysis',
        number: 1,
        unverified: false,
        files: [
          { path: '/home/user/scepscope-T-42-20261123T101500Z-3f9a2c.zip', folder: false },
          { path: `/home/user/${HOSTILE}`, folder: true },
        ],
      }),
    ],
  },
  'analysis-unverified': {
    shows: ['AnalysisView'],
    press: ['[data-action=save-analysis]'],
    events: [
      screen({
        screen: 'analysis',
        number: 1,
        unverified: true,
        files: Array.from({ length: 12 }, (_, at) => ({
          path: `/var/log/${'long'.repeat(12)}/u_ex2611${at + 10}.log`,
          folder: false,
        })),
      }),
      { event: 'hover', over: true },
      { event: 'trouble', error: { code: 'files-kept', detail: null } },
    ],
  },
  doubtful: {
    shows: ['DoubtfulView'],
    events: [
      screen({
        screen: 'doubtful',
        bundles: [
          {
            path: `/home/user/${HOSTILE}`,
            failures: ['data/report.json: the content is not what the manifest says', HOSTILE],
          },
          { path: '/home/user/scepscope-T-42.zip', failures: ['Its signature is missing or not valid.'] },
        ],
      }),
    ],
  },
  sealed: {
    shows: ['SealedView'],
    events: [
      screen({
        screen: 'sealed',
        error: { code: 'bundle-sealed', detail: '/home/user/scepscope-T-42.zip.age' },
      }),
    ],
  },
  'sealed-again': {
    shows: ['SealedView'],
    events: [
      screen({ screen: 'sealed', error: { code: 'bundle-not-decrypted', detail: `/home/user/${HOSTILE}` } }),
    ],
  },
  failed: {
    shows: ['ErrorView'],
    events: [screen({ screen: 'failed', error: { code: 'nothing-readable', detail: `/tmp/${HOSTILE}` } })],
  },
  fault: {
    shows: ['ErrorView', 'CopyButton'],
    events: [
      screen({
        screen: 'failed',
        error: { code: 'fault', detail: '/home/user/.local/state/scepscope/faults/fault-1795000000.json' },
      }),
    ],
  },
  /** A screen that the page can't show ends in a message and a way on. */
  broken: {
    shows: ['ErrorText'],
    events: [screen({ screen: 'result', view: null } as unknown as Screen)],
  },
  about: { shows: ['AboutView'], press: ['[data-action=about]', '[data-about] summary'], events: [start()] },
  guide: { shows: ['GuideView', 'GuidePicture'], press: ['[data-action=guide]'], events: [start()] },
  history: { shows: ['HistoryView', 'PastCard'], press: ['[data-action=history]'], events: [start()] },
  comparison: {
    shows: ['ComparisonView'],
    press: [
      '[data-action=history]',
      'li:first-child [data-action=pick]',
      'li:last-child [data-action=pick]',
      '[data-action=compare-past]',
    ],
    events: [start()],
  },
};
