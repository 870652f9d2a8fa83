import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScannedImage, ScanReport } from '../../model/scan.ts';
import { joinImages } from './join-images.ts';

const a = `sha256:${'a'.repeat(64)}`;
const b = `sha256:${'b'.repeat(64)}`;
const base = [
  { image: 'one', references: ['registry.example/tide:1'], digests: [a] },
  { image: 'two', references: ['registry.example/buoy:2'], digests: [] },
];

function report(images: readonly ScannedImage[]): ScanReport {
  return {
    file: 'r.json',
    format: 'trivy',
    tool: 'trivy',
    engine: 'trivy',
    version: null,
    kind: 'vulnerabilities',
    images,
    rows: [],
    ignored: [],
    packages: null,
    checks: [],
    statements: [],
    endOfLife: [],
    databaseAt: null,
    gaps: [],
  };
}

const rows: readonly { name: string; images: readonly ScannedImage[]; named?: string; says: RegExp }[] = [
  {
    name: 'by digest, whatever the name is',
    images: [{ name: 'x', references: ['docker.io/library/x:1'], digests: [a] }],
    says: /^one$/,
  },
  {
    name: 'by reference where the digest is not known',
    images: [{ name: 'x', references: ['registry.example/tide:1'], digests: [] }],
    says: /^one$/,
  },
  {
    name: 'by reference where the base’s is not known',
    images: [{ name: 'x', references: ['registry.example/buoy:2'], digests: [b] }],
    says: /^two$/,
  },
  {
    name: 'by the tag where a digest stands behind it',
    images: [{ name: 'x', references: [`registry.example/buoy:2@${b}`], digests: [b] }],
    says: /^two$/,
  },
  {
    name: 'not when the digest is another one',
    images: [{ name: 'x', references: ['registry.example/tide:1'], digests: [b] }],
    says: /another digest/,
  },
  {
    name: 'not when nothing fits',
    images: [{ name: 'x', references: ['registry.example/tide:2'], digests: [] }],
    says: /no image has/,
  },
  { name: 'a report without an image', images: [], says: /names no image/ },
  { name: 'a report without an image, and the word of somebody', images: [], named: 'registry.example/buoy:2', says: /^two$/ },
];

for (const { name, images, named, says } of rows) {
  test(name, () => {
    const { joined, unjoined } = joinImages(base, [report(images)], { named });
    assert.equal(joined.length + unjoined.length, 1);
    assert.match(joined[0]?.image ?? unjoined[0]?.reason ?? '', says);
  });
}
