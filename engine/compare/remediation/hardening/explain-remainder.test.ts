import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerUser } from './choose-settings.ts';
import { explainRemainder } from './explain-remainder.ts';

const otherwise = 'Nothing sets it.';
const pod = { containers: [{ name: 'one' }] };
const unknown: ContainerUser = { nonRoot: 'may-not', because: ['Nobody read its image.'] };
const able: ContainerUser = { nonRoot: 'can', because: [] };

const rows: readonly (readonly [name: string, control: string, path: string, user: ContainerUser, because: string])[] = [
  ['a setting', 'seccompProfile_restricted', 'spec.securityContext', unknown, otherwise],
  ['root, where nobody knows the user', 'runAsNonRoot', 'spec.securityContext', unknown, 'Nobody read its image.'],
  ['root, where it can run without', 'runAsNonRoot', 'spec.containers[0].securityContext', able, otherwise],
  [
    'what its node shares',
    'hostPorts',
    'spec.containers[0].ports[0]',
    able,
    'It takes ports of its node, and who comes by them is not known.',
  ],
];

for (const [name, control, path, user, because] of rows)
  test(`what remains says why: ${name}`, () => {
    const found = explainRemainder([{ control, path, level: 'restricted', remedy: '' }], {
      pod,
      users: new Map([['one', user]]),
      otherwise,
    });
    assert.deepEqual(found, [{ control, path, because }]);
  });
