import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../model/fault.ts';
import { readConfiguration } from './read-configuration.ts';

const head = 'product: x\nsources: [{ kustomize: a }]\ncomponents: { tide: {}, beacon: {} }\npolicy:\n';

test('a policy keeps the place of each rule', () => {
  const { policy } = readConfiguration(
    `${head}  gate:
    - { severity: CRITICAL, fixable: true, max: 0 }
    - { name: ours, tier: core, component: [tide, beacon], owner: wg, since: previous, unit: image, max: 3 }
  licenses: { allow: [MIT OR ISC], deny: [GPL-3.0-only] }
  coverage: { unread: 1, allow: [busybox] }
`,
    'elsewhere/plimsoll.yaml',
  );
  assert.deepEqual(policy, {
    coverage: { unread: 1, allow: ['docker.io/library/busybox:latest'] },
    gate: [
      { severity: 'CRITICAL', fixable: true, unit: 'finding', max: 0, place: { file: 'plimsoll.yaml', line: 6, column: 7 } },
      {
        name: 'ours',
        since: 'previous',
        unit: 'image',
        max: 3,
        tiers: ['core'],
        components: ['tide', 'beacon'],
        owners: ['wg'],
        place: { file: 'plimsoll.yaml', line: 7, column: 7 },
      },
    ],
    licenses: {
      allow: ['MIT', 'ISC'],
      deny: ['GPL-3.0-only'],
      unknown: 'allow',
      place: { file: 'plimsoll.yaml', line: 8, column: 3 },
    },
  });
});

const wrong: readonly (readonly [name: string, policy: string, message: RegExp])[] = [
  [
    'a negative maximum',
    '  gate: [{ severity: HIGH, max: -1 }]',
    /^plimsoll\.yaml:5:28: write 0 or more: there cannot be fewer than none$/,
  ],
  ['half a finding', '  gate: [{ max: 0.5 }]', /^plimsoll\.yaml:5:12: write a whole number/],
  ['no maximum', '  gate: [{ severity: HIGH }]', /^plimsoll\.yaml:5:10: `max` is missing/],
  [
    'a severity that there is not',
    '  gate: [{ severity: SEVERE, max: 0 }]',
    /5:12: `SEVERE` is not one of CRITICAL, HIGH, MEDIUM, LOW, UNKNOWN$/,
  ],
  [
    'a priority that there is not',
    '  gate: [{ priority: now, max: 0 }]',
    /5:12: `now` is not one of act, attend, track-closely, track$/,
  ],
  ['a tier that there is not', '  gate: [{ tier: inner, max: 0 }]', /5:12: `inner` is not one of core/],
  [
    'a component that nobody declared',
    '  gate: [{ component: tdie, max: 0 }]',
    /5:12: `tdie` is not among the components; .* tide, beacon$/,
  ],
  ['days that are yet to come', '  gate: [{ publishedDays: -3, max: 0 }]', /5:12: write 0 days or more$/],
  [
    'a key that there is not',
    '  gate: [{ fixible: true, max: 0 }]',
    /5:12: `fixible` is not a key here; did you mean `fixable`\?$/,
  ],
  ['a ratchet against something else', '  gate: [{ since: yesterday, max: 0 }]', /5:12: /],
  ['a license that is on no list', '  licenses: { deny: [GPL] }', /5:22: `GPL` is no SPDX license; write an id/],
  ['two licenses at once', '  licenses: { allow: [MIT, MIT AND ISC] }', /5:28: `MIT AND ISC` is two licenses at once/],
  [
    'a license that is allowed and denied',
    '  licenses: { allow: [MIT, ISC], deny: [ISC] }',
    /5:41: `ISC` is allowed and denied; leave one of them out$/,
  ],
  ['no license allowed', '  licenses: { allow: [] }', /5:15: write at least one license/],
  ['licenses without a demand', '  licenses: {}', /5:3: nothing is demanded here/],
  ['coverage of what is no image', '  coverage: { allow: ["a b"] }', /5:23: `a b` is not an image reference/],
];

for (const [name, policy, message] of wrong)
  test(`refused: ${name}`, () => {
    assert.throws(
      () => readConfiguration(`${head}${policy}\n`, 'plimsoll.yaml'),
      (error) => error instanceof Fault && error.code === 'configuration-invalid' && message.test(error.message),
    );
  });
