import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonObject } from '../../../model/json.ts';
import { memoryFiles } from '../memory-files.ts';
import { readChart } from './chart.ts';
import { findSwitches } from './switches.ts';

const rows: readonly [name: string, values: string, template: string, sets: readonly (readonly string[])[]][] = [
  ['what is off, where a template asks', 'a: {enabled: false, privileged: false}', '', [['a.enabled=true']]],
  ['what a template asks by key alone', 'a: {strict: false}', '{{ with .Values.a }}{{ if .strict }}x{{ end }}{{ end }}', [['a.strict=true']]],
  ['what is on stays', 'a: {enabled: true}', '{{ if .Values.a.enabled }}x{{ end }}', [[]]],
  ['what no text gives', 'b: 1', '{{- if .Values.a.enabled }}x{{ end }}', [['a.enabled=true']]],
  ['nothing inside a text', 'a: text', '{{ if .Values.a.enabled }}x{{ end }}', [[]]],
  ['another text', 'type: mysql', '{{ if eq .Values.type "postgres" }}x{{ end }}', [['type=postgres']]],
  ['each other text in its turn', 'type: a', '{{ if eq .Values.type "a" "b" "c" }}x{{ end }}', [['type=b'], ['type=c']]],
  ['a text in front', 'type: a', '{{ if eq "b" .Values.type }}x{{ end }}', [['type=b']]],
  ['on where off shows something', 'a: true', '{{ if not .Values.a }}x{{ end }}', [[], ['a=false']]],
  ['an else beside images', 'a: true', '{{ if .Values.a }}x{{ else }}image: y{{ end }}', [[], ['a=false']]],
  ['what takes away is tried alone', 'a: {disableX: false, enabled: false}', '{{ if .Values.a.disableX }}x{{ end }}', [['a.enabled=true'], ['a.disableX=true']]],
  ['globals', 'global: {on: false}', '{{ if .Values.global.on }}x{{ end }}', [['global.on=true']]],
]; // biome-ignore format: one row a line

for (const [name, values, template, expected] of rows)
  test(`switches: ${name}`, () => {
    const files = memoryFiles({ 'c/Chart.yaml': 'name: c', 'c/values.yaml': values, 'c/templates/x.yaml': template });
    const chart = readChart('c', files);
    assert.ok(chart);
    const sets = findSwitches(chart, parseYaml(values).value as JsonObject);
    assert.deepEqual(
      sets.map((set) => set.map(({ name: path, to }) => `${path}=${to}`)),
      expected,
    );
  });

test('any template is read', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{{-',
    ' if ',
    ' not ',
    '.Values.a',
    'eq ',
    '"x"',
    ' ',
    'end',
    'else',
    '\n',
    'index ',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const chart = readChart('c', memoryFiles({ 'c/Chart.yaml': 'name: c', 'c/templates/x.yaml': pieces.join('') }));
      assert.ok(chart && findSwitches(chart, { a: false }).length > 0);
    }),
  );
});
