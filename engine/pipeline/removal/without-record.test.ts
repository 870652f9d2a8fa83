import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countTotals } from '../../judge/findings/count-findings.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Release } from '../../model/release.ts';
import type { RemovalSubject } from '../../model/removal.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import { severities } from '../../model/severity.ts';
import { plantAdvisory, plantRelease } from '../../test/planted-releases.ts';
import { sourceOf } from '../diff-records.ts';
import { judgeImages } from '../judge-images.ts';
import { toSubjects } from './to-subjects.ts';
import { withoutInRecord } from './without-record.ts';

const advisories = [
  plantAdvisory(1, 'a', '2.0.0', { severity: 'CRITICAL' }),
  plantAdvisory(2, 'a', undefined, { severity: 'LOW' }),
  plantAdvisory(3, 'b', '9.0.0', { severity: 'HIGH' }),
];

function make(apiVersion: string, kind: string, name: string, value: JsonObject): Resource {
  const identity: ResourceIdentity = { apiVersion, kind, namespace: 'tide', name };
  return { identity, value, source: 'yaml:tide', component: name, file: `tide/${name}.yaml`, line: 1, hook: false };
}

/** A workload of each name with an account, a role, a Service and what they share; each container runs the image of a name. */
function plant(images: Readonly<Record<string, readonly string[]>>, packages: Readonly<Record<string, string>>): Release {
  const names = [...new Set(Object.values(images).flat())];
  const release = plantRelease({
    images: Object.fromEntries(
      names.map((name, index) => [`r.example/${name}:1`, { packages: index % 2 ? { a: '1.0.0' } : packages }]),
    ),
    advisories,
    asOf: '2021-01-01T00:00:00Z',
  });
  const resources = Object.entries(images).flatMap(([name, run]) => [
    make('apps/v1', 'Deployment', name, {
      spec: {
        template: {
          metadata: { labels: { app: name } },
          spec: {
            serviceAccountName: name,
            volumes: [{ configMap: { name } }, { secret: { secretName: 'shared' } }],
            containers: run.map((image) => ({ name: image, image: `r.example/${image}:1` })),
          },
        },
      },
    }),
    make('v1', 'ServiceAccount', name, {}),
    make('v1', 'ConfigMap', name, {}),
    make('v1', 'Service', name, { spec: { selector: { app: name }, ports: [{ port: 80 }], type: 'LoadBalancer' } }),
    make('rbac.authorization.k8s.io/v1', 'Role', name, {
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
    }),
    make('rbac.authorization.k8s.io/v1', 'RoleBinding', name, {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name }],
    }),
  ]);
  const inventory = release.inventory.images.map((image) => {
    const [sample] = image.occurrences;
    assert.ok(sample);
    const holders = Object.entries(images).filter(([, run]) => run.some((name) => image.reference === `r.example/${name}:1`));
    const occurrences = holders.map(([name]) => ({
      ...sample,
      reference: image.reference,
      resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'tide', name },
      component: name,
      file: `tide/${name}.yaml`,
      path: 'spec.template.spec.containers[0].image',
    }));
    return { ...image, components: holders.map(([name]) => name), occurrences };
  });
  const shared = make('v1', 'Secret', 'shared', {});
  return { ...release, gaps: [], inventory: { ...release.inventory, images: inventory }, resources: [...resources, shared] };
}

const one = plant({ gauge: ['gauge', 'proxy'], lamp: ['lamp', 'proxy'] }, { a: '1.0.0', b: '1.0.0' });
const namesOf = (release: Release, ...texts: readonly string[]) => {
  const { resources, references, content } = withoutInRecord(release, toSubjects(texts, release));
  return {
    own: resources.filter(({ why }) => why === 'subject').map(({ resource }) => `${resource.kind} ${resource.name}`),
    besides: resources.filter(({ why }) => why !== 'subject').map(({ resource }) => `${resource.kind} ${resource.name}`),
    left: references.map(({ from, to }) => `${from?.kind} ${from?.name} → ${to}`),
    images: content.images.map((image) => image.slice('r.example/'.length)),
  };
};

test('a sidecar that two workloads run goes alone, and both still name it', () => {
  assert.deepEqual(namesOf(one, 'proxy'), {
    own: [],
    besides: [],
    left: ['Deployment gauge → r.example/proxy:1', 'Deployment lamp → r.example/proxy:1'],
    images: ['proxy:1'],
  });
});

test('images that are all that a workload runs take it along, with what it alone needs', () => {
  const { rights, network } = withoutInRecord(one, toSubjects(['image:gauge', 'image:proxy'], one));
  const { own, besides, left, images } = namesOf(one, 'image:gauge', 'image:proxy');
  assert.deepEqual(own, ['Deployment gauge']);
  assert.deepEqual(besides.toSorted(), [
    ...['ConfigMap gauge', 'Role gauge', 'RoleBinding gauge', 'Service gauge', 'ServiceAccount gauge'],
  ]);
  assert.deepEqual([left, images], [['Deployment lamp → r.example/proxy:1'], ['gauge:1', 'proxy:1']]);
  assert.deepEqual(
    rights.lost.map(({ subject, isGone, grants, powers }) => [subject.name, isGone, grants, powers.map(({ kind }) => kind)]),
    [['gauge', true, 1, ['read-secrets']]],
  );
  assert.deepEqual(
    network.services.map(({ service, ports }) => [service.name, ports]),
    [['gauge', ['TCP 80']]],
  );
  assert.deepEqual(
    network.entrances.map(({ workload, steps }) => [workload.name, steps]),
    [['gauge', ['Service tide/gauge, type LoadBalancer, port 80']]],
  );
});

test('a component takes the images that nobody else states, and nothing else may name it', () => {
  const { images, left, besides } = namesOf(one, 'component:gauge');
  assert.deepEqual([images, left, besides], [['gauge:1'], [], []]);
});

test('what only all of the release needs goes when all goes', () => {
  assert.ok(namesOf(one, 'component:gauge', 'component:lamp').besides.includes('Secret shared'));
});

test('a package goes from every image, and what needs it is not known', () => {
  const { findings, content, gaps } = withoutInRecord(one, toSubjects(['package:a'], one));
  assert.deepEqual([findings.after.CRITICAL, findings.after.HIGH > 0, content.images], [0, true, []]);
  assert.deepEqual(
    gaps.map(({ code }) => code),
    ['dependants-unknown'],
  );
});

const wrong: readonly (readonly [text: string, says: RegExp])[] = [
  ['nothing', /nothing of .* is called nothing$/],
  ['gaug', /nothing of .* is called gaug; there is .*component:gauge/],
  ['gauge', /gauge may be image:r\.example\/gauge:1, component:gauge; say which/],
];
for (const [text, says] of wrong)
  test(`refused: ${text}`, () => assert.throws(() => toSubjects([text], one), { code: 'usage-wrong', message: says }));

const run = fc.uniqueArray(fc.constantFrom('v', 'w', 'x', 'y', 'z'), { minLength: 1, maxLength: 3 });
const releases = fc
  .tuple(
    fc.dictionary(fc.constantFrom('p', 'q', 'r', 's'), run, { minKeys: 1 }),
    fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1.0.0', '2.5.0')),
  )
  .map(([workloads, packages]) => plant(workloads, packages));

function subjectsOf(release: Release): fc.Arbitrary<readonly RemovalSubject[]> {
  const all: RemovalSubject[] = [
    ...release.inventory.images.map(({ reference }) => ({ kind: 'image' as const, name: reference })),
    ...release.inventory.images.flatMap(({ components }) => components.map((name) => ({ kind: 'component' as const, name }))),
    ...['a', 'b'].map((name) => ({ kind: 'package' as const, name })),
  ];
  return fc.subarray(all, { minLength: 1 });
}

/** The record made without it: what stays, judged by the whole of the advisories. */
function remake(release: Release, subjects: readonly RemovalSubject[]): Release {
  const { content, resources } = withoutInRecord(release, subjects);
  const gone = new Set(resources.map(({ resource }) => JSON.stringify(resource)));
  const packages = new Set(subjects.flatMap(({ kind, name }) => (kind === 'package' ? [name] : [])));
  const images = release.images
    .filter(({ reference }) => !content.images.includes(reference))
    .map((image) => ({ ...image, packages: image.packages.filter(({ name }) => !packages.has(name)) }));
  const { findings } = judgeImages(images, sourceOf(release.knowledge));
  const staying = release.resources?.filter(({ identity }) => !gone.has(JSON.stringify(identity))) ?? [];
  const left = release.inventory.images.filter(({ reference }) => !content.images.includes(reference));
  return { ...release, images, findings, resources: staying, inventory: { ...release.inventory, images: left } };
}

test('property: what is now less what goes is what the record made without it has', () => {
  fc.assert(
    fc.property(
      releases.chain((release) => fc.tuple(fc.constant(release), subjectsOf(release))),
      ([release, subjects]) => {
        const removal = withoutInRecord(release, subjects);
        const other = remake(release, subjects);
        const [was, is] = [countTotals(release.findings, 0), countTotals(other.findings, 0)];
        for (const unit of ['findings', 'vulnerabilities'] as const) {
          assert.deepEqual([removal[unit].before, removal[unit].after], [was[unit], is[unit]]);
          for (const severity of severities)
            assert.equal(removal[unit].before[severity] - removal[unit].gone[severity], is[unit][severity]);
        }
        const purls = new Set(other.images.flatMap(({ packages }) => packages.map(({ purl }) => purl)));
        assert.ok(removal.content.packages.every((purl) => !purls.has(purl)));
        const again = withoutInRecord(other, []);
        assert.deepEqual(
          [again.rights.ways.before, again.network.connections.before],
          [removal.rights.ways.after, removal.network.connections.after],
        );
        assert.deepEqual([again.resources, again.references, again.content.images], [[], [], []]);
      },
    ),
    { numRuns: 60 },
  );
});

test('property: what nothing else needs is needed by nothing that stays', () => {
  fc.assert(
    fc.property(
      releases.chain((release) => fc.tuple(fc.constant(release), subjectsOf(release))),
      ([release, subjects]) => {
        const { resources, references } = withoutInRecord(release, subjects);
        const besides = resources
          .filter(({ why }) => why === 'only-for-it')
          .map(({ resource }) => `${resource.kind} tide/${resource.name}`);
        assert.ok(references.every(({ to, manner }) => manner === 'image' || !besides.includes(to)));
      },
    ),
    { numRuns: 60 },
  );
});
