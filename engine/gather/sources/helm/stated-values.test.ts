import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../memory-files.ts';
import { findReferences } from '../references/find-references.ts';
import type { Recognize } from '../source.ts';
import { findTemplate, readChart } from './chart.ts';
import { readChartValues } from './chart-values.ts';
import { findStatedImages } from './stated-values.ts';

const recognize: Recognize = (resources) => findReferences(resources).found;

/** What is stated by these values, beside what is rendered. */
function stated(values: string, rendered: readonly string[] | undefined): readonly (readonly string[])[] {
  const files = memoryFiles({ 'c/Chart.yaml': 'name: c\n', 'c/values.yaml': values });
  const chart = readChart('c', files);
  assert.ok(chart);
  const spec = { kind: 'helm', at: 'c', values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] } as const;
  const read = readChartValues(chart, spec, files);
  const origin = { ...findTemplate(chart, ''), values: read };
  return findStatedImages({ values: read, recognize, rendered, origin }).map((one) => [
    one.declared,
    ...one.conditional.map(({ value, equals }) => `${value}=${equals}`),
  ]);
}

const defaults = 'defaultImageRegistry: quay.io\ndefaultImageRepository: x\ndefaultImageTag: "1"\n';
const off = 'side:\n  enabled: false\n  image: y/side:2\n';

const rows: readonly [name: string, values: string, rendered: readonly string[] | undefined, ...(readonly string[])[]][] = [
  ['an image under a switch', off, [], ['y/side:2', 'side.enabled=true']],
  ['an image under nothing', 'image: y/z:1\n', [], ['y/z:1', 'image=y/z:1']],
  ['an image that is rendered', 'image: y/z:1\n', ['quay.io/y/z:2']],
  ['a folder that rendered images lie in', defaults, ['quay.io/x/app:1']],
  ['an image beside which another begins like it', 'image: x/app:1\n', ['x/apple:1'], ['x/app:1', 'image=x/app:1']],
  ['a chart that cannot be rendered', `image: y/z:1\n${off}`, undefined, ['y/z:1'], ['y/side:2', 'side.enabled=true']],
];

for (const [name, values, rendered, ...found] of rows)
  test(`values state: ${name}`, () => assert.deepEqual(stated(values, rendered), found));
