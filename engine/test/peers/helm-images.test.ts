import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { canonicalize, parseReference } from '../../formats/reference/reference.ts';
import { createLocator, readSources } from '../../gather/sources/read-sources.ts';
import { findReferences } from '../../gather/sources/references/find-references.ts';
import type { Occurrence } from '../../model/occurrence.ts';

/** What people read out of a chart. */
interface ChartTruth {
  readonly images: readonly string[];
  readonly hook_only: readonly string[];
  readonly values_declared: readonly {
    readonly path: string;
    readonly repository: string;
    readonly tag: string | null;
    readonly rendered_by_default: boolean;
  }[];
}

/** Something that we say of a chart and its truth does not; found right by reading the chart. */
interface Verdict {
  readonly chart: string;
  readonly says: string;
  readonly verdict: string;
}

const repository = resolve(import.meta.dirname, '../../..');
const folder = join(resolve(repository, process.env.PLIMSOLL_DATA ?? '../shared/data'), 'charts');
const truthFile = join(folder, 'truth.json');
const skip = !existsSync(truthFile) && `${truthFile} is not there; PLIMSOLL_DATA says where the data is`;
const truth: Readonly<Record<string, ChartTruth>> = skip ? {} : JSON.parse(readFileSync(truthFile, 'utf8'));
const ledger: readonly Verdict[] = JSON.parse(readFileSync(join(import.meta.dirname, 'helm-images.ledger.json'), 'utf8'));
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(cache, { recursive: true, force: true }));

for (const [at, expected] of Object.entries(truth))
  test(`${at}: exactly its images, hooks marked, conditional ones apart, each with the text that decides it`, async (context) => {
    const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
    context.after(() => renderer.close());
    if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
    const files = openSourceFiles(folder);
    const given = { values: [], set: [], release: 'rel', namespace: 'test', apiVersions: [] };
    const spec = { kind: 'helm', at, ...given } as const;
    const [reading] = await readSources([spec], { files, renderer, cache: openRenderings(cache) });
    assert.ok(reading);
    const locate = await createLocator([spec], files);
    const installed = findReferences(reading.resources).found.map((found): Occurrence => ({ ...found, ...locate(found) }));

    assert.deepEqual(sorted(installed.map(({ reference }) => reference)), canonical(expected.images));
    const others = new Set(installed.filter(({ hook }) => !hook).map(({ reference }) => reference));
    const onlyHooks = installed.map(({ reference }) => reference).filter((reference) => !others.has(reference));
    assert.deepEqual(sorted(onlyHooks), canonical(expected.hook_only));

    const hidden = expected.values_declared.filter((one) => !one.rendered_by_default);
    const stated = hidden.map(({ repository, tag }) => (tag ? `${repository}:${tag}` : repository));
    const ours = reading.occurrences.map(inWords);
    for (const reference of canonical(stated))
      assert.ok(reading.occurrences.some((one) => one.reference === reference), `${reference} is not found`); // biome-ignore format: one sentence
    const known = new Set(canonical(stated));
    const extra = reading.occurrences.filter(({ reference }) => !known.has(reference)).map(inWords);
    const accepted = ledger.filter(({ chart }) => chart === at).map(({ says }) => says);
    assert.deepEqual(sorted(extra), sorted(accepted), `other than the ledger says; all: ${ours.join('; ')}`);

    for (const occurrence of [...installed, ...reading.occurrences]) assertDecided(occurrence, (file) => files.readText(file));
  });

test('every verdict of the ledger is a sentence', () => {
  for (const { verdict } of ledger) assert.match(verdict, /^[A-Z].{20,}\.$/);
});

function inWords({ reference, conditional }: Occurrence): string {
  assert.notEqual(conditional.length, 0, reference);
  return `${reference} if ${conditional.map(({ value, equals }) => `${value}=${equals}`).join(' and ')}`;
}

/** The line holds the version, or what it is made from; every part has its place, and the place its text. */
function assertDecided(
  { declared, file, line, decidedBy = [], certainty }: Occurrence,
  read: (file: string) => string | undefined,
): void {
  const textAt = (path: string, at: number): string => read(path)?.split('\n')[at - 1] ?? '';
  const reference = parseReference(declared);
  const version = reference?.tag ?? reference?.digest ?? '';
  const text = textAt(file, line);
  assert.ok(text.includes(version.replace(/^v/, '')), `${declared} is not decided by ${file}:${line} ${text}`);
  assert.ok(certainty === 'certain' && decidedBy.some(({ part }) => part === 'tag'), declared);
  for (const decision of decidedBy) {
    const words = textAt(decision.file, decision.line).match(/[\w./:@-]{2,}/g) ?? [];
    assert.ok(
      words.some((word) => declared.includes(word.replace(/^v(?=\d)/, ''))),
      `${declared}: ${decision.part} is not at ${decision.file}:${decision.line}`,
    );
  }
}

function canonical(images: readonly string[]): readonly string[] {
  return sorted(images.map((image) => canonicalize(image) ?? image));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
