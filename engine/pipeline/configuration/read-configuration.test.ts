import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../../model/fault.ts';
import { readConfiguration } from './read-configuration.ts';

const good = `product: Tidewater
version: 1.10
sources:
  - kustomize: overlays/full
    component: tide
  - helm: charts/beacon
    values: [prod.yaml]
  - image-list: images.txt
components:
  tide: { owner: wg-tide, tier: core }
images:
  - oci-layout: ./images
  - registry: { insecure: [registry.internal:5000] }
policy:
  coverage: { unread: 1, allow: [busybox] }
`;

test('a whole configuration is read, with defaults', () => {
  const read = readConfiguration(good, 'plimsoll.yaml');
  assert.equal(read.product, 'Tidewater');
  assert.equal(read.version, '1.10');
  assert.deepEqual(read.sources[1], {
    kind: 'helm',
    at: 'charts/beacon',
    values: ['prod.yaml'],
    set: [],
    release: 'release',
    namespace: 'default',
    apiVersions: [],
  });
  assert.deepEqual(read.images, [
    { kind: 'oci-layout', at: './images' },
    { kind: 'registry', insecure: ['registry.internal:5000'], certificates: [] },
  ]);
  assert.deepEqual(read.policy.coverage, { unread: 1, allow: ['docker.io/library/busybox:latest'] });
});

test('every kind of source is read; remote bases go to kustomizations alone', () => {
  const text = `product: A
sources:
  - kustomize: overlay
  - loftsman: manifests/*.yaml
    charts: oci://registry.example/charts
  - skopeo-sync: docker/index.yaml
    component: mirror
  - dockerfile: build/**/Dockerfile
  - cluster: pods.json
  - yaml: "-"
vendor:
  github.com/example/base?ref=v1: third_party/base
`;
  assert.deepEqual(readConfiguration(text, 'p.yaml').sources, [
    { kind: 'kustomize', at: 'overlay', vendor: { 'github.com/example/base?ref=v1': 'third_party/base' } },
    { kind: 'loftsman', at: 'manifests/*.yaml', charts: 'oci://registry.example/charts' },
    { kind: 'skopeo-sync', at: 'docker/index.yaml', component: 'mirror' },
    { kind: 'dockerfile', at: 'build/**/Dockerfile' },
    { kind: 'cluster', at: 'pods.json' },
    { kind: 'yaml', at: '-' },
  ]);
});

const minimal = 'product: A\nsources: [{ yaml: a.yaml }]\n';

const refused: readonly { name: string; text: string; says: RegExp }[] = [
  {
    name: 'an empty file',
    text: '',
    says: /^p\.yaml:1:1: `product` is missing: write a text\np\.yaml:1:1: `sources` is missing: write a list$/,
  },
  {
    name: 'a misspelled key',
    text: `${minimal}componets: {}\n`,
    says: /^p\.yaml:3:1: `componets` is not a key here; did you mean `components`\?$/,
  },
  {
    name: 'a key of nowhere',
    text: `${minimal}frobnicate: 1\n`,
    says: /:3:1: `frobnicate` is not a key here; there are product, version, sources/,
  },
  {
    name: 'a misspelled key in a source',
    text: 'product: A\nsources:\n  - helm: c\n    vales: [a]\n',
    says: /:4:5: `vales` is not a key here; did you mean `values`\?/,
  },
  {
    name: 'a misspelled kind of source',
    text: 'product: A\nsources:\n  - kustomise: c\n',
    says: /:3:5: none of .*`kustomize`.* is here \(there is `kustomise`\); did you mean `kustomize`\?/,
  },
  {
    name: 'a kind of source that nobody knows',
    text: 'product: A\nsources:\n  - frob: c\n',
    says: /:3:5: none of `yaml`, `kustomize`, `helm`, `image-list`, .* is here \(there is `frob`\)/,
  },
  {
    name: 'a key of another kind of source',
    text: 'product: A\nsources:\n  - cluster: pods.json\n    charts: c\n',
    says: /:4:5: `charts` is not a key here/,
  },
  {
    name: 'a misspelled kind with a hyphen',
    text: 'product: A\nsources:\n  - skopeo_sync: i.yaml\n',
    says: /did you mean `skopeo-sync`\?/,
  },
  {
    name: 'a copy that is no path',
    text: `${minimal}vendor: { github.com/a/b: [x] }\n`,
    says: /:3:11: write a text here, not a list/,
  },
  { name: 'a text where a list belongs', text: 'product: A\nsources: all\n', says: /:2:1: write a list here, not a text/ },
  { name: 'no sources', text: 'product: A\nsources: []\n', says: /:2:1: / },
  {
    name: 'a tier that does not exist',
    text: `${minimal}components: { a: { tier: cores } }\n`,
    says: /:3:20: `cores` is not one of core, add-on, optional, example, test/,
  },
  {
    name: 'a component that is not declared',
    text: 'product: A\nsources:\n  - yaml: a\n    component: tyde\ncomponents: { tide: {} }\n',
    says: /:4:5: `tyde` is not among the components/,
  },
  {
    name: 'an extra image that is no reference',
    text: `${minimal}extraImages: [{ image: "A B", reason: r }]\n`,
    says: /:3:17: `A B` is not an image reference/,
  },
  {
    name: 'bytes that are not UTF-8',
    text: `${minimal}version: "\uFFFD"\n`,
    says: /:3:11: there are bytes here that are not UTF-8/,
  },
  { name: 'YAML that is broken', text: 'product: "A\n', says: /^p\.yaml:2:1: / },
  { name: 'a list instead of a mapping', text: '- a\n', says: /:1:1: write a mapping here, not a list/ },
];

for (const { name, text, says } of refused) {
  test(`refuses ${name}, with its place`, () => {
    assert.throws(
      () => readConfiguration(text, 'p.yaml'),
      (error) => error instanceof Fault && error.code === 'configuration-invalid' && says.test(error.message),
    );
  });
}

test('property: any text is a configuration or a fault', () => {
  const line = fc.constantFrom(
    'product: A',
    'sources:',
    '  - yaml: a',
    '  - helm: b',
    'images: [1]',
    'policy: {coverage: {}}',
    'mirrors: [{}]',
    '  x',
    'limits: 3',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      try {
        readConfiguration(lines.join('\n'), 'p.yaml');
      } catch (error) {
        assert.ok(error instanceof Fault, String(error));
      }
    }),
  );
});
