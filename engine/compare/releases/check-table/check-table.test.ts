import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCsv } from '../../../formats/csv/parse-csv.ts';
import { checkTable } from './check-table.ts';
import type { Claim } from './claim.ts';

const say = ({ kind, stated, computed }: Claim): string =>
  stated === 100
    ? `${kind} ${computed}`
    : `${kind} ${stated.row.filter(Boolean).join('/')}/${stated.column} ${stated.value} ${computed}`;
const faultsOf = (text: string): readonly string[] => checkTable('table', text).contradictions.map(say);

const rows: readonly (readonly [name: string, text: string, faults: readonly string[]])[] = [
  ['a table that adds up', 'team,Total,Critical,High,Medium,Low\na,10,1,2,3,4\nb,4,1,1,1,1\nTotal,14,2,3,4,5', []],
  ['severities that miss their total', 'team,Total,Critical,High,Medium,Low\na,11,1,2,3,4', ['severities a/Total 11 10']],
  ['rows that miss their total', 'team,Critical,High\na,1,2\nb,1,1\nTotal,3,3', ['rows Total/Critical 3 2']],
  ['a column outside of the severities', 'team,Total,No Fix\na,1,1\nb,2,1\nTotal,3,3', ['rows Total/No Fix 3 2']],
  ['unknown counts as a severity', 'team,Total,Critical,High,Medium,Low,Unknown\na,15,1,2,3,4,5', []],
  ['severities that are not all there claim nothing', 'team,Total,Critical,High\na,11,1,2', []],
  [
    'columns for what has a fix are sums of their own',
    'i,total,critical,high,medium,low,criticalFixable,highFixable,mediumFixable,lowFixable,totalFixable\na,4,1,1,1,1,1,0,1,0,3',
    ['severities a/totalFixable 3 2'],
  ],
  ['averages and scores are not summed', 'image,count,cvssScore avg\na,1,5.5\nb,1,6.5\nTotal,2,6.0', []],
  [
    'thousands and minus signs',
    '| row | Total | Critical | High | Medium | Low |\n|-|-|-|-|-|-|\n| **a** | 1,405 | 34 | 45 | 632 | 694 |\n| versus x | −10 | +1 | −2 | −3 | –6 |',
    [],
  ],
  ['percentages that are not 100', 'release,critical %,high %,medium %,low %\n1,3,5.5,41.2,52.9', ['percentages 102.6']],
  ['percentages that were rounded', 'release,critical_pct,high_pct,medium_pct,low_pct\n1,.2,1.7,46.3,51.7', []],
  [
    'a percentage that is not its part',
    'r,Total,Critical,High,Medium,Low,Critical %\n1,200,10,90,50,50,5.0%\n2,200,10,90,50,50,6%',
    ['share 2/Critical % 6 5'],
  ],
  [
    'severities as rows',
    'severity,a,b,Total\nCritical,1,1,2\nHigh,1,1,2\nMedium,1,1,2\nLow,1,1,3\nTotal,4,5,9',
    ['rows Total/Low 3 2', 'severities b/Total 5 4'],
  ],
  [
    'two tables and a row that compares them',
    '## 1.2.0-alpha.7\n| x | Total | High |\n|-|-|-|\n| Total | 10 | 4 |\n\n## 1.2.0-alpha.17\n| x | Total | High |\n|-|-|-|\n| Total | 8 | 5 |\n| versus alpha.7 | -2 | 2 |',
    ['difference 1.2.0-alpha.17/versus alpha.7/High 2 1'],
  ],
  [
    'totals of several releases in one table',
    'release,party,count\n1,a,1\n1,b,2\n1,Total,3\n2,a,1\n2,b,1\n2,Total,3',
    ['rows 2/Total/count 3 2'],
  ],
  [
    'negligible ones are counted apart',
    'i,total,critical,high,medium,low,negligible\na,15,1,2,3,4,5\nb,9,1,2,3,4,5',
    ['severities b/total 9 15'],
  ],
  [
    'decimals behind commas, thousands behind points',
    'i;Total;Critical;High;Medium;Low;Critical %\na;4.000;1.200;2.300;400;100;30,0 %\nb;100;10;20;30;40;12,0 %',
    ['share b/Critical % 12 10'],
  ],
  [
    'counts in groups of three',
    'i;Total;Critical;High;Medium;Low\na;4.001;1.200;2.300;400;100',
    ['severities a/Total 4001 4000'],
  ],
  [
    'names of groups over the names of columns',
    ',all,,,,,fixable,,,,\ni,critical,high,medium,low,total,critical,high,medium,low,total\na,1,2,3,4,10,1,1,1,1,5',
    ['severities a/fixable total 5 4'],
  ],
  [
    'a row of shares beside a row of counts',
    '| severity | count | share |\n|-|-|-|\n| Critical | 10 | 10% |\n| High | 20 | 20% |\n| Medium | 30 | 40% |\n| Low | 40 | 30% |\n| Total | 100 | 100% |',
    ['share share/Medium 40 30', 'share share/Low 30 40'],
  ],
  [
    'a change from the release before',
    'severity,1.2,1.3,change\nCritical,10,8,-2\nHigh,20,25,4\nLow,1,1,0',
    ['difference change/High 4 5'],
  ],
  ['a change where the newer release is first', 'severity,1.3,1.2,change\nCritical,8,10,-2\nHigh,25,20,5\nLow,1,1,0', []],
  [
    'subtotals of each team',
    'team,image,count\nred,a,1\nred,b,2\nred,subtotal,4\nblue,c,1\nblue,d,1\nblue,subtotal,2',
    ['rows red/subtotal/count 4 3'],
  ],
  ['totals of teams among the rows of a total', 'image,count\na,1\nb,2\nRed total,3\nc,4\nTotal,7', []],
  ['what is struck out counts no more', '| i | count |\n|-|-|\n| a | ~~4~~ 1 |\n| b | 2 |\n| Total | 3 |', []],
];

for (const [name, text, faults] of rows) test(name, () => assert.deepEqual(faultsOf(text), faults));

test('a text without a table says that nothing was checked', () => {
  assert.deepEqual(
    checkTable('x', 'nothing here').gaps.map(({ code }) => code),
    ['table-without-numbers'],
  );
  assert.deepEqual(
    checkTable('x', 'a,b\nx,1').gaps.map(({ code }) => code),
    ['table-without-sums'],
  );
});

test('a table that adds up has no contradiction, and every planted change of a part has', () => {
  const count = fc.nat(1000);
  const parts = fc.array(fc.tuple(count, count, count, count), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(parts, fc.nat(), fc.integer({ min: 1, max: 9 }), (table, at, change) => {
      const total = [0, 1, 2, 3].map((column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0));
      const lines = [...table, total].map((cells, row) => [
        row === table.length ? 'Total' : `r${row}`,
        cells.reduce((a, b) => a + b, 0),
        ...cells,
      ]);
      const write = () =>
        [['row', 'Total', 'Critical', 'High', 'Medium', 'Low'], ...lines].map((line) => line.join(',')).join('\n');
      assert.deepEqual(faultsOf(write()), []);
      const line = lines[at % table.length];
      assert.ok(line);
      line[2] = Number(line[2]) + change;
      assert.equal(faultsOf(write()).length, 2);
    }),
  );
});

const published = join(process.env.PLIMSOLL_DATA ?? '../shared/data', 'csm/reported-numbers.csv');
test('the figures that a project published', { skip: !existsSync(published) && 'the shared data is not there' }, () => {
  const text = readFileSync(published, 'utf8');
  const { contradictions } = checkTable('reported-numbers.csv', text);
  const named = new Set(
    contradictions.flatMap(({ stated, terms }) => [...(stated === 100 ? [] : [stated]), ...terms]).map(({ line }) => line),
  );
  const { records } = parseCsv(text);
  const marked = records.filter(({ fields }) => fields[6]?.includes('INCONSISTENT'));
  assert.equal(marked.length, 20);
  const inNoSum = marked.filter(({ line }) => !named.has(line)).map(({ fields }) => `${fields[1]} ${fields[2]}`);
  assert.deepEqual(inNoSum, ['1.2.0-alpha.7 table:HPE:no_fix']);
});

test('any text is checked to the end', () => {
  fc.assert(fc.property(fc.string(), (text) => void checkTable('x', text)));
});
