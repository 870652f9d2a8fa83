import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findScheme } from '../../versions/all.ts';
import type { Ordering, VersionScheme } from '../../versions/scheme.ts';

const root = join(import.meta.dirname, '../../..');
const data = join(process.env.PLIMSOLL_DATA ?? join(root, '../shared/data'), 'versions');
const isThere = existsSync(data);
const skip = isThere ? false : `no version pairs at ${data}; set PLIMSOLL_DATA`;

/** File, row and our answer of every row that we answer differently, with the reason why the row is wrong. */
const ledger = readFileSync(join(import.meta.dirname, 'versions-ledger.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [file = '', row = '', ours = '', reason = ''] = line.split('\t');
    return { file, row, ours, reason };
  });

const signs: Readonly<Record<string, Ordering>> = { '<': 'before', '=': 'same', '>': 'after' };

function linesOf(file: string): readonly string[] {
  return readFileSync(join(data, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('//'));
}

function schemeOf(file: string): VersionScheme {
  const scheme = findScheme(file.replace(/(-real)?(\.constraints)?\.(txt|tsv)$/, ''));
  assert.ok(scheme, `${file} is of no scheme`);
  return scheme;
}

/** `> 1.0, < 2.0 || 3.0`: alternatives of comparisons that must all hold; a bare version is `=`; none hold all. */
function satisfies(scheme: VersionScheme, version: string, constraint: string): string {
  if (constraint === '') return 'true';
  const holds = constraint.split('||').some((all) =>
    all.split(',').every((one) => {
      const [, operator = '', bound = ''] = /^\s*'?\s*([<>=]*)\s*(.*?)\s*'?\s*$/.exec(one) ?? [];
      const wanted = [...(operator || '=')].map((sign) => signs[sign]);
      return wanted.includes(scheme.compare(version, bound));
    }),
  );
  return String(holds);
}

function differenceOf(scheme: VersionScheme, file: string, line: string): string | undefined {
  if (file.endsWith('.tsv')) {
    const [version = '', constraint = '', expected = ''] = line.split('\t');
    const ours = satisfies(scheme, version, constraint);
    return ours === expected ? undefined : `${version} ${constraint} ${expected}\t${ours}`;
  }
  const [a = '', sign = '', b = '', ...rest] = line.split(' ');
  assert.ok(signs[sign] && rest.length === 0, `not a pair: ${line}`);
  const ours = scheme.compare(a, b);
  return ours === signs[sign] ? undefined : `${line}\t${ours}`;
}

const files = isThere ? readdirSync(data).filter((file) => /\.(txt|tsv)$/.test(file)) : [];

test('there are version pairs', { skip }, () => {
  assert.ok(files.length >= 20);
});

for (const file of files) {
  test(`pairs of ${file}`, (context) => {
    const scheme = schemeOf(file);
    const lines = linesOf(file);
    const differences = lines.map((line) => differenceOf(scheme, file, line)).filter((line) => line !== undefined);
    const known = ledger.filter((entry) => entry.file === file).map(({ row, ours }) => `${row}\t${ours}`);
    context.diagnostic(`${lines.length - differences.length} of ${lines.length} agree`);
    assert.deepEqual(differences.toSorted(), known.toSorted());
  });
}

test('the ledger gives a reason for every difference', () => {
  for (const { row, reason } of ledger) assert.ok(reason.length > 20, row);
});
