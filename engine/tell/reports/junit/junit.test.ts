import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readXml, type XmlElement } from '../../../formats/xml/read-xml.ts';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { junitFaults } from '../../../test/junit-schema.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { junit } from './junit.ts';

const render = (report: typeof sampleReport) => junit.render(report, { color: false });

function parse(text: string): XmlElement {
  const root = readXml(text);
  assert.ok('name' in root, 'it is not well-formed');
  return root;
}

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.xml'), render(sampleReport));
});

for (const [name, report] of [
  ['plain', sampleReport],
  ['hostile', hostileReport],
] as const)
  test(`with ${name} names it is well-formed, keeps to the schema, and its figures are those of its cases`, () => {
    assert.deepEqual(junitFaults(parse(render(report))), []);
  });

test('hostile names come back as they were, but for what XML cannot hold', () => {
  const text = render(hostileReport);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there.
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u009f]/);
  const [suite] = parse(text).children.filter(({ name }) => name === 'testsuite');
  assert.match(suite?.attributes.get('name') ?? '', /=1\+1",'\n\r\n::error::x%0A.*\]\]>--><\/a><script>&amp;/);
});
