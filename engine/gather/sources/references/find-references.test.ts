import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { splitYamlStream } from '../../../formats/yaml/split-yaml-stream.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { findReferences } from './find-references.ts';
import { isObject, textOf } from './plain-values.ts';

const hash = `sha256:${'a'.repeat(64)}`;

function resource(value: JsonObject): Resource {
  const metadata = isObject(value.metadata) ? value.metadata : {};
  const identity = {
    apiVersion: textOf(value.apiVersion) ?? '',
    kind: textOf(value.kind) ?? '',
    namespace: textOf(metadata.namespace) ?? null,
    name: textOf(metadata.name) ?? '',
  };
  return { identity, value, source: 'yaml:a', file: 'a.yaml', hook: false };
}

const resources = (yaml: string): readonly Resource[] =>
  splitYamlStream(yaml).flatMap(({ text }) => {
    const { value } = parseYaml(text);
    return isObject(value) ? [resource(value)] : [];
  });
const summary = (yaml: string) => {
  const { found, rejected, gaps } = findReferences(resources(yaml));
  return {
    found: found.map((each) => `${each.how} ${each.certainty} ${each.reference.replace('docker.io/', '')} ${each.path}`),
    rejected: rejected.map((each) => `${each.text} | ${each.reason}`),
    gaps: gaps.map((gap) => gap.code),
  };
};

const pod = (yaml: string): string =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: ${yaml}}}}`;
const container = (yaml: string): string => pod(`{containers: [{name: a, image: a:1, ${yaml}}]}`);
const custom = (yaml: string): string => `{apiVersion: example.org/v1, kind: Thing, metadata: {name: a}, spec: ${yaml}}`;
const map = (data: Readonly<Record<string, string>>, kind = 'ConfigMap'): string =>
  JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'm' }, [kind === 'Secret' ? 'stringData' : 'data']: data });
const own = 'pod-spec certain library/a:1 spec.template.spec.containers[0].image';
const at = 'spec.template.spec.containers[0]';

const places: readonly (readonly [name: string, yaml: string, found: readonly string[]])[] = [
  ['a container', pod('{containers: [{name: a, image: a:1}]}'), [own]],
  [
    'an init container',
    pod('{initContainers: [{image: a}]}'),
    ['pod-spec certain library/a:latest spec.template.spec.initContainers[0].image'],
  ],
  [
    'an ephemeral container',
    pod('{ephemeralContainers: [{image: a}]}'),
    ['pod-spec certain library/a:latest spec.template.spec.ephemeralContainers[0].image'],
  ],
  [
    'an image volume',
    pod('{volumes: [{image: {reference: q.io/a:1}}]}'),
    ['pod-spec certain q.io/a:1 spec.template.spec.volumes[0].image.reference'],
  ],
  [
    'a pod template in a custom resource',
    custom('{workers: [{template: {spec: {containers: [{image: a:1}]}}}]}'),
    ['custom-resource certain library/a:1 spec.workers[0].template.spec.containers[0].image'],
  ],
  ['an image of a custom resource', custom('{image: q.io/a/b}'), ['custom-resource certain q.io/a/b:latest spec.image']],
  [
    'a step of a task',
    custom('{steps: [{image: busybox, script: ls}]}'),
    ['custom-resource certain library/busybox:latest spec.steps[0].image'],
  ],
  [
    'a bare word where an image is named',
    custom('{image: busybox}'),
    ['custom-resource likely library/busybox:latest spec.image'],
  ],
  [
    'a parameter',
    custom('{params: [{name: builder-image, default: "q.io/b:1"}]}'),
    ['custom-resource certain q.io/b:1 spec.params[0].default'],
  ],
  [
    'a list of images',
    custom('{relatedImages: [{name: x, image: q.io/x:1}], images: [q.io/y:1]}'),
    ['custom-resource certain q.io/x:1 spec.relatedImages[0].image', 'custom-resource certain q.io/y:1 spec.images[0]'],
  ],
  ['images by name', custom('{images: {web: "q.io/x:1", note: none}}'), ['custom-resource likely q.io/x:1 spec.images.web']],
  [
    'an environment variable',
    container('env: [{name: SIDE_IMAGE, value: b:2}]'),
    [own, `environment certain library/b:2 ${at}.env[0].value`],
  ],
  [
    'a variable that is named after what it runs',
    container('env: [{name: RELATED_IMAGE_WEB, value: "q.io/b:2"}]'),
    [own, `environment likely q.io/b:2 ${at}.env[0].value`],
  ],
  [
    'a variable that holds a list',
    container('env: [{name: KAFKA_IMAGES, value: "3.5=q.io/k:3.5\\n3.6=q.io/k:3.6\\n"}]'),
    [
      own,
      `environment likely q.io/k:3.5 ${at}.env[0].value.#properties["3.5"]`,
      `environment likely q.io/k:3.6 ${at}.env[0].value.#properties["3.6"]`,
    ],
  ],
  ['a flag with its value', container('args: ["--side-image=b:2"]'), [own, `argument certain library/b:2 ${at}.args[0]`]],
  ['a flag before its value', container('args: ["--side-image", "b:2"]'), [own, `argument certain library/b:2 ${at}.args[1]`]],
  [
    'one dash, digest only',
    container(`command: [run, -shell-image, "q.io/b@${hash}"]`),
    [own, `argument certain q.io/b@${hash} ${at}.command[2]`],
  ],
  [
    'a bare word after a flag',
    container('args: [--image, busybox]'),
    [own, `argument likely library/busybox:latest ${at}.args[1]`],
  ],
  [
    'a flag that does not speak of images',
    container('args: ["--reloader=q.io/x/reloader:v0.68.0"]'),
    [own, `argument likely q.io/x/reloader:v0.68.0 ${at}.args[0]`],
  ],
  [
    'flags that split an image',
    container('args: ["--side-image-repository=q.io/b", "--side-image-tag=2"]'),
    [own, `split-fields certain q.io/b:2 ${at}.{args[0],args[1]}`.replace('.{args[0],args[1]}', '.args.{[0],[1]}')],
  ],
  [
    'a script in arguments',
    container('command: [sh, -c, "IMG_IMAGE=q.io/b:2 && kubectl run x --image=c:3"]'),
    [own, `argument likely q.io/b:2 ${at}.command[2]`, `argument likely library/c:3 ${at}.command[2]`],
  ],
  [
    'an annotation',
    '{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {example.org/proxyImage: "q.io/p:1"}}}',
    ['annotation certain q.io/p:1 metadata.annotations["example.org/proxyImage"]'],
  ],
  [
    'an annotation that is a document',
    '{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {example.org/images: "- name: x\\n  image: q.io/p:1\\n"}}}',
    ['annotation certain q.io/p:1 metadata.annotations["example.org/images"].#yaml[0].image'],
  ],
  ['a plain key of a ConfigMap', map({ sidecarImage: 'q.io/a/b' }), ['config-map certain q.io/a/b:latest data.sidecarImage']],
  [
    'a key that only its digest gives away',
    map({ 'timer-source': `q.io/t@${hash}` }),
    [`config-map likely q.io/t@${hash} data.timer-source`],
  ],
  ['JSON in a ConfigMap', map({ agent: '{"image": "a/b:1"}' }), ['config-map certain a/b:1 data.agent.#json.image']],
  [
    'YAML in a ConfigMap',
    map({ 'c.yaml': 'x:\n  image: a/b:1.10\n' }),
    ['config-map certain a/b:1.10 data["c.yaml"].#yaml.x.image'],
  ],
  [
    'YAML documents in a ConfigMap',
    map({ 'c.yaml': 'image: a:1\n---\nimage: b:1\n' }),
    [
      'config-map certain library/a:1 data["c.yaml"].#yaml[0].image',
      'config-map certain library/b:1 data["c.yaml"].#yaml[1].image',
    ],
  ],
  [
    'properties in a ConfigMap',
    map({ 'c.properties': '# c\nserver.image=q.io/a:1\nport=80\n' }),
    ['config-map certain q.io/a:1 data["c.properties"].#properties["server.image"]'],
  ],
  [
    'INI in a ConfigMap',
    map({ 'c.ini': '[runner]\nimage = "q.io/a:1"\n' }),
    ['config-map certain q.io/a:1 data["c.ini"].#properties.runner.image'],
  ],
  [
    'JSON in YAML in a ConfigMap',
    map({ c: 'a:\n  b: |\n    {"image": "a:1"}\n' }),
    ['config-map certain library/a:1 data.c.#yaml.a.b.#json.image'],
  ],
  ['a Secret', map({ 'c.yaml': 'image: a:1\n' }, 'Secret'), ['config-map certain library/a:1 stringData["c.yaml"].#yaml.image']],
  [
    'base64 in a Secret',
    `{apiVersion: v1, kind: Secret, metadata: {name: m}, data: {c: ${Buffer.from('image: a:1\n').toString('base64')}}}`,
    ['config-map certain library/a:1 data.c.#base64.#yaml.image'],
  ],
  [
    'a default and its options',
    map({ c: 'image:\n  value: a/x:1\n  options: [a/x:1, a/y:1]\nimageGroupOne:\n  value: a/z:1\n' }),
    [
      'config-map certain a/x:1 data.c.#yaml.image.value',
      'config-map certain a/x:1 data.c.#yaml.image.options[0]',
      'config-map certain a/y:1 data.c.#yaml.image.options[1]',
      'config-map likely a/z:1 data.c.#yaml.imageGroupOne.value',
    ],
  ],
  [
    'a key that is a variable elsewhere',
    `${map({ side: 'q.io/b' })}\n---\n${container('env: [{name: SIDE_IMAGE, valueFrom: {configMapKeyRef: {name: m, key: side}}}]')}`,
    ['config-map certain q.io/b:latest data.side', own],
  ],
  [
    'a name that is given to the environment whole',
    map({ SIDE_IMAGE: 'b:2' }),
    ['config-map certain library/b:2 data.SIDE_IMAGE'],
  ],
  [
    'a literal in a template',
    map({ t: '{{ if .X }}\nspec:\n  image: busybox:1.28\n{{ end }}\n' }),
    ['config-map certain library/busybox:1.28 data.t'],
  ],
  [
    'the default of a template',
    map({ t: '{{ if .X }}\n  image: {{ .Image | default "q.io/b:1" }}\n{{ end }}\n' }),
    ['config-map likely q.io/b:1 data.t'],
  ],
  [
    'values joined by a template',
    map({
      t: '{{ if .X }}\nimage: "{{ .Values.g.hub }}/{{ .Values.g.p.image }}:{{ .Values.g.tag }}"\n{{ end }}',
      values: '{"g": {"hub": "q.io/i", "tag": "1.9", "p": {"image": "proxy"}}}',
    }),
    ['split-fields certain q.io/i/proxy:1.9 data.values.#json.g.{hub,tag,p.image}'],
  ],
  [
    'a quoted literal in Python',
    map({ 'a.py': 'run("x", image="q.io/a:1")\n# image = "q.io/b:1"\n' }),
    ['code likely q.io/a:1 data["a.py"]'],
  ],
  [
    'a name in shell',
    map({ 'a.sh': 'IMAGE=q.io/a:1\ndocker pull q.io/b/c:2\n' }),
    ['code likely q.io/a:1 data["a.sh"]', 'code likely q.io/b/c:2 data["a.sh"]'],
  ],
  [
    'a default whose tag is in the same program',
    map({ 'a.py': 'i = get("WEB_IMAGE", "q.io/web")\nt = get("WEB_TAG", "1.2")\n' }),
    ['code likely q.io/web:1.2 data["a.py"]'],
  ],
];

for (const [name, yaml, found] of places) test(`finds ${name}`, () => assert.deepEqual(summary(yaml).found, found));

const splits: readonly (readonly [name: string, yaml: string, found: readonly string[]])[] = [
  [
    'repository and tag',
    '{image: {repository: q.io/a, tag: 1.10}}',
    ['split-fields certain q.io/a:1.10 spec.image.{repository,tag}'],
  ],
  [
    'registry, repository and tag',
    '{image: {registry: q.io, repository: a/b, tag: "1"}}',
    ['split-fields certain q.io/a/b:1 spec.image.{registry,repository,tag}'],
  ],
  [
    'tag and digest',
    `{image: {repository: q.io/a, tag: "1", digest: "${hash}"}}`,
    [`split-fields certain q.io/a:1@${hash} spec.image.{repository,tag,digest}`],
  ],
  [
    'a tag that is a number',
    '{image: {repository: q.io/a, tag: 7}}',
    ['split-fields certain q.io/a:7 spec.image.{repository,tag}'],
  ],
  [
    'registry, name and tag',
    '{image: {registry: q.io, name: a, tag: "1"}}',
    ['split-fields certain q.io/a:1 spec.image.{registry,name,tag}'],
  ],
  [
    'a repository that is a folder',
    '{driver: {repository: q.io/n, image: driver, version: "525"}}',
    ['split-fields likely q.io/n/driver:525 spec.driver.{repository,image,version}'],
  ],
  ['image and tag', '{image: q.io/a, imageTag: "1"}', ['split-fields certain q.io/a:1 spec.{image,imageTag}']],
  ['image and version', '{image: q.io/a, version: "1.2"}', ['split-fields likely q.io/a:1.2 spec.{image,version}']],
  ['a version beside a whole image', '{image: "q.io/a:1", version: "1.2"}', ['custom-resource certain q.io/a:1 spec.image']],
  ['a version of something else', '{image: q.io/a, minVersion: "1.2"}', ['custom-resource certain q.io/a:latest spec.image']],
  [
    'a default and its variant',
    '{image: a/b, defaultImageVersion: "1", defaultGpuImageVersion: 1-gpu}',
    [
      'split-fields certain a/b:1 spec.{image,defaultImageVersion}',
      'split-fields certain a/b:1-gpu spec.{image,defaultGpuImageVersion}',
    ],
  ],
  [
    'two images told apart by their keys',
    '{webImage: a/web, webTag: "1", dbImage: a/db, dbTag: "2"}',
    ['split-fields certain a/web:1 spec.{webImage,webTag}', 'split-fields certain a/db:2 spec.{dbImage,dbTag}'],
  ],
  [
    'one hub for several images',
    '{hub: q.io/i, tag: "1", pilot: {image: pilot}, deep: {proxy: {image: proxy}}}',
    [
      'split-fields likely q.io/i/pilot:1 spec.{hub,tag,pilot.image}',
      'split-fields likely q.io/i/proxy:1 spec.{hub,tag,deep.proxy.image}',
    ],
  ],
  [
    'a hub in a global section',
    '{global: {hub: q.io/i, tag: "1"}, image: pilot}',
    ['split-fields likely q.io/i/pilot:1 spec.{image,global.hub,global.tag}'],
  ],
  ['an empty hub', '{hub: "", image: q.io/a, tag: ""}', ['custom-resource certain q.io/a:latest spec.image']],
  [
    'several tags',
    '{image: {repository: q.io/a, tags: ["1", "2"]}}',
    [
      'split-fields certain q.io/a:1 spec.image.{repository,tags[0]}',
      'split-fields certain q.io/a:2 spec.image.{repository,tags[1]}',
    ],
  ],
  ['a repository of charts', '{repository: "https://charts.example", version: 1.2.3, name: x}', []],
  [
    'a container takes nothing from around it',
    '{tag: "9", hub: q.io, containers: [{image: a}]}',
    ['custom-resource certain library/a:latest spec.containers[0].image'],
  ],
];

for (const [name, yaml, found] of splits) test(`joins ${name}`, () => assert.deepEqual(summary(custom(yaml)).found, found));

const refusals: readonly (readonly [name: string, yaml: string, rejected: readonly string[]])[] = [
  [
    'a variable',
    container('env: [{name: X_IMAGE, value: $(Y_IMAGE)}]'),
    ['$(Y_IMAGE) | A variable; its value is counted where it is set.'],
  ],
  [
    'a template',
    custom('{image: "{{ .Values.image }}"}'),
    ['{{ .Values.image }} | A template that nothing here renders; images are counted where its values are set.'],
  ],
  ['auto', pod('{containers: [{image: auto}]}'), ['auto | A word that stands for a choice, not the name of an image.']],
  [
    'a block of examples',
    map({ _example: 'image: a/b:1\n' }),
    ['_example | A block of examples for people, which no program reads.'],
  ],
  [
    'a definition',
    '{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a}, spec: {image: a/b:1}}',
    [],
  ],
  ['an icon', map({ c: '{"icon": "maps:directions-run"}' }), ['maps:directions-run | The name of a picture.']],
  ['a picture', custom('{image: assets/logo.png}'), ['assets/logo.png | The name of a file.']],
  ['an address', custom('{image: "https://example.org/a:1"}'), ['https://example.org/a:1 | An address with a scheme.']],
  ['a path', custom('{image: /var/lib/a}'), ['/var/lib/a | A path in a file system.']],
  [
    'a name in access rules',
    '{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: "web:reader"}}',
    ['web:reader | A name in access rules.'],
  ],
  ['a host and a port', custom('{endpoint: "minio.svc:9000"}'), ['minio.svc:9000 | A host and a port.']],
  ['a pattern', custom('{image: "*:latest"}'), ['*:latest | A pattern that images are compared with.']],
  ['what nothing speaks of', custom('{level: "default:info"}'), ['default:info | Nothing around it says that it is an image.']],
  ['prose', custom('{description: "Uses q.io/a/b:1 inside"}'), ['q.io/a/b:1 | It stands in prose.']],
  ['a media type', custom('{image: image/png}'), ['image/png | A media type.']],
  ['texts of Secrets, which are never repeated', map({ image: '$TOKEN', url: 'a:b' }, 'Secret'), []],
  [
    'what is never an image',
    container('env: [{name: T, value: "10:30"}, {name: M, value: github.com/a/b}, {name: P, value: /a/b:c}]'),
    ['10:30 | A host and a port.'],
  ],
];

for (const [name, yaml, rejected] of refusals) {
  test(`rejects ${name}`, () => {
    const seen = summary(yaml);
    assert.deepEqual(seen.rejected, rejected);
    assert.deepEqual(
      seen.found.filter((each) => each !== own),
      [],
    );
  });
}

const program = 'image = environ.get("WEB_IMAGE", "q.io/web")\ntag = environ.get("WEB_TAG") or \\\n  environ["RELEASE"]\n';
const mounting = (env: string): string =>
  `${map({ 'a.py': program, version: '2.1' })}\n---\n${pod(`{containers: [{image: a:1, env: [${env}]}], volumes: [{configMap: {name: m}}]}`)}`;

test('a program reads its tag from the environment of the container that it is mounted into', () => {
  const { found } = findReferences(resources(mounting('{name: RELEASE, valueFrom: {configMapKeyRef: {name: m, key: version}}}')));
  assert.equal(found[0]?.declared, 'q.io/web:2.1');
  assert.deepEqual(
    found[0]?.parts?.map(({ role, path }) => [role, path]),
    [
      ['image', 'data["a.py"]'],
      ['tag', 'data.version'],
    ],
  );
});

test('a program whose image the environment sets ships that one', () => {
  const seen = summary(mounting('{name: WEB_IMAGE, value: "q.io/other:1"}'));
  assert.deepEqual(seen.found, [own, `environment certain q.io/other:1 ${at}.env[0].value`]);
  assert.deepEqual(seen.rejected, ['q.io/web | A default that WEB_IMAGE in the environment replaces.']);
});

test('a tag that is nowhere is a gap, not latest', () => {
  const seen = summary(map({ 'a.py': program }));
  assert.deepEqual([seen.found, seen.gaps], [[], ['reference-incomplete']]);
});

test('depth is bounded and said', () => {
  let deep: JsonValue = { image: 'a:1' };
  for (let level = 0; level < 5000; level++) deep = { a: deep };
  assert.deepEqual(
    findReferences([resource({ kind: 'Thing', apiVersion: 'x.y/v1', spec: deep })]).gaps.map(({ code }) => code),
    ['nested-too-deep'],
  );
});

test('documents in documents are bounded and said', () => {
  let text = '{"image":"a:1"}';
  for (let level = 0; level < 12; level++) text = JSON.stringify({ a: text });
  assert.deepEqual(summary(map({ c: text })).gaps, ['nested-too-deep']);
});

test('a text that is too long is said', () => {
  assert.deepEqual(
    findReferences([resource({ apiVersion: 'v1', kind: 'ConfigMap', data: { c: 'x\n'.repeat(3_000_000) } })]).gaps.map(
      ({ code }) => code,
    ),
    ['nested-too-large'],
  );
});

test('keys of prototypes are keys', () => {
  const value: unknown = JSON.parse(
    '{"apiVersion":"x.y/v1","kind":"Thing","spec":{"__proto__":{"image":"a/b:1"},"constructor":{"image":"c/d:1"}}}',
  );
  assert.equal(findReferences([resource(value as JsonObject)]).found.length, 2);
});

test('property: any value gives a reading, the same each time', () => {
  const word = fc.constantFrom(
    'image',
    'a/b:1',
    'repository',
    'tag',
    'env',
    'name',
    'value',
    'containers',
    '{{ .A }}',
    '$X',
    '__proto__',
    'data',
    'args',
  );
  const scalar = fc.oneof(word, fc.string(), fc.integer(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      scalar,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(word, fc.string()), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.constantFrom('ConfigMap', 'Secret', 'Deployment'), tree, tree, (kind, data, spec) => {
      const value = { apiVersion: 'v1', kind, metadata: { name: 'm' }, data, spec } as JsonObject;
      const one = findReferences([resource(value)]);
      assert.deepEqual(findReferences([resource(value)]), one);
      for (const { reference, path } of one.found) assert.ok(reference.includes('/') && path !== '');
    }),
    { numRuns: 500 },
  );
});

test('base64 that ends in spaces costs little', () => {
  const data = { a: `${' '.repeat(1_000_000)}!`, b: `a${' '.repeat(1_000_000)}` };
  assert.deepEqual(findReferences([resource({ apiVersion: 'v1', kind: 'Secret', data })]).found, []);
});

test('hostile texts cost little', () => {
  for (const part of ['a ', '"a', '{{', 'a=', '(a', "'", 'a/', '--image ', 'image: ', '\\\n', '[x]\n', '\n', ' ', 'a:'])
    findReferences(
      resources(map({ 'a.txt': part.repeat(50_000), 'b.py': part.repeat(50_000), c: `image: {{ ${part.repeat(50_000)}` })),
    );
});
