import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { findPlace } from '../../../formats/kubernetes/find-place.ts';
import { writeTar } from '../../../formats/tar/write-tar.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { memoryFiles } from '../memory-files.ts';
import type { SourceFiles } from '../ports.ts';
import { readSkeletons } from '../skeleton.ts';
import { readChart } from './chart.ts';
import { readChartValues } from './chart-values.ts';
import { createPlacing } from './place-resource.ts';
import { findNamed, readTemplateLines } from './template-lines.ts';

const app = `{{- if .Values.on }}
# an app
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "app.name" . }}
spec:
  template:
    metadata:
      labels:
{{- include "app.labels" . }}
    spec:
      {{- with .Values.podSecurity }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
      - name: first
        image: "{{ .Values.image }}:1"
        {{- if .Values.wide }}
        securityContext:
          privileged: true
        {{- else }}
        securityContext:
          privileged: false
        {{- end }}
      {{- range .Values.sides }}
      - name: side-{{ .name }}
        image: {{ .image }}
      {{- end }}
      - {{- if true }}
        name: last
        image: x/last
        {{- end }}
        resources: {{ toYaml .Values.resources | nindent 10 }}
      {{- include "app.more" (dict "context" $) | nindent 6 }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "app.name" . }}-a
spec:
  type: NodePort
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "app.name" . }}-b
spec:
  type: {{ .Values.type }}
{{- end }}
`;
const helpers = `{{- define "app.name" -}}
{{ .Release.Name }}
{{- end }}
{{- define "app.more" }}
- name: more
  image: x/more
{{- end }}
`;
const values = `on: true
image: x/first
podSecurity:
  runAsUser: 0
  sysctls:
  - name: a
resources: {}
type: LoadBalancer
sides: [{ name: one, image: x/one }]
`;
const packed = gzipSync(
  writeTar([
    { path: 'db/Chart.yaml', content: Buffer.from('name: db\nversion: 1.0.0\n') },
    { path: 'db/values.yaml', content: Buffer.from('port: 1\n') },
    {
      path: 'db/templates/pod.yaml',
      content: Buffer.from('apiVersion: v1\nkind: Pod\nspec:\n  hostPort: {{ .Values.port }}\n'),
    },
  ]),
);
const files: SourceFiles = {
  ...memoryFiles({
    'app/Chart.yaml': 'name: app\nversion: 1.0.0\n',
    'app/values.yaml': values,
    'app/templates/app.yaml': app,
    'app/templates/_helpers.tpl': helpers,
    'app/charts/db-1.0.0.tgz': 'packed',
  }),
  readBytes: (path) => (path === 'app/charts/db-1.0.0.tgz' ? packed : undefined),
};
const spec = { kind: 'helm', at: 'app', values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] } as const;

const deployment = `spec:
  template:
    metadata: { labels: { a: b } }
    spec:
      securityContext: { runAsUser: 0, sysctls: [{ name: a }] }
      containers:
      - { name: first, image: "x/first:1", securityContext: { privileged: false } }
      - { name: side-one, image: x/one }
      - { name: side-two, image: x/two }
      - { name: last, image: x/last }
      - { name: more, image: x/more }
`;

function place(kind: string, name: string, body: string, stated = 'app/templates/app.yaml'): Resource | undefined {
  const chart = readChart('app', files);
  assert.ok(chart);
  const apiVersion = kind === 'Deployment' ? 'apps/v1' : 'v1';
  const identity = { apiVersion, kind, namespace: null, name };
  const value: JsonObject = { apiVersion, kind, metadata: { name }, ...(parseYaml(body).value as JsonObject) };
  const resource = { identity, value, source: '', file: 'app/templates/app.yaml', line: 1, hook: false };
  const places = createPlacing(chart, readChartValues(chart, spec, files))({ resource, stated }, []);
  return places && { ...resource, places };
}

const inPod = (path: string) => `spec.template.spec.${path}`;
const rows: readonly (readonly [name: string, path: string, line: number, value?: string | undefined, file?: string])[] = [
  ['where the resource begins', '', 3],
  ['a key', inPod('containers'), 17],
  ['a key that is not there: the one around it', inPod('hostNetwork'), 12],
  ['an item', inPod('containers[0]'), 18],
  ['a text with a value in it', inPod('containers[0].image'), 19, 'image in app/values.yaml:2'],
  ['of both sides of a condition, the one that was rendered', inPod('containers[0].securityContext.privileged'), 25],
  ['what is repeated, once', inPod('containers[1]'), 28],
  ['what is repeated, again', inPod('containers[2].image'), 29],
  ['an item after what is repeated', inPod('containers[3].image'), 33],
  ['a key that a value leaves out', inPod('containers[3].resources.limits'), 35, 'resources in app/values.yaml:7'],
  ['what a named template holds', inPod('containers[4].image'), 6, undefined, 'app/templates/_helpers.tpl'],
  ['what a value holds', inPod('securityContext.runAsUser'), 14, 'podSecurity.runAsUser in app/values.yaml:4'],
  ['an item in a value', inPod('securityContext.sysctls[0].name'), 14, 'podSecurity.sysctls[0].name in app/values.yaml:6'],
  ['what goes into a value', inPod('securityContext.runAsNonRoot'), 14, 'podSecurity in app/values.yaml:3'],
];

for (const [name, path, line, value, file = 'app/templates/app.yaml'] of rows)
  test(`where the keys of a chart's resource stand: ${name}`, () => {
    const resource = place('Deployment', 'r', deployment);
    assert.ok(resource);
    const found = findPlace(resource, path);
    assert.deepEqual([found.file, found.line], [file, line]);
    assert.equal(found.value && `${found.value.value} in ${found.value.file}:${found.value.line}`, value);
  });

test('of several documents of a kind it is the one whose name and text it has, and never another', () => {
  const line = (kind: string, name: string, body: string) => place(kind, name, body)?.places?.keys?.spec?.keys?.type?.line;
  assert.equal(line('Service', 'r-a', 'spec: { type: NodePort }'), 43);
  assert.equal(line('Service', 'r-b', 'spec: { type: LoadBalancer }'), 50);
  assert.equal(place('Service', 'other', 'spec: { type: NodePort }'), undefined);
  assert.equal(place('ConfigMap', 'r-a', 'data: {}'), undefined);
});

test('in a packed subchart it is told by the archive and the path in it', () => {
  const resource = place('Pod', 'p', 'spec: { hostPort: 1 }', 'app/charts/db/templates/pod.yaml');
  assert.ok(resource);
  const archive = 'app/charts/db-1.0.0.tgz';
  assert.deepEqual(findPlace(resource, 'spec.hostPort'), {
    ...{ file: archive, entry: 'db/templates/pod.yaml', line: 4 },
    value: { value: 'db.port', file: archive, entry: 'db/values.yaml', line: 1 },
  });
});

test('property: any text is cut into documents whose lines are in it', () => {
  const word = fc.constantFrom(
    '{{',
    '}}',
    ' }}',
    '{{- if .a }}',
    '{{ end }}',
    '{{ define "x" }}',
    '{{ include "x" . | nindent 2 }}',
  );
  const yaml = fc.constantFrom('\n', '\n  ', '- ', 'a: ', '---', '"', '# ', '|', '\u0001', '\r\n', '{{ range .b }}');
  fc.assert(
    fc.property(fc.array(fc.oneof(word, yaml), { maxLength: 60 }), (words) => {
      const text = words.join('');
      const place = { file: 'a.yaml' };
      const lines = readTemplateLines({ ...place, text, line: 1 }, findNamed(place, text));
      const last = text.split('\n').length;
      for (const { line } of [...lines, ...readSkeletons(lines)]) assert.ok(line >= 1 && line <= last);
    }),
  );
});
