import assert from 'node:assert/strict';
import { test } from 'node:test';
import { container, custom, map, own, pod, summary } from './sample-resources.ts';

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
  [
    'a label, by what its domain is for',
    map({ c: '{"a": "kubernetes.io/os:linux"}' }),
    ['kubernetes.io/os:linux | A label and its value.'],
  ],
  ['a label, by its key', custom('{node-selector: "q.io/a/role:x"}'), ['q.io/a/role:x | A label and its value.']],
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

test('a container whose image a build puts in is a gap: the list may be short', () => {
  const seen = summary(pod('{containers: [{image: "ko://example.org/cmd/a"}]}'));
  assert.deepEqual(seen.rejected, ['ko://example.org/cmd/a | An address with a scheme.']);
  assert.deepEqual(seen.gaps, ['reference-incomplete']);
});
