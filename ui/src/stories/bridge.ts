// Stands in for the program: tells the events of one story, and answers what a page asks.

import type {
  About,
  Comparison,
  PastBundle,
  PreviewLines,
  ResultView,
  WindowError,
  WindowEvent,
} from '../generated/types';
import ANALYSIS_PAGE from '../../../crates/scepscope-admin/tests/golden/25-admin-android-iis-500-1346.en.html?raw';
import PAGE_STYLE from '../../../crates/scepscope-present/src/html/style.css?raw';
import { failed, HOSTILE, pastBundles } from './data';
import { STORIES } from './stories';

export type { Command, Commands, Particulars } from '../lib/bridge';

const story = STORIES[new URLSearchParams(location.search).get('story') ?? ''];

export async function subscribe(listen: (event: WindowEvent) => void): Promise<void> {
  if (!story) throw new Error('no such story');
  story.events.forEach(listen);
}

export async function send(): Promise<WindowError | null> {
  return null;
}

export async function about(): Promise<About> {
  return {
    version: '0.1.0',
    key: {
      known: 'yes',
      facts: {
        fingerprint: 'SHA256:5y9KGdIQBr3C8e1o0Zb1r9p1fXcWQnTqVdRk2GqFZsE',
        store: 'file',
        note: 'no-store',
      },
    },
    policy: {
      known: 'yes',
      facts: {
        place: '/etc/scepscope/policy.json',
        managed: true,
        settings: [
          {
            name: 'UploadHosts',
            origin: 'policy',
            value: { value: 'texts', texts: ['inbox.fabrikam.example'] },
          },
          { name: 'Autostart', origin: 'policy', value: { value: 'switch', on: true } },
          { name: 'Proxy', origin: 'default', value: { value: 'not_set' } },
        ],
        unknown: [HOSTILE],
      },
    },
  };
}

export async function past(): Promise<PastBundle[] | WindowError> {
  return pastBundles;
}

export async function pastResult(): Promise<ResultView | WindowError> {
  return failed();
}

export async function comparePast(): Promise<Comparison | WindowError> {
  return {
    schema: 'scepscope.comparison/1',
    same_device: false,
    outcome: { before: 'failed', after: 'succeeded' },
    reached_ndes: { before: 'no', after: 'yes' },
    challenge_presented: { before: 'no', after: 'yes' },
    milestones: [
      { profile: 'a', id: 'request_sent', state: { before: 'absent', after: 'seen' } },
      { profile: HOSTILE, id: 'certificate_installed', state: { before: 'absent', after: 'implied' } },
    ],
    findings: [
      { cause: 'dns_failure', change: 'gone', before: 'certain', after: null },
      { cause: 'ndes_not_found', change: 'new', before: null, after: 'likely' },
    ],
  } as Comparison;
}

export async function forget(): Promise<WindowError | null> {
  return null;
}

export async function lines(item: string): Promise<PreviewLines | WindowError> {
  return {
    schema: 'scepscope.preview-lines/1',
    item,
    next: 9,
    lines: [
      {
        line: 3,
        before: `signed in as maria@contoso.example ${HOSTILE}`,
        after: `signed in as user-0a1b2c3d ${HOSTILE}`,
        changed: true,
        shortened: false,
      },
      { line: 8, before: 'y'.repeat(4000), after: 'y'.repeat(4000), changed: false, shortened: true },
    ],
  };
}

export async function analysisPage(): Promise<string | WindowError> {
  return ANALYSIS_PAGE.replace('</head>', `<style>\n${PAGE_STYLE}</style></head>`);
}

export async function saveAnalysis(): Promise<string | null | WindowError> {
  return '/home/user/Documents/scepscope-T-42-20261123T101500Z-3f9a2c.html';
}

export function isError(answer: object | string | null): answer is WindowError {
  return typeof answer === 'object' && answer !== null && 'code' in answer && !('schema' in answer);
}
