import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { anyJson } from '../../test/any-json.ts';
import { toCluster } from './cluster.ts';
import { findUnreadable } from './find-unreadable.ts';
import { findWorkloads, pathInResource } from './workload.ts';

const container = { name: 'main', image: 'tide/gauge:1' };
const root = { runAsUser: 0 };
const nobody = { runAsUser: 65_534 };

function resource(apiVersion: string, kind: string, spec: JsonObject): Resource {
  return {
    identity: { apiVersion, kind, namespace: 'tide', name: 'gauge' },
    ...{ value: { spec }, source: 'yaml:a', file: 'a.yaml', line: 4, hook: false },
  };
}
const workflow = (template: JsonObject, spec: JsonObject = {}) =>
  resource('argoproj.io/v1alpha1', 'Workflow', { ...spec, templates: [template] });
const task = (spec: JsonObject) => resource('tekton.dev/v1', 'Task', spec);
const run = (spec: JsonObject) => resource('tekton.dev/v1', 'PipelineRun', spec);

/** A part of the pod, and where it stands. */
type Row = readonly [name: string, resource: Resource, pod: JsonObject, places: Readonly<Record<string, string>>];

const rows: readonly Row[] = [
  [
    'a container',
    workflow({ container }),
    { containers: [container] },
    { 'containers[0].image': 'spec.templates[0].container.image' },
  ],
  [
    'a script',
    workflow({ script: { image: 'tide/gauge:1' } }),
    { containers: [container] },
    { 'containers[0]': 'spec.templates[0].script' },
  ],
  [
    'what is beside it',
    workflow({ container, sidecars: [{ name: 's' }], initContainers: [{ name: 'i' }] }),
    { initContainers: [{ name: 'i' }], containers: [container, { name: 's' }] },
    { 'containers[1]': 'spec.templates[0].sidecars[0]', 'initContainers[0]': 'spec.templates[0].initContainers[0]' },
  ],
  [
    'a set of containers',
    workflow({ containerSet: { containers: [container, container] } }),
    { containers: [container, container] },
    { 'containers[1]': 'spec.templates[0].containerSet.containers[1]' },
  ],
  [
    'what only the workflow says',
    workflow({ container }, { securityContext: root, serviceAccountName: 'a', hostNetwork: true }),
    { containers: [container], securityContext: root, serviceAccountName: 'a', hostNetwork: true },
    { 'securityContext.runAsUser': 'spec.securityContext.runAsUser', serviceAccountName: 'spec.serviceAccountName' },
  ],
  [
    'what both say',
    workflow({ container, securityContext: nobody }, { securityContext: root }),
    { containers: [container], securityContext: nobody },
    { 'securityContext.runAsUser': 'spec.templates[0].securityContext.runAsUser' },
  ],
  [
    'volumes of both',
    workflow({ container, volumes: [{ name: 'b' }] }, { volumes: [{ name: 'a' }] }),
    { containers: [container], volumes: [{ name: 'a' }, { name: 'b' }] },
    { 'volumes[0].hostPath': 'spec.volumes[0].hostPath', 'volumes[1]': 'spec.templates[0].volumes[0]' },
  ],
  [
    'defaults of templates',
    workflow({ container }, { templateDefaults: { container: { command: ['a'] }, script: container, securityContext: nobody } }),
    { containers: [{ command: ['a'], ...container }], securityContext: nobody },
    { securityContext: 'spec.templates[0].securityContext' },
  ],
  [
    'a workflow of a schedule',
    resource('argoproj.io/v1alpha1', 'CronWorkflow', { workflowSpec: { serviceAccountName: 'a', templates: [{ container }] } }),
    { containers: [container], serviceAccountName: 'a' },
    {
      'containers[0]': 'spec.workflowSpec.templates[0].container',
      serviceAccountName: 'spec.workflowSpec.serviceAccountName',
    },
  ],
  [
    'steps of a task',
    task({
      stepTemplate: { securityContext: { ...nobody, privileged: true } },
      steps: [{ ...container, securityContext: root }],
      sidecars: [{ name: 's' }],
    }),
    { containers: [{ securityContext: { ...root, privileged: true }, ...container }, { name: 's' }] },
    { 'containers[0].securityContext': 'spec.steps[0].securityContext', 'containers[1]': 'spec.sidecars[0]' },
  ],
  [
    'a task in a run',
    run({
      taskRunTemplate: { serviceAccountName: 'a', podTemplate: { hostNetwork: true, volumes: [{ name: 'v' }] } },
      pipelineSpec: { tasks: [{ taskSpec: { steps: [container] } }] },
    }),
    { hostNetwork: true, containers: [container], volumes: [{ name: 'v' }], serviceAccountName: 'a' },
    {
      'containers[0]': 'spec.pipelineSpec.tasks[0].taskSpec.steps[0]',
      hostNetwork: 'spec.taskRunTemplate.podTemplate.hostNetwork',
      'volumes[0]': 'spec.taskRunTemplate.podTemplate.volumes[0]',
      serviceAccountName: 'spec.taskRunTemplate.serviceAccountName',
    },
  ],
  [
    'a run of an older version',
    run({ serviceAccountName: 'a', pipelineSpec: { tasks: [{ taskSpec: { steps: [container] } }] } }),
    { containers: [container], serviceAccountName: 'a' },
    { serviceAccountName: 'spec.serviceAccountName', securityContext: 'spec.pipelineSpec.tasks[0].taskSpec.securityContext' },
  ],
];

for (const [name, of, pod, places] of rows)
  test(`pods of workflows: ${name}`, () => {
    const found = findWorkloads(toCluster([of]));
    assert.deepEqual(
      found.map((each) => each.pod),
      [pod],
    );
    for (const [path, place] of Object.entries(places))
      assert.deepEqual(
        found.map((each) => pathInResource(each, path)),
        [place],
      );
    assert.deepEqual(findUnreadable([of], 'x'), []);
  });

const unread: readonly (readonly [name: string, resource: Resource, code: string, says: RegExp])[] = [
  [
    'a patch that runs later',
    workflow({ container, podSpecPatch: 'hostNetwork: true' }),
    'field-unreadable',
    /spec\.templates\[0\]\.podSpecPatch of .* changes its pod/,
  ],
  ['one of the workflow', workflow({ container }, { podSpecPatch: '{}' }), 'field-unreadable', /^spec\.podSpecPatch of/],
  ['sidecars that are a word', workflow({ container, sidecars: 'all' }), 'workload-unreadable', /no containers/],
  [
    'a user that is a name',
    workflow({ container: { ...container, securityContext: { runAsUser: 'root' } } }),
    'field-unreadable',
    /^spec\.templates\[0\]\.container\.securityContext\.runAsUser/,
  ],
];

for (const [name, of, code, says] of unread)
  test(`pods of workflows that cannot be read: ${name}`, () => {
    const gaps = findUnreadable([of], 'x');
    assert.deepEqual(
      gaps.map((gap) => gap.code),
      [code],
    );
    assert.match(gaps[0]?.detail ?? '', says);
  });

test('pods of workflows: labels are those of both', () => {
  const of = workflow({ container, metadata: { labels: { a: '1' } } }, { podMetadata: { labels: { a: '0', b: '2' } } });
  const [found] = findWorkloads(toCluster([of]));
  assert.deepEqual(Object.fromEntries(found?.labels ?? []), { a: '1', b: '2' });
});

test('property: whatever stands in a template, its container is judged or told', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('sidecars', 'volumes', 'securityContext', 'metadata', 'initContainers'), anyJson()),
      (more) => {
        const of = workflow({ ...(more as JsonObject), container }, { templateDefaults: more as JsonObject });
        assert.equal(findWorkloads(toCluster([of])).length, 1);
        findUnreadable([of], 'x');
      },
    ),
  );
});
