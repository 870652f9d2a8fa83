import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareHardening } from '../compare/releases/hardening/compare-hardening.ts';
import { resourceKey } from '../compare/releases/hardening/resource-key.ts';
import type { CheckException } from '../model/hardening.ts';
import type { JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { hardenResources } from './harden-resources.ts';

function resource(title: string, spec: JsonObject): Resource {
  const [apiVersion = '', kind = '', name = ''] = title.split(' ');
  const identity = { apiVersion, kind, namespace: 'tide', name };
  return { identity, value: { spec }, source: 'yaml:a', file: 'a.yaml', line: 3, hook: false };
}

const container = (securityContext: JsonObject, name = 'c') => ({ name, image: 'tide/gauge:1', securityContext });
const pod = (...containers: readonly JsonObject[]) => resource('v1 Pod gauge', { containers });
const other = resource('v1 Pod other', { containers: [container({})] });
const strict = {
  ...{ runAsNonRoot: true, runAsUser: 7, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
  ...{ seccompProfile: { type: 'RuntimeDefault' }, capabilities: { drop: ['ALL'] } },
};
const exception: CheckException = {
  ...{
    id: 'wait',
    checks: ['privileged-container'],
    resources: ['tide/Pod/gauge'],
    paths: [],
    owner: 'tide',
    reason: 'a driver',
  },
  ...{ expires: '2030-01-01', file: 'e.yaml', line: 1 },
};

const judge = (resources: readonly Resource[], exceptions: readonly CheckException[] = []) => ({
  hardening: hardenResources(
    { product: 'Gauge', version: '1', resources, images: [], exceptions, now: '2024-01-01T00:00:00Z', gaps: [] },
    { podSecurity: 35, kubernetes: 31 },
  ),
  resources,
});
const difference = (old: readonly Resource[], now: readonly Resource[], exceptions?: readonly CheckException[]) => {
  const { podSecurity, nonRoot, checks } = compareHardening(judge(old), judge(now, exceptions));
  return {
    levels: podSecurity.map(({ resource, direction, before, after }) => `${resource.name} ${direction}: ${before} → ${after}`),
    verdicts: nonRoot.map(({ container, direction, before, after }) => `${container} ${direction}: ${before} → ${after}`),
    checks: checks.map(({ change, check, because }) => `${change} ${check} (${because})`),
  };
};

const privileged = pod(container({ privileged: true }));
const rows: readonly {
  name: string;
  old: Resource[];
  now: Resource[];
  levels?: string[];
  verdicts?: string[];
  some?: string[];
}[] = [
  { name: 'nothing changed', old: [privileged, other], now: [privileged, other] },
  {
    name: 'a container became privileged',
    old: [pod(container(strict))],
    now: [privileged],
    levels: ['gauge worse: restricted → privileged'],
    verdicts: ['c other: enforced → unknown'],
    some: ['gained privileged-container (content)', 'gained run-as-non-root (content)'],
  },
  {
    name: 'and back',
    old: [privileged],
    now: [pod(container(strict))],
    levels: ['gauge better: privileged → restricted'],
    verdicts: ['c other: unknown → enforced'],
    some: ['lost privileged-container (content)'],
  },
  {
    name: 'a workload came',
    old: [other],
    now: [other, privileged],
    levels: ['gauge new: null → privileged'],
    verdicts: ['c new: null → unknown'],
    some: ['gained privileged-container (resource)'],
  },
  {
    name: 'a workload went',
    old: [other, privileged],
    now: [other],
    levels: ['gauge gone: privileged → null'],
    verdicts: ['c gone: unknown → null'],
    some: ['lost privileged-container (resource)'],
  },
  {
    name: 'containers that change places',
    old: [pod(container({ privileged: true }, 'a'), container(strict, 'b'))],
    now: [pod(container(strict, 'b'), container({ privileged: true }, 'a'))],
  },
  {
    name: 'one more container like the first',
    old: [privileged],
    now: [pod(container({ privileged: true }), container({ privileged: true }, 'd'))],
    verdicts: ['d new: null → unknown'],
    some: ['gained privileged-container (content)'],
  },
  {
    name: 'an API that was removed is one that is served',
    old: [resource('policy/v1beta1 PodDisruptionBudget gauge', {})],
    now: [resource('policy/v1 PodDisruptionBudget gauge', {})],
    some: ['lost removed-api (content)'],
  },
];

for (const { name, old, now, levels = [], verdicts = [], some = [] } of rows) {
  test(`hardening against another: ${name}`, () => {
    const found = difference(old, now);
    assert.deepEqual([found.levels, found.verdicts], [levels, verdicts]);
    if (some.length === 0) assert.deepEqual(found.checks, []);
    for (const one of some) assert.ok(found.checks.includes(one), `${one} among ${found.checks.join(', ')}`);
  });
}

test('what somebody decides to pass over is told apart from what was mended', () => {
  const { checks } = difference([privileged], [privileged], [exception]);
  assert.deepEqual(checks, ['lost privileged-container (suppression)']);
});

const keys: readonly {
  name: string;
  one: readonly [string, string, string];
  other: readonly [string, string, string];
  same: boolean;
}[] = [
  { name: 'versions of an API', one: ['apps/v1beta1', 'Deployment', 'a'], other: ['apps/v1', 'Deployment', 'a'], same: true },
  {
    name: 'groups of Kubernetes',
    one: ['extensions/v1beta1', 'Ingress', 'a'],
    other: ['networking.k8s.io/v1', 'Ingress', 'a'],
    same: true,
  },
  {
    name: 'groups of others',
    one: ['networking.istio.io/v1', 'Gateway', 'a'],
    other: ['gateway.networking.k8s.io/v1', 'Gateway', 'a'],
    same: false,
  },
  { name: 'generated names', one: ['v1', 'ConfigMap', 'a-2t47fm8h5g'], other: ['v1', 'ConfigMap', 'a-bk9c8k7mtt'], same: true },
  { name: 'names that look generated', one: ['v1', 'Pod', 'a-2t47fm8h5g'], other: ['v1', 'Pod', 'a-bk9c8k7mtt'], same: false },
];
for (const { name, one, other, same } of keys) {
  test(`one object of two releases: ${name}`, () => {
    const key = ([apiVersion, kind, name]: typeof one) => resourceKey({ apiVersion, kind, namespace: null, name });
    assert.equal(key(one) === key(other), same);
  });
}

const anyPods = fc
  .array(
    fc.record({ name: fc.constantFrom('a', 'b', 'c'), context: fc.constantFrom<JsonObject>({}, strict, { privileged: true }) }),
    {
      maxLength: 4,
    },
  )
  .map((all) => all.map(({ name, context }) => resource(`v1 Pod ${name}`, { containers: [container(context)] })));

test('property: a difference and its reverse mirror each other, and figures differ by what came less what went', () => {
  const flipped: Readonly<Record<string, string>> = {
    better: 'worse',
    worse: 'better',
    new: 'gone',
    gone: 'new',
    other: 'other',
  };
  fc.assert(
    fc.property(anyPods, anyPods, (old, now) => {
      const there = compareHardening(judge(old), judge(now));
      const back = compareHardening(judge(now), judge(old));
      const sorted = (texts: readonly string[]) => texts.toSorted();
      assert.deepEqual(
        sorted(there.podSecurity.map(({ direction }) => flipped[direction] ?? '')),
        sorted(back.podSecurity.map(({ direction }) => direction)),
      );
      const count = (change: string) => there.checks.filter((row) => row.change === change).length;
      const total = (figures: typeof there.before) => Object.values(figures.checks).reduce((sum, one) => sum + one, 0);
      assert.equal(total(there.after) - total(there.before), count('gained') - count('lost'));
    }),
  );
});
