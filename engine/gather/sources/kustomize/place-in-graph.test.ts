import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPlace } from '../../../formats/kubernetes/find-place.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonObject } from '../../../model/json.ts';
import { keepTexts } from '../locate-text.ts';
import { memoryFiles } from '../memory-files.ts';
import { collectGraph } from './graph.ts';
import { createGraphPlacing } from './place-in-graph.ts';

const files = {
  'top/kustomization.yaml': `resources: [../base]
components:
- ../part
namePrefix: my-
images:
- name: x/app
  newTag: "2"
patches:
- path: limits.yaml
- patch: |-
    - op: replace
      path: /spec/template/spec/hostNetwork
      value: true
    - op: add
      path: /spec/template/spec/volumes
      value:
      - name: tmp
        hostPath:
          path: /tmp
  target:
    kind: Deployment
    name: a.*
- patch: |-
    - op: replace
      path: /spec/replicas
      value: 2
  target:
    kind: Deployment
    labelSelector: app=a
`,
  'top/limits.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: other
spec:
  replicas: 5
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: app
        resources:
          limits:
            memory: 1Gi
      - name: side
        image: x/side
`,
  'part/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatchesStrategicMerge: [part.yaml]\n',
  'part/part.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      hostPID: true\n      hostNetwork: true\n',
  'base/kustomization.yaml': 'resources: [app.yaml]\n',
  'base/app.yaml': `# the app
apiVersion: v1
kind: Service
metadata:
  name: app
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  replicas: 2
  template:
    spec:
      hostNetwork: false
      containers:
      - name: app
        image: x/app:1
        securityContext:
          privileged: true
        resources:
          limits:
            memory: 2Gi
`,
};

const rendered = `apiVersion: apps/v1
kind: Deployment
metadata: {name: my-app}
spec:
  replicas: 2
  template:
    spec:
      hostPID: true
      hostNetwork: true
      containers:
      - {name: side, image: x/side}
      - name: app
        image: x/app:2
        securityContext: {privileged: true}
        resources: {limits: {memory: 1Gi}}
      volumes:
      - {name: tmp, hostPath: {path: /tmp}}
`;

const pod = 'spec.template.spec';
const rows: readonly (readonly [name: string, path: string, place: string])[] = [
  ['the resource', '', 'base/app.yaml:7'],
  ['a key of its file', `${pod}.containers[1].securityContext.privileged`, 'base/app.yaml:20'],
  ['the nearest key around one that is not there', `${pod}.containers[1].securityContext.runAsNonRoot`, 'base/app.yaml:19'],
  ['the name, with the prefix of the rendering', 'metadata.name', 'base/app.yaml:10'],
  ['a key that a patch replaces', `${pod}.containers[1].resources.limits.memory`, 'top/limits.yaml:19'],
  ['a container that a patch adds', `${pod}.containers[0]`, 'top/limits.yaml:20'],
  ['a key of it that is not there', `${pod}.containers[0].securityContext.privileged`, 'top/limits.yaml:20'],
  ['an image whose tag an entry gives', `${pod}.containers[1].image`, 'top/kustomization.yaml:7'],
  ['what two patches say: the outer one', `${pod}.hostNetwork`, 'top/kustomization.yaml:13'],
  ['what an operation adds', `${pod}.volumes[0].hostPath.path`, 'top/kustomization.yaml:19'],
  ['a patch of a component', `${pod}.hostPID`, 'part/part.yaml:8'],
  ['not a patch of another resource, nor one that labels select', 'spec.replicas', 'base/app.yaml:12'],
];

const place = createGraphPlacing(collectGraph('top', memoryFiles(files)), keepTexts(memoryFiles(files)));
const value = parseYaml(rendered).value as JsonObject;
const identity = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: null, name: 'my-app' };
const file = 'base/app.yaml';
const places = place({ identity, value, file });

for (const [name, path, expected] of rows)
  test(`place of ${name}`, () => {
    const found = findPlace({ identity, value, file, source: 'kustomize:top', hook: false, ...(places && { places }) }, path);
    assert.equal(`${found.file}:${found.line}`, expected);
  });

test('what is generated, and what no document declares, has no places', () => {
  const named = (kind: string, name: string) => ({ apiVersion: 'v1', kind, namespace: null, name });
  assert.equal(place({ identity: named('ConfigMap', 'a-1234'), value: {}, file: 'top/kustomization.yaml' }), undefined);
  assert.equal(place({ identity: named('Secret', 'none'), value: {}, file }), undefined);
});
