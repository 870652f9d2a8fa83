import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { judgeNamespaces } from './judge-namespaces.ts';
import { context, deployment, resource } from './sample-resources.ts';

const namespace = (labels: JsonObject) => resource('v1', 'Namespace', { metadata: { labels } }, 'tide', null);
const label = 'pod-security.kubernetes.io/enforce';

/** Name → labels, workload → level, version and the controls that it is refused by. */
const rows: readonly (readonly [string, JsonObject, ReturnType<typeof deployment>, string])[] = [
  ['no label admits everything', {}, deployment(context({ privileged: true })), 'privileged latest false'],
  [
    'baseline refuses what is privileged',
    { [label]: 'baseline' },
    deployment(context({ privileged: true })),
    'baseline latest true privileged',
  ],
  ['restricted admits what is hardened', { [label]: 'restricted' }, deployment(), 'restricted latest true'],
  [
    'a level that is none is restricted',
    { [label]: 'strict' },
    deployment(context({ runAsNonRoot: false })),
    'restricted latest true runAsNonRoot',
  ],
  [
    'an older version asks for less',
    { [label]: 'restricted', [`${label}-version`]: 'v1.18' },
    deployment(context({ seccompProfile: {} })),
    'restricted v1.18 true',
  ],
  [
    'a newer one for more',
    { [label]: 'restricted', [`${label}-version`]: 'v1.25' },
    deployment(context({ seccompProfile: {} })),
    'restricted v1.25 true seccompProfile_restricted',
  ],
];

for (const [name, labels, workload, expected] of rows)
  test(`admission: ${name}`, () => {
    const [row] = judgeNamespaces([namespace(labels), workload], 30);
    const [enforce] = row?.policies ?? [];
    const controls = enforce?.refuses.flatMap((one) => one.controls) ?? [];
    assert.equal([enforce?.level, enforce?.version, enforce?.stated, ...controls].join(' '), expected);
    assert.deepEqual([row?.namespace, row?.file, row?.line, row?.workloads], ['tide', 'a.yaml', 3, 1]);
  });

test('admission: of a namespace that the release does not declare nothing is known', () => {
  const [row] = judgeNamespaces([deployment(context({ privileged: true }))], 30);
  assert.deepEqual([row?.file, row?.policies.map(({ level }) => level)], [null, [null, null, null]]);
});
