import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseReference } from '../../formats/reference/reference.ts';
import { type Mirror, repositoriesOf } from './registry-address.ts';

const hub: Mirror = { from: 'docker.io', to: 'registry.example/docker.io' };
const team: Mirror = { from: 'quay.io/team/', to: 'mirror.example:5000/quay' };

const cases: readonly (readonly [
  text: string,
  mirrors: readonly Mirror[],
  insecure: readonly string[],
  out: readonly string[],
])[] = [
  ['nginx', [], [], ['https://registry-1.docker.io/v2/ library/nginx']],
  [
    'nginx',
    [hub],
    [],
    ['https://registry.example/v2/ docker.io/library/nginx', 'https://registry-1.docker.io/v2/ library/nginx'],
  ],
  ['quay.io/team/a', [hub, team], [], ['https://mirror.example:5000/v2/ quay/a', 'https://quay.io/v2/ team/a']],
  ['quay.io/teams/a', [team], [], ['https://quay.io/v2/ teams/a']],
  ['localhost:5000/a', [], [], ['http://localhost:5000/v2/ a']],
  ['127.8.9.1/a', [], [], ['http://127.8.9.1/v2/ a']],
  ['[::1]:5000/a', [], [], ['http://[::1]:5000/v2/ a']],
  ['127.0.0.1.example/a', [], [], ['https://127.0.0.1.example/v2/ a']],
  ['localhost:443/a', [], [], ['https://localhost/v2/ a']],
  ['r.example:5000/a', [], ['r.example:5000'], ['http://r.example:5000/v2/ a']],
  ['r.example:5000/a', [], ['r.example'], ['http://r.example:5000/v2/ a']],
  ['r.example:5001/a', [], ['r.example:5000'], ['https://r.example:5001/v2/ a']],
];

for (const [text, mirrors, insecure, out] of cases)
  test(`${text} is pulled from ${out.join(', then ')}`, () => {
    const reference = parseReference(text);
    assert.ok(reference);
    assert.deepEqual(
      repositoriesOf(reference, mirrors, insecure).map(({ base, name }) => `${base.href} ${name}`),
      out,
    );
  });
