import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../../model/difference.ts';
import { describeCause } from './describe-cause.ts';

const contribution = { CRITICAL: 0, HIGH: -1, MEDIUM: 0, LOW: 0, UNKNOWN: 0 };
const rows: readonly (readonly [cause: Partial<Cause>, words: string])[] = [
  [
    { subject: 'busybox 1.31.1-r9 → 1.32.1-r7', images: 70, via: 'base-image', bases: 1 },
    'busybox went from 1.31.1-r9 to 1.32.1-r7 in 70 images (one base image)',
  ],
  [{ subject: 'a 1 → 2', via: 'base-image', images: 2, bases: 2 }, 'a went from 1 to 2 in 2 images (2 base images)'],
  [{ subject: 'a 1 → 2', via: 'base-image' }, 'a went from 1 to 2 in 1 image (base image)'],
  [{ subject: 'openssh 1:9 → 1:9.1', via: 'application' }, 'openssh went from 1:9 to 1:9.1 in 1 image (application)'],
  [{ subject: 'a 1, 2 → 2, 3', via: 'image-tag' }, 'a 1, 2 → 2, 3 in 1 image (image tag)'],
  [{ subject: 'a: debian 11 → debian 12', via: 'base-image', bases: 1 }, 'a: debian 11 → debian 12 in 1 image (one base image)'],
  [
    { cause: 'package-downgraded', subject: 'a 2 → 1', via: 'application' },
    'a went from 2 to 1 (older) in 1 image (application)',
  ],
  [{ cause: 'advisory-published', subject: 'CVE-2018-25032', images: 41 }, 'CVE-2018-25032 was published in 41 images'],
  [{ cause: 'image-removed', subject: 'registry.example/x:1' }, 'image registry.example/x:1 left'],
];
for (const [cause, words] of rows)
  test(words, () =>
    assert.equal(
      describeCause({ cause: 'package-upgraded', subject: '', images: 1, contribution, findings: [], ...cause }),
      words,
    ),
  );
