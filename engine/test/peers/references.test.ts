import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { canonicalize } from '../../formats/reference/reference.ts';
import { readSources } from '../../gather/sources/read-sources.ts';
import { findReferences } from '../../gather/sources/references/find-references.ts';
import type { SourceSpec } from '../../gather/sources/source-spec.ts';
import type { ResourceIdentity } from '../../model/resource.ts';

/** What one side says: an image at a place. */
interface Row {
  readonly image: string;
  readonly resource: string;
  readonly path: string;
  readonly how: string;
}

/** A difference from the truth, as the ledger keeps it. */
interface Difference {
  readonly of: string;
  readonly kind: 'missing' | 'extra' | 'how' | 'path';
  readonly image: string;
  readonly resource: string;
  readonly theirs: string;
  readonly ours: string;
}

interface Truth {
  readonly image: string;
  readonly how: string;
  readonly path: string;
  readonly resource: ResourceIdentity;
  readonly roots: readonly string[];
  readonly wgs: { readonly install?: readonly string[] };
}

interface ChartTruth {
  readonly refs: readonly { readonly image: string; readonly how: string; readonly where: string }[];
}

const repository = resolve(import.meta.dirname, '../../..');
const data = resolve(repository, process.env.PLIMSOLL_DATA ?? '../shared/data');
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-references-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const ledger = readJson(join(import.meta.dirname, 'references.ledger.json')) as readonly (Difference & { verdict: string })[];

/** The rows that Plimsoll finds in one source under `folder`; undefined where the tool is missing. */
async function findRows(folder: string, spec: SourceSpec): Promise<readonly Row[] | undefined> {
  const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache: scratch });
  try {
    if (!(await renderer.identify(spec.kind === 'helm' ? 'helm' : 'kustomize'))) return undefined;
    const [reading] = await readSources([spec], { files: openSourceFiles(folder), renderer, cache: openRenderings(scratch) });
    assert.ok(reading && reading.resources.length > 0, JSON.stringify(reading?.gaps));
    const { found, gaps } = findReferences(reading.resources);
    assert.deepEqual(gaps, []);
    return found.map(({ reference, path, how, from }) => ({ image: reference, resource: nameOf(from.identity), path, how }));
  } finally {
    renderer.close();
  }
}

function nameOf({ kind, namespace, name }: Pick<ResourceIdentity, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace ?? '-'}/${name}`;
}

/** Pairs rows by everything, then by all but `how`, then by image and resource; what is left is missing or extra. */
function compare(of: string, theirs: readonly Row[], ours: readonly Row[]): readonly Difference[] {
  const differences: Difference[] = [];
  const open = [...theirs];
  const pair = (rows: readonly Row[], keyOf: (row: Row) => string, kind?: 'how' | 'path'): readonly Row[] =>
    rows.filter((row) => {
      const index = open.findIndex((other) => keyOf(other) === keyOf(row));
      const [other] = index < 0 ? [] : open.splice(index, 1);
      const { image, resource } = row;
      if (other && kind) differences.push({ of, kind, image, resource, theirs: other[kind], ours: row[kind] });
      return !other;
    });
  const place = (row: Row): string => `${row.image}\n${row.resource}`;
  const sameHow = pair(ours, (row) => `${place(row)}\n${row.path}\n${row.how}`);
  const samePlace = pair(sameHow, (row) => `${place(row)}\n${row.path}`, 'how');
  const extra = pair(samePlace, (row) => `${place(row)}\n${row.how}`, 'path');
  for (const { image, resource, path } of extra) differences.push({ of, kind: 'extra', image, resource, theirs: '', ours: path });
  for (const { image, resource, path } of open)
    differences.push({ of, kind: 'missing', image, resource, theirs: path, ours: '' });
  return differences;
}

function check(of: string, theirs: readonly Row[], ours: readonly Row[]): void {
  const known = ledger.filter((entry) => entry.of === of).map(({ verdict: _, ...difference }) => difference);
  const order = (rows: readonly Difference[]): readonly string[] => rows.map((row) => JSON.stringify(row)).toSorted();
  assert.deepEqual(order(compare(of, theirs, ours)), order(known));
}

const releases = [
  { version: 'v1.7.0', at: 'example', ships: (row: Truth) => (row.wgs.install ?? []).length > 0, images: 93 },
  { version: 'v1.5.0', at: 'example', ships: (row: Truth) => (row.wgs.install ?? []).length > 0, images: 116 },
  {
    version: 'v1.7.0',
    at: 'apps/kfp-tekton/upstream/env/platform-agnostic-kind',
    ships: (row: Truth) => row.roots.includes('apps/kfp-tekton/upstream/env/platform-agnostic-kind'),
    images: 31,
  },
];

for (const { version, at, ships, images } of releases) {
  test(`Kubeflow ${version} ${at}: every image, where and how`, async (context) => {
    const folder = join(data, 'kubeflow', version);
    if (!existsSync(folder)) return context.skip(`${folder} is not there; see PLIMSOLL_DATA`);
    const truth = (readJson(join(folder, 'truth.json')) as readonly Truth[]).filter(ships);
    const theirs = truth.map((row) => ({ ...row, image: canonicalize(row.image) ?? row.image, resource: nameOf(row.resource) }));
    const ours = await findRows(join(folder, 'tree'), { kind: 'kustomize', at });
    if (!ours) return context.skip('neither kustomize nor kubectl is there');
    assert.equal(new Set(ours.map(({ image }) => image)).size, images);
    check(
      `kubeflow ${version} ${at}`,
      theirs.map(({ image, resource, path, how }) => ({ image, resource, path, how })),
      ours,
    );
  });
}

const charts = join(data, 'charts');
const chartTruth = existsSync(charts) ? (readJson(join(charts, 'truth.json')) as Readonly<Record<string, ChartTruth>>) : {};

for (const [chart, { refs }] of Object.entries(chartTruth)) {
  test(`chart ${chart}: exactly its images, where and how`, async (context) => {
    const rest = { values: [], set: [], release: 'rel', namespace: 'test', apiVersions: [] };
    const ours = await findRows(charts, { kind: 'helm', at: chart, ...rest });
    if (!ours) return context.skip('helm is not there');
    const theirs = refs.map(({ image, how, where }) => {
      const [resource = '', path = ''] = where.split(' $.');
      return { image: canonicalize(image) ?? image, resource, path, how };
    });
    check(`chart ${chart}`, theirs, ours);
  });
}

test('the charts of the data folder', { skip: existsSync(charts) ? false : `${charts} is not there; see PLIMSOLL_DATA` }, () => {
  assert.ok(Object.keys(chartTruth).length > 0);
});

test('every difference in the ledger has a verdict', () => {
  for (const { verdict } of ledger) assert.match(verdict, /^(?:Ours|Theirs): .{10,}\.$/);
});
