import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSsvc } from './read-ssvc.ts';

const rows: readonly { name: string; points: readonly (readonly [string, unknown])[]; ssvc: unknown }[] = [
  {
    name: 'small letters',
    points: Object.entries({ exploitation: 'poc', automatable: 'no', 'technical impact': 'total' }),
    ssvc: { exploitation: 'poc', automatable: false, technicalImpact: 'total' },
  },
  {
    name: 'capitals',
    points: Object.entries({ Exploitation: 'Active', Automatable: 'Yes', 'Technical Impact': 'Partial' }),
    ssvc: { exploitation: 'active', automatable: true, technicalImpact: 'partial' },
  },
  {
    name: 'one word of none of ours',
    points: [
      ['Exploitation', 'maybe'],
      ['Automatable', 'no'],
    ],
    ssvc: { automatable: false },
  },
  {
    name: 'nothing of it',
    points: [
      ['Exploitation', 3],
      ['Mission', 'high'],
    ],
    ssvc: undefined,
  },
];

for (const { name, points, ssvc } of rows) test(`SSVC in ${name}`, () => assert.deepEqual(readSsvc(points), ssvc));
