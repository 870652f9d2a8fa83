import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readXml } from '../../../formats/xml/read-xml.ts';
import type { GatePolicy, GateVerdict } from '../../../model/gate.ts';
import type { Release } from '../../../model/release.ts';
import { gateRecord } from '../../../pipeline/gate-record.ts';
import { gitlabSchema } from '../../../test/gitlab-schema.ts';
import { assertGolden } from '../../../test/golden.ts';
import { hostileRelease } from '../../../test/hostile-report.ts';
import { junitFaults } from '../../../test/junit-schema.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { errorsBy, schemaErrors, withoutSchemas } from '../../../test/sbom-schemas.ts';
import { gateToGithub, gateToGithubSummary } from './gate-github.ts';
import { gateToGitlab } from './gate-gitlab.ts';
import { gateToJson } from './gate-json.ts';
import { gateToJunit } from './gate-junit.ts';
import { gateToSarif } from './gate-sarif.ts';
import { gateToText } from './gate-terminal.ts';

const at = (line: number, name?: string) => ({
  ...(name && { name }),
  unit: 'finding' as const,
  max: 0,
  place: { file: 'plimsoll.yaml', line, column: 7 },
});

function policyNaming(name: string): GatePolicy {
  return {
    coverage: { unread: 0, allow: [] },
    gate: [
      { ...at(12, name), severity: 'HIGH', fixable: true },
      { ...at(13), severity: 'CRITICAL', owners: [name] },
      { ...at(14), publishedDays: 30, max: 2 },
    ],
    licenses: { allow: ['MIT'], deny: [], unknown: 'deny', place: { file: 'plimsoll.yaml', line: 15, column: 3 } },
  };
}

const strict = gateRecord(sampleRelease, policyNaming('no high with a fix'), []);
const hostile = gateRecord(hostileRelease, policyNaming(hostileRelease.product), []);
const complete: Release = { ...sampleRelease, gaps: [], undecided: [] };
const nothing = gateRecord(complete, { coverage: { unread: 0, allow: [] }, gate: [] }, []);
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: two demands that do not hold, and incomplete coverage', () => {
  assertGolden(fixture('a-no.txt'), gateToText(strict, { color: false, explain: false }));
  assertGolden(fixture('a-no.explained.txt'), gateToText(strict, { color: false, explain: true }));
  assertGolden(fixture('a-no.json'), gateToJson(strict, sampleRelease));
  assertGolden(fixture('a-no.xml'), gateToJunit(strict));
  assertGolden(fixture('a-no.sarif.json'), gateToSarif(strict, sampleRelease));
  assertGolden(fixture('a-no.gitlab.json'), gateToGitlab(strict, sampleRelease));
  assertGolden(fixture('a-no.github.txt'), gateToGithub(strict, sampleRelease));
  assertGolden(fixture('a-no.md'), gateToGithubSummary(strict));
});

test('golden: nothing is demanded', () => {
  assertGolden(fixture('nothing.txt'), gateToText(nothing, { color: false, explain: true }));
});

const verdicts: readonly (readonly [name: string, verdict: GateVerdict, release: Release])[] = [
  ['a no', strict, sampleRelease],
  ['a no with hostile names', hostile, hostileRelease],
  ['nothing demanded', nothing, complete],
];

for (const [name, verdict, release] of verdicts) {
  test(`${name}: JUnit keeps to its schema and adds up`, () => {
    const root = readXml(gateToJunit(verdict));
    assert.ok('name' in root);
    assert.deepEqual(junitFaults(root), []);
  });

  test(`${name}: SARIF keeps to its schema`, { skip: withoutSchemas }, () => {
    assert.deepEqual(schemaErrors('sarif-2.1.0')(JSON.parse(gateToSarif(verdict, release))), []);
  });

  test(`${name}: SARIF's results name rules that are there`, () => {
    const [run] = JSON.parse(gateToSarif(verdict, release)).runs;
    for (const result of run.results) assert.equal(run.tool.driver.rules[result.ruleIndex]?.id, result.ruleId);
  });

  test(`${name}: GitHub gets whole commands, one a line`, () => {
    const lines = gateToGithub(verdict, release)
      .trimEnd()
      .split(/[\r\n]/);
    for (const line of lines) assert.match(line, /^::(error|warning|notice) (file=[^,:]*,line=\d+,)?title=[^,:]*::\P{Cc}*$/u);
  });

  test(`${name}: a terminal shows no control characters`, () => {
    assert.doesNotMatch(gateToText(verdict, { color: false, explain: true }).replaceAll('\n', ''), /\p{Cc}/u);
  });
}

test("GitLab's schema accepts what speaks against a release", () => {
  assert.deepEqual(errorsBy(gitlabSchema)(JSON.parse(gateToGitlab(strict, sampleRelease))), []);
});

test('a verdict that holds tells GitLab and code scanning of nothing', () => {
  assert.deepEqual(JSON.parse(gateToGitlab(nothing, complete)).vulnerabilities, []);
  assert.deepEqual(JSON.parse(gateToSarif(nothing, complete)).runs[0].results, []);
});

test('nothing in a summary becomes markup', () => {
  const text = gateToGithubSummary(hostile).replace(/`[^`]*`/g, '');
  assert.doesNotMatch(text, /(^|[^\\])<(script|\/a)/);
  for (const line of text.split('\n').filter((each) => each.startsWith('|'))) assert.ok(line.endsWith('|'), line);
});
