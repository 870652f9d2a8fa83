import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyMutatePolicy } from '../../compare/remediation/hardening/kyverno-policy.ts';
import { applyStrategicMerge } from '../../compare/remediation/hardening/strategic-merge.ts';
import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { memoryFiles } from '../../gather/sources/memory-files.ts';
import type { WorkloadChange } from '../../model/hardening-change.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { type ChangeRequest, type ChangeSubject, planChange } from './plan-change.ts';
import { planKustomize } from './plan-kustomize.ts';
import { planKyverno } from './plan-kyverno.ts';
import { isBelow, judgeOne, withSettings } from './plan-workload.ts';
import { findUnkept } from './prove-change.ts';

const flag = fc.constantFrom(undefined, true, false);
const user = fc.constantFrom(undefined, 0, 1000);
const seccomp = fc.constantFrom(undefined, { type: 'Unconfined' }, { type: 'RuntimeDefault' }, null);
const context = fc.record({
  runAsNonRoot: flag,
  runAsUser: user,
  seccompProfile: seccomp,
  privileged: flag,
  allowPrivilegeEscalation: flag,
  capabilities: fc.constantFrom(undefined, { drop: ['ALL'] }, { drop: ['KILL'], add: ['CHOWN'] }, { add: ['SYS_ADMIN'] }),
});
const container = (name: string) =>
  fc.record({
    name: fc.constantFrom(name, name, name, 'B ad'),
    image: fc.constant('example.org/gauge:1'),
    securityContext: fc.option(context, { nil: undefined, freq: 3 }),
    ports: fc.constantFrom(undefined, [{ containerPort: 80 }], [{ containerPort: 80, hostPort: 80 }]),
  });
const pod = fc.record({
  securityContext: fc.option(fc.record({ runAsNonRoot: flag, runAsUser: user, seccompProfile: seccomp }), { nil: undefined }),
  hostNetwork: fc.constantFrom(undefined, undefined, true),
  os: fc.constantFrom(undefined, undefined, undefined, { name: 'windows' }),
  volumes: fc.constantFrom(undefined, undefined, [{ name: 'v', hostPath: { path: '/' } }]),
  initContainers: fc.option(fc.tuple(container('first')), { nil: undefined }),
  containers: fc.oneof(fc.tuple(container('one')), fc.tuple(container('one'), container('two'))),
});
const kinds = [
  { apiVersion: 'v1', kind: 'Pod', wrap: (spec: unknown) => ({ spec }) },
  ...['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => ({
    apiVersion: 'apps/v1',
    kind,
    wrap: (spec: unknown) => ({ spec: { replicas: 1, template: { metadata: {}, spec } } }),
  })),
  { apiVersion: 'batch/v1', kind: 'Job', wrap: (spec: unknown) => ({ spec: { template: { spec } } }) },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    wrap: (spec: unknown) => ({ spec: { jobTemplate: { spec: { template: { spec } } } } }),
  },
  { apiVersion: 'serving.example.org/v1', kind: 'Service', wrap: (spec: unknown) => ({ spec: { template: { spec } } }) },
];
const resource = fc
  .tuple(fc.constantFrom(...kinds), fc.constantFrom(null, 'tide'), pod)
  .map(([{ apiVersion, kind, wrap }, namespace, spec]): Resource => {
    const metadata = { name: 'gauge', ...(namespace && { namespace }) };
    const value = JSON.parse(JSON.stringify({ apiVersion, kind, metadata, ...wrap(spec) })) as JsonObject;
    return {
      identity: { apiVersion, kind, namespace, name: 'gauge' },
      value,
      source: 'kustomize:app',
      file: 'app/a.yaml',
      hook: false,
    };
  });
const request = fc.record({
  target: fc.constantFrom('restricted', 'restricted', 'baseline'),
  minor: fc.constantFrom(18, 25, 34, 37),
  isPartial: fc.boolean(),
  assumeNonRoot: fc.boolean(),
}) as fc.Arbitrary<ChangeRequest>;

const subjectOf = (one: Resource): ChangeSubject => ({ resources: [one], images: [], owners: new Map() });

/** What every form has to keep, whatever it is written as. */
function assertKept(one: Resource, made: WorkloadChange, applied: JsonObject, { target, minor, isPartial }: ChangeRequest): void {
  const { level } = judgeOne({ ...one, value: applied }, minor);
  assert.equal(made.after, level);
  assert.deepEqual(findUnkept([made], [{ ...one, value: applied }], minor), []);
  assert.ok(!isBelow(made.after, made.before));
  assert.equal(made.remains.length === 0, !isBelow(made.after, target));
  if (made.settings.length === 0) assert.deepEqual(applied, one.value);
  else if (!isPartial) assert.ok(isBelow(made.before, made.after));
}

test('property: no form says a level that the manifest with it does not reach', () => {
  fc.assert(
    fc.property(resource, request, (one, asked) => {
      const policy = planKyverno(subjectOf(one), asked, 'Tide');
      const [made] = policy.workloads;
      const text = policy.files.find(({ file }) => file === 'policy.yaml')?.after;
      const object = { identity: one.identity, value: one.value, namespace: namespaceOf(one) };
      const mutated = text ? applyMutatePolicy(parseYaml(text).value as JsonObject, object) : one.value;
      assert.ok(made);
      assertKept(one, made, mutated, asked);
      const files = memoryFiles({ 'app/kustomization.yaml': 'resources: [a.yaml]\n' });
      const patches = planKustomize(subjectOf(one), asked, { sources: [{ kind: 'kustomize', at: 'app' }], files });
      const patch = patches.files.find(({ file }) => file.startsWith('app/plimsoll-hardening/'))?.after;
      const patched = patch ? applyStrategicMerge(one.value, parseYaml(patch).value as JsonObject) : one.value;
      assert.deepEqual(
        patches.workloads,
        [{ ...made, ...(made.back !== undefined && { back: undefined }) }].map(({ back: _, ...rest }) => rest),
      );
      assertKept(one, made, patched, asked);
      assert.deepEqual(patched, mutated);
    }),
    { numRuns: 120 },
  );
});

test('property: of the settings that raise a workload none is superfluous', () => {
  fc.assert(
    fc.property(resource, request, (one, aim) => {
      const [planned] = planChange(subjectOf(one), { ...aim, isPartial: false });
      const { input, change } = planned ?? {};
      if (!input || !change) return;
      // Users, groups and ports are not what the standards ask for, but what it needs to run without root.
      const asked = ['runAsNonRoot', 'allowPrivilegeEscalation', 'capabilities', 'seccompProfile'];
      for (const setting of change.settings.filter(({ name }) => asked.includes(name))) {
        const others = change.settings.filter((each) => each !== setting);
        assert.ok(isBelow(judgeOne(withSettings(input.workload, others), aim.minor).level, change.after), setting.name);
      }
    }),
    { numRuns: 120 },
  );
});

test('nothing that a program may need is taken away, and each is said', () => {
  const spec = {
    hostNetwork: true,
    volumes: [{ name: 'v', hostPath: { path: '/' } }],
    containers: [{ name: 'one', image: 'a:1', securityContext: { privileged: true } }],
  };
  const identity = { apiVersion: 'v1', kind: 'Pod', namespace: 'tide', name: 'gauge' };
  const value = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'gauge' }, spec };
  const one: Resource = { identity, value, source: 'yaml:a', file: 'a.yaml', hook: false };
  const asked = { target: 'restricted', minor: 37, isPartial: true, assumeNonRoot: false } as const;
  const [planned] = planChange(subjectOf(one), asked);
  assert.deepEqual(planned?.change.settings, [{ container: null, name: 'seccompProfile', value: { type: 'RuntimeDefault' } }]);
  assert.deepEqual(
    planned?.change.remains.map(({ control, because }) => `${control}: ${because.slice(0, 30)}`),
    [
      'hostNamespaces: It shares the network, process',
      'privileged: It is privileged, and which ri',
      'hostPathVolumes: It mounts folders of its node,',
      'allowPrivilegeEscalation: Kubernetes refuses allowPrivil',
      'runAsNonRoot: Its manifest names no user, an',
      'capabilities_restricted: It may run as root, which need',
    ],
  );
});

test('what could be set, and is not, since it does not reach the level, says so', () => {
  const identity = { apiVersion: 'v1', kind: 'Pod', namespace: 'tide', name: 'gauge' };
  const value = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'gauge' },
    spec: { containers: [{ name: 'one', image: 'a:1' }] },
  };
  const one: Resource = { identity, value, source: 'yaml:a', file: 'a.yaml', hook: false };
  const becauseOf = (isPartial: boolean) =>
    planChange(subjectOf(one), { target: 'restricted', minor: 37, isPartial, assumeNonRoot: false })[0]?.change.remains.find(
      ({ control }) => control === 'seccompProfile_restricted',
    )?.because;
  assert.match(becauseOf(false) ?? '', /--partial sets it/);
  assert.equal(becauseOf(true), undefined);
});
