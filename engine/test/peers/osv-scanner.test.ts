import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { findFeedFiles } from '../../adapters/advisories/find-feed-files.ts';
import { parsePurl } from '../../formats/purl/parse-purl.ts';
import { writePurl } from '../../formats/purl/write-purl.ts';
import { createMatcher } from '../../judge/matches/match-packages.ts';
import { readQuestion } from '../../pipeline/match/question.ts';
import { importAdvisories } from '../../store/advisories/import-advisories.ts';
import { openAdvisoryDatabase } from '../../store/advisories/open-advisory-database.ts';
import { openOsvScanner, readRecords, runOsvScanner, writeOsvDatabase, writeSbom } from '../osv-scanner.ts';

const data = join(process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'advisories');
const files = { Go: join(data, 'go.jsonl.gz'), PyPI: join(data, 'pypi.jsonl.gz') } as const;
const types = { Go: 'golang', PyPI: 'pypi' } as const;
const hasData = Object.values(files).every((file) => existsSync(file));
const opened = hasData ? openOsvScanner() : `the advisories are not in ${data}`;
const skip = typeof opened === 'string' ? opened : false;

/** Every nth of the versions that advisories name: where one range ends and another begins, which is where answers differ. */
const sampled = 4;

interface Record {
  readonly affected?: readonly {
    readonly package?: { readonly ecosystem: string; readonly name: string };
    readonly ranges?: readonly { readonly type: string; readonly events: readonly { readonly [kind: string]: string }[] }[];
    readonly versions?: readonly string[];
  }[];
}

describe('the same packages and advisories, given to osv-scanner', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-osv-scanner-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('Go and PyPI: every difference has its verdict', async (t) => {
    assert.ok(typeof opened === 'object');
    const records = { Go: readRecords(files.Go), PyPI: readRecords(files.PyPI) };
    for (const ecosystem of ['Go', 'PyPI'] as const) writeOsvDatabase(folder, ecosystem, records[ecosystem]);
    const purls = [...toPurls('Go', records.Go), ...toPurls('PyPI', records.PyPI)].filter((_, at) => at % sampled === 0);
    writeSbom(join(folder, 'sbom.cdx.json'), purls);
    const theirs = runOsvScanner(opened.program, join(folder, 'sbom.cdx.json'), folder);
    const ours = await matchAll(join(folder, 'advisories.db'), purls);
    const gitFirst = new Set([...records.Go, ...records.PyPI].flatMap(startsWithGit));
    const differences = purls.flatMap((purl) =>
      compare(purl, { ours: ours.get(purl) ?? new Set(), theirs: theirs.get(nameOf(purl)) ?? new Set(), gitFirst }),
    );
    const known = new Set(ledger().map(({ kind }) => kind));
    const kinds = Map.groupBy(differences, ({ kind }) => kind);
    const agreed = [...theirs.values()].reduce((sum, ids) => sum + ids.size, 0) - (kinds.get('only-theirs')?.length ?? 0);
    t.diagnostic(
      `${purls.length} packages, ${agreed} matches of both; ${[...kinds].map(([kind, all]) => `${kind}: ${all.length}`)}`,
    );
    assert.ok(agreed > 10_000);
    assert.deepEqual(differences.filter(({ kind }) => !known.has(kind)).slice(0, 10), []);
    for (const kind of known) assert.ok(kinds.has(kind), `the ledger says ${kind}, and there is no such difference any more`);
  });
});

interface Difference {
  readonly kind: string;
  readonly purl: string;
  readonly advisory: string;
}

interface Answers {
  readonly ours: ReadonlySet<string>;
  readonly theirs: ReadonlySet<string>;
  readonly gitFirst: ReadonlySet<string>;
}

function compare(purl: string, { ours, theirs, gitFirst }: Answers): readonly Difference[] {
  const isSpelledLarge = purl.startsWith('pkg:golang/') && /\/[^@]*[A-Z]/.test(purl);
  const kindOf = (advisory: string) =>
    isSpelledLarge ? 'go-name-in-capitals' : gitFirst.has(advisory) ? 'git-range-first' : 'only-ours';
  return [
    ...[...ours.difference(theirs)].map((advisory) => ({ kind: kindOf(advisory), purl, advisory })),
    ...[...theirs.difference(ours)].map((advisory) => ({ kind: 'only-theirs', purl, advisory })),
  ];
}

/** The id, where a range of commits stands before one of versions. */
function startsWithGit(record: string): readonly string[] {
  const { id, affected = [] } = JSON.parse(record) as Record & { readonly id: string };
  const isSo = affected.some(({ ranges = [] }) => ranges.length > 1 && ranges[0]?.type === 'GIT');
  return isSo ? [id] : [];
}

/** As osv-scanner writes a package in its answer. */
function nameOf(purl: string): string {
  const { type, namespace, name = '', version = '' } = parsePurl(purl) ?? {};
  return `${type === 'golang' ? 'Go' : 'PyPI'} ${namespace ? `${namespace}/${name}` : name} ${version}`;
}

async function matchAll(database: string, purls: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  await importAdvisories({ database, files: await findFeedFiles(Object.values(files)) });
  const source = openAdvisoryDatabase(database);
  try {
    const match = createMatcher(source);
    return new Map(
      purls.map((purl) => {
        const question = readQuestion(purl);
        const matches = 'item' in question ? match([question.item], question.distribution).matches : [];
        return [purl, new Set(matches.map(({ advisory }) => advisory))];
      }),
    );
  } finally {
    source.close();
  }
}

function toPurls(ecosystem: 'Go' | 'PyPI', records: readonly string[]): readonly string[] {
  const purls = new Set<string>();
  for (const record of records)
    for (const { package: stated, ranges = [], versions = [] } of (JSON.parse(record) as Record).affected ?? []) {
      if (stated?.ecosystem !== ecosystem) continue;
      const bounds = ranges
        .filter(({ type }) => type !== 'GIT')
        .flatMap(({ events }) => events.flatMap((event) => Object.values(event)));
      for (const version of [...bounds, ...versions.slice(0, 1), ...versions.slice(-1)])
        if (version !== '0' && version !== '*') purls.add(toPurl(ecosystem, stated.name, version));
    }
  return [...purls].toSorted();
}

function toPurl(ecosystem: 'Go' | 'PyPI', fullName: string, version: string): string {
  const at = fullName.lastIndexOf('/');
  const isModule = ecosystem === 'Go' && at >= 0;
  return writePurl({
    type: types[ecosystem],
    ...(at >= 0 && { namespace: fullName.slice(0, at) }),
    name: fullName.slice(at + 1),
    version: isModule ? `v${version}` : version,
  });
}

function ledger(): readonly { readonly kind: string }[] {
  const text = readFileSync(join(import.meta.dirname, 'osv-scanner.ledger.json'), 'utf8');
  return (JSON.parse(text) as { differences: { kind: string }[] }).differences;
}
