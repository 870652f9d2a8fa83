import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hardening } from '../../../model/hardening.ts';
import type { NonRootRow } from '../../../model/non-root.ts';
import { markdownTable } from '../markdown-text.ts';
import { nonRootTables } from './non-root-tables.ts';

const row: NonRootRow = {
  resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'tide', name: 'gauge' },
  container: 'c',
  image: 'registry.example/gauge:1',
  verdict: 'ready-with',
  set: { runAsUser: 7 },
  because: ['Its image runs as root.'],
  values: { runAsUser: 7, supplementalGroups: [50, 60], sysctls: { 'a.b': '80' } },
  exposure: 'exposed',
};
const count = { containers: 2, enforced: 0, ready: 0, 'ready-with': 1, blocked: 1, unknown: 0 };
const none = { containers: 0, enforced: 0, ready: 0, 'ready-with': 0, blocked: 0, unknown: 0 };
const hardening: Hardening = {
  product: 'Tide',
  version: '1',
  checks: [],
  podSecurity: [],
  gaps: [],
  nonRoot: [
    row,
    {
      ...row,
      verdict: 'blocked',
      because: [],
      evidence: [
        { about: 'user', at: '', effect: 'needs', detail: 'No.' },
        { about: 'directory', at: '/data', effect: 'blocks', detail: "/data is root's." },
      ],
    },
  ],
  nonRootTotals: {
    release: count,
    exposed: none,
    charts: [{ name: null, ...count }],
    components: [{ name: 'tide', ...count }],
    owners: [],
  },
};

test('who can do without root, in sum and one by one', () => {
  const head = 'containers | enforced | ready | ready-with | blocked | unknown |';
  const lines = nonRootTables(hardening, markdownTable).split('\n');
  assert.deepEqual(
    lines.filter((line) => !line.startsWith('| ---')),
    [
      `| without root | ${head}`,
      '| release | 2 | 0 | 0 | 1 | 1 | 0 |',
      '| exposed | 0 | 0 | 0 | 0 | 0 | 0 |',
      '| component tide | 2 | 0 | 0 | 1 | 1 | 0 |',
      '',
      '| without root | container | from outside | do |',
      '| ready-with | Deployment gauge: c | exposed | runAsUser: 7, supplementalGroups: \\[50, 60\\], sysctl a.b: 80 |',
      "| blocked | Deployment gauge: c | exposed | /data is root's. |",
    ],
  );
});

test('nothing is said of a release without containers, nor where nothing was added up', () => {
  assert.equal(nonRootTables({ ...hardening, nonRoot: [] }, markdownTable), '');
  const { nonRootTotals: _totals, ...older } = hardening;
  assert.equal(nonRootTables(older, markdownTable), '');
});
