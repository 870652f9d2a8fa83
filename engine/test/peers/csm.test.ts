import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { before, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import type { SourceWorld } from '../../gather/sources/ports.ts';
import type { SourceSpec } from '../../gather/sources/source-spec.ts';
import type { Inventory } from '../../model/inventory.ts';
import { readConfiguration } from '../../pipeline/configuration/read-configuration.ts';
import { readInventory } from '../../pipeline/read-inventory.ts';

/** What people read out of the release, with file and line. */
interface Stated {
  readonly images: readonly { readonly image: string; readonly file: string; readonly line: number }[];
  readonly charts: readonly {
    readonly manifest: string;
    readonly line: number;
    readonly name: string;
    readonly source: string;
    readonly version: string;
    readonly namespace: string;
  }[];
  readonly values: readonly {
    readonly kind: 'full-image' | 'image-part';
    readonly manifest: string;
    readonly path: string;
    readonly value: string;
    readonly line: number | null;
  }[];
}

const repository = resolve(import.meta.dirname, '../../..');
const folder = join(resolve(repository, process.env.PLIMSOLL_DATA ?? '../shared/data'), 'csm/v1.2.0-alpha.76');
const skip = !existsSync(join(folder, 'stated.json')) && `${folder} is not there; PLIMSOLL_DATA says where the data is`;
const specs: readonly SourceSpec[] = [
  { kind: 'loftsman', at: 'manifests/*.yaml' },
  { kind: 'skopeo-sync', at: 'docker/index.yaml' },
];

let stated: Stated;
let inventory: Inventory;

before(async () => {
  if (skip) return;
  stated = JSON.parse(readFileSync(join(folder, 'stated.json'), 'utf8'));
  const configuration = {
    ...readConfiguration('product: CSM\nversion: "1"\nsources: [{ yaml: x }]\n', 'p.yaml'),
    sources: specs,
  };
  const refuse = async () => ({ kind: 'failed', code: 'tool-missing', detail: 'no tool is needed here' }) as const;
  const sources: SourceWorld = {
    files: openSourceFiles(folder),
    renderer: { identify: async () => undefined, kustomize: refuse, helm: refuse },
    cache: { find: async () => undefined, keep: async () => undefined },
  };
  inventory = await readInventory(configuration, { sources }, {});
});

test('CSM: every chart that a manifest installs, with its line', { skip }, () => {
  const theirs = stated.charts.map(({ manifest, line, name, source, version, namespace }) =>
    [`manifests/${manifest}`, line, name, source, version, namespace].join(' '),
  );
  const ours = inventory.charts.map(({ file, line, name, source, version, namespace }) =>
    [file, line, name, source, version, namespace].join(' '),
  );
  assert.deepEqual(ours.toSorted(), theirs.toSorted());
  assert.equal(ours.length, 84);
});

test('CSM: every image of the index and of the values, with its line, and no other', { skip }, () => {
  const listed = stated.images.map(({ image, file, line }) => `${file}:${line} ${image} index`);
  const valued = stated.values
    .filter(({ kind }) => kind === 'full-image')
    .map(({ manifest, line, value }) => `manifests/${manifest}:${line} ${value} chart-values`);
  const ours = inventory.images.flatMap(({ occurrences }) =>
    occurrences.map(({ file, line, declared, how }) => `${file}:${line} ${declared} ${how}`),
  );
  assert.deepEqual(ours.toSorted(), [...listed, ...valued].toSorted());
  assert.equal(inventory.images.length, 54);
});

test('CSM: each chart that is not there is a gap; of what values give a part, nothing is guessed', { skip }, () => {
  assert.equal(inventory.gaps.filter(({ code }) => code === 'chart-missing').length, 84);
  assert.deepEqual(
    inventory.gaps.filter(({ code }) => code !== 'chart-missing'),
    [],
  );
  const parts = stated.values.filter(({ kind }) => kind === 'image-part');
  const text = (file: string): string => readFileSync(join(folder, 'manifests', file), 'utf8');
  assert.equal(parts.length, 3);
  for (const { manifest, value } of parts) {
    assert.ok(text(manifest).includes(value));
    assert.ok(!inventory.images.some(({ reference }) => reference.endsWith(`:${value}`) && !reference.includes('csm-docker')));
  }
});
