import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckException } from '../../model/hardening.ts';
import type { JsonObject } from '../../model/json.ts';
import { findFailures } from './find-failures.ts';
import { context, deployment } from './sample-resources.ts';
import { judgeExceptions } from './suppression.ts';

const bad = deployment(context({ privileged: true }));
const annotated = (annotations: JsonObject, onPods = false) => {
  const { metadata, spec } = bad.value as { metadata: JsonObject; spec: { template: JsonObject } };
  const template = { ...spec.template, metadata: { annotations } };
  return { ...bad, value: { ...bad.value, ...(onPods ? { spec: { template } } : { metadata: { ...metadata, annotations } }) } };
};
const privileged = (findings: ReturnType<typeof findFailures>) => findings.find(({ check }) => check === 'privileged-container');

/** Annotation → its name and reason, where it takes the check out. */
const rows: readonly (readonly [JsonObject, string | null, string?])[] = [
  [{}, null],
  [{ 'plimsoll.dev/ignore': 'host-pid, privileged-container' }, 'plimsoll.dev/ignore'],
  [{ 'plimsoll.dev/ignore': 'host-pid' }, null],
  [
    { 'ignore-check.kube-linter.io/privileged-container': 'needs it' },
    'ignore-check.kube-linter.io/privileged-container',
    'needs it',
  ],
  [{ 'ignore-check.kube-linter.io/host-pid': 'needs it' }, null],
  [{ 'kube-linter.io/ignore-all': 'vendor' }, 'kube-linter.io/ignore-all', 'vendor'],
  [{ 'checkov.io/skip1': 'CKV_K8S_8=x', 'checkov.io/skip2': 'CKV_K8S_16=a=b' }, 'checkov.io/skip2', 'a=b'],
  [{ 'bridgecrew.io/skip1': 'CKV_K8S_16' }, 'bridgecrew.io/skip1'],
  [{ 'cortex.io/skip2': 'CKV_K8S_16=a' }, 'cortex.io/skip2', 'a'],
  [{ 'checkov.io/skip1': 'CKV_K8S_17=no' }, null],
  [{ 'checkov.io/other': 'CKV_K8S_16=no' }, null],
  [{ 'polaris.fairwinds.com/runAsPrivileged-exempt': 'true' }, 'polaris.fairwinds.com/runAsPrivileged-exempt'],
  [{ 'polaris.fairwinds.com/exempt': 'false' }, null],
  [{ 'kube-score/ignore': 'container-security-context-privileged' }, 'kube-score/ignore'],
];

for (const [annotations, by, reason] of rows)
  test(`annotations: ${JSON.stringify(annotations)}`, () => {
    for (const onPods of [false, true]) {
      const found = privileged(findFailures([annotated(annotations, onPods)]));
      assert.deepEqual([found?.suppressedBy, found?.suppression?.reason], [by, reason]);
    }
  });

test("leaving out kube-score's check of resources leaves out its check of storage", () => {
  const value = {
    ...deployment({ resources: {} }).value,
    metadata: { annotations: { 'kube-score/ignore': 'container-resources' } },
  };
  const found = findFailures([{ ...bad, value }]).find(({ check }) => check === 'unset-ephemeral-storage');
  assert.equal(found?.suppressedBy, 'kube-score/ignore');
});

const exception = (more: Partial<CheckException>): CheckException => ({
  id: 'TW-1',
  checks: ['privileged-container'],
  resources: ['tide/Deployment/*'],
  paths: [],
  owner: 'gauge-crew',
  reason: 'reads a device',
  expires: '2026-12-31',
  file: 'e.yaml',
  line: 2,
  ...more,
});
const now = '2026-06-01T00:00:00Z';

/** Exception → whether it holds for the Deployment `gauge` in `tide`, and its state. */
const cases: readonly (readonly [string, Partial<CheckException>, string])[] = [
  ['by namespace and kind', {}, 'in-force'],
  ['of any namespace', { resources: ['Deployment/ga*'] }, 'in-force'],
  ['by path', { paths: ['*.containers[0].*'] }, 'in-force'],
  ['of what it lies in', { paths: ['*.containers[0]'] }, 'in-force'],
  ['of half a name', { paths: ['*.containers[0].secur'] }, 'unused'],
  ['of another path', { paths: ['spec.hostPID'] }, 'unused'],
  ['of another namespace', { resources: ['ebb/Deployment/gauge'] }, 'unused'],
  ['of another check', { checks: ['host-pid'] }, 'unused'],
  ['on its last day', { expires: '2026-06-01' }, 'in-force'],
  ['that is over', { expires: '2026-05-31' }, 'expired'],
];

for (const [name, more, state] of cases)
  test(`exceptions: one ${name} is ${state}`, () => {
    const exceptions = [exception(more)];
    const failures = findFailures([bad], { exceptions, now });
    const [judged] = judgeExceptions(exceptions, failures, now);
    assert.deepEqual([judged?.state, judged?.places], [state, state === 'unused' ? 0 : 1]);
    assert.equal(privileged(failures)?.suppression?.owner, state === 'in-force' ? 'gauge-crew' : undefined);
  });
