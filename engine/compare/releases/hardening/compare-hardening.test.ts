import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hardening, ProvenanceRow } from '../../../model/hardening.ts';
import { compareHardening } from './compare-hardening.ts';

const row: ProvenanceRow = {
  image: 'registry.example/gauge:latest',
  platform: 'linux/amd64',
  pin: 'mutable-tag',
  mutableBecause: 'the tag `latest` moves',
  labels: null,
  createdAt: null,
  ageDays: null,
  attached: null,
  digest: 'sha256:aa',
};
const { digest: _, ...unread } = row;
const releaseWith = (...images: readonly ProvenanceRow[]) => {
  const hardening: Hardening = {
    ...{ product: 'Tidewater', version: '1', checks: [], nonRoot: [], podSecurity: [], gaps: [] },
    provenance: { coverage: [], images },
  };
  return { hardening, resources: [] };
};

/** What stood before and what stands now → the tag that moved. */
const rows: readonly (readonly [name: string, before: ProvenanceRow, after: ProvenanceRow, moved: boolean])[] = [
  ['another image under the same tag', row, { ...row, digest: 'sha256:bb' }, true],
  ['a tag that was thought to stay', { ...row, pin: 'tag' }, { ...row, pin: 'tag', digest: 'sha256:bb' }, true],
  ['the same image', row, row, false],
  ['an image that is named by digest', row, { ...row, pin: 'digest', digest: 'sha256:bb' }, false],
  ['another tag', row, { ...row, image: 'registry.example/gauge:1', digest: 'sha256:bb' }, false],
  ['another platform', row, { ...row, platform: 'linux/arm64', digest: 'sha256:bb' }, false],
  ['one that was not read before', unread, row, false],
  ['one that is not read now', row, unread, false],
];

for (const [name, before, after, moved] of rows)
  test(`moved tags: ${name}`, () => {
    const proof = { image: row.image, platform: row.platform, before: 'sha256:aa', after: 'sha256:bb' };
    assert.deepEqual(compareHardening(releaseWith(before), releaseWith(after)).movedTags, moved ? [proof] : []);
  });
