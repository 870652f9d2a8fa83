import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gitlabSchema } from '../../../test/gitlab-schema.ts';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { errorsBy } from '../../../test/sbom-schemas.ts';
import { gitlab } from './gitlab.ts';

const render = (report: typeof sampleReport) => JSON.parse(gitlab.render(report, { color: false }));
const errors = errorsBy(gitlabSchema);

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.json'), gitlab.render(sampleReport, { color: false }));
});

test("GitLab's schema accepts it, whatever is found in the images", () => {
  assert.deepEqual(errors(render(sampleReport)), []);
  const findings = hostileReport.release.findings.map((finding) => ({
    ...finding,
    image: 'registry.example:5000/tide/gauge:1.0',
  }));
  assert.deepEqual(errors(render({ ...hostileReport, release: { ...hostileReport.release, findings } })), []);
  assert.notDeepEqual(errors({ ...render(sampleReport), scan: {} }), []);
});

const references = [
  'docker.io/library/nginx:1.27',
  'registry.example:5000/a/b:1',
  `registry.example/a@sha256:${'a'.repeat(64)}`,
  `registry.example:5000/a:1@sha256:${'a'.repeat(64)}`,
];
for (const image of references)
  test(`GitLab takes ${image.slice(0, 60)} for an image`, () => {
    const findings = sampleRelease.findings.map((finding) => ({ ...finding, image }));
    assert.deepEqual(errors(render({ ...sampleReport, release: { ...sampleRelease, findings } })), []);
  });

test('what a decision takes out is left out, and told', () => {
  const { vulnerabilities, scan } = render(hostileReport);
  assert.equal(vulnerabilities.length, 2);
  assert.equal(scan.messages[1].value, 'Left out, since a statement or exception takes them out: 1');
});

test('every vulnerability has an id of its own, and no text is a link', () => {
  const { vulnerabilities } = render(hostileReport);
  assert.equal(new Set(vulnerabilities.map(({ id }: { id: string }) => id)).size, vulnerabilities.length);
  for (const { description, solution } of vulnerabilities) assert.doesNotMatch(`${description}${solution}`, /(^|[^\\])[[<`]/);
});
