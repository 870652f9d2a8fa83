import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryFiles } from '../../gather/sources/memory-files.ts';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import { readConfiguration } from '../configuration/read-configuration.ts';
import { proposeConfiguration } from './propose-configuration.ts';

const facts = { name: 'tidewater', version: 'v1.2.0' };
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: a:1}]}\n';
const lists = (...resources: readonly string[]): string => `resources: [${resources.join(', ')}]\n`;
const chart = (name: string, more = ''): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;

/** A distribution: many parts in several areas, put together by one root. */
const parts = [
  'auth/dex',
  'auth/proxy',
  'mesh/istio',
  'mesh/gateway',
  'data/minio',
  'data/mysql',
  'web/shell',
  'web/docs-app',
  'jobs/runner',
];
const distribution = {
  ...Object.fromEntries(
    parts.flatMap((part) => [
      [`${part}/base/kustomization.yaml`, lists('pod.yaml')],
      [`${part}/base/pod.yaml`, pod],
    ]),
  ),
  'auth/dex/overlays/ldap/kustomization.yaml': lists('../../base'),
  'extra/kustomization.yaml': lists('pod.yaml'),
  'extra/pod.yaml': pod,
  'example/kustomization.yaml': lists(...parts.map((part) => `../${part}/base`)),
  'mesh/OWNERS': 'approvers: [ada]\n',
};

const cases: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly sources: readonly string[];
  readonly says?: readonly RegExp[];
}[] = [
  {
    name: 'a root that puts many others together is the release; the rest is offered',
    files: distribution,
    sources: ['kustomize example'],
    says: [
      /^ {2}# - kustomize: extra$/m,
      /another way .*example/i,
      /^ {2}# - kustomize: auth\/dex\/overlays\/ldap$/m,
      /mesh\/OWNERS names ada/,
    ],
  },
  {
    name: 'without such a root, the usual overlay of each base',
    files: {
      'config/base/kustomization.yaml': lists('pod.yaml'),
      'config/base/pod.yaml': pod,
      'config/dev/kustomization.yaml': lists('../base'),
      'config/default/kustomization.yaml': lists('../base'),
      'other/kustomization.yaml': lists('pod.yaml'),
      'other/pod.yaml': pod,
    },
    sources: ['kustomize config/default', 'kustomize other'],
    says: [/^ {2}# - kustomize: config\/dev$/m],
  },
  {
    name: 'of variations what they vary, and what developers use only where there is nothing else',
    files: {
      'm/base/kustomization.yaml': lists('pod.yaml'),
      'm/base/pod.yaml': pod,
      'm/install/kustomization.yaml': lists('../base'),
      'm/install-with-more/kustomization.yaml': lists('../install'),
      'config/default/kustomization.yaml': lists('pod.yaml'),
      'config/default/pod.yaml': pod,
      'config/overlays/dev-image/kustomization.yaml': lists('../../default'),
      'config/overlays/cloud/kustomization.yaml': lists('../../default'),
      'lone/pod.yaml': pod,
      'lone/kustomization.yaml': lists('pod.yaml'),
      'lone/dev/kustomization.yaml': lists('..'),
    },
    sources: ['kustomize m/install', 'kustomize config/default', 'kustomize lone'],
    says: [/another way .*m\/install/i, /^ {2}# - kustomize: config\/overlays\/cloud$/m],
  },
  {
    name: 'of folders for each version the newest',
    files: {
      'install/v0.9.0/all.yaml': pod,
      'install/v0.10.0-rc1/all.yaml': pod,
      'install/v0.10.0/all.yaml': pod,
      'install/0.1.0/all.yaml': pod,
      'api/v1/pod.yaml': pod,
      'api/v2/pod.yaml': pod,
    },
    sources: ['yaml api', 'yaml install/v0.10.0'],
    says: [/an earlier version than install\/v0\.10\.0/i, /^ {2}# - yaml: install\/v0\.9\.0$/m],
  },
  {
    name: 'components of kustomize, tests and bases are no roots',
    files: {
      'app/kustomization.yaml': 'resources: [base]\ncomponents: [tls]\n',
      'app/base/kustomization.yaml': lists('pod.yaml'),
      'app/base/pod.yaml': pod,
      'app/tls/kustomization.yaml': 'kind: Component\npatches: []\n',
      'app/unused/kustomization.yaml': `kind: Component\n${lists('pod.yaml')}`,
      'tests/e2e/kustomization.yaml': lists('../../app'),
    },
    sources: ['kustomize app'],
  },
  {
    name: 'a loop of bases is no root and no end',
    files: {
      'a/kustomization.yaml': lists('../b'),
      'b/kustomization.yaml': lists('../a'),
      'c/kustomization.yaml': lists('../a'),
    },
    sources: ['kustomize c'],
  },
  {
    name: 'charts that are no parts of others',
    files: {
      'charts/web/Chart.yaml': chart('web', 'dependencies: [{name: shared, version: 1.0.0, repository: "file://../shared"}]\n'),
      'charts/web/charts/cache/Chart.yaml': chart('cache'),
      'charts/web/templates/pod.yaml': pod,
      'charts/shared/Chart.yaml': chart('shared'),
      'charts/lib/Chart.yaml': chart('lib', 'type: library\n'),
      'charts/db/Chart.yaml': chart('db'),
      'charts/db/OWNERS': 'approvers: [grace]\n',
    },
    sources: ['helm charts/db', 'helm charts/web'],
    says: [/^ {2}db: \{ owner: grace, tier: core \}$/m, /^ {4}release: web$/m],
  },
  {
    name: 'loftsman manifests with the folder of their charts; charts are then not listed twice',
    files: {
      'manifests/core.yaml': 'apiVersion: manifests/v1beta1\nspec: {charts: []}\n',
      'manifests/more.yaml': 'apiVersion: manifests/v1beta1\nspec: {charts: []}\n',
      'helm/web-1.0.0.tgz': 'not read',
      'own/Chart.yaml': chart('own'),
      'docker/index.yaml': 'registry.example:\n  images:\n    web: ["1.0"]\n',
    },
    sources: ['loftsman manifests', 'skopeo-sync docker/index.yaml'],
    says: [/^ {4}charts: helm$/m, /^ {2}# - helm: own$/m],
  },
  {
    name: 'plain manifests in the largest folder of their own; what only looks like them is left out',
    files: {
      'deploy/a.yaml': pod,
      'deploy/more/b.yaml': pod,
      'deploy/values.yaml': 'a: 1\n',
      'mixed/Chart.yaml': chart('mixed'),
      'top.yaml': pod,
      '.github/workflows/x.yaml': pod,
      'node_modules/a/b.yaml': pod,
      'README.yaml.txt': 'apiVersion: v1\nkind: Pod\n',
    },
    sources: ['helm mixed', 'yaml top.yaml', 'yaml deploy'],
  },
  {
    name: 'an image list; prose is none, and one among documents is offered',
    files: {
      'images.txt': `# all\nregistry.example/a:1\nregistry.example/b@sha256:${'a'.repeat(64)}\n`,
      'words.txt': 'hello\nworld\n',
      'docs/images.txt': 'quay.io/a:1\n',
    },
    sources: ['image-list images.txt'],
    says: [/^ {2}# - image-list: docs\/images\.txt$/m],
  },
  {
    name: 'examples, where there is nothing else',
    files: { 'examples/a.yaml': pod },
    sources: ['yaml examples'],
  },
  {
    name: 'names that YAML would read as something else',
    files: { 'on/pod.yaml': pod, 'a: b #c/pod.yaml': pod, '"x"\n  - y/pod.yaml': pod },
    sources: ['yaml "x"\n  - y', 'yaml a: b #c', 'yaml on'],
  },
];

for (const { name, files, sources, says = [] } of cases) {
  test(`proposes ${name}`, () => {
    const text = proposeConfiguration(memoryFiles(files), facts) ?? '';
    const read = readConfiguration(text, 'plimsoll.yaml');
    assert.deepEqual(
      read.sources.map(({ kind, at }) => `${kind} ${at}`),
      sources,
      text,
    );
    for (const pattern of says) assert.match(text, pattern);
  });
}

test('Dockerfiles alone, or nothing, are no release', () => {
  assert.equal(proposeConfiguration(memoryFiles({ Dockerfile: 'FROM a:1\n' }), facts), undefined);
  assert.equal(proposeConfiguration(memoryFiles({ 'README.md': 'x' }), facts), undefined);
});

test('what is offered is right when the # is taken away', () => {
  const text = proposeConfiguration(memoryFiles(distribution), facts) ?? '';
  const taken = text
    .replace(/^ {2}# (- \w[\w-]*: .*| {2}\w+: .*)$/gm, '  $1')
    .replace(/^# (components:)$/m, '$1')
    .replace(/^ {2}# ([\w.-]+: \{.*)$/gm, '  $1');
  const read = readConfiguration(taken, 'plimsoll.yaml');
  assert.equal(read.sources.length, 3 + parts.length);
  assert.deepEqual(Object.keys(read.components).toSorted(), [...new Set(parts.map((part) => part.split('/')[1]))].toSorted());
});

test('a folder without end is looked at to a bound, and that is said', () => {
  let asked = 0;
  const endless: SourceFiles = {
    kindOf: (path) => (path.endsWith('.yaml') ? 'file' : 'folder'),
    list: () => {
      asked += 1;
      return ['a', 'b', 'pod.yaml'];
    },
    readText: () => pod,
    digestOf: () => undefined,
  };
  const text = proposeConfiguration(endless, facts) ?? '';
  assert.ok(asked < 200_000, String(asked));
  assert.match(text, /^# Not all was seen: more than \d+/m);
});

test('property: any tree gives nothing or a configuration that is valid', () => {
  const step = fc.constantFrom('a', 'b', 'base', 'overlays', 'charts', 'on', '1', 'é', "it's", '"', '-x', '{{x}}', '__proto__');
  const file = fc.constantFrom(
    'kustomization.yaml',
    'Chart.yaml',
    'pod.yaml',
    'images.txt',
    'index.yaml',
    'OWNERS',
    'Dockerfile',
    'CODEOWNERS',
  );
  const path = fc.tuple(fc.array(step, { maxLength: 3 }), file).map(([steps, name]) => [...steps, name].join('/'));
  const text = fc.oneof(
    fc.constantFrom(
      pod,
      lists('../a', 'b', '.', '../../..'),
      chart('x'),
      'registry.example/a:1\n',
      'r:\n  images: {a: ["1"]}\n',
      'apiVersion: manifests/v1\n',
      'approvers: ["a b", 1]\n',
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.dictionary(path, text, { maxKeys: 12 }), fc.string({ minLength: 1 }), (files, name) => {
      const proposed = proposeConfiguration(memoryFiles(files), { name });
      if (proposed !== undefined) assert.equal(readConfiguration(proposed, 'plimsoll.yaml').product, name);
    }),
    { numRuns: 300 },
  );
});
