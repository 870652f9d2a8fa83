import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findReferences } from './find-references.ts';
import { at, map, own, pod, resources, summary } from './sample-resources.ts';

const program = 'image = environ.get("WEB_IMAGE", "q.io/web")\ntag = environ.get("WEB_TAG") or \\\n  environ["RELEASE"]\n';
const mounting = (env: string): string =>
  `${map({ 'a.py': program, version: '2.1' })}\n---\n${pod(`{containers: [{image: a:1, env: [${env}]}], volumes: [{configMap: {name: m}}]}`)}`;

test('a program reads its tag from the environment of the container that it is mounted into', () => {
  const { found } = findReferences(resources(mounting('{name: RELEASE, valueFrom: {configMapKeyRef: {name: m, key: version}}}')));
  assert.equal(found[0]?.declared, 'q.io/web:2.1');
  assert.deepEqual(
    found[0]?.parts?.map(({ role, path }) => [role, path]),
    [
      ['image', 'data["a.py"]'],
      ['tag', 'data.version'],
    ],
  );
});

test('a program whose image the environment sets ships that one', () => {
  const seen = summary(mounting('{name: WEB_IMAGE, value: "q.io/other:1"}'));
  assert.deepEqual(seen.found, [own, `environment certain q.io/other:1 ${at}.env[0].value`]);
  assert.deepEqual(seen.rejected, ['q.io/web | A default that WEB_IMAGE in the environment replaces.']);
});

test('a tag that is nowhere is a gap, not latest', () => {
  const seen = summary(map({ 'a.py': program }));
  assert.deepEqual([seen.found, seen.gaps], [[], ['reference-incomplete']]);
});
