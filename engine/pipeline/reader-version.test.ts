import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownArtifacts } from '../gather/packages/java/known-artifacts.ts';
import { readerVersion } from './reader-version.ts';

test('the version of the reader tells its catalogers apart, what a project adds, and hashed files', () => {
  const versions = [
    readerVersion(['dpkg', 'rpm']),
    readerVersion(['rpm']),
    readerVersion(['dpkg', 'rpm'], { fileDigests: true }),
    readerVersion(['dpkg', 'rpm'], { knowledge: { knownClasses: knownArtifacts.slice(0, 1) } }),
    readerVersion(['dpkg', 'rpm'], { knowledge: { knownClasses: knownArtifacts.slice(1) } }),
  ];
  assert.match(versions[0] ?? '', /^\d+:.*dpkg/);
  assert.equal(new Set(versions).size, versions.length);
  assert.equal(readerVersion(['dpkg', 'rpm'], { knowledge: { knownClasses: [] } }), versions[0]);
});
